using Busbar.Metering;

namespace Busbar.Store;

/// <summary>Acceptances of reads of registers: that one is right after another, both with these very numbers. They are
/// kept among those of readings, under the register's meter and name instead of a channel.</summary>
public static class AcceptedReads
{
    /// <summary>That a read which couldn't be right is.</summary>
    public static AcceptedReadings Of(SuspectRead suspect) => new(suspect.Connection.Id, NameOf(suspect.Register),
        suspect.Code, suspect.Other.At, suspect.Read.At, [suspect.Other.Micros, suspect.Read.Micros]);

    /// <summary>The reads of some connections' registers as known in a snapshot, with what was accepted of them.
    /// </summary>
    internal static IReadOnlyDictionary<string, ILookup<RegisterName, RegisterRead>> Known(
        Snapshot snapshot, IReadOnlyCollection<string> connections)
    {
        var known = RegisterTable.AsKnown(snapshot.Connection, connections, snapshot.Receipt)
            .ToLookup(pair => pair.Key.Connection);
        var accepted = QuarantineStore.Accepted(snapshot, connections)
            .ToLookup(one => (one.Connection, one.Channel));
        return connections.Distinct().ToDictionary(id => id, id => known[id]
            .SelectMany(pair => With(pair.Value.Values, [.. accepted[(id, NameOf(pair.Key.Name))]])
                .Select(read => (pair.Key.Name, read)))
            .ToLookup(pair => pair.Name, pair => pair.read));
    }

    private static IEnumerable<RegisterRead> With(
        IEnumerable<RegisterRead> reads, IReadOnlyList<AcceptedReadings> accepted)
    {
        RegisterRead? before = null;
        foreach (var read in reads)
        {
            var isAccepted = before is { } last && accepted.Any(one => one.From == last.At && one.To == read.At
                && one.Counts.AsSpan().SequenceEqual([last.Micros, read.Micros]));
            yield return isAccepted ? read with { AcceptedAfter = (before!.Value.At, before.Value.Micros) } : read;
            if (read.HasValue) before = read;
        }
    }

    /// <summary>Neither part of it has a blank, and no channel has one.</summary>
    private static string NameOf(RegisterName register) => $"{register.Meter} {register.Register}";
}

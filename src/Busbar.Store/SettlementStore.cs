using Busbar.Metering;

namespace Busbar.Store;

/// <summary>Settlements of pools as the store keeps them: readings of what a pool is kept under, each settlement a
/// version that replaces the one before.</summary>
public static class SettlementStore
{
    /// <summary>What a change that brings a settlement is called.</summary>
    public const string Kind = "settlement";

    /// <summary>Writes what was settled; what is the same stays as it is.</summary>
    /// <param name="parts">Series with the connection and channel under which they are kept.</param>
    /// <returns>How many values are new or otherwise than before.</returns>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static long Write(
        Change change, IEnumerable<(Connection Connection, Channel Channel, Series Series)> parts) => change.Guard(() =>
    {
        var (tally, judge) = (new Tally(), new Judge(Kind, change.Now));
        var intake = new Intake(change, new(change.Connection), tally, Kind, change.Receipt);
        foreach (var (connection, channel, series) in parts)
        {
            var home = connection with
            {
                Channels = new Dictionary<string, Channel> { [channel.Name] = channel with { MayBeNegative = true } },
            };
            foreach (var row in RowsOf(connection, channel.Name, series, change.Receipt))
                if (intake.Take(row, home, judge) is { } reason) throw new RefusedException(reason);
            intake.Flush();
        }
        return tally.Readings.Accepted;
    });

    /// <summary>The channels under which anything of a pool was ever kept, also of those who are no members any more.
    /// </summary>
    /// <param name="kept">The connection under which a pool keeps what it settled.</param>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<string> Channels(Snapshot snapshot, Connection kept) => snapshot.Guard(() =>
        SeriesReader.NamesOf(snapshot.Connection, SeriesName.Channel, kept.Id));

    /// <summary>Each run of values, without what isn't settled.</summary>
    private static IEnumerable<MeterRow> RowsOf(
        Connection connection, string channel, Series series, long version)
    {
        for (var from = 0; from < series.Length;)
        {
            if (series.Qualities[from].Kind == QualityKind.Missing)
            {
                from++;
                continue;
            }
            var to = from;
            while (to < series.Length && series.Qualities[to].Kind != QualityKind.Missing) to++;
            yield return EstimateStore.RowOf(connection, channel, series.FirstSlot + from,
                [.. Enumerable.Range(from, to - from)
                    .Select(slot => new Reading(series.Counts[slot], series.Qualities[slot]))])
                with { Version = version };
            from = to;
        }
    }
}

using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Metering.Checks;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Suspicious readings that nobody has accepted.</summary>
/// <param name="Counts">The values of the readings: an acceptance holds as long as they are the same.</param>
internal sealed record Suspect(Connection Connection, string Channel, Suspicion Found, long[] Counts)
{
    /// <summary>A name that stays: the rule, and which readings.</summary>
    public string Id => $"{Found.Code}:{Connection.Id}:{Channel}:"
        + ClockText.Of(Found.Span.Start.InZone(Connection.Zone).LocalDateTime, null).Replace(' ', 'T');

    /// <summary>Why, as a sentence.</summary>
    public string Sentence => $"Connection {Connection.Id}, channel {Channel}, {Found.Sentence}.";
}

/// <summary>
/// Judges readings by the rules of their channels beside those before them: what is suspicious isn't used until
/// somebody has decided. It depends on what is known, and not on when it came.
/// </summary>
internal sealed class Suspecting(Snapshot snapshot, Book book)
{
    /// <summary>The series without what is suspicious in them.</summary>
    /// <param name="known">What is known of those that are wanted, in their order.</param>
    public IReadOnlyList<Series> Masked(IReadOnlyList<ReadsWanted> wanted, IReadOnlyList<Series> known)
    {
        if (wanted.All(one => RulesOf(one).Count == 0)) return known;
        var suspects = Find(wanted).ToLookup(suspect => (suspect.Connection.Id, suspect.Channel));
        return [.. wanted.Zip(known, (one, series) => series.Without([.. suspects[(one.Connection.Id, one.Channel)]
            .Select(suspect => new Gap(suspect.Found.Span, "suspicious", $"it {suspect.Found.Sentence}",
                $"Decide with busbar quarantine accept, correct, estimate or reject {suspect.Id}.", IsWrong: true))]))];
    }

    /// <summary>What is suspicious in some readings and wasn't accepted.</summary>
    public IReadOnlyList<Suspect> Find(IReadOnlyList<ReadsWanted> wanted)
    {
        var judged = wanted.Where(one => RulesOf(one).Count > 0).ToList();
        if (judged.Count == 0) return [];
        var accepted = QuarantineStore.Accepted(snapshot, [.. judged.Select(one => one.Connection.Id)])
            .ToLookup(one => (one.Connection, one.Channel, one.Code));
        var whole = ReadStore.Load(snapshot, [.. judged.Select(one => one with { From = FirstOf(one) })]);
        return [.. judged.Zip(whole).SelectMany(pair => RulesOf(pair.First)
            .SelectMany(rule => Found(rule, pair.First, pair.Second)))
            .Where(suspect => !IsAccepted(suspect, accepted[(suspect.Connection.Id, suspect.Channel,
                suspect.Found.Code)]))];
    }

    /// <summary>Whether each of the readings was accepted with the value that it has, however they were cut.</summary>
    private static bool IsAccepted(Suspect suspect, IEnumerable<AcceptedReadings> accepted)
    {
        var (first, isAccepted) = (FirstSlot(suspect.Found.Span.Start, suspect), new bool[suspect.Counts.Length]);
        foreach (var one in accepted)
        {
            var shift = FirstSlot(one.From, suspect) - first;
            for (var i = Math.Max(0, -shift); i < one.Counts.Length && i + shift < isAccepted.Length; i++)
                isAccepted[i + shift] |= one.Counts[i] == suspect.Counts[i + shift];
        }
        return Array.TrueForAll(isAccepted, each => each);
    }

    private static long FirstSlot(Instant from, Suspect suspect) => Grid.SlotsOf(
        from, from, suspect.Connection.IntervalMinutes, suspect.Connection.Zone).First;

    private IEnumerable<Suspect> Found(ReadingCheck rule, ReadsWanted one, Series whole)
    {
        var from = DaysBefore(one, rule.DaysBefore);
        var beside = rule.Beside.Count == 0 ? [] : ReadStore.Load(snapshot, [.. rule.Beside.Select(other => one with
        {
            Connection = other.Connection is { } id ? book.Connections[id] : one.Connection,
            Channel = other.Channel ?? one.Channel, From = from,
        })]);
        return rule.Find(whole.Between(from, one.To), one.From, beside).Select(found => new Suspect(
            one.Connection, one.Channel, found, whole.Between(found.Span.Start, found.Span.End).Counts));
    }

    private static IReadOnlyList<ReadingCheck> RulesOf(ReadsWanted one) =>
        one.Connection.Checks.GetValueOrDefault(one.Channel) ?? [];

    private static Instant FirstOf(ReadsWanted one) =>
        DaysBefore(one, RulesOf(one).Max(rule => rule.DaysBefore));

    private static Instant DaysBefore(ReadsWanted one, int days) => LocalDay.StartOf(
        one.From.InZone(one.Connection.Zone).Date.PlusDays(-days), one.Connection.Zone);
}

using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Readings that came in and wait for a decision by one rule.</summary>
/// <param name="Reason">The rule's stable name: <c>spike</c>.</param>
/// <param name="Count">How many items <c>busbar quarantine</c> lists of them.</param>
/// <param name="Examples">Why, of the first of them, as sentences.</param>
public sealed record SuspiciousReadings(string Reason, long Count, IReadOnlyList<string> Examples);

/// <summary>What the rules of the book find where readings are others now: it waits beside what did before.</summary>
/// <param name="Readings">By the checks of channels.</param>
/// <param name="Reads">Of registers, beside the one before them.</param>
internal sealed record NewSuspects(IReadOnlyList<Suspect> Readings, IReadOnlyList<SuspectRead> Reads)
{
    private const int ConnectionsAtOnce = 200;

    // Of five minutes a channel has as many in three years, of half-hours in eighteen.
    private const long SlotsAtOnce = 300_000;
    private const int MostExamples = 5;

    /// <summary>Nothing is suspicious.</summary>
    public static readonly NewSuspects None = new([], []);

    /// <summary>Judges what has changed, and what is compared with it. Channels without rules cost nothing.</summary>
    public static NewSuspects Over(Snapshot snapshot, Book book, IReadOnlyList<ChangedSpan> changed)
    {
        var spans = changed.Where(span => book.Connections.ContainsKey(span.Connection)).ToList();
        return spans.Count == 0 ? None : new(OfReadings(snapshot, book, spans), OfReads(snapshot, book, spans));
    }

    /// <summary>Each rule with what it finds, by their names.</summary>
    public IReadOnlyList<SuspiciousReadings> ByRule() =>
        [.. Readings.Select(one => (one.Found.Code, one.Sentence))
            .Concat(Reads.Select(one => (one.Code, one.Sentence)))
            .GroupBy(one => one.Code, one => one.Sentence).OrderBy(same => same.Key, StringComparer.Ordinal)
            .Select(same => new SuspiciousReadings(same.Key, same.LongCount(), [.. same.Take(MostExamples)]))];

    /// <summary>The days on which it is; null where nothing is.</summary>
    public Days? DaysOver()
    {
        var spans = Readings.Select(one => (one.Found.Span, one.Connection.Zone))
            .Concat(Reads.Select(one => (Span: SpanOf(one), one.Connection.Zone))).ToList();
        return spans.Count == 0 ? null : new(spans.Min(one => one.Span.Start.InZone(one.Zone).Date),
            spans.Max(one => (one.Span.End - Duration.Epsilon).InZone(one.Zone).Date).PlusDays(1));
    }

    /// <summary>What lies between a read and the one that it can't be right beside.</summary>
    public static Interval SpanOf(SuspectRead read) => new(
        Instant.Min(read.Read.At, read.Other.At), Instant.Max(read.Read.At, read.Other.At));

    private static List<Suspect> OfReadings(Snapshot snapshot, Book book, List<ChangedSpan> changed)
    {
        var touched = changed.Concat(Compared(book, changed))
            .Where(span => book.Connections[span.Connection].Checks.ContainsKey(span.Channel))
            .ToLookup(span => (span.Connection, span.Channel));
        var (suspecting, found) = (new Suspecting(snapshot, book), new List<Suspect>());
        var wanted = touched.OrderBy(same => same.Key.Connection, StringComparer.Ordinal)
            .ThenBy(same => same.Key.Channel, StringComparer.Ordinal)
            .SelectMany(same => Months(book.Connections[same.Key.Connection], same));
        foreach (var chunk in BySlots(wanted))
            found.AddRange(suspecting.Find(chunk).Where(one => touched[(one.Connection.Id, one.Channel)].Any(span =>
                one.Found.Span.Start < span.To && span.From < one.Found.Span.End)));
        return found;
    }

    /// <summary>So many at a time that the memory for their readings stays the same, however long they are.</summary>
    private static IEnumerable<IReadOnlyList<ReadsWanted>> BySlots(IEnumerable<ReadsWanted> wanted)
    {
        var (chunk, slots) = (new List<ReadsWanted>(), 0L);
        foreach (var one in wanted)
        {
            chunk.Add(one);
            slots += (one.To - one.From).BclCompatibleTicks / NodaConstants.TicksPerMinute
                / one.Connection.IntervalOf(one.Channel);
            if (slots < SlotsAtOnce) continue;
            yield return chunk;
            (chunk, slots) = ([], 0);
        }
        if (chunk.Count > 0) yield return chunk;
    }

    /// <summary>The months in which a channel has changed: some rules judge a month as a whole.</summary>
    private static List<ReadsWanted> Months(Connection connection, IEnumerable<ChangedSpan> spans)
    {
        var (months, zone) = (new List<ReadsWanted>(), connection.Zone);
        Instant StartOf(Instant at, int later) => LocalDay.StartOf(
            at.InZone(zone).Date.ToYearMonth().PlusMonths(later).OnDayOfMonth(1), zone);
        foreach (var span in spans.OrderBy(span => span.From))
        {
            var (from, to) = (StartOf(span.From, 0), StartOf(span.To - Duration.Epsilon, 1));
            if (months.Count > 0 && months[^1] is var last && from <= last.To)
                months[^1] = last with { To = Instant.Max(last.To, to) };
            else months.Add(new(connection, span.Channel, from, to));
        }
        return months;
    }

    /// <summary>The channels that are compared with what has changed.</summary>
    private static IEnumerable<ChangedSpan> Compared(Book book, List<ChangedSpan> changed)
    {
        var spans = changed.ToLookup(span => (span.Connection, span.Channel));
        return from connection in book.Connections.Values
            from pair in connection.Checks
            from rule in pair.Value
            from beside in rule.Beside
            from span in spans[(beside.Connection ?? connection.Id, beside.Channel ?? pair.Key)]
            select span with { Connection = connection.Id, Channel = pair.Key };
    }

    private static List<SuspectRead> OfReads(Snapshot snapshot, Book book, List<ChangedSpan> changed)
    {
        var spans = changed.ToLookup(span => (span.Connection, span.Channel));
        var found = new List<SuspectRead>();
        foreach (var chunk in changed.Select(span => span.Connection).Distinct()
            .Select(id => book.Connections[id]).Where(one => one.Meters.Count > 0)
            .OrderBy(one => one.Id, StringComparer.Ordinal).Chunk(ConnectionsAtOnce))
        {
            var reads = EstimateStore.Reads(snapshot, [.. chunk.Select(one => one.Id)]);
            found.AddRange(from connection in chunk
                from suspect in RegisterSeries.Suspects(connection, reads[connection.Id])
                let between = SpanOf(suspect)
                where spans[(connection.Id, suspect.Channel)].Any(span =>
                    between.Start < span.To && span.From < between.End)
                select suspect);
        }
        return found;
    }
}

using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Says in money what the values of a file are about that wait, since their row was rejected or a rule finds
/// them suspicious: each bill of their days, issued or not, is made again as if they were right.</summary>
internal sealed class Exposing
{
    // Of these somebody may decide that the value is right.
    private static readonly string[] MayBeRight =
        [.. Judge.OfOthers, "above-limit", "negative-import", "wrong-advance"];

    // Values that say nothing, but hold their bill.
    private static readonly string[] Meaningless =
        ["error-code", "below-zero", "too-many-digits", "too-many-decimals"];

    private readonly Database _database;
    private readonly Snapshot _snapshot;
    private readonly Book _book;
    private readonly List<WaitingValue> _waiting;
    private readonly SupposedInputs _supposed;

    private Exposing(Database database, Snapshot snapshot, Book book, long receipt, bool hasRows, NewSuspects suspects)
    {
        (_database, _snapshot, _book) = (database, snapshot, book);
        _waiting = hasRows ? OfRows(receipt) : [];
        _waiting.AddRange(suspects.Readings.Select(one => new WaitingValue(
            one.Connection, one.Channel, one.Found.Span) { Suspect = one, MayBeRight = true }));
        var reads = ReadsOf(suspects.Reads.Select(one => one.Connection.Id));
        _waiting.AddRange(suspects.Reads.Select(one => new WaitingValue(
            one.Connection, one.Channel, NewSuspects.SpanOf(one))
        {
            Read = one, MayBeRight = one.IsAcceptable && one.Other.At < one.Read.At,
            Reach = Around(NewSuspects.SpanOf(one), reads[one.Connection.Id][one.Register]),
        }));
        _supposed = new(snapshot, ids => QuarantineStore.ReceivedWith(
            snapshot, receipt, MayBeRight, ids, (_, row) => Place(row)));
    }

    /// <summary>What an import's rows put at risk that it has rejected, and its readings that are suspicious.</summary>
    public static Exposure Of(
        Database database, Snapshot snapshot, ImportReport report, Book book, NewSuspects suspects)
    {
        var hasRows = report.Rejected.Any(one => Meaningless.Contains(one.Reason) || MayBeRight.Contains(one.Reason));
        if (report.Receipt is not { } receipt || (!hasRows && suspects.Readings.Count + suspects.Reads.Count == 0))
            return Exposure.None;
        return new Exposing(database, snapshot, book, receipt, hasRows, suspects).Find();
    }

    private Exposure Find()
    {
        if (_waiting.Count == 0) return Exposure.None;
        var billed = BillStore.BilledOver(_database, [.. _waiting.Select(one => one.Connection.Id)],
            _waiting.Min(one => one.Reach.Start), _waiting.Max(one => one.Reach.End));
        var byChannel = _waiting.ToLookup(one => (one.Connection.Id, one.Channel));
        var pairs = (from input in billed
            from one in byChannel[(input.Input.Connection, input.Input.Channel)]
            where Overlaps(one.Reach, input.Input)
            select (input.Number, Value: one, IsOf: Overlaps(one.Span, input.Input))).ToList();
        var byBill = pairs.Where(pair => pair.Value.MayBeRight).ToLookup(pair => pair.Number, pair => pair.Value);
        var bills = MakingAgain.Of(_database, _snapshot, _book,
            [.. byBill.Select(same => same.Key).Order(StringComparer.Ordinal)], null, (numbers, inputs) =>
                _supposed.With(inputs, [.. numbers.SelectMany(number => byBill[number]).Distinct()]));
        var issued = pairs.Where(pair => pair.IsOf).Select(pair => pair.Value).ToHashSet();
        return new([.. bills.Where(bill => bill.Difference is not { MinorUnits: 0 })], new UnbilledRisks(
            _database, _snapshot, _book, _supposed).Of([.. _waiting.Where(one => !issued.Contains(one))]));
    }

    private static bool Overlaps(Interval span, BilledInput input) =>
        span.Start < input.To && input.From < span.End;

    private List<WaitingValue> OfRows(long receipt)
    {
        var rows = QuarantineStore.ReceivedWith(_snapshot, receipt, [.. MayBeRight, .. Meaningless], null,
            (reason, row) => Place(row) is { } placed ? new RowThatWaits(reason, placed.Connection, placed.Channel,
                placed.Span, row.Register) : null);
        var reads = ReadsOf(rows.Where(one => one.Register is not null).Select(one => one.Connection.Id));
        return [.. rows.Select(one => new WaitingValue(one.Connection, one.Channel, one.Span)
        {
            MayBeRight = !Meaningless.Contains(one.Reason),
            Reach = one.Register is { } register ? Around(one.Span, reads[one.Connection.Id][register]) : one.Span,
        })];
    }

    private IReadOnlyDictionary<string, ILookup<RegisterName, RegisterRead>> ReadsOf(IEnumerable<string> connections) =>
        EstimateStore.Reads(_snapshot, [.. connections.Distinct()]);

    /// <summary>From the read before one to the read after it.</summary>
    private static Interval Around(Interval span, IEnumerable<RegisterRead> reads)
    {
        var (from, to) = (span.Start, span.End);
        foreach (var read in reads.Where(read => read.HasValue).OrderBy(read => read.At))
            if (read.At < span.End) from = Instant.Min(span.Start, read.At);
            else if (read.At > span.End) return new(from, read.At);
        return new(from, to);
    }

    private PlacedRow? Place(MeterRow row) =>
        _book.Connections.TryGetValue(row.Connection, out var connection) ? PlacedRow.Of(row, connection) : null;

    /// <summary>A row that was rejected, without its values: there may be many.</summary>
    private sealed record RowThatWaits(
        string Reason, Connection Connection, string Channel, Interval Span, RegisterName? Register);
}

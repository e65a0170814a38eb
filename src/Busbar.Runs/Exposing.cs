using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Rating;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>What rows put at risk that wait for a decision.</summary>
/// <param name="Bills">The issued bills that would come out otherwise if the values that wait are right.</param>
/// <param name="Unbilled">Accounts and billing periods whose bills are held meanwhile.</param>
public sealed record Exposure(
    IReadOnlyList<ConcernedBill> Bills, IReadOnlyList<(string Account, Days Period)> Unbilled)
{
    /// <summary>Nothing is.</summary>
    public static readonly Exposure None = new([], []);
}

/// <summary>Says in money what the rows of a file are about that were rejected: each bill of their days is made again
/// as if their values were right.</summary>
internal sealed class Exposing
{
    private const int MostRows = 2_000;
    private const int MostMade = 200;
    private const string Contradicted = "contradicted";

    // Of these somebody may decide that the value is right.
    private static readonly string[] MayBeRight =
        [.. Judge.OfOthers, "above-limit", "negative-import", "wrong-advance"];

    /// <summary>A row with where its values belong.</summary>
    /// <param name="First">The slot of the first reading; meaningless for a register.</param>
    private sealed record Placed(MeterRow Row, Connection Connection, string Channel, Interval Span, long First);

    private readonly Database _database;
    private readonly Snapshot _snapshot;
    private readonly Book _book;
    private readonly List<Placed> _rows;

    private Exposing(Database database, Snapshot snapshot, Book book, long receipt)
    {
        (_database, _snapshot, _book) = (database, snapshot, book);
        _rows = [.. QuarantineStore.ReceivedWith(snapshot, receipt, MayBeRight, MostRows).Select(Place)
            .OfType<Placed>()];
    }

    /// <summary>What the rows that an import has rejected put at risk.</summary>
    public static Exposure Of(Database database, ImportReport report, Book book)
    {
        if (report.Receipt is not { } receipt || !report.Rejected.Any(one => MayBeRight.Contains(one.Reason)))
            return Exposure.None;
        using var snapshot = database.Snapshot();
        return new Exposing(database, snapshot, book, receipt).Find();
    }

    private Exposure Find()
    {
        if (_rows.Count == 0) return Exposure.None;
        var billed = BillStore.BilledOver(_database, [.. _rows.Select(row => row.Connection.Id)],
            _rows.Min(row => row.Span.Start), _rows.Max(row => row.Span.End));
        var rows = _rows.ToLookup(row => (row.Connection.Id, row.Channel));
        var byBill = (from input in billed
            from row in rows[(input.Input.Connection, input.Input.Channel)]
            where row.Span.Start < input.Input.To && input.Input.From < row.Span.End
            select (input.Number, row)).Distinct().ToLookup(one => one.Number, one => one.row);
        var bills = byBill.OrderBy(same => same.Key, StringComparer.Ordinal).Select((same, i) => new ConcernedBill(
            same.Key, i < MostMade ? Concerned.Difference(_database, _snapshot, _book, same.Key, null,
                inputs => With(inputs, [.. same])) : null)).ToList();
        var issued = byBill.SelectMany(same => same).ToHashSet();
        return new([.. bills.Where(bill => bill.Difference is not { MinorUnits: 0 })],
            [.. Held([.. _rows.Where(row => !issued.Contains(row))]).Distinct()
                .OrderBy(one => one.Account, StringComparer.Ordinal).ThenBy(one => one.Period.From)]);
    }

    /// <summary>The billing periods of what isn't known as long as some rows wait.</summary>
    private IEnumerable<(string Account, Days Period)> Held(IReadOnlyList<Placed> rows)
    {
        List<ReadsWanted> wanted = [.. rows.Select(row => new ReadsWanted(
            row.Connection, row.Channel, row.Span.Start, row.Span.End))];
        var known = Suspecting.WithoutContradicted(_snapshot, wanted, ReadStore.Load(_snapshot, wanted));
        return from pair in rows.Zip(known)
            where !pair.Second.IsComplete
            let day = pair.First.Span.Start.InZone(pair.First.Connection.Zone).Date
            from agreement in _book.Agreements.Values
            where agreement.Connections.Any(connection => connection.Id == pair.First.Connection.Id)
                && !agreement.SupplyIn(new(day, day.PlusDays(1))).IsEmpty
            select (agreement.Account.Id, agreement.Account.Cycle.PeriodOf(day));
    }

    private Placed? Place(MeterRow row)
    {
        if (!_book.Connections.TryGetValue(row.Connection, out var connection) || !row.HasPlaceAt(connection))
            return null;
        // Where it belongs doesn't rest on what its values are.
        var blank = row with { Readings = [.. row.Readings.Select(_ => new Reading(0, Quality.Missing))] };
        var judge = new Judge("", Instant.MaxValue);
        if (row.Register is not null)
        {
            var (wrong, at, register) = judge.OfRegister(blank, connection);
            return wrong is not null ? null
                : new(row, connection, register!.Channel, new(at - Duration.FromDays(1), at), 0);
        }
        if (judge.Of(blank, connection) is not { Rejection: null, First: var first }) return null;
        return new(row, connection, row.Channel,
            new(Grid.StartOf(first, connection.IntervalMinutes, connection.Zone),
                Grid.StartOf(first + row.Readings.Count, connection.IntervalMinutes, connection.Zone)), first);
    }

    private Inputs With(Inputs inputs, IReadOnlyList<Placed> rows)
    {
        var channels = inputs.Channels.ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (var same in rows.GroupBy(row => (row.Connection.Id, row.Channel)))
            if (channels.TryGetValue(same.Key, out var series))
                channels[same.Key] = same.First().Row.Register is null ? OfIntervals(series, same)
                    : OfRegisters(series, [.. same]);
        return inputs with { Channels = channels };
    }

    private static Series OfIntervals(Series series, IEnumerable<Placed> rows)
    {
        var (counts, qualities) = ((long[])series.Counts.Clone(), (Quality[])series.Qualities.Clone());
        foreach (var row in rows)
            foreach (var (i, reading) in row.Row.Readings.Index())
                if (row.First + i - series.FirstSlot is >= 0 and var slot && slot < series.Length
                    && reading.Quality.Kind != QualityKind.Missing)
                    (counts[slot], qualities[slot]) = (reading.Micros, reading.Quality);
        return series with
        {
            Counts = counts, Qualities = qualities, Gaps = [.. series.Gaps.Where(gap => gap.Code != Contradicted)],
        };
    }

    private Series OfRegisters(Series series, IReadOnlyList<Placed> rows)
    {
        var connection = rows[0].Connection;
        // What is interpolated by a profile isn't known here.
        if (connection.Profile is not null) return series;
        var given = rows.ToDictionary(row => (row.Row.Register!.Value, row.Span.End), row => row.Row.Readings[0]);
        var reads = EstimateStore.Reads(_snapshot, [connection.Id])[connection.Id]
            .SelectMany(same => same.Select(read => (Name: same.Key, Read: read)))
            .Where(one => !given.ContainsKey((one.Name, one.Read.At)))
            .Concat(given.Select(one => (Name: one.Key.Value, Read: new RegisterRead(
                one.Key.End, one.Value.Micros, new(one.Value.Quality, 0, 1)))))
            .ToLookup(one => one.Name, one => one.Read);
        return RegisterSeries.Of(connection, rows[0].Channel, series.StartOf(0), series.StartOf(series.Length), reads);
    }
}

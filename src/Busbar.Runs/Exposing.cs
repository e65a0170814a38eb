using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Rating;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>What puts at risk that waits for a decision.</summary>
/// <param name="Bills">The issued bills that would come out otherwise if the values that wait are right.</param>
/// <param name="Unbilled">Accounts and billing periods whose bills are held meanwhile.</param>
public sealed record Exposure(
    IReadOnlyList<ConcernedBill> Bills, IReadOnlyList<(string Account, Days Period)> Unbilled)
{
    /// <summary>Nothing is.</summary>
    public static readonly Exposure None = new([], []);
}

/// <summary>Says in money what the values of a file are about that wait, since their row was rejected or a rule finds
/// them suspicious: each bill of their days is made again as if they were right.</summary>
internal sealed class Exposing
{
    // Each is made again, to say what it would be. Of more of them only the numbers are told.
    private const int MostMade = 200;
    private const int ChannelsAtOnce = 200;

    // Of these somebody may decide that the value is right.
    private static readonly string[] MayBeRight =
        [.. Judge.OfOthers, "above-limit", "negative-import", "wrong-advance"];

    // A value that says nothing, but holds its bill.
    private const string ErrorCode = "error-code";

    /// <summary>Where something waits.</summary>
    private sealed class Waiting(Connection connection, string channel, Interval span)
    {
        public Connection Connection => connection;

        public string Channel => channel;

        public Interval Span => span;

        /// <summary>The readings that are in; null of a row, or of a read that no bill can be made with.</summary>
        public Suspect? Suspect { get; init; }

        public bool IsIn { get; init; }

        /// <summary>Whether a bill can be made as if it were right.</summary>
        public bool MayBeRight { get; init; }
    }

    /// <summary>A row with where its values belong.</summary>
    /// <param name="First">The slot of the first reading; meaningless for a register.</param>
    private sealed record Placed(MeterRow Row, Connection Connection, string Channel, Interval Span, long First);

    private readonly Database _database;
    private readonly Snapshot _snapshot;
    private readonly Book _book;
    private readonly long _receipt;
    private readonly List<Waiting> _waiting;

    private Exposing(Database database, Snapshot snapshot, Book book, long receipt, bool hasRows, NewSuspects suspects)
    {
        (_database, _snapshot, _book, _receipt) = (database, snapshot, book, receipt);
        _waiting = hasRows ? [.. QuarantineStore.ReceivedWith(snapshot, receipt, [.. MayBeRight, ErrorCode], null,
            (reason, row) => Place(row) is { } placed
                ? new Waiting(placed.Connection, placed.Channel, placed.Span) { MayBeRight = reason != ErrorCode }
                : null)] : [];
        _waiting.AddRange(suspects.Readings.Select(one => new Waiting(one.Connection, one.Channel, one.Found.Span)
        {
            Suspect = one, IsIn = true, MayBeRight = true,
        }));
        _waiting.AddRange(suspects.Reads.Select(one => new Waiting(
            one.Connection, one.Channel, NewSuspects.SpanOf(one)) { IsIn = true }));
    }

    /// <summary>What an import's rows put at risk that it has rejected, and its readings that are suspicious.</summary>
    public static Exposure Of(
        Database database, Snapshot snapshot, ImportReport report, Book book, NewSuspects suspects)
    {
        var hasRows = report.Rejected.Any(one => one.Reason == ErrorCode || MayBeRight.Contains(one.Reason));
        if (report.Receipt is not { } receipt || (!hasRows && suspects.Readings.Count + suspects.Reads.Count == 0))
            return Exposure.None;
        return new Exposing(database, snapshot, book, receipt, hasRows, suspects).Find();
    }

    private Exposure Find()
    {
        if (_waiting.Count == 0) return Exposure.None;
        var billed = BillStore.BilledOver(_database, [.. _waiting.Select(one => one.Connection.Id)],
            _waiting.Min(one => one.Span.Start), _waiting.Max(one => one.Span.End));
        var byChannel = _waiting.ToLookup(one => (one.Connection.Id, one.Channel));
        var byBill = (from input in billed
            from one in byChannel[(input.Input.Connection, input.Input.Channel)]
            where one.Span.Start < input.Input.To && input.Input.From < one.Span.End
            select (input.Number, one)).ToLookup(pair => pair.Number, pair => pair.one);
        var bills = byBill.Where(same => same.Any(one => one.MayBeRight)).OrderBy(
            same => same.Key, StringComparer.Ordinal).Select((same, i) => i < MostMade
                ? Concerned.MadeAgain(_database, _snapshot, _book, same.Key, null, inputs => With(inputs, [.. same]))
                : new(same.Key, null));
        var issued = byBill.SelectMany(same => same).ToHashSet();
        return new([.. bills.Where(bill => bill.Difference is not { MinorUnits: 0 })],
            [.. Held(_waiting.Where(one => !issued.Contains(one))).Distinct()
                .OrderBy(one => one.Account, StringComparer.Ordinal).ThenBy(one => one.Period.From)]);
    }

    /// <summary>The billing periods of what isn't known as long as some of it waits.</summary>
    private IEnumerable<(string Account, Days Period)> Held(IEnumerable<Waiting> all)
    {
        var agreements = _book.Agreements.Values.SelectMany(agreement => agreement.Connections.Select(
            connection => (connection.Id, agreement))).ToLookup(pair => pair.Id, pair => pair.agreement);
        var periods = (from one in all
            from agreement in agreements[one.Connection.Id]
            from day in new[]
            {
                one.Span.Start.InZone(one.Connection.Zone).Date,
                (one.Span.End - Duration.Epsilon).InZone(one.Connection.Zone).Date,
            }.Distinct()
            where !agreement.SupplyIn(new(day, day.PlusDays(1))).IsEmpty
            group one by (Account: agreement.Account.Id, Period: agreement.Account.Cycle.PeriodOf(day),
                one.Connection.Id, one.Channel)).ToList();
        foreach (var chunk in periods.Chunk(ChannelsAtOnce))
        {
            List<ReadsWanted> wanted = [.. chunk.Select(same => new ReadsWanted(same.First().Connection,
                same.Key.Channel, same.Min(one => one.Span.Start), same.Max(one => one.Span.End)))];
            var known = Suspecting.WithoutContradicted(_snapshot, wanted, ReadStore.Load(_snapshot, wanted));
            foreach (var (same, series) in chunk.Zip(known))
                if (same.Any(one => one.IsIn || !series.Between(one.Span.Start, one.Span.End).IsComplete))
                    yield return (same.Key.Account, same.Key.Period);
        }
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

    private Inputs With(Inputs inputs, IReadOnlyList<Waiting> waiting)
    {
        var channels = inputs.Channels.ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (var same in waiting.Where(one => one.Suspect is not null)
            .GroupBy(one => (one.Connection.Id, one.Channel)))
            if (channels.TryGetValue(same.Key, out var series))
                channels[same.Key] = OfSuspects(series, [.. same]);
        var rows = waiting.All(one => one.IsIn) ? [] : QuarantineStore.ReceivedWith(_snapshot, _receipt, MayBeRight,
            [.. waiting.Where(one => !one.IsIn).Select(one => one.Connection.Id).Distinct()],
            (_, row) => Place(row));
        foreach (var same in rows.GroupBy(row => (row.Connection.Id, row.Channel)))
            if (channels.TryGetValue(same.Key, out var series))
                channels[same.Key] = same.First().Row.Register is null ? OfIntervals(series, same)
                    : OfRegisters(series, [.. same]);
        return inputs with { Channels = channels };
    }

    private Series OfSuspects(Series series, IReadOnlyList<Waiting> suspects)
    {
        // What is counted by registers is interpolated between reads, and not by the slot.
        if (series.IsCounted || series.Length == 0) return series;
        var known = ReadStore.Load(_snapshot, new ReadsWanted(suspects[0].Connection, suspects[0].Channel,
            series.StartOf(0), series.StartOf(series.Length)));
        var (counts, qualities) = ((long[])series.Counts.Clone(), (Quality[])series.Qualities.Clone());
        foreach (var one in suspects)
            for (var slot = 0; slot < Math.Min(series.Length, known.Length); slot++)
                if (series.StartOf(slot) is var at && at >= one.Span.Start && at < one.Span.End)
                    (counts[slot], qualities[slot]) = (known.Counts[slot], known.Qualities[slot]);
        return series with
        {
            Counts = counts, Qualities = qualities,
            Gaps = [.. series.Gaps.Where(gap => gap.Code != Suspecting.SuspiciousCode)],
        };
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
            Counts = counts, Qualities = qualities,
            Gaps = [.. series.Gaps.Where(gap => gap.Code != Suspecting.ContradictedCode)],
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

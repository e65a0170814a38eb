using System.Data.Common;
using Busbar.Metering;
using Busbar.Time;
using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>Estimates as the store keeps them: readings like others, which a measurement replaces.</summary>
public static class EstimateStore
{
    /// <summary>What a change that brings estimates is called.</summary>
    public const string Kind = "estimate";

    private const int RowsAtOnce = 10_000;

    /// <summary>
    /// Writes estimates where there still is no value. Each has the version that its slot is known by: it holds instead
    /// of the same version's "missing", and loses against any measurement of that version or a greater one.
    /// </summary>
    /// <param name="rows">Those of <c>RowOf</c>.</param>
    /// <returns>How many readings were written.</returns>
    /// <exception cref="RefusedException">The connection can't have measured such a value.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static long Write(Change change, IEnumerable<(Connection Connection, MeterRow Row)> rows) =>
        change.Guard(() =>
    {
        var (tally, judge, series) = (new Tally(), new Judge(Kind, change.Now), new SeriesTable(change.Connection));
        var intake = new Intake(change, series, tally, Kind, change.Receipt) { IsEstimate = true };
        foreach (var chunk in rows.Chunk(RowsAtOnce))
        {
            foreach (var (connection, row) in Registers(change, chunk).Concat(Intervals(change, series, chunk)))
                if (intake.Take(row, connection, judge) is { } reason) throw new RefusedException(reason);
            intake.Flush();
        }
        return tally.Readings.Accepted;
    });

    /// <summary>Estimates of intervals that follow each other, as a row.</summary>
    /// <param name="first">The slot of the first on the channel's grid.</param>
    public static MeterRow RowOf(
        Connection connection, string channel, long first, IReadOnlyList<Reading> readings)
    {
        // A day is told by its date, whenever it starts.
        var (minutes, isDaily) = (connection.IntervalMinutes, connection.IntervalMinutes == 1440);
        return new(0, connection.Id, channel, null, minutes,
            isDaily ? Grid.DateOf(first).AtMidnight()
                : Grid.StartOf(first, minutes, connection.Zone).InUtc().LocalDateTime,
            isDaily ? null : Offset.Zero, WholeDay: false, Version: 0, readings);
    }

    /// <summary>An estimated read of a register, as a row.</summary>
    public static MeterRow RowOf(Connection connection, RegisterName register, Instant at, Reading reading) => new(
        0, connection.Id, "", null, null, at.InUtc().LocalDateTime, Offset.Zero, WholeDay: false, Version: 0, [reading],
        register);

    /// <summary>What the registers of some connections showed, as known in a snapshot.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyDictionary<string, ILookup<RegisterName, RegisterRead>> Reads(
        Snapshot snapshot, IReadOnlyCollection<string> connections) =>
        snapshot.Guard(() => AcceptedReads.Known(snapshot, connections));

    /// <summary>Whether a read is an estimate that a change of this kind brought.</summary>
    internal static bool IsOwn(Change change, RegisterRead read) =>
        read.Provenance.Quality.Kind == QualityKind.Estimated && change.Connection.ExecuteScalar<string?>(
            "SELECT kind FROM receipts WHERE id = @Receipt", new { read.Provenance.Receipt }) == Kind;

    private static IEnumerable<(Connection, MeterRow)> Registers(
        Change change, IReadOnlyCollection<(Connection Connection, MeterRow Row)> rows)
    {
        var own = rows.Where(one => one.Row.Register is not null).ToList();
        var known = RegisterTable.AsKnown(change.Connection, own.Select(one => one.Connection.Id), change.Receipt);
        foreach (var (connection, row) in own)
        {
            var before = known.GetValueOrDefault(new(connection.Id, row.Register!.Value));
            var at = row.Start.InUtc().ToInstant();
            if (before is null || !before.TryGetValue(at, out var read)) yield return (connection, row);
            else if (!read.HasValue) yield return (connection, row with { Version = read.Provenance.Version });
        }
    }

    /// <summary>The rows cut where the known version changes, without what has a value by now.</summary>
    private static IEnumerable<(Connection, MeterRow)> Intervals(
        Change change, SeriesTable series, IReadOnlyCollection<(Connection Connection, MeterRow Row)> rows)
    {
        var placed = rows.Where(one => one.Row.Register is null).Select(one => (one.Connection, one.Row,
            Place: Grid.Place(StartOf(one.Row, one.Connection), one.Connection.IntervalMinutes, one.Connection.Zone)
                ?? throw new InvalidOperationException("An estimate is off the grid."))).ToList();
        var ids = placed.ConvertAll(one => series.IdOf(
            new(SeriesName.Channel, one.Connection.Id, one.Row.Channel, one.Place.Grid)));
        var keys = placed.SelectMany((one, i) => Months(one.Place.Grid, one.Place.Slot, one.Row.Readings.Count)
            .Select(month => new BlockKey(ids[i], month))).Distinct();
        var known = Provenances(change.Connection, keys);
        foreach (var (i, (connection, row, (grid, first))) in placed.Index())
        {
            Provenance At(int reading)
            {
                var month = grid.MonthOf(first + reading);
                return known.TryGetValue(new(ids[i], month), out var slots)
                    ? slots[(int)(first + reading - grid.FirstSlotOf(month))] : default;
            }
            for (var from = 0; from < row.Readings.Count;)
            {
                var (before, to) = (At(from), from + 1);
                while (to < row.Readings.Count && At(to) is var next && next.Version == before.Version
                    && next.Quality == before.Quality) to++;
                if (before.Quality.Kind == QualityKind.Missing)
                    yield return (connection, RowOf(connection, row.Channel, first + from,
                        [.. row.Readings.Skip(from).Take(to - from)]) with { Version = before.Version });
                from = to;
            }
        }
    }

    private static Instant StartOf(MeterRow row, Connection connection) => row.Offset is null
        ? LocalDay.StartOf(row.Start.Date, connection.Zone) : row.Start.InUtc().ToInstant();

    private static IEnumerable<YearMonth> Months(Grid grid, long first, int count)
    {
        var last = grid.MonthOf(first + count - 1);
        for (var month = grid.MonthOf(first); month <= last; month = month.PlusMonths(1)) yield return month;
    }

    /// <summary>By whole months, so that a slot without a value has one too.</summary>
    private static Dictionary<BlockKey, Provenance[]> Provenances(
        DbConnection connection, IEnumerable<BlockKey> keys)
    {
        var all = new Dictionary<BlockKey, Provenance[]>();
        foreach (var (key, block) in BlockTable.Current(connection, keys))
        {
            // No month of any grid has more slots than one of five minutes.
            var slots = new Provenance[MostSlots];
            block.CopyTo(new long[MostSlots], slots);
            all[key] = slots;
        }
        return all;
    }

    private const int MostSlots = 31 * 288;
}

using Busbar.Contracts;
using Busbar.Formats;
using Busbar.Metering;
using Busbar.Rating;
using NodaTime;

namespace Busbar.Runs.Proving;

/// <summary>The readings of a load that is given: amounts that are spread over some days, or those of a file.</summary>
/// <param name="days">Those over which amounts are spread.</param>
/// <param name="path">Where the file is on the machine.</param>
internal sealed class GivenReadings(
    Connection connection, Time.Days days, IReadOnlyList<Load> loads, ReadingsFile? given, string? path)
{
    private FileReadings? _file;

    /// <summary>The readings of an example.</summary>
    public static GivenReadings Of(CheckedBook book, Example example) => new(example.Agreement.Connections[0],
        example.Agreement.SupplyIn(example.Days), example.Loads, example.File,
        example.File is { } file ? book.Source.PathOf(file.Path) : null);

    /// <summary>What a channel measures over the span needed; missing where nobody says it.</summary>
    /// <exception cref="RefusedException">It can't be spread so, or the file can't be read.</exception>
    public Series Of(ChannelNeed need)
    {
        var series = need.Empty();
        if (given is { } file)
        {
            _file ??= FileReadings.Read(path!, file, connection);
            return _file.Fill(series, need.Channel);
        }
        if (loads.FirstOrDefault(load => load.Channel == need.Channel) is { } own) Fill(series, own);
        return series;
    }

    private void Fill(Series series, Load load)
    {
        var span = days.InstantsIn(connection.Zone);
        int[] slots = [.. Enumerable.Range(0, series.Length).Where(slot => span.Contains(series.StartOf(slot)))];
        if (load.Calendar is not { } calendar) Metering.Spread.Over(series, slots, load.Amounts[0]);
        else
        {
            var (zone, amounts) = (calendar.Zone ?? connection.Zone, load.Amounts);
            var bands = slots.Select(slot =>
                BandAt(calendar, series.StartOf(slot).InZone(zone).LocalDateTime)).ToList();
            foreach (var (band, name) in calendar.Bands.Index())
            {
                int[] own = [.. slots.Where((_, i) => bands[i] == band)];
                if (own.Length == 0 && !amounts[band].IsZero)
                    throw new RefusedException(new Fault("no-band",
                        $"No reading of its days is in the band {name} of calendar {calendar.Name}.", load.Place,
                        Hint: "Give that band nothing, or take other days."));
                Metering.Spread.Over(series, own, amounts[band]);
            }
        }
        foreach (var (start, amount) in load.OnTop)
            Metering.Spread.Over(series, [Enumerable.Range(0, series.Length)
                .First(slot => series.StartOf(slot) == start)], amount);
    }

    private static int BandAt(Time.Calendar calendar, LocalDateTime time) =>
        calendar.HolidaysMissingIn(time.Year) is { } missing ? throw new RefusedException(missing)
            : calendar.BandAt(time);
}

/// <summary>What a file says of one connection, as importing it would take it in.</summary>
internal sealed class FileReadings
{
    private readonly Dictionary<(string Channel, Grid Grid, YearMonth Month), Block> _blocks = [];

    /// <summary>Reads a file.</summary>
    /// <exception cref="RefusedException">It can't be read, contradicts itself, or has nothing of the connection.
    /// </exception>
    public static FileReadings Read(string path, ReadingsFile file, Connection connection)
    {
        var (readings, rows) = (new FileReadings(), new List<(string File, MeterRow Row, Verdict Verdict)>());
        var others = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in MeterFile.Read(path, name: file.Path))
        {
            var judge = new Judge(one.Name, Instant.MaxValue);
            foreach (var row in one.Rows())
                if (row.Connection != connection.Id) others.Add(row.Connection);
                else if (connection.Channels.ContainsKey(row.Channel))
                    rows.Add((one.Name, row, judge.Of(row, connection)));
        }
        var rejected = rows.Select(row => row.Verdict.Rejection).OfType<Fault>().ToList();
        if (rejected.Count > 0) throw new RefusedException(rejected[0]);
        if (rows.Count == 0)
            throw new RefusedException(new Fault("no-readings", $"{file.Path} has no reading of connection "
                + $"{connection.Id} in the product's channels.", file.Place, connection.Id,
                Nearest.Hint(connection.Id, others)));
        foreach (var same in rows.GroupBy(row => (row.Row.Channel, row.Verdict.Grid)))
            readings.Merge(same.Key.Channel, same.Key.Grid, [.. same]);
        return readings;
    }

    /// <summary>Writes what is known of a channel into a series.</summary>
    public Series Fill(Series series, string channel)
    {
        foreach (var (key, block) in _blocks.Where(one => one.Key.Channel == channel))
            series.Take(block, key.Grid.FirstSlotOf(key.Month), key.Grid.CountOf(key.Month));
        return series;
    }

    private void Merge(string channel, Grid grid, List<(string File, MeterRow Row, Verdict Verdict)> rows)
    {
        var parts = from row in rows.Index()
            from part in row.Item.Verdict.Segments(
                row.Index, row.Item.Row.Version, row.Item.Row.Readings.ToArray())
            group part.Segment by part.Month;
        foreach (var month in parts)
        {
            var merged = BlockMerge.Merge(null, grid.CountOf(month.Key), [.. month], 1, 1, new RowFate[rows.Count],
                OfEquals.Held);
            if (merged.Clashes is [var clash, ..])
                throw new RefusedException(new Fault("conflicting-values",
                    $"It gives channel {channel} of connection {rows[clash.LaterRow].Row.Connection} two values for "
                    + "one interval.", new(rows[clash.LaterRow].File, rows[clash.LaterRow].Row.Line), Hint:
                    "Remove one of them, or give the one that holds a greater version."));
            if (merged.Block is { } block) _blocks[(channel, grid, month.Key)] = block;
        }
    }
}

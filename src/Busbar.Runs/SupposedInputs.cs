using Busbar.Metering;
using Busbar.Rating;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs;

/// <summary>What bills would be made from if values that wait were right.</summary>
/// <param name="rowsOf">The rows that wait and may be right, of some connections.</param>
internal sealed class SupposedInputs(
    Snapshot snapshot, Func<IReadOnlyCollection<string>, IReadOnlyList<PlacedRow>> rowsOf)
{
    /// <summary>The same inputs, but with some values that wait.</summary>
    public Inputs With(Inputs inputs, IReadOnlyCollection<WaitingValue> waiting)
    {
        var channels = inputs.Channels.ToDictionary(pair => pair.Key, pair => pair.Value);
        var ids = waiting.Where(one => !one.IsIn).Select(one => one.Connection.Id).Distinct().ToList();
        var rows = (ids.Count == 0 ? [] : rowsOf(ids)).ToLookup(row => (row.Connection.Id, row.Channel));
        foreach (var same in waiting.Where(one => one.MayBeRight).GroupBy(one => (one.Connection.Id, one.Channel)))
            if (channels.TryGetValue(same.Key, out var series) && series.Length > 0)
                channels[same.Key] = Supposed(series, [.. same], [.. rows[same.Key]]);
        return inputs with { Channels = channels };
    }

    private Series Supposed(Series series, IReadOnlyList<WaitingValue> waiting, IReadOnlyList<PlacedRow> rows)
    {
        var (connection, channel) = (waiting[0].Connection, waiting[0].Channel);
        var wanted = new ReadsWanted(
            connection, channel, series.StartOf(0), series.StartOf(series.Length));
        var isCounted = connection.IsReadByRegisters(channel);
        // What else waits isn't used here either.
        var known = (isCounted ? ReadStore.Load(snapshot, wanted, Reads(connection, waiting, rows))
            : ReadStore.Load(snapshot, wanted)).Without([.. series.Gaps.Where(gap => gap.Code switch
            {
                Suspecting.SuspiciousCode =>
                    !waiting.Any(one => one.Suspect is not null && Overlap(one.Span, gap.Span)),
                Suspecting.ContradictedCode => !rows.Any(row => Overlap(row.Span, gap.Span)),
                _ => false,
            })]);
        return isCounted ? known : WithRows(known, rows);
    }

    private static bool Overlap(Interval one, Interval other) => one.Start < other.End && other.Start < one.End;

    private static Series WithRows(Series series, IReadOnlyList<PlacedRow> rows)
    {
        var (counts, qualities) = ((long[])series.Counts.Clone(), (Quality[])series.Qualities.Clone());
        foreach (var row in rows)
            foreach (var (i, reading) in row.Row.Readings.Index())
                if (row.First + i - series.FirstSlot is >= 0 and var slot && slot < series.Length
                    && reading.Quality.Kind != QualityKind.Missing)
                    (counts[slot], qualities[slot]) = (reading.Micros, reading.Quality);
        series = series with { Counts = counts, Qualities = qualities };
        // Something else that waits may be of a value in the place of which there is another now.
        return series with
        {
            Gaps = [.. series.Gaps.Where(gap => !series.Between(gap.Span.Start, gap.Span.End).IsComplete)],
        };
    }

    /// <summary>What the registers showed if rows and reads that wait are right.</summary>
    private ILookup<RegisterName, RegisterRead> Reads(
        Connection connection, IReadOnlyList<WaitingValue> waiting, IReadOnlyList<PlacedRow> rows)
    {
        var given = rows.Where(row => row.Row.Register is not null).GroupBy(
                row => (Name: row.Row.Register!.Value, At: row.Span.End))
            .ToDictionary(same => same.Key, same => same.Last().Row.Readings[0]);
        var accepted = waiting.Select(one => one.Read).OfType<SuspectRead>()
            .ToLookup(one => (one.Register, one.Read.At));
        return EstimateStore.Reads(snapshot, [connection.Id])[connection.Id]
            .SelectMany(same => same.Select(read => (Name: same.Key, Read: read)))
            .Where(one => !given.ContainsKey((one.Name, one.Read.At)))
            .Select(one => (one.Name, Read: accepted[(one.Name, one.Read.At)].FirstOrDefault() is { } suspect
                ? one.Read with { AcceptedAfter = (suspect.Other.At, suspect.Other.Micros) } : one.Read))
            .Concat(given.Select(one => (one.Key.Name, Read: new RegisterRead(
                one.Key.At, one.Value.Micros, new(one.Value.Quality, 0, 1)))))
            .OrderBy(one => one.Read.At).ToLookup(one => one.Name, one => one.Read);
    }
}

using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs;

/// <summary>What becomes of a row that waits, by what was decided of it.</summary>
internal static class QuarantinedRows
{
    /// <summary>How a row comes in that waits for something else than a value.</summary>
    public static string WayOut(string reason) => reason switch
    {
        "future" => "It comes in when its time is over and its file is imported again.",
        "unknown-meter" or "unknown-register" or "meter-not-there" =>
            "Correct the meters of the connection in the book and apply it: the row comes in then.",
        _ => "Correct the file and import it again, or the book and apply it: the row comes in then.",
    };

    /// <summary>What comes in of a row, and keeps which of its values are right and which are wrong; null where nothing
    /// comes in.</summary>
    public static MeterRow? Decided(
        Change change, MeterRow row, QuarantineItem item, Connection connection, QuarantineDecision decision,
        QuarantineAnswer answer)
    {
        if (decision == QuarantineDecision.Accept)
        {
            QuarantineStore.DecideFor(change, connection, row, [.. Enumerable.Range(0, row.Readings.Count)]);
            return row;
        }
        var wrong = WrongOnes(change, row, item, connection);
        var right = decision == QuarantineDecision.Correct ? Corrected(row, item, connection, wrong, answer)
            // What is right of the row comes in, and the hole is what was wrong.
            : row with { Readings = [.. row.Readings.Select((reading, i) =>
                wrong.Contains(i) ? new Reading(0, Quality.Missing) : reading)] };
        QuarantineStore.DecideAgainst(change, connection, row,
            [.. Enumerable.Range(0, row.Readings.Count).Where(i => right.Readings[i] != row.Readings[i])]);
        if (decision == QuarantineDecision.Correct)
            QuarantineStore.DecideFor(change, connection, right,
                [.. Enumerable.Range(0, row.Readings.Count).Where(i => right.Readings[i] != row.Readings[i])]);
        return decision == QuarantineDecision.Estimate
            && (row.Register is not null || Judge.OfOthers.Contains(item.Reason)) ? null : right;
    }

    private static MeterRow Corrected(
        MeterRow row, QuarantineItem item, Connection connection, IReadOnlyList<int> wrong, QuarantineAnswer answer)
    {
        // What is wrong by a factor is so in all of its row.
        if (answer.Times is { } times)
            return row with { Readings = [.. row.Readings.Select(reading => reading.Quality.Kind == QualityKind.Missing
                ? reading : Substitutes.Times(reading.Micros, times, item))] };
        if ((row.Readings.Count == 1 ? [0] : wrong) is not [var bad])
            throw Quarantining.Refused(item, wrong.Count == 0
                ? "has several readings, and no rule says which of them is wrong"
                : $"has {wrong.Count} readings that can't be right, and one value can't stand for them",
                "Correct all of the row with --times 0.001; or import a file with the right ones and a greater "
                + "version, and reject this row; or estimate it.");
        var unit = row.Register is not null ? Unit.One : connection.Channels[row.Channel].Unit;
        return row with { Readings = [.. row.Readings.Select((reading, i) => i == bad
            ? Substitutes.Of(answer.Value!.Value, unit, item) : reading)] };
    }

    /// <summary>Which readings of a row are what it waits for.</summary>
    public static IReadOnlyList<int> WrongOnes(
        Change change, MeterRow row, QuarantineItem item, Connection connection) =>
        Judge.OfOthers.Contains(item.Reason)
            ? QuarantineStore.Disputed(change, connection, row, item.Reason == "decided-against")
            : row.Register is not null ? [0] : BadOnes(row, connection);

    /// <summary>Which readings of a row break a rule about values.</summary>
    private static List<int> BadOnes(MeterRow row, Connection connection)
    {
        var (judge, bad) = (new Judge(QuarantineStore.Kind, Instant.MaxValue), new List<int>());
        for (var left = row; judge.BadReading(left, connection, connection.Channels[row.Channel]) is var (i, _);)
        {
            bad.Add(i);
            left = left with { Readings = [.. left.Readings.Select((reading, at) =>
                at == i ? new Reading(0, Quality.Missing) : reading)] };
        }
        return bad;
    }

    public static LocalDate DayOf(MeterRow row, Connection connection) => row.Offset is { } offset
        ? row.Start.WithOffset(offset).ToInstant().InZone(connection.Zone).Date : row.Start.Date;
}

using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>Readings one by one as text: when, what, how good, and which receipt brought it.</summary>
public static class ReadingsByInterval
{
    private const int Width = 100;

    /// <summary>The intervals as aligned text, the sum of their values in the last row.</summary>
    /// <param name="arrivals">Where they come from.</param>
    public static string Write(
        ReadingsSubject subject, Series readings, IEnumerable<Arrival> arrivals)
    {
        if (Array.TrueForAll(readings.Receipts, receipt => receipt == 0))
            return TextTable.Clean(subject.Heading) + "\n" + ReadingsSubject.Nothing;
        var slots = Enumerable.Range(0, readings.Length).ToList();
        var values = slots.ConvertAll(slot => readings.Qualities[slot].Kind == QualityKind.Missing
            ? (Exact?)null : readings.ValueOf(slot));
        var sum = values.OfType<Exact>().Aggregate(Exact.Zero, (all, one) => all + one);
        var figures = Figures.Align([.. values, sum]);
        var table = new TextTable(Width, 0, false, new("Start"), new(subject.Unit, true), new("Quality"),
            new("Version", true), new("Receipt", true));
        for (var slot = 0; slot < readings.Length; slot++)
            if (readings.Receipts[slot] == 0) slot = Unknown(table, subject, readings, slot);
            else
                table.Row(ReadingTime.Of(readings.StartOf(slot), readings.Zone), figures[slot],
                    readings.Qualities[slot].ToString(), VersionOf(readings, slot),
                    Wording.Whole(readings.Receipts[slot]));
        table.Rule();
        table.Row("Sum", figures[^1], "", "", "");
        var legend = QualityWords.Legend(
            slots.Where(slot => readings.Receipts[slot] != 0).Select(slot => readings.Qualities[slot]));
        return TextTable.Clean(subject.Heading) + "\n" + table + (legend.Length > 0 ? "\n" + legend : "")
            + ArrivalList.Of(arrivals);
    }

    /// <summary>Intervals of which nothing is known, in one row; the last of them.</summary>
    private static int Unknown(TextTable table, ReadingsSubject subject, Series readings, int first)
    {
        var end = first;
        while (end < readings.Length && readings.Receipts[end] == 0) end++;
        var (from, count) = (ReadingTime.Of(readings.StartOf(first), readings.Zone), end - first);
        table.Row(count == 1 ? $"{from}: nothing was received"
            : $"{from} to {ReadingTime.Of(readings.StartOf(end), readings.Zone)}, {Wording.Count(count, "interval")} "
                + $"of {subject.Length}: nothing was received");
        return end - 1;
    }

    private static string VersionOf(Series readings, int slot) =>
        readings.Versions.Length > slot && readings.Versions[slot] is var version and > 0 ? Wording.Whole(version) : "";
}

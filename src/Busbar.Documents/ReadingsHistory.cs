using Busbar.Metering;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Documents;

/// <summary>A value that an interval had from a receipt on.</summary>
/// <param name="Start">The start of the interval.</param>
/// <param name="Value">Null where it was said that there is none.</param>
/// <param name="Since">The receipt from which on it held.</param>
public sealed record PastReading(Instant Start, Exact? Value, Quality Quality, long Version, Arrival Since);

/// <summary>Every value that intervals ever had, as text.</summary>
public static class ReadingsHistory
{
    private const int Width = 100;

    /// <summary>The values as aligned text, by interval and receipt; the last of each interval holds.</summary>
    public static string Write(ReadingsSubject subject, IReadOnlyList<PastReading> values)
    {
        var figures = Figures.Align([.. values.Select(one => one.Value)]);
        var table = new TextTable(Width, 0, false, new("Start"), new(subject.Unit, true), new("Quality"),
            new("Version", true), new("Receipt", true));
        foreach (var (i, one) in values.Index())
            table.Row(i > 0 && values[i - 1].Start == one.Start ? ""
                    : ReadingTime.Of(one.Start, subject.Connection.Zone),
                figures[i], one.Quality.ToString(), one.Version > 0 ? Wording.Whole(one.Version) : "",
                Wording.Whole(one.Since.Receipt));
        var legend = QualityWords.Legend(values.Select(one => one.Quality));
        return TextTable.Clean(subject.Heading) + "Of each interval the last value holds.\n\n" + table
            + (legend.Length > 0 ? "\n" + legend : "")
            + ArrivalList.Of(values.Select(one => one.Since).DistinctBy(one => one.Receipt));
    }
}

using Busbar.Metering;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Documents;

/// <summary>A value that an interval had from a receipt on, or that came in and never held.</summary>
/// <param name="Start">The start of the interval.</param>
/// <param name="Value">Null where it was said that there is none.</param>
/// <param name="Since">The receipt from which on it held, or under which it came.</param>
/// <param name="HasHeld">Whether it ever held.</param>
public sealed record PastReading(
    Instant Start, Exact? Value, Quality Quality, long Version, Arrival Since, bool HasHeld = true);

/// <summary>Every value that intervals ever had, as text.</summary>
public static class ReadingsHistory
{
    private const int Width = 100;

    /// <summary>What stands beside a value that never held.</summary>
    public const string Never = "never held";

    /// <summary>The values as aligned text, by interval and receipt; the last of each interval that ever did holds.
    /// </summary>
    public static string Write(ReadingsSubject subject, IReadOnlyList<PastReading> values)
    {
        var figures = Figures.Align([.. values.Select(one => one.Value)]);
        var table = new TextTable(Width, 0, false, new("Start"), new(subject.Unit, true), new("Quality"),
            new("Version", true), new("Receipt", true), new(""));
        foreach (var (i, one) in values.Index())
            table.Row(i > 0 && values[i - 1].Start == one.Start ? ""
                    : ReadingTime.Of(one.Start, subject.Connection.Zone),
                figures[i], one.Quality.ToString(), one.Version > 0 ? Wording.Whole(one.Version) : "",
                Wording.Whole(one.Since.Receipt), one.HasHeld ? "" : Never);
        var legend = QualityWords.Legend(values.Select(one => one.Quality));
        return TextTable.Clean(subject.Heading)
            + Holds(values.All(one => one.HasHeld), "interval", "value") + "\n\n" + table
            + (legend.Length > 0 ? "\n" + legend : "")
            + ArrivalList.Of(values.Select(one => one.Since));
    }

    internal static string Holds(bool haveAllHeld, string of, string what) =>
        $"Of each {of} the last {what} holds{(haveAllHeld ? "" : " that isn't said never to have held")}.";
}

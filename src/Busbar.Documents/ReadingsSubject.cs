using Busbar.Metering;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Documents;

/// <summary>What readings are of: a channel over some local days, as known at a receipt.</summary>
public sealed record ReadingsSubject(Connection Connection, Channel Channel, Days Period, long Receipt)
{
    /// <summary>What is said where nothing is known.</summary>
    internal const string Nothing = "Nothing was received.\n";

    /// <summary>The unit in which values are shown.</summary>
    public string Unit => Wording.Unit(Channel.Unit.Dimension.ToString(), isOne: false);

    /// <summary>How long a reading is: <c>30 minutes</c>, <c>a day</c>.</summary>
    public string Length => IsDaily ? "a day" : $"{Wording.Whole(IntervalMinutes)} minutes";

    /// <summary>How many readings the period should have.</summary>
    public long Slots
    {
        get
        {
            var span = Period.InstantsIn(Connection.Zone);
            var (first, end) = Grid.SlotsOf(span.Start, span.End, IntervalMinutes, Connection.Zone);
            return end - first;
        }
    }

    /// <summary>Whether a reading is a day.</summary>
    internal bool IsDaily => IntervalMinutes == 1440;

    /// <summary>What they are of, in a line or two.</summary>
    internal string Heading => $"Connection {Connection.Id}, channel {Channel.Name}, {Wording.Span(Period)}\n"
        + $"{Kind}, {Connection.Zone.Id}, as known at receipt {Wording.Whole(Receipt)}\n";

    private string Kind => !IsCounted ? $"Readings of {Length}"
        : $"Counted by registers, {(IsDaily ? "by the day" : $"in {Length}")}"
            + (Connection.Profile is { } profile ? $", by profile {profile.Name}" : "");

    private int IntervalMinutes => Connection.IntervalOf(Channel.Name);

    internal bool IsCounted => Connection.IsReadByRegisters(Channel.Name);
}

/// <summary>When something came, and from where.</summary>
/// <param name="At">The instant in UTC, as text.</param>
/// <param name="Source">The file, or the book; of a value that waited the file that it came in.</param>
public sealed record Arrival(long Receipt, string At, string Source)
{
    /// <summary>What let it in under this receipt, where it had waited: <c>apply of book</c>; null where it hadn't.
    /// </summary>
    public string? LetInBy { get; init; }
}

/// <summary>Writes which receipts brought what is shown.</summary>
internal static class ArrivalList
{
    /// <summary>A line for each receipt and source: its number, when it came and from where; empty where there is
    /// none.</summary>
    public static string Of(IEnumerable<Arrival> arrivals)
    {
        var table = new TextTable(100, 2, false, new("", true), new(""), new("", Wraps: true));
        var rows = arrivals.Distinct().OrderBy(one => one.Receipt).ThenBy(one => one.Source, StringComparer.Ordinal)
            .ToList();
        foreach (var one in rows)
            table.Row(Wording.Whole(one.Receipt), TimeOf(one),
                one.LetInBy is { } by ? $"{one.Source}, which waited until {by}" : one.Source);
        return rows.Count == 0 ? "" : $"\nReceipts\n{table}";
    }

    /// <summary>When something came, to the second.</summary>
    public static string TimeOf(Arrival one) =>
        InstantPattern.ExtendedIso.Parse(one.At) is { Success: true, Value: var at } ? Wording.Time(at) : one.At;
}

/// <summary>Writes times of readings as people of their zone read them.</summary>
internal static class ReadingTime
{
    private static readonly OffsetDateTimePattern WithOffset =
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm o<m>");

    /// <summary><c>2026-10-25 02:30</c>; with its offset from UTC where the clocks show that time twice.</summary>
    public static string Of(Instant instant, DateTimeZone zone)
    {
        var local = instant.InZone(zone);
        return zone.MapLocal(local.LocalDateTime).Count == 1 ? ClockText.Of(local.LocalDateTime, null)
            : WithOffset.Format(local.ToOffsetDateTime());
    }
}

/// <summary>What letters of qualities mean.</summary>
internal static class QualityWords
{
    /// <summary>The letters of some qualities, each with its meaning, in a line; empty where all were measured.
    /// </summary>
    public static string Legend(IEnumerable<Quality> qualities)
    {
        var kinds = qualities.Select(quality => quality.Kind).Distinct().Order().ToList();
        return kinds.TrueForAll(kind => kind == QualityKind.Actual) ? ""
            : string.Join(", ", kinds.Select(kind => $"{new Quality(kind)} {Of(kind)}")) + "\n";
    }

    private static string Of(QualityKind kind) => kind switch
    {
        QualityKind.Missing => "said to have no value", QualityKind.Actual => "measured",
        QualityKind.Final => "final substitute", QualityKind.Substituted => "substituted", _ => "estimated",
    };
}

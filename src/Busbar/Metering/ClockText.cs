using NodaTime;
using NodaTime.Text;

namespace Busbar.Metering;

/// <summary>
/// How messages write a time: as a clock showed it, with the clock's offset from UTC where it was told.
/// </summary>
public static class ClockText
{
    private static readonly LocalDateTimePattern Minutes =
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    /// <summary><c>2026-10-25 01:30 UTC+01</c>, or without the offset where the file has none.</summary>
    public static string Of(LocalDateTime time, Offset? offset) =>
        offset is { } told
            ? $"{Minutes.Format(time)} UTC{OffsetPattern.GeneralInvariant.Format(told)}" : Minutes.Format(time);

    /// <summary>An instant as the clocks of a zone show it.</summary>
    public static string Of(Instant instant, DateTimeZone zone)
    {
        var local = instant.InZone(zone);
        return Of(local.LocalDateTime, local.Offset);
    }
}

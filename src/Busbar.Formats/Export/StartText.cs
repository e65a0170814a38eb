using NodaTime;
using NodaTime.Text;

namespace Busbar.Formats.Export;

/// <summary>Writes an instant as local time with its offset, which is never ambiguous and is read as it was.</summary>
internal static class StartText
{
    private static readonly OffsetDateTimePattern Minutes =
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mmo<Z+HH:mm>");

    private static readonly OffsetDateTimePattern Seconds =
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFFFFFo<Z+HH:mm>");

    private static readonly InstantPattern Utc = InstantPattern.ExtendedIso;

    public static string Of(Instant instant, DateTimeZone zone)
    {
        var local = instant.InZone(zone).ToOffsetDateTime();
        // The clocks of before 1900 were off by seconds, and ISO 8601 has no such offset.
        if (local.Offset.Seconds % 60 != 0) return Utc.Format(instant);
        return (local.NanosecondOfDay % NodaConstants.NanosecondsPerMinute == 0 ? Minutes : Seconds).Format(local);
    }
}

using Busbar.Formats.Text;
using NodaTime;

namespace Busbar.Formats.Prices;

/// <summary>Days and times as markets write them where they can't be misread: ISO 8601, 31.01.2026, 31jan2026.
/// </summary>
internal static class PriceTime
{
    /// <summary>A day.</summary>
    public static bool TryDay(ReadOnlySpan<char> text, out LocalDate date) =>
        Stamp.TryDate(text, out date) || Stamp.TryCompactDate(text, out date)
        || Stamp.TryDayFirst(text, out date, between: '.') || Stamp.TryNamedMonth(text, out date);

    /// <summary>A day, or a day and a time; the offset is null for local time.</summary>
    public static bool TryStart(ReadOnlySpan<char> text, out LocalDateTime time, out Offset? offset)
    {
        if (Stamp.TryStart(text, out time, out offset)) return true;
        var blank = text.IndexOf(' ');
        var clock = LocalTime.Midnight;
        if (!TryDay(blank < 0 ? text : text[..blank], out var date)
            || (blank >= 0 && !Stamp.TryClock(text[(blank + 1)..], out clock))) return false;
        time = date.At(clock);
        return true;
    }
}

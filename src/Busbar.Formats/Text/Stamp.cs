using NodaTime;

namespace Busbar.Formats.Text;

/// <summary>Reads dates and times as ISO 8601 and NEM12 write them, strictly and without culture.</summary>
internal static class Stamp
{
    /// <summary>What a date-time must look like, for messages.</summary>
    public const string Expected = "2026-01-31T23:30 with Z, with an offset such as +10:00, or with neither for "
        + "local time";

    // A time of the year after it is still one in every zone.
    private const int LastYear = 9998;

    private const string Months = "janfebmaraprmayjunjulaugsepoctnovdec";

    /// <summary>
    /// A date and time of the years 1 to 9998 with Z, with an offset, or with neither; the offset is null for local
    /// time.
    /// </summary>
    public static bool TryInstant(ReadOnlySpan<char> text, out LocalDateTime time, out Offset? offset)
    {
        (time, offset) = (default, null);
        if (text.Length < 16 || text[10] is not ('T' or ' ') || text[13] != ':' || !TryDate(text[..10], out var date)
            || !Two(text, 11, out var hour) || !Two(text, 14, out var minute) || hour > 23 || minute > 59) return false;
        var rest = text[16..];
        var (second, nanoseconds) = (0, 0L);
        if (rest is [':', ..])
        {
            if (!Two(rest, 1, out second) || second > 59) return false;
            rest = rest[3..];
            if (rest is ['.', ..] && !TryFraction(ref rest, out nanoseconds)) return false;
        }
        if (!rest.IsEmpty)
        {
            if (!TryOffset(rest, out var found)) return false;
            offset = found;
        }
        time = date.At(new LocalTime(hour, minute, second)).PlusNanoseconds(nanoseconds);
        return true;
    }

    /// <summary>The same, or a day <c>2026-01-31</c> or a month <c>2026-01</c> by itself: its first midnight, by local
    /// time.</summary>
    public static bool TryStart(ReadOnlySpan<char> text, out LocalDateTime time, out Offset? offset)
    {
        Span<char> first = ['.', '.', '.', '.', '.', '.', '.', '-', '0', '1'];
        if (text.Length == 7) text.CopyTo(first);
        if (!TryDate(text.Length == 7 ? first : text, out var date)) return TryInstant(text, out time, out offset);
        (time, offset) = (date.AtMidnight(), null);
        return true;
    }

    /// <summary><c>Z</c>, <c>+10:00</c>, <c>+1000</c> or <c>+10</c>, at most 18 hours.</summary>
    public static bool TryOffset(ReadOnlySpan<char> text, out Offset offset)
    {
        offset = Offset.Zero;
        if (text is "Z") return true;
        var minutes = 0;
        if (text.Length is not (3 or 5 or 6) || text[0] is not ('+' or '-') || !Two(text, 1, out var hours)
            || (text.Length == 6 && text[3] != ':') || (text.Length > 3 && !Two(text, text.Length - 2, out minutes))
            || minutes > 59 || hours * 60 + minutes > 18 * 60) return false;
        offset = Offset.FromSeconds((text[0] == '-' ? -60 : 60) * (hours * 60 + minutes));
        return true;
    }

    /// <summary><c>2026-01-31</c>.</summary>
    public static bool TryDate(ReadOnlySpan<char> text, out LocalDate date)
    {
        date = default;
        return text.Length == 10 && text[4] == '-' && text[7] == '-'
            && Two(text, 0, out var century) && Two(text, 2, out var year) && Two(text, 5, out var month)
            && Two(text, 8, out var day) && TryDate(century * 100 + year, month, day, out date);
    }

    /// <summary><c>20260131</c>, as NEM12 has it.</summary>
    public static bool TryCompactDate(ReadOnlySpan<char> text, out LocalDate date)
    {
        date = default;
        return text.Length == 8 && Two(text, 0, out var century) && Two(text, 2, out var year)
            && Two(text, 4, out var month) && Two(text, 6, out var day)
            && TryDate(century * 100 + year, month, day, out date);
    }

    /// <summary><c>20260131235959</c> or, without its seconds, <c>202601312359</c>.</summary>
    public static bool TryCompactTime(ReadOnlySpan<char> text, out LocalDateTime time)
    {
        time = default;
        var second = 0;
        if (text.Length is not (12 or 14) || !TryCompactDate(text[..8], out var date) || !Two(text, 8, out var hour)
            || !Two(text, 10, out var minute) || (text.Length == 14 && !Two(text, 12, out second))
            || hour > 23 || minute > 59 || second > 59) return false;
        time = date.At(new LocalTime(hour, minute, second));
        return true;
    }

    /// <summary>The same as a number of fourteen digits, which grows with time.</summary>
    public static bool TryVersion(ReadOnlySpan<char> text, out long version)
    {
        var isTime = TryCompactTime(text, out var time);
        version = isTime ? VersionOf(time) : 0;
        return isTime;
    }

    /// <summary>A time as a number of fourteen digits.</summary>
    public static long VersionOf(LocalDateTime time) => ((time.Year * 100L + time.Month) * 100 + time.Day) * 1_000_000
        + (time.Hour * 100 + time.Minute) * 100 + time.Second;

    /// <summary><c>31/01/2026</c> or <c>1/1/2026</c>, as New Zealand's market has it; with points between as those of
    /// Europe do.</summary>
    public static bool TryDayFirst(ReadOnlySpan<char> text, out LocalDate date, char between = '/')
    {
        date = default;
        Span<char> whole = ['0', '0', '0', '0'];
        var end = text.IndexOf(between);
        if (end is not (1 or 2)) return false;
        text[..end].CopyTo(whole[(2 - end)..]);
        text = text[(end + 1)..];
        end = text.IndexOf(between);
        if (end is not (1 or 2) || text.Length != end + 5) return false;
        text[..end].CopyTo(whole[(4 - end)..]);
        text = text[(end + 1)..];
        return Two(text, 0, out var century) && Two(text, 2, out var year) && Two(whole, 0, out var day)
            && Two(whole, 2, out var month) && TryDate(century * 100 + year, month, day, out date);
    }

    /// <summary><c>31jan2026</c>, as statistical programs write it.</summary>
    public static bool TryNamedMonth(ReadOnlySpan<char> text, out LocalDate date)
    {
        date = default;
        if (text.Length != 9 || !Two(text, 0, out var day) || !Two(text, 5, out var century)
            || !Two(text, 7, out var year)) return false;
        for (var month = 1; month <= 12; month++)
            if (text.Slice(2, 3).Equals(Months.AsSpan(3 * month - 3, 3), StringComparison.OrdinalIgnoreCase))
                return TryDate(century * 100 + year, month, day, out date);
        return false;
    }

    /// <summary><c>23:59</c> or <c>23:59:59</c>.</summary>
    public static bool TryClock(ReadOnlySpan<char> text, out LocalTime time)
    {
        time = default;
        var second = 0;
        if (text.Length is not (5 or 8) || text[2] != ':' || (text.Length == 8 && text[5] != ':')
            || !Two(text, 0, out var hour) || !Two(text, 3, out var minute)
            || (text.Length == 8 && !Two(text, 6, out second)) || hour > 23 || minute > 59 || second > 59) return false;
        time = new(hour, minute, second);
        return true;
    }

    private static bool TryFraction(ref ReadOnlySpan<char> rest, out long nanoseconds)
    {
        var digits = rest[1..];
        var count = digits.IndexOfAnyExceptInRange('0', '9');
        digits = count < 0 ? digits : digits[..count];
        rest = rest[(1 + digits.Length)..];
        nanoseconds = 0;
        for (var i = 0; i < 9; i++) nanoseconds = nanoseconds * 10 + (i < digits.Length ? digits[i] - '0' : 0);
        return digits.Length is > 0 and <= 9;
    }

    private static bool TryDate(int year, int month, int day, out LocalDate date)
    {
        var isDate = year is >= 1 and <= LastYear && month is >= 1 and <= 12 && day >= 1
            && day <= CalendarSystem.Iso.GetDaysInMonth(year, month);
        date = isDate ? new(year, month, day) : default;
        return isDate;
    }

    private static bool Two(ReadOnlySpan<char> text, int at, out int number)
    {
        number = 0;
        if (text.Length < at + 2 || !char.IsAsciiDigit(text[at]) || !char.IsAsciiDigit(text[at + 1])) return false;
        number = (text[at] - '0') * 10 + (text[at + 1] - '0');
        return true;
    }
}

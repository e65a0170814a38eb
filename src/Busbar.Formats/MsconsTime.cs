using System.Globalization;
using Busbar.Formats.Text;
using NodaTime;

namespace Busbar.Formats;

/// <summary>A time of MSCONS: of a clock whose offset it tells, or without one local.</summary>
internal readonly record struct MsconsTime(LocalDateTime Time, Offset? Offset)
{
    /// <summary>What a time must look like, for messages.</summary>
    public const string Expected = "202601312300?+00:303, with the offset from UTC";

    /// <summary>
    /// Reads formats 303 and 304, with an offset, to the minute and to the second; 203 and 204, the same without one;
    /// 102, a day, which is its first midnight; and 610, a month.
    /// </summary>
    public static MsconsTime? Of(ReadOnlySpan<char> text, ReadOnlySpan<char> format) => format switch
    {
        "102" => At(text, 8, hasOffset: false),
        "203" => At(text, 12, hasOffset: false),
        "204" => At(text, 14, hasOffset: false),
        "303" => At(text, 12, hasOffset: true),
        "304" => At(text, 14, hasOffset: true),
        "610" => At(text, 6, hasOffset: false),
        _ => null,
    };

    /// <summary>The time as the version of what was known then: a number of fourteen digits, of UTC where it can be.
    /// </summary>
    public long Version => Stamp.VersionOf(
        Offset is { } offset ? Time.WithOffset(offset).ToInstant().InUtc().LocalDateTime : Time);

    /// <summary>How long it is from another to this one, in seconds; null where only one of them is local.</summary>
    public long? SecondsSince(MsconsTime other) => (Offset, other.Offset) switch
    {
        ({ } mine, { } its) => (Time.WithOffset(mine) - other.Time.WithOffset(its)).BclCompatibleTicks
            / NodaConstants.TicksPerSecond,
        (null, null) => (Time.InUtc().ToInstant() - other.Time.InUtc().ToInstant()).BclCompatibleTicks
            / NodaConstants.TicksPerSecond,
        _ => null,
    };

    private static MsconsTime? At(ReadOnlySpan<char> text, int digits, bool hasOffset)
    {
        var offset = NodaTime.Offset.Zero;
        if (text.Length < digits || (hasOffset ? !Stamp.TryOffset(text[digits..], out offset) : text.Length != digits))
            return null;
        Span<char> whole = ['0', '0', '0', '0', '0', '1', '0', '1', '0', '0', '0', '0', '0', '0'];
        text[..digits].CopyTo(whole);
        return Stamp.TryVersion(whole, out _)
            && long.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(TimeOf(number), hasOffset ? offset : null) : null;
    }

    private static LocalDateTime TimeOf(long number)
    {
        var (date, time) = ((int)(number / 1_000_000), (int)(number % 1_000_000));
        return new LocalDate(date / 10_000, date / 100 % 100, date % 100)
            .At(new LocalTime(time / 10_000, time / 100 % 100, time % 100));
    }
}

using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Store;

/// <summary>How days, instants and months are written in the database: so that their texts sort as they do.</summary>
internal static class Texts
{
    /// <summary>The most values that one statement names; SQLite allows 32,766.</summary>
    public const int Chunk = 500;

    /// <summary><c>2026-01-31T22:30:00Z</c>, with a fraction where there is one.</summary>
    public static string ToText(this Instant instant) => InstantPattern.ExtendedIso.Format(instant);

    /// <summary><c>2026-01-31</c>.</summary>
    public static string ToText(this LocalDate date) => LocalDatePattern.Iso.Format(date);

    public static LocalDate ToDate(string text) => LocalDatePattern.Iso.Parse(text).Value;

    public static Instant ToInstant(string text) => InstantPattern.ExtendedIso.Parse(text).Value;

    /// <summary>202601.</summary>
    public static long ToNumber(this YearMonth month) => month.Year * 100L + month.Month;

    public static YearMonth ToMonth(long number) => new((int)(number / 100), (int)(number % 100));

    /// <summary>A whole number for a message, whatever the culture.</summary>
    public static string Say(long number) => number.ToString(CultureInfo.InvariantCulture);
}

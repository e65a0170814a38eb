using System.Globalization;
using Busbar.Quantities;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Documents;

/// <summary>Days, units and rules in the words of a customer.</summary>
internal static class Wording
{
    private static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ];

    /// <summary>A day of a document in words: <c>1 July 2011</c>.</summary>
    public static string Day(string iso) => Day(LocalDatePattern.Iso.Parse(iso).GetValueOrThrow());

    /// <summary>Days of a document with the last one included: <c>1 July 2011 to 31 July 2011</c>.</summary>
    public static string Span(string from, string to)
    {
        var (first, last) = (LocalDatePattern.Iso.Parse(from).GetValueOrThrow(),
            LocalDatePattern.Iso.Parse(to).GetValueOrThrow().PlusDays(-1));
        return first == last ? Day(first) : $"{Day(first)} to {Day(last)}";
    }

    /// <summary>Days with the last one included.</summary>
    public static string Span(Time.Days days) =>
        Span(LocalDatePattern.Iso.Format(days.From), LocalDatePattern.Iso.Format(days.To));

    /// <summary>A month in words: <c>July 2011</c>.</summary>
    public static string Month(YearMonth month) => string.Create(CultureInfo.InvariantCulture,
        $"{Months[month.Month - 1]} {month.Year:0000}");

    /// <summary>A unit as it is said: <c>kWh</c>, <c>days</c>, <c>kVA days</c>; nothing for a plain number.</summary>
    public static string Unit(string unit, bool isOne)
    {
        if (unit == "1") return "";
        // The time comes last: kVA days.
        var parts = unit.Split('·').OrderBy(part => part is "day" or "month" or "hour")
            .Select(part => part is "day" or "month" or "hour" && !isOne ? part + "s" : Cubic(part));
        return string.Join(' ', parts);
    }

    /// <summary>A price as it is said, and the unit that it has then: <c>24.20 c/kWh</c>, <c>1.5 EUR/day</c>.</summary>
    public static (Exact Value, string Unit, int AtLeastDecimals) Price(Exact price, string unit)
    {
        var isSmall = price < Exact.One && price > -Exact.One;
        if (unit == "1") return isSmall ? (price * 100, "%", 0) : (price, "", 0);
        var slash = unit.IndexOf('/', StringComparison.Ordinal);
        var money = slash < 0 ? unit : unit[..slash];
        var rest = Cubic(unit[money.Length..]);
        if (isSmall && HundredthOf(money) is { } hundredth) return (price * 100, hundredth + rest, 2);
        return (price, money + rest, Currency.Of(money)?.MinorDigits ?? 0);
    }

    /// <summary>A fraction as a percentage: <c>8.875 %</c>.</summary>
    public static string Percent(string fraction) => $"{PlainNumber.Parse(fraction) * 100} %";

    /// <summary>What a rule for rounding does.</summary>
    public static string Rounding(string rule) => rule switch
    {
        "half-away" => "to the nearest, a half away from zero",
        "half-even" => "to the nearest, a half to the even neighbour",
        "down" => "towards zero",
        "up" => "away from zero",
        _ => throw new ArgumentException($"There is no rule {rule}."),
    };

    /// <summary>How many of something: <c>1 value</c>, <c>3 values</c>.</summary>
    public static string Count(int count, string one) =>
        count.ToString(CultureInfo.InvariantCulture) + " " + (count == 1 ? one : one + "s");

    /// <summary>A whole number.</summary>
    public static string Whole(long count) => count.ToString(CultureInfo.InvariantCulture);

    /// <summary>An instant in UTC.</summary>
    public static string Time(Instant instant) => InstantPattern.General.Format(instant);

    /// <summary>With its first letter as a capital.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Day(LocalDate day) => string.Create(CultureInfo.InvariantCulture,
        $"{day.Day} {Months[day.Month - 1]} {day.Year:0000}");

    private static string Cubic(string unit) => unit.Replace("m3", "m³", StringComparison.Ordinal);

    /// <summary>The hundredth of a currency, where everybody calls it so.</summary>
    private static string? HundredthOf(string currency) => currency switch
    {
        "GBP" => "p",
        "EUR" => "ct",
        "AUD" or "CAD" or "HKD" or "NZD" or "SGD" or "USD" or "ZAR" => "c",
        _ => null,
    };
}

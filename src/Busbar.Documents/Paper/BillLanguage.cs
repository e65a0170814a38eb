using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Documents.Paper;

/// <summary>
/// How documents speak: the texts of a language, and numbers, money and days as its country writes them. It rests on
/// its tag alone and never on the machine's culture.
/// </summary>
public sealed class BillLanguage
{
    private static readonly ConcurrentDictionary<string, BillLanguage> Known = new(StringComparer.Ordinal);

    private readonly IReadOnlyDictionary<string, string> _texts;
    private readonly IReadOnlyDictionary<string, string> _usual;
    private readonly string[] _months;
    private readonly string _country;
    private readonly char _point;
    private readonly string _group;

    private BillLanguage(string tag)
    {
        (Tag, Name, _country) = (tag, tag.Split('-')[0], tag.Split('-').ElementAtOrDefault(1) ?? "");
        (_texts, _usual) = (TextsOf(Name), TextsOf("en"));
        _months = _texts["months"].Split(' ');
        (_point, _group) = Name switch
        {
            "de" when _country is "CH" or "LI" => ('.', "’"),
            "de" => (',', "."),
            "en" when _country == "ZA" => (',', "\u00a0"),
            _ => ('.', ","),
        };
    }

    /// <summary>The languages in which there are texts.</summary>
    public static IReadOnlyList<string> Names { get; } = ["en", "de"];

    /// <summary>The tag of BCP 47: <c>en-GB</c>.</summary>
    public string Tag { get; }

    /// <summary>The language without its country: <c>en</c>.</summary>
    public string Name { get; }

    /// <summary>The sign before decimals.</summary>
    internal char Point => _point;

    /// <summary>What stands between thousands.</summary>
    internal string Thousands => _group;

    /// <summary>The language of a tag.</summary>
    public static BillLanguage Of(string tag) => Known.GetOrAdd(tag, one => new(one));

    /// <summary>A text, with its places filled: <c>{amount}</c>.</summary>
    public string Say(string key, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var text = new StringBuilder(_texts.TryGetValue(key, out var own) ? own : _usual[key]);
        foreach (var (name, value) in values) text.Replace("{" + name + "}", value);
        return text.ToString();
    }

    /// <summary>A count with its noun: <c>1 line</c>, <c>3 lines</c>.</summary>
    public string Count(string key, int count) =>
        Say(count == 1 ? key + "-one" : key, ("count", Whole(count)));

    /// <summary>A number with so many decimals, its thousands apart.</summary>
    public string Number(Exact value, int decimals)
    {
        var text = value.ToString(decimals);
        var isNegative = text.StartsWith('-');
        var parts = text.TrimStart('-').Split('.');
        var grouped = new StringBuilder(parts[0]);
        for (var at = parts[0].Length - 3; at > 0; at -= 3) grouped.Insert(at, _group);
        if (parts.Length > 1) grouped.Append(_point).Append(parts[1]);
        return (isNegative ? "\u2212" : "") + grouped;
    }

    /// <summary>A number with the decimals that it needs, at most so many.</summary>
    public string Number(Exact value, int least, int most) =>
        Number(value, Math.Max(least, PlainNumber.DecimalsOf(value, most)));

    /// <summary>A whole number.</summary>
    public string Whole(long count) => Number(count, 0);

    /// <summary>An amount without its currency, as a column has it.</summary>
    public string Amount(Exact value, string currency) => Number(value, DigitsOf(currency));

    /// <summary>An amount with its currency: <c>£1,234.56</c>, <c>1.234,56 €</c>, <c>AUD 12.00</c>.</summary>
    public string Money(Exact value, string currency)
    {
        var (minus, number) = (value.Sign < 0 ? "\u2212" : "", Amount(value.Sign < 0 ? -value : value, currency));
        var symbol = SymbolOf(currency);
        if (Name == "de" && _country is not ("CH" or "LI")) return $"{minus}{number}\u00a0{symbol ?? currency}";
        return symbol is null ? $"{minus}{currency}\u00a0{number}" : $"{minus}{symbol}{number}";
    }

    /// <summary>A fraction as a percentage.</summary>
    public string Percent(Exact fraction) => Number(fraction * 100, 0, 6) + (Name == "de" ? "\u00a0%" : "%");

    /// <summary>A day: <c>1 July 2011</c>, <c>July 1, 2011</c>, <c>1. Juli 2011</c>.</summary>
    public string Day(LocalDate day)
    {
        var (number, month) = (day.Day.ToString(CultureInfo.InvariantCulture), _months[day.Month - 1]);
        var year = day.Year.ToString("0000", CultureInfo.InvariantCulture);
        return Name == "de" ? $"{number}.\u00a0{month} {year}"
            : _country == "US" ? $"{month}\u00a0{number}, {year}" : $"{number}\u00a0{month} {year}";
    }

    /// <summary>A day in short, without its year: <c>1 Jul</c>.</summary>
    public string ShortDay(LocalDate day)
    {
        var (number, month) = (day.Day.ToString(CultureInfo.InvariantCulture), _texts["short-months"].Split(' '));
        return Name == "de" ? $"{number}. {month[day.Month - 1]}"
            : _country == "US" ? $"{month[day.Month - 1]} {number}" : $"{number} {month[day.Month - 1]}";
    }

    /// <summary>A month in short, with its year: <c>Jul 2011</c>.</summary>
    public string Month(YearMonth month) => _texts["short-months"].Split(' ')[month.Month - 1] + "\u00a0"
        + month.Year.ToString("0000", CultureInfo.InvariantCulture);

    /// <summary>Days with the last one included: <c>1 to 31 July 2011</c>.</summary>
    public string Span(Time.Days days)
    {
        var (from, to) = (days.From, days.To.PlusDays(-1));
        if (from == to) return Day(from);
        return Say("span", ("from", from.Year == to.Year ? WithoutYear(from, from.Month == to.Month) : Day(from)),
            ("to", Day(to)));
    }

    /// <summary>The first of two days of a year, and where an order of words allows it of a month.</summary>
    private string WithoutYear(LocalDate day, bool isSameMonth)
    {
        var (number, month) = (day.Day.ToString(CultureInfo.InvariantCulture), _months[day.Month - 1]);
        if (Name == "de") return isSameMonth ? $"{number}." : $"{number}.\u00a0{month}";
        if (_country == "US") return $"{month}\u00a0{number}";
        return isSameMonth ? number : $"{number}\u00a0{month}";
    }

    /// <summary>A unit as it is said: <c>kWh</c>, <c>Tage</c>; nothing for a plain number.</summary>
    public string Unit(string unit, bool isOne) => unit == "1" ? "" : Translated(Wording.Unit(unit, isOne));

    /// <summary>A quantity with its unit.</summary>
    public string Quantity(Exact value, string unit, int least, int most)
    {
        var number = Number(value, least, most);
        return $"{number}\u00a0{Unit(unit, number == "1")}".TrimEnd('\u00a0');
    }

    /// <summary>A price as it is said, with the unit that it has then.</summary>
    internal (Exact Value, string Unit, int AtLeast) Price(Exact price, string unit)
    {
        var said = Wording.Price(price, unit);
        return (said.Value, Translated(said.Unit), said.AtLeastDecimals);
    }

    /// <summary>How many decimals amounts of a currency have.</summary>
    internal static int DigitsOf(string currency) => Currency.Of(currency)?.MinorDigits ?? 2;

    /// <summary>The sign of a currency where nobody takes it for another's.</summary>
    private string? SymbolOf(string currency) => (currency, _country) switch
    {
        ("GBP", _) => "£",
        ("EUR", _) => "€",
        ("USD", "US") or ("AUD", "AU") or ("NZD", "NZ") or ("CAD", "CA") or ("SGD", "SG") or ("HKD", "HK") => "$",
        ("ZAR", "ZA") => "R",
        _ => null,
    };

    /// <summary>The words for time in a unit; other units are the same everywhere.</summary>
    private string Translated(string unit) => Name == "en" ? unit : string.Concat(
        Pieces(unit).Select(piece => _texts.GetValueOrDefault("unit-" + piece, piece)));

    private static IEnumerable<string> Pieces(string unit)
    {
        var start = 0;
        for (var i = 0; i <= unit.Length; i++)
            if (i == unit.Length || unit[i] is ' ' or '/')
            {
                yield return unit[start..i];
                if (i < unit.Length) yield return unit[i..(i + 1)];
                start = i + 1;
            }
    }

    /// <summary>The file of a language's texts.</summary>
    internal static IReadOnlyDictionary<string, string> TextsOf(string name)
    {
        using var stream = typeof(BillLanguage).Assembly.GetManifestResourceStream($"{name}.json")
            ?? throw new ArgumentException($"There are no texts in {name}.");
        using var json = JsonDocument.Parse(stream);
        return json.RootElement.EnumerateObject().ToDictionary(
            one => one.Name, one => one.Value.GetString()!, StringComparer.Ordinal);
    }
}

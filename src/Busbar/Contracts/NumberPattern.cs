using System.Globalization;
using System.Text.RegularExpressions;

namespace Busbar.Contracts;

/// <summary>How each kind of document is numbered, in a series of its own.</summary>
public sealed record DocumentNumbers(NumberPattern Bills, NumberPattern Credits)
{
    /// <summary>Those of bills that the seller makes as another's own invoices; null of anybody else.</summary>
    public NumberPattern? SelfBilled { get; init; }
}

/// <summary>
/// How documents are numbered: text around <c>{year}</c>, the year of issue, and <c>{00000}</c>, the count with at
/// least so many digits. With a year, each year counts anew.
/// </summary>
public sealed partial class NumberPattern
{
    private readonly string _before;
    private readonly string _after;
    private readonly int _digits;

    private NumberPattern(string text, string before, string after, int digits) =>
        (Text, _before, _after, _digits) = (text, before, after, digits);

    /// <summary>As written in the book.</summary>
    public string Text { get; }

    /// <summary>Reads a pattern; null when it isn't one: it has exactly one count and at most one year.</summary>
    public static NumberPattern? Parse(string text)
    {
        if (Whole().Match(text) is not { Success: true } match) return null;
        var (before, after) = (match.Groups["before"].Value, match.Groups["after"].Value);
        var years = (before + "|" + after).Split("{year}").Length - 1;
        var rest = (before + after).Replace("{year}", "", StringComparison.Ordinal);
        return years > 1 || rest.AsSpan().ContainsAny("{}") || rest.Any(char.IsControl)
            ? null : new(text, before, after, match.Groups["count"].Length);
    }

    /// <summary>The series of numbers of a year: what counts from 1 without a gap.</summary>
    public string SeriesOf(int year) => Filled(_before, year) + "#" + Filled(_after, year);

    /// <summary>The number of a count.</summary>
    public string NumberOf(int year, long count) => Filled(_before, year)
        + count.ToString(CultureInfo.InvariantCulture).PadLeft(_digits, '0') + Filled(_after, year);

    private static string Filled(string text, int year) =>
        text.Replace("{year}", year.ToString("0000", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    [GeneratedRegex(@"^(?<before>.{0,40}?)\{(?<count>0{1,12})\}(?<after>.{0,40})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Whole();
}

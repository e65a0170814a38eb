using System.Globalization;
using System.Numerics;
using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>Reads exact numbers of any size as documents have them, and says how many decimals they need.</summary>
internal static class PlainNumber
{
    /// <summary>Reads what an exact number writes: <c>-1.50</c>, or <c>1/3</c>.</summary>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static Exact Parse(string text)
    {
        if (text.Split('/') is [var over, var under])
            return Whole(under) is { Sign: > 0 } divisor ? Exact.Ratio(Whole(over), divisor) : throw NoNumber(text);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? Exact.Ratio(Whole(text), 1)
            : Exact.Ratio(Whole(text.Remove(point, 1)), BigInteger.Pow(10, text.Length - point - 1));
    }

    /// <summary>How many decimals a number has, without trailing zeros; at most so many.</summary>
    public static int DecimalsOf(Exact value, int most)
    {
        var text = value.ToString();
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return text.Contains('/', StringComparison.Ordinal) ? most : point < 0 ? 0
            : Math.Min(most, text.Length - point - 1);
    }

    private static BigInteger Whole(string digits) =>
        BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? whole : throw NoNumber(digits);

    private static FormatException NoNumber(string text) => new($"{text} is no number.");
}

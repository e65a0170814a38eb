using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Busbar.Quantities;

/// <summary>
/// Reads and writes decimal numbers strictly: ASCII digits, at most one point, at most one leading minus.
/// No thousands, no exponent, no comma, no blanks, no digits of other scripts; never the machine's culture.
/// </summary>
public static class Digits
{
    /// <summary>The most decimals that anything coming in may have (a price, a term, one stage of a
    /// loss factor).</summary>
    public const int MostDecimals = 9;

    private static readonly long[] Powers =
        [.. Enumerable.Range(0, 19).Select(power => (long)System.Numerics.BigInteger.Pow(10, power))];

    /// <summary>10 to the power of 0 to 18.</summary>
    public static long PowerOfTen(int power) => Powers[power];

    /// <summary>
    /// Reads <paramref name="text"/> as a whole count of 10^-<paramref name="decimals"/>.
    /// On failure says in <paramref name="problem"/> what is wrong, as the end of a sentence that begins with the text.
    /// </summary>
    public static bool TryParse(
        ReadOnlySpan<char> text, int decimals, out long scaled, [NotNullWhen(false)] out string? problem)
    {
        scaled = 0;
        problem = null;
        var negative = text.Length > 0 && text[0] == '-';
        var seen = 0;
        var after = -1;
        for (var i = negative ? 1 : 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '.' && after < 0 && seen > 0) { after = 0; continue; }
            if (c is < '0' or > '9') { problem = NotANumber(text, c); return false; }
            if (after >= 0 && after++ >= decimals)
            {
                if (c == '0') continue;
                problem = $"has more than {decimals} decimals";
                return false;
            }
            seen++;
            var digit = c - '0';
            if (scaled > (long.MaxValue - digit) / 10) { problem = "is too large"; return false; }
            scaled = scaled * 10 + digit;
        }
        if (seen == 0 || text[^1] == '.') { problem = text.Length == 0 ? "is empty" : "is not a number"; return false; }
        for (var have = Math.Max(0, Math.Min(after, decimals)); have < decimals; have++)
        {
            if (scaled > long.MaxValue / 10) { problem = "is too large"; return false; }
            scaled *= 10;
        }
        if (negative) scaled = -scaled;
        return true;
    }

    /// <summary>Writes a count of 10^-<paramref name="decimals"/> without trailing zeros: 1500000 at 6
    /// is 1.5.</summary>
    public static string Format(long scaled, int decimals, int atLeast = 0)
    {
        var text = Fixed(scaled, decimals);
        if (decimals == 0) return text;
        var end = text.Length;
        var keep = text.Length - decimals + atLeast;
        while (end > keep && text[end - 1] == '0') end--;
        if (text[end - 1] == '.') end--;
        return text[..end];
    }

    private static string Fixed(long scaled, int decimals)
    {
        var digits = UInt128.CreateChecked(scaled < 0 ? -(Int128)scaled : scaled)
            .ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var sign = scaled < 0 ? "-" : "";
        return decimals == 0 ? sign + digits : $"{sign}{digits[..^decimals]}.{digits[^decimals..]}";
    }

    private static string NotANumber(ReadOnlySpan<char> text, char found) => found switch
    {
        ',' => "has a comma; write decimals with a point and no thousands separator",
        'e' or 'E' when text[0] is >= '0' and <= '9' or '-' => "has an exponent; write the number out",
        _ when char.IsWhiteSpace(found) => "has a blank in it",
        _ when char.IsDigit(found) => "has digits of another script; write 0 to 9",
        _ => "is not a number",
    };
}

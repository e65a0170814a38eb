using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Busbar.Formats.Text;
using Busbar.Quantities;

namespace Busbar.Formats.Prices;

/// <summary>
/// The numbers of one file of prices. Between semicolons they may have a decimal comma: which sign a file has, its
/// first one says, and all others must have the same.
/// </summary>
/// <param name="hasSemicolons">Whether columns are separated by semicolons.</param>
/// <param name="decimals">To how many decimals a longer number is rounded; null: it is refused.</param>
internal sealed class PriceNumbers(bool hasSemicolons, int? decimals)
{
    private char? _sign;

    /// <summary>The first number whose point may as well be one of thousands.</summary>
    public (int Line, int Column, string Text)? Unsure { get; private set; }

    /// <summary>Whether some number's point can only be a decimal one.</summary>
    public bool IsSure { get; private set; }

    /// <summary>Reads a number as a count of 10^-9; on failure says why, as the end of a sentence.</summary>
    public bool TryParse(
        ReadOnlySpan<char> text, int line, int column, out long nanos, [NotNullWhen(false)] out string? problem)
    {
        nanos = 0;
        Span<char> plain = text.Length < 100 ? stackalloc char[text.Length + 1] : new char[text.Length + 1];
        var at = text.IndexOfAny(',', '.');
        if (hasSemicolons && at >= 0)
        {
            if (text[(at + 1)..].IndexOfAny(',', '.') >= 0)
            {
                problem = "has more than one point or comma; write no separator of thousands";
                return false;
            }
            _sign ??= text[at];
            if (_sign != text[at])
            {
                problem = _sign == ',' ? "has a point, and those before it have a decimal comma"
                    : "has a comma, and those before it have a decimal point";
                return false;
            }
            if (_sign == '.') WeighPoint(text, at, line, column);
        }
        // Some programs leave out the zero before the point: .235, -.5.
        var zero = at >= 0 && (at == 0 || (at == 1 && text[0] == '-')) ? 1 : 0;
        var before = Math.Max(at, 0);
        text[..before].CopyTo(plain);
        if (zero > 0) plain[before] = '0';
        text[before..].CopyTo(plain[(before + zero)..]);
        plain = plain[..(text.Length + zero)];
        if (at >= 0 && hasSemicolons && _sign == ',') plain[before + zero] = '.';
        return Rounded(plain, out nanos, out problem);
    }

    private void WeighPoint(ReadOnlySpan<char> text, int at, int line, int column)
    {
        var whole = text[..at].TrimStart('-');
        if (text.Length - at == 4 && whole.Length is > 0 and < 4 && whole[0] != '0')
            Unsure ??= (line, column, Names.Show(text));
        else IsSure = true;
    }

    private bool Rounded(ReadOnlySpan<char> text, out long nanos, [NotNullWhen(false)] out string? problem)
    {
        if (decimals is not null && text.ContainsAny('e', 'E')) text = WrittenOut(text);
        var point = text.IndexOf('.');
        if (decimals is not { } places || point < 0 || text.Length - point - 1 <= places
            || text[(point + 1)..].IndexOfAnyExceptInRange('0', '9') >= 0)
            return Digits.TryParse(text, Digits.MostDecimals, out nanos, out problem);
        if (!Digits.TryParse(text[..(places == 0 ? point : point + 1 + places)], Digits.MostDecimals, out nanos,
            out problem)) return false;
        if (text[point + 1 + places] < '5') return true;
        var step = Digits.PowerOfTen(Digits.MostDecimals - places);
        if (Math.Abs(nanos) > long.MaxValue - step)
        {
            problem = "is too large";
            return false;
        }
        nanos += text[0] == '-' ? -step : step;
        return true;
    }

    /// <summary>A number of a program that writes small ones as 9.99e-06, written out; any other text as it is.
    /// </summary>
    private static ReadOnlySpan<char> WrittenOut(ReadOnlySpan<char> text)
    {
        const int MostPlaces = 30;
        var e = text.IndexOfAny('e', 'E');
        var sign = text is ['-', ..] ? "-" : "";
        var digits = text[..e][sign.Length..];
        if (!int.TryParse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power)
            || power is < -MostPlaces or > MostPlaces || digits.Length is 0 or > MostPlaces
            || digits.IndexOfAnyExceptInRange('.', '9') >= 0 || digits.Contains('/') || digits.Count('.') > 1)
            return text;
        var point = digits.IndexOf('.') is var at and >= 0 ? at : digits.Length;
        var zeros = new string('0', MostPlaces);
        var all = zeros + digits.ToString().Replace(".", "", StringComparison.Ordinal) + zeros;
        point += MostPlaces + power;
        var whole = all[..point].TrimStart('0');
        return $"{sign}{(whole.Length == 0 ? "0" : whole)}.{all[point..]}";
    }
}

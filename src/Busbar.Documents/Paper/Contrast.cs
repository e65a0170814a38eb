using System.Globalization;
using Busbar.Contracts;

namespace Busbar.Documents.Paper;

/// <summary>How well a colour is seen on white paper (WCAG 2.2, 1.4.3).</summary>
public static class Contrast
{
    private const double Least = 4.5;

    /// <summary>What is wrong with a seller's colour; null where text in it can be read.</summary>
    public static Fault? Check(SellerColour colour)
    {
        if (colour.Text is not ['#', .. { Length: 6 } digits] || !digits.All(char.IsAsciiHexDigitLower))
            return new("bad-colour", $"colour of seller is the text {colour.Text}; expected six digits of a colour.",
                colour.Place, Hint: "Write colour: \"#1d4f91\", in lower case and in quotes.");
        var ratio = OnWhite(colour.Text);
        return ratio >= Least ? null : new("low-contrast", string.Create(CultureInfo.InvariantCulture,
            $"{colour.Text} has a contrast of {ratio:0.00} on white; text needs {Least} to be read by everybody."),
            colour.Place, Hint: "Take a darker one.");
    }

    /// <summary>The contrast of a colour <c>#rrggbb</c> on white: from 1 to 21.</summary>
    public static double OnWhite(string colour) => 1.05 / (0.2126 * Linear(colour[1..3]) + 0.7152 * Linear(colour[3..5])
        + 0.0722 * Linear(colour[5..7]) + 0.05);

    private static double Linear(string digits)
    {
        var part = int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
    }
}

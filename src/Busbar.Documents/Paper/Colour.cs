using System.Globalization;

namespace Busbar.Documents.Paper;

/// <summary>A colour of a screen or a page, as the parts of red, green and blue in it. The default value is black.
/// </summary>
internal readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    /// <summary>The least contrast of what is read: WCAG 2.2, 1.4.3.</summary>
    public const double LeastOfText = 4.5;

    public static readonly Colour White = new(255, 255, 255);

    /// <summary>What is read.</summary>
    public static readonly Colour Ink = new(27, 34, 44);

    /// <summary>What is read after the rest.</summary>
    public static readonly Colour Muted = new(84, 95, 110);

    /// <summary>What stands beside the seller's colour and must be told from it.</summary>
    public static readonly Colour Past = new(128, 138, 150);

    /// <summary>Lines that part and don't mean anything.</summary>
    public static readonly Colour Faint = new(216, 221, 228);

    /// <summary>What must be seen before it is paid.</summary>
    public static readonly Colour Amber = new(180, 83, 9);

    /// <summary>The colour of <c>#rrggbb</c>.</summary>
    public static Colour Parse(string text) =>
        text.Length == 7 && text[0] == '#' && int.TryParse(
            text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var parts)
            ? new((byte)(parts >> 16 & 0xFF), (byte)(parts >> 8 & 0xFF), (byte)(parts & 0xFF))
            : throw new FormatException($"{text} is no colour: #rrggbb is one.");

    /// <summary>As CSS and SVG write it.</summary>
    public string Hex => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

    /// <summary>This colour with a share of another, from nought to one.</summary>
    public Colour With(Colour other, double share) =>
        new(Between(Red, other.Red, share), Between(Green, other.Green, share), Between(Blue, other.Blue, share));

    /// <summary>This colour, or the nearest darker one with enough contrast on white.</summary>
    public Colour OnWhite(double least)
    {
        var found = this;
        for (var share = 0.05; found.ContrastWith(White) < least; share += 0.05) found = With(default, share);
        return found;
    }

    /// <summary>The contrast of two colours as WCAG 2.2 counts it, from 1 to 21.</summary>
    public double ContrastWith(Colour other)
    {
        var (light, dark) = (Math.Max(Luminance, other.Luminance), Math.Min(Luminance, other.Luminance));
        return (light + 0.05) / (dark + 0.05);
    }

    private double Luminance => 0.2126 * Linear(Red) + 0.7152 * Linear(Green) + 0.0722 * Linear(Blue);

    private static double Linear(byte part) =>
        part / 255.0 is var share && share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);

    private static byte Between(byte from, byte to, double share) => (byte)Math.Round(from + (to - from) * share);
}

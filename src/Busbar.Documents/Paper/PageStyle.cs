namespace Busbar.Documents.Paper;

/// <summary>How letters of a kind stand: their size, and from one line to the next.</summary>
internal readonly record struct Lettering(double Size, double Leading)
{
    /// <summary>From the top of a line to where letters stand: capitals are in its middle.</summary>
    public double BaseLine => Leading * 0.5 + Size * 0.36;
}

/// <summary>The page and its letters, in points of 1/72 inch.</summary>
internal sealed record PageStyle(double PageWidth, double PageHeight, string Language)
{
    public static readonly Lettering Body = new(9.5, 13.5);
    public static readonly Lettering Small = new(8, 11);
    public static readonly Lettering Lead = new(12, 17);
    public static readonly Lettering Amount = new(27, 33);
    public static readonly Lettering ChartTitle = new(9.5, 14);

    public static readonly IReadOnlyList<Lettering> Headings = [new(20, 25), new(13, 17), new(10.5, 14.5)];

    // Countries that write on letter paper; the rest of the world writes on A4.
    private static readonly string[] LetterRegions = ["US", "CA", "MX", "PH", "CL", "CO", "VE", "CR", "GT", "PA", "DO"];

    public const double Side = 57;

    // Where pages end, and where what follows the head of the first and of later ones begins.
    public const double Foot = 62;
    public const double FirstTop = 96;
    public const double LaterTop = 76;

    public double Width => PageWidth - 2 * Side;

    public double Height(bool isFirst) => PageHeight - Foot - (isFirst ? FirstTop : LaterTop);

    /// <summary>Whether it is letter paper, and not A4.</summary>
    public bool IsLetter => PageWidth > 600;

    /// <summary>The paper of a language's region.</summary>
    public static PageStyle Of(string language) => LetterRegions.Contains(Region(language))
        ? new(612, 792, language) : new(595.2, 841.92, language);

    /// <summary>How a language writes the sign before decimals.</summary>
    public char DecimalSign => Language.Split('-')[0] is "en" or "he" or "ja" or "ko" or "zh" or "th" or "mt" or "ga"
        || Region(Language) is "CH" or "LI" or "MX" ? '.' : ',';

    private static string Region(string language) =>
        language.Split('-').Skip(1).FirstOrDefault(part => part.Length == 2)?.ToUpperInvariant() ?? "";
}

namespace Busbar.Formats;

/// <summary>
/// How much of a file is read before it is refused: what keeps memory and time bounded, whatever comes in.
/// </summary>
public sealed record Limits
{
    /// <summary>The limits that hold where none are given.</summary>
    public static readonly Limits Default = new();

    /// <summary>The most bytes that a file may hold, all that it contains together, after unpacking.</summary>
    public long UnpackedBytes { get; init; } = 16L << 30;

    /// <summary>
    /// How many times larger a packed file may become, once it is larger than <see cref="RatioFromBytes"/>.
    /// </summary>
    public int Ratio { get; init; } = 200;

    /// <summary>Up to so many unpacked bytes the ratio doesn't matter: a small file of zeros packs very well.</summary>
    public long RatioFromBytes { get; init; } = 1 << 20;

    /// <summary>The most files that an archive may hold.</summary>
    public int Entries { get; init; } = 1_000;

    /// <summary>The most bytes of one line.</summary>
    public int LineBytes { get; init; } = 1 << 20;

    /// <summary>The most rows of one file.</summary>
    public long Rows { get; init; } = 500_000_000;

    /// <summary>
    /// The most rows of a whole day in one file; these are remembered, to find a day that is given twice.
    /// </summary>
    public int DayRows { get; init; } = 3_000_000;

    /// <summary>
    /// The most readings that are kept in memory until the same file says what they are.
    /// </summary>
    public int HeldReadings { get; init; } = 1_000_000;

    /// <summary>The most values of a market series in one file; they are kept in memory.</summary>
    public int Prices { get; init; } = 2_000_000;

    /// <summary>The most bytes of a JSON file; it is kept in memory.</summary>
    public int JsonBytes { get; init; } = 128 << 20;

    /// <summary>The most faults that are collected before reading stops.</summary>
    public int Faults { get; init; } = 20;
}

namespace Busbar.Metering;

/// <summary>
/// Where a value comes from: how it was made, which version its file gave it, and the receipt that brought it.
/// </summary>
/// <remarks>
/// The default value is that of a slot that nothing was ever received for. <see cref="Rank"/> says which of two values
/// for one interval holds; it never depends on the order in which versions arrive.
/// </remarks>
public readonly record struct Provenance(Quality Quality, long Version, long Receipt)
{
    /// <summary>The mark of a slot that a change left alone, in the record of what it replaced.</summary>
    internal static readonly Provenance Untouched = new(default, 0, -1);

    /// <summary>Whether something was received for the slot, be it that there is no value.</summary>
    public bool IsKnown => Receipt > 0;

    internal bool IsUntouched => Receipt < 0;

    /// <summary>
    /// Compares by version, the greater first, then by quality: actual, final, substituted, estimated, missing.
    /// </summary>
    public static int Rank(Provenance a, Provenance b) =>
        a.Version != b.Version ? a.Version.CompareTo(b.Version)
        : Worth(a.Quality.Kind).CompareTo(Worth(b.Quality.Kind));

    private static int Worth(QualityKind kind) => kind == QualityKind.Missing ? 0 : 5 - (int)kind;
}

/// <summary>A number of slots in a row with one provenance.</summary>
internal readonly record struct Run(int Length, Provenance Provenance);

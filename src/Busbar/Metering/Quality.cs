namespace Busbar.Metering;

/// <summary>How a value came to be. The default value is <see cref="Missing"/>: there is none.</summary>
public enum QualityKind : byte
{
    /// <summary>No value is known.</summary>
    Missing = 0,

    /// <summary>Measured.</summary>
    Actual = 1,

    /// <summary>A substitute that will not be replaced (NEM12: F).</summary>
    Final = 2,

    /// <summary>A substitute for a value that was measured wrongly or not at all (NEM12: S).</summary>
    Substituted = 3,

    /// <summary>An estimate that a measurement is expected to replace (NEM12: E).</summary>
    Estimated = 4,
}

/// <summary>The quality of a value and the number of the market's method that made it, 0 where none is told.</summary>
public readonly record struct Quality(QualityKind Kind, byte Method = 0)
{
    /// <summary>No value.</summary>
    public static Quality Missing => default;

    /// <summary>Measured.</summary>
    public static Quality Actual => new(QualityKind.Actual);

    /// <summary>Whether a bill that rests on this says "estimated".</summary>
    public bool IsEstimated => Kind is QualityKind.Substituted or QualityKind.Estimated;

    /// <summary>Of two values that make a third, the quality that says less for it; where they say the same, the first.
    /// </summary>
    public static Quality Lesser(Quality a, Quality b) => b.Kind > a.Kind ? b : a;

    /// <summary>Reads <c>A</c>, <c>E</c>, <c>S14</c>, <c>F76</c> or <c>N</c>; null when it is none of these.</summary>
    public static Quality? Parse(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > 3) return null;
        QualityKind? kind = text[0] switch
        {
            'A' => QualityKind.Actual, 'F' => QualityKind.Final, 'S' => QualityKind.Substituted,
            'E' => QualityKind.Estimated, 'N' => QualityKind.Missing, _ => null,
        };
        var method = 0;
        foreach (var c in text[1..])
        {
            if (c is < '0' or > '9') return null;
            method = method * 10 + (c - '0');
        }
        return kind is { } found ? new(found, (byte)method) : null;
    }

    /// <summary>The letter and, where told, the method: <c>S14</c>.</summary>
    public override string ToString() => "NAFSE"[(int)Kind] + (Method == 0 ? "" : Method.ToString("00", null));
}

namespace Busbar.Time;

/// <summary>What a piece of a band's text is.</summary>
internal enum BandTokenKind
{
    Word,
    Number,
    Time,
    Dash,
    Special,
}

/// <summary>A piece of a band's text.</summary>
/// <param name="Text">The piece, in lower case, its dash a hyphen.</param>
/// <param name="At">How far into the text it begins.</param>
/// <param name="Chunk">All that stands with it between two blanks.</param>
/// <param name="ChunkAt">How far into the text that begins.</param>
internal readonly record struct BandToken(BandTokenKind Kind, string Text, int At, string Chunk, int ChunkAt)
{
    // Hyphens, dashes and the minus sign, as word processors put them.
    private const string Dashes = "‐‑‒–—−";

    /// <summary>The pieces of a rule that stands in a text from one place to another.</summary>
    public static List<BandToken> In(string text, int from, int to, IReadOnlyList<string> special)
    {
        var tokens = new List<BandToken>();
        for (var at = from; at < to;)
        {
            var start = at;
            while (at < to && !char.IsWhiteSpace(text[at])) at++;
            if (start < at) AddChunk(tokens, Plain(text[start..at]), start, special);
            else at++;
        }
        return tokens;
    }

    private static void AddChunk(List<BandToken> tokens, string chunk, int start, IReadOnlyList<string> special)
    {
        var at = start;
        if (special.Contains(chunk))
        {
            tokens.Add(new(BandTokenKind.Special, chunk, at, chunk, start));
            return;
        }
        foreach (var (number, part) in chunk.Split('-').Index())
        {
            if (number > 0) tokens.Add(new(BandTokenKind.Dash, "-", at++, chunk, start));
            if (part.Length > 0) tokens.Add(new(KindOf(part), part, at, chunk, start));
            at += part.Length;
        }
    }

    private static BandTokenKind KindOf(string part) =>
        part.Contains(':', StringComparison.Ordinal) ? BandTokenKind.Time
        : part.All(char.IsAsciiDigit) ? BandTokenKind.Number
        : BandTokenKind.Word;

    private static string Plain(string chunk) =>
        string.Concat(chunk.Select(c => Dashes.Contains(c, StringComparison.Ordinal) ? '-' : char.ToLowerInvariant(c)));
}

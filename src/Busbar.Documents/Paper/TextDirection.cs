using System.Text;

namespace Busbar.Documents.Paper;

/// <summary>A run of text of one direction.</summary>
internal readonly record struct DirectedRun(string Text, bool IsRightToLeft);

/// <summary>
/// In which order the runs of a line stand: the rules of Unicode's bidirectional algorithm (UAX 9) that lines of a bill
/// can meet. A line reads as its first letter does; Hebrew and Arabic in it from right to left, numbers from left to
/// right, brackets as what they enclose. Marks that override directions have no effect, and a sign stays before its
/// number. That brackets open towards what they enclose (L4) is the shaper's work.
/// </summary>
internal static class TextDirection
{
    private enum Kind
    {
        Left,
        Right,
        Number,
        Neutral,
    }

    /// <summary>Whether a text reads from right to left: its first letter does (P2 and P3).</summary>
    public static bool IsRightToLeft(string text)
    {
        if (!text.Any(sign => sign >= '\u0590')) return false;
        foreach (var rune in text.EnumerateRunes())
            if (Of(rune) is var kind and (Kind.Left or Kind.Right)) return kind == Kind.Right;
        return false;
    }

    /// <summary>The runs of a line, from left to right.</summary>
    /// <param name="isRightToLeft">Whether the text that it is of reads so.</param>
    public static IReadOnlyList<DirectedRun> Runs(string text, bool isRightToLeft)
    {
        if (text.Length == 0) return [];
        if (!isRightToLeft && !text.Any(sign => sign >= '\u0590')) return [new(text, false)];
        var levels = Levels(text, isRightToLeft);
        var runs = new List<(string Text, int Level)>();
        for (var (from, to) = (0, 0); from < text.Length; from = to)
        {
            while (to < text.Length && levels[to] == levels[from]) to++;
            runs.Add((text[from..to], levels[from]));
        }
        // L2: what is at a level or above it is turned round, from the highest level down.
        for (var level = 2; level >= 1; level--)
            for (var i = 0; i < runs.Count; i++)
            {
                var end = i;
                while (end < runs.Count && runs[end].Level >= level) end++;
                if (end > i) runs.Reverse(i, end - i);
                i = Math.Max(i, end);
            }
        return [.. runs.Select(run => new DirectedRun(run.Text, run.Level == 1))];
    }

    /// <summary>0 for what reads from the left, 1 from the right, 2 for what reads from the left within it.</summary>
    private static int[] Levels(string text, bool isRightToLeft)
    {
        var kinds = new Kind[text.Length];
        var (strong, at, own) = (isRightToLeft ? Kind.Right : Kind.Left, 0, isRightToLeft ? 1 : 0);
        foreach (var rune in text.EnumerateRunes())
        {
            var kind = Of(rune);
            // A mark belongs to its letter; W2 and W7: a number after Latin letters is as they are.
            if (Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.NonSpacingMark && at > 0)
                kind = kinds[at - 1];
            else if (kind == Kind.Number && strong == Kind.Left) kind = Kind.Left;
            if (kind is Kind.Left or Kind.Right) strong = kind;
            for (var i = 0; i < rune.Utf16SequenceLength; i++) kinds[at++] = kind;
        }
        Joined(text, kinds);
        Enclose(text, kinds, isRightToLeft ? Kind.Right : Kind.Left);
        var levels = new int[text.Length];
        for (var from = 0; from < text.Length; from++)
        {
            if (kinds[from] != Kind.Neutral)
            {
                levels[from] = kinds[from] switch { Kind.Right => 1, Kind.Number => 2, _ => own * 2 };
                continue;
            }
            // N1 and N2: what has no direction takes that of both sides, or the line's where they differ.
            var to = from;
            while (to < text.Length && kinds[to] == Kind.Neutral) to++;
            var isWithin = from > 0 && to < text.Length;
            var isLeftBefore = isWithin && kinds[from - 1] == Kind.Left;
            var isSame = isWithin && isLeftBefore == (kinds[to] == Kind.Left);
            Array.Fill(levels, !isSame ? own : isLeftBefore ? own * 2 : 1, from, to - from);
            from = to - 1;
        }
        return levels;
    }

    /// <summary>W4 and W5: a separator between digits and a sign beside them belong to the number.</summary>
    private static void Joined(string text, Kind[] kinds)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (kinds[i] != Kind.Neutral) continue;
            var (before, after) = (i > 0 && kinds[i - 1] == Kind.Number,
                i + 1 < text.Length && kinds[i + 1] == Kind.Number);
            if ((before && after && text[i] is '.' or ',' or ':' or '/' or '\u00A0')
                || ((before || after) && text[i] is '%' or '€' or '£' or '$' or '-' or '+'))
                kinds[i] = before || after ? Kind.Number : Kind.Neutral;
        }
    }

    // BidiBrackets.txt of Unicode, as far as the fonts reach.
    private const string Opening = "([{⁅⁽₍⌈⌊⟦⟨⟪";
    private const string Closing = ")]}⁆⁾₎⌉⌋⟧⟩⟫";

    /// <summary>
    /// N0: both brackets of a pair have the direction of the line where something between them has it, else that of
    /// what is between them where the same stands before them, else that of the line.
    /// </summary>
    private static void Enclose(string text, Kind[] kinds, Kind own)
    {
        foreach (var (open, close) in BracketPairs(text, kinds))
        {
            var within = kinds[(open + 1)..close].Where(kind => kind != Kind.Neutral).Select(SideOf).ToHashSet();
            if (within.Count == 0) continue;
            var before = open;
            while (before > 0 && kinds[before - 1] == Kind.Neutral) before--;
            var isOwn = within.Contains(own) || before == 0 || SideOf(kinds[before - 1]) == own;
            kinds[open] = kinds[close] = isOwn ? own : own == Kind.Left ? Kind.Right : Kind.Left;
        }
    }

    /// <summary>Among letters a number stands as one that reads from the right.</summary>
    private static Kind SideOf(Kind kind) => kind == Kind.Left ? Kind.Left : Kind.Right;

    /// <summary>BD16: the brackets that belong together, by the places at which they open.</summary>
    private static List<(int Open, int Close)> BracketPairs(string text, Kind[] kinds)
    {
        var (pairs, open) = (new List<(int Open, int Close)>(), new List<int>());
        for (var i = 0; i < text.Length; i++)
        {
            if (kinds[i] != Kind.Neutral) continue;
            if (Opening.Contains(text[i])) open.Add(i);
            else if (Closing.IndexOf(text[i], StringComparison.Ordinal) is >= 0 and var kind
                && open.FindLastIndex(place => text[place] == Opening[kind]) is >= 0 and var found)
            {
                pairs.Add((open[found], i));
                open.RemoveRange(found, open.Count - found);
            }
        }
        return [.. pairs.OrderBy(pair => pair.Open)];
    }

    private static Kind Of(Rune rune) => rune.Value switch
    {
        (>= 0x660 and <= 0x669) or (>= 0x6F0 and <= 0x6F9) => Kind.Number,
        (>= 0x590 and <= 0x8FF) or 0x200F or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFE) => Kind.Right,
        _ when Rune.IsDigit(rune) => Kind.Number,
        _ when Rune.IsLetter(rune) || rune.Value == 0x200E => Kind.Left,
        _ => Kind.Neutral,
    };
}

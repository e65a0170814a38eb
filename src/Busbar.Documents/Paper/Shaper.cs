using System.Text;

namespace Busbar.Documents.Paper;

/// <summary>A text as glyphs, for a size of one.</summary>
/// <param name="Runs">From left to right.</param>
internal sealed record ShapedText(string Text, bool IsStrong, double Width, IReadOnlyList<GlyphRun> Runs);

/// <summary>
/// Makes texts into glyphs, for one document. Of what no font has it writes the code, and collects it to be said.
/// </summary>
internal sealed class Shaper
{
    // Most words of a long bill come again and again; the rest isn't worth their memory.
    private const int MostKept = 20_000;
    private const int MostFaults = 20;

    private readonly Dictionary<(string, bool, bool), ShapedText> _kept = [];
    private readonly Dictionary<FontFile, HashSet<ushort>> _used = [];
    private readonly Dictionary<string, Fault> _faults = [];

    /// <summary>What was asked for and stands as a code.</summary>
    public IReadOnlyList<Fault> Faults => [.. _faults.Values];

    public ShapedText Shape(string text, bool isStrong = false) =>
        Shape(text, isStrong, TextDirection.IsRightToLeft(text));

    /// <param name="isRightToLeft">Whether the text that it is a part of reads so.</param>
    public ShapedText Shape(string text, bool isStrong, bool isRightToLeft)
    {
        if (_kept.TryGetValue((text, isStrong, isRightToLeft), out var kept)) return kept;
        var runs = new List<GlyphRun>();
        foreach (var run in TextDirection.Runs(Written(text), isRightToLeft))
            runs.AddRange(Shaped(run, isStrong));
        foreach (var run in runs) Use(run);
        var shaped = new ShapedText(text, isStrong, runs.Sum(run => run.Width), runs);
        if (_kept.Count < MostKept) _kept[(text, isStrong, isRightToLeft)] = shaped;
        return shaped;
    }

    /// <summary>The fonts that were asked for, each with the glyphs that were.</summary>
    public Dictionary<FontFile, SkiaSharp.SKTypeface> Subsets() => FontFile.All.Where(_used.ContainsKey)
        .ToDictionary(font => font, font => font.WithOnly(_used[font]));

    private void Use(GlyphRun run)
    {
        if (!_used.TryGetValue(run.Font, out var glyphs)) _used[run.Font] = glyphs = [];
        glyphs.UnionWith(run.Glyphs);
    }

    /// <summary>A run of one direction, cut where its font changes.</summary>
    private static List<GlyphRun> Shaped(DirectedRun run, bool isStrong)
    {
        var (parts, fonts) = (new List<GlyphRun>(), FontFile.Of(isStrong));
        var (from, at, current) = (0, 0, (FontFile?)null);
        foreach (var rune in run.Text.EnumerateRunes())
        {
            // What belongs to any letter, a blank or a mark, goes with the one before it where that font has it.
            var font = current is not null && (IsInvisible(rune) || (IsAttached(rune) && current.Has(rune.Value)))
                ? current : fonts.First(one => one.Has(rune.Value) || IsInvisible(rune));
            if (current is not null && font != current)
            {
                parts.Add(current.Shape(run.Text[from..at], run.IsRightToLeft));
                from = at;
            }
            (current, at) = (font, at + rune.Utf16SequenceLength);
        }
        if (current is not null) parts.Add(current.Shape(run.Text[from..], run.IsRightToLeft));
        if (run.IsRightToLeft) parts.Reverse();
        return parts;
    }

    private string Written(string text) => FontGaps.Coded(Cleaned(text), rune =>
    {
        if (_faults.Count >= MostFaults || _faults.ContainsKey(FontGaps.Name(rune))) return;
        _faults[FontGaps.Name(rune)] = new("no-glyph", $"The fonts of a PDF have no {rune} ({FontGaps.Name(rune)}): "
            + $"it stands as its code in \"{Short(text)}\".",
            Name: text, Hint: "HTML and text show it with the fonts of the reader.");
    });

    private static string Short(string text) => text.Length <= 60 ? text : $"{text[..57]}…";

    private static bool IsAttached(Rune rune) => Rune.IsWhiteSpace(rune) || Rune.IsPunctuation(rune)
        || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark
            or System.Globalization.UnicodeCategory.EnclosingMark
            or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    /// <summary>Whether a character only says how others are joined or broken.</summary>
    internal static bool IsInvisible(Rune rune) => rune.Value is 0xAD or 0x34F or (>= 0x200B and <= 0x200F) or 0x2060
        or 0xFEFF or (>= 0xFE00 and <= 0xFE0F);

    /// <summary>A text with blanks where there are signs that have no shape: control characters, and the narrow blanks
    /// that few fonts have.</summary>
    internal static string Cleaned(string text)
    {
        if (!text.Any(sign => sign < ' ' || sign > '~')) return text;
        return string.Create(text.Length, text, (signs, from) =>
        {
            for (var i = 0; i < from.Length; i++)
                signs[i] = from[i] switch
                {
                    '\u202F' or '\u2007' or (>= '\u2000' and <= '\u200A') => '\u00A0',
                    '\u2011' => '-',
                    (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') => '\u200B',
                    var other when char.IsControl(other) => ' ',
                    var other => other,
                };
        });
    }
}

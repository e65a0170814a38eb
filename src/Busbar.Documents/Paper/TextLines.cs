using System.Text;

namespace Busbar.Documents.Paper;

/// <summary>A line of a text that was broken, as the pieces that it is drawn of.</summary>
internal sealed record TextLine(IReadOnlyList<ShapedText> Pieces)
{
    /// <summary>For a size of one.</summary>
    public double Width => Pieces.Sum(piece => piece.Width);

    public string Text => string.Concat(Pieces.Select(piece => piece.Text));
}

/// <summary>Breaks texts into lines between words, and words that are longer than a line between letters.</summary>
internal sealed class TextLines(Shaper shaper, double size)
{
    /// <summary>A word with the blanks after it, or a part of one where the weight changes within it.</summary>
    /// <param name="IsBackward">Whether the text that it is of reads from right to left.</param>
    private readonly record struct Piece(string Text, bool IsStrong, bool EndsWord, bool IsBackward);

    /// <param name="width">The room of a line.</param>
    public IReadOnlyList<TextLine> Break(IReadOnlyList<Words> words, double width)
    {
        // Most texts fit, and are one piece.
        if (words is [var only] && only.Text.IndexOf('\n', StringComparison.Ordinal) < 0
            && shaper.Shape(only.Text, only.IsStrong) is var whole && whole.Width * size <= width)
            return [new([whole])];
        var lines = new List<TextLine>();
        foreach (var paragraph in Paragraphs(words)) lines.AddRange(BreakParagraph(paragraph, width / size));
        return lines.Count == 0 ? [new([])] : lines;
    }

    /// <summary>The widest word, for a size of one: a column that is narrower cuts it.</summary>
    public double WidestWord(string text, bool isStrong = false) => text.Length == 0 ? 0
        : Pieces([.. text.Split('\n').Select(line => new Words(line, isStrong))])
            .Max(piece => shaper.Shape(piece.Text.TrimEnd(), piece.IsStrong).Width);

    private List<TextLine> BreakParagraph(IReadOnlyList<Words> words, double room)
    {
        var (lines, line) = (new List<TextLine>(), new List<Piece>());
        foreach (var word in WholeWords(words))
        {
            if (line.Count > 0 && WidthOf([.. line, .. word]) > room)
            {
                lines.Add(Drawn(line));
                line = [];
            }
            line.AddRange(word);
            while (WidthOf(line) > room)
            {
                var (fits, rest) = Cut(line, room);
                lines.Add(Drawn(fits));
                line = rest;
                if (rest.Count == 0) break;
            }
        }
        if (line.Count > 0 || lines.Count == 0) lines.Add(Drawn(line));
        return lines;
    }

    /// <summary>As many letters of a word as fit, at least one, and the rest.</summary>
    private (List<Piece> Fits, List<Piece> Left) Cut(List<Piece> word, double room)
    {
        var fits = new List<Piece>();
        foreach (var (index, piece) in word.Index())
        {
            if (WidthOf([.. fits, piece]) <= room)
            {
                fits.Add(piece);
                continue;
            }
            var letters = System.Globalization.StringInfo.ParseCombiningCharacters(piece.Text);
            // The widths grow with the letters, so the last that fits is found by halving.
            var (least, most) = (fits.Count == 0 ? 1 : 0, letters.Length - 1);
            while (least < most)
            {
                var middle = (least + most + 1) / 2;
                if (WidthOf([.. fits, piece with { Text = piece.Text[..letters[middle]] }]) <= room) least = middle;
                else most = middle - 1;
            }
            var at = least < letters.Length ? letters[least] : piece.Text.Length;
            if (at > 0) fits.Add(piece with { Text = piece.Text[..at] });
            List<Piece> rest = at < piece.Text.Length ? [piece with { Text = piece.Text[at..] }] : [];
            return (fits, [.. rest, .. word.Skip(index + 1)]);
        }
        return (fits, []);
    }

    private double WidthOf(IReadOnlyList<Piece> pieces)
    {
        var width = 0.0;
        for (var i = 0; i < pieces.Count; i++)
            width += shaper.Shape(i == pieces.Count - 1 ? pieces[i].Text.TrimEnd(' ') : pieces[i].Text,
                pieces[i].IsStrong).Width;
        return width;
    }

    /// <summary>Pieces of one weight as one text, without the blanks at the end.</summary>
    private TextLine Drawn(List<Piece> pieces)
    {
        var drawn = new List<ShapedText>();
        for (var (from, to) = (0, 0); from < pieces.Count; from = to)
        {
            var text = new StringBuilder();
            while (to < pieces.Count && pieces[to].IsStrong == pieces[from].IsStrong
                && pieces[to].IsBackward == pieces[from].IsBackward) text.Append(pieces[to++].Text);
            var said = to == pieces.Count ? text.ToString().TrimEnd(' ') : text.ToString();
            if (said.Length > 0) drawn.Add(shaper.Shape(said, pieces[from].IsStrong, pieces[from].IsBackward));
        }
        return new(drawn);
    }

    private static IEnumerable<List<Piece>> WholeWords(IReadOnlyList<Words> words)
    {
        var word = new List<Piece>();
        foreach (var piece in Pieces(words))
        {
            word.Add(piece);
            if (!piece.EndsWord) continue;
            yield return word;
            word = [];
        }
        if (word.Count > 0) yield return word;
    }

    /// <summary>Texts cut after each blank and each hyphen; a blank that doesn't break stays within its word.</summary>
    private static IEnumerable<Piece> Pieces(IReadOnlyList<Words> words)
    {
        foreach (var (text, isStrong) in words)
        {
            var isBackward = TextDirection.IsRightToLeft(text);
            for (var (from, to) = (0, 0); from < text.Length; from = to)
            {
                while (to < text.Length && text[to] is not (' ' or '\u200B') && !MayBreakAfter(text, from, to)) to++;
                var isEnd = to < text.Length;
                if (isEnd && text[to] != ' ') to++;
                while (to < text.Length && text[to] == ' ') to++;
                yield return new(text[from..to], isStrong, isEnd, isBackward);
            }
        }
    }

    /// <summary>Whether a hyphen or a stroke is one between words: letters follow.</summary>
    private static bool MayBreakAfter(string text, int from, int at) => text[at] is '-' or '/' && at > from
        && at + 1 < text.Length && char.IsLetter(text[at + 1]);

    private static IEnumerable<IReadOnlyList<Words>> Paragraphs(IReadOnlyList<Words> words)
    {
        var paragraph = new List<Words>();
        foreach (var (text, isStrong) in words)
            foreach (var (index, line) in text.Split('\n').Index())
            {
                if (index > 0)
                {
                    yield return paragraph;
                    paragraph = [];
                }
                paragraph.Add(new(line.TrimEnd('\r'), isStrong));
            }
        yield return paragraph;
    }
}

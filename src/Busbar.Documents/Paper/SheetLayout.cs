namespace Busbar.Documents.Paper;

/// <summary>The parts of a document as strips of a page.</summary>
/// <param name="tightness">How much of the usual height charts and gaps have, so that a page is full and holds what it
/// shall.</param>
internal sealed class SheetLayout(Sheet sheet, PageStyle style, Shaper shaper, double tightness = 1)
{
    private const double ColumnGap = 30;
    private const double LeastColumn = 130;

    // A column beside others is one strip; one that nearly fills a page is better read below the one before it.
    private const double MostOfAPage = 0.9;

    private readonly Colour _colour = Colour.Parse(sheet.Look.Colour).OnWhite(Colour.LeastOfText);

    public List<Strip> Strips(IReadOnlyList<Part> parts, double width) =>
        [.. parts.SelectMany(part => Strips(part, width))];

    private List<Strip> Strips(Part part, double width) => part switch
    {
        Part.Heading heading => Heading(heading, width),
        Part.Paragraph paragraph => Paragraph(paragraph, width),
        Part.Address address => [.. Lines([.. address.Lines.Select(line => new Words(line))], width, keeps: true)],
        Part.Facts facts => Facts(facts, width),
        Part.Headline headline => [Headline(headline, width)],
        Part.Table table => [.. Caption(table, width),
            .. new TableLayout(table, sheet.Words, style, shaper, _colour).Strips(width)],
        Part.Figure figure => [Figure(figure, width)],
        Part.Beside beside => Beside(beside, width),
        Part.Details details => Strips([new Part.Heading(3, details.Summary), .. details.Parts], width),
        Part.Whole whole => Whole(Strips(whole.Parts, width)),
        _ => throw new InvalidOperationException($"{part.GetType().Name} is printed nowhere."),
    };

    // Charts may be higher than usual, and gaps are no wider.
    private double Gap(double points) => points * Math.Min(tightness, 1);

    private static List<Strip> Whole(List<Strip> strips) => [.. strips.Select((strip, i) => i > 0 ? strip
        : strip with { Whole = strips.Sum(one => one.Before + one.Height) })];

    private List<Strip> Heading(Part.Heading heading, double width)
    {
        var level = Math.Clamp(heading.Level, 1, 3) - 1;
        var (letters, before, after) = (PageStyle.Headings[level], Gap(level == 0 ? 22 : level == 1 ? 24 : 15),
            Gap(level == 0 ? 9 : level == 1 ? 6 : 3));
        var lines = Broken([new(heading.Text, IsStrong: true)], letters, width);
        return [.. lines.Select((line, i) => Text(line, letters, level == 1 ? _colour : Colour.Ink) with
        {
            Before = i == 0 ? before : 0, KeepsNext = true,
            Height = letters.Leading + (i == lines.Count - 1 ? after : 0),
        })];
    }

    private List<Strip> Paragraph(Part.Paragraph paragraph, double width)
    {
        if (paragraph.Kind == ParagraphKind.Notice) return Notice(paragraph, width);
        var (letters, colour) = paragraph.Kind switch
        {
            ParagraphKind.Lead => (PageStyle.Lead, Colour.Ink),
            ParagraphKind.Small => (PageStyle.Small, Colour.Muted),
            _ => (PageStyle.Body, Colour.Ink),
        };
        // Lines of more than a hand's width of letters are hard to follow.
        var lines = Broken(paragraph.Words, letters, Math.Min(width, letters.Size * 48));
        return Kept([.. lines.Select(line => Text(line, letters, colour))],
            Gap(paragraph.Kind == ParagraphKind.Lead ? 15 : 8));
    }

    /// <summary>Lines of a paragraph: neither the first nor the last of it stands alone on a page.</summary>
    private static List<Strip> Kept(List<Strip> lines, double before) => [.. lines.Select((line, i) => line with
    {
        Before = i == 0 ? before : 0, KeepsNext = (i == 0 && lines.Count > 1) || i == lines.Count - 2,
    })];

    private List<Strip> Notice(Part.Paragraph paragraph, double width)
    {
        var (letters, padding) = (PageStyle.Body, 8.0);
        var lines = Broken(paragraph.Words, letters, width - 24);
        var ground = Colour.Amber.With(Colour.White, 0.93);
        return Kept([.. lines.Select((line, i) =>
        {
            var (above, below) = (i == 0 ? padding : 0, i == lines.Count - 1 ? padding : 0);
            var height = above + letters.Leading + below;
            return new Strip(height, [new Shape.Box(0, 0, width, height, ground),
                new Shape.Box(0, 0, 3, height, Colour.Amber),
                .. Labels(line, letters, Colour.Ink, 14, above)]);
        })], Gap(10));
    }

    private IEnumerable<Strip> Lines(IReadOnlyList<Words> texts, double width, bool keeps)
    {
        var lines = texts.SelectMany(text => Broken([text], PageStyle.Body, width)).ToList();
        return lines.Select((line, i) => Text(line, PageStyle.Body, Colour.Ink) with
        {
            Before = i == 0 ? Gap(8) : 0, KeepsNext = keeps && i < lines.Count - 1 && i < 20,
        });
    }

    private List<Strip> Facts(Part.Facts facts, double width)
    {
        var letters = PageStyle.Body;
        var widest = facts.Rows.Select(row => shaper.Shape(row.Name).Width * letters.Size).DefaultIfEmpty().Max();
        var side = Math.Min(widest, width * 0.45);
        var last = facts.Rows.Count - 1;
        return [.. facts.Rows.Select((row, i) =>
        {
            var (names, values) = (Broken([new(row.Name)], letters, side + 0.01),
                Broken([new(row.Value)], letters, width - side - 14));
            var count = Math.Max(names.Count, values.Count);
            return new Strip(count * letters.Leading,
                [
                    .. names.SelectMany((line, at) => Labels(line, letters, Colour.Muted, 0, at * letters.Leading)),
                    .. values.SelectMany((line, at) =>
                        Labels(line, letters, Colour.Ink, side + 14, at * letters.Leading)),
                ],
                Before: i == 0 ? Gap(8) : 0, KeepsNext: (i == 0 && last > 0) || i == last - 1);
        })];
    }

    private Strip Headline(Part.Headline headline, double width)
    {
        const double padding = 15;
        var (shapes, y, inner) = (new List<Shape>(), padding - 2, width - 2 * padding - 4);
        void Add(IReadOnlyList<Words> words, Lettering letters, Colour colour)
        {
            foreach (var line in Broken(words, letters, inner))
            {
                shapes.AddRange(Labels(line, letters, colour, padding + 4, y));
                y += letters.Leading;
            }
        }

        Add([new(headline.Label)], PageStyle.Body, Colour.Muted);
        Add([new(headline.Amount, IsStrong: true)], Fitting(headline.Amount, inner), Colour.Ink);
        if (headline.Notes.Count > 0) y += 3;
        foreach (var note in headline.Notes) Add([new(note)], PageStyle.Body, Colour.Ink);
        y += padding - 3;
        return new(y, [new Shape.Box(0, 0, width, y, _colour.With(Colour.White, 0.93)),
            new Shape.Box(0, 0, 4, y, _colour), .. shapes], Gap(12));
    }

    /// <summary>Letters so small that an amount stands on one line: torn apart it is read as another.</summary>
    private Lettering Fitting(string amount, double room)
    {
        var usual = PageStyle.Amount;
        var width = shaper.Shape(amount, isStrong: true).Width * usual.Size;
        var part = Math.Min(1, room / width * 0.999);
        return new(usual.Size * part, usual.Leading * part);
    }

    private IEnumerable<Strip> Caption(Part.Table table, double width)
    {
        if (!table.ShowsCaption) return [];
        var letters = PageStyle.Headings[2];
        var lines = Broken([new(table.Caption, IsStrong: true)], letters, width);
        return lines.Select((line, i) => Text(line, letters, Colour.Ink) with
        {
            Before = i == 0 ? Gap(14) : 0, KeepsNext = true,
        });
    }

    private Strip Figure(Part.Figure figure, double width)
    {
        var letters = PageStyle.ChartTitle;
        var strips = Broken([new(figure.Chart.Title, IsStrong: true)], letters, width)
            .Select(line => Text(line, letters, Colour.Ink)).ToList();
        var chart = ChartDrawing.Of(figure.Chart, sheet.Look, width, 7.5, shaper, tightness);
        strips.Add(new(chart.Height, chart.Shapes, Before: 5));
        return Strip.Joined(strips) with { Before = Gap(14) };
    }

    private List<Strip> Beside(Part.Beside beside, double width)
    {
        var count = Math.Max(1, beside.Columns.Count);
        var column = (width - (count - 1) * ColumnGap) / count;
        var columns = beside.Columns.Select(parts => Strips(parts, column)).ToList();
        var joined = columns.Select((strips, i) => Strip.Joined(strips, i * (column + ColumnGap))).ToList();
        var height = joined.Select(strip => strip.Height).DefaultIfEmpty().Max();
        if (column < LeastColumn || height > style.Height(false) * MostOfAPage)
            return [.. beside.Columns.SelectMany(parts => Strips(parts, width))];
        var before = columns.SelectMany(strips => strips.Take(1)).Select(strip => strip.Before).DefaultIfEmpty().Max();
        return [new(height, [.. joined.SelectMany(strip => strip.Shapes)], before)];
    }

    private IReadOnlyList<TextLine> Broken(IReadOnlyList<Words> words, Lettering letters, double width) =>
        new TextLines(shaper, letters.Size).Break(words, width);

    private static Strip Text(TextLine line, Lettering letters, Colour colour) =>
        new(letters.Leading, [.. Labels(line, letters, colour, 0, 0)]);

    /// <summary>A line as labels, below a place.</summary>
    private static IEnumerable<Shape> Labels(TextLine line, Lettering letters, Colour colour, double x, double y)
    {
        foreach (var piece in line.Pieces)
        {
            var label = new Shape.Label(x, y + letters.BaseLine, piece, letters.Size, colour);
            x += label.Width;
            yield return label;
        }
    }
}

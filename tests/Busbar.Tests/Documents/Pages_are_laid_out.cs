using System.Globalization;
using Busbar.Documents.Paper;
using CsCheck;

namespace Busbar.Tests.Documents;

/// <summary>Whatever a table holds, nothing is lost, nothing is cut, and what belongs together stays together.
/// </summary>
public class Pages_are_laid_out
{
    private static readonly PageStyle Style = PageStyle.Of("en-GB");
    private static readonly SheetWords English = new("Page {0} of {1}", "continued", "");

    private static readonly Gen<string> AnyText = Gen.OneOf(Gen.Const(""), Gen.Const("a"),
        Gen.String[Gen.Char["abcdefghijklmnopqrstuvwxyz  "], 1, 30],
        Gen.String[Gen.Char["abcdefghijklmnopqrstuvwxyz      "], 100, 400]);

    private static readonly Gen<string> AnyNumber = Gen.Select(Gen.Int[-99_999, 99_999], Gen.Int[0, 4],
        Gen.OneOf(Gen.Const(""), Gen.Const(" kWh"), Gen.Const(" p/kWh"), Gen.Const(" £/kVA and day")),
        (whole, decimals, unit) => decimals == 0 ? $"{whole}{unit}" : $"{whole}.{new string('7', decimals)}{unit}");

    /// <summary>A kind of row, its words, and its number; the row's own number stands before its words.</summary>
    private static readonly Gen<(RowKind Kind, string Words, string Number)> AnyRow = Gen.Select(
        Gen.Frequency((8, Gen.Const(RowKind.Usual)), (2, Gen.Const(RowKind.Detail)), (1, Gen.Const(RowKind.Group)),
            (1, Gen.Const(RowKind.Sum))), AnyText, AnyNumber);

    private static readonly Gen<Sheet> AnySheet =
        from rows in AnyRow.Array[1, 150]
        from before in AnyText.Array[0, 12]
        from share in Gen.Int[0, 3]
        select SampleSheets.CreditNote() with
        {
            FirstPage = [],
            Parts =
            [
                .. before.Select(text => new Part.Paragraph([new(text)])),
                new Part.Table("Rows", true,
                    [new("What", Share: share == 0 ? null : share), new("More"), new("Number", Alignment.Decimal),
                        new("End", Alignment.End)],
                    [.. rows.Select((row, i) => new TableRow(row.Kind, [$"#{i}. {row.Words}",
                        .. row.Kind == RowKind.Group ? ["", "", ""] : new[] { row.Words, row.Number, $"{i}" }]))]),
            ],
        };

    /// <summary>A row, and the page on which it begins.</summary>
    private sealed record Found(int Row, int Page);

    [Fact]
    public void Each_row_is_there_once_and_in_order() => AnySheet.Sample(sheet =>
        Rows(sheet).Select(row => row.Row).SequenceEqual(Enumerable.Range(0, Table(sheet).Rows.Count)), iter: 60);

    [Fact]
    public void Nothing_stands_beyond_the_margins() => AnySheet.Sample(sheet => Pages(sheet).Index().All(page =>
        page.Item.Shapes.All(shape => Extent(shape) is var (left, top, right, bottom) && left >= -0.1 && top >= -0.1
            && right <= Style.Width + 0.1 && bottom <= Style.Height(page.Index == 0) + 0.1)), iter: 60);

    [Fact]
    public void Texts_never_overlap() => AnySheet.Sample(sheet => Pages(sheet).All(page =>
    {
        var labels = page.Shapes.OfType<Shape.Label>().Where(label => label.Width > 0).Select(Extent)
            .OrderBy(label => label.Top).ToList();
        for (var i = 0; i < labels.Count; i++)
            for (var j = i + 1; j < labels.Count && labels[j].Top < labels[i].Bottom - 0.1; j++)
                if (labels[i].Left < labels[j].Right - 0.1 && labels[j].Left < labels[i].Right - 0.1) return false;
        return true;
    }), iter: 60);

    [Fact]
    public void A_title_is_never_the_last_of_a_page() => AnySheet.Sample(sheet => Neighbours(sheet).All(pair =>
        Kind(sheet, pair.One) != RowKind.Group || pair.One.Page == pair.Next.Page), iter: 60);

    [Fact]
    public void A_sum_or_a_detail_is_never_apart_from_what_is_above_it() => AnySheet.Sample(sheet =>
        Neighbours(sheet).All(pair => Kind(sheet, pair.Next) is not (RowKind.Sum or RowKind.Detail)
            || pair.One.Page == pair.Next.Page || IsTallerThanAPage(sheet, pair.Next.Row)), iter: 60);

    [Fact]
    public void The_head_stands_on_each_page_of_a_table() => AnySheet.Sample(sheet =>
    {
        var pages = Pages(sheet);
        return Rows(sheet).Select(row => row.Page).Distinct().All(page => pages[page].Shapes.OfType<Shape.Label>()
            .Any(label => label.Text.Text == "Number"));
    }, iter: 30);

    [Fact]
    public void The_first_page_holds_what_must_be_on_it_where_charts_can_give_way()
    {
        var (crowded, values) = (SampleSheets.Household() with { Parts = [] }, Table(SampleSheets.CreditNote()));
        crowded = crowded with
        {
            FirstPage = [.. crowded.FirstPage, new Part.Figure(SampleCharts.TypicalDay(), values),
                new Part.Figure(SampleCharts.TypicalDay(), values)],
        };
        using var images = new PageImages();
        Assert.Single(SheetPages.Of(crowded, new(), images));
    }

    [Fact]
    public void What_is_whole_is_torn_only_where_no_page_holds_it() => AnySheet.Sample(sheet =>
    {
        var whole = sheet with { Parts = [.. sheet.Parts.SkipLast(1), new Part.Whole([sheet.Parts[^1]])] };
        // The first page is lower than the others: what fits there fits on all.
        return Pages(sheet with { Parts = [sheet.Parts[^1]] }).Count > 1
            || Rows(whole).Select(row => row.Page).Distinct().Count() == 1;
    }, iter: 60);

    [Fact]
    public void What_can_be_opened_stands_below_its_summary()
    {
        var opened = SampleSheets.CreditNote() with
        {
            FirstPage = [],
            Parts = [new Part.Details("Electricity, 58.41", [new Part.Paragraph([new("212.4 times 27.5")]),
                new Part.Details("Day by day", [new Part.Facts([new("1 March", "6.851")])])])],
        };
        Assert.Equal(["Electricity, 58.41", "212.4 times 27.5", "Day by day", "1 March", "6.851"],
            Pages(opened).Single().Shapes.OfType<Shape.Label>().Select(label => label.Text.Text));
        // A summary is never the last of a page.
        for (var lines = 1; lines < 60; lines++)
        {
            var pages = Pages(opened with { Parts = [new Part.Address([.. Enumerable.Repeat("line", lines)]),
                .. opened.Parts] });
            Assert.DoesNotContain(pages, page => page.Shapes.OfType<Shape.Label>().Last().Text.Text is
                "Electricity, 58.41" or "Day by day");
        }
    }

    [Fact]
    public void A_short_document_has_no_page_that_only_a_little_stands_on()
    {
        var figure = new Part.Figure(SampleCharts.Days(), Table(SampleSheets.CreditNote()));
        var usual = SampleSheets.CreditNote() with { FirstPage = [figure], Parts = [figure, figure, figure] };
        Assert.Single(Filled(usual));
        // Of the first page that would be half empty, the chart is higher; letters are never larger.
        var (low, high) = (Filled(usual with { Parts = [] }), Pages(usual with { Parts = [] }));
        Assert.True(Height(low) > Height(high) * 1.3);
        Assert.Equal(Sizes(low), Sizes(high));

        double Height(IReadOnlyList<Page> pages) => pages[0].Shapes.Max(shape => Extent(shape).Bottom);
        IEnumerable<double> Sizes(IReadOnlyList<Page> pages) =>
            pages[0].Shapes.OfType<Shape.Label>().Select(label => label.Size).Distinct();
    }

    /// <summary>An amount is never torn apart: half of it would be read as all.</summary>
    [Fact]
    public void An_amount_stands_on_one_line() => Gen.Select(Gen.Int[1, 24],
        Gen.OneOf(Gen.Const("£"), Gen.Const("CHF\u00a0"), Gen.Const("−AUD\u00a0")), Gen.Bool).Sample((digits, currency,
        isBeside) =>
    {
        var whole = string.Join(',', new string('8', digits).Chunk(3).Select(few => new string(few)));
        var amount = $"{currency}{whole}.54";
        var headline = new Part.Headline("To pay", amount, ["Please pay by 1 May."]);
        var page = Pages(SampleSheets.CreditNote() with
        {
            FirstPage = [isBeside ? new Part.Beside([[headline], [new Part.Paragraph([new("beside")])]]) : headline],
            Parts = [],
        }).Single();
        var label = page.Shapes.OfType<Shape.Label>().Single(one => one.Text.Text == amount);
        return Extent(label).Right <= (isBeside ? (Style.Width - 30) / 2 : Style.Width) - 14
            && label.Size <= PageStyle.Amount.Size;
    }, iter: 200);

    private static IReadOnlyList<Page> Filled(Sheet sheet) => new FilledPages(sheet, Style, new()).Pages();

    [Theory]
    [InlineData("−1,234.567 kWh", '.', "−1,234", ".567", "kWh")]
    [InlineData("1.234,5 kWh", ',', "1.234", ",5", "kWh")]
    [InlineData("£12.50", '.', "£12", ".50", "")]
    [InlineData("31 days", '.', "31", "", "days")]
    [InlineData("12 345,60 €", ',', "12 345", ",60", "€")]
    [InlineData("5 %", '.', "5", "", "%")]
    [InlineData("included", '.', "included", "", "")]
    public void A_number_is_cut_at_its_decimal_sign(
        string text, char sign, string whole, string decimals, string after) =>
        Assert.Equal(new(whole, decimals, after), DecimalCell.Of(text, sign));

    [Fact]
    public void Decimals_stand_below_each_other_and_units_too()
    {
        var labels = Pages(SampleSheets.Household()).SelectMany(page => page.Shapes).OfType<Shape.Label>().ToList();
        Assert.Single(labels.Where(label => label.Text.Text is ".400" or ".125" or ".011" or ".536")
            .Select(label => Math.Round(label.Left, 2)).Distinct());
        Assert.Single(labels.Where(label => label.Text.Text is "kWh" or "days" && label.Size > 8.5)
            .Select(label => Math.Round(label.Left, 2)).Distinct());
    }

    private static IReadOnlyList<Page> Pages(Sheet sheet)
    {
        var layout = new SheetLayout(sheet with { Words = English }, Style, new());
        return Pagination.Of(Style, layout.Strips([.. sheet.FirstPage, .. sheet.Parts], Style.Width));
    }

    private static Part.Table Table(Sheet sheet) =>
        sheet.FirstPage.Concat(sheet.Parts).OfType<Part.Table>().First();

    private static List<Found> Rows(Sheet sheet) => [.. Pages(sheet).Index().SelectMany(page => page.Item.Shapes
        // A title that is said again is as small and grey as nothing else.
        .OfType<Shape.Label>().Where(label => label.Text.Text.StartsWith('#')
            && (label.Colour, label.Size) != (Colour.Muted, PageStyle.Small.Size))
        .Select(label => new Found(int.Parse(label.Text.Text[1..].Split('.')[0], NumberStyles.None,
            CultureInfo.InvariantCulture), page.Index)))];

    private static IEnumerable<(Found One, Found Next)> Neighbours(Sheet sheet) =>
        Rows(sheet) is var rows ? rows.Zip(rows.Skip(1)) : [];

    private static RowKind Kind(Sheet sheet, Found row) => Table(sheet).Rows[row.Row].Kind;

    /// <summary>Whether a row and all that keeps to it is more than a page holds.</summary>
    private static bool IsTallerThanAPage(Sheet sheet, int row)
    {
        var (table, from, to) = (Table(sheet), row, row);
        bool KeepsToNext(int i) =>
            table.Rows[i].Kind == RowKind.Group || table.Rows[i + 1].Kind is RowKind.Sum or RowKind.Detail;
        while (from > 0 && KeepsToNext(from - 1)) from--;
        while (to + 1 < table.Rows.Count && KeepsToNext(to)) to++;
        var kept = table with { Rows = [.. table.Rows.Take(to + 1).Skip(from)] };
        return Pages(sheet with { FirstPage = [], Parts = [kept] }).Count > 1;
    }

    private static (double Left, double Top, double Right, double Bottom) Extent(Shape shape) => shape switch
    {
        Shape.Box box => (box.X, box.Y, box.X + box.Width, box.Y + box.Height),
        Shape.Line line => (line.Spots.Min(spot => spot.X), line.Spots.Min(spot => spot.Y),
            line.Spots.Max(spot => spot.X), line.Spots.Max(spot => spot.Y)),
        Shape.Label label => Extent(label),
        _ => throw new InvalidOperationException(shape.GetType().Name),
    };

    private static (double Left, double Top, double Right, double Bottom) Extent(Shape.Label label) =>
        (label.Left, label.Y - label.Size * 0.72, label.Left + label.Width, label.Y + label.Size * 0.2);
}

using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Busbar.Documents.Paper;
using Busbar.Quantities;
using CsCheck;

namespace Busbar.Tests.Documents;

/// <summary>A chart is one list of shapes: what holds for them holds for the screen and for the page.</summary>
public class Charts_are_drawn
{
    private static readonly Gen<string> AnyName =
        Gen.OneOf(Gen.String[Gen.Char["abcdefghijklmnopqrstuvwxyz 0123456789"], 0, 40], Gen.Const("a & b <c> \"d\""));

    private static readonly Gen<Exact?> AnyValue = Gen.Frequency((9, Gen.Long[-100_000, 1_000_000].Select(count =>
        (Exact?)Exact.FromScaled(count, 3))), (1, Gen.Const((Exact?)null)));

    private static readonly Gen<Chart> AnyBars =
        from values in AnyValue.Array[1, 400]
        from before in AnyValue.Array[0, 400]
        from name in AnyName
        from label in AnyName
        select (Chart)new Chart.Bars("t", "d", "kWh", [.. values.Select((_, i) => $"{label}{i}")],
            new(name, values, Enumerable.Range(0, values.Length).Where(i => i % 5 == 0).ToHashSet()),
            before.Length == 0 ? null : new("before", before, new HashSet<int>()))
        { Words = new("estimated", "not known", "skipped", ',', ".") };

    private static readonly Gen<Chart> AnyHeatMap =
        from columns in Gen.Int[1, 96]
        from rows in AnyValue.Array[columns].Array[1, 120]
        from absent in Gen.Int[0, 20_000].Array[0, 5]
        from name in AnyName
        select (Chart)new Chart.HeatMap("t", "d", "kWh", [.. rows.Select((_, i) => $"{name}{i}")],
            [.. Enumerable.Range(0, columns).Select(i => i % 3 == 0 ? $"{i}:00" : "")], rows,
            absent.Select(one => (one % rows.Length, one / 200 % columns)).ToHashSet())
        { Words = new("estimated", "not known", "skipped", '.', ",") };

    private static readonly Gen<Chart> AnyCourse =
        from lines in AnyValue.Array[48].Array[1, 5]
        from names in AnyName.Array[4]
        from edges in Gen.Int[1, 47].Array[0, 6].Select(some => some.Append(0).Append(48).Distinct().Order().ToArray())
        select (Chart)new Chart.DayCourse("t", "d", "kW", [.. Enumerable.Range(0, 48).Select(i => $"{i / 2}:{i % 2}0")],
            [.. lines.Select((line, i) => new ChartSeries($"{names[i % 4]}{i}", line, new HashSet<int>()))],
            [.. edges.Zip(edges.Skip(1), (one, next) => new ChartBand(names[one % 4], one, next))])
        { Words = new("estimated", "not known", "skipped", '.', ",") };

    private static readonly Gen<Exact?[]> AnyAmounts = Gen.Long[0, 1_000_000].Select(count =>
        (Exact?)Exact.FromScaled(count, 3)).Array[1, 70];

    private static readonly Gen<Chart> AnyStacks =
        from first in AnyAmounts
        from second in AnyAmounts
        from below in AnyAmounts
        from name in AnyName
        select (Chart)new Chart.Stacks("t", "d", "kWh", [.. first.Select((_, i) => $"{name}{i}")],
            [new(name, first, new HashSet<int>()), new($"{name}!", second, new HashSet<int>())],
            new("below", below, new HashSet<int>())) { Words = new("estimated", "not known", "skipped", '.', ",") };

    private static readonly Gen<Chart> AnyFlows =
        from gives in Gen.Long[0, 1_000_000].Array[0, 12]
        from takes in Gen.Select(Gen.Long[0, 1_000_000], Gen.Long[0, 1_000_000]).Array[1, 30]
        from name in AnyName
        select (Chart)new Chart.Flows("t", "d", "kWh",
            [
                .. gives.Select((_, i) => new FlowPlace($"{name}{i}", 0)), new("outside", 0, IsOutside: true),
                new(name, 1), .. takes.Select((_, i) => new FlowPlace($"{i}{name}", 2)),
            ],
            [
                .. gives.Select((one, i) => new FlowBand(i, gives.Length + 1, Exact.FromScaled(one, 3))),
                .. takes.Select((one, i) => new FlowBand(gives.Length + 1, gives.Length + 2 + i,
                    Exact.FromScaled(one.Item1, 3))),
                .. takes.Select((one, i) => new FlowBand(gives.Length, gives.Length + 2 + i,
                    Exact.FromScaled(one.Item2, 3))),
            ]) { Words = new("estimated", "not known", "skipped", '.', ",") };

    private static readonly Gen<Chart> AnyChart = Gen.OneOf(AnyBars, AnyHeatMap, AnyCourse, AnyStacks, AnyFlows);

    [Fact]
    public void Nothing_is_drawn_beyond_the_edges() => AnyChart.Sample(chart =>
    {
        var drawing = Drawn(chart);
        return drawing.Shapes.All(shape => Extent(shape) is var (left, top, right, bottom)
            && left >= -0.6 && top >= -0.6 && right <= drawing.Width + 0.6 && bottom <= drawing.Height + 0.6);
    }, iter: 200);

    [Fact]
    public void Labels_never_overlap() => AnyChart.Sample(chart =>
    {
        var labels = Drawn(chart).Shapes.OfType<Shape.Label>().Where(label => label.Width > 0).Select(Extent).ToList();
        return labels.Index().All(one => labels.Skip(one.Index + 1).All(other =>
            one.Item.Right <= other.Left || other.Right <= one.Item.Left
            || one.Item.Bottom <= other.Top || other.Bottom <= one.Item.Top));
    }, iter: 200);

    [Fact]
    public void A_chart_is_xml_without_anything_that_runs() => AnyChart.Sample(chart =>
    {
        var names = Elements(ChartSvg.Write(chart, SampleCharts.Look)).Select(one => one.Name.LocalName).Distinct();
        return !names.Except(["svg", "title", "desc", "rect", "polyline", "polygon", "text"]).Any();
    }, iter: 50);

    [Fact]
    public void A_chart_says_what_it_shows()
    {
        var svg = Elements(ChartSvg.Write(SampleCharts.Days(), SampleCharts.Look, "use"))[0];
        Assert.Equal("use-title use-desc", svg.Attribute("aria-labelledby")?.Value);
        Assert.Equal(["Daily use", "31 days of March 2026 beside those of February."],
            svg.Elements().Take(2).Select(one => one.Value));
    }

    [Fact]
    public void A_bar_is_as_high_as_its_value_and_can_be_pointed_at()
    {
        var bars = Elements(ChartSvg.Write(SampleCharts.Days(hasBefore: false), SampleCharts.Look))
            .Where(one => one.Name.LocalName == "rect" && one.HasElements).ToList();
        Assert.Equal(30, bars.Count);
        Assert.Equal("1 Mar: 8 kWh", bars[0].Value);
        Assert.Equal("20 Mar: 8.286 kWh, estimated", bars[18].Value);
        var (height, other) = (Number(bars[0], "height"), Number(bars[1], "height"));
        Assert.Equal(8 / 9.912m, height / other, 3);
    }

    [Fact]
    public void A_seller_with_a_pale_colour_gets_a_darker_one_that_is_seen()
    {
        foreach (var pale in new[] { "#ffffff", "#ffe680", "#7fd1ff", "#0b6e6e", "#000000" })
        {
            var fills = Drawn(SampleCharts.Days(), SampleCharts.Look with { Colour = pale }).Shapes.OfType<Shape.Box>()
                .Where(box => box.Says is not null && box.Fill != Colour.White).Select(box => box.Fill).Distinct();
            Assert.All(fills, fill => Assert.True(fill.ContrastWith(Colour.White) >= 3, $"{pale} becomes {fill.Hex}"));
        }
    }

    [Fact]
    public void A_cell_that_is_not_known_is_no_cell_of_nought()
    {
        var none = new Chart.HeatMap("t", "d", "kWh", ["1"], ["0", "1"], [[Exact.Zero, null]],
            new HashSet<(int, int)>())
        { Words = new("estimated", "not known", "skipped", '.', ",") };
        var drawn = Drawn(none);
        Assert.Contains(drawn.Shapes.OfType<Shape.Label>(), label => label.Text.Text == "not known");
        Assert.Contains(drawn.Shapes.OfType<Shape.Line>(), line => line.Colour == Colour.Past);
    }

    [Fact]
    public void A_cell_that_there_never_was_is_neither()
    {
        var none = new Chart.HeatMap("t", "d", "kWh", ["1"], ["0", "1", "2"], [[Exact.One, null, null]],
            new HashSet<(int, int)> { (0, 1), (0, 2) }) { Words = new("estimated", "not known", "skipped", '.', ",") };
        var drawn = Drawn(none);
        Assert.Equal(["0", "1", "2", "1", "0", "1 kWh", "skipped"],
            drawn.Shapes.OfType<Shape.Label>().Select(label => label.Text.Text));
        // Both of them are one hole, and the legend shows another.
        Assert.Equal(2, drawn.Shapes.OfType<Shape.Box>().Count(box => box.Fill == Colour.White));
    }

    [Fact]
    public void Days_that_a_shorter_period_has_not_are_not_unknown()
    {
        var bars = SampleCharts.Days(28, hasBefore: false) with
        {
            Now = new("February", [.. Enumerable.Repeat((Exact?)Exact.One, 28)], new HashSet<int>()),
            Before = new("January", [.. Enumerable.Repeat((Exact?)Exact.One, 31)], new HashSet<int>()),
        };
        var drawn = ChartDrawing.Of(bars, SampleCharts.Look, 480, 8, new());
        Assert.DoesNotContain(drawn.Shapes.OfType<Shape.Label>(), label => label.Text.Text == "not known");
        Assert.Equal(59, drawn.Shapes.OfType<Shape.Box>().Count(box => box.Says is not null));
    }

    [Fact]
    public void Thousands_stand_apart_and_times_at_whole_hours()
    {
        var bars = SampleCharts.Days() with
        {
            Now = new("now", [40_000], new HashSet<int>()), Before = null, Labels = ["1 Mar"],
        };
        Assert.Contains(Drawn(bars).Shapes.OfType<Shape.Label>(), label => label.Text.Text == "40,000");
        var course = SampleCharts.TypicalDay() with
        {
            Labels = [.. Enumerable.Range(0, 48).Select(i => $"{i / 2:00}:{i % 2 * 30:00}")],
        };
        Assert.Equal(["00:00", "04:00", "08:00", "12:00", "16:00", "20:00"], Drawn(course).Shapes
            .OfType<Shape.Label>().Select(label => label.Text.Text).Where(text => text.Contains(':')));
    }

    [Fact]
    public void A_band_that_comes_back_for_a_short_while_has_a_letter_that_is_explained()
    {
        var day = SampleCharts.TypicalDay() with
        {
            Bands =
            [
                new("working day, 25.40 p/kWh", 0, 42), new("night", 42, 46), new("working day, 25.40 p/kWh", 46, 48),
            ],
        };
        var labels = Drawn(day).Shapes.OfType<Shape.Label>().Select(label => label.Text.Text).ToList();
        Assert.Equal(2, labels.Count(label => label == "working day, 25.40 p/kWh"));
        Assert.Equal(2, labels.Count(label => label == "A"));
        Assert.Single(labels, label => label == "night");
    }

    [Fact]
    public void A_year_of_days_is_no_higher_than_a_page() =>
        Assert.InRange(Drawn(SampleCharts.HalfHours(366)).Height, 8 * 29, 8 * 37);

    [Fact]
    public void Marks_are_written_in_the_language_of_the_chart()
    {
        var bars = SampleCharts.Days() with
        {
            Now = new("jetzt", [Exact.FromScaled(2, 1)], new HashSet<int>()), Before = null, Labels = ["1. März"],
            Words = new("geschätzt", "nicht bekannt", "übersprungen", ',', "."),
        };
        Assert.Contains(Drawn(bars).Shapes.OfType<Shape.Label>(), label => label.Text.Text == "0,20");
    }

    private static Drawing Drawn(Chart chart, Look? look = null) =>
        ChartDrawing.Of(chart, look ?? SampleCharts.Look, 240, 8, new());

    private static (double Left, double Top, double Right, double Bottom) Extent(Shape shape) => shape switch
    {
        Shape.Box box => (box.X, box.Y, box.X + box.Width, box.Y + box.Height),
        Shape.Line line => (line.Spots.Min(spot => spot.X), line.Spots.Min(spot => spot.Y),
            line.Spots.Max(spot => spot.X), line.Spots.Max(spot => spot.Y)),
        Shape.Area area => (area.Spots.Min(spot => spot.X), area.Spots.Min(spot => spot.Y),
            area.Spots.Max(spot => spot.X), area.Spots.Max(spot => spot.Y)),
        // Capitals and digits stand on the line; what hangs below it is less than a third of the size.
        Shape.Label label =>
            (label.Left, label.Y - label.Size * 0.72, label.Left + label.Width, label.Y + label.Size * 0.2),
        _ => throw new InvalidOperationException(shape.GetType().Name),
    };

    private static List<XElement> Elements(string svg)
    {
        using var reader = XmlReader.Create(new StringReader(svg));
        return [.. XDocument.Load(reader).Root!.DescendantsAndSelf()];
    }

    private static decimal Number(XElement element, string name) => Exact.TryParse(
        element.Attribute(name)!.Value, out var number, out _) ? number.ToScaled(3) / 1000m
        : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{element} has no {name}"));
}

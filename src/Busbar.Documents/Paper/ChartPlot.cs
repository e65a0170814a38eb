using System.Text;
using Busbar.Quantities;

namespace Busbar.Documents.Paper;

/// <summary>What a chart is drawn on: how wide it is, how large its letters are, and the shapes that are on it so far.
/// All distances are multiples of the size of its letters, so that a chart looks alike in a column and on a screen.
/// </summary>
internal sealed class ChartPlot(double width, double size, Shaper shaper, ChartWords words)
{
    private readonly List<Shape> _shapes = [];

    public double Width { get; } = width;

    public double Size { get; } = size;

    /// <summary>How much of its usual height the plot has.</summary>
    public double Tightness { get; init; } = 1;

    public double Left { get; private set; }

    public double Right => Width - Size * 0.25;

    public double Top { get; set; } = size * 1.9;

    public double Bottom { get; set; }

    public ChartWords Words => words;

    public double Across => Right - Left;

    public void Add(Shape shape) => _shapes.Add(shape);

    public void Add(IEnumerable<Shape> shapes) => _shapes.AddRange(shapes);

    public double WidthOf(string text, bool isStrong = false) => shaper.Shape(text, isStrong).Width * Size * Slack;

    public void Label(
        double x, double y, string text, Anchor anchor = Anchor.Start, Colour? colour = null, bool isStrong = false) =>
        Add(new Shape.Label(x, y, shaper.Shape(text, isStrong), Size, colour ?? Colour.Muted, anchor));

    /// <summary>A name, or as much of its beginning as has room.</summary>
    public string Fitted(string name, double room)
    {
        if (WidthOf(name) <= room) return name;
        var starts = System.Globalization.StringInfo.ParseCombiningCharacters(name);
        return starts.Reverse().Select(at => $"{name[..at].TrimEnd()}…")
            .FirstOrDefault(cut => WidthOf(cut) <= room, "");
    }

    public Drawing Drawn(double height) => new(Width, height, _shapes);

    /// <summary>Where a value is drawn.</summary>
    public double Y(ChartScale scale, Exact value) => Top + Share(scale.FromTop(value)) * (Bottom - Top);

    /// <summary>The axis of values with its lines, and the unit above it.</summary>
    public void ValueAxis(ChartScale scale, string unit)
    {
        var marks = scale.Marks.Select(mark => (mark, Text: Number(scale, mark))).ToList();
        Left = marks.Max(mark => WidthOf(mark.Text)) + Size * 0.7;
        Label(0, Size, unit);
        foreach (var (mark, text) in marks)
        {
            var y = Y(scale, mark);
            Add(new Shape.Line(Left, y, Right, y, mark.IsZero ? Colour.Past : Colour.Faint, Size * 0.06));
            Label(Left - Size * 0.5, y + Size * 0.35, text, Anchor.End);
        }
    }

    /// <summary>Names below places, as many as stand apart from each other, none beyond an edge.</summary>
    /// <param name="y">Their base line.</param>
    /// <param name="middle">The middle of a place.</param>
    public void Names(IReadOnlyList<string> names, double y, Func<int, double> middle)
    {
        var named = names.Index().Where(name => name.Item.Length > 0).Select(name => name.Index).ToList();
        if (named.Count == 0) return;
        var widest = named.Max(i => WidthOf(names[i]));
        var nearest = named.Zip(named.Skip(1), (one, next) => middle(next) - middle(one)).DefaultIfEmpty(Across).Min();
        var step = Math.Max(1, (int)Math.Ceiling((widest + Size * 0.8) / nearest));
        // Times of a day are written at whole hours, and as far apart at its end as at its beginning.
        if (named.Count % 24 == 0 && named.TrueForAll(i => names[i].Contains(':', StringComparison.Ordinal)))
            while (step < named.Count && (named.Count % step > 0 || step * 24 % named.Count > 0)) step++;
        var end = double.MinValue;
        for (var i = 0; i < named.Count; i += step)
        {
            var name = Fitted(names[named[i]], Width);
            var half = WidthOf(name) / 2;
            // One at an edge is moved inwards: it isn't cut, and still stands below its place.
            var x = Math.Clamp(middle(named[i]), Math.Min(half, Width / 2), Math.Max(Width - half, Width / 2));
            if (x - half < end) continue;
            Label(x, y, name, Anchor.Middle);
            end = x + half + Size * 0.5;
        }
    }

    /// <summary>What the signs of a chart mean, in as many lines as they need.</summary>
    /// <param name="y">The base line of the first.</param>
    /// <param name="signs">Each draws its sign in a rectangle.</param>
    /// <returns>Where the legend ends.</returns>
    public double Legend(double y, IReadOnlyList<(string Name, Action<Shape.Box> Sign)> signs)
    {
        var x = Left;
        foreach (var (name, sign) in signs)
        {
            var needs = Size * 1.9 + WidthOf(name);
            if (x > Left && x + needs > Right) (x, y) = (Left, y + Size * 1.6);
            sign(new(x, y - Size * 0.8, Size * 1.4, Size * 0.9, Colour.White));
            foreach (var line in Lines(name, Right - x - Size * 1.9))
            {
                Label(x + Size * 1.9, y, line);
                y += Size * 1.3;
            }
            y -= Size * 1.3;
            x += needs + Size * 1.6;
        }
        return y + Size * 0.5;
    }

    /// <summary>A rectangle that is not filled but hatched: what isn't measured.</summary>
    public void Hatch(Shape.Box box, Colour ground, Colour colour, bool rises)
    {
        Add(box with { Fill = ground });
        Add(Shape.Hatched(box with { Says = null }, colour, Size * 0.42, rises));
    }

    /// <summary>A value as an axis says it, in the language of the chart.</summary>
    public string Number(ChartScale scale, Exact value) => Written(scale.Text(value));

    /// <summary>A value as it is said where it is pointed at.</summary>
    public string Said(Exact value) => Written(value.ToString());

    /// <summary>A plain number with the signs of the language, its thousands apart.</summary>
    private string Written(string number)
    {
        var parts = number.TrimStart('-').Split('.');
        var whole = new StringBuilder(parts[0]);
        for (var at = whole.Length - 3; at > 0; at -= 3) whole.Insert(at, words.Thousands);
        return (number[0] == '-' ? "−" : "") + whole + (parts.Length > 1 ? words.DecimalSign + parts[1] : "");
    }

    // The letters of another reader's font may be wider.
    private const double Slack = 1.1;

    private IEnumerable<string> Lines(string text, double room) =>
        new TextLines(shaper, Size * Slack).Break([new(text)], room).Select(line => line.Text);

    /// <summary>A share as a coordinate.</summary>
    public static double Share(Exact share) => (double)share.Round(6, Rounding.HalfAway).ToScaled(6) / 1_000_000;
}

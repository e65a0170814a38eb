namespace Busbar.Documents.Paper;

/// <summary>
/// What is drawn, with its place: x from the left, y from the top. Charts and pages are laid out as shapes once; a file
/// format only writes them down.
/// </summary>
internal abstract record Shape
{
    /// <summary>This shape, further to the right and further down.</summary>
    public abstract Shape Moved(double right, double down);

    /// <summary>A filled rectangle.</summary>
    /// <param name="Says">What it stands for, shown where a reader can point at it.</param>
    public sealed record Box(double X, double Y, double Width, double Height, Colour Fill, string? Says = null) : Shape
    {
        public override Shape Moved(double right, double down) => this with { X = X + right, Y = Y + down };
    }

    /// <summary>A line through places.</summary>
    /// <param name="Dash">How long its dashes and gaps are; nought: it has none.</param>
    public sealed record Line(IReadOnlyList<Spot> Spots, Colour Colour, double Thickness, double Dash = 0) : Shape
    {
        public Line(double x1, double y1, double x2, double y2, Colour colour, double thickness, double dash = 0)
            : this([new(x1, y1), new(x2, y2)], colour, thickness, dash)
        {
        }

        public override Shape Moved(double right, double down) =>
            this with { Spots = [.. Spots.Select(spot => new Spot(spot.X + right, spot.Y + down))] };
    }

    /// <summary>A filled shape with straight edges from corner to corner.</summary>
    /// <param name="Says">What it stands for, shown where a reader can point at it.</param>
    public sealed record Area(IReadOnlyList<Spot> Spots, Colour Fill, string? Says = null) : Shape
    {
        public override Shape Moved(double right, double down) =>
            this with { Spots = [.. Spots.Select(spot => new Spot(spot.X + right, spot.Y + down))] };
    }

    /// <summary>A line of text on its base line.</summary>
    /// <param name="X">Where it begins, ends or has its middle, as its anchor says.</param>
    public sealed record Label(
        double X, double Y, ShapedText Text, double Size, Colour Colour, Anchor Anchor = Anchor.Start) : Shape
    {
        public double Width => Text.Width * Size;

        public double Left => Anchor switch { Anchor.End => X - Width, Anchor.Middle => X - Width / 2, _ => X };

        public override Shape Moved(double right, double down) => this with { X = X + right, Y = Y + down };
    }

    /// <summary>A picture, as wide and high as said.</summary>
    public sealed record Picture(double X, double Y, double Width, double Height, SheetImage Image) : Shape
    {
        public override Shape Moved(double right, double down) => this with { X = X + right, Y = Y + down };
    }

    /// <summary>Lines at 45° across a rectangle, cut at its edges: they tell it from a filled one without a colour.
    /// </summary>
    /// <param name="rises">Whether they rise to the right.</param>
    public static IEnumerable<Shape> Hatched(Box box, Colour colour, double gap, bool rises)
    {
        for (var along = gap / 2; along < box.Width + box.Height; along += gap)
        {
            // The line x + y = along, within the rectangle.
            var (from, to) = (Math.Max(0, along - box.Height), Math.Min(along, box.Width));
            if (to - from < 0.1) continue;
            var (high, low) = (along - to, along - from);
            yield return rises
                ? new Line(box.X + from, box.Y + low, box.X + to, box.Y + high, colour, gap / 4)
                : new Line(box.X + from, box.Y + box.Height - low, box.X + to, box.Y + box.Height - high, colour,
                    gap / 4);
        }
    }

    /// <summary>The four edges of a rectangle.</summary>
    public static Line Edges(Box box, Colour colour, double thickness) => new(
        [new(box.X, box.Y), new(box.X + box.Width, box.Y), new(box.X + box.Width, box.Y + box.Height),
            new(box.X, box.Y + box.Height), new(box.X, box.Y)], colour, thickness);
}

/// <summary>A place.</summary>
internal readonly record struct Spot(double X, double Y);

/// <summary>What of a text stands at its place.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>Shapes with the room that they need.</summary>
internal sealed record Drawing(double Width, double Height, IReadOnlyList<Shape> Shapes);

namespace Busbar.Documents.Paper;

/// <summary>
/// A piece of a page across its width that isn't cut: a line of a paragraph, a row of a table, a chart. Pages are
/// strips below each other.
/// </summary>
/// <param name="Shapes">With their places from the strip's top left corner.</param>
/// <param name="Before">The space above it; at the top of a page there is none.</param>
/// <param name="KeepsNext">Whether it is never the last of a page.</param>
/// <param name="Again">What stands above it once more where it begins a page: the head of its table.</param>
/// <param name="Whole">How high all is that begins with it and isn't torn where a page holds it; else nought.</param>
internal sealed record Strip(
    double Height, IReadOnlyList<Shape> Shapes, double Before = 0, bool KeepsNext = false, Strip? Again = null,
    double Whole = 0)
{
    /// <summary>Strips as one that is as high as all of them.</summary>
    public static Strip Joined(IReadOnlyList<Strip> strips, double right = 0)
    {
        var (shapes, y) = (new List<Shape>(), 0.0);
        foreach (var (index, strip) in strips.Index())
        {
            if (index > 0) y += strip.Before;
            shapes.AddRange(strip.Shapes.Select(shape => shape.Moved(right, y)));
            y += strip.Height;
        }
        return new(y, shapes);
    }
}

/// <summary>What stands on a page between its head and its foot.</summary>
/// <param name="Strips">How many strips.</param>
/// <param name="Room">How much of its height is left.</param>
internal sealed record Page(IReadOnlyList<Shape> Shapes, int Strips, double Room);

/// <summary>Puts strips on pages: as many as fit, none cut, and those that belong together on the same one.</summary>
internal sealed class Pagination(PageStyle style)
{
    private readonly List<Page> _pages = [];
    private List<Shape> _shapes = [];
    private double _y;
    private int _count;

    // What is longer than a page begins where there is so much of one left; with less, it would only be a beginning.
    private const double LeastToBegin = 0.3;

    public static IReadOnlyList<Page> Of(PageStyle style, IReadOnlyList<Strip> strips)
    {
        var pages = new Pagination(style);
        for (var (from, to) = (0, 0); from < strips.Count; from = to)
        {
            while (to + 1 < strips.Count && strips[to].KeepsNext) to++;
            to++;
            pages.Place(strips, from, to);
        }
        if (!pages.IsEmpty || pages._pages.Count == 0) pages.End();
        return pages._pages;
    }

    private bool IsEmpty => _count == 0;

    private double Room => style.Height(_pages.Count == 0) - _y;

    /// <summary>Strips that keep together: here, else on the next page, else, when no page holds them, one by one.
    /// </summary>
    private void Place(IReadOnlyList<Strip> strips, int from, int to)
    {
        if (!IsEmpty && !Begins(strips[from].Whole)) End();
        var height = -strips[from].Before;
        for (var i = from; i < to; i++) height += strips[i].Before + strips[i].Height;
        var needed = height + (IsEmpty ? 0 : strips[from].Before);
        if (needed > Room && !IsEmpty && (height + AgainOf(strips[from]) <= style.Height(false)
            || strips[from].Before + strips[from].Height > Room)) End();
        for (var i = from; i < to; i++) Put(strips[i]);
    }

    /// <summary>Whether what is so high in all begins on this page.</summary>
    private bool Begins(double height) => height <= Room
        || (height > style.Height(false) && Room > style.Height(false) * LeastToBegin);

    private static double AgainOf(Strip strip) => strip.Again is { } again ? again.Height : 0;

    private void Put(Strip strip)
    {
        if (!IsEmpty && strip.Before + strip.Height > Room) End();
        if (IsEmpty && _pages.Count > 0 && strip.Again is { } again) Draw(again);
        Draw(strip);
    }

    private void Draw(Strip strip)
    {
        if (!IsEmpty) _y += strip.Before;
        _shapes.AddRange(strip.Shapes.Select(shape => shape.Moved(0, _y)));
        _y += strip.Height;
        _count++;
    }

    private void End()
    {
        _pages.Add(new(_shapes, _count, Room));
        (_shapes, _y, _count) = ([], 0, 0);
    }
}

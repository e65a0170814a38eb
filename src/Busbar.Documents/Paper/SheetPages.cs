using System.Globalization;

namespace Busbar.Documents.Paper;

/// <summary>The pages of a document with all that stands on them: head, parts, and foot.</summary>
internal static class SheetPages
{
    private const double LogoWidth = 170;
    private const double LogoHeight = 38;

    /// <exception cref="RefusedException">It can't be printed.</exception>
    public static IReadOnlyList<IEnumerable<Shape>> Of(Sheet sheet, Shaper shaper, PageImages images)
    {
        var style = PageStyle.Of(sheet.Language);
        var pages = new FilledPages(sheet, style, shaper).Pages();
        if (sheet.Look.Logo is { } logo && images.Open(logo) is { } fault) throw new RefusedException(fault);
        return [.. pages.Select((page, i) =>
        {
            var top = i == 0 ? PageStyle.FirstTop : PageStyle.LaterTop;
            var (head, foot) = (Head(sheet, style, shaper, images, i == 0).ToList(),
                Foot(sheet, style, shaper, i + 1, pages.Count).ToList());
            // The shapes of thousands of rows are moved to their places when they are drawn.
            return head.Concat(page.Shapes.Select(shape => shape.Moved(PageStyle.Side, top))).Concat(foot);
        })];
    }

    private static IEnumerable<Shape> Head(
        Sheet sheet, PageStyle style, Shaper shaper, PageImages images, bool isFirst)
    {
        var right = style.PageWidth - PageStyle.Side;
        var colour = Colour.Parse(sheet.Look.Colour).OnWhite(Colour.LeastOfText);
        if (isFirst && sheet.Look.Logo is { } logo)
        {
            var image = images.Of(logo);
            var scale = Math.Min(Math.Min(LogoWidth / image.Width, LogoHeight / image.Height), 1);
            var (width, height) = (image.Width * scale, image.Height * scale);
            yield return new Shape.Picture(PageStyle.Side, 34 + (LogoHeight - height) / 2, width, height, logo);
        }
        else if (isFirst)
        {
            var name = Fitted(shaper, sheet.Look.Seller, 17, style.Width, isStrong: true);
            yield return new Shape.Label(PageStyle.Side, 59, name, 17, colour);
        }
        else
        {
            var name = Fitted(shaper, sheet.Look.Seller, 8.5, style.Width * 0.48, isStrong: true);
            yield return new Shape.Label(PageStyle.Side, 50, name, 8.5, colour);
            var title = Fitted(shaper, sheet.Title, 8.5, style.Width * 0.48);
            yield return new Shape.Label(right, 50, title, 8.5, Colour.Muted, Anchor.End);
            yield return new Shape.Line(PageStyle.Side, 58, right, 58, Colour.Faint, 0.7);
        }
    }

    private static IEnumerable<Shape> Foot(Sheet sheet, PageStyle style, Shaper shaper, int number, int count)
    {
        var (y, right) = (style.PageHeight - 36, style.PageWidth - PageStyle.Side);
        var said = string.Format(CultureInfo.InvariantCulture, sheet.Words.Page, number, count);
        var page = shaper.Shape(said);
        yield return new Shape.Line(PageStyle.Side, y - 14, right, y - 14, Colour.Faint, 0.7);
        var reference = Fitted(shaper, sheet.Reference, 8, style.Width * 0.7);
        yield return new Shape.Label(PageStyle.Side, y, reference, 8, Colour.Muted);
        yield return new Shape.Label(right, y, page, 8, Colour.Muted, Anchor.End);
    }

    /// <summary>A text of one line, or as much of its beginning as has room.</summary>
    private static ShapedText Fitted(Shaper shaper, string text, double size, double room, bool isStrong = false)
    {
        var line = new TextLines(shaper, size).Break([new(text, isStrong)], room);
        if (line.Count == 1) return shaper.Shape(text, isStrong);
        return shaper.Shape(
            $"{new TextLines(shaper, size).Break([new(text, isStrong)], room - size)[0].Text.TrimEnd()}…", isStrong);
    }
}

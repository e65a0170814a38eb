using Busbar.Documents.Paper;
using SkiaSharp;

namespace Busbar.Tests.Documents;

/// <summary>Pages of a document as a picture, drawn from the shapes and by the library of its PDF.</summary>
internal static class PagePicture
{
    private const float Scale = 1.25f;
    private const float Gap = 12;

    // Processors blend the edges of letters in their own ways, which differ by the last bits of a colour.
    private const int MostApart = 3;

    /// <summary>The first pages beside each other, as a PNG.</summary>
    public static byte[] Of(Sheet sheet, int count)
    {
        using var images = new PageImages();
        var shaper = new Shaper();
        var pages = SheetPages.Of(sheet, shaper, images).Take(count).ToList();
        using var drawing = new PageDrawing(shaper.Subsets(), images);
        var style = PageStyle.Of(sheet.Language);
        var (width, height) = ((float)style.PageWidth, (float)style.PageHeight);
        using var surface = SKSurface.Create(new SKImageInfo((int)((pages.Count * (width + Gap) + Gap) * Scale),
            (int)((height + 2 * Gap) * Scale), SKColorType.Rgba8888, SKAlphaType.Opaque));
        var canvas = surface.Canvas;
        canvas.Clear(new SKColor(226, 232, 240));
        canvas.Scale(Scale);
        canvas.Translate(Gap, Gap);
        using var paper = new SKPaint { Color = SKColors.White };
        foreach (var page in pages)
        {
            canvas.DrawRect(0, 0, width, height, paper);
            drawing.Draw(canvas, page);
            canvas.Translate(width + Gap, 0);
        }
        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    /// <summary>Whether two pictures show the same.</summary>
    public static bool AreAlike(byte[] one, byte[] other)
    {
        using var first = SKBitmap.Decode(one);
        using var second = SKBitmap.Decode(other);
        return first is not null && second is not null && first.Info.Size == second.Info.Size
            && first.Bytes.Zip(second.Bytes).All(pair => Math.Abs(pair.First - pair.Second) <= MostApart);
    }
}

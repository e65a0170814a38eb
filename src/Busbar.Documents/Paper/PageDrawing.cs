using SkiaSharp;

namespace Busbar.Documents.Paper;

/// <summary>Draws shapes on the pages of one document.</summary>
internal sealed class PageDrawing(IReadOnlyDictionary<FontFile, SKTypeface> typefaces, PageImages images) : IDisposable
{
    private readonly Dictionary<(FontFile, double), SKFont> _fonts = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var font in _fonts.Values) font.Dispose();
        foreach (var typeface in typefaces.Values) typeface.Dispose();
    }

    public void Draw(SKCanvas canvas, IEnumerable<Shape> shapes)
    {
        using var paint = new SKPaint { IsAntialias = true };
        using var builder = new SKTextBlobBuilder();
        foreach (var shape in shapes)
            switch (shape)
            {
                case Shape.Box box:
                    Set(paint, box.Fill);
                    canvas.DrawRect(Number(box.X), Number(box.Y), Number(box.Width), Number(box.Height), paint);
                    break;
                case Shape.Line line:
                    Draw(canvas, paint, line);
                    break;
                case Shape.Area area:
                    Draw(canvas, paint, area);
                    break;
                case Shape.Label label:
                    Set(paint, label.Colour);
                    Draw(canvas, paint, builder, label);
                    break;
                case Shape.Picture picture:
                    var place = SKRect.Create(Number(picture.X), Number(picture.Y), Number(picture.Width),
                        Number(picture.Height));
                    canvas.DrawImage(images.Of(picture.Image), place, new SKSamplingOptions(SKCubicResampler.Mitchell));
                    break;
            }
    }

    private static void Draw(SKCanvas canvas, SKPaint paint, Shape.Area area)
    {
        Set(paint, area.Fill);
        using var path = new SKPath();
        path.AddPoly([.. area.Spots.Select(spot => new SKPoint(Number(spot.X), Number(spot.Y)))], close: true);
        canvas.DrawPath(path, paint);
    }

    private static void Draw(SKCanvas canvas, SKPaint paint, Shape.Line line)
    {
        Set(paint, line.Colour);
        using var path = new SKPath();
        path.AddPoly([.. line.Spots.Select(spot => new SKPoint(Number(spot.X), Number(spot.Y)))], close: false);
        using var dash = line.Dash > 0 ? SKPathEffect.CreateDash([Number(line.Dash), Number(line.Dash)], 0) : null;
        (paint.IsStroke, paint.StrokeWidth, paint.PathEffect) = (true, Number(line.Thickness), dash);
        canvas.DrawPath(path, paint);
        (paint.IsStroke, paint.PathEffect) = (false, null);
    }

    private void Draw(SKCanvas canvas, SKPaint paint, SKTextBlobBuilder builder, Shape.Label label)
    {
        var left = 0f;
        var hasGlyphs = false;
        foreach (var run in label.Text.Runs)
        {
            var size = Number(label.Size);
            var places = new SKPoint[run.Places.Length];
            for (var i = 0; i < places.Length; i++)
                places[i] = new(left + run.Places[i].X * size, run.Places[i].Y * size);
            if (places.Length > 0) builder.AddPositionedRun(run.Glyphs, FontOf(run.Font, label.Size), places);
            hasGlyphs |= run.Glyphs.Length > 0;
            left += Number(run.Width * label.Size);
        }
        if (!hasGlyphs) return;
        using var blob = builder.Build();
        if (blob is not null) canvas.DrawText(blob, Number(label.Left), Number(label.Y), paint);
    }

    private SKFont FontOf(FontFile file, double size)
    {
        if (_fonts.TryGetValue((file, size), out var known)) return known;
        return _fonts[(file, size)] = new(typefaces[file], Number(size))
        {
            // Glyphs stand where they were measured, on every machine.
            Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None, Edging = SKFontEdging.Antialias,
        };
    }

    private static void Set(SKPaint paint, Colour colour) =>
        paint.Color = new SKColor(colour.Red, colour.Green, colour.Blue);

    // Thousandths of a point are finer than any printer; more would only make files longer.
    private static float Number(double points) => (float)Math.Round(points, 3);
}

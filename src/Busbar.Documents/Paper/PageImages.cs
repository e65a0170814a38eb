using SkiaSharp;

namespace Busbar.Documents.Paper;

/// <summary>The pictures of a document as Skia draws them, each opened once.</summary>
internal sealed class PageImages : IDisposable
{
    private readonly Dictionary<SheetImage, SKImage> _images = [];

    /// <summary>Opens a picture; a fault where it is none that a page can have.</summary>
    public Fault? Open(SheetImage image)
    {
        if (_images.ContainsKey(image)) return null;
        using var bytes = SKData.CreateCopy(image.Bytes.ToArray());
        var opened = image.MediaType is "image/png" or "image/jpeg" ? SKImage.FromEncodedData(bytes) : null;
        if (opened is null)
            return new("logo-not-drawn",
                $"The picture \"{image.Alternative}\" of type {image.MediaType} can't be drawn on a page.",
                Name: image.Alternative, Hint: "Give the logo as a PNG or a JPEG.");
        _images[image] = opened;
        return null;
    }

    public SKImage Of(SheetImage image) => _images[image];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var image in _images.Values) image.Dispose();
    }
}

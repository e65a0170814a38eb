using SkiaSharp;

namespace Busbar.Documents.Paper;

/// <summary>
/// A document as a PDF: the same sheet gives the same bytes, whatever the machine, its language, its zone, and whatever
/// else it is doing.
/// </summary>
public static class PdfFile
{
    /// <summary>Writes all of it, or refuses what can't be printed before the first byte is written.</summary>
    /// <returns>What no font has, and stands as a code; the document says so at its end.</returns>
    /// <exception cref="RefusedException">Its logo is no picture.</exception>
    public static IReadOnlyList<Fault> Write(Sheet sheet, Stream output)
    {
        using var images = new PageImages();
        var shaper = new Shaper();
        var pages = SheetPages.Of(sheet, shaper, images);
        if (shaper.Faults.Count > 0)
            pages = SheetPages.Of(sheet = sheet with { Parts = [.. sheet.Parts, Note(sheet)] }, shaper, images);
        using var drawing = new PageDrawing(shaper.Subsets(), images);
        using var written = new MemoryStream();
        Write(sheet, pages, drawing, written);
        PdfCatalog.Complete(sheet, written);
        written.Position = 0;
        written.CopyTo(output);
        return shaper.Faults;
    }

    private static Part.Paragraph Note(Sheet sheet) =>
        new([new(BillLanguage.Of(sheet.Language).Say("codes-note"))], ParagraphKind.Small);

    private static void Write(
        Sheet sheet, IReadOnlyList<IEnumerable<Shape>> pages, PageDrawing drawing, Stream output)
    {
        var style = PageStyle.Of(sheet.Language);
        // No dates: Skia would write them in the zone of the machine. They are added in UTC.
        using var document = SKDocument.CreatePdf(output, new SKDocumentPdfMetadata
        {
            Title = sheet.Title, Producer = "Busbar", RasterDpi = 300, EncodingQuality = 101,
        }) ?? throw new InvalidOperationException("Skia makes no PDF.");
        foreach (var page in pages)
        {
            drawing.Draw(document.BeginPage((float)style.PageWidth, (float)style.PageHeight), page);
            document.EndPage();
        }
        document.Close();
    }
}

namespace Busbar.Documents.Paper;

/// <summary>
/// Chooses how high charts and gaps are: letters never give way. What must be on the first page fits there, with as
/// much as it can hold of what follows; a short document has no page that only a little stands on; and a first page
/// that would stay half empty has a higher chart.
/// </summary>
internal sealed class FilledPages(Sheet sheet, PageStyle style, Shaper shaper)
{
    // So much of the usual height: the first page may have less until it fits.
    private static readonly double[] Tighter = [1, 0.9, 0.8, 0.7, 0.6];
    private static readonly double[] First = [.. Tighter, 0.5, 0.4];
    private static readonly double[] Higher = [1.8, 1.6, 1.4, 1.2];

    // Of many pages, one more or less is none.
    private const int ShortPages = 6;
    private const double HalfEmpty = 0.2;

    /// <summary>The pages of the document.</summary>
    public IReadOnlyList<Page> Pages()
    {
        var fits = First.FirstOrDefault(
            one => Pagination.Of(style, Strips(sheet.FirstPage, one)).Count == 1, First[^1]);
        var (head, tightness) = (Strips(sheet.FirstPage, fits), fits);
        var rest = Strips(sheet.Parts, 1);
        var pages = Pagination.Of(style, [.. head, .. rest]);
        if (pages.Count > ShortPages) return Filled(pages, rest, fits);
        foreach (var tighter in Tighter.Where(one => one < fits))
        {
            var own = Strips(sheet.FirstPage, tighter);
            var fuller = Pagination.Of(style, [.. own, .. rest]);
            if (fuller.Count > pages.Count || fuller[0].Strips <= pages[0].Strips) continue;
            (head, tightness, pages) = (own, tighter, fuller);
        }
        foreach (var tighter in Tighter.Skip(1))
        {
            var own = Strips(sheet.Parts, tighter);
            var fewer = Pagination.Of(style, [.. head, .. own]);
            if (fewer.Count >= pages.Count) continue;
            (rest, pages) = (own, fewer);
        }
        return Filled(pages, rest, tightness);
    }

    /// <summary>The same pages, with a higher chart on the first where it would be half empty.</summary>
    private IReadOnlyList<Page> Filled(IReadOnlyList<Page> pages, List<Strip> rest, double tightness)
    {
        if (pages[0].Room < style.Height(isFirst: true) * HalfEmpty) return pages;
        return Higher.Where(one => one > tightness)
            .Select(one => Pagination.Of(style, [.. Strips(sheet.FirstPage, one), .. rest]))
            .FirstOrDefault(filled => filled.Count == pages.Count && filled[0].Strips == pages[0].Strips, pages);
    }

    private List<Strip> Strips(IReadOnlyList<Part> parts, double tightness) =>
        new SheetLayout(sheet, style, shaper, tightness).Strips(parts, style.Width);
}

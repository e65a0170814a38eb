using Busbar.Books;
using Busbar.Contracts;
using Busbar.Documents.Paper;
using Busbar.Formats;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs;

/// <summary>A book's folder in which nothing is wrong: what it says, what that means, and the prices of its files.
/// </summary>
/// <param name="Source">Its files.</param>
/// <param name="Items">Its things, as a store keeps them.</param>
/// <param name="Prices">The values of each market series.</param>
public sealed record CheckedBook(
    BookSource Source, IReadOnlyList<BookItem> Items, Book Book,
    IReadOnlyDictionary<string, IReadOnlyList<PricePoint>> Prices)
{
    /// <summary>The folder, as it was given.</summary>
    public string Folder => Source.Folder;

    /// <summary>What is no error and should be known: texts that a PDF can't show as they are.</summary>
    public IReadOnlyList<Fault> Warnings => field ??= InOrder(CodedTexts.Of(Items, Book.Stationery));

    /// <summary>The paths of its files of readings.</summary>
    public IReadOnlyList<string> Reads => [.. Source.Reads.Concat(Source.Sessions).Select(Source.PathOf)];

    /// <summary>Reads and checks a book.</summary>
    /// <exception cref="RefusedException">Something is wrong with it; every fault that was found is in it.</exception>
    public static CheckedBook Read(string folder)
    {
        var source = BookFolder.Read(folder);
        var faults = source.Faults.ToList();
        var items = BookItem.Of(source, faults);
        var book = BookReader.Read(items, faults);
        var prices = new Dictionary<string, IReadOnlyList<PricePoint>>(StringComparer.Ordinal);
        foreach (var series in book?.Series.Values ?? [])
            if (source.Prices.Contains(series.File)) prices[series.Name] = PricesOf(series, source, faults);
            else
                faults.Add(new("unknown-file", $"The book has no file {series.File}, which series {series.Name} names.",
                    series.Place, series.Name, Nearest.Hint(series.File, source.Prices)
                    ?? "Files of prices stand in the book's folder prices: file: prices/day-ahead.csv."));
        foreach (var file in book is null ? [] : source.Prices.Except(book.Series.Values.Select(one => one.File)))
            faults.Add(new("unused-file", $"No series of the book names {file}: its prices would never be used.",
                new(file), Hint: $"Add to book.yaml series: {{ {Path.GetFileNameWithoutExtension(file)}: "
                + $"{{ unit: …, interval: …, file: {file} }} }}, or take the file out."));
        if (book is not null) CheckProofs(source, book, faults);
        if (book is not null) faults.AddRange(CheckStationery(book.Stationery));
        if (faults.Count > 0 || book is null) throw new RefusedException(InOrder(faults));
        return new(source, items, book, prices);
    }

    /// <summary>The files of examples and of boundary cases are there, and none is there for nothing.</summary>
    private static void CheckProofs(BookSource source, Book book, List<Fault> faults)
    {
        var named = book.Examples.Select(example => example.File).OfType<ReadingsFile>().ToList();
        var known = source.Examples.Concat(source.Reads).ToList();
        foreach (var file in named.Where(file => !known.Contains(file.Path)))
            faults.Add(new("unknown-file", $"The book has no file {file.Path} of readings, which an example names.",
                file.Place, Hint: Nearest.Hint(file.Path, known)
                ?? "Put it into the book's folder examples: file: examples/winter.csv."));
        foreach (var file in source.Examples.Except(named.Select(file => file.Path)))
            faults.Add(new("unused-file", $"No example of the book names {file}: its readings would never be used.",
                new(file), Hint: "Name it under reads: of an example, or take the file out."));
        foreach (var file in source.Cases)
            if (file["products/".Length..^BookSource.CasesEnding.Length] is var product
                && !book.Products.ContainsKey(product))
                faults.Add(new("unused-file", $"These are boundary cases of a product {product}, which the book "
                    + "hasn't.", new(file), Hint: Nearest.Hint(product, book.Products.Keys) ?? "Take the file out."));
    }

    /// <summary>What documents could not show or fill.</summary>
    private static IEnumerable<Fault> CheckStationery(Stationery stationery) => new[]
        {
            stationery.Logo is { } logo ? PictureCheck.Check(logo) : null,
            stationery.Colour is { } colour ? Contrast.Check(colour) : null,
        }.Concat(stationery.Texts.Values.OrderBy(text => text.File, StringComparer.Ordinal).Select(SellerWords.Check))
        .OfType<Fault>();

    /// <summary>By file and line, each once.</summary>
    private static List<Fault> InOrder(IEnumerable<Fault> faults) =>
        [.. faults.Distinct().OrderBy(fault => fault.Place.File, StringComparer.Ordinal)
            .ThenBy(fault => fault.Place.Line).ThenBy(fault => fault.Place.Column)];

    private static List<PricePoint> PricesOf(MarketSeries series, BookSource source, List<Fault> faults)
    {
        var points = new List<PricePoint>();
        try
        {
            var wanted = new PriceSeries(series.IntervalMinutes, series.Zone, series.Column, series.Decimals);
            foreach (var row in Newest(PriceFile.Read(source.PathOf(series.File), series.File, wanted)))
                if (row.Nanos is { } nanos && StartOf(row, series, faults) is { } start)
                    points.Add(new(start, nanos, row.Line));
        }
        catch (RefusedException refused)
        {
            faults.AddRange(refused.Faults.Select(fault => fault with { Name = series.Name }));
        }
        faults.AddRange(PriceStore.Check(series.Name, series.File, series.IntervalMinutes, series.Zone, points));
        return points;
    }

    /// <summary>Of the versions of a value the greatest, in the order of the file.</summary>
    private static IEnumerable<PriceRow> Newest(IReadOnlyList<PriceRow> rows)
    {
        if (rows.All(row => row.Version == 0)) return rows;
        var newest = rows.GroupBy(row => (row.Start, row.Offset))
            .ToDictionary(same => same.Key, same => same.Max(row => row.Version));
        return rows.Where(row => row.Version == newest[(row.Start, row.Offset)]);
    }

    /// <summary>The local day on which a value starts.</summary>
    private static LocalDate FirstOf(PriceRow row, MarketSeries series) => row.Offset is { } offset
        ? row.Start.WithOffset(offset).ToInstant().InZone(series.Zone).Date : row.Start.Date;

    private static Instant? StartOf(PriceRow row, MarketSeries series, List<Fault> faults)
    {
        if (series.Window is { } window && FirstOf(row, series) is var first
            && new Rating.Windows(default).Of(first, window).From != first)
        {
            faults.Add(new("off-grid", $"{series.Name} has a value per {window.Word}, and none starts on "
                + $"{NodaTime.Text.LocalDatePattern.Iso.Format(first)}.", new(series.File, row.Line), series.Name,
                $"Give the first day of each {window.Word}."));
            return null;
        }
        if (row.Offset is { } offset) return row.Start.WithOffset(offset).ToInstant();
        var mapped = series.Zone.MapLocal(row.Start);
        // A daily value starts with its local day, wherever the clocks are then.
        if (series.IntervalMinutes == 1440 && row.Start.TimeOfDay == LocalTime.Midnight)
            return Time.LocalDay.StartOf(row.Start.Date, series.Zone);
        if (mapped.Count == 1) return mapped.Single().ToInstant();
        faults.Add(new(mapped.Count == 0 ? "no-such-local-time" : "ambiguous-local-time",
            $"{Metering.ClockText.Of(row.Start, null)} is a time that the clocks of {series.Zone.Id} "
            + $"{(mapped.Count == 0 ? "skip" : "show twice")}.", new(series.File, row.Line), series.Name,
            "Give the times with their offset from UTC."));
        return null;
    }
}

using Busbar.Books;
using Busbar.Contracts;

namespace Busbar.Runs.Proving;

/// <summary>What became of a boundary case since it was approved.</summary>
public enum CaseFate
{
    /// <summary>It wasn't there.</summary>
    New,

    /// <summary>It has other figures.</summary>
    Changed,

    /// <summary>It isn't made any more.</summary>
    Gone,
}

/// <summary>A boundary case that isn't as approved.</summary>
/// <param name="Version">The product's version: <c>ev-home@2026-04-01</c>.</param>
/// <param name="Rows">What is new or other in it, in words; empty of one that is gone.</param>
public sealed record CaseChange(CaseFate Fate, string Version, string Name, IReadOnlyList<string> Rows);

/// <summary>The boundary cases of a product beside those that are approved.</summary>
/// <param name="File">Where they are approved, in the book's folder.</param>
/// <param name="Text">The cases as they are now.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Approved">What the file says; null where there is none.</param>
/// <param name="Changes">What isn't as approved, in the order of the cases; those that are gone last.</param>
public sealed record CaseReview(
    string Product, string File, string Text, int Count, string? Approved, IReadOnlyList<CaseChange> Changes)
{
    /// <summary>The reviews of all products of a book, by id.</summary>
    /// <exception cref="RefusedException">A file of approved cases can't be read.</exception>
    public static IReadOnlyList<CaseReview> Of(CheckedBook book) =>
        [.. book.Book.Products.Values.OrderBy(product => product.Id, StringComparer.Ordinal)
            .Select(product => Of(book, product))];

    /// <summary>Writes the files of those that differ, each whole or not at all.</summary>
    /// <exception cref="RefusedException">A file can't be written.</exception>
    public static void Approve(CheckedBook book, IEnumerable<CaseReview> reviews)
    {
        var open = reviews.Where(review => review.Text != review.Approved)
            .Select(review => (review.Text, Path: book.Source.PathOf(review.File))).ToList();
        try
        {
            foreach (var (text, path) in open) System.IO.File.WriteAllText(Beside(path), text);
            foreach (var (_, path) in open) System.IO.File.Move(Beside(path), path, overwrite: true);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(new Fault("unwritable-file",
                $"The approved cases can't be written: {trouble.Message}", new(open[0].Path)));
        }
    }

    private static CaseReview Of(CheckedBook book, Product product)
    {
        var file = $"products/{product.Id}{BookSource.CasesEnding}";
        var text = CaseText.Write(book, product);
        var approved = book.Source.Cases.Contains(file) ? Read(book.Source.PathOf(file), file) : null;
        var (now, before) = (CaseText.Read(text), CaseText.Read(approved ?? ""));
        return new(product.Id, file, text, now.Count, approved, [.. ChangesOf(now, before)]);
    }

    private static IEnumerable<CaseChange> ChangesOf(
        IReadOnlyList<WrittenCase> now, IReadOnlyList<WrittenCase> before)
    {
        var known = before.DistinctBy(KeyOf).ToDictionary(KeyOf);
        foreach (var one in now)
            if (!known.Remove(KeyOf(one), out var old))
                yield return new(CaseFate.New, one.Version, one.Name,
                    [.. one.Rows.Select(row => $"{row.Of}: {row.Figures}")]);
            else if (Differences(Numbered(old), Numbered(one)).ToList() is { Count: > 0 } rows)
                yield return new(CaseFate.Changed, one.Version, one.Name, rows);
        foreach (var old in before.Where(one => known.ContainsKey(KeyOf(one))))
            yield return new(CaseFate.Gone, old.Version, old.Name, []);
    }

    private static (string, string) KeyOf(WrittenCase one) => (one.Version, one.Name);

    private static IEnumerable<string> Differences(
        Dictionary<(string Of, int Number), string> old, Dictionary<(string Of, int Number), string> now)
    {
        foreach (var (row, figures) in now)
            if (!old.TryGetValue(row, out var was)) yield return $"{row.Of} is new: {figures}";
            else if (was != figures) yield return $"{row.Of} was {was}; it is {figures}";
        foreach (var (row, was) in old.Where(one => !now.ContainsKey(one.Key)))
            yield return $"{row.Of} is gone; it was {was}";
    }

    /// <summary>A charge may have several rows: the first of them is compared with the first.</summary>
    private static Dictionary<(string Of, int Number), string> Numbered(WrittenCase one) => one.Rows
        .GroupBy(row => row.Of).SelectMany(same => same.Index()
            .Select(row => (Key: (same.Key, row.Index), row.Item.Figures)))
        .ToDictionary(row => row.Key, row => row.Figures);

    private static string Read(string path, string file)
    {
        try
        {
            return System.IO.File.ReadAllText(path);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(new Fault("unreadable-file", $"The file can't be opened: {trouble.Message}",
                new(file)));
        }
    }

    /// <summary>A hidden name, which is no file of a book, should writing be broken off.</summary>
    private static string Beside(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.new");
}

using Busbar.Runs;
using Busbar.Runs.Proving;

namespace Busbar.Cli.Verbs;

/// <summary>What checking a book says.</summary>
internal static class CheckText
{
    /// <summary>What approving says of a book with errors.</summary>
    public const string NothingApproved = "Nothing was approved: a book's cases are, when it has no error.";

    /// <summary>What is in a book that has no error.</summary>
    public static string Sound(CheckedBook book)
    {
        var counts = book.Items.GroupBy(item => item.Kind).ToDictionary(kind => kind.Key, kind => kind.Count());
        return "Nothing is wrong with it: " + string.Join(", ", Books.BookItem.Kinds.Skip(1)
            // A book says by its files whether it has these; none is nothing to mention.
            .Where(kind => kind is not (Books.BookItem.OfPool or Books.BookItem.OfTrade or Books.BookItem.OfInvoice
                or Books.BookItem.OfEvent or Books.BookItem.OfViewer or Books.BookItem.OfPicture
                or Books.BookItem.OfText or Books.BookItem.OfScheme or Books.BookItem.OfRegistration)
                || counts.ContainsKey(kind))
            .Select(kind => Plural.Of(counts.GetValueOrDefault(kind), kind))) + ".";
    }

    /// <summary>That texts of a book with no error stand otherwise in a PDF.</summary>
    public static string Coded(CheckedBook book) => $"{Plural.Of(book.Warnings.Count, "text")} of it "
        + $"{(book.Warnings.Count == 1 ? "has" : "have")} characters that a PDF can't show:";

    /// <summary>How many examples of each product passed.</summary>
    public static IEnumerable<string> Of(IEnumerable<ProvenExample> examples) =>
        examples.GroupBy(one => one.Example.Version.Product).Select(same =>
            $"{same.Key}: {same.Count(one => one.Faults.Count == 0)} of {Plural.Of(same.Count(), "example")} passed.");

    /// <summary>How the cases of each product stand to those approved, with a line for each difference.</summary>
    public static IEnumerable<string> Of(string folder, IReadOnlyList<CaseReview> cases)
    {
        foreach (var review in cases)
            if (review.Approved is null)
                yield return $"{review.Product}: none of its {Plural.Of(review.Count, "boundary case")} is approved "
                    + "yet.";
            else if (review.Changes.Count == 0)
                yield return $"{review.Product}: {Plural.Of(review.Count, "boundary case")}, as approved.";
            else
            {
                yield return $"{review.Product}: {Plural.Of(review.Changes.Count, "boundary case")} not approved, in "
                    + $"{review.File}:";
                foreach (var change in review.Changes)
                {
                    yield return $"  {Word(change.Fate)}: {change.Version}, {change.Name}";
                    foreach (var row in change.Rows) yield return $"    {row}";
                }
            }
        if (cases.Any(review => review.Changes.Count > 0))
            yield return $"If that is what was meant, approve it: busbar check {folder} --approve";
    }

    /// <summary>What was approved of each product.</summary>
    public static IEnumerable<string> Approved(IEnumerable<CaseReview> cases) => cases.Select(review =>
        $"{review.Product}: {Plural.Of(review.Count, "boundary case")} approved in {review.File}, "
        + (review.Changes.Count == 0 ? "as before." : string.Join(", ", review.Changes.GroupBy(change => change.Fate)
            .OrderBy(same => same.Key).Select(same => $"{same.Count()} {Word(same.Key)}")) + "."));

    /// <summary>How to begin.</summary>
    public static string NoCases(string folder, CheckedBook book) =>
        $"No boundary cases are approved: busbar check {folder} --approve writes products/"
        + $"{book.Book.Products.Keys.Order(StringComparer.Ordinal).FirstOrDefault("NAME")}.cases.txt"
        + (book.Book.Products.Count > 1 ? " and one for each other product" : "") + ", to be read.";

    /// <summary>Each product whose cases aren't as approved, as an error.</summary>
    public static IEnumerable<Fault> Unapproved(string folder, IEnumerable<CaseReview> cases) =>
        cases.Where(review => review.Changes.Count > 0).Select(review => new Fault("not-approved",
            $"{Plural.Of(review.Changes.Count, "boundary case")} of product {review.Product} "
            + $"{(review.Changes.Count == 1 ? "isn't" : "aren't")} approved.", new(review.File), review.Product,
            $"Read what has changed, and approve it with busbar check {folder} --approve."));

    /// <summary>The word for what became of a case.</summary>
    public static string Word(CaseFate fate) =>
        fate switch { CaseFate.New => "new", CaseFate.Changed => "changed", _ => "gone" };
}

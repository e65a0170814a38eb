using Busbar.Books;
using Busbar.Contracts;

namespace Busbar.Tests.Books;

/// <summary>A product's version of a file beside the book, and agreements as if they kept one.</summary>
public sealed class A_version_is_read_that_nobody_has : IDisposable
{
    private const string First = "product: p\nfrom: 2026-01-01\ninterval: day\nterms: { cap: kW, old: kW }\n"
        + "charges: [{ name: A, quantity: days, price: 1 p/day }]";

    private const string Second = "product: p\nfrom: 2027-01-01\ninterval: day\nchannels: { ev: kWh }\n"
        + "terms: { cap: kW, fee: p/day }\ncharges: [{ name: A, quantity: ev, price: 2 p/kWh }]";

    private readonly TestBook _folder = new TestBook()
        .With("book.yaml", "seller: { name: S }\ncurrency: GBP\nzone: Europe/London")
        .With("products/p.yaml", First).With("parties.yaml", "- { party: x, name: X }")
        .With("accounts.yaml", "- { account: x, party: x }")
        .With("connections.yaml", "- { connection: c1, interval: day, channels: { import: kWh, ev: kWh } }\n"
            + "- { connection: c2, interval: day, channels: { import: kWh } }")
        .With("agreements.yaml", "- agreement: a\n  account: x\n  product: p\n  connections: [c1, c2]\n"
            + "  from: 2026-03-01\n  terms: { cap: 5, old: 6 }");

    [Fact]
    public void The_newest_version_of_the_file_is_meant()
    {
        var newest = Newest($"{Second}\n---\n{First}", out var faults);
        Assert.Empty(faults);
        Assert.Equal("p@2027-01-01", newest!.Id);
    }

    [Fact]
    public void A_file_without_the_product_says_which_it_has()
    {
        Assert.Null(Newest(First.Replace("product: p", "product: pp", StringComparison.Ordinal), out var faults));
        Assert.Equal(("unknown-product", "Did you mean pp?"), (faults[0].Code, faults[0].Hint));
    }

    [Theory]
    [InlineData("")]
    [InlineData("product: p")]
    [InlineData("- p")]
    [InlineData("product: p\nfrom: 2026-01-01\n---\nproduct: p\nfrom: 2026-01-01")]
    public void A_file_with_a_fault_has_no_version(string text)
    {
        Assert.Null(Newest(text, out var faults));
        Assert.NotEmpty(faults);
    }

    [Fact]
    public void An_agreement_is_checked_as_if_it_kept_the_version()
    {
        Assert.Null(Pinned(Second, null, out var faults));
        Assert.Equal(["missing-term", "missing-channel"], faults.Select(fault => fault.Code));
    }

    [Fact]
    public void Terms_that_the_version_has_not_are_left_out()
    {
        var agreement = Pinned(Second.Replace(", fee: p/day", "", StringComparison.Ordinal), "c1", out var faults)!;
        Assert.Empty(faults);
        Assert.Equal("cap of c1", TermsAndConnections(agreement));
        Assert.Equal("p@2027-01-01", agreement.VersionOn(agreement.From).Id);
    }

    [Fact]
    public void The_version_that_it_has_is_the_same_agreement()
    {
        var agreement = Pinned(First, null, out _)!;
        Assert.Equal("cap old of c1 c2", TermsAndConnections(agreement));
    }

    public void Dispose() => _folder.Dispose();

    private static string TermsAndConnections(Agreement agreement) => string.Join(' ',
        [.. agreement.Terms.Keys, "of", .. agreement.Connections.Select(one => one.Id)]);

    private ProductVersion? Newest(string text, out List<Fault> faults)
    {
        // Where a book may have any file.
        var file = Path.Combine(_folder.With("reads/next.yaml", text).Folder, "reads/next.yaml");
        faults = [];
        var (items, book) = Items();
        return ProductFile.Newest(file, "p", items, book, faults);
    }

    private Agreement? Pinned(string text, string? connection, out List<Fault> faults)
    {
        var version = Newest(text, out faults)!;
        var (items, book) = Items();
        return new PinnedReader(items, book).Read("a", version, connection, faults);
    }

    private (IReadOnlyList<BookItem> Items, Book Book) Items()
    {
        var faults = new List<Fault>();
        var items = BookItem.Of(_folder.Read(), faults);
        var book = BookReader.Read(items, faults)!;
        Assert.Empty(faults);
        return (items, book);
    }
}

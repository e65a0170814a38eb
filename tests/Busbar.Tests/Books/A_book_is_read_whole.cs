using Busbar.Books;

namespace Busbar.Tests.Books;

/// <summary>A folder becomes nodes in a fixed order, with all that is wrong in all of its files.</summary>
public class A_book_is_read_whole
{
    private static TestBook Good() => new TestBook()
        .With("book.yaml", "currency: GBP\nzone: Europe/London")
        .With("products/b.yaml", "---\nproduct: b1\n---\nproduct: b2")
        .With("products/a.yaml", "product: a\n---")
        .With("products/README.md", "what these are")
        .With("parties.yaml", "- { party: p1 }")
        .With("accounts.yaml", "# none yet")
        .With("connections.csv", "connection,zone\nc1,Europe/London")
        .With("agreements.csv", "agreement\nfrom-csv")
        .With("agreements.yaml", "- agreement: from-yaml")
        .With("prices/day-ahead.csv", "anything").With("prices/cpi.csv", "anything")
        .With("reads/2026/b.csv", "x").With("reads/a.zip", "x").With("reads/2026/.b.csv.swp", "x")
        .With("reads/.DS_Store", "x")
        .With("README", "x").With("LICENSE.txt", "x").With("notes.md", "x").With(".gitignore", "x");

    [Fact]
    public void Every_kind_has_its_maps_in_the_order_of_files_and_lines()
    {
        using var folder = Good();
        var book = folder.Read();
        Assert.Empty(book.Faults);
        Assert.Equal("{\"currency\":\"GBP\",\"zone\":\"Europe/London\"}", NodeText.Write(book.Book!));
        Assert.Equal(["a", "b1", "b2"], Named(book.Products, "product"));
        Assert.Equal(["p1"], Named(book.Parties, "party"));
        Assert.Empty(book.Accounts);
        Assert.Equal(["c1"], Named(book.Connections, "connection"));
        Assert.Equal(["from-csv", "from-yaml"], Named(book.Agreements, "agreement"));
        Assert.Equal(new("products/b.yaml", 4, 1), book.Products[2].Place);
    }

    [Fact]
    public void Files_that_others_read_are_listed()
    {
        using var folder = Good();
        var book = folder.Read();
        Assert.Equal(["prices/cpi.csv", "prices/day-ahead.csv"], book.Prices);
        Assert.Equal(["reads/2026/b.csv", "reads/a.zip"], book.Reads);
        Assert.Equal("anything\n", File.ReadAllText(book.PathOf(book.Prices[0])));
    }

    [Fact]
    public void The_faults_of_all_files_come_at_once()
    {
        using var folder = new TestBook()
            .With("book.yaml", "currency: GBP\ncurrency: EUR")
            .With("products/a.yaml", "product: [")
            .With("products/b.yaml", "product: b\ncharges: [{ price: min(a, b) }]\n---\n- product: c")
            .With("products/c.yml", "product: c")
            .With("products/deep/d.yaml", "product: d")
            .With("parties.yaml", "p1: { name: P }")
            .With("accounts.yaml", "- a1\n- account: a2\n---\n- account: a3")
            .With("connections.csv", "connection,zone\nc1")
            .With("agreement.yaml", "- agreement: x")
            .With("prices/day-ahead.xlsx", "x")
            .With("pools/highfield.yaml", "- pool").With("schemes/s.yaml", "- scheme")
            .With("sessions/s.csv", "x").With("payments/README.md", "x").With("payments/p.csv", "x")
            .With("tariffs/x.yaml", "x: 1").With("tarifs/x", "x");
        var book = folder.Read();
        Assert.Equal(
            [
                "accounts.yaml:1:3 wrong-kind", "accounts.yaml:4:1 second-document", "agreement.yaml unknown-file",
                "book.yaml:2:1 duplicate-key", "connections.csv:2:1 wrong-width",
                "parties.yaml:1:1 wrong-kind", "pools/highfield.yaml:1:1 wrong-kind",
                "prices/day-ahead.xlsx unknown-file", "products/a.yaml:1:10 broken-yaml",
                "products/b.yaml:2:20 formula-needs-quotes", "products/b.yaml:4:1 wrong-kind",
                "products/c.yml unknown-file", "products/deep unknown-file",
                "schemes/s.yaml:1:1 wrong-kind", "tariffs/x.yaml unknown-file", "tarifs unknown-file",
            ],
            book.Faults.Select(fault => $"{fault.Place} {fault.Code}"));
        Assert.Equal(["sessions/s.csv"], book.Sessions);
        Assert.Equal(["b"], Named(book.Products, "product"));
        Assert.Equal(["a2"], Named(book.Accounts, "account"));
        Assert.NotNull(book.Book);
    }

    [Fact]
    public void A_wrong_name_is_told_the_right_one()
    {
        using var folder = Good().With("agreement.yaml", "x").With("products/c.yml", "x").With("pool/x.yaml", "x")
            .With("pools/x.yaml", "x").With("something.txt", "x");
        Assert.Equal(
            [
                ("agreement.yaml is no file of a book.", "Did you mean agreements.yaml?"),
                ("pool is no folder of a book.", "Did you mean pools?"),
                ("pools/x.yaml has the text x; expected a pool as a map.", null!),
                ("products/c.yml is no file of a book; expected files that end in .yaml here.",
                    "Did you mean c.yaml?"),
                ("something.txt is no file of a book.", "Known are book.yaml, access, accounts, agreements, "
                    + "connections, costs, events, parties, registrations and trades as .yaml or .csv, and the folders "
                    + "products, schemes, pools, prices, reads, sessions, tariffs, examples, pictures and texts."),
            ],
            folder.Read().Faults.Select(fault => (fault.Message, fault.Hint!)));
    }

    [Theory]
    [InlineData("", "empty-file", "book.yaml is empty; expected at least seller, currency and zone.")]
    [InlineData("currency:GBP", "wrong-kind", "book.yaml is the text currency:GBP; expected a map.")]
    [InlineData("- a", "wrong-kind", "book.yaml is a list; expected a map.")]
    [InlineData("a: 1\n---\nb: 1", "second-document", "book.yaml has a second document; expected one.")]
    public void A_book_says_one_map(string text, string code, string message)
    {
        using var folder = new TestBook().With("book.yaml", text);
        var book = folder.Read();
        Assert.Null(book.Book);
        Assert.Equal([(code, message)], book.Faults.Select(fault => (fault.Code, fault.Message)));
    }

    [Fact]
    public void What_is_no_book_is_said_to_be_none()
    {
        using var folder = new TestBook().With("shop/book.yaml", "a: 1").With("x/boook.yaml", "a: 1");
        Assert.Equal(("no-book", $"Did you mean {Path.Combine(folder.Folder, "shop")}?"), Refusal(folder.Folder));
        Assert.Equal(("no-book", "Did you mean boook.yaml?"), Refusal(Path.Combine(folder.Folder, "x")));
        Assert.Equal(("no-folder", null), Refusal(Path.Combine(folder.Folder, "nowhere")));
        Assert.Equal(("not-a-folder", "Give the folder that it stands in."),
            Refusal(Path.Combine(folder.Folder, "shop", "book.yaml")));

        static (string, string?) Refusal(string path)
        {
            var fault = Assert.Single(BookFolder.Read(path).Faults);
            return (fault.Code, fault.Hint);
        }
    }

    [Fact]
    public void A_link_stays_inside_the_book()
    {
        using var outside = new TestBook().With("secret.yaml", "product: secret");
        using var folder = Good();
        void Link(string path, string target) =>
            File.CreateSymbolicLink(Path.Combine(folder.Folder, path), target);
        Link("products/out.yaml", Path.Combine(outside.Folder, "secret.yaml"));
        Link("products/gone.yaml", "nowhere.yaml");
        Link("products/round.yaml", "round.yaml");
        Link("products/same.yaml", "../products/a.yaml");
        Directory.CreateSymbolicLink(Path.Combine(folder.Folder, "reads/up"), "../reads");
        Directory.CreateSymbolicLink(Path.Combine(folder.Folder, "reads/out"), outside.Folder);
        Directory.CreateSymbolicLink(Path.Combine(folder.Folder, "reads/again"), "2026");
        var book = folder.Read();
        Assert.Equal(["a", "b1", "b2", "a"], Named(book.Products, "product"));
        Assert.Equal(["reads/2026/b.csv", "reads/a.zip", "reads/again/b.csv"], book.Reads);
        Assert.Equal(
            [
                "products/gone.yaml broken-link", "products/out.yaml link-outside", "products/round.yaml broken-link",
                "reads/out link-outside", "reads/up link-circle",
            ],
            book.Faults.Select(fault => $"{fault.Place} {fault.Code}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_that_is_not_let_read_is_a_fault()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess) return;
        using var folder = Good();
        File.SetUnixFileMode(Path.Combine(folder.Folder, "parties.yaml"), UnixFileMode.None);
        var fault = Assert.Single(folder.Read().Faults);
        Assert.Equal("parties.yaml: parties.yaml can't be read: access is denied.", fault.ToString());
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_read()
    {
        using var folder = Good();
        using (var file = File.OpenWrite(Path.Combine(folder.Folder, "parties.yaml")))
            file.SetLength(YamlReader.MostBytes + 1L);
        var fault = Assert.Single(folder.Read().Faults);
        Assert.Equal("parties.yaml: The file is larger than 16 MiB, the most that is read of one.\n"
            + "  Split it into several files.", fault.ToString());
    }

    private static IEnumerable<string> Named(IEnumerable<MapNode> maps, string key) =>
        maps.Select(map => ((TextNode)map[key]!).Value);
}

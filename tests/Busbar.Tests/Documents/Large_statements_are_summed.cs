using Busbar.Quantities;
using Busbar.Tests.Cli;
using Busbar.Tests.Formats;

namespace Busbar.Tests.Documents;

/// <summary>The page of a statement of very many accounts has sums; its annexes have what they are of.</summary>
public sealed class Large_statements_are_summed : IDisposable
{
    private static readonly string[] Sites = ["s0", "s1", "s2", "s3"];

    private readonly Busbars _busbar = new();

    public void Dispose() => _busbar.Dispose();

    [Fact]
    public void Page_annexes_and_statement_come_to_the_same()
    {
        var folder = Stated("summary-over: 3", "text,html,pdf");
        Assert.Equal([$"{Name}-balances.csv", $"{Name}.csv", $"{Name}.html", $"{Name}.pdf", $"{Name}.txt"],
            Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var text = Spaced(File.ReadAllText(Path.Combine(folder, $"{Name}.txt")));
        var (balances, lines) = (Rows(folder, $"{Name}-balances.csv"), Rows(folder, $"{Name}.csv"));

        Assert.Equal(["a", .. Sites], balances.Select(row => row[0]));
        foreach (var (name, column) in new[] { ("Opening balance", 3), ("Bills", 4), ("Payments", 6),
            ("Closing balance", 8) })
            Assert.Contains($"{name} {Sum(balances, column)}\n", text, StringComparison.Ordinal);
        Assert.Contains($"£{Sum(balances, 9)} of it is overdue.", text, StringComparison.Ordinal);
        // s0 and s2 are of 4712, s1 of 4713, and s3 of none.
        foreach (var (centre, name, count) in new[] { ("4712", "4712", 2), ("4713", "4713", 1),
            ("", "No cost centre", 1) })
            Assert.Contains($"{name} {count} {Sum(lines.Where(row => row[1] == centre), 19)}\n", text,
                StringComparison.Ordinal);
        Assert.Equal(Sum(balances, 4), Sum(lines, 19));
        Assert.Contains("s3 Payment R-000001: B-0004 -5.00\n", text, StringComparison.Ordinal);
        Assert.Contains($"are in the annex {Name}-balances.csv, the lines of their bills in {Name}.csv.",
            text.Replace('\n', ' '), StringComparison.Ordinal);
        foreach (var page in new[] { text, File.ReadAllText(Path.Combine(folder, $"{Name}.html")) })
            Assert.DoesNotContain("B-0001", page, StringComparison.Ordinal);
    }

    [Fact]
    public void One_of_fewer_has_its_accounts_on_its_page()
    {
        var folder = Stated("summary-over: 5", "text");
        Assert.Equal([$"{Name}.txt"], Directory.GetFiles(folder).Select(Path.GetFileName));
        var text = File.ReadAllText(Path.Combine(folder, $"{Name}.txt"));
        Assert.Contains("B-0001", text, StringComparison.Ordinal);
        Assert.DoesNotContain("annex", text, StringComparison.Ordinal);
    }

    [Fact]
    public void To_the_output_it_is_said_how_the_annexes_are_had()
    {
        Stated("summary-over: 3", "text");
        var printed = _busbar.Run("statement", "a", "--period", "2026-02");
        Assert.Equal("The statement of a has its accounts in --format balances, the lines of their bills in --format "
            + "csv.\n", printed.Messages);
        Assert.EndsWith("are in the annexes to this statement. ", printed.Results.Replace('\n', ' '),
            StringComparison.Ordinal);
        Assert.Equal(6, _busbar.Run("statement", "a", "--period", "2026-02", "--format", "balances").Lines.Length);
    }

    private const string Name = "statement-a-2026-02-01-2026-02-28";

    /// <summary>Four sites below an account, two of which pay themselves, one a part.</summary>
    private string Stated(string layout, string format)
    {
        string Each(string head, Func<int, string> row) =>
            head + "\n" + string.Concat(Sites.Select((_, i) => row(i) + "\n"));
        _busbar.Write("book/book.yaml", $$"""
            seller: { name: Northwind, vat: GB1 }
            currency: GBP
            zone: Europe/London
            groups: [energy, fixed]
            taxes: { standard: 20 % }
            tax: standard
            bills: { numbers: "B-{0000}", due: 10 days, {{layout}} }
            """);
        _busbar.Write("book/parties.yaml", "- { party: p, name: P plc }");
        _busbar.Write("book/accounts.yaml", """
            - { account: a, party: p }
            - { account: s0, party: p, parent: a, pays: parent, cost-centre: "4712" }
            - { account: s1, party: p, parent: a, pays: parent, cost-centre: "4713" }
            - { account: s2, party: p, parent: a, pays: self, cost-centre: "4712" }
            - { account: s3, party: p, parent: a, pays: self }
            """);
        _busbar.Write("book/connections.csv", Each("connection,interval,channels.import", i => $"c{i},day,kWh"));
        _busbar.Write("book/agreements.csv", Each("agreement,account,product,connections,from",
            i => $"g{i},s{i},p,c{i},2026-01-01"));
        _busbar.Write("book/products/p.yaml", """
            product: p
            from: 2026-01-01
            interval: day
            channels: { import: kWh }
            charges:
              - { name: Energy, group: energy, quantity: import, price: 20 p/kWh }
              - { name: Standing, group: fixed, quantity: days, price: 41 p/day }
            """);
        _busbar.Write("book/reads/january.csv", Each("connection,channel,start,value,unit,quality", i =>
            string.Join('\n', Enumerable.Range(0, 31).Select(day =>
                $"c{i},import,2026-01-{day + 1:00},{(i + day) % 17 + 1},kWh,A"))));
        var billed = _busbar.Run("bill", _busbar.PathOf("book"), "--period", "2026-01", "--issued", "2026-02-01");
        Assert.True(billed.Code == 0, billed.Messages);
        var paid = _busbar.Run("pay", "import", _busbar.Write("bank.xml", BankFiles.Statement("GB33BUKB20201555555555",
            "GBP", 0, [new WrittenEntry("N1", new(2026, 2, 9), 5_00, "", "", "B-0004")])));
        Assert.True(paid.Code == 0, paid.Messages);
        var folder = _busbar.PathOf("out");
        var stated = _busbar.Run("statement", "a", "--period", "2026-02", "--format", format, "--out", folder);
        Assert.True(stated.Code == 0, stated.Messages);
        return folder;
    }

    private static List<string[]> Rows(string folder, string name) =>
        [.. File.ReadAllLines(Path.Combine(folder, name)).Skip(1).Select(row => row.Split(','))];

    private static string Sum(IEnumerable<string[]> rows, int column) => rows.Aggregate(Exact.Zero,
        (sum, row) => sum + Busbar.Documents.PlainNumber.Parse(row[column])).ToString(2);

    private static string Spaced(string text) => string.Join('\n', text.Split('\n')
        .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
}

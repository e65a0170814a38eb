using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Documents.Paper;
using Busbar.Quantities;
using Busbar.Runs;
using Busbar.Tests.Cli;

namespace Busbar.Tests.Documents;

/// <summary>A bill of more connections than anybody reads one by one: its document has sums, and its annex the lines.
/// </summary>
public sealed class Large_bills_are_summed : IDisposable
{
    private const int Connections = Stationery.UsualSummaryOver + 1;

    private readonly Busbars _busbar = new();

    public void Dispose() => _busbar.Dispose();

    [Fact]
    public void Summary_annex_and_bill_come_to_the_same()
    {
        var folder = Billed();
        var bill = BillDocument.FromJson(File.ReadAllText(Path.Combine(folder, "B-0001.json")));
        Assert.Equal(2 * Connections, bill.Lines.Count);
        var summed = BillSummary.Of(bill.Lines);
        Assert.Equal(["Energy", "Standing"], summed.Select(charge => charge.Name));
        Assert.Equal(bill.Net, Sum(summed.Select(charge => charge.Amount)));
        // Each kWh at 20 p, each day at 40 p: a connection and day has 1 to 17 kWh.
        Assert.Equal(summed[0].Quantity!.Value * Exact.Ratio(1, 5), summed[0].Amount);
        Assert.Equal((31 * Connections, "day"), ((int)summed[1].Quantity!.Value.ToScaled(0), summed[1].Unit));
        var annex = File.ReadAllLines(Path.Combine(folder, "B-0001.csv")).Skip(1).Select(row => row.Split(','))
            .ToList();
        Assert.Equal(2 * Connections, annex.Count);
        Assert.Equal(bill.Net, Sum(annex.Select(row => PlainNumber.Parse(row[15]))));
        Assert.Equal(File.ReadAllText(Path.Combine(folder, "B-0001.csv")),
            _busbar.Run("show", "B-0001", "--format", "csv").Results);
    }

    [Fact]
    public void The_pages_have_sums_and_name_the_annex()
    {
        var folder = Billed();
        var pdf = PdfText.Of(File.ReadAllBytes(Path.Combine(folder, "B-0001.pdf")));
        var (text, html) = (File.ReadAllText(Path.Combine(folder, "B-0001.txt")),
            File.ReadAllText(Path.Combine(folder, "B-0001.html")));
        foreach (var said in new[] { pdf, text, html })
        {
            Assert.Contains("2,002 lines", string.Join(' ', said.Split('\n').Select(line => line.Trim())),
                StringComparison.Ordinal);
            Assert.Contains("B-0001.csv", said, StringComparison.Ordinal);
            Assert.DoesNotContain("c0500", said, StringComparison.Ordinal);
        }
        Assert.InRange(pdf.Count(c => c == '\f'), 1, 4);
    }

    [Fact]
    public void A_bill_of_fewer_has_its_lines()
    {
        var folder = Billed(Stationery.UsualSummaryOver);
        Assert.Contains("c0500", File.ReadAllText(Path.Combine(folder, "B-0001.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_book_says_over_how_many_connections_bills_are_summed()
    {
        const string Line = "Connection c0001";
        Assert.Contains(Line, File.ReadAllText(Path.Combine(Billed(4, "summary-over: 4"), "B-0001.html")),
            StringComparison.Ordinal);
        using var other = new Large_bills_are_summed();
        Assert.DoesNotContain(Line, File.ReadAllText(Path.Combine(other.Billed(4, "summary-over: 3"), "B-0001.html")),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("many")]
    [InlineData("1.5")]
    public void A_number_of_connections_that_is_none_is_refused(string over)
    {
        Write(1, $"summary-over: {over}");
        var run = _busbar.Run("check", _busbar.PathOf("book"));
        Assert.Equal(1, run.Code);
        Assert.Contains("summary-over", run.Messages, StringComparison.Ordinal);
        Assert.Contains("book.yaml:9", run.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("html")]
    [InlineData("pdf")]
    [InlineData("text")]
    public void A_page_that_is_summed_has_its_annex_beside_it(string format)
    {
        var folder = Billed(4, "summary-over: 3", format: format);
        var ending = format == "text" ? "txt" : format;
        Assert.Equal(["B-0001.csv", $"B-0001.{ending}"], FilesIn(folder));
        var again = _busbar.PathOf("again");
        var shown = _busbar.Run("show", "B-0001", "--format", format, "--out", again);
        Assert.True(shown.Code == 0, shown.Messages);
        Assert.Equal(FilesIn(folder), FilesIn(again));
        foreach (var file in FilesIn(folder))
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder, file)), File.ReadAllBytes(Path.Combine(again, file)));
    }

    [Fact]
    public void A_bill_that_is_not_summed_has_no_annex_that_nobody_asked_for() =>
        Assert.Equal(["B-0001.html"], FilesIn(Billed(3, "summary-over: 3", format: "html")));

    [Fact]
    public void The_page_names_the_file_as_it_is()
    {
        var folder = Billed(4, "summary-over: 3", "B/{0000}", "html,text,pdf");
        Assert.Equal(["B%2F0001.csv", "B%2F0001.html", "B%2F0001.pdf", "B%2F0001.txt"], FilesIn(folder));
        foreach (var page in new[] { "B%2F0001.html", "B%2F0001.txt" })
            Assert.Contains("B%2F0001.csv.", File.ReadAllText(Path.Combine(folder, page)), StringComparison.Ordinal);
        Assert.Contains("B%2F0001.csv.", PdfText.Of(File.ReadAllBytes(Path.Combine(folder, "B%2F0001.pdf"))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_a_draft_names_its_own_annex()
    {
        var folder = Billed(4, "summary-over: 3", format: "html,text", more: "--draft");
        const string Name = "draft-a-2026-01-01";
        Assert.Equal([$"{Name}.csv", $"{Name}.html", $"{Name}.txt"], FilesIn(folder));
        foreach (var page in new[] { $"{Name}.html", $"{Name}.txt" })
            Assert.Contains($"{Name}.csv.", File.ReadAllText(Path.Combine(folder, page)), StringComparison.Ordinal);
        Assert.Equal(8, File.ReadAllLines(Path.Combine(folder, $"{Name}.csv")).Length - 1);
    }

    [Fact]
    public void Where_no_file_is_written_the_page_names_none()
    {
        Billed(4, "summary-over: 3");
        foreach (var page in new[]
        {
            _busbar.Run("show", "B-0001"), _busbar.Run("show", "B-0001", "--format", "html"),
            _busbar.Run("show", "B-0001", "--format", "text"),
        })
        {
            Assert.Contains("is in the annex to this bill.", string.Join(' ', page.Results.Split('\n')),
                StringComparison.Ordinal);
            Assert.DoesNotContain(".csv", page.Results, StringComparison.Ordinal);
            // Who runs the book is told how to get it.
            Assert.Contains("busbar show B-0001 --format csv", page.Messages, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Cost_centres_of_agreements_have_a_row_each_that_add_up_to_the_bill()
    {
        // c0001 and c0003 are of 4712, c0000 of none of its own and so of its account's.
        var folder = Billed(4, "summary-over: 3", centres: [null, "4712", "4713", "4712"]);
        var annex = File.ReadAllLines(Path.Combine(folder, "B-0001.csv")).Skip(1).Select(row => row.Split(','))
            .ToList();
        Assert.Equal(["4711", "4712", "4713", "4712"], annex.DistinctBy(row => row[5]).Select(row => row[1]));
        var bill = BillDocument.FromJson(File.ReadAllText(Path.Combine(folder, "B-0001.json")));
        var text = File.ReadAllText(Path.Combine(folder, "B-0001.txt")).Split('\n')
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToList();
        foreach (var centre in annex.GroupBy(row => row[1]))
            Assert.Contains(
                $"{centre.Key} {centre.DistinctBy(row => row[5]).Count()} "
                + Sum(centre.Select(row => PlainNumber.Parse(row[15]))), text);
        Assert.Equal(bill.Net, Sum(annex.Select(row => PlainNumber.Parse(row[15]))));
        var html = File.ReadAllText(Path.Combine(folder, "B-0001.html"));
        Assert.Contains("What each cost centre comes to, before tax", html, StringComparison.Ordinal);
        Assert.Contains("4713", html, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_billed_is_booked_where_it_was_when_it_was_billed()
    {
        Billed(2, centres: ["4712", null]);
        Write(2, "summary-over: 1000", centres: ["4800", "4801"]);
        Assert.Equal(0, _busbar.Run("apply", _busbar.PathOf("book")).Code);
        foreach (var args in new string[][]
        {
            ["show", "B-0001", "--format", "csv"],
            ["show", "B-0001", "--format", "csv", "--as", "owner"],
            ["statement", "a", "--period", "2026-02", "--format", "csv"],
        })
            Assert.Equal(["4712", "4711"],
                _busbar.Run(args).Lines[1..].Select(row => row.Split(',')).DistinctBy(row => row[5])
                    .Select(row => row[1]));
    }

    [Fact]
    public void Without_cost_centres_the_premises_have_a_row_each()
    {
        var folder = Billed(4, "summary-over: 3", premises: ["mill", "mill", "yard", null]);
        var text = File.ReadAllText(Path.Combine(folder, "B-0001.txt")).Split('\n')
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToList();
        var lines = BillDocument.FromJson(File.ReadAllText(Path.Combine(folder, "B-0001.json"))).Lines;
        string Of(params string[] connections) => Sum(lines.Where(line => connections.Contains(line.Connection))
            .Select(line => PlainNumber.Parse(line.Amount)));
        Assert.Contains($"mill 2 {Of("c0000", "c0001")}", text);
        Assert.Contains($"yard 1 {Of("c0002")}", text);
        Assert.Contains($"No premises named 1 {Of("c0003")}", text);
    }

    [Fact]
    public void A_broker_is_not_told_where_its_customers_book_what_they_pay()
    {
        var book = Applied(2, centres: ["4712", "4713"]);
        Assert.Equal("4712", book.CostCentreOf("a", "g0000"));
        Assert.Equal("4711", book.CostCentreOf("a", "unknown"));
        Assert.Null(book.CostCentreOf("broker", "g0000"));
        Assert.Null(book.PremisesOf("broker", "g0000", null));
    }

    private static string[] FilesIn(string folder) =>
        [.. Directory.GetFiles(folder).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    private Book Applied(int connections, string?[] centres)
    {
        Write(connections, "summary-over: 3", centres: centres);
        return CheckedBook.Read(_busbar.PathOf("book")).Book;
    }

    private string Billed(int connections = Connections, string layout = "summary-over: 1000",
        string numbers = "B-{0000}", string format = "json,text,csv,html,pdf", string? more = null,
        string?[]? centres = null, string?[]? premises = null)
    {
        Write(connections, layout, numbers, centres, premises);
        var folder = _busbar.PathOf("bills");
        var run = _busbar.Run([
            "bill", _busbar.PathOf("book"), "--period", "2026-01", "--issued", "2026-02-01", "--format", format,
            "--out", folder, .. more is null ? Array.Empty<string>() : [more]]);
        Assert.True(run.Code == 0, run.Messages);
        return folder;
    }

    private void Write(int connections, string layout, string numbers = "B-{0000}", string?[]? centres = null,
        string?[]? premises = null)
    {
        string Each(string head, Func<int, string> row) =>
            head + "\n" + string.Concat(Enumerable.Range(0, connections).Select(i => row(i) + "\n"));
        _busbar.Write("book/book.yaml", """
            seller: { name: Northwind, vat: GB1 }
            currency: GBP
            zone: Europe/London
            groups: [energy, fixed]
            taxes: { standard: 20 % }
            tax: standard
            bills:
              numbers: "$numbers"
              $layout
            """.Replace("$numbers", numbers, StringComparison.Ordinal)
            .Replace("$layout", layout, StringComparison.Ordinal));
        _busbar.Write("book/parties.yaml", "- { party: p, name: P plc }");
        _busbar.Write("book/accounts.yaml", "- { account: a, party: p, cost-centre: \"4711\" }");
        _busbar.Write("book/access.yaml", "- { viewer: owner, role: account-owner, accounts: [a] }");
        _busbar.Write("book/connections.csv", Each("connection,interval,channels.import,premises",
            i => $"c{i:0000},day,kWh,{premises?[i]}"));
        _busbar.Write("book/agreements.csv", Each("agreement,account,product,connections,from,cost-centre",
            i => $"g{i:0000},a,p,c{i:0000},2026-01-01,{centres?[i]}"));
        _busbar.Write("book/products/p.yaml", """
            product: p
            from: 2026-01-01
            interval: day
            channels: { import: kWh }
            charges:
              - { name: Energy, group: energy, quantity: import, price: 20 p/kWh }
              - { name: Standing, group: fixed, quantity: days, price: 40 p/day }
            """);
        _busbar.Write("book/reads/january.csv", Each("connection,channel,start,value,unit,quality", i =>
            string.Join('\n', Enumerable.Range(0, 31).Select(day =>
                $"c{i:0000},import,2026-01-{day + 1:00},{(i + day) % 17 + 1},kWh,A"))));
    }

    private static string Sum(IEnumerable<Exact> amounts) =>
        amounts.Aggregate(Exact.Zero, (sum, amount) => sum + amount).ToString(2);
}

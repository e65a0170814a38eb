using Busbar.Documents;
using Busbar.Documents.Paper;
using Busbar.Quantities;
using Busbar.Tests.Cli;

namespace Busbar.Tests.Documents;

/// <summary>A bill of more connections than anybody reads one by one: its document has sums, and its annex the lines.
/// </summary>
public sealed class Large_bills_are_summed : IDisposable
{
    private const int Connections = BillSummary.MostConnections + 1;

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
        var folder = Billed(BillSummary.MostConnections);
        Assert.Contains("c0500", File.ReadAllText(Path.Combine(folder, "B-0001.txt")), StringComparison.Ordinal);
    }

    private string Billed(int connections = Connections)
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
            bills: { numbers: "B-{0000}" }
            """);
        _busbar.Write("book/parties.yaml", "- { party: p, name: P plc }");
        _busbar.Write("book/accounts.yaml", "- { account: a, party: p, cost-centre: \"4711\" }");
        _busbar.Write("book/connections.csv", Each("connection,interval,channels.import", i => $"c{i:0000},day,kWh"));
        _busbar.Write("book/agreements.csv", Each("agreement,account,product,connections,from",
            i => $"g{i:0000},a,p,c{i:0000},2026-01-01"));
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
        var folder = _busbar.PathOf("bills");
        var run = _busbar.Run("bill", _busbar.PathOf("book"), "--period", "2026-01", "--issued", "2026-02-01",
            "--format",
            "json,text,csv,html,pdf", "--out", folder);
        Assert.True(run.Code == 0, run.Messages);
        return folder;
    }

    private static string Sum(IEnumerable<Exact> amounts) =>
        amounts.Aggregate(Exact.Zero, (sum, amount) => sum + amount).ToString(2);
}

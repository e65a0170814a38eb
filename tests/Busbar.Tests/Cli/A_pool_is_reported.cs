using System.Globalization;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Busbar.Quantities;

namespace Busbar.Tests.Cli;

/// <summary>The sample book of power purchase: its bills, and the report of its pool.</summary>
public sealed class A_pool_is_reported
{
    private static readonly string Book = Path.Combine(Tidy.House.Root, "books/ppa");

    private static Busbars Billed(params string[] months)
    {
        var program = new Busbars();
        foreach (var month in months)
        {
            var billed = program.Run("bill", Book, "--period", month);
            Assert.True(billed.Code == 0, billed.Messages);
        }
        return program;
    }

    [Fact]
    public void A_quarter_is_billed_and_each_bill_has_its_documents()
    {
        using var program = Billed("2026-01", "2026-02");
        var bills = program.Run("bill", Book, "--period", "2026-03", "--format", "html,pdf", "--out",
            program.PathOf("bills"));
        Assert.Equal((0, 4), (bills.Code, bills.Lines.Length));
        Assert.Equal(8, Directory.GetFiles(program.PathOf("bills")).Length);
        var wind = program.Run("show", "NW-SB-2026-00005").Results;
        // The strike has stepped with the index: 3.1 % more than 55.
        Assert.Contains("5.6705", wind, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_has_the_flows_the_days_the_proof_and_the_margin()
    {
        using var program = Billed("2026-02");
        var run = program.Run("pool", "dales", "--period", "2026-02", "--format", "html", "--market", "day-ahead",
            "--out", program.PathOf("dales.html"));
        Assert.Equal((0, ""), (run.Code, run.Results));
        Assert.Equal($"Pool dales, 2026-02-01 to 2026-02-28: {program.PathOf("dales.html")}.\n", run.Messages);
        var page = File.ReadAllText(program.PathOf("dales.html"));
        foreach (var said in new[]
        {
            "Where the energy comes from and goes to", "Matched, over and under", "power closes", "output closes",
            "What is over, sold at day-ahead", "The seller's margin",
        })
            Assert.Contains(said, page, StringComparison.Ordinal);
        // The flows and the days, each also for a telephone.
        Assert.Equal(4, page.Split("<svg").Length - 1);
        Assert.DoesNotContain("Without a bill", page, StringComparison.Ordinal);
    }

    // Added up here from the bills, the settled half-hours and the file of prices.
    [Fact]
    public void The_margin_is_what_was_billed_and_what_the_market_pays_for_what_is_over_and_under()
    {
        using var program = Billed("2026-02");
        var bills = JsonDocument.Parse(program.Run("show", "--json").Results).RootElement;
        var lines = bills.GetProperty("bills").EnumerateArray().Select(bill => bill.GetProperty("number").GetString()!)
            .SelectMany(number => JsonDocument.Parse(program.Run("show", number, "--json").Results).RootElement
                .GetProperty("lines").EnumerateArray())
            .Where(line => line.GetProperty("name").GetString() != "Network use");
        var margin = lines.Sum(line => Number(line.GetProperty("amount").GetString()!));
        var prices = File.ReadLines(Path.Combine(Book, "prices/day-ahead.csv")).Skip(1).Select(row => row.Split(','))
            .ToDictionary(row => row[0][..13], row => Number(row[1]));
        var rows = program.Run("pool", "dales", "--period", "2026-02", "--intervals").Lines
            .Select(line => line.Split(',')).ToList();
        var (given, taken) = (Array.IndexOf(rows[0], "pool.generation"), Array.IndexOf(rows[0], "pool.consumption"));
        margin += rows.Skip(1).Sum(row => (Number(row[given]) - Number(row[taken])) * prices[row[0][..13]] / 1000);
        var page = program.Run("pool", "dales", "--period", "2026-02", "--format", "html", "--market", "day-ahead");
        Assert.Contains(
            Math.Round(margin, 2, MidpointRounding.AwayFromZero).ToString("N2", CultureInfo.InvariantCulture),
            page.Results[page.Results.IndexOf("The seller's margin", StringComparison.Ordinal)..],
            StringComparison.Ordinal);

        static decimal Number(string text) => Exact.TryParse(text, out var number, out _) ? number.ToDecimal()
            : throw new FormatException(text);
    }

    [Fact]
    public void What_is_not_billed_yet_is_said()
    {
        using var program = new Busbars();
        program.Run("apply", Book);
        program.Run("import", Path.Combine(Book, "reads"));
        var page = program.Run("pool", "dales", "--period", "2026-02", "--format", "html");
        Assert.Contains("Without a bill whose period begins in these days: hawes-moor, skerne-solar, tees-foundry, "
            + "wear-bakery.", page.Results, StringComparison.Ordinal);
        Assert.Contains("as it would be settled now", page.Results, StringComparison.Ordinal);
        Assert.DoesNotContain("The money", page.Results, StringComparison.Ordinal);
    }

    // Behind a meter: what comes in and is given is what is taken, goes out and is lost; who takes is no giver.
    [Theory]
    [InlineData("multi-party", "elm-house", "2026-05", "roof → Pool elm-house: 1,579.271 kWh",
        "outside the pool → Pool elm-house: 1,150.476 kWh", "Pool elm-house → outside the pool: 458.935 kWh",
        "Pool elm-house → shop: 508.631 kWh")]
    [InlineData("private-network", "yard", "2026-01", "Pool yard → Frost & Sons Ltd: 11,769.4 kWh",
        "Pool yard → lost, or not measured: 651.42 kWh")]
    public void Behind_a_meter_all_that_comes_in_goes_somewhere(
        string book, string pool, string month, params string[] expected)
    {
        using var program = new Busbars();
        var folder = Path.Combine(Tidy.House.Root, "books", book);
        program.Run("apply", folder);
        program.Run("import", Path.Combine(folder, "reads"));
        using var reader = XmlReader.Create(new StringReader(
            program.Run("pool", pool, "--period", month, "--format", "svg").Results));
        var flows = XDocument.Load(reader).Descendants().Where(one => one.Name.LocalName == "polygon")
            .Select(one => one.Value).ToList();
        Assert.All(expected, flow => Assert.Contains(flow, flows));
        Assert.Equal(Sum(flows.Where(flow => flow.Contains($"→ Pool {pool}: ", StringComparison.Ordinal))),
            Sum(flows.Where(flow => flow.StartsWith($"Pool {pool} → ", StringComparison.Ordinal))));

        static decimal Sum(IEnumerable<string> flows) => flows.Sum(flow =>
        {
            var amount = flow[(flow.LastIndexOf(": ", StringComparison.Ordinal) + 2)..^" kWh".Length];
            Assert.True(Digits.TryParse(amount.Replace(",", "", StringComparison.Ordinal), 6, out var count, out _));
            return count / 1_000_000m;
        });
    }

    [Fact]
    public void The_chart_says_each_flow_and_the_same_twice()
    {
        using var program = new Busbars();
        program.Run("apply", Book);
        program.Run("import", Path.Combine(Book, "reads"));
        string[] command = ["pool", "dales", "--period", "2026-02-22..2026-02-23", "--format", "svg"];
        var svg = program.Run(command).Results;
        Assert.Equal(svg, program.Run(command).Results);
        using var reader = XmlReader.Create(new StringReader(svg));
        var flows = XDocument.Load(reader).Descendants().Where(one => one.Name.LocalName == "polygon")
            .Select(one => one.Value).ToList();
        Assert.Contains(flows, one => one.StartsWith("Hawes Moor Wind Ltd → Pool dales: ", StringComparison.Ordinal));
        Assert.Contains(flows, one => one.StartsWith("Pool dales → outside the pool: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2, "There is no format png. There are text, html, svg.", "--format", "png")]
    [InlineData(2, "--format writes something else than --json and --intervals: leave one of them out.", "--format",
        "svg", "--json")]
    [InlineData(2, "--out writes a page or a chart: add --format html or svg.", "--out", "x.svg")]
    [InlineData(2, "--market is for the margin, which the page shows: add --format html.", "--market", "day-ahead")]
    [InlineData(1, "The book has no series day-ahed.\n  Did you mean day-ahead?", "--format", "html", "--market",
        "day-ahed")]
    [InlineData(1, "Series cpi is in 1 per month; what is over and under is traded by the interval or the day, at a "
        + "price of energy.", "--format", "html", "--market", "cpi")]
    public void What_is_wrong_is_said(int code, string message, params string[] arguments)
    {
        using var program = new Busbars();
        program.Run("apply", Book);
        program.Run("import", Path.Combine(Book, "reads"));
        var run = program.Run(["pool", "dales", "--period", "2026-02", .. arguments]);
        Assert.Equal((code, ""), (run.Code, run.Results));
        Assert.Contains(message, run.Messages, StringComparison.Ordinal);
    }

    // A parent's cost by its own rates, shared by use: the operator bills all of it and 0.5 p/kWh.
    [Fact]
    public void The_page_of_a_network_has_what_its_operator_keeps()
    {
        using var program = new Busbars();
        var done = PoolBooks.Apply(program, """
            pool: quay
            interval: 60min
            parent: { connection: p }
            members:
              - { connection: a, consumption: import, from: 2026-03-01 }
              - { connection: b, consumption: import, from: 2026-03-01 }
            shares:
              energy-cost: share(parent.cost(energy), by = sum(consumption))
            """, """
            product: grid
            from: 2026-01-01
            interval: 60min
            channels: { import: kWh }
            charges: [{ name: Energy, group: energy, quantity: import, price: 15 p/kWh }]
            ---
            product: child
            from: 2026-01-01
            interval: 60min
            channels: { import: kWh }
            pool: { energy-cost: GBP }
            charges:
              - { name: Energy, group: energy, amount: energy-cost }
              - { name: Service, group: service, quantity: import, price: 0.5 p/kWh }
            """, """
            - { agreement: p, account: p, product: grid, connections: [p], from: 2026-03-01 }
            - { agreement: a, account: a, product: child, connections: [a], from: 2026-03-01 }
            - { agreement: b, account: b, product: child, connections: [b], from: 2026-03-01 }
            """, [.. new[] { ("p", 100m), ("a", 60m), ("b", 40m) }.Select(one =>
                (one.Item1, "import", (decimal[])[.. Enumerable.Repeat(one.Item2, 31 * 24)]))]);
        Assert.True(done.Code == 0, done.Messages);
        Assert.Equal(0, program.Run("bill", "--period", "2026-03", "--issued", "2026-04-02").Code);
        var page = program.Run("pool", "quay", "--period", "2026-03", "--format", "html").Results;
        var money = page[page.IndexOf("<h2>The money", StringComparison.Ordinal)..];
        // 74,400 kWh: 11,160.00 of the grid, and 372.00 of service.
        foreach (var said in new[] { "11,532.00", "−11,160.00", "372.00", "The operator's margin" })
            Assert.Contains(said, money, StringComparison.Ordinal);
        Assert.Contains("Members took 74,400 kWh from outside.", page.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("Pool quay → a: 44,640 kWh", page, StringComparison.Ordinal);
        Assert.Contains("outside the pool → Pool quay: 74,400 kWh", page, StringComparison.Ordinal);
    }
}

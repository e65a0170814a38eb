using System.Globalization;
using System.Text;
using System.Text.Json;
using Busbar.Documents;
using Busbar.Quantities;
using Busbar.Tests.Formats;

namespace Busbar.Tests.Cli;

/// <summary>The sample book of flexible purchase, 5-domain 4.1, and a position against published prices, D7.</summary>
public sealed class Flexible_purchases_are_billed
{
    private static readonly string Book = Path.Combine(Tidy.House.Root, "books/flex");

    [Fact]
    public void WE4_2_clips_and_residuals_and_what_that_is_a_megawatt_hour()
    {
        using var busbar = new Busbars();
        Assert.Equal(0, busbar.Run("bill", Book, "--period", "2026-01", "--out", busbar.PathOf("bills")).Code);
        Assert.Equal(
            [
                "clips.tg-1 53568.00", "clips.tg-2 12672.00", "clips.tg-3 -9672.00", "clips.tg-4 9792.00",
                "residual-bought 3752.40", "residual-sold-back -1214.40", "trading-fee 172.08",
            ], Lines(busbar, "NW-2026-00001"));
        var energy = Sum(Bill(busbar, "NW-2026-00001").Lines.Where(line => line.Group == "energy")
            .Select(line => line.Amount));
        Assert.Equal("68898.00 79.1931 84.9029",
            $"{energy.ToString(2)} {(energy / 870).ToString(4)} {(energy * 1.0721m / 870).ToString(4)}");
        // The same clips at the average of what was bought: the same money, in other lines.
        Assert.Equal(
            [
                "position 64700.31", "result-of-sales 1659.69", "residual-bought 3752.40",
                "residual-sold-back -1214.40", "trading-fee 172.08",
            ], Lines(busbar, "NW-2026-00003"));
        Assert.Equal(Bill(busbar, "NW-2026-00001").Total, Bill(busbar, "NW-2026-00003").Total);
    }

    [Fact]
    public void The_position_is_told_by_month_and_by_shape()
    {
        using var busbar = new Busbars();
        Assert.Equal(0, busbar.Run("apply", Book).Code);
        string[] ask = ["position", "tees-glass", "--period", "2026-01"];
        var unknown = busbar.Run(ask);
        Assert.Equal(3, unknown.Code);
        Assert.Contains("has no reading in 1488 of 1488 intervals", unknown.Messages, StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("import", Path.Combine(Book, "reads/2026-01.csv")).Code);
        Assert.Equal("""
            Position of tees-glass at nbp, 2026-01-01 to 2026-01-31, in MWh

              month         shape     bought   sold  position    GBP/MWh      demand     to buy    to sell
              January 2026  baseload   866.4  148.8     717.6  74.816054
                            peak       132.0    0.0     132.0  96.000000
                            all        998.4  148.8     849.6  78.107345  869.999992  42.400006  22.000014

            """, busbar.Run(ask).Results);
        using var json = JsonDocument.Parse(busbar.Run([.. ask, "--json"]).Results);
        var month = json.RootElement.GetProperty("months").EnumerateArray().Last();
        Assert.Equal("849600.000000 20399.992122", $"{month.GetProperty("position")} {month.GetProperty("residual")}");
        Assert.Equal("2026-01,all,998400.000000,148800.000000,849600.000000,66360.000000,78.107345,869999.992122,"
            + "20399.992122,42400.006382,22000.014260", busbar.Run([.. ask, "--format", "csv"]).Lines[^1]);
        var intervals = busbar.Run([.. ask, "--intervals"]).Lines;
        Assert.Equal(("start,bought,sold,position,cost,demand,residual", 1489), (intervals[0], intervals.Length));
        var svg = busbar.Run([.. ask, "--format", "svg"]).Results;
        Assert.StartsWith("<svg ", svg, StringComparison.Ordinal);
        // Ten letters of a day are 70 pixels wide at least.
        var marks = System.Text.RegularExpressions.Regex
            .Matches(svg, "x=\"(?<x>[0-9]+)[^\"]*\" y=\"364\">(?<day>[^<]+)<")
            .Select(mark => (X: int.Parse(mark.Groups["x"].Value, System.Globalization.CultureInfo.InvariantCulture),
                Day: mark.Groups["day"].Value)).ToList();
        Assert.Equal("2026-01-01", marks[0].Day);
        Assert.All(marks.Zip(marks.Skip(1)), pair => Assert.True(pair.Second.X - pair.First.X > 70));
    }

    [Theory]
    [InlineData(2, "There is no format pdf. There are text, csv, svg.", "tees-glass", "--format", "pdf")]
    [InlineData(2, "--intervals and --format write something else than --json: leave one of them out.", "tees-glass",
        "--intervals", "--json")]
    [InlineData(1, "There is no agreement tees-glas.\n  Did you mean tees-glass?", "tees-glas")]
    [InlineData(1, "Product flex-clips@2026-01-01 has no quantity load to set against the position.\n"
        + "  Name one of its energies: --demand demand.", "tees-glass", "--demand", "load")]
    public void What_cannot_be_told(int code, string message, params string[] asked)
    {
        using var busbar = new Busbars();
        Assert.Equal(0, busbar.Run("apply", Book).Code);
        var run = busbar.Run(["position", "--period", "2026-01", .. asked]);
        Assert.Equal(code, run.Code);
        Assert.Contains(message, run.Messages + run.Results, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_names_the_trades_with_volume_hours_and_price()
    {
        using var busbar = new Busbars();
        Assert.Equal(0, busbar.Run("bill", Book, "--period", "2026-01", "--account", "tees-glass").Code);
        var text = busbar.Run("explain", "NW-2026-00001", "clips.tg-3").Results;
        Assert.Contains("  tg-3   baseload  -200 kW    744  -148800 kWh  0.065 GBP/kWh  -9672 GBP\n", text,
            StringComparison.Ordinal);
        Assert.Contains("  clip       tg-3 baseload -0.2 MW\n", text, StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("explain", "NW-2026-00001", "clips.tg-3", "--intervals").Code);
    }

    [Fact]
    public void A_trade_that_comes_after_the_bill_changes_what_it_would_be_and_not_what_it_was()
    {
        using var busbar = new Busbars();
        Assert.Equal(0, busbar.Run("bill", Book, "--period", "2026-01", "--account", "tees-glass").Code);
        CopyOfBook(busbar);
        File.AppendAllText(busbar.PathOf("book/trades.csv"),
            "tg-5,tees-glass,weekend,2026-01-17,2026-02-01,sell,0.1 MW,50 GBP/MWh,2026-01-14,nbp\n");
        Assert.Contains("1 new, 0 changed", busbar.Run("apply", busbar.PathOf("book")).Results,
            StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("explain", "NW-2026-00001", "clips.tg-1", "--intervals").Code);
        Assert.Equal(0, busbar.Run("rebill", "NW-2026-00001").Code);
        // Five days at weekends, 120 hours.
        Assert.Contains("Clips: tg-5 weekend -0.1 MW", busbar.Run("show", "NW-2026-00002").Results,
            StringComparison.Ordinal);
        Assert.Contains("-600.00", busbar.Run("show", "NW-2026-00002").Results, StringComparison.Ordinal);
    }

    [Fact]
    public void A_book_without_a_currency_says_so_beside_its_trades()
    {
        using var busbar = new Busbars();
        var book = CopyOfBook(busbar);
        busbar.Write("book/book.yaml", File.ReadAllText(Path.Combine(Book, "book.yaml"))
            .Replace("currency: GBP", "currency: pounds", StringComparison.Ordinal));
        var run = busbar.Run("check", book);
        Assert.Equal(1, run.Code);
        Assert.StartsWith("book.yaml:", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void D7_a_position_of_a_quarter_and_its_residual_at_spot()
    {
        using var busbar = new Busbars();
        WriteQuarter(busbar);
        var billed = busbar.Run("bill", busbar.PathOf("book"), "--period", "2022-01-01..2022-04-01", "--out",
            busbar.PathOf("bills"));
        Assert.True(billed.Code == 0, billed.Results + billed.Messages);
        Assert.Equal(["5781.60 3467.62 9249.22", "6388.80 833.75 7222.55"], [.. Enumerable.Range(1, 2).Select(Sums)]);
        Assert.EndsWith(" 8287.42", Sums(3), StringComparison.Ordinal);

        string Sums(int number)
        {
            var bill = Bill(busbar, $"D-{number}");
            string Of(string charge) => Sum(bill.Lines.Where(line => line.Id.StartsWith(
                charge, StringComparison.Ordinal)).Select(line => line.Amount)).ToString(2);
            return $"{Of("clips")} {Of("residual")} {bill.Net}";
        }
    }

    private static void WriteQuarter(Busbars busbar)
    {
        const int Hours = 2159;
        string[] Column(string file, int column) => [.. File.ReadLines(Oracles.PathOf(file)).Skip(1)
            .Select(line => line.Split(',')[column]).Take(Hours)];
        var load = Column("ssc-utilityrate/profiles/load_382b17364373.csv", 0);
        var spot = Column("prices/cz-ote-1h/2022.csv", 3);
        busbar.Write("book/book.yaml", """
            seller: { name: Desk, address: [1 Street] }
            currency: EUR
            zone: Europe/Prague
            language: en-GB
            groups: [energy]
            taxes: { none: 0 % }
            calendars: { desk: { bands: { day: "mon-fri 08:00-20:00", other: rest } } }
            series: { spot: { unit: EUR/MWh, interval: 60min, file: prices/spot.csv } }
            bills: { every: month, numbers: "D-{0}" }
            """);
        busbar.Write("book/parties.yaml", "- { party: them, name: Them }");
        busbar.Write("book/accounts.yaml", "- { account: them, party: them }");
        busbar.Write("book/connections.yaml",
            "- { connection: site, interval: 60min, channels: { import: kWh } }");
        busbar.Write("book/agreements.yaml",
            "- { agreement: desk, account: them, product: desk, connections: [site], from: 2022-01-01 }");
        busbar.Write("book/products/desk.yaml", """
            product: desk
            from: 2022-01-01
            interval: 60min
            channels: { import: kWh }
            charges:
              - { name: Clips, amount: trades.cost, lines: clip }
              - { name: Residual, quantity: import - trades.volume, price: spot }
            """);
        busbar.Write("book/trades.csv", """
            trade,agreement,shape,from,to,side,volume,price,traded
            t-1,desk,baseload,2022-01-01,2022-04-01,buy,60 kW,140 EUR/MWh,2021-10-01
            t-2,desk,weekend,2022-01-01,2022-02-01,sell,15 kW,130 EUR/MWh,2021-12-01
            t-3,desk,desk.day,2022-02-01,2022-03-01,buy,20 kW,155 EUR/MWh,2022-01-20
            t-4,desk,baseload,2022-03-01,2022-04-01,buy,10 kW,120 EUR/MWh,2022-02-20
            """);
        string Start(int hour) => new DateTime(2021, 12, 31, 23, 0, 0).AddHours(hour)
            .ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture) + "Z";
        var (reads, prices) = (new StringBuilder("connection,channel,start,value,unit,quality\n"),
            new StringBuilder("start,value\n"));
        for (var hour = 0; hour < Hours; hour++)
        {
            reads.Append(CultureInfo.InvariantCulture, $"site,import,{Start(hour)},{load[hour]},kWh,A\n");
            prices.Append(CultureInfo.InvariantCulture, $"{Start(hour)},{spot[hour]}\n");
        }
        busbar.Write("book/reads/reads.csv", reads.ToString());
        busbar.Write("book/prices/spot.csv", prices.ToString());
    }

    private static string CopyOfBook(Busbars busbar)
    {
        foreach (var file in Directory.EnumerateFiles(Book, "*", SearchOption.AllDirectories))
            busbar.Write(Path.Combine("book", Path.GetRelativePath(Book, file)), File.ReadAllText(file));
        return busbar.PathOf("book");
    }

    private static Exact Sum(IEnumerable<string> amounts) => amounts.Aggregate(Exact.Zero, (sum, amount) =>
    {
        Assert.True(Exact.TryParse(amount, out var number, out _));
        return sum + number;
    });

    private static string[] Lines(Busbars busbar, string number) =>
        [.. Bill(busbar, number).Lines.Select(line => $"{line.Id} {line.Amount}")];

    private static BillDocument Bill(Busbars busbar, string number) =>
        BillDocument.FromJson(File.ReadAllText(busbar.PathOf($"bills/{number}.json")));
}

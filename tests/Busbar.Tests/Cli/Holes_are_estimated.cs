using System.Text.Json;
using NodaTime;

namespace Busbar.Tests.Cli;

public class Holes_are_estimated
{
    private const string Head = "connection,channel,start,value,unit,quality,version\n";

    /// <summary>Two weeks by the hour, and of the second Monday two hours missing.</summary>
    private static string Hours(Func<LocalDateTime, bool> has) => Head + string.Concat(
        Enumerable.Range(0, 14 * 24).Select(hour => new LocalDateTime(2026, 1, 5, 0, 0).PlusHours(hour)).Where(has)
            .Select(at => FormattableString.Invariant($"c1,import,{at:uuuu-MM-dd'T'HH:mm},{at.Hour + 1},kWh,A,0\n")));

    private static readonly LocalDateTime Gap = new(2026, 1, 12, 7, 0);

    private static Busbars Book(string estimates = "[like-day]", string charges =
        "- { name: Energy, quantity: import, price: 0.25 GBP/kWh }")
    {
        var busbar = new Busbars { Now = Instant.FromUtc(2026, 3, 1, 12, 0) };
        busbar.Write("book/book.yaml", $$"""
            seller: { name: S }
            currency: GBP
            zone: Europe/London
            estimates: { import: {{estimates}} }
            """);
        busbar.Write("book/parties.yaml", "- { party: p, name: P }\n");
        busbar.Write("book/accounts.yaml", "- { account: a, party: p }\n");
        busbar.Write("book/connections.yaml",
            "- { connection: c1, interval: 60min, channels: { import: kWh }, limit: 30 kW }\n");
        busbar.Write("book/agreements.yaml",
            "- { agreement: x, account: a, product: f, connections: c1, from: 2026-01-12, to: 2026-01-19 }\n");
        busbar.Write("book/products/f.yaml", $$"""
            product: f
            from: 2026-01-01
            interval: 60min
            channels: { import: kWh }
            charges:
              {{charges}}
            """);
        Assert.Equal("", busbar.Run("apply", busbar.PathOf("book")).Messages);
        Import(busbar, Hours(at => at < Gap || at >= Gap.PlusHours(2)));
        return busbar;
    }

    private static Printed Import(Busbars busbar, string csv) => busbar.Run("import", busbar.Write("r.csv", csv));

    private static Printed Estimate(Busbars busbar, params string[] more) =>
        busbar.Run(["estimate", "--period", "2026-01", .. more]);

    private static string Bill(Busbars busbar) =>
        busbar.Run("bill", "--period", "2026-01", "--draft", "--format", "text").Results;

    [Fact]
    public void What_rests_on_estimates_is_told_in_money()
    {
        using var busbar = Book();
        Assert.Equal(
            """
            c1, import: 2 readings estimated.
              2026-01-12 07:00 to 2026-01-12 09:00: 17 kWh by E62 like day: as on 2026-01-05
            a, 2026-01-01 to 2026-01-31: 4.25 of 525.00 GBP rests on estimates.

            """, Estimate(busbar, "--draft").Results);
        Assert.Contains("no reading in 2 of 168", busbar.Run("bill", "--period", "2026-01", "--draft").Messages,
            StringComparison.Ordinal);
        Assert.Equal(0, Estimate(busbar).Code);
        Assert.Contains("Before tax, GBP 4.25 rests on them.", Bill(busbar), StringComparison.Ordinal);
    }

    // F41
    [Fact]
    public void An_actual_after_an_estimate_says_which_bill_rested_on_it_and_by_how_much()
    {
        using Busbars alone = Book(), busbar = Book();
        Estimate(busbar);
        Assert.Equal(0, busbar.Run("bill", "--period", "2026-01", "--issued", "2026-02-02").Code);
        const string Actual = Head + "c1,import,2026-01-12T07:00,1,kWh,A,0\nc1,import,2026-01-12T08:00,2,kWh,A,0\n";
        // 8 and 9 kWh were estimated, at 0.25 GBP each.
        Assert.EndsWith("\n  1 issued bill rested on other readings and would come out otherwise now: "
            + "2026-00001 (3.50 GBP less).\n  To make it again: busbar rebill 2026-00001\n",
            Import(busbar, Actual).Results, StringComparison.Ordinal);
        Import(alone, Actual);
        Assert.Equal(Bill(alone), Bill(busbar));
        Assert.DoesNotContain("rests on", Bill(busbar), StringComparison.Ordinal);
    }

    [Fact]
    public void A_charge_that_is_not_by_interval_counts_whole()
    {
        using var busbar = Book(charges:
            "- { name: Peak, quantity: \"peak(import, per = month) * days\", price: 2 GBP/kW/day }");
        Assert.Contains("336.00 of 336.00 GBP rests on estimates", Estimate(busbar).Results, StringComparison.Ordinal);
    }

    [Fact]
    public void Again_nothing_happens()
    {
        using var busbar = Book();
        Estimate(busbar);
        var again = Estimate(busbar, "--json");
        var done = JsonDocument.Parse(again.Results).RootElement;
        Assert.False(done.TryGetProperty("receipt", out _));
        Assert.Equal(0, done.GetProperty("channels").GetArrayLength());
        Assert.Equal("4.25", done.GetProperty("at_risk").GetString());
        Assert.Equal("Nothing is missing.\n", Estimate(busbar).Messages);
    }

    [Theory]
    [InlineData("A", 0, true)]
    [InlineData("A", 4, false)]
    [InlineData("A", 5, true)]
    [InlineData("S", 5, true)]
    [InlineData("N", 5, false)]
    public void An_estimate_has_the_version_that_its_slot_is_known_by(string quality, int version, bool replaces)
    {
        using var busbar = Book();
        // Of version 5 it is said that there is no value; an estimate is made, and then something comes.
        if (version > 0) Import(busbar, Head + "c1,import,2026-01-12T07:00,,kWh,N,5\n");
        Estimate(busbar);
        var before = Bill(busbar);
        Import(busbar, Head + $"c1,import,2026-01-12T07:00,{(quality == "N" ? "" : "1")},kWh,{quality},{version}\n");
        Assert.Equal(replaces, Bill(busbar) != before);
    }

    [Fact]
    public void What_the_market_estimates_replaces_what_was_estimated_here()
    {
        using var busbar = Book();
        Estimate(busbar);
        var sent = Import(busbar, Head + "c1,import,2026-01-12T07:00,1,kWh,E,0\n");
        Assert.Equal(0, sent.Code);
        Assert.Contains("1 accepted", sent.Results, StringComparison.Ordinal);
        // Two of the market's contradict each other as ever.
        var other = busbar.Run("import", busbar.Write("o.csv", Head + "c1,import,2026-01-12T07:00,2,kWh,E,0\n"));
        Assert.Equal(3, other.Code);
        Assert.Contains("contradicts-known", other.Results, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_connection_can_not_have_measured_is_not_written()
    {
        using var busbar = Book("[agreed 1000 kWh/day]");
        var refused = Estimate(busbar);
        Assert.Equal(1, refused.Code);
        Assert.StartsWith("estimate: Connection c1, channel import, has 41.666667 kWh at 2026-01-12 07:00 UTC+00; its "
            + "limit of 30 kW allows no more than 30 kWh.", refused.Messages, StringComparison.Ordinal);
        Assert.Contains("no reading in 2", busbar.Run("bill", "--period", "2026-01", "--draft").Messages,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_over_is_not_missing()
    {
        using var busbar = Book("[zero]");
        busbar.Now = Instant.FromUtc(2026, 1, 12, 8, 30);
        var early = Estimate(busbar);
        Assert.Contains("2026-01-12 07:00 to 2026-01-12 08:00: 0 kWh by E68 zero", early.Results,
            StringComparison.Ordinal);
        Assert.Equal("1 reading estimated, 0 stay missing. What is still to come isn't estimated.\n", early.Messages);
        // The bill has no readings of these days, and that isn't called nothing.
        busbar.Now = Instant.FromUtc(2026, 1, 12, 0, 0);
        var before = Estimate(busbar);
        Assert.Contains("a, 2026-01-01 to 2026-01-31: no draft", before.Results, StringComparison.Ordinal);
        Assert.Equal("Nothing is missing of what is over. What is still to come isn't estimated.\n", before.Messages);
    }

    [Fact]
    public void An_explanation_names_the_method_of_each_interval()
    {
        using var busbar = Book();
        Estimate(busbar);
        var number = busbar.Run("bill", "--period", "2026-01", "--issued", "2026-02-02").Lines[0].Split(' ')[0];
        var table = busbar.Run("explain", number, "energy", "--intervals");
        Assert.Contains("2026-01-12 07:00 +00:00", table.Results, StringComparison.Ordinal);
        Assert.Equal(2, table.Lines.Count(line => line.EndsWith("E62 like day", StringComparison.Ordinal)));
        var json = JsonDocument.Parse(busbar.Run("explain", number, "energy", "--intervals", "--json").Results);
        Assert.Equal(["E62 like day"], json.RootElement.GetProperty("intervals").EnumerateArray()
            .Where(one => one.TryGetProperty("methods", out _)).SelectMany(one => one.GetProperty("methods")
                .EnumerateArray().Select(method => method.GetString())).Distinct());
    }

    [Fact]
    public void Who_has_no_method_is_told()
    {
        using var busbar = Book();
        busbar.Write("book/book.yaml", "seller: { name: S }\ncurrency: GBP\nzone: Europe/London\n");
        busbar.Run("apply", busbar.PathOf("book"));
        var open = Estimate(busbar);
        Assert.Equal(3, open.Code);
        Assert.Contains("no method is declared: name some under estimates: in the book", open.Results,
            StringComparison.Ordinal);
    }
}

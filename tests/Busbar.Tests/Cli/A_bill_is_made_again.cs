using System.Text.Json;
using Busbar.Runs;
using Busbar.Store;
using Busbar.Tests.Store;

namespace Busbar.Tests.Cli;

/// <summary>Bills that are taken back whole and made again from what is known now.</summary>
public class A_bill_is_made_again
{
    private const string Connections = """
        - connection: c1
          interval: day
          channels: { import: kWh }
          meters:
            - { meter: M, from: 2026-01-01, registers: [{ register: "1", channel: import, digits: 5 }] }
        """;

    private static string Book(Busbars busbar, string price = "28 p/kWh", string to = "")
    {
        busbar.Write("book/book.yaml",
            "seller: { name: N }\ncurrency: GBP\nzone: Europe/London\ntax: outside\nbills: { numbers: \"B{0}\" }\n");
        busbar.Write("book/parties.yaml", "- { party: ada, name: Ada }\n");
        busbar.Write("book/accounts.yaml", "- { account: ada, party: ada }\n");
        busbar.Write("book/connections.yaml", Connections + "\n");
        busbar.Write("book/agreements.yaml",
            $"- {{ agreement: a, account: ada, product: p, connections: c1, from: 2026-01-01{to} }}\n");
        busbar.Write("book/products/p.yaml", $$"""
            product: p
            from: 2026-01-01
            interval: day
            channels: { import: kWh }
            charges: [{ name: Energy, quantity: import, price: {{price}} }]

            """);
        return busbar.PathOf("book");
    }

    private static void Read(Busbars busbar, string name, string reads) => Assert.Equal(0, busbar.Run("import",
        busbar.Write(name, "connection,meter,register,time,reading,quality\n" + reads)).Code);

    private static string Billed(Busbars busbar, string book)
    {
        busbar.Run("apply", book);
        Read(busbar, "first.csv", "c1,M,1,2026-01-01,0,A\nc1,M,1,2026-02-01,558,E\n");
        Assert.StartsWith("B1 ", Assert.Single(busbar.Run("bill", "--period", "2026-01").Lines),
            StringComparison.Ordinal);
        return "B1";
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public void By_a_credit_of_156_24_and_a_bill_of_168_00(string engine)
    {
        // 5-domain 10.3, WE10.3: 558 kWh at 0.28 were estimated, and 600 kWh were used.
        TestStore.SkipWithout(engine);
        using var busbar = new Busbars(engine);
        var number = Billed(busbar, Book(busbar));
        Read(busbar, "actual.csv", "c1,M,1,2026-02-01,600,A\n");
        using var done = JsonDocument.Parse(busbar.Run("rebill", number, "--json").Results);
        var one = Assert.Single(done.RootElement.EnumerateArray());
        Assert.Equal(("156.24", "168.00", "11.76", "CN-2026-00001", "B2"), (Text("total_before"), Text("total_now"),
            Text("difference"), Text("credit_note"), Text("new_bill")));
        using var credit = JsonDocument.Parse(busbar.Run("show", "CN-2026-00001", "--json").Results);
        Assert.Equal(("-156.24", "B1"), (credit.RootElement.GetProperty("total").GetString(),
            credit.RootElement.GetProperty("credits").GetString()));
        string? Text(string key) => one.GetProperty(key).GetString();
    }

    [Fact]
    public void A_bill_that_was_taken_back_explains_itself_as_it_did()
    {
        using var busbar = new Busbars();
        var number = Billed(busbar, Book(busbar));
        var before = busbar.Run("explain", number, "energy", "--intervals").Results;
        Read(busbar, "actual.csv", "c1,M,1,2026-02-01,600,A\n");
        Assert.Equal(0, busbar.Run("rebill", number).Code);
        Assert.Equal(before, busbar.Run("explain", number, "energy", "--intervals").Results);
        Assert.Contains("600 kWh", busbar.Run("explain", "B2", "energy", "--intervals").Results,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_draft_stores_nothing_and_several_are_done_one_after_another()
    {
        using var busbar = new Busbars();
        Billed(busbar, Book(busbar));
        Read(busbar, "march.csv", "c1,M,1,2026-03-01,1000,A\n");
        Assert.Equal(0, busbar.Run("bill", "--period", "2026-02").Code);
        Read(busbar, "actual.csv", "c1,M,1,2026-02-01,600,A\n");
        var shown = busbar.Run("show").Results;
        Assert.Contains("nothing was stored", busbar.Run("rebill", "B1", "B2", "--draft").Messages,
            StringComparison.Ordinal);
        Assert.Equal(shown, busbar.Run("show").Results);
        var lines = busbar.Run("rebill", "B1", "B2").Lines;
        Assert.Contains("CN-2026-00001 takes B1 back, -156.24 GBP; B3 stands instead, 168.00 GBP.", lines);
        Assert.Contains("CN-2026-00002 takes B2 back, -123.76 GBP; B4 stands instead, 112.00 GBP.", lines);
    }

    // F26
    [Fact]
    public void A_corrected_price_reaches_the_bill_and_the_import_said_what_it_is_about()
    {
        using var busbar = new Busbars();
        Billed(busbar, Book(busbar));
        busbar.Run("apply", Book(busbar, "30 p/kWh"));
        Assert.Contains("takes B1 back, -156.24 GBP; B2 stands instead, 167.40 GBP.",
            busbar.Run("rebill", "B1").Results, StringComparison.Ordinal);
        var import = busbar.Run("import", busbar.Write("late.csv",
            "connection,meter,register,time,reading,quality\nc1,M,1,2026-02-01,600,A\n"));
        Assert.Contains("1 issued bill rested on other readings and would come out otherwise now: B2 (12.60 GBP more)."
            + "\n  To make it again: busbar rebill B2\n", import.Results, StringComparison.Ordinal);
    }

    [Fact]
    public void Supply_that_never_was_is_taken_back_without_another_bill()
    {
        using var busbar = new Busbars();
        Billed(busbar, Book(busbar));
        Book(busbar);
        busbar.Write("book/agreements.yaml",
            "- { agreement: a, account: ada, product: p, connections: c1, from: 2026-03-01 }\n");
        busbar.Run("apply", busbar.PathOf("book"));
        Assert.EndsWith("CN-2026-00001 takes B1 back, -156.24 GBP; no bill stands instead.\n",
            busbar.Run("rebill", "B1").Results, StringComparison.Ordinal);
        Assert.Contains("No bill stands instead", busbar.Run("rebill", "B1").Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void What_comes_in_while_a_bill_is_made_holds_it()
    {
        using var busbar = new Busbars();
        busbar.Run("apply", Book(busbar));
        Read(busbar, "first.csv", "c1,M,1,2026-01-01,0,A\nc1,M,1,2026-02-01,558,E\n");
        using var database = Database.Open(busbar.Where, TimeProvider.System, mustExist: true);
        BillRun Planned() => BillRun.Of(database, new(new(new(2026, 1, 1), new(2026, 2, 1)), null, false, null),
            _ => new(2026, 11, 26));
        var run = Planned();
        Read(busbar, "other.csv", "c1,M,1,2026-03-01,900,A\nc1,M,1,2026-02-01,600,A\n");
        var held = Assert.IsType<BillResult.Held>(
            Assert.Single(run.Run(TestContext.Current.CancellationToken)));
        Assert.Equal("readings-changed", Assert.Single(held.Reasons).Code);
        var made = Assert.IsType<BillResult.Made>(
            Assert.Single(Planned().Run(TestContext.Current.CancellationToken)));
        Assert.Equal("168.00", made.Document.Total);
        // What concerns another bill holds nothing.
        var rebilling = Rebilling.Of(database, "B1", _ => new(2026, 11, 26));
        Assert.IsType<RebillResult.Same>(rebilling.Draft());
    }
}

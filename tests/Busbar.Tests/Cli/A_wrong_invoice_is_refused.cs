namespace Busbar.Tests.Cli;

/// <summary>What can be wrong with costs.csv is said at its row, with the way out.</summary>
public sealed class A_wrong_invoice_is_refused
{
    private const string Header = "connection,group,from,to,amount,currency,document,date,total\n";
    private const string Good = "p,energy,2026-03-01,2026-04-01,300.00,GBP,NG-1,2026-04-02,310.00\n"
        + "p,fixed,2026-03-01,2026-04-01,10.00,GBP,NG-1,2026-04-02,\n";

    private const string Network = """
        pool: quay
        interval: 60min
        parent: { connection: p }
        members: [{ connection: a, consumption: import, from: 2026-03-01 }]
        shares:
          cost: "share(parent.cost(energy, fixed), by = sum(consumption))"
        """;

    private const string Grid = """
        product: grid
        from: 2026-01-01
        interval: 60min
        channels: { import: kWh }
        charges: [{ name: Units, group: service, quantity: import, price: 15 p/kWh }]
        """;

    private const string Agreement = "- { agreement: p, account: p, product: grid, connections: [p], "
        + "from: 2026-03-01 }";

    [Theory]
    [InlineData("p,energy", "q,energy", "costs.csv:2:1: There is no connection q, which line 1 of invoice NG-1 names.",
        "")]
    [InlineData("p,energy", "p,enrgy", "costs.csv:2:3: The book has no group enrgy, which line 1 of invoice NG-1 "
        + "names.", "Did you mean energy?")]
    [InlineData("300.00,GBP", "300.00,EUR", "costs.csv:2:39: currency of line 1 of invoice NG-1 is the text EUR; "
        + "expected the book's, GBP.", "Give the amount in the currency in which it was paid for.")]
    [InlineData("300.00,GBP", "\"1,300.00\",GBP", "costs.csv:2:32: amount of line 1 of invoice NG-1 is the text "
        + "1,300.00; expected an amount such as 1234.50.", "")]
    [InlineData("300.00,GBP", "300.001,GBP", "amount of line 1 of invoice NG-1 is the text 300.001; expected an amount "
        + "such as 1234.50.", "Write it as it counts on the invoice, rounded.")]
    [InlineData("300.00,GBP", ",GBP", "costs.csv:2:1: amount is missing in line 1 of invoice NG-1.", "")]
    [InlineData("energy,2026-03-01,2026-04-01", "energy,2026-04-01,2026-04-01", "costs.csv:2:21: line 1 of invoice "
        + "NG-1 ends on the day it begins, or before.", "a line for January ends on 1 February")]
    [InlineData("energy,2026-03-01", "energy,1.3.2026", "from of line 1 of invoice NG-1 is the text 1.3.2026; expected "
        + "a date such as 2026-04-01.", "Write the year first")]
    [InlineData("GBP,NG-1,2026-04-02,310.00", "GBP,,2026-04-02,310.00", "costs.csv:2:1: document is missing in this "
        + "row of costs.", "")]
    [InlineData("NG-1,2026-04-02,\n", "NG-1,2026-04-03,\n", "costs.csv:3:46: line 2 of invoice NG-1 has another date "
        + "than a line before it.", "give another document a number of its own")]
    [InlineData(",310.00", ",311.00", "costs.csv:2:59: Invoice NG-1 doesn't add up: its 2 rows come to 310.00 GBP, and "
        + "its total is 311.00: 1.00 is missing.", "Add the lines that are missing, or correct an amount")]
    [InlineData("p,fixed,2026-03-01,2026-04-01", "p,energy,2026-03-15,2026-04-15", "costs.csv:3:1: Invoice NG-1 has "
        + "group energy of connection p for 2026-03-15 to 2026-04-14, and invoice NG-1 for 2026-03-01 to 2026-03-31 "
        + "(costs.csv:2:1): some days are in both.", "a correction has the days of what it corrects")]
    [InlineData("p,fixed,2026-03-01,2026-04-01", "p,fixed,2026-03-15,2026-04-15", "costs.csv:3:1: Invoice NG-1 has a "
        + "group of share cost of connection p for 2026-03-15 to 2026-04-14, and invoice NG-1 for", "Give both the "
        + "same days")]
    [InlineData("p,fixed", "a,fixed", "Invoice NG-1 is for connection a, which is the parent of no pool: nobody would "
        + "see what it costs.", "Name it in a pool: parent: { connection: a }, or take its rows out.")]
    [InlineData("total\n", "totals\n", "totals is no key of line 1 of invoice NG-1.", "Did you mean total?")]
    public void A_row_is_checked(string right, string wrong, string message, string hint) =>
        Refused(Network, Grid, Changed(Header + Good, right, wrong), message, hint);

    [Fact]
    public void What_busbar_bills_itself_is_not_invoiced_too() => Refused(Network,
        Changed(Grid, "group: service", "group: energy"), Header + Good, "costs.csv:2:1: Invoice NG-1 has group energy "
        + "of connection p for 2026-03-01 to 2026-03-31, and charge units of agreement p is in that group: it would be "
        + "counted twice.", "Put what Busbar bills into another group, or take the row out.");

    [Fact]
    public void A_key_per_interval_needs_a_cost_with_intervals() => Refused(
        Changed(Network, "by = sum(consumption)", "by = consumption"), Grid, Header + Good, "pools/pool.yaml:1:1: "
        + "Share cost of pool quay deals out by a key per interval, and what connection p costs in group energy is "
        + "known by its invoices alone, for 2026-03-01 to 2026-03-31 as a whole (costs.csv:2:1).",
        "Share it by a key of the whole time: by = sum(consumption).");

    [Fact]
    public void What_is_shared_together_is_of_the_same_days() => Refused(
        Changed(Network, "cost(energy, fixed)", "cost(energy, fixed, service)"), Grid,
        (Header + Good).Replace("2026-04-01,", "2026-03-20,", StringComparison.Ordinal), "costs.csv:2:1: Share cost of "
        + "pool quay shares invoice NG-1 for 2026-03-01 to 2026-03-19 together with what agreement p is billed for "
        + "2026-03-01 to 2026-03-31.", "Share groups that aren't of the same days each by itself.");

    // Who is the parent of a pool and billed by nobody costs nothing that is known.
    [Fact]
    public void A_parent_without_any_bill_is_no_parent_that_costs_nothing()
    {
        using var program = new Busbars();
        var done = PoolBooks.Apply(program, Network, Grid, "", Readings);
        Assert.True(done.Code == 0, done.Results + done.Messages);
        var held = program.Run("pool", "quay", "--period", "2026-03");
        Assert.Equal(3, held.Code);
        Assert.Contains("There is no invoice for connection p in group energy for 2026-03-01 to 2026-03-31. There is "
            + "no invoice for connection p in group fixed for 2026-03-01 to 2026-03-31.", held.Messages,
            StringComparison.Ordinal);
    }

    private static (string, string, decimal[])[] Readings =>
        [("p", "import", new decimal[31 * 24]), ("a", "import", new decimal[31 * 24])];

    private static void Refused(string pool, string products, string costs, string message, string hint)
    {
        using var program = new Busbars();
        program.Write("book/costs.csv", costs);
        var done = PoolBooks.Apply(program, pool, products, Agreement, Readings);
        var said = done.Results + done.Messages;
        Assert.True(done.Code == 1, said);
        Assert.True(said.Contains(message, StringComparison.Ordinal) && said.Contains(hint, StringComparison.Ordinal),
            said);
    }

    private static string Changed(string text, string right, string wrong)
    {
        Assert.Contains(right, text, StringComparison.Ordinal);
        return text.Replace(right, wrong, StringComparison.Ordinal);
    }
}

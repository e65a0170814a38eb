using System.Globalization;
using System.Text.Json;

namespace Busbar.Tests.Cli;

/// <summary>However many bills rest on what has changed, or waits, all of them are made again to say what it is about.
/// </summary>
public class Many_bills_are_told_in_money
{
    private const int Accounts = 510;
    private const string Head = "connection,channel,start,value,unit,quality,version\n";

    private static string Of(Func<int, string> line) => string.Concat(
        Enumerable.Range(1, Accounts).Select(i => line(i).Replace("#", i.ToString(CultureInfo.InvariantCulture),
            StringComparison.Ordinal) + "\n"));

    /// <summary>Accounts with two days each.</summary>
    private static Busbars Billed()
    {
        var busbar = new Busbars();
        busbar.Write("book/book.yaml",
            "seller: { name: N }\ncurrency: GBP\nzone: Europe/London\ntax: outside\nbills: { numbers: \"B{0}\" }\n");
        busbar.Write("book/parties.yaml", "- { party: p, name: P }\n");
        busbar.Write("book/accounts.yaml", Of(_ => "- { account: a#, party: p }"));
        busbar.Write("book/connections.yaml", Of(_ =>
            "- { connection: c#, interval: day, limit: 10 kW, channels: { import: kWh } }"));
        busbar.Write("book/agreements.yaml", Of(_ =>
            "- { agreement: g#, account: a#, product: p, connections: c#, from: 2026-01-01, to: 2026-01-03 }"));
        busbar.Write("book/products/p.yaml", """
            product: p
            from: 2026-01-01
            interval: day
            channels: { import: kWh }
            charges: [{ name: Energy, quantity: import, price: 1 GBP/kWh }]

            """);
        Assert.Equal("", busbar.Run("apply", busbar.PathOf("book")).Messages);
        Import(busbar, "first.csv", _ => "c#,import,2026-01-01,10,kWh,A,0\nc#,import,2026-01-02,20,kWh,A,0");
        Assert.Equal(0, busbar.Run("bill", "--period", "2026-01", "--issued", "2026-02-02").Code);
        return busbar;
    }

    private static Printed Import(Busbars busbar, string name, Func<int, string> line, params string[] more) =>
        busbar.Run(["import", busbar.Write(name, Head + Of(line)), .. more]);

    [Fact]
    public void Those_that_rest_on_other_readings_and_those_that_would()
    {
        using var busbar = Billed();
        Assert.Contains($"  {Accounts} issued bills rested on other readings and would come out otherwise now, "
            + "together 510.00 GBP more: B1 (1.00 GBP more), ",
            Import(busbar, "more.csv", _ => "c#,import,2026-01-01,11,kWh,A,1").Results, StringComparison.Ordinal);
        // What waits is over what is known by now.
        var said = Import(busbar, "high.csv", _ => "c#,import,2026-01-02,1020,kWh,A,2");
        Assert.Contains($"  If what waits is right, {Accounts} issued bills would come out otherwise, together "
            + "510510.00 GBP more: B1 (1001.00 GBP more), ", said.Results, StringComparison.Ordinal);
        var data = JsonDocument.Parse(Import(
            busbar, "higher.csv", _ => "c#,import,2026-01-02,2019,kWh,A,3", "--json").Results).RootElement[0];
        Assert.Equal(Enumerable.Repeat("2000.00", Accounts), data.GetProperty("exposed").GetProperty("bills")
            .EnumerateArray().Select(bill => bill.GetProperty("difference").GetString()));
    }
}

namespace Busbar.Tests.Cli;

/// <summary>A book with a market's prices: one connection, three hours of supply.</summary>
internal static class Spot
{
    public const string Prices = "start,value\n2026-01-31T21:00Z,50\n2026-01-31T22:00Z,60\n2026-01-31T23:00Z,70\n";

    /// <summary>Writes the book, and gives its folder.</summary>
    /// <param name="prices">The content of prices/spot.csv; null where there is no such file.</param>
    /// <param name="file">What the series names.</param>
    public static string Write(Busbars busbar, string? prices = Prices, string file = "prices/spot.csv")
    {
        busbar.Write("spot/book.yaml", $$"""
            seller: { name: Spot Energy }
            currency: GBP
            zone: UTC
            series: { spot: { unit: GBP/MWh, interval: 60min, file: {{file}} } }
            bills: { every: month, numbers: "{0}" }
            """);
        busbar.Write("spot/products/p.yaml", """
            product: p
            from: 2026-01-01
            interval: 60min
            channels: { import: kWh }
            charges: [{ name: Energy, quantity: import, price: spot }]
            """);
        busbar.Write("spot/parties.yaml", "- { party: ada, name: Ada }\n");
        busbar.Write("spot/accounts.yaml", "- { account: ada, party: ada }\n");
        busbar.Write("spot/connections.yaml", "- { connection: c1, interval: 60min, channels: { import: kWh } }\n");
        busbar.Write("spot/agreements.yaml",
            "- { agreement: a, account: ada, product: p, connections: c1, from: 2026-01-31, to: 2026-02-01 }\n");
        busbar.Write("spot/reads/r.csv", "connection,channel,date,unit,quality,"
            + string.Join(',', Enumerable.Range(1, 24)) + "\nc1,import,2026-01-31,kWh,A,"
            + string.Join(',', Enumerable.Repeat("1", 24)) + "\n");
        if (prices is not null) busbar.Write("spot/prices/spot.csv", prices);
        return busbar.PathOf("spot");
    }

    /// <summary>A price for every hour of the day of supply, and another for one of them.</summary>
    public static string Day(int hour = 0, int price = 50) => "start,value\n" + string.Concat(
        Enumerable.Range(0, 24).Select(one => $"2026-01-31T{one:00}:00Z,{(one == hour ? price : 50)}\n"));
}

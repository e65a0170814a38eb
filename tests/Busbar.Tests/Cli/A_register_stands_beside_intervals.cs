using System.Globalization;
using System.Text;
using NodaTime;

namespace Busbar.Tests.Cli;

/// <summary>One meter whose intervals are billed and whose register checks them.</summary>
public class A_register_stands_beside_intervals
{
    private static readonly string Product = """
        product: p
        from: 2026-01-01
        interval: 60min
        channels: { import: kWh }
        charges: [{ name: Energy, quantity: import, price: 1 GBP/kWh }]

        """;

    private static Busbars With(string product, string checks = "checks: { import: [against channel total 2 %] }")
    {
        var busbar = new Busbars { Now = Instant.FromUtc(2026, 6, 1, 12, 0) };
        busbar.Write("book/book.yaml", """
            seller: { name: N }
            currency: GBP
            zone: Europe/London
            tax: outside
            bills: { numbers: "B{0}" }

            """);
        busbar.Write("book/parties.yaml", "- { party: ada, name: Ada }\n");
        busbar.Write("book/accounts.yaml", "- { account: ada, party: ada }\n");
        busbar.Write("book/connections.yaml", $$"""
            - connection: c1
              interval: 60min
              channels: { import: kWh, total: kWh }
              {{checks}}
              meters: [{ meter: M, from: 2026-01-01, registers: [{ register: "1", channel: total, digits: 5 }] }]

            """);
        busbar.Write("book/agreements.yaml",
            "- { agreement: a, account: ada, product: p, connections: c1, from: 2026-01-01 }\n");
        busbar.Write("book/products/p.yaml", product);
        return busbar;
    }

    /// <summary>A kWh an hour in January and February.</summary>
    private static void Import(Busbars busbar, params (string Time, int Shown)[] reads)
    {
        Assert.Equal(0, busbar.Run("apply", busbar.PathOf("book")).Code);
        var hours = new StringBuilder("connection,channel,start,value,unit,quality\n");
        for (var hour = new LocalDateTime(2026, 1, 1, 0, 0); hour.Month < 3; hour = hour.PlusHours(1))
            hours.Append(CultureInfo.InvariantCulture, $"c1,import,{hour:uuuu-MM-dd'T'HH:mm},1,kWh,A\n");
        Assert.Equal(0, busbar.Run("import", busbar.Write("hours.csv", hours.ToString())).Code);
        Assert.NotEqual(1, busbar.Run("import", busbar.Write("reads.csv",
            "connection,meter,register,time,reading,quality\n"
            + string.Concat(reads.Select(one => $"c1,M,1,{one.Time},{one.Shown},A\n")))).Code);
    }

    [Fact]
    public void What_they_differ_by_from_read_to_read_holds_the_bill_in_which_it_ends()
    {
        using var busbar = With(Product);
        // 756 hours to the first noon, 336 to the second.
        Import(busbar, ("2026-01-01", 100), ("2026-02-01T12:00", 852), ("2026-02-15T12:00", 1152));
        Assert.Equal(0, busbar.Run("bill", "--period", "2026-01").Code);
        var held = busbar.Run("bill", "--period", "2026-02");
        Assert.Equal(3, held.Code);
        Assert.Contains("isn't known from 2026-02-01 12:00 to 2026-02-15 12:00: it has 336 kWh from 2026-02-01 12:00 "
            + "UTC+00 to 2026-02-15 12:00 UTC+00, and channel total has 300 kWh: they differ by 10.71 % of the "
            + "greater, and 2 % are allowed", held.Messages, StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("quarantine", "accept", "--reason", "against", "--period", "2026", "--note",
            "The register is stuck.").Code);
        Assert.EndsWith("672.00 GBP", Assert.Single(busbar.Run("bill", "--period", "2026-02").Lines),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_register_may_be_what_is_checked()
    {
        using var busbar = With(Product, "checks: { total: [against channel import 2 %] }");
        Import(busbar, ("2026-01-01", 100), ("2026-02-01", 844), ("2026-03-01", 1400));
        Assert.Equal("against:c1:total:2026-02-01T00:00:channel-import\n  Connection c1, channel total, has "
            + "556 kWh from 2026-02-01 00:00 UTC+00 to 2026-03-01 00:00 UTC+00, and channel import has 672 kWh: they "
            + "differ by 17.26 % of the greater, and 2 % are allowed.\n",
            busbar.Run("quarantine", "--period", "2026").Results);
        Assert.Equal(0, busbar.Run("quarantine", "correct", "--reason", "against", "--period", "2026", "--value",
            "1516", "--note", "Read again.").Code);
        Assert.Equal("", busbar.Run("quarantine", "--period", "2026").Results);
    }

    [Fact]
    public void Two_comparisons_of_one_channel_are_two_decisions()
    {
        using var busbar = With(Product, "checks: { import: [against channel total 2 %, against channel other 2 %] }");
        busbar.Write("book/connections.yaml", File.ReadAllText(busbar.PathOf("book/connections.yaml"))
            .Replace("total: kWh }", "total: kWh, other: kWh }", StringComparison.Ordinal)
            .Replace("digits: 5 }]", "digits: 5 }, { register: \"2\", channel: other, digits: 5 }]",
                StringComparison.Ordinal));
        Import(busbar, ("2026-01-01", 100), ("2026-02-01", 800));
        Assert.Equal(3, busbar.Run("import", busbar.Write("others.csv",
            "connection,meter,register,time,reading,quality\nc1,M,2,2026-01-01,0,A\nc1,M,2,2026-02-01,600,A\n")).Code);
        string[] Waiting() => [.. busbar.Run("quarantine", "--period", "2026-01").Lines
            .Where(line => line.StartsWith("against", StringComparison.Ordinal))];
        Assert.Equal(["against:c1:import:2026-01-01T00:00:channel-total",
            "against:c1:import:2026-01-01T00:00:channel-other"], Waiting());
        Assert.Equal("1 item accepted.\n", busbar.Run("quarantine", "accept", Waiting()[0], "--period", "2026-01",
            "--note", "The register is stuck.").Results);
        Assert.Equal(["against:c1:import:2026-01-01T00:00:channel-other"], Waiting());
    }

    [Fact]
    public void Its_values_are_by_the_day_and_billed_so()
    {
        using var busbar = With(Product.Replace("60min", "day", StringComparison.Ordinal)
            .Replace("import", "total", StringComparison.Ordinal), "");
        Import(busbar, ("2026-01-01", 100), ("2026-02-11", 510), ("2026-03-01", 800));
        Assert.EndsWith("310.00 GBP", Assert.Single(busbar.Run("bill", "--period", "2026-01").Lines),
            StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("reads", "c1", "--period", "2026-01").Code);
        Assert.Equal(0, busbar.Run("export", "c1", "--period", "2026-01", "--out", busbar.PathOf("out.csv")).Code);
    }

    [Fact]
    public void A_product_by_the_hour_cannot_bill_it()
    {
        using var busbar = With(Product.Replace("import", "total", StringComparison.Ordinal), "");
        var refused = busbar.Run("apply", busbar.PathOf("book"));
        Assert.Equal(1, refused.Code);
        Assert.Contains("Product p needs readings every 60 minutes; connection c1 has them of channel total every day.",
            refused.Messages, StringComparison.Ordinal);
    }
}

using System.Globalization;
using System.Text;
using Busbar.Tests.Store;
using NodaTime;

namespace Busbar.Tests.Cli;

/// <summary>A rule of the book, from the file to the bill.</summary>
public class Suspicious_readings_hold_the_bill
{
    private static readonly LocalDate Wrong = new(2026, 3, 20);

    /// <summary>A house with 10 kWh a day in February and March, but for one day.</summary>
    private static Busbars Known(string rule, string value, string engine, out Printed import)
    {
        var busbar = new Busbars(engine) { Now = Instant.FromUtc(2026, 6, 1, 12, 0) };
        busbar.Write("book/book.yaml", $$"""
            seller: { name: S }
            currency: GBP
            zone: Europe/London
            checks: { import: [{{rule}}] }
            estimates: { import: [like-day] }
            """);
        busbar.Write("book/parties.yaml", "- { party: p, name: P }\n");
        busbar.Write("book/accounts.yaml", "- { account: ada, party: p }\n");
        busbar.Write("book/connections.yaml",
            "- { connection: house, interval: day, channels: { import: kWh }, limit: 23 kW }\n");
        busbar.Write("book/agreements.yaml",
            "- { agreement: a, account: ada, product: flat, connections: house, from: 2026-03-01 }\n");
        busbar.Write("book/products/flat.yaml", """
            product: flat
            from: 2026-01-01
            interval: day
            channels: { import: kWh }
            charges: [{ name: Energy, quantity: import, price: 0.25 GBP/kWh }]
            """);
        Assert.Equal(0, busbar.Run("apply", busbar.PathOf("book")).Code);
        var reads = new StringBuilder("connection,channel,start,value,unit,quality\n");
        for (var day = new LocalDate(2026, 2, 1); day < new LocalDate(2026, 4, 1); day = day.PlusDays(1))
            reads.Append(CultureInfo.InvariantCulture,
                $"house,import,{day:uuuu-MM-dd},{(day == Wrong ? value : "10")},kWh,A\n");
        import = busbar.Run("import", busbar.Write("reads.csv", reads.ToString()));
        return busbar;
    }

    public static TheoryData<string, string, string, string> Rules()
    {
        var all = new TheoryData<string, string, string, string>();
        foreach (var engine in new[] { TestStore.Sqlite, TestStore.Postgres })
        {
            all.Add(engine, "spike 5 over 14 days", "80", "80 kWh at 2026-03-20 00:00 UTC+00, 8 times the greatest of "
                + "the 14 days before, 10 kWh");
            all.Add(engine, "thousandfold", "0.01", "0.01 kWh on 2026-03-20, 1/1000 of the median of the 28 "
                + "complete days before, 10 kWh: the unit is wrong, as when MWh are taken for kWh");
        }
        return all;
    }

    // F39
    [Theory, MemberData(nameof(Rules))]
    public void And_wait_for_a_decision(string engine, string rule, string value, string said)
    {
        TestStore.SkipWithout(engine);
        using var busbar = Known(rule, value, engine, out var import);
        Assert.Equal(3, import.Code);
        Assert.Contains(said, import.Results, StringComparison.Ordinal);
        var bill = busbar.Run("bill", "--period", "2026-03", "--draft");
        Assert.Equal(3, bill.Code);
        Assert.Contains(said, bill.Messages, StringComparison.Ordinal);
        Assert.Contains(said, busbar.Run("quarantine", "--period", "2026-03").Results, StringComparison.Ordinal);
    }

    // F33
    [Theory]
    [InlineData(TestStore.Sqlite, "4294967.295", "error-code", "has 4294967.295 kWh at 2026-03-20 00:00, which meters "
        + "send for an error.")]
    [InlineData(TestStore.Postgres, "575.001", "above-limit", "has 575.001 kWh at 2026-03-20 00:00; its limit of 23 kW "
        + "allows no more than 575 kWh.")]
    public void What_no_house_can_use_is_estimated_by_rule_and_marked(
        string engine, string value, string reason, string said)
    {
        TestStore.SkipWithout(engine);
        using var busbar = Known("zeros 3 days", value, engine, out var import);
        Assert.Equal(3, import.Code);
        Assert.Contains(said, import.Results, StringComparison.Ordinal);
        Assert.Equal(3, busbar.Run("bill", "--period", "2026-03", "--draft").Code);
        Assert.Contains("2026-03-20 00:00 to 2026-03-21 00:00: 10 kWh by E62 like day", busbar.Run(
            "quarantine", "estimate", "--reason", reason, "--note", "Wrong.").Results, StringComparison.Ordinal);
        var bill = busbar.Run("bill", "--period", "2026-03", "--draft", "--format", "text").Results;
        Assert.Contains("Before tax, GBP 2.50 rests on them.", bill, StringComparison.Ordinal);
    }
}

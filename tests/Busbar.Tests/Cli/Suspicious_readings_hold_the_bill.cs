using System.Globalization;
using System.Text;
using NodaTime;

namespace Busbar.Tests.Cli;

/// <summary>A rule of the book, from the file to the bill.</summary>
public class Suspicious_readings_hold_the_bill
{
    [Fact]
    public void A_spike_holds_the_bill_and_waits_for_a_decision()
    {
        using var busbar = new Busbars { Now = Instant.FromUtc(2026, 6, 1, 12, 0) };
        busbar.Write("book/book.yaml", """
            seller: { name: S }
            currency: GBP
            zone: Europe/London
            checks: { import: [spike 5 over 14 days] }
            """);
        busbar.Write("book/parties.yaml", "- { party: p, name: P }\n");
        busbar.Write("book/accounts.yaml", "- { account: ada, party: p }\n");
        busbar.Write("book/connections.yaml",
            "- { connection: house, interval: day, channels: { import: kWh } }\n");
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
                $"house,import,{day:uuuu-MM-dd},{(day == new LocalDate(2026, 3, 20) ? 80 : 10)},kWh,A\n");
        Assert.Equal(0, busbar.Run("import", busbar.Write("reads.csv", reads.ToString())).Code);

        var bill = busbar.Run("bill", "--period", "2026-03", "--draft");
        Assert.Equal(3, bill.Code);
        Assert.Contains("80 kWh at 2026-03-20 00:00 UTC+00, 8 times the greatest of the 14 days before, 10 kWh",
            bill.Results + bill.Messages, StringComparison.Ordinal);
    }
}

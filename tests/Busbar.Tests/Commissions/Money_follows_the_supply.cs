using Busbar.Commissions;
using Busbar.Tests.Cli;
using NodaTime;

namespace Busbar.Tests.Commissions;

/// <summary>What the market says of a supply, and the seller of a customer, moves what is due, there and back.
/// </summary>
public class Money_follows_the_supply
{
    private static readonly LocalDate Start = new(2026, 4, 1);

    // 120,000 kWh a year at 1 p over 1,096 days are 3,600.00, of which half is paid at signing.
    private const string Upfront = """
        terms: { eac: kWh/year, uplift: p/kWh }
        expected: { import: eac * years }
        charges: [{ name: Unit uplift, quantity: import, price: uplift }]
        pays:
          - { when: signed, amount: 50 % * expected }
          - { when: debt, amount: 0 GBP - paid }
          - { when: [contract-end, early-end], amount: earned - paid }
        """;

    [Theory]
    [InlineData("", 1_800_00)]
    [InlineData("- { registration: r2, agreement: mill, state: ended, on: 2026-07-01 }", 300_00)]
    // Somebody came back.
    [InlineData("- { registration: r2, agreement: mill, state: ended, on: 2026-07-01 }\n"
        + "- { registration: r3, agreement: mill, state: live, on: 2026-07-10 }", 1_800_00)]
    public void A_supply_that_the_market_has_ended_has_ended_early(string registrations, long due)
    {
        var book = BrokersBook.Of(Upfront, "eac: 120000, uplift: 1", registrations:
            "- { registration: r1, agreement: mill, state: live, on: 2026-04-01 }\n" + registrations);
        var account = new Reckoning(book, new(2026, 8, 1)).Of(book.Agreements["mill"],
            [BrokersBook.Bill("A", Start, new(2026, 7, 1), 300_00, 30_000)]);
        Assert.Equal(due, BrokersBook.AllDue(account));
    }

    [Theory]
    [InlineData("2026-05-31", 1_800_00)]
    [InlineData("2026-06-01", 0)]
    [InlineData("2026-07-31", 0)]
    [InlineData("2026-08-01", 1_800_00)]
    [InlineData("2026-09-01", 0)]
    public void A_debt_counts_until_it_is_cleared(string asOf, long due)
    {
        // In June, and again from September on.
        var day = NodaTime.Text.LocalDatePattern.Iso.Parse(asOf).Value;
        var book = BrokersBook.Of(Upfront, "eac: 120000, uplift: 1", registrations: """
            - { registration: r1, agreement: mill, state: live, on: 2026-04-01 }
            - { registration: r2, agreement: mill, state: debt, on: 2026-06-01 }
            - { registration: r3, agreement: mill, state: debt-cleared, on: 2026-08-01 }
            - { registration: r4, agreement: mill, state: debt, on: 2026-09-01 }
            """);
        Assert.Equal(due, BrokersBook.AllDue(new Reckoning(book, day).Of(book.Agreements["mill"], [])));
    }

    [Theory]
    [InlineData("connection: c1, ", "connection: c2, ", 0)]
    [InlineData("connection: c1, ", "connection: c1, ", 1_800_00)]
    [InlineData("connection: c1, ", "", 1_800_00)]
    [InlineData("", "connection: c1, ", 0)]
    public void A_debt_is_cleared_where_it_is(string debt, string cleared, long due)
    {
        var book = BrokersBook.Of(Upfront, "eac: 120000, uplift: 1",
            "- { agreement: pair, account: mill, product: other, connections: [c1, c2], signed: 2026-02-10, "
            + "from: 2026-04-01, agreed-to: 2029-04-01, scheme: s, terms: { eac: 120000, uplift: 1 } }", $$"""
            - { registration: r1, agreement: pair, state: live, on: 2026-04-01 }
            - { registration: r2, agreement: pair, {{debt}}state: debt, on: 2026-06-01 }
            - { registration: r3, agreement: pair, {{cleared}}state: debt-cleared, on: 2026-08-01 }
            """, isSold: false);
        Assert.Equal(due, BrokersBook.AllDue(new Reckoning(book, new(2026, 9, 1)).Of(book.Agreements["pair"], [])));
    }

    [Fact]
    public void What_the_market_ended_is_over_and_leaves_no_cost()
    {
        // Half of 3,600.00 was paid, and nothing makes up for what wasn't earned of it.
        var book = BrokersBook.Of(Upfront.Replace("  - { when: [contract-end, early-end], amount: earned - paid }", "",
            StringComparison.Ordinal), "eac: 120000, uplift: 1", registrations: """
            - { registration: r1, agreement: mill, state: live, on: 2026-04-01 }
            - { registration: r2, agreement: mill, state: ended, on: 2026-07-01 }
            """);
        long Earned(LocalDate on) => new Reckoning(book, on).Of(book.Agreements["mill"],
            [BrokersBook.Bill("A", Start, new(2026, 7, 1), 300_00, 30_000)]).Targets
            .Where(target => target.Kind == CommissionKind.Earned).Sum(target => target.Amount.MinorUnits);
        Assert.Equal((300_00, 1_800_00), (Earned(new(2026, 6, 30)), Earned(new(2026, 7, 1))));
    }

    [Fact]
    public void A_broker_is_not_told_whose_the_other_agreement_is()
    {
        using var busbar = new Busbars { Now = Instant.FromUtc(2026, 11, 26, 12, 0) };
        var book = busbar.CopyOfBook(from: Path.Combine(Tidy.House.Root, "books/brokers"));
        var file = busbar.PathOf("book/agreements.yaml");
        var text = File.ReadAllText(file);
        File.WriteAllText(file, text.Replace("  from: 2026-01-01\n  agreed-from: 2026-01-01\n  agreed-to: 2028-01-01\n"
            + "  scheme: acme-upfront\n", "  from: 2026-01-01\n  to: 2026-03-01\n  agreed-from: 2026-01-01\n"
            + "  agreed-to: 2028-01-01\n  scheme: acme-upfront\n", StringComparison.Ordinal) + """
            - agreement: mill-new
              account: mill
              product: business
              connections: "1012345678961"
              signed: 2026-02-01
              from: 2026-03-01
              agreed-from: 2026-03-01
              agreed-to: 2028-01-01
              scheme: borealis-share
              terms: { eac: 146000 }

            """);
        var applied = busbar.Run("apply", book);
        Assert.True(applied.Code == 0, applied.Messages);
        string[] check = ["commission", "check", "--on", "2026-03-05", "--format", "csv"];
        Assert.Contains(",\"agreement mill-new, scheme borealis-share\"", busbar.Run(check).Results,
            StringComparison.Ordinal);
        var seen = busbar.Run([.. check, "--as", "acme-desk"]).Results;
        Assert.Contains("two-brokers,acme,mill,", seen, StringComparison.Ordinal);
        Assert.Contains(",another agreement\n", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("mill-new", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("borealis", seen, StringComparison.Ordinal);
    }
}

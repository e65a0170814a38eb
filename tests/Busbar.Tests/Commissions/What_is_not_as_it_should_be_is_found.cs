using Busbar.Commissions;
using Busbar.Contracts;
using NodaTime;

namespace Busbar.Tests.Commissions;

/// <summary>Discrepancies of commissions: each kind once, with what was expected, what is, and what it means in money.
/// </summary>
public class What_is_not_as_it_should_be_is_found
{
    private const string Uplift = """
        terms: { eac: kWh/year, uplift: p/kWh }
        expected: { import: eac * years }
        charges: [{ name: Unit uplift, quantity: import, price: uplift }]
        """;

    private const string Upfront = Uplift + """

        pays: [{ when: signed, amount: 50 % * expected }, { when: [contract-end, early-end], amount: earned - paid }]
        """;

    private static readonly LocalDate Start = new(2026, 4, 1);

    // 120,000 kWh a year at 1 p over 1,096 days are 3,600.00.
    [Theory]
    [InlineData("live, on: 2026-04-20", "late-start", "2026-04-01", "2026-04-20", 62_41)]
    [InlineData("live, on: 2026-03-22", "early-start", "2026-04-01", "2026-03-22", -32_85)]
    [InlineData("objected, on: 2026-03-01", "objected", "live from 2026-04-01", "objected", 1_800_00)]
    [InlineData("submitted, on: 2026-03-01", "not-registered", "live from 2026-04-01", "submitted", 1_800_00)]
    [InlineData("withdrawn, on: 2026-03-01", "withdrawn", "live from 2026-04-01", "withdrawn", 1_800_00)]
    [InlineData("withdrawn, on: 2026-02-20", "cooling-off", "nothing", "1800.00", 1_800_00)]
    [InlineData("registered, on: 2026-03-01, supplier: Other Energy", "other-supplier", "supplied by the seller",
        "by Other Energy", 1_800_00)]
    public void A_supply_that_is_not_as_agreed(string state, string kind, string expected, string actual, long effect)
    {
        var book = BrokersBook.Of(Upfront, "eac: 120000, uplift: 1",
            registrations: $"- {{ registration: r1, agreement: mill, state: {state} }}");
        var found = Found(book, new(2026, 5, 1)).Single(one => one.Kind == kind);
        Assert.Equal((expected, actual, effect), (found.Expected, found.Actual, found.Effect.MinorUnits));
        Assert.Contains("registration r1", found.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    // 40,000 kWh at 2 p and 80,000 at 0.5 p are 800.00 and 400.00 in a year, of which half is paid at signing.
    [InlineData("each: connection, ", "objected, on: 2026-03-01", "objected", 400_00, 200_00)]
    // 73 of 365 days.
    [InlineData("each: connection, ", "live, on: 2026-06-13", "late-start", 160_00, 80_00)]
    // Over both together, an equal part of 120,000 kWh at 1 p.
    [InlineData("", "objected, on: 2026-03-01", "objected", 300_00, 300_00)]
    public void It_means_the_part_of_its_connection(string each, string state, string kind, long c3, long c4)
    {
        string Terms(string eac, string uplift) => each.Length == 0 ? ""
            : $", terms: {{ eac: {eac} kWh/year, uplift: {uplift} p/kWh }}";
        var book = BrokersBook.Of(Upfront.Replace("quantity: import", each + "quantity: import",
            StringComparison.Ordinal), "eac: 1, uplift: 1",
            "- { agreement: pair, account: mill, product: other, connections: [c3, c4], signed: 2026-02-10, from: "
            + "2026-04-01, agreed-to: 2027-04-01, scheme: s, terms: { eac: 120000, uplift: 1 } }",
            $"- {{ registration: r1, agreement: pair, state: {state} }}", $"""
            - {"{"} connection: c3, interval: day, channels: {"{ import: kWh }"}{Terms("40000", "2")} {"}"}
            - {"{"} connection: c4, interval: day, channels: {"{ import: kWh }"}{Terms("80000", "0.5")} {"}"}
            """);
        var account = new Reckoning(book, new(2026, 7, 1)).Of(book.Agreements["pair"], []);
        var found = new Discrepancies(book, new(2026, 7, 1)).Of([account],
            Array.Empty<BilledCommission>().ToLookup(_ => "pair")).Where(one => one.Kind == kind);
        Assert.Equal([("c3", c3), ("c4", c4)], found.Select(one => (one.Connection, one.Effect.MinorUnits)));
    }

    [Fact]
    public void A_use_that_is_not_as_expected()
    {
        var book = BrokersBook.Of(Upfront, "eac: 120000, uplift: 1");
        // 91 days at 328.467 kWh are 29,890.511 kWh and 298.91.
        var found = Assert.Single(Found(book, new(2026, 7, 2),
            BrokersBook.Bill("A", Start, new(2026, 7, 1), 200_00, 20_000)), one => one.Kind == "use-differs");
        Assert.Equal(("import 29890.511", "import 20000", 98_91), (found.Expected, found.Actual,
            found.Effect.MinorUnits));
        Assert.DoesNotContain(Found(book, new(2026, 7, 2), BrokersBook.Bill("A", Start, new(2026, 7, 1), 290_00,
            29_000)),
            one => one.Kind == "use-differs");
    }

    [Fact]
    public void A_commission_for_what_is_supplied_no_more()
    {
        var book = BrokersBook.Of(Upfront, "eac: 120000, uplift: 1", registrations: """
            - { registration: r1, agreement: mill, state: live, on: 2026-04-01 }
            - { registration: r2, agreement: mill, state: disconnected, on: 2026-05-01 }
            """);
        var found = Found(book, new(2026, 7, 1), BrokersBook.Bill("A", Start, new(2026, 5, 1), 100_00, 10_000),
            BrokersBook.Bill("B", new(2026, 5, 1), new(2026, 6, 1), 50_00, 5_000)).Single(one =>
                one.Kind == "dead-meter");
        Assert.Equal((50_00, "50.00 on B"), (found.Effect.MinorUnits, found.Actual));
    }

    [Fact]
    public void Bills_that_nobody_pays()
    {
        var book = BrokersBook.Of(Upfront, "eac: 120000, uplift: 1");
        var found = Found(book, new(2026, 7, 1), BrokersBook.Bill("A", Start, new(2026, 5, 1), 100_00, 10_000, 1000,
            250))
            .Single(one => one.Kind == "not-paid");
        Assert.Equal((75_00, "since bill A"), (found.Effect.MinorUnits, found.Evidence));
    }

    [Fact]
    public void A_rate_beyond_the_greatest()
    {
        var book = BrokersBook.Of(Upfront + "\nmost: 3 p/kWh", "eac: 120000, uplift: 4");
        var found = Found(book, Start).Single(one => one.Kind == "rate-over-most");
        Assert.Equal(("0.03 GBP/kWh at most", "0.04 GBP/kWh", 3_600_00),
            (found.Expected, found.Actual, found.Effect.MinorUnits));
    }

    [Theory]
    // The check of a book sees neither the greater of two nor a term.
    [InlineData("{ when: signed, amount: \"max(expected, 60 % * expected)\" }, { when: supply-start, amount: 50 % * "
        + "expected }", "3600.00 at most", "5400.00", 1_800_00, "150 % of what is expected: signed 3600.00, "
        + "supply-start 1800.00")]
    [InlineData("{ when: signed, amount: eac * 1 year * uplift * 4 }", "3600.00 at most", "4800.00", 1_200_00,
        "133.333 % of what is expected: signed 4800.00")]
    public void More_than_is_expected_is_paid(
        string pays, string expected, string actual, long effect, string evidence)
    {
        var book = BrokersBook.Of(Uplift + $"\npays: [{pays}]\nsplit: [{{ to: northern, share: 33 % }}]",
            "eac: 120000, uplift: 1");
        var found = Found(book, Start).Single(one => one.Kind == "paid-over-expected");
        Assert.Equal((expected, actual, effect, evidence),
            (found.Expected, found.Actual, found.Effect.MinorUnits, found.Evidence));
        // As long as more is earned than was expected, as much may be paid.
        Assert.DoesNotContain(Found(book, Start.PlusMonths(1), BrokersBook.Bill("A", Start, Start.PlusMonths(1),
            6_000_00, 600_000)), one => one.Kind.StartsWith("paid-over", StringComparison.Ordinal));
    }

    [Fact]
    public void More_was_paid_than_is_earned_when_all_is_over()
    {
        var end = new LocalDate(2029, 4, 1);
        var book = BrokersBook.Of(Uplift + "\npays: [{ when: signed, amount: expected }]", "eac: 120000, uplift: 1");
        Assert.DoesNotContain(Found(book, end), one => one.Kind == "paid-over-earned");
        var found = Found(book, end, BrokersBook.Bill("A", Start, end, 3_000_00, 300_000)).Single(one =>
            one.Kind == "paid-over-earned");
        Assert.Equal(("3000.00 at most", "3600.00", 600_00, "120 % of what is earned: signed 3600.00"),
            (found.Expected, found.Actual, found.Effect.MinorUnits, found.Evidence));
        // Where the rest is made up for, all is as it should be.
        var reconciled = BrokersBook.Of(Upfront, "eac: 120000, uplift: 1");
        Assert.DoesNotContain(Found(reconciled, end, BrokersBook.Bill("A", Start, end, 1_000_00, 100_000)),
            one => one.Kind == "paid-over-earned");
    }

    [Fact]
    public void A_meter_that_was_agreed_for_twice()
    {
        var book = BrokersBook.Of(Upfront, "eac: 120000, uplift: 1", """
            - agreement: next
              account: mill
              product: other
              connections: c1
              from: 2029-04-01
              agreed-from: 2028-10-01
              agreed-to: 2031-10-01
              scheme: s
              terms: { eac: 1, uplift: 1 }
            """);
        var reckoning = new Reckoning(book, Start);
        var found = new Discrepancies(book, Start).Of(
            [.. book.Agreements.Values.Select(agreement => reckoning.Of(agreement, []))],
            Array.Empty<BilledCommission>().ToLookup(_ => "")).Single(one => one.Kind == "renewal-overlap");
        // 182 days of 1,096.
        Assert.Equal(("mill", "c1", "ends before 2028-10-01", "agreed for 2028-10-01 to 2029-03-31", 597_81),
            (found.Agreement, found.Connection, found.Expected, found.Actual, found.Effect.MinorUnits));
    }

    private static IReadOnlyList<Discrepancy> Found(Book book, LocalDate on, params BilledCommission[] bills)
    {
        var account = new Reckoning(book, on).Of(book.Agreements["mill"], bills);
        return new Discrepancies(book, on).Of([account], bills.ToLookup(_ => "mill"));
    }
}

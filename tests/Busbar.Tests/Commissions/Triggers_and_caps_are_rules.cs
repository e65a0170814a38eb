using Busbar.Commissions;
using NodaTime;

namespace Busbar.Tests.Commissions;

/// <summary>The triggers, caps and tolerances of brokers' contracts, each written as a rule of pay.</summary>
public class Triggers_and_caps_are_rules
{
    private const string Uplift = """
        terms: { eac: kWh/year, uplift: p/kWh }
        expected: { import: eac * years }
        charges: [{ name: Unit uplift, quantity: import, price: uplift }]

        """;

    private static readonly LocalDate Start = new(2026, 4, 1);
    private static readonly LocalDate End = new(2029, 4, 1);

    [Fact]
    public void The_first_bill_pays_once()
    {
        var book = BrokersBook.Of(Uplift + "pays: [{ when: first-bill, amount: 30 % * expected, name: Advance }]",
            "eac: 120000, uplift: 1");
        var mill = book.Agreements["mill"];
        BilledCommission[] bills = [BrokersBook.Bill("A", Start, Start.PlusMonths(1), 100_00, 10_000),
            BrokersBook.Bill("B", Start.PlusMonths(1), Start.PlusMonths(2), 90_00, 9_000)];
        Assert.Empty(BrokersBook.Due(new Reckoning(book, End).Of(mill, [])));
        // 30 % of 3,600.00, on the day on which it was issued, however many follow.
        foreach (var some in new[] { bills[..1], bills, [bills[1], bills[0]] })
        {
            var due = Assert.Single(new Reckoning(book, new(2026, 8, 1)).Of(mill, some).Targets,
                target => target.Kind == CommissionKind.Due);
            Assert.Equal(("first-bill", "Advance", new LocalDate(2026, 5, 1), 1_080_00L),
                (due.Cause, due.Name, due.On, due.Amount.MinorUnits));
        }
    }

    [Theory]
    // What is paid of a bill of 3,000.00 is what is due of its commission of 99.99, at once or bill by bill.
    [InlineData("payment", 0, 0)]
    [InlineData("payment", 1_000_00, 33_33)]
    [InlineData("payment", 3_000_00, 99_99)]
    // Each bill by itself, whatever is paid of it.
    [InlineData("bill", 0, 0)]
    [InlineData("bill", 1_000_00, 33_33)]
    public void A_payment_pays_its_part(string trigger, long received, long due)
    {
        var book = BrokersBook.Of(Uplift + $"earned: received\npays: [{{ when: {trigger}, amount: earned - paid }}]",
            "eac: 120000, uplift: 1");
        var bill = BrokersBook.Bill("A", Start, Start.PlusMonths(1), 99_99, 9_999, 3_000_00, received);
        Assert.Equal(due, BrokersBook.AllDue(new Reckoning(book, End).Of(book.Agreements["mill"], [bill])));
    }

    [Theory]
    // All of the advance of 70 % of 3,600.00, or what the 1,050.00 that are earned leave of it.
    [InlineData("0 GBP - paid", -2_520_00)]
    [InlineData("earned - paid", -1_470_00)]
    public void A_disconnection_takes_back(string amount, long taken)
    {
        var book = BrokersBook.Of(Uplift + "pays: [{ when: supply-start, amount: 70 % * expected }, "
            + $"{{ when: disconnection, amount: {amount} }}]", "eac: 120000, uplift: 1", registrations: """
            - { registration: r1, agreement: mill, state: live, on: 2026-04-01 }
            - { registration: r2, agreement: mill, state: disconnected, on: 2027-06-01 }
            """);
        var bill = BrokersBook.Bill("A", Start, new(2027, 6, 1), 1_050_00, 105_000);
        var mill = book.Agreements["mill"];
        Assert.Equal([("supply-start", "acme", 2_520_00)],
            BrokersBook.Due(new Reckoning(book, new(2027, 5, 31)).Of(mill, [bill])));
        Assert.Equal([("supply-start", "acme", 2_520_00), ("disconnection", "acme", taken)],
            BrokersBook.Due(new Reckoning(book, new(2027, 6, 1)).Of(mill, [bill])));
    }

    [Theory]
    // 3,600.00 were paid. Down to 15 % less, 3,060.00, nothing is taken back; below, all that is missing; above, what
    // is more is paid.
    [InlineData(3_060_00, 0)]
    [InlineData(3_059_99, -540_01)]
    [InlineData(2_400_00, -1_200_00)]
    [InlineData(3_700_00, 100_00)]
    public void What_is_less_is_taken_back_only_below_a_tolerance(long earned, long final)
    {
        var book = BrokersBook.Of(Uplift + """
            pays:
              - { when: supply-start, amount: expected }
              - when: contract-end
                amount: "when(earned < 85 % * expected or earned > expected, earned - paid, 0 GBP)"
            """, "eac: 120000, uplift: 1");
        var account = new Reckoning(book, End).Of(book.Agreements["mill"],
            [BrokersBook.Bill("A", Start, End, earned, earned)]);
        Assert.Equal(3_600_00 + final, BrokersBook.AllDue(account));
    }

    [Theory]
    // Up to 150,000 kWh a year: 80 % of 3 * 1,499.99 in advance, and what is billed beyond that at the end.
    [InlineData("149999", 3_599_98, 0, 900_02)]
    // A bigger one is paid as it is billed, and nothing in advance.
    [InlineData("150000", 0, 4_500_00, 0)]
    public void Above_a_cap_of_estimated_use_pay_becomes_residual(string eac, long ahead, long billed, long final)
    {
        var book = BrokersBook.Of(Uplift + """
            pays:
              - { when: supply-start, amount: "when(eac < 150000 kWh/year, 80 % * expected, 0 GBP)" }
              - { when: bill, amount: "when(eac < 150000 kWh/year, 0 GBP, earned - paid)" }
              - { when: contract-end, amount: earned - paid }
            """, $"eac: {eac}, uplift: 1");
        var (mill, middle) = (book.Agreements["mill"], Start.PlusMonths(18));
        BilledCommission[] bills = [BrokersBook.Bill("A", Start, middle, 2_000_00, 200_000),
            BrokersBook.Bill("B", middle, End, 2_500_00, 250_000)];
        var due = BrokersBook.Due(new Reckoning(book, End).Of(mill, bills))
            .ToLookup(one => one.Cause, one => one.Pence);
        Assert.Equal((ahead, billed, final),
            (due["supply-start"].Sum(), due["A"].Concat(due["B"]).Sum(), due["contract-end"].Sum()));
    }
}

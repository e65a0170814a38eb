using Busbar.Billing;
using Busbar.Commissions;
using Busbar.Contracts;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Tests.Commissions;

/// <summary>What brokers earn: the worked examples of commissions by number, and each structure of pay.</summary>
public class Brokers_are_paid
{
    private const string Uplift = """
        terms: { eac: kWh/year, uplift: p/kWh }
        expected: { import: eac * years }
        charges: [{ name: Unit uplift, quantity: import, price: uplift }]
        """;

    private const string Upfront = Uplift + """

        pays:
          - { when: supply-start, amount: 70 % * expected }
          - { when: [contract-end, early-end], amount: earned - paid }
        """;

    private static readonly LocalDate Start = new(2026, 4, 1);
    private static readonly LocalDate End = new(2029, 4, 1);

    [Theory]
    // 100,000 kWh at 0.5 c, 500,000 kWh at 5 mils.
    [InlineData("WE2.1", 100_000, "0.5", 500_00)]
    [InlineData("WE2.3", 500_000, "0.5", 2_500_00)]
    public void An_uplift_is_paid_on_each_unit(string example, int yearly, string uplift, long pence)
    {
        var book = BrokersBook.Of(Uplift, $"eac: {yearly}, uplift: {uplift}");
        var expectation = Expectation.Of(book.Agreements["mill"].Commission!, book)!;
        Assert.True(expectation.Amount.MinorUnits == 3 * pence, example);
        Assert.Equal(Exact.Ratio(5, 1000), expectation.Rate);
    }

    [Theory]
    // 187,500 kWh at 24 p are 45,000.00, on which 2 % come on top.
    [InlineData("WE2.2", "2 % * cost(energy)", 187_500)]
    // 183,750 kWh at 24 p are 44,100.00, which with 2 % of the whole in it are 45,000.00.
    [InlineData("WE2.8", "cost(energy) * 2 / 98", 183_750)]
    public void A_part_of_the_bill_is_on_top_of_it_or_in_it(string example, string amount, int kWh)
    {
        var book = BrokersBook.Of($"charges: [{{ name: Fee, amount: {amount} }}]", "");
        Assert.True(900_00 == Rated(book, kWh).Single().Amount.MinorUnits, example);
    }

    [Fact]
    public void WE2_3_agent_and_broker_have_their_parts()
    {
        var book = BrokersBook.Of(Uplift + "\nsplit: [{ to: northern, share: 50 % }, { to: eve, share: 15 %, of: "
            + "rest }]",
            "eac: 1, uplift: 1");
        Assert.Equal([("northern", 1_250_00), ("eve", 187_50), ("acme", 1_062_50)], Parts(book, 2_500_00));
    }

    [Theory]
    [InlineData(300_000, 3_000_00, 480_00)]
    [InlineData(240_000, 2_400_00, -120_00)]
    public void WE2_4_what_was_paid_in_advance_is_made_up_to_what_is_earned(int kWh, long earned, long final)
    {
        var book = BrokersBook.Of(Upfront, "eac: 120000, uplift: 1");
        BilledCommission[] bills = [BrokersBook.Bill("A", Start, End, earned, kWh)];
        var reckoning = new Reckoning(book, End);
        var before = new Reckoning(book, Start).Of(book.Agreements["mill"], []);
        Assert.Equal(3_600_00, before.Expectation!.Amount.MinorUnits);
        Assert.Equal([("supply-start", "acme", 2_520_00)], BrokersBook.Due(before));
        var account = reckoning.Of(book.Agreements["mill"], bills);
        Assert.Equal([("supply-start", "acme", 2_520_00), ("contract-end", "acme", final)], BrokersBook.Due(account));
    }

    [Fact]
    public void WE2_4_an_early_end_claws_back()
    {
        var book = BrokersBook.Of(Upfront, "eac: 120000, uplift: 1");
        var end = Start.PlusMonths(14);
        var ended = BrokersBook.Ended(book, end);
        var waiting = new Reckoning(book, end).Of(ended, []);
        Assert.Equal(2_520_00, BrokersBook.AllDue(waiting));
        Assert.Equal("it isn't billed from 2026-04-01 up to 2027-06-01 yet", Assert.Single(waiting.Waiting).Reason);
        var account = new Reckoning(book, end).Of(ended, [BrokersBook.Bill("A", Start, end, 1_050_00, 105_000)]);
        Assert.Equal([("supply-start", "acme", 2_520_00), ("early-end", "acme", -1_470_00)], BrokersBook.Due(account));
    }

    [Fact]
    public void WE2_5_parts_of_the_whole_come_before_parts_of_the_rest()
    {
        var book = BrokersBook.Of(Uplift + "\nsplit: [{ to: northern, share: 15 % }, { to: eve, share: 20 %, of: "
            + "rest }]",
            "eac: 1, uplift: 1");
        Assert.Equal([("northern", 72_00), ("eve", 81_60), ("acme", 326_40)], Parts(book, 480_00));
        Assert.Equal([("northern", -72_00), ("eve", -81_60), ("acme", -326_40)], Parts(book, -480_00));
    }

    [Theory]
    [InlineData("tiers(per = contract-year, 0 GWh = 0.05 p/kWh, 10 GWh = 0.08 p/kWh)", 6_600_00)]
    [InlineData("tiers(per = contract-year, 0 GWh = 0.05 p/kWh, 10 GWh = 0.08 p/kWh, whole = true)", 9_600_00)]
    public void WE2_6_tiers_count_all_agreements_of_the_scheme(string price, long pence)
    {
        var book = BrokersBook.Of($$"""
            terms: { eac: kWh/year, uplift: p/kWh }
            charges:
              - { name: Unit uplift, quantity: import, price: uplift }
              - { name: Override, each: scheme, quantity: scheme.import, price: "{{price}}" }
            """, "eac: 1, uplift: 1");
        var targets = new Reckoning(book, End).Of(book.Schemes["s"],
        [
            BrokersBook.Bill("A", Start, Start.PlusMonths(3), 1, 7_000_000),
            BrokersBook.Bill("B", Start.PlusMonths(3), Start.PlusMonths(12), 1, 5_000_000),
        ]);
        Assert.Equal([(CommissionKind.Earned, pence), (CommissionKind.Due, pence)],
            targets.Select(target => (target.Kind, target.Amount.MinorUnits)));
    }

    [Theory]
    // A bonus on what is above, on all, with a sum for having reached it, by the quarter of the calendar; and by the
    // month where no window is said.
    [InlineData("tiers(per = contract-year, 0 GWh = 0 p/kWh, 10 GWh = 0.08 p/kWh)", 0, 0, 1_600_00, 1_600_00)]
    [InlineData("tiers(per = contract-year, 0 GWh = 0 p/kWh, 10 GWh = 0.08 p/kWh, whole = true)",
        0, 0, 9_600_00, 9_600_00)]
    [InlineData("tiers(per = contract-year, 0 GWh = 0 p/kWh, 10 GWh = (0.08 p/kWh, 500 GBP))",
        0, 0, 2_100_00, 2_100_00)]
    [InlineData("tiers(per = contract-year, 0 GWh = (0 p/kWh, 9 GBP), 10 GWh = 0.08 p/kWh)",
        9_00, 9_00, 1_609_00, 1_618_00)]
    [InlineData("tiers(per = quarter, 0 GWh = 0 p/kWh, 3 GWh = 0.08 p/kWh)", 800_00, 1_600_00, 2_400_00, 3_200_00)]
    [InlineData("tiers(0 GWh = 0 p/kWh, 3 GWh = 0.08 p/kWh)", 800_00, 1_600_00, 2_400_00, 3_200_00)]
    [InlineData("tiers(0 GWh = 0 p/kWh, 3 GWh = 0.08 p/kWh, whole = true)", 3_200_00, 6_400_00, 9_600_00, 12_800_00)]
    public void A_bonus_is_earned_once_the_volume_of_its_window_is_reached(
        string price, long first, long second, long third, long nextYear)
    {
        var book = BrokersBook.Of($$"""
            charges: [{ name: Bonus, each: scheme, quantity: scheme.import, price: "{{price}}" }]
            """, "");
        var (bills, earned) = (new List<BilledCommission>(), new List<long>());
        foreach (var months in new[] { 1, 4, 7, 13 })
        {
            // The middle of a month: whatever day is the last, the edges are those of the window.
            bills.Add(BrokersBook.Bill($"B{months}", Start.PlusMonths(months - 1), Start.PlusMonths(months).PlusDays(9),
                0, 4_000_000));
            earned.Add(new Reckoning(book, End).Of(book.Schemes["s"], bills)[0].Amount.MinorUnits);
        }
        Assert.Equal([first, second, third, nextYear], earned);
    }

    [Theory]
    // 36 GWh over 1,096 days: the first month has 30 days of it, the first year 11,989,051.09 kWh.
    [InlineData("0.05 p/kWh", 492_70, 5_994_53)]
    // The edges are of the whole year: all of the month is below the first, and 1,989,051.09 kWh of the year above.
    [InlineData("tiers(per = contract-year, 0 GWh = 0.05 p/kWh, 10 GWh = 0.08 p/kWh)", 492_70, 6_591_24)]
    public void What_is_over_all_agreements_is_foreseen_too(string price, long month, long year)
    {
        var book = BrokersBook.Of($$"""
            terms: { eac: kWh/year }
            expected: { import: eac * years }
            charges: [{ name: Override, each: scheme, quantity: scheme.import, price: "{{price}}" }]
            split: [{ to: northern, share: 15 % }]
            """, "eac: 12000000");
        var (scheme, mill) = (book.Schemes["s"], book.Agreements["mill"]);
        var foreseen = new Forecasting(book, Start, Start.PlusYears(1).PlusDays(1)).Of(scheme, [(mill, [])]);
        Assert.Equal(month, foreseen.Where(one => one.On == Start.PlusMonths(1)).Sum(one => one.Amount.MinorUnits));
        Assert.Equal(year, foreseen.Sum(one => one.Amount.MinorUnits));
        Assert.Equal(["acme", "northern"], foreseen.Select(one => one.Payee).Distinct().Order());
        // What was billed meanwhile isn't foreseen any more.
        var billed = BrokersBook.Bill("A", Start, Start.PlusMonths(1), 0, 985_401.459854m);
        var left = new Forecasting(book, Start.PlusMonths(1), Start.PlusYears(1).PlusDays(1)).Of(scheme,
            [(mill, [billed])]);
        Assert.Equal(year - month, left.Sum(one => one.Amount.MinorUnits));
    }

    [Theory]
    [InlineData("charges: [{ name: Unit uplift, quantity: import, price: 1 p/kWh }]")]
    [InlineData("charges: [{ name: Override, each: scheme, quantity: scheme.import, price: 1 p/kWh }]")]
    public void What_is_billed_and_not_paid_yet_is_foreseen(string charges)
    {
        var book = BrokersBook.Of(charges + "\nearned: received", "");
        var (scheme, mill) = (book.Schemes["s"], book.Agreements["mill"]);
        var isOfAll = charges.Contains("scheme.", StringComparison.Ordinal);
        var bill = BrokersBook.Bill("A", Start, Start.PlusMonths(1), isOfAll ? 0 : 100_00, 10_000, total: 200,
            received: 50);
        var forecasting = new Forecasting(book, new(2026, 5, 10), new(2026, 8, 1));
        var foreseen = forecasting.Of(mill, [bill]).Concat(forecasting.Of(scheme, [(mill, [bill])]));
        Assert.Equal((new LocalDate(2026, 5, 10), 75_00), (foreseen.Single().On, foreseen.Single().Amount.MinorUnits));
        var paid = bill with { Received = bill.Total };
        Assert.Empty(forecasting.Of(mill, [paid]).Concat(forecasting.Of(scheme, [(mill, [paid])])));
    }

    [Fact]
    public void Nothing_is_foreseen_of_what_is_supplied_no_more()
    {
        var book = BrokersBook.Of(Uplift, "eac: 120000, uplift: 1", registrations: """
            - { registration: r1, agreement: mill, state: live, on: 2026-04-01 }
            - { registration: r2, agreement: mill, state: disconnected, on: 2026-06-16 }
            """);
        var bill = BrokersBook.Bill("A", Start, new(2026, 6, 1), 200_00, 20_000);
        long Foreseen(LocalDate on) => new Forecasting(book, on, new(2026, 9, 1)).Of(book.Agreements["mill"], [bill])
            .Sum(one => one.Amount.MinorUnits);
        // Of 3,600.00 over 1,096 days: the 61 of June and July, and 15 up to the end of supply, 249.64 for the 76 up to
        // it less 200.36 for those before.
        Assert.Equal(200_37, Foreseen(new(2026, 6, 15)));
        Assert.Equal(49_28, Foreseen(new(2026, 6, 16)));
    }

    [Theory]
    // 90,000 kWh by night at 0.5 p and the other 270,000 at 1 p: of all of them, or of each by itself.
    [InlineData("import: eac * years, at-night: night-eac * years", "import - at-night")]
    [InlineData("at-night: night-eac * years, by-day: (eac - night-eac) * years", "by-day")]
    public void A_band_has_an_estimate_of_its_own(string expected, string byDay)
    {
        var book = BrokersBook.Of($$"""
            terms: { eac: kWh/year, night-eac: kWh/year }
            expected: { {{expected}} }
            quantities: { at-night: import / 3, by-day: import * 2 / 3 }
            charges:
              - { name: Night, quantity: at-night, price: 0.5 p/kWh }
              - { name: Day, quantity: {{byDay}}, price: 1 p/kWh }
            """, "eac: 120000, night-eac: 30000");
        var expectation = Expectation.Of(book.Agreements["mill"].Commission!, book)!;
        Assert.Equal((450_00 + 2_700_00, (Exact)360_000), (expectation.Amount.MinorUnits, expectation.Energy));
        Assert.Equal((Exact)90_000, expectation.Measures["at-night"]);
        // What is billed is by the formulas, and is measured by the same names.
        var plan = SchemeCharges.PlanOf(book.Agreements["mill"].Commission!.Rated, new(Start, Start.PlusDays(1)))!;
        var (charges, measures, _) = SchemeCharges.Rate(plan, book, plan.Given(need =>
        {
            var series = need.Empty();
            series.Set(0, 900, Busbar.Metering.Quality.Actual);
            return series;
        }, need => need.Empty()));
        Assert.Equal([1_50, 6_00], charges.Select(charge => charge.Amount.MinorUnits));
        Assert.Equal(300, measures["at-night"]);
    }

    [Fact]
    public void Connections_have_an_estimate_and_a_rate_of_their_own()
    {
        var book = BrokersBook.Of(Uplift.Replace("quantity", "each: connection, quantity", StringComparison.Ordinal),
            "eac: 1, uplift: 1", "- { agreement: pair, account: mill, product: other, connections: [c3, c4], from: "
            + "2026-04-01, agreed-to: 2027-04-01, scheme: s, terms: { uplift: 2 } }", connections: """
            - { connection: c3, interval: day, channels: { import: kWh }, terms: { eac: 40000 kWh/year } }
            - { connection: c4, interval: day, channels: { import: kWh },
                terms: { eac: 80000 kWh/year, uplift: 0.5 p/kWh } }
            """);
        var expectation = Expectation.Of(book.Agreements["pair"].Commission!, book)!;
        // 40,000 kWh at 2 p and 80,000 at 0.5 p: a penny for each of 120,000.
        Assert.Equal((1_200_00, (Exact)120_000), (expectation.Amount.MinorUnits, expectation.Energy));
        Assert.Equal("1", Disclosure.Text(expectation.Rate!.Value));
    }

    [Fact]
    public void WE2_7_a_customer_is_told_all_of_it_per_unit()
    {
        var book = BrokersBook.Of("""
            terms: { eac: kWh/year }
            expected: { import: eac * years }
            charges:
              - { name: Unit uplift, quantity: import, price: 0.5 p/kWh }
              - { name: Signing, quantity: starts, price: 500 GBP }
            """, "eac: 100000");
        var agreement = book.Agreements["mill"];
        var commission = agreement.Commission! with
        {
            Agreed = new(Start, Start.PlusYears(2)),
            Expected = agreement.Commission!.Expected! with { To = Start.PlusYears(2) },
        };
        var expectation = Expectation.Of(commission, book)!;
        Assert.Equal((1_500_00, (Exact)200_000), (expectation.Amount.MinorUnits, expectation.Energy));
        Assert.Equal("0.75", Disclosure.Text(expectation.Rate!.Value));
        Assert.Equal("p/kWh", Disclosure.UnitOf(book.Currency));
    }

    [Theory]
    // Capped, paid in full at once, and taken back for debt: what bills have earned by then is 3,300.00.
    [InlineData("{ when: supply-start, amount: \"min(expected, 1500 GBP)\" }", 1_500_00)]
    [InlineData("{ when: supply-start, amount: expected }", 3_600_00)]
    [InlineData("{ when: signed, amount: 50 % * expected }, { when: debt, amount: 0 GBP - paid }", 0)]
    [InlineData("{ when: 6 months after contract-end, amount: earned - paid }", 0)]
    public void A_contract_that_is_over_leaves_no_cost(string pays, long due)
    {
        var book = BrokersBook.Of($"{Uplift}\npays: [{pays}]", "eac: 120000, uplift: 1", registrations: """
            - { registration: r1, agreement: mill, state: live, on: 2026-04-01 }
            - { registration: r2, agreement: mill, state: debt, on: 2028-01-01 }
            """);
        var mill = book.Agreements["mill"];
        BilledCommission[] bills = [BrokersBook.Bill("A", Start, End.PlusMonths(-1), 3_200_00, 320_000),
            BrokersBook.Bill("B", End.PlusMonths(-1), End, 100_00, 10_000)];
        long Earned(CommissionAccount account) => account.Targets.Where(target => target.Kind == CommissionKind.Earned)
            .Sum(target => target.Amount.MinorUnits);
        // Not while something isn't over, billed or paid by its rules.
        Assert.Equal(3_300_00, Earned(new Reckoning(book, End.PlusDays(-1)).Of(mill, bills)));
        Assert.Equal(3_200_00, Earned(new Reckoning(book, End).Of(mill, bills[..1])));
        var over = new Reckoning(book, End).Of(mill, bills);
        var isToCome = pays.Contains("months after", StringComparison.Ordinal);
        Assert.Equal((due, isToCome ? 3_300_00 : due, 3_300_00), (BrokersBook.AllDue(over), Earned(over),
            over.Earned.MinorUnits));
        var later = new Reckoning(book, End.PlusMonths(6)).Of(mill, bills);
        Assert.Equal(BrokersBook.AllDue(later), Earned(later));
    }

    [Fact]
    public void What_is_received_is_earned_as_cash_comes()
    {
        var book = BrokersBook.Of(Uplift + "\nearned: received", "eac: 120000, uplift: 1");
        var mill = book.Agreements["mill"];
        var reckoning = new Reckoning(book, End);
        BilledCommission Bill(long received) =>
            BrokersBook.Bill("A", Start, Start.PlusMonths(1), 99_99, 9_999, total: 3_000_00, received: received);
        Assert.Equal(0, BrokersBook.AllDue(reckoning.Of(mill, [Bill(0)])));
        Assert.Equal(33_33, BrokersBook.AllDue(reckoning.Of(mill, [Bill(1_000_00)])));
        Assert.Equal(99_99, BrokersBook.AllDue(reckoning.Of(mill, [Bill(3_000_00)])));
    }

    [Fact]
    public void A_part_comes_months_after_supply_began_and_caps_and_sizes_are_formulas()
    {
        var book = BrokersBook.Of(Uplift + """

            pays:
              - { when: registered, amount: "when(eac < 5000 kWh/year, 0 GBP, min(80 % * expected, 1500 GBP))" }
              - { when: 18 months after supply-start, amount: "max(earned - paid, 0 GBP)" }
              - { when: debt, amount: 0 GBP - paid }
            """, "eac: 120000, uplift: 1", registrations: """
            - { registration: r1, agreement: mill, state: registered, on: 2026-03-01 }
            - { registration: r2, agreement: mill, state: live, on: 2026-04-01 }
            - { registration: r3, agreement: mill, state: debt, on: 2028-01-01 }
            """);
        var mill = book.Agreements["mill"];
        Assert.Equal([("registered", "acme", 1_500_00)],
            BrokersBook.Due(new Reckoning(book, new(2026, 3, 1)).Of(mill, [])));
        BilledCommission[] bills = [BrokersBook.Bill("A", Start, new(2027, 10, 1), 1_800_00, 180_000)];
        Assert.Equal([("registered", "acme", 1_500_00), ("18 months after supply-start", "acme", 300_00)],
            BrokersBook.Due(new Reckoning(book, new(2027, 10, 1)).Of(mill, bills)));
        Assert.Equal(0, BrokersBook.AllDue(new Reckoning(book, new(2028, 1, 1)).Of(mill, bills)));
    }

    /// <summary>What a day with some energy earns.</summary>
    private static IReadOnlyList<EarnedCharge> Rated(Book book, int kWh)
    {
        var plan = SchemeCharges.PlanOf(book.Agreements["mill"].Commission!.Rated, new(Start, Start.PlusDays(1)))!;
        var (charges, _, faults) = SchemeCharges.Rate(plan, book, plan.Given(need =>
        {
            var series = need.Empty();
            series.Set(0, kWh, Busbar.Metering.Quality.Actual);
            return series;
        }, need => need.Empty()));
        Assert.Empty(faults);
        return charges;
    }

    private static IEnumerable<(string, long)> Parts(Book book, long pence) =>
        Splitting.Of(new(pence, BrokersBook.Pounds), book.Schemes["s"])
            .Select(part => (part.To.Id, part.Amount.MinorUnits));
}

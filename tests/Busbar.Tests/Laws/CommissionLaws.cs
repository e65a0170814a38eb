using Busbar.Billing;
using Busbar.Commissions;
using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Tests.Commissions;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>Commissions of any bills, payments and ends.</summary>
public class CommissionLaws
{
    private static readonly LocalDate Start = new(2026, 4, 1);
    private static readonly LocalDate End = new(2029, 4, 1);

    private static readonly Book Reconciled = BrokersBook.Of("""
        terms: { eac: kWh/year, uplift: p/kWh }
        expected: { import: eac * years }
        charges: [{ name: Unit uplift, quantity: import, price: uplift }]
        pays:
          - { when: signed, amount: 30 % * expected }
          - { when: supply-start, amount: 40 % * expected }
          - { when: 12 months after supply-start, amount: earned - paid }
          - { when: [contract-end, early-end], amount: earned - paid }
        split: [{ to: northern, share: 15 % }, { to: eve, share: 33 %, of: rest }]
        """, "eac: 120000, uplift: 1");

    private static readonly Book Residual = BrokersBook.Of("""
        terms: { eac: kWh/year, uplift: p/kWh }
        expected: { import: eac * years }
        charges: [{ name: Unit uplift, quantity: import, price: uplift }]
        earned: received
        """, "eac: 120000, uplift: 1");

    private static readonly Book Bonused = BrokersBook.Of("""
        charges:
          - { name: Bonus, each: scheme, quantity: scheme.import,
              price: "tiers(per = contract-year, 0 MWh = 0 p/kWh, 50 MWh = 1 p/kWh)" }
        from: 2026-04-01
        """, "");

    /// <summary>A bill of each month from the start, with any amount, paid as far as it may be; some come to nothing,
    /// and now and then a month has none.</summary>
    private static readonly Gen<BilledCommission?[]> AnyMonths =
        Gen.Select(Gen.Long[-500_00, 9_000_00], Gen.Long[0, 100], Gen.Int[0, 19]).Array[0, 36].Select(all => all.Select(
            (one, i) => one.Item3 == 0 ? null : Month(i, one.Item1, one.Item3 < 4 ? 0 : 100, one.Item2)).ToArray());

    private static readonly Gen<BilledCommission[]> AnyBills =
        AnyMonths.Select(months => months.OfType<BilledCommission>().ToArray());

    private static BilledCommission Month(int number, long pence, long total, long received) => BrokersBook.Bill(
        $"B{number}", Start.PlusMonths(number), Start.PlusMonths(number + 1), pence, pence / 100m, total,
        Math.Min(total, received));

    [Fact]
    public void The_parts_are_the_commission_to_the_minor_unit() => Gen.Select(Gen.Long[-10_000_00, 10_000_00],
        Gen.Int[0, 100], Gen.Int[0, 100], Gen.Bool).Sample((amount, first, second, isOfRest) =>
        {
            var scheme = Reconciled.Schemes["s"];
            scheme = scheme with
            {
                Splits = [new(scheme.Splits[0].To, Exact.Ratio(first, 100), false),
                    new(scheme.Splits[1].To, Exact.Ratio(isOfRest ? second : Math.Min(second, 100 - first), 100),
                        isOfRest)],
            };
            var parts = Splitting.Of(new(amount, BrokersBook.Pounds), scheme);
            Assert.Equal(amount, parts.Sum(part => part.Amount.MinorUnits));
            Assert.DoesNotContain(parts, part => part.Amount.MinorUnits * Math.Sign(amount) < 0);
        });

    [Fact]
    public void A_part_of_the_rest_is_of_what_those_before_leave() => Gen.Select(Gen.Long[-10_000_00, 10_000_00],
        Gen.Int[0, 100], Gen.Int[0, 100]).Sample((amount, first, second) =>
        {
            var scheme = Reconciled.Schemes["s"];
            scheme = scheme with
            {
                Splits = [new(scheme.Splits[0].To, Exact.Ratio(first, 100), true),
                    new(scheme.Splits[1].To, Exact.Ratio(second, 100), true)],
            };
            var parts = Splitting.Of(new(amount, BrokersBook.Pounds), scheme);
            // In 10,000ths of the amount, and less than a penny off.
            int[] due = [first * 100, (100 - first) * second, (100 - first) * (100 - second)];
            Assert.Equal(3, parts.Count);
            Assert.All(parts.Zip(due), one => Assert.True(
                Math.Abs(one.First.Amount.MinorUnits * 10_000 - amount * one.Second) < 10_000));
            Assert.Equal(amount, parts.Sum(part => part.Amount.MinorUnits));
        });

    [Fact]
    public void What_is_paid_and_due_is_what_is_earned_once_the_contract_is_over() => AnyMonths.Sample(months =>
    {
        if (months.Length == 0) return;
        var mill = months.Length == 36 ? Reconciled.Agreements["mill"]
            : BrokersBook.Ended(Reconciled, Start.PlusMonths(months.Length));
        // While a month isn't billed, the last part waits; it comes with that bill, whenever it is made.
        if (months.Contains(null))
            Assert.NotEmpty(new Reckoning(Reconciled, End).Of(mill, [.. months.OfType<BilledCommission>()]).Waiting);
        List<BilledCommission> bills = [.. months.Select((bill, i) => bill ?? Month(i, 7_77, 100, 0))];
        var account = new Reckoning(Reconciled, End).Of(mill, bills);
        Assert.Equal(bills.Sum(bill => bill.Charges[0].Amount.MinorUnits), BrokersBook.AllDue(account));
        Assert.Empty(account.Waiting);
    });

    [Fact]
    public void What_is_received_is_earned_and_due_at_any_time() =>
        Gen.Select(AnyBills, Gen.Int[0, 1200]).Sample((bills, day) =>
        {
            var account = new Reckoning(Residual, Start.PlusDays(day)).Of(Residual.Agreements["mill"],
                [.. bills.Where(bill => bill.IssuedOn <= Start.PlusDays(day))]);
            Assert.Equal(account.Targets.Where(target => target.Kind == CommissionKind.Earned)
                .Sum(target => target.Amount.MinorUnits), BrokersBook.AllDue(account));
        });

    [Fact]
    public void No_order_of_bills_changes_anything() => Gen.Select(AnyBills, Gen.Int).Sample((bills, seed) =>
    {
        var shuffled = bills.OrderBy(bill => HashCode.Combine(bill.Bill, seed)).ToArray();
        foreach (var book in new[] { Reconciled, Residual })
            Assert.Equal(new Reckoning(book, End).Of(book.Agreements["mill"], bills).Targets,
                new Reckoning(book, End).Of(book.Agreements["mill"], shuffled).Targets);
    });

    [Fact]
    public void A_bonus_is_of_what_a_contract_year_has_above_its_edge_whatever_is_billed_by_then() =>
        Gen.Int[-1_000, 20_000].Array[1, 40].Sample(kWh =>
        {
            var bills = kWh.Select((own, i) => BrokersBook.Bill($"B{i}", Start.PlusMonths(i), Start.PlusMonths(i + 1),
                0, own)).ToList();
            var above = kWh.Chunk(12).Select(year => Bonus(year)).Sum();
            Assert.Equal(above, new Reckoning(Bonused, End).Of(Bonused.Schemes["s"], bills)[0].Amount.MinorUnits);
        });

    /// <summary>A penny for each kWh above 50,000, on all at once: the count may fall below the edge again.</summary>
    private static long Bonus(IEnumerable<int> year) => Math.Max(0, year.Sum() - 50_000);

    [Fact]
    public void The_rate_that_is_told_times_the_energy_that_is_read_is_what_is_earned() =>
        Gen.Select(Gen.Int[0, 2_000].Array[1_096], Gen.Int[1, 500], Gen.Int[0, 9_999]).Sample((days, uplift, daily) =>
        {
            // As much a year as can be written down.
            days[0] += (3 - (days.Sum() % 3)) % 3;
            long all = days.Sum();
            if (all == 0) return;
            var book = BrokersBook.Of("""
                terms: { eac: kWh/year, uplift: p/kWh, daily: p/day }
                expected: { import: eac * years }
                charges:
                  - { name: Unit uplift, quantity: import, price: uplift }
                  - { name: Standing uplift, quantity: days, price: daily }
                """, $"eac: {all / 3}, uplift: {uplift / 100m:0.00}, daily: {daily / 100m:0.00}");
            var commission = book.Agreements["mill"].Commission!;
            var plan = SchemeCharges.PlanOf(commission.Rated, new(Start, End))!;
            var (charges, _, faults) = SchemeCharges.Rate(plan, book, plan.Given(need =>
            {
                var series = need.Empty();
                for (var slot = 0; slot < days.Length; slot++) series.Set(slot, days[slot], Quality.Actual);
                return series;
            }, need => need.Empty()));
            Assert.Empty(faults);
            // By hand, in hundredths of a penny: each charge is rounded once.
            static long Pence(long hundredths) =>
                (long)decimal.Round(hundredths / 100m, MidpointRounding.AwayFromZero);
            var earned = Pence(uplift * all) + Pence(daily * 1_096L);
            Assert.Equal(earned, charges.Sum(charge => charge.Amount.MinorUnits));
            var told = Expectation.Of(commission, book)!.Rate!.Value;
            Assert.Equal(Exact.Ratio(earned, 100), told * all);
        }, iter: 20);
}

using Busbar.Commissions;
using Busbar.Contracts;
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

    /// <summary>A bill of each month from the start, with any amount, paid as far as it may be.</summary>
    private static readonly Gen<BilledCommission[]> AnyBills =
        Gen.Select(Gen.Long[-500_00, 9_000_00], Gen.Long[0, 100]).Array[0, 36].Select(all => all.Select((one, i) =>
            BrokersBook.Bill($"B{i}", Start.PlusMonths(i), Start.PlusMonths(i + 1), one.Item1, one.Item1 / 100m,
                received: one.Item2)).ToArray());

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
    public void What_is_paid_and_due_is_what_is_earned_once_the_contract_is_over() => AnyBills.Sample(bills =>
    {
        var mill = bills.Length == 36 ? Reconciled.Agreements["mill"]
            : BrokersBook.Ended(Reconciled, Start.PlusMonths(bills.Length));
        if (bills.Length == 0) return;
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
    public void The_rate_that_is_told_times_the_energy_is_the_commission() =>
        Gen.Select(Gen.Int[1, 1_000_000], Gen.Int[1, 500]).Sample((yearly, hundredths) =>
        {
            var book = BrokersBook.Of("""
                terms: { eac: kWh/year, uplift: p/kWh }
                expected: { import: eac * years }
                charges: [{ name: Unit uplift, quantity: import, price: uplift }]
                """, $"eac: {yearly}, uplift: {hundredths / 100m:0.00}");
            var expected = Busbar.Billing.Expectation.Of(book.Agreements["mill"].Commission!, book)!;
            Assert.Equal(expected.Amount, Money.Rounded(expected.Rate!.Value * expected.Energy, BrokersBook.Pounds,
                book.LineRounding));
        }, iter: 20);
}

using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Quantities;
using Busbar.Time;
using CsCheck;

namespace Busbar.Tests.Laws;

/// <summary>Whoever pays a bill, together they pay it whole.</summary>
public class PayerLaws
{
    private static readonly Currency Pounds = Currency.Of("GBP")!.Value;
    private static readonly string[] Groups = ["energy", "levy", "fixed"];

    private static readonly string[] Payers = ["site", "group", "head"];
    private static readonly Gen<string> AnyGroup = Gen.Int[0, 2].Select(i => Groups[i]);

    private static readonly Gen<PayerRule> AnyRule = Gen.Select(
        Gen.Int[0, 2].Select(i => Payers[i]), AnyGroup.Array[0, 2], Gen.Int[0, 100],
        (by, groups, share) => new PayerRule(by, [.. groups.Distinct()], share == 0 ? null : (Exact)share / 100));

    private static readonly Gen<(long Amount, string Group, int Rate)> AnyLine =
        Gen.Select(Gen.Long[-100_000, 100_000], AnyGroup, Gen.Int[0, 2].Select(i => i * 10));

    private static readonly long[] Steps = [1, 5, 10, 30, 100, 1_000];
    private static readonly Gen<long> AnyStep = Gen.Int[0, 5].Select(i => Steps[i]);

    [Fact]
    public void The_parts_are_the_whole() =>
        Gen.Select(AnyRule.List[0, 4], AnyRule.List[0, 2], AnyLine.List[1, 8]).Sample((own, above, lines) =>
        {
            var (bill, book) = Case(own, [.. above.Where(rule => rule.By != "site")], lines);
            var parts = PayerParts.Of(bill, book);
            return parts.Sum(part => part.Amount.MinorUnits) == bill.Total.MinorUnits
                && parts.Select(part => (part.Account, part.Group)).Distinct().Count() == parts.Count;
        });

    [Fact]
    public void The_parts_of_a_round_sum_are_the_round_sum_and_of_its_reverse_the_reverse() =>
        Gen.Select(AnyRule.List[0, 4], AnyLine.List[1, 8], AnyStep).Sample((own, lines, step) =>
        {
            var (bill, book) = Case(own, [], lines, step);
            var (reverse, _) = Case(own, [], [.. lines.Select(line => line with { Amount = -line.Amount })], step);
            var (parts, taken) = (PayerParts.Of(bill, book), PayerParts.Of(reverse, book));
            Assert.Equal(bill.Total.MinorUnits, parts.Sum(part => part.Amount.MinorUnits));
            Assert.Equal(parts.Select(part => (part.Account, part.Group, part.Amount)),
                taken.Select(part => (part.Account, part.Group, -part.Amount)));
        });

    [Fact]
    public void What_is_rounded_is_shared_in_the_ratio_of_the_parts() =>
        Gen.Select(AnyRule.List[1, 4], AnyLine.List[1, 8], AnyStep).Sample((own, lines, step) =>
        {
            var (bill, book) = Case(own, [],
                [.. lines.Select(line => line with { Amount = Math.Abs(line.Amount) })], step);
            var before = PayerParts.Of(bill with
            {
                Rounding = Money.Zero(Pounds), Total = bill.Total - bill.Rounding,
            }, book);
            var sum = (bill.Total - bill.Rounding).MinorUnits;
            foreach (var (was, part) in before.Zip(PayerParts.Of(bill, book)))
            {
                var off = part.Amount.MinorUnits - (sum == 0 ? Exact.Zero
                    : (Exact)was.Amount.MinorUnits * bill.Total.MinorUnits / sum);
                // Each of the two is the next whole one, above or below.
                var most = Exact.One * 2 + (sum == 0 ? Exact.Zero : (Exact)Math.Abs(bill.Rounding.MinorUnits) / sum);
                Assert.True((off.Sign < 0 ? -off : off) <= most, $"{part} was {was} of {bill.Total}");
                Assert.True(part.Amount.MinorUnits >= 0);
            }
        });

    [Fact]
    public void A_round_sum_is_a_multiple_of_the_step_at_most_half_of_it_away_and_mirrored() =>
        Gen.Select(Gen.Long[-10_000_000, 10_000_000], AnyStep).Sample((sum, step) =>
        {
            var (one, money) = (new Money(step, Pounds), new Money(sum, Pounds));
            var rounding = PayableRounding.Of(money, one).MinorUnits;
            Assert.Equal(0, (sum + rounding) % step);
            Assert.True(2 * Math.Abs(rounding) <= step);
            // Half a step goes away from zero.
            if (2 * Math.Abs(rounding) == step) Assert.Equal(Math.Sign(sum), Math.Sign(rounding));
            Assert.Equal(-rounding, PayableRounding.Of(-money, one).MinorUnits);
            Assert.Equal(0, PayableRounding.Of(money, null).MinorUnits);
        });

    [Fact]
    public void Who_pays_a_group_alone_pays_its_lines_and_their_tax() =>
        AnyLine.List[1, 8].Sample(lines =>
        {
            var (bill, book) = Case([new("group", ["levy"], null)], [], lines);
            var parts = PayerParts.Of(bill, book).GroupBy(part => part.Account)
                .ToDictionary(same => same.Key, same => same.Sum(part => part.Amount.MinorUnits));
            var levies = lines.Where(line => line.Group == "levy").Aggregate(Exact.Zero, (sum, line) => sum
                + line.Amount * (Exact.One + Ratio(bill, line.Rate)));
            var off = parts.GetValueOrDefault("group") - levies;
            return (off.Sign < 0 ? -off : off) < Exact.One;
        });

    private static Exact Ratio(Bill bill, int rate) =>
        bill.Taxes.FirstOrDefault(tax => tax.Rate == (Exact)rate / 100) is { Net.MinorUnits: not 0 } tax
            ? (Exact)tax.Amount.MinorUnits / tax.Net.MinorUnits : Exact.Zero;

    private static (Bill Bill, Book Book) Case(IReadOnlyList<PayerRule> own, IReadOnlyList<PayerRule> above,
        IReadOnlyList<(long Amount, string Group, int Rate)> lines, long step = 1)
    {
        var party = new Party("p", "P", [], null, default);
        var cycle = BillingCycle.Named("month", 1)!;
        var accounts = new[]
        {
            Of("head", []), Of("group", [.. above.Where(rule => rule.By != "group")]), Of("site", own),
        }.ToDictionary(account => account.Id);
        var book = new Book(party, Pounds, NodaTime.DateTimeZone.Utc, "en-GB", Rounding.HalfAway, Rounding.HalfAway,
            new(NumberPattern.Parse("{0}")!, NumberPattern.Parse("C{0}")!), Groups, new Dictionary<string, Calendar>(),
            new Dictionary<string, MarketSeries>(), new Dictionary<string, Party>(), accounts,
            new Dictionary<string, Busbar.Metering.Connection>(), new Dictionary<string, Product>(),
            new Dictionary<string, Agreement>());
        var days = new Days(new(2026, 1, 1), new(2026, 2, 1));
        BillLine[] billed = [.. lines.Select((line, i) => new BillLine($"l{i}", "L", line.Group, "a", "c", null, days,
            null, null, null, null, new(line.Amount, Pounds), null, (Exact)line.Rate / 100, false,
            Money.Zero(Pounds)))];
        TaxLine[] taxes = [.. billed.GroupBy(line => line.TaxRate!.Value).Select(same =>
        {
            var net = new Money(same.Sum(line => line.Amount.MinorUnits), Pounds);
            return new TaxLine(same.Key, net, Money.Rounded(net.Amount * same.Key, Pounds, Rounding.HalfAway), null);
        })];
        var (sum, tax) = (new Money(billed.Sum(line => line.Amount.MinorUnits), Pounds),
            new Money(taxes.Sum(line => line.Amount.MinorUnits), Pounds));
        var rounding = PayableRounding.Of(sum + tax, new(step, Pounds));
        return (new(accounts["site"], party, Pounds, days, [], billed, [], taxes, sum, tax, sum + tax + rounding, [],
            null!) { Rounding = rounding }, book);

        Account Of(string id, IReadOnlyList<PayerRule> rules) => new(id, party, BillStyle.Unbundled, cycle, default)
        {
            Payers = rules.Count == 0 ? null : Dated.Always(rules),
        };
    }
}

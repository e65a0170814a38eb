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
        IReadOnlyList<(long Amount, string Group, int Rate)> lines)
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
        return (
            new(accounts["site"], party, Pounds, days, [], billed, [], taxes, sum, tax, sum + tax, [], null!), book);

        Account Of(string id, IReadOnlyList<PayerRule> rules) => new(id, party, BillStyle.Unbundled, cycle, default)
        {
            Payers = rules.Count == 0 ? null : Dated.Always(rules),
        };
    }
}

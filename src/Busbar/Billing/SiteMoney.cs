using Busbar.Contracts;
using Busbar.Quantities;

namespace Busbar.Billing;

/// <summary>What a charge comes to on some bills, net of tax.</summary>
/// <param name="IsPassed">Whether it is a third party's: passed through, or paid to a party of its own.</param>
public sealed record ChargeMoney(string Charge, string Name, bool IsPassed, Money Amount);

/// <summary>What some bills of a site come to.</summary>
/// <param name="Charges">In the order of the product.</param>
public sealed record SiteMoney(Money Net, Money Tax, IReadOnlyList<ChargeMoney> Charges)
{
    /// <summary>With tax, before each bill is made a round sum.</summary>
    public Money Total => Net + Tax;

    /// <summary>What of it is passed on to third parties, net.</summary>
    public Money Passed => Charges.Where(charge => charge.IsPassed)
        .Aggregate(Money.Zero(Net.Currency), (sum, charge) => sum + charge.Amount);

    /// <summary>The sum of some bills.</summary>
    public static SiteMoney Of(IReadOnlyList<(BillPlan Plan, Bill Bill)> bills, Currency currency)
    {
        var charges = bills.SelectMany(one => one.Bill.Charges.Select(billed => (billed.Key.Charge, billed.Amount,
            Meaning: one.Plan.Tasks.First(task => BillPlan.KeyOf(task) == billed.Key).Legs[^1].Charge)));
        return new(Money.Sum(bills.Select(one => one.Bill.Net), currency),
            Money.Sum(bills.Select(one => one.Bill.Tax), currency),
            [.. charges.GroupBy(one => one.Charge).Select(same => Of(same.Key, same.Last().Meaning,
                Money.Sum(same.Select(one => one.Amount), currency)))]);
    }

    /// <summary>The sum of some sites, charges by their ids.</summary>
    public static SiteMoney Sum(IReadOnlyList<SiteMoney> all, Currency currency) => new(
        Money.Sum(all.Select(one => one.Net), currency), Money.Sum(all.Select(one => one.Tax), currency),
        [.. all.SelectMany(one => one.Charges).GroupBy(charge => (charge.Charge, charge.IsPassed))
            .Select(same => same.First() with { Amount = Money.Sum(same.Select(one => one.Amount), currency) })]);

    private static ChargeMoney Of(string id, Charge charge, Money amount) =>
        new(id, charge.Name, charge.IsPassThrough || charge.Payee is not null, amount);
}

/// <summary>What an offer comes to on a site.</summary>
/// <param name="Cost">What its energy costs at the series that is named; null where none is.</param>
/// <param name="Before">What it is compared with; null where there is nothing.</param>
public sealed record PricedOffer(SiteMoney Money, Money? Cost, SiteMoney? Before)
{
    /// <summary>What is left of the net amount without what is passed on and what the energy costs.</summary>
    public Money Margin => Money.Net - Money.Passed - (Cost ?? Quantities.Money.Zero(Money.Net.Currency));

    /// <summary>What is paid more, with tax; below zero where it is less, null where nothing is compared.</summary>
    public Money? Difference => Before is null ? null : Money.Total - Before.Total;
}

/// <summary>What an offer comes to on several sites.</summary>
/// <param name="Sites">Those on which it is priced.</param>
public sealed record OfferSums(IReadOnlyList<PricedOffer> Sites, Currency Currency)
{
    /// <summary>All of them together.</summary>
    public SiteMoney Money { get; } = SiteMoney.Sum([.. Sites.Select(site => site.Money)], Currency);

    /// <summary>What their energy costs; null where no series is named.</summary>
    public Money? Cost { get; } = Sites.Any(site => site.Cost is null) || Sites.Count == 0 ? null
        : Sites.Aggregate(Quantities.Money.Zero(Currency), (sum, site) => sum + site.Cost!.Value);

    /// <summary>What is left of all of them.</summary>
    public Money Margin => Sites.Aggregate(Quantities.Money.Zero(Currency), (sum, site) => sum + site.Margin);

    /// <summary>What those that are compared paid, and would pay, with tax.</summary>
    public Compared Paid { get; } = Compared.Sum(Sites.Where(site => site.Before is not null)
        .Select(site => new Compared(site.Before!.Total, site.Money.Total)), Currency);

    /// <summary>What is paid more at each site that is compared, the greatest saving first.</summary>
    public Distribution Differences { get; } = new(Currency,
        [.. Sites.Select(site => site.Difference).OfType<Money>().Select(money => money.MinorUnits).Order()]);

    /// <summary>The margin of each site, the least first.</summary>
    public Distribution Margins { get; } = new(Currency, [.. Sites.Select(site => site.Margin.MinorUnits).Order()]);
}

using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Billing;

/// <summary>Money under two versions of a product.</summary>
public readonly record struct Compared(Money Before, Money After)
{
    /// <summary>What is paid more; below zero where it is less.</summary>
    public Money Difference => After - Before;

    /// <summary>By what part of what it was; null from nothing.</summary>
    public Exact? Growth => Quantities.Growth.Of(Before.Amount, After.Amount);

    /// <summary>Nothing, under both.</summary>
    public static Compared Nothing(Currency currency) => new(Money.Zero(currency), Money.Zero(currency));

    public static Compared operator +(Compared a, Compared b) => new(a.Before + b.Before, a.After + b.After);

    /// <summary>The sum of some; nothing where there is none.</summary>
    public static Compared Sum(IEnumerable<Compared> all, Currency currency) =>
        all.Aggregate(Nothing(currency), (sum, one) => sum + one);
}

/// <summary>A charge's money, net of tax.</summary>
/// <param name="Pair">The charge in both versions; where one hasn't got it, it costs nothing there.</param>
public sealed record ComparedCharge(ChargePair Pair, Compared Amount);

/// <summary>A month's money.</summary>
public sealed record ComparedMonth(YearMonth Month, Compared Net, Compared Tax)
{
    /// <summary>With tax.</summary>
    public Compared Total => Net + Tax;
}

/// <summary>Charges and months under two versions of a product, and what they add up to.</summary>
/// <param name="Charges">In the order of the comparison.</param>
/// <param name="Months">In their order.</param>
public sealed record ComparedSums(
    Currency Currency, IReadOnlyList<ComparedCharge> Charges, IReadOnlyList<ComparedMonth> Months)
{
    /// <summary>Without tax.</summary>
    public Compared Net { get; } = Compared.Sum(Months.Select(month => month.Net), Currency);

    /// <summary>The tax of all months.</summary>
    public Compared Tax { get; } = Compared.Sum(Months.Select(month => month.Tax), Currency);

    /// <summary>With tax: what is paid.</summary>
    public Compared Total => Net + Tax;
}

/// <summary>What an agreement costs under two versions of its product.</summary>
/// <param name="Period">The days of supply that were rated.</param>
public sealed record ComparedAgreement(Agreement Agreement, Days Period, ComparedSums Sums);

/// <summary>What several agreements cost under two versions of their product; who pays more pays more with tax.
/// </summary>
/// <param name="Agreements">By id; at least one.</param>
public sealed record ComparedAll(IReadOnlyList<ComparedAgreement> Agreements)
{
    private const int MostListed = 10;

    /// <summary>How many pay more.</summary>
    public int More => Agreements.Count(one => DifferenceOf(one) > 0);

    /// <summary>How many pay less.</summary>
    public int Less => Agreements.Count(one => DifferenceOf(one) < 0);

    /// <summary>How many pay the same.</summary>
    public int Same => Agreements.Count - More - Less;

    /// <summary>The one that saves most, or else pays least more.</summary>
    public ComparedAgreement Least => Agreements.MinBy(DifferenceOf)!;

    /// <summary>The one that pays most more, or else saves least.</summary>
    public ComparedAgreement Greatest => Agreements.MaxBy(DifferenceOf)!;

    /// <summary>The ten whose money changes most, in either direction.</summary>
    public IReadOnlyList<ComparedAgreement> MostChanged =>
        [.. Agreements.OrderByDescending(one => Math.Abs(DifferenceOf(one)))
            .ThenBy(one => one.Agreement.Id, StringComparer.Ordinal).Take(MostListed)];

    /// <summary>From the first day that was rated of any to the last.</summary>
    public Days Period => BillPlan.Hull(Agreements.Select(one => one.Period));

    /// <summary>All of them together.</summary>
    /// <param name="diff">The comparison that their charges are of.</param>
    public ComparedSums Sums(VersionDiff diff)
    {
        var (all, currency) = (Agreements.Select(one => one.Sums).ToList(), Agreements[0].Sums.Currency);
        return new(currency,
            [.. diff.Charges.Select((pair, i) =>
                new ComparedCharge(pair, Compared.Sum(all.Select(one => one.Charges[i].Amount), currency)))],
            [.. all.SelectMany(one => one.Months).GroupBy(month => month.Month).OrderBy(same => same.Key)
                .Select(same => new ComparedMonth(same.Key, Compared.Sum(same.Select(month => month.Net), currency),
                    Compared.Sum(same.Select(month => month.Tax), currency)))]);
    }

    private static long DifferenceOf(ComparedAgreement one) => one.Sums.Total.Difference.MinorUnits;
}

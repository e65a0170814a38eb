using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Time;

namespace Busbar.Billing;

/// <summary>The charges of one account and period, taxed. Immutable; it gets its number when it is issued.</summary>
/// <param name="Seller">In whose name it is: the book's seller, or a party whom the customer pays.</param>
/// <param name="Period">The days of supply that it covers, within one billing period.</param>
/// <param name="Charges">What is billed once, and for which days.</param>
/// <param name="Lines">In the order of agreements and their products.</param>
/// <param name="Bundles">Where the account's bills are bundled: each line at most once; what is in none stands by
/// itself.</param>
/// <param name="Taxes">By rate, the highest first.</param>
/// <param name="Total">What is to be paid: net, tax, and what makes it a round sum.</param>
/// <param name="Open">What has no amount yet, because something is missing: it is in no sum.</param>
/// <param name="Explanation">What it was made from.</param>
public sealed record Bill(
    Account Account, Party Seller, Currency Currency, Days Period, IReadOnlyList<BilledCharge> Charges,
    IReadOnlyList<BillLine> Lines, IReadOnlyList<BillBundle> Bundles, IReadOnlyList<TaxLine> Taxes, Money Net,
    Money Tax, Money Total, IReadOnlyList<OpenCharge> Open, Explanation Explanation)
{
    /// <summary>Whether it is the party's own invoice, made by the seller; others who are paid on the account bill in
    /// their own name.</summary>
    public bool IsSelfBilled => Account.IsSelfBilled && Seller.Issuer is null;

    /// <summary>What is added so that the total is a round sum; below zero where it is taken off.</summary>
    public Money Rounding { get; init; } = Money.Zero(Currency);

    /// <summary>The day whose rates of tax hold for all of it; null: those of the days of supply.</summary>
    public NodaTime.LocalDate? TaxPoint { get; init; }

    /// <summary>Why it is taxed as it is, where that isn't only what the charges say.</summary>
    public IReadOnlyList<TaxReason> TaxReasons { get; init; } = [];

    /// <summary>What its customer is told of the commissions in its prices.</summary>
    public IReadOnlyList<Disclosure> Disclosures { get; init; } = [];

    /// <summary>What of the net amount rests on estimated readings.</summary>
    public Money Estimated => Money.Sum(Lines.Select(line => line.Estimated), Currency);
}

/// <summary>A charge as a bill has it.</summary>
/// <param name="PeriodStart">The first day of supply that the bill is for.</param>
/// <param name="Days">The days of supply that it covers.</param>
public readonly record struct BilledCharge(ChargeKey Key, NodaTime.LocalDate PeriodStart, Days Days, Money Amount);

/// <summary>One line: a charge, or its part in a leg or a band.</summary>
/// <param name="Id">Unique on its bill, and the same on every bill that has the charge so.</param>
/// <param name="Connection">The one connection that it is for; null where there are several.</param>
/// <param name="Days">The days that it is for.</param>
/// <param name="Quantity">With its unit; null for a formula of money, unless the line is a trade's.</param>
/// <param name="Price">With its unit; null where more than one holds.</param>
/// <param name="Amount">Net of tax; below zero for what the seller pays.</param>
/// <param name="Gross">The amount with tax, where the price includes it; null where it doesn't.</param>
/// <param name="TaxRate">A fraction; null outside the scope of tax.</param>
/// <param name="IsEstimated">Whether a reading behind it is an estimate.</param>
/// <param name="Estimated">What of the amount rests on such readings.</param>
public sealed record BillLine(
    string Id, string Name, string Group, string Agreement, string Charge, string? Connection, Days Days,
    Exact? Quantity, Dimension? Unit, Exact? Price, Dimension? PriceUnit, Money Amount, Money? Gross,
    Exact? TaxRate, bool IsEstimated, Money Estimated)
{
    /// <summary>In the place of the agreement of what is over all agreements of a scheme.</summary>
    public const string NoAgreement = "";

    /// <summary>Why it is taxed at that rate.</summary>
    public TaxCategory TaxCategory { get; init; } = TaxRate is { IsZero: false } ? TaxCategory.Standard
        : TaxRate is null ? TaxCategory.Outside : TaxCategory.Zero;
}

/// <summary>A charge without an amount yet; a later bill has it, when what is missing is known.</summary>
/// <param name="Connection">The one connection that it is for; null where there are several.</param>
/// <param name="Reasons">What is missing.</param>
public sealed record OpenCharge(
    string Agreement, string Charge, string Name, string? Connection, Days Days, IReadOnlyList<string> Reasons);

/// <summary>Lines that are shown as one.</summary>
public sealed record BillBundle(string Name, IReadOnlyList<string> Lines, Money Amount);

/// <summary>The tax of all lines of one rate and category.</summary>
/// <param name="Net">The sum of these lines.</param>
/// <param name="Gross">The sum, with tax, of those whose prices include it; null where none does.</param>
public sealed record TaxLine(Exact Rate, Money Net, Money Amount, Money? Gross)
{
    /// <summary>Why it is taxed at that rate.</summary>
    public TaxCategory Category { get; init; } = Rate.IsZero ? TaxCategory.Zero : TaxCategory.Standard;

    /// <summary>Whether each line's tax was rounded by itself.</summary>
    public bool IsPerLine { get; init; }
}

/// <summary>What comes of an account and a billing period.</summary>
public abstract record BillOutcome(BillPlan Plan)
{
    /// <summary>A bill, not yet issued.</summary>
    /// <param name="Charges">Its charges as they were rated, down to the interval; empty where the bill alone was asked
    /// for.</param>
    public sealed record Made(BillPlan Plan, Bill Bill, IReadOnlyList<RatedCharge> Charges) : BillOutcome(Plan);

    /// <summary>No bill, and why.</summary>
    public sealed record Held(BillPlan Plan, IReadOnlyList<Fault> Reasons) : BillOutcome(Plan)
    {
        /// <summary>Whether something isn't known yet, and nothing is wrong.</summary>
        public bool IsOnlyMissing { get; init; }
    }
}

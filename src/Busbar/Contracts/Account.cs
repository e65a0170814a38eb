using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Contracts;

/// <summary>How an account wants its charges shown. The total is the same.</summary>
public enum BillStyle
{
    /// <summary>Each charge by itself.</summary>
    Unbundled,

    /// <summary>The bundles of the product, and by themselves the charges that are in none.</summary>
    Bundled,
}

/// <summary>What a party is billed on.</summary>
/// <param name="Id">Unique among the book's accounts.</param>
/// <param name="Party">Who pays.</param>
/// <param name="Cycle">When its billing periods start.</param>
public sealed record Account(string Id, Party Party, BillStyle Style, BillingCycle Cycle, Place Place)
{
    /// <summary>Whether the party is the one that supplies, and its bills are its own invoices, made by the seller who
    /// pays them: self-billing.</summary>
    public bool IsSelfBilled { get; init; }

    /// <summary>The language of its documents; null: the book's.</summary>
    public string? Language { get; init; }

    /// <summary>The id of the account below which it stands; null: it stands at the top.</summary>
    public string? Parent { get; init; }

    /// <summary>Who pays its bills, by the first day of their supply, in the order of the rules; what none is about,
    /// and what they leave, it pays itself.</summary>
    public Dated<IReadOnlyList<PayerRule>>? Payers { get; init; }

    /// <summary>The share of its use that qualifies as domestic, by day: 1 for a home, nothing for a business; null:
    /// a business.</summary>
    public Dated<Exact>? Use { get; init; }

    /// <summary>How all that it is charged is taxed, by day; null, or a null of a day: as the charges say.</summary>
    public Dated<TaxTreatment?>? Tax { get; init; }

    /// <summary>Whether all that it is charged is taxed as the charges say, in the end if not always.</summary>
    public bool IsTaxedAsCharged => Tax is null || Tax.Values[^1].Value is null;

    /// <summary>The reliefs that were granted to it.</summary>
    public IReadOnlyList<Certificate> Certificates { get; init; } = [];

    /// <summary>How all that it is charged on a day is taxed; null: as the charges say.</summary>
    public TaxTreatment? TaxOn(LocalDate day) => Tax is not null && Tax.TryAt(day, out var own) ? own : null;

    /// <summary>Where its party books what it costs: as written on statements.</summary>
    public string? CostCentre { get; init; }

    /// <summary>How its credit is set against its bills; null: as the book says.</summary>
    public AllocationPolicy? Allocation { get; init; }

    /// <summary>The permission to collect from it by direct debit; null: it pays by itself.</summary>
    public Mandate? Mandate { get; init; }

    /// <summary>The account of the seller into which is collected from it and those below it; null: as of the account
    /// above it, or else the usual one.</summary>
    public string? PaidInto { get; init; }

    /// <summary>Its instalments on bills to come; null: it pays its bills.</summary>
    public Budget? Budget { get; init; }

    /// <summary>How it pays off a debt; null: at once.</summary>
    public PaymentPlan? Plan { get; init; }

    /// <summary>How many days after the day of issue its bills are due; null: as the book says.</summary>
    public int? DueDays { get; init; }
}

using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Time;

namespace Busbar.Rating;

/// <summary>Why as much of some use qualifies for the domestic class as does.</summary>
public enum LiabilityReason
{
    /// <summary>It is a home, or something else that is all domestic.</summary>
    Domestic,

    /// <summary>It is so little that it counts as domestic.</summary>
    Small,

    /// <summary>So much of it qualifies that all does.</summary>
    MostlyQualifying,

    /// <summary>A part of it qualifies.</summary>
    Mixed,

    /// <summary>None of it does.</summary>
    Business,
}

/// <summary>How much of the use at some premises in a billing period qualifies for the domestic class of a tax.
/// </summary>
/// <param name="Premises">Their name, or the connection that is its own.</param>
/// <param name="Period">The days of supply in the billing period.</param>
/// <param name="Qualifying">The share that is taxed as domestic.</param>
/// <param name="Declared">The share that was declared.</param>
/// <param name="Average">How much was used a day, on average; null where nobody asked.</param>
public sealed record Liability(
    TaxClass Tax, string Premises, Days Period, Exact Qualifying, LiabilityReason Reason, Exact Declared,
    Exact? Average);

/// <summary>What part of something is taxed, and how.</summary>
/// <param name="Share">Of its amount.</param>
/// <param name="Rate">A fraction; null outside the scope of tax.</param>
public sealed record TaxShare(Exact Share, Exact? Rate, TaxCategory Category);

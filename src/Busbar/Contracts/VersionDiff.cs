using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Contracts;

/// <summary>What of a product a change is of.</summary>
public enum ChangedPart
{
    /// <summary>The product as a whole.</summary>
    Product,

    Channel,
    Term,
    Quantity,
    Charge,

    /// <summary>What must be.</summary>
    Must,

    Bundle,
}

/// <summary>One thing that two versions of a product don't say alike.</summary>
/// <param name="Id">The name of the channel, term, quantity or bundle, or the id of the charge or product.</param>
/// <param name="Aspect">What of it: <c>price</c>; <c>new</c> or <c>gone</c> where one version alone has it.</param>
/// <param name="Before">As written; null where there was nothing.</param>
/// <param name="After">As written; null where there is nothing.</param>
/// <param name="Growth">Where a number became another, by what part of itself; null from nothing, and otherwise.
/// </param>
/// <param name="Text">All of it in words.</param>
public sealed record VersionChange(
    ChangedPart Part, string Id, string Aspect, string? Before, string? After, Exact? Growth, string Text);

/// <summary>A charge in two versions of a product, under whatever id and name; at least one of them has it.</summary>
public readonly record struct ChargePair(Charge? Before, Charge? After)
{
    /// <summary>The later one, or the earlier where it is gone.</summary>
    public Charge Latest => After ?? Before!;
}

/// <summary>What changes between two versions of a product, by what they say and not by how it is written.</summary>
/// <param name="Changes">In the order of a product: channels, terms, quantities, charges, conditions, bundles.</param>
/// <param name="Charges">Those of the later version in their order, and then those that are gone.</param>
public sealed record VersionDiff(
    ProductVersion Before, ProductVersion After, IReadOnlyList<VersionChange> Changes,
    IReadOnlyList<ChargePair> Charges)
{
    /// <summary>Compares two versions of a product; calendars, series and taxes are the book's.</summary>
    /// <param name="units">The book's, in which prices are written.</param>
    public static VersionDiff Of(ProductVersion before, ProductVersion after, UnitWords units) =>
        new VersionComparison(before, after, units).Whole();
}

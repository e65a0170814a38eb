using Busbar.Contracts.Language;
using Busbar.Metering;
using NodaTime;

namespace Busbar.Contracts;

/// <summary>A product's version as written: its formulas are still texts.</summary>
/// <param name="Quantities">In the order in which they are written.</param>
public sealed record ProductText(
    string Product, string Name, LocalDate From, int IntervalMinutes, IReadOnlyDictionary<string, Channel> Channels,
    IReadOnlyDictionary<string, Term> Terms, IReadOnlyDictionary<string, FormulaText> Quantities,
    IReadOnlyList<ChargeText> Charges, IReadOnlyList<MustText> Musts, IReadOnlyList<BundleText> Bundles, bool IsFixed,
    Place Place)
{
    /// <summary>What it uses of pools; null where it uses none.</summary>
    public PoolNames.Outside? Pools { get; init; }

    /// <summary>The boundary at which it uses trades; null where it doesn't say.</summary>
    public string? TradesAt { get; init; }

    /// <summary>For messages: <c>Product ev-home from 2026-04-01</c>.</summary>
    public string Subject => $"Product {Product} from {NodaTime.Text.LocalDatePattern.Iso.Format(From)}";
}

/// <summary>A charge as written: with a quantity and a price, or with an amount.</summary>
/// <param name="Id">Null: made of the name.</param>
/// <param name="HasLineByBand">Whether it is shown by the bands of the calendar that its formulas use.</param>
/// <param name="HasLineByTier">Whether it is shown by the blocks of its price.</param>
public sealed record ChargeText(
    string? Id, string Name, string Group, FormulaText? Quantity, FormulaText? Price, FormulaText? Amount,
    Direction Direction, Each Each, bool HasLineByBand, bool HasLineByTier, TaxClass Tax, bool IsGross,
    Missing Missing, bool IsPassThrough, Place Place)
{
    /// <summary>Whether it is shown trade by trade.</summary>
    public bool HasLineByClip { get; init; }

    /// <summary>The word of the party whom the customer pays; null: the seller.</summary>
    public string? Payee { get; init; }
}

/// <summary>A condition that must be true, as written.</summary>
/// <param name="Else">What to say where it isn't.</param>
public sealed record MustText(FormulaText Be, string Else, Each Each, Place Place);

/// <summary>A bundle as written.</summary>
/// <param name="Charges">Names or ids of charges, each with its place.</param>
public sealed record BundleText(string Name, IReadOnlyList<(string Charge, Place Place)> Charges, Place Place);

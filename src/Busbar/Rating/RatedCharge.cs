using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Rating;

/// <summary>A charge with its amount, and all that the amount came from.</summary>
/// <param name="Exact">The amount before it was rounded; below zero for what the seller pays.</param>
/// <param name="Amount">The amount, rounded once.</param>
/// <param name="Parts">
/// How it is shown: by leg and, where the charge says so, by band. Their amounts add up to the whole.
/// </param>
/// <param name="Legs">How it was rated, leg by leg.</param>
/// <param name="Open">What is missing, so that there is no amount yet; empty where nothing is.</param>
public sealed record RatedCharge(
    ChargeTask Task, Exact Exact, Money Amount, IReadOnlyList<RatedPart> Parts, IReadOnlyList<RatedLeg> Legs,
    IReadOnlyList<Fault> Open);

/// <summary>A part of a charge that is a line of a bill.</summary>
/// <param name="Key">What tells it from the others of its leg: a band, <c>tier-2</c>, a trade; null: it is all.</param>
/// <param name="Band">The band, block or trade that it is for; null: all.</param>
/// <param name="Quantity">In the canonical unit; null for a formula of money, unless it is a trade's.</param>
/// <param name="Price">Where one price holds for all of the part; then the amount before rounding is quantity × price.
/// </param>
/// <param name="Exact">The amount before rounding.</param>
/// <param name="Amount">Its share of the charge's rounded amount; with tax where that is in the price.</param>
/// <param name="IsEstimated">Whether a reading in it is an estimate.</param>
/// <param name="ExactEstimated">What of the amount before rounding has such a reading: of a charge by the interval
/// those intervals, of any other all that rests on one.</param>
public sealed record RatedPart(
    Leg Leg, string? Key, string? Band, Exact? Quantity, Exact? Price, Exact Exact, Money Amount, bool IsEstimated,
    Exact ExactEstimated)
{
    /// <summary>How it is taxed; a part has one rate.</summary>
    public TaxShare Tax { get; init; } = new(Exact.One, null, TaxCategory.Outside);

    /// <summary>Its amount without tax, not rounded where the price includes it.</summary>
    public Exact Net => Leg.Charge.IsGross && Tax.Rate is { } rate ? Amount.Amount / (Exact.One + rate)
        : Amount.Amount;

    /// <summary>The unit of its quantity; null where it has none. That of a clip is energy, also where its charge is a
    /// formula of money.</summary>
    public Dimension? Unit => (Leg.Charge.Rate as Rate.Priced)?.Quantity.Formula.Shape.Dimension
        ?? (Quantity is null ? null : Dimension.Energy);

    /// <summary>The unit of its price; null where it has none.</summary>
    public Dimension? PriceUnit => Price is null ? null
        : (Leg.Charge.Rate as Rate.Priced)?.Price.Formula.Shape.Dimension
            ?? Dimension.Money(Amount.Currency) / Dimension.Energy;
}

/// <summary>A leg as it was rated: the values of its formulas at each place of their step.</summary>
/// <param name="Frame">The places.</param>
/// <param name="Quantity">Null for a formula of money.</param>
/// <param name="Price">At the quantity's step; null for a formula of money.</param>
/// <param name="Amounts">At the same step, before rounding, with their sign.</param>
/// <param name="Shares">
/// How much of each place belongs to the leg: 1 or 0 for intervals and days, the part of its days for a window.
/// </param>
/// <param name="Bands">The band of each place; null where the charge isn't shown by band.</param>
/// <param name="Blocks">What was dealt out to the blocks of the price; empty where it has none.</param>
/// <param name="Named">What the quantities and channels in the formulas come to in this leg.</param>
/// <param name="CutOff">How many values below zero the charge's own <c>positive</c> made zero, apart from those of the
/// quantities.</param>
/// <param name="Peaks">The powers that the peaks in the formulas are made of.</param>
/// <param name="Steps">The steps that escalated prices have taken.</param>
public sealed record RatedLeg(
    Leg Leg, Frame Frame, Column? Quantity, Column? Price, Column Amounts, Exact[] Shares, int[]? Bands,
    IReadOnlyList<RatedBlock> Blocks, IReadOnlyList<NamedTotal> Named, int CutOff, IReadOnlyList<RatedPeak> Peaks,
    IReadOnlyList<PriceStep> Steps)
{
    /// <summary>How much of the use is taxed as domestic, for each tax that depends on it.</summary>
    public IReadOnlyList<Liability> Liabilities { get; init; } = [];

    /// <summary>The trades that its formulas rest on, of those that are delivered on its days.</summary>
    public IReadOnlyList<RatedTrade> Trades { get; init; } = [];

    /// <summary>How the baselines in its formulas came about, of the events that end on its days.</summary>
    public IReadOnlyList<RatedBaseline> Baselines { get; init; } = [];

    /// <summary>Whether it is of the first or last day of the agreement, which isn't in it.</summary>
    public bool IsNothingOnce => Leg.Charge.IsOnce && IsNothing;

    /// <summary>Whether it is a levy on what doesn't qualify as domestic, where nothing is owed.</summary>
    public bool IsNothingOwed => IsNothing && Leg.Charge.Rate.Formulas
        .Any(written => written.Formula.All().Any(part => part is QualifyingFormula));

    private bool IsNothing =>
        Amounts.Values.Where((amount, i) => !amount.IsZero && !Shares[i].IsZero).Take(1).ToList() is [];

    /// <summary>This without the values at its places: what they add up to stays.</summary>
    internal RatedLeg WithoutPlaces() => this with
    {
        Quantity = null, Price = null, Amounts = new(Amounts.Step, []), Shares = Blocks.Count == 0 ? [] : Shares,
    };

    /// <summary>A share of this: what belongs to it at each place.</summary>
    public RatedLeg In(Exact share) => share == Exact.One ? this
        : this with { Shares = [.. Shares.Select(own => own * share)] };

    /// <summary>The places that belong to the leg, each with its values: they add up to the leg's parts.</summary>
    public IEnumerable<RatedPlace> Places() =>
        Enumerable.Range(0, Shares.Length).Where(i => !Shares[i].IsZero).Select(i => new RatedPlace(
            Frame.StartOf(i, Amounts.Step), Bands is null ? null : Leg.Charge.LinesBy!.Bands[Bands[i]],
            Quantity?.Values[i] * Shares[i], Price?.Values[i], Amounts.Values[i] * Shares[i],
            Amounts.Estimated?[i] ?? false) { Session = Frame.SessionOf(i, Amounts.Step)?.Id });
}

/// <summary>A trade over a leg.</summary>
/// <param name="Hours">The real hours of its delivery in each interval of the frame, nothing outside the leg.</param>
public sealed record RatedTrade(Trade Trade, Exact[] Hours)
{
    /// <summary>All hours of its delivery in the leg.</summary>
    public Exact AllHours { get; } = Hours.Aggregate(Exact.Zero, (sum, hours) => sum + hours);
}

/// <summary>One interval, day or window of a leg, or a piece of a session.</summary>
public readonly record struct RatedPlace(
    Instant Start, string? Band, Exact? Quantity, Exact? Price, Exact Amount, bool IsEstimated)
{
    /// <summary>The charging session that it is of, where they are rated piece by piece; null anywhere else.</summary>
    public string? Session { get; init; }
}

/// <summary>What a name in a formula comes to over a leg.</summary>
/// <param name="Name">A quantity's or channel's; of <c>cost</c>, <c>carry</c> and <c>carried</c> all that is written.
/// </param>
/// <param name="Text">The formula of a quantity; null of anything else.</param>
/// <param name="Total">The sum, in the canonical unit; of a condition, how often it is true; of <c>carry</c> and
/// <c>carried</c>, what was left over before; null where the values hold.</param>
/// <param name="Range">The least and the greatest of values that hold; null where they add up.</param>
/// <param name="Places">How many values there are in the leg.</param>
/// <param name="Estimated">How many of them are estimated.</param>
/// <param name="CutOff">How many values below zero the quantity's own <c>positive</c> made zero.</param>
public sealed record NamedTotal(
    string Name, string? Text, Dimension Dimension, Step Step, Exact? Total, (Exact Least, Exact Greatest)? Range,
    int Places, int Estimated, int CutOff)
{
    /// <summary>How the name of what a pool shared among all its members begins.</summary>
    public const string OfAll = "whole of ";
}

/// <summary>One of the powers that a peak is made of, the greatest of a window first.</summary>
/// <param name="Text">The peak as written.</param>
/// <param name="Start">When it began.</param>
/// <param name="Power">In the canonical unit.</param>
/// <param name="History">The term that says it, where it is from before supply began; it is of the window that begins
/// at the start.</param>
public sealed record RatedPeak(
    string Text, Instant Start, Exact Power, Dimension Dimension, string? History = null);

/// <summary>A step that a price has taken with its index.</summary>
/// <param name="Day">From which day on it holds.</param>
/// <param name="Before">The level that it is compared with.</param>
/// <param name="Now">The level of the step.</param>
/// <param name="Change">By which fraction the price changed: what the index did, within floor and cap.</param>
/// <param name="IsBound">Whether the floor or the cap decided it.</param>
/// <param name="Price">From the step on, in the canonical unit.</param>
public sealed record PriceStep(
    string Index, LocalDate Day, Exact Before, Exact Now, Exact Change, bool IsBound, Exact Price, Dimension Dimension);

using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Billing;

/// <summary>
/// What a bill was made from, as data: its lines open into formulas, quantities, prices and readings.
/// </summary>
/// <param name="Receipt">The receipt up to which everything was known; 0 where it isn't from a store.</param>
public sealed record Explanation(
    long Receipt, IReadOnlyList<ExplainedCharge> Charges, IReadOnlyList<ExplainedInput> Inputs);

/// <summary>A charge: how its exact amount came about and how it was rounded.</summary>
/// <param name="Connection">Where it is rated per connection.</param>
/// <param name="Connections">Those whose readings it is rated from.</param>
/// <param name="Rounding">The rule by its name.</param>
public sealed record ExplainedCharge(
    string Agreement, string Charge, string? Connection, IReadOnlyList<string> Connections,
    IReadOnlyList<ExplainedLeg> Legs, Exact Exact, string Rounding, Exact Amount);

/// <summary>Days with the same formulas, terms and rate of tax.</summary>
/// <param name="Product">The version: <c>ev-home@2026-04-01</c>.</param>
/// <param name="Quantity">The formula; null where there is an amount.</param>
/// <param name="Price">Likewise.</param>
/// <param name="AmountFormula">The formula of money; null where there are quantity and price.</param>
/// <param name="CutOff">How many values <c>positive</c> made zero in these formulas, apart from those of the names.
/// </param>
/// <param name="Peaks">The powers that the peaks of months, quarters, years and periods are made of.</param>
/// <param name="Blocks">What was dealt out to the blocks of the price, where it has some.</param>
/// <param name="Steps">The steps that prices have taken with an index.</param>
public sealed record ExplainedLeg(
    Days Days, string Product, string? Quantity, string? Price, string? AmountFormula,
    IReadOnlyList<ExplainedTerm> Terms, IReadOnlyList<ExplainedName> Names, IReadOnlyList<ExplainedLine> Lines,
    int CutOff, IReadOnlyList<ExplainedPeak> Peaks, IReadOnlyList<ExplainedBlock> Blocks,
    IReadOnlyList<ExplainedStep> Steps)
{
    /// <summary>The trades that are delivered on its days, where its formulas rest on trades.</summary>
    public IReadOnlyList<ExplainedTrade> Trades { get; init; } = [];

    /// <summary>The baselines in its formulas, of the events that end on its days.</summary>
    public IReadOnlyList<ExplainedBaseline> Baselines { get; init; } = [];
}

/// <summary>The baseline of an event: the days that it is the mean of, and how that was adjusted.</summary>
/// <param name="Text">The baseline as written: <c>baseline(import, mid-8)</c>.</param>
/// <param name="Events">The ids of the events, several where they touch or overlap.</param>
/// <param name="Days">Those that it is the mean of, the latest first.</param>
/// <param name="Ratio">By what it was multiplied; null where it wasn't.</param>
/// <param name="Difference">The power by which it was moved; null where it wasn't.</param>
/// <param name="IsBound">Whether the limit decided that.</param>
/// <param name="Intervals">What would have been used and what was, interval by interval.</param>
public sealed record ExplainedBaseline(
    string Text, IReadOnlyList<string> Events, Instant From, Instant To, IReadOnlyList<LocalDate> Days, Exact? Ratio,
    Exact? Difference, bool IsBound, string Unit, IReadOnlyList<ExplainedUse> Intervals)
{
    /// <summary>What would have been used in all of the event.</summary>
    public Exact Baseline { get; } = Intervals.Aggregate(Exact.Zero, (sum, one) => sum + one.Baseline);

    /// <summary>What was used in all of it.</summary>
    public Exact Load { get; } = Intervals.Aggregate(Exact.Zero, (sum, one) => sum + one.Load);
}

/// <summary>An interval of an event: what would have been used, and what was.</summary>
public readonly record struct ExplainedUse(Instant Start, Exact Baseline, Exact Load);

/// <summary>A trade over the days of a leg.</summary>
/// <param name="Power">In kW; below zero for what was sold.</param>
/// <param name="Hours">The real hours of its delivery on these days.</param>
public sealed record ExplainedTrade(
    string Id, string Shape, Exact Power, Exact Hours, Exact Price, string PriceUnit);

/// <summary>A power that a peak is made of.</summary>
/// <param name="Text">The peak: <c>peak(import, per = month)</c>.</param>
/// <param name="Start">When its interval or block began.</param>
/// <param name="History">The term that says it, where it is from before supply began; it is of the window that begins
/// at the start.</param>
public sealed record ExplainedPeak(string Text, Instant Start, Exact Power, string Unit, string? History);

/// <summary>A step that a price has taken with its index.</summary>
/// <param name="Day">From which day on it holds.</param>
/// <param name="Before">The level that it is compared with.</param>
/// <param name="Now">The level of the step.</param>
/// <param name="Change">By which fraction the price changed: what the index did, within floor and cap.</param>
/// <param name="IsBound">Whether the floor or the cap decided it.</param>
public sealed record ExplainedStep(
    string Index, LocalDate Day, Exact Before, Exact Now, Exact Change, bool IsBound, Exact Price, string Unit);

/// <summary>A block of a price.</summary>
/// <param name="Name">From which edge to which: <c>300 kWh to 600 kWh</c>.</param>
/// <param name="Quantity">The part of the leg's quantity that was dealt out to it.</param>
/// <param name="Price">Null where there are several.</param>
/// <param name="Flat">The amounts for having reached it, in it.</param>
/// <param name="Exact">Its part of the amount, before rounding.</param>
public sealed record ExplainedBlock(
    string Name, Exact Quantity, string Unit, Exact? Price, string PriceUnit, Exact Flat, Exact Exact);

/// <summary>A term's value, in the canonical unit.</summary>
public sealed record ExplainedTerm(string Name, Exact Value, string Unit);

/// <summary>A quantity, channel or series that a formula rests on, or another product's price, and what it comes to.
/// </summary>
/// <param name="Text">The formula of the quantity or price; null for a channel or series.</param>
/// <param name="Total">Of a condition, how often it is true; null where the values hold and don't add up.</param>
/// <param name="Least">The least of values that hold; null where they add up.</param>
/// <param name="Greatest">The greatest of them.</param>
/// <param name="Per">The step of the values: <c>interval</c>, <c>day</c>, …</param>
/// <param name="Values">How many there are, and of them estimated, and made zero by <c>positive</c>.</param>
public sealed record ExplainedName(
    string Name, string? Text, Exact? Total, Exact? Least, Exact? Greatest, string Unit, string Per, int Values,
    int Estimated, int CutOff);

/// <summary>A line's part of a charge.</summary>
/// <param name="Exact">The amount before rounding; the exact amounts add up to the charge's.</param>
/// <param name="Amount">The line's part of the rounded amount.</param>
/// <param name="Net">The amount without tax, where it is in the price; null where it isn't.</param>
public sealed record ExplainedLine(
    string Id, string? Band, Exact? Quantity, string? Unit, Exact? Price, string? PriceUnit, Exact Exact, Exact Amount,
    Exact? Net);

/// <summary>A series that the bill was made from.</summary>
/// <param name="Connection">Null for a market series.</param>
/// <param name="Name">The channel, the market series, or <c>sessions</c>.</param>
/// <param name="Hash">SHA-256 of what was known of it, in hexadecimal.</param>
public sealed record ExplainedInput(
    string? Connection, string Name, Instant From, Instant To, int Values, int Estimated, string Hash)
{
    /// <summary>The profile by which registers were interpolated, an input as well; null where none was.</summary>
    public string? Profile { get; init; }
}

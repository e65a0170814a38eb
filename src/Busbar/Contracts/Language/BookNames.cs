using Busbar.Quantities;
using Busbar.Time;

namespace Busbar.Contracts.Language;

/// <summary>What the formulas of all products may use of their book.</summary>
/// <param name="Declared">
/// The names of all series, calendars and programmes. One that has a fault of its own stands for nothing, but isn't
/// unknown.
/// </param>
/// <param name="Groups">The groups of charges.</param>
/// <param name="DayCount">How days make months and years.</param>
/// <param name="Boundaries">Where energy may be moved to: for each the loss factors from the meter upwards.</param>
/// <param name="Units">The units of its numbers.</param>
public sealed record BookNames(
    Currency Currency, IReadOnlyDictionary<string, MarketSeries> Series,
    IReadOnlyDictionary<string, Calendar> Calendars,
    IReadOnlySet<string> Declared, IReadOnlyList<string> Groups, DayCount DayCount,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Boundaries, UnitWords Units)
{
    /// <summary>The programmes that call customers.</summary>
    public IReadOnlyDictionary<string, Programme> Programmes { get; init; } = new Dictionary<string, Programme>();

    /// <summary>How is said what would have been without an event.</summary>
    public IReadOnlyDictionary<string, BaselineMethod> Baselines { get; init; } =
        new Dictionary<string, BaselineMethod>();

    /// <summary>The classes of tax that depend on use.</summary>
    public IReadOnlyDictionary<string, TaxClass> RuledTaxes { get; init; } = new Dictionary<string, TaxClass>();

    /// <summary>The names of all of these; one that has a fault of its own isn't unknown.</summary>
    public IReadOnlySet<string> DeclaredBaselines { get; init; } = new HashSet<string>();
}

/// <summary>How days make months and years.</summary>
public enum DayCount
{
    /// <summary>Each day is its month divided by that month's days, and a year is twelve months.</summary>
    ActualActual,

    /// <summary>Each day is a year divided by 365, also in a leap year.</summary>
    Actual365,

    /// <summary>Each month has 30 days: a 31st is none, and the last of February makes up for those that it lacks.
    /// </summary>
    Thirty360,
}

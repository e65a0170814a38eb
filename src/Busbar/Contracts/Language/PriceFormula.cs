using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Contracts.Language;

/// <summary>The price of another product's charge, by the days of its versions. Before the first there is none.
/// </summary>
/// <param name="Charge">As written: <c>driver-home.energy</c>.</param>
/// <param name="Texts">The prices as they are written there, by the same days.</param>
public sealed record TariffFormula(string Charge, Dated<Formula> Prices, Dated<string> Texts, Shape Shape)
    : Formula(Shape)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [.. Prices.Values.Select(price => price.Value)];
}

/// <summary>A price that steps with an index: at each step it is multiplied by what the index did since the one before.
/// </summary>
/// <param name="Price">One that never changes by itself.</param>
/// <param name="Index">Its levels; a change of it is the quotient of two.</param>
/// <param name="Base">The month whose level the first step is compared with.</param>
/// <param name="From">The day of the first step.</param>
/// <param name="EveryMonths">How many months lie between two steps, and between their levels.</param>
/// <param name="Floor">The least change per step, as a fraction; null: none.</param>
/// <param name="Cap">The greatest; null: none.</param>
/// <param name="Multiple">To what each step's price is rounded; null: to 10⁻⁹.</param>
public sealed record EscalateFormula(
    Formula Price, MarketSeries Index, YearMonth Base, LocalDate From, int EveryMonths, Formula? Floor, Formula? Cap,
    Exact? Multiple) : Formula(Price.Shape with { Step = From.Day == 1 ? Step.Month : Step.Day })
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [.. new[] { Price, Floor, Cap }.OfType<Formula>()];

    /// <summary>How many steps have been taken on a day.</summary>
    public int StepsOn(LocalDate day)
    {
        if (day < From) return 0;
        var steps = Period.Between(From, day, PeriodUnits.Months).Months / EveryMonths;
        return steps + 1;
    }

    /// <summary>The day of the last step until a day, itself included.</summary>
    public LocalDate StepBefore(LocalDate day) => From.PlusMonths((StepsOn(day) - 1) * EveryMonths);

    /// <summary>The month whose level counts after a number of steps.</summary>
    public YearMonth LevelAfter(int steps) => Base.PlusMonths(steps * EveryMonths);

    /// <summary>The days inside a span on which it steps.</summary>
    public IEnumerable<LocalDate> StepsWithin(Days span) => Enumerable
        .Range(StepsOn(span.From), Math.Max(0, StepsOn(span.To) - StepsOn(span.From) + 1))
        .Select(step => From.PlusMonths(step * EveryMonths)).Where(day => day > span.From && day < span.To);
}

using NodaTime;

namespace Busbar.Time;

/// <summary>
/// The billing periods of an account: each begins a number of months after the one before and ends where the next
/// begins, without an end in either direction.
/// </summary>
/// <remarks>
/// Every start is counted from the anchor and not from its neighbour, so a cycle of months anchored on the 31st starts
/// on the last day of a short month and on the 31st again after it. There is no default.
/// </remarks>
/// <param name="Months">How many months a period has, at least 1.</param>
/// <param name="Anchor">The start of one of the periods, whichever.</param>
/// <exception cref="ArgumentOutOfRangeException">A period has less than a month.</exception>
public sealed record BillingCycle(int Months, LocalDate Anchor)
{
    // A year whose January has the 31st day that every start day needs.
    private const int NamedAnchorYear = 2000;

    /// <summary>The names of cycles in a book.</summary>
    public static readonly IReadOnlyList<string> Names = ["month", "quarter", "year"];

    /// <summary>How many months a period has.</summary>
    public int Months { get; } = Months >= 1 ? Months
        : throw new ArgumentOutOfRangeException(nameof(Months), "A billing period has at least a month.");

    /// <summary>
    /// A cycle by its name in a book, its periods starting on a day of the month (in quarters from January); null when
    /// there is no such name or day.
    /// </summary>
    public static BillingCycle? Named(string every, int day)
    {
        var months = every switch { "month" => 1, "quarter" => 3, "year" => 12, _ => 0 };
        return months > 0 && day is >= 1 and <= 31 ? new(months, new(NamedAnchorYear, 1, day)) : null;
    }

    /// <summary>The period in which a day lies.</summary>
    public Days PeriodOf(LocalDate date) => Period(NumberOf(date));

    /// <summary>The periods whose first day lies in a span, in their order.</summary>
    public IEnumerable<Days> PeriodsStartingIn(Days span) =>
        PeriodsTouching(span).Where(period => span.Contains(period.From));

    /// <summary>The periods that have a day in common with a span, in their order; each is whole.</summary>
    public IEnumerable<Days> PeriodsTouching(Days span)
    {
        if (span.IsEmpty) return [];
        var (first, last) = (NumberOf(span.From), NumberOf(span.To.PlusDays(-1)));
        return Enumerable.Range(first, last - first + 1).Select(Period);
    }

    private Days Period(int number) => new(StartOf(number), StartOf(number + 1));

    private LocalDate StartOf(int number) => Anchor.PlusMonths(number * Months);

    /// <summary>The number of a day's period, counted from the anchor's, which is 0.</summary>
    private int NumberOf(LocalDate date)
    {
        var months = (date.Year - Anchor.Year) * 12 + date.Month - Anchor.Month;
        var number = (months - (months % Months + Months) % Months) / Months;
        return StartOf(number) <= date ? number : number - 1;
    }
}

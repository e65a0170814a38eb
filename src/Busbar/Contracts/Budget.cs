using Busbar.Quantities;
using NodaTime;

namespace Busbar.Contracts;

/// <summary>How far instalments are apart: months, or weeks.</summary>
public sealed record InstalmentStep(int Months, int Weeks)
{
    private const int DaysOfYear = 365;
    private const int DaysOfWeek = 7;

    private static readonly IReadOnlyList<(string Name, InstalmentStep Step)> Steps =
    [
        ("week", new(0, 1)), ("2 weeks", new(0, 2)), ("4 weeks", new(0, 4)), ("month", new(1, 0)),
        ("2 months", new(2, 0)), ("quarter", new(3, 0)), ("half-year", new(6, 0)), ("year", new(12, 0)),
    ];

    /// <summary>The names of steps in a book.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Steps.Select(one => one.Name)];

    /// <summary>The step of one of the names.</summary>
    public static InstalmentStep Named(string name) => Steps.First(one => one.Name == name).Step;

    /// <summary>How many there are in a year of 365 days.</summary>
    public Exact PerYear => Months > 0 ? (Exact)12 / Months : (Exact)DaysOfYear / (DaysOfWeek * Weeks);

    /// <summary>So many steps after a day.</summary>
    public LocalDate After(LocalDate first, int count) => first.PlusMonths(count * Months).PlusWeeks(count * Weeks);
}

/// <summary>Instalments on bills to come: an amount again and again.</summary>
/// <param name="First">The day of the first.</param>
public sealed record Budget(Money Amount, LocalDate First, InstalmentStep Every)
{
    // As long as banks are shut at Easter: what comes before that is early for the first.
    private const int EarlyDays = 5;

    /// <summary>The day on which they were agreed to begin.</summary>
    public LocalDate From { get; init; } = First;

    /// <summary>The day from which what comes in is for them.</summary>
    public LocalDate CountsFrom => LocalDate.Min(From, First.PlusDays(-EarlyDays));

    /// <summary>The first day without supply, from which the bills are due; null: none is known.</summary>
    public LocalDate? End { get; init; }

    /// <summary>Whether instalments are asked instead of bills on a day.</summary>
    public bool HoldsOn(LocalDate day) => First <= day && (End is not { } end || day < end);

    /// <summary>The days on which an instalment is due up to a day, the first one first.</summary>
    public IEnumerable<LocalDate> DuesUntil(LocalDate day) => Enumerable.Range(0, int.MaxValue)
        .Select(count => Every.After(First, count))
        .TakeWhile(due => due <= day && (End is not { } end || due < end));

    /// <summary>The last of them; null before the first.</summary>
    public LocalDate? LastDueBy(LocalDate day) => DuesUntil(day).Select(due => (LocalDate?)due).LastOrDefault();
}

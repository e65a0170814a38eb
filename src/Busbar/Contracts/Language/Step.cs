using Busbar.Time;

namespace Busbar.Contracts.Language;

/// <summary>The kinds of steps, from the interval, the finest, to for ever, the coarsest.</summary>
public enum StepKind
{
    /// <summary>At the product's interval.</summary>
    Interval,

    /// <summary>By the local day.</summary>
    Day,

    /// <summary>By the calendar month.</summary>
    Month,

    /// <summary>By the unbroken run of one band of a calendar whose bands are of whole days: a season.</summary>
    Run,

    /// <summary>By the calendar quarter.</summary>
    Quarter,

    /// <summary>By the calendar year.</summary>
    Year,

    /// <summary>By the year from the agreement's first day.</summary>
    ContractYear,

    /// <summary>By the billing period.</summary>
    Period,

    /// <summary>Never: a constant.</summary>
    Forever,
}

/// <summary>How often a value changes, and how long a window is. The default value is the interval.</summary>
/// <param name="Calendar">Of a run; null of any other.</param>
public readonly record struct Step(StepKind Kind, Calendar? Calendar = null) : IComparable<Step>
{
    /// <summary>At the product's interval.</summary>
    public static readonly Step Interval = new(StepKind.Interval);

    /// <summary>By the local day.</summary>
    public static readonly Step Day = new(StepKind.Day);

    /// <summary>By the calendar month.</summary>
    public static readonly Step Month = new(StepKind.Month);

    /// <summary>By the calendar quarter.</summary>
    public static readonly Step Quarter = new(StepKind.Quarter);

    /// <summary>By the calendar year.</summary>
    public static readonly Step Year = new(StepKind.Year);

    /// <summary>By the year from the agreement's first day.</summary>
    public static readonly Step ContractYear = new(StepKind.ContractYear);

    /// <summary>By the billing period.</summary>
    public static readonly Step Period = new(StepKind.Period);

    /// <summary>Never: a constant.</summary>
    public static readonly Step Forever = new(StepKind.Forever);

    /// <summary>The windows that a formula can name, by their words.</summary>
    public static readonly IReadOnlyDictionary<string, Step> Windows = new Dictionary<string, Step>
    {
        ["interval"] = Interval, ["day"] = Day, ["month"] = Month, ["quarter"] = Quarter, ["year"] = Year,
        ["contract-year"] = ContractYear, ["period"] = Period,
    };

    /// <summary>The runs of a calendar's bands.</summary>
    public static Step RunsOf(Calendar calendar) => new(StepKind.Run, calendar);

    /// <summary>How a formula names it as a window.</summary>
    public string Name => Kind switch
    {
        StepKind.Run => Calendar!.Name, StepKind.ContractYear => "contract-year", StepKind.Period => "period",
        _ => Word,
    };

    /// <summary>The words for it in a message.</summary>
    public string Word => Kind switch
    {
        StepKind.Interval => "interval", StepKind.Day => "day", StepKind.Month => "month",
        StepKind.Run => $"run of {Calendar!.Name}", StepKind.Quarter => "quarter", StepKind.Year => "year",
        StepKind.ContractYear => "contract year", StepKind.Period => "billing period", _ => "ever",
    };

    /// <summary>Whether it is a window of days that may begin before a bill and end on it.</summary>
    public bool IsCalendarWindow => Kind is >= StepKind.Month and <= StepKind.ContractYear;

    /// <summary>The finer of two.</summary>
    public static Step Min(Step a, Step b) => a < b ? a : b;

    /// <summary>The coarser of two.</summary>
    public static Step Max(Step a, Step b) => a > b ? a : b;

    /// <inheritdoc/>
    public int CompareTo(Step other) => Kind.CompareTo(other.Kind);

    public static bool operator <(Step a, Step b) => a.CompareTo(b) < 0;
    public static bool operator >(Step a, Step b) => a.CompareTo(b) > 0;
    public static bool operator <=(Step a, Step b) => a.CompareTo(b) <= 0;
    public static bool operator >=(Step a, Step b) => a.CompareTo(b) >= 0;
}

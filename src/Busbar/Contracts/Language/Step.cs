using Busbar.Time;

namespace Busbar.Contracts.Language;

/// <summary>The kinds of steps, from the interval, the finest, to for ever, the coarsest.</summary>
public enum StepKind
{
    /// <summary>At the product's interval.</summary>
    Interval,

    /// <summary>By the charging session.</summary>
    Session,

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

    /// <summary>By the days of the billing period that are rated.</summary>
    Period,

    /// <summary>By the billing period, also where several bills cut it.</summary>
    Cycle,

    /// <summary>Never: a constant.</summary>
    Forever,
}

/// <summary>How often a value changes, and how long a window is. The default value is the interval.</summary>
/// <param name="Calendar">Of a run; null of any other.</param>
public readonly record struct Step(StepKind Kind, Calendar? Calendar = null) : IComparable<Step>
{
    /// <summary>At the product's interval.</summary>
    public static readonly Step Interval = new(StepKind.Interval);

    /// <summary>By the charging session, which falls whole on the day on which it ends.</summary>
    public static readonly Step Session = new(StepKind.Session);

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

    /// <summary>By the days of the billing period that are rated.</summary>
    public static readonly Step Period = new(StepKind.Period);

    /// <summary>By the billing period, also where several bills cut it.</summary>
    public static readonly Step Cycle = new(StepKind.Cycle);

    /// <summary>Never: a constant.</summary>
    public static readonly Step Forever = new(StepKind.Forever);

    /// <summary>The windows that a formula can name, by their words.</summary>
    public static readonly IReadOnlyDictionary<string, Step> Windows = new Dictionary<string, Step>
    {
        ["interval"] = Interval, ["session"] = Session, ["day"] = Day, ["month"] = Month, ["quarter"] = Quarter,
        ["year"] = Year,
        ["contract-year"] = ContractYear, ["period"] = Period,
    };

    /// <summary>The runs of a calendar's bands.</summary>
    public static Step RunsOf(Calendar calendar) => new(StepKind.Run, calendar);

    /// <summary>How a formula names it as a window.</summary>
    public string Name => Kind switch
    {
        StepKind.Run => Calendar!.Name, StepKind.ContractYear => "contract-year",
        StepKind.Period or StepKind.Cycle => "period",
        _ => Word,
    };

    /// <summary>The words for it in a message.</summary>
    public string Word => Kind switch
    {
        StepKind.Interval => "interval", StepKind.Session => "session", StepKind.Day => "day",
        StepKind.Month => "month",
        StepKind.Run => $"run of {Calendar!.Name}", StepKind.Quarter => "quarter", StepKind.Year => "year",
        StepKind.ContractYear => "contract year", StepKind.Period or StepKind.Cycle => "billing period", _ => "ever",
    };

    /// <summary>Whether it is a window of days that may begin before a bill and end on it.</summary>
    public bool IsCalendarWindow => Kind is >= StepKind.Month and <= StepKind.ContractYear;

    /// <summary>Whether each place of this lies within one of another: a month in its quarter, but not in a season or
    /// a contract year, which may begin on any day.</summary>
    public bool NestsIn(Step other) => this == other || (this < other && Kind switch
    {
        StepKind.Interval or StepKind.Session or StepKind.Day => true,
        StepKind.Month => other.Kind is StepKind.Quarter or StepKind.Year or >= StepKind.Period,
        StepKind.Quarter => other.Kind is StepKind.Year or >= StepKind.Period,
        _ => other.Kind >= StepKind.Period,
    });

    /// <summary>The coarsest step that lies within both: the finer of the two, or the day.</summary>
    public static Step Within(Step a, Step b) => a.NestsIn(b) ? a : b.NestsIn(a) ? b : Day;

    /// <summary>The coarser of two.</summary>
    public static Step Max(Step a, Step b) => a > b ? a : b;

    /// <inheritdoc/>
    public int CompareTo(Step other) => Kind.CompareTo(other.Kind);

    public static bool operator <(Step a, Step b) => a.CompareTo(b) < 0;
    public static bool operator >(Step a, Step b) => a.CompareTo(b) > 0;
    public static bool operator <=(Step a, Step b) => a.CompareTo(b) <= 0;
    public static bool operator >=(Step a, Step b) => a.CompareTo(b) >= 0;
}

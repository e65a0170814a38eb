using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Contracts;

/// <summary>How is said what would have been used without an event: the mean of days before it, adjusted by the hours
/// before it.</summary>
/// <param name="MeanOf">Of how many days.</param>
/// <param name="OutOf">Of how many that can be used these are chosen; at least as many.</param>
/// <param name="Choose">Which of them.</param>
/// <param name="Within">The days before the event that are looked at.</param>
/// <param name="Days">Which days are like that of the event.</param>
/// <param name="Holidays">The holidays that are meant; null: none.</param>
/// <param name="SkipsEvents">Whether days with an event don't count.</param>
/// <param name="SkipsHolidays">Whether holidays don't.</param>
/// <param name="SkipsDaysBefore">Whether days before one with an event don't.</param>
/// <param name="LowUse">The fraction of the greatest value within the days below which the mean of a day's own values
/// is too low for it to count; null: none is.</param>
/// <param name="Adjust">Null: it isn't adjusted.</param>
/// <param name="TakesFewer">Whether fewer days will do where there aren't enough.</param>
public sealed record BaselineMethod(
    string Name, int MeanOf, int OutOf, BaselineChoice Choose, int Within, BaselineDays Days, Holidays? Holidays,
    bool SkipsEvents, bool SkipsHolidays, bool SkipsDaysBefore, Exact? LowUse, BaselineAdjustment? Adjust,
    bool TakesFewer, Place Place);

/// <summary>Which days a baseline is the mean of.</summary>
public enum BaselineChoice
{
    /// <summary>The latest.</summary>
    Latest,

    /// <summary>Those on which the most was used at the times of the event.</summary>
    Highest,

    /// <summary>Those that are left when as many of the highest as of the lowest are left out.</summary>
    Middle,
}

/// <summary>Which days are like that of an event.</summary>
public enum BaselineDays
{
    /// <summary>To a working day the working days, to any other the days that are none.</summary>
    SameType,

    /// <summary>Monday to Friday.</summary>
    Weekdays,

    /// <summary>All.</summary>
    Any,
}

/// <summary>How a baseline is moved to what was used just before the event.</summary>
/// <param name="From">How long before the event the time that is compared begins.</param>
/// <param name="Until">How long before the event it ends.</param>
/// <param name="IsRatio">Whether the baseline is multiplied by the ratio, and not moved by the mean difference.</param>
/// <param name="Limit">By which fraction it moves at most, up or down; null: by any.</param>
public sealed record BaselineAdjustment(Duration From, Duration Until, bool IsRatio, Exact? Limit);

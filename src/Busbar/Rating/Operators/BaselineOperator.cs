using System.Globalization;
using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Rating.Operators;

/// <summary>
/// <c>baseline</c>: within an event the mean of the same local times of days before it, adjusted by the hours before
/// it and rounded to the mWh; outside of events what was.
/// </summary>
internal static class BaselineOperator
{
    public static Column Apply(BaselineFormula formula, Evaluation evaluation)
    {
        var (load, isKnown) = LoadOf(formula, evaluation);
        if (!isKnown) return load;
        var (values, estimated) = ((Exact[])load.Values.Clone(), (bool[]?)load.Estimated?.Clone());
        foreach (var found in Found(formula, load, evaluation))
            foreach (var (start, value) in found.Starts.Zip(found.Values))
                if (evaluation.Frame.IntervalAt(start) is { } at)
                {
                    values[at] = value;
                    if (estimated is not null) estimated[at] = found.IsEstimated;
                }
        return new(Step.Interval, values, estimated);
    }

    /// <summary>The baselines of the events that end on the days of a leg.</summary>
    public static IReadOnlyList<RatedBaseline> In(BaselineFormula formula, Leg leg, Evaluation evaluation)
    {
        var (load, isKnown) = LoadOf(formula, evaluation);
        if (!isKnown) return [];
        var (frame, days) = (evaluation.Frame, leg.Days.InstantsIn(evaluation.Frame.Zone));
        return [.. Found(formula, load, evaluation)
            .Where(found => days.Start < found.Time.Span.End && found.Time.Span.End <= days.End)
            .Select(found => new RatedBaseline(formula.Text, found.Time, formula.Shape.Dimension,
                [.. found.Days.Select(day => day.Date)], found.Ratio, found.Difference,
                found.IsBound, [.. found.Starts.Zip(found.Values, (start, value) =>
                    new RatedBaselineInterval(start, value, load.Values[frame.IntervalAt(start)!.Value]))]))];
    }

    /// <summary>What was used; where that isn't known, nothing can be said of a baseline but why it isn't.</summary>
    private static (Column Load, bool IsKnown) LoadOf(BaselineFormula formula, Evaluation evaluation)
    {
        var found = evaluation.Findings.Count;
        var load = evaluation.Of(formula.Of, Step.Interval);
        return (load, evaluation.Findings.Count == found);
    }

    private static List<BaselineFound> Found(BaselineFormula formula, Column load, Evaluation evaluation)
    {
        var (frame, all) = (evaluation.Frame, CalledTime.Of(evaluation.Events));
        var (from, found) = (frame.StartOf(0), new List<BaselineFound>());
        foreach (var time in all.Where(one => from <= one.Span.Start && one.Span.Start < frame.End))
        {
            if (evaluation.Spared?.IsOver(time, frame.Zone) ?? false) continue;
            // Of what is only looked back at, nobody asks for a baseline: its days aren't all here.
            var first = LocalDate.Max(evaluation.Began, time.FirstDayOf(formula.Method, frame.Zone));
            if (first >= frame.Span.From && Found(formula, time, all, load, evaluation) is { } one) found.Add(one);
        }
        return found;
    }

    private static BaselineFound? Found(
        BaselineFormula formula, CalledTime time, IReadOnlyList<CalledTime> all, Column load, Evaluation evaluation)
    {
        var method = formula.Method;
        var days = new BaselineSearch(method, time, all, evaluation.Frame, evaluation.Findings);
        var usable = days.Usable(load);
        if (usable.Count < method.OutOf && (!method.TakesFewer || usable.Count == 0))
        {
            evaluation.Findings.Miss(TooFew(formula, time, usable, evaluation));
            return null;
        }
        var chosen = days.Chosen(usable, load);
        var means = chosen.Select(day => day.Places).Aggregate(
            days.Own.Select(_ => (Sum: Exact.Zero, Count: 0)), (sums, places) => sums.Zip(places, (sum, place) =>
                place is { } at ? (sum.Sum + load.Values[at], sum.Count + 1) : sum)).ToList();
        var found = new BaselineFound(time, days.Own, chosen,
            [.. means.Select(mean => mean.Count == 0 ? Exact.Zero : mean.Sum / mean.Count)],
            IsEstimated(load, [.. chosen.SelectMany(day => day.Places).OfType<int>()]));
        return (method.Adjust is { } by ? Adjusted(formula, found, by, days, load, evaluation) : found)?.Rounded();
    }

    /// <summary>Moved to what was used before the event; null after a finding.</summary>
    private static BaselineFound? Adjusted(
        BaselineFormula formula, BaselineFound found, BaselineAdjustment by, BaselineSearch days, Column load,
        Evaluation evaluation)
    {
        var (frame, start) = (evaluation.Frame, found.Time.Span.Start);
        var before = frame.IntervalsWithin(new(start - by.From, start - by.Until));
        var same = found.Days.Select(day => days.Moved([.. before.Select(frame.StartOf)], days.DaysBack(day.Date)))
            .ToList();
        var (used, usual, hours) = (Exact.Zero, Exact.Zero, Exact.Zero);
        var all = frame.HoursOf(Step.Interval);
        foreach (var (at, interval) in before.Index())
        {
            var known = same.Select(places => places[at]).OfType<int>().ToList();
            if (known.Count == 0) continue;
            used += load.Values[interval];
            hours += all[interval];
            usual += known.Aggregate(Exact.Zero, (sum, place) => sum + load.Values[place]) / known.Count;
        }
        var isEstimated = found.IsEstimated
            || IsEstimated(load, [.. before, .. same.SelectMany(places => places).OfType<int>()]);
        if (!by.IsRatio)
        {
            var (difference, most) = (hours.IsZero ? Exact.Zero : (used - usual) / hours,
                by.Limit is { } part && !hours.IsZero ? part * Abs(usual) / hours : (Exact?)null);
            var moved = most is { } limit ? Clamped(difference, -limit, limit) : difference;
            return found with
            {
                Difference = moved, IsBound = moved != difference, IsEstimated = isEstimated,
                Values = [.. found.Values.Select(value => value + moved * Exact.Ratio(frame.IntervalMinutes, 60))],
            };
        }
        if (usual.Sign <= 0)
        {
            evaluation.Findings.Hold(new("no-ratio", $"{evaluation.Subject}: for event {found.Time.Name} "
                + $"{formula.Text} can't be adjusted by a ratio: on the days before, "
                + $"{usual} {formula.Shape.Dimension} were used at "
                + "the times that it is compared at.", formula.Method.Place, formula.Method.Name,
                "Adjust it by the difference: adjust: { by: difference, … }."));
            return null;
        }
        var ratio = used / usual;
        var bound = by.Limit is { } allowed ? Clamped(ratio, Exact.One - allowed, Exact.One + allowed) : ratio;
        return found with
        {
            Ratio = bound, IsBound = bound != ratio, IsEstimated = isEstimated,
            Values = [.. found.Values.Select(value => value * bound)],
        };
    }

    private static Exact Clamped(Exact value, Exact floor, Exact cap) => Exact.Max(floor, Exact.Min(cap, value));

    private static Exact Abs(Exact value) => value.Sign < 0 ? -value : value;

    private static bool IsEstimated(Column load, IReadOnlyList<int> places) =>
        load.Estimated is { } estimated && places.Any(place => estimated[place]);

    private static Fault TooFew(
        BaselineFormula formula, CalledTime time, IReadOnlyList<BaselineDay> usable, Evaluation evaluation)
    {
        var (method, zone) = (formula.Method, evaluation.Frame.Zone);
        var days = usable.Select(day => LocalDatePattern.Iso.Format(day.Date)).ToList();
        var found = days.Count == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"only {days.Count}")
            + $" ({string.Join(", ", days)})";
        return new("too-few-days", string.Create(CultureInfo.InvariantCulture, $"{evaluation.Subject}: for event "
            + $"{time.Name} at {ClockText.Of(time.Span.Start, zone)} {formula.Text} needs {method.OutOf} days, and of "
            + $"the {method.Within} days before it {found} can be used."), time.Events[0].Place, time.Events[0].Id,
            $"{evaluation.Beginning} began on {LocalDatePattern.Iso.Format(evaluation.Began)}. Give the baseline "
                + $"{method.Name} more days to look at, with within, or let it do with fewer: too-few: fewer.");
    }
}

/// <summary>What was found for an event.</summary>
/// <param name="Starts">When its intervals begin.</param>
/// <param name="Values">The baseline in each.</param>
internal sealed record BaselineFound(
    CalledTime Time, IReadOnlyList<Instant> Starts, IReadOnlyList<BaselineDay> Days, IReadOnlyList<Exact> Values,
    bool IsEstimated)
{
    /// <summary>By what it was multiplied; null where it wasn't.</summary>
    public Exact? Ratio { get; init; }

    /// <summary>The power by which it was moved; null where it wasn't.</summary>
    public Exact? Difference { get; init; }

    /// <summary>Whether the limit decided that.</summary>
    public bool IsBound { get; init; }

    /// <summary>As exact as what is measured.</summary>
    public BaselineFound Rounded() => this with
    {
        Values = [.. Values.Select(value => value.Round(Series.ReadingScale, Rounding.HalfAway))],
    };
}

using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Rating.Operators;

/// <summary><c>trades.volume</c> and its like: the power of each trade over the real hours of its delivery, interval by
/// interval, exact.</summary>
internal static class TradesOperator
{
    public static Column Apply(TradesFormula formula, Evaluation evaluation)
    {
        var values = new Exact[evaluation.Frame.CountOf(Step.Interval)];
        foreach (var trade in evaluation.Agreement.Trades.Where(formula.Counts))
        {
            CheckHolidays(trade, evaluation);
            var (hours, perHour) = (HoursOf(trade, evaluation.Frame), formula.PerHour(trade));
            for (var i = 0; i < values.Length; i++)
                if (!hours[i].IsZero) values[i] += perHour * hours[i];
        }
        return new(Step.Interval, values);
    }

    /// <summary>The trades that are delivered on the days of a leg.</summary>
    public static IReadOnlyList<RatedTrade> In(Leg leg, Evaluation evaluation)
    {
        var shares = evaluation.Frame.SharesOf(leg.Days, Step.Interval);
        return [.. evaluation.Agreement.Trades
            .Select(trade => new RatedTrade(trade, [.. HoursOf(trade, evaluation.Frame)
                .Zip(shares, (hours, share) => share.IsZero ? Exact.Zero : hours)]))
            .Where(rated => !rated.AllHours.IsZero)];
    }

    /// <summary>The real hours of a trade's delivery in each interval of a frame, whatever their length.</summary>
    private static Exact[] HoursOf(Trade trade, Frame frame)
    {
        var (hours, i) = (new Exact[frame.CountOf(Step.Interval)], 0);
        foreach (var stretch in trade.Shape.StretchesOf(trade.Delivery, new(frame.StartOf(0), frame.End)))
        {
            while (frame.StartOf(i + 1) <= stretch.Start) i++;
            for (var at = i; at < hours.Length && frame.StartOf(at) < stretch.End; at++)
                hours[at] += Exact.Ratio((Instant.Min(stretch.End, frame.StartOf(at + 1))
                    - Instant.Max(stretch.Start, frame.StartOf(at))).BclCompatibleTicks, NodaConstants.TicksPerHour);
        }
        return hours;
    }

    /// <summary>The hours of a shape whose holidays nobody gave aren't known.</summary>
    private static void CheckHolidays(Trade trade, Evaluation evaluation)
    {
        var days = trade.Delivery.Intersect(evaluation.Frame.Span);
        if (trade.Shape.Calendar is not { } calendar || days.IsEmpty) return;
        for (var year = days.From.Year; year <= days.To.PlusDays(-1).Year; year++)
            if (calendar.HolidaysMissingIn(year) is { } missing) evaluation.Findings.Miss(missing);
    }
}

using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating.Operators;

/// <summary>What rests on the events of one programme: its figures, a value within them, and the sum over each.
/// </summary>
internal static class EventsOperator
{
    public static Column Figure(EventFigureFormula formula, Evaluation evaluation)
    {
        var values = new Exact[evaluation.Frame.CountOf(Step.Interval)];
        foreach (var one in Of(formula.Of, evaluation))
            if (one.Of(formula.Figure) is { } figure)
                foreach (var i in evaluation.Frame.IntervalsWithin(one.Span)) values[i] = figure;
        return new(Step.Interval, values);
    }

    public static Column Ends(EventEndFormula formula, Evaluation evaluation)
    {
        var (frame, values) = (evaluation.Frame, new Exact[evaluation.Frame.CountOf(Step.Interval)]);
        foreach (var one in Of(formula.Of, evaluation).Where(one => one.Span.End <= frame.End))
            if (frame.IntervalsWithin(one.Span) is [.., var last]) values[last] = Exact.One;
        return new(Step.Interval, values);
    }

    public static Column During(DuringEventsFormula formula, Evaluation evaluation)
    {
        var column = evaluation.Of(formula.Of, Step.Interval);
        var values = new Exact[column.Values.Length];
        var estimated = column.Estimated is null ? null : new bool[values.Length];
        foreach (var i in Of(formula.By, evaluation).SelectMany(one => evaluation.Frame.IntervalsWithin(one.Span)))
        {
            values[i] = column.Values[i];
            if (estimated is not null) estimated[i] = column.Estimated![i];
        }
        return new(Step.Interval, values, estimated);
    }

    /// <summary>An event that ends after the frame isn't over yet: its sum is that of the days in which it ends.
    /// </summary>
    public static Column Sum(EventSumFormula formula, Evaluation evaluation)
    {
        var (column, frame) = (evaluation.Of(formula.Of, Step.Interval), evaluation.Frame);
        var values = new Exact[column.Values.Length];
        var estimated = column.Estimated is null ? null : new bool[values.Length];
        foreach (var one in Of(formula.By, evaluation).Where(one => one.Span.End <= frame.End))
        {
            if (frame.IntervalsWithin(one.Span) is not [.., var last] own) continue;
            values[last] = own.Aggregate(Exact.Zero, (sum, i) => sum + column.Values[i]);
            if (estimated is not null) estimated[last] = own.Any(i => column.Estimated![i]);
        }
        return new(Step.Interval, values, estimated);
    }

    private static IEnumerable<ProgrammeEvent> Of(Programme programme, Evaluation evaluation) =>
        evaluation.Events.Where(one => one.Programme.Name == programme.Name);
}

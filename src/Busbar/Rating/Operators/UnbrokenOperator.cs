using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating.Operators;

/// <summary>
/// <c>unbroken</c>: true in every interval of a run of true ones that is long enough, in real hours. The frame has as
/// many days around those that are rated as tell it; where supply begins or ends, a run does.
/// </summary>
internal static class UnbrokenOperator
{
    public static Column Apply(UnbrokenFormula formula, Evaluation evaluation)
    {
        var condition = evaluation.Of(formula.Condition, Step.Interval);
        var hours = evaluation.Frame.HoursOf(Step.Interval);
        var values = new Exact[hours.Length];
        for (var (start, end) = (0, 0); start < values.Length; start = end + 1)
        {
            var length = Exact.Zero;
            for (end = start; end < values.Length && condition.Values[end] == Exact.One; end++) length += hours[end];
            if (length >= formula.Hours) Array.Fill(values, Exact.One, start, end - start);
        }
        return condition with { Values = values };
    }
}

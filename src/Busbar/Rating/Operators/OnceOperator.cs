using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating.Operators;

/// <summary><c>starts</c>, <c>ends</c>: 1 on the agreement's first or last day.</summary>
internal static class OnceOperator
{
    public static Column Apply(OnceFormula formula, Evaluation evaluation)
    {
        var (frame, agreement) = (evaluation.Frame, evaluation.Agreement);
        var day = formula.IsStart ? agreement.From : agreement.To?.PlusDays(-1);
        var values = new Exact[frame.CountOf(Step.Day)];
        for (var i = 0; i < values.Length; i++) if (frame.DateOf(i) == day) values[i] = Exact.One;
        return new(Step.Day, values);
    }
}

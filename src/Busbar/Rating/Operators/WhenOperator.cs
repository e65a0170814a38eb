using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating.Operators;

/// <summary><c>when</c>: of two values the one that a condition chooses. An estimate that wasn't chosen doesn't matter,
/// one in the condition does.</summary>
internal static class WhenOperator
{
    public static Column Apply(WhenFormula formula, Evaluation evaluation)
    {
        var step = formula.Shape.Step;
        var (condition, then, otherwise) = (evaluation.Of(formula.Condition, step), evaluation.Of(formula.Then, step),
            evaluation.Of(formula.Otherwise, step));
        Column ChosenAt(int place) => condition.Values[place] == Exact.One ? then : otherwise;
        var values = new Exact[condition.Values.Length];
        for (var i = 0; i < values.Length; i++) values[i] = ChosenAt(i).Values[i];
        if (condition.Estimated is null && then.Estimated is null && otherwise.Estimated is null)
            return new(step, values);
        return new(step, values, [.. values.Select((_, i) =>
            (condition.Estimated?[i] ?? false) || (ChosenAt(i).Estimated?[i] ?? false))]);
    }
}

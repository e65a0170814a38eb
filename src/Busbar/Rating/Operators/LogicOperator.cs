using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating.Operators;

/// <summary><c>and</c>, <c>or</c>, <c>not</c>: of conditions, place by place.</summary>
internal static class LogicOperator
{
    public static Column Apply(Formula formula, Evaluation evaluation) => formula switch
    {
        NotFormula not => evaluation.Of(not.Of).Each(value => Exact.One - value),
        LogicFormula logic => Column.Zip(evaluation.Of(logic.Left, logic.Shape.Step),
            evaluation.Of(logic.Right, logic.Shape.Step), logic.IsBoth ? Exact.Min : Exact.Max),
        _ => throw new ArgumentException($"{formula.GetType().Name} is no logic."),
    };
}

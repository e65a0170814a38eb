using Busbar.Quantities;

namespace Busbar.Contracts.Language.Functions;

/// <summary><c>at(boundary, x)</c>: what is measured by the interval, moved to a boundary of the book or back to the
/// meter.</summary>
internal static class At
{
    public const string Meter = "meter";

    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        if (Function.Plain(call, checker) is not { } arguments) return null;
        if (arguments is not [NameSyntax { Name: var boundary } name, var what])
            return Function.Misused(call, checker, "needs a boundary and a value");
        var boundaries = checker.Vocabulary.Book.Boundaries;
        if (boundary != Meter && !boundaries.ContainsKey(boundary))
            return checker.Fail(name.At, "unknown-boundary", $"The book has no boundary {boundary}.",
                Nearest.Hint(boundary, [Meter, .. boundaries.Keys]) ?? (boundaries.Count == 0
                    ? "Declare it: boundaries: { nbp: [distribution-loss, transmission-loss] }."
                    : $"It has {string.Join(", ", boundaries.Keys)}, and there is the {Meter}."));
        if (checker.Vocabulary.Pools is PoolNames.Within)
            return checker.Fail(call.At, "not-in-pool", "What members bring is at the pool's boundary already.",
                "Move what a member brings: consumption: at(nbp, import).");
        if (checker.Of(what) is not { } value) return null;
        var shape = value.Shape;
        if (value.All().Any(part => part is TradesFormula))
            return checker.Fail(what.At, "two-boundaries", $"{FormulaChecker.Short(what)} has trades in it, which are "
                + "delivered for all connections together, and losses are each connection's own.",
                "Move what is measured to the boundary of the trades: at(nbp, import).");
        if (!shape.Dimension.IsMetered || !shape.AddsUp || !value.IsMeasured)
            return checker.Fail(what.At, "wrong-dimension",
                $"{Combining.Say((what, value))}; only what is measured has a boundary.");
        if (shape.Step != Step.Interval)
            return checker.Fail(what.At, "changes-within",
                $"{FormulaChecker.Short(what)} is counted per {shape.Step.Word}, and losses change by the interval.",
                "Move it before it is summed: sum(at(boundary, x)).");
        return Moved(value, boundary, checker);
    }

    /// <summary>What is measured by the interval, at another boundary that there is.</summary>
    public static AtFormula Moved(Formula value, string boundary, FormulaChecker checker)
    {
        var boundaries = checker.Vocabulary.Book.Boundaries;
        var (from, to) = (FactorsTo(value.Shape.Boundary, boundaries), FactorsTo(boundary, boundaries));
        var common = from.Zip(to).TakeWhile(pair => pair.First == pair.Second).Count();
        return new AtFormula(value, [.. to.Skip(common)], [.. from.Skip(common)],
            checker.Vocabulary.Series.Values.Where(series => series.Unit.Dimension == Dimension.None)
                .ToDictionary(series => series.Name, series => new MarketFormula(series)),
            value.Shape with { Boundary = boundary == Meter ? null : boundary });
    }

    private static IReadOnlyList<string> FactorsTo(
        string? boundary, IReadOnlyDictionary<string, IReadOnlyList<string>> boundaries) =>
        boundary is null or Meter ? [] : boundaries[boundary];
}

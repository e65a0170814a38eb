using Busbar.Quantities;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Contracts.Language.Functions;

/// <summary>
/// <c>escalate(price, cpi, base = 2025-01, from = 2026-04, every = year, floor = 1 %, cap = 4 %, round = step)</c>: a
/// price that never changes by itself, and a series of an index.
/// </summary>
internal static class Escalate
{
    private static readonly YearMonthPattern Month = YearMonthPattern.CreateWithInvariantCulture("uuuu-MM");

    private static readonly Dictionary<string, int> Steps = new(StringComparer.Ordinal)
    {
        ["month"] = 1, ["quarter"] = 3, ["year"] = 12,
    };

    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        var plain = call.Arguments.Where(argument => argument is { Name: null, Key: null }).ToList();
        if (plain is not [{ Value: var what }, { Value: var index }])
            return Function.Misused(call, checker, "needs a price and an index");
        if (Named(call, checker) is not { } named) return null;
        if (checker.Of(what) is not { } price || IndexOf(call, index, checker) is not { } series) return null;
        if (price.Shape is { AddsUp: true } || price.Shape.Step != Step.Forever)
            return checker.Fail(what.At, "not-a-price",
                $"{Combining.Say((what, price))}; what escalates is one price that doesn't change by itself.",
                "Escalate each price by itself, within by or when.");
        if (Date(call, named, "base", checker) is not var (first, _)) return null;
        if (Date(call, named, "from", checker) is not var (month, day)) return null;
        var every = 12;
        if (named.TryGetValue("every", out var word)
            && !(word is NameSyntax name && Steps.TryGetValue(name.Name, out every)))
            return Function.Misused(call, checker, $"steps every month, quarter or year, and not {word}", word.At);
        if (Bound(call, named, "floor", checker) is not var (hasFloor, floor)
            || Bound(call, named, "cap", checker) is not var (hasCap, cap)) return null;
        if (hasFloor && hasCap && Combining.ConstantOf(floor!) > Combining.ConstantOf(cap!))
            return checker.Fail(named["floor"].At, "floor-above-cap",
                $"The floor {named["floor"]} is above the cap {named["cap"]}.", "The floor is the least change.");
        if (!named.TryGetValue("round", out var round))
            return new EscalateFormula(price, series, first, day ?? month.OnDayOfMonth(1), every, floor, cap, null);
        return checker.Of(round) is not { } step ? null
            : Combining.ConstantOf(step) is { Sign: > 0 } multiple && step.Shape.Dimension == price.Shape.Dimension
            ? new EscalateFormula(price, series, first, day ?? month.OnDayOfMonth(1), every, floor, cap, multiple)
            : Function.Misused(call, checker,
                $"rounds to a step above zero in {price.Shape.Dimension}, and not to {round}", round.At);
    }

    private static Dictionary<string, Syntax>? Named(CallSyntax call, FormulaChecker checker)
    {
        var named = new Dictionary<string, Syntax>(StringComparer.Ordinal);
        foreach (var argument in call.Arguments.Where(given => (given.Name ?? given.Key?.ToString()) is not null))
        {
            var wrong = argument.Name is not ("base" or "from" or "every" or "floor" or "cap" or "round")
                ? $"can't use {argument}"
                : named.TryAdd(argument.Name, argument.Value) ? null : $"has {argument.Name} twice";
            if (wrong is null) continue;
            Function.Misused(call, checker, wrong, argument.At);
            return null;
        }
        return named;
    }

    private static MarketSeries? IndexOf(CallSyntax call, Syntax index, FormulaChecker checker)
    {
        if (index is NameSyntax { Name: var name } && checker.Vocabulary.Series.TryGetValue(name, out var series))
        {
            if (series.Step >= Step.Month) return series;
            Function.Misused(call, checker, $"needs an index per month, quarter or year, and {name} has a value per "
                + series.Step.Word, index.At);
        }
        else if (index is not NameSyntax { Name: var declared } || !checker.Vocabulary.Declared.Contains(declared))
            checker.Fail(index.At, "unknown-name", $"{FormulaChecker.Short(index)} is no series of the book.",
                Nearest.Hint(index.ToString(), checker.Vocabulary.Series.Keys)
                ?? "An index is a series: cpi: { unit: 1, interval: month, file: prices/cpi.csv }.");
        return null;
    }

    private static (YearMonth Month, LocalDate? Day)? Date(
        CallSyntax call, Dictionary<string, Syntax> named, string key, FormulaChecker checker)
    {
        if (!named.TryGetValue(key, out var date))
            Function.Misused(call, checker, $"needs {key}, such as {key} = 2026-04");
        else if (date is DateSyntax { Text: var text })
        {
            if (Month.Parse(text) is { Success: true, Value: var month }) return (month, null);
            if (LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day }) return (day.ToYearMonth(), day);
            Function.Misused(call, checker, $"has a {key} that isn't a month or a day: {text}", date.At);
        }
        else Function.Misused(call, checker, $"needs a month or a day as {key}, and not {date}", date.At);
        return null;
    }

    private static (bool IsGiven, Formula? Bound)? Bound(
        CallSyntax call, Dictionary<string, Syntax> named, string key, FormulaChecker checker)
    {
        if (!named.TryGetValue(key, out var bound)) return (false, null);
        if (checker.Of(bound) is not { } formula) return null;
        if (formula.Shape.Dimension == Dimension.None && formula.Shape.Step == Step.Forever) return (true, formula);
        Function.Misused(call, checker, $"has as {key} a change per step, such as 3 %, and not {bound}", bound.At);
        return null;
    }
}

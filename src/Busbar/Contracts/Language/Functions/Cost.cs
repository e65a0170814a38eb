using Busbar.Quantities;

namespace Busbar.Contracts.Language.Functions;

/// <summary><c>cost(groups, per = month)</c>: the money of the charges in groups of the book.</summary>
internal static class Cost
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        var groups = new List<string>();
        var known = checker.Vocabulary.Book.Groups;
        Step? window = Step.Period;
        foreach (var argument in call.Arguments)
            if (argument is { Name: "per", Value: NameSyntax word })
            {
                if ((window = Windowed.WindowOf(word, checker)) is null) return null;
            }
            else if (argument is not { Name: null, Key: null, Value: NameSyntax { Name: var group } })
                return Function.Misused(call, checker, $"can't use {argument}", argument.At);
            else if (!known.Contains(group))
                return checker.Fail(argument.At, "unknown-group", $"The book has no group {group}.",
                    Nearest.Hint(group, known) ?? $"It has {string.Join(", ", known)}.");
            else if (groups.Contains(group))
                return Function.Misused(call, checker, $"has the group {group} twice", argument.At);
            else groups.Add(group);
        if (groups.Count == 0) return Function.Misused(call, checker, "needs a group");
        if (window!.Value < Step.Day)
            return Function.Misused(call, checker, "is of a day or more: charges aren't rounded by the interval");
        return new CostFormula(groups, window.Value, call.ToString(),
            new(Dimension.Money(checker.Vocabulary.Currency), window.Value, AddsUp: true));
    }
}

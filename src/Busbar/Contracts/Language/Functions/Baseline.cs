namespace Busbar.Contracts.Language.Functions;

/// <summary><c>baseline(import, ten-of-ten)</c>: what is measured by the interval, and a method of the book.</summary>
internal static class Baseline
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        if (Function.Plain(call, checker) is not { } arguments) return null;
        if (arguments is not [var what, NameSyntax name])
            return Function.Misused(call, checker, "needs a value and a method of the book");
        var book = checker.Vocabulary.Book;
        if (!book.Baselines.TryGetValue(name.Name, out var method))
            return book.DeclaredBaselines.Contains(name.Name) ? null
                : checker.Fail(name.At, "unknown-baseline", $"The book has no baseline {name.Name}.",
                    Nearest.Hint(name.Name, book.Baselines.Keys) ?? (book.Baselines.Count == 0
                        ? $"Declare it: baselines: {{ {name.Name}: {{ mean-of: 10, within: 45 days }} }}."
                        : $"It has {string.Join(", ", book.Baselines.Keys)}."));
        if (!EventWords.MayBe(call, call.At, checker) || checker.Of(what) is not { } value) return null;
        if (value.Shape is not { AddsUp: true, Step.Kind: StepKind.Interval, Dimension.IsMetered: true }
            || !value.IsMeasured)
            return checker.Fail(what.At, "no-interval",
                $"{Combining.Say((what, value))}; a baseline is of what is measured per interval.");
        if (value.All().FirstOrDefault(part => part is TermFormula or EventFormula) is { } other)
            return checker.Fail(what.At, "not-remembered", other is TermFormula term
                ? $"{FormulaChecker.Short(what)} has the term {term.Term.Name}, and a baseline remembers days on which "
                    + "it had another value." : $"{FormulaChecker.Short(what)} rests on events itself, and a baseline "
                    + "is of days without any.", "Take the baseline of what is measured, and go on from there.");
        return new BaselineFormula(value, method, call.ToString());
    }
}

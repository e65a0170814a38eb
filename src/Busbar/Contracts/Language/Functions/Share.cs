using Busbar.Quantities;

namespace Busbar.Contracts.Language.Functions;

/// <summary><c>share(x, by = key)</c>: each member's part of what a pool has.</summary>
internal static class Share
{
    private static readonly string[] Words = ["true", "false"];

    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        if (checker.Vocabulary.Pools is not PoolNames.Within)
            return checker.Fail(call.At, "no-pool", "Only a pool can share.",
                "Put the share into a file of the folder pools, and use its name here.");
        if (Windowed.Arguments(call, checker, "needs what is shared", "by", "of", "up-to", "again", "order")
            is not var (what, named)) return null;
        if (!named.TryGetValue("by", out var by))
            return Function.Misused(call, checker, "needs a key: by = consumption");
        var again = named.GetValueOrDefault("again");
        if (again is not null && (again is not NameSyntax { Name: var word } || !Words.Contains(word)))
            return Function.Misused(call, checker, $"takes again = true or false, and not {again}", again.At);
        if (again is NameSyntax { Name: "false" } && named.ContainsKey("order"))
            return Function.Misused(call, checker, "serves in an order, and then what one can't take goes to the "
                + "others: leave out order, or again = false", again.At);
        var (key, otherwise) = by is ElseSyntax instead ? (instead.Value, instead.Otherwise) : (by, null);
        if (checker.Of(what) is not { } whole || checker.Of(key) is not { } formula) return null;
        if (!Optional(otherwise, checker, out var fallback)
            | !Optional(named.GetValueOrDefault("of"), checker, out var of)
            | !Optional(named.GetValueOrDefault("up-to"), checker, out var upTo)
            | !Optional(named.GetValueOrDefault("order"), checker, out var order)) return null;
        if (!CanBeShared(what, whole, checker) || WindowOf((what, whole), (key, formula), checker) is not { } window)
            return null;
        if (of is not null && (order is not null || PoolWords.IsOfMember(of)))
            return Function.Misused(call, checker, order is not null
                ? "serves in an order or divides by what is said, and not both"
                : "divides by one value of the pool, and of = is one of each member", named["of"].At);
        if (upTo is not null && !CanLimit(named["up-to"], upTo, whole, window, checker)) return null;
        if (of is not null && of.Shape.Dimension != formula.Shape.Dimension)
            return checker.Fail(named["of"].At, "wrong-dimension", $"{Combining.Say((key, formula))} and "
                + $"{Combining.Say((named["of"], of))}: a part and its whole are of one kind.");
        var isMoney = !whole.Shape.Dimension.IsMetered;
        return new ShareFormula(checker.Naming ?? "", whole, formula, fallback, of, upTo,
            again is NameSyntax { Name: "true" } || order is not null, order, window,
            whole.Shape with { Step = isMoney || window != Step.Interval ? Step.Day : Step.Interval });
    }

    private static bool Optional(Syntax? syntax, FormulaChecker checker, out Formula? formula)
    {
        formula = syntax is null ? null : checker.Of(syntax);
        return syntax is null || formula is not null;
    }

    private static bool CanBeShared(Syntax what, Formula whole, FormulaChecker checker)
    {
        if (PoolWords.IsOfMember(whole))
            checker.Fail(what.At, "not-of-pool", $"{FormulaChecker.Short(what)} is a value of each member, and only "
                + "what all have together can be shared.", $"Write the sum over the members: pool.{what}.");
        else if (!whole.Shape.AddsUp || whole.Shape.Step == Step.Forever)
            checker.Fail(what.At, "does-not-add-up",
                $"{Combining.Say((what, whole))}; only energy and money of some time can be shared.");
        else if (!whole.Shape.Dimension.IsMetered
            && whole.Shape.Dimension != Dimension.Money(checker.Vocabulary.Currency))
            checker.Fail(what.At, "wrong-dimension",
                $"{Combining.Say((what, whole))}; only energy and money can be shared.");
        else return true;
        return false;
    }

    /// <summary>The windows of the whole or of the key, whichever are coarser; a key that holds takes those of the
    /// whole.</summary>
    private static Step? WindowOf(
        (Syntax Syntax, Formula Formula) whole, (Syntax Syntax, Formula Formula) key, FormulaChecker checker)
    {
        var (own, other) = (whole.Formula.Shape.Step, key.Formula.Shape.Step);
        if (key.Formula.Shape.AddsUp && other != Step.Forever)
        {
            if (own.NestsIn(other) || other.NestsIn(own)) return Step.Max(own, other);
            Combining.Meeting("share", [whole, (key.Syntax, key.Formula)], checker);
            return null;
        }
        if (other == Step.Forever || own.NestsIn(other) || other.NestsIn(own))
            // A peak of the month is known when the month has ended.
            return other == Step.Forever || key.Formula.WholeWindow is null && !key.Formula.NeedsWhole
                ? own : Step.Max(own, other);
        checker.Fail(key.Syntax.At, "windows-cross", $"{Combining.Say(key)} and {Combining.Say(whole)}, and one "
            + "doesn't lie within the other.", "Give both one window.");
        return null;
    }

    private static bool CanLimit(Syntax syntax, Formula limit, Formula whole, Step window, FormulaChecker checker)
    {
        if (limit.Shape.Dimension == whole.Shape.Dimension && limit.Shape.AddsUp && limit.Shape.Step.NestsIn(window))
            return true;
        checker.Fail(syntax.At, "wrong-dimension", $"{Combining.Say((syntax, limit))}; a limit of what is shared is in "
            + $"{whole.Shape.Dimension}, and known per {window.Word} or finer.");
        return false;
    }
}

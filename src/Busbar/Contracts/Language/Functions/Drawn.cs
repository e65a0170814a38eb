using Busbar.Quantities;

namespace Busbar.Contracts.Language.Functions;

/// <summary><c>drawn(discharging, from = pv-charged, store = charging)</c>: what came out of a store of what went in,
/// or of what it had cost.</summary>
internal static class Drawn
{
    private static readonly Dictionary<string, DrawnOrder> Orders = new()
    {
        ["mixed"] = DrawnOrder.Mixed, ["first-in"] = DrawnOrder.FirstIn, ["from-first"] = DrawnOrder.FromFirst,
        ["from-last"] = DrawnOrder.FromLast,
    };

    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        if (Windowed.Arguments(call, checker, "needs what is discharged", "from", "store", "efficiency", "order")
            is not var (what, named)) return null;
        if (!named.TryGetValue("from", out var part) || !named.TryGetValue("store", out var charged))
            return Function.Misused(call, checker, "needs what it was charged with, and what of that is asked for");
        if (OrderOf(call, named.GetValueOrDefault("order"), checker) is not { } order
            || EfficiencyOf(call, named.GetValueOrDefault("efficiency"), checker) is not { } efficiency
            || checker.Of(what) is not { } discharge || checker.Of(part) is not { } from
            || checker.Of(charged) is not { } store) return null;
        if (!IsCounted(what, discharge, checker) || !IsCounted(charged, store, checker)
            || !IsAlike((what, discharge), (charged, store), checker)) return null;
        if (from.Shape.Dimension == Dimension.Money(checker.Vocabulary.Currency))
        {
            if (from.Shape is not { AddsUp: true, Step.Kind: StepKind.Interval })
                return checker.Fail(part.At, "no-interval", $"{Combining.Say((part, from))}; what was paid for what is "
                    + "in a store is known per interval.");
            if (order is DrawnOrder.FromFirst or DrawnOrder.FromLast)
                return Function.Misused(call, checker,
                    "draws money mixed or first-in: it has no part of the energy to go before the rest",
                    named["order"].At);
        }
        else if (!IsCounted(part, from, checker) || !IsAlike((part, from), (charged, store), checker)) return null;
        foreach (var (syntax, formula) in new[] { (what, discharge), (part, from), (charged, store) })
            if (formula.All().FirstOrDefault(one => one is TermFormula or ParentCostFormula) is { } other)
                return checker.Fail(syntax.At, "not-remembered", other is TermFormula term
                    ? $"{FormulaChecker.Short(syntax)} has the term {term.Term.Name}, and a store remembers days on "
                        + "which it had another value." : $"{FormulaChecker.Short(syntax)} has what the parent is "
                        + "billed, and a store remembers days before that.",
                    "Use a series of the book, which has its value of each day.");
        return new DrawnFormula(discharge, from, store, efficiency, order, call.ToString());
    }

    private static DrawnOrder? OrderOf(CallSyntax call, Syntax? order, FormulaChecker checker)
    {
        if (order is null) return DrawnOrder.Mixed;
        if (order is NameSyntax name && Orders.TryGetValue(name.Name, out var known)) return known;
        checker.Fail(order.At, "wrong-arguments", $"{call.Function} has no order {order}.",
            Nearest.Hint(order.ToString(), Orders.Keys) ?? $"Orders are {string.Join(", ", Orders.Keys)}.");
        return null;
    }

    private static Exact? EfficiencyOf(CallSyntax call, Syntax? efficiency, FormulaChecker checker)
    {
        if (efficiency is null) return Exact.One;
        if (checker.Of(efficiency) is not { } formula) return null;
        if (formula.Shape.Dimension == Dimension.None && Combining.ConstantOf(formula) is { } known
            && known.Sign > 0 && known <= Exact.One) return known;
        Function.Misused(call, checker, "needs as efficiency what comes out again of what goes in, a number above 0 % "
            + $"and at most 100 %, and not {FormulaChecker.Short(efficiency)}", efficiency.At);
        return null;
    }

    private static bool IsCounted(Syntax syntax, Formula formula, FormulaChecker checker)
    {
        if (formula.Shape is { AddsUp: true, Step.Kind: StepKind.Interval, Dimension.IsMetered: true }) return true;
        checker.Fail(syntax.At, "no-interval",
            $"{Combining.Say((syntax, formula))}; what goes into a store and comes out is energy per interval.");
        return false;
    }

    private static bool IsAlike(
        (Syntax Syntax, Formula Formula) one, (Syntax Syntax, Formula Formula) store, FormulaChecker checker)
    {
        if (one.Formula.Shape == store.Formula.Shape) return true;
        checker.Fail(one.Syntax.At, "wrong-dimension", $"{Combining.Say(one)}, and {Combining.Say(store)}: a store has "
            + "one kind of energy at one place.");
        return false;
    }
}

using Busbar.Quantities;

namespace Busbar.Contracts.Language.Functions;

/// <summary>
/// <c>tiers(per = month, 0 kWh = a, 300 kWh = b, of = x, fill = in-order, whole = false)</c>: block prices of one kind,
/// from edges of what is counted. <c>300 kWh = (a, 3 GBP)</c> adds an amount for having reached the block.
/// </summary>
internal static class Tiers
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        var arguments = call.Arguments.Select(argument => WithKey(argument, checker)).ToList();
        var blocks = arguments.Where(argument => argument.Key is not null).ToList();
        if (blocks.Count == 0) return Function.Misused(call, checker, "needs a price for each block");
        var others = arguments.Where(argument => argument.Key is null);
        if (Counting.Of(call, others, checker, "fill", "whole") is not { } counting) return null;
        if (FillOf(call, counting.Options, checker) is not { } fill) return null;
        var parts = blocks.Select(block => Block(call, block, counting, checker)).ToList();
        if (parts.Exists(part => part is null)) return null;
        if (!Ascend(call, blocks, [.. parts.Select(part => part!.Edge)], checker)) return null;
        var priced = parts.Select(part => (part!.Syntax, part.Price)).ToList();
        if (Combining.Alike(call.Function, priced, checker, call.At) is not { } alike) return null;
        if (alike.Shape is { AddsUp: true, Step.Kind: < StepKind.Forever })
            return Function.Misused(call, checker, $"has prices, and what adds up is none: {alike.Shape}");
        // Noughts alone are prices of what is counted.
        var dimension = priced.TrueForAll(price => Combining.IsPlainZero(price.Price))
            ? Dimension.Money(checker.Vocabulary.Currency) / counting.Counted.Shape.Dimension : alike.Shape.Dimension;
        var step = fill == Fill.InOrder ? counting.Counted.Shape.Step : counting.Window;
        var window = fill == Fill.InOrder && parts.TrueForAll(part => part!.Edge.Shape.Step != Step.Period)
            ? counting.CountsOnIn : counting.Window;
        return new TiersFormula(counting.Counted, window, fill,
            [.. parts.Select((part, i) => new Tier(Name(blocks, i), part!.Edge,
                Combining.IsPlainZero(alike.Parts[i]) ? new ConstantFormula(Exact.Zero, dimension) : alike.Parts[i],
                part.Flat))],
            new(dimension, Step.Within(step, alike.Shape.Step), AddsUp: false));
    }

    /// <summary>A bare name that is a value, and none of the function's own, is an edge.</summary>
    private static Argument WithKey(Argument argument, FormulaChecker checker) =>
        argument is { Name: { } name } && name is not ("per" or "of" or "fill" or "whole")
            && checker.Vocabulary.Names.Contains(name)
            ? argument with { Name = null, Key = new NameSyntax(name, new(argument.At.Start, name.Length)) } : argument;

    private sealed record Part(Formula Edge, Syntax Syntax, Formula Price, Formula? Flat);

    private static Part? Block(CallSyntax call, Argument block, Counting counting, FormulaChecker checker)
    {
        var edge = Edge(block.Key!, counting, checker);
        var (price, flat) = block.Value is TupleSyntax { Items: [var first, var second] }
            ? (first, second) : (block.Value, (Syntax?)null);
        var (formula, amount) = (checker.Of(price), flat is null ? null : Flat(flat, checker));
        return edge is null || formula is null || (flat is not null && amount is null)
            ? null : new(edge, price, formula, amount);
    }

    private static Formula? Flat(Syntax flat, FormulaChecker checker)
    {
        if (checker.Of(flat) is not { } amount) return null;
        var money = Dimension.Money(checker.Vocabulary.Currency);
        return amount.Shape.Dimension == money && amount.Shape.Step == Step.Forever ? amount
            : checker.Fail(flat.At, "wrong-dimension",
                $"{Combining.Say((flat, amount))}; the amount for having reached a block is a fixed sum of {money}.");
    }

    private static Formula? Edge(Syntax syntax, Counting counting, FormulaChecker checker)
    {
        if (checker.Of(syntax) is not { } edge) return null;
        var (counted, shape, window) = (counting.Counted.Shape, edge.Shape, counting.Window);
        if (Combining.IsPlainZero(edge)) return new ConstantFormula(Exact.Zero, counted.Dimension);
        if (shape.Dimension != counted.Dimension)
            return checker.Fail(syntax.At, "wrong-dimension",
                $"{Combining.Say((syntax, edge))}, and what is counted is {counted.Dimension}.",
                $"Give the edge in {counted.Dimension}.");
        if (shape.Step == Step.Forever || shape.Step == window) return edge;
        if (!shape.Step.NestsIn(window) || !shape.AddsUp)
            return checker.Fail(syntax.At, "changes-within", !shape.Step.NestsIn(window)
                ? $"{FormulaChecker.Short(syntax)} is counted per {shape.Step.Word} and is no edge per {window.Word}."
                : $"{FormulaChecker.Short(syntax)} changes by the {shape.Step.Word}, within the {window.Word} that its "
                    + "blocks are counted over.", $"Give the edge one value per {window.Word}.");
        return TiersFormula.IsOfTime(edge) ? edge : new SumFormula(edge, window);
    }

    private static bool Ascend(
        CallSyntax call, List<Argument> blocks, IReadOnlyList<Formula> edges, FormulaChecker checker)
    {
        if (Combining.ConstantOf(edges[0]) is not { IsZero: true })
        {
            Function.Misused(call, checker, $"begins at nothing, and not at {blocks[0].Key}", blocks[0].At);
            return false;
        }
        for (var i = 1; i < edges.Count; i++)
            if (Combining.ConstantOf(edges[i]) <= Combining.ConstantOf(edges[i - 1]))
            {
                checker.Fail(blocks[i].At, "edges-out-of-order",
                    $"The edge {blocks[i].Key} isn't above the one before it, {blocks[i - 1].Key}.",
                    "Write the blocks from the lowest edge to the highest.");
                return false;
            }
        return true;
    }

    private static string Name(List<Argument> blocks, int index) =>
        blocks.Count == 1 ? "all"
        : index == 0 ? $"up to {blocks[1].Key}"
        : index == blocks.Count - 1 ? $"above {blocks[index].Key}" : $"{blocks[index].Key} to {blocks[index + 1].Key}";

    private static Fill? FillOf(
        CallSyntax call, IReadOnlyDictionary<string, Syntax> options, FormulaChecker checker)
    {
        var (fill, whole) = (options.GetValueOrDefault("fill"), options.GetValueOrDefault("whole"));
        if (whole is not null and not NameSyntax { Name: "true" or "false" })
            Function.Misused(call, checker, $"is whole = true or false, and not {whole}", whole.At);
        else if (fill is not null and not NameSyntax { Name: "in-order" or "evenly" })
            Function.Misused(call, checker, $"fills in-order or evenly, and not {fill}", fill.At);
        else if (whole is NameSyntax { Name: "true" } && fill is not null)
            Function.Misused(call, checker, "has nothing to fill where all is in one block: leave fill out", fill.At);
        else
            return whole is NameSyntax { Name: "true" } ? Fill.Whole
                : fill is NameSyntax { Name: "evenly" } ? Fill.Evenly : Fill.InOrder;
        return null;
    }
}

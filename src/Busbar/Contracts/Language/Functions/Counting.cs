namespace Busbar.Contracts.Language.Functions;

/// <summary>What a block price counts, and in which window: <c>of</c> and <c>per</c>.</summary>
internal sealed record Counting(Formula Counted, Step Window, IReadOnlyDictionary<string, Syntax> Options)
{
    /// <summary>The arguments by name of a call; null after a fault.</summary>
    /// <param name="arguments">Those that aren't blocks.</param>
    /// <param name="options">The names that it may have beside <c>per</c> and <c>of</c>.</param>
    public static Counting? Of(
        CallSyntax call, IEnumerable<Argument> arguments, FormulaChecker checker, params string[] options)
    {
        var named = new Dictionary<string, Syntax>(StringComparer.Ordinal);
        foreach (var argument in arguments)
        {
            string? wrong = argument.Name is not { } name || !(name is "per" or "of" || options.Contains(name))
                || (name == "per" && argument.Value is not NameSyntax) ? $"can't use {argument}"
                : named.TryAdd(name, argument.Value) ? null : $"has {name} twice";
            if (wrong is null) continue;
            Function.Misused(call, checker, wrong, argument.At);
            return null;
        }
        if (Windowed.WindowOf(named.GetValueOrDefault("per") as NameSyntax, checker) is not { } window) return null;
        return CountedBy(call, named, window, checker) is { } counted ? new(counted, window, named) : null;
    }

    /// <summary>The window of a count that goes on from interval to interval: a billing period that two bills cut is
    /// one.</summary>
    public Step CountsOnIn => Window == Step.Period && Counted.Shape.AddsUp && Counted.Shape.Step < Step.Period
        ? Step.Cycle : Window;

    private static Formula? CountedBy(
        CallSyntax call, Dictionary<string, Syntax> named, Step window, FormulaChecker checker)
    {
        var at = named.TryGetValue("of", out var of) ? of.At : call.At;
        var text = of is null ? "The charge's quantity" : FormulaChecker.Short(of);
        if (of is null && (!checker.IsPrice || checker.IsBorrowed))
            return checker.Fail(call.At, "counts-nothing",
                $"{call.Function} counts a charge's own quantity, and here is none.",
                "Say what it counts: of = import.");
        if ((of is null ? checker.Priced : checker.Of(of)) is not { } counted) return null;
        var shape = counted.Shape;
        if (shape.Step == Step.Forever)
            return checker.Fail(at, "never-changes", $"{text} never changes, so there is nothing to count.");
        if (!shape.Step.NestsIn(window))
            return checker.Fail(at, "never-spread",
                $"{text} is counted per {shape.Step.Word} and can't be split by the {window.Word}.",
                $"Count over the same window: per = {shape.Step.Name}.");
        return shape.AddsUp || shape.Step == window ? counted : checker.Fail(at, "does-not-add-up",
            $"{text} is {shape}: it holds and doesn't add up to what is counted per {window.Word}.",
            $"Give it one value per window, such as peak(x, per = {window.Name}).");
    }
}

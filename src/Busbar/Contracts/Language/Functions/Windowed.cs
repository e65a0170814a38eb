using Busbar.Quantities;

namespace Busbar.Contracts.Language.Functions;

/// <summary>What a figure of a window is given: of what, per which window, and options by name.</summary>
/// <param name="What">The one argument without a name.</param>
/// <param name="Window">By default the billing period.</param>
internal sealed record Windowed(Syntax What, Step Window, IReadOnlyDictionary<string, Syntax> Options)
{
    /// <summary>No argument with a name.</summary>
    public static readonly IReadOnlyDictionary<string, Syntax> NoOptions = new Dictionary<string, Syntax>();

    /// <summary>The arguments of a call; null after a fault.</summary>
    /// <param name="options">The names that it may have beside <c>per</c>.</param>
    public static Windowed? Of(CallSyntax call, FormulaChecker checker, string needs, params string[] options)
    {
        if (Arguments(call, checker, needs, ["per", .. options]) is not var (what, named)) return null;
        return WindowOf(named.GetValueOrDefault("per") as NameSyntax, checker) is { } window
            ? new(what, window, named) : null;
    }

    /// <summary>The one argument without a name, and those with one; null after a fault.</summary>
    public static (Syntax What, IReadOnlyDictionary<string, Syntax> Named)? Arguments(
        CallSyntax call, FormulaChecker checker, string needs, params string[] names)
    {
        Syntax? what = null;
        var named = new Dictionary<string, Syntax>(StringComparer.Ordinal);
        foreach (var argument in call.Arguments)
        {
            string? wrong = null;
            if (argument is { Name: null, Key: null } && what is null) what = argument.Value;
            else if (argument is not { Name: { } name } || !names.Contains(name)
                || (name == "per" && argument.Value is not NameSyntax)) wrong = $"can't use {argument}";
            else if (!named.TryAdd(name, argument.Value)) wrong = $"has {name} twice";
            if (wrong is null) continue;
            Function.Misused(call, checker, wrong, argument.At);
            return null;
        }
        if (what is not null) return (what, named);
        Function.Misused(call, checker, needs);
        return null;
    }

    /// <summary>The term that says what was before supply began; null after a fault.</summary>
    public static TermFormula? History(
        CallSyntax call, Syntax name, Dimension dimension, FormulaChecker checker)
    {
        if (checker.Of(name) is not { } formula) return null;
        if (formula is TermFormula term && term.Shape.Dimension == dimension) return term;
        Function.Misused(call, checker,
            $"has as history a term in {dimension}, and {FormulaChecker.Short(name)} is "
            + (formula is TermFormula ? $"one in {formula.Shape.Dimension}" : "none"), name.At);
        return null;
    }

    /// <summary>The value that the figure is of, no coarser than the window; null after a fault.</summary>
    /// <param name="value">The checked formula; null where that has a fault already.</param>
    /// <param name="verb">For messages: what is done with it.</param>
    public Formula? Within(Formula? value, string verb, FormulaChecker checker)
    {
        if (value is null) return null;
        var (shape, text) = (value.Shape, FormulaChecker.Short(What));
        if (shape.Step == Step.Forever)
            return shape.AddsUp
                ? checker.Fail(What.At, "never-spread", $"{text} has no period, so there is nothing to {verb}.",
                    Combining.SpreadHint(shape.Dimension, What))
                : checker.Fail(What.At, "never-changes", $"{text} never changes, so there is nothing to {verb}.");
        if (shape.Step.NestsIn(Window)) return value;
        return checker.Fail(What.At, "never-spread", shape.Step < Window
            ? $"{text} has a value per {shape.Step.Word}, which doesn't lie within one {Window.Word}."
            : shape.AddsUp
            ? $"{text} is counted per {shape.Step.Word} and can't be split by the {Window.Word}."
            : $"{text} changes by the {shape.Step.Word}: in each {Window.Word} there is nothing to {verb}.");
    }

    private static string? EventHint(string word, FormulaChecker checker) =>
        checker.Vocabulary.Book.Programmes is not { Count: > 0 } programmes ? null
        : programmes.ContainsKey(word) ? $"Of events there is a sum alone: sum(x, per = {word})."
        : word == "event" ? $"Name the programme whose events are meant: per = {programmes.Keys.First()}." : null;

    /// <summary>The window of a word: the billing period where there is none, or the runs of a calendar; null after a
    /// fault.</summary>
    public static Step? WindowOf(NameSyntax? word, FormulaChecker checker)
    {
        if (word is null) return Step.Period;
        if (Step.Windows.TryGetValue(word.Name, out var window)) return window;
        var calendars = checker.Vocabulary.Calendars;
        if (!calendars.TryGetValue(word.Name, out var calendar))
            checker.Fail(word.At, "unknown-window", $"{word.Name} is not a window"
                + (checker.Vocabulary.Book.Programmes.ContainsKey(word.Name) ? " of days." : "."),
                EventHint(word.Name, checker) ?? Nearest.Hint(word.Name, [.. Step.Windows.Keys, .. calendars.Keys])
                ?? $"Windows are {string.Join(", ", Step.Windows.Keys)}, and calendars of seasons.");
        else if (calendar.IsWithinDay)
            checker.Fail(word.At, "unknown-window", $"Calendar {calendar.Name} has bands that begin or end within a "
                + "day, and a window is of whole days.", "Use a calendar of seasons, whose bands have no times.");
        else if (calendar.Bands.Count == 1)
            checker.Fail(word.At, "unknown-window", $"Calendar {calendar.Name} has one band, which never ends.");
        else return Step.RunsOf(calendar);
        return null;
    }
}

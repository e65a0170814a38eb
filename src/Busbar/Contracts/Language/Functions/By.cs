using Busbar.Time;

namespace Busbar.Contracts.Language.Functions;

/// <summary><c>by(calendar, band = value, …)</c>: every band of the calendar once, values of one kind.</summary>
internal static class By
{
    public static Formula? Check(CallSyntax call, FormulaChecker checker)
    {
        if (call.Arguments.Count == 0 || call.Arguments[0] is not { Name: null, Key: null, Value: NameSyntax first })
            return Function.Misused(call, checker, "needs the name of a calendar first");
        if (Bands.Calendar(first.Name, first.At, checker) is not { } calendar) return null;
        var given = new Dictionary<string, (Syntax Syntax, Formula? Formula)>(StringComparer.Ordinal);
        foreach (var argument in call.Arguments.Skip(1))
        {
            if (argument.Name is not { } band)
                return Function.Misused(call, checker, "needs the name of a band before each value", argument.At);
            if (!calendar.Bands.Contains(band)) return Bands.Unknown(calendar, band, argument.At, checker);
            if (!given.TryAdd(band, (argument.Value, checker.Of(argument.Value))))
                return Function.Misused(call, checker, $"has band {band} twice", argument.At);
        }
        var missing = calendar.Bands.Where(band => !given.ContainsKey(band)).ToList();
        if (missing.Count > 0)
            return Function.Misused(call, checker,
                $"has no value for {string.Join(" and ", missing)} of calendar {calendar.Name}");
        if (given.Values.Any(value => value.Formula is null)) return null;
        var parts = calendar.Bands.Select(band => (given[band].Syntax, given[band].Formula!)).ToList();
        if (Combining.Alike(call.Function, parts, checker, call.At) is not { } alike) return null;
        return alike.Shape.AddsUp && alike.Shape.Step != Step.Interval
            ? Function.Misused(call, checker, $"chooses by the interval, and its values are {alike.Shape}")
            : new ByFormula(calendar, alike.Parts, alike.Shape with { Step = Step.Interval });
    }
}

/// <summary>Finds calendars and bands for the functions that name them.</summary>
internal static class Bands
{
    /// <summary>The calendar of a name whose edges meet the product's interval; null after a fault. Of a product by the
    /// day any: its bands are then the intervals of each day.</summary>
    public static Calendar? Calendar(string name, TextSpan at, FormulaChecker checker)
    {
        var vocabulary = checker.Vocabulary;
        if (!vocabulary.Calendars.TryGetValue(name, out var calendar))
        {
            if (vocabulary.Declared.Contains(name) && !vocabulary.Series.ContainsKey(name)
                && !vocabulary.Book.Programmes.ContainsKey(name)) return null;
            checker.Fail(at, "unknown-name", $"There is no calendar {name}.",
                Nearest.Hint(name, vocabulary.Calendars.Keys)
                ?? (vocabulary.Calendars.Count == 0 ? "The book declares none."
                    : $"The book has {string.Join(", ", vocabulary.Calendars.Keys)}."));
        }
        else if (vocabulary.IntervalMinutes != FormulaChecker.MinutesPerDay
            && calendar.ResolutionMinutes % vocabulary.IntervalMinutes != 0)
            checker.Fail(at, "too-fine",
                $"Calendar {name} has bands that begin or end within the product's interval of "
                + $"{FormulaChecker.Minutes(vocabulary.IntervalMinutes)}.", "Give the product a shorter interval.");
        else return calendar;
        return null;
    }

    /// <summary>Adds the fault that a calendar hasn't a band.</summary>
    public static Formula? Unknown(Calendar calendar, string band, TextSpan at, FormulaChecker checker) =>
        checker.Fail(at, "unknown-band", $"Calendar {calendar.Name} has no band {band}.",
            Nearest.Hint(band, calendar.Bands) ?? $"It has {string.Join(", ", calendar.Bands)}.");
}

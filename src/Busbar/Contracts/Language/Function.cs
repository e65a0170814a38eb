using Busbar.Contracts.Language.Functions;

namespace Busbar.Contracts.Language;

/// <summary>A function of the language: its name, how it is written, and its rule.</summary>
/// <param name="Usage">For messages: <c>by(calendar, band = value, …)</c>.</param>
/// <param name="Rule">Checks a call and gives its formula; null after a fault.</param>
public sealed record Function(string Name, string Usage, Func<CallSyntax, FormulaChecker, Formula?> Rule)
{
    /// <summary>All functions by name.</summary>
    public static readonly IReadOnlyDictionary<string, Function> All = new Function[]
    {
        new("min", "min(x, y, …)", Extreme.Check), new("max", "max(x, y, …)", Extreme.Check),
        new("positive", "positive(x)", Positive.Check), new("clamp", "clamp(x, floor, cap)", Clamp.Check),
        new("round", "round(x, step, up, per = day), where up or down and per may be left out", Round.Check),
        new("hypot", "hypot(x, y)", Hypot.Check), new("when", "when(condition, a, b)", When.Check),
        new("unbroken", "unbroken(condition, 6 hours)", Unbroken.Check),
        new("by", "by(calendar, band = value, …)", By.Check),
        new("during", "during(x, calendar.band) or during(x, programme)", During.Check),
        new("baseline", "baseline(x, method)", Baseline.Check),
        new("sum", "sum(x, per = month) or sum(x, per = programme)", Sum.Check),
        new("mean", "mean(x, per = month)", Mean.Check),
        new("last", "last(x, per = month)", Last.Check),
        new("count", "count(condition, per = month)", Count.Check),
        new("peak", "peak(x, per = month, over = 30min, top = 3, apart = day, when = y, past = 11 months)", Peak.Check),
        new("tiers", "tiers(per = month, 0 kWh = a, 300 kWh = b, of = x, fill = in-order)", Tiers.Check),
        new("at", "at(boundary, x)", At.Check),
        new("escalate", "escalate(price, cpi, base = 2025-01, from = 2026-04, every = year, floor = 0 %, cap = 5 %)",
            Escalate.Check),
        new("tariff", "tariff(product.charge)", Tariff.Check),
        new("carry", "carry(x, earned = y, clear = march)", Carry.Check),
        new("carried", "carried(x, earned = y, clear = march)", Carry.CheckLeft),
        new("whole", "whole(x, 1 MWh, clear = march)", Carry.CheckWhole),
        new("cost", "cost(group, group, per = month)", Cost.Check),
        new("share", "share(x, by = key, of = 100 %, up-to = limit, again = true, order = priority)", Share.Check),
        new("drawn", "drawn(discharging, from = pv-charged, store = charging, efficiency = 90 %, order = mixed)",
            Drawn.Check),
        new("packages", "packages(size, price, per = month)", Packages.Check),
    }.ToDictionary(function => function.Name, StringComparer.Ordinal);

    /// <summary>Checks a call.</summary>
    public Formula? Check(CallSyntax call, FormulaChecker checker) => Rule(call, checker);

    /// <summary>Adds the fault that a call isn't as the function is used.</summary>
    internal static Formula? Misused(CallSyntax call, FormulaChecker checker, string what, TextSpan? at = null) =>
        checker.Fail(
            at ?? call.At, "wrong-arguments", $"{call.Function} {what}.", $"It is written {All[call.Function].Usage}.");

    /// <summary>The arguments by place, where all are so; else a fault and null.</summary>
    internal static IReadOnlyList<Syntax>? Plain(CallSyntax call, FormulaChecker checker)
    {
        if (call.Arguments.FirstOrDefault(given => given.Name is not null || given.Key is not null) is { } named)
        {
            Misused(call, checker, $"has no argument {(named.Name ?? named.Key!.ToString())}", named.At);
            return null;
        }
        return [.. call.Arguments.Select(given => given.Value)];
    }
}

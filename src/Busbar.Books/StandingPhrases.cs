using System.Globalization;
using Busbar.Metering;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Books;

/// <summary>What a book says of the rules that hold without being asked for: <c>no negative-import</c>,
/// <c>above-limit 120 %</c>.</summary>
internal static class StandingPhrases
{
    private const string No = "no";
    private const int MostPercent = 1000;
    private const int MostDays = 31;

    private static readonly Dictionary<string, string> Written = new()
    {
        ["error-code"] = "no error-code", ["above-limit"] = "above-limit 120 % or no above-limit",
        ["negative-import"] = "no negative-import",
        ["read-below-previous"] = "read-below-previous 20 % or no read-below-previous",
        ["gap"] = "gap 3 hours or no gap", ["future"] = "future 15 minutes",
        ["wrong-interval-count"] = "wrong-interval-count", [No] = "no negative-import",
    };

    /// <summary>Why a rule can't be left out.</summary>
    private static readonly Dictionary<string, string> Needed = new()
    {
        ["future"] = "what isn't over can't have been measured. future 15 minutes lets a clock go ahead.",
        ["wrong-interval-count"] = "the values of a day have their places only where there is one for each interval. "
            + "A file that gives each value its time has no such rule.",
    };

    /// <summary>The words with which they begin.</summary>
    public static IEnumerable<string> Names => Written.Keys;

    /// <summary>Whether a phrase is about such a rule.</summary>
    public static bool Has(IReadOnlyList<string> words) => words.Count > 0 && Written.ContainsKey(words[0]);

    /// <summary>What a phrase says; null after a fault, or where it is about no such rule.</summary>
    public static WrittenCheck? Read(Phrase phrase)
    {
        if (!Has(phrase.Words)) return null;
        switch (phrase.Words)
        {
            case [No, var rule] when Needed.TryGetValue(rule, out var why):
                phrase.Fault("bad-check", $", and {rule} can't be left out: {why}");
                return null;
            case [No, var rule] when StandingRules.Waivable.Contains(rule): return Of(phrase, Without(rule));
            case [No, var rule]:
                phrase.Fault("unknown-check", $", and {rule} is no rule that can be left out.",
                    Nearest.Hint(rule, StandingRules.Waivable)
                        ?? $"Such are {string.Join(", ", StandingRules.Waivable)}.");
                return null;
            case [var rule] when rule != No: return Of(phrase, With(rule));
            case ["above-limit", .. var percent] when Percent(phrase, percent, MostPercent, out var number):
                return number is { } limit ? Of(phrase, rules => rules with { LimitPercent = limit }) : null;
            case ["read-below-previous", .. var percent] when Percent(phrase, percent, 100, out var number):
                return number is { } range ? Of(phrase, rules => rules with { NoughtPercent = range }) : null;
            case ["gap", var count, var unit] when Length(phrase, count, unit, out var length):
                return length is { } least ? Of(phrase, rules => rules with { LeastGap = least }) : null;
            case ["future", var count, var unit] when Length(phrase, count, unit, out var length):
                return length is { } ahead ? Of(phrase, rules => rules with { Ahead = ahead }) : null;
            default:
                phrase.Fault("bad-check", $"; expected {Written[phrase.Words[0]]}.");
                return null;
        }
    }

    private static WrittenCheck Of(Phrase phrase, Func<StandingRules, StandingRules> say) =>
        new(phrase.Text.Value, null, say);

    private static Func<StandingRules, StandingRules> Without(string rule) => rules => rule switch
    {
        "error-code" => rules with { AllowsErrorCodes = true },
        "above-limit" => rules with { LimitPercent = null },
        "negative-import" => rules with { AllowsNegative = true },
        "read-below-previous" => rules with { NoughtPercent = null },
        _ => rules with { LeastGap = null },
    };

    /// <summary>A rule that is written as it is holds as it does without a word.</summary>
    private static Func<StandingRules, StandingRules> With(string rule) => rules => rule switch
    {
        "error-code" => rules with { AllowsErrorCodes = false },
        "above-limit" => rules with { LimitPercent = StandingRules.Usual.LimitPercent },
        "negative-import" => rules with { AllowsNegative = false },
        "read-below-previous" => rules with { NoughtPercent = StandingRules.Usual.NoughtPercent },
        "gap" => rules with { LeastGap = StandingRules.Usual.LeastGap },
        "future" => rules with { Ahead = StandingRules.Usual.Ahead },
        _ => rules,
    };

    private static bool Percent(Phrase phrase, IReadOnlyList<string> words, int most, out Exact? number)
    {
        number = null;
        if ((words is [var text, "%"] ? text : words is [[.. var begin, '%']] ? begin : null) is not { } written)
            return false;
        if (!Exact.TryParse(written, out var parsed, out var problem))
            phrase.Fault("bad-number", $", and {written} {problem}.");
        else if (parsed.Sign > 0 && parsed <= most) number = parsed;
        else
            phrase.Fault("bad-number", string.Create(CultureInfo.InvariantCulture,
                $"; expected a percentage above 0 and up to {most}."));
        return true;
    }

    private static bool Length(Phrase phrase, string count, string unit, out Duration? length)
    {
        length = null;
        var (one, most) = unit switch
        {
            "minute" or "minutes" => (Duration.FromMinutes(1), MostDays * 24 * 60),
            "hour" or "hours" => (Duration.FromHours(1), MostDays * 24),
            "day" or "days" => (Duration.FromDays(1), MostDays),
            _ => (Duration.Zero, 0),
        };
        if (most == 0) return false;
        if (phrase.Whole(count, 1, most, $" of {unit}") is { } number) length = one * number;
        return true;
    }
}

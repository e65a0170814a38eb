using Busbar.Quantities;
using NodaTime;

namespace Busbar.Metering;

/// <summary>The rules by which readings of a channel are judged without being asked for, as far as a book may say
/// otherwise.</summary>
public sealed record StandingRules
{
    /// <summary>Those where a book says nothing.</summary>
    public static readonly StandingRules Usual = new();

    /// <summary>The names of the rules that may be left out.</summary>
    public static readonly IReadOnlyList<string> Waivable =
        ["error-code", "above-limit", "negative-import", "read-below-previous", "gap"];

    /// <summary>Whether the numbers that meters send for an error are readings like others.</summary>
    public bool AllowsErrorCodes { get; init; }

    /// <summary>Whether a reading may be below zero.</summary>
    public bool AllowsNegative { get; init; }

    /// <summary>At how many percent of it the connection's limit counts; null: it doesn't count.</summary>
    public Exact? LimitPercent { get; init; } = 100;

    /// <summary>How far after the file was received a reading may end: clocks of meters and head ends differ.</summary>
    public Duration Ahead { get; init; }

    /// <summary>From how many percent of its range on a register can't have gone on past nought; null: a number below
    /// the one before has always passed nought.</summary>
    public Exact? NoughtPercent { get; init; } = 50;

    /// <summary>How long a hole must at least be to be named when a file comes in; null: none is named.</summary>
    public Duration? LeastGap { get; init; } = Duration.Zero;
}

/// <summary>How messages say at how much of it a limit counts.</summary>
internal static class LimitWords
{
    /// <summary>Nothing where it counts as it is.</summary>
    public static string At(StandingRules rules) =>
        rules.LimitPercent is { } percent && percent != 100 ? $", taken at {percent} %," : "";
}

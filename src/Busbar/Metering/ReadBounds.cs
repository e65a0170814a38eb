using Busbar.Quantities;
using NodaTime;

namespace Busbar.Metering;

/// <summary>What a register can have shown at an instant, by its reads on either side and by the connection's limit.
/// </summary>
public static class ReadBounds
{
    /// <summary>As the end of a sentence: <c>between 1331.5 and 1345</c>; null where there is no other read.</summary>
    /// <param name="reads">Of the register while the meter is there, in any order; one at the instant doesn't count.
    /// </param>
    public static string? Of(Connection connection, Register register, IEnumerable<RegisterRead> reads, Instant at)
    {
        var (before, after) = (default(RegisterRead?), default(RegisterRead?));
        foreach (var read in reads.Where(one => one.HasValue && register.StepsOf(one.Micros) is not null))
            if (read.At < at && (before is not { } earlier || earlier.At < read.At)) before = read;
            else if (read.At > at && (after is not { } later || later.At > read.At)) after = read;
        var (least, most) = (Steps(register, before), Steps(register, after));
        if (least is not null && most is not null && most < least)
            return $"at least {Said(register, least.Value)}, or at most {Said(register, most.Value)}";
        if (before is { } from && Allowed(connection, register, at - from.At) is { } up
            && Exact.Ratio(least!.Value, 1) + up < Exact.Ratio(most ?? register.Range - 1, 1))
            most = (Exact.Ratio(least.Value, 1) + up).Round(0, Rounding.Down).ToScaled(0);
        if (after is { } to && Allowed(connection, register, to.At - at) is { } down && most is not null
            && Exact.Ratio(Steps(register, after)!.Value, 1) - down > Exact.Ratio(least ?? 0, 1))
            least = (Exact.Ratio(Steps(register, after)!.Value, 1) - down).Round(0, Rounding.Up).ToScaled(0);
        return (least, most) switch
        {
            ({ } low, { } high) when low > high => null,
            ({ } low, { } high) => $"between {Said(register, low)} and {Said(register, high)}",
            ({ } low, null) => $"at least {Said(register, low)}",
            (null, { } high) => $"at most {Said(register, high)}",
            _ => null,
        };
    }

    private static long? Steps(Register register, RegisterRead? read) =>
        read is { } one ? register.StepsOf(one.Micros) : null;

    /// <summary>How many steps the limit allows in some time; a step more, since a register shows no part of one.
    /// </summary>
    private static Exact? Allowed(Connection connection, Register register, Duration time)
    {
        var dimension = register.Unit.Dimension;
        if (connection.Limit is not { } limit || connection.StandingOf(register.Channel).LimitPercent is not { } percent
            || (dimension != Dimension.Energy && dimension != Dimension.Volume)) return null;
        var hours = Exact.Ratio(time.BclCompatibleTicks, NodaConstants.TicksPerHour);
        return limit * percent / 100 * hours / register.Step + 1;
    }

    private static string Said(Register register, long steps) =>
        Exact.FromScaled(steps, register.Decimals).ToString();
}

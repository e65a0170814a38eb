using Busbar.Quantities;
using NodaTime;

namespace Busbar.Metering;

/// <summary>One value as a file gives it: a count of 10^-6 of the row's unit's canonical unit, and its
/// quality.</summary>
/// <remarks>Where the quality is missing the count is 0 and means nothing.</remarks>
public readonly record struct Reading(long Micros, Quality Quality);

/// <summary>
/// One row of a meter data file: consecutive readings of one channel, or what a register showed at one instant, as the
/// file has them, before it is known whether the connection exists or how long its local day is.
/// </summary>
/// <param name="Line">The line of the file, from 1.</param>
/// <param name="Connection">The connection's id, as the file has it.</param>
/// <param name="Channel">The channel's name in Busbar's words; empty where a register was read.</param>
/// <param name="Unit">The unit of the values, already applied to them; null where the file names none. Of a register
/// the unit in which the file says that it counts.</param>
/// <param name="IntervalMinutes">The length of one reading; null where the file doesn't say.</param>
/// <param name="Start">The start of the first reading, in the file's clock.</param>
/// <param name="Offset">The offset of that clock from UTC; null means the local time of the connection's zone.</param>
/// <param name="WholeDay">Whether the readings are a whole day of that clock, so that their number
/// must be the day's.</param>
/// <param name="Version">The file's own version of these values, the greater wins; 0 where the format has none.</param>
/// <param name="Readings">The values, one after another; of a register the one number, in its own unit.</param>
/// <param name="Register">The register that was read; null where the readings are of a channel's intervals.</param>
public sealed record MeterRow(
    int Line, string Connection, string Channel, Unit? Unit, int? IntervalMinutes, LocalDateTime Start, Offset? Offset,
    bool WholeDay, long Version, IReadOnlyList<Reading> Readings, RegisterName? Register = null)
{
    /// <summary>What the file says that the register counts; null where it doesn't say.</summary>
    public Counted? Counted { get; init; }

    /// <summary>Whether it is of something that a connection may have: one of its channels, or a register.</summary>
    public bool HasPlaceAt(Connection connection) => Register is not null || connection.Channels.ContainsKey(Channel);

    /// <summary>What it is of, for messages: <c>channel import</c>, <c>meter S95, register 1</c>.</summary>
    public string Subject => Register is { } register ? register.ToString() : $"channel {Channel}";
}

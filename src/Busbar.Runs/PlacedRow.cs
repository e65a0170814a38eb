using Busbar.Metering;
using NodaTime;

namespace Busbar.Runs;

/// <summary>A row of a file with where its values belong.</summary>
/// <param name="Channel">The channel, also where a register was read that counts it.</param>
/// <param name="Span">From the first reading to the end of the last; of a register the day before its read.</param>
/// <param name="First">The slot of the first reading; meaningless for a register.</param>
internal sealed record PlacedRow(MeterRow Row, Connection Connection, string Channel, Interval Span, long First)
{
    /// <summary>Whether it is a read of a register that is missing.</summary>
    public bool Fits(LackingRead lacking) => Row.Register == lacking.Register
        && Span.End >= lacking.From && Span.End <= lacking.To;

    /// <summary>Places a row, whatever its values are; null where the connection has no place for it.</summary>
    public static PlacedRow? Of(MeterRow row, Connection connection)
    {
        if (!row.HasPlaceAt(connection)) return null;
        // Where it belongs doesn't rest on what its values are.
        var blank = row with { Readings = [.. row.Readings.Select(_ => new Reading(0, Quality.Missing))] };
        var judge = new Judge("", Instant.MaxValue);
        if (row.Register is not null)
        {
            var (wrong, at, register) = judge.OfRegister(blank, connection);
            return wrong is not null ? null
                : new(row, connection, register!.Channel, new(at - Duration.FromDays(1), at), 0);
        }
        if (judge.Of(blank, connection) is not { Rejection: null, First: var first }) return null;
        return new(row, connection, row.Channel,
            new(Grid.StartOf(first, connection.IntervalMinutes, connection.Zone),
                Grid.StartOf(first + row.Readings.Count, connection.IntervalMinutes, connection.Zone)), first);
    }
}

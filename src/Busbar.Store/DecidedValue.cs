using Busbar.Metering;
using NodaTime;

namespace Busbar.Store;

/// <summary>A value of an interval or of a register, as somebody decides of it.</summary>
/// <param name="Channel">Empty for a register.</param>
/// <param name="Minutes">The length of the interval; 0 for a register.</param>
/// <param name="Micros">In counts of 10^-6.</param>
/// <param name="Version">The version that it was sent with.</param>
internal sealed record DecidedValue(
    string Connection, string Channel, int Minutes, RegisterName? Register, Instant At, long Micros, long Version)
{
    /// <summary>The values that a row gives, with their places in it; none where the row has no place.</summary>
    public static IReadOnlyList<(int Index, DecidedValue Value)> Of(MeterRow row, Connection connection)
    {
        var judge = new Judge("", Instant.MaxValue);
        if (row.Register is { } register)
        {
            // Where the number itself is what is wrong, the rest has been judged good.
            var (_, at, known) = judge.OfRegister(row, connection);
            return known is null || row.Readings[0].Quality.Kind == QualityKind.Missing ? []
                : [(0, new(connection.Id, "", 0, register, at, row.Readings[0].Micros, row.Version))];
        }
        if (!connection.Channels.ContainsKey(row.Channel)) return [];
        // Its place is known whatever its values are.
        var (grid, first, wrong) = judge.Of(
            row with { Readings = [.. row.Readings.Select(_ => new Reading(0, Quality.Missing))] }, connection);
        return wrong is not null ? [] : [.. row.Readings.Index()
            .Where(one => one.Item.Quality.Kind != QualityKind.Missing)
            .Select(one => (one.Index, new DecidedValue(connection.Id, row.Channel, grid.IntervalMinutes, null,
                Grid.StartOf(first + one.Index, grid.IntervalMinutes, connection.Zone), one.Item.Micros,
                row.Version)))];
    }
}

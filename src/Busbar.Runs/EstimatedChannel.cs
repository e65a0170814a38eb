using Busbar.Metering;
using Busbar.Metering.Estimation;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Readings in a row that one method made from one basis; or one read of a register.</summary>
/// <param name="Start">Of the first of them; of a read, its time.</param>
/// <param name="End">Of the last of them.</param>
/// <param name="First">The slot of the first on the grid of the channel; 0 for a read.</param>
/// <param name="Values">Counts of 10^-6.</param>
/// <param name="Register">Null for readings of intervals.</param>
public sealed record EstimatedSpan(
    Instant Start, Instant End, long First, IReadOnlyList<long> Values, EstimationMethod Method, string Basis,
    RegisterName? Register = null);

/// <summary>A channel with holes: what was made of them, and what stays missing.</summary>
/// <param name="Spans">In the order of time.</param>
public sealed record EstimatedChannel(
    Connection Connection, string Channel, IReadOnlyList<EstimatedSpan> Spans, IReadOnlyList<OpenHole> Open)
{
    /// <summary>The reads of the connection's registers, where such count the channel.</summary>
    internal ILookup<RegisterName, RegisterRead>? Reads { get; init; }

    /// <summary>The connection's profile up to the reads that were made; null where it has none.</summary>
    internal ProfileValues? Profile { get; init; }

    /// <summary>How many readings were made.</summary>
    public int Count => Spans.Sum(span => span.Values.Count);

    /// <summary>The estimates as rows of readings.</summary>
    internal IEnumerable<(Connection, MeterRow)> Rows() => Spans.Select(span => (Connection,
        span.Register is null ? EstimateStore.RowOf(Connection, Channel, span.First, Readings(span))
            : EstimateStore.RowOf(Connection, span.Register.Value, span.Start, Readings(span)[0])));

    private static Reading[] Readings(EstimatedSpan span) =>
        [.. span.Values.Select(value => new Reading(value, span.Method.Quality))];

    /// <summary>Reads of its registers, and those that were made.</summary>
    internal ILookup<RegisterName, RegisterRead> ReadsWithEstimates(ILookup<RegisterName, RegisterRead> reads) =>
        reads.SelectMany(same => same.Select(read => (Name: same.Key, Read: read)))
            .Concat(Spans.Select(span => (Name: span.Register!.Value, Read: new RegisterRead(
                span.Start, span.Values[0], new(span.Method.Quality, 0, 1)))))
            .ToLookup(one => one.Name, one => one.Read);

    /// <summary>A series of the channel as it is with the estimates.</summary>
    internal Series Into(Series series)
    {
        if (Spans.Count == 0 || series.Length == 0) return series;
        if (Reads is not null)
            return RegisterSeries.Of(Connection, Channel, series.StartOf(0), series.StartOf(series.Length),
                ReadsWithEstimates(Reads), Profile);
        foreach (var span in Spans)
            for (var i = 0; i < span.Values.Count; i++)
                if (span.First + i - series.FirstSlot is >= 0 and var slot && slot < series.Length)
                    (series.Counts[slot], series.Qualities[slot]) = (span.Values[i], span.Method.Quality);
        return series;
    }
}

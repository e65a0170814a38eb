using Busbar.Store;
using NodaTime;

namespace Busbar.Runs;

/// <summary>What registers showed over a span, and on either side of it the read on which its ends rest.</summary>
internal static class RegistersOver
{
    /// <param name="reads">In the order of their registers and times.</param>
    public static IEnumerable<RegisterReading> Of(IReadOnlyList<RegisterReading> reads, Interval span) =>
        reads.GroupBy(one => one.Register).SelectMany(same =>
        {
            var all = same.ToList();
            var first = all.FindLastIndex(one => one.Read.HasValue && one.Read.At <= span.Start);
            var last = all.FindIndex(one => one.Read.HasValue && one.Read.At >= span.End);
            return all.Where((one, i) => (one.Read.At >= span.Start || i >= first && first >= 0)
                && (one.Read.At <= span.End || i <= last));
        });
}

using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Metering;

/// <summary>What is known of a channel on a local day.</summary>
/// <param name="Slots">How many readings the day should have.</param>
/// <param name="Count">How many of them have a value.</param>
/// <param name="Estimated">How many values are estimates or substitutes.</param>
/// <param name="Total">The sum of all values, in the canonical unit.</param>
/// <param name="EstimatedTotal">The sum of those that are estimates or substitutes.</param>
/// <param name="Hours">The sums by hour from the day's start on, null where no value is known; none where readings are
/// longer than an hour.</param>
/// <param name="Gap">Why there is no value, where it is known.</param>
public sealed record DayFigures(
    LocalDate Date, int Slots, int Count, int Estimated, Exact Total, Exact EstimatedTotal,
    IReadOnlyList<Exact?> Hours, Gap? Gap)
{
    /// <summary>How many readings have no value.</summary>
    public int Missing => Slots - Count;

    /// <summary>The days of a span of which something was received or can be told, in order.</summary>
    /// <param name="pieces">What is known, in order; a day may be cut by two of them.</param>
    public static IReadOnlyList<DayFigures> Of(IEnumerable<Series> pieces)
    {
        var days = new SortedDictionary<LocalDate, OpenDay>();
        foreach (var series in pieces)
        {
            OpenDay? open = null;
            for (var slot = 0; slot < series.Length; slot++)
            {
                if (series.Receipts[slot] == 0) continue;
                var start = series.StartOf(slot);
                if (open is null || start >= open.End)
                {
                    var date = start.InZone(series.Zone).Date;
                    if (!days.TryGetValue(date, out open)) days[date] = open = new(date, series);
                }
                open.Add(series, slot, start);
            }
            foreach (var gap in series.Gaps)
            {
                var date = gap.Span.Start.InZone(series.Zone).Date;
                if (!days.TryGetValue(date, out open)) days[date] = open = new(date, series);
                open.Gap ??= gap;
            }
        }
        return [.. days.Values.Select(day => day.Close())];
    }

    /// <summary>A day that readings are being added to.</summary>
    private sealed class OpenDay
    {
        private readonly LocalDate _date;
        private readonly Instant _start;
        private readonly int _slots;
        private readonly Exact?[] _hours;
        private int _count;
        private int _estimated;
        private Exact _total;
        private Exact _estimatedTotal;

        public OpenDay(LocalDate date, Series series)
        {
            (_date, _start) = (date, LocalDay.StartOf(date, series.Zone));
            End = LocalDay.StartOf(date.PlusDays(1), series.Zone);
            var (first, end) = Grid.SlotsOf(_start, End, series.IntervalMinutes, series.Zone);
            _slots = (int)(end - first);
            _hours = series.IntervalMinutes > 60 ? []
                : new Exact?[(int)((End - _start + Duration.FromHours(1) - Duration.Epsilon).BclCompatibleTicks
                    / NodaConstants.TicksPerHour)];
        }

        public Instant End { get; }

        public Gap? Gap { get; set; }

        public void Add(Series series, int slot, Instant start)
        {
            var quality = series.Qualities[slot];
            if (quality.Kind == QualityKind.Missing) return;
            var value = series.ValueOf(slot);
            (_count, _total) = (_count + 1, _total + value);
            if (quality.IsEstimated) (_estimated, _estimatedTotal) = (_estimated + 1, _estimatedTotal + value);
            if (_hours.Length == 0) return;
            var hour = (int)((start - _start).BclCompatibleTicks / NodaConstants.TicksPerHour);
            _hours[hour] = (_hours[hour] ?? Exact.Zero) + value;
        }

        public DayFigures Close() =>
            new(_date, _slots, _count, _estimated, _total, _estimatedTotal, _hours, Gap);
    }
}

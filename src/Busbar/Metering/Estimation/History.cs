using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Metering.Estimation;

/// <summary>What is known of a channel around its holes. Only what was measured and isn't suspicious can be asked for:
/// nothing else is a basis of estimates.</summary>
public sealed class History
{
    private readonly Series _series;
    private readonly bool[] _isSuspicious;

    /// <param name="series">The readings, holes and estimates included.</param>
    /// <param name="holidays">Those of the connection's zone.</param>
    /// <param name="suspicious">Where readings are unusual by a rule, accepted or not.</param>
    public History(Series series, IReadOnlyList<Holidays> holidays, IReadOnlyList<Interval> suspicious)
    {
        (_series, LikeDays, _isSuspicious) = (series, new(holidays), new bool[series.Length]);
        foreach (var span in suspicious)
        {
            var (first, end) = Grid.SlotsOf(span.Start, span.End, series.IntervalMinutes, series.Zone);
            for (var slot = Math.Max(first, series.FirstSlot); slot < Math.Min(end, series.FirstSlot + series.Length);
                slot++)
                _isSuspicious[slot - series.FirstSlot] = true;
        }
    }

    /// <summary>Which days are like each other.</summary>
    public LikeDays LikeDays { get; }

    /// <summary>The length of a reading.</summary>
    public int IntervalMinutes => _series.IntervalMinutes;

    /// <summary>The zone whose days it has.</summary>
    public DateTimeZone Zone => _series.Zone;

    /// <summary>The value of a slot, where one was measured that isn't suspicious.</summary>
    public long? Measured(int slot) => slot >= 0 && slot < _series.Length
        && _series.Qualities[slot].Kind == QualityKind.Actual && !_isSuspicious[slot] ? _series.Counts[slot] : null;

    /// <summary>The holes with slots without a value between two slots; they may reach beyond these.</summary>
    public IReadOnlyList<Hole> Holes(int first, int end)
    {
        var holes = new List<Hole>();
        for (var slot = first; slot < end; slot++)
        {
            if (Measured(slot) is not null) continue;
            var start = slot;
            while (start > 0 && Measured(start - 1) is null) start--;
            while (slot < _series.Length && Measured(slot) is null) slot++;
            var missing = Enumerable.Range(start, slot - start).Where(one => one >= first && one < end
                && _series.Qualities[one].Kind == QualityKind.Missing).ToList();
            if (missing.Count > 0) holes.Add(new(start, slot, missing));
        }
        return holes;
    }

    /// <summary>When a slot begins.</summary>
    public Instant StartOf(int slot) => _series.StartOf(slot);

    /// <summary>The local date on which a slot begins.</summary>
    public LocalDate DateOf(int slot) => StartOf(slot).InZone(Zone).Date;

    /// <summary>The slots of a hole by their local dates, in order.</summary>
    public IEnumerable<IGrouping<LocalDate, int>> ByDay(Hole hole) => hole.Slots.GroupBy(DateOf);

    /// <summary>The slots of a local date: the first, and the one after the last. They may lie outside.</summary>
    public (int First, int End) SlotsOf(LocalDate date)
    {
        var (first, end) = Grid.SlotsOf(LocalDay.StartOf(date, Zone), LocalDay.StartOf(date.PlusDays(1), Zone),
            IntervalMinutes, Zone);
        return ((int)(first - _series.FirstSlot), (int)(end - _series.FirstSlot));
    }

    /// <summary>
    /// The slot of another date that begins at the same local time. An hour that the clocks skip there has none; of one
    /// that they show twice there it is the same of the two, or the first.
    /// </summary>
    public int? SameTimeOn(LocalDate date, int slot)
    {
        // A date that a zone left out has no reading.
        if (IntervalMinutes == 1440) return SlotsOf(date) is var (first, end) && first < end ? first : null;
        var local = StartOf(slot).InZone(Zone);
        var mapped = Zone.MapLocal(date + local.TimeOfDay);
        if (mapped.Count == 0) return null;
        var there = (IsAgain(local) ? mapped.Last() : mapped.First()).ToInstant();
        var found = (int)(Grid.SlotsOf(there, there, IntervalMinutes, Zone).First - _series.FirstSlot);
        return StartOf(found) == there ? found : null;
    }

    /// <summary>The value measured on another date at the same local time.</summary>
    public long? MeasuredOn(LocalDate date, int slot) => SameTimeOn(date, slot) is { } same ? Measured(same) : null;

    internal static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);

    private bool IsAgain(ZonedDateTime time) =>
        Zone.MapLocal(time.LocalDateTime) is { Count: 2 } twice && twice.Last().Offset == time.Offset;
}

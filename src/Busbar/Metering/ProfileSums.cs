using System.Numerics;
using Busbar.Time;
using NodaTime;

namespace Busbar.Metering;

/// <summary>
/// The values of a profile, added up: a value passes evenly over the real time of its interval, and where a band is
/// meant, only that of its part in which the band holds.
/// </summary>
internal sealed class ProfileSums
{
    /// <summary>A stretch of time in which a value passes evenly.</summary>
    /// <param name="Rate">How much in a tick, in a measure that all pieces share.</param>
    private readonly record struct Piece(Instant Start, Instant End, BigInteger Rate)
    {
        public BigInteger Until(Instant instant) =>
            Rate * (Instant.Max(Start, Instant.Min(End, instant)) - Start).BclCompatibleTicks;
    }

    private readonly Series _series;
    private readonly Func<int, Instant> _startOf;
    private readonly List<Piece> _pieces = [];
    private readonly List<BigInteger> _before = [];
    private readonly List<int> _missing = [];
    private readonly List<int> _belowZero = [];

    /// <param name="startOf">When the interval of a slot starts; for the length, the end of the last.</param>
    /// <param name="zone">The zone whose days the band is looked up in.</param>
    public ProfileSums(Series series, Func<int, Instant> startOf, RegisterBand? band, DateTimeZone zone)
    {
        (_series, _startOf) = (series, startOf);
        // An interval of 23 hours passes faster than one of 24: in ticks times all lengths both are whole numbers.
        var measure = Enumerable.Range(0, series.Length).Select(TicksOf).Distinct().Where(ticks => ticks > 0)
            .Aggregate(BigInteger.One, (all, ticks) => all / BigInteger.GreatestCommonDivisor(all, ticks) * ticks);
        var (stretches, next) = (band is null ? [] : StretchesOf(band, zone), 0);
        var sum = BigInteger.Zero;
        for (var slot = 0; slot < series.Length; slot++)
        {
            var (start, end, ticks) = (startOf(slot), startOf(slot + 1), TicksOf(slot));
            if (ticks <= 0) continue;
            var rate = series.Counts[slot] * (measure / ticks);
            if (band is null) Add(slot, start, end, rate, ref sum);
            while (next < stretches.Count && stretches[next].End <= start) next++;
            for (var i = next; i < stretches.Count && stretches[i].Start < end; i++)
                Add(slot, Instant.Max(start, stretches[i].Start), Instant.Min(end, stretches[i].End), rate, ref sum);
        }
    }

    /// <summary>How much passes between two instants: until a third, and in all.</summary>
    public (BigInteger Until, BigInteger All) Between(Instant from, Instant to, Instant instant)
    {
        var start = At(from);
        return (At(instant) - start, At(to) - start);
    }

    /// <summary>When there is no value first between two instants; null where there is one always.</summary>
    public Instant? MissingIn(Instant from, Instant to) => FirstOf(_missing, from, to);

    /// <summary>When a value is below zero first between two instants; null where none is.</summary>
    public Instant? BelowZeroIn(Instant from, Instant to) => FirstOf(_belowZero, from, to);

    private void Add(int slot, Instant start, Instant end, BigInteger rate, ref BigInteger sum)
    {
        if (_series.Qualities[slot].Kind == QualityKind.Missing) _missing.Add(_pieces.Count);
        else if (_series.Counts[slot] < 0) _belowZero.Add(_pieces.Count);
        var piece = new Piece(start, end, rate);
        _pieces.Add(piece);
        _before.Add(sum);
        sum += piece.Until(end);
    }

    private long TicksOf(int slot) => (_startOf(slot + 1) - _startOf(slot)).BclCompatibleTicks;

    /// <summary>What has passed since the beginning.</summary>
    private BigInteger At(Instant instant)
    {
        if (instant < _startOf(0) || instant > _startOf(_series.Length))
            throw new InvalidOperationException($"The profile {_series.Name} isn't there at all reads.");
        var index = PiecesFrom(instant) - 1;
        return index < 0 ? BigInteger.Zero : _before[index] + _pieces[index].Until(instant);
    }

    private Instant? FirstOf(List<int> indices, Instant from, Instant to)
    {
        var last = PiecesFrom(from) - 1;
        var first = last >= 0 && _pieces[last].End > from ? last : last + 1;
        var found = indices.BinarySearch(first);
        if (found < 0) found = ~found;
        return found < indices.Count && _pieces[indices[found]].Start < to
            ? Instant.Max(from, _pieces[indices[found]].Start) : null;
    }

    /// <summary>How many pieces start at an instant or before.</summary>
    private int PiecesFrom(Instant instant)
    {
        var (low, high) = (0, _pieces.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_pieces[middle].Start <= instant) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private List<BandStretch> StretchesOf(RegisterBand band, DateTimeZone zone)
    {
        if (_series.Length == 0) return [];
        var stretches = new List<BandStretch>();
        var (date, end) = (_startOf(0).InZone(zone).Date, _startOf(_series.Length));
        for (; LocalDay.StartOf(date, zone) < end; date = date.PlusDays(1))
            stretches.AddRange(band.Calendar.StretchesOf(date, zone).Where(one => one.Band == band.Band));
        return stretches;
    }
}

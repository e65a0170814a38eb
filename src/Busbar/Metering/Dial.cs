using System.Globalization;
using System.Numerics;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Metering;

/// <summary>How far a register went on over a day, in steps of its last decimal.</summary>
/// <param name="Receipt">The latest of those that brought the reads.</param>
internal readonly record struct Advance(Int128 Steps, Quality Quality, long Receipt);

/// <summary>
/// A register as its reads show it. Its value at an instant is its read there, or is interpolated between the reads on
/// either side by the time that passed, rounded once to its last decimal: whatever midnights are asked for, what it
/// advances between them adds up to the difference of its reads.
/// </summary>
/// <remarks>
/// The time that counts is real time; for a register of one band that of the local days on which the band holds. A
/// number below the one before has passed nought where this gives less than half of the register's range.
/// </remarks>
internal sealed class Dial
{
    private const string AskForRead = "Import that read, measured or estimated.";

    private readonly record struct Value(Int128 Steps, Quality Quality, long Receipt);

    private readonly Meter _meter;
    private readonly Register _register;
    private readonly DateTimeZone _zone;
    private readonly Connection _connection;
    private readonly RegisterRead[] _reads;
    private readonly Int128[] _steps;
    private readonly Gap?[] _breaks;
    private readonly Dictionary<Instant, Value> _values = [];

    /// <param name="reads">Of the meter's register at any time.</param>
    public Dial(Meter meter, Register register, Connection connection, IEnumerable<RegisterRead> reads)
    {
        (_meter, _register, _zone) = (meter, register, connection.Zone);
        _connection = connection;
        var (opening, closing) = (StartOf(meter.From), meter.To is { } to ? StartOf(to) : Instant.MaxValue);
        _reads = [.. reads.Where(read => read.HasValue
            && read.At >= opening && read.At <= closing).OrderBy(read => read.At)];
        _steps = new Int128[_reads.Length];
        _breaks = new Gap?[Math.Max(0, _reads.Length - 1)];
        for (var i = 0; i < _reads.Length; i++)
        {
            var shown = register.StepsOf(_reads[i].Micros);
            if (i == 0) _steps[i] = shown ?? 0;
            else
            {
                var before = register.StepsOf(_reads[i - 1].Micros);
                var on = (shown ?? 0) - (before ?? 0);
                if (on < 0) on += register.Range;
                _steps[i] = _steps[i - 1] + on;
                _breaks[i - 1] = shown is null ? CannotShow(i) : before is null ? CannotShow(i - 1)
                    : shown < before && on * 2 >= register.Range ? Below(i) : UnknownHolidays(i);
            }
        }
    }

    /// <summary>What it advanced over a local day; null after a gap.</summary>
    public Advance? Over(LocalDate day, List<Gap> gaps)
    {
        var (from, to) = (StartOf(day), StartOf(day.PlusDays(1)));
        var (first, last) = (LastUntil(from), FirstFrom(to));
        var gap = first < 0 ? Missing($"has no opening read on {Iso(_meter.From)}", AskForRead)
            : last == _reads.Length ? NoEnd() : null;
        for (var i = first; gap is null && i < last; i++) gap = _breaks[i];
        if (gap is not null)
        {
            gaps.Add(gap with { Span = new(from, to) });
            return null;
        }
        var (start, end) = (At(from), At(to));
        return new(end.Steps - start.Steps, Quality.Lesser(start.Quality, end.Quality),
            Math.Max(start.Receipt, end.Receipt));
    }

    private Instant StartOf(LocalDate day) => _connection.StartOf(day, _register.Channel);

    private Value At(Instant instant)
    {
        if (_values.TryGetValue(instant, out var known)) return known;
        var before = LastUntil(instant);
        var (a, b) = (_reads[before], _reads[FirstFrom(instant)]);
        var steps = _steps[before];
        if (a.At != b.At)
        {
            var (until, all) = Elapsed(a.At, b.At, instant);
            steps += (Int128)Rounding.HalfAway.ToWhole(
                (BigInteger)(_steps[before + 1] - steps) * until, all);
        }
        return _values[instant] = new(steps, Quality.Lesser(a.Provenance.Quality, b.Provenance.Quality),
            Math.Max(a.Provenance.Receipt, b.Provenance.Receipt));
    }

    /// <summary>The time that counts between two reads, in ticks: until an instant, and all.</summary>
    private (long Until, long All) Elapsed(Instant from, Instant to, Instant instant)
    {
        var plain = ((instant - from).BclCompatibleTicks, (to - from).BclCompatibleTicks);
        if (_register.Band is not { } band) return plain;
        var (until, all) = (0L, 0L);
        var date = from.InZone(_zone).Date;
        for (var start = from; start < to; date = date.PlusDays(1))
        {
            var end = Instant.Min(to, LocalDay.StartOf(date.PlusDays(1), _zone));
            if (band.Calendar.HoldsOn(date, band.Band, _zone))
            {
                all += (end - start).BclCompatibleTicks;
                until += (Instant.Min(end, instant) - Instant.Min(start, instant)).BclCompatibleTicks;
            }
            start = end;
        }
        return all > 0 ? (until, all) : plain;
    }

    /// <summary>The last read at an instant or before, -1 where there is none.</summary>
    private int LastUntil(Instant instant)
    {
        var index = FirstFrom(instant);
        return index < _reads.Length && _reads[index].At == instant ? index : index - 1;
    }

    /// <summary>The first read at an instant or after it; their number where there is none.</summary>
    private int FirstFrom(Instant instant)
    {
        var (low, high) = (0, _reads.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_reads[middle].At < instant) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private Gap NoEnd() => _meter.To is { } to
        ? Missing($"has no closing read on {Iso(to)}", "Import that read, or let busbar estimate make it.")
        : Missing($"has no read after {On(_reads.Length - 1)}",
            "Import a later read, or let busbar estimate make one: a register isn't carried on beyond its last read.");

    private Gap Missing(string reason, string hint) => Because("missing-reads", reason, hint);

    private Gap Below(int read) => Because("read-below-previous", $"reads {Number(read)} on {On(read)}, below "
        + $"{Number(read - 1)} on {On(read - 1)}, and can't have passed nought between them",
        "Import the right number with a greater version, or take the wrong one back with quality N.", isWrong: true);

    private Gap CannotShow(int read) => Because("impossible-read", $"reads {Number(read)} on {On(read)}, "
        + string.Create(CultureInfo.InvariantCulture,
            $"and has {_register.Digits} digits with {_register.Decimals} decimals"),
        "Correct the register in the book, or import the right number with a greater version.", isWrong: true);

    /// <summary>Between two reads whose days nobody knows the bands of, a register of one band can't be interpolated.
    /// </summary>
    private Gap? UnknownHolidays(int read)
    {
        if (_register.Band is not { Calendar: var calendar }) return null;
        for (var year = YearOf(read - 1); year <= YearOf(read); year++)
            if (!calendar.CoversYear(year))
                return Because("missing-holidays", string.Create(CultureInfo.InvariantCulture,
                    $"counts a band of calendar {calendar.Name}, whose holidays don't cover {year}"),
                    "Add the year's holidays to the book and apply it again.");
        return null;
    }

    private Gap Because(string code, string reason, string hint, bool isWrong = false) =>
        new(default, code, $"{new RegisterName(_meter.Id, _register.Id)}, {reason}", hint, isWrong);

    private int YearOf(int read) => _reads[read].At.InZone(_zone).Year;

    private string Number(int read) => Exact.FromScaled(_reads[read].Micros, Register.MostDecimals).ToString();

    /// <summary>The day of a read, with its time where that isn't the day's start.</summary>
    private string On(int read)
    {
        var local = _reads[read].At.InZone(_zone);
        return StartOf(local.Date) == _reads[read].At ? Iso(local.Date)
            : ClockText.Of(local.LocalDateTime, null);
    }

    private static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);
}

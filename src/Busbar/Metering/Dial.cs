using System.Globalization;
using System.Numerics;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Metering;

/// <summary>How far a register went on over a day or an interval, in steps of its last decimal.</summary>
/// <param name="Receipt">The latest of those that brought the reads.</param>
internal readonly record struct Advance(Int128 Steps, Quality Quality, long Receipt);

/// <summary>
/// A register as its reads show it. Its value at an instant is its read there, or is interpolated between the reads on
/// either side by the time or the profile that passed, rounded once to its last decimal: whatever instants are asked
/// for, what it advances between them adds up to the difference of its reads.
/// </summary>
/// <remarks>
/// The time that counts is real time; for a register of one band that of the local days on which the band holds. Of a
/// profile it is the values that have passed; for a register of one band in the time of the band. A number below the
/// one before has passed nought where this gives less than half of the register's range and the next number doesn't
/// reach that one again, or where somebody accepted it.
/// </remarks>
internal sealed class Dial
{
    private const string AskForRead = "Import that read, measured or estimated.";

    private readonly record struct Value(Int128 Steps, Quality Quality, long Receipt);

    private readonly Meter _meter;
    private readonly Register _register;
    private readonly DateTimeZone _zone;
    private readonly Connection _connection;
    private readonly StandingRules _rules;
    private readonly ProfileValues? _profile;
    private readonly RegisterRead[] _reads;
    private readonly Int128[] _steps;
    private readonly Gap?[] _breaks;
    private readonly HashSet<int> _risen = [];
    private readonly Dictionary<int, Gap?> _profileGaps = [];
    private readonly Dictionary<Instant, Value> _values = [];

    /// <param name="reads">Of the meter's register at any time.</param>
    /// <param name="profile">By which it is interpolated; null: by time.</param>
    public Dial(
        Meter meter, Register register, Connection connection, IEnumerable<RegisterRead> reads,
        ProfileValues? profile = null)
    {
        (_meter, _register, _zone, _connection) = (meter, register, connection.Zone, connection);
        (_profile, _rules) = (profile, connection.StandingOf(register.Channel));
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
                    : _reads[i].IsAcceptedAfter(_reads[i - 1]) ? UnknownHolidays(i)
                    : shown < before && IsTooFar(on) ? Below(i)
                    : TooMuch(i, on) ?? UnknownHolidays(i);
            }
        }
        foreach (var (first, next) in _rules.NoughtPercent is null ? [] : Glitches.In(_reads))
        {
            if (_reads[first].IsAcceptedAfter(_reads[first - 1])) continue;
            Array.Fill(_breaks, FallenAndRisen(first, next), first - 1, next - first + 1);
            _risen.Add(next);
        }
    }

    /// <summary>What it advanced between two instants; null after a gap.</summary>
    public Advance? Over(Instant from, Instant to, List<Gap> gaps)
    {
        var (first, last) = (LastUntil(from), FirstFrom(to));
        var gap = first < 0 ? Missing($"has no opening read on {Iso(_meter.From)}", AskForRead, Instant.MinValue, from)
            : last == _reads.Length ? NoEnd() : null;
        for (var i = first; gap is null && i < last; i++) gap = _breaks[i];
        gap ??= ProfileGapAt(from) ?? ProfileGapAt(to);
        if (gap is not null)
        {
            gaps.Add(gap with { Span = new(from, to) });
            return null;
        }
        var (start, end) = (At(from), At(to));
        return new(end.Steps - start.Steps, Quality.Lesser(start.Quality, end.Quality),
            Math.Max(start.Receipt, end.Receipt));
    }

    /// <summary>When it was read, in order.</summary>
    public IEnumerable<Instant> ReadAt => _reads.Select(read => read.At);

    /// <summary>From the last read at an instant or before to the first at another or after it, as far as there are
    /// reads; null where there aren't two.</summary>
    public Interval? Around(Instant from, Instant to)
    {
        if (_reads.Length == 0) return null;
        var (start, end) = (_reads[Math.Max(0, LastUntil(from))].At,
            _reads[Math.Min(_reads.Length - 1, FirstFrom(to))].At);
        return start < end ? new(start, end) : null;
    }

    /// <summary>From one read to the next around an instant, where the profile tells its value; null where it isn't
    /// asked.</summary>
    public Interval? ProfiledAt(Instant instant)
    {
        var before = LastUntil(instant);
        return _profile is null || _reads[before].At == instant || _steps[before] == _steps[before + 1] ? null
            : new(_reads[before].At, _reads[before + 1].At);
    }

    /// <summary>The reads that can't be right beside the one before them, or at all.</summary>
    public IReadOnlyList<SuspectRead> Suspects()
    {
        var suspects = new List<SuspectRead>();
        for (var i = 1; i < _reads.Length; i++)
        {
            // What rises again after a glitch isn't asked about: the glitch is.
            if (_breaks[i - 1] is not { IsWrong: true } gap || _risen.Contains(i)) continue;
            if (_register.StepsOf(_reads[i].Micros) is null || _register.StepsOf(_reads[i - 1].Micros) is not null)
                suspects.Add(Suspect(i, i - 1, gap));
            else if (i == 1) suspects.Add(Suspect(0, 1, gap));
        }
        return suspects;
    }

    private Instant StartOf(LocalDate day) => _connection.StartOf(day, _register.Channel);

    private Value At(Instant instant)
    {
        if (_values.TryGetValue(instant, out var known)) return known;
        var before = LastUntil(instant);
        var (a, b) = (_reads[before], _reads[FirstFrom(instant)]);
        var steps = _steps[before];
        if (a.At != b.At && _steps[before + 1] != steps)
        {
            var (until, all) = _profile is null ? Elapsed(a.At, b.At, instant)
                : SumsOf(_profile).Between(a.At, b.At, instant);
            steps += (Int128)Rounding.HalfAway.ToWhole((BigInteger)(_steps[before + 1] - steps) * until, all);
        }
        return _values[instant] = new(steps, Quality.Lesser(a.Provenance.Quality, b.Provenance.Quality),
            Math.Max(a.Provenance.Receipt, b.Provenance.Receipt));
    }

    /// <summary>The time that counts between two reads, in ticks: until an instant, and all.</summary>
    private (BigInteger Until, BigInteger All) Elapsed(Instant from, Instant to, Instant instant)
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

    private ProfileSums SumsOf(ProfileValues profile) => profile.Of(_register, _connection);

    /// <summary>Why the profile doesn't tell the value at an instant; null where it does, or isn't asked.</summary>
    private Gap? ProfileGapAt(Instant instant)
    {
        if (ProfiledAt(instant) is null) return null;
        var before = LastUntil(instant);
        return _profileGaps.TryGetValue(before, out var known) ? known
            : _profileGaps[before] = ProfileGap(_profile!, before);
    }

    private Gap? ProfileGap(ProfileValues profile, int before)
    {
        var (sums, from, to) = (SumsOf(profile), _reads[before].At, _reads[before + 1].At);
        var subject = $"is interpolated by profile {profile.Profile.Name}, which";
        var hint = $"{profile.Profile.File} and apply the book again.";
        if (sums.BelowZeroIn(from, to) is { } below)
            return Because("profile-below-zero", $"{subject} is below zero at {TimeOf(below)}", $"Correct {hint}",
                isWrong: true);
        if (sums.MissingIn(from, to) is { } missing)
            return Because("missing-profile", $"{subject} has no value at {TimeOf(missing)}", $"Complete {hint}");
        return !sums.Between(from, to, to).All.IsZero ? null
            : Because("profile-of-nought", $"went on from {Number(before)} on {On(before)} to {Number(before + 1)} on "
                + $"{On(before + 1)}, when profile {profile.Profile.Name} is zero "
                + (_register.Band is { } band ? $"in band {band.Name} " : "") + "all the time",
                $"Correct {hint} Or import the right read with a greater version.", isWrong: true);
    }

    private string TimeOf(Instant instant) => ClockText.Of(instant.InZone(_zone).LocalDateTime, null);

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
        ? Missing($"has no closing read on {Iso(to)}", "Import that read, or let busbar estimate make it.",
            _reads[^1].At, Instant.MaxValue)
        : Missing($"has no read after {On(_reads.Length - 1)}",
            "Import a later read, or let busbar estimate make one: a register isn't carried on beyond its last read.",
            _reads[^1].At, Instant.MaxValue);

    private Gap Missing(string reason, string hint, Instant from, Instant to) =>
        Because("missing-reads", reason, hint) with { Lacks = new(new(_meter.Id, _register.Id), from, to) };

    private Gap Below(int read) => Because("read-below-previous", $"reads {Number(read)} on {On(read)}, below "
        + $"{Number(read - 1)} on {On(read - 1)}, and can't have passed nought between them",
        $"{Decide("read-below-previous", read)}; where the meter was exchanged, give each its days in the book.",
        isWrong: true);

    private Gap FallenAndRisen(int fallen, int next) => Because("read-below-previous", $"reads {Number(fallen)} on "
        + $"{On(fallen)}, below {Number(fallen - 1)} on {On(fallen - 1)}, and {Number(next)} on {On(next)}: it can't "
        + "have gone back and forth", Decide("read-below-previous", fallen) + ".", isWrong: true);

    private SuspectRead Suspect(int read, int other, Gap gap) => new(_connection, _register.Channel,
        new(_meter.Id, _register.Id), _reads[read], _reads[other], gap.Code, gap.Reason,
        Exact.Ratio((BigInteger)(_steps[Math.Max(read, other)] - _steps[Math.Min(read, other)]), 1) * _register.Step);

    private string Decide(string code, int read) => "Decide with busbar quarantine accept, correct, estimate or reject "
        + SuspectRead.IdOf(code, _connection, new(_meter.Id, _register.Id), _reads[read].At);

    /// <summary>More than can have flowed between two reads; a step more, since a register shows no part of one.
    /// </summary>
    private Gap? TooMuch(int read, Int128 steps)
    {
        var dimension = _register.Unit.Dimension;
        if (_connection.Limit is not { } limit || _rules.LimitPercent is not { } percent
            || (dimension != Dimension.Energy && dimension != Dimension.Volume))
            return null;
        var hours = Exact.Ratio((_reads[read].At - _reads[read - 1].At).BclCompatibleTicks, NodaConstants.TicksPerHour);
        var (amount, most) = (Exact.Ratio((BigInteger)steps, 1) * _register.Step, limit * percent / 100 * hours);
        return amount <= most + _register.Step ? null
            : Because("above-limit", $"went on by {amount} {dimension} from {On(read - 1)} to {On(read)}, and a "
                + $"limit of {limit} {(dimension == Dimension.Energy ? "kW" : "m3/hour")}"
                + $"{LimitWords.At(_rules)} allows {most}",
                $"{Decide("above-limit", read)}, or correct the connection's limit.", isWrong: true);
    }

    /// <summary>Whether it can't have gone on by so many steps past nought.</summary>
    private bool IsTooFar(Int128 steps) => _rules.NoughtPercent is { } percent
        && Exact.Ratio((BigInteger)steps * 100, 1) >= percent * Exact.Ratio((BigInteger)_register.Range, 1);

    private Gap CannotShow(int read) => Because("impossible-read", $"reads {Number(read)} on {On(read)}, "
        + string.Create(CultureInfo.InvariantCulture,
            $"and has {_register.Digits} digits with {_register.Decimals} decimals"),
        "Correct the register in the book, or decide with busbar quarantine correct, estimate or reject "
        + SuspectRead.IdOf("impossible-read", _connection, new(_meter.Id, _register.Id), _reads[read].At) + ".",
        isWrong: true);

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

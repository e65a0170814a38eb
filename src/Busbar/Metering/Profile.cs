using Busbar.Time;
using NodaTime;

namespace Busbar.Metering;

/// <summary>
/// The series of the book by which the registers of a connection are interpolated: each of its values is the part of
/// the whole that falls on its interval, in a measure of its own.
/// </summary>
/// <param name="Name">The name of the series.</param>
/// <param name="IntervalMinutes">5 to 60, or 1440 for daily values.</param>
/// <param name="Zone">The zone by whose clock its intervals start.</param>
/// <param name="File">The file that has its values, for messages.</param>
public sealed record Profile(string Name, int IntervalMinutes, DateTimeZone Zone, string File)
{
    /// <summary>When the interval of a slot starts: values by the day are those of the dates, whenever days start.
    /// </summary>
    internal Instant StartOf(long slot, LocalTime dayStart) => new Grid(IntervalMinutes).IsDaily
        ? LocalDay.StartOf(Grid.DateOf(slot), Zone, dayStart) : Grid.StartOf(slot, IntervalMinutes, Zone);

    /// <summary>The dates of its zone whose values fall on a span.</summary>
    /// <param name="dayStart">When days start.</param>
    public Days DaysOf(Interval span, LocalTime dayStart)
    {
        var start = new Grid(IntervalMinutes).IsDaily ? dayStart : LocalTime.Midnight;
        var (from, to) = (span.Start.InZone(Zone).Date, span.End.InZone(Zone).Date);
        return new(LocalDay.StartOf(from, Zone, start) > span.Start ? from.PlusDays(-1) : from,
            LocalDay.StartOf(to, Zone, start) < span.End ? to.PlusDays(1) : to);
    }

    /// <summary>Its slots over some days of its zone, with nothing in them yet.</summary>
    public Series Empty(Days days)
    {
        var span = days.InstantsIn(Zone);
        return Series.Empty(Name, IntervalMinutes, Zone, Series.PriceScale, span.Start, span.End);
    }
}

/// <summary>The values of a profile, ready to tell how much of it passes between two instants.</summary>
/// <remarks>For one thread: what it has added up for a band is kept for the next register of that band.</remarks>
/// <param name="series">Over all that is asked for.</param>
public sealed class ProfileValues(Profile profile, Series series)
{
    private readonly Dictionary<(Calendar? Calendar, int Band, string Zone, LocalTime DayStart), ProfileSums> _sums =
        [];

    /// <summary>Whose values they are.</summary>
    public Profile Profile => profile;

    /// <summary>The values.</summary>
    public Series Series => series;

    /// <summary>The values added up for a register, of one band only the time in which it holds.</summary>
    internal ProfileSums Of(Register register, Connection connection)
    {
        var (band, zone) = (register.Band, connection.Zone);
        var dayStart = connection.Channels[register.Channel].DayStart;
        var key = (band?.Calendar, band?.Band ?? 0, band is null ? "" : zone.Id, dayStart);
        return _sums.TryGetValue(key, out var known) ? known
            : _sums[key] = new(series, slot => profile.StartOf(series.FirstSlot + slot, dayStart), band, zone);
    }
}

/// <summary>From one read of a register to the next, where a profile told values between them.</summary>
/// <param name="FirstSlot">The first slot of a series that rests on it.</param>
/// <param name="LastSlot">The last of them.</param>
public readonly record struct ProfiledStretch(Interval Span, long FirstSlot, long LastSlot);

/// <summary>What of a profile a series rests on.</summary>
/// <param name="Values">Over all of the stretches.</param>
/// <param name="DayStart">When the channel's days start.</param>
public sealed record ProfileUse(
    Profile Profile, Series Values, LocalTime DayStart, IReadOnlyList<ProfiledStretch> Stretches)
{
    /// <summary>That of some of its slots.</summary>
    public ProfileUse Within(long firstSlot, long endSlot) => this with
        { Stretches = [.. Stretches.Where(one => one.FirstSlot < endSlot && firstSlot <= one.LastSlot)] };

    /// <summary>The span of whole days that the stretches need; null where there are none.</summary>
    public Interval? Span => Stretches.Count == 0 ? null : Profile.DaysOf(new(
        Stretches.Min(one => one.Span.Start), Stretches.Max(one => one.Span.End)), DayStart)
        .InstantsIn(Profile.Zone);
}

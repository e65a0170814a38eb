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
    /// <summary>The days of its zone that hold a span.</summary>
    public Days DaysOf(Interval span)
    {
        var (from, to) = (span.Start.InZone(Zone).Date, span.End.InZone(Zone).Date);
        return new(from, LocalDay.StartOf(to, Zone) < span.End ? to.PlusDays(1) : to);
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
    private readonly Dictionary<(Calendar? Calendar, int Band, string Zone), ProfileSums> _sums = [];

    /// <summary>Whose values they are.</summary>
    public Profile Profile => profile;

    /// <summary>The values.</summary>
    public Series Series => series;

    /// <summary>The values added up, of one band only the time in which it holds.</summary>
    /// <param name="zone">The zone of the connection.</param>
    internal ProfileSums Of(RegisterBand? band, DateTimeZone zone)
    {
        var key = (band?.Calendar, band?.Band ?? 0, band is null ? "" : zone.Id);
        return _sums.TryGetValue(key, out var known) ? known : _sums[key] = new(series, band, zone);
    }
}

/// <summary>From one read of a register to the next, where a profile told values between them.</summary>
/// <param name="FirstSlot">The first slot of a series that rests on it.</param>
/// <param name="LastSlot">The last of them.</param>
public readonly record struct ProfiledStretch(Interval Span, long FirstSlot, long LastSlot);

/// <summary>What of a profile a series rests on.</summary>
/// <param name="Values">Over all of the stretches.</param>
public sealed record ProfileUse(Profile Profile, Series Values, IReadOnlyList<ProfiledStretch> Stretches)
{
    /// <summary>That of some of its slots.</summary>
    public ProfileUse Within(long firstSlot, long endSlot) => this with
        { Stretches = [.. Stretches.Where(one => one.FirstSlot < endSlot && firstSlot <= one.LastSlot)] };

    /// <summary>The span of whole days that the stretches need; null where there are none.</summary>
    public Interval? Span => Stretches.Count == 0 ? null : Profile.DaysOf(new(
        Stretches.Min(one => one.Span.Start), Stretches.Max(one => one.Span.End))).InstantsIn(Profile.Zone);
}

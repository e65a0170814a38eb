using System.Collections.Concurrent;
using Busbar.Time;
using NodaTime;

namespace Busbar.Rating;

/// <summary>
/// The frames of one run: those who are rated over the same days share one, and in it what is common to them. May be
/// used from several threads.
/// </summary>
/// <remarks>What is common rests on the market series of one snapshot: a run has frames of its own.</remarks>
public sealed class Frames
{
    private readonly ConcurrentDictionary<(Days, string, int, Windows, Calendar?), Frame> _frames = new();

    /// <summary>The frame of a span, a zone and an interval, and of what its days are windows of.</summary>
    /// <param name="bands">The calendar whose bands are the intervals of each day; null: the grid's are.</param>
    public Frame Of(Days span, DateTimeZone zone, int intervalMinutes, Windows windows, Calendar? bands = null) =>
        _frames.GetOrAdd((span, zone.Id, intervalMinutes, windows, bands),
            _ => new Frame(span, zone, intervalMinutes, windows, bands));
}

using Busbar.Time;
using NodaTime;

namespace Busbar.Rating;

/// <summary>One band of a local day: all of its time, also where it holds several times a day.</summary>
/// <param name="Day">The place of the day.</param>
/// <param name="Start">When the band first holds on that day.</param>
/// <param name="Length">The real time of the band on that day.</param>
internal readonly record struct BandCell(int Day, int Band, Instant Start, Duration Length);

/// <summary>
/// Days cut into the bands of a calendar, those that hold on each day in the order in which they first do: the
/// intervals of what is read by day and band.
/// </summary>
internal sealed class BandCells
{
    private readonly Dictionary<(int Day, int Band), int> _places = [];
    private readonly List<BandCell> _all = [];
    private readonly LocalDate _first;
    private readonly DateTimeZone _zone;

    /// <param name="zone">The zone whose days they are.</param>
    public BandCells(Calendar calendar, IReadOnlyList<LocalDate> days, DateTimeZone zone)
    {
        (Calendar, _first, _zone) = (calendar, days[0], zone);
        for (var day = 0; day < days.Count; day++)
            foreach (var band in calendar.StretchesOf(days[day], zone).GroupBy(stretch => stretch.Band))
            {
                _places[(day, band.Key)] = _all.Count;
                _all.Add(new(day, band.Key, band.First().Start,
                    band.Aggregate(Duration.Zero, (sum, stretch) => sum + (stretch.End - stretch.Start))));
            }
    }

    public Calendar Calendar { get; }

    public IReadOnlyList<BandCell> All => _all;

    /// <summary>The place of a band of a day; null where it doesn't hold on that day.</summary>
    public int? PlaceOf(int day, int band) => _places.TryGetValue((day, band), out var place) ? place : null;

    /// <summary>The place of the band that holds at an instant.</summary>
    public int PlaceOf(Instant instant) => _places[(
        Period.DaysBetween(_first, instant.InZone(_zone).Date),
        Calendar.BandAt(instant.InZone(Calendar.Zone ?? _zone).LocalDateTime))];
}

using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Contracts;

/// <summary>A volume bought or sold for a delivery at a price: a clip of a flexible purchase.</summary>
/// <param name="Agreement">The id of the agreement for which it was made.</param>
/// <param name="Shape">At which times of its days it is delivered.</param>
/// <param name="Delivery">Its days; of blocks that begin on the evening before, the days that they count to.</param>
/// <param name="Power">Above zero, in kW.</param>
/// <param name="Price">Per kWh; it may be below zero.</param>
/// <param name="Boundary">Where it is delivered, as written; null: where the product uses it.</param>
/// <param name="Traded">The day on which it was made.</param>
public sealed record Trade(
    string Id, string Agreement, TradeShape Shape, Days Delivery, bool IsSale, Exact Power, Exact Price,
    string? Boundary, LocalDate Traded, Place Place)
{
    /// <summary>The power with its sign: a sale lessens the position.</summary>
    public Exact SignedPower => IsSale ? -Power : Power;

    /// <summary>As a line of a bill names it: <c>t-3 baseload -0.2 MW</c>.</summary>
    public string Name => $"{Id} {Shape.Name} {SignedPower / 1000} MW";
}

/// <summary>At which times of its days a trade is delivered.</summary>
/// <param name="Name">Its word, or <c>calendar.band</c>.</param>
/// <param name="Calendar">Whose band it is; null: all hours.</param>
/// <param name="Band">The band's number.</param>
/// <param name="Zone">The market's, whose days and clock count.</param>
/// <param name="BeginsBefore">The time on the evening before at which its days begin; null: midnight.</param>
public sealed record TradeShape(
    string Name, Calendar? Calendar, int Band, DateTimeZone Zone, LocalTime? BeginsBefore = null)
{
    private static readonly LocalTime EveningBefore = new(23, 0);

    private static readonly (string Calendar, (string Band, string Text)[] Bands)[] Known =
    [
        // Also on holidays: the products of the markets don't know any.
        ("peak", [("peak", "mon-fri 07:00-19:00"), ("off-peak", "rest")]),
        ("weekend", [("weekend", "sat, sun"), ("weekday", "rest")]),
        ("efa", [("efa-1", "23:00-03:00"), ("efa-2", "03:00-07:00"), ("efa-3", "07:00-11:00"),
            ("efa-4", "11:00-15:00"), ("efa-5", "15:00-19:00"), ("efa-6", "19:00-23:00")]),
    ];

    /// <summary>The shapes that need no calendar of the book, by their words.</summary>
    /// <param name="zone">The market's.</param>
    public static IReadOnlyDictionary<string, TradeShape> In(DateTimeZone zone)
    {
        var shapes = new Dictionary<string, TradeShape> { ["baseload"] = new("baseload", null, 0, zone) };
        foreach (var (name, bands) in Known)
        {
            var calendar = Calendar.Parse(name, zone, null, new Dictionary<string, IReadOnlySet<LocalDate>>(),
                [.. bands.Select(band => new BandText(band.Band, band.Text, default))], [])!;
            foreach (var (index, (band, _)) in bands.Index())
                if (band != "weekday")
                    shapes[band] = new(band, calendar, index, zone, name == "efa" ? EveningBefore : null);
        }
        return shapes;
    }

    /// <summary>The stretches of real time in which some days are delivered, in order.</summary>
    /// <param name="within">Only what lies in this is asked for.</param>
    public IReadOnlyList<Interval> StretchesOf(Days delivery, Interval within)
    {
        var (from, to) = (Instant.Max(StartOf(delivery.From), within.Start),
            Instant.Min(StartOf(delivery.To), within.End));
        if (to <= from) return [];
        if (Calendar is null) return [new(from, to)];
        var stretches = new List<Interval>();
        for (var date = from.InZone(Zone).Date; LocalDay.StartOf(date, Zone) < to; date = date.PlusDays(1))
            foreach (var stretch in Calendar.StretchesOf(date, Zone).Where(stretch => stretch.Band == Band))
                if (Instant.Max(stretch.Start, from) is var start && Instant.Min(stretch.End, to) is var end
                    && start < end) stretches.Add(new(start, end));
        return stretches;
    }

    private Instant StartOf(LocalDate date) => BeginsBefore is { } evening
        ? LocalDay.StartOf(date.PlusDays(-1), Zone, evening) : LocalDay.StartOf(date, Zone);
}

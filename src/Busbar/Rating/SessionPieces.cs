using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Rating;

/// <summary>A part of a period of a session in which no price changes.</summary>
/// <param name="Session">The place of the session.</param>
/// <param name="From">How much of its period is over when it begins.</param>
/// <param name="To">How much of it is when it ends.</param>
/// <param name="EnergyBefore">What the vehicle took in the session before it, in kWh.</param>
/// <param name="TimeBefore">How long it charged or stood in the session before it, in hours.</param>
internal sealed record SessionPiece(
    int Session, SessionPeriod Period, Exact From, Exact To, Instant Start, Exact EnergyBefore, Exact TimeBefore)
{
    /// <summary>Its real length, in hours.</summary>
    public Exact Hours => (To - From) * SessionPieces.HoursOf(Period);

    /// <summary>Its part of something that its period has: the parts add up to it.</summary>
    public Exact Of(Exact ofPeriod) => SessionPieces.Until(To, ofPeriod) - SessionPieces.Until(From, ofPeriod);
}

/// <summary>
/// Charging sessions cut into pieces: where their periods end, at local midnights, where a calendar's band or a
/// market's value changes, and where they have come to an energy or a time that a price asks for. What a period has is
/// spread over its time, evenly, to 10⁻⁹ at each cut: fractions of every session's seconds would have no end.
/// </summary>
internal sealed class SessionPieces
{
    private const int CutDecimals = 9;

    private readonly LocalDate[] _days;

    /// <param name="sessions">In any order; each once.</param>
    /// <param name="days">Those on which the sessions end that count.</param>
    /// <param name="use">What the charge asks of sessions.</param>
    /// <param name="calendars">Those that choose within the charge.</param>
    public SessionPieces(
        IEnumerable<Session> sessions, Days days, DateTimeZone zone, SessionUse use, IReadOnlyList<Calendar> calendars)
    {
        Sessions = [.. sessions.Where(session => days.Contains(LastDayOf(session, zone)))
            .OrderBy(session => session.Start).ThenBy(session => session.Id, StringComparer.Ordinal)];
        _days = [.. Sessions.Select(session => LastDayOf(session, zone))];
        All = [.. Sessions.SelectMany((session, i) => Cut(session, i, zone, use, calendars))
            .OrderBy(piece => piece.Start)];
        (First, Last) = (Ends(All), Ends(All.Reverse()));
    }

    /// <summary>The sessions, in the order in which they start.</summary>
    public IReadOnlyList<Session> Sessions { get; }

    /// <summary>Their pieces, in the order in which they start.</summary>
    public IReadOnlyList<SessionPiece> All { get; }

    /// <summary>The first piece of each session.</summary>
    public IReadOnlyList<SessionPiece> First { get; }

    /// <summary>The last piece of each session.</summary>
    public IReadOnlyList<SessionPiece> Last { get; }

    /// <summary>The day on which a session ends.</summary>
    public LocalDate DayOf(int session) => _days[session];

    /// <summary>The local day of a session's last moment.</summary>
    public static LocalDate LastDayOf(Session session, DateTimeZone zone) =>
        (session.End - Duration.Epsilon).InZone(zone).Date;

    /// <summary>The real length of a period, in hours.</summary>
    public static Exact HoursOf(SessionPeriod period) => HoursBetween(period.Start, period.End);

    /// <summary>What there is of something that a period has when a part of it is over.</summary>
    public static Exact Until(Exact share, Exact ofPeriod) =>
        share == Exact.One ? ofPeriod : (ofPeriod * share).Round(CutDecimals, Rounding.HalfAway);

    private static Exact HoursBetween(Instant from, Instant to) =>
        Exact.Ratio((to - from).BclCompatibleTicks, NodaConstants.TicksPerHour);

    private static SessionPiece[] Ends(IEnumerable<SessionPiece> pieces) =>
        [.. pieces.DistinctBy(piece => piece.Session).OrderBy(piece => piece.Session)];

    private static List<SessionPiece> Cut(
        Session session, int index, DateTimeZone zone, SessionUse use, IReadOnlyList<Calendar> calendars)
    {
        var pieces = new List<SessionPiece>();
        var edges = EdgesOf(session, zone, use, calendars).Distinct().Order().ToList();
        var (energy, time) = (Exact.Zero, Exact.Zero);
        foreach (var period in session.Periods)
        {
            var (hours, lasts) = (HoursOf(period), period.Charging + period.Idle);
            var cuts = edges.Where(edge => edge > period.Start && edge < period.End)
                .Select(edge => HoursBetween(period.Start, edge) / hours)
                .Concat(Reached(use.EnergyEdges, energy, period.Energy))
                .Concat(Reached(use.TimeEdges, time, lasts)).Append(Exact.One).Distinct().Order();
            var from = Exact.Zero;
            foreach (var to in cuts)
            {
                pieces.Add(new(index, period, from, to, InstantAt(period, from),
                    energy + Until(from, period.Energy), time + Until(from, lasts)));
                from = to;
            }
            (energy, time) = (energy + period.Energy, time + lasts);
        }
        return pieces;
    }

    /// <summary>Where within a period a sum comes to some numbers, as parts of the period.</summary>
    private static IEnumerable<Exact> Reached(IReadOnlyList<Exact> edges, Exact before, Exact within) =>
        edges.Where(edge => edge > before && edge < before + within).Select(edge => (edge - before) / within);

    private static Instant InstantAt(SessionPeriod period, Exact share) => period.Start + Duration.FromTicks(
        (share * (period.End - period.Start).BclCompatibleTicks).Round(0, Rounding.Down).ToScaled(0));

    private static List<Instant> EdgesOf(
        Session session, DateTimeZone zone, SessionUse use, IReadOnlyList<Calendar> calendars)
    {
        var edges = new List<Instant>();
        for (var day = session.Start.InZone(zone).Date; day <= LastDayOf(session, zone); day = day.PlusDays(1))
        {
            edges.Add(LocalDay.StartOf(day, zone));
            edges.AddRange(calendars.SelectMany(calendar => calendar.StretchesOf(day, zone))
                .Select(stretch => stretch.Start));
        }
        foreach (var series in use.Series)
        {
            var (first, end) = Grid.SlotsOf(session.Start, session.End, series.IntervalMinutes, series.Zone);
            for (var slot = first; slot < end; slot++)
                edges.Add(Grid.StartOf(slot, series.IntervalMinutes, series.Zone));
        }
        return edges;
    }
}

using System.Globalization;
using NodaTime;

namespace Busbar.Time;

/// <summary>The text that says when a band holds, and where it was written.</summary>
/// <param name="Band">The band's name.</param>
/// <param name="Text">Its rules, such as <c>weekdays 07:30-16:00, weekdays 19:00-21:00</c>.</param>
/// <param name="Place">The place of the text's first character.</param>
public sealed record BandText(string Band, string Text, Place Place);

/// <summary>A stretch of time in which a band holds, half-open.</summary>
/// <param name="Band">Its number in <see cref="Calendar.Bands"/>.</param>
public readonly record struct BandStretch(int Band, Instant Start, Instant End);

/// <summary>
/// Bands by local time: each minute of every day belongs to exactly one band, which is proven when the calendar is
/// read. A special day belongs to the rules that name its set, and to <c>rest</c>; no other rule, <c>daily</c> neither,
/// is for it.
/// </summary>
/// <remarks>
/// <para>A band's text is rules with commas between them. A rule is months, days and times in that order, each of
/// which may be left out: <c>nov-feb weekdays 16:00-19:00</c>. Months are <c>jun</c>, <c>nov-feb</c>,
/// <c>1 apr - 30 sep</c>, both ends included, over the end of the year where the second comes first; 29 February is a
/// day of its own, so a range to 28 Feb doesn't have it. Days are <c>weekdays</c> (Monday to Friday, no holidays),
/// <c>weekends</c> (Saturday, Sunday and holidays), <c>holidays</c>, <c>daily</c>, a day of the week or a range of them
/// (holiday or not), or the name of a set of special days; a set that no rule names makes no day special. Times are
/// <c>16:00-19:00</c>, half-open. A window that passes midnight, <c>23:00-07:00</c>, belongs to the day on which it
/// starts: that day's month, weekday and set decide of the hours after midnight too. <c>rest</c> alone is all that no
/// other band has.</para>
/// <para>There is no default. A band is asked for by local time, so the hour that clocks show twice has the same band
/// both times.</para>
/// </remarks>
public sealed class Calendar
{
    private readonly Timetable _timetable;
    private readonly Holidays? _holidays;

    private Calendar(
        string name, DateTimeZone? zone, Holidays? holidays, IReadOnlyList<string> bands, Timetable timetable)
    {
        (Name, Zone, Bands, _timetable) = (name, zone, bands, timetable);
        (Holidays, _holidays) = (holidays, timetable.AsksForHolidays ? holidays : null);
        ResolutionMinutes = timetable.Rules
            .SelectMany(rule => new[] { rule.Start, rule.End }).Aggregate(BandRule.MinutesPerDay, CommonDivisor);
    }

    /// <summary>The name in the book.</summary>
    public string Name { get; }

    /// <summary>The zone whose clocks count; null for that of the connection.</summary>
    public DateTimeZone? Zone { get; }

    /// <summary>The holidays that it names, whether a band asks for them or not; null where it names none.</summary>
    public Holidays? Holidays { get; }

    /// <summary>The names of the bands in the order in which they are written.</summary>
    public IReadOnlyList<string> Bands { get; }

    /// <summary>
    /// The longest step from midnight that meets every edge of a band: readings are only told apart by this calendar
    /// when their length divides it. A whole day, 1440, when no rule has times.
    /// </summary>
    public int ResolutionMinutes { get; }

    /// <summary>Whether a band begins or ends within a day.</summary>
    public bool IsWithinDay => ResolutionMinutes % BandRule.MinutesPerDay != 0;

    /// <summary>Reads a calendar. Null when something is wrong; all that is wrong is added to the faults.</summary>
    /// <param name="name">Its name in the book.</param>
    /// <param name="zone">The zone whose clocks count; null for that of the connection.</param>
    /// <param name="holidays">The holidays that its words mean; null when it has none.</param>
    /// <param name="special">The sets of special days that its rules may name.</param>
    /// <param name="bands">The bands as written.</param>
    /// <param name="faults">Where to add what is wrong, each with its place in a band's text.</param>
    /// <param name="place">Where the calendar is written, for what is wrong with it as a whole.</param>
    public static Calendar? Parse(
        string name, DateTimeZone? zone, Holidays? holidays,
        IReadOnlyDictionary<string, IReadOnlySet<LocalDate>> special, IReadOnlyList<BandText> bands,
        List<Fault> faults, Place place = default)
    {
        var before = faults.Count;
        if (bands.Count == 0)
            faults.Add(new("no-band", $"The calendar {name} has no bands.", place, name,
                "Write at least two, as in peak: weekdays 16:00-19:00 and off-peak: rest."));
        string[] sets = [.. special.Keys.Order(StringComparer.Ordinal)];
        foreach (var set in sets.Where(IsTaken))
            faults.Add(new("bad-name", $"Special days of the calendar {name} can't be called \"{set}\".", place, name,
                "Write it in lower case with hyphens, a letter first, and other than months, days and times."));
        var reader = new BandReader(name, sets, holidays is not null, faults);
        foreach (var band in bands) reader.Read(band);
        if (faults.Count > before) return null;

        var named = reader.Rules.Select(rule => rule.Days.Special).Where(set => set > 0).Distinct().Order().ToList();
        var timetable = new Timetable(
            [.. reader.Rules.Select(rule => rule with
                { Days = rule.Days with { Special = named.IndexOf(rule.Days.Special) + 1 } })],
            reader.Rest, holidays, [.. named.Select(set => special[sets[set - 1]])]);
        new TimetableCheck(name, timetable, bands, [.. named.Select(set => sets[set - 1])], faults).Run();
        return faults.Count > before ? null
            : new(name, zone, holidays, [.. bands.Select(band => band.Band)], timetable);
    }

    /// <summary>
    /// Whether the bands of a year are known. A year that the holidays don't cover isn't, when a rule asks for
    /// holidays; its bands would be those of a year without any.
    /// </summary>
    /// <remarks>
    /// A window that passes midnight into the first covered year began in one that isn't; that New Year's Eve counts as
    /// no holiday.
    /// </remarks>
    public bool CoversYear(int year) => _holidays?.Covers(year) != false;

    /// <summary>Why the bands of a year aren't known; null where they are.</summary>
    public Fault? HolidaysMissingIn(int year) => CoversYear(year) ? null : new("missing-holidays",
        string.Create(CultureInfo.InvariantCulture, $"The holidays of calendar {Name} don't cover {year}."), default,
        Name, "Add the year's holidays to the book.");

    /// <summary>
    /// The bands of a local day: from which minute of the clock each of them holds, by its number in
    /// <see cref="Bands"/>. The first is from minute 0, and neighbours differ.
    /// </summary>
    /// <remarks>Days of one kind share one list, so asking costs little; whoever has many readings asks once a
    /// day.</remarks>
    public IReadOnlyList<(int FromMinute, int Band)> SegmentsOn(LocalDate date) => _timetable.SegmentsOn(date);

    /// <summary>The band of a local time, by its number in <see cref="Bands"/>.</summary>
    public int BandAt(LocalDateTime time)
    {
        var segments = _timetable.SegmentsOn(time.Date);
        var minute = time.Hour * 60 + time.Minute;
        var at = segments.Length - 1;
        while (segments[at].FromMinute > minute) at--;
        return segments[at].Band;
    }

    /// <summary>The stretches of a local day in which one band holds, in order; neighbours differ.</summary>
    /// <param name="zone">The zone whose day it is; the clock that counts is the calendar's own.</param>
    public IReadOnlyList<BandStretch> StretchesOf(LocalDate day, DateTimeZone zone)
    {
        var (clock, start, end) = (Zone ?? zone, LocalDay.StartOf(day, zone), LocalDay.StartOf(day.PlusDays(1), zone));
        if (start == end) return [];
        var edges = clock.GetZoneIntervals(start, end).Select(part => part.HasStart ? part.Start : start).ToList();
        for (var date = start.InZone(clock).Date; date <= end.InZone(clock).Date; date = date.PlusDays(1))
            foreach (var (minute, _) in SegmentsOn(date))
            {
                var mapped = clock.MapLocal(date.AtMidnight().PlusMinutes(minute));
                if (mapped.Count > 0) edges.AddRange([mapped.First().ToInstant(), mapped.Last().ToInstant()]);
            }
        var stretches = new List<BandStretch>();
        foreach (var edge in edges.Append(start).Where(edge => edge >= start && edge < end).Distinct().Order())
        {
            var band = BandAt(edge.InZone(clock).LocalDateTime);
            if (stretches.Count > 0 && stretches[^1].Band == band) continue;
            if (stretches.Count > 0) stretches[^1] = stretches[^1] with { End = edge };
            stretches.Add(new(band, edge, end));
        }
        return stretches;
    }

    /// <summary>Whether a band holds at some time of a local day of a zone.</summary>
    public bool HoldsOn(LocalDate day, int band, DateTimeZone zone) =>
        (Zone is null || Zone.Id == zone.Id) && LocalDay.Length(day, zone) == Duration.FromDays(1)
            ? SegmentsOn(day).Any(segment => segment.Band == band)
            : StretchesOf(day, zone).Any(stretch => stretch.Band == band);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static bool IsTaken(string set) =>
        !BandReader.IsName(set) || char.IsAsciiDigit(set[0]) || set.Split('-').All(BandWords.Has);

    private static int CommonDivisor(int a, int b) => b == 0 ? a : CommonDivisor(b, a % b);
}

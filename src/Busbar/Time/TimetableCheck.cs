using NodaTime;

namespace Busbar.Time;

/// <summary>
/// Looks at every kind of day that a year can have, after every kind of day before it, for minutes that two bands have
/// or none.
/// </summary>
/// <remarks>
/// Days are made of what decides them, not taken from a year: a bank holiday that falls on a Saturday in some later
/// year is looked at now. Each pair of bands, and each stretch without a band, is told once.
/// </remarks>
internal sealed class TimetableCheck(
    string calendar, Timetable timetable, IReadOnlyList<BandText> bands, IReadOnlyList<string> special,
    List<Fault> faults)
{
    private readonly HashSet<(int, int)> _overlaps = [];
    private readonly HashSet<(int, int)> _gaps = [];
    private readonly HashSet<(int, int)> _seen = [];

    public void Run()
    {
        var sequences = Sequences().ToArray();
        // The plainest days first: they make the plainest examples.
        foreach (var today in Marks().OrderBy(mark => mark.IsHoliday).ThenBy(mark => mark.Special))
            foreach (var before in timetable.PassesMidnight ? Marks() : [new(0, default, false, 0)])
                foreach (var (dayBefore, day) in sequences)
                    for (var weekday = IsoDayOfWeek.Monday; weekday <= IsoDayOfWeek.Sunday; weekday++)
                        Look(before with { Season = timetable.SeasonOf(dayBefore), Weekday = Before(weekday) },
                            today with { Season = timetable.SeasonOf(day), Weekday = weekday }, day, year: null);
        foreach (var date in timetable.CrowdedDays.SelectMany(date => new[] { date, date.PlusDays(1) }))
            Look(timetable.KindOf(date.PlusDays(-1)), timetable.KindOf(date),
                BandRule.DayOfYear(date.Month, date.Day)!.Value, date.Year);
    }

    /// <summary>What can be said of a day beyond its date: nothing, a holiday, a day of each set.</summary>
    private IEnumerable<DayKind> Marks() =>
    [
        default,
        .. timetable.AsksForHolidays ? new DayKind[] { new(0, default, IsHoliday: true, 0) } : [],
        .. Enumerable.Range(1, timetable.SpecialSets).Select(set => new DayKind(0, default, IsHoliday: false, set)),
    ];

    /// <summary>The first of the days of the year that follow each other from season to season.</summary>
    private IEnumerable<(int Before, int Day)> Sequences()
    {
        var firstOfMarch = BandRule.DayOfYear(3, 1)!.Value;
        return Enumerable.Range(0, BandRule.DaysPerYear)
            .Select(day => ((day + BandRule.DaysPerYear - 1) % BandRule.DaysPerYear, day))
            .Append((firstOfMarch - 2, firstOfMarch))
            .DistinctBy(pair => (timetable.SeasonOf(pair.Item1), timetable.SeasonOf(pair.Item2)));
    }

    private void Look(DayKind before, DayKind today, int dayOfYear, int? year)
    {
        if (!_seen.Add(timetable.KeyOf(before, today))) return;
        var claims = timetable.ClaimsOn(before, today);
        for (var later = 1; later < claims.Count; later++)
            for (var earlier = 0; earlier < later; earlier++)
                if (claims[earlier].Rule.Band != claims[later].Rule.Band)
                    Compare(claims[earlier], claims[later], () => Example(before, today, dayOfYear, year));
        var segments = timetable.SegmentsOf(before, today);
        foreach (var (number, (from, band)) in segments.Index())
            if (band < 0)
                Gap(from, number + 1 < segments.Length ? segments[number + 1].FromMinute : BandRule.MinutesPerDay,
                    Example(before, today, dayOfYear, year));
    }

    private void Compare(Claim earlier, Claim later, Func<string> example)
    {
        var (from, to) = (Math.Max(earlier.From, later.From), Math.Min(earlier.To, later.To));
        if (from >= to || !_overlaps.Add((earlier.Rule.Band, later.Rule.Band))) return;
        faults.Add(new("bands-overlap",
            $"The bands {bands[earlier.Rule.Band].Band} and {bands[later.Rule.Band].Band} both have "
                + $"{Clock(from)}-{Clock(to)} {example()}.",
            later.Rule.Place, calendar,
            earlier.BeganBefore || later.BeganBefore
                ? "A window that passes midnight belongs to the day on which it starts; "
                    + "write it as two, such as 23:00-24:00 and 00:00-07:00, if each day has its own."
                : null));
    }

    private void Gap(int from, int to, string example)
    {
        if (_gaps.Add((from, to)))
            faults.Add(new("no-band", $"No band has {Clock(from)}-{Clock(to)} {example}.", bands[0].Place, calendar,
                "Add a band with the text rest: it has what no other has."));
    }

    private string Example(DayKind before, DayKind today, int dayOfYear, int? year)
    {
        var (month, day) = BandRule.DateOf(dayOfYear);
        var date = $"{today.Weekday.ToString()} {day} {BandWords.MonthName(month)}";
        return $"on {date}{(year is null ? "" : $" {year}")}" + Mark(today, ", ")
            + (timetable.PassesMidnight ? Mark(before, ", after ") : "");
    }

    private string Mark(DayKind kind, string link) =>
        kind.Special > special.Count ? $"{link}a day of several special sets"
        : kind.Special > 0 ? $"{link}a day of {special[kind.Special - 1]}"
        : kind.IsHoliday ? $"{link}a holiday"
        : "";

    private static IsoDayOfWeek Before(IsoDayOfWeek weekday) =>
        weekday == IsoDayOfWeek.Monday ? IsoDayOfWeek.Sunday : weekday - 1;

    private static string Clock(int minute) => $"{minute / 60:00}:{minute % 60:00}";
}

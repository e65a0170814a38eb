using System.Collections.Concurrent;
using NodaTime;

namespace Busbar.Time;

/// <summary>What of a day decides which rules it has.</summary>
/// <param name="Season">A part of the year in which the same rules hold, by number.</param>
/// <param name="Special">The combination of sets of special days in which it is, by number; 0 for none.</param>
internal readonly record struct DayKind(int Season, IsoDayOfWeek Weekday, bool IsHoliday, int Special);

/// <summary>A stretch of a day that a rule claims, in minutes from midnight.</summary>
/// <param name="BeganBefore">Whether it is the end of a window that began on the day before.</param>
internal readonly record struct Claim(BandRule Rule, int From, int To, bool BeganBefore);

/// <summary>The rules of a calendar, sorted out by kinds of days.</summary>
/// <remarks>
/// A day is what its own rules claim and what those of the day before claim after midnight. Days with the same claims
/// share one result, so a year has a handful of them.
/// </remarks>
internal sealed class Timetable
{
    private readonly Holidays? _holidays;
    private readonly int? _rest;
    private readonly int[] _seasonOfDay = new int[BandRule.DaysPerYear];
    private readonly List<int[]> _combinations;
    private readonly Dictionary<LocalDate, int> _special = [];
    private readonly (BandRule[] Rules, int Day, int Night)[] _rulesOf;
    private readonly ConcurrentDictionary<(int Night, int Day), (int FromMinute, int Band)[]> _segments = [];

    public Timetable(
        IReadOnlyList<BandRule> rules, int? rest, Holidays? holidays, IReadOnlyList<IReadOnlySet<LocalDate>> special)
    {
        (Rules, _rest) = (rules, rest);
        // What no rule asks for makes no difference between days.
        _holidays = rules.Any(rule => rule.Days.Holidays is not null) ? holidays : null;
        PassesMidnight = rules.Any(rule => rule.PassesMidnight);
        _combinations = [[], .. special.Select((_, set) => new[] { set + 1 })];
        FindSpecialDays(special);
        Seasons = FindSeasons();
        _rulesOf = FindRules();
    }

    public IReadOnlyList<BandRule> Rules { get; }

    public bool PassesMidnight { get; }

    public bool AsksForHolidays => _holidays is not null;

    /// <summary>How many sets of special days there are.</summary>
    public int SpecialSets { get; private set; }

    /// <summary>How many parts the year has.</summary>
    public int Seasons { get; }

    /// <summary>The days that are in several sets of special days.</summary>
    public IEnumerable<LocalDate> CrowdedDays =>
        _special.Where(day => _combinations[day.Value].Length > 1).Select(day => day.Key).Order();

    /// <summary>The part of the year of a day of a leap year.</summary>
    public int SeasonOf(int dayOfYear) => _seasonOfDay[dayOfYear];

    public DayKind KindOf(LocalDate date) => new(
        _seasonOfDay[DayOfLeapYear(date)], date.DayOfWeek, _holidays?.Contains(date) == true,
        _special.Count == 0 ? 0 : _special.GetValueOrDefault(date));

    /// <summary>The bands of a day by the minute from which each holds; −1 where there is none.</summary>
    public (int FromMinute, int Band)[] SegmentsOn(LocalDate date)
    {
        var today = KindOf(date);
        return SegmentsOf(PassesMidnight ? KindOf(date.PlusDays(-1)) : today, today);
    }

    public (int FromMinute, int Band)[] SegmentsOf(DayKind before, DayKind today) =>
        _segments.GetOrAdd(KeyOf(before, today), _ => Sweep(ClaimsOn(before, today)));

    /// <summary>The same for all days that have the same claims.</summary>
    public (int Night, int Day) KeyOf(DayKind before, DayKind today) =>
        (_rulesOf[NumberOf(before)].Night, _rulesOf[NumberOf(today)].Day);

    /// <summary>What the rules claim of a day, by the order in which they are written.</summary>
    public List<Claim> ClaimsOn(DayKind before, DayKind today) =>
    [
        .. _rulesOf[NumberOf(before)].Rules.Where(rule => rule.PassesMidnight)
            .Select(rule => new Claim(rule, 0, rule.End - BandRule.MinutesPerDay, BeganBefore: true))
            .Concat(_rulesOf[NumberOf(today)].Rules.Select(rule =>
                new Claim(rule, rule.Start, Math.Min(rule.End, BandRule.MinutesPerDay), BeganBefore: false)))
            .OrderBy(claim => claim.Rule.Order),
    ];

    private (int, int)[] Sweep(List<Claim> claims)
    {
        var segments = new List<(int FromMinute, int Band)>();
        var minute = 0;
        foreach (var claim in claims.OrderBy(claim => claim.From))
        {
            if (claim.From > minute) Add(minute, _rest ?? -1);
            if (claim.To > minute) Add(Math.Max(minute, claim.From), claim.Rule.Band);
            minute = Math.Max(minute, claim.To);
        }
        if (minute < BandRule.MinutesPerDay) Add(minute, _rest ?? -1);
        return [.. segments];

        void Add(int from, int band)
        {
            if (segments.Count == 0 || segments[^1].Band != band) segments.Add((from, band));
        }
    }

    private void FindSpecialDays(IReadOnlyList<IReadOnlySet<LocalDate>> special)
    {
        SpecialSets = special.Count;
        foreach (var date in special.SelectMany(set => set).Distinct().Order())
        {
            int[] sets = [.. Enumerable.Range(1, special.Count).Where(set => special[set - 1].Contains(date))];
            var number = _combinations.FindIndex(known => known.SequenceEqual(sets));
            if (number < 0)
            {
                number = _combinations.Count;
                _combinations.Add(sets);
            }
            _special[date] = number;
        }
    }

    private int FindSeasons()
    {
        var seasonal = Rules.Where(rule => rule.Season is not null).ToArray();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var day = 0; day < BandRule.DaysPerYear; day++)
        {
            var holding = string.Concat(seasonal.Select(rule => rule.Season![day] ? '1' : '0'));
            if (!known.TryGetValue(holding, out var season)) known[holding] = season = known.Count;
            _seasonOfDay[day] = season;
        }
        return known.Count;
    }

    private (BandRule[] Rules, int Day, int Night)[] FindRules()
    {
        var (days, nights) = (new Dictionary<string, int>(), new Dictionary<string, int>());
        var found = new (BandRule[], int, int)[Seasons * 7 * 2 * _combinations.Count];
        for (var season = 0; season < Seasons; season++)
        {
            var date = Array.IndexOf(_seasonOfDay, season);
            var inSeason = Rules.Where(rule => rule.Season?[date] != false).ToArray();
            for (var weekday = IsoDayOfWeek.Monday; weekday <= IsoDayOfWeek.Sunday; weekday++)
                for (var special = 0; special < _combinations.Count; special++)
                    foreach (var isHoliday in AsksForHolidays ? [false, true] : new[] { false })
                    {
                        BandRule[] rules =
                            [.. inSeason.Where(rule => rule.Days.Has(weekday, isHoliday, _combinations[special]))];
                        found[NumberOf(new DayKind(season, weekday, isHoliday, special))] =
                            (rules, NumberOf(days, rules), NumberOf(nights, rules.Where(rule => rule.PassesMidnight)));
                    }
        }
        return found;
    }

    private int NumberOf(DayKind kind) =>
        ((kind.Season * 7 + (int)kind.Weekday - 1) * 2 + (kind.IsHoliday ? 1 : 0)) * _combinations.Count + kind.Special;

    private static int DayOfLeapYear(LocalDate date) => date.DayOfYear - 1
        + (date.Month > 2 && !CalendarSystem.Iso.IsLeapYear(date.Year) ? 1 : 0);

    private static int NumberOf(Dictionary<string, int> known, IEnumerable<BandRule> rules)
    {
        var key = string.Join(' ', rules.Select(rule => rule.Order));
        if (!known.TryGetValue(key, out var number)) known[key] = number = known.Count;
        return number;
    }
}

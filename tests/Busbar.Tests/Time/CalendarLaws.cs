using System.Globalization;
using Busbar.Time;
using CsCheck;
using NodaTime;
using Calendar = Busbar.Time.Calendar;

namespace Busbar.Tests.Time;

/// <summary>Calendars against a plain reading of their rules, minute by minute.</summary>
public class CalendarLaws
{
    private const string PeakDays = "peak-days";

    private static readonly string[] Bands = ["red", "amber", "green", "black"];
    private static readonly string[] Words =
        ["", "daily", "weekdays", "weekends", "holidays", "mon-fri", "sat-sun", "fri-mon", "wed", PeakDays];
    private static readonly (int From, int To)[] Seasons =
        [(101, 1231), (1101, 331), (401, 1031), (1015, 314), (315, 1014), (229, 229)];

    private static readonly Holidays England = Holidays.Named("england")!;
    private static readonly Dictionary<string, IReadOnlySet<LocalDate>> Special = CalendarText.Special(
        PeakDays, new(2026, 1, 15), new(2026, 5, 4), new(2026, 7, 14), new(2026, 7, 15), new(2028, 2, 29));

    // Days on which something happens, and any others.
    private static readonly Gen<LocalDate> AnyDate = Gen.OneOf(
        Gen.Int[0, 3000].Select(day => new LocalDate(2024, 1, 1).PlusDays(day)),
        Gen.Select(Gen.Int[0, 4], Gen.Int[-1, 1])
            .Select((at, off) => Special[PeakDays].Order().ElementAt(at).PlusDays(off)),
        Gen.Select(Gen.Int[2024, 2030], Gen.Int[-2, 3])
            .Select((year, off) => new LocalDate(year, 12, 31).PlusDays(off)),
        Gen.Select(Gen.Int[2024, 2030], Gen.Int[-2, 3])
            .Select((year, off) => new LocalDate(year, 2, 28).PlusDays(off)));

    private sealed record Rule(string Band, (int From, int To) Season, string Days, int Start, int End)
    {
        public override string ToString() => string.Join(' ', new[]
            {
                Season == Seasons[0] ? "" : $"{Day(Season.From)} - {Day(Season.To)}", Days,
                $"{Clock(Start)}-{Clock(End)}",
            }.Where(part => part.Length > 0));

        /// <summary>Whether a minute of a day is this rule's, by the letter.</summary>
        public bool Has(LocalDate date, int minute, bool special) => End > Start
            ? Holds(date, special) && Start <= minute && minute < End
            : (Holds(date, special) && Start <= minute) || (Holds(date.PlusDays(-1), special) && minute < End);

        private bool Holds(LocalDate date, bool special)
        {
            var day = date.Month * 100 + date.Day;
            var inSeason = Season.From <= Season.To
                ? Season.From <= day && day <= Season.To : day >= Season.From || day <= Season.To;
            var (week, holiday) = ((int)date.DayOfWeek, England.Contains(date));
            if (special && Special[PeakDays].Contains(date)) return inSeason && Days == PeakDays;
            return inSeason && Days switch
            {
                "" or "daily" => true,
                "weekdays" => week <= 5 && !holiday,
                "weekends" => week >= 6 || holiday,
                "holidays" => holiday,
                "mon-fri" => week <= 5,
                "sat-sun" => week >= 6,
                "fri-mon" => week is 5 or 6 or 7 or 1,
                "wed" => week == 3,
                _ => false,
            };
        }

        private static string Day(int day) =>
            $"{day % 100} {CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(day / 100)[..3]}";

        private static string Clock(int minute) => $"{minute / 60:00}:{minute % 60:00}";
    }

    private static readonly Gen<Rule> AnyRule = Gen.Select(
        Gen.Int[0, 3], Gen.Int[0, Seasons.Length - 1], Gen.Int[0, Words.Length - 1], Gen.Int[0, 47], Gen.Int[1, 48])
        .Select((band, season, days, start, end) => new Rule(
            Bands[band], Seasons[season], Words[days], start * 30, (start == end ? end % 48 + 1 : end) * 30));

    // Every cell of days and seasons that together are all days, and where its day is cut.
    private static readonly Gen<List<Rule>> AnyCuts = Gen.Select(
        Gen.OneOf<string[]>(Gen.Const(Arr("")), Gen.Const(Arr("weekdays", "weekends")),
            Gen.Const(Arr("mon-fri", "sat-sun", PeakDays))),
        Gen.OneOf<int[]>(Gen.Const(new[] { 0 }), Gen.Const(new[] { 1, 2 }), Gen.Const(new[] { 3, 4 })),
        Gen.Int[0, 1439].Array[1, 6].Array[6], Gen.Int[0, 3].Array[8].Array[6])
        .Select((days, seasons, cuts, bands) => days.SelectMany((word, d) => seasons.SelectMany((season, s) =>
        {
            int[] edges = [.. cuts[d * 2 + s].Distinct().Order()];
            // Where all days are alike, the last window may pass midnight; else the day is cut there too.
            if (days.Length * seasons.Length > 1 || edges.Length < 2) edges = [.. edges.Append(0).Distinct().Order()];
            var passes = edges[0] > 0;
            return edges.Select((start, i) => new Rule(Bands[bands[d * 2 + s][i]], Seasons[season], word, start,
                i + 1 < edges.Length ? edges[i + 1] : passes ? edges[0] : 1440));
        })).Where(rule => rule.Band != "black").ToList());

    [Fact]
    public void A_day_cut_at_random_has_one_band_each_minute() =>
        Gen.Select(AnyCuts, AnyDate.Array[6]).Sample((rules, dates) =>
        {
            var calendar = CalendarText.Good(Text(rules), England, Special);
            foreach (var date in dates) Compare(calendar, rules, date);
        }, iter: 150);

    [Fact]
    public void Rules_at_random_are_refused_or_have_one_band_each_minute()
    {
        var good = 0;
        Gen.Select(AnyRule.List[1, 4], AnyDate.Array[6]).Sample((rules, dates) =>
        {
            var faults = new List<Fault>();
            var bands = CalendarText.Bands(Text(rules));
            var calendar = Calendar.Parse("calendar", null, England, Special, bands, faults);
            Assert.All(faults, fault => Assert.Equal("bands-overlap", fault.Code));
            Assert.Equal(calendar is null, faults.Count > 0);
            if (calendar is null) return;
            Interlocked.Increment(ref good);
            foreach (var date in dates) Compare(calendar, rules, date);
        }, iter: 500);
        Assert.True(good > 50);
    }

    [Fact]
    public void What_is_refused_can_happen() => AnyRule.List[2, 2].Sample(rules =>
    {
        if (rules[0].Band == rules[1].Band) return;
        var faults = new List<Fault>();
        Calendar.Parse("calendar", null, England, Special, CalendarText.Bands(Text(rules)), faults);
        // 28 years have each date on each day of the week; holidays that none of them has are left out.
        var (from, to) = (new LocalDate(2024, 1, 1), new LocalDate(2052, 1, 1));
        var happens = new Days(from, to).Dates.Any(date => rules.SelectMany(rule => new[] { rule.Start, 0 })
            .Any(minute => rules.All(rule => rule.Has(date, minute, NamesPeaks(rules)))));
        if (happens) Assert.Single(faults);
        else if (rules.All(rule => rule.Days is not ("weekdays" or "weekends" or "holidays" or PeakDays)))
            Assert.Empty(faults);
    }, iter: 60);

    private static string Text(List<Rule> rules) => string.Join('\n', rules.GroupBy(rule => rule.Band)
        .Select(band => $"{band.Key}: {string.Join(", ", band)}").Append("white: rest"));

    private static void Compare(Calendar calendar, List<Rule> rules, LocalDate date)
    {
        var (segments, special) = (calendar.SegmentsOn(date), NamesPeaks(rules));
        Assert.Equal(0, segments[0].FromMinute);
        for (var minute = 0; minute < 1440; minute++)
        {
            var band = rules.Where(rule => rule.Has(date, minute, special)).Select(rule => rule.Band).Distinct()
                .DefaultIfEmpty("white").Single();
            Assert.Equal(band, calendar.Bands[segments.Last(segment => segment.FromMinute <= minute).Band]);
            Assert.Equal(band, calendar.Bands[calendar.BandAt(date.AtMidnight().PlusMinutes(minute))]);
        }
        Assert.All(segments, segment => Assert.Equal(0, segment.FromMinute % calendar.ResolutionMinutes));
    }

    /// <summary>A set that no rule names makes no day special.</summary>
    private static bool NamesPeaks(List<Rule> rules) => rules.Any(rule => rule.Days == PeakDays);

    private static string[] Arr(params string[] words) => words;
}

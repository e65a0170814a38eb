using System.Globalization;
using Busbar.Metering;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Documents.Paper;

/// <summary>When a customer used what the bill is for, as charts with their tables.</summary>
internal static class BillUse
{
    private const int MostDays = 62;
    private const int MinutesPerDay = 1440;
    private const int Decimals = 3;

    // Where there is no cell, a table says so: an empty one would be a value that isn't known.
    private const string NoSuchTime = "–";

    /// <summary>The use of each day beside that of the bill before; null where nothing is known by the day.</summary>
    public static Part.Figure? Daily(BillFacts facts)
    {
        if (facts.Use is not { } use || !use.Values.Any(value => value is not null)) return null;
        var (words, before) = (facts.Language, facts.UseBefore);
        var bill = BillComparison.BillOf(facts.Bill, words);
        var channel = use.Channel == DailyUse.OfSessions ? words.Say("charged") : Wording.Capital(use.Channel);
        var title = use.Connections == 1 ? words.Say("use-each-day", ("channel", channel))
            : words.Say("use-each-day-many", ("channel", channel), ("count", words.Whole(use.Connections)));
        var most = use.Values.Index().Where(one => one.Item is not null).MaxBy(one => one.Item);
        var described = words.Say("use-described", ("total", words.Quantity(use.Total, use.Unit, 0, Decimals)),
            ("days", words.Count("days", use.Days.Count)), ("most", words.Quantity(most.Item!.Value, use.Unit, 0, 3)),
            ("day", words.Day(use.Days.From.PlusDays(most.Index))));
        if (before is not null)
            described += " " + words.Say("use-before", bill,
                ("total", words.Quantity(before.Total, use.Unit, 0, Decimals)),
                ("days", words.Count("days", before.Days.Count)));
        var count = Math.Max(use.Days.Count, before?.Days.Count ?? 0);
        var (own, old) = (words.Say("this-bill", bill), words.Say("last-bill-short", bill));
        var now = FigureCells.Of([.. Enumerable.Range(0, count).Select(i => Cell(use, i))], words);
        var then = before is null ? [] : FigureCells.Of([.. Enumerable.Range(0, count).Select(i => Cell(before, i))],
            words);
        return new(
            new Chart.Bars(title, described, use.Unit, [.. Enumerable.Range(0, count).Select(i =>
                    // A day after the bill isn't one of it, though the period before had more of them.
                    i < use.Days.Count ? words.ShortDay(use.Days.From.PlusDays(i)) : "")],
                Series(own, use), before is null ? null : Series(old, before)) { Words = WordsOf(words) },
            new(title, ShowsCaption: false,
                [
                    new(words.Say("day")), new($"{own}, {use.Unit}", Alignment.Decimal),
                    .. before is null ? (TableColumn[])[] : [new(words.Say("day")),
                        new($"{old}, {use.Unit}", Alignment.Decimal)],
                ],
                [.. Enumerable.Range(0, count).Select(i => new TableRow(RowKind.Usual,
                [
                    DayOf(use, i, words), now[i],
                    .. before is null ? (string[])[] : [DayOf(before, i, words), then[i]],
                ]))]));
    }

    /// <summary>The parts of each day, and a typical one.</summary>
    public static IEnumerable<Part> Parts(BillFacts facts)
    {
        if (facts.Course is not { } course) yield break;
        var isGiven = facts.Bill.IsForWhatIsGiven() && !UseChannels.Names.Contains(course.Channel);
        yield return new Part.Heading(2, facts.Language.Say(!isGiven ? "use-title"
            : facts.Bill.SelfBilled is null ? "use-title-given" : "use-title-self-billed"));
        yield return Heat(course, facts.Language, isGiven);
        yield return Typical(course with { Bands = [.. course.Bands.Select(band => band with
            { Name = NameOf(band, facts) })] }, facts.Language, BillComparison.BillOf(facts.Bill, facts.Language));
    }

    /// <summary>A band with its price, where the bill has one for it.</summary>
    private static string NameOf(DayBand band, BillFacts facts)
    {
        var prices = facts.Explanation.Charges.SelectMany(charge => charge.Legs).SelectMany(leg => leg.Lines)
            .Where(line => line.Band == band.Name && line.PriceUnit is not null && line.Exact.Sign > 0)
            .Select(line => (Price: line.Price!.Value, Unit: line.PriceUnit!)).Distinct().ToList();
        if (prices is not [var only]) return band.Name;
        var said = facts.Language.Price(only.Price, only.Unit);
        return $"{band.Name}, {facts.Language.Number(said.Value, said.AtLeast, 9)}\u00a0{said.Unit}";
    }

    private static Part.Figure Heat(IntervalUse course, BillLanguage words, bool isGiven)
    {
        var isByWeek = course.Days.Count > MostDays;
        var rows = isByWeek
            ? [.. course.Days.Dates.Chunk(7).Select((days, week) => (
                words.Say("week-of", ("day", words.ShortDay(days[0]))),
                Mean(course.Values.Skip(week * 7).Take(7), course)))]
            : course.Days.Dates.Zip(course.Values, (day, values) => (words.ShortDay(day), values)).ToList();
        var absent = isByWeek ? new HashSet<(int, int)>() : course.Absent;
        var title = words.Say(isByWeek ? "heat-title-week" : "heat-title",
            ("channel", Wording.Capital(course.Channel)));
        var mean = Mean(course.Values, course);
        var peak = mean.Index().Where(one => one.Item is not null).OrderByDescending(one => one.Item).FirstOrDefault();
        var labels = Labels(course);
        var described = peak.Item is null ? words.Say("heat-flat")
            : words.Say(isGiven ? "heat-described-given" : "heat-described", ("time", labels[peak.Index]));
        if (absent.Count > 0) described += " " + words.Say("heat-absent");
        return new(
            new Chart.HeatMap(title, described, course.Unit, [.. rows.Select(row => row.Item1)], labels,
                [.. rows.Select(row => row.Item2)], absent) { Words = WordsOf(words) },
            new(title, ShowsCaption: false,
                [new(words.Say("day")), .. labels.Select(label => new TableColumn(label, Alignment.End))],
                [.. rows.Select((row, at) => new TableRow(RowKind.Usual, [row.Item1,
                    .. row.Item2.Select((value, part) =>
                        absent.Contains((at, part)) ? NoSuchTime : Short(value, words))]))]));
    }

    private static Part.Figure Typical(
        IntervalUse course, BillLanguage words, (string, string) bill)
    {
        var days = course.Days.Dates.Zip(course.Values).ToList();
        var week = Mean(days.Where(day => !IsWeekend(day.First)).Select(day => day.Second), course);
        var weekend = Mean(days.Where(day => IsWeekend(day.First)).Select(day => day.Second), course);
        var lines = new List<(string Name, IReadOnlyList<Exact?> Values)>();
        if (week.Any(value => value is not null)) lines.Add((words.Say("weekdays"), week));
        if (weekend.Any(value => value is not null)) lines.Add((words.Say("weekend"), weekend));
        var title = words.Say("course-title", ("channel", Wording.Capital(course.Channel)));
        var labels = Labels(course);
        return new(
            new Chart.DayCourse(title,
                words.Say(course.Bands.Count > 1 ? "course-described" : "course-described-plain", bill),
                course.Unit, labels,
                [.. lines.Select(line => new ChartSeries(line.Name, line.Values, new HashSet<int>()))],
                course.Bands.Count < 2 ? [] : [.. course.Bands.Select(band => new ChartBand(band.Name,
                    band.FromMinute / course.StepMinutes, RoundUp(band.ToMinute, course.StepMinutes)))])
                { Words = WordsOf(words) },
            new(title, ShowsCaption: false,
                [new(words.Say("time")), .. lines.Select(line =>
                    new TableColumn($"{line.Name}, {course.Unit}", Alignment.End))],
                [.. labels.Select((label, i) => new TableRow(RowKind.Usual,
                    [label, .. lines.Select(line => Short(line.Values[i], words))]))]));
    }

    internal static ChartWords WordsOf(BillLanguage words) =>
        new(words.Say("chart-estimated"), words.Say("chart-unknown"), words.Say("chart-absent"), words.Point,
            words.Thousands);

    private static int RoundUp(int minute, int step) => (minute + step - 1) / step;

    private static bool IsWeekend(LocalDate day) => day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday;

    private static string Short(Exact? value, BillLanguage words) =>
        value is { } one ? words.Number(one.Round(Decimals, Rounding.HalfAway), 0, Decimals) : "";

    private static IReadOnlyList<string> Labels(IntervalUse course) =>
        [.. Enumerable.Range(0, MinutesPerDay / course.StepMinutes).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{i * course.StepMinutes / 60:00}:{i * course.StepMinutes % 60:00}"))];

    /// <summary>The mean of each part of some days, where it is known of any.</summary>
    private static IReadOnlyList<Exact?> Mean(IEnumerable<IReadOnlyList<Exact?>> days, IntervalUse course)
    {
        var all = days.ToList();
        return [.. Enumerable.Range(0, MinutesPerDay / course.StepMinutes).Select(i =>
        {
            var known = all.Select(day => day[i]).OfType<Exact>().ToList();
            return known.Count == 0 ? (Exact?)null
                : known.Aggregate(Exact.Zero, (sum, value) => sum + value) / known.Count;
        })];
    }

    // The longer of the two periods has days that the other hasn't: there is nothing to know of them.
    private static ChartSeries Series(string name, DailyUse use) => new(name, use.Values, use.Estimated);

    private static FigureCell? Cell(DailyUse use, int place) => place < use.Values.Count
        && use.Values[place] is { } value ? new(value, _ => "", 0, Decimals) : null;

    private static string DayOf(DailyUse use, int place, BillLanguage words) =>
        place < use.Values.Count ? words.Day(use.Days.From.PlusDays(place)) : "";
}

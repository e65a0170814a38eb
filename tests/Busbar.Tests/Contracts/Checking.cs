using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Tests.Time;
using NodaTime;
using Calendar = Busbar.Time.Calendar;

namespace Busbar.Tests.Contracts;

/// <summary>Checks formulas against the names of a product that has some of everything.</summary>
public static class Checking
{
    private static readonly Currency Pounds = Currency.Of("GBP")!.Value;

    /// <summary>Where every formula begins.</summary>
    private static readonly Place Start = new("product.yaml", 7, 11);

    private static readonly Dictionary<string, MarketSeries> Series = new[]
    {
        ("day-ahead", "GBP/MWh", 60), ("daily", "GBP/MWh", 1440), ("quarterly", "GBP/MWh", 15), ("demand", "MWh", 60),
        ("matched", "MWh", 30), ("daily-demand", "MWh", 1440),
    }.ToDictionary(series => series.Item1, series => new MarketSeries(
        series.Item1, Measured(series.Item2), series.Item3, DateTimeZone.Utc, "prices/x.csv", default))
        .Append(new("cpi", new("cpi", Unit.One, 1440, DateTimeZone.Utc, "prices/x.csv", default, Step.Month)))
        .ToDictionary();

    private static readonly Dictionary<string, Calendar> Calendars = new[]
    {
        ("day-night", "day: daily 07:30-22:30\nnight: rest"), ("sharp", "peak: daily 07:15-22:30\nrest: rest"),
    }.ToDictionary(text => text.Item1, text => Calendar.Parse(
        text.Item1, null, null, CalendarText.NoSpecialDays, CalendarText.Bands(text.Item2), [])!);

    /// <summary>The checked formula, or null with its faults.</summary>
    /// <param name="quantities">Such as <c>net: import - export; half: net / 2</c>.</param>
    public static (Formula? Formula, IReadOnlyList<Fault> Faults) Check(
        string text, string quantities = "", int minutes = 30)
    {
        var faults = new List<Fault>();
        var checker = new FormulaChecker(Vocabulary(quantities, minutes), faults);
        checker.CheckQuantities();
        return (checker.Check(new(text, Start))?.Formula, faults);
    }

    private static Vocabulary Vocabulary(string quantities, int minutes) => new(
        new(Pounds, Series, Calendars, Series.Keys.Concat(Calendars.Keys).ToHashSet(), ["energy", "fixed"],
            DayCount.ActualActual, new Dictionary<string, IReadOnlyList<string>>(), UnitWords.Of(Pounds, [])), minutes,
        new Dictionary<string, Channel>
        {
            ["import"] = new("import", Unit.KilowattHour), ["export"] = new("export", Unit.KilowattHour),
            ["reactive-import"] = new("reactive-import", Measured("kVArh")), ["volume"] = new("volume", Measured("m3")),
        },
        new[] { ("standing", "p/day"), ("rate", "p/kWh"), ("eac", "kWh/year"), ("factor", "1"), ("fee", "GBP") }
            .ToDictionary(term => term.Item1, term => new Term(term.Item1, Measured(term.Item2), null)),
        quantities.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split(": ", 2)).Index()
            .ToDictionary(one => one.Item[0],
                one => new FormulaText(one.Item[1], new("quantities", one.Index + 1, 1))));

    private static Unit Measured(string unit) => Unit.Parse(unit, Pounds, [], out _)!;
}

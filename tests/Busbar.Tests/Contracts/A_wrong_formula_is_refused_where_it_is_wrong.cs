using Busbar.Contracts.Language;

namespace Busbar.Tests.Contracts;

/// <summary>Every fault of a formula: code, column, message and hint. The formula begins at column 11.</summary>
public class A_wrong_formula_is_refused_where_it_is_wrong
{
    [Fact]
    public void A_function_that_is_like_no_other_is_told_all_of_them() =>
        Assert.Equal($"There are {string.Join(", ", Function.All.Keys)}.",
            Checking.Check("interpolate(rate)").Faults.Single().Hint);

    [Theory]
    [InlineData("imprt - export", 11, "unknown-name", "Nothing is called imprt here.", "Did you mean import?")]
    [InlineData("import * day-ahed", 20, "unknown-name", "Nothing is called day-ahed here.", "Did you mean day-ahead?")]
    [InlineData("import - wind-farm-output", 20, "unknown-name", "Nothing is called wind-farm-output here.",
        "Names are the product's channels, terms and quantities, the book's series, and days, hours, months and "
        + "years.")]
    [InlineData("pool.wind", 11, "unknown-name", "Nothing is called pool here.", null)]
    [InlineData("parent.cost(energy)", 11, "unknown-name", "Nothing is called parent here.", null)]
    [InlineData("day-nigt.day", 11, "unknown-name", "Nothing is called day-nigt here.", "Did you mean day-night?")]
    [InlineData("sume(import)", 11, "unknown-function", "There is no function sume.", "Did you mean sum?")]
    [InlineData("day-night", 11, "not-a-value", "day-night is a calendar and not a value.",
        "Write by(day-night, …) or during(x, day-night.band).")]
    [InlineData("day-night.day", 11, "not-a-value", "day-night.day is a band of a calendar and not a value.",
        "Write during(x, day-night.day) or by(day-night, …).")]
    [InlineData("2026-01-01", 11, "not-a-value", "A day is no value: 2026-01-01.", null)]
    [InlineData("(import, export)", 11, "not-a-value", "Several values in parentheses are no value.", null)]
    [InlineData("import + rate", 20, "wrong-dimension",
        "import is kWh per interval and rate is GBP/kWh: they can't be added.", null)]
    [InlineData("import - volume", 20, "wrong-dimension",
        "import is kWh per interval and volume is m3 per interval: they can't be subtracted from each other.", null)]
    [InlineData("import + 1", 20, "wrong-dimension",
        "import is kWh per interval and 1 is a number: they can't be added.", "Give the number its unit: 1 kWh.")]
    [InlineData("max(import, 2 kW)", 23, "wrong-dimension",
        "import is kWh per interval and 2 kW is kW: max needs values of one kind.",
        "A power times hours is energy: 2 kW * hours.")]
    [InlineData("min(0, import, days)", 26, "wrong-dimension",
        "import is kWh per interval and days is day per day: min needs values of one kind.", null)]
    [InlineData("by(day-night, day = rate, night = standing)", 45, "wrong-dimension",
        "rate is GBP/kWh and standing is GBP/day: by needs values of one kind.", null)]
    [InlineData("import + 5 kWh", 20, "never-spread",
        "5 kWh has no period, so it can't be compared with or added to what is counted per interval.",
        "Give it one: 300 kWh/month * months, or 2 kW * hours.")]
    [InlineData("positive(sum(import * rate) - fee)", 41, "never-spread",
        "fee has no period, so it can't be compared with or added to what is counted per billing period.",
        "Give it one: fee/month * months.")]
    [InlineData("sum(eac)", 15, "does-not-add-up",
        "eac is kWh/month; it holds and doesn't add up. Only energy, money, time and what they make do.", null)]
    [InlineData("sum(day-ahead)", 15, "does-not-add-up",
        "day-ahead is GBP/kWh per interval; it holds and doesn't add up. "
        + "Only energy, money, time and what they make do.", null)]
    [InlineData("sum(5 kWh)", 15, "never-spread", "5 kWh has no period, so there is nothing to sum.",
        "Give it one: 300 kWh/month * months, or 2 kW * hours.")]
    [InlineData("sum(sum(import, per = month), per = day)", 15, "never-spread",
        "sum(import, per = month) is counted per month and can't be split by the day.", null)]
    [InlineData("sum(days, per = interval)", 15, "never-spread",
        "days is counted per day and can't be split by the interval.", null)]
    [InlineData("during(days, day-night.day)", 18, "never-spread",
        "days is day per day, too coarse to be split by the bands of day-night.", null)]
    [InlineData("during(5 kWh, day-night.day)", 18, "never-spread",
        "5 kWh is kWh, too coarse to be split by the bands of day-night.", null)]
    [InlineData("days * day-ahead", 11, "changes-within",
        "day-ahead changes by the interval, within the day that days is summed over.",
        "Multiply before summing: sum(x * y).")]
    [InlineData("sum(import, per = month) * daily", 11, "changes-within",
        "daily changes by the day, within the month that sum(import, per = month) is summed over.",
        "Multiply before summing: sum(x * y).")]
    [InlineData("day-ahead / days", 11, "changes-within",
        "day-ahead changes by the interval, within the day that days is summed over.",
        "Multiply before summing: sum(x * y).")]
    [InlineData("import / 0", 20, "division-by-zero", "Nothing can be divided by zero.", null)]
    [InlineData("import / 0 kWh", 20, "division-by-zero", "Nothing can be divided by zero.", null)]
    [InlineData("import / factor else rate", 32, "wrong-dimension",
        "The quotient is kWh per interval, and what stands in for it is GBP/kWh: rate.", null)]
    [InlineData("import / factor else 5 kWh", 32, "never-spread",
        "The quotient is kWh per interval, and what stands in for it is kWh: 5 kWh.",
        "Give it one: 300 kWh/month * months, or 2 kW * hours.")]
    [InlineData("import / factor else sum(import, per = month)", 32, "never-spread",
        "The quotient is kWh per interval, and what stands in for it is kWh per month: sum(import, per = month).",
        null)]
    [InlineData("daily / factor else day-ahead", 31, "wrong-dimension",
        "The quotient is GBP/kWh per day, and what stands in for it is GBP/kWh per interval: day-ahead.", null)]
    [InlineData("demand", 11, "never-spread",
        "The series demand adds up over 60 minutes and can't be split into the product's intervals of 30 minutes.",
        "Give the product the interval of the series.")]
    [InlineData("quarterly", 11, "too-fine",
        "The series quarterly changes every 15 minutes, more often than the product's interval of 30 minutes.",
        "Give the product the interval of the series.")]
    [InlineData("by(sharp, peak = rate, rest = rate)", 14, "too-fine",
        "Calendar sharp has bands that begin or end within the product's interval of 30 minutes.",
        "Give the product a shorter interval.")]
    [InlineData("during(import, sharp.peak)", 26, "too-fine",
        "Calendar sharp has bands that begin or end within the product's interval of 30 minutes.",
        "Give the product a shorter interval.")]
    [InlineData("by(day-nigt, day = rate, night = rate)", 14, "unknown-name", "There is no calendar day-nigt.",
        "Did you mean day-night?")]
    [InlineData("by(seasons, winter = rate)", 14, "unknown-name", "There is no calendar seasons.",
        "The book has day-night, sharp.")]
    [InlineData("by(day-night, day = rate, nigt = rate)", 37, "unknown-band", "Calendar day-night has no band nigt.",
        "Did you mean night?")]
    [InlineData("by(day-night, day = rate, shoulder = rate)", 37, "unknown-band",
        "Calendar day-night has no band shoulder.", "It has day, night.")]
    [InlineData("during(import, day-night.noon)", 26, "unknown-band", "Calendar day-night has no band noon.",
        "It has day, night.")]
    [InlineData("by(day-night, day = rate)", 11, "wrong-arguments",
        "by has no value for night of calendar day-night.", "It is written by(calendar, band = value, …).")]
    [InlineData("by(day-night)", 11, "wrong-arguments",
        "by has no value for day and night of calendar day-night.", "It is written by(calendar, band = value, …).")]
    [InlineData("by(day-night, day = rate, day = rate, night = rate)", 37, "wrong-arguments", "by has band day twice.",
        "It is written by(calendar, band = value, …).")]
    [InlineData("by(day-night, rate, night = rate)", 25, "wrong-arguments",
        "by needs the name of a band before each value.", "It is written by(calendar, band = value, …).")]
    [InlineData("by()", 11, "wrong-arguments", "by needs the name of a calendar first.",
        "It is written by(calendar, band = value, …).")]
    [InlineData("by(day-night, day = sum(import, per = month), night = import)", 11, "wrong-arguments",
        "by chooses by the interval, and its values are kWh per month.",
        "It is written by(calendar, band = value, …).")]
    [InlineData("by(day-night, day = 5 kWh, night = 0)", 11, "wrong-arguments",
        "by chooses by the interval, and its values are kWh.", "It is written by(calendar, band = value, …).")]
    [InlineData("during(import)", 11, "wrong-arguments",
        "during needs a value and a band of a calendar, or a programme.",
        "It is written during(x, calendar.band) or during(x, programme).")]
    [InlineData("during(import, day-night)", 11, "wrong-arguments",
        "during needs a value and a band of a calendar, or a programme.",
        "It is written during(x, calendar.band) or during(x, programme).")]
    [InlineData("min(import)", 11, "wrong-arguments", "min needs two values or more.", "It is written min(x, y, …).")]
    [InlineData("max(import, floor = export)", 23, "wrong-arguments", "max has no argument floor.",
        "It is written max(x, y, …).")]
    [InlineData("positive(import, export)", 11, "wrong-arguments", "positive needs one value.",
        "It is written positive(x).")]
    [InlineData("sum()", 11, "wrong-arguments", "sum needs a value.",
        "It is written sum(x, per = month) or sum(x, per = programme).")]
    [InlineData("sum(import, export)", 23, "wrong-arguments", "sum can't use export.",
        "It is written sum(x, per = month) or sum(x, per = programme).")]
    [InlineData("sum(import, over = month)", 23, "wrong-arguments", "sum can't use over = month.",
        "It is written sum(x, per = month) or sum(x, per = programme).")]
    [InlineData("sum(import, per = week)", 29, "unknown-window", "week is not a window.",
        "Windows are interval, session, day, month, quarter, year, contract-year, period, and calendars of seasons.")]
    [InlineData("sum(import, per = mont)", 29, "unknown-window", "mont is not a window.", "Did you mean month?")]
    public void A_wrong_formula_says(string text, int column, string code, string message, string? hint)
    {
        var (formula, faults) = Checking.Check(text);
        Assert.Null(formula);
        var fault = Assert.Single(faults);
        Assert.Equal((code, message, hint), (fault.Code, fault.Message, fault.Hint));
        Assert.Equal($"product.yaml:7:{column}", fault.Place.ToString());
    }

    [Theory]
    [InlineData("a: a", "quantities:1:1 a is made of itself: a → a.")]
    [InlineData("a: import - b; b: 2 * c; c: a + b", "quantities:3:1 a is made of itself: a → b → c → a.",
        "quantities:3:5 b is made of itself: b → c → b.")]
    public void A_circle_is_told_with_its_path(string quantities, params string[] expected)
    {
        var (_, faults) = Checking.Check("import", quantities);
        Assert.All(faults, fault => Assert.Equal("circle", fault.Code));
        Assert.Equal(expected, faults.Select(fault => $"{fault.Place} {fault.Message}"));
    }

    [Fact]
    public void A_wrong_quantity_is_told_once_however_often_it_is_used()
    {
        var (formula, faults) = Checking.Check("a + b + a", "a: imprt; b: a - a");
        Assert.Null(formula);
        Assert.Equal(["quantities:1:1: Nothing is called imprt here.\n  Did you mean import?"],
            faults.Select(fault => fault.ToString()));
    }

    [Fact]
    public void Every_wrong_part_of_a_formula_is_told() => Assert.Equal(
        ["unknown-name", "unknown-function", "unknown-name"],
        Checking.Check("min(imprt, sume(export)) * rat").Faults.Select(fault => fault.Code));

    [Fact]
    public void A_place_on_a_further_line_is_that_line() => Assert.Equal(
        "product.yaml:8:4", Checking.Check("import\n - exprt").Faults.Single().Place.ToString());
}

namespace Busbar.Tests.Contracts;

/// <summary>Faults of conditions, of roundings and of a window's figures. The formula begins at column 11.</summary>
public class Conditions_and_figures_are_refused_where_they_are_wrong
{
    private const string IsAValue = "Choose by it: when(condition, a, b). Or count where it is true: count(condition).";

    private const string PeakUsage =
        "It is written peak(x, per = month, over = 30min, top = 3, apart = day, when = y, past = 11 months).";

    [Theory]
    [InlineData("import + (import < export)", 21, "not-a-value", "import < export is a condition and not a value.",
        IsAValue)]
    [InlineData("2 * (import < export)", 16, "not-a-value", "import < export is a condition and not a value.",
        IsAValue)]
    [InlineData("-(import < export)", 13, "not-a-value", "import < export is a condition and not a value.", IsAValue)]
    [InlineData("sum(cold)", 15, "not-a-value", "cold is a condition and not a value.", IsAValue)]
    [InlineData("max(cold, import)", 15, "not-a-value", "cold is a condition and not a value.", IsAValue)]
    [InlineData("cold is 1", 11, "not-a-value", "cold is a condition and not a value.", IsAValue)]
    [InlineData("import and cold", 11, "not-a-condition", "import is kWh per interval and not a condition.",
        "Compare it with something: import > 0.")]
    [InlineData("not rate", 15, "not-a-condition", "rate is GBP/kWh and not a condition.",
        "Compare it with something: rate > 0.")]
    [InlineData("import < rate", 20, "wrong-dimension",
        "import is kWh per interval and rate is GBP/kWh: they can't be compared.", null)]
    [InlineData("import >= 5 kWh", 21, "never-spread",
        "5 kWh has no period, so it can't be compared with or added to what is counted per interval.",
        "Give it one: 300 kWh/month * months, or 2 kW * hours.")]
    [InlineData("import / hours is import", 29, "wrong-dimension", "import / hours is kW per interval and import is "
        + "kWh per interval: they can't be compared.", "A power times hours is energy: import / hours * hours.")]
    [InlineData("mean(import) > sum(import)", 26, "wrong-dimension", "mean(import) is kWh per billing period and "
        + "sum(import) is kWh per billing period, but only one of them adds up over time: they can't be compared.",
        null)]
    [InlineData("when(import, 1, 2)", 16, "not-a-condition", "import is kWh per interval and not a condition.",
        "Compare it with something: import > 0.")]
    [InlineData("when(cold, import, rate)", 30, "wrong-dimension",
        "import is kWh per interval and rate is GBP/kWh: when needs values of one kind.", null)]
    [InlineData("when(cold, import)", 11, "wrong-arguments", "when needs a condition and two values.",
        "It is written when(condition, a, b).")]
    [InlineData("when(cold, sum(import, per = day), 0)", 22, "never-spread",
        "sum(import, per = day) is counted per day and can't be chosen by a condition that changes by the interval.",
        "Choose before summing, or by a condition per day.")]
    [InlineData("when(cold, 0, days)", 25, "never-spread",
        "days is counted per day and can't be chosen by a condition that changes by the interval.",
        "Choose before summing, or by a condition per day.")]
    [InlineData("when(cold, import, sum(import))", 30, "never-spread",
        "sum(import) is counted per billing period and can't be chosen by a condition that changes by the interval.",
        "Choose before summing, or by a condition per billing period.")]
    [InlineData("when(cold, 5 GBP, 0)", 22, "never-spread",
        "5 GBP has no period, so it can't be chosen by the interval.", "Give it one: 5 GBP/month * months.")]
    [InlineData("clamp(import, 0)", 11, "wrong-arguments", "clamp needs a value, a floor and a cap.",
        "It is written clamp(x, floor, cap).")]
    [InlineData("clamp(day-ahead, 120 GBP/MWh, 30 GBP/MWh)", 28, "floor-above-cap",
        "The floor 120 GBP/MWh is above the cap 30 GBP/MWh.", "The floor stands before the cap.")]
    [InlineData("clamp(day-ahead, 0, -1 p/kWh)", 28, "floor-above-cap", "The floor 0 is above the cap -1 p/kWh.",
        "The floor stands before the cap.")]
    [InlineData("clamp(day-ahead, 0, 5 kWh)", 31, "wrong-dimension",
        "day-ahead is GBP/kWh per interval and 5 kWh is kWh: clamp needs values of one kind.", null)]
    [InlineData("round(import)", 11, "wrong-arguments", "round needs a value and a step.",
        "It is written round(x, step, up, per = day), where up or down and per may be left out.")]
    [InlineData("round(import, 1 kWh, sideways)", 32, "wrong-arguments", "round goes up or down, and not sideways.",
        "It is written round(x, step, up, per = day), where up or down and per may be left out.")]
    [InlineData("round(import, 0 kWh)", 25, "wrong-arguments", "round needs a step above zero, and not 0 kWh.",
        "It is written round(x, step, up, per = day), where up or down and per may be left out.")]
    [InlineData("round(import, -1 kWh)", 25, "wrong-arguments", "round needs a step above zero, and not -1 kWh.",
        "It is written round(x, step, up, per = day), where up or down and per may be left out.")]
    [InlineData("round(import, eac)", 25, "wrong-arguments", "round needs a number for its step, and eac is none.",
        "It is written round(x, step, up, per = day), where up or down and per may be left out.")]
    [InlineData("round(import, 1 kW)", 25, "wrong-dimension",
        "import is kWh per interval and 1 kW is kW: they can't be the value and the step of round.",
        "Give the step in kWh.")]
    [InlineData("hypot(import)", 11, "wrong-arguments", "hypot needs two values.", "It is written hypot(x, y).")]
    [InlineData("hypot(import, volume)", 25, "wrong-dimension",
        "import is kWh per interval and volume is m3 per interval: hypot needs values of one kind.", null)]
    [InlineData("hypot(import, reactive-import / hours)", 25, "wrong-dimension", "import is kWh per interval and "
        + "reactive-import / hours is kVAr per interval: hypot needs values of one kind.", null)]
    [InlineData("hypot(import, 5 kVArh)", 25, "never-spread",
        "5 kVArh has no period, so it can't be compared with or added to what is counted per interval.",
        "Give it one: 5 kVArh/month * months.")]
    [InlineData("hypot(import, mean(reactive-import))", 25, "wrong-dimension", "import is kWh per interval and "
        + "mean(reactive-import) is kVArh per billing period, but only one of them adds up over time: hypot needs "
        + "values of one kind.", null)]
    [InlineData("unbroken(cold)", 11, "wrong-arguments", "unbroken needs a condition and a time.",
        "It is written unbroken(condition, 6 hours).")]
    [InlineData("unbroken(import, 6 hours)", 20, "not-a-condition", "import is kWh per interval and not a condition.",
        "Compare it with something: import > 0.")]
    [InlineData("unbroken(cold, 1 day)", 26, "wrong-arguments",
        "unbroken needs a time in hours or minutes, and not 1 day.", "It is written unbroken(condition, 6 hours).")]
    [InlineData("unbroken(cold, hours)", 26, "wrong-arguments",
        "unbroken needs a time in hours or minutes, and not hours.", "It is written unbroken(condition, 6 hours).")]
    [InlineData("unbroken(cold, 0 hours)", 26, "wrong-arguments", "unbroken needs a time above zero, and not 0 hours.",
        "It is written unbroken(condition, 6 hours).")]
    [InlineData("mean()", 11, "wrong-arguments", "mean needs a value.", "It is written mean(x, per = month).")]
    [InlineData("mean(rate)", 16, "never-changes", "rate never changes, so there is nothing to take the mean of.",
        null)]
    [InlineData("mean(5 kWh)", 16, "never-spread", "5 kWh has no period, so there is nothing to take the mean of.",
        "Give it one: 300 kWh/month * months, or 2 kW * hours.")]
    [InlineData("mean(daily, per = interval)", 16, "never-spread",
        "daily changes by the day: in each interval there is nothing to take the mean of.", null)]
    [InlineData("mean(days, per = interval)", 16, "never-spread",
        "days is counted per day and can't be split by the interval.", null)]
    [InlineData("mean(import, per = month, per = day)", 37, "wrong-arguments", "mean has per twice.",
        "It is written mean(x, per = month).")]
    [InlineData("count(import)", 17, "not-a-condition", "import is kWh per interval and not a condition.",
        "Compare it with something: import > 0.")]
    [InlineData("count(1 < 2)", 17, "never-changes", "1 < 2 never changes, so there is nothing to count.", null)]
    [InlineData("count(sum(import) > sum(export), per = day)", 17, "never-spread", "sum(import) > sum(export) changes "
        + "by the billing period: in each day there is nothing to count.", null)]
    [InlineData("peak()", 11, "wrong-arguments", "peak needs a value.", PeakUsage)]
    [InlineData("peak(day-ahead)", 16, "wrong-arguments",
        "peak is of a power, or of energy or volume, and day-ahead is GBP/kWh per interval.", PeakUsage)]
    [InlineData("peak(import * rate)", 16, "wrong-arguments",
        "peak is of a power, or of energy or volume, and import * rate is GBP per interval.", PeakUsage)]
    [InlineData("peak(cold)", 16, "not-a-value", "cold is a condition and not a value.", IsAValue)]
    [InlineData("peak(2 kW)", 16, "never-changes", "2 kW never changes, so there is nothing to find the peak of.",
        null)]
    [InlineData("peak(sum(import, per = day))", 16, "never-spread", "sum(import, per = day) is counted per day; a peak "
        + "is of what is counted by the interval.", "For averages over longer blocks, write over = 60min or "
        + "over = 24 hours.")]
    [InlineData("peak(import, past = 11 months)", 31, "wrong-arguments",
        "peak can't look back over windows per billing period: give it one per month.", PeakUsage)]
    [InlineData("peak(import, per = year, past = 11 months)", 43, "wrong-arguments",
        "peak looks back over whole windows, and 11 months isn't a number of years.", PeakUsage)]
    [InlineData("peak(import, per = month, history = factor)", 47, "wrong-arguments",
        "peak needs past with history, such as past = 11 months.", PeakUsage)]
    [InlineData("peak(import, per = month, past = 2 months, history = factor)", 64, "wrong-arguments",
        "peak has as history a term in kW, and factor is one in 1.", PeakUsage)]
    [InlineData("peak(import, over = 45min)", 31, "wrong-arguments",
        "peak needs an over that is a multiple of the product's interval of 30 minutes, and not 45 min.", PeakUsage)]
    [InlineData("peak(import, over = 300min)", 31, "wrong-arguments",
        "peak needs an over that divides the day, and not 300 min.", PeakUsage)]
    [InlineData("peak(import, over = 0 hours)", 31, "wrong-arguments",
        "peak needs an over that divides the day, and not 0 hours.", PeakUsage)]
    [InlineData("peak(import, over = 1 day)", 31, "wrong-arguments",
        "peak needs a time in hours or minutes as over, and not 1 day.", PeakUsage)]
    [InlineData("peak(import, over = 60min, per = interval)", 31, "wrong-arguments",
        "peak can't have an over within a window per interval.", PeakUsage)]
    [InlineData("peak(import, top = 0)", 30, "wrong-arguments",
        "peak needs a whole number from 1 to 1000 as top, and not 0.", PeakUsage)]
    [InlineData("peak(import, top = 2.5)", 30, "wrong-arguments",
        "peak needs a whole number from 1 to 1000 as top, and not 2.5.", PeakUsage)]
    [InlineData("peak(import, top = factor)", 30, "wrong-arguments",
        "peak needs a whole number from 1 to 1000 as top, and not factor.", PeakUsage)]
    [InlineData("peak(import, top = 3, apart = month)", 41, "wrong-arguments",
        "peak knows only days that are apart: apart = day.", PeakUsage)]
    [InlineData("peak(import, apart = day)", 32, "wrong-arguments", "peak needs top with apart, such as top = 3.",
        PeakUsage)]
    [InlineData("peak(import, when = rate)", 31, "never-changes",
        "rate never changes, so there is nothing to find the peak of.", null)]
    [InlineData("peak(import, when = cold)", 31, "not-a-value", "cold is a condition and not a value.", IsAValue)]
    [InlineData("peak(import, when = day-ahead)", 31, "wrong-arguments",
        "peak is of a power, or of energy or volume, and day-ahead is GBP/kWh per interval.", PeakUsage)]
    [InlineData("peak(import, per = fortnight)", 30, "unknown-window", "fortnight is not a window.",
        "Windows are interval, session, day, month, quarter, year, contract-year, period, and calendars of seasons.")]
    public void A_wrong_formula_says(string text, int column, string code, string message, string? hint)
    {
        var (formula, faults) = Checking.Check(text, "cold: import < 1 kW * hours");
        Assert.Null(formula);
        var fault = Assert.Single(faults);
        Assert.Equal((code, message, hint), (fault.Code, fault.Message, fault.Hint));
        Assert.Equal($"product.yaml:7:{column}", fault.Place.ToString());
    }
}

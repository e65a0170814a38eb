namespace Busbar.Tests.Contracts;

/// <summary>Faults of conditions, of roundings and of a window's figures. The formula begins at column 11.</summary>
public class Conditions_and_figures_are_refused_where_they_are_wrong
{
    private const string IsAValue = "Choose by it: when(condition, a, b).";

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
        + "kWh per interval: they can't be compared.", null)]
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
        "It is written round(x, step), round(x, step, up) or round(x, step, down).")]
    [InlineData("round(import, 1 kWh, sideways)", 32, "wrong-arguments", "round goes up or down, and not sideways.",
        "It is written round(x, step), round(x, step, up) or round(x, step, down).")]
    [InlineData("round(import, 0 kWh)", 25, "wrong-arguments", "round needs a step above zero, and not 0 kWh.",
        "It is written round(x, step), round(x, step, up) or round(x, step, down).")]
    [InlineData("round(import, -1 kWh)", 25, "wrong-arguments", "round needs a step above zero, and not -1 kWh.",
        "It is written round(x, step), round(x, step, up) or round(x, step, down).")]
    [InlineData("round(import, eac)", 25, "wrong-arguments", "round needs a number for its step, and eac is none.",
        "It is written round(x, step), round(x, step, up) or round(x, step, down).")]
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
    public void A_wrong_formula_says(string text, int column, string code, string message, string? hint)
    {
        var (formula, faults) = Checking.Check(text, "cold: import < 1 kW * hours");
        Assert.Null(formula);
        var fault = Assert.Single(faults);
        Assert.Equal((code, message, hint), (fault.Code, fault.Message, fault.Hint));
        Assert.Equal($"product.yaml:7:{column}", fault.Place.ToString());
    }
}

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

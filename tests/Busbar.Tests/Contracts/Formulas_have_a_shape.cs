using Busbar.Contracts.Language;

namespace Busbar.Tests.Contracts;

/// <summary>What a good formula gives: a dimension, a step, and whether it adds up or holds.</summary>
public class Formulas_have_a_shape
{
    private const string Adds = "adds up";
    private const string Holds = "holds";

    [Theory]
    [InlineData("import", "kWh", StepKind.Interval, Adds)]
    [InlineData("-import", "kWh", StepKind.Interval, Adds)]
    [InlineData("volume", "m3", StepKind.Interval, Adds)]
    [InlineData("reactive-import", "kVArh", StepKind.Interval, Adds)]
    [InlineData("days", "day", StepKind.Day, Adds)]
    [InlineData("months", "month", StepKind.Day, Adds)]
    [InlineData("hours", "hour", StepKind.Interval, Adds)]
    [InlineData("years", "month", StepKind.Day, Adds)]
    [InlineData("eac * years", "kWh", StepKind.Day, Adds)]
    [InlineData("28.4 p/kWh", "GBP/kWh", StepKind.Forever, Holds)]
    [InlineData("20 %", "1", StepKind.Forever, Holds)]
    [InlineData("0", "1", StepKind.Forever, Holds)]
    [InlineData("5 kWh", "kWh", StepKind.Forever, Adds)]
    [InlineData("standing", "GBP/day", StepKind.Forever, Holds)]
    [InlineData("day-ahead", "GBP/kWh", StepKind.Interval, Holds)]
    [InlineData("daily", "GBP/kWh", StepKind.Day, Holds)]
    [InlineData("matched", "kWh", StepKind.Interval, Adds)]
    [InlineData("daily-demand", "kWh", StepKind.Day, Adds)]
    [InlineData("import + export", "kWh", StepKind.Interval, Adds)]
    [InlineData("import - 0", "kWh", StepKind.Interval, Adds)]
    [InlineData("0 - import", "kWh", StepKind.Interval, Adds)]
    [InlineData("import + sum(export, per = month)", "kWh", StepKind.Month, Adds)]
    [InlineData("day-ahead + daily", "GBP/kWh", StepKind.Interval, Holds)]
    [InlineData("daily + 3.00 GBP/MWh", "GBP/kWh", StepKind.Day, Holds)]
    [InlineData("60 % * rate + 40 % * day-ahead", "GBP/kWh", StepKind.Interval, Holds)]
    [InlineData("import * day-ahead", "GBP", StepKind.Interval, Adds)]
    [InlineData("import * rate", "GBP", StepKind.Interval, Adds)]
    [InlineData("2 kW * hours", "kWh", StepKind.Interval, Adds)]
    [InlineData("eac * months", "kWh", StepKind.Day, Adds)]
    [InlineData("300 kWh/month * months", "kWh", StepKind.Day, Adds)]
    [InlineData("standing * days", "GBP", StepKind.Day, Adds)]
    [InlineData("import / 2", "kWh", StepKind.Interval, Adds)]
    [InlineData("import / hours", "kW", StepKind.Interval, Holds)]
    [InlineData("sum(import * rate) / sum(import)", "GBP/kWh", StepKind.Period, Holds)]
    [InlineData("import / export", "1", StepKind.Interval, Holds)]
    [InlineData("import * (import / export else 0)", "kWh", StepKind.Interval, Adds)]
    [InlineData("import / factor else export", "kWh", StepKind.Interval, Adds)]
    [InlineData("sum(import, per = day) / factor else import", "kWh", StepKind.Day, Adds)]
    [InlineData("sum(import)", "kWh", StepKind.Period, Adds)]
    [InlineData("sum(import, per = interval)", "kWh", StepKind.Interval, Adds)]
    [InlineData("sum(import, per = day)", "kWh", StepKind.Day, Adds)]
    [InlineData("sum(import, per = month)", "kWh", StepKind.Month, Adds)]
    [InlineData("sum(import, per = quarter)", "kWh", StepKind.Quarter, Adds)]
    [InlineData("sum(import, per = year)", "kWh", StepKind.Year, Adds)]
    [InlineData("sum(sum(import, per = month), per = year)", "kWh", StepKind.Year, Adds)]
    [InlineData("min(import, export)", "kWh", StepKind.Interval, Adds)]
    [InlineData("max(import, 0)", "kWh", StepKind.Interval, Adds)]
    [InlineData("max(0, 0)", "1", StepKind.Forever, Holds)]
    [InlineData("max(day-ahead, 0)", "GBP/kWh", StepKind.Interval, Holds)]
    [InlineData("positive(import - export)", "kWh", StepKind.Interval, Adds)]
    [InlineData("by(day-night, day = 30 p/kWh, night = 0)", "GBP/kWh", StepKind.Interval, Holds)]
    [InlineData("by(day-night, night = daily, day = rate)", "GBP/kWh", StepKind.Interval, Holds)]
    [InlineData("during(import, day-night.night)", "kWh", StepKind.Interval, Adds)]
    [InlineData("during(rate, day-night.night)", "GBP/kWh", StepKind.Interval, Holds)]
    [InlineData("import * days", "day·kWh", StepKind.Day, Adds)]
    [InlineData("clamp(day-ahead, 30 GBP/MWh, 120 GBP/MWh)", "GBP/kWh", StepKind.Interval, Holds)]
    [InlineData("clamp(sum(import, per = day), 0, days * 5 kWh/day)", "kWh", StepKind.Day, Adds)]
    [InlineData("round(import, 100 Wh, down)", "kWh", StepKind.Interval, Adds)]
    [InlineData("round(daily, 0.01 p/kWh)", "GBP/kWh", StepKind.Day, Holds)]
    [InlineData("hypot(import, reactive-import)", "kVAh", StepKind.Interval, Adds)]
    [InlineData("hypot(sum(reactive-import), import)", "kVAh", StepKind.Period, Adds)]
    [InlineData("hypot(import / hours, mean(reactive-import / hours, per = day))", "kVA", StepKind.Interval, Holds)]
    [InlineData("hypot(import, export)", "kWh", StepKind.Interval, Adds)]
    [InlineData("hypot(import, 0)", "kWh", StepKind.Interval, Adds)]
    [InlineData("when(day-ahead < 0, 0, day-ahead)", "GBP/kWh", StepKind.Interval, Holds)]
    [InlineData("when(import < export, daily, rate)", "GBP/kWh", StepKind.Interval, Holds)]
    [InlineData("when(rate > 0, daily, rate)", "GBP/kWh", StepKind.Day, Holds)]
    [InlineData("when(import < export, import, 0)", "kWh", StepKind.Interval, Adds)]
    [InlineData("when(sum(import) > sum(export), import, sum(import, per = day))", "kWh", StepKind.Day, Adds)]
    [InlineData("when(rate > 0, 5 kWh, 0)", "kWh", StepKind.Forever, Adds)]
    [InlineData("mean(import)", "kWh", StepKind.Period, Holds)]
    [InlineData("mean(day-ahead, per = month)", "GBP/kWh", StepKind.Month, Holds)]
    [InlineData("count(import > export)", "1", StepKind.Period, Adds)]
    [InlineData("count(sum(import, per = day) > sum(export, per = day), per = month)", "1", StepKind.Month, Adds)]
    [InlineData("count(import > export, per = month) * 5 GBP", "GBP", StepKind.Month, Adds)]
    [InlineData("peak(import, per = month)", "kW", StepKind.Month, Holds)]
    [InlineData("peak(reactive-import)", "kVAr", StepKind.Period, Holds)]
    [InlineData("peak(hypot(import, reactive-import), per = year)", "kVA", StepKind.Year, Holds)]
    [InlineData("peak(volume, over = 24 hours)", "m3/hour", StepKind.Period, Holds)]
    [InlineData("peak(import / hours, per = day, over = 1 hour)", "kW", StepKind.Day, Holds)]
    [InlineData("peak(peak(import, per = month), per = year)", "kW", StepKind.Year, Holds)]
    [InlineData("peak(import, per = month) * days", "day·kW", StepKind.Day, Adds)]
    public void A_good_formula_gives(string text, string unit, StepKind step, string kind)
    {
        var (formula, faults) = Checking.Check(text);
        Assert.Empty(faults);
        Assert.Equal((unit, step, kind), (formula!.Shape.Dimension.ToString(), formula.Shape.Step.Kind,
            formula.Shape.AddsUp ? Adds : Holds));
    }

    [Theory]
    [InlineData("import < export", StepKind.Interval)]
    [InlineData("sum(import, per = day) >= import", StepKind.Day)]
    [InlineData("daily is day-ahead", StepKind.Interval)]
    [InlineData("1 < 2", StepKind.Forever)]
    [InlineData("import > 0", StepKind.Interval)]
    [InlineData("0 <= sum(import, per = month)", StepKind.Month)]
    [InlineData("count(import > 0, per = day) > 3", StepKind.Day)]
    [InlineData("factor is count(import > 0)", StepKind.Period)]
    [InlineData("not daily > 0", StepKind.Day)]
    [InlineData("daily > 0 and import > export", StepKind.Interval)]
    [InlineData("rate > 0 or daily > 0", StepKind.Day)]
    [InlineData("unbroken(daily > 0, 90 min)", StepKind.Interval)]
    public void A_condition_holds_at_the_step_where_its_sides_meet(string text, StepKind step)
    {
        var (formula, faults) = Checking.Check(text);
        Assert.Empty(faults);
        Assert.Equal(Shape.Condition(new(step)), formula!.Shape);
    }

    [Fact]
    public void A_quantity_has_the_shape_of_its_formula_in_any_order()
    {
        var (formula, faults) = Checking.Check("top", "top: middle - export; middle: sum(bottom); bottom: import * 2");
        Assert.Empty(faults);
        Assert.Equal("kWh per billing period", formula!.Shape.ToString());
    }

    [Theory]
    [InlineData("sum(import, per = month)", StepKind.Month)]
    [InlineData("sum(import, per = month) + sum(sum(export, per = day), per = year)", StepKind.Year)]
    [InlineData("sum(import)", null)]
    [InlineData("sum(import, per = day)", null)]
    [InlineData("q", StepKind.Quarter)]
    [InlineData("mean(import, per = month)", StepKind.Month)]
    [InlineData("count(import > 0, per = year)", StepKind.Year)]
    [InlineData("peak(import, per = year, when = export)", StepKind.Year)]
    [InlineData("when(sum(import, per = quarter) > 0, rate, 0)", StepKind.Quarter)]
    [InlineData("unbroken(mean(import, per = month) > 0, 6 hours)", StepKind.Month)]
    public void The_coarsest_window_of_the_calendar_is_known(string text, StepKind? window) =>
        Assert.Equal(window, Checking.Check(text, "q: sum(import, per = quarter)").Formula!.CalendarWindow?.Kind);

    [Theory]
    [InlineData("import", false, false)]
    [InlineData("rate", true, false)]
    [InlineData("day-ahead * 2", false, true)]
    [InlineData("by(day-night, day = 1 p/kWh, night = rate)", true, false)]
    [InlineData("q", true, false)]
    [InlineData("days", false, true)]
    public void What_a_formula_depends_on_is_known(string text, bool terms, bool common)
    {
        var formula = Checking.Check(text, "q: import * rate").Formula!;
        Assert.Equal((terms, common), (formula.HasTerms, formula.IsCommon));
    }

    [Fact]
    public void Quantities_that_use_each_other_twice_are_checked_as_fast_as_they_are_written()
    {
        var quantities = string.Join("; ", Enumerable.Range(0, 60).Select(i =>
            i == 0 ? "q0: import * rate" : $"q{i}: q{i - 1} + q{i - 1}"));
        var (formula, faults) = Checking.Check("sum(q59, per = year)", quantities);
        Assert.Empty(faults);
        Assert.True(formula!.HasTerms);
        Assert.Equal(Step.Year, formula.CalendarWindow);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Quantities_that_stand_on_each_other_too_high_are_refused(bool isUpwards)
    {
        const int Count = 2_900;
        var order = Enumerable.Range(0, Count);
        var quantities = string.Join("; ", (isUpwards ? order : order.Reverse()).Select(i =>
            i == 0 ? "q0: import" : $"q{i}: q{i - 1}"));
        var (formula, faults) = Checking.Check($"q{Count - 1}", quantities);
        Assert.Null(formula);
        Assert.Equal("formula-too-deep", Assert.Single(faults).Code);
    }
}

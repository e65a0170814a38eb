using Busbar.Contracts.Language;

namespace Busbar.Tests.Contracts;

/// <summary>What a good formula gives: a dimension, a step, and whether it adds up or holds.</summary>
public class Formulas_have_a_shape
{
    private const string Adds = "adds up";
    private const string Holds = "holds";

    [Theory]
    [InlineData("import", "kWh", Step.Interval, Adds)]
    [InlineData("-import", "kWh", Step.Interval, Adds)]
    [InlineData("volume", "m3", Step.Interval, Adds)]
    [InlineData("reactive-import", "kVArh", Step.Interval, Adds)]
    [InlineData("days", "day", Step.Day, Adds)]
    [InlineData("months", "month", Step.Day, Adds)]
    [InlineData("hours", "hour", Step.Interval, Adds)]
    [InlineData("years", "month", Step.Day, Adds)]
    [InlineData("eac * years", "kWh", Step.Day, Adds)]
    [InlineData("28.4 p/kWh", "GBP/kWh", Step.Forever, Holds)]
    [InlineData("20 %", "1", Step.Forever, Holds)]
    [InlineData("0", "1", Step.Forever, Holds)]
    [InlineData("5 kWh", "kWh", Step.Forever, Adds)]
    [InlineData("standing", "GBP/day", Step.Forever, Holds)]
    [InlineData("day-ahead", "GBP/kWh", Step.Interval, Holds)]
    [InlineData("daily", "GBP/kWh", Step.Day, Holds)]
    [InlineData("matched", "kWh", Step.Interval, Adds)]
    [InlineData("daily-demand", "kWh", Step.Day, Adds)]
    [InlineData("import + export", "kWh", Step.Interval, Adds)]
    [InlineData("import - 0", "kWh", Step.Interval, Adds)]
    [InlineData("0 - import", "kWh", Step.Interval, Adds)]
    [InlineData("import + sum(export, per = month)", "kWh", Step.Month, Adds)]
    [InlineData("day-ahead + daily", "GBP/kWh", Step.Interval, Holds)]
    [InlineData("daily + 3.00 GBP/MWh", "GBP/kWh", Step.Day, Holds)]
    [InlineData("60 % * rate + 40 % * day-ahead", "GBP/kWh", Step.Interval, Holds)]
    [InlineData("import * day-ahead", "GBP", Step.Interval, Adds)]
    [InlineData("import * rate", "GBP", Step.Interval, Adds)]
    [InlineData("2 kW * hours", "kWh", Step.Interval, Adds)]
    [InlineData("eac * months", "kWh", Step.Day, Adds)]
    [InlineData("300 kWh/month * months", "kWh", Step.Day, Adds)]
    [InlineData("standing * days", "GBP", Step.Day, Adds)]
    [InlineData("import / 2", "kWh", Step.Interval, Adds)]
    [InlineData("import / hours", "kW", Step.Interval, Holds)]
    [InlineData("sum(import * rate) / sum(import)", "GBP/kWh", Step.Period, Holds)]
    [InlineData("import / export", "1", Step.Interval, Holds)]
    [InlineData("import * (import / export else 0)", "kWh", Step.Interval, Adds)]
    [InlineData("import / factor else export", "kWh", Step.Interval, Adds)]
    [InlineData("sum(import, per = day) / factor else import", "kWh", Step.Day, Adds)]
    [InlineData("sum(import)", "kWh", Step.Period, Adds)]
    [InlineData("sum(import, per = interval)", "kWh", Step.Interval, Adds)]
    [InlineData("sum(import, per = day)", "kWh", Step.Day, Adds)]
    [InlineData("sum(import, per = month)", "kWh", Step.Month, Adds)]
    [InlineData("sum(import, per = quarter)", "kWh", Step.Quarter, Adds)]
    [InlineData("sum(import, per = year)", "kWh", Step.Year, Adds)]
    [InlineData("sum(sum(import, per = month), per = year)", "kWh", Step.Year, Adds)]
    [InlineData("min(import, export)", "kWh", Step.Interval, Adds)]
    [InlineData("max(import, 0)", "kWh", Step.Interval, Adds)]
    [InlineData("max(0, 0)", "1", Step.Forever, Holds)]
    [InlineData("max(day-ahead, 0)", "GBP/kWh", Step.Interval, Holds)]
    [InlineData("positive(import - export)", "kWh", Step.Interval, Adds)]
    [InlineData("by(day-night, day = 30 p/kWh, night = 0)", "GBP/kWh", Step.Interval, Holds)]
    [InlineData("by(day-night, night = daily, day = rate)", "GBP/kWh", Step.Interval, Holds)]
    [InlineData("during(import, day-night.night)", "kWh", Step.Interval, Adds)]
    [InlineData("during(rate, day-night.night)", "GBP/kWh", Step.Interval, Holds)]
    [InlineData("import * days", "day·kWh", Step.Day, Adds)]
    [InlineData("clamp(day-ahead, 30 GBP/MWh, 120 GBP/MWh)", "GBP/kWh", Step.Interval, Holds)]
    [InlineData("clamp(sum(import, per = day), 0, days * 5 kWh/day)", "kWh", Step.Day, Adds)]
    [InlineData("round(import, 100 Wh, down)", "kWh", Step.Interval, Adds)]
    [InlineData("round(daily, 0.01 p/kWh)", "GBP/kWh", Step.Day, Holds)]
    [InlineData("hypot(import, reactive-import)", "kVAh", Step.Interval, Adds)]
    [InlineData("hypot(sum(reactive-import), import)", "kVAh", Step.Period, Adds)]
    [InlineData("hypot(import / hours, mean(reactive-import / hours, per = day))", "kVA", Step.Interval, Holds)]
    [InlineData("hypot(import, export)", "kWh", Step.Interval, Adds)]
    [InlineData("hypot(import, 0)", "kWh", Step.Interval, Adds)]
    [InlineData("when(day-ahead < 0, 0, day-ahead)", "GBP/kWh", Step.Interval, Holds)]
    [InlineData("when(import < export, daily, rate)", "GBP/kWh", Step.Interval, Holds)]
    [InlineData("when(rate > 0, daily, rate)", "GBP/kWh", Step.Day, Holds)]
    [InlineData("when(import < export, import, 0)", "kWh", Step.Interval, Adds)]
    [InlineData("when(sum(import) > sum(export), import, sum(import, per = day))", "kWh", Step.Day, Adds)]
    [InlineData("when(rate > 0, 5 kWh, 0)", "kWh", Step.Forever, Adds)]
    [InlineData("mean(import)", "kWh", Step.Period, Holds)]
    [InlineData("mean(day-ahead, per = month)", "GBP/kWh", Step.Month, Holds)]
    [InlineData("count(import > export)", "1", Step.Period, Adds)]
    [InlineData("count(sum(import, per = day) > sum(export, per = day), per = month)", "1", Step.Month, Adds)]
    [InlineData("count(import > export, per = month) * 5 GBP", "GBP", Step.Month, Adds)]
    [InlineData("peak(import, per = month)", "kW", Step.Month, Holds)]
    [InlineData("peak(reactive-import)", "kVAr", Step.Period, Holds)]
    [InlineData("peak(hypot(import, reactive-import), per = year)", "kVA", Step.Year, Holds)]
    [InlineData("peak(volume, over = 24 hours)", "m3/hour", Step.Period, Holds)]
    [InlineData("peak(import / hours, per = day, over = 1 hour)", "kW", Step.Day, Holds)]
    [InlineData("peak(peak(import, per = month), per = year)", "kW", Step.Year, Holds)]
    [InlineData("peak(import, per = month) * days", "day·kW", Step.Day, Adds)]
    public void A_good_formula_gives(string text, string unit, Step step, string kind)
    {
        var (formula, faults) = Checking.Check(text);
        Assert.Empty(faults);
        Assert.Equal((unit, step, kind), (formula!.Shape.Dimension.ToString(), formula.Shape.Step,
            formula.Shape.AddsUp ? Adds : Holds));
    }

    [Theory]
    [InlineData("import < export", Step.Interval)]
    [InlineData("sum(import, per = day) >= import", Step.Day)]
    [InlineData("daily is day-ahead", Step.Interval)]
    [InlineData("1 < 2", Step.Forever)]
    [InlineData("import > 0", Step.Interval)]
    [InlineData("0 <= sum(import, per = month)", Step.Month)]
    [InlineData("count(import > 0, per = day) > 3", Step.Day)]
    [InlineData("factor is count(import > 0)", Step.Period)]
    [InlineData("not daily > 0", Step.Day)]
    [InlineData("daily > 0 and import > export", Step.Interval)]
    [InlineData("rate > 0 or daily > 0", Step.Day)]
    [InlineData("unbroken(daily > 0, 90 min)", Step.Interval)]
    public void A_condition_holds_at_the_step_where_its_sides_meet(string text, Step step)
    {
        var (formula, faults) = Checking.Check(text);
        Assert.Empty(faults);
        Assert.Equal(Shape.Condition(step), formula!.Shape);
    }

    [Fact]
    public void A_quantity_has_the_shape_of_its_formula_in_any_order()
    {
        var (formula, faults) = Checking.Check("top", "top: middle - export; middle: sum(bottom); bottom: import * 2");
        Assert.Empty(faults);
        Assert.Equal("kWh per billing period", formula!.Shape.ToString());
    }

    [Theory]
    [InlineData("sum(import, per = month)", Step.Month)]
    [InlineData("sum(import, per = month) + sum(sum(export, per = day), per = year)", Step.Year)]
    [InlineData("sum(import)", null)]
    [InlineData("sum(import, per = day)", null)]
    [InlineData("q", Step.Quarter)]
    [InlineData("mean(import, per = month)", Step.Month)]
    [InlineData("count(import > 0, per = year)", Step.Year)]
    [InlineData("peak(import, per = year, when = export)", Step.Year)]
    [InlineData("when(sum(import, per = quarter) > 0, rate, 0)", Step.Quarter)]
    [InlineData("unbroken(mean(import, per = month) > 0, 6 hours)", Step.Month)]
    public void The_coarsest_window_of_the_calendar_is_known(string text, Step? window) =>
        Assert.Equal(window, Checking.Check(text, "q: sum(import, per = quarter)").Formula!.CalendarWindow);

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

using Busbar.Time;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Time;

public class Billing_periods_tile_the_years
{
    private static readonly Gen<BillingCycle> AnyCycle = Gen.Select(
        OneOf(1, 1, 2, 3, 6, 12, 5, 18),
        Gen.OneOf(
            Gen.Int[0, 20_000].Select(days => new LocalDate(1990, 1, 1).PlusDays(days)),
            Gen.Select(Gen.Int[1990, 2040], OneOf(1, 3, 5, 7, 8, 10, 12), Gen.Int[28, 31])
                .Select((year, month, day) => new LocalDate(year, month, day)),
            OneOf(new LocalDate(2024, 2, 29), new(2000, 2, 29))))
        .Select((months, anchor) => new BillingCycle(months, anchor));

    [Fact]
    public void A_cycle_of_the_31st_comes_back_to_the_31st()
    {
        var cycle = new BillingCycle(1, new(2024, 1, 31));
        Assert.Equal(
            ["2024-01-31 to 2024-02-28", "2024-02-29 to 2024-03-30", "2024-03-31 to 2024-04-29"],
            cycle.PeriodsStartingIn(new(new(2024, 1, 31), new(2024, 4, 1))).Select(period => period.ToString()));
        Assert.Equal("2023-02-28 to 2023-03-30", cycle.PeriodOf(new(2023, 3, 30)).ToString());
        Assert.Equal("2025-02-28 to 2025-03-30", cycle.PeriodOf(new(2025, 2, 28)).ToString());
    }

    [Fact]
    public void A_year_of_the_leap_day_comes_back_to_the_leap_day()
    {
        var cycle = new BillingCycle(12, new(2024, 2, 29));
        Assert.Equal("2023-02-28 to 2024-02-28", cycle.PeriodOf(new(2024, 2, 28)).ToString());
        Assert.Equal("2024-02-29 to 2025-02-27", cycle.PeriodOf(new(2024, 2, 29)).ToString());
        Assert.Equal("2027-02-28 to 2028-02-28", cycle.PeriodOf(new(2028, 2, 28)).ToString());
        Assert.Equal("2028-02-29 to 2029-02-27", cycle.PeriodOf(new(2028, 12, 31)).ToString());
    }

    [Theory]
    [InlineData("month", 1, "2026-11-01 to 2026-11-30")]
    [InlineData("month", 15, "2026-11-15 to 2026-12-14")]
    [InlineData("month", 31, "2026-10-31 to 2026-11-29")]
    [InlineData("quarter", 1, "2026-10-01 to 2026-12-31")]
    [InlineData("quarter", 31, "2026-10-31 to 2027-01-30")]
    [InlineData("year", 1, "2026-01-01 to 2026-12-31")]
    public void Cycles_have_names(string every, int day, string period) =>
        Assert.Equal(period, BillingCycle.Named(every, day)!.PeriodOf(new(2026, 11, 26)).ToString());

    [Fact]
    public void There_are_no_other_names_and_days()
    {
        Assert.All(BillingCycle.Names, name => Assert.NotNull(BillingCycle.Named(name, 31)));
        Assert.Null(BillingCycle.Named("week", 1));
        Assert.Null(BillingCycle.Named("month", 0));
        Assert.Null(BillingCycle.Named("month", 32));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BillingCycle(0, new(2026, 1, 1)));
    }

    [Fact]
    public void A_hundred_years_have_no_gap_and_no_overlap() => AnyCycle.Sample(cycle =>
    {
        var century = new Days(new(1960, 1, 1), new(2061, 1, 1));
        var next = cycle.PeriodOf(century.From).From;
        Assert.True(next <= century.From);
        foreach (var period in cycle.PeriodsTouching(century))
        {
            Assert.Equal(next, period.From);
            Assert.Equal(cycle.Anchor.PlusMonths(Between(cycle, period) * cycle.Months), period.From);
            Assert.False(period.IsEmpty);
            next = period.To;
        }
        Assert.True(next >= century.To);
    }, iter: 200);

    [Fact]
    public void Every_day_lies_in_its_period() =>
        Gen.Select(AnyCycle, Gen.Int[0, 40_000]).Sample((cycle, days) =>
        {
            var date = new LocalDate(1950, 1, 1).PlusDays(days);
            var period = cycle.PeriodOf(date);
            return period.Contains(date) && cycle.PeriodOf(period.From) == period
                && cycle.PeriodOf(period.To.PlusDays(-1)) == period && cycle.PeriodOf(period.To) != period;
        });

    [Fact]
    public void Periods_that_start_in_a_span_or_touch_it_are_those_of_its_days() =>
        Gen.Select(AnyCycle, Gen.Int[0, 30_000], Gen.Int[0, 500]).Sample((cycle, start, count) =>
        {
            var from = new LocalDate(1960, 1, 1).PlusDays(start);
            var span = new Days(from, from.PlusDays(count));
            var touching = span.Dates.Select(cycle.PeriodOf).Distinct().ToList();
            Assert.Equal(touching, cycle.PeriodsTouching(span));
            Assert.Equal(touching.Where(period => span.Contains(period.From)), cycle.PeriodsStartingIn(span));
        }, iter: 300);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    /// <summary>How many periods lie between the anchor's and this one, counted by the months on the paper.</summary>
    private static int Between(BillingCycle cycle, Days period)
    {
        var months = (period.From.Year * 12 + period.From.Month) - (cycle.Anchor.Year * 12 + cycle.Anchor.Month);
        Assert.Equal(0, months % cycle.Months);
        return months / cycle.Months;
    }
}

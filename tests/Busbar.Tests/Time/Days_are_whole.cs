using Busbar.Time;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Time;

public class Days_are_whole
{
    private static readonly Gen<Days> AnyDays = Gen.Select(Gen.Int[0, 400], Gen.Int[-5, 60])
        .Select((start, count) => new Days(Day(start), Day(start + count)));

    [Theory]
    [InlineData("2026-01", "2026-01-01 to 2026-01-31", 31)]
    [InlineData("2028-02", "2028-02-01 to 2028-02-29", 29)]
    [InlineData("2025-12", "2025-12-01 to 2025-12-31", 31)]
    [InlineData("2026", "2026-01-01 to 2026-12-31", 365)]
    [InlineData("2028", "2028-01-01 to 2028-12-31", 366)]
    [InlineData("2026-01-01..2026-02-01", "2026-01-01 to 2026-01-31", 31)]
    [InlineData("2026-01-15..2026-01-16", "2026-01-15", 1)]
    [InlineData("9998", "9998-01-01 to 9998-12-31", 365)]
    public void A_period_is_typed_as_a_year_a_month_or_two_dates(string typed, string paper, int count)
    {
        var days = Days.Parse(typed)!.Value;
        Assert.Equal(paper, days.ToString());
        Assert.Equal(count, days.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-1")]
    [InlineData("2026-13")]
    [InlineData("2026-01-01")]
    [InlineData("2026-02-29..2026-03-01")]
    [InlineData("2026-01-02..2026-01-02")]
    [InlineData("2026-01-02..2026-01-01")]
    [InlineData("2026-01..2026-02")]
    [InlineData("2026-01-01..2026-02-01..2026-03-01")]
    [InlineData(" 2026")]
    [InlineData("٢٠٢٦")]
    [InlineData("+202")]
    [InlineData("0000")]
    [InlineData("9999")]
    [InlineData("9999-12")]
    [InlineData("January")]
    public void Anything_else_is_no_period(string typed) => Assert.Null(Days.Parse(typed));

    [Fact]
    public void The_first_day_is_in_the_last_is_not()
    {
        var january = Days.Month(new(2026, 1));
        Assert.True(january.Contains(new(2026, 1, 1)));
        Assert.True(january.Contains(new(2026, 1, 31)));
        Assert.False(january.Contains(new(2026, 2, 1)));
        Assert.False(january.Contains(new(2025, 12, 31)));
        Assert.True(default(Days).IsEmpty);
        Assert.Equal("no day from 2026-01-05", new Days(new(2026, 1, 5), new(2026, 1, 5)).ToString());
    }

    [Fact]
    public void A_month_has_its_real_hours()
    {
        var london = DateTimeZoneProviders.Tzdb["Europe/London"];
        Assert.Equal(Duration.FromHours(743), Days.Month(new(2026, 3)).InstantsIn(london).Duration);
        Assert.Equal(Duration.FromHours(745), Days.Month(new(2026, 10)).InstantsIn(london).Duration);
        Assert.Equal(Duration.FromHours(744), Days.Month(new(2026, 1)).InstantsIn(london).Duration);
        Assert.Equal(Duration.Zero, new Days(new(2026, 3, 2), new(2026, 3, 1)).InstantsIn(london).Duration);
    }

    [Fact]
    public void Common_days_are_those_that_both_contain() => Gen.Select(AnyDays, AnyDays).Sample((a, b) =>
    {
        var common = a.Intersect(b);
        Assert.Equal(a.Dates.Where(b.Contains), common.Dates);
        Assert.Equal(common.Dates.Count(), common.Count);
        Assert.Equal(common.Count == 0, common.IsEmpty);
    });

    private static LocalDate Day(int number) => new LocalDate(2027, 11, 20).PlusDays(number);
}

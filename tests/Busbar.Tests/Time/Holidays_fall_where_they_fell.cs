using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Tests.Time;

public class Holidays_fall_where_they_fell
{
    [Theory]
    [InlineData("england", 1995, "01-02 04-14 04-17 05-08 05-29 08-28 12-25 12-26")]
    [InlineData("england", 1999, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28 12-31")]
    [InlineData("england", 2002, "01-01 03-29 04-01 05-06 06-03 06-04 08-26 12-25 12-26")]
    [InlineData("england", 2011, "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27")]
    [InlineData("england", 2012, "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26")]
    [InlineData("england", 2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28")]
    [InlineData("england", 2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28")]
    [InlineData("england", 2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27")]
    [InlineData("england", 2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26")]
    [InlineData("england", 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28")]
    [InlineData("germany", 1994, "01-01 04-01 04-04 05-01 05-12 05-23 10-03 11-16 12-25 12-26")]
    [InlineData("germany", 1995, "01-01 04-14 04-17 05-01 05-25 06-05 10-03 12-25 12-26")]
    [InlineData("germany", 2017, "01-01 04-14 04-17 05-01 05-25 06-05 10-03 10-31 12-25 12-26")]
    [InlineData("germany", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26")]
    public void The_built_in_sets_know_each_year(string name, int year, string dates)
    {
        var holidays = Holidays.Named(name)!;
        var found = new Days(new(year, 1, 1), new(year + 1, 1, 1)).Dates.Where(holidays.Contains);
        Assert.Equal(dates, string.Join(' ', found.Select(date => LocalDatePattern.Iso.Format(date)[5..])));
    }

    // Sundays of published tables; those of 2049 and 2076 are the rule's two exceptions, 2285 has the earliest.
    [Theory]
    [InlineData("2000-04-23")]
    [InlineData("2008-03-23")]
    [InlineData("2019-04-21")]
    [InlineData("2024-03-31")]
    [InlineData("2025-04-20")]
    [InlineData("2038-04-25")]
    [InlineData("2049-04-18")]
    [InlineData("2076-04-19")]
    [InlineData("2100-03-28")]
    [InlineData("2285-03-22")]
    public void Easter_is_a_Sunday_of_the_tables(string sunday)
    {
        var date = LocalDatePattern.Iso.Parse(sunday).Value;
        var holidays = Holidays.Named("germany")!;
        Assert.Equal(IsoDayOfWeek.Sunday, date.DayOfWeek);
        Assert.True(holidays.Contains(date.PlusDays(-2)));
        Assert.True(holidays.Contains(date.PlusDays(1)));
    }

    [Fact]
    public void A_set_knows_which_years_it_covers()
    {
        Assert.Equal(["england", "germany"], Holidays.Names);
        Assert.Null(Holidays.Named("England"));
        Assert.False(Holidays.Named("england")!.Covers(1994));
        Assert.True(Holidays.Named("england")!.Covers(1995));
        Assert.False(Holidays.Named("germany")!.Covers(1990));
        Assert.False(Holidays.Named("england")!.Contains(new(1994, 12, 26)));
        var own = Holidays.Of("denmark", [new(2026, 6, 5), new(2028, 6, 5)]);
        Assert.Equal(("denmark", true, false, true), (own.Name, own.Covers(2026), own.Covers(2027), own.Covers(2028)));
        Assert.True(own.Contains(new(2026, 6, 5)));
        Assert.False(own.Contains(new(2027, 6, 5)));
        Assert.False(own.Contains(new(2026, 6, 6)));
    }
}

using Busbar.Metering;
using NodaTime;

namespace Busbar.Tests.Metering.Checks;

public class Spikes_are_found
{
    private static readonly LocalDate Fifth = new(2026, 2, 5);

    /// <summary>Half-hours of 1 to 2 kWh from January on, with some others on 5 February.</summary>
    private static Series HalfHours(Func<ZonedDateTime, decimal?> onTheFifth) => Checked.Series(
        "2026-01-01..2026-02-07", 30, at => at.Date == Fifth ? onTheFifth(at) : at.Hour == 18 ? 2 : 1);

    [Fact]
    public void A_reading_above_so_many_times_the_greatest_is_one() => Assert.Equal(
        ["2026-02-05 10:00..2026-02-05 10:30 has 16 kWh at 2026-02-05 10:00 UTC+00, 8 times the greatest of the 28 "
            + "days before, 2 kWh"],
        Checked.Spike(5).Finds(HalfHours(at => at.TimeOfDay == new LocalTime(10, 0) ? 16 : 1)));

    [Fact]
    public void At_the_factor_it_is_none() =>
        Assert.Empty(Checked.Spike(2.5m).Finds(HalfHours(at => at.Hour == 10 ? 5 : 1)));

    [Fact]
    public void Adjacent_ones_are_told_together() => Assert.Equal(
        ["2026-02-05 10:00..2026-02-05 12:00 has up to 5.2 kWh in 4 readings from 2026-02-05 10:00 UTC+00 to "
            + "2026-02-05 12:00 UTC+00, 2.6 times the greatest of the 28 days before, 2 kWh"],
        Checked.Spike(2.5m).Finds(HalfHours(at => at.Hour == 10 ? 5.1m : at.Hour == 11 ? 5.2m : 1)));

    [Fact]
    public void A_missing_value_breaks_the_run() => Assert.Equal(
        ["2026-02-05 09:00..2026-02-05 10:00", "2026-02-05 11:00..2026-02-05 12:00"],
        Checked.Spike(2).Finds(HalfHours(at => at.Hour is 9 or 11 ? 5 : at.Hour == 10 ? null : 1))
            .Select(one => one[..34]));

    [Fact]
    public void F38_after_a_glitch_of_zero_the_true_total_is_no_matter_of_the_zero()
    {
        Assert.Equal(
            ["2026-01-12 00:00..2026-01-13 00:00 has 20 kWh at 2026-01-12 00:00 UTC+00, 2 times the greatest of the "
                + "28 days before, 10 kWh"],
            Checked.Spike(1.5m).Finds(Checked.Usual(10, 10, 0, 20, 10)));
        Assert.Equal(
            ["2026-01-15 00:00..2026-01-16 00:00 has 50 kWh at 2026-01-15 00:00 UTC+00, 5 times the greatest of the "
                + "28 days before, 10 kWh"],
            Checked.Spike(4).Finds(Checked.Usual(10, 10, 0, 0, 0, 0, 50, 10)));
    }

    [Fact]
    public void Zeros_alone_are_no_basis()
    {
        Assert.Empty(Checked.Spike(5).Finds(Checked.Usual(20, 0, 100)));
        // Six days of use among zeros say too little, seven are enough.
        Assert.Empty(Checked.Spike(5).Finds(Checked.Usual(10, 0, 1, 1, 1, 1, 1, 1, 100)));
        Assert.Single(Checked.Spike(5).Finds(Checked.Usual(10, 0, 1, 1, 1, 1, 1, 1, 1, 100)));
    }

    [Fact]
    public void A_spike_is_no_basis_for_the_next() => Assert.Equal(
        ["2026-01-11 00:00..2026-01-14 00:00 has up to 1000 kWh in 3 readings from 2026-01-11 00:00 UTC+00 to "
            + "2026-01-14 00:00 UTC+00, 100 times the greatest of the 28 days before, 10 kWh",
         "2026-01-15 00:00..2026-01-16 00:00 has 900 kWh at 2026-01-15 00:00 UTC+00, 90 times the greatest of the 28 "
            + "days before, 10 kWh"],
        Checked.Spike(5).Finds(Checked.Usual(10, 10, 1000, 999, 998, 10, 900)));

    [Fact]
    public void Only_the_days_before_count_and_so_many() => Assert.Equal(
        ["2026-01-18 00:00..2026-01-19 00:00 has 60 kWh at 2026-01-18 00:00 UTC+00, 6 times the greatest of the 7 "
            + "days before, 10 kWh"],
        Checked.Spike(5, 7).Finds(Checked.Usual(10, 50, 10, 10, 10, 10, 10, 10, 10, 60)));

    [Fact]
    public void A_lasting_rise_is_the_new_usual_once_too_little_is_left_of_the_old() => Assert.Equal(
        new LocalDate[] { new(2026, 2, 10), new(2026, 3, 4) },
        Checked.Spike(5).Spans(
                Checked.Series("2026-01-01..2026-06-01", 1440, at => at.Date < new LocalDate(2026, 2, 10) ? 1 : 8),
                Instant.FromUtc(2026, 1, 1, 0, 0))
            .SelectMany(span => new[] { span.Start, span.End }).Select(at => at.InUtc().Date));

    [Fact]
    public void What_was_before_is_not_judged() => Assert.Equal(
        ["2026-01-12 00:00..2026-01-13 00:00"],
        Checked.Spike(5).FindsFrom(new(2026, 1, 12), Checked.Usual(10, 10, 100, 110, 10)).Select(one => one[..34]));

    [Fact]
    public void An_estimate_is_judged_like_a_measurement()
    {
        var days = Checked.Usual(10, 10, 10);
        days.Set(10, 100, new(QualityKind.Estimated, 62));
        Assert.Single(Checked.Spike(5).Finds(days));
    }

    [Fact]
    public void Steps_of_registers_are_told_in_the_unit() => Assert.Equal(
        ["2026-01-11 00:00..2026-01-12 00:00 has 566 kWh at 2026-01-11 00:00 UTC+00, 20 times the greatest of the 28 "
            + "days before, 28.3 kWh"],
        Checked.Spike(5).Finds(Checked.Usual(10, 10, 200) with { Factor = 2.83m }));

    [Fact]
    public void Twice_the_reach_is_looked_at() => Assert.Equal(56, Checked.Spike(5).DaysBefore);
}

using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Metering;

public class A_row_is_judged_at_the_door
{
    private static readonly Instant Now = Instant.FromUtc(2030, 1, 1, 0, 0);

    private readonly Judge _judge = new("reads.csv", Now);

    [Theory]
    [InlineData("Europe/London", "2025-03-30", 46)]
    [InlineData("Europe/London", "2025-06-01", 48)]
    [InlineData("Europe/London", "2025-10-26", 50)]
    [InlineData("Australia/Sydney", "2026-04-05", 50)]
    [InlineData("Australia/Sydney", "2026-10-04", 46)]
    [InlineData("Australia/Brisbane", "2026-10-04", 48)]
    [InlineData("Australia/Lord_Howe", "2026-04-05", 49)]
    [InlineData("Australia/Lord_Howe", "2026-10-04", 47)]
    [InlineData("America/New_York", "2026-11-01", 50)]
    [InlineData("America/Sao_Paulo", "2018-11-04", 46)]
    [InlineData("America/Havana", "2025-11-02", 50)]
    public void A_whole_day_has_as_many_readings_as_the_day_has(string zone, string day, int count)
    {
        var connection = House(zone);
        foreach (var given in new[] { 46, 47, 48, 49, 50 })
        {
            var verdict = _judge.Of(Day(day, given), connection);
            Assert.Equal(given == count ? null : "wrong-interval-count", verdict.Rejection?.Code);
            if (given != count) continue;
            Assert.Equal(LocalDay.StartOf(Date(day), connection.Zone),
                Grid.StartOf(verdict.First, 30, connection.Zone));
            Assert.Equal(LocalDay.StartOf(Date(day).PlusDays(1), connection.Zone),
                Grid.StartOf(verdict.First + count, 30, connection.Zone));
        }
    }

    [Theory]
    [InlineData("2025-06-01T05:00", null, null)]
    [InlineData("2025-06-01T00:00", null, null)]
    [InlineData("2025-06-01T04:00", 0, null)]
    [InlineData("2025-06-01T06:00", null, "off-grid")]
    [InlineData("2025-06-01T00:00", 1, "off-grid")]
    public void A_gas_day_starts_in_the_morning(string start, int? offset, string? code)
    {
        var house = House(minutes: 1440);
        var gas = house with
        {
            Channels = new Dictionary<string, Channel> { ["import"] = house.Channels["import"] with
            {
                DayStart = new LocalTime(5, 0),
            } },
        };
        var row = Row(NodaTime.Text.LocalDateTimePattern.GeneralIso.Parse(start + ":00").Value, minutes: 1440) with
        {
            Offset = offset is { } hours ? Offset.FromHours(hours) : null,
        };
        var verdict = _judge.Of(row, gas);
        Assert.Equal(code, verdict.Rejection?.Code);
        if (code is null) Assert.Equal(new LocalDate(2025, 6, 1), Grid.DateOf(verdict.First));
    }

    // F30
    [Fact]
    public void In_every_zone_a_day_takes_its_own_number_of_readings_and_no_other()
    {
        var (from, to) = (Instant.FromUtc(2024, 1, 1, 0, 0), Instant.FromUtc(2028, 1, 1, 0, 0));
        foreach (var zone in DateTimeZoneProviders.Tzdb.Ids.Select(id => DateTimeZoneProviders.Tzdb[id]))
            foreach (var change in zone.GetZoneIntervals(from, to))
            {
                var day = Instant.Max(change.HasStart ? change.Start : from, from).InZone(zone).Date;
                var length = LocalDay.StartOf(day.PlusDays(1), zone) - LocalDay.StartOf(day, zone);
                var count = (int)(length.BclCompatibleTicks / NodaConstants.TicksPerMinute / 5);
                var connection = House(zone.Id, minutes: 5);
                foreach (var given in new[] { count - 12, count, count + 12 })
                {
                    var verdict = _judge.Of(Row(day.AtMidnight(), given, wholeDay: true, minutes: 5), connection);
                    Assert.Equal(given == count ? null : "wrong-interval-count", verdict.Rejection?.Code);
                }
            }
    }

    // F30
    [Fact]
    public void A_wrong_day_is_named()
    {
        var fault = _judge.Of(Day("2025-03-30", 48), House()).Rejection!;
        Assert.Equal("reads.csv:12: Connection house, channel import, has 48 readings of 30 minutes on 2025-03-30, "
            + "a day of 46 in Europe/London.", fault.ToString());
    }

    [Fact]
    public void A_day_by_a_clock_without_summer_time_always_has_48() =>
        Assert.Null(_judge.Of(Day("2025-03-30", 48) with { Offset = Offset.Zero }, House()).Rejection);

    // F31
    [Fact]
    public void A_time_that_the_clocks_show_twice_is_ambiguous() =>
        Says("ambiguous-local-time", "2025-10-26 01:30, a time that the clocks of Europe/London show twice that day.",
            Row(new LocalDateTime(2025, 10, 26, 1, 30)));

    // F32
    [Fact]
    public void A_time_that_the_clocks_skip_is_none() =>
        Says("no-such-local-time", "2025-03-30 01:30, a time that the clocks of Europe/London skip.",
            Row(new LocalDateTime(2025, 3, 30, 1, 30)));

    [Fact]
    public void A_date_that_a_zone_left_out_is_none()
    {
        var samoa = House("Pacific/Apia", minutes: 1440);
        Assert.Equal("no-such-local-time",
            _judge.Of(Row(new LocalDateTime(2011, 12, 30, 0, 0), minutes: 1440), samoa).Rejection?.Code);
        Assert.Null(_judge.Of(Row(new LocalDateTime(2011, 12, 31, 0, 0), minutes: 1440), samoa).Rejection);
    }

    [Fact]
    public void With_an_offset_both_hours_of_autumn_are_taken()
    {
        var row = Row(new LocalDateTime(2025, 10, 26, 1, 30));
        var summer = _judge.Of(row with { Offset = Offset.FromHours(1) }, House());
        var winter = _judge.Of(row with { Offset = Offset.Zero }, House());
        Assert.Null(summer.Rejection);
        Assert.Equal(summer.First + 2, winter.First);
    }

    [Theory]
    [InlineData("2025-01-01T00:15:00")]
    [InlineData("2025-01-01T00:00:01")]
    public void A_reading_off_the_grid_is_refused(string start) =>
        Says("off-grid", "has readings of 30 minutes, and none starts at",
            Row(NodaTime.Text.LocalDateTimePattern.ExtendedIso.Parse(start).Value));

    [Theory]
    [InlineData("Asia/Kolkata", 60)]
    [InlineData("Asia/Kathmandu", 30)]
    [InlineData("Asia/Kathmandu", 60)]
    [InlineData("Australia/Adelaide", 60)]
    public void Hours_that_do_not_begin_with_the_hours_of_UTC_are_on_their_own_grid(string zone, int minutes)
    {
        var connection = House(zone, minutes);
        var verdict = _judge.Of(Row(new LocalDateTime(2025, 7, 1, 3, 0), minutes: minutes), connection);
        Assert.Null(verdict.Rejection);
        Assert.NotEqual(0, verdict.Grid.PhaseSeconds);
        Assert.Equal(new LocalDateTime(2025, 7, 1, 3, 0),
            Grid.StartOf(verdict.First, minutes, connection.Zone).InZone(connection.Zone).LocalDateTime);
    }

    // F33
    [Fact]
    public void Error_codes_are_quarantined()
    {
        long[] codes =
            [4_294_967_295_000, 2_147_483_647_000, -2_147_483_648_000, 4_294_967_295_000_000, 2_147_483_647_000_000];
        foreach (var code in codes)
            Says("error-code", "which meters send for an error.", Row(June, values: [code]));
        Assert.Null(_judge.Of(Row(June, values: [4_294_967_294_000]), House(limit: null)).Rejection);
    }

    // F33
    [Fact]
    public void More_than_the_limit_allows_is_quarantined()
    {
        Says("above-limit", "has 11.500001 kWh at 2025-06-01 00:00; its limit of 23 kW allows no more than 11.5 kWh.",
            Row(June, values: [11_500_001]), House(limit: 23));
        Assert.Null(_judge.Of(Row(June, values: [11_500_000]), House(limit: 23)).Rejection);
    }

    // F33
    [Fact]
    public void At_what_was_agreed_it_is_taken_and_above_it_quarantined() =>
        Gen.Select(Gen.Int[1, 500_000], Gen.Int[0, 4], Gen.Int[-2, 2], Gen.Int[0, 400_000]).Sample(
            (watts, length, beside, spread) =>
            {
                int[] lengths = [5, 10, 15, 30, 60];
                var minutes = lengths[length];
                // A Wh is a thousand counts.
                var most = watts * 1_000L * minutes / 60;
                var value = Math.Max(0, most + beside * (spread % 2 == 0 ? 1 : spread));
                var house = House(minutes: minutes, limit: Exact.Ratio(watts, 1_000));
                var rejection = new Judge("reads.csv", Now)
                    .Of(Row(June, minutes: minutes, values: [value]), house).Rejection;
                Assert.Equal(value > most ? "above-limit" : null, rejection?.Code);
            });

    // F34
    [Fact]
    public void On_no_other_channel_a_value_below_zero_is_taken() =>
        Gen.Select(Gen.Long[-4_000_000, 4_000_000], Gen.Bool).Sample((value, isNet) =>
        {
            var row = Row(June, values: [value]) with { Channel = isNet ? "net" : "import" };
            Assert.Equal(isNet || value >= 0 ? null : "negative-import", _judge.Of(row, House()).Rejection?.Code);
        });

    // F34
    [Fact]
    public void Only_a_net_channel_may_be_negative()
    {
        Says("negative-import", "has -0.001 kWh at 2025-06-01 00:00; only a net channel may be negative.",
            Row(June, values: [-1_000]));
        Assert.Null(_judge.Of(Row(June, values: [-1_000]) with { Channel = "net" }, House()).Rejection);
    }

    [Fact]
    public void A_unit_of_another_dimension_is_refused() =>
        Says("wrong-unit", "is measured in kWh, but the values are in kVArh.",
            Row(June) with { Unit = Unit.Parse("kVArh", null, [], out _) });

    [Fact]
    public void Readings_of_another_length_are_refused() =>
        Says("wrong-interval-length", "has readings of 30 minutes, but the row has readings of 15 minutes.",
            Row(June, minutes: 15));

    [Fact]
    public void What_is_not_over_cannot_have_been_measured()
    {
        var row = Row(new LocalDateTime(2029, 12, 31, 23, 0), 3);
        Says("future", "has a reading at reading 3 from 2029-12-31 23:00 that ends after the file was received.", row);
        var blank = new Reading(0, Quality.Missing);
        Assert.Null(_judge.Of(row with { Readings = [row.Readings[0], row.Readings[1], blank] }, House()).Rejection);
    }

    [Fact]
    public void A_missing_value_is_not_judged() =>
        Assert.Null(_judge.Of(Row(June) with { Readings = [new(-5, Quality.Missing)] }, House()).Rejection);

    private static readonly LocalDateTime June = new(2025, 6, 1, 0, 0);

    private void Says(string code, string sentence, MeterRow row, Connection? connection = null)
    {
        var fault = _judge.Of(row, connection ?? House()).Rejection;
        Assert.Equal(code, fault?.Code);
        Assert.Contains(sentence, fault!.Message, StringComparison.Ordinal);
        Assert.StartsWith("reads.csv:12: Connection house, channel import, ", fault.ToString());
        Assert.Contains(code, Judge.Reasons);
    }

    private static Connection House(string zone = "Europe/London", int minutes = 30, Exact? limit = null) =>
        Store.TestStore.House("house", zone, minutes, ["import", "net"], limit);

    private static LocalDate Date(string day) => NodaTime.Text.LocalDatePattern.Iso.Parse(day).Value;

    private static MeterRow Day(string day, int count) => Row(Date(day).AtMidnight(), count, wholeDay: true);

    private static MeterRow Row(
        LocalDateTime start, int count = 1, bool wholeDay = false, int minutes = 30, long[]? values = null) =>
        new(12, "house", "import", Unit.KilowattHour, minutes, start, null, wholeDay, 0,
            [.. (values ?? [.. Enumerable.Repeat(1_000L, count)]).Select(value => new Reading(value, Quality.Actual))]);
}

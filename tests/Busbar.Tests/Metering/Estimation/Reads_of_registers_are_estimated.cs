using Busbar.Metering;
using Busbar.Metering.Estimation;
using Busbar.Quantities;
using Busbar.Tests.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Tests.Metering.Estimation;

public class Reads_of_registers_are_estimated
{
    private static readonly DateTimeZone London = DateTimeZoneProviders.Tzdb["Europe/London"];

    private static readonly DailyAverageMethod DailyAverage = new(null);

    private static Connection House(int digits = 5, LocalDate? to = null, params string[] registers) =>
        TestStore.House("c1", minutes: 1440, channels: ["import"]) with
        {
            Meters =
            [
                new("M", new(2025, 1, 1), to, [.. registers.DefaultIfEmpty("1").Select(id =>
                    new Register(id, "import", digits, 0, Exact.One, Unit.KilowattHour, null))], default),
            ],
            YearlyConsumption = new Dictionary<string, Exact> { ["import"] = 3650 },
        };

    private static Instant Midnight(int year, int month, int day) => LocalDay.StartOf(new(year, month, day), London);

    private static (RegisterName, RegisterRead) Read(
        int year, int month, int day, long shown, QualityKind kind = QualityKind.Actual, string register = "1") =>
        (new("M", register), new(Midnight(year, month, day), shown * 1_000_000, new(new(kind), 0, 1)));

    private static Estimates Of(
        Connection house, string period, EstimationMethod[] methods, params (RegisterName, RegisterRead)[] reads) =>
        Of(house, period, methods, [], reads);

    private static Estimates Of(
        Connection house, string period, EstimationMethod[] methods, IReadOnlyList<Interval> suspicious,
        params (RegisterName, RegisterRead)[] reads) =>
        Estimates.Of(house, "import", Days.Parse(period)!.Value,
            reads.ToLookup(read => read.Item1, read => read.Item2), methods,
            new Dictionary<string, Series> { ["domestic"] = Profile() }, suspicious, Midnight(2030, 1, 1));

    /// <summary>Twice as much a day in the months of winter as in the others.</summary>
    private static Series Profile()
    {
        var span = new Days(new(2025, 1, 1), new(2027, 1, 1)).InstantsIn(London);
        var series = Series.Empty("domestic", 1440, London, Series.PriceScale, span.Start, span.End);
        for (var slot = 0; slot < series.Length; slot++)
            series.Set(
                slot, series.StartOf(slot).InZone(London).Month is 12 or 1 or 2 ? 0.004m : 0.002m, Quality.Actual);
        return series;
    }

    private static string Made(Estimates estimates)
    {
        var read = Assert.Single(estimates.Reads);
        return $"{read.Register} on {read.At.InZone(London).Date:uuuu-MM-dd}: {read.Micros / 1_000_000} "
            + $"{read.Method.Quality}, {read.Basis}";
    }

    private static string Why(Estimates estimates)
    {
        Assert.Empty(estimates.Reads);
        return string.Join("; ", Assert.Single(estimates.Open).Reasons);
    }

    [Fact]
    public void WE10_2_eighteen_a_day_are_558_in_a_month() => Assert.Equal(
        // March has a day of 23 hours, and 31 days all the same.
        "meter M, register 1 on 2026-04-01: 2062 E65, 18.000000 kWh/day, the average of 2026-02-01 to 2026-03-01, over "
        + "31.000 days",
        Made(Of(House(), "2026-03", [DailyAverage], Read(2026, 2, 1, 1000), Read(2026, 3, 1, 1504))));

    [Fact]
    public void What_was_suspicious_is_no_basis()
    {
        (RegisterName, RegisterRead)[] reads =
            [Read(2025, 12, 1, 380), Read(2026, 1, 1, 690), Read(2026, 2, 1, 1000), Read(2026, 3, 1, 5000)];
        Assert.StartsWith("meter M, register 1 on 2026-04-01: 5310 E65, 10.000000 kWh/day, the average of 2026-01-01 "
            + "to 2026-02-01", Made(Of(House(), "2026-03", [DailyAverage],
                [new Interval(Midnight(2026, 2, 10), Midnight(2026, 2, 11))], reads)), StringComparison.Ordinal);
        // What was accepted as an advance is known by the read itself.
        var (name, last) = reads[^1];
        reads[^1] = (name, last with { AcceptedAfter = (reads[^2].Item2.At, reads[^2].Item2.Micros) });
        Assert.StartsWith("meter M, register 1 on 2026-04-01: 5310 E65",
            Made(Of(House(), "2026-03", [DailyAverage], reads)), StringComparison.Ordinal);
        Assert.Equal("daily-average: there is something suspicious between any two of its measured reads, which is no "
            + "basis", Why(Of(House(), "2026-03", [DailyAverage], reads[2..])));
    }

    [Fact]
    public void A_register_goes_on_after_nought() => Assert.StartsWith(
        // 112 in 28 days, so 124 in 31.
        "meter M, register 1 on 2026-04-01: 136 E65",
        Made(Of(House(3), "2026-03", [DailyAverage], Read(2026, 2, 1, 900), Read(2026, 3, 1, 12))),
        StringComparison.Ordinal);

    [Fact]
    public void Estimates_are_no_basis() => Assert.StartsWith(
        "meter M, register 1 on 2026-04-01: 1900 E65",
        Made(Of(House(), "2026-03", [DailyAverage], Read(2026, 1, 1, 1000), Read(2026, 2, 1, 1310),
            Read(2026, 3, 1, 1500, QualityKind.Estimated), Read(2026, 2, 20, 1400, QualityKind.Substituted))),
        StringComparison.Ordinal);

    // F38
    [Fact]
    public void A_glitch_of_nought_is_no_basis() => Assert.StartsWith(
        "meter M, register 1 on 2026-04-01: 1900 E65",
        Made(Of(House(), "2026-03", [DailyAverage], Read(2026, 1, 1, 1000), Read(2026, 1, 15, 0),
            Read(2026, 1, 20, 0), Read(2026, 2, 1, 1310))), StringComparison.Ordinal);

    [Fact]
    public void What_is_below_an_estimated_read_is_none() => Assert.Equal(
        "daily-average: an estimated read after 2026-02-01 lies above what it gives",
        Why(Of(House(), "2026-03", [DailyAverage], Read(2026, 1, 1, 1000), Read(2026, 2, 1, 1310),
            Read(2026, 3, 1, 5000, QualityKind.Estimated))));

    [Fact]
    public void A_meter_that_goes_is_read_on_its_last_day() => Assert.StartsWith(
        "meter M, register 1 on 2026-03-11: 1410 E65",
        Made(Of(House(to: new(2026, 3, 11)), "2026-03", [DailyAverage], Read(2026, 2, 1, 1030),
            Read(2026, 3, 1, 1310))), StringComparison.Ordinal);

    [Fact]
    public void A_day_of_gas_is_read_when_it_starts()
    {
        var house = House();
        var gas = house with
        {
            Channels = house.Channels.ToDictionary(one => one.Key,
                one => one.Value with { DayStart = new LocalTime(5, 0) }),
        };
        (RegisterName, RegisterRead) At(int year, int month, int day, long shown) =>
            Read(year, month, day, shown) is var (name, read)
                ? (name, read with { At = gas.StartOf(new(year, month, day), "import") }) : default;
        var made = Assert.Single(Of(gas, "2026-03", [DailyAverage, new ProfileMethod("domestic")],
            At(2026, 2, 1, 1000), At(2026, 3, 1, 1504)).Reads);
        Assert.Equal((new LocalDateTime(2026, 4, 1, 5, 0), 2062_000_000),
            (made.At.InZone(London).LocalDateTime, made.Micros));
        // A profile's values are those of the dates: 3650 kWh times 31 days of 0.002.
        Assert.Equal(1226_000_000,
            Assert.Single(Of(gas, "2026-03", [new ProfileMethod("domestic")], At(2026, 3, 1, 1000)).Reads).Micros);
    }

    [Fact]
    public void A_later_read_needs_no_estimate()
    {
        var estimates = Of(House(), "2026-03", [DailyAverage], Read(2026, 2, 1, 1000), Read(2026, 4, 20, 1400));
        Assert.Empty(estimates.Reads);
        Assert.Empty(estimates.Open);
    }

    [Fact]
    public void Seasons_follow_a_profile() => Assert.StartsWith(
        // Ten a day in February, half of it in March.
        "meter M, register 1 on 2026-04-01: 1435 E65, the advance of 2026-02-01 to 2026-03-01 by the profile domestic",
        Made(Of(House(), "2026-03", [new DailyAverageMethod("domestic")], Read(2026, 2, 1, 1000),
            Read(2026, 3, 1, 1280))), StringComparison.Ordinal);

    [Fact]
    public void A_yearly_consumption_is_spread_by_a_profile() => Assert.Equal(
        // 3650 kWh, of which each of March's days has two thousandths: 226.3.
        "meter M, register 1 on 2026-04-01: 1226 E63, 3650 kWh a year times 0.062000, which the profile domestic has "
        + "since 2026-03-01",
        Made(Of(House(), "2026-03", [DailyAverage, new ProfileMethod("domestic")], Read(2026, 3, 1, 1000))));

    [Fact]
    public void Agreed_and_zero_carry_on_too()
    {
        var agreed = new AgreedMethod(5, Dimension.Energy, "agreed 5 kWh/day");
        Assert.Equal("meter M, register 1 on 2026-04-01: 1155 E64, as agreed from 2026-03-01 on",
            Made(Of(House(), "2026-03", [agreed], Read(2026, 3, 1, 1000))));
        Assert.Equal("meter M, register 1 on 2026-04-01: 1000 E68, as it was on 2026-03-01",
            Made(Of(House(), "2026-03", [new ZeroMethod()], Read(2026, 3, 1, 1000))));
    }

    [Fact]
    public void Each_method_says_why_it_can_not()
    {
        Assert.Equal(
            "like-day: it is for readings of intervals; daily-average: only one read of the meter is measured",
            Why(Of(House(), "2026-03", [new LikeDayMethod(), DailyAverage], Read(2026, 3, 1, 1000))));
        Assert.Equal(
            ["a read at the beginning or before isn't estimated: import it", "no read of the meter is measured before"],
            Of(House(), "2026-03", [DailyAverage]).Open.SelectMany(hole => hole.Reasons));
        Assert.Equal("no method is declared: name some under estimates: in the book",
            Why(Of(House(), "2026-03", [], Read(2026, 3, 1, 1000))));
        Assert.Equal("daily-average: its last two measured reads contradict each other",
            Why(Of(House(), "2026-03", [DailyAverage], Read(2026, 2, 1, 1000), Read(2026, 3, 1, 900))));
        Assert.Equal("daily-average: it would have gone half of the register's range or more",
            Why(Of(House(2), "2026-03", [DailyAverage], Read(2026, 2, 1, 10), Read(2026, 3, 1, 58))));
        Assert.Equal(
            "profile domestic: several registers count the channel, and a yearly consumption is for all of them",
            Why(Of(House(registers: ["1", "2"]), "2026-03", [new ProfileMethod("domestic")], Read(2026, 3, 1, 1000),
                Read(2026, 3, 1, 1000, register: "2"), Read(2026, 4, 1, 1000, register: "2"))));
        Assert.Equal("profile domestic: the profile domestic has no value on 2027-01-01", Why(Of(
            House(), "2027-01", [new ProfileMethod("domestic")], Read(2026, 12, 1, 1000))));
    }
}

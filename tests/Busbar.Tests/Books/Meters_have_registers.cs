using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Tests.Rating;
using NodaTime;

namespace Busbar.Tests.Books;

public class Meters_have_registers
{
    private const string Calendars = """
        calendars:
          day-night: { bands: { day: "daily 07:00-24:00", night: rest } }
          peak: { bands: { peak: "daily 16:00-19:00", off: rest } }
        """;

    private const string Flat = """
        product: p
        from: 2020-01-01
        interval: day
        channels: { import: kWh }
        charges: [{ name: Energy, quantity: import, price: 0.20 GBP/kWh }]
        """;

    private static readonly string TwoRates = Flat.Replace(
        "0.20 GBP/kWh", "\"by(day-night, day = 0.30 GBP/kWh, night = 0.10 GBP/kWh)\"", StringComparison.Ordinal);

    private static string Connection(string meters, string interval = "day") => $$"""
        - connection: c1
          interval: {{interval}}
          channels: { import: kWh, volume: m3 }
          meters: [{{meters}}]
        """;

    private static string Meter(string registers, string id = "A", string days = "from: 2020-01-01") =>
        $"{{ meter: {id}, {days}, registers: [{registers}] }}";

    private static IEnumerable<string> Faults(string meters, string interval = "day") => Bench.Faults(
        Flat, Calendars, connections: Connection(meters, interval)).Select(fault => $"{fault.Code}: {fault.Message}");

    [Fact]
    public void What_is_not_said_is_usual()
    {
        var meter = Bench.Of(Flat, connections: Connection(Meter("{ register: 1.8.1, channel: import, digits: 5 }")))
            .Book.Connections["c1"].Meters[0];
        Assert.Equal(("A", new LocalDate(2020, 1, 1), (LocalDate?)null), (meter.Id, meter.From, meter.To));
        Assert.Equal(new Register("1.8.1", "import", 5, 0, Exact.One, Unit.KilowattHour, null), meter.Registers[0]);
    }

    [Fact]
    public void A_register_may_have_decimals_a_multiplier_a_unit_and_a_band()
    {
        var register = Bench.Of(Flat, Calendars, connections: Connection(Meter(
            "{ register: 1, channel: import, digits: 6, decimals: 2, multiplier: 40, unit: MWh, calendar: peak, "
            + "band: peak }, { register: 2, channel: import, digits: 6, calendar: peak, band: off }")))
            .Book.Connections["c1"].Meters[0].Registers[0];
        Assert.Equal((6, 2, (Exact)400, "peak"),
            (register.Digits, register.Decimals, register.Step, register.Band!.Name));
    }

    [Theory]
    [InlineData("{ register: 1, channel: inport, digits: 5 }",
        "unknown-channel: There is no channel inport, which register 1 names.")]
    [InlineData("{ register: 1, channel: import }", "missing-key: digits is missing in register 1.")]
    [InlineData("{ register: 1, channel: import, digits: 13 }",
        "bad-number: digits of register 1 is the text 13; expected a whole number from 1 to 12.")]
    [InlineData("{ register: 1, channel: import, digits: 5, decimals: 7 }",
        "bad-number: decimals of register 1 is the text 7; expected a whole number from 0 to 6.")]
    [InlineData("{ register: 1, channel: import, digits: 5, multiplier: 0 }",
        "bad-number: multiplier of register 1 must be above zero.")]
    [InlineData("{ register: 1, channel: import, digits: 5, unit: m3 }",
        "wrong-unit: register 1 counts in m3, and channel import is in kWh.")]
    [InlineData("{ register: 1, channel: import, digits: 5, calendar: peak }",
        "missing-key: register 1 has a calendar and no band.")]
    [InlineData("{ register: 1, channel: import, digits: 5, calendar: peak, band: peek }",
        "unknown-band: Calendar peak has no band peek, which register 1 names.")]
    [InlineData("{ register: 1, channel: import, digits: 5, calendar: peak, band: peak }",
        "missing-band: meter A counts channel import by peak and has no register for off.")]
    [InlineData("{ register: 1, channel: import, digits: 5, calendar: peak, band: peak }, "
        + "{ register: 2, channel: import, digits: 5, calendar: day-night, band: day }",
        "wrong-bands: meter A counts channel import by peak and by day-night.")]
    [InlineData("{ register: 1, channel: import, digits: 5, calendar: peak, band: peak }, "
        + "{ register: 2, channel: import, digits: 5 }",
        "wrong-bands: meter A counts channel import by peak and without bands as well: what of both is the whole "
        + "can't be told.")]
    [InlineData("{ register: 1, channel: import, digits: 5 }, { register: 1, channel: import, digits: 5 }",
        "duplicate-id: meter A has two registers 1.")]
    [InlineData("{ register: \"1,2\", channel: import, digits: 5 }", "bad-id: register of register 1,2 is the text "
        + "1,2; expected up to 40 characters without commas, and no blank at either end.")]
    [InlineData("{ register: 1 2, channel: import, digits: 5 }, { register: 1_2, channel: import, digits: 5 }",
        "duplicate-id: meter A has two registers 1 2.")]
    public void A_register_that_is_wrong_is_refused(string registers, string fault) =>
        Assert.Equal([fault], Faults(Meter(registers)));

    private const string Plain = "{ register: 1, channel: import, digits: 5 }";

    [Fact]
    public void Two_meters_do_not_count_one_channel_on_the_same_day() => Assert.Equal(
        ["overlapping-meters: Meters A and B of connection c1 both count channel import from 2025-07-14."],
        Faults($"{Meter(Plain)}, {Meter(Plain, "B", "from: 2025-07-14")}"));

    [Fact]
    public void A_meter_comes_before_it_goes() => Assert.Equal(
        ["bad-date: meter A is gone on the day it comes, or before."],
        Faults(Meter(Plain, days: "from: 2025-07-14, to: 2025-07-14")));

    [Fact]
    public void Registers_give_values_by_the_day_where_no_profile_says_more()
    {
        var alone = Connection(Meter(Plain), "30min").Replace(", volume: m3", "", StringComparison.Ordinal);
        var fault = Assert.Single(Bench.Faults(Flat, connections: alone));
        Assert.Equal(("too-fine", "connection c1 has meters that are read now and then, which gives a value per day, "
            + "and no interval of a day.",
            "Write interval: day, or profile: the name of the series that says how its days are used."),
            (fault.Code, fault.Message, fault.Hint));
        // Beside readings of intervals they may stand: what they count is by the day all the same.
        var connection = Bench.Of(Flat, connections: Connection(Meter(Plain), "30min"))
            .Book.Connections["c1"];
        Assert.Equal((1440, 30), (connection.IntervalOf("import"), connection.IntervalOf("volume")));
    }

    [Fact]
    public void A_meter_keeps_its_dial() => Assert.Equal(
        ["different-register: Register 1 of meter A has other digits or decimals than on the meter's days before."],
        Faults($"{Meter(Plain, days: "from: 2020-01-01, to: 2025-07-14")}, "
            + Meter(Plain.Replace("5", "6", StringComparison.Ordinal), days: "from: 2025-07-14")));

    [Fact]
    public void Multipliers_that_cannot_be_summed_are_refused() => Assert.Equal(
        ["bad-number: The multipliers of the registers that count channel import of connection c1 have too many "
            + "decimals to be summed."],
        Faults(Meter("{ register: 1, channel: import, digits: 12, multiplier: 1.000000001 }, "
            + "{ register: 2, channel: import, digits: 12 }")));

    private static IEnumerable<string> Unfit(string meters, string product, string interval = "day") => Bench.Faults(
        product, Calendars, connections: Connection(meters, interval))
        .Select(fault => $"{fault.Code}: {fault.Message}");

    [Fact]
    public void A_price_by_bands_needs_registers_that_count_them() => Assert.Equal(
        ["wrong-bands: The charge Energy of product p needs the bands of calendar day-night; meter A of connection "
            + "c1, there from 2020-01-01, counts channel import without bands."], Unfit(Meter(Plain), TwoRates));

    [Fact]
    public void Registers_of_another_calendar_do_not_fit() => Assert.Equal(
        ["wrong-bands: The charge Energy of product p needs the bands of calendar day-night; meter A of connection "
            + "c1, there from 2020-01-01, counts channel import by those of peak."],
        Unfit(Meter("{ register: 1, channel: import, digits: 5, calendar: peak, band: peak }, "
            + "{ register: 2, channel: import, digits: 5, calendar: peak, band: off }"), TwoRates));

    [Fact]
    public void Readings_by_the_day_have_no_bands() => Assert.Equal(
        ["no-bands: The charge Energy of product p needs the bands of calendar day-night; connection c1 has readings "
            + "of channel import by the day, in which they can't be told apart."], Unfit("", TwoRates));

    [Fact]
    public void Readings_longer_than_a_band_do_not_fit() => Assert.Equal(
        ["too-coarse: The charge Energy of product p needs the bands of calendar half, some of which begin or end "
            + "within the readings of connection c1."],
        Bench.Faults(TwoRates.Replace("day-night", "half", StringComparison.Ordinal),
            "calendars: { half: { bands: { day: \"daily 07:30-24:00\", night: rest } } }",
            connections: Connection("", "60min")).Select(fault => $"{fault.Code}: {fault.Message}"));

    [Fact]
    public void A_meter_that_was_gone_before_the_agreement_does_not_matter()
    {
        var two = "{ register: D, channel: import, digits: 5, calendar: day-night, band: day }, "
            + "{ register: N, channel: import, digits: 5, calendar: day-night, band: night }";
        Bench.Of(TwoRates, Calendars, connections: Connection(
                $"{Meter(Plain, days: "from: 2020-01-01, to: 2025-07-14")}, {Meter(two, "B", "from: 2025-07-14")}"),
            agreements: "- { agreement: a, account: acc, product: p, connections: c1, from: 2025-07-14 }");
    }

    [Fact]
    public void A_charge_has_the_bands_of_one_calendar() => Assert.Equal(
        ["several-calendars: The charge Energy chooses by day-night and by peak within days, and a product by the "
            + "day has the bands of one of them."],
        Unfit(Meter(Plain), Flat.Replace("0.20 GBP/kWh", "\"by(day-night, day = 1 GBP/kWh, night = 2 GBP/kWh) + "
            + "by(peak, peak = 1 GBP/kWh, off = 2 GBP/kWh)\"", StringComparison.Ordinal)));

    [Fact]
    public void Bands_of_a_day_are_no_unbroken_time() => Assert.Equal(
        ["no-order: The charge Energy asks for an unbroken time and chooses by day-night within days: in a product "
            + "by the day the bands of a day don't follow each other."],
        Unfit(Meter(Plain), Flat.Replace("0.20 GBP/kWh",
            "\"when(unbroken(import > 2 kW * hours, 6 hours), 1 GBP/kWh, by(day-night, day = 1 GBP/kWh, night = 2 "
                + "GBP/kWh))\"",
            StringComparison.Ordinal)));

    private const string Fee = "charges: [{ name: Fee, quantity: days, price: 1 GBP/day }]";

    [Theory]
    [InlineData("{ gas: 5 }", "day-starts of gas is the text 5; expected the local time at which the days of that "
        + "channel start.", "Write gas: \"05:00\".")]
    [InlineData("{ gsa: \"05:00\" }", "day-starts names channel gsa, which no connection of the book has.",
        "Did you mean gas?")]
    public void Days_start_at_a_time_of_a_channel_that_there_is(string starts, string message, string hint)
    {
        var fault = Assert.Single(Bench.Faults(Fee, $"day-starts: {starts}",
            connections: "- { connection: c1, interval: day, channels: { gas: m3 } }", agreements: "[]"));
        Assert.Equal((message, hint), (fault.Message, fault.Hint));
    }

    [Fact]
    public void Days_that_start_otherwise_are_of_values_by_the_day() => Assert.Equal(
        "The days of channel gas start at 05:00, and connection c1 has readings within the day, which are of the day in"
        + " which they are.", Assert.Single(Bench.Faults(Fee, "day-starts: { gas: \"05:00\" }",
            connections: "- { connection: c1, interval: 60min, channels: { gas: m3 } }", agreements: "[]")).Message);
}

using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Tests.Tidy;
using NodaTime;

namespace Busbar.Tests.Formats;

public class Ocpi_gives_its_sessions
{
    private static readonly Instant Eight = Instant.FromUtc(2026, 7, 6, 8, 0);

    // WE8.13: 118.38 minutes are 1.973 hours, as the record says, and not the time between start and end.
    [Fact]
    public void The_example_of_the_specification_is_read()
    {
        var record = Assert.Single(Cdrs.Read(File.ReadAllText(
            Path.Combine(House.Root, "tests/data/ocpi/cdr_example.json"))));
        Assert.Equal((1, "BE*BEC", "12345", null), (record.Line, record.Operator, record.Number, record.Credits));
        Assert.Equal(("BE*BEC*E041503003", "1", "012345678", "DE8ACC12E46L89"),
            (record.Charger, record.Connector, record.Token, record.Contract));
        var session = record.Session;
        Assert.Equal(("BE*BEC 12345", "BE*BEC*E041503003/1", "DE8ACC12E46L89", (Exact)4m, "EUR"),
            (session.Id, session.Charger, session.Card, session.Cost!.Value, session.CostCurrency));
        Assert.Equal(new SessionPeriod(
            Instant.FromUtc(2024, 12, 5, 17, 39, 9), Instant.FromUtc(2024, 12, 5, 19, 37, 32), 15.342m,
            0, 1.973m, 0, 0, null, null), Assert.Single(session.Periods));
    }

    [Fact]
    public void A_period_ends_where_the_next_starts()
    {
        var session = Session("10:30", "08:00 ENERGY=7.5 TIME=0.75 MAX_POWER=11 MIN_CURRENT=10",
            "08:45 ENERGY=0.1 TIME=0.0333 POWER=3 MAX_POWER=4 STATE_OF_CHARGE=99 MAX_CURRENT=16 CURRENT=12",
            "08:47 PARKING_TIME=1.7167");
        Assert.Equal([
            new(Eight, At(45), 7.5m, 0, 0.75m, 0, 0, 11, 10),
            new(At(45), At(47), 0.1m, 0, 0.0333m, 0, 0, 3, 12),
            new(At(47), At(150), 0, 0, 0, 1.7167m, 0, null, null),
        ], session.Periods);
    }

    [Fact]
    public void Energy_below_zero_was_given_back() => Assert.Equal([
        new(Eight, At(60), 0, 2.5m, 1, 0, 0, null, null),
        new(At(60), At(120), 3, 1, 1, 0, 0, null, null),
        new(At(120), At(180), 4, 0, 1, 0, 0, null, null),
    ], Session("11:00", "08:00 ENERGY=-2.5 TIME=1", "09:00 ENERGY=2 ENERGY_IMPORT=3 ENERGY_EXPORT=1 TIME=1",
        "10:00 ENERGY=4 ENERGY_IMPORT=4 TIME=1").Periods);

    [Fact]
    public void A_period_without_a_time_takes_its_own() => Assert.Equal([
        new(Eight, At(20), 5, 0, Exact.Ratio(1, 3), 0, 0, null, null),
        new(At(20), At(50), 0, 0, 0, Exact.Ratio(1, 2), 0, null, null),
        new(At(50), At(60), 0, 0, 0, Exact.Ratio(1, 6), 0, null, null),
    ], Cdrs.Read(Cdrs.Of("1", "09:00", ["08:00 ENERGY=5", "08:20 ENERGY=0", "08:50 STATE_OF_CHARGE=80"], time: "1",
        parking: "0.6667"))[0].Session.Periods);

    [Fact]
    public void A_reservation_that_nobody_used_has_no_other_time() => Assert.Equal(
        [new(Eight, At(60), 0, 0, 0, 0, 1, null, null)], Session("09:00", "08:00 RESERVATION_TIME=1").Periods);

    [Fact]
    public void Energy_that_only_the_total_knows_goes_by_the_time_charged() => Assert.Equal([3.3333m, 0, 6.6667m],
        Cdrs.Read(Cdrs.Of("1", "11:30", ["08:00 TIME=1", "09:00 PARKING_TIME=0.5", "09:30 TIME=2"], energy: "10"))[0]
            .Session.Periods.Select(period => period.Energy.ToDecimal()));

    [Fact]
    public void Numbers_may_have_an_exponent() => Assert.Equal([(10.5m, 0.25m)], Cdrs.Read(Cdrs.Of(
        "1", "09:00", ["08:00 ENERGY=1.05e1 TIME=25E-2"], energy: "0.105E+2", time: "0.25"))[0].Session.Periods
            .Select(period => (period.Energy.ToDecimal(), period.Charging.ToDecimal())));

    [Fact]
    public void Times_are_utc_unless_they_say_otherwise()
    {
        var session = Session("2026-07-06T11:00:00+02:00", "2026-07-06T08:00:00 ENERGY=1 TIME=1");
        Assert.Equal((Eight, Eight + Duration.FromHours(1)), (session.Start, session.End));
    }

    [Fact]
    public void Version_2_2_1_calls_the_cost_otherwise()
    {
        var text = Cdrs.Simple("1").Replace("\"before_taxes\": 4.00, \"taxes\": []",
            "\"excl_vat\": 3.5, \"incl_vat\": 4.2", StringComparison.Ordinal);
        Assert.Equal(3.5m, Cdrs.Read(text)[0].Session.Cost!.Value.ToDecimal());
    }

    [Fact]
    public void A_credit_names_what_it_takes_back()
    {
        var record = Cdrs.Read(Cdrs.Credit("9-c", "9A"))[0];
        Assert.Equal(("9A", "BE*BEC 9A", "BE*BEC 9-C", -4m), (record.Credits, record.CreditsKey, record.Key,
            record.Session.Cost!.Value.ToDecimal()));
    }

    [Fact]
    public void Who_gave_energy_back_may_be_paid() => Assert.Equal(-1.2m, Cdrs.Read(Cdrs.Of("1", "09:00",
        ["08:00 ENERGY=-5 TIME=1"], cost: "-1.2"))[0].Session.Cost!.Value.ToDecimal());

    [Theory]
    [InlineData("{0}", "1")]
    [InlineData("[{0}, {1}]", "1 2")]
    [InlineData("[]", "")]
    [InlineData("{{ \"data\": [{0}, {1}], \"status_code\": 1000, \"timestamp\": \"2026-07-07T00:00:00Z\" }}", "1 2")]
    [InlineData("{{ \"status_code\": 1000, \"status_message\": null, \"data\": {0} }}", "1")]
    [InlineData("{{ \"data\": [] }}", "")]
    public void One_stands_alone_in_a_list_or_in_an_answer(string around, string ids)
    {
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, around,
            Cdrs.Simple("1"), Cdrs.Simple("2"));
        Assert.Equal(ids, string.Join(' ', Cdrs.Read(text).Select(record => record.Number)));
    }

    [Fact]
    public void Lines_are_those_of_the_file() => Assert.Equal([1, 20],
        Cdrs.Read($"[{Cdrs.Simple("1")},\n\n{Cdrs.Simple("2")}]").Select(record => record.Line));

    [Fact]
    public void Encoding_and_packing_change_nothing()
    {
        var text = Cdrs.Simple("1");
        byte[] utf16 = [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes(text)];
        foreach (var content in new[] { utf16, Files.Gzip(Files.Utf8(text)), Files.Zip(("a.json", Files.Utf8(text))) })
            Assert.Equal("1", Assert.Single(Busbar.Formats.MeterFile.Read(new MemoryStream(content), "c")
                .SelectMany(file => file.Records())).Number);
    }

    private static Instant At(int minutes) => Eight + Duration.FromMinutes(minutes);

    private static Session Session(string end, params string[] periods) => Cdrs.Read(Cdrs.Of("1", end, periods,
        energy: periods.Any(one => one.Contains("ENERGY_", StringComparison.Ordinal)) ? "3.5" : ""))[0].Session;
}

using Busbar.Quantities;
using Busbar.Tests.Tidy;

namespace Busbar.Tests.Rating;

/// <summary>Tariffs of OCPI as products: the figures that the specification publishes, and those of 5-domain.</summary>
public class Ocpi_tariffs_give_their_figures
{
    private const string Taxes = """
        taxes: { low: 5.2 %, reduced: 10 %, flat: 15 %, standard: 20 %, high: 25 % }
        """;

    private static Bench Of(string tariff, string currency = "EUR", string product = "") => Bench.Of(
        $"product: p\nfrom: 2020-01-01\n{product}ocpi:\n  {tariff.Replace("\n", "\n  ", StringComparison.Ordinal)}",
        Taxes, "Europe/Berlin", currency: currency,
        connections: "- { connection: c1, sessions: { card: A1 } }");

    private static Bench Example(string file, string currency = "EUR") =>
        Of(File.ReadAllText(Path.Combine(House.Root, "tests/data/ocpi", file)), currency);

    /// <summary>A tariff of a test's own: its elements, and what else it has.</summary>
    private static Bench Own(string elements, string more = "") =>
        Of($$"""{ "id": "own", "currency": "EUR", {{more}}"elements": [{{elements}}] }""");

    private static string Element(string components, string restrictions = "") =>
        $$"""{ "price_components": [{{components}}]{{(restrictions.Length == 0 ? ""
            : $$""", "restrictions": { {{restrictions}} }""")}} }""";

    private static string Price(string type, string price, int step = 1, int? vat = null) =>
        $$"""{ "type": "{{type}}", "price": {{price}}, "step_size": {{step}}{{(vat is { } rate
            ? $", \"vat\": {rate}" : "")}} }""";

    /// <summary>The month's cost before it is rounded to cents, without tax and with it; to six decimals, since what a
    /// period has is cut to a billionth.</summary>
    private static (string Net, string Gross) Exactly(Bench bench)
    {
        var charges = bench.Rated("2026-07");
        Exact Sum(bool isGross) => charges.SelectMany(charge => charge.Legs.Select(leg =>
            leg.Amounts.Values.Aggregate(Exact.Zero, (sum, amount) => sum + amount)
            * (isGross ? 1 + (leg.Leg.TaxRate ?? Exact.Zero) : Exact.One)))
            .Aggregate(Exact.Zero, (sum, amount) => sum + amount).Round(6, Rounding.HalfAway);
        return (Sum(false).ToString(), Sum(true).ToString());
    }

    private static (string Net, string Total) Billed(Bench bench) =>
        (bench.Bill("2026-07").Net.ToString(), bench.Bill("2026-07").Total.ToString());

    // Each of the table EV, and of the text of the specification.
    [Theory]
    [InlineData("tariff_8_simple_025kwh.json", "120min 20kWh", "5.00", "5.50")]
    [InlineData("tariff_9_025kwh_start.json", "120min 20kWh", "5.50", "6.10")]
    [InlineData("tariff_12_025kwh_min_price.json", "120min 20kWh", "5.00", "5.50")]
    [InlineData("tariff_12_025kwh_min_price.json", "10min 1kWh", "0.50", "0.55")]
    [InlineData("tariff_10_025kwh_parking_start.json", "120min 20kWh|40min idle", "7.00", "7.90")]
    [InlineData("tariff_1_simple_2hour.json", "150min 20kWh", "5.00", "5.50")]
    [InlineData("tariff_15_reservation_5_euro_per_hour.json", "15min reserved|120min 20kWh", "6.75", "7.60")]
    [InlineData("tariff_put_example.json", "118.38min 15.342kWh", "4.00", "4.40")]
    [InlineData("tariff_3_alt_url.json", "120min 20.45kWh", "5.63", "6.24")]
    [InlineData("tariff_13_simple_3hour_5parking.json", "150min 20kWh|42min idle", "11.25", "12.75")]
    [InlineData("tariff_2_alt_text.json", "150min 20kWh", "4.75", "5.00")]
    [InlineData("tariff_5_free_of_charge.json", "150min 20kWh|40min idle", "0.00", "0.00")]
    [InlineData("tariff_11_not_possible_alt_text.json", "150min 20kWh", "5.15", "5.50")]
    public void Those_of_the_examples(string file, string periods, string net, string total) => Assert.Equal(
        (net, total), Billed(Example(file).Session("s", "2026-07-06T09:30", periods.Split('|'))));

    [Theory]
    [InlineData("tariff_19_simple_north_american_exclusive.json", "5.00")]
    [InlineData("tariff_20_simple_north_american_inclusive.json", "5.25")]
    public void Those_of_north_america_say_nothing_of_tax(string file, string total) => Assert.Equal(total,
        Billed(Example(file, "CAD").Session("s", "2026-07-06T09:30", "150min 20kWh")).Total);

    private const string Week = "\"day_of_week\": [\"MONDAY\", \"TUESDAY\", \"WEDNESDAY\", \"THURSDAY\", \"FRIDAY\"]";

    private static string Hours(string from, string to) => $"\"start_time\": \"{from}\", \"end_time\": \"{to}\"";

    private static readonly string Complex = string.Join(", ",
        Element(Price("FLAT", "2.50", 1, 15)),
        Element(Price("TIME", "1.00", 900, 20), "\"max_current\": 32.00"),
        Element(Price("TIME", "2.00", 600, 20), "\"min_current\": 32, " + Week),
        Element(Price("TIME", "1.25", 600, 20), "\"min_current\": 32, \"day_of_week\": [\"SATURDAY\", \"SUNDAY\"]"),
        Element(Price("PARKING_TIME", "5.00", 300, 10), $"{Hours("09:00", "18:00")}, {Week}"),
        Element(Price("PARKING_TIME", "6.00", 300, 10),
            $"{Hours("10:00", "17:00")}, \"day_of_week\": [\"SATURDAY\"]"));

    // WE8.8: the specification's 12.28 for the Saturday is 1.20 an hour, and its tariff says 1.25.
    [Theory]
    [InlineData("2026-07-06T09:30", "165min 10kWh 16A|42min idle 0A", "9", "10.3")]
    [InlineData("2026-07-04T13:30", "114min 30kWh 43A|71min idle 0A", "12.375", "13.975")]
    public void The_complex_one(string start, string periods, string net, string gross) => Assert.Equal((net, gross),
        Exactly(Own(Complex).Session("s", start, periods.Split('|'))));

    private static readonly string Stepped = string.Join(", ",
        Element(Price("TIME", "1.20", 1800), Hours("00:00", "17:00")),
        Element(Price("TIME", "2.40", 900), Hours("17:00", "20:00")),
        Element(Price("PARKING_TIME", "1.00", 900), Hours("00:00", "20:00")));

    // WE8.9
    [Theory]
    [InlineData("16:55", "10min 2kWh|2min idle", "0.55")]
    [InlineData("16:35", "35min 5kWh", "1.3")]
    [InlineData("19:40", "12min 2kWh|20min idle", "0.73")]
    public void Steps_are_those_of_the_last_price(string start, string periods, string net) => Assert.Equal(net,
        Exactly(Own(Stepped).Session("s", $"2026-07-06T{start}", periods.Split('|'))).Net);

    // WE8.10
    [Theory]
    [InlineData(1, "0.029")]
    [InlineData(25, "0.03125")]
    [InlineData(500, "0.125")]
    [InlineData(0, "0.0288")]
    public void A_step_is_begun(int step, string net) => Assert.Equal(net,
        Exactly(Own(Element(Price("ENERGY", "0.25", step))).Session("s", "2026-07-06T09:30", "1min 0.1152kWh")).Net);

    // WE8.11
    [Fact]
    public void Power_chooses() => Assert.Equal("20.3", Exactly(Own(string.Join(", ",
        Element(Price("ENERGY", "0.20"), "\"max_power\": 16.00"),
        Element(Price("ENERGY", "0.35"), "\"min_power\": 16, \"max_power\": 32"),
        Element(Price("ENERGY", "0.50"))))
        .Session("s", "2026-07-06T09:30", "10min 1kWh 6kW", "50min 40kWh 48kW", "8min 0.5kWh 4kW")).Net);

    private static readonly string Start = Element(
        Price("FLAT", "0.50", 1, 20) + ", " + Price("ENERGY", "0.25", 1, 10));

    private static string Reserved(string price, int step, string which = "RESERVATION") =>
        Element(price.Contains('+', StringComparison.Ordinal)
            ? $"{Price("FLAT", price.Split('+')[0], 1, 20)}, {Price("TIME", price.Split('+')[1], step, 20)}"
            : Price("TIME", price, step, 20), $"\"reservation\": \"{which}\"") + ", ";

    private static readonly string Expiring = Reserved("2.00", 600)
        + Element(Price("FLAT", "4.00", 1, 20), "\"reservation\": \"RESERVATION_EXPIRES\"") + ", " + Start;

    private static readonly string ExpiringTime = Reserved("3.00", 600) + Reserved("6.00", 600, "RESERVATION_EXPIRES")
        + Start;

    // WE8.12
    [Theory]
    [InlineData("fee", "13min reserved|120min 20kWh", "8.75", "10")]
    [InlineData("expiring", "22min reserved|120min 20kWh", "6.5", "7.3")]
    [InlineData("expiring", "60min reserved", "6", "7.2")]
    [InlineData("expiring time", "22min reserved|120min 20kWh", "7", "7.9")]
    [InlineData("expiring time", "90min reserved", "9", "10.8")]
    public void Reservations_are_paid_for(string tariff, string periods, string net, string gross) =>
        Assert.Equal((net, gross), Exactly(Own(tariff switch
        {
            "fee" => Reserved("2.00+5.00", 300) + Start, "expiring" => Expiring, _ => ExpiringTime,
        }).Session("s", "2026-07-06T09:30", periods.Split('|'))));

    // WE8.14: 4.3 and 1.1 kWh by 500 Wh; 6 and 22 minutes by ten; 21, and 16 of parking by five.
    [Theory]
    [InlineData("ENERGY", "60min 4.3kWh|30min 1.1kWh", 500, "5.5")]
    [InlineData("TIME", "6min 1kWh|22min 3kWh", 600, "0.5")]
    [InlineData("PARKING_TIME", "21min 5kWh|16min idle", 300, "0.683333333")]
    public void Steps_are_of_the_whole_session(string type, string periods, int step, string quantity)
    {
        var elements = Element(Price(type, "1", step) + (type == "PARKING_TIME" ? ", " + Price("TIME", "1", 60) : ""));
        Assert.Equal(quantity, Own(elements).Session("s", "2026-07-06T09:30", periods.Split('|')).Rated("2026-07")
            .SelectMany(charge => charge.Legs).SelectMany(leg => leg.Quantity!.Values)
            .Aggregate(Exact.Zero, (sum, value) => sum + value).Round(9, Rounding.HalfAway).ToString());
    }

    // The supermarket's: half an hour free, then 0.25, after an hour 0.40.
    [Fact]
    public void Time_chooses() => Assert.Equal("0.3", Exactly(Own(string.Join(", ",
        Element(Price("ENERGY", "0.00"), "\"max_duration\": 1800"),
        Element(Price("ENERGY", "0.25"), "\"max_duration\": 3600"), Element(Price("ENERGY", "0.40"))))
        .Session("s", "2026-07-06T09:30", "30min 5kWh", "10min 1.2kWh")).Net);

    // The first kWh and the first hour free; parking 2 an hour, from the fourth 3: 20 kWh in an hour, then
    // 2.75 more.
    // The specification's 7.30 is that of a session whose charging took no time.
    [Fact]
    public void What_was_taken_chooses() => Assert.Equal("9.3", Exactly(Own(string.Join(", ",
        Element(Price("PARKING_TIME", "0.00", 60), "\"max_duration\": 3600"),
        Element(Price("PARKING_TIME", "2.00", 60), "\"max_duration\": 14400"),
        Element(Price("PARKING_TIME", "3.00", 60)),
        Element(Price("ENERGY", "0.00"), "\"max_kwh\": 1"), Element(Price("ENERGY", "0.20"))))
        .Session("s", "2026-07-06T09:30", "60min 20kWh", "165min idle")).Net);

    // WE8.6
    [Theory]
    [InlineData("50kWh", "11.00")]
    [InlineData("30kWh", "8.85")]
    public void A_session_costs_at_most(string energy, string total) => Assert.Equal(total, Billed(Own(Start,
        "\"max_price\": { \"excl_vat\": 10.00, \"incl_vat\": 11.00 }, ")
        .Session("s", "2026-07-06T09:30", $"120min {energy}")).Total);

    [Fact]
    public void A_limit_is_of_each_session_and_an_unused_reservation_is_none()
    {
        var bench = Own(Expiring, "\"min_price\": { \"before_taxes\": 2.00, \"after_taxes\": 2.20 }, ")
            .Session("s", "2026-07-06T09:30", "10min 1kWh").Session("t", "2026-07-07T09:30", "60min 20kWh")
            .Session("u", "2026-07-08T09:30", "10min reserved");
        // 0.75 and 1.25 up to 2; 5.50; 10 minutes of 2 an hour and 4.
        Assert.Equal("11.833333", Exactly(bench).Net);
    }

    [Theory]
    [InlineData("23:00", "07:00", "2026-07-06T22:30", "60min 6kWh", "0.6")]
    [InlineData("23:00", "07:00", "2026-07-06T06:30", "60min 6kWh", "0.6")]
    [InlineData("23:00", "00:00", "2026-07-06T23:30", "60min 6kWh", "0.6")]
    [InlineData("00:00", "23:00", "2026-07-06T22:30", "60min 6kWh", "0.6")]
    public void Windows_pass_midnight_and_their_end_is_not_in_them(
        string from, string to, string start, string period, string net) => Assert.Equal(net, Exactly(Own(
            Element(Price("ENERGY", "0.20"), Hours(from, to)))
            .Session("s", start, period)).Net);

    [Theory]
    [InlineData("\"start_date\": \"2026-07-07\"", "0.6")]
    [InlineData("\"end_date\": \"2026-07-07\"", "0.6")]
    [InlineData("\"start_date\": \"2026-07-01\", \"end_date\": \"2026-07-07\"", "0.6")]
    [InlineData("\"start_date\": \"2026-07-08\"", "0")]
    [InlineData("\"end_date\": \"2019-01-01\"", null)]
    [InlineData("\"start_date\": \"2019-01-01\"", "1.2")]
    public void Dates_are_whole_days(string dates, string? net)
    {
        var elements = Element(Price("ENERGY", "0.20"), dates) + ", " + Element(Price("FLAT", "0"));
        Assert.Equal(net ?? "0", Exactly(Own(elements).Session("s", "2026-07-06T23:30", "60min 6kWh")).Net);
    }

    [Fact]
    public void Lines_are_called_by_dimension_and_by_tax_where_there_are_several() => Assert.Equal(
        [
            "start: 1 × 0.5 = 0.50", "energy-10: 1 × 0.2 = 0.20", "energy-20: 9 × 0.3 = 2.70",
            "charging-time: 1 × 2 = 2.00",
        ],
        Own(Element(Price("FLAT", "0.50", 1, 20)) + ", "
            + Element(Price("ENERGY", "0.20", 1, 10), "\"max_kwh\": 1") + ", "
            + Element(Price("ENERGY", "0.30", 1, 20)) + ", " + Element(Price("TIME", "2.00", 60, 20)))
            .Session("s", "2026-07-06T09:30", "60min 10kWh").Lines("2026-07"));

    [Fact]
    public void A_product_may_have_charges_of_its_own_and_a_group_for_all()
    {
        var bench = Of(
            $"{{ \"id\": \"own\", \"currency\": \"EUR\", \"elements\": [{Element(Price("ENERGY", "0.25"))}] }}",
            product: "group: service\neach: connection\n"
                + "charges: [{ name: Card, amount: 3 EUR/month * months, tax: reduced }]\n")
            .Session("s", "2026-07-06T09:30", "60min 10kWh");
        Assert.Equal(["energy.c1: 10 × 0.25 = 2.50", "card: 3.00"], bench.Lines("2026-07"));
        Assert.Equal([("Energy", "service"), ("Card", "energy")], bench.Book.Products["p"].Versions.Values[0].Value
            .Charges.Select(charge => (charge.Name, charge.Group)));
    }

    [Fact]
    public void A_session_that_no_element_matches_holds_the_bill()
    {
        // A Monday, on a tariff for Saturdays: OCPI has it free, and nobody meant it.
        var bench = Own(Element(Price("ENERGY", "0.20"), "\"day_of_week\": [\"SATURDAY\"]"))
            .Session("s", "2026-07-06T09:30", "120min 10kWh");
        var fault = Assert.Single(bench.Held("2026-07"));
        Assert.Equal("must-be", fault.Code);
        Assert.StartsWith("No element of the tariff holds for a session, so that it would be free; an element without "
            + "restrictions prices all that is left, and one with a FLAT price of 0 makes it free: ", fault.Message,
            StringComparison.Ordinal);
        Assert.Contains("in 1 of 1 session, first s from 2026-07-06 09:30", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_may_be_free_where_the_tariff_says_so()
    {
        const string Saturday = "\"day_of_week\": [\"SATURDAY\"]";
        Assert.Equal(("0.00", "0.00"), Billed(Own(
            $"{Element(Price("ENERGY", "0.20"), Saturday)}, {Element(Price("FLAT", "0"))}")
            .Session("s", "2026-07-06T09:30", "120min 10kWh")));
        // Some of it matches: the rest is free, as OCPI has it.
        Assert.Equal(("1.00", "1.00"), Billed(Own(Element(Price("ENERGY", "0.20"), Hours("09:00", "10:30")))
            .Session("s", "2026-07-06T09:30", "120min 10kWh")));
    }
}

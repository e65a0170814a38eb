using Busbar.Tests.Rating;

namespace Busbar.Tests.Books;

public class Connections_have_a_profile
{
    private const string Series = """
        day-starts: { import: "05:00" }
        calendars: { evening: { bands: { peak: "daily 16:00-21:00", off: rest } } }
        series:
          house: { unit: 1, interval: 30min, zone: Europe/Paris, file: prices/house.csv }
          energy: { unit: MWh, interval: day, file: prices/energy.csv }
          monthly: { unit: 1, interval: month, file: prices/monthly.csv }
          day-ahead: { unit: GBP/MWh, interval: 60min, file: prices/day-ahead.csv }
        """;

    private static readonly string Plain = Series.Replace("day-starts: { import: \"05:00\" }\n", "",
        StringComparison.Ordinal);

    private const string Flat = """
        product: p
        from: 2020-01-01
        interval: day
        channels: { import: kWh }
        charges: [{ name: Energy, quantity: import, price: 0.20 GBP/kWh }]
        """;

    private const string Meters =
        "meters: [{ meter: A, from: 2020-01-01, registers: [{ register: 1, channel: import, digits: 5 }] }]";

    private static string Connection(string profile, string interval = "30min", string meters = Meters) => $$"""
        - connection: c1
          interval: {{interval}}
          channels: { import: kWh }
        {{(profile.Length > 0 ? $"  profile: {profile}" : "")}}
          {{meters}}
        """;

    [Theory]
    [InlineData("house", "30min", 30)]
    [InlineData("energy", "5min", 1440)]
    [InlineData("house", "day", 30)]
    public void A_connection_names_a_series(string name, string interval, int minutes)
    {
        var profile = Bench.Of(Flat, Plain, connections: Connection(name, interval)).Book.Connections["c1"].Profile!;
        Assert.Equal((name, minutes, $"prices/{name}.csv", name == "house" ? "Europe/Paris" : "Europe/London"),
            (profile.Name, profile.IntervalMinutes, profile.File, profile.Zone.Id));
    }

    [Theory]
    [InlineData("hause", "unknown-series: There is no series hause, which connection c1 names. Did you mean house?")]
    [InlineData("day-ahead", "wrong-unit: profile of connection c1 is the series day-ahead, which is in GBP/MWh; the "
        + "values of a profile are plain numbers, or energy or volume. Name a series with unit: 1 or unit: kWh.")]
    [InlineData("monthly", "too-coarse: profile of connection c1 is the series monthly, which has a value per month; "
        + "those of a profile are by the half-hour, hour or day. Name a series with interval: 60min, or 30min or day.")]
    public void A_series_that_is_no_profile_is_refused(string name, string fault) =>
        Assert.Equal([fault], Faults(Plain, Connection(name)));

    [Fact]
    public void A_profile_is_for_registers() => Assert.Equal(["no-meters: connection c1 has a profile, by which "
        + "registers are interpolated, and no meters. Name its meters and their registers, or leave profile out."],
        Faults(Plain, Connection("house", meters: "")));

    [Fact]
    public void Days_that_start_otherwise_have_no_intervals()
    {
        Assert.StartsWith("too-fine: The days of channel import start at 05:00, and connection c1 has readings within "
            + "the day", Assert.Single(Faults(Series, Connection("house"))), StringComparison.Ordinal);
        Bench.Of(Flat, Series, connections: Connection("house", "day"));
    }

    [Fact]
    public void A_product_by_the_half_hour_shows_the_way_to_a_profile() => Assert.Equal(["too-coarse: Product p needs "
        + "readings every 30 minutes; connection c1 has them every day. Give the connection a profile and interval: "
        + "30min, or bind another product."], Bench.Faults(
            Flat.Replace("interval: day", "interval: 30min", StringComparison.Ordinal), Plain,
            connections: Connection("", "day")).Select(Said));

    private static IEnumerable<string> Faults(string book, string connections) =>
        Bench.Faults(Flat, book, connections: connections).Select(Said);

    private static string Said(Fault fault) => $"{fault.Code}: {fault.Message} {fault.Hint}";
}

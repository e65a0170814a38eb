using System.Globalization;
using Busbar.Formats;
using NodaTime;

namespace Busbar.Tests.Formats;

/// <summary>Day-ahead prices of two markets, as they are passed around.</summary>
public class Prices_of_markets_give_their_figures
{
    private static readonly DateTimeZone Prague = DateTimeZoneProviders.Tzdb["Europe/Prague"];
    private static readonly DateTimeZone Brussels = DateTimeZoneProviders.Tzdb["Europe/Brussels"];

    [Theory]
    [InlineData(2019, "40.2078", "2019-03-31", "2019-10-27")]
    [InlineData(2020, "33.6212", "2020-03-29", "2020-10-25")]
    [InlineData(2021, "100.6597", "2021-03-28", "2021-10-31")]
    [InlineData(2022, "247.4336", "2022-03-27", "2022-10-30")]
    public void Of_the_czech_republic(int year, string mean, string shortDay, string longDay)
    {
        var file = $"prices/cz-ote-1h/{year}.csv";
        var rows = PriceFile.Read(Oracles.PathOf(file), file, new(60, Prague));
        Assert.Equal(mean, decimal.Round(rows.Sum(row => row.Nanos!.Value) / 1e9m / rows.Count, 4)
            .ToString(CultureInfo.InvariantCulture));
        var first = LocalDateTime.FromDateTime(new(year, 1, 1)).InZoneStrictly(Prague).ToInstant();
        Assert.Equal(Enumerable.Range(0, rows.Count).Select(hour => first + Duration.FromHours(hour)),
            rows.Select(Start));
        var days = rows.GroupBy(row => row.Start.Date).ToDictionary(
            day => NodaTime.Text.LocalDatePattern.Iso.Format(day.Key), day => day.Count());
        Assert.Equal([(shortDay, 23), (longDay, 25)],
            days.Where(day => day.Value != 24).Select(day => (day.Key, day.Value)));
    }

    [Fact]
    public void A_cell_with_text_is_named()
    {
        const string File = "prices/cz-ote-1h/2025.csv";
        var refused = Assert.Throws<RefusedException>(() =>
            PriceFile.Read(Oracles.PathOf(File), File, new(60, Prague)));
        Assert.Equal(Enumerable.Range(4429, 12).Select(line =>
            $"prices/cz-ote-1h/2025.csv:{line}:24: The value SN is not a number."),
            refused.Faults.Select(fault => fault.ToString().Split('\n')[0]));
    }

    [Fact]
    public void Of_belgium()
    {
        const string File = "prices/be-dam/DAM_prices.csv";
        var path = Oracles.PathOf(File);
        var refused = Assert.Throws<RefusedException>(() => PriceFile.Read(path, File, new(60, Brussels)));
        Assert.Equal("The value .0820199966430664 has more than 9 decimals.", refused.Faults[0].Message);
        var rows = PriceFile.Read(path, File, new(60, Brussels, Decimals: 5));
        Assert.Equal((26_307, 82_020_000L), (rows.Count, rows[0].Nanos));
        var blanks = rows.Where(row => row.Nanos is null).ToList();
        var prices = rows.Where(row => row.Nanos is not null);
        Assert.Equal(3 + 3_721, blanks.Count);
        Assert.Equal([new LocalDateTime(2022, 3, 27, 2, 0), new(2023, 3, 26, 2, 0), new(2024, 3, 31, 2, 0)],
            blanks.Take(3).Select(row => row.Start));
        Assert.Equal(new(2024, 7, 30, 0, 0), blanks[3].Start);
        Assert.Equal(new(2024, 12, 31, 23, 0), blanks[^1].Start);
        var first = new LocalDateTime(2022, 1, 1, 0, 0).InZoneStrictly(Brussels).ToInstant();
        Assert.Equal(Enumerable.Range(0, rows.Count - blanks.Count).Select(hour => first + Duration.FromHours(hour)),
            prices.Select(Start));

        Instant Start(PriceRow row) => Prices_of_markets_give_their_figures.Start(row, Brussels);
    }

    private static Instant Start(PriceRow row) => Start(row, Prague);

    private static Instant Start(PriceRow row, DateTimeZone zone) => row.Offset is { } offset
        ? row.Start.WithOffset(offset).ToInstant() : row.Start.InZoneStrictly(zone).ToInstant();
}

using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Busbar.Runs;
using Busbar.Store;
using Busbar.Tests.Rating;
using Busbar.Tests.Tidy;

namespace Busbar.Tests.Cli;

/// <summary>
/// The sample books of a year in the United States, billed as a user does it: a commercial customer whose figures ssc
/// has too, and two houses with solar whose bills are summed here once more, plainly, from the readings.
/// </summary>
public sealed class The_books_of_the_United_States
{
    private const int Months = 12;

    // Bills of the year, by account and month; a line's amount by its charge.
    private static Dictionary<(string Account, int Month), Dictionary<string, decimal>> Bills(string name, int bills)
    {
        using var busbar = new Busbars();
        var book = Path.Combine(House.Root, "books", name);
        var check = busbar.Run("check", book);
        Assert.Equal((0, ""), (check.Code, check.Messages));
        Assert.Equal(0, busbar.Run("apply", book).Code);
        Assert.Equal(0, busbar.Run("import", Path.Combine(book, "reads")).Code);
        var billed = busbar.Run("bill", "--period", "2018");
        Assert.Equal((0, bills), (billed.Code, billed.Lines.Length));
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        return BillStore.List(database).Select(head => Explaining.Find(database, head.Number).Document).ToDictionary(
            bill => (bill.Account, Whole(bill.Period.From[5..7])),
            bill => bill.Lines.GroupBy(line => line.Id.Split('.')[0])
                .ToDictionary(lines => lines.Key, lines => lines.Sum(line => Number(line.Amount))));
    }

    [Fact]
    public void A_ratchet_beside_the_figures_of_ssc()
    {
        var rate = UtilityRate.Of("G02_commercial_two_season_tou_demand");
        var (bills, year) = (Bills("us-commercial", 12), 0m);
        // The peaks of February to December of 2017, as the agreement has them.
        List<decimal> peaks = [171.2m, 176.9m, 188.4m, 201.3m, 239.8m, 258.6m, 264.1m, 222.7m, 190.5m, 160.8m, 181.6m];
        for (var month = 0; month < Months; month++)
        {
            var bill = bills[("40017", month + 1)];
            var price = month is >= 5 and <= 8 ? 18.64m : 12.11m;
            var peak = Math.Round(rate.Expected("charge_wo_sys_dc_fixed", month) / price, 6);
            var facility = Cents(Math.Max(peak, 0.75m * peaks.TakeLast(11).Max()) * price);
            peaks.Add(peak);
            Assert.Equal(Cents(rate.Expected("charge_wo_sys_ec", month)), bill["energy"]);
            Assert.Equal(facility, bill["facility-demand"]);
            // Two charges, each rounded by itself.
            Assert.InRange(bill["on-peak-demand"] + bill["mid-peak-demand"]
                - rate.Expected("charge_wo_sys_dc_tou", month), -0.01m, 0.01m);
            Assert.Equal(140, bill["customer-charge"]);
            year += bill.Values.Sum();
        }
        Assert.Equal(137994.39m, year);
    }

    [Fact]
    public void Net_metering_by_blocks_is_cleared_in_april()
    {
        var (bills, (import, export)) = (Bills("us-residential", 24), Readings("SV-100233"));
        var (balance, year) = (0m, 0m);
        for (var month = 1; month <= Months; month++)
        {
            var net = Of(import, month).Sum() - Of(export, month).Sum() - balance;
            balance = Math.Max(0, -net);
            var paid = Math.Max(0, net);
            var energy = Cents(Math.Min(paid, 300) * 0.1072m + Math.Clamp(paid - 300, 0, 300) * 0.1428m
                + Math.Max(0, paid - 600) * 0.2111m);
            var surplus = month == 4 ? Cents(balance * 0.02789m) : 0;
            if (month == 4) balance = 0;
            var minimum = Math.Max(0, 15 - energy - 9.75m);
            var bill = bills[("100233", month)];
            Assert.Equal((energy, -surplus, minimum),
                (bill["energy"], bill["yearly-surplus"], bill["minimum-bill"]));
            year += bill.Values.Sum();
        }
        Assert.Equal(428.86m, year);
    }

    [Fact]
    public void What_was_carried_from_month_to_month_is_explained()
    {
        using var busbar = new Busbars();
        var book = Path.Combine(House.Root, "books", "us-residential");
        busbar.Run("bill", book, "--period", "2018-04", "--account", "100233");
        Assert.Contains(
            "  carried(net, clear = april)  left over before                 1  month             0   133.486 kWh\n",
            busbar.Run("explain", "SV-2026-00001", "yearly-surplus").Results, StringComparison.Ordinal);
        Assert.Contains("  cost(energy, fixed, per = month)  as billed ",
            busbar.Run("explain", "SV-2026-00001", "minimum-bill").Results, StringComparison.Ordinal);
    }

    [Fact]
    public void Net_billing_has_two_prices_in_each_hour()
    {
        var (bills, (import, export)) = (Bills("us-residential", 24), Readings("SV-100487"));
        var year = 0m;
        for (var month = 1; month <= Months; month++)
        {
            var bill = bills[("100487", month)];
            Assert.Equal((Priced(import, month, 0.38m, 0.24m, 0.11m), -Priced(export, month, 0.12m, 0.06m, 0.05m)),
                (bill["energy"], bill["solar-export"]));
            year += bill.Values.Sum();
        }
        Assert.Equal(577.12m, year);
        // ssc has the same tariff and profiles in G10, not rounded to the watt-hour: 577.1527.
        Assert.InRange(year - 577.1527m, -0.10m, 0.10m);
    }

    /// <summary>The hours of a month, each at the price of its time of use.</summary>
    private static decimal Priced(decimal[] hours, int month, decimal peak, decimal day, decimal night) =>
        Cents(hours.Index().Where(hour => MonthOf(hour.Index) == month).Sum(hour =>
        {
            var (weekday, time) = (hour.Index / 24 % 7, hour.Index % 24);
            return hour.Item * (time < 6 ? night : weekday < 5 && time is >= 16 and < 21 ? peak : day);
        }));

    private static IEnumerable<decimal> Of(decimal[] hours, int month) =>
        hours.Where((_, hour) => MonthOf(hour) == month);

    private static int MonthOf(int hour) => new NodaTime.LocalDate(2018, 1, 1).PlusDays(hour / 24).Month;

    /// <summary>What a connection took and gave, hour by hour from the first of January, a Monday.</summary>
    private static (decimal[] Import, decimal[] Export) Readings(string connection)
    {
        using var file = File.OpenRead(Path.Combine(House.Root, "books/us-residential/reads/2018.csv.gz"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var rows = reader.ReadToEnd().Split('\n').Where(row => row.StartsWith(connection, StringComparison.Ordinal))
            .Select(row => row.Split(',')).ToLookup(row => row[1], row => row.Skip(5).Select(Number));
        return ([.. rows["import"].SelectMany(day => day)], [.. rows["export"].SelectMany(day => day)]);
    }

    private static decimal Cents(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);

    private static decimal Number(string text) => JsonSerializer.Deserialize<decimal>(text);

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

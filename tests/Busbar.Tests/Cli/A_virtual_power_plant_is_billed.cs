using System.Text.Json;
using Busbar.Quantities;

namespace Busbar.Tests.Cli;

/// <summary>The sample book of a virtual power plant over its season: what owners are paid and what the operator keeps
/// is what the network is billed.</summary>
public sealed class A_virtual_power_plant_is_billed
{
    private static readonly string Book = Path.Combine(Tidy.House.Root, "books/vpp");

    private static JsonElement Json(Busbars busbar, params string[] command) =>
        JsonDocument.Parse(busbar.Run([.. command, "--json"]).Results).RootElement;

    private static Exact Number(JsonElement json, string key)
    {
        Assert.True(Exact.TryParse(json.GetProperty(key).GetString(), out var number, out _));
        return number;
    }

    private static Busbars Billed(out Dictionary<string, List<JsonElement>> lines)
    {
        var busbar = new Busbars();
        Assert.Equal(0, busbar.Run("bill", Book, "--period", "2026-06").Code);
        Assert.Equal(0, busbar.Run("bill", "--period", "2026-07").Code);
        Assert.Equal(0, busbar.Run("bill", "--period", "2026-08").Code);
        lines = Json(busbar, "show").GetProperty("bills").EnumerateArray()
            .GroupBy(bill => bill.GetProperty("period").GetProperty("from").GetString()![..7])
            .ToDictionary(month => month.Key, month => month.SelectMany(bill => Json(busbar, "show",
                bill.GetProperty("number").GetString()!).GetProperty("lines").EnumerateArray()).ToList());
        return busbar;
    }

    private static Exact Amount(IEnumerable<JsonElement> lines, params string[] ids) => lines
        .Where(line => ids.Contains(line.GetProperty("id").GetString()))
        .Aggregate(Exact.Zero, (sum, line) => sum + Number(line, "amount"));

    [Fact]
    public void What_owners_get_and_the_operator_keeps_is_what_the_network_pays()
    {
        using var busbar = Billed(out var lines);
        foreach (var month in (string[])["2026-06", "2026-07", "2026-08"])
        {
            var pool = Json(busbar, "pool", "home-vpp", "--period", month);
            var names = pool.GetProperty("names").EnumerateArray()
                .ToDictionary(name => name.GetProperty("name").GetString()!);
            Exact Of(string name, string key) => Number(names[name], key);
            Assert.All(names.Values.Where(name => name.TryGetProperty("closes", out _)),
                name => Assert.True(name.GetProperty("closes").GetBoolean()));
            // The network's invoice is its energy, event by event; what is shared of it adds up to the penny.
            Assert.Equal(Amount(lines[month], "dispatched-energy"),
                Of("charging-cost", "whole") + Of("wear", "whole") + Of("net", "whole"));
            Assert.Equal(-Amount(lines[month], "charging-for-events", "wear-of-the-battery",
                "your-share-of-the-events"),
                Of("charging-cost", "sum") + Of("wear", "sum") + Of("net", "sum"));
            // What owners owe for a shortfall the network gets.
            Assert.Equal(Exact.Zero, Amount(lines[month], "shortfall"));
            Assert.Equal(Number(pool, "margin"), Of("net", "residual")
                + Amount(lines[month], "availability", "performance-of-the-season"));
            Assert.Equal(Number(pool, "margin"), Number(pool, "billed") - Number(pool, "costs"));
        }
    }

    // Over eight events less the one that excuses it.
    [Fact]
    public void The_bakery_is_paid_for_its_season_on_the_bill_in_which_that_ends()
    {
        using var busbar = Billed(out var lines);
        Assert.Equal(Exact.Zero, Amount(lines["2026-06"].Concat(lines["2026-07"]), "performance-of-the-season"));
        var line = lines["2026-08"].Single(one => one.GetProperty("id").GetString() == "performance-of-the-season");
        var delivered = ((string[])["june-09", "june-18", "june-25", "july-07", "july-16", "august-05", "august-20"])
            .Select(id => Json(busbar, "event", id).GetProperty("pools")[0].GetProperty("members").EnumerateArray()
                .Single(member => member.GetProperty("connection").GetString() == "2000000000021"))
            .Aggregate(Exact.Zero, (sum, member) => sum + Number(member.GetProperty("amounts")[0], "amount"));
        Assert.Equal((delivered / 13.5m).Round(9, Rounding.HalfAway), Number(line, "quantity"));
        Assert.True(Json(busbar, "event", "july-29").GetProperty("pools")[0].GetProperty("members").EnumerateArray()
            .Single(member => member.GetProperty("connection").GetString() == "2000000000021")
            .GetProperty("excused").GetBoolean());
    }

    // What was charged at the end of June is in what July's events cost.
    [Fact]
    public void A_late_reading_of_what_was_charged_moves_the_bills_of_the_months_after()
    {
        using var busbar = Billed(out _);
        var late = busbar.Run("import", busbar.Write("late.csv", "connection,channel,start,value,unit,quality,version\n"
            + "2000000000021,charging,2026-06-30T01:00Z,1,kWh,A,2\n"));
        Assert.Contains("TF-SB-2026-00011 (0.06 GBP more)", late.Results + late.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("TF-2026-0000", late.Results + late.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_shows_what_each_brought()
    {
        using var busbar = Billed(out _);
        var shown = busbar.Run("event", "june-18");
        Assert.Equal(0, shown.Code);
        Assert.StartsWith("Event june-18 of vpp, 2026-06-18 17:30 to 2026-06-18 19:00\n", shown.Results,
            StringComparison.Ordinal);
        Assert.Contains("  2000000000014           excused        excused\n", shown.Results, StringComparison.Ordinal);
        Assert.EndsWith("75 kWh were asked of home-vpp.\n", shown.Results, StringComparison.Ordinal);
        Assert.Contains("busbar pool home-vpp --intervals", busbar.Run("event", "june-18", "--format", "csv").Messages,
            StringComparison.Ordinal);
        Assert.Contains("Did you mean june-18?", busbar.Run("event", "june-8").Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_the_pool_has_the_money_of_who_buys_and_who_delivers()
    {
        using var busbar = Billed(out _);
        var page = busbar.Run("pool", "home-vpp", "--period", "2026-06", "--format", "html");
        Assert.Equal(0, page.Code);
        foreach (var words in (string[])["Billed to who buys", "Paid to members", "The operator&#39;s margin"])
            Assert.Contains(words.Replace("&#39;", "'", StringComparison.Ordinal),
                page.Results.Replace("&#39;", "'", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}

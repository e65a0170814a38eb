using System.Text.Json;
using Busbar.Quantities;

namespace Busbar.Tests.Cli;

/// <summary>The sample book of demand response: what its events bring, how they are billed, and what a reading that is
/// corrected changes.</summary>
public sealed class Demand_response_is_billed
{
    private static readonly string Book = Path.Combine(Tidy.House.Root, "books/demand-response");

    private static Busbars Billed()
    {
        var busbar = new Busbars();
        var run = busbar.Run("bill", Book, "--period", "2026-01");
        Assert.True(run.Code == 0, run.Results + run.Messages);
        return busbar;
    }

    private static JsonElement Json(Busbars busbar, params string[] command) =>
        JsonDocument.Parse(busbar.Run([.. command, "--json"]).Results).RootElement;

    private static Exact Number(JsonElement json, string key)
    {
        Assert.True(Exact.TryParse(json.GetProperty(key).GetString(), out var number, out _));
        return number;
    }

    private static Exact Quantity(Busbars busbar, string number, string line) => Number(
        Json(busbar, "show", number).GetProperty("lines").EnumerateArray()
            .First(one => one.GetProperty("id").GetString() == line), "quantity");

    [Fact]
    public void What_an_event_shows_is_what_is_billed()
    {
        using var busbar = Billed();
        Exact Delivered(string id, string agreement) => Number(Json(busbar, "event", id).GetProperty("deliveries")
            .EnumerateArray().First(one => one.GetProperty("agreement").GetString() == agreement), "delivered");
        Assert.Equal(Quantity(busbar, "NW-2026-00001", "demand-response"),
            Delivered("peak-0114", "city-depots") + Delivered("peak-0122", "city-depots"));
        Assert.Equal(Quantity(busbar, "NW-2026-00003", "local-network"), Delivered("network-0120", "mill-lane"));
        // Of 90 kW over an hour and a half and then 80 kW: the first isn't reached, the second is passed.
        Assert.Equal(Quantity(busbar, "NW-2026-00002", "demand-response"),
            Delivered("peak-0114", "harbour-cold") + 120);
        Assert.Equal(Quantity(busbar, "NW-2026-00002", "shortfall"), 135 - Delivered("peak-0114", "harbour-cold"));
    }

    [Fact]
    public void An_event_is_a_table_csv_and_a_chart_and_what_is_wrong_is_said()
    {
        using var busbar = Billed();
        Assert.StartsWith("Event network-0120 of local-network, 2026-01-20 16:00 to 2026-01-20 17:00, in kWh\n",
            busbar.Run("event", "network-0120").Results, StringComparison.Ordinal);
        var csv = busbar.Run("event", "network-0120", "--format", "csv").Results.Split('\n');
        Assert.Equal("agreement,connection,start,baseline,used,delivered", csv[0]);
        Assert.StartsWith("mill-lane,,2026-01-20T16:00:00Z,", csv[1], StringComparison.Ordinal);
        var svg = busbar.Run("event", "network-0120", "--format", "svg").Results;
        Assert.Equal(48 + 1, svg.Split("<rect class=\"d\"").Length - 1);
        var unknown = busbar.Run("event", "network-0121");
        Assert.Equal(1, unknown.Code);
        Assert.StartsWith("There is no event network-0121 that calls anybody.\n  Did you mean network-0120?",
            unknown.Messages, StringComparison.Ordinal);
        Assert.Equal(2, busbar.Run("event", "network-0120", "--format", "pdf").Code);
        Assert.Equal(2, busbar.Run("event", "network-0120", "--format", "svg", "--json").Code);
    }

    private static int Count(string svg, string part) => svg.Split(part).Length - 1;

    // Two are called from 16:30 to 18:00: three half-hours each, and three of both.
    [Fact]
    public void The_chart_of_an_event_has_all_called_and_each_with_what_was_delivered()
    {
        using var busbar = Billed();
        var svg = busbar.Run("event", "peak-0122", "--format", "svg").Results;
        Assert.Equal((3 * 48, 3 * 3, 0, 3 + 1), (Count(svg, "<rect class=\"d\"") - 1, Count(svg, "kWh delivered<"),
            Count(svg, "<rect class=\"o\""), Count(svg, "<rect class=\"w\"")));
        Assert.Equal(3, Count(svg, ">peak-0122, 16:30 to 18:00</text>"));
        foreach (var said in new[]
        {
            "All called: baseline 394.756 kWh, used 229.911 kWh, delivered 164.845 kWh",
            "city-depots: baseline 168.924 kWh, used 136.301 kWh, delivered 32.623 kWh",
            "harbour-cold: baseline 225.832 kWh, used 93.610 kWh, delivered 132.222 kWh",
        })
            Assert.Contains($">{said}</text>", svg, StringComparison.Ordinal);
        // Of one there is nothing to add up.
        var alone = busbar.Run("event", "network-0120", "--format", "svg").Results;
        Assert.DoesNotContain("All called", alone, StringComparison.Ordinal);
        Assert.Contains(">mill-lane: baseline ", alone, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_whose_readings_are_missing_is_held()
    {
        using var busbar = new Busbars();
        Assert.Equal(0, busbar.Run("apply", Book).Code);
        var run = busbar.Run("event", "network-0120");
        Assert.Equal(3, run.Code);
        Assert.Contains("has no reading in", run.Messages, StringComparison.Ordinal);
    }

    // 31 December is a day that its baseline is the mean of.
    [Fact]
    public void A_hole_in_the_days_before_is_said_once_and_nothing_else()
    {
        using var busbar = new Busbars();
        Assert.Equal(0, busbar.Run("init", busbar.PathOf("dr"), "--from", "demand-response").Code);
        var reads = busbar.PathOf("dr/reads/winter.csv");
        File.WriteAllLines(reads, [.. File.ReadLines(reads).Where(line =>
            !line.StartsWith("1012345678921,import,2025-12-31", StringComparison.Ordinal))]);
        var billed = busbar.Run("bill", busbar.PathOf("dr"), "--period", "2026-01", "--account", "harbour-cold");
        foreach (var run in new[] { billed, busbar.Run("event", "peak-0114") })
        {
            Assert.Equal(3, run.Code);
            var said = (run.Results + run.Messages).Split('\n')
                .Where(line => line.Contains(".yaml:", StringComparison.Ordinal));
            Assert.Contains("has no reading in 48 of", Assert.Single(said), StringComparison.Ordinal);
        }
    }

    // The 13 January is a day that the baseline of the 14th is the mean of.
    [Fact]
    public void A_reading_of_a_day_before_that_is_corrected_changes_what_was_billed()
    {
        using var busbar = Billed();
        var before = Quantity(busbar, "NW-2026-00001", "demand-response");
        busbar.Write("late.csv", "connection,channel,start,value,unit,quality,version\n"
            + "1012345678923,import,2026-01-13T17:00Z,130.000,kWh,A,2\n");
        var imported = busbar.Run("import", busbar.PathOf("late.csv"));
        Assert.Contains("NW-2026-00001", imported.Messages + imported.Results, StringComparison.Ordinal);
        var again = busbar.Run("rebill", "NW-2026-00001");
        Assert.True(again.Code == 0, again.Messages);
        var number = Json(busbar, "show").GetProperty("bills").EnumerateArray()
            .Select(bill => bill.GetProperty("number").GetString()!)
            .Last(one => one.StartsWith("NW-2026", StringComparison.Ordinal));
        Assert.NotEqual(before, Quantity(busbar, number, "demand-response"));
    }
}

using System.Text.Json;
using Busbar.Quantities;
using Busbar.Tests.Store;

namespace Busbar.Tests.Cli;

/// <summary>The sample book of a private network, over its three months.</summary>
public sealed class A_yard_is_billed
{
    private static readonly string Book = Path.Combine(Tidy.House.Root, "books/private-network");
    private static readonly string[] Quarter = ["--period", "2026-01-01..2026-04-01"];

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void Children_common_area_and_losses_are_the_gate_in_energy_and_money(string engine)
    {
        using var program = new Busbars(engine) { Now = NodaTime.Instant.FromUtc(2026, 4, 12, 9, 0) };
        var billed = program.Run(["bill", Book, .. Quarter]);
        Assert.True(billed.Code == 0, billed.Messages);
        Assert.Contains("23 bills issued, 0 held, 0 billed before.", billed.Results + billed.Messages,
            StringComparison.Ordinal);
        var balance = JsonDocument.Parse(program.Run(["pool", "yard", .. Quarter, "--json"]).Results).RootElement;
        var names = balance.GetProperty("names").EnumerateArray()
            .ToDictionary(name => name.GetProperty("name").GetString()!);
        Assert.All(names.Values.Where(name => name.TryGetProperty("whole", out _)), name =>
        {
            Assert.True(name.GetProperty("closes").GetBoolean());
            Assert.Equal(Number(name, "whole"), Number(name, "sum"));
        });
        // What the gate took, by its readings: 31452.94, 27235.68 and 28873.61 kWh.
        Assert.Equal(87_562.23m, Number(names["consumption"], "sum") + Number(names["on-market"], "sum")
            + Number(names["lost"], "sum") - Number(names["generated"], "sum"));
        Assert.Equal(11_590.90m, names.Values.Where(name => name.GetProperty("name").GetString()!
            .EndsWith("-cost", StringComparison.Ordinal)).Sum(name => Number(name, "whole")));
        Assert.Equal(("11805.61", "11590.90", "214.71", 0), (balance.GetProperty("billed").GetString(),
            balance.GetProperty("costs").GetString(), balance.GetProperty("margin").GetString(),
            balance.GetProperty("unbilled").GetArrayLength()));
    }

    // What the parent costs is known, and of the children only the bakery's bill is made.
    [Fact]
    public void A_margin_names_whose_bills_are_not_in_it()
    {
        using var program = new Busbars { Now = NodaTime.Instant.FromUtc(2026, 4, 12, 9, 0) };
        var billed = program.Run("bill", Book, "--period", "2026-01", "--account", "bakery");
        Assert.True(billed.Code == 0, billed.Messages);
        string[] look = ["pool", "yard", "--period", "2026-01"];
        var without = JsonDocument.Parse(program.Run([.. look, "--json"]).Results).RootElement
            .GetProperty("without_bill").EnumerateArray().Select(one => one.GetString()!).ToList();
        Assert.NotEmpty(without);
        Assert.DoesNotContain("bakery", without);
        Assert.Contains("Without a bill whose period begins in these days, and so not in the margin: "
            + string.Join(", ", without) + ".", program.Run(look).Results, StringComparison.Ordinal);
        Assert.Equal(0, program.Run("bill", "--period", "2026-01").Code);
        Assert.DoesNotContain("Without a bill", program.Run(look).Results, StringComparison.Ordinal);
    }

    // The levy of the quarter isn't invoiced before April: only the bills in which its days end wait for it.
    [Fact]
    public void Bills_are_issued_month_by_month_as_the_invoices_come()
    {
        using var program = new Busbars { Now = NodaTime.Instant.FromUtc(2026, 4, 5, 9, 0) };
        var costs = File.ReadAllLines(Path.Combine(Book, "costs.csv"));
        Assert.Equal(0, program.Run("init", program.PathOf("yard"), "--from", "private-network").Code);
        program.Write("yard/costs.csv", string.Join('\n', costs[..^1]) + "\n");
        var billed = program.Run(["bill", program.PathOf("yard"), .. Quarter]);
        Assert.True(billed.Code == 0, billed.Messages);
        // The bakery's for March, and the last one of the studio, for February.
        Assert.All((string[])["RY-2026-00017", "RY-2026-00015"], number => Assert.Contains("There is no invoice for "
            + "connection 1012345678940 in group levy for 2026-01-01 to 2026-03-31.",
            program.Run("show", number, "--json").Results, StringComparison.Ordinal));
        program.Write("yard/costs.csv", string.Join('\n', costs) + "\n");
        var levies = program.Run(["bill", program.PathOf("yard"), .. Quarter]);
        Assert.True(levies.Code == 0, levies.Messages);
        // The bakery, the office, the workshop and the landlord for March, and the studio for its last days.
        Assert.Contains("5 bills issued, 0 held, 18 billed before.", levies.Results + levies.Messages,
            StringComparison.Ordinal);
    }

    private static decimal Number(JsonElement of, string name)
    {
        Assert.True(Digits.TryParse(of.GetProperty(name).GetString()!, 6, out var millionths, out var wrong), wrong);
        return millionths / 1_000_000m;
    }
}

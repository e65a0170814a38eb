using System.Text.Json;
using Busbar.Quantities;

namespace Busbar.Tests.Cli;

/// <summary>The worked examples of matching and of keys, by their numbers, through a book and a database.</summary>
public sealed class Pools_share_by_number
{
    private const string Shares = """
        shares:
          pro-rata: share(matched, by = consumption)
          waterfall: share(pool.generation, by = consumption, up-to = consumption, order = priority)
          fixed: share(pool.generation, by = weight, of = 100 %, up-to = consumption)
          again: share(pool.generation, by = weight, of = 100 %, up-to = consumption, again = true)
        """;

    // WE3.1: the first hour and the second.
    [Theory]
    [InlineData("pro-rata", 0, "500 250 250", "0")]
    [InlineData("waterfall", 0, "600 300 100", "0")]
    [InlineData("fixed", 0, "500 300 200", "0")]
    [InlineData("pro-rata", 1, "200 500 100", "0")]
    [InlineData("waterfall", 1, "200 500 100", "200")]
    [InlineData("fixed", 1, "200 300 100", "400")]
    [InlineData("again", 1, "200 500 100", "200")]
    public void WE3_1_three_sites_match_a_generator(string share, int hour, string parts, string overs)
    {
        using var program = new Busbars();
        Expect(program, Pool(["a", "b", "c"], ["50 %", "30 %", "20 %"]), hour,
            [("g", [1000, 1000]), ("a", [600, 200]), ("b", [300, 500]), ("c", [300, 100])], share, parts, overs);
    }

    // WE5.1 is the published example of plein-soleil; WE5.7 has no shares of priority.
    [Theory]
    [InlineData("waterfall", "0.4 0.6", "0", "1", "0.4 0.8")]
    [InlineData("fixed", "2 3", "1", "6", "2 10")]
    [InlineData("pro-rata", "1 5", "0", "6", "2 10")]
    [InlineData("again", "2 4", "0", "6", "2 10")]
    // WE5.3: 10 % and 90 % of 10; WE5.4: 90 % of 10 where 2 are used.
    [InlineData("fixed", "1 9", "0", "10", "5 20", "10 %", "90 %")]
    [InlineData("fixed", "0 2", "8", "10", "0 2", "10 %", "90 %")]
    // WE5.5 and WE5.6: in the ratio of use, and of none.
    [InlineData("pro-rata", "2 8", "0", "10", "2 8")]
    [InlineData("pro-rata", "0 0", "0", "3.5", "0 0")]
    // WE5.8: 30 % of 10, and the member's own surplus stays.
    [InlineData("fixed", "2.2 0", "7.8", "10", "2.2 0", "30 %", "70 %")]
    public void WE5_1_to_WE5_8_keys_of_communities(
        string share, string parts, string left, string generation, string uses, string first = "50 %",
        string second = "50 %")
    {
        using var program = new Busbars();
        decimal[] use = [.. uses.Split(' ').Select(Number)];
        Expect(program, Pool(["a", "b"], [first, second]), 0,
            [("g", [Number(generation)]), ("a", [use[0]]), ("b", [use[1]])], share, parts, left);
    }

    private const string Tenants = """
        pool: house
        interval: 60min
        parent: { connection: p }
        members:
          - { connection: g, generation: generation, from: 2026-03-01 }
          - { connection: t, consumption: import, from: 2026-03-01 }
          - { connection: u, consumption: import, from: 2026-03-01 }
          - { connection: x, third-party: import, from: 2026-03-01 }
        shares:
          top-up: share(positive(parent.import - pool.third-party), by = consumption)
          roof: share(pool.generation - parent.export, by = consumption)
        must:
          - be: pool.third-party <= parent.import
            else: A part of the roof's power went to somebody else's customers
        """;

    // WE5.9: a summing meter; what others supply comes from the grid, whole, and the roof's power is the tenants'.
    [Fact]
    public void WE5_9_tenants_top_up_what_others_leave_of_the_grid()
    {
        using var program = new Busbars();
        var done = Shared(program, 20);
        Assert.True(done.Code == 0, done.Results + done.Messages);
        var text = program.Run("pool", "house", "--period", "2026-03-01..2026-03-02", "--intervals");
        var (head, row) = (text.Lines[0].Split(','), text.Lines[1].Split(','));
        Assert.Equal("30 35 65", string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{Sum("top-up"):0.######} {Sum("roof"):0.######} {Sum("top-up") + Sum("roof"):0.######}"));

        decimal Sum(string share) => new[] { "t", "u" }.Sum(id => Number(row[Array.IndexOf(head, $"{share} {id}")]));
    }

    // 60 are taken where 50 come in: 10 are the roof's, and the pool says so and isn't settled.
    [Fact]
    public void WE5_9_more_than_the_grid_gives_is_an_imbalance()
    {
        using var program = new Busbars();
        Assert.Equal(0, Shared(program, 60).Code);
        var text = program.Run("pool", "house", "--period", "2026-03-01..2026-03-02");
        Assert.Contains("A part of the roof's power went to somebody else's customers", text.Results + text.Messages,
            StringComparison.Ordinal);
        var words = (text.Results + text.Messages).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("pool.third-party <= parent.import is false in pool house in 1 of 24 intervals",
            string.Join(' ', words), StringComparison.Ordinal);
    }

    private static Printed Shared(Busbars program, decimal others) => PoolBooks.Apply(program, Tenants, "", "",
        ("p", "import", Day([50])), ("p", "export", Day([5])), ("g", "generation", Day([40])),
        ("t", "import", Day([40])), ("u", "import", Day([25])), ("x", "import", Day([others])));

    private static string Pool(string[] sites, string[] weights) => "pool: roof\ninterval: 60min\nboundary: meter\n"
        + "members:\n  - { connection: g, generation: export, from: 2026-03-01 }\n"
        + string.Concat(sites.Zip(weights).Select((one, i) => $"  - {{ connection: {one.First}, consumption: import, "
            + $"weight: {one.Second}, priority: {i + 1}, from: 2026-03-01 }}\n"))
        + "quantities:\n  matched: min(pool.generation, pool.consumption)\n" + Shares;

    private static void Expect(
        Busbars program, string pool, int hour, (string Id, decimal[] Hours)[] readings, string share, string parts,
        string left)
    {
        var done = PoolBooks.Apply(program, pool, "", "", [.. readings.Select(one =>
            (one.Id, one.Id == "g" ? "export" : "import", Day(one.Hours)))]);
        Assert.True(done.Code == 0, done.Results + done.Messages);
        var text = program.Run("pool", "roof", "--period", "2026-03-01..2026-03-02", "--intervals");
        Assert.Equal(0, text.Code);
        var (head, row) = (text.Lines[0].Split(','), text.Lines[1 + hour].Split(','));
        Assert.Equal(parts, string.Join(' ', readings.Where(one => one.Id != "g")
            .Select(one => row[Array.IndexOf(head, $"{share} {one.Id}")])));
        // What nobody got of the generation: of what was matched, the rest wasn't shared at all.
        if (share != "pro-rata") Assert.Equal(left, row[Array.IndexOf(head, $"pool.residual({share})")]);
        var balance = JsonDocument.Parse(program.Run(
            "pool", "roof", "--period", "2026-03-01..2026-03-02", "--json").Results).RootElement;
        Assert.All(balance.GetProperty("names").EnumerateArray().Where(name => name.TryGetProperty("closes", out _)),
            name => Assert.True(name.GetProperty("closes").GetBoolean()));
    }

    private static decimal Number(string text)
    {
        Assert.True(Digits.TryParse(text, 6, out var millionths, out _));
        return millionths / 1_000_000m;
    }

    private static decimal[] Day(decimal[] hours) => [.. hours, .. new decimal[24 - hours.Length]];
}

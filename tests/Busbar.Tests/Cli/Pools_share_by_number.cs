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

    // 60 % and 40 % of each day are 60 % and 40 % of a month; c has 10 % from the 16th on, which are 16 days of 31.
    [Fact]
    public void Fixed_parts_of_a_month_are_parts_of_the_month()
    {
        using var program = new Busbars();
        var done = PoolBooks.Apply(program, """
            pool: roof
            interval: 60min
            boundary: meter
            members:
              - { connection: g, generation: export, from: 2026-03-01 }
              - { connection: a, consumption: import, weight: 50 %, from: 2026-03-01 }
              - { connection: b, consumption: import, weight: 40 %, from: 2026-03-01 }
              - { connection: c, consumption: import, weight: 10 %, from: 2026-03-16 }
            shares:
              energy: share(sum(pool.generation), by = weight, of = 100 %)
              money: share(sum(pool.generation) * 10 p/kWh, by = weight, of = 100 %)
              by-interval: share(pool.generation * 10 p/kWh, by = weight, of = 100 %)
              relative: share(sum(pool.generation), by = weight)
              limited: share(sum(pool.generation), by = weight, of = 100 %, up-to = sum(consumption), again = true)
              daily: share(sum(pool.generation, per = day), by = weight, of = 100 %)
            """, "", "", ("g", "export", Month(1)), ("a", "import", Month(0.4m)), ("b", "import", Month(1)),
            ("c", "import", Month(1)));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        var names = JsonDocument.Parse(program.Run("pool", "roof", "--period", "2026-03", "--json").Results).RootElement
            .GetProperty("names").EnumerateArray().ToDictionary(name => name.GetProperty("name").GetString()!);
        Assert.Equal("372 297.6 38.4 | 36", Parts("energy"));
        Assert.Equal("37.2 29.76 3.84 | 3.6", Parts("money"));
        Assert.Equal("37.2 29.76 3.84 | 3.6", Parts("by-interval"));
        Assert.Equal("390.915 312.732 40.353 | 0", Parts("relative"));
        // What a can't take, 74.4, goes to the others in the ratio of 40 % and 16/31 of 10 %.
        Assert.Equal("297.6 363.497 46.903 | 36", Parts("limited"));
        Assert.Equal("372 297.6 38.4 | 36", Parts("daily"));

        string Parts(string name) => string.Join(' ', names[name].GetProperty("members").EnumerateArray()
            .Where(one => one.GetProperty("connection").GetString() != "g")
            .Select(one => Said(one.GetProperty("amount"))))
            + $" | {Said(names[name].GetProperty("residual"))}";

        static string Said(JsonElement amount) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{Number(amount.GetString()!):0.###}");

        static decimal[] Month(decimal hour) => [.. Enumerable.Repeat(hour, 31 * 24)];
    }

    // 6 and 4 of 10, where 2 and 20 are used: in an order the others have what one can't take, also of one number.
    [Fact]
    public void Order_deals_out_again()
    {
        using var program = new Busbars();
        var done = PoolBooks.Apply(program, """
            pool: roof
            interval: 60min
            boundary: meter
            members:
              - { connection: g, generation: export, from: 2026-03-01 }
              - { connection: a, consumption: import, weight: 60 %, one: 1, two: 2, from: 2026-03-01 }
              - { connection: b, consumption: import, weight: 40 %, one: 1, two: 1, from: 2026-03-01 }
            shares:
              plain: share(pool.generation, by = weight, up-to = consumption)
              ordered: share(pool.generation, by = weight, up-to = consumption, order = one)
              after: share(pool.generation, by = weight, up-to = consumption, order = two)
              money: share(pool.generation * 1 GBP/kWh, by = weight, up-to = consumption * 1 GBP/kWh, order = one)
              money-after: share(pool.generation * 1 GBP/kWh, by = weight, up-to = consumption * 1 GBP/kWh, order = two)
            """, "", "", ("g", "export", [10, .. new decimal[(31 * 24) - 1]]),
            ("a", "import", [2, .. new decimal[(31 * 24) - 1]]), ("b", "import", [20, .. new decimal[(31 * 24) - 1]]));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        var names = JsonDocument.Parse(program.Run("pool", "roof", "--period", "2026-03", "--json").Results).RootElement
            .GetProperty("names").EnumerateArray().ToDictionary(name => name.GetProperty("name").GetString()!);
        Assert.Equal(["plain 2 4 4", "ordered 2 8 0", "after 0 10 0", "money 2 8 0", "money-after 0 10 0"],
            ((string[])["plain", "ordered", "after", "money", "money-after"]).Select(name => string.Join(' ', (string[])
                [name, .. names[name].GetProperty("members").EnumerateArray().Where(one =>
                    one.GetProperty("connection").GetString() != "g").Select(one => Said(one.GetProperty("amount"))),
                    Said(names[name].GetProperty("residual"))])));

        static string Said(JsonElement amount) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{Number(amount.GetString()!):0.###}");
    }

    // Nobody takes anything at night: then all have the same, from the day on which they are members.
    [Fact]
    public void Who_has_not_joined_yet_has_no_part_of_what_is_shared_otherwise()
    {
        using var program = new Busbars();
        var done = PoolBooks.Apply(program, """
            pool: roof
            interval: 60min
            boundary: meter
            members:
              - { connection: g, generation: export, from: 2026-03-01 }
              - { connection: a, consumption: import, from: 2026-03-01 }
              - { connection: b, consumption: import, from: 2026-03-02 }
            shares:
              s: share(pool.generation, by = consumption else 1)
            """, "", "", ("g", "export", [.. Enumerable.Repeat(3m, 48)]), ("a", "import", new decimal[48]),
            ("b", "import", new decimal[48]));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        var share = JsonDocument.Parse(program.Run("pool", "roof", "--period", "2026-03-01..2026-03-03", "--json")
            .Results).RootElement.GetProperty("names").EnumerateArray().Single(name =>
            name.GetProperty("name").GetString() == "s");
        Assert.True(share.GetProperty("closes").GetBoolean());
        Assert.Equal(["a 60", "b 24", "g 60"], share.GetProperty("members").EnumerateArray().Select(one =>
            string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"{one.GetProperty("connection").GetString()} "
                + $"{Number(one.GetProperty("amount").GetString()!):0.###}")));
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

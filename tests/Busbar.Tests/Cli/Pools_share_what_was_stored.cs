using System.Text.Json;

namespace Busbar.Tests.Cli;

/// <summary>A battery that belongs to all: what comes out of it is followed back to the roof or the grid, across the
/// months that a pool is settled by.</summary>
public sealed class Pools_share_what_was_stored
{
    private const int MarchAndApril = (31 + 30) * 24;

    private static string Pool(string order, string more = "") => $"""
        pool: roof
        interval: 60min
        boundary: meter
        members:
          - {"{"} connection: g, generation: export, from: 2026-03-01 {"}"}
          - {"{"} connection: s, charging: import, discharging: export, from: 2026-03-01 {"}"}
          - {"{"} connection: a, consumption: import, from: 2026-03-01 {"}"}
          - {"{"} connection: b, consumption: import, from: 2026-04-01 {"}"}
        quantities:
          sunny: min(pool.charging, pool.generation)
          kept: drawn(pool.discharging, from = sunny, store = pool.charging, efficiency = 80 %{order})
        shares:
          sun: share(kept, by = consumption)
          grid: share(pool.discharging - kept, by = consumption){more}
        """;

    private static decimal[] Hours(params (int Hour, decimal Value)[] values)
    {
        var hours = new decimal[MarchAndApril];
        foreach (var (hour, value) in values) hours[hour] = value;
        return hours;
    }

    /// <summary>The parts of a share in April, by member, as JSON has them.</summary>
    private static string April(Busbars program, string share)
    {
        var done = program.Run("pool", "roof", "--period", "2026-04", "--json");
        Assert.True(done.Code == 0, done.Results + done.Messages);
        var name = JsonDocument.Parse(done.Results).RootElement.GetProperty("names").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == share);
        Assert.True(name.GetProperty("closes").GetBoolean());
        return string.Join(' ', name.GetProperty("members").EnumerateArray()
            .Where(member => member.GetProperty("connection").GetString() is "a" or "b")
            .Select(member => member.GetProperty("amount").GetString()));
    }

    // On 31 March 10 kWh of sun and 5 of the grid go in, later 5 more of the grid: 16 can come out. On 1 April 8 do.
    [Theory]
    [InlineData("", "1.000000 3.000000", "1.000000 3.000000")]
    [InlineData(", order = first-in", "1.333333 4.000000", "0.666667 2.000000")]
    [InlineData(", order = from-first", "2.000000 6.000000", "0.000000 0.000000")]
    [InlineData(", order = from-last", "0.000000 0.000000", "2.000000 6.000000")]
    public void What_went_in_in_March_comes_out_in_April(string order, string sun, string grid)
    {
        using var program = new Busbars();
        var done = PoolBooks.Apply(program, Pool(order), "", "",
            ("g", "export", Hours((30 * 24 + 12, 10))),
            ("s", "import", Hours((30 * 24 + 12, 15), (30 * 24 + 23, 5))),
            ("s", "export", Hours((31 * 24 + 18, 8))),
            ("a", "import", Hours((31 * 24 + 18, 1))), ("b", "import", Hours((31 * 24 + 18, 3))));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        Assert.Equal(sun, April(program, "sun"));
        Assert.Equal(grid, April(program, "grid"));
    }

    [Fact]
    public void Who_joins_need_not_have_been_measured_before()
    {
        using var program = new Busbars();
        var done = PoolBooks.Apply(program, Pool("").Replace("b, consumption: import, from: 2026-04-01",
            "b, consumption: import, from: 2026-04-11", StringComparison.Ordinal), "", "",
            ("g", "export", Hours((30 * 24 + 12, 20))), ("s", "import", Hours((30 * 24 + 12, 20))),
            ("s", "export", Hours((31 * 24 + 18, 4), (45 * 24 + 18, 4))),
            ("a", "import", Hours((31 * 24 + 18, 1), (45 * 24 + 18, 1))), ("b", "import", []));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        var csv = program.Write("later.csv", "connection,channel,start,value,unit,quality\n" + string.Concat(
            Enumerable.Range(0, 20 * 24).Select(hour =>
                $"b,import,{new DateTime(2026, 4, 11).AddHours(hour):yyyy-MM-ddTHH:mm}Z,"
                + $"{(hour == 4 * 24 + 18 ? 3 : 0)},kWh,A\n")));
        Assert.Equal(0, program.Run("import", csv).Code);
        Assert.Equal("5.000000 3.000000", April(program, "sun"));
    }

    [Fact]
    public void What_the_parent_is_billed_is_not_remembered()
    {
        using var program = new Busbars();
        var done = PoolBooks.Apply(program, Pool("").Replace("boundary: meter", "parent: { connection: g }",
                StringComparison.Ordinal).Replace("= sunny", "= parent.cost(energy)", StringComparison.Ordinal),
            "", "", ("g", "export", [0]), ("s", "import", [0]), ("s", "export", [0]), ("a", "import", [0]),
            ("b", "import", [0]));
        Assert.Equal(1, done.Code);
        Assert.Contains("parent.cost(energy) has what the parent is billed, and a store remembers days before that.",
            done.Messages, StringComparison.Ordinal);
    }
}

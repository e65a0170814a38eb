using System.Text.Json;
using Busbar.Tests.Store;

namespace Busbar.Tests.Cli;

/// <summary>What a pool shows is marked as what was settled, with whom, or as what would be settled now.</summary>
public sealed class A_pool_says_what_is_settled
{
    private const string Pool = """
        pool: quay
        interval: 60min
        boundary: meter
        members:
          - { connection: g, generation: export, from: 2026-03-01 }
          - { connection: a, consumption: import, from: 2026-03-01 }
          - { connection: b, consumption: import, from: 2026-03-01 }
        shares:
          wind: share(pool.generation, by = consumption)
          fund: share(sum(pool.generation * 10 p/kWh), by = sum(consumption))
        """;

    private const string Product = """
        product: site
        from: 2026-01-01
        interval: 60min
        pool: { wind: kWh }
        charges: [{ name: Wind power, group: energy, quantity: wind, price: 10 p/kWh }]
        """;

    private const string Both = """
        - { agreement: a, account: a, product: site, connections: [a], from: 2026-03-01 }
        - { agreement: b, account: b, product: site, connections: [b], from: 2026-03-01 }
        """;

    private const string FirstDay = "2026-03-01..2026-03-02";
    private const string SecondDay = "2026-03-02..2026-03-03";

    // 500 kWh on each of two days, which a and b use alike: settled with both, and then a turns out to have left.
    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public void Who_has_left_since_is_shown_with_what_was_settled_until_it_is_settled_again(string engine)
    {
        TestStore.SkipWithout(engine);
        using var program = Billed(engine, Pool, Both);
        var applied = Apply(program, Pool.Replace("connection: a, consumption: import, from: 2026-03-01",
            "connection: a, consumption: import, from: 2026-03-01, to: 2026-03-02", StringComparison.Ordinal));
        Assert.Contains("2 issued bills rested on other prices, readings or pools and would come out otherwise now, "
            + "together the same total: HE-2026-00001 (25.00 GBP less), HE-2026-00002 (25.00 GBP more).\n"
            + "  To make them again: busbar rebill HE-2026-00001 HE-2026-00002", applied, StringComparison.Ordinal);

        var shown = program.Run("pool", "quay", "--period", SecondDay);
        Assert.Equal(0, shown.Code);
        Assert.Contains("wind closes", shown.Results, StringComparison.Ordinal);
        Assert.Contains("consumption, wind of 2 March 2026 were settled with a, which is no member then any more.",
            shown.Results, StringComparison.Ordinal);
        Assert.Contains("To make them again: busbar rebill HE-2026-00001 HE-2026-00002", shown.Messages,
            StringComparison.Ordinal);
        var wind = Name(program, SecondDay, "wind");
        Assert.Equal(["b 250", "a 250"], MembersOf(wind));
        Assert.Equal("500", Text(wind, "sum"));
        var others = Json(program, SecondDay).GetProperty("settled_with_others").EnumerateArray().ToList();
        Assert.Equal(("a", true), (others[0].GetProperty("connection").GetString(),
            others[0].GetProperty("was_member").GetBoolean()));
        var page = program.Run("pool", "quay", "--period", SecondDay, "--format", "html").Results;
        Assert.Contains("settled with a, which is no member then any more.", page, StringComparison.Ordinal);
        Assert.Contains("wind a", program.Run("pool", "quay", "--period", SecondDay, "--intervals").Lines[0],
            StringComparison.Ordinal);

        var done = program.Run("rebill", "HE-2026-00001", "HE-2026-00002");
        Assert.True(done.Code == 0, done.Messages);
        shown = program.Run("pool", "quay", "--period", SecondDay);
        Assert.DoesNotContain("settled with", shown.Results, StringComparison.Ordinal);
        Assert.Equal("", shown.Messages);
        Assert.Equal(["b 500"], MembersOf(Name(program, SecondDay, "wind")));
    }

    [Fact]
    public void Who_has_joined_before_has_nothing_of_what_was_settled_until_it_is_settled_again()
    {
        const string Late = "connection: b, consumption: import, from: 2026-03-02";
        const string Early = "connection: b, consumption: import, from: 2026-03-01";
        using var program = Billed(TestStore.Sqlite, Pool.Replace(Early, Late, StringComparison.Ordinal),
            Both.Replace("connections: [b], from: 2026-03-01", "connections: [b], from: 2026-03-02",
                StringComparison.Ordinal));
        var applied = Apply(program, Pool);
        Assert.Contains("HE-2026-00001 (25.00 GBP less)", applied, StringComparison.Ordinal);
        var shown = program.Run("pool", "quay", "--period", FirstDay);
        Assert.Contains("consumption, wind of 1 March 2026 were settled without b, which is a member then now.",
            shown.Results, StringComparison.Ordinal);
        Assert.Contains("busbar rebill HE-2026-00001", shown.Messages, StringComparison.Ordinal);
        Assert.Equal(["a 500", "b 0"], MembersOf(Name(program, FirstDay, "wind")));
        Assert.Equal(0, program.Run("rebill", "HE-2026-00001").Code);
        Assert.Equal(["a 250", "b 250"], MembersOf(Name(program, FirstDay, "wind")));
        Assert.Equal("", program.Run("pool", "quay", "--period", FirstDay).Messages);
    }

    // Nobody had billed b: its bill needs a settlement with it, which is everybody's.
    [Fact]
    public void A_bill_of_who_has_joined_names_the_bills_that_its_settlement_moves()
    {
        const string Row = "\n  - { connection: b, consumption: import, from: 2026-03-01 }";
        using var program = Billed(TestStore.Sqlite, Pool.Replace(Row, "", StringComparison.Ordinal),
            Both[..Both.IndexOf('\n')]);
        program.Write("book/agreements.yaml", Both);
        Apply(program, Pool);
        var billed = program.Run("bill", "--period", "2026-03");
        Assert.Equal("HE-2026-00002", billed.Results.Split(' ')[0]);
        Assert.Contains("1 issued bill rested on other settlements and would come out otherwise now: HE-2026-00001 "
            + "(50.00 GBP less).\n  To make it again: busbar rebill HE-2026-00001", billed.Messages,
            StringComparison.Ordinal);
        Assert.Contains("busbar rebill HE-2026-00001", program.Run("pool", "quay", "--period", "2026-03").Messages,
            StringComparison.Ordinal);
        Assert.Equal(0, program.Run("rebill", "HE-2026-00001").Code);
        Assert.Equal("", program.Run("pool", "quay", "--period", FirstDay).Messages);
    }

    // Supply ends after ten days, so that the rest of the month isn't settled, and the fund isn't at all.
    [Fact]
    public void What_is_settled_and_what_would_be_now_are_told_from_each_other()
    {
        using var program = Billed(TestStore.Sqlite, Pool, Both.Replace("from: 2026-03-01 }",
            "from: 2026-03-01, to: 2026-03-11 }", StringComparison.Ordinal));
        var text = program.Run("pool", "quay", "--period", "2026-03").Results;
        Assert.StartsWith("Pool quay, 1 March 2026 to 31 March 2026, in part as it would be settled now\n", text,
            StringComparison.Ordinal);
        Assert.Contains("wind is settled for 1 March 2026 to 10 March 2026, and as it would be settled now for 11 "
            + "March 2026 to 31 March 2026; its figures are sums of both.\n", text, StringComparison.Ordinal);
        Assert.Matches(@"\n  settled +in part +in part +in part\n", text);
        Assert.Matches(@"\n  settled +no\n", text);
        var (wind, fund) = (Name(program, "2026-03", "wind"), Name(program, "2026-03", "fund"));
        Assert.False(wind.GetProperty("settled").GetBoolean());
        Assert.Equal("2026-03-11", wind.GetProperty("unsettled_days")[0].GetProperty("period").GetProperty("from")
            .GetString());
        Assert.False(fund.GetProperty("settled").GetBoolean());
        Assert.True(Name(program, "2026-03-01..2026-03-11", "wind").GetProperty("settled").GetBoolean());
        var rows = program.Run("pool", "quay", "--period", "2026-03", "--intervals").Lines
            .Select(line => line.Split(',')).Take(1 + (31 * 24)).ToList();
        var state = Array.IndexOf(rows[0], "settled(wind)");
        Assert.Equal([.. Enumerable.Repeat("1", 10 * 24), .. Enumerable.Repeat("0", 21 * 24)],
            rows.Skip(1).Select(row => row[state]));
        var page = program.Run("pool", "quay", "--period", "2026-03", "--format", "html").Results;
        Assert.Contains("Not all of it is settled: the rest is as it would be settled now.", page,
            StringComparison.Ordinal);
        Assert.Contains("its figures are sums of both.", page, StringComparison.Ordinal);
        Assert.Contains("in part", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_share_without_a_whole_window_nothing_is_proven()
    {
        using var program = Billed(TestStore.Sqlite, Pool, Both);
        const string Said = "fund has no whole window in these days, so nothing is to be proven of it.";
        Assert.Contains(Said, program.Run("pool", "quay", "--period", FirstDay).Results, StringComparison.Ordinal);
        Assert.Contains(Said, program.Run("pool", "quay", "--period", FirstDay, "--format", "html").Results,
            StringComparison.Ordinal);
    }

    private static Busbars Billed(string engine, string pool, string agreements)
    {
        var program = new Busbars(engine);
        decimal[] even = [.. Enumerable.Repeat(0m, 31 * 24)], generated = [.. even];
        (even[2], even[26], generated[2], generated[26]) = (100, 100, 500, 500);
        var done = PoolBooks.Apply(program, pool, Product, agreements,
            ("a", "import", even), ("b", "import", even), ("g", "export", generated));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        program.Now = NodaTime.Instant.FromUtc(2026, 4, 2, 8, 0);
        var issued = program.Run("bill", "--period", "2026-03");
        Assert.True(issued.Code == 0, issued.Results + issued.Messages);
        return program;
    }

    private static string Apply(Busbars program, string pool)
    {
        program.Write("book/pools/pool.yaml", pool);
        var applied = program.Run("apply", program.PathOf("book"));
        Assert.True(applied.Code == 0, applied.Messages);
        return applied.Results;
    }

    private static JsonElement Json(Busbars program, string period) =>
        JsonDocument.Parse(program.Run("pool", "quay", "--period", period, "--json").Results).RootElement;

    private static JsonElement Name(Busbars program, string period, string name) => Json(program, period)
        .GetProperty("names").EnumerateArray().Single(one => one.GetProperty("name").GetString() == name);

    private static IEnumerable<string> MembersOf(JsonElement name) => name.GetProperty("members").EnumerateArray()
        .Select(member => $"{Text(member, "connection")} {Text(member, "amount")}").Where(member => member != "g 0");

    /// <summary>A text, and of a whole number without its decimals.</summary>
    private static string Text(JsonElement one, string key) =>
        one.GetProperty(key).GetString()!.Replace(".000000", "", StringComparison.Ordinal);
}

using System.Text.Json;
using Busbar.Tests.Store;

namespace Busbar.Tests.Cli;

/// <summary>A bill of a member that is made again settles its pool again, and with it go all that rest on it.</summary>
public sealed class A_pool_is_billed_again
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

    private const string Products = """
        product: site
        from: 2026-01-01
        interval: 60min
        pool: { wind: kWh, fund: GBP }
        charges:
          - { name: Wind power, group: energy, quantity: wind, price: 10 p/kWh }
          - { name: Fund, group: fixed, amount: fund }
        ---
        product: generator
        from: 2026-01-01
        interval: 60min
        pool: { generation: kWh }
        charges:
          - { name: Output, quantity: generation, price: 9 p/kWh, to: customer }
        """;

    private const string Agreements = """
        - { agreement: a, account: a, product: site, connections: [a], from: 2026-03-01 }
        - { agreement: b, account: b, product: site, connections: [b], from: 2026-03-01 }
        - { agreement: g, account: g, product: generator, connections: [g], from: 2026-03-01 }
        """;

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public void A_late_reading_of_one_member_moves_every_member_together(string engine)
    {
        TestStore.SkipWithout(engine);
        using var program = Billed(engine);
        Assert.Equal(["a 50.00 50.00 | 100.00", "b 50.00 50.00 | 100.00", "g -90.00 | -90.00"], Bills(program));
        var late = Late(program, "a", 2, 400);
        Assert.Contains("2 issued bills rested on other readings and would come out otherwise now, together the same "
            + "total: HE-2026-00001 (36.43 GBP more), HE-2026-00002 (36.43 GBP less).", late, StringComparison.Ordinal);
        Assert.Contains("Pool quay: wind of 2026-03-01 would come out otherwise now.",
            program.Run("pool", "quay", "--period", "2026-03-01..2026-03-03").Messages, StringComparison.Ordinal);
        // A draft shows the bills of both, and stores nothing.
        var draft = program.Run("rebill", "HE-2026-00002", "--draft");
        Assert.Contains("Bill HE-2026-00001 of account a", draft.Results, StringComparison.Ordinal);
        Assert.Contains("Bill HE-2026-00002 of account b", draft.Results, StringComparison.Ordinal);
        Assert.Equal("HE-2026-00001 HE-2026-00002 HE-2026-00003", Numbers(program));
        var done = program.Run("rebill", "HE-2026-00002", "HE-2026-00001");
        Assert.True(done.Code == 0, done.Messages);
        Assert.EndsWith("""
            CN-2026-00001 takes HE-2026-00002 back, -100.00 GBP; HE-2026-00004 stands instead, 63.57 GBP.
            CN-2026-00002 takes HE-2026-00001 back, -100.00 GBP; HE-2026-00005 stands instead, 136.43 GBP.

            """, done.Results, StringComparison.Ordinal);
        Assert.Equal(["a 65.00 71.43 | 136.43", "b 35.00 28.57 | 63.57", "g -90.00 | -90.00"], Bills(program));
        // What was settled is settled as it is known, and all bills open as they were issued.
        Assert.DoesNotContain("otherwise", program.Run("pool", "quay", "--period", "2026-03-01..2026-03-03").Messages,
            StringComparison.Ordinal);
        foreach (var bill in (string[])["HE-2026-00001", "HE-2026-00004", "HE-2026-00005"])
            Assert.Equal(0, program.Run("explain", bill, "wind-power", "--intervals").Code);
        Assert.Contains("HE-2026-00004 comes out as it was issued: it stands.",
            program.Run("rebill", "HE-2026-00004").Results, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bill_that_stands_as_it_is_takes_those_with_it_that_do_not()
    {
        using var program = Billed(TestStore.Sqlite);
        Late(program, "a", 2, 400);
        var rebilled = JsonDocument.Parse(program.Run("rebill", "HE-2026-00003", "--json").Results).RootElement
            .EnumerateArray().ToList();
        Assert.Equal(["same", "rebilled", "rebilled"],
            rebilled.ConvertAll(one => one.GetProperty("status").GetString()));
        Assert.Equal(["consumption", "wind", "fund"], rebilled[0].GetProperty("settled").EnumerateArray()
            .Select(one => one.GetProperty("name").GetString()));
        Assert.Equal("HE-2026-00003", rebilled[1].GetProperty("with").GetString());
    }

    // b's bill looks at what it gets, and comes out the same: it stands, and nobody is told to make it again.
    [Fact]
    public void A_bill_that_stands_as_it_is_is_not_named_for_ever()
    {
        using var program = new Busbars();
        var done = PoolBooks.Apply(program, Pool, Products + """

            ---
            product: flat
            from: 2026-01-01
            interval: 60min
            pool: { wind: kWh }
            charges: [{ name: Flat, quantity: days, price: 1 GBP/day }]
            must: [{ be: sum(wind) >= 0, else: Nothing }]
            """, Agreements.Replace("account: b, product: site", "account: b, product: flat", StringComparison.Ordinal),
            ("g", "export", [.. Enumerable.Repeat(1m, 31 * 24)]), ("a", "import", [.. Enumerable.Repeat(1m, 31 * 24)]),
            ("b", "import", [.. Enumerable.Repeat(1m, 31 * 24)]));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        Assert.Equal(0, program.Run("bill", "--period", "2026-03").Code);
        Late(program, "a", 2, 400);
        string[] look = ["pool", "quay", "--period", "2026-03"];
        var told = program.Run(look).Messages;
        Assert.Contains("HE-2026-00001", told, StringComparison.Ordinal);
        Assert.DoesNotContain("HE-2026-00002", told, StringComparison.Ordinal);
        Assert.Equal(0, program.Run("rebill", "HE-2026-00001").Code);
        Assert.DoesNotContain("otherwise", program.Run(look).Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_pool_cannot_be_settled_again_the_bill_is_held_and_nothing_is_stored()
    {
        using var program = Billed(TestStore.Sqlite);
        Late(program, "a", 2, 400, ",N,");
        var held = program.Run("rebill", "HE-2026-00002");
        Assert.Equal(3, held.Code);
        Assert.Contains("HE-2026-00002: held, it can't be made again and stands.", held.Messages,
            StringComparison.Ordinal);
        Assert.Contains("quay isn't settled", held.Messages, StringComparison.Ordinal);
        Assert.Equal("HE-2026-00001 HE-2026-00002 HE-2026-00003", Numbers(program));
    }

    [Fact]
    public void Who_turns_out_to_have_left_gets_nothing_of_the_days_after()
    {
        using var program = Billed(TestStore.Sqlite);
        program.Write("book/pools/pool.yaml", Pool.Replace("connection: a, consumption: import, from: 2026-03-01",
            "connection: a, consumption: import, from: 2026-03-01, to: 2026-03-02", StringComparison.Ordinal));
        var applied = program.Run("apply", program.PathOf("book"));
        Assert.True(applied.Code == 0, applied.Messages);
        var done = program.Run("rebill", "HE-2026-00001");
        Assert.True(done.Code == 0, done.Results + done.Messages);
        // The second day's 500 kWh are b's alone; the fund counts the use of both days.
        Assert.Equal(["a 25.00 33.33 | 58.33", "b 75.00 66.67 | 141.67", "g -90.00 | -90.00"], Bills(program));
    }

    private static Busbars Billed(string engine)
    {
        var program = new Busbars(engine);
        decimal[] even = [.. Enumerable.Repeat(0m, 31 * 24)], generated = [.. even];
        (even[2], even[26], generated[2], generated[26]) = (100, 100, 500, 500);
        var done = PoolBooks.Apply(program, Pool, Products, Agreements,
            ("a", "import", even), ("b", "import", even), ("g", "export", generated));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        program.Now = NodaTime.Instant.FromUtc(2026, 4, 2, 8, 0);
        var issued = program.Run("bill", "--period", "2026-03");
        Assert.True(issued.Code == 0, issued.Results + issued.Messages);
        return program;
    }

    private static string Late(Busbars program, string connection, int hour, decimal value, string quality = ",A,")
    {
        var text = string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"connection,channel,start,value,unit,quality,version\n{connection},import,2026-03-01T{hour:00}:00Z,"
            + $"{(quality == ",N," ? "" : value)},kWh{quality}7\n");
        var done = program.Run("import", program.Write("late.csv", text));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        return done.Results;
    }

    private static string Numbers(Busbars program) => string.Join(' ', JsonDocument.Parse(
        program.Run("show", "--json").Results).RootElement.GetProperty("bills").EnumerateArray()
        .Select(bill => bill.GetProperty("number").GetString()).Order(StringComparer.Ordinal));

    private static List<string> Bills(Busbars program)
    {
        var heads = JsonDocument.Parse(program.Run("show", "--json").Results).RootElement.GetProperty("bills")
            .EnumerateArray().Select(bill => bill.GetProperty("number").GetString()!)
            .Order(StringComparer.Ordinal).ToList();
        var bills = heads.ConvertAll(number => JsonDocument.Parse(
            program.Run("show", number, "--json").Results).RootElement);
        var credited = bills.Where(bill => bill.TryGetProperty("credits", out _))
            .Select(bill => bill.GetProperty("credits").GetString()).ToHashSet();
        return [.. bills.Where(bill => !bill.TryGetProperty("credits", out _)
                && !credited.Contains(bill.GetProperty("number").GetString()))
            .Select(bill => bill.GetProperty("account").GetString() + " " + string.Join(' ', bill.GetProperty("lines")
                .EnumerateArray().Select(line => line.GetProperty("amount").GetString())) + " | "
                + bill.GetProperty("net").GetString()).Order(StringComparer.Ordinal)];
    }
}

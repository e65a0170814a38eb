using System.Text.Json;

namespace Busbar.Tests.Cli;

/// <summary>A figure of a window in what is shared by the interval is one of the whole window, whoever's days are
/// settled first.</summary>
public sealed class Windows_of_a_pool_are_the_calendars
{
    private const int Hours = 31 * 24;
    private const string Month = "2026-03";

    private const string Products = """
        product: site
        from: 2026-01-01
        interval: 60min
        pool: { s: kWh }
        charges:
          - { name: Shared, quantity: s, price: 10 p/kWh }
        """;

    private const string Agreements = """
        - { agreement: a, account: a, product: site, connections: [a], from: 2026-03-01 }
        - { agreement: b, account: b, product: site, connections: [b], from: 2026-03-16 }
        """;

    // The greatest of the month lies in its first half, before b joins: 6 kW.
    private static readonly decimal[] Generation = [.. Enumerable.Range(0, Hours)
        .Select(hour => (hour < 15 * 24 ? 2 : 1) * (hour % 7 % 4))];

    private static string Pool(string whole, string rest = "") => $$"""
        pool: quay
        interval: 60min
        boundary: meter
        members:
          - { connection: g, generation: export, from: 2026-03-01 }
          - { connection: a, consumption: import, from: 2026-03-01 }
          - { connection: b, consumption: import, from: 2026-03-16 }
        shares:
          s: "share({{whole}}, by = consumption else 1)"
        """ + "\n" + rest;

    private static Busbars Applied(string pool, string agreements = Agreements, int hours = Hours)
    {
        var program = new Busbars();
        var done = PoolBooks.Apply(program, pool, Products, agreements, ("g", "export", Generation[..hours]),
            ("a", "import", [.. Enumerable.Range(0, hours).Select(hour => hour % 5 * 0.4m)]),
            ("b", "import", [.. Enumerable.Range(0, hours).Select(hour => hour % 3 * 0.7m)]));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        return program;
    }

    [Theory]
    [InlineData("min(pool.generation, 0.5 * peak(pool.generation, per = month) * hours)", "1161.000000")]
    [InlineData("min(pool.generation, 0.5 * peak(pool.generation) * hours)", "1161.000000")]
    [InlineData("min(pool.generation, 0.5 * peak(pool.generation, per = quarter) * hours)", "1161.000000")]
    [InlineData("when(pool.generation / hours > mean(pool.generation / hours), pool.generation, 0)", null)]
    public void The_order_of_billing_changes_nothing(string whole, string? sum)
    {
        using var never = Applied(Pool(whole));
        var expected = Rows(never);
        foreach (var order in (string[][])[["a", "b"], ["b", "a"]])
        {
            using var program = Applied(Pool(whole));
            foreach (var account in order)
            {
                var bill = program.Run("bill", "--period", Month, "--account", account);
                Assert.True(bill.Code == 0, bill.Results + bill.Messages);
            }
            Assert.Equal(expected, Rows(program));
            var balance = Balance(program);
            Assert.True(balance.GetProperty("closes").GetBoolean());
            if (sum is not null) Assert.Equal(sum, balance.GetProperty("whole").GetString());
        }
    }

    // Whoever's half of the month is settled first: the month's mean is known when the month has ended.
    [Fact]
    public void What_needs_a_whole_month_waits_for_its_end()
    {
        using var program = Applied(Pool("min(pool.generation, 0.5 * peak(pool.generation, per = month) * hours)"),
            hours: 20 * 24);
        var held = program.Run("pool", "quay", "--period", "2026-03-01..2026-03-10");
        Assert.Contains("has no reading", held.Results + held.Messages, StringComparison.Ordinal);
        Assert.Equal(3, program.Run("bill", "--period", Month, "--account", "a").Code);
    }

    // A corrected reading of the 20th moves the month's peak, and with it what a had on the first days.
    [Fact]
    public void A_correction_moves_all_days_of_its_window()
    {
        using var program = Applied(Pool("min(pool.generation, 0.5 * peak(pool.generation, per = month) * hours)"));
        Assert.Equal(0, program.Run("bill", "--period", Month).Code);
        program.Write("late.csv", "connection,channel,start,value,unit,quality,version\n"
            + "g,export,2026-03-20T03:00Z,20,kWh,A,7\n");
        Assert.Equal(0, program.Run("import", program.PathOf("late.csv")).Code);
        Assert.Contains("s of 2026-03-01 to ", string.Join(' ', program.Run("pool", "quay", "--period",
            "2026-03-20..2026-03-21").Messages.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
        var done = program.Run("rebill", "HE-2026-00002");
        Assert.True(done.Code == 0, done.Messages);
        var settled = Rows(program);
        using var fresh = Applied(Pool("min(pool.generation, 0.5 * peak(pool.generation, per = month) * hours)"));
        Assert.Equal(0, fresh.Run("import", program.PathOf("late.csv")).Code);
        Assert.Equal(Rows(fresh), settled);
    }

    // There are 45.7 kWh a day: more before the 16th, and less from it on.
    [Theory]
    [InlineData("sum(pool.generation) >= sum(40 kWh/day * days)", true)]
    [InlineData("sum(pool.generation, per = month) >= sum(50 kWh/day * days, per = month)", false)]
    public void What_must_be_in_a_month_is_looked_at_in_all_of_it(string must, bool isTrue)
    {
        foreach (var order in (string[][])[["a", "b"], ["b", "a"]])
        {
            using var program = Applied(Pool("pool.generation", $"must: [{{ be: \"{must}\", else: Not so }}]\n"));
            foreach (var account in order)
            {
                var bill = program.Run("bill", "--period", Month, "--account", account);
                Assert.Equal(isTrue ? 0 : 3, bill.Code);
                if (!isTrue) Assert.Contains("2026-03-01 to 2026-03-31", string.Join(' ', bill.Messages.Split(
                    (char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
            }
        }
    }

    private static string Rows(Busbars program)
    {
        var done = program.Run("pool", "quay", "--period", Month, "--intervals");
        Assert.True(done.Code == 0, done.Messages);
        // Whether it is settled is another column.
        var lines = done.Lines.TakeWhile(line => line.Length > 0).Select(line => line.Split(',')).ToList();
        var kept = lines[0].Index().Where(one => !one.Item.StartsWith("settled(", StringComparison.Ordinal))
            .Select(one => one.Index).ToList();
        return string.Join('\n', lines.Select(line => string.Join(',', kept.Select(i => line[i]))));
    }

    private static JsonElement Balance(Busbars program) => JsonDocument.Parse(program.Run(
        "pool", "quay", "--period", Month, "--json").Results).RootElement.GetProperty("names").EnumerateArray()
        .Single(name => name.GetProperty("name").GetString() == "s");
}

using System.Text.Json;
using Busbar.Tests.Cli;
using CsCheck;

namespace Busbar.Tests.Laws;

/// <summary>What a pool settles through a book, whatever its members use and generate, over a change of the clock.
/// </summary>
public class PoolLaws
{
    // Each is a database of its own.
    private const int Tries = 6;
    private const int Hours = 33 * 24;

    private static readonly string[] Days = ["pool", "roof", "--period", "2026-03-27..2026-04-01"];

    /// <summary>kWh in a rhythm of its own length for each member, and the day of March on which c joins.</summary>
    private sealed record Case(int[][] Rhythms, int Joins, int[] Order)
    {
        public (string, string, decimal[])[] Readings => [("g", "export", Of(0)), ("a", "import", Of(1)),
            ("b", "import", Of(2)), ("c", "import", Of(3))];

        private decimal[] Of(int member) => [.. Enumerable.Range(0, Hours).Select(hour =>
            Rhythms[member][hour % Rhythms[member].Length] / 1000m)];

        /// <param name="order">In which members stand in the file.</param>
        /// <param name="joins">Whether c joins at all.</param>
        public string Pool(IEnumerable<int> order, bool joins = true)
        {
            string[] members =
            [
                "  - { connection: g, generation: export, from: 2026-03-01 }\n",
                "  - { connection: a, consumption: import, weight: 50 %, priority: 2, from: 2026-03-01 }\n",
                "  - { connection: b, consumption: import, weight: 30 %, priority: 1, from: 2026-03-01 }\n",
                $"  - {{ connection: c, consumption: import, weight: 20 %, priority: 2, from: 2026-03-{Joins} }}\n",
            ];
            return "pool: roof\nzone: Europe/London\ninterval: 60min\nboundary: meter\nmembers:\n"
                + string.Concat(order.Where(i => joins || i < 3).Select(i => members[i])) + """
                quantities:
                  matched: min(pool.generation, pool.consumption)
                shares:
                  wind: share(matched, by = consumption)
                  output: share(matched, by = generation)
                  waterfall: share(pool.generation, by = consumption, up-to = consumption, order = priority)
                  fixed: share(pool.generation, by = weight, of = 100 %, up-to = consumption)
                  money: share(pool.generation * 12.3 p/kWh, by = consumption else 1)
                """;
        }
    }

    private static readonly Gen<Case> Any =
        from rhythms in Gen.OneOf(Gen.Int[0, 3], Gen.Int[0, 5_000]).Array[1, 29].Array[4]
        from joins in Gen.Int[27, 31]
        from order in Gen.Shuffle(new[] { 0, 1, 2, 3 })
        select new Case(rhythms, joins, order);

    [Fact]
    public void Parts_and_residual_are_the_whole_and_matched_over_and_under_are_what_was_measured() =>
        Any.Sample(one =>
    {
        using var program = new Busbars();
        Apply(program, one, one.Pool([0, 1, 2, 3]));
        var rows = Rows(program);
        foreach (var row in rows)
        {
            Assert.Equal(row["pool.generation"], row["pool.wind"] + row["pool.residual(waterfall)"]);
            Assert.Equal(row["pool.wind"], row["pool.output"]);
            // Unders: what members use and don't get; by priority and in the ratio of use the same.
            Assert.Equal(Math.Max(0, row["pool.consumption"] - row["pool.generation"]),
                row["pool.consumption"] - row["pool.wind"]);
            Assert.Equal(row["pool.wind"], row["pool.waterfall"]);
            Assert.True(row["pool.fixed"] <= row["pool.waterfall"]);
            foreach (var share in (string[])["wind", "output", "waterfall", "fixed"])
                Assert.Equal(row[$"pool.whole({share})"], row[$"{share} a"] + row[$"{share} b"] + row[$"{share} c"]
                    + row[$"{share} g"] + row[$"pool.residual({share})"]);
            foreach (var share in (string[])["wind", "waterfall", "fixed"])
                foreach (var member in (string[])["a", "b", "c"])
                    Assert.True(row[$"{share} {member}"] <= row[$"consumption {member}"]);
        }
        // To the minor unit, over the month in which all of it lies.
        var money = JsonDocument.Parse(program.Run("pool", "roof", "--period", "2026-03", "--json").Results).RootElement
            .GetProperty("names").EnumerateArray().Single(name => name.GetProperty("name").GetString() == "money");
        Assert.True(money.GetProperty("closes").GetBoolean());
        Assert.All(money.GetProperty("members").EnumerateArray(), member =>
            Assert.EndsWith("0000", member.GetProperty("amount").GetString(), StringComparison.Ordinal));
    }, iter: Tries, threads: 1);

    [Fact]
    public void The_order_in_which_members_stand_changes_nothing() => Any.Sample(one =>
    {
        using var program = new Busbars();
        using var other = new Busbars();
        Apply(program, one, one.Pool([0, 1, 2, 3]));
        Apply(other, one, one.Pool(one.Order));
        Assert.All(Rows(program).Zip(Rows(other)), pair => Assert.Equal(
            pair.First.OrderBy(part => part.Key, StringComparer.Ordinal),
            pair.Second.OrderBy(part => part.Key, StringComparer.Ordinal)));
    }, iter: Tries, threads: 1);

    [Fact]
    public void Who_joins_shares_from_the_local_midnight_of_that_day_and_nothing_before_it_changes() =>
        Any.Sample(one =>
    {
        using var program = new Busbars();
        using var without = new Busbars();
        Apply(program, one, one.Pool([0, 1, 2, 3]));
        Apply(without, one, one.Pool([0, 1, 2], joins: false));
        var (rows, before) = (Rows(program), Rows(without));
        // The clock of London goes forward on the 29th: a day later begins at 23:00 in UTC.
        var midnight = (24 * (one.Joins - 27)) - (one.Joins > 29 ? 1 : 0);
        foreach (var (hour, (row, alone)) in rows.Zip(before).Index())
            if (hour < midnight)
                Assert.All(alone, part => Assert.Equal(part.Value, row[part.Key]));
            else Assert.Equal(one.Readings[3].Item3[(26 * 24) + hour], row["consumption c"]);
    }, iter: Tries, threads: 1);

    [Theory]
    [InlineData("2026-03-29", 23, "2026-03-29T00:00:00Z")]
    [InlineData("2026-10-25", 25, "2026-10-24T23:00:00Z")]
    public void A_day_has_the_hours_that_its_clock_gives_it(string day, int hours, string first)
    {
        using var program = new Busbars();
        var count = (31 + 30 + 31 + 30 + 31 + 31 + 30 + 28) * 24;
        var done = PoolBooks.Apply(program, "pool: roof\nzone: Europe/London\ninterval: 60min\nboundary: meter\n"
            + "members:\n  - { connection: g, generation: export, from: 2026-03-01 }\n"
            + "  - { connection: a, consumption: import, from: 2026-03-01 }\n"
            + "shares:\n  wind: \"share(pool.generation, by = consumption)\"\n", "", "",
            ("g", "export", [.. Enumerable.Repeat(2m, count)]), ("a", "import", [.. Enumerable.Repeat(1m, count)]));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        var lines = program.Run("pool", "roof", "--period", $"{day}..{day[..8]}{int.Parse(day[8..],
            System.Globalization.CultureInfo.InvariantCulture) + 1}", "--intervals").Lines;
        Assert.Equal((hours + 1, first), (lines.Length, lines[1].Split(',')[0]));
    }

    private static void Apply(Busbars program, Case one, string pool)
    {
        var done = PoolBooks.Apply(program, pool, "", "", one.Readings);
        Assert.True(done.Code == 0, done.Results + done.Messages);
    }

    /// <summary>The amounts of each interval, by part.</summary>
    private static List<Dictionary<string, decimal>> Rows(Busbars program)
    {
        var done = program.Run([.. Days, "--intervals"]);
        Assert.True(done.Code == 0, done.Messages);
        var lines = done.Results.Split("\n\n")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var head = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => line.Split(',').Skip(1).Zip(head.Skip(1)).ToDictionary(
            pair => pair.Second, pair => JsonSerializer.Deserialize<decimal>(pair.First)))];
    }
}

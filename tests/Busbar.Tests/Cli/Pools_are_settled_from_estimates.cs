namespace Busbar.Tests.Cli;

/// <summary>What a member or the parent didn't send is estimated by the book's methods, and then the pool is settled
/// from it.</summary>
public sealed class Pools_are_settled_from_estimates
{
    private const string Pool = """
        pool: roof
        interval: 60min
        parent: { connection: p }
        must: []
        members:
          - { connection: g, generation: export, from: 2026-03-01 }
          - { connection: a, consumption: import, from: 2026-03-01 }
        shares:
          sun: share(min(pool.generation, pool.consumption), by = consumption)
          loss: share(positive(parent.import - pool.consumption), by = consumption)
        """;

    private const string Product = """
        product: flat
        from: 2026-01-01
        interval: 60min
        pool: { sun: kWh, loss: kWh }
        charges:
          - { name: Sun, quantity: sun, price: 15 p/kWh }
          - { name: Loss, quantity: loss, price: 30 p/kWh }
        """;

    private static decimal[] Month(decimal hour) => [.. Enumerable.Repeat(hour, 31 * 24)];

    /// <summary>A generator and a gate that have no agreement, each without ten hours.</summary>
    private static Busbars Roof()
    {
        var program = new Busbars();
        var done = PoolBooks.Apply(program, Pool, Product,
            "- { agreement: a, account: a, product: flat, connections: [a], from: 2026-03-01 }",
            ("g", "export", [.. Month(2)[..734]]), ("a", "import", Month(3)), ("p", "import", [.. Month(4)[..734]]));
        Assert.True(done.Code == 0, done.Results + done.Messages);
        program.Write("book/book.yaml", File.ReadAllText(program.PathOf("book/book.yaml"))
            + "\nestimates: { default: [average 4] }\n");
        Assert.Equal(0, program.Run("apply", program.PathOf("book")).Code);
        program.Now = NodaTime.Instant.FromUtc(2026, 4, 2, 8, 0);
        return program;
    }

    [Fact]
    public void What_members_and_the_parent_did_not_send_is_estimated()
    {
        using var program = Roof();
        Assert.Equal(3, program.Run("bill", "--period", "2026-03").Code);
        var done = program.Run("estimate", "--period", "2026-03");
        Assert.DoesNotContain("pool:", done.Results + done.Messages, StringComparison.Ordinal);
        // The draft that says what is at risk rests on what was just made.
        Assert.Contains("a, 2026-03-01 to 2026-03-31: 6.00 of 446.40 GBP rests on estimates.", done.Results,
            StringComparison.Ordinal);
        var billed = program.Run("bill", "--period", "2026-03");
        Assert.True(billed.Code == 0, done.Messages + billed.Messages);
        // 744 hours of 2 kWh at 15 p and of 1 kWh at 30 p.
        Assert.Contains("446.40", billed.Results, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_no_agreement_has_is_asked_for_by_its_name()
    {
        using var program = Roof();
        var done = program.Run("estimate", "g", "--period", "2026-03");
        Assert.Contains("10 readings estimated", done.Results + done.Messages, StringComparison.Ordinal);
        Assert.Contains("isn't known", program.Run("bill", "--period", "2026-03").Messages
            .Replace("has no reading", "isn't known", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}

namespace Busbar.Tests.Cli;

/// <summary>What can be wrong with a pool is said where it is, with the way out.</summary>
public sealed class A_wrong_pool_is_refused
{
    private const string Head = """
        pool: quay
        interval: 60min
        boundary: meter
        members:
          - { connection: g, generation: export, from: 2026-03-01 }
          - { connection: a, consumption: import, weight: 60 %, from: 2026-03-01 }
          - { connection: b, consumption: import, weight: 60 %, from: 2026-03-01 }
        """;

    private const string Product = """
        product: site
        from: 2026-01-01
        interval: 60min
        pool: { wind: kWh }
        charges: [{ name: Wind power, quantity: wind, price: 10 p/kWh }]
        """;

    private const string Shares = "\nshares: { wind: \"share(pool.generation, by = consumption)\" }";

    // The book is refused.
    [Theory]
    [InlineData("boundary: meter\n", "", "The pool quay doesn't say where its members meet.",
        "boundary: meter, where nothing is lost")]
    [InlineData("boundary: meter", "boundary: nbq", "The book has no boundary nbq, which pool quay names.",
        "Did you mean nbp?")]
    [InlineData("interval: 60min", "interval: 30min", "Pool quay is settled every 30 minutes, and its member g has "
        + "readings every 60 minutes.", "Give the pool the interval of its coarsest member.")]
    [InlineData("connection: b, ", "connection: a, ", "Connection a is a member of pool quay twice from 2026-03-01 on.",
        "End the other")]
    [InlineData("by = consumption)", "by = use)", "Nothing is called use here.", "")]
    [InlineData("shares: {", "quantities: { x: y, y: x }\nshares: {", "x is made of itself: x → y → x", "")]
    [InlineData("share(pool.generation", "share(generation", "only what all have together can be shared",
        "Write the sum over the members: pool.generation.")]
    [InlineData("shares: {", "costs: { enrgy: { every: month } }\nshares: {", "The book has no group enrgy, which "
        + "costs of pool quay names.", "Did you mean energy?")]
    [InlineData("shares: {", "costs: { energy: { every: month } }\nshares: {", "pool quay has costs and no parent "
        + "whose they are.", "Name the connection behind which the members are")]
    [InlineData("shares: {", "shares: { cost: \"share(parent.cost(energy), by = 1)\", ", "The pool has no parent.",
        "Name the connection behind which its members are")]
    [InlineData("boundary: meter", "parent: { connection: a }", "The parent of pool quay, connection a, stands behind "
        + "its own meter: it is a member of the pool.", "Name as parent the connection through which")]
    [InlineData("boundary: meter", "parent: { connection: g }\nmembers: [{ connection: a, consumption: import, from: "
        + "2026-03-01 }]\nmust: []\n---\npool: up\ninterval: 60min\nmust: []\nparent: { connection: a }",
        "The parent of pool up, connection a, stands behind its own meter: it is a member of the pool.", "")]
    // Numbers are known when the book is read, and so is who is a member when.
    [InlineData("by = consumption)", "by = weight, of = 100 %)", "The keys of share wind of pool quay come to 1.2 from "
        + "2026-03-01 on, and it divides by 1.", "Give the members less, or leave of out")]
    [InlineData("weight: 60 %, from: 2026-03-01 }\nshares: { wind: \"share(pool.generation, by = consumption)",
        "weight: 60 %, from: 2026-04-01 }\nshares: { wind: \"share(pool.generation, by = 50 % * weight, of = 50 %)",
        "The keys of share wind of pool quay come to 0.6 from 2026-04-01 on, and it divides by 0.5.", "")]
    [InlineData("weight: 60 %, from: 2026-03-01 }\nshares: { wind: \"share(pool.generation, by = consumption)",
        "weight: -10 %, from: 2026-03-01 }\nshares: { wind: \"share(pool.generation, by = weight)",
        "Share wind of pool quay has a key of -0.1 for member b; a key can't be below zero.", "zero or more")]
    [InlineData("by = consumption)", "by = weight, again = false, order = weight)", "share serves in an order, and "
        + "then what one can't take goes to the others: leave out order, or again = false", "")]
    [InlineData("by = consumption)", "by = weight, of = 200 %, order = weight)", "share serves in an order or divides "
        + "by what is said, and not both", "")]
    // A slip in what one member brings.
    [InlineData("connection: b, consumption", "connection: b, consumtion", "Member b of pool quay brings consumtion, "
        + "which no other member brings and no formula uses.", "Did you mean consumption?")]
    [InlineData("by = consumption)", "by = appetite)", "Nothing is called appetite here.",
        "The members bring generation, consumption, weight; names are also the pool's quantities and shares")]
    // What two pools have of one channel.
    [InlineData("boundary: meter\n", "boundary: meter\nmembers: [{ connection: g, output: 50 % * export, from: "
        + "2026-05-01 }, { connection: a, use: import, from: 2026-05-01 }]\nshares: { sun: \"share(pool.output, by = "
        + "use)\" }\n---\npool: jetty\ninterval: 60min\nboundary: meter\n", "Channel export of connection g is dealt "
        + "out by pool jetty and pool quay from 2026-05-01 on, and together they have 150 % of it.",
        "Give each pool a part, all together at most 100 %: 60 % * export")]
    public void A_pool_is_checked(string right, string wrong, string message, string hint)
    {
        using var program = new Busbars();
        var pool = Head + Shares;
        Assert.Contains(right, pool, StringComparison.Ordinal);
        Refused(PoolBooks.Apply(program, pool.Replace(right, wrong, StringComparison.Ordinal), Product, "", Readings()),
            message, hint);
    }

    [Theory]
    [InlineData("wind: kWh", "wind: GBP", "Product site uses wind as GBP",
        "Say it as the pool has it")]
    [InlineData("wind: kWh", "wind: { in: kWh, per: month }", "Product site uses wind as kWh per month",
        "Say it as the pool has it")]
    [InlineData("wind", "heat", "nobody brings or gets anything of that name.",
        "It has generation, consumption, wind.")]
    [InlineData("connections: [a]", "connections: [s]", "Connection s of agreement a is no member of pool quay.",
        "Add it to the pool's members")]
    public void What_uses_a_pool_fits_it(string right, string wrong, string message, string hint)
    {
        using var program = new Busbars();
        const string Agreement = "- { agreement: a, account: a, product: site, connections: [a], pool: quay, "
            + "from: 2026-03-01 }";
        Refused(PoolBooks.Apply(program, Head + Shares, Product.Replace(right, wrong, StringComparison.Ordinal)
            .Replace("wind, price: 10 p/kWh", wrong.EndsWith("GBP", StringComparison.Ordinal)
                ? "days, price: wind / days" : "wind, price: 10 p/kWh", StringComparison.Ordinal),
            Agreement.Replace(right, wrong, StringComparison.Ordinal),
            [.. Readings(), ("s", "import", [0])]), message, hint);
    }

    // The parent's charge rests on what the pool shares of it.
    [Fact]
    public void A_circle_by_way_of_the_parents_charges_is_found_when_the_book_is_read()
    {
        using var program = new Busbars();
        Refused(PoolBooks.Apply(program, """
            pool: quay
            interval: 60min
            parent: { connection: p }
            members: [{ connection: a, consumption: import, from: 2026-03-01 }]
            shares: { cost: "share(parent.cost(service), by = 1)" }
            """, """
            product: grid
            from: 2026-01-01
            interval: 60min
            channels: { import: kWh }
            pool: { cost: GBP }
            charges:
              - { name: Margin, group: energy, amount: pool.cost }
              - { name: Service, group: service, amount: "10 % * cost(energy, per = month)" }
            """, "- { agreement: p, account: p, product: grid, connections: [p], from: 2026-03-01 }",
            ("p", "import", [0]), ("a", "import", [0])),
            "Share cost of pool quay is made of itself: it rests on charge margin of agreement p, which rests on share "
            + "cost of pool quay.", "Put the parent's charge into a group that isn't shared");
    }

    // The pool is held, and says why.
    [Theory]
    [InlineData("share(pool.generation, by = consumption, of = 1.5 kWh)", "The keys of share wind of pool quay come to "
        + "2 at 2026-03-01T00:00:00Z, and it divides by 1.5.", "leave of out")]
    [InlineData("share(pool.generation, by = consumption - generation)", "Share wind of pool quay has a key of -5 "
        + "for member g at 2026-03-01T00:00:00Z", "write positive(…)")]
    [InlineData("share(pool.generation * 10 p/kWh, by = consumption)", "has money at 2026-03-01T01:00:00Z, and all "
        + "keys are zero then", "by = key else 1")]
    public void What_cannot_be_shared_holds_the_pool(string share, string message, string hint)
    {
        using var program = new Busbars();
        var done = PoolBooks.Apply(program, Head + $"\nshares: {{ wind: \"{share}\" }}", "", "", Readings());
        Assert.True(done.Code == 0, done.Results + done.Messages);
        Held(program.Run("pool", "quay", "--period", "2026-03"), message, hint);
    }

    [Fact]
    public void A_reading_that_is_missing_holds_the_pool_and_the_member_is_named()
    {
        using var program = new Busbars();
        PoolBooks.Apply(program, Head + Shares, "", "", [("g", "export", Day(5, 5)), ("a", "import", Day(1, 0)),
            ("b", "import", Day(1)[..20])]);
        Held(program.Run("pool", "quay", "--period", "2026-03-01..2026-03-02"),
            "Connection b, channel import, has no reading in 4 of 24 intervals: 2026-03-01 20:00 to "
                + "2026-03-02 00:00.", "Import the missing readings");
    }

    [Fact]
    public void Members_who_take_more_than_their_parent_are_an_exception_with_its_intervals()
    {
        const string Pool = """
            pool: quay
            interval: 60min
            parent: { connection: p }
            members:
              - { connection: a, consumption: import, from: 2026-03-01 }
              - { connection: b, consumption: import, from: 2026-03-01 }
            shares: { part: "share(parent.import, by = consumption)" }
            """;
        using var program = new Busbars();
        PoolBooks.Apply(program, Pool, "", "", ("p", "import", Day(5, 5)), ("a", "import", Day(2, 3)),
            ("b", "import", Day(3, 3)));
        string[] period = ["pool", "quay", "--period", "2026-03-01..2026-03-02"];
        Held(program.Run(period), "The members take more than comes in at their parent: pool.consumption <= "
            + "parent.import is false in pool quay in 1 of 24 intervals, 2026-03-01 01:00", "must:");
        Assert.Equal(["start,end,must,left,right", "2026-03-01T01:00:00Z,2026-03-01T02:00:00Z,"
            + "\"pool.consumption <= parent.import\",6,5"], program.Run([.. period, "--intervals"]).Lines);
        Assert.Contains("\"left\": \"6.000000\"", program.Run([.. period, "--json"]).Results,
            StringComparison.Ordinal);
        program.Write("book/pools/pool.yaml", Pool + "\nmust: []");
        Assert.Equal(0, program.Run("apply", program.PathOf("book")).Code);
        var settled = program.Run(period);
        Assert.True(settled.Code == 0, settled.Messages);
    }

    // Nothing is drawn, and what isn't known is said.
    [Theory]
    [InlineData(24, 1, "isn't known: its parent, connection p, has no reading of channel export from "
        + "2026-03-01T00:00:00Z on.")]
    [InlineData(20, 1, "isn't known: Connection a, channel import, has no reading in 4 of 24 intervals")]
    [InlineData(24, 0, "Nothing flows in pool quay on these days: all that members bring is nothing.")]
    public void Why_nothing_flows_is_said(int hours, int use, string message)
    {
        string[] period = ["pool", "quay", "--period", "2026-03-01..2026-03-02", "--format"];
        using var program = new Busbars();
        decimal[] taken = [.. Enumerable.Repeat((decimal)use, hours)];
        var done = PoolBooks.Apply(program, """
            pool: quay
            interval: 60min
            parent: { connection: p }
            members: [{ connection: a, consumption: import, from: 2026-03-01 }]
            shares: { part: "share(parent.import, by = consumption)" }
            """, "", "", ("p", "import", [.. Enumerable.Repeat(5m, 24)]), ("p", "export", use == 0
                ? [.. new decimal[24]] : []), ("a", "import", taken));
        Assert.True(done.Code == 0, done.Messages);
        var refused = program.Run([.. period, "svg"]);
        Assert.Equal((1, ""), (refused.Code, refused.Results));
        Assert.Contains(message, refused.Messages, StringComparison.Ordinal);
        if (use == 1 && hours == 24)
            Assert.Contains("so the flows aren", program.Run([.. period, "html"]).Results, StringComparison.Ordinal);
    }

    // The message has the first three; every one is in the list.
    [Theory]
    [InlineData(4, "and 1 more span:")]
    [InlineData(6, "and 3 more spans:")]
    public void Of_many_such_intervals_each_can_be_seen(int count, string said)
    {
        using var program = new Busbars();
        decimal[] taken = [.. Enumerable.Range(0, 2 * count).Select(hour => hour % 2 == 0 ? 7m : 5m)];
        PoolBooks.Apply(program, """
            pool: quay
            interval: 60min
            parent: { connection: p }
            members: [{ connection: a, consumption: import, from: 2026-03-01 }]
            shares: { part: "share(parent.import, by = consumption)" }
            """, "", "", ("p", "import", Day([.. Enumerable.Repeat(5m, 2 * count)])), ("a", "import", Day(taken)));
        string[] period = ["pool", "quay", "--period", "2026-03"];
        Held(program.Run(period), said, "pool quay --intervals");
        Assert.Equal(Enumerable.Range(0, count).Select(i => $"2026-03-01T{2 * i:00}:00:00Z"),
            program.Run([.. period, "--intervals"]).Lines.SkipWhile(line => !line.StartsWith("start,end",
                StringComparison.Ordinal)).Skip(1).Select(line => line.Split(',')[0]));
    }

    private static void Refused(Printed done, string message, string hint)
    {
        Assert.Equal(1, done.Code);
        Said(done, message, hint);
    }

    private static void Held(Printed done, string message, string hint)
    {
        Assert.True(done.Code == 3, done.Results + done.Messages);
        Said(done, message, hint);
    }

    private static void Said(Printed done, string message, string hint)
    {
        var said = done.Results + done.Messages;
        Assert.True(said.Contains(message, StringComparison.Ordinal) && said.Contains(hint, StringComparison.Ordinal),
            said);
    }

    private static (string, string, decimal[])[] Readings() =>
        [("g", "export", Day(5, 5)), ("a", "import", Day(1, 0)), ("b", "import", Day(1, 0))];

    private static decimal[] Day(params decimal[] first) => [.. first, .. new decimal[(31 * 24) - first.Length]];
}

using System.Text.Json;
using Busbar.Tests.Store;

namespace Busbar.Tests.Cli;

/// <summary>A landlord's solar power and a retailer's rest: two bills of one account, each in its own name.</summary>
public sealed class Others_are_paid_beside_the_seller
{
    private const string Pool = """
        pool: roof
        interval: 60min
        boundary: meter
        parties: { landlord: elm }
        members:
          - { connection: g, generation: export, from: 2026-03-01 }
          - { connection: a, consumption: import, from: 2026-03-01 }
          - { connection: b, consumption: import, from: 2026-03-01 }
        shares:
          sun: share(min(pool.generation, pool.consumption), by = consumption)
        """;

    private const string Product = """
        product: flat
        from: 2026-01-01
        interval: 60min
        channels: { import: kWh }
        pool: { sun: kWh }
        charges:
          - { name: Sun from the roof, quantity: sun, price: 15 p/kWh, to: landlord }
          - { name: From the grid, quantity: import - sun, price: 30 p/kWh }
          - { name: Metering, group: service, quantity: months, price: 2 GBP/month, to: landlord }
        """;

    private const string Parties = """
        - { party: them, name: All of them }
        - party: elm
          name: Elm House Ltd
          address: [2 Elm Road]
          vat: GB 987 6543 21
          bills: { numbers: "EH-{year}-{00000}", credits: "EH-CN-{year}-{00000}", due: 28 days }
          bank: { Account: "55779911" }
        """;

    private static Busbars Elm(string engine = "sqlite", string? product = null, string? parties = null,
        string? pool = null, string agreement = "")
    {
        var program = new Busbars(engine);
        var done = PoolBooks.Apply(program, pool ?? Pool, product ?? Product, $$"""
            - { agreement: a, account: a, product: flat, connections: [a], from: 2026-03-01{{agreement}} }
            - { agreement: b, account: b, product: flat, connections: [b], from: 2026-03-01 }
            """, parties ?? Parties,
            [("g", "export", Month(10, 9)), ("a", "import", Month(4, 6)), ("b", "import", Month(6, 4))]);
        if (product is null && parties is null && pool is null && agreement.Length == 0)
            Assert.True(done.Code == 0, done.Results + done.Messages);
        return program;
    }

    /// <summary>Two hours of the first of March; nothing else.</summary>
    private static decimal[] Month(decimal first, decimal second)
    {
        var hours = new decimal[31 * 24];
        (hours[12], hours[13]) = (first, second);
        return hours;
    }

    public static TheoryData<string> Engines => TestStore.Engines;

    [Theory, MemberData(nameof(Engines))]
    public void Each_bills_in_its_own_name_and_series(string engine)
    {
        using var program = Elm(engine);
        var billed = program.Run("bill", "--period", "2026-03", "--issued", "2026-04-02");
        Assert.True(billed.Code == 0, billed.Messages);
        // Sun: 10 of 10, 9 of 10: a 4 + 5.4, b 6 + 3.6; the rest is 0.6 and 0.4.
        Assert.Equal(["HE-2026-00001 a 0.18", "EH-2026-00001 a 3.41", "HE-2026-00002 b 0.12", "EH-2026-00002 b 3.44"],
            billed.Lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(words => $"{words[0]} {words[1]} {words[5]}"));
        var again = program.Run("bill", "--period", "2026-03", "--issued", "2026-04-02");
        Assert.Contains("a, 2026-03-01 to 2026-03-31: billed before, EH-2026-00001.", again.Messages,
            StringComparison.Ordinal);
        Assert.Contains("0 bills issued, 0 held, 4 billed before.", again.Messages, StringComparison.Ordinal);
        var explained = program.Run("explain", "EH-2026-00001", "sun-from-the-roof", "--intervals");
        Assert.True(explained.Code == 0, explained.Messages);
        Assert.Contains("9.4", explained.Results, StringComparison.Ordinal);
        // What the pool shares it says by the pool's own formula, and of how much.
        var why = program.Run("explain", "EH-2026-00001", "sun-from-the-roof");
        Assert.Contains(why.Lines, line => line.StartsWith("  sun, of all members", StringComparison.Ordinal)
            && line.Contains("shared by the pool", StringComparison.Ordinal)
            && line.EndsWith(" 19 kWh", StringComparison.Ordinal));
        Assert.Contains("share(min(pool.generation", why.Results, StringComparison.Ordinal);
        using var bill = JsonDocument.Parse(program.Run("show", "EH-2026-00001", "--json").Results);
        Assert.Equal("Elm House Ltd", bill.RootElement.GetProperty("seller").GetString());
    }

    [Fact]
    public void Days_that_lack_the_same_are_said_once()
    {
        using var program = new Busbars();
        PoolBooks.Apply(program, Pool, Product, """
            - { agreement: a, account: a, product: flat, connections: [a], from: 2026-03-01 }
            - { agreement: b, account: b, product: flat, connections: [b], from: 2026-03-01 }
            """, Parties, [("g", "export", Month(10, 9)[..240]), ("a", "import", Month(4, 6)),
            ("b", "import", Month(6, 4))]);
        var held = program.Run("bill", "--account", "a", "--period", "2026-03", "--issued", "2026-04-02");
        Assert.Equal(3, held.Code);
        var said = held.Messages.Split('\n').Where(line => line.Contains("isn't settled", StringComparison.Ordinal));
        Assert.All(said, line => Assert.EndsWith("Pool roof isn't settled from 2026-03-11 00:00 to 2026-04-01 00:00: "
            + "Connection g, channel export, has no reading in 504 of 504 intervals: 2026-03-11 00:00 to 2026-04-01 "
            + "00:00.", line, StringComparison.Ordinal));
        // Of the landlord and of the seller.
        Assert.Equal(2, said.Count());
    }

    [Fact]
    public void A_bill_is_compared_with_the_last_one_of_its_charges_when_who_bills_has_another_name()
    {
        using var program = new Busbars();
        decimal[] Spring(decimal first, decimal second) => [.. Month(first, second), .. new decimal[30 * 24]];
        void Apply(string pool, string parties) => Assert.Equal(0, PoolBooks.Apply(program, pool, Product,
            "- { agreement: a, account: a, product: flat, connections: [a], from: 2026-03-01 }", parties,
            [("g", "export", Spring(10, 9)), ("a", "import", Spring(4, 6)), ("b", "import", Spring(6, 4))]).Code);
        Apply(Pool, Parties);
        Assert.Equal(0, program.Run("bill", "--period", "2026-03", "--issued", "2026-04-02").Code);
        Apply(Pool.Replace("landlord: elm", "landlord: elm-living", StringComparison.Ordinal), Parties + "\n" + """
            - party: elm-living
              name: Elm Living Ltd
              address: [2 Elm Road]
              bills: { numbers: "EL-{year}-{00000}", credits: "EL-CN-{year}-{00000}", due: 28 days }
            """);
        var billed = program.Run("bill", "--period", "2026-04", "--issued", "2026-05-02");
        Assert.True(billed.Code == 0, billed.Messages);
        string Page(string number) => program.Run("show", number, "--format", "html").Results;
        Assert.Contains("It is £1.41 less than your last bill, EH-2026-00001", Page("EL-2026-00001"),
            StringComparison.Ordinal);
        Assert.Contains("less than your last bill, HE-2026-00001", Page("HE-2026-00002"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public void Its_credit_note_is_in_its_name_too(string engine)
    {
        using var program = Elm(engine);
        Assert.Equal(0, program.Run("bill", "--period", "2026-03", "--issued", "2026-04-02").Code);
        program.Write("book/products/products.yaml", Product.Replace("15 p/kWh", "10 p/kWh", StringComparison.Ordinal));
        Assert.Equal(0, program.Run("apply", program.PathOf("book")).Code);
        var done = program.Run("rebill", "EH-2026-00001", "--issued", "2026-04-03");
        Assert.True(done.Code == 0, done.Messages);
        Assert.Contains("EH-CN-2026-00001", done.Results + done.Messages, StringComparison.Ordinal);
        Assert.Contains("EH-2026-00003", done.Results + done.Messages, StringComparison.Ordinal);
        var list = program.Run("show").Results;
        Assert.Contains("EH-CN-2026-00001", list, StringComparison.Ordinal);
        Assert.DoesNotContain("HE-2026-00003", list.Replace("EH-", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_draft_and_its_page_have_the_name_of_who_is_paid()
    {
        using var program = Elm();
        var folder = program.PathOf("out");
        var done = program.Run("bill", "--period", "2026-03", "--draft", "--out", folder, "--format", "text,html");
        Assert.True(done.Code == 0, done.Messages);
        Assert.Equal(["draft-a-2026-03-01-elm.html", "draft-a-2026-03-01-elm.txt", "draft-a-2026-03-01.html",
            "draft-a-2026-03-01.txt"], Directory.GetFiles(folder, "draft-a*").Select(Path.GetFileName).Order());
        var page = File.ReadAllText(Path.Combine(folder, "draft-a-2026-03-01-elm.html"));
        Assert.Contains("Elm House Ltd", page, StringComparison.Ordinal);
        Assert.Contains("GB 987 6543 21", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Highfield", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_holds_the_one_does_not_hold_the_other()
    {
        using var program = Elm();
        program.Write("book/products/products.yaml", Product.Replace("price: 30 p/kWh", "price: spot",
            StringComparison.Ordinal));
        program.Write("book/book.yaml", File.ReadAllText(program.PathOf("book/book.yaml"))
            + "\nseries: { spot: { unit: GBP/MWh, interval: 60min, file: prices/spot.csv } }\n");
        program.Write("book/prices/spot.csv", "start,value\n2026-03-01T00:00Z,100\n");
        var applied = program.Run("apply", program.PathOf("book"));
        Assert.True(applied.Code == 0, applied.Messages);
        var billed = program.Run("bill", "--period", "2026-03", "--issued", "2026-04-02");
        Assert.Equal(3, billed.Code);
        Assert.Equal(["EH-2026-00001", "EH-2026-00002"],
            billed.Lines.Select(line => line.Split(' ')[0]).Where(word => word.Length > 0));
        Assert.Contains("a, 2026-03-01 to 2026-03-31: held, no bill.", billed.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_is_nobody_is_refused()
    {
        Refused("Product flat has the landlord paid for Metering, and neither agreement b nor a pool of it says who "
            + "that is.", "Add it: parties: { landlord: … }.", pool: Pool.Replace("parties: { landlord: elm }\n", "",
                StringComparison.Ordinal));
        Refused("agreement a has party them as its landlord, and it isn't said how that party's bills are numbered.",
            "Add to party them: bills:", agreement: ", parties: { landlord: them }");
        Refused("The bills of party elm have the same numbers as the seller's bills: HE-{year}-{00000}.",
            "Give them numbers of their own", parties: Parties.Replace("\"EH-{year}", "\"HE-{year}",
                StringComparison.Ordinal));
        // The seller's own where the book doesn't say how; digits make no series of their own.
        Refused("The bills of party elm have the same numbers as the seller's self-billed invoices: "
            + "SB-{year}-{000}.", "Give them numbers of their own", parties: Parties.Replace("\"EH-{year}-{00000}",
                "\"SB-{year}-{000}", StringComparison.Ordinal));
        Refused("to of charge Metering is the text custmer; expected who is paid: seller, customer, or the word for a "
            + "party of the agreement or its pool.", "Did you mean customer?", product: Product.Replace(
                "2 GBP/month, to: landlord", "2 GBP/month, to: custmer", StringComparison.Ordinal));
        Refused("There is no party elmo, which pool roof names.", "Did you mean elm?", pool: Pool.Replace(
            "landlord: elm", "landlord: elmo", StringComparison.Ordinal));
        Refused("The charge metering of product flat is paid to the landlord and to the seller in versions of "
            + "agreement a; a bill of one can't go on as one of the other.",
            "Give the charge another id where somebody else is paid.", product: Product + "\n---\n" + Product
                .Replace("from: 2026-01-01", "from: 2026-03-15", StringComparison.Ordinal)
                .Replace("GBP/month, to: landlord", "GBP/month", StringComparison.Ordinal));
    }

    private static void Refused(string message, string hint, string? product = null, string? parties = null,
        string? pool = null, string agreement = "")
    {
        using var program = Elm(product: product, parties: parties, pool: pool, agreement: agreement);
        var done = program.Run("check", program.PathOf("book"));
        Assert.Equal(1, done.Code);
        var said = string.Join(' ', done.Messages.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(message, said, StringComparison.Ordinal);
        Assert.Contains(hint, said, StringComparison.Ordinal);
    }
}

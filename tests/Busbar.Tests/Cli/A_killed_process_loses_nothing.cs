using Busbar.Store;
using Busbar.Tests.Store;

namespace Busbar.Tests.Cli;

/// <summary>Killed at any moment and run again, an import or a run ends where one that wasn't killed ends.</summary>
public class A_killed_process_loses_nothing
{
    private const int Households = 60;

    // F01, F52
    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void In_the_middle_of_an_import_or_of_a_run(string engine)
    {
        using var whole = new Busbars(engine);
        var book = Terrace.Write(whole, Households);
        string[] command = ["bill", book, "--period", "2011-07-01..2011-10-01", "--issued", "2026-11-01"];
        Assert.Equal(0, whole.Run(command).Code);
        var expected = Digest(whole);
        Assert.Equal(Households * 3, expected.Length);

        using var killed = new Busbars(engine);
        var start = Processes.StartInfo(killed.Folder, [.. command, "--db", killed.Where]);
        // The moments grow, so that some fall into the start, the import, and the run.
        var (kills, after) = (0, TimeSpan.FromMilliseconds(250));
        while (!Processes.RunAndKill(start, after))
        {
            kills++;
            after *= 1.2;
            var now = Digest(killed);
            // What is there is right, and numbered without a gap.
            Assert.Equal([.. expected.Take(now.Length).Select(line => line.Split(' ')[0])],
                now.Select(line => line.Split(' ')[0]));
            Assert.Subset(expected.ToHashSet(), now.ToHashSet());
        }
        Assert.InRange(kills, 2, 200);
        var again = killed.Run(command);
        Assert.Equal(0, again.Code);
        Assert.Contains($"0 bills issued, 0 held, {Households * 3} billed before.", again.Results + again.Messages,
            StringComparison.Ordinal);
        Assert.Equal(expected, Digest(killed));
    }

    // Settled again first, then bill by bill: whoever is killed between them goes on from any bill that stands.
    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void In_the_middle_of_settling_a_pool_again(string engine)
    {
        using var whole = Corrected(engine);
        var rebilled = whole.Run("rebill", "HE-2026-00001");
        Assert.True(rebilled.Code == 0, rebilled.Messages);
        var expected = Standing(whole);
        Assert.Equal(Members, expected.Count);

        using var killed = Corrected(engine);
        Assert.NotEqual(expected.Values, Standing(killed).Values);
        var (kills, after) = (0, TimeSpan.FromMilliseconds(250));
        while (!Processes.RunAndKill(Processes.StartInfo(killed.Folder, "rebill", NumberOf("m0"), "--db", killed.Where),
            after))
        {
            kills++;
            after *= 1.3;
            // Each member has one bill that stands, as it was or as it will be.
            Assert.Equal(expected.Keys, Standing(killed).Keys);
        }
        Assert.InRange(kills, 1, 200);
        Assert.Equal(expected.Values, Standing(killed).Values);
        Assert.DoesNotContain("otherwise", killed.Run("pool", "quay", "--period", "2026-03").Messages,
            StringComparison.Ordinal);

        string NumberOf(string account) => Bills(killed).Last(bill => bill.Account == account
            && bill.Credits is null).Number;
    }

    private const int Members = 12;

    /// <summary>A pool that is billed by an invoice, which is then another.</summary>
    private static Busbars Corrected(string engine)
    {
        const string Header = "connection,group,from,to,amount,document,date\np,energy,2026-03-01,2026-04-01,";
        var program = new Busbars(engine);
        var ids = Enumerable.Range(0, Members).Select(i => $"m{i}").ToList();
        program.Write("book/costs.csv", Header + "1000.00,NG-1,2026-04-02\n");
        var done = PoolBooks.Apply(program, "pool: quay\ninterval: 60min\nparent: { connection: p }\nmust: []\n"
            + "members:\n"
            + string.Concat(ids.Select(id => $"  - {{ connection: {id}, consumption: import, from: 2026-03-01 }}\n"))
            + "shares: { cost: \"share(parent.cost(energy), by = sum(consumption))\" }", """
            product: child
            from: 2026-01-01
            interval: 60min
            pool: { cost: GBP }
            charges: [{ name: Energy, amount: cost }]
            """, string.Join('\n', ids.Select(id => $"- {{ agreement: {id}, account: {id}, product: child, "
            + $"connections: [{id}], from: 2026-03-01 }}")), [("p", "import", [1]), .. ids.Select((id, i) =>
            (id, "import", Enumerable.Repeat(i + 1m, 31 * 24).ToArray()))]);
        Assert.True(done.Code == 0, done.Results + done.Messages);
        program.Now = NodaTime.Instant.FromUtc(2026, 4, 5, 8, 0);
        Assert.Equal(0, program.Run("bill", "--period", "2026-03").Code);
        program.Write("book/costs.csv", Header + "1300.00,NG-1,2026-04-02\n");
        Assert.Equal(0, program.Run("apply", program.PathOf("book")).Code);
        return program;
    }

    private static IReadOnlyList<BillHead> Bills(Busbars busbar)
    {
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        return BillStore.List(database);
    }

    /// <summary>The total of the one bill of each account that wasn't taken back.</summary>
    private static SortedDictionary<string, long> Standing(Busbars busbar)
    {
        var bills = Bills(busbar);
        var credited = bills.Select(bill => bill.Credits).ToHashSet();
        return new(bills.Where(bill => bill.Credits is null && !credited.Contains(bill.Number))
            .ToDictionary(bill => bill.Account, bill => bill.Total), StringComparer.Ordinal);
    }

    private static string[] Digest(Busbars busbar)
    {
        try
        {
            using var database = Database.Open(busbar.Where, TimeProvider.System);
            return [.. BillStore.List(database).OrderBy(bill => bill.Number, StringComparer.Ordinal)
                .Select(bill => $"{bill.Number} {bill.Account} {bill.From} {bill.Net} {bill.Tax} {bill.Total}")];
        }
        catch (StoreUnreachableException)
        {
            return [];
        }
    }
}

/// <summary>A street of households that all have the sample's readings, for tests that need many.</summary>
internal static class Terrace
{
    /// <summary>Writes the book with its readings of July to September and gives its path.</summary>
    public static string Write(Busbars busbar, int households)
    {
        var book = busbar.CopyOfBook("terrace");
        var ids = Enumerable.Range(1, households).Select(number => $"{number:000}").ToList();
        foreach (var list in (string[])["parties", "accounts", "connections", "agreements"])
            File.Delete(Path.Combine(book, list + ".yaml"));
        void List(string name, string header, Func<string, string> row) =>
            busbar.Write($"terrace/{name}.csv", string.Join('\n', ids.Select(row).Prepend(header)) + "\n");
        List("parties", "party,name", id => $"party-{id},Household {id}");
        List("accounts", "account,party", id => $"account-{id},party-{id}");
        List("connections", "connection,interval,channels.consumption,channels.generation",
            id => $"house-{id},30min,kWh,kWh");
        List("agreements", "agreement,account,product,connections,from",
            id => $"agreement-{id},account-{id},solar-home,house-{id},2011-07-01");
        var reads = Path.Combine(book, "reads/2011-07-to-2012-06.csv");
        var lines = File.ReadAllLines(reads);
        string[] quarter = [.. lines.Where(line => line.Contains(",2011-07-", StringComparison.Ordinal)
            || line.Contains(",2011-08-", StringComparison.Ordinal)
            || line.Contains(",2011-09-", StringComparison.Ordinal))];
        File.WriteAllLines(reads, ids.SelectMany(id => quarter.Select(line =>
            line.Replace("ausgrid-12", $"house-{id}", StringComparison.Ordinal))).Prepend(lines[0]));
        return book;
    }
}

using Busbar.Store;
using Busbar.Tests.Store;

namespace Busbar.Tests.Cli;

/// <summary>Killed at any moment and run again, an import or a run ends where one that wasn't killed ends.</summary>
public class A_killed_process_loses_nothing
{
    private const int Households = 60;

    // F52
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
        var (kills, after) = (0, TimeSpan.FromMilliseconds(150));
        while (!Processes.RunAndKill(start, after))
        {
            kills++;
            after += TimeSpan.FromMilliseconds(60);
            var now = Digest(killed);
            // What is there is right, and numbered without a gap.
            Assert.Equal([.. expected.Take(now.Length).Select(line => line.Split(' ')[0])],
                now.Select(line => line.Split(' ')[0]));
            Assert.Subset(expected.ToHashSet(), now.ToHashSet());
        }
        Assert.InRange(kills, 2, 100);
        var again = killed.Run(command);
        Assert.Equal(0, again.Code);
        Assert.Contains($"0 bills issued, 0 held, {Households * 3} billed before.", again.Results + again.Messages,
            StringComparison.Ordinal);
        Assert.Equal(expected, Digest(killed));
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

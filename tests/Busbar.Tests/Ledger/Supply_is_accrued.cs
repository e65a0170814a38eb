using System.Text.Json;
using Busbar.Contracts;
using Busbar.Store;
using Busbar.Tests.Cli;
using Busbar.Tests.Laws;
using Busbar.Tests.Store;
using NodaTime;

namespace Busbar.Tests.Ledger;

/// <summary>What was supplied and isn't billed is earned at the close of a day, and taken back on the next.</summary>
public class Supply_is_accrued
{
    private const string Header = "connection,channel,start,value,unit,quality\n";

    /// <summary>12 days at 18.4 kWh, of which six are estimated, at 0.2712 a kWh and 0.53 a day: 66.24.</summary>
    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void WE10_5_twelve_days_are_66_24(string engine)
    {
        using var busbar = House(engine);
        var run = busbar.Run("accrue", "--on", "2026-01-31", "--format", "csv");
        Assert.Equal((0, "account,from,to,accrued,before,difference,estimated\n"
            + "ada,2026-01-20,2026-02-01,66.24,0.00,66.24,29.94\n"), (run.Code, run.Results));
        Assert.Equal(
            [
                "1,2026-01-31,accrual,2026-01-31 ada,1200,Unbilled revenue,66.24,,GBP,",
                "1,2026-01-31,accrual,2026-01-31 ada,4000,Revenue,,59.88,GBP,p energy",
                "1,2026-01-31,accrual,2026-01-31 ada,4000,Revenue,,6.36,GBP,p fixed",
                "2,2026-02-01,accrual-reversal,2026-01-31 ada,1200,Unbilled revenue,,66.24,GBP,",
                "2,2026-02-01,accrual-reversal,2026-01-31 ada,4000,Revenue,59.88,,GBP,p energy",
                "2,2026-02-01,accrual-reversal,2026-01-31 ada,4000,Revenue,6.36,,GBP,p fixed",
            ], busbar.Run("ledger", "journal", "--period", "2026", "--format", "csv").Lines.Skip(1)
                .Select(line => line.Split(',')).Select(cells =>
                    string.Join(',', [.. cells[..9], $"{cells[12]} {cells[13]}".Trim()])));
        Assert.Contains("nothing new to post", busbar.Run("accrue", "--on", "2026-01-31").Results,
            StringComparison.Ordinal);
        // No estimate was stored.
        Assert.StartsWith("25 readings estimated", busbar.Run("estimate", "--period", "2026-01", "--draft").Messages,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Revenue_of_both_months_is_what_the_bill_comes_to()
    {
        using var busbar = House();
        busbar.Run("accrue", "--on", "2026-01-31");
        Import(busbar, Enumerable.Range(6, 25), "20.1");
        Assert.Equal(0, busbar.Run("bill", "--period", "2026-01", "--issued", "2026-02-20").Code);
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        var bill = Assert.Single(BillStore.List(database));
        using var snapshot = database.Snapshot();
        long Revenue(LocalDate before) => -LedgerStore.Balances(snapshot, before)
            .Where(one => one.Role == LedgerRole.Revenue).Sum(one => one.Amount);
        Assert.Equal((6624L, bill.Net), (Revenue(new(2026, 2, 1)), Revenue(new(2026, 3, 1))));
        Assert.DoesNotContain(LedgerStore.Balances(snapshot),
            one => one.Role == LedgerRole.Unbilled && one.Amount != 0);
        // As of January's end it wasn't billed, whatever was billed since.
        Assert.Contains("ada,2026-01-20,2026-02-01,69.01,66.24,2.77,0.00",
            busbar.Run("accrue", "--on", "2026-01-31", "--format", "csv").Results, StringComparison.Ordinal);
        Assert.DoesNotContain("ada,2026-01",
            busbar.Run("accrue", "--on", "2026-02-20", "--format", "csv").Results, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void What_is_known_otherwise_stands_for_what_was_accrued(string engine)
    {
        using var busbar = House(engine);
        busbar.Run("accrue", "--on", "2026-01-31");
        Import(busbar, Enumerable.Range(6, 6), "20.4");
        var run = busbar.Run("accrue", "--on", "2026-01-31", "--json");
        var account = JsonDocument.Parse(run.Results).RootElement.GetProperty("accounts")[0];
        Assert.Equal(("69.50", "66.24", "3.26"), (account.GetProperty("accrued").GetString(),
            account.GetProperty("before").GetString(), account.GetProperty("difference").GetString()));
        Assert.Contains("nothing new to post", busbar.Run("accrue", "--on", "2026-01-31").Results,
            StringComparison.Ordinal);
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        using var snapshot = database.Snapshot();
        long Unbilled(LocalDate before) => LedgerStore.Balances(snapshot, before)
            .Where(one => one.Role == LedgerRole.Unbilled).Sum(one => one.Amount);
        Assert.Equal((6950L, 0L), (Unbilled(new(2026, 2, 1)), Unbilled(new(2026, 2, 2))));
        Assert.Equal(
            [
                "2026-01-31 ada", "2026-01-31 ada", "2026-01-31 ada withdrawn", "2026-01-31 ada withdrawn",
                "2026-01-31 ada (2)", "2026-01-31 ada (2)",
            ], LedgerStore.Entries(snapshot).Select(posted => posted.Entry.Reference));
    }

    [Theory, MemberData(nameof(OfferLaws.Books), MemberType = typeof(OfferLaws))]
    public void An_accrual_and_its_end_leave_nothing(string book, string period)
    {
        using var busbar = new Busbars();
        busbar.Run("apply", Path.Combine(Tidy.House.Root, "books", book));
        foreach (var own in new[] { "reads", "sessions" }.Select(own =>
            Path.Combine(Tidy.House.Root, "books", book, own)).Where(Directory.Exists))
            busbar.Run(["import", .. Directory.EnumerateFiles(own).Order()]);
        var day = Busbar.Time.Days.Parse(period)!.Value.From.PlusDays(9);
        var run = busbar.Run("accrue", "--on", NodaTime.Text.LocalDatePattern.Iso.Format(day));
        Assert.Contains(run.Code, new[] { 0, 3 });
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        using var snapshot = database.Snapshot();
        Assert.All(LedgerStore.Balances(snapshot), balance => Assert.Equal(0, balance.Amount));
        Assert.Equal(0, LedgerStore.Balances(snapshot, day.PlusDays(1)).Sum(balance => balance.Amount));
        if (run.Code == 0) Assert.NotEmpty(LedgerStore.Entries(snapshot));
    }

    [Fact]
    public void What_no_rule_estimates_is_named_with_its_days()
    {
        using var busbar = House(estimates: "[linear 1]");
        var run = busbar.Run("accrue", "--on", "2026-01-31");
        Assert.Equal(3, run.Code);
        Assert.Contains("Account ada, 2026-01-20 to 2026-01-31, isn't accrued: ", run.Messages,
            StringComparison.Ordinal);
        Assert.Contains("Nothing could be accrued.", run.Results, StringComparison.Ordinal);
        Assert.DoesNotContain("All is billed", run.Results, StringComparison.Ordinal);
        Assert.Contains("\"held\"", busbar.Run("accrue", "--on", "2026-01-31", "--json").Results,
            StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void Only_the_accounts_asked_for_are_accrued(string engine)
    {
        using var busbar = Family(engine);
        Assert.Equal(["group", "shop"], Accrued(busbar, "--account", "group", "--below"));
        Assert.Equal(["group"], Accrued(busbar, "--account", "group"));
        // Of others nothing is said, and nothing of theirs is taken back.
        Assert.Equal(["ada"], Accrued(busbar, "--account", "ada"));
        Assert.Equal((6, 0), (Entries(busbar).Count,
            Entries(busbar).Count(reference => reference.Contains("withdrawn", StringComparison.Ordinal))));
        // All of it comes to the same as each by itself.
        Assert.Equal(["ada", "group", "shop"], Accrued(busbar));
        Assert.Equal(6, Entries(busbar).Count);
        Assert.Equal(0, busbar.Run("verify").Code);

        foreach (var connection in new[] { "c2", "c3" })
            Import(busbar, Enumerable.Range(6, 6), "20.4", connection);
        Assert.Equal(["shop"], Accrued(busbar, "--account", "shop"));
        Assert.Equal(
            [
                "2026-01-31 ada", "2026-01-31 group", "2026-01-31 shop", "2026-01-31 shop (2)",
                "2026-01-31 shop withdrawn",
            ], Entries(busbar).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(0, busbar.Run("verify").Code);
        // What an account had that the book has no more is withdrawn when all are asked for, and not before.
        busbar.Write("book/accounts.yaml", "- { account: ada, party: ada }\n- { account: group, party: ada }\n");
        busbar.Write("book/agreements.yaml", """
            - { agreement: a, account: ada, product: p, connections: c1, from: 2026-01-20 }
            - { agreement: b, account: group, product: p, connections: c2, from: 2026-01-20 }

            """);
        Assert.Equal(0, busbar.Run("apply", busbar.PathOf("book")).Code);
        Assert.Equal(["group"], Accrued(busbar, "--account", "group", "--below"));
        Assert.DoesNotContain("2026-01-31 shop (2) withdrawn", Entries(busbar));
        Assert.Equal(["ada", "group", "shop"], Accrued(busbar));
        Assert.Contains("2026-01-31 shop (2) withdrawn", Entries(busbar));
    }

    [Fact]
    public void An_account_that_is_not_there_is_refused()
    {
        using var busbar = Family();
        var run = busbar.Run("accrue", "--on", "2026-01-31", "--account", "grup", "--below");
        Assert.Equal((1, "There is no account grup.\n  Did you mean group?\n"), (run.Code, run.Messages));
        run = busbar.Run("accrue", "--below");
        Assert.Equal(2, run.Code);
        Assert.Contains("name it with --account", run.Messages, StringComparison.Ordinal);
        Assert.Empty(Entries(busbar));
    }

    private static string[] Accrued(Busbars busbar, params string[] asked)
    {
        var run = busbar.Run(["accrue", "--on", "2026-01-31", "--format", "csv", .. asked]);
        Assert.True(run.Code == 0, run.Messages);
        return [.. run.Lines.Skip(1).Select(line => line.Split(',')[0])];
    }

    private static IReadOnlyList<string> Entries(Busbars busbar)
    {
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        using var snapshot = database.Snapshot();
        return [.. LedgerStore.Entries(snapshot).Select(posted => posted.Entry.Reference)];
    }

    /// <summary>A house by itself, and an account with another below it.</summary>
    private static Busbars Family(string engine = TestStore.Sqlite)
    {
        var busbar = House(engine);
        busbar.Write("book/accounts.yaml", """
            - { account: ada, party: ada }
            - { account: group, party: ada }
            - { account: shop, party: ada, parent: group }

            """);
        busbar.Write("book/connections.yaml", string.Concat(Enumerable.Range(1, 3).Select(i =>
            $"- {{ connection: c{i}, interval: day, channels: {{ import: kWh }} }}\n")));
        busbar.Write("book/agreements.yaml", """
            - { agreement: a, account: ada, product: p, connections: c1, from: 2026-01-20 }
            - { agreement: b, account: group, product: p, connections: c2, from: 2026-01-20 }
            - { agreement: c, account: shop, product: p, connections: c3, from: 2026-01-20 }

            """);
        Assert.Equal(0, busbar.Run("apply", busbar.PathOf("book")).Code);
        foreach (var connection in new[] { "c2", "c3" })
            Import(busbar, Enumerable.Range(-14, 20), "18.4", connection);
        return busbar;
    }

    [Fact]
    public void A_day_that_goes_on_is_refused()
    {
        using var busbar = House();
        busbar.Now = Instant.FromUtc(2026, 1, 31, 23, 0);
        var run = busbar.Run("accrue", "--on", "2026-01-31");
        Assert.Equal((1, "2026-01-31 isn't over: what is supplied on it isn't known.\n"
            + "  Accrue a day that has ended; without --on it is yesterday.\n"), (run.Code, run.Messages));
    }

    [Fact]
    public void What_is_for_the_end_of_an_agreement_is_accrued_with_its_end()
    {
        using var busbar = House(charges: ", { name: Exit, group: fixed, amount: 50 GBP * ends }");
        Assert.Contains(",66.24,", busbar.Run("accrue", "--on", "2026-01-31", "--format", "csv").Results,
            StringComparison.Ordinal);
    }

    private static Busbars House(
        string engine = TestStore.Sqlite, string estimates = "[average 2]", string charges = "")
    {
        var busbar = new Busbars(engine);
        busbar.Write("book/book.yaml", $$"""
            seller: { name: N }
            currency: GBP
            zone: Europe/London
            taxes: { standard: 20 % }
            tax: standard
            estimates: { import: {{estimates}} }
            bills: { every: month, day: 20, numbers: "B{0}", credits: "C{0}" }

            """);
        busbar.Write("book/parties.yaml", "- { party: ada, name: Ada }\n");
        busbar.Write("book/accounts.yaml", "- { account: ada, party: ada }\n");
        busbar.Write("book/connections.yaml", "- { connection: c1, interval: day, channels: { import: kWh } }\n");
        busbar.Write("book/agreements.yaml",
            "- { agreement: a, account: ada, product: p, connections: c1, from: 2026-01-20 }\n");
        busbar.Write("book/products/p.yaml", $$"""
            product: p
            from: 2026-01-01
            interval: day
            channels: { import: kWh }
            charges:
              [{ name: Energy, group: energy, quantity: import, price: 0.2712 GBP/kWh },
               { name: Standing, group: fixed, quantity: days, price: 0.53 GBP/day }{{charges}}]

            """);
        var applied = busbar.Run("apply", busbar.PathOf("book"));
        Assert.True(applied.Code == 0, applied.Messages);
        // Before supply begins, too: what estimates rest on.
        Import(busbar, Enumerable.Range(-14, 20), "18.4");
        return busbar;
    }

    private static void Import(
        Busbars busbar, IEnumerable<int> days, string value, string connection = "c1") =>
        Assert.Equal(0, busbar.Run("import", busbar.Write($"{connection}-{value}.csv",
            Header + string.Concat(days.Select(day => $"{connection},import,"
                + $"{NodaTime.Text.LocalDatePattern.Iso.Format(new LocalDate(2026, 1, 20).PlusDays(day))},{value},"
                + "kWh,A\n")))).Code);
}

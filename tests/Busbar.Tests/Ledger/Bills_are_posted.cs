using System.Data.Common;
using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Quantities;
using Busbar.Store;
using Busbar.Tests.Cli;
using Busbar.Tests.Laws;
using Busbar.Tests.Store;
using Dapper;

namespace Busbar.Tests.Ledger;

/// <summary>What is billed stands in the ledger, in the same transaction.</summary>
public class Bills_are_posted
{
    [Theory, MemberData(nameof(OfferLaws.Books), MemberType = typeof(OfferLaws))]
    public void Every_bill_of_every_book_is_an_entry_that_comes_to_zero(string book, string period)
    {
        using var busbar = new Busbars();
        busbar.Run("bill", Path.Combine(Tidy.House.Root, "books", book), "--period", period);
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        using var snapshot = database.Snapshot();
        var (bills, entries) = (BillStore.List(database), LedgerStore.Entries(snapshot));
        Assert.NotEmpty(bills);
        Assert.Equal(bills.Where(bill => bill.Total != 0 || bill.Net != 0).Select(bill => bill.Number).Order(),
            entries.Where(posted => posted.Entry.Kind == EntryKind.Bill).Select(posted =>
                posted.Entry.Reference).Order());
        Assert.Equal(Enumerable.Range(1, entries.Count).Select(number => (long)number),
            entries.Select(posted => posted.Number));
        Assert.All(entries, posted => Assert.Equal(0, posted.Entry.Sum.MinorUnits));
        var open = LedgerStore.OpenItems(snapshot).ToLookup(item => item.Document, item => item.Amount);
        foreach (var bill in bills) Assert.Equal(bill.Total, open[bill.Number].Sum());
        Assert.Equal(bills.Where(bill => bill.Issuer.Length == 0).Sum(bill => bill.Tax),
            -LedgerStore.Balances(snapshot).Where(balance => balance.Role is LedgerRole.Tax or LedgerRole.InputTax)
                .Sum(balance => balance.Amount));
        Assert.Equal(0, LedgerStore.Balances(snapshot).Sum(balance => balance.Amount));
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void A_bill_that_is_taken_back_leaves_every_balance_as_it_was(string engine)
    {
        using var busbar = new Busbars(engine);
        var book = busbar.CopyOfBook();
        busbar.Run("bill", book, "--period", "2011-07", "--issued", "2011-08-01");
        var prices = busbar.PathOf("book/products/solar-home.yaml");
        File.WriteAllText(prices, File.ReadAllText(prices).Replace("78.65", "80.65", StringComparison.Ordinal));
        busbar.Run("apply", book);
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        var number = BillStore.List(database)[0].Number;
        var rebilled = busbar.Run("rebill", number, "--issued", "2011-08-02");
        Assert.True(rebilled.Code == 0, rebilled.Messages);
        using var snapshot = database.Snapshot();
        var entries = LedgerStore.Entries(snapshot);
        Assert.Equal([EntryKind.Bill, EntryKind.Bill, EntryKind.CreditNote], entries.Select(one => one.Entry.Kind));
        Assert.Equal(entries[0].Number, entries[2].Reverses);
        Assert.Equal(entries[0].Entry.Postings.Select(one => (one.To, -one.Amount, one.Document)),
            entries[2].Entry.Postings.Select(one => (one.To, one.Amount, one.Document)));
        var standing = BillStore.List(database).Single(bill => bill.Replaces is not null);
        var open = LedgerStore.OpenItems(snapshot);
        Assert.All(open, item => Assert.Equal(standing.Number, item.Document));
        Assert.Equal(standing.Total, open.Sum(item => item.Amount));
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void Not_even_sql_posts_what_does_not_balance_or_changes_what_is_posted(string engine)
    {
        using var store = new TestStore(engine);
        var chart = ChartOfAccounts.Usual;
        var entry = new Entry(new(2026, 1, 1), EntryKind.Manual, "M-1", "",
        [
            new(chart.Of(LedgerRole.Bank), new(100, Pounds)), new(chart.Of(LedgerRole.Suspense), new(-100, Pounds)),
        ]);
        LedgerStore.Change(store.Database, change => change.Post(entry));
        Assert.Throws<ArgumentException>(() => LedgerStore.Change(store.Database,
            change => change.Post(entry with { Reference = "M-2", Postings = [entry.Postings[0]] })));
        foreach (var sql in new[]
            {
                "UPDATE postings SET amount = 1", "DELETE FROM postings", "UPDATE entries SET text = 'x'",
                "DELETE FROM entries",
                "INSERT INTO postings (entry, line, role, code, amount) VALUES (1, 9, 'bank', '1000', 5)",
                "INSERT INTO postings (entry, line, role, code, amount) VALUES (2, 0, 'bank', '1000', 5);"
                    + "INSERT INTO entries (id, posted_on, kind, reference, text, currency, hash) "
                    + "VALUES (2, '2026-01-01', 'manual', 'M-3', '', 'GBP', '')",
                "INSERT INTO entries (id, posted_on, kind, reference, text, currency, hash) "
                    + "VALUES (2, '2026-01-01', 'manual', 'M-3', '', 'GBP', '')",
            })
        {
            using var connection = store.Database.Connect();
            Assert.ThrowsAny<DbException>(() => connection.Execute(sql));
        }
        using var snapshot = store.Database.Snapshot();
        Assert.Equal(entry.Postings.Select(one => one.Amount),
            Assert.Single(LedgerStore.Entries(snapshot)).Entry.Postings.Select(one => one.Amount));
    }

    private static Currency Pounds { get; } = Currency.Of("GBP")!.Value;
}

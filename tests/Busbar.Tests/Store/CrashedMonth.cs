using System.Globalization;
using Busbar.Contracts;
using Busbar.Runs;
using Busbar.Runs.Accounting;
using Busbar.Runs.Payments;
using Busbar.Store;
using Busbar.Tests.Books;
using Busbar.Tests.Formats;
using NodaTime;

namespace Busbar.Tests.Store;

/// <summary>
/// A month of twenty accounts: a book is applied, readings come in, all are billed, readings are corrected, and some
/// are billed again. Two accounts lack a reading, and are held; others have bills of two issuers. Then bills are
/// collected and reminded of, a bank's statement comes in, and the month's end is accrued.
/// </summary>
internal sealed class CrashedMonth : IDisposable
{
    /// <summary>What happens, in this order.</summary>
    public static readonly string[] Steps =
        ["apply", "import", "bill", "correct", "rebill", "collect", "pay", "accrue"];

    private const int Accounts = 20;

    private static readonly LocalDate January = new(2026, 1, 1);

    private static readonly LocalDate Today = new(2026, 2, 2);

    // By then bills are overdue.
    private static readonly LocalDate Later = new(2026, 3, 10);

    private readonly TestBook _folder = new();

    public CrashedMonth()
    {
        _folder.With("book/book.yaml", """
            seller: { name: Seller }
            currency: GBP
            zone: Europe/London
            tax: outside
            bills: { numbers: "B{0000}", credits: "C{0000}" }
            payments:
              interest: 8 %
              reminders: [{ name: Reminder, after-days: 7, fee: 5.00 GBP }]
              creditor-id: DE98ZZZ09999999999
              iban: DE89 3704 0044 0532 0130 00
            """)
            .With("book/parties.yaml", """
                - { party: p, name: P }
                - { party: elm, name: Elm, bills: { numbers: "E{0000}", credits: "EC{0000}" } }
                """)
            .With("book/accounts.yaml", Each("", id => $"- {{ account: a{id:00}, party: p"
                + (id is 0 or 3 ? $", mandate: {{ id: M-{id}, signed: 2026-01-01, iban: GB94BARC10201530093459 }}" : "")
                + " }"))
            .With("book/connections.csv", Each("connection,interval,channels.import", id => $"c{id:00},day,kWh"))
            .With("book/agreements.yaml", Each("", id => $"- {{ agreement: g{id:00}, account: a{id:00}, "
                + $"product: {(id % 4 == 1 ? "shared" : "plain")}, connections: [c{id:00}], from: 2026-01-01"
                + (id % 4 == 1 ? ", parties: { landlord: elm }" : "") + " }"))
            .With("book/products/plain.yaml", Product("plain", ""))
            .With("book/products/shared.yaml", Product("shared",
                "  - { name: Metering, quantity: months, price: 2 GBP/month, to: landlord }"))
            .With("days.csv", Each("connection,channel,start,value,unit,quality", id => string.Join('\n',
                Enumerable.Range(1, IsHeld(id) ? 30 : 31).Select(day =>
                    Reading(id, day, id + day, day == 5 ? 'E' : 'A')))))
            .With("corrected.csv", Each("connection,channel,start,value,unit,quality", id =>
                Reading(id, 5, id + 6, 'A')))
            // Two debits, of which one comes back, a part of a bill, more than is owed, and what nobody knows.
            .With("bank.xml", BankFiles.Statement("DE89370400440532013000", "GBP", 0,
            [
                new("N1", Later, 496_00, "", "", "", "DD-000001"), new("N2", Later, 589_00, "", "", "", "DD-000002"),
                new("N3", Later, 100_00, "", "", "a05"), new("N4", Later, 9999_00, "", "", "a06"),
                new("N5", Later, 5_00, "X", "", "x"),
                new("N6", Later.PlusDays(2), -589_00, "", "", "", "DD-000002", "AM04"),
            ]));
    }

    public static bool IsHeld(int account) => account is 7 or 14;

    public void Dispose() => _folder.Dispose();

    /// <summary>Does one step, or what of it isn't done yet.</summary>
    public void Do(string step, Database database)
    {
        switch (step)
        {
            case "apply":
                Applying.Apply(database, CheckedBook.Read(Path.Combine(_folder.Folder, "book")));
                break;
            case "import":
                Import(database, "days.csv");
                break;
            case "bill":
                Bill(database);
                break;
            case "correct":
                Import(database, "corrected.csv");
                break;
            case "rebill":
                Rebill(database, "a02");
                Rebill(database, "a05");
                break;
            case "collect":
                new Collecting(database, BookOf(database), Later).Run(isDraft: false);
                break;
            case "pay":
                Paying.Import(database, BookOf(database), Path.Combine(_folder.Folder, "bank.xml"));
                break;
            default:
                Accruing.Run(database, January.PlusMonths(1).PlusDays(-1), _ => Today,
                    Instant.FromUtc(2026, 2, 2, 12, 0), new AccountsAsked(), TestContext.Current.CancellationToken);
                break;
        }
    }

    private static Book BookOf(Database database)
    {
        using var snapshot = database.Snapshot();
        return StoredBook.Load(snapshot);
    }

    private void Import(Database database, string file) => Assert.All(
        Importing.Import(database, [Path.Combine(_folder.Folder, file)], null, TestContext.Current.CancellationToken),
        result => Assert.IsType<ImportResult.Taken>(result));

    /// <summary>Bills the month in three transactions.</summary>
    private static void Bill(Database database)
    {
        var run = BillRun.Of(database, new(new(January, January.PlusMonths(1)), null, false, null), _ => Today);
        run.AccountsAtOnce = 7;
        foreach (var result in run.Run(TestContext.Current.CancellationToken))
            Assert.Equal(
                IsHeld(int.Parse(result.Account[1..], CultureInfo.InvariantCulture)), result is BillResult.Held);
    }

    /// <summary>Makes again the bills of an account that stand, where they come out otherwise.</summary>
    private static void Rebill(Database database, string account)
    {
        var bills = BillStore.List(database, account);
        var credited = bills.Select(bill => bill.Credits).ToHashSet();
        foreach (var bill in bills.Where(bill => bill.Credits is null && !credited.Contains(bill.Number)))
            if (Rebilling.Of(database, bill.Number, _ => Today).Issue() is RebillResult.Held held)
                Assert.Fail(held.Reasons[0].Message);
    }

    private static string Each(string header, Func<int, string> row) =>
        string.Join('\n', Enumerable.Range(0, Accounts).Select(row).Prepend(header)).TrimStart();

    private static string Reading(int id, int day, int value, char quality) =>
        string.Create(CultureInfo.InvariantCulture,
        $"c{id:00},import,2026-01-{day:00},{value},kWh,{quality}");

    private static string Product(string name, string more) => $$"""
        product: {{name}}
        from: 2026-01-01
        interval: day
        channels: { import: kWh }
        charges:
          - { name: Energy, quantity: import, price: 1 GBP/kWh }
        {{more}}
        """;
}

using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Runs;
using Busbar.Runs.Payments;
using Busbar.Store;
using Busbar.Tests.Cli;
using Busbar.Tests.Formats;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>Money, whatever is done with it in whatever order.</summary>
public sealed class MoneyLaws
{
    private const string Bank = "GB33BUKB20201555555555";

    private static readonly LocalDate Day = new(2011, 12, 1);

    private static readonly string[] Documents = ["SL-2011-00001", "SL-2011-00002", "SL-2011-00003"];

    private static readonly Gen<OpenItem[]> AnyItems = Gen.Select(Gen.Bool, Gen.Int[1, 4], Gen.Int[0, 2],
        Gen.Int[1, 500_00], Gen.Int[0, 60]).Array[0, 12].Select(all => all.Select((one, i) => new OpenItem(
            one.Item1 ? LedgerRole.Receivables : LedgerRole.CustomerCredit, "a",
            one.Item1 ? $"B{one.Item2}" : $"R{i}", one.Item1 ? ((string[])["energy", "fixed", "levy"])[one.Item3]
                : null,
            Day.PlusDays(one.Item5), Day, Day, one.Item1 ? one.Item4 : -one.Item4)).ToArray());

    private static readonly Gen<AllocationPolicy> AnyPolicy = Gen.Enum<AllocationOrder>()
        .Select(order => new AllocationPolicy(order, order == AllocationOrder.ByGroup ? ["energy", "fixed"] : []));

    [Fact]
    public void No_more_is_set_against_bills_than_came_in_or_is_open() =>
        Gen.Select(AnyItems, AnyPolicy, Gen.Int[0, 4]).Sample((items, policy, named) =>
        {
            var names = items.Where(item => item.Amount < 0).Take(1).ToDictionary(item => item.Document,
                _ => (IReadOnlyList<string>)[$"B{named}"]);
            var all = Allocating.Of(items, policy, names);
            Assert.All(all, one => Assert.True(one.Amount > 0));
            Assert.All(all.GroupBy(one => one.Credit), same =>
                Assert.InRange(same.Sum(one => one.Amount), 1, -same.Key.Amount));
            Assert.All(all.GroupBy(one => one.Debt), same =>
                Assert.InRange(same.Sum(one => one.Amount), 1, same.Key.Amount));
            // Whoever takes all bills leaves no credit beside a debt.
            if (policy.Order != AllocationOrder.Explicit)
                Assert.Equal(Math.Min(items.Where(item => item.Amount > 0).Sum(item => item.Amount),
                    -items.Where(item => item.Amount < 0).Sum(item => item.Amount)), all.Sum(one => one.Amount));
        });

    /// <summary>Something that somebody does with money: which thing, of which receipt, for which document.</summary>
    private sealed record Step(int What, int Receipt, int Document, int Amount);

    private static readonly Gen<Step[]> AnySteps = Gen.Select(Gen.Int[0, 8], Gen.Int[1, 6], Gen.Int[0, 3],
        Gen.Int[1, 400_00]).Select((what, receipt, document, amount) => new Step(what, receipt, document, amount))
        .Array[1, 14];

    [Fact]
    public void Whatever_is_done_all_holds_and_what_is_taken_back_restores_every_balance()
    {
        using var billed = new Busbars();
        var folder = billed.CopyOfBook();
        File.WriteAllText(Path.Combine(folder, "accounts.yaml"), Bills_are_paid.Two);
        Assert.Equal(0, billed.Run("bill", folder, "--period", "2011-07-01..2011-10-01", "--issued",
            "2011-11-01").Code);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        AnySteps.Sample(steps =>
        {
            using var busbar = new Busbars();
            File.Copy(billed.Where, busbar.Where, overwrite: true);
            using var database = Database.Open(busbar.Where, TimeProvider.System);
            var book = BookOf(database);
            var before = Balances(database);
            foreach (var (step, i) in steps.Select((step, i) => (step, i))) Do(step, i, busbar, database, book);
            Holds(database);
            // What was matched is taken back, and what came in goes back: every balance is what it was.
            using (var snapshot = database.Snapshot())
                foreach (var (line, i) in PaymentStore.Lines(snapshot).Where(line => line.Amount > 0
                    && !snapshot.Ledger().ReversedReferences(EntryKind.Receipt).Contains(line.Id))
                    .Select((line, i) => (line, i)).ToList())
                    Paying.Import(database, book, busbar.Write($"back{i}.xml", BankFiles.Statement(Bank, "AUD", 0,
                        [new($"BACK{i}", Day, -line.Amount, "", "", "", line.EndToEnd, "AM04")])));
            Holds(database);
            Assert.Equal(before, Balances(database));
        }, iter: 12, threads: 1);
    }

    private static void Do(Step step, int number, Busbars busbar, Database database, Book book)
    {
        var (receipt, actions) = ($"R-{step.Receipt:000000}", new PayActions(database, book, Day));
        var document = step.Document < Documents.Length ? Documents[step.Document]
            : step.Amount % 2 == 0 ? "wattle" : "banksia";
        try
        {
            switch (step.What)
            {
                case 0 or 1 or 2:
                    Paying.Import(database, book, busbar.Write($"in{number}.xml", BankFiles.Statement(Bank, "AUD", 0,
                        [new($"N{number}", Day, step.Amount, "", "", step.What == 0 ? "electricity" : document,
                            $"E{number}")])));
                    break;
                case 3: actions.Match(receipt, document); break;
                case 4: actions.Unmatch(receipt); break;
                case 5: actions.Release(receipt); break;
                case 6: actions.Allocate("wattle", document, new(step.Amount, book.Currency)); break;
                case 7: Crediting.All(database); break;
                default:
                    if (LineOf(database, receipt) is { Amount: > 0 } line)
                        Paying.Import(database, book, busbar.Write($"back{number}.xml", BankFiles.Statement(Bank, "AUD",
                            0, [new($"B{number}", Day, -line.Amount, "", "", "", line.EndToEnd, "AM04")])));
                    break;
            }
        }
        catch (RefusedException)
        {
            // What can't be done does nothing.
        }
    }

    private static void Holds(Database database)
    {
        using var snapshot = database.Snapshot();
        foreach (var audit in new[]
            { LedgerAudit.Balances(snapshot), LedgerAudit.Control(snapshot), LedgerAudit.Allocations(snapshot) })
            Assert.Empty(audit.Breaches);
    }

    /// <summary>The line of a receipt that wasn't returned: no bank returns it twice.</summary>
    private static BankRecord? LineOf(Database database, string receipt)
    {
        using var snapshot = database.Snapshot();
        var returned = snapshot.Ledger().ReversedReferences(EntryKind.Receipt);
        return PaymentStore.Lines(snapshot).FirstOrDefault(line => line.Id == receipt && !returned.Contains(line.Id));
    }

    private static Book BookOf(Database database)
    {
        using var snapshot = database.Snapshot();
        return StoredBook.Load(snapshot);
    }

    /// <summary>What each account of the ledger comes to, and of whom what is open of which document.</summary>
    private static (string, long)[] Balances(Database database)
    {
        using var snapshot = database.Snapshot();
        return
        [
            .. LedgerStore.Balances(snapshot).Where(balance => balance.Amount != 0)
                .Select(balance => (balance.Code, balance.Amount)),
            .. LedgerStore.OpenItems(snapshot).Select(item =>
                ($"{item.Role} {item.Account} {item.Document} {item.Detail}", item.Amount)).Order(),
        ];
    }
}

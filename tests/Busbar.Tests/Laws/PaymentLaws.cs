using System.Globalization;
using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Quantities;
using Busbar.Runs.Payments;
using Busbar.Store;
using Busbar.Tests.Books;
using Busbar.Tests.Formats;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>Money in any order of bills, imports, matches, returns and decisions: what is set against bills never comes
/// to more than came in, nor to less than nothing, and no bill is paid over its amount.</summary>
public class PaymentLaws
{
    private const int MostSteps = 40;

    private static readonly string[] Ids = ["ann", "bob", "gen"];
    private static readonly Currency Pounds = Currency.Of("GBP")!.Value;

    private static readonly AllocationPolicy[] Policies =
    [
        AllocationPolicy.Usual, new(AllocationOrder.ProRata, []), new(AllocationOrder.ByGroup, ["fixed", "energy"]),
        new(AllocationOrder.Explicit, []),
    ];

    private static readonly Gen<(int Act, int One, int Other, int Amount)[]> AnySteps =
        Gen.Select(Gen.Int[0, 15], Gen.Int[0, 6], Gen.Int[0, 6], Gen.Int[1, 300_00]).Array[5, MostSteps];

    [Fact]
    public void Nothing_is_used_twice_and_no_bill_is_paid_over_its_amount()
    {
        var done = new SortedDictionary<int, int>();
        Gen.Select(AnySteps, Gen.Int[0, Policies.Length - 1]).Sample((steps, policy) =>
        {
            using var shop = new Shop(Policies[policy]);
            foreach (var step in steps)
            {
                if (shop.Does(step)) done[step.Act] = done.GetValueOrDefault(step.Act) + 1;
                shop.Holds();
            }
        }, iter: 100, threads: 1);
        // A law of what is always refused says nothing: each act was done, and not only once.
        Assert.Equal(Enumerable.Range(0, 16), done.Keys);
    }

    // WE6.3
    [Fact]
    public void WE6_3_what_is_beyond_the_bills_is_credit_and_what_had_paid_one_that_is_taken_back_is_too()
    {
        using var shop = new Shop(AllocationPolicy.Usual);
        Assert.Equal(-20_00, shop.After([
            new("ann", new(2026, 3, 1), 120_00), new("ann", new(2026, 4, 1), 80_00),
            new("ann", new(2026, 4, 1), 200_00), new("ann", new(2026, 4, 10), -420_00),
        ]).Where(one => one.Day == new LocalDate(2026, 4, 10)).Sum(one => one.Open));
        Assert.Equal([("R-000001", -20_00)], shop.Open("ann"));
        Assert.True(shop.TakesBack(1));
        Assert.Equal([("B-2", -80_00), ("R-000001", -20_00)], shop.Open("ann"));
        shop.Holds();
    }

    /// <summary>What happens to an account: a bill above zero, a payment below.</summary>
    private sealed record Happening(string Account, LocalDate Day, long Amount);

    private static Gen<Happening[]> Ascending(int sign) =>
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 9], Gen.Int[1, 300_00]).Array[1, 8].Select(all =>
        {
            var day = new LocalDate(2026, 1, 1);
            return all.Select(one => new Happening(Ids[one.Item1], day = day.PlusDays(one.Item2), sign * one.Item3))
                .ToArray();
        });

    /// <summary>Bills in their order and payments in theirs, however the two meet.</summary>
    [Fact]
    public void The_order_of_bills_and_payments_changes_no_balance_of_an_account_document_or_day()
    {
        var isSet = false;
        Gen.Select(Ascending(1), Ascending(-1), Gen.Bool.Array[16]).Sample((bills, paid, turns) =>
        {
            using var first = new Shop(AllocationPolicy.Usual);
            var expected = first.After([.. bills, .. paid]);
            isSet |= expected.Any(one => one.Document.StartsWith('B') && one.Open > 0)
                && expected.Any(one => one.Document.StartsWith('R') && one.Open < 0);
            foreach (var order in new[] { [.. paid, .. bills], Merged(bills, paid, turns) })
            {
                using var other = new Shop(AllocationPolicy.Usual);
                Assert.Equal(expected, other.After(order));
            }
        }, iter: 30, threads: 1);
        // In some bills were open, and in some was credit.
        Assert.True(isSet);
    }

    /// <summary>By whichever policy, in whichever order.</summary>
    [Fact]
    public void Any_order_and_any_policy_leave_an_account_its_balance() =>
        Gen.Select(Ascending(1), Ascending(-1), Gen.Int[0, Policies.Length - 1], Gen.Int[0, int.MaxValue - 1])
            .Sample((bills, paid, policy, seed) =>
            {
                Happening[] all = [.. bills, .. paid];
                using var shop = new Shop(Policies[policy]);
                var shuffled = all.ToArray();
                new Random(seed).Shuffle(shuffled);
                var end = shop.After(shuffled).GroupBy(one => one.Day).MaxBy(same => same.Key)!.ToList();
                foreach (var account in Ids)
                    Assert.Equal(all.Where(one => one.Account == account).Sum(one => one.Amount),
                        end.Where(one => one.Account == account).Sum(one => one.Open));
            }, iter: 30, threads: 1);

    private static Happening[] Merged(Happening[] bills, Happening[] paid, bool[] turns)
    {
        var (left, right) = (new Queue<Happening>(bills), new Queue<Happening>(paid));
        return [.. turns.Select(turn => (turn || right.Count == 0) && left.Count > 0 ? left.Dequeue()
            : right.Count > 0 ? right.Dequeue() : null).OfType<Happening>(), .. left, .. right];
    }

    /// <summary>A business whose bills are posted as such, and whose money goes where everybody's does.</summary>
    private sealed class Shop : IDisposable
    {
        private readonly TestBook _folder = new TestBook().With("book.yaml",
            "seller: { name: Northwind }\ncurrency: GBP\nzone: Europe/London\ngroups: [energy, fixed]")
            .With("parties.yaml", "- { party: p, name: P }")
            .With("accounts.yaml", string.Concat(Ids.Select(id => $"- {{ account: {id}, party: p }}\n")));

        private readonly Database _database = Database.Open(":memory:", TimeProvider.System);
        private readonly Book _book;
        private readonly List<(string Number, string Account)> _bills = [];
        private readonly List<WrittenEntry> _paid = [];
        private readonly List<(string Id, long Amount)> _refunds = [];
        private LocalDate _day = new(2026, 1, 1);
        private int _count;

        public Shop(AllocationPolicy policy)
        {
            var (source, faults) = (_folder.Read(), new List<Fault>());
            _book = Busbar.Books.BookReader.Read(Busbar.Books.BookItem.Of(source, faults), faults)!;
            _book = _book with { Payments = _book.Payments with { Allocation = policy } };
        }

        public void Dispose()
        {
            _database.Dispose();
            _folder.Dispose();
        }

        /// <summary>Whether it was done; what can't be is refused, and nothing else.</summary>
        public bool Does((int Act, int One, int Other, int Amount) step)
        {
            _day = _day.PlusDays(step.Other % 3);
            var (account, amount) = (Ids[step.One % Ids.Length], new Money(step.Amount, Pounds));
            var (bill, receipt) = (_bills.Count == 0 ? "B-0" : _bills[step.One % _bills.Count].Number,
                $"R-{step.Other + 1:000000}");
            // Somebody may say a day that is past.
            var actions = new PayActions(_database, _book, _day.PlusDays(-(step.Amount % 4)));
            try
            {
                switch (step.Act)
                {
                    case 0 or 1: Bill(account, step.Amount); break;
                    case 2: return TakesBack(step.One);
                    case 3: return Import(new($"N{++_count}", _day, step.Amount, "", "", account, $"E{_count}"));
                    case 4: return Import(new($"N{++_count}", _day, step.Amount, "", "", bill, $"E{_count}"));
                    case 5: return Import(new($"N{++_count}", _day, step.Amount, "", "", "x", $"E{_count}"));
                    case 6: return Import(new($"N{++_count}", _day, -step.Amount, "", "", "gen", $"E{_count}"));
                    case 7 when _paid.Count > 0: return Import(_paid[step.Other % _paid.Count] is var back
                        ? back with { Reference = $"N{++_count}", On = _day, Amount = -back.Amount, Reason = "AM04" }
                        : null!);
                    case 8: actions.Match(receipt, step.Amount % 2 == 0 ? account : bill); break;
                    case 9: actions.Unmatch(receipt); break;
                    case 10: actions.Release(receipt); break;
                    case 11:
                        var (id, refunded) = actions.Refund(account, step.Amount % 2 == 0 ? null : amount);
                        _refunds.Add((id, refunded.MinorUnits));
                        break;
                    case 12 when _refunds.Count > 0:
                        var (named, due) = _refunds[step.One % _refunds.Count];
                        return Import(new($"N{++_count}", _day, -due, "", "", named, ""));
                    case 13:
                        actions.Transfer(account, Ids[step.Other % Ids.Length], step.Amount % 2 == 0 ? null : amount);
                        break;
                    case 14 when Settable() is { Count: > 0 } pairs && pairs[step.One % pairs.Count] is var open:
                        actions.Allocate(open.Account, open.Document, step.Amount % 2 == 0 ? null : amount);
                        break;
                    case 15: return actions.WriteOff(account, amount).Count > 0;
                    default: return false;
                }
                return true;
            }
            catch (RefusedException)
            {
                return false;
            }
        }

        /// <summary>Counts the postings by itself, those up to each day, and asks those who verify.</summary>
        public void Holds()
        {
            using var snapshot = _database.Snapshot();
            var entries = LedgerStore.Entries(snapshot).ToDictionary(posted => posted.Number);
            var postings = entries.Values.SelectMany(posted => posted.Entry.Postings
                .Where(one => one.Account is not null).Select(one => (Posting: one, posted.Entry.PostedOn,
                    IsSet: EntryKind.Allocation == (posted.Reverses is { } number ? entries[number] : posted)
                        .Entry.Kind))).ToList();
            foreach (var same in postings.GroupBy(one => (one.Posting.To.Role, one.Posting.Account,
                one.Posting.Document)))
                foreach (var day in same.Select(one => one.PostedOn).Distinct())
                {
                    // What was paid back or written off is no more there to be set against anything.
                    var until = same.Where(one => one.PostedOn <= day).ToList();
                    var there = until.Where(one => !one.IsSet).Sum(one => one.Posting.Amount.MinorUnits);
                    var left = until.Sum(one => one.Posting.Amount.MinorUnits);
                    Assert.True(there < 0 ? left >= there && left <= 0 : left >= 0 && left <= there,
                        $"{same.Key}: of {there} there are {left} left at the end of {day}.");
                }
            foreach (var audit in new[] { LedgerAudit.Balances(snapshot), LedgerAudit.Control(snapshot),
                LedgerAudit.Allocations(snapshot) })
                Assert.Empty(audit.Breaches);
        }

        /// <summary>What is open at the end of each day after all of it happened in an order.</summary>
        public IReadOnlyList<(LocalDate Day, string Account, string Document, long Open)> After(Happening[] all)
        {
            foreach (var one in all)
            {
                _day = one.Day;
                if (one.Amount > 0) Bill(one.Account, one.Amount);
                else Import(new($"N{++_count}", _day, -one.Amount, "", "", one.Account, ""));
            }
            Holds();
            using var snapshot = _database.Snapshot();
            return [.. all.Select(one => one.Day).Distinct().Order().SelectMany(day => snapshot.Ledger()
                .OpenItems(before: day.PlusDays(1)).GroupBy(item => (item.Account, item.Document))
                .OrderBy(same => same.Key.Account, StringComparer.Ordinal)
                .ThenBy(same => same.Key.Document, StringComparer.Ordinal)
                .Select(same => (day, same.Key.Account, same.Key.Document, same.Sum(item => item.Amount))))];
        }

        private void Bill(string account, long amount)
        {
            var number = string.Create(CultureInfo.InvariantCulture, $"B-{_bills.Count + 1}");
            var (role, sign) = account == "gen" ? (LedgerRole.Payables, -1) : (LedgerRole.Receivables, 1);
            LedgerStore.Post(_database, _ => [new Entry(_day, EntryKind.Bill, number, "",
            [
                .. new[] { ("energy", amount - amount / 3), ("fixed", amount / 3) }.Where(part => part.Item2 > 0)
                    .Select(part => new Posting(_book.Chart.Of(role), new(sign * part.Item2, Pounds))
                    {
                        Account = account, Document = number, Detail = part.Item1, Due = _day.PlusDays(14),
                    }),
                new(_book.Chart.Of(LedgerRole.Revenue), new(-sign * amount, Pounds)),
            ]) { Account = account }]);
            _bills.Add((number, account));
            Clear();
        }

        /// <summary>What is open of an account, by document.</summary>
        public IEnumerable<(string Document, int Amount)> Open(string account)
        {
            using var snapshot = _database.Snapshot();
            return [.. LedgerStore.OpenItems(snapshot).Where(item => item.Account == account)
                .GroupBy(item => item.Document).Select(same => (same.Key, (int)same.Sum(item => item.Amount)))
                .Where(one => one.Item2 != 0).Order()];
        }

        public bool TakesBack(int which)
        {
            if (_bills.Count == 0 || _bills[which % _bills.Count] is not (var number, not "gen")) return false;
            var isDone = LedgerStore.Change(_database, change =>
            {
                var posted = change.Find(EntryKind.Bill, number)!;
                if (change.IsReversed(posted.Number)) return false;
                change.Reverse(posted, _day, EntryKind.CreditNote, $"C-{number}");
                foreach (var account in Ids) Crediting.Of(change, _book, account, Crediting.NoNames);
                return true;
            });
            return isDone;
        }

        /// <summary>What is open of accounts that have credit.</summary>
        private List<OpenItem> Settable()
        {
            using var snapshot = _database.Snapshot();
            var open = LedgerStore.OpenItems(snapshot);
            return [.. open.Where(item => item.Amount > 0
                && open.Any(other => other.Account == item.Account && other.Amount < 0))];
        }

        private void Clear() => LedgerStore.Change(_database, change =>
            Ids.Sum(account => Crediting.Of(change, _book, account, Crediting.NoNames)));

        private bool Import(WrittenEntry line)
        {
            var path = Path.Combine(_folder.Folder, "bank.xml");
            File.WriteAllText(path, BankFiles.Statement("GB33BUKB20201555555555", "GBP", 0, [line]));
            Paying.Import(_database, _book, path);
            if (line.Reason.Length == 0 && line.EndToEnd.Length > 0) _paid.Add(line);
            return true;
        }
    }
}

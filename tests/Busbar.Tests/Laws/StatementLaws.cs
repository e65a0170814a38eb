using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Quantities;
using Busbar.Statements;
using Busbar.Tests.Books;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>Statements of any ledger: balances go over from days to days, per account and in total.</summary>
public class StatementLaws
{
    private const int MostDays = 90;

    private static readonly Currency Pounds = Currency.Of("GBP")!.Value;
    private static readonly LocalDate Start = new(2026, 1, 1);
    private static readonly string[] Ids = ["a", "a1", "a2", "a21", "b"];

    private static readonly LedgerRole[] OfBalance =
        [LedgerRole.Receivables, LedgerRole.CustomerCredit, LedgerRole.Payables];

    private static readonly Gen<Entry> AnyEntry = Gen.Select(
        Gen.Int[0, MostDays - 1], Gen.Enum<EntryKind>(), Gen.Int[0, Ids.Length - 1],
        Gen.Select(Gen.Int[0, Ids.Length - 1], Gen.Int[0, OfBalance.Length - 1], Gen.Int[-500, 500]).Array[1, 4],
        (day, kind, billed, parts) => new Entry(Start.PlusDays(day), kind, $"R{day}", "",
            [
                .. parts.Select(part => new Posting(ChartOfAccounts.Usual.Of(OfBalance[part.Item2]),
                    new(part.Item3, Pounds)) { Account = Ids[part.Item1] }),
                new(ChartOfAccounts.Usual.Of(LedgerRole.Revenue), new(-parts.Sum(part => part.Item3), Pounds)),
            ]) { Account = Ids[billed] });

    [Fact]
    public void What_closes_some_days_opens_the_next_per_account_and_in_total() =>
        Gen.Select(AnyEntry.Array[0, 40], Gen.Int[1, MostDays - 1]).Sample((entries, cut) =>
        {
            var (first, next, whole) = (Stated(entries, 0, cut), Stated(entries, cut, MostDays),
                Stated(entries, 0, MostDays));
            foreach (var ((before, after), all) in first.Sections.Zip(next.Sections).Zip(whole.Sections))
            {
                Assert.Equal(before.Closing, after.Opening);
                Assert.Equal(after.Closing, all.Closing);
                Assert.Equal(Balance(entries, all.Account.Id, MostDays), all.Closing);
                Assert.Equal(all.Opening + Sum(all.Lines.Select(line => line.Amount)), all.Closing);
                Assert.DoesNotContain(all.Lines, line => line.Amount.MinorUnits == 0);
            }
            Assert.Equal(first.Sums.Closing, next.Sums.Opening);
            Assert.Equal(Sum(whole.Sections.Select(section => section.Closing)), whole.Sums.Closing);
            foreach (var part in Enum.GetValues<StatementPart>())
                Assert.Equal(whole.Sums.Of(part), first.Sums.Of(part) + next.Sums.Of(part));
        });

    [Fact]
    public void The_statement_of_a_tree_is_those_of_its_accounts() => AnyEntry.Array[0, 40].Sample(entries =>
    {
        var tree = Stated(entries, 0, MostDays);
        Assert.Equal(["a", "a1", "a2", "a21"], tree.Sections.Select(section => section.Account.Id));
        foreach (var section in tree.Sections)
        {
            var own = Stated(entries, 0, MostDays, section.Account.Id).Sections[0];
            Assert.Equal(own.Lines, section.Lines);
            Assert.Equal(own.PaidByOthers, section.PaidByOthers);
        }
    });

    [Fact]
    public void What_others_pay_and_what_an_account_pays_of_its_bills_is_the_whole() => AnyEntry.Array[0, 40].Sample(
        entries =>
        {
            foreach (var entry in entries.Where(entry => entry.Kind == EntryKind.Bill))
            {
                var stated = Stated([entry], 0, MostDays, entry.Account!).Sections[0];
                var whole = Sum(entry.Postings.Where(posting => posting.Account is not null)
                    .Select(posting => posting.Amount));
                Assert.Equal(whole, Sum(stated.Lines.Select(line => line.Amount)
                    .Concat(stated.PaidByOthers.Select(part => part.Amount))));
                Assert.All(stated.PaidByOthers, part => Assert.Equal(whole, part.Whole));
                Assert.All(stated.Lines, line => Assert.Equal(whole, line.Whole ?? line.Amount));
            }
        });

    private static Statement Stated(IReadOnlyList<Entry> entries, int from, int to, string account = "a")
    {
        var days = new Busbar.Time.Days(Start.PlusDays(from), Start.PlusDays(to));
        return new StatedDays(Book, days, Ids.ToDictionary(id => id, id => Balance(entries, id, from)),
            entries.Where(entry => days.Contains(entry.PostedOn)), []).Of(Book.Accounts[account]);
    }

    private static Money Balance(IEnumerable<Entry> entries, string account, int before) => Sum(entries
        .Where(entry => entry.PostedOn < Start.PlusDays(before)).SelectMany(entry => entry.Postings)
        .Where(posting => posting.Account == account).Select(posting => posting.Amount));

    private static Money Sum(IEnumerable<Money> amounts) =>
        amounts.Aggregate(Money.Zero(Pounds), (sum, amount) => sum + amount);

    private static Book Book { get; } = Read();

    private static Book Read()
    {
        using var folder = new TestBook().With("book.yaml",
                "seller: { name: Northwind }\ncurrency: GBP\nzone: Europe/London")
            .With("parties.yaml", "- { party: p, name: P }").With("accounts.yaml", """
                - { account: a, party: p }
                - { account: a1, party: p, parent: a }
                - { account: a2, party: p, parent: a }
                - { account: a21, party: p, parent: a2 }
                - { account: b, party: p }
                """);
        var (source, faults) = (folder.Read(), new List<Fault>());
        return Busbar.Books.BookReader.Read(Busbar.Books.BookItem.Of(source, faults), faults)!;
    }
}

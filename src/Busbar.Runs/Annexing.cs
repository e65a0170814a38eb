using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Ledger;
using Busbar.Quantities;
using Busbar.Statements;
using Busbar.Store;
using NodaTime.Text;

namespace Busbar.Runs;

/// <summary>Gathers the lines of bills for the annex of a statement: one bill after the other, so that a large account
/// takes no more memory than its largest bill.</summary>
public sealed class Annexing(Database database)
{
    private (long Receipt, Book Book)? _known;

    /// <summary>The lines of the bills on a statement, of which its accounts pay something.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public IEnumerable<AnnexLine> Of(Statement statement) =>
        from section in statement.Sections
        from line in section.Lines
        where line.Kind is EntryKind.Bill or EntryKind.CreditNote
        from row in Of(section.Account, line)
        select row;

    private IEnumerable<AnnexLine> Of(Account payer, StatementLine stated)
    {
        var found = BillStore.Find(database, stated.Reference)
            ?? throw new InvalidOperationException($"The ledger has {stated.Reference}, and there is no such bill.");
        var (bill, shares) = (BillDocument.FromJson(found.Body), new Dictionary<string, Exact>());
        foreach (var line in bill.Lines)
        {
            if (!shares.TryGetValue(line.Group, out var share))
                shares[line.Group] = share = stated.Whole is null ? Exact.One
                    : ShareOf(found.Head, bill, payer, line.Group);
            if (!share.IsZero)
                yield return new(payer.Id, payer.CostCentre, stated.Reference, bill.Account, line, share);
        }
    }

    /// <summary>By the rules as they were known when the bill was made; a credit note takes back what they gave.
    /// </summary>
    private Exact ShareOf(BillHead head, BillDocument bill, Account payer, string group)
    {
        var receipt = head.Credits is { } credited ? BillStore.Heads(database, [credited])[0].Receipt : head.Receipt;
        if (_known?.Receipt != receipt)
        {
            using var snapshot = database.Snapshot(receipt);
            _known = (receipt, StoredBook.Load(snapshot));
        }
        var book = _known!.Value.Book;
        return PayerParts.ShareOf(book, book.Accounts[bill.Account], payer.Id, group,
            LocalDatePattern.Iso.Parse(bill.Period.From).Value);
    }
}

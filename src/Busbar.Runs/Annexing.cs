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
    /// <param name="sight">Of somebody who doesn't see all; null: all is seen.</param>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public IEnumerable<AnnexLine> Of(Book book, Statement statement, Sight? sight = null) =>
        from section in statement.Sections
        from line in section.Lines
        where line.Kind is EntryKind.Bill or EntryKind.CreditNote
        from row in Of(book, section.Account, line)
        select line.Billed is { } billed && sight?.KnowsWhole(billed) == false ? row.OwnPart() : row;

    /// <summary>The lines of a bill, whoever pays them, booked as was known when it was made.</summary>
    /// <exception cref="RefusedException">There is no such bill.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public IReadOnlyList<AnnexLine> Of(string number)
    {
        var found = Explaining.Find(database, number);
        using var snapshot = database.Snapshot(found.Explanation.Receipt);
        var (book, account) = (StoredBook.Load(snapshot), found.Document.Account);
        return [.. found.Document.Lines.Select(line => new AnnexLine(
            account, book.CostCentreOf(account, line.Agreement), number, account, line, null))];
    }

    private IEnumerable<AnnexLine> Of(Book book, Account payer, StatementLine stated) =>
        AnnexLine.Paying(stated.Amount, [.. LinesOf(book, payer, stated)]);

    private IEnumerable<AnnexLine> LinesOf(Book book, Account payer, StatementLine stated)
    {
        var found = BillStore.Find(database, stated.Reference)
            ?? throw new InvalidOperationException($"The ledger has {stated.Reference}, and there is no such bill.");
        var (bill, shares) = (BillDocument.FromJson(found.Body), new Dictionary<string, Exact>());
        foreach (var line in bill.Lines)
        {
            if (!shares.TryGetValue(line.Group, out var share))
                shares[line.Group] = share = !stated.IsPart ? Exact.One
                    : ShareOf(found.Head, bill, payer.Id, line.Group);
            if (!share.IsZero)
                // It is booked where the site is, whoever pays for it.
                yield return new(payer.Id, book.CostCentreOf(bill.Account, line.Agreement) ?? payer.CostCentre,
                    stated.Reference, bill.Account, line, share);
        }
    }

    /// <summary>By the rules as they were known when the bill was made; a credit note takes back what they gave.
    /// </summary>
    internal Exact ShareOf(BillHead head, BillDocument bill, string payer, string group)
    {
        var receipt = head.Credits is { } credited ? BillStore.Heads(database, [credited])[0].Receipt : head.Receipt;
        if (_known?.Receipt != receipt)
        {
            using var snapshot = database.Snapshot(receipt);
            _known = (receipt, StoredBook.Load(snapshot));
        }
        var then = _known!.Value.Book;
        return PayerParts.ShareOf(then, then.Accounts[bill.Account], payer, group,
            LocalDatePattern.Iso.Parse(bill.Period.From).Value);
    }
}

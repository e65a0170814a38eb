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
    private readonly KnownBooks _books = new(database);

    /// <summary>The lines of the bills on a statement, of which its accounts pay something.</summary>
    /// <param name="sight">Of somebody who doesn't see all; null: all is seen.</param>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public IEnumerable<AnnexLine> Of(Statement statement, Sight? sight = null) =>
        from section in statement.Sections
        from line in section.Lines
        where line.Kind is EntryKind.Bill or EntryKind.CreditNote
        let rows = Paid(section.Account.Id, line)
        from row in line.Billed is { } billed && sight?.KnowsWhole(billed) == false ? AnnexLine.OwnParts(rows) : rows
        select row;

    /// <summary>The lines of a bill, whoever pays them.</summary>
    /// <exception cref="RefusedException">There is no such bill.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public IReadOnlyList<AnnexLine> Of(string number)
    {
        var found = Explaining.Find(database, number);
        return [.. found.Document.Lines.Select(line =>
            LineOf(found.Head, found.Document, found.Document.Account, line, null))];
    }

    private IReadOnlyList<AnnexLine> Paid(string payer, StatementLine stated)
    {
        var found = BillStore.Find(database, stated.Reference)
            ?? throw new InvalidOperationException($"The ledger has {stated.Reference}, and there is no such bill.");
        var (bill, shares) = (BillDocument.FromJson(found.Body), new Dictionary<string, Exact>());
        var lines = new List<AnnexLine>();
        foreach (var line in bill.Lines)
        {
            if (!shares.TryGetValue(line.Group, out var share))
                shares[line.Group] = share = !stated.IsPart ? Exact.One
                    : ShareOf(found.Head, bill, payer, line.Group);
            if (!share.IsZero) lines.Add(LineOf(found.Head, bill, payer, line, share));
        }
        return AnnexLine.Paying(stated.Amount, bill, lines);
    }

    /// <summary>A line for who pays it. It is booked where the site is, whoever pays for it, as was known when the bill
    /// was made.</summary>
    internal AnnexLine LineOf(BillHead head, BillDocument bill, string payer, PrintedLine line, Exact? share)
    {
        var then = _books.Of(head);
        return new(payer, then.CostCentreOf(bill.Account, line.Agreement) ?? then.Accounts[payer].CostCentre,
            head.Number, bill.Account, line, share);
    }

    /// <summary>By the rules as they were known when the bill was made; a credit note takes back what they gave.
    /// </summary>
    internal Exact ShareOf(BillHead head, BillDocument bill, string payer, string group)
    {
        var then = _books.Of(head);
        return PayerParts.ShareOf(then, then.Accounts[bill.Account], payer, group,
            LocalDatePattern.Iso.Parse(bill.Period.From).Value);
    }
}

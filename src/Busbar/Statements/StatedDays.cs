using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Quantities;
using Busbar.Time;

namespace Busbar.Statements;

/// <summary>What the ledger says of some days, from which the statements of accounts are made.</summary>
public sealed class StatedDays
{
    private readonly Book _book;
    private readonly Days _days;
    private readonly IReadOnlyDictionary<string, Money> _openings;
    private readonly ILookup<string, StatementLine> _lines;
    private readonly ILookup<string, OthersPart> _others;
    private readonly ILookup<string, OpenAmount> _open;

    /// <param name="openings">The balance of accounts before the first day; of others it is nothing.</param>
    /// <param name="entries">The entries of the days, in their order.</param>
    /// <param name="open">What is open after the last day.</param>
    public StatedDays(Book book, Days days, IReadOnlyDictionary<string, Money> openings, IEnumerable<Entry> entries,
        IEnumerable<OpenAmount> open)
    {
        (_book, _days, _openings) = (book, days, openings);
        // What is said of a day afterwards stands on its day.
        var parts = entries.OrderBy(entry => entry.PostedOn).SelectMany(PartsOf).ToList();
        _lines = parts.ToLookup(part => part.Account, part => part.Line);
        _others = parts.Where(part => part.Line.Billed is { } billed && billed != part.Account)
            .ToLookup(part => part.Line.Billed!, part => new OthersPart(part.Line.PostedOn, part.Line.Kind,
                part.Line.Reference, part.Account, part.Line.Amount, part.Line.Whole ?? part.Line.Amount));
        _open = open.ToLookup(item => item.Account);
    }

    /// <summary>Whether a posting changes the balance of an account.</summary>
    public static bool IsOfBalance(LedgerRole role) =>
        role is LedgerRole.Receivables or LedgerRole.CustomerCredit or LedgerRole.Payables;

    /// <summary>The statement of an account and those below it.</summary>
    public Statement Of(Account account) => new(account, _book.Currency, _days,
        [.. _book.TreeOf(account).Select(SectionOf)]);

    private StatementSection SectionOf(Account account) => new(account,
        _openings.GetValueOrDefault(account.Id, Money.Zero(_book.Currency)), [.. _lines[account.Id]],
        [.. _open[account.Id]], [.. _others[account.Id]]);

    /// <summary>What an entry changes, by account; an account whose balance stays has no line.</summary>
    private static IReadOnlyList<(string Account, StatementLine Line)> PartsOf(Entry entry)
    {
        var postings = entry.Postings.Where(posting => posting.Account is not null && IsOfBalance(posting.To.Role))
            .ToList();
        if (postings.Count == 0) return [];
        var whole = Sum(postings);
        var isOfBill = entry.Kind is EntryKind.Bill or EntryKind.CreditNote;
        return
        [
            .. postings.GroupBy(posting => posting.Account!)
                .Select(own => (own.Key, Line: LineOf(entry, [.. own], isOfBill ? whole : null)))
                .Where(part => part.Line.Amount.MinorUnits != 0),
        ];
    }

    /// <summary>What an entry changes of one account.</summary>
    /// <param name="whole">Of a bill, what it comes to.</param>
    private static StatementLine LineOf(Entry entry, IReadOnlyList<Posting> own, Money? whole)
    {
        var amount = Sum(own);
        var isPart = whole is not null && amount != whole;
        return new(entry.PostedOn, entry.Kind, entry.Reference, entry.Text, amount)
        {
            Billed = whole is null ? null : entry.Account, Days = entry.Days, IsPart = isPart,
            Due = entry.Kind == EntryKind.CreditNote ? null : own[0].Due, Whole = isPart ? whole : null,
        };
    }

    private static Money Sum(IReadOnlyList<Posting> postings) => postings.Select(posting => posting.Amount)
        .Aggregate((sum, amount) => sum + amount);
}

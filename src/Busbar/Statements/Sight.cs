using Busbar.Contracts;
using Busbar.Time;
using NodaTime;

namespace Busbar.Statements;

/// <summary>A line of a bill, as far as it says whose it is.</summary>
/// <param name="Connection">Null where it is of all connections of its agreement.</param>
public sealed record SightedLine(string Agreement, string? Connection, Days Days);

/// <summary>A bill, as far as it says whose it is.</summary>
/// <param name="Issuer">The party in whose name it is; empty: the seller.</param>
/// <param name="Payers">The accounts that pay it, or a part of it.</param>
public sealed record SightedBill(
    string Account, string Issuer, IReadOnlyList<SightedLine> Lines, IReadOnlySet<string> Payers);

/// <summary>What a viewer sees of a book: the policy of its role on what is its own.</summary>
public sealed class Sight(Book book, Viewer viewer)
{
    private readonly HashSet<string> _accounts = viewer.Role switch
    {
        ViewerRole.AccountOwner => [.. viewer.Accounts.Select(id => book.Accounts[id]).SelectMany(book.TreeOf)
            .Select(account => account.Id)],
        // A balance is of all days.
        ViewerRole.Broker => [.. viewer.Accounts.Where(id => viewer.Days is null && book.Accounts[id].IsSelfBilled)],
        _ => [.. viewer.Accounts],
    };

    /// <summary>The accounts that it sees, with their balances; those below others only after them.</summary>
    public IEnumerable<Account> Tops => Part(SeenThing.Account) == SeenPart.Nothing ? []
        : viewer.Accounts.Where(_accounts.Contains).Order(StringComparer.Ordinal).Select(id => book.Accounts[id])
            .Where(account => Part(SeenThing.Account) == SeenPart.Own || !IsBelowAnother(account));

    /// <summary>How much of a thing it sees.</summary>
    public SeenPart Part(SeenThing thing) => Access.Of(viewer.Role, thing, book.Access);

    /// <summary>Whether it sees the account by itself.</summary>
    public bool SeesAccount(string account) =>
        Part(SeenThing.Account) != SeenPart.Nothing && _accounts.Contains(account);

    /// <summary>Whether it sees the statement of an account.</summary>
    public bool SeesStatement(string account) =>
        Part(SeenThing.Statement) != SeenPart.Nothing && _accounts.Contains(account);

    /// <summary>The days of a span of which it sees the readings of a connection: of an owner those on which it is
    /// supplied, of others their own; empty where it sees none.</summary>
    public Days ReadingDays(string connection, Days span)
    {
        var none = new Days(span.From, span.From);
        if (Part(SeenThing.Readings) == SeenPart.Nothing) return none;
        if (viewer.Role != ViewerRole.AccountOwner)
            return viewer.Connections.Contains(connection)
                ? viewer.Days is { } own ? span.Intersect(own) : span : none;
        var supplied = _accounts.SelectMany(account => book.AgreementsByAccount[account])
            .Where(agreement => agreement.Connections.Any(one => one.Id == connection))
            .Select(agreement => agreement.SupplyIn(span)).Where(days => !days.IsEmpty).ToList();
        // With somebody else between them, only the first is seen in one go.
        return supplied.Count == 0 ? none : supplied.OrderBy(days => days.From).Aggregate((first, next) =>
            next.From <= first.To ? first with { To = LocalDate.Max(first.To, next.To) } : first);
    }

    /// <summary>The connections by which it is in a pool on some days; none where it doesn't see how that
    /// shares.</summary>
    public IReadOnlyList<string> ConnectionsIn(Pool pool, Days days) => Part(SeenThing.Share) == SeenPart.Nothing ? []
        : [.. pool.Members.Where(member => !member.Days.Intersect(days).IsEmpty).Select(member => member.Connection.Id)
            .Distinct().Where(connection => viewer.Role == ViewerRole.AccountOwner
                ? _accounts.SelectMany(account => book.AgreementsByAccount[account]).Any(agreement =>
                    !agreement.SupplyIn(days).IsEmpty && agreement.Connections.Any(one => one.Id == connection))
                : viewer.Connections.Contains(connection) && viewer.Days?.Holds(days) != false)
            .Order(StringComparer.Ordinal)];

    /// <summary>Whether it sees what a broker's account is paid, or an agreement earns it.</summary>
    /// <param name="payee">The account; null of what is earned.</param>
    public bool SeesCommission(string? payee, string? agreement) => Part(SeenThing.Commissions) != SeenPart.Nothing
        && (payee is not null ? viewer.Accounts.Contains(payee)
            : agreement is not null && viewer.Agreements.Contains(agreement));

    /// <summary>Whether it sees a bill as the document that it is, with its sums.</summary>
    public bool Sees(SightedBill bill) => Part(SeenThing.Bill) != SeenPart.Nothing
        && bill.Lines.All(line => IsOnDays(line.Days)) && viewer.Role switch
        {
            ViewerRole.AccountOwner => _accounts.Contains(bill.Account),
            ViewerRole.Payer => bill.Payers.Count == 1 && bill.Payers.IsSubsetOf(viewer.Accounts),
            ViewerRole.Landlord => bill.Issuer == viewer.Party,
            ViewerRole.Tenant => bill.Lines.Count > 0 && bill.Lines.All(IsAtOwnConnection),
            ViewerRole.Broker => IsPaidBy(bill),
            _ => false,
        };

    /// <summary>Whether a bill is an invoice of the viewer, by which a broker is paid.</summary>
    public bool IsPaidBy(SightedBill bill) => viewer.Role == ViewerRole.Broker && bill.Issuer.Length == 0
        && viewer.Accounts.Contains(bill.Account) && book.Accounts[bill.Account].IsSelfBilled;

    /// <summary>Whether it sees a line of a bill. Of what it pays in part, it sees the part.</summary>
    public bool Sees(SightedBill bill, SightedLine line) => Part(SeenThing.Lines) != SeenPart.Nothing
        && IsOnDays(line.Days) && viewer.Role switch
        {
            ViewerRole.AccountOwner => _accounts.Contains(bill.Account),
            ViewerRole.Payer => bill.Payers.Overlaps(viewer.Accounts),
            ViewerRole.SiteManager or ViewerRole.Tenant => IsAtOwnConnection(line),
            ViewerRole.Landlord => bill.Issuer == viewer.Party,
            ViewerRole.Broker => IsPaidBy(bill) || viewer.Agreements.Contains(line.Agreement),
            _ => false,
        };

    /// <summary>Whether it may know what a bill of an account comes to, of which it pays a part: else what is left is
    /// somebody else's part.</summary>
    public bool KnowsWhole(string billed) =>
        Part(SeenThing.Statement) == SeenPart.Whole && _accounts.Contains(billed);

    /// <summary>What it sees of a statement: an owner what is below its account, a payer its own part.</summary>
    public Statement Of(Statement statement) => statement with
    {
        Sections =
        [
            .. statement.Sections
                .Where(section => Part(SeenThing.Statement) == SeenPart.Whole || section.Account == statement.Account)
                .Select(section => section with
                {
                    Lines = [.. section.Lines.Select(line => line.Billed is not { } billed || KnowsWhole(billed) ? line
                        : line with { Whole = null })],
                    PaidByOthers = Part(SeenThing.Statement) == SeenPart.Whole ? section.PaidByOthers : [],
                }),
        ],
    };

    /// <summary>Where the line is of all connections of an agreement, all of them are its own.</summary>
    private bool IsAtOwnConnection(SightedLine line) => line.Connection is { } connection
        ? viewer.Connections.Contains(connection)
        : book.Agreements.GetValueOrDefault(line.Agreement) is { Connections.Count: > 0 } agreement
            && agreement.Connections.All(one => viewer.Connections.Contains(one.Id));

    private bool IsOnDays(Days days) => viewer.Days?.Holds(days) != false;

    private bool IsBelowAnother(Account account)
    {
        for (var above = account.Parent; above is not null; above = book.Accounts[above].Parent)
            if (viewer.Accounts.Contains(above)) return true;
        return false;
    }
}

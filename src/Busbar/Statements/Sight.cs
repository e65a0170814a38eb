using Busbar.Contracts;
using Busbar.Time;

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
    private readonly HashSet<string> _accounts = viewer.Role != ViewerRole.AccountOwner ? [.. viewer.Accounts]
        : [.. viewer.Accounts.Select(id => book.Accounts[id]).SelectMany(book.TreeOf).Select(account => account.Id)];

    /// <summary>The accounts that it sees, with their balances; those below others only after them.</summary>
    public IEnumerable<Account> Tops => Part(SeenThing.Account) == SeenPart.Nothing ? []
        : viewer.Accounts.Order(StringComparer.Ordinal).Select(id => book.Accounts[id])
            .Where(account => Part(SeenThing.Account) == SeenPart.Own || !IsBelowAnother(account));

    /// <summary>How much of a thing it sees.</summary>
    public SeenPart Part(SeenThing thing) => Access.Of(viewer.Role, thing);

    /// <summary>Whether it sees the account by itself.</summary>
    public bool SeesAccount(string account) =>
        Part(SeenThing.Account) != SeenPart.Nothing && _accounts.Contains(account);

    /// <summary>Whether it sees the statement of an account.</summary>
    public bool SeesStatement(string account) =>
        Part(SeenThing.Statement) != SeenPart.Nothing && _accounts.Contains(account);

    /// <summary>Whether it sees a bill as the document that it is, with its sums.</summary>
    public bool Sees(SightedBill bill) => Part(SeenThing.Bill) != SeenPart.Nothing
        && bill.Lines.All(line => IsOnDays(line.Days)) && viewer.Role switch
        {
            ViewerRole.AccountOwner => _accounts.Contains(bill.Account),
            ViewerRole.Payer => bill.Payers.Count == 1 && bill.Payers.IsSubsetOf(viewer.Accounts),
            ViewerRole.Landlord => bill.Issuer == viewer.Party,
            ViewerRole.Tenant => bill.Lines.Count > 0 && bill.Lines.All(IsAtOwnConnection),
            _ => false,
        };

    /// <summary>Whether it sees a line of a bill. Of what it pays in part, it sees the part.</summary>
    public bool Sees(SightedBill bill, SightedLine line) => Part(SeenThing.Lines) != SeenPart.Nothing
        && IsOnDays(line.Days) && viewer.Role switch
        {
            ViewerRole.AccountOwner => _accounts.Contains(bill.Account),
            ViewerRole.Payer => bill.Payers.Overlaps(viewer.Accounts),
            ViewerRole.SiteManager or ViewerRole.Tenant => IsAtOwnConnection(line),
            ViewerRole.Landlord => bill.Issuer == viewer.Party,
            ViewerRole.Broker => viewer.Agreements.Contains(line.Agreement),
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

using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Documents;
using Busbar.Quantities;
using Busbar.Store;
using Busbar.Time;

namespace Busbar.Runs;

/// <summary>What the operator of a network has of it: what members were billed, less what their parent costs. Of a pool
/// whose members deliver something that others buy, what these were billed, less what members were paid.</summary>
/// <param name="Billed">Net, on the seller's bills of members' agreements whose periods begin within the days; those
/// that were taken back don't count.</param>
/// <param name="Costs">Net, of the parent: what was billed to it likewise, and the invoices whose days end within
/// them.</param>
/// <param name="Unbilled">Members on days on which no agreement has them: what they get is on no bill.</param>
public sealed record PoolMargin(
    Money Billed, Money Costs, IReadOnlyList<(string Connection, Days Days)> Unbilled)
{
    /// <summary>Whether others buy what members deliver: billed is what they buy, and the costs are what members are
    /// paid.</summary>
    public bool IsSold { get; init; }

    /// <summary>The agreements of members, and of the parent, that have supply within the days and no bill whose period
    /// begins in them: their money isn't in it yet.</summary>
    public IReadOnlyList<string> Waiting { get; init; } = [];

    /// <summary>What is left.</summary>
    public Money Margin => Billed - Costs;

    /// <summary>The margin over some days; null where nothing says what a parent costs and nobody buys from the pool,
    /// or nothing was billed and nothing invoiced.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    internal static PoolMargin? Of(Database database, Book book, Pool pool, Days days)
    {
        if (pool.Parent is null) return OfSold(database, book, pool, days);
        var (own, ofMembers) = Sides(book, pool);
        if (own.Count == 0 && pool.Costs.Count == 0) return null;
        var accounts = ofMembers.Values.Concat(own.Select(id => book.Agreements[id]))
            .Select(agreement => agreement.Account.Id).ToHashSet();
        var (billed, costs, isAny) = (Money.Zero(book.Currency), Money.Zero(book.Currency), false);
        var found = new HashSet<string>();
        foreach (var (agreement, amount) in LinesOf(database, book, accounts, days))
        {
            found.Add(agreement);
            if (ofMembers.ContainsKey(agreement)) billed += amount;
            else if (own.Contains(agreement)) costs += amount;
            else continue;
            isAny = true;
        }
        foreach (var line in pool.Costs.Where(line => days.Contains(line.Days.To.PlusDays(-1))))
            (costs, isAny) = (costs + line.Amount, true);
        return !isAny ? null : new(billed, costs, Unsupplied(pool, days, [.. ofMembers.Values]))
        {
            Waiting = Without(found, ofMembers.Values.Concat(own.Select(id => book.Agreements[id])), days),
        };
    }

    private static PoolMargin? OfSold(Database database, Book book, Pool pool, Days days)
    {
        var about = Sides(book, pool).OfMembers;
        var buying = about.Values.Where(agreement => agreement.Connections.All(connection =>
            !pool.DaysOf(connection.Id).Any())).Select(agreement => agreement.Id).ToHashSet();
        if (buying.Count == 0) return null;
        var (billed, paid, isAny) = (Money.Zero(book.Currency), Money.Zero(book.Currency), false);
        var found = new HashSet<string>();
        foreach (var (agreement, amount) in LinesOf(
            database, book, about.Values.Select(one => one.Account.Id).ToHashSet(), days))
        {
            found.Add(agreement);
            if (buying.Contains(agreement)) billed += amount;
            else if (about.ContainsKey(agreement)) paid -= amount;
            else continue;
            isAny = true;
        }
        return !isAny ? null : new(billed, paid, Unsupplied(pool, days, [.. about.Values]))
        {
            IsSold = true, Waiting = Without(found, about.Values, days),
        };
    }

    private static List<string> Without(HashSet<string> billed, IEnumerable<Agreement> agreements, Days days) =>
        [.. agreements.Where(one => !one.SupplyIn(days).IsEmpty && !billed.Contains(one.Id)).Select(one => one.Id)
            .Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The net lines of the seller's bills of some accounts whose periods begin within some days. A credit
    /// note has the period of the bill that it takes back.</summary>
    private static IEnumerable<(string Agreement, Money Amount)> LinesOf(
        Database database, Book book, HashSet<string> accounts, Days days) =>
        from head in BillStore.List(database, null, days.From, days.To)
        where head.Issuer.Length == 0 && accounts.Contains(head.Account) && head.Currency == book.Currency.Code
        from line in Explaining.Find(database, head.Number).Document.Lines
        select (line.Agreement, AmountOf(line, book));

    /// <summary>The ids of the agreements by which the operator pays, and those by which members pay it.</summary>
    internal static (IReadOnlySet<string> Own, IReadOnlyDictionary<string, Agreement> OfMembers) Sides(
        Book book, Pool pool)
    {
        // Who pays for what is left of a share, by the parent's meter, pays the operator as members do.
        var own = pool.Parent is null ? [] : KnownCosts.BilledBy(pool, book)
            .Where(agreement => !PaysShareOf(pool, agreement)).Select(agreement => agreement.Id).ToHashSet();
        var members = pool.Members.Select(member => member.Connection.Id).Append(pool.Parent?.Id).ToHashSet();
        return (own, book.Agreements.Values.Where(agreement => !own.Contains(agreement.Id)
            && (agreement.Pools.Values.Any(bound => bound.Id == pool.Id)
                || agreement.Connections.Any(connection => members.Contains(connection.Id))))
            .ToDictionary(agreement => agreement.Id));
    }

    private static bool PaysShareOf(Pool pool, Agreement agreement) => agreement.Product.Versions.Values
        .SelectMany(version => version.Value.Charges).SelectMany(charge => charge.Rate.Formulas)
        .SelectMany(written => written.Formula.All()).OfType<SettledFormula>()
        .Any(settled => agreement.Pools[settled.Pool] == pool && pool.Shares.ContainsKey(settled.Name));

    private static Money AmountOf(PrintedLine line, Book book) =>
        Exact.TryParse(line.Amount, out var amount, out var problem)
        ? Money.Rounded(amount, book.Currency, Rounding.HalfAway)
        : throw new FormatException($"{line.Amount} is no amount: {problem}");

    private static List<(string, Days)> Unsupplied(Pool pool, Days days, IReadOnlyCollection<Agreement> agreements) =>
    [
        .. from member in pool.Members
           let supplied = agreements.Where(agreement =>
               agreement.Connections.Any(connection => connection.Id == member.Connection.Id)).ToList()
           from run in Settling.Runs([.. member.Days.Intersect(days).Dates.Where(date =>
               !supplied.Exists(agreement => !agreement.SupplyIn(new(date, date.PlusDays(1))).IsEmpty))])
           select (member.Connection.Id, run),
    ];
}

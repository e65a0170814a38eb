using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>
/// A bill made again together with the pools on which it rests: they are settled again for its days, from what is known
/// now, and every bill that stands and comes out otherwise by that is made again with it.
/// </summary>
public sealed class RebillRun
{
    private readonly Database _database;
    private readonly Func<DateTimeZone, LocalDate> _dayOfIssue;
    private readonly Settling? _settling;

    private RebillRun(
        Database database, Func<DateTimeZone, LocalDate> dayOfIssue, IReadOnlyList<Rebilling> bills,
        Resettling? resettling)
    {
        (_database, _dayOfIssue, Bills) = (database, dayOfIssue, bills);
        (_settling, Resettled) = (resettling?.Settling, resettling?.Names ?? []);
    }

    /// <summary>The bill that was asked for, and the others that come out otherwise, by number.</summary>
    public IReadOnlyList<Rebilling> Bills { get; }

    /// <summary>What the pools settle otherwise than before.</summary>
    public IReadOnlyList<ResettledName> Resettled { get; }

    /// <summary>Makes an issued bill again, and those that go with it; nothing is stored.</summary>
    /// <param name="dayOfIssue">The day of issue in the book's zone.</param>
    /// <exception cref="RefusedException">There is no such bill that stands, or no book.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static RebillRun Of(Database database, string number, Func<DateTimeZone, LocalDate> dayOfIssue)
    {
        var old = Explaining.FindStanding(database, number).Head;
        using var snapshot = database.Snapshot();
        var book = StoredBook.Load(snapshot);
        var days = new Days(old.From, old.To);
        var pools = Resettling.PoolsOf(book, book.AgreementsByAccount[old.Account]
            .Where(agreement => !agreement.SupplyIn(days).IsEmpty));
        var resettling = pools.Count == 0 ? null
            : Resettling.Of(snapshot, book, pools.ToDictionary(pool => pool, _ => days));
        var first = Rebilling.Of(database, snapshot, book, number, dayOfIssue, resettling?.Settling);
        if (resettling is null || first.Draft() is RebillResult.Held) return new(database, dayOfIssue, [first], null);
        var others = resettling.Bills(database).Union(resettling.BillsOfParents(database)).Where(one => one != number)
            .Order(StringComparer.Ordinal)
            .Select(one => Rebilling.Of(database, snapshot, book, one, dayOfIssue, resettling.Settling))
            .Where(one => one.Draft() is not RebillResult.Same);
        return new(database, dayOfIssue, [first, .. others], resettling);
    }

    /// <summary>Keeps what the pools settle now, and gives the bills as they come out by it, ready to be issued.
    /// </summary>
    /// <exception cref="RefusedException">Something else has come in meanwhile; no bill was issued.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used; no bill was issued.</exception>
    public IReadOnlyList<Rebilling> Settle()
    {
        if (_settling is null || Resettled.Count == 0) return Bills;
        _settling.Store(_database);
        // A bill is issued from what is stored, so that it can be rebuilt from it.
        using var snapshot = _database.Snapshot();
        var book = StoredBook.Load(snapshot);
        return [.. Bills.Select(shown =>
        {
            var again = Rebilling.Of(_database, snapshot, book, shown.Old.Head.Number, _dayOfIssue, null);
            return again.IsAs(shown) ? again : throw Rebilling.Changed(shown.Old.Head.Number);
        })];
    }
}

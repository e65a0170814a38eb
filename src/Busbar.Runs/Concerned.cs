using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Store;
using Busbar.Time;

namespace Busbar.Runs;

/// <summary>An issued bill that would come out otherwise now.</summary>
/// <param name="Difference">What its total would be more; null where it can't be made now, or wasn't tried.</param>
public sealed record ConcernedBill(string Number, Money? Difference)
{
    /// <summary>Whether it can't be made now: something that it rests on is missing, wrong, or waits for a decision.
    /// </summary>
    public bool IsHeld { get; init; }
}

/// <summary>Finds the issued bills that a change of readings or prices concerns.</summary>
internal static class Concerned
{
    // Each is made again, to say what it would be; a change of a price may concern all that there are.
    private const int MostMade = 500;

    /// <summary>The bills that were made from what has changed, also by way of what pools settled from it, each with
    /// the money that this is about.</summary>
    public static IReadOnlyList<ConcernedBill> By(Database database, IReadOnlyList<ChangedSpan> changed, Book book)
    {
        if (changed.Count == 0) return [];
        var numbers = Numbers(database, changed, book);
        using var snapshot = database.Snapshot();
        var resettling = Resettling.Of(snapshot, book, PoolsOver(changed, book));
        if (resettling.Names.Count > 0)
            numbers = [.. numbers.Union(resettling.Bills(database)).Order(StringComparer.Ordinal)];
        var settling = resettling.Names.Count > 0 ? resettling.Settling : null;
        return [.. numbers.Select((number, i) => i < MostMade
            ? MadeAgain(database, snapshot, book, number, settling) : new(number, null))];
    }

    /// <summary>The pools that may be settled from what has changed, with the days that this is about.</summary>
    private static Dictionary<Pool, Days> PoolsOver(IReadOnlyList<ChangedSpan> changed, Book book)
    {
        var over = new Dictionary<Pool, Days>();
        foreach (var pool in book.Pools.Values)
        {
            // Prices have no connection, and move what a pool shares of money.
            var spans = changed.Where(span => span.Connection.Length == 0 || span.Connection == pool.Parent?.Id
                || pool.DaysOf(span.Connection).Any()).ToList();
            if (spans.Count == 0) continue;
            var (from, to) = (spans.Min(span => span.From).InZone(pool.Zone).Date,
                spans.Max(span => span.To).InZone(pool.Zone).Date.PlusDays(1));
            over[pool] = new(from, to);
        }
        return over;
    }

    /// <summary>A bill with what its total would be more.</summary>
    /// <param name="alter">What else is taken for known; null: nothing.</param>
    public static ConcernedBill MadeAgain(
        Database database, Snapshot snapshot, Book book, string number, Settling? settling,
        Func<Inputs, Inputs>? alter = null)
    {
        var old = BillStore.Find(database, number)!.Head;
        if (!book.Accounts.ContainsKey(old.Account) || old.Currency != book.Currency.Code)
            return new(number, null) { IsHeld = true };
        var issued = new Money(old.Total, book.Currency);
        return Rebilling.MadeAgain(database, snapshot, book, old, null, settling, alter) switch
        {
            BillOutcome.Made made => new(number, made.Bill.Total - issued),
            null => new(number, -issued),
            _ => new(number, null) { IsHeld = true },
        };
    }

    /// <summary>The places of those bills, not issued yet, that were made from what is otherwise by now; and the
    /// receipt up to which that is known.</summary>
    /// <param name="receipt">The receipt up to which everything was known when they were made.</param>
    public static (IReadOnlySet<int> Places, long Latest) Outdated(
        Database database, long receipt, Book book, IReadOnlyList<NewBill> bills)
    {
        using var snapshot = database.Snapshot();
        return (snapshot.Receipt == receipt ? new HashSet<int>() : Otherwise(snapshot, book,
            [.. bills.SelectMany((bill, i) => bill.Inputs.Select(input => (i, input)))]).ToHashSet(), snapshot.Receipt);
    }

    private static IReadOnlyList<string> Numbers(Database database, IReadOnlyList<ChangedSpan> changed, Book book)
    {
        var suspects = changed.GroupBy(span => span.Connection).SelectMany(spans => BillStore.BilledOver(
                database, [spans.Key], spans.Min(span => span.From), spans.Max(span => span.To))
            .Where(input => spans.Any(span => span.Channel == input.Input.Channel
                && span.From < input.Input.To && input.Input.From < span.To))).ToList();
        if (suspects.Count == 0) return [];
        using var snapshot = database.Snapshot();
        return [.. Otherwise(snapshot, book, suspects.ConvertAll(one => (one.Number, one.Input)))
            .Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Those whose inputs hash otherwise now: something else is known of a series than was.</summary>
    private static IEnumerable<T> Otherwise<T>(
        Snapshot snapshot, Book book, IReadOnlyList<(T Of, BilledInput Input)> all)
    {
        var bySource = all.ToLookup(one => one.Input.Connection.Length == 0 ? 0
            : OfSessions(book, one.Input) is null ? 1 : 2);
        var (priced, measured, charged) = (bySource[0].ToList(), bySource[1].ToList(), bySource[2].ToList());
        IReadOnlyList<ReadsWanted> wanted = [.. measured.Select(one => new ReadsWanted(
            book.ConnectionOf(one.Input.Connection), one.Input.Channel, one.Input.From, one.Input.To))];
        // A bill with an open amount was made without what waits for a decision, and is compared without it.
        var readings = new Suspecting(snapshot, book).Masked(wanted, ReadStore.Load(snapshot, wanted));
        var prices = PriceStore.Load(snapshot, [.. from one in priced
            let series = book.Series[one.Input.Channel]
            select new PricesWanted(
                series.Name, series.IntervalMinutes, series.Zone, one.Input.From, one.Input.To)]);
        var sessions = SessionStore.Load(snapshot, [.. charged.Select(one => OfSessions(book, one.Input)!)]);
        return measured.Zip(readings).Concat(priced.Zip(prices))
            .Select(pair => (Billed: pair.First, Hash: pair.Second.Hash()))
            .Concat(charged.Zip(sessions, (one, known) => (Billed: one, Hash: Session.Hash(
                known.Where(session => session.Start < one.Input.To && session.End > one.Input.From)))))
            .Where(pair => !pair.Billed.Input.Hash.SequenceEqual(pair.Hash)).Select(pair => pair.Billed.Of);
    }

    /// <summary>What is wanted of sessions, where a bill was made from them; null where from a channel.</summary>
    private static SessionsWanted? OfSessions(Book book, BilledInput input)
    {
        if (input.Channel != SessionStore.Name) return null;
        var connection = book.ConnectionOf(input.Connection);
        return connection.Channels.ContainsKey(input.Channel) ? null : new(connection, input.From, input.To);
    }
}

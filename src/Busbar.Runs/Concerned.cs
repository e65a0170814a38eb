using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>An issued bill that would come out otherwise now.</summary>
/// <param name="Difference">What its total would be more; null where it can't be made now.</param>
public sealed record ConcernedBill(string Number, Money? Difference)
{
    /// <summary>Whether it can't be made now: something that it rests on is missing, wrong, or waits for a decision.
    /// </summary>
    public bool IsHeld { get; init; }
}

/// <summary>Finds the issued bills that a change of readings or prices concerns.</summary>
internal static class Concerned
{
    private const int InputsAtOnce = 200;

    /// <summary>The bills that were made from what has changed, also by way of what pools settled from it, each with
    /// the money that this is about.</summary>
    /// <param name="altered">The pools that the book says otherwise, with the days that this is about; null: none.
    /// </param>
    /// <param name="events">What rests on events that are others now; null: nothing does.</param>
    public static IReadOnlyList<ConcernedBill> By(
        Database database, IReadOnlyList<ChangedSpan> changed, Book book,
        IReadOnlyDictionary<Pool, Days>? altered = null, ChangedEvents? events = null)
    {
        if (changed.Count == 0 && altered is not { Count: > 0 } && events is not { IsAny: true }) return [];
        var numbers = Numbers(database, changed, book);
        using var snapshot = database.Snapshot();
        var over = PoolsOver(database, changed, book);
        foreach (var (pool, days) in new[] { altered, events?.Pools }.OfType<IReadOnlyDictionary<Pool, Days>>()
            .SelectMany(pools => pools))
            over[pool] = !over.TryGetValue(pool, out var known) ? days
                : new(LocalDate.Min(known.From, days.From), LocalDate.Max(known.To, days.To));
        var resettling = Resettling.Of(snapshot, book, over);
        if (resettling.Names.Count > 0)
            numbers = [.. numbers.Union(resettling.Bills(database)).Order(StringComparer.Ordinal)];
        var settling = resettling.Names.Count > 0 ? resettling.Settling : null;
        // Events are no series that a bill's inputs could tell: those that called it are made again to see.
        return [.. MakingAgain.Of(database, snapshot, book,
                [.. numbers.Union(events?.Bills ?? []).Order(StringComparer.Ordinal)], settling)
            .Where(bill => bill.Difference is not { MinorUnits: 0 } || numbers.Contains(bill.Number))];
    }

    /// <summary>The bills that rest on something else than some pools would settle now, likewise; without those that a
    /// rebill would leave as they are.</summary>
    public static IReadOnlyList<ConcernedBill> By(
        Database database, Snapshot snapshot, Book book, Resettling resettling) =>
        [.. MakingAgain.Of(database, snapshot, book,
            [.. resettling.Bills(database).Order(StringComparer.Ordinal)], resettling.Settling)
            .Where(bill => bill.Difference is not { MinorUnits: 0 }
                || !Rebilling.IsTheSame(database, snapshot, book, bill.Number, resettling.Settling))];

    /// <summary>The pools that may be settled from what has changed, with the days that this is about.</summary>
    private static Dictionary<Pool, Days> PoolsOver(
        Database database, IReadOnlyList<ChangedSpan> changed, Book book)
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
            over[pool] = new(from, LastReached(database, pool, from, to));
        }
        return over;
    }

    /// <summary>The end of the days on which a pool may rest on readings of some: a store remembers them for ever, a
    /// baseline as far as it looks back, and an event until it ends.</summary>
    private static LocalDate LastReached(Database database, Pool pool, LocalDate from, LocalDate to)
    {
        var parts = pool.Formulas.SelectMany(formula => formula.All()).ToHashSet();
        if (parts.Any(part => part is DrawnFormula))
            return BillStore.BilledOver(database, [pool.Intervals.Id, pool.Lumps.Id],
                    LocalDay.StartOf(from, pool.Zone), LocalDay.StartOf(LocalDate.MaxIsoValue, DateTimeZone.Utc))
                .Select(input => input.Input.To.InZone(pool.Zone).Date).Append(to).Max();
        var longest = !parts.Any(part => part is EventFormula) ? 0 : pool.Events
            .Select(one => Days.Touching(one.Event.Span, pool.Zone).Count).DefaultIfEmpty().Max();
        return to.PlusDays(longest
            + parts.OfType<BaselineFormula>().Select(part => part.Method.Within + 1).DefaultIfEmpty().Max());
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

    /// <summary>Those whose inputs hash otherwise now: something else is known of a series than was. A price may be in
    /// all bills that there are: some are looked at a time, and what many share once.</summary>
    private static IEnumerable<T> Otherwise<T>(
        Snapshot snapshot, Book book, IReadOnlyList<(T Of, BilledInput Input)> all)
    {
        var suspecting = new Suspecting(snapshot, book);
        var measured = all.Where(one => one.Input.Connection.Length > 0)
            .ToLookup(one => OfSessions(book, one.Input) is null);
        foreach (var chunk in measured[true].Chunk(InputsAtOnce))
        {
            IReadOnlyList<ReadsWanted> wanted = [.. chunk.Select(one => new ReadsWanted(
                book.ConnectionOf(one.Input.Connection), one.Input.Channel, one.Input.From, one.Input.To))];
            // A bill with an open amount was made without what waits for a decision, and is compared without it.
            var readings = suspecting.Masked(wanted, ReadStore.Load(snapshot, wanted));
            foreach (var (one, series) in chunk.Zip(readings))
                if (!one.Input.Hash.SequenceEqual(series.Hash())) yield return one.Of;
        }
        foreach (var chunk in measured[false].Chunk(InputsAtOnce))
            foreach (var (one, known) in chunk.Zip(SessionStore.Load(
                snapshot, [.. chunk.Select(one => OfSessions(book, one.Input)!)])))
                if (!one.Input.Hash.SequenceEqual(Session.Hash(known.Where(
                    session => session.Start < one.Input.To && session.End > one.Input.From)))) yield return one.Of;
        foreach (var chunk in all.Where(one => one.Input.Connection.Length == 0)
            .GroupBy(one => (one.Input.Channel, one.Input.From, one.Input.To)).Chunk(InputsAtOnce))
        {
            var prices = PriceStore.Load(snapshot, [.. from same in chunk
                let series = book.Series[same.Key.Channel]
                select new PricesWanted(
                    series.Name, series.IntervalMinutes, series.Zone, same.Key.From, same.Key.To)]);
            foreach (var (same, series) in chunk.Zip(prices))
            {
                var hash = series.Hash();
                foreach (var one in same)
                    if (!one.Input.Hash.SequenceEqual(hash)) yield return one.Of;
            }
        }
    }

    /// <summary>What is wanted of sessions, where a bill was made from them; null where from a channel.</summary>
    private static SessionsWanted? OfSessions(Book book, BilledInput input)
    {
        if (input.Channel != SessionStore.Name) return null;
        var connection = book.ConnectionOf(input.Connection);
        return connection.Channels.ContainsKey(input.Channel) ? null : new(connection, input.From, input.To);
    }
}

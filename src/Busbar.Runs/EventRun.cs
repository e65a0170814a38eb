using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs;

/// <summary>What an event brought from an agreement, or from one of its connections.</summary>
/// <param name="Connection">Null: all of them together.</param>
/// <param name="Day">What would have been used and what was, over the whole days of the event.</param>
public sealed record EventDelivery(
    Agreement Agreement, Connection? Connection, RatedBaseline Baseline, IReadOnlyList<RatedBaselineInterval> Day);

/// <summary>An event, and what it brought.</summary>
/// <param name="Deliveries">By agreement, connection and baseline.</param>
/// <param name="Others">The agreements that it calls and whose product has no baseline.</param>
/// <param name="Faults">Why something isn't known; then it is left out.</param>
public sealed record EventResult(
    ProgrammeEvent Event, IReadOnlyList<EventDelivery> Deliveries, IReadOnlyList<string> Others,
    IReadOnlyList<Fault> Faults)
{
    /// <summary>By pool, what its members brought and have of it.</summary>
    public IReadOnlyList<EventDispatch> Dispatches { get; init; } = [];
}

/// <summary>Looks at what an event brought, whether it is billed or not.</summary>
public static class EventRun
{
    /// <summary>What an event brought.</summary>
    /// <exception cref="RefusedException">There is no such event, or no book.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static EventResult Of(Database database, string id)
    {
        using var snapshot = database.Snapshot();
        var book = StoredBook.Load(snapshot);
        var known = book.Agreements.Values.SelectMany(agreement => agreement.Events)
            .Concat(book.Pools.Values.SelectMany(pool => pool.Events).Select(one => one.Event))
            .DistinctBy(one => one.Id).ToList();
        if (known.Find(one => one.Id == id) is not { } called)
            throw new RefusedException(new Fault("unknown-event", $"There is no event {id} that calls anybody.",
                Name: id, Hint: Nearest.Hint(id, known.Select(one => one.Id))));
        var agreements = book.Agreements.Values.Where(agreement => agreement.Events.Any(one => one.Id == id))
            .OrderBy(agreement => agreement.Id, StringComparer.Ordinal).ToList();
        var asked = agreements.SelectMany(one => AskedBaselines.Of(one, called.Span, book.Currency)).ToList();
        var all = asked.SelectMany(one => (ChargeTask[])[one.Baseline, one.Load]).ToList();
        var inputs = Loading.Load(snapshot, book, all.SelectMany(task => task.Channels()),
            all.SelectMany(task => task.Markets()), all.SelectMany(task => task.Sessions()), new(snapshot, book));
        var (deliveries, faults) = (new List<EventDelivery>(), new List<Fault>());
        foreach (var same in asked.GroupBy(one => one.Baseline.Agreement.Id))
        {
            var (frames, found, own) = (new Frames(), new List<Fault>(), new List<EventDelivery>());
            foreach (var one in same)
            {
                // Both have the id of the charge, which a rater rates once.
                var (baselines, loads) = (Rater(), Rater());
                var baseline = baselines.Rate(one.Baseline);
                found.AddRange(baselines.Faults);
                if (baselines.Faults.Count == 0) own.AddRange(DeliveriesOf(baseline, loads.Rate(one.Load), id));
            }

            Rater Rater() => new(frames, inputs, book.Currency, book.LineRounding);
            if (found.Count == 0) deliveries.AddRange(own);
            faults.AddRange(found.Except(faults));
        }
        var settling = new Settling(snapshot, book);
        var dispatches =
            from pool in book.Pools.Values.OrderBy(pool => pool.Id, StringComparer.Ordinal)
            from one in pool.Events
            where one.Event.Id == id
            select Dispatching.Of(one, pool, settling, faults);
        return new(called, deliveries,
            [.. agreements.Select(one => one.Id).Except(asked.Select(one => one.Baseline.Agreement.Id))], faults)
        {
            Dispatches = [.. dispatches.OfType<EventDispatch>()],
        };
    }

    private static IEnumerable<EventDelivery> DeliveriesOf(RatedCharge charge, RatedCharge load, string id)
    {
        var own = charge.Legs.SelectMany(leg => leg.Baselines)
            .Where(one => one.Time.Events.Any(call => call.Id == id)).ToList();
        if (own.Count == 0) return [];
        var loads = ByInterval(load);
        return own.Select(baseline => new EventDelivery(charge.Task.Agreement, charge.Task.Connection, baseline,
            [.. ByInterval(charge).OrderBy(one => one.Key)
                .Select(one => new RatedBaselineInterval(one.Key, one.Value, loads[one.Key]))]));
    }

    private static Dictionary<Instant, Exact> ByInterval(RatedCharge charge) => charge.Legs.SelectMany(leg => Enumerable
            .Range(0, leg.Shares.Length).Where(i => !leg.Shares[i].IsZero)
            .Select(i => (Start: leg.Frame.StartOf(i), Value: leg.Quantity!.Values[i])))
        .ToDictionary(one => one.Start, one => one.Value);
}

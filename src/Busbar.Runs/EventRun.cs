using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Store;
using Busbar.Time;
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
        var tasks = agreements.ToDictionary(agreement => agreement.Id, agreement =>
            ChargeTask.Of(Asked(agreement, book.Currency), Days.Touching(called.Span, agreement.Connections[0].Zone)));
        var all = tasks.Values.SelectMany(own => own).ToList();
        var inputs = Loading.Load(snapshot, book, all.SelectMany(task => task.Channels()),
            all.SelectMany(task => task.Markets()), all.SelectMany(task => task.Sessions()), new(snapshot, book));
        var (deliveries, faults) = (new List<EventDelivery>(), new List<Fault>());
        foreach (var agreement in agreements)
        {
            var rater = new Rater(new Frames(), inputs, book.Currency, book.LineRounding);
            var charges = tasks[agreement.Id].Select(rater.Rate).ToList();
            if (rater.Faults.Count > 0) faults.AddRange(rater.Faults);
            else
                deliveries.AddRange(charges.SelectMany(charge => DeliveriesOf(charge, charges, agreement, id)));
        }
        var settling = new Settling(snapshot, book);
        var dispatches =
            from pool in book.Pools.Values.OrderBy(pool => pool.Id, StringComparer.Ordinal)
            from one in pool.Events
            where one.Event.Id == id
            select Dispatching.Of(one, pool, settling, faults);
        return new(called, deliveries,
            [.. agreements.Where(one => tasks[one.Id].Count == 0).Select(one => one.Id)], faults)
        {
            Dispatches = [.. dispatches.OfType<EventDispatch>()],
        };
    }

    private static IEnumerable<EventDelivery> DeliveriesOf(
        RatedCharge charge, IReadOnlyList<RatedCharge> all, Agreement agreement, string id)
    {
        var own = charge.Legs.SelectMany(leg => leg.Baselines)
            .Where(one => one.Time.Events.Any(call => call.Id == id)).ToList();
        if (own.Count == 0) return [];
        var loads = ByInterval(all.First(other => other.Task.ChargeId == $"{charge.Task.ChargeId}-load"
            && other.Task.Connection == charge.Task.Connection));
        return own.Select(baseline => new EventDelivery(agreement, charge.Task.Connection, baseline,
            [.. ByInterval(charge).OrderBy(one => one.Key)
                .Select(one => new RatedBaselineInterval(one.Key, one.Value, loads[one.Key]))]));
    }

    private static Dictionary<Instant, Exact> ByInterval(RatedCharge charge) => charge.Legs.SelectMany(leg => Enumerable
            .Range(0, leg.Shares.Length).Where(i => !leg.Shares[i].IsZero)
            .Select(i => (Start: leg.Frame.StartOf(i), Value: leg.Quantity!.Values[i])))
        .ToDictionary(one => one.Start, one => one.Value);

    /// <summary>The agreement with a product that has nothing but its baselines, and what they are of.</summary>
    private static Agreement Asked(Agreement agreement, Currency currency) => agreement with
    {
        Product = new(agreement.Product.Id, new(agreement.Product.Versions.Values.Select(version =>
            new DatedValue<ProductVersion>(version.From, Asked(version.Value, currency))))),
    };

    private static ProductVersion Asked(ProductVersion version, Currency currency)
    {
        var charges = version.Charges
            .SelectMany(charge => charge.Baselines, (charge, baseline) => (charge.Each, baseline))
            .DistinctBy(one => (one.Each, one.baseline.Text)).SelectMany((one, i) => new[]
            {
                Charge($"baseline-{i}", one.Each, one.baseline, one.baseline.Text),
                Charge($"baseline-{i}-load", one.Each, one.baseline.Of, "load"),
            });
        return new(version.Product, version.Name, version.From, version.IntervalMinutes, version.Channels,
            version.Terms, version.Quantities, [.. charges], [], [], version.IsFixed, version.Place);

        Charge Charge(string id, Each each, Formula of, string text) => new(id, id, "", new Rate.Priced(
                new(text, text, of), new("0", "0", new ConstantFormula(
                    Exact.Zero, Dimension.Money(currency) / of.Shape.Dimension))), Direction.ToSeller, each, null,
            false, TaxClass.Outside, false, Missing.Hold, false, version.Place);
    }
}

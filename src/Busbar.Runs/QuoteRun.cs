using Busbar.Billing;
using Busbar.Books;
using Busbar.Contracts;
using Busbar.Formats;
using Busbar.Rating;
using Busbar.Runs.Proving;
using Busbar.Store;
using Busbar.Time;

namespace Busbar.Runs;

/// <summary>Which offers are quoted, and for what.</summary>
/// <param name="Offers">Products of the book, or files of products; at least one.</param>
/// <param name="Connection">The connection; null: nobody's in the book.</param>
/// <param name="Load">What would be measured; null: what is known of the connection.</param>
/// <param name="Terms">Values of terms: <c>uplift=1.2p/kWh</c>.</param>
/// <param name="Scheme">The scheme by which a broker brings them; null: that of the connection's agreement.</param>
/// <param name="IsDirect">Whether no broker brings them, whatever was agreed.</param>
public sealed record QuoteOrder(
    IReadOnlyList<string> Offers, string? Connection, string? Load, Days Period, IReadOnlyList<string> Terms,
    string? Scheme = null, bool IsDirect = false);

/// <summary>What came of an offer that was to be quoted.</summary>
public abstract record QuoteResult(Offer Offer)
{
    /// <summary>Its bills, month by month; at least one.</summary>
    /// <param name="Commission">What the broker who brings it is expected to earn; null: nobody does.</param>
    public sealed record Quoted(Offer Offer, IReadOnlyList<Bill> Months, QuotedCommission? Commission)
        : QuoteResult(Offer);

    /// <summary>It can't be quoted, and why.</summary>
    public sealed record NotQuoted(Offer Offer, IReadOnlyList<Fault> Reasons) : QuoteResult(Offer);
}

/// <summary>Quotes offers for a connection as it was measured, or for a load that is given. Nothing is stored.
/// </summary>
public sealed class QuoteRun
{
    private readonly Snapshot _snapshot;
    private readonly QuoteOrder _order;
    private readonly Book _book;
    private readonly IReadOnlyList<BookItem> _items;
    private readonly OfferReader _reader;

    private QuoteRun(Snapshot snapshot, QuoteOrder order)
    {
        (_snapshot, _order) = (snapshot, order);
        (_book, _items) = StoredBook.LoadWhole(snapshot);
        if (order.Connection is { } id && !_book.Connections.ContainsKey(id)
            && !(order.Load is { } load && GivenLoad.IsOfReadings(load)))
            throw new RefusedException(new Fault("unknown-connection", $"There is no connection {id}.", Name: id,
                Hint: Nearest.Hint(id, _book.Connections.Keys)));
        Offers = [.. order.Offers.SelectMany(text => SimulationOrder.OffersOf(text, _book, _items))];
        _reader = new(_items, _book, order.Terms, Offers, SchemeOf(order));
    }

    /// <summary>The scheme by which the offers are brought; null: by none.</summary>
    private Scheme? SchemeOf(QuoteOrder order)
    {
        if (order.IsDirect) return null;
        if (order.Scheme is not { } id)
            return order.Connection is null ? null : _book.Agreements.Values
                .Where(one => one.Commission is not null && !one.SupplyIn(order.Period).IsEmpty
                    && one.Connections.Any(own => own.Id == order.Connection))
                .OrderBy(one => one.Id, StringComparer.Ordinal).LastOrDefault()?.Commission!.Scheme;
        return _book.Schemes.TryGetValue(id, out var scheme) ? scheme : throw new RefusedException(new Fault(
            "unknown-scheme", $"There is no scheme {id} in the book.", Name: id,
            Hint: Nearest.Hint(id, _book.Schemes.Keys) ?? (_book.Schemes.Count == 0 ? "The book has no scheme at all."
                : $"The book has {string.Join(", ", _book.Schemes.Keys.Order(StringComparer.Ordinal))}.")));
    }

    private IReadOnlyList<Offer> Offers { get; }

    /// <summary>Quotes, by what a store knows now.</summary>
    /// <exception cref="RefusedException">There is no book, or something that was asked for isn't there.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static (Book Book, IReadOnlyList<QuoteResult> Results) Of(Database database, QuoteOrder order)
    {
        using var snapshot = database.Snapshot();
        var run = new QuoteRun(snapshot, order);
        var connection = order.Load is { } load && GivenLoad.IsOfReadings(load)
            ? order.Connection ?? OnlyOneIn(load) : order.Connection;
        return (run._book, [.. run.Offers.Select(offer => run.Quote(offer, connection))]);
    }

    private static string OnlyOneIn(string path)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in MeterFile.Read(path))
            foreach (var row in file.Rows()) ids.Add(row.Connection);
        return ids.Count == 1 ? ids.Single() : throw new RefusedException(new Fault("several-connections",
            $"The file has readings of {ids.Count} connections.", new(path), Hint:
            ids.Count == 0 ? "Name a file with readings." : "Say whose are meant: --connection "
                + $"{ids.Order(StringComparer.Ordinal).First()}."));
    }

    private QuoteResult Quote(Offer offer, string? connection)
    {
        var faults = new List<Fault>();
        try
        {
            var load = _order.Load is null ? null : GivenLoad.Read(
                _order.Load, connection, offer, _order.Period, _items, _book, faults);
            if (faults.Count > 0) return new QuoteResult.NotQuoted(offer, faults);
            var site = SiteOf(load?.Connection ?? _book.Connections[connection!]);
            if (_reader.Bind(offer, site, faults) is not { } bound) return new QuoteResult.NotQuoted(offer, faults);
            bound = bound with { Account = bound.Account with { Cycle = MonthPlans.Cycle } };
            var plans = SitePlans.Of([bound], site, _order.Period);
            var brought = bound.Commission is null ? null
                : SchemeCharges.PlanOf(bound.Commission.Rated, _order.Period);
            var inputs = InputsOf(brought is null ? plans.Plans : [.. plans.Plans, brought], load);
            var (bills, reasons) = plans.Make(_book, new Frames(), inputs);
            if (bills is not { Count: > 0 })
                return new QuoteResult.NotQuoted(offer, reasons.Count > 0 ? reasons
                    : [new("nothing-to-bill", $"No charge of {offer.Name} falls on these days.", Name: offer.Name)]);
            if (brought is null) return new QuoteResult.Quoted(offer, [.. bills.Select(one => one.Bill)], null);
            var (expected, unrated) = Expectation.Of(brought, _book, inputs);
            var scheme = bound.Commission!.Scheme;
            return expected is null ? new QuoteResult.NotQuoted(offer, unrated)
                : new QuoteResult.Quoted(offer, [.. bills.Select(one => one.Bill)],
                    new(scheme.Id, scheme.To.Party, expected));
        }
        catch (RefusedException refused)
        {
            return new QuoteResult.NotQuoted(offer, refused.Faults);
        }
    }

    /// <summary>A connection with what it has agreed now, whose terms and pools count.</summary>
    private Site SiteOf(Metering.Connection connection) => new([connection], _order.Period,
        [.. _book.Agreements.Values.Where(one => !one.SupplyIn(_order.Period).IsEmpty
            && one.Connections.Any(own => own.Id == connection.Id)).OrderBy(one => one.Id, StringComparer.Ordinal)],
        EndsBefore: false);

    private Inputs InputsOf(IReadOnlyList<BillPlan> plans, GivenLoad? load)
    {
        var (needs, markets, sessions) = (plans.SelectMany(plan => plan.Channels()),
            plans.SelectMany(plan => plan.Markets()), plans.SelectMany(plan => plan.Sessions()));
        var settling = new Settling(_snapshot, _book);
        if (load is null) return Loading.Load(_snapshot, _book, needs, markets, sessions, settling);
        var loaded = Loading.Load(
            _snapshot, _book, needs.Where(need => need.Settled is not null), markets, sessions, settling);
        var readings = new GivenReadings(
            load.Connection, _order.Period, load.Loads, load.File, load.File?.Path);
        // Amounts are spread over all of the period, whichever of its days a charge asks for.
        var measured = needs.Where(need => need.Settled is null).GroupBy(need => (need.Connection.Id, need.Channel))
            .ToDictionary(same => same.Key, same => readings.Of(same.First() with
            {
                Span = BillPlan.Hull(same.Select(need => need.Span).Append(_order.Period)),
            }));
        foreach (var (key, series) in loaded.Channels) measured[key] = series;
        return loaded with { Channels = measured };
    }
}

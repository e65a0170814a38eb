using Busbar.Billing;
using Busbar.Books;
using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Store;

namespace Busbar.Runs;

/// <summary>What came of an offer on a site.</summary>
public abstract record OfferResult(Offer Offer, Site Site)
{
    /// <summary>What was used on its days, in kWh; null where that isn't known.</summary>
    public Exact? Use { get; init; }

    /// <summary>It is priced.</summary>
    /// <param name="NotCompared">Why it isn't compared, where something went wrong; empty also where there is nothing
    /// to compare it with.</param>
    public sealed record Priced(Offer Offer, Site Site, PricedOffer Money, IReadOnlyList<Fault> NotCompared)
        : OfferResult(Offer, Site);

    /// <summary>It can't be priced, and why.</summary>
    public sealed record NotPriced(Offer Offer, Site Site, IReadOnlyList<Fault> Reasons) : OfferResult(Offer, Site);
}

/// <summary>
/// Prices offers on every site as if it had them, all from what is known at one receipt, and beside them what is paid
/// now. Nothing is issued or stored.
/// </summary>
public sealed class SimulationRun
{
    private const int SitesAtOnce = 100;

    private readonly Database _database;
    private readonly SimulationOrder _order;
    private readonly Book _book;
    private readonly OfferReader _reader;
    private readonly Offer? _against;
    private readonly SiteFilter _filter;
    private readonly Dictionary<Offer, Offer> _costs = [];
    private readonly long _receipt;

    private SimulationRun(
        Database database, SimulationOrder order, Book book, IReadOnlyList<BookItem> items, long receipt)
    {
        (_database, _order, _book, _receipt) = (database, order, book, receipt);
        Offers = [.. order.Offers.SelectMany(text => SimulationOrder.OffersOf(text, book, items))];
        _against = order.AgainstIn(book, items);
        _reader = new(items, book, order.Terms, _against is null ? Offers : [.. Offers, _against]);
        _filter = new(order.Where, book);
        if (order.Cost is { } series)
            foreach (var offer in Offers) _costs[offer] = OfferCost.Of(offer, series, book, items);
        Due = [.. Offers.SelectMany(offer => Sites.Of(book, offer, order.Period).Where(_filter.Takes)
                .Select(site => (Offer: offer, Site: site)))
            .GroupBy(one => (one.Site.Name, one.Site.Days, string.Join(' ', one.Site.Agreements.Select(own => own.Id))))
            .Select(same => (same.First().Site, (IReadOnlyList<Offer>)[.. same.Select(one => one.Offer)]))
            .OrderBy(one => one.Site.Name, StringComparer.Ordinal).ThenBy(one => one.Site.Days.From)];
    }

    /// <summary>The offers.</summary>
    public IReadOnlyList<Offer> Offers { get; }

    /// <summary>The sites, in the order in which they are rated, each with the offers that are tried there.</summary>
    public IReadOnlyList<(Site Site, IReadOnlyList<Offer> Offers)> Due { get; }

    /// <summary>The book.</summary>
    public Book Book => _book;

    /// <summary>The energy that is bought for an offer, as a formula; null where no series is named.</summary>
    public string? BoughtFor(Offer offer) => _order.Cost is null ? null : OfferCost.QuantityOf(offer);

    /// <summary>Plans a run over what a store knows now.</summary>
    /// <exception cref="RefusedException">There is no book, or something that was asked for isn't there.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static SimulationRun Of(Database database, SimulationOrder order)
    {
        using var snapshot = database.Snapshot();
        var (book, items) = StoredBook.LoadWhole(snapshot);
        return new(database, order, book, items, snapshot.Receipt);
    }

    /// <summary>Rates, and gives what came of each site as it comes, in order: each of its offers, none where its use
    /// isn't what was asked for.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public IEnumerable<IReadOnlyList<OfferResult>> Run(CancellationToken cancel = default)
    {
        var chunks = Due.Chunk(SitesAtOnce).ToList();
        Task<Loaded>? next = null;
        try
        {
            for (var i = 0; i < chunks.Count; i++)
            {
                var loaded = (next ?? StartLoading(chunks[i], cancel)).GetAwaiter().GetResult();
                cancel.ThrowIfCancellationRequested();
                // The next sites are loaded while these are rated.
                next = i + 1 < chunks.Count ? StartLoading(chunks[i + 1], cancel) : null;
                foreach (var results in Rate(loaded)) yield return results;
            }
        }
        finally
        {
            // Whoever stops listening closes the database next: nobody must be reading it then.
            if (next is not null) Task.WaitAny([next], CancellationToken.None);
        }
    }

    /// <summary>What is to be rated at a site: its offers, what their energy costs, and what they are compared with.
    /// </summary>
    private sealed record Planned(
        Site Site, IReadOnlyList<(Offer Offer, SitePlans Own, SitePlans? Cost)> Offers, SitePlans? Before)
    {
        public IEnumerable<BillPlan> Plans => Offers.SelectMany(one => new[] { one.Own, one.Cost }).Append(Before)
            .OfType<SitePlans>().SelectMany(plans => plans.Plans);
    }

    private sealed record Loaded(IReadOnlyList<Planned> Sites, Inputs Inputs);

    private Task<Loaded> StartLoading((Site, IReadOnlyList<Offer>)[] chunk, CancellationToken cancel) =>
        Task.Run(() => Load(chunk), cancel);

    private Loaded Load((Site Site, IReadOnlyList<Offer> Offers)[] chunk)
    {
        var planned = new Planned[chunk.Length];
        Parallel.For(0, chunk.Length, i => planned[i] = Plan(chunk[i].Site, chunk[i].Offers));
        var plans = planned.SelectMany(one => one.Plans).ToList();
        using var snapshot = _database.Snapshot(_receipt);
        return new(planned, Loading.Load(snapshot, _book,
            plans.SelectMany(plan => plan.Channels()).Concat(planned.SelectMany(one => SiteUse.Needs(one.Site))),
            plans.SelectMany(plan => plan.Markets()), plans.SelectMany(plan => plan.Sessions())
                .Concat(planned.SelectMany(one => SiteUse.SessionNeeds(one.Site))), new(snapshot, _book)));
    }

    private Planned Plan(Site site, IReadOnlyList<Offer> offers) => new(site,
        [.. offers.Select(offer => (offer, PlansOf(offer, site),
            _costs.TryGetValue(offer, out var cost) ? PlansOf(cost, site) : null))],
        _against is not null ? PlansOf(_against, site)
            : site.Agreements.Count > 0 ? SitePlans.Of(site.Agreements, site, _order.Period) : null);

    private SitePlans PlansOf(Offer offer, Site site)
    {
        var faults = new List<Fault>();
        return _reader.Bind(offer, site, faults) is { } agreement
            ? SitePlans.Of([agreement], site, _order.Period) : new([], faults);
    }

    private OfferResult[][] Rate(Loaded loaded)
    {
        // Of the chunk alone: what many share is computed anew for each, but never kept for all of the run.
        var (frames, results) = (new Frames(), new OfferResult[loaded.Sites.Count][]);
        Parallel.For(0, results.Length, i => results[i] = Rate(loaded.Sites[i], frames, loaded.Inputs));
        return results;
    }

    private OfferResult[] Rate(Planned planned, Frames frames, Inputs inputs)
    {
        var (site, use) = (planned.Site, SiteUse.Of(planned.Site, inputs));
        if (!_filter.Takes(SiteUse.Yearly(site, use))) return [];
        var (before, notCompared) = planned.Before is null ? (null, []) : Money(planned.Before);
        return [.. planned.Offers.Select(one => Rate(one.Offer, one.Own, one.Cost) with { Use = use })];

        OfferResult Rate(Offer offer, SitePlans own, SitePlans? costs)
        {
            var (money, faults) = Money(own);
            if (money is null) return new OfferResult.NotPriced(offer, site, faults);
            if (costs is null) return new OfferResult.Priced(offer, site, new(money, null, before), notCompared);
            (var cost, faults) = Money(costs);
            return cost is null ? new OfferResult.NotPriced(offer, site, faults)
                : new OfferResult.Priced(offer, site, new(money, cost.Net, before), notCompared);
        }

        (SiteMoney? Money, IReadOnlyList<Fault> Faults) Money(SitePlans plans)
        {
            var (bills, faults) = plans.Make(_book, frames, inputs);
            return (bills is null ? null : SiteMoney.Of(bills, _book.Currency), faults);
        }
    }
}

using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Time;
using NodaTime;

namespace Busbar.Rating;

/// <summary>One charge of one agreement that is to be rated for a billing period, once or for one connection.</summary>
/// <param name="ChargeId">The charge's id, in whatever versions of the product the period meets.</param>
/// <param name="Connection">The one that it is rated for; null: once for the agreement.</param>
/// <param name="Supply">The days of supply that are to be billed.</param>
/// <param name="Reach">The days from whose readings it is rated: those that its legs reach over.</param>
/// <param name="Legs">At least one.</param>
/// <param name="Costs">The charges that it asks the cost of.</param>
public sealed record ChargeTask(
    Agreement Agreement, string ChargeId, Connection? Connection, Days Supply, Days Reach, IReadOnlyList<Leg> Legs,
    IReadOnlyList<CostTask> Costs) : RatedFor
{
    /// <summary>The days of supply that it covers.</summary>
    public Days Days => new(Legs[0].Days.From, Legs[^1].Days.To);

    /// <inheritdoc/>
    public override IReadOnlyList<Connection> Connections => Connection is null ? Agreement.Connections : [Connection];

    /// <summary>The zone whose days it counts.</summary>
    public DateTimeZone Zone => Connections[0].Zone;

    /// <summary>Whether its amount stays open where something is missing.</summary>
    public bool MayStayOpen => Legs.All(leg => leg.Charge.Missing == Missing.LeaveOpen);

    /// <summary>The days of a span, cut where another version of the product holds.</summary>
    public IReadOnlyList<Days> VersionDays(Days span) => span.CutAt(
        Agreement.Pinned is null ? Agreement.Product.Versions.ChangesWithin(span.From, span.To) : []);

    /// <summary>The tiers that stand on a day where some stand in a version of the charge, of as many blocks of the
    /// same kind; null where there are none, or where an edge is of more than time, so that it isn't known here.
    /// </summary>
    public TiersFormula? Counterpart(TiersFormula tiers, LocalDate day)
    {
        if (!tiers.HasEdgesOfTime) return null;
        if (Legs.FirstOrDefault(leg => TiersOf(leg.Charge).Contains(tiers)) is not { } own) return null;
        var index = TiersOf(own.Charge).IndexOf(tiers);
        var other = Agreement.VersionOn(day).Charges.FirstOrDefault(charge => charge.Id == ChargeId);
        return other is not null && TiersOf(other).ElementAtOrDefault(index) is { HasEdgesOfTime: true } there
            && there.Tiers.Count == tiers.Tiers.Count && there.Window == tiers.Window
            && there.Counted.Shape.Dimension == tiers.Counted.Shape.Dimension ? there : null;
    }

    private static List<TiersFormula> TiersOf(Charge charge) =>
        [.. charge.Rate.Formulas.SelectMany(written => written.Formula.All()).OfType<TiersFormula>()];

    /// <inheritdoc/>
    internal override string Key => $"{Agreement.Id} {Legs[0].Charge.Each} {Connection?.Id}";

    /// <inheritdoc/>
    public override string Subject => Legs[0].Charge.Rate is Rate.Must ? $"What must be for agreement {Agreement.Id}"
        : $"Charge {ChargeId} of agreement {Agreement.Id}";

    /// <summary>
    /// What is to be rated of an agreement for a billing period, in the order of the product. A charge that needs a
    /// window which ends in no supply of the period isn't there.
    /// </summary>
    public static IReadOnlyList<ChargeTask> Of(Agreement agreement, Days period) =>
        Of(agreement, period, version => version.Charges, new(agreement));

    /// <summary>Those of some groups.</summary>
    /// <param name="costs">What was planned for the same agreement already.</param>
    internal static IReadOnlyList<ChargeTask> Of(
        Agreement agreement, Days period, IReadOnlyList<string> groups, CostPlans costs) => Of(agreement, period,
        version => version.Charges.Where(charge => groups.Contains(charge.Group)), costs);

    /// <summary>What must be for an agreement to be billed for a period.</summary>
    public static IReadOnlyList<ChargeTask> MustsOf(Agreement agreement, Days period) =>
        agreement.Product.Versions.Values.Any(version => version.Value.Musts.Count > 0)
            ? Of(agreement, period, version => version.Musts, new(agreement)) : [];

    private static List<ChargeTask> Of(
        Agreement agreement, Days period, Func<ProductVersion, IEnumerable<Charge>> chosen, CostPlans costs)
    {
        var supply = agreement.SupplyIn(period);
        if (supply.IsEmpty) return [];
        var before = agreement.SupplyIn(new(FirstOfWindows(agreement, supply.From), supply.To));
        var tasks = new List<ChargeTask>();
        foreach (var (id, each) in ChargesIn(agreement, supply, before, chosen))
        {
            foreach (var connection in each == Each.Agreement ? [null] : agreement.Connections.Cast<Connection?>())
            {
                var legs = Leg.Of(
                    id, each, agreement, connection, before, charge => SpanOf(charge, supply, agreement));
                if (legs.Count == 0) continue;
                var reach = new Days(legs.Min(leg => leg.Reach.From), legs.Max(leg => leg.Reach.To));
                tasks.Add(new(agreement, id, connection, supply, reach, legs,
                    costs.Of(legs, connection)));
            }
        }
        return tasks;
    }

    /// <summary>The readings that it is rated from.</summary>
    public IEnumerable<ChannelNeed> Channels() => WithCosts().SelectMany(task => task.OwnChannels());

    private IEnumerable<ChannelNeed> OwnChannels() =>
        (from channel in Formulas().OfType<ChannelFormula>().Select(formula => formula.Channel.Name).Distinct()
         from connection in Connections
         select new ChannelNeed(connection, channel, Reach))
        .Concat(Formulas().OfType<SettledFormula>().DistinctBy(settled => settled.Text)
            .SelectMany(settled => SettledPart.Of(settled, Agreement.Pools[settled.Pool], Connections))
            .SelectMany(part => part.Shared is { } whole ? [part, whole] : (SettledPart[])[part])
            .DistinctBy(part => (part.Pool.Id, part.Channel))
            .Where(part => part.IsIn(Reach)).Select(part => part.Need(Reach)))
        .Concat(Liabilities.NeedsOf(this));

    /// <summary>The market series that it is rated from.</summary>
    public IEnumerable<MarketNeed> Markets() => WithCosts().SelectMany(task => task.OwnMarkets());

    /// <summary>The charging sessions that it is rated from.</summary>
    public IEnumerable<SessionNeed> Sessions() =>
        from task in WithCosts()
        where task.Legs.Any(leg => leg.Charge.Sessions.Uses)
        from connection in task.Connections
        where connection.Sessions is not null
        select new SessionNeed(connection, task.Reach);

    /// <summary>This and all whose cost is asked for, each once.</summary>
    private HashSet<ChargeTask> WithCosts()
    {
        var all = new HashSet<ChargeTask>(ReferenceEqualityComparer.Instance);
        var open = new Stack<ChargeTask>([this]);
        while (open.TryPop(out var task))
            if (all.Add(task))
                foreach (var inner in task.Costs.SelectMany(cost => cost.Tasks)) open.Push(inner);
        return all;
    }

    private IEnumerable<MarketNeed> OwnMarkets() =>
        Formulas().OfType<MarketFormula>().Concat(LossSeries()).Select(formula => formula.Series)
            .DistinctBy(series => series.Name)
            .Select(series => MarketNeed.Of(series, PricedDays, Zone))
            .Concat(Formulas().OfType<EscalateFormula>().Select(price => MarketNeed.Of(price, Reach)));

    /// <summary>The days in which something may have its price: a session that ends on one of its days may have begun
    /// before.</summary>
    private Days PricedDays => Legs.Any(leg => leg.Charge.Sessions.IsByPiece)
        ? Reach with { From = Reach.From.PlusDays(-Metering.Session.MostDays) } : Reach;

    private IEnumerable<MarketFormula> LossSeries() =>
        from at in Formulas().OfType<AtFormula>()
        from factor in at.Factors
        from connection in Connections
        where at.SeriesOf(connection, factor) is not null
        select at.SeriesOf(connection, factor);

    private IEnumerable<Formula> Formulas() => Legs.SelectMany(leg => leg.Charge.Rate.Formulas)
        .SelectMany(written => written.Formula.All());

    /// <summary>
    /// The charges of all versions that hold within some days, and after them those of earlier versions whose windows
    /// may end there.
    /// </summary>
    private static IEnumerable<(string Id, Each Each)> ChargesIn(
        Agreement agreement, Days supply, Days before, Func<ProductVersion, IEnumerable<Charge>> chosen)
    {
        LocalDate[] starts = agreement.Pinned is not null ? [supply.From]
            : [supply.From, .. agreement.Product.Versions.ChangesWithin(supply.From, supply.To),
                before.From, .. agreement.Product.Versions.ChangesWithin(before.From, supply.From)];
        return starts.SelectMany(day => chosen(agreement.VersionOn(day)))
            .Select(charge => (charge.Id, charge.Each)).Distinct();
    }

    /// <summary>The first day of the earliest window in which a day lies, of all that the product's charges need
    /// whole.</summary>
    private static LocalDate FirstOfWindows(Agreement agreement, LocalDate day) => agreement.Product.Versions.Values
        .SelectMany(version => version.Value.CalendarWindows).Distinct()
        .Select(step => Windows.Of(agreement, day, step).From).Append(day).Min();

    /// <summary>
    /// The days over which a charge is rated. Each version has its own: one that changes the window bills no day twice
    /// and none never.
    /// </summary>
    private static Days SpanOf(Charge charge, Days supply, Agreement agreement) =>
        charge.CalendarWindow is { } window ? WindowsEndingIn(supply, window, agreement) : supply;

    /// <summary>The supply of the windows that end within some days; where supply ends, its window ends.</summary>
    private static Days WindowsEndingIn(Days supply, Step window, Agreement agreement)
    {
        var first = Windows.Of(agreement, supply.From, window);
        var (from, to) = (supply.From, supply.From);
        for (var next = first; ; next = Windows.Of(agreement, next.To, window))
        {
            var served = agreement.SupplyIn(next);
            if (served.To > supply.To) return to == supply.From ? new(to, to) : new(from, to);
            if (next == first) from = served.From;
            to = served.To;
            if (to == supply.To) return new(from, to);
        }
    }
}

using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>What was bought and sold of one shape in a month.</summary>
/// <param name="Cost">What the purchases cost less what the sales brought.</param>
public sealed record TradedShape(string Shape, Exact Bought, Exact Sold, Exact Cost);

/// <summary>An interval of a position.</summary>
/// <param name="Demand">Null where it isn't known.</param>
public sealed record PositionInterval(Instant Start, LocalDate Day, Exact Bought, Exact Sold, Exact Cost, Exact? Demand)
{
    /// <summary>What was bought less what was sold.</summary>
    public Exact Position => Bought - Sold;

    /// <summary>What is to be bought beside it; below zero what is to be sold.</summary>
    public Exact? Residual => Demand - Position;
}

/// <summary>The position of an agreement over some days, beside its demand.</summary>
/// <param name="Boundary">Where it is; null: at the meter.</param>
/// <param name="Months">Its shapes by month.</param>
/// <param name="Faults">Why the demand isn't known; then it is left out.</param>
public sealed record Position(
    Agreement Agreement, Days Days, string Demand, string? Boundary, Currency Currency,
    IReadOnlyList<PositionInterval> Intervals, IReadOnlyDictionary<YearMonth, IReadOnlyList<TradedShape>> Months,
    IReadOnlyList<Fault> Faults);

/// <summary>Looks at what was bought and sold for an agreement, and what is left to buy and sell.</summary>
public static class PositionRun
{
    private const string OfTrades = "trades";
    private const string OfDemand = "demand";

    /// <summary>The position of an agreement.</summary>
    /// <param name="demand">The quantity of its product that is set against the position.</param>
    /// <exception cref="RefusedException">There is no such agreement, quantity or supply, or no book.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static Position Of(Database database, string agreement, Days days, string demand)
    {
        using var snapshot = database.Snapshot();
        var book = StoredBook.Load(snapshot);
        if (!book.Agreements.TryGetValue(agreement, out var found))
            throw new RefusedException(new Fault("unknown-agreement", $"There is no agreement {agreement}.",
                Name: agreement, Hint: Nearest.Hint(agreement, book.Agreements.Keys)));
        if (found.SupplyIn(days).IsEmpty)
            throw new RefusedException(new Fault("no-supply", $"Agreement {agreement} has no supply in the period.",
                found.Place, agreement));
        var tasks = ChargeTask.Of(Asked(found, demand, days, book, out var boundary), days);
        var inputs = Loading.Load(snapshot, book, tasks.SelectMany(task => task.Channels()),
            tasks.SelectMany(task => task.Markets()), tasks.SelectMany(task => task.Sessions()), new(snapshot, book));
        var rater = new Rater(new Frames(), inputs, book.Currency, book.LineRounding);
        var trades = rater.Rate(tasks.First(task => task.ChargeId == OfTrades));
        if (rater.Faults.Count > 0) throw new RefusedException(rater.Faults);
        var demands = rater.Rate(tasks.First(task => task.ChargeId == OfDemand));
        var known = rater.Faults.Count > 0 ? [] : demands.Legs.SelectMany(leg => Places(leg)
            .Select(i => (Start: leg.Frame.StartOf(i), Value: leg.Quantity!.Values[i])))
            .ToDictionary(one => one.Start, one => one.Value);
        return new(found, found.SupplyIn(days), demand, boundary, book.Currency,
            [.. trades.Legs.SelectMany(leg => Intervals(leg, known))], MonthsOf(trades), rater.Faults);
    }

    private static IEnumerable<int> Places(RatedLeg leg) =>
        Enumerable.Range(0, leg.Shares.Length).Where(i => !leg.Shares[i].IsZero);

    private static IEnumerable<PositionInterval> Intervals(RatedLeg leg, Dictionary<Instant, Exact> demands) =>
        from i in Places(leg)
        let start = leg.Frame.StartOf(i)
        select new PositionInterval(start, start.InZone(leg.Frame.Zone).Date, Energy(leg, i, isSale: false),
            Energy(leg, i, isSale: true), leg.Amounts.Values[i],
            demands.TryGetValue(start, out var demand) ? demand : null);

    private static Exact Energy(RatedLeg leg, int place, bool isSale) => leg.Trades
        .Where(one => one.Trade.IsSale == isSale)
        .Aggregate(Exact.Zero, (sum, one) => sum + one.Trade.Power * one.Hours[place]);

    private static Dictionary<YearMonth, IReadOnlyList<TradedShape>> MonthsOf(RatedCharge trades)
    {
        var parts = from leg in trades.Legs
            from one in leg.Trades
            from i in Enumerable.Range(0, one.Hours.Length)
            where !one.Hours[i].IsZero
            select (Month: leg.Frame.StartOf(i).InZone(leg.Frame.Zone).Date.ToYearMonth(), one.Trade,
                Energy: one.Trade.Power * one.Hours[i]);
        return parts.GroupBy(part => part.Month).ToDictionary(month => month.Key, month =>
            (IReadOnlyList<TradedShape>)[.. month.GroupBy(part => part.Trade.Shape.Name)
                .OrderBy(shape => shape.Key, StringComparer.Ordinal).Select(shape => new TradedShape(shape.Key,
                    Sum(shape.Where(part => !part.Trade.IsSale).Select(part => part.Energy)),
                    Sum(shape.Where(part => part.Trade.IsSale).Select(part => part.Energy)),
                    Sum(shape.Select(part => part.Trade.Price * (part.Trade.IsSale ? -part.Energy : part.Energy)))))]);
    }

    private static Exact Sum(IEnumerable<Exact> values) => values.Aggregate(Exact.Zero, (sum, value) => sum + value);

    /// <summary>The agreement with a product that has nothing but its trades and its demand.</summary>
    private static Agreement Asked(
        Agreement agreement, string demand, Days days, Book book, out string? boundary)
    {
        var supply = agreement.SupplyIn(days);
        var versions = agreement.Product.Versions.Values.Select(one => one.Value).ToList();
        var held = versions.Where(version => agreement.Pinned is { } pinned ? version.From == pinned
            : version.From < supply.To && !versions.Exists(next => next.From > version.From
                && next.From <= supply.From)).ToList();
        foreach (var version in held)
            if (!version.Quantities.TryGetValue(demand, out var quantity))
                throw new RefusedException(new Fault("unknown-quantity", $"Product {version.Id} has no quantity "
                    + $"{demand} to set against the position.", version.Place, demand,
                    $"Name one of its energies: --demand {version.Quantities
                        .FirstOrDefault(one => IsEnergy(one.Value)).Key ?? "NAME"}."));
            else if (!IsEnergy(quantity))
                throw new RefusedException(new Fault("wrong-dimension", $"{demand} of product {version.Id} is "
                    + $"{quantity.Formula.Shape}; a position is energy by the interval.", version.Place, demand));
            else if (BoundaryOf(version) is { } at && at.Boundary != quantity.Formula.Shape.Boundary)
                throw new RefusedException(new Fault("two-boundaries", $"{demand} of product {version.Id} is "
                    + $"{quantity.Formula.Shape}, and its trades are {at}: they can't be compared.", version.Place,
                    demand, $"Move it: at({at.Boundary ?? "meter"}, …)."));
        boundary = held[0].Quantities[demand].Formula.Shape.Boundary;
        return agreement with
        {
            Product = new(agreement.Product.Id, new(versions.Select(version => new DatedValue<ProductVersion>(
                version.From, Asked(version, demand, book))))),
        };
    }

    private static bool IsEnergy(WrittenFormula quantity) =>
        quantity.Formula.Shape is { AddsUp: true, Step.Kind: StepKind.Interval } shape
        && shape.Dimension == Dimension.Energy;

    private static Shape? BoundaryOf(ProductVersion version) => version.Rated
        .SelectMany(charge => charge.Rate.Formulas).SelectMany(written => written.Formula.All())
        .OfType<TradesFormula>().FirstOrDefault(trades => !trades.IsMoney)?.Shape;

    private static ProductVersion Asked(ProductVersion version, string demand, Book book)
    {
        var money = Dimension.Money(book.Currency);
        var cost = new TradesFormula(TradeFigure.Cost, Shape.Of(money, Step.Interval));
        Charge Charge(string id, Rate rate) => new(id, id, "", rate, Direction.ToSeller, Each.Agreement, null, false,
            TaxClass.Outside, false, Missing.Hold, false, version.Place);
        Charge[] charges = [Charge(OfTrades, new Rate.Amount(new(cost.Text, cost.Text, cost)))];
        if (version.Quantities.TryGetValue(demand, out var quantity) && IsEnergy(quantity))
            charges = [.. charges, Charge(OfDemand, new Rate.Priced(quantity,
                new("0", "0", new ConstantFormula(Exact.Zero, money / Dimension.Energy))))];
        return new(version.Product, version.Name, version.From, version.IntervalMinutes, version.Channels,
            version.Terms, version.Quantities, charges, [], [], version.IsFixed, version.Place);
    }
}

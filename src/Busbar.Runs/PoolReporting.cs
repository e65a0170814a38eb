using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Documents;
using Busbar.Documents.Paper;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Store;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Runs;

/// <summary>Gathers what the report of a pool is made of: its balance, where its energy flows, what was billed to its
/// members, and what the seller trades for it.</summary>
/// <param name="database">Where the book, the settlements and the bills are.</param>
public sealed class PoolReporting(Database database)
{
    private const string Consumption = "consumption";

    /// <summary>The report as a document.</summary>
    /// <param name="market">The series at whose prices the seller trades what is over and under; null: not said.
    /// </param>
    /// <exception cref="RefusedException">There is no such series, or a price of it is missing.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public Sheet Of(PoolBalance balance, string? market)
    {
        var book = BookOf();
        return new PoolSheet(Printed(balance, market, book), BillLanguage.Of(book.Language)).Of(
            BillSheet.LookOf(book.Seller, book.Stationery));
    }

    /// <summary>Where the energy of a pool flows, as a chart; null where nobody brings energy.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public (Chart? Chart, Look Look) Flows(PoolBalance balance)
    {
        var book = BookOf();
        return (new PoolSheet(Printed(balance, null, book), BillLanguage.Of(book.Language)).Flows()?.Chart,
            BillSheet.LookOf(book.Seller, book.Stationery));
    }

    /// <summary>A pool as it is printed.</summary>
    public static PrintedPoolName Printed(PoolName name) => new(name.Name, name.Dimension.ToString(), name.Members,
        name.Sum, name.Residual, name.Whole, name.IsEstimated, name.IsByInterval, name.Proof.All, name.Proof.Open);

    /// <summary>What the operator has of a pool, as it is printed; null where that isn't known.</summary>
    public static PrintedMargin? Printed(PoolMargin? margin) => margin is null ? null : new(
        margin.Billed.Currency.Code, margin.Billed.ToString(), margin.Costs.ToString(), margin.Margin.ToString(),
        margin.Unbilled);

    private Book BookOf()
    {
        using var snapshot = database.Snapshot();
        return StoredBook.Load(snapshot);
    }

    private PrintedPool Printed(PoolBalance balance, string? market, Book book)
    {
        List<Agreement> agreements = [.. PoolMargin.Sides(book, balance.Pool).OfMembers.Values
            .Where(one => !one.SupplyIn(balance.Days).IsEmpty).OrderBy(one => one.Id, StringComparer.Ordinal)];
        var (charges, billed) = Billed(balance.Days, agreements);
        return new(balance.Pool.Id, balance.Days, balance.IsStored, [.. balance.Names.Select(Printed)],
            FlowsOf(balance), charges,
            [.. agreements.Select(one => one.Id).Where(id => !billed.Contains(id))], book.Currency.Code,
            market is null ? null : MarketOf(balance, market, book), Printed(balance.Margin));
    }

    private static PrintedFlows? FlowsOf(PoolBalance balance)
    {
        if (PartsOf(balance) is not { } parts) return null;
        var (given, taken, covered) = (ByDay(balance, parts.Gives),
            ByDay(balance, parts.Takes is { } one ? [one] : []), ByDay(balance, parts.Covers));
        return new(
            [.. parts.Gives.SelectMany(name => name.Members).Select(member => member.Connection).Distinct()
                .Select(id => (id, Of(parts.Gives, id))).Where(member => !member.Item2.IsZero)],
            [.. (parts.Takes?.Members ?? []).Where(member => !member.Amount.IsZero)
                .Select(member => (member.Connection, member.Amount, Of(parts.Covers, member.Connection)))],
            [.. balance.Days.Dates.Select(day => new PrintedPoolDay(day, given.GetValueOrDefault(day),
                taken.GetValueOrDefault(day), covered.GetValueOrDefault(day)))]);
    }

    /// <summary>What a member has under some names.</summary>
    private static Exact Of(IEnumerable<PoolName> names, string member) => Sum(names.SelectMany(name => name.Members)
        .Where(one => one.Connection == member).Select(one => one.Amount));

    /// <summary>What of a pool's energy members give and take, and what covers it.</summary>
    private sealed record EnergyParts(
        IReadOnlyList<PoolName> Gives, PoolName? Takes, IReadOnlyList<PoolName> Covers);

    /// <summary>What members take is what they bring as consumption; all other energy they give. Null where they bring
    /// none.</summary>
    private static EnergyParts? PartsOf(PoolBalance balance)
    {
        var energies = balance.Names.Where(name => name.IsByInterval && name.Dimension == Dimension.Energy).ToList();
        var takes = energies.Find(name => name.Name == Consumption && name.Whole is null);
        var gives = energies.Where(name => name.Whole is null && name != takes).ToList();
        return takes is null && gives.Count == 0 ? null
            : new(gives, takes, takes is null ? [] : Covering(balance.Pool, takes, energies));
    }

    /// <summary>The shares that cover what members take: dealt out by it or up to it, as many as fit.</summary>
    private static List<PoolName> Covering(Pool pool, PoolName takes, IReadOnlyList<PoolName> energies)
    {
        var covering = new List<PoolName>();
        foreach (var share in energies.Where(name => name.Whole is not null))
        {
            var formula = pool.ShareOf(share.Name);
            if (!new[] { formula.Key, formula.UpTo }.OfType<Formula>().Where(part => part is not PooledFormula)
                .SelectMany(part => part.All(inner => inner is not PooledFormula))
                .OfType<BroughtFormula>().Any(brought => brought.Name == Consumption)) continue;
            // Shares of the same energy by other keys are another way to say it, and don't add up.
            List<PoolName> own = [.. covering, share];
            if (takes.Members.All(member => Of(own, member.Connection) <= member.Amount)) covering = own;
        }
        return covering;
    }

    private static Dictionary<LocalDate, Exact> ByDay(PoolBalance balance, IReadOnlyList<PoolName> names)
    {
        var days = new Dictionary<LocalDate, Exact>();
        foreach (var series in names.Select(All))
            for (var slot = 0; slot < series.Length; slot++)
            {
                var day = series.StartOf(slot).InZone(balance.Pool.Zone).Date;
                days[day] = days.GetValueOrDefault(day) + series.ValueOf(slot);
            }
        return days;
    }

    private static Series All(PoolName name) => name.Series[$"pool.{name.Name}"];

    /// <summary>What the seller billed to some agreements, over all documents whose period begins in some days: what
    /// was taken back is in them with its other sign.</summary>
    private (IReadOnlyList<PrintedPoolCharge> Charges, IReadOnlySet<string> Billed) Billed(
        Days days, IReadOnlyList<Agreement> agreements)
    {
        var known = agreements.ToDictionary(one => one.Id);
        var lines = new List<(Agreement Agreement, Charge? Charge, PrintedLine Line)>();
        foreach (var account in agreements.Select(one => one.Account.Id).Distinct().Order(StringComparer.Ordinal))
            foreach (var head in BillStore.List(database, account, days.From, days.To)
                .Where(head => head.Issuer.Length == 0))
            {
                var bill = Explaining.Find(database, head.Number);
                var charges = bill.Explanation.Charges.SelectMany(charge => charge.Legs.SelectMany(leg => leg.Lines)
                    .Select(line => (line.Id, charge.Charge))).ToLookup(one => one.Id, one => one.Charge);
                lines.AddRange(bill.Document.Lines.Where(line => known.ContainsKey(line.Agreement)).Select(line =>
                    (known[line.Agreement], ChargeOf(known[line.Agreement], charges[line.Id].FirstOrDefault(),
                        head.From), line)));
            }
        return ([.. lines.GroupBy(one => (one.Agreement.Id, Id: one.Charge?.Id ?? one.Line.Name))
                .OrderBy(same => same.Key.Item1, StringComparer.Ordinal).Select(Summed)],
            lines.Select(one => one.Agreement.Id).ToHashSet());
    }

    private static Charge? ChargeOf(Agreement agreement, string? charge, LocalDate day) =>
        agreement.VersionOn(LocalDate.Max(day, agreement.From)).Charges.FirstOrDefault(one => one.Id == charge);

    private static PrintedPoolCharge Summed(
        IGrouping<(string Agreement, string), (Agreement Agreement, Charge? Charge, PrintedLine Line)> same)
    {
        var (agreement, charge, first) = same.First();
        var unit = same.All(one => one.Line.Quantity is not null && one.Line.Unit == first.Unit) ? first.Unit : null;
        return new(agreement.Id, string.Join(", ", agreement.Connections.Select(one => one.Id)),
            charge?.Name ?? first.Name, unit,
            unit is null ? null : Sum(same.Select(one => Number(one.Line.Quantity!))),
            Sum(same.Select(one => Number(one.Line.Amount))), charge?.IsPassThrough ?? false);
    }

    private static Exact Number(string text) => Exact.TryParse(text, out var number, out _) ? number
        : throw new InvalidOperationException($"{text} of a bill is no number.");

    private static Exact Sum(IEnumerable<Exact> values) => values.Aggregate(Exact.Zero, (sum, value) => sum + value);

    /// <summary>What is over and under in each interval, at the market's price of it.</summary>
    private PrintedMarket? MarketOf(PoolBalance balance, string market, Book book)
    {
        var series = SeriesOf(market, book);
        if (PartsOf(balance) is not { Takes: { } takes } parts) return null;
        var (given, taken, matched) = (parts.Gives.Select(All).ToList(), All(takes), parts.Covers.Select(All).ToList());
        using var snapshot = database.Snapshot();
        var prices = PriceStore.Load(snapshot, new PricesWanted(series.Name, series.IntervalMinutes, series.Zone,
            taken.StartOf(0) - Duration.FromDays(1), taken.StartOf(taken.Length)));
        var (sold, received, bought, paid, at) = (Exact.Zero, Exact.Zero, Exact.Zero, Exact.Zero, 0);
        for (var slot = 0; slot < taken.Length; slot++)
        {
            var covered = Sum(matched.Select(one => one.ValueOf(slot)));
            var (over, under) = (Sum(given.Select(one => one.ValueOf(slot))) - covered, taken.ValueOf(slot) - covered);
            if (over.IsZero && under.IsZero) continue;
            while (prices.StartOf(at + 1) <= taken.StartOf(slot)) at++;
            if (prices.Qualities[at].Kind == QualityKind.Missing)
                throw new RefusedException(new Fault("missing-price", $"The series {market} has no value at "
                    + $"{InstantPattern.General.Format(taken.StartOf(slot))}, where the pool trades.", series.Place,
                    market, $"Complete {series.File} and apply the book again, or leave --market out."));
            var price = prices.ValueOf(at) * series.Unit.Factor;
            (sold, received, bought, paid) =
                (sold + over, received + over * price, bought + under, paid + under * price);
        }
        return new(market, sold, received, bought, paid);
    }

    private static MarketSeries SeriesOf(string market, Book book)
    {
        var series = NamedSeries.In(book, market);
        if (series.Unit.Dimension == Dimension.Money(book.Currency) / Dimension.Energy && series.Window is null)
            return series;
        throw new RefusedException(new Fault("wrong-dimension", $"Series {market} is in {series.Unit} per "
            + $"{series.Step.Word}; what is over and under is traded by the interval or the day, at a price of energy.",
            series.Place, market));
    }
}

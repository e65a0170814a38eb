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
/// members, what its operator keeps, and what the seller trades for it.</summary>
/// <param name="database">Where the book, the settlements and the bills are.</param>
public sealed class PoolReporting(Database database)
{
    private const string Into = "import";
    private const string OutOf = "export";

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

    /// <summary>Where the energy of a pool flows, as a chart.</summary>
    /// <exception cref="RefusedException">Nothing flows, or it isn't known what does.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public (Chart Chart, Look Look) Flows(PoolBalance balance)
    {
        var book = BookOf();
        return (new PoolSheet(Printed(balance, null, book), BillLanguage.Of(book.Language)).Flows()?.Chart
            ?? throw new RefusedException(NoFlows(balance)), BillSheet.LookOf(book.Seller, book.Stationery));
    }

    private Fault NoFlows(PoolBalance balance)
    {
        var (pool, isBrought) = (balance.Pool, balance.Pool.Brought.Values.Any(brought =>
            brought.Dimension == Dimension.Energy));
        if (isBrought && balance.Faults.Count > 0)
            return new("unknown-flows", $"What flows in pool {pool.Id} on these days isn't known: "
                + balance.Faults[0].Message, balance.Faults[0].Place, pool.Id, balance.Faults[0].Hint);
        if (isBrought && pool.Parent is { } parent && AtParent(balance, parent).FirstOrDefault(one =>
            !one.Series.IsComplete) is { Series: { } series } at)
            return new("unknown-flows", $"What flows in pool {pool.Id} on these days isn't known: its parent, "
                + $"connection {parent.Id}, has no reading of channel {at.Channel} from "
                + $"{InstantPattern.General.Format(series.Missing()[0].Start)} on.", pool.Place, pool.Id,
                "Import its readings, or show the balance without --format svg.");
        return new("nothing-flows", $"Nothing flows in pool {pool.Id} on these days: "
            + (isBrought ? "all that members bring is nothing." : "no member brings energy."), pool.Place, pool.Id);
    }

    /// <summary>A pool as it is printed.</summary>
    public static PrintedPoolName Printed(PoolName name) => new(name.Name, name.Dimension.ToString(), name.Members,
        name.Sum, name.Residual, name.Whole, name.IsEstimated, name.IsByInterval, name.Proof.All, name.Proof.Open)
    {
        Settled = name.Settled, Unsettled = name.Open,
    };

    /// <summary>Who was a member for a settlement and isn't one now, or the other way round, as it is printed.
    /// </summary>
    public static PrintedOtherMember Printed(OtherMember other) =>
        new(other.Connection, other.WasMember, other.Days, other.Names);

    /// <summary>What the operator has of a pool, as it is printed; null where that isn't known.</summary>
    public static PrintedMargin? Printed(PoolMargin? margin) => margin is null ? null : new(
        margin.Billed.Currency.Code, margin.Billed.ToString(), margin.Costs.ToString(), margin.Margin.ToString(),
        margin.Unbilled) { IsSold = margin.IsSold, Waiting = margin.Waiting };

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
        return new(balance.Pool.Id, balance.Days, [.. balance.Names.Select(Printed)],
            FlowsOf(balance, book), charges,
            [.. agreements.Select(one => one.Id).Where(id => !billed.Contains(id))], book.Currency.Code,
            market is null ? null : MarketOf(balance, market, book), Printed(balance.Margin))
        {
            OtherMembers = [.. balance.OtherMembers.Select(Printed)],
            IsParentUnknown = balance.Pool.Parent is { } parent
                && AtParent(balance, parent).Exists(one => !one.Series.IsComplete),
        };
    }

    private PrintedFlows? FlowsOf(PoolBalance balance, Book book)
    {
        if (PartsOf(balance) is not { } parts) return null;
        var names = NamesOf(balance, book);
        List<(string, Exact)> gives = [.. MembersOf(parts.Gives).Select(one => (Name(one.Id), one.Amount))];
        string Name(string id) => names.GetValueOrDefault(id, id);
        if (balance.Pool.Parent is not { } parent)
        {
            var (given, taken, covered) = (ByDay(balance, parts.Gives.Select(All)),
                ByDay(balance, parts.Takes.Select(All)), ByDay(balance, parts.Covers.Select(All)));
            return new(gives, [.. MembersOf(parts.Takes)
                .Select(member => (Name(member.Id), member.Amount, Of(parts.Covers, member.Id)))],
                [.. balance.Days.Dates.Select(day => new PrintedPoolDay(day, given.GetValueOrDefault(day),
                    taken.GetValueOrDefault(day), covered.GetValueOrDefault(day)))]);
        }
        // Behind a meter it shows what comes from outside and goes there, and nothing has to be told from shares.
        var measured = AtParent(balance, parent);
        if (!measured.TrueForAll(one => one.Series.IsComplete)) return null;
        var (own, import, export) = (ByDay(balance, parts.Gives.Select(All)), ByDay(balance, Of(measured, Into)),
            ByDay(balance, Of(measured, OutOf)));
        return new(gives, [.. MembersOf(parts.Takes)
            .Select(member => (Name(member.Id), member.Amount, member.Amount))],
            [.. balance.Days.Dates.Select(day => (Day: day, Kept: own.GetValueOrDefault(day)
                    - export.GetValueOrDefault(day))).Select(one => new PrintedPoolDay(one.Day,
                own.GetValueOrDefault(one.Day), one.Kept + import.GetValueOrDefault(one.Day), one.Kept))])
        {
            Behind = (Sum(import.Values), Sum(export.Values)),
        };
    }

    /// <summary>The customers of members, by connection: where one customer alone has it, and no other of the pool.
    /// </summary>
    private static Dictionary<string, string> NamesOf(PoolBalance balance, Book book)
    {
        var customers = balance.Pool.Members.Select(member => member.Connection.Id).Distinct().Select(id => (Id: id,
            Names: book.Agreements.Values.Where(agreement => !agreement.SupplyIn(balance.Days).IsEmpty
                    && agreement.Connections.Any(connection => connection.Id == id))
                .Select(agreement => agreement.Account.Party.Name).Distinct().ToList()))
            .Where(one => one.Names.Count == 1).ToLookup(one => one.Names[0], one => one.Id);
        return customers.Where(same => same.Count() == 1).ToDictionary(same => same.First(), same => same.Key);
    }

    private static IEnumerable<(string Id, Exact Amount)> MembersOf(IReadOnlyList<PoolName> names) =>
        names.SelectMany(name => name.Members).Select(member => member.Connection).Distinct()
            .Select(id => (id, Of(names, id))).Where(member => !member.Item2.IsZero);

    /// <summary>What the parent measures of both ways, of each of its channels.</summary>
    private List<(string Channel, Series Series)> AtParent(PoolBalance balance, Connection parent)
    {
        var (span, channels) = (balance.Days.InstantsIn(balance.Pool.Zone), new[] { Into, OutOf }
            .Where(parent.Channels.ContainsKey).ToList());
        using var snapshot = database.Snapshot();
        return [.. channels.Zip(ReadStore.Load(snapshot, [.. channels.Select(channel =>
            new ReadsWanted(parent, channel, span.Start, span.End))]))];
    }

    private static IEnumerable<Series> Of(List<(string Channel, Series Series)> measured, string channel) =>
        measured.Where(one => one.Channel == channel).Select(one => one.Series);

    /// <summary>What a member has under some names.</summary>
    private static Exact Of(IEnumerable<PoolName> names, string member) => Sum(names.SelectMany(name => name.Members)
        .Where(one => one.Connection == member).Select(one => one.Amount));

    /// <summary>What of a pool's energy members give and take, and what covers it.</summary>
    private sealed record EnergyParts(
        IReadOnlyList<PoolName> Gives, IReadOnlyList<PoolName> Takes, IReadOnlyList<PoolName> Covers);

    /// <summary>What members bring of channels of use they take, all other energy they give. Null where they bring
    /// none.</summary>
    private static EnergyParts? PartsOf(PoolBalance balance)
    {
        var energies = balance.Names.Where(name => name.IsByInterval && name.Dimension == Dimension.Energy).ToList();
        var brought = energies.FindAll(name => name.Whole is null);
        var takes = brought.FindAll(name => IsTaken(balance.Pool, name.Name));
        return brought.Count == 0 ? null
            : new([.. brought.Except(takes)], takes, Covering(balance.Pool, takes, energies));
    }

    private static bool IsTaken(Pool pool, string name)
    {
        var channels = pool.Members.Where(member => member.Brings.ContainsKey(name))
            .SelectMany(member => member.Brings[name].Formula.All()).OfType<ChannelFormula>()
            .Select(formula => formula.Channel.Name).ToList();
        return channels.Count > 0 && channels.TrueForAll(channel => UseChannels.Names.Contains(channel));
    }

    /// <summary>The shares that cover what members take: dealt out by it or up to it, as many as fit.</summary>
    private static List<PoolName> Covering(
        Pool pool, List<PoolName> takes, IReadOnlyList<PoolName> energies)
    {
        var (covering, taken) = (new List<PoolName>(), takes.Select(name => name.Name).ToHashSet());
        foreach (var share in energies.Where(name => name.Whole is not null))
        {
            var formula = pool.ShareOf(share.Name);
            if (!new[] { formula.Key, formula.UpTo }.OfType<Formula>().Where(part => part is not PooledFormula)
                .SelectMany(part => part.All(inner => inner is not PooledFormula))
                .OfType<BroughtFormula>().Any(brought => taken.Contains(brought.Name))) continue;
            // Shares of the same energy by other keys are another way to say it, and don't add up.
            List<PoolName> own = [.. covering, share];
            if (share.Members.All(member => Of(own, member.Connection) <= Of(takes, member.Connection))) covering = own;
        }
        return covering;
    }

    private static Dictionary<LocalDate, Exact> ByDay(PoolBalance balance, IEnumerable<Series> all)
    {
        var days = new Dictionary<LocalDate, Exact>();
        foreach (var series in all)
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
        if (PartsOf(balance) is not { Takes.Count: > 0 } parts) return null;
        List<Series> given = [], taken = [], covers = [];
        if (balance.Pool.Parent is not { } parent)
            (given, taken, covers) = ([.. parts.Gives.Select(All)], [.. parts.Takes.Select(All)],
                [.. parts.Covers.Select(All)]);
        else if (AtParent(balance, parent) is var measured && measured.TrueForAll(one => one.Series.IsComplete))
            (given, taken) = ([.. Of(measured, OutOf)], [.. Of(measured, Into)]);
        var first = taken.Concat(given).FirstOrDefault();
        if (first is null) return null;
        using var snapshot = database.Snapshot();
        var prices = PriceStore.Load(snapshot, new PricesWanted(series.Name, series.IntervalMinutes, series.Zone,
            first.StartOf(0) - Duration.FromDays(1), first.StartOf(first.Length)));
        var (sold, received, bought, paid, at) = (Exact.Zero, Exact.Zero, Exact.Zero, Exact.Zero, 0);
        for (var slot = 0; slot < first.Length; slot++)
        {
            Exact At(List<Series> all) => Sum(all.Select(one => one.ValueOf(slot)));
            var covered = At(covers);
            var (over, under) = (At(given) - covered, At(taken) - covered);
            if (over.IsZero && under.IsZero) continue;
            while (prices.StartOf(at + 1) <= first.StartOf(slot)) at++;
            if (prices.Qualities[at].Kind == QualityKind.Missing)
                throw new RefusedException(new Fault("missing-price", $"The series {market} has no value at "
                    + $"{InstantPattern.General.Format(first.StartOf(slot))}, where the pool trades.", series.Place,
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

using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>What is to be estimated.</summary>
/// <param name="Periods">What the billing periods need that start on these days.</param>
/// <param name="Connections">Only these; none: all.</param>
/// <param name="IsDraft">Whether estimates are only made and shown, and nothing is stored.</param>
public sealed record EstimateOrder(Days Periods, IReadOnlyList<string> Connections, bool IsDraft);

/// <summary>What estimates put at risk on the draft bill of an account and period.</summary>
/// <param name="Amount">What of the net amount rests on estimates, these and all others; null where there is no bill.
/// </param>
/// <param name="Net">The net amount.</param>
/// <param name="Reasons">Why there is no bill.</param>
public sealed record AtRisk(
    string Account, Days Period, Money? Amount, Money? Net, IReadOnlyList<Fault> Reasons);

/// <summary>What a run of estimates did.</summary>
/// <param name="Receipt">Null when nothing was written.</param>
/// <param name="Channels">Those with a hole.</param>
/// <param name="Accounts">Those whose bills rest on estimates, or can't be made.</param>
/// <param name="Total">What of all of these bills rests on estimates.</param>
public sealed record Estimated(
    long? Receipt, IReadOnlyList<EstimatedChannel> Channels, IReadOnlyList<AtRisk> Accounts, Money Total)
{
    /// <summary>Whether something of what the bills need isn't over yet, and so isn't missing.</summary>
    public bool IsBeforeItsEnd { get; init; }
}

/// <summary>
/// Fills what the bills of a period need and nobody has measured, by the methods that the book declares, in one change;
/// and says what of these bills rests on it. Run again, it finds nothing to fill.
/// </summary>
public sealed class Estimating
{
    /// <summary>The most readings that one run makes: it keeps them until all are written at once.</summary>
    public const int MostReadings = 5_000_000;

    private const int AccountsAtOnce = 200;
    private const int ChannelsAtOnce = 50;

    private readonly Database _database;
    private readonly EstimateOrder _order;
    private readonly Instant _now;
    private readonly Book _book;
    private readonly long _receipt;
    private readonly List<(Account Account, Days Period)> _due;
    private bool _isBeforeItsEnd;

    private Estimating(Database database, EstimateOrder order, Instant now)
    {
        (_database, _order, _now) = (database, order, now);
        using var snapshot = database.Snapshot();
        (_book, _receipt) = (StoredBook.Load(snapshot), snapshot.Receipt);
        foreach (var id in order.Connections.Where(id => !_book.Connections.ContainsKey(id)))
            throw new RefusedException(new Fault("unknown-connection", $"There is no connection {id}.", Name: id,
                Hint: Nearest.Hint(id, _book.Connections.Keys)));
        _due = [.. from account in _book.Accounts.Values.OrderBy(account => account.Id, StringComparer.Ordinal)
            from period in account.Cycle.PeriodsStartingIn(order.Periods)
            where _book.AgreementsByAccount[account.Id].Any(agreement => !agreement.SupplyIn(period).IsEmpty
                && agreement.Connections.Concat(agreement.Pools.Values.SelectMany(BehindIt)).Any(IsAsked))
            orderby period.From
            select (account, period)];
    }

    /// <summary>Fills the holes, writes what was made, and rates the drafts.</summary>
    /// <param name="now">Nothing is estimated that isn't over.</param>
    /// <exception cref="RefusedException">There is no book or connection, or a connection can't have measured what was
    /// made; nothing was written.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used; nothing was written.</exception>
    public static Estimated Run(
        Database database, EstimateOrder order, Instant now, CancellationToken cancel = default)
    {
        var run = new Estimating(database, order, now);
        var channels = run.Fill(cancel);
        var atRisk = run.Rate(channels, cancel);
        var total = atRisk.Select(one => one.Amount).OfType<Money>()
            .Aggregate(Money.Zero(run._book.Currency), (sum, amount) => sum + amount);
        return new(order.IsDraft ? null : run.Write(channels), channels, atRisk, total)
        {
            IsBeforeItsEnd = run._isBeforeItsEnd,
        };
    }

    private bool IsAsked(Connection connection) =>
        _order.Connections.Count == 0 || _order.Connections.Contains(connection.Id);

    /// <summary>The connections from whose readings a pool is settled.</summary>
    private static IEnumerable<Connection> BehindIt(Pool pool) =>
        pool.Members.Select(member => member.Connection).Concat(pool.Parent is { } parent ? [parent] : []);

    private List<EstimatedChannel> Fill(CancellationToken cancel)
    {
        var (channels, readings) = (new List<EstimatedChannel>(), 0L);
        var needs = MeasuredNeeds.Once(MeasuredNeeds.Of(_book, [.. Plans(_due).SelectMany(plan => plan.Channels())])
            .Where(need => IsAsked(need.Connection)));
        foreach (var chunk in needs.Chunk(ChannelsAtOnce))
        {
            cancel.ThrowIfCancellationRequested();
            _isBeforeItsEnd |= chunk.Any(need => need.Span.InstantsIn(need.Connection.Zone).End > _now);
            using var snapshot = _database.Snapshot(_receipt);
            foreach (var channel in new HoleFilling(snapshot, _book, _now).Fill(chunk))
            {
                channels.Add(channel);
                readings += channel.Count;
                if (readings > MostReadings)
                    throw new RefusedException(new Fault("too-many-estimates", string.Create(
                        System.Globalization.CultureInfo.InvariantCulture,
                        $"More than {MostReadings} readings are missing; one run estimates no more."),
                        Hint: "Name connections, or a shorter period."));
            }
        }
        return channels;
    }

    /// <summary>The drafts of those whose bills rest on estimates, or can't be made.</summary>
    private List<AtRisk> Rate(List<EstimatedChannel> channels, CancellationToken cancel)
    {
        var made = channels.ToDictionary(one => (one.Connection.Id, one.Channel));
        var all = new List<AtRisk>();
        foreach (var chunk in _due.Chunk(AccountsAtOnce))
        {
            cancel.ThrowIfCancellationRequested();
            var plans = Plans(chunk).ToList();
            Inputs inputs;
            using (var snapshot = _database.Snapshot(_receipt))
                // A pool is settled from what was made, too.
                inputs = With(Loading.Load(snapshot, _book, plans, new(snapshot, _book) { Supposing = With }));
            var (frames, outcomes) = (new Frames(), new AtRisk?[plans.Count]);
            Parallel.For(0, plans.Count, i => outcomes[i] = Of(Making.Make(plans[i], _book, frames, () => inputs)));
            all.AddRange(outcomes.OfType<AtRisk>());
        }
        return all;

        Inputs With(Inputs inputs) => MeasuredNeeds.With(inputs, made);
    }

    private static AtRisk? Of(BillOutcome outcome)
    {
        var (account, period) = (outcome.Plan.Account.Id, outcome.Plan.BillingPeriod);
        return outcome switch
        {
            BillOutcome.Made { Bill: var bill } => bill.Lines.Any(line => line.IsEstimated)
                ? new(account, period, bill.Estimated, bill.Net, []) : null,
            BillOutcome.Held held => new(account, period, null, null, held.Reasons),
            _ => null,
        };
    }

    private long? Write(List<EstimatedChannel> channels)
    {
        var rows = channels.SelectMany(channel => channel.Rows()).ToList();
        if (rows.Count == 0) return null;
        using var change = _database.Begin(EstimateStore.Kind, _order.Periods.ToString());
        EstimateStore.Write(change, rows);
        return change.Commit();
    }

    /// <summary>The plans of accounts and periods, as if nothing of them were billed.</summary>
    private IEnumerable<BillPlan> Plans(IEnumerable<(Account Account, Days Period)> due) =>
        due.Select(one => BillPlan.Of(_book, one.Account, one.Period, _ => false)).OfType<BillPlan>();
}

using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Time;

namespace Busbar.Rating;

/// <summary>Some days of a pool that are settled in one go, for all members together.</summary>
/// <param name="Days">Whole windows, where something is shared by the window.</param>
/// <param name="Names">What is settled: what members bring, and shares.</param>
/// <param name="ParentAgreements">By which the parent is billed; none where nobody asks for its cost.</param>
public sealed record PoolPlan(
    Pool Pool, Days Days, IReadOnlyList<string> Names, IReadOnlyList<Agreement> ParentAgreements)
{
    /// <summary>What others ask for the parent on these days, in the groups of a cost.</summary>
    public IEnumerable<InvoiceLine> InvoicedIn(ParentCostFormula cost) => Pool.Costs.Where(line =>
        cost.Groups.Contains(line.Group) && !line.Days.Intersect(Days).IsEmpty);

    private readonly Dictionary<ParentCostFormula, IReadOnlyList<ChargeTask>> _tasks =
        new(ReferenceEqualityComparer.Instance);

    /// <summary>How far around these days its formulas look.</summary>
    public PoolReach Around { get; } = new(Pool, Days, Names);

    /// <summary>The days from whose readings it is settled.</summary>
    public Days Reach => Around.Days;

    /// <summary>The readings that it is settled from.</summary>
    public IReadOnlyList<ChannelNeed> Channels() =>
    [
        .. from member in Pool.Members
           let days = member.Days.Intersect(Reach)
           where !days.IsEmpty
           from channel in member.Brings.Values.SelectMany(brings => brings.Formula.All()).OfType<ChannelFormula>()
               .Select(formula => formula.Channel.Name).Distinct()
           select new ChannelNeed(member.Connection, channel, DaysAt(member.Connection, days)),
        .. from formula in Around.Parts.OfType<ParentFormula>()
           from channel in formula.All().OfType<ChannelFormula>().Select(one => one.Channel.Name).Distinct()
           select new ChannelNeed(Pool.Parent!, channel, DaysAt(Pool.Parent!, Reach)),
        .. Costs().SelectMany(CostTasks).SelectMany(task => task.Channels()),
    ];

    /// <summary>The market series that it is settled from.</summary>
    public IReadOnlyList<MarketNeed> Markets() =>
    [
        .. from formula in Around.Parts.SelectMany(SeriesIn).DistinctBy(series => series.Series.Name)
           select MarketNeed.Of(formula.Series, Reach, Pool.Zone),
        .. Around.Parts.OfType<EscalateFormula>().Select(price => MarketNeed.Of(price, Reach)),
        .. Costs().SelectMany(CostTasks).SelectMany(task => task.Markets()),
    ];

    /// <summary>The charging sessions that it is settled from, by way of what the parent costs.</summary>
    public IReadOnlyList<SessionNeed> Sessions() =>
        [.. Costs().SelectMany(CostTasks).SelectMany(task => task.Sessions())];

    /// <summary>The parent's charges in the groups of a cost.</summary>
    public IReadOnlyList<ChargeTask> CostTasks(ParentCostFormula cost)
    {
        if (!_tasks.TryGetValue(cost, out var tasks))
            _tasks[cost] = tasks = [.. ParentAgreements.SelectMany(agreement =>
                ChargeTask.Of(agreement, Days, cost.Groups, new(agreement)))];
        return tasks;
    }

    private IEnumerable<ParentCostFormula> Costs() => Around.Parts.OfType<ParentCostFormula>();

    private IEnumerable<MarketFormula> SeriesIn(Formula formula) => formula switch
    {
        MarketFormula market => [market],
        AtFormula at => from connection in Pool.Members.Select(member => member.Connection).Append(Pool.Parent)
            where connection is not null
            from factor in at.Factors
            where at.SeriesOf(connection, factor) is not null
            select at.SeriesOf(connection, factor),
        _ => [],
    };

    /// <summary>Days by the clock of a connection that hold some of the pool's.</summary>
    private Days DaysAt(Metering.Connection connection, Days days) => connection.Zone.Equals(Pool.Zone) ? days
        : new(days.From.PlusDays(-1), days.To.PlusDays(1));
}

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
    private readonly Dictionary<ParentCostFormula, IReadOnlyList<ChargeTask>> _tasks =
        new(ReferenceEqualityComparer.Instance);

    /// <summary>The readings that it is settled from.</summary>
    public IReadOnlyList<ChannelNeed> Channels() =>
    [
        .. from member in Pool.Members
           where !member.Days.Intersect(Days).IsEmpty
           from channel in member.Brings.Values.SelectMany(brings => brings.Formula.All()).OfType<ChannelFormula>()
               .Select(formula => formula.Channel.Name).Distinct()
           select new ChannelNeed(member.Connection, channel, DaysAt(member.Connection)),
        .. from formula in Formulas().OfType<ParentFormula>()
           from channel in formula.All().OfType<ChannelFormula>().Select(one => one.Channel.Name).Distinct()
           select new ChannelNeed(Pool.Parent!, channel, DaysAt(Pool.Parent!)),
        .. Costs().SelectMany(CostTasks).SelectMany(task => task.Channels()),
    ];

    /// <summary>The market series that it is settled from.</summary>
    public IReadOnlyList<MarketNeed> Markets() =>
    [
        .. from formula in Formulas().Concat(Pool.Members.SelectMany(member => member.Brings.Values)
               .SelectMany(brings => brings.Formula.All())).SelectMany(SeriesIn)
               .DistinctBy(series => series.Series.Name)
           select MarketNeed.Of(formula.Series, Days, Pool.Zone),
        .. Formulas().OfType<EscalateFormula>().Select(price => MarketNeed.Of(price, Days)),
        .. Costs().SelectMany(CostTasks).SelectMany(task => task.Markets()),
    ];

    /// <summary>The parent's charges in the groups of a cost.</summary>
    public IReadOnlyList<ChargeTask> CostTasks(ParentCostFormula cost)
    {
        if (!_tasks.TryGetValue(cost, out var tasks))
            _tasks[cost] = tasks = [.. ParentAgreements.SelectMany(agreement =>
                ChargeTask.Of(agreement, Days, cost.Groups, new(agreement)))];
        return tasks;
    }

    private IEnumerable<ParentCostFormula> Costs() => Formulas().OfType<ParentCostFormula>();

    /// <summary>All formulas of what is settled, and of what must be.</summary>
    private IEnumerable<Formula> Formulas() => Names.Where(Pool.Shares.ContainsKey)
        .Select(name => Pool.Shares[name].Formula).Concat(Pool.Musts.Select(must => must.Be.Formula))
        .SelectMany(formula => formula.All()).Distinct();

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

    /// <summary>Days by the clock of a connection that hold the pool's.</summary>
    private Days DaysAt(Metering.Connection connection) => connection.Zone.Equals(Pool.Zone) ? Days
        : new(Days.From.PlusDays(-1), Days.To.PlusDays(1));
}

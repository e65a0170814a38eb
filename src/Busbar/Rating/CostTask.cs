using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Time;

namespace Busbar.Rating;

/// <summary>The charges whose cost is asked for over one window.</summary>
/// <param name="Tasks">Those of the formula's groups that fall into it.</param>
public sealed record CostTask(CostFormula Cost, Days Days, IReadOnlyList<ChargeTask> Tasks);

/// <summary>Plans what charges of an agreement ask the cost of: the same groups over the same days once, however many
/// ask.</summary>
internal sealed class CostPlans(Agreement agreement)
{
    private readonly Dictionary<(Days, string), IReadOnlyList<ChargeTask>> _planned = [];

    /// <summary>What is asked for by some legs of the agreement, or of one of its connections.</summary>
    public IReadOnlyList<CostTask> Of(IReadOnlyList<Leg> legs, Connection? connection)
    {
        var tasks = new List<CostTask>();
        foreach (var leg in legs)
            foreach (var cost in leg.Charge.Costs)
                for (var from = leg.Reach.From; from < leg.Reach.To;)
                {
                    var days = leg.Windows.Of(from, cost.Window).Intersect(leg.Reach);
                    if (!tasks.Exists(one => one.Days == days && ReferenceEquals(one.Cost, cost)))
                        tasks.Add(new(cost, days, [.. BillsIn(days, cost.Window)
                            .SelectMany(bill => Planned(bill, cost.Groups))
                            .Where(task => connection is null || task.Connection == connection)]));
                    from = days.To;
                }
        return tasks;
    }

    private IReadOnlyList<ChargeTask> Planned(Days days, IReadOnlyList<string> groups)
    {
        var key = (days, string.Join('\n', groups));
        if (!_planned.TryGetValue(key, out var tasks))
            _planned[key] = tasks = ChargeTask.Of(agreement, days, groups, this);
        return tasks;
    }

    /// <summary>The parts of a window that are billed apart, and so rounded apart.</summary>
    private IEnumerable<Days> BillsIn(Days days, Step window) => !window.IsCalendarWindow
        ? [days] : agreement.Account.Cycle.PeriodsTouching(days).Select(period => period.Intersect(days));
}

using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>On which days it is known what a pool's parent costs in the groups of a share: what Busbar bills to it, by
/// the periods of its bills, and what others invoice for it, by the days of each invoice.</summary>
internal sealed class KnownCosts
{
    private readonly Pool _pool;
    private readonly IReadOnlyList<(string Group, IReadOnlyList<Days> Days)> _groups;
    private readonly IReadOnlyList<InvoiceLine> _lines;
    private readonly IReadOnlyList<Agreement> _own;

    public KnownCosts(Pool pool, ShareFormula share, Book book)
    {
        var groups = share.CostGroups.ToHashSet();
        _pool = pool;
        _lines = [.. pool.Costs.Where(line => groups.Contains(line.Group))];
        _own = [.. BilledBy(pool, book).Where(agreement => agreement.HasChargeIn(groups))];
        _groups = [.. groups.Select(group => (group, DaysOf(group)))];
    }

    /// <summary>The agreements by which the parent is billed, by id.</summary>
    public static IEnumerable<Agreement> BilledBy(Pool pool, Book book) => pool.Parent is not { } parent ? []
        : book.Agreements.Values.Where(agreement => agreement.Connections.Any(one => one.Id == parent.Id))
            .OrderBy(agreement => agreement.Id, StringComparer.Ordinal);

    /// <summary>The windows that touch some days: none overlaps another.</summary>
    public IEnumerable<Days> Windows(Days span) => _own.SelectMany(agreement =>
            agreement.Account.Cycle.PeriodsTouching(span).Select(agreement.SupplyIn))
        .Concat(_lines.Select(line => line.Days).Where(days => !days.Intersect(span).IsEmpty))
        .Concat(_groups.SelectMany(one => Awaited(one.Group, span)))
        .Where(days => !days.IsEmpty).Distinct().OrderBy(days => days.From);

    /// <summary>The periods that will be invoiced, and that nobody else bills.</summary>
    private IEnumerable<Days> Awaited(string group, Days span) =>
        !_pool.CostCycles.TryGetValue(group, out var cycle) ? []
            : cycle.PeriodsTouching(span).Where(period => _own.All(one => one.SupplyIn(period).IsEmpty));

    /// <summary>What isn't known within some days: groups, each with days that follow each other.</summary>
    public IReadOnlyList<(string Group, Days Days)> MissingIn(Days span) =>
    [
        .. from one in _groups
           from run in Settling.Runs([.. span.Dates.Where(date => !one.Days.Any(days => days.Contains(date)))])
           select (one.Group, run),
    ];

    /// <summary>Says what is missing.</summary>
    public string Say(IReadOnlyList<(string Group, Days Days)> missing) => string.Join(" ", missing.Select(one =>
        $"There is no invoice for connection {_pool.Parent!.Id} in group {one.Group} for {one.Days}."));

    /// <summary>A group of which no invoice ever speaks is one that Busbar bills, or that costs nothing.</summary>
    private IReadOnlyList<Days> DaysOf(string group)
    {
        var lines = _lines.Where(line => line.Group == group).Select(line => line.Days).Distinct().ToList();
        var own = _own.Where(agreement => agreement.HasChargeIn(new HashSet<string> { group })).ToList();
        return [.. lines, .. (lines.Count + own.Count == 0 ? _own : own)
            .Select(agreement => agreement.SupplyIn(new(LocalDate.MinIsoValue, LocalDate.MaxIsoValue)))];
    }
}

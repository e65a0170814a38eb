using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Time;
using NodaTime;

namespace Busbar.Rating;

/// <summary>How far around the days that are settled a pool's formulas look: windows belong to the calendar, and not to
/// the days that somebody's bill happens to ask for.</summary>
public sealed class PoolReach
{
    private static readonly BillingCycle Months = BillingCycle.Named("month", 1)!;

    private readonly HashSet<Formula> _beyond = [];
    private readonly Pool _pool;
    private readonly HashSet<Formula> _parts;

    /// <summary>Of what is settled in one go.</summary>
    /// <param name="days">That are settled.</param>
    /// <param name="names">What members bring, and shares.</param>
    public PoolReach(Pool pool, Days days, IReadOnlyList<string> names)
    {
        _pool = pool;
        List<ShareFormula> shares = [.. names.Where(pool.Shares.ContainsKey).Select(pool.ShareOf)];
        // Where months are shared out of a quarter, each has its own part of what adds up.
        var cut = shares.Where(share => share.Window > Step.Day).SelectMany(share => share.All())
            .Where(part => part.Shape.AddsUp && part is not DrawnFormula).ToHashSet();
        _parts = [.. shares.Concat(pool.Musts.Select(must => must.Be.Formula)).SelectMany(formula => formula.All())];
        var brought = _parts.OfType<BroughtFormula>().Select(part => part.Name).Concat(names).ToHashSet();
        _parts.UnionWith(from member in pool.Members from own in member.Brings where brought.Contains(own.Key)
            from part in own.Value.Formula.All() select part);
        _beyond.UnionWith(_parts.Where(part => !cut.Contains(part) && (part.WholeWindow > Step.Day
            || part is DrawnFormula or EventSumFormula or BaselineFormula)));
        // The billing period of a pool is the month, or that of the cost which it shares.
        Windows = new(shares.Exists(share => share.IsOfParentCost) ? days : default, Months);
        WithWindows = AroundWindows(days);
        Days = WithWindows with { From = LocalDate.Min(WithWindows.From, FirstRemembered(days)) };
    }

    /// <summary>The days from whose readings it is settled: with the windows whose figures are asked for; since the
    /// first member joined, where a formula remembers what was stored; those of events that had begun before, and those
    /// that a baseline looks at.</summary>
    public Days Days { get; }

    /// <summary>The days with those of windows that hold some of them, as far as the pool has members.</summary>
    public Days WithWindows { get; }

    /// <summary>Which days make a window.</summary>
    public Windows Windows { get; }

    /// <summary>All formulas of what is settled, of what must be, and of what members bring for it.</summary>
    public IReadOnlySet<Formula> Parts => _parts;

    /// <summary>Whether a formula rests on more days than those that are settled.</summary>
    public bool IsBeyond(Formula formula) => _beyond.Contains(formula);

    private LocalDate Began => _pool.Members.Min(member => member.Days.From);

    private LocalDate Ended => _pool.Members.Max(member => member.Days.To);

    private Days AroundWindows(Days days)
    {
        var (from, to) = (days.From, days.To);
        foreach (var step in _beyond.Select(part => part.WholeWindow).OfType<Step>().Where(step => step > Step.Day))
            (from, to) = (LocalDate.Min(from, LocalDate.Max(Began, Windows.Of(days.From, step).From)),
                LocalDate.Max(to, LocalDate.Min(Ended, Windows.Of(days.To.PlusDays(-1), step).To)));
        return new(from, to);
    }

    private LocalDate FirstRemembered(Days days)
    {
        if (_parts.Any(part => part is DrawnFormula)) return LocalDate.Min(days.From, Began);
        var (methods, isSummed) = (_parts.OfType<BaselineFormula>().Select(part => part.Method).Distinct().ToList(),
            _parts.Any(part => part is EventSumFormula));
        if (_pool.Events.Count == 0 || (methods.Count == 0 && !isSummed)) return days.From;
        var span = WithWindows.InstantsIn(_pool.Zone);
        var firsts =
            from member in _pool.Members.Cast<Member?>().Append(null)
            from time in CalledTime.Of(_pool.EventsOf(member))
            where span.Start < time.Span.End && time.Span.Start < span.End
            from first in methods.Select(method => time.FirstDayOf(method, _pool.Zone))
                .Append(time.Span.Start.InZone(_pool.Zone).Date)
            select LocalDate.Max(member?.Days.From ?? Began, first);
        return firsts.Append(days.From).Min();
    }
}

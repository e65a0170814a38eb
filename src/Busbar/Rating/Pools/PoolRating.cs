using System.Globalization;
using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Quantities;
using Busbar.Rating.Operators;
using NodaTime;

namespace Busbar.Rating;

/// <summary>Evaluates a pool's formulas for all its members together, over some days: the plain way.</summary>
internal sealed class PoolRating
{
    private readonly Rater _rater;
    private readonly PoolPlan _plan;
    private readonly Evaluation[] _members;
    private readonly Evaluation? _parent;
    private readonly Dictionary<ShareFormula, DealtShare> _dealt = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ParentCostFormula, ParentCost> _costs = new(ReferenceEqualityComparer.Instance);

    public PoolRating(Rater rater, PoolPlan plan)
    {
        (_rater, _plan) = (rater, plan);
        Frame = rater.Frames.Of(plan.Days, Pool.Zone, Pool.IntervalMinutes, new(plan.Days));
        Whole = At(new(this, null, -1, null));
        _members = [.. Pool.Members.Select((member, i) => At(new(this, member, i, member.Connection)))];
        _parent = Pool.Parent is null ? null : At(new(this, null, -1, Pool.Parent));
    }

    public Pool Pool => _plan.Pool;

    public Frame Frame { get; }

    /// <summary>What evaluates formulas of the pool as a whole.</summary>
    public Evaluation Whole { get; }

    /// <summary>What evaluates formulas of the parent.</summary>
    public Evaluation Parent => _parent ?? throw new InvalidOperationException($"Pool {Pool.Id} has no parent.");

    /// <summary>What evaluates formulas of each membership.</summary>
    public IReadOnlyList<Evaluation> Members => _members;

    internal Findings Findings => _rater.Findings;

    /// <summary>What a member brings: what is measured to the mWh, once; nothing on days on which it is no member.
    /// </summary>
    public Column Brought(BroughtFormula brought, Evaluation evaluation)
    {
        var (member, step) = (evaluation.Place.Member!, brought.Shape.Step);
        var count = Frame.CountOf(step);
        if (!member.Brings.TryGetValue(brought.Name, out var written) || member.Days.Intersect(Frame.Span).IsEmpty)
            return new(step, new Exact[count]);
        var column = evaluation.Of(written.Formula, step);
        var isMeasured = brought.Shape.Dimension.IsMetered;
        var (values, estimated) = (new Exact[count], (bool[]?)column.Estimated?.Clone());
        var days = Frame.PlacesIn(step, Step.Day);
        for (var i = 0; i < count; i++)
        {
            if (member.Days.Contains(Frame.DateOf(days[i])))
                values[i] = isMeasured ? column.Values[i].Round(DealtShare.EnergyDecimals, Rounding.HalfAway)
                    : column.Values[i];
            else if (estimated is not null) estimated[i] = false;
        }
        return new(step, values, estimated);
    }

    /// <summary>The sum of a formula over all memberships.</summary>
    public Column Sum(Formula formula) => _members.Select(member => member.Of(formula))
        .Aggregate((a, b) => Column.Zip(a, b, (x, y) => x + y));

    /// <summary>How something is dealt out.</summary>
    public DealtShare Dealt(ShareFormula share) => _dealt.TryGetValue(share, out var known) ? known
        : _dealt[share] = DealtShare.Of(share, this);

    /// <summary>What the parent's charges in some groups come to.</summary>
    public ParentCost CostOf(ParentCostFormula cost) => _costs.TryGetValue(cost, out var known) ? known
        : _costs[cost] = ParentCost.Of(cost, _plan.CostTasks(cost), _rater, this);

    /// <summary>Looks whether what must be is.</summary>
    public void Check(PoolMust must)
    {
        var column = Whole.Of(must.Be.Formula);
        var wrong = Enumerable.Range(0, column.Values.Length).Where(i => column.Values[i].IsZero).ToList();
        if (wrong.Count == 0 || Findings.Faults.Count > 0) return;
        var when = column.Step == Step.Interval
            ? Holes.Say([.. wrong.Select(i => new Interval(Frame.StartOf(i), Frame.StartOf(i + 1)))], Pool.Zone)
            : string.Join(", ", wrong.Select(i => Frame.DaysOf(i, column.Step)).Take(3));
        Findings.Hold(new("must-be", string.Create(CultureInfo.InvariantCulture,
            $"{must.Else}: {must.Be.Text} is false in pool {Pool.Id} in {wrong.Count} of {column.Values.Length} "
            + $"{column.Step.Word}{(column.Values.Length == 1 ? "" : "s")}, {when}."), must.Place, Pool.Id,
            "Correct the readings that it looks at, or say under must: of the pool what must be."));
    }

    public Money Rounded(Exact amount) => _rater.Rounded(amount);

    private Evaluation At(PoolPlace place) =>
        new(_rater, place, Pool.IntervalMinutes, Frame, new Dictionary<string, Exact>());
}

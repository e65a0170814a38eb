using System.Globalization;
using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Quantities;
using Busbar.Rating.Operators;
using Busbar.Time;
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
    private PoolRating? _beyond;

    public PoolRating(Rater rater, PoolPlan plan)
    {
        (_rater, _plan) = (rater, plan);
        Frame = rater.Frames.Of(plan.Days, Pool.Zone, Pool.IntervalMinutes, plan.Around.Windows);
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
        // What was before it joined need not be known.
        var own = evaluation.Over(member.Days.Intersect(Frame.Span));
        var column = own.Of(written.Formula, step);
        var isMeasured = brought.Shape.Dimension.IsMetered;
        var (values, estimated) = (new Exact[count], column.Estimated is null ? null : new bool[count]);
        var first = step == Step.Interval ? (int)(own.Frame.FirstSlot - Frame.FirstSlot)
            : NodaTime.Period.DaysBetween(Frame.Span.From, own.Frame.Span.From);
        for (var i = 0; i < column.Values.Length; i++)
        {
            values[first + i] = isMeasured ? column.Values[i].Round(DealtShare.EnergyDecimals, Rounding.HalfAway)
                : column.Values[i];
            if (estimated is not null) estimated[first + i] = column.Estimated![i];
        }
        return new(step, values, estimated);
    }

    /// <summary>What may rest on other days than those of the plan: a figure is one of all of its window, a store is
    /// followed since the pool began, an event since it did, and a baseline looks at the days before it.</summary>
    /// <param name="apply">Its values, from those days alone that the evaluation is over.</param>
    public Column From(Formula formula, Evaluation evaluation, Func<Column> apply)
    {
        if (Frame.Span == _plan.Reach || !_plan.Around.IsBeyond(formula)) return apply();
        _beyond ??= new(_rater, _plan with { Days = _plan.Reach });
        var (place, frame) = (evaluation.Place, evaluation.Frame);
        var all = place.Index >= 0 ? _beyond.Members[place.Index]
            : place.Connection is null ? _beyond.Whole : _beyond.Parent;
        // What a member brings is known on its own days.
        if (!ReferenceEquals(frame, Frame)) all = all.Over(place.Member!.Days.Intersect(_plan.Reach));
        return Cut(all.Of(formula), all.Frame, frame);
    }

    /// <summary>The values that stand within a frame, of those of a frame that holds it.</summary>
    private static Column Cut(Column column, Frame all, Frame frame)
    {
        if (column.Step == Step.Forever) return column;
        var days = all.PlacesIn(Step.Day, Step.Max(Step.Day, column.Step));
        int[] places = column.Step == Step.Interval
            ? [.. Enumerable.Range((int)(frame.FirstSlot - all.FirstSlot), frame.CountOf(Step.Interval))]
            : [.. Enumerable.Range(0, frame.CountOf(column.Step)).Select(place => days[NodaTime.Period.DaysBetween(
                all.Span.From, frame.FirstDayOf(place, column.Step))])];
        return column with
        {
            Values = Array.ConvertAll(places, place => column.Values[place]),
            Estimated = column.Estimated is { } estimated ? Array.ConvertAll(places, place => estimated[place]) : null,
        };
    }

    /// <summary>The sum of a formula over all memberships.</summary>
    public Column Sum(Formula formula) => _members.Select(member => member.Of(formula))
        .Aggregate((a, b) => Column.Zip(a, b, (x, y) => x + y));

    /// <summary>How something is dealt out.</summary>
    public DealtShare Dealt(ShareFormula share) => _dealt.TryGetValue(share, out var known) ? known
        : _dealt[share] = DealtShare.Of(share, this);

    /// <summary>What the parent's charges in some groups come to.</summary>
    public ParentCost CostOf(ParentCostFormula cost) => _costs.TryGetValue(cost, out var known) ? known
        : _costs[cost] = ParentCost.Of(cost, _plan, _rater, this);

    /// <summary>Looks whether what must be is.</summary>
    /// <returns>Where it isn't.</returns>
    public IReadOnlyList<BrokenMust> Check(PoolMust must)
    {
        var column = Whole.Of(must.Be.Formula);
        var wrong = Enumerable.Range(0, column.Values.Length).Where(i => column.Values[i].IsZero).ToList();
        if (wrong.Count == 0 || Findings.Faults.Count > 0) return [];
        var when = column.Step == Step.Interval
            ? Holes.Say([.. wrong.Select(i => new Interval(Frame.StartOf(i), Frame.StartOf(i + 1)))], Pool.Zone)
            : string.Join(", ", wrong.Select(i => DaysOf(i, column.Step)).Take(3));
        Findings.Hold(new("must-be", string.Create(CultureInfo.InvariantCulture,
            $"{must.Else}: {must.Be.Text} is false in pool {Pool.Id} in {wrong.Count} of {column.Values.Length} "
            + $"{column.Step.Word}{(column.Values.Length == 1 ? "" : "s")}, {when}"
            + $"{MustFigures.Of(must.Be.Formula, Whole, wrong[0])}."), must.Place, Pool.Id,
            "Correct the readings that it looks at, or say under must: of the pool what must be. Each time: busbar "
            + $"pool {Pool.Id} --intervals."));
        return wrong.ConvertAll(place => new BrokenMust(must, SpanOf(place, column.Step),
            must.Be.Formula is ComparisonFormula comparison ? MustFigures.Sides(comparison, Whole, place) : null));
    }

    private Interval SpanOf(int place, Step step) => step == Step.Interval
        ? new(Frame.StartOf(place), Frame.StartOf(place + 1)) : DaysOf(place, step).InstantsIn(Pool.Zone);

    /// <summary>The days of a window, as far as the pool has members.</summary>
    private Days DaysOf(int place, Step step) => step <= Step.Day ? Frame.DaysOf(place, step)
        : Frame.Windows.Of(Frame.FirstDayOf(place, step), step).Intersect(_plan.Reach);

    public Money Rounded(Exact amount) => _rater.Rounded(amount);

    private Evaluation At(PoolPlace place) =>
        new(_rater, place, Pool.IntervalMinutes, Frame, new Dictionary<string, Exact>());
}

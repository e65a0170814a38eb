using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Rating.Operators;
using Busbar.Time;
using NodaTime;

namespace Busbar.Rating;

/// <summary>
/// Evaluates formulas for one charge or one place in a pool over one frame, with one value of each term: the plain way,
/// which is the specification. Each formula is evaluated once.
/// </summary>
/// <param name="rater">Whose inputs, findings and earlier results are used.</param>
/// <param name="who">For whom.</param>
/// <param name="intervalMinutes">The interval of the product's version, or of the pool.</param>
/// <param name="frame">Where the values have their places.</param>
/// <param name="terms">The values of terms, by name, in canonical units.</param>
/// <param name="spared">The days of the frame that need no readings; null: all need them.</param>
internal sealed class Evaluation(
    Rater rater, RatedFor who, int intervalMinutes, Frame frame, IReadOnlyDictionary<string, Exact> terms,
    SparedDays? spared = null)
{
    private readonly Dictionary<Formula, Column> _known = rater.Known(frame, who, spared);
    private readonly Dictionary<Formula, Column> _own = new(ReferenceEqualityComparer.Instance);
    private IReadOnlyList<ProgrammeEvent>? _events;

    /// <summary>For messages: the charge and its agreement.</summary>
    public string Subject => who.Subject;

    public Frame Frame => frame;

    /// <summary>The days of the frame that need no readings; null: all need them.</summary>
    public SparedDays? Spared => spared;

    public Agreement Agreement => Task.Agreement;

    /// <summary>The events that call those whose channels are summed, in the order in which they begin.</summary>
    public IReadOnlyList<ProgrammeEvent> Events => _events ??= who is PoolPlace pool ? [.. pool.Events]
        : [.. Agreement.EventsOf(Task.Connection)];

    /// <summary>The first day of supply, or of the membership; of a pool as a whole that of its first member.</summary>
    public LocalDate Began => who is PoolPlace pool ? pool.Began : Agreement.From;

    /// <summary>For messages: what began then.</summary>
    public string Beginning => who is PoolPlace ? "The membership" : "Supply";

    /// <summary>The charging sessions of those whose channels are summed, each once.</summary>
    public IEnumerable<Session> Sessions => Inputs.SessionsOf(Connections);

    /// <summary>Where in a pool; only formulas of a pool ask for it.</summary>
    public PoolPlace Place => (PoolPlace)who;

    // The formulas of a pool ask for nothing that only an agreement has.
    private ChargeTask Task => (ChargeTask)who;

    /// <summary>Those whose channels are summed.</summary>
    public IReadOnlyList<Connection> Connections => who.Connections;

    public Inputs Inputs => rater.Inputs;

    /// <summary>Where is noted what keeps a result from being one.</summary>
    public Findings Findings => rater.Findings;

    /// <summary>The values of a formula, at its own step.</summary>
    public Column Of(Formula formula)
    {
        if (_own.TryGetValue(formula, out var column))
        {
            Findings.Again(formula);
            return column;
        }
        if (!formula.HasTerms && _known.TryGetValue(formula, out column)) return column;
        if (formula.IsCommon && frame.Common.TryGetValue(formula, out column)) return _known[formula] = column;
        var found = Findings.Count;
        // A season is known only where the days of its calendar are.
        if (formula.InWindow is { Calendar: { } seasons }) Bands.Of(seasons, this);
        column = Fresh(formula);
        // What is missing must be found by everyone who needs it.
        var isHeld = Findings.Count > found;
        if (isHeld) Findings.Mark(formula);
        if (formula.HasTerms || isHeld) return _own[formula] = column;
        if (formula.IsCommon) frame.Common.TryAdd(formula, column);
        return _known[formula] = column;
    }

    /// <summary>The values of a formula at a step.</summary>
    public Column Of(Formula formula, Step step) => Of(formula).At(step, frame);

    /// <summary>
    /// The days of a window with the edge of a block, cut where a term of it changes, or where a version of the product
    /// has another: its tiers in the same place of the same charge.
    /// </summary>
    public IEnumerable<(Days Days, Formula Edge)> EdgeDays(TiersFormula tiers, int block, Days window) =>
        from version in Task.VersionDays(window)
        let edge = (Task.Counterpart(tiers, version.From) ?? tiers).Tiers[block].Edge
        from days in version.CutAt(TermsOf(edge)
            .SelectMany(term => Task.Agreement.ChangesOf(term, version, Task.Connection)))
        select (days, edge);

    /// <summary>The same with the terms of a day.</summary>
    public Evaluation On(Formula formula, LocalDate day) => TermsOf(formula) is { Count: > 0 } own
        ? new(rater, who, intervalMinutes, frame, new Dictionary<string, Exact>(
            own.Select(term => KeyValuePair.Create(term.Name, Task.Agreement.TermOn(term, day, Task.Connection)))
                .Concat(formula.All().OfType<QualifyingFormula>().Select(share => share.Name).Distinct()
                    .Select(name => KeyValuePair.Create(name, terms[name])))), spared)
        : this;

    /// <summary>The same over other days, of whose readings nothing may be needed.</summary>
    public Evaluation Over(Days days) => new(
        rater, who, intervalMinutes,
        rater.Frames.Of(days, frame.Zone, intervalMinutes, frame.Windows, frame.Cells?.Calendar), terms);

    /// <summary>The value of a term on a day before supply began; nothing where none was agreed.</summary>
    public Exact Before(TermFormula? history, LocalDate day) => history is null ? Exact.Zero
        : Agreement.FindTerm(history.Term, day, Task.Connection) ?? Exact.Zero;

    /// <summary>The net money of charges in some groups over a window, rounded as on a bill.</summary>
    public (Exact Amount, bool IsEstimated) Cost(CostFormula cost, Days window) => rater.CostOf(Task, cost, window);

    /// <summary>The same for one connection alone.</summary>
    public Evaluation For(Connection connection) => who.Connections is [_] ? this
        : new(rater, Task with { Connection = connection }, intervalMinutes, frame, terms, spared);

    private static List<Term> TermsOf(Formula formula) => !formula.HasTerms ? []
        : [.. formula.All().OfType<TermFormula>().Select(term => term.Term).DistinctBy(term => term.Name)];

    private Column Fresh(Formula formula) => who is PoolPlace pool
        ? pool.Rating.From(formula, this, () => Plain(formula)) : Plain(formula);

    private Column Plain(Formula formula) => formula switch
    {
        ConstantFormula constant => Column.Constant(constant.Value),
        TermFormula term => Column.Constant(terms[term.Term.Name]),
        QualifyingFormula share => Column.Constant(terms[share.Name]),
        QuantityFormula quantity => Of(quantity.Meaning.Formula),
        ChannelFormula channel => ChannelOperator.Apply(channel, this),
        MarketFormula market => MarketOperator.Apply(market, this),
        ElapsedFormula elapsed => ElapsedOperator.Apply(elapsed, this),
        ArithmeticFormula arithmetic => ArithmeticOperator.Apply(arithmetic, this),
        ExtremeFormula extreme => ExtremeOperator.Apply(extreme, this),
        PositiveFormula positive => PositiveOperator.Apply(positive, this),
        ByFormula by => ByOperator.Apply(by, this),
        DuringFormula during => DuringOperator.Apply(during, this),
        RoundFormula round => RoundOperator.Apply(round, this),
        HypotFormula hypot => HypotOperator.Apply(hypot, this),
        ComparisonFormula comparison => ComparisonOperator.Apply(comparison, this),
        LogicFormula or NotFormula => LogicOperator.Apply(formula, this),
        WhenFormula choice => WhenOperator.Apply(choice, this),
        UnbrokenFormula unbroken => UnbrokenOperator.Apply(unbroken, this),
        SumFormula sum => Of(sum.Of, sum.Window),
        MeanFormula mean => MeanOperator.Apply(mean, this),
        LastFormula last => LastOperator.Apply(last, this),
        SessionFormula session => SessionsOperator.Apply(session, this),
        CountFormula count => Of(count.Of).Summed(count.Window, frame),
        PeakFormula peak => PeakOperator.Apply(peak, this),
        AtFormula at => AtOperator.Apply(at, this),
        EscalateFormula escalate => EscalateOperator.Apply(escalate, this),
        TariffFormula tariff => TariffOperator.Apply(tariff, this),
        PastPeakFormula past => PastPeakOperator.Apply(past, this),
        CarryFormula carry => CarryOperator.Apply(carry, this),
        DrawnFormula drawn => DrawnOperator.Apply(drawn, this),
        EventSumFormula sum => EventsOperator.Sum(sum, this),
        BaselineFormula baseline => BaselineOperator.Apply(baseline, this),
        WholeFormula whole => WholeOperator.Apply(whole, this),
        CostFormula cost => CostOperator.Apply(cost, this),
        OnceFormula once => OnceOperator.Apply(once, this),
        TiersFormula tiers => TiersOperator.Apply(tiers, this),
        PackagesFormula packages => PackagesOperator.Apply(packages, this),
        TradesFormula trades => TradesOperator.Apply(trades, this),
        EventFigureFormula figure => EventsOperator.Figure(figure, this),
        EventEndFormula end => EventsOperator.Ends(end, this),
        DuringEventsFormula during => EventsOperator.During(during, this),
        SettledFormula settled => SettledOperator.Apply(settled, this),
        BroughtFormula brought => Place.Rating.Brought(brought, this),
        PooledFormula pooled => Place.Rating.Sum(pooled.Of),
        ParentFormula parent => Place.Rating.Parent.Of(parent.Of),
        ParentCostFormula cost => Place.Rating.CostOf(cost).ByInterval,
        ShareFormula share => Place.Rating.Dealt(share).Parts[Place.Index],
        ResidualFormula residual => Place.Rating.Dealt(residual.Share).Residual,
        _ => throw new NotSupportedException($"{formula.GetType().Name} has no operator."),
    };
}

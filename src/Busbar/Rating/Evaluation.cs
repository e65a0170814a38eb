using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Rating.Operators;

namespace Busbar.Rating;

/// <summary>
/// Evaluates formulas for one agreement or connection over one frame, with one value of each term: the plain way, which
/// is the specification. Each formula is evaluated once.
/// </summary>
/// <param name="subject">What is rated, for messages: a charge and its agreement.</param>
/// <param name="frame">Where the values have their places.</param>
/// <param name="connections">Those whose channels are summed.</param>
/// <param name="inputs">The series.</param>
/// <param name="terms">The values of terms, by name, in canonical units.</param>
/// <param name="known">What formulas without terms have given for these connections over this frame.</param>
/// <param name="findings">Where is noted what keeps a result from being one, and what its reader should know.</param>
internal sealed class Evaluation(
    string subject, Frame frame, IReadOnlyList<Connection> connections, Inputs inputs,
    IReadOnlyDictionary<string, Exact> terms, Dictionary<Formula, Column> known, Findings findings)
{
    private readonly Dictionary<Formula, Column> _ofTerms = new(ReferenceEqualityComparer.Instance);

    public string Subject => subject;

    public Frame Frame => frame;

    public IReadOnlyList<Connection> Connections => connections;

    public Inputs Inputs => inputs;

    public Findings Findings => findings;

    /// <summary>The values of a formula, at its own step.</summary>
    public Column Of(Formula formula)
    {
        var mine = formula.HasTerms ? _ofTerms : known;
        if (mine.TryGetValue(formula, out var column)) return column;
        if (formula.IsCommon && frame.Common.TryGetValue(formula, out column)) return mine[formula] = column;
        column = mine[formula] = Fresh(formula);
        // What is missing must be found by everyone who needs it.
        if (formula.IsCommon && !findings.Holds(formula)) frame.Common.TryAdd(formula, column);
        return column;
    }

    /// <summary>The values of a formula at a step.</summary>
    public Column Of(Formula formula, Step step) => Of(formula).At(step, frame);

    private Column Fresh(Formula formula) => formula switch
    {
        ConstantFormula constant => Column.Constant(constant.Value),
        TermFormula term => Column.Constant(terms[term.Term.Name]),
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
        CountFormula count => Of(count.Of).Summed(count.Window, frame),
        PeakFormula peak => PeakOperator.Apply(peak, this),
        _ => throw new NotSupportedException($"{formula.GetType().Name} has no operator."),
    };
}

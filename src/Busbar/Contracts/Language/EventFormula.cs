using Busbar.Quantities;

namespace Busbar.Contracts.Language;

/// <summary>What rests on the events that call somebody: an agreement, a member of a pool or the pool as a whole. A
/// closed list of cases.</summary>
public abstract record EventFormula(Shape Shape) : Formula(Shape)
{
    /// <summary>The programme whose events these are; null: those of all.</summary>
    public abstract Programme? Programme { get; }

    /// <inheritdoc/>
    public override bool IsOfAgreement => true;
}

/// <summary>What an event says, per interval, and nothing outside of events: <c>dfs.price</c>.</summary>
public sealed record EventFigureFormula(Programme Of, EventFigure Figure, Shape Shape) : EventFormula(Shape)
{
    /// <inheritdoc/>
    public override Programme? Programme => Of;

    /// <summary>As formulas write it.</summary>
    public string Text => $"{Of.Name}.{Word}";

    /// <summary>The figure's word.</summary>
    public string Word => EventWords.WordOf(Figure);
}

/// <summary>1 on the last interval of each event of a programme, and nothing elsewhere: <c>vpp.ends</c>. It adds up, so
/// that a season has as many as events end in it.</summary>
public sealed record EventEndFormula(Programme Of)
    : EventFormula(new Shape(Dimension.None, Step.Interval, AddsUp: true))
{
    /// <inheritdoc/>
    public override Programme? Programme => Of;
}

/// <summary>A value within the events of a programme, and nothing outside: <c>during(x, dfs)</c>.</summary>
public sealed record DuringEventsFormula(Formula Of, Programme By)
    : EventFormula(Of.Shape with { Step = Step.Interval })
{
    /// <inheritdoc/>
    public override Programme? Programme => By;

    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [Of];
}

/// <summary>The sum over each event of a programme, which stands on its last interval: <c>sum(x, per = dfs)</c>.
/// </summary>
/// <param name="Of">Per interval.</param>
public sealed record EventSumFormula(Formula Of, Programme By) : EventFormula(Of.Shape)
{
    /// <inheritdoc/>
    public override Programme? Programme => By;

    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [Of];

    /// <inheritdoc/>
    public override bool RemembersWindows => true;
}

/// <summary>What would have been without the events, and outside of them what was: <c>baseline(import, mid-8)</c>.
/// </summary>
/// <param name="Of">Per interval, and measured.</param>
/// <param name="Text">The canonical text, for its explanation.</param>
public sealed record BaselineFormula(Formula Of, BaselineMethod Method, string Text) : EventFormula(Of.Shape)
{
    /// <inheritdoc/>
    public override Programme? Programme => null;

    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [Of];

    /// <inheritdoc/>
    public override bool RemembersWindows => true;
}

/// <summary>What an event says.</summary>
public enum EventFigure
{
    /// <summary>Its price.</summary>
    Price,

    /// <summary>The power that is asked for.</summary>
    Instructed,

    /// <summary>The power that would have been used, as agreed beforehand.</summary>
    Nominated,
}

/// <summary>What the name of a programme means in formulas.</summary>
internal static class EventWords
{
    private static readonly IReadOnlyDictionary<string, EventFigure> Figures = new Dictionary<string, EventFigure>
    {
        ["price"] = EventFigure.Price, ["instructed"] = EventFigure.Instructed, ["nominated"] = EventFigure.Nominated,
    };

    private const string Ends = "ends";

    public static string WordOf(EventFigure figure) => Figures.First(one => one.Value == figure).Key;

    /// <summary><c>dfs.price</c>, <c>dfs.instructed</c>, <c>dfs.ends</c>.</summary>
    public static Formula? Member(MemberSyntax member, FormulaChecker checker)
    {
        var programme = checker.Vocabulary.Book.Programmes[member.Owner];
        if (member.Name == Ends)
            return MayBe(member, member.At, checker) ? new EventEndFormula(programme) : null;
        if (!Figures.TryGetValue(member.Name, out var figure))
            return checker.Fail(member.At, "unknown-name", $"Events of {programme.Name} have no {member.Name}.",
                Nearest.Hint(member.Name, [.. Figures.Keys, Ends])
                ?? $"They have {string.Join(", ", Figures.Keys)} and {Ends}.");
        var dimension = figure == EventFigure.Price ? programme.PriceUnit.Dimension
            : Dimension.Energy / Dimension.Hour;
        return MayBe(member, member.At, checker)
            ? new EventFigureFormula(programme, figure, new(dimension, Step.Interval, AddsUp: false)) : null;
    }

    /// <summary>Whether events can be asked for; else there is a fault.</summary>
    public static bool MayBe(Syntax what, TextSpan at, FormulaChecker checker)
    {
        var whose = checker.Vocabulary.Pools is PoolNames.Within ? "pool" : "product";
        if (checker.IsBorrowed)
            checker.Fail(at, "not-agreed", $"{FormulaChecker.Short(what)} rests on the events of an agreement.",
                "Use it in the quantities and charges of a product.");
        else if (checker.Vocabulary.IntervalMinutes == FormulaChecker.MinutesPerDay)
            checker.Fail(at, "no-interval", $"{FormulaChecker.Short(what)} rests on events, which begin and end "
                + $"within days, and the {whose} goes by the day.", $"Give the {whose} a shorter interval.");
        else return true;
        return false;
    }
}

using Busbar.Quantities;

namespace Busbar.Contracts.Language;

/// <summary>A figure of the charging sessions of the agreement's connections, piece by piece.</summary>
public sealed record SessionFormula(SessionFigure Figure, Shape Shape) : Formula(Shape)
{
    /// <inheritdoc/>
    public override bool IsOfAgreement => true;

    /// <summary>As formulas write it.</summary>
    public string Text => $"{SessionWords.Owner}.{SessionWords.WordOf(Figure)}";
}

/// <summary>The last value of each window that isn't zero; zero where all are. It holds.</summary>
public sealed record LastFormula(Formula Of, Step Window)
    : WindowFormula(Of, Window, Of.Shape with { Step = Window, AddsUp = false });

/// <summary>What is known of a piece of a session.</summary>
public enum SessionFigure
{
    /// <summary>What the vehicle took.</summary>
    Energy,

    /// <summary>What the vehicle gave back.</summary>
    Export,

    /// <summary>The time in which it charged.</summary>
    ChargingTime,

    /// <summary>The time in which it stood without charging.</summary>
    IdleTime,

    /// <summary>The time for which the charger was reserved.</summary>
    ReservedTime,

    /// <summary>1 in the first piece of each session.</summary>
    Starts,

    /// <summary>1 in the last piece of each session.</summary>
    Ends,

    /// <summary>1 in the last piece of each reservation that no charging followed.</summary>
    Expired,

    /// <summary>What the charger's operator asks for, in the last piece of each session.</summary>
    Cost,

    /// <summary>What the vehicle has taken in the session before the piece.</summary>
    EnergySoFar,

    /// <summary>How long it has charged or stood in the session before the piece.</summary>
    TimeSoFar,

    /// <summary>The power that is reported, or else the mean of the piece's period.</summary>
    Power,

    /// <summary>The current that is reported.</summary>
    Current,
}

/// <summary>What <c>sessions.</c> means in the formulas of a product.</summary>
internal static class SessionWords
{
    public const string Owner = "sessions";

    private static readonly IReadOnlyDictionary<string, SessionFigure> Figures = new Dictionary<string, SessionFigure>
    {
        ["energy"] = SessionFigure.Energy, ["export"] = SessionFigure.Export,
        ["charging-time"] = SessionFigure.ChargingTime, ["idle-time"] = SessionFigure.IdleTime,
        ["reserved-time"] = SessionFigure.ReservedTime, ["starts"] = SessionFigure.Starts,
        ["ends"] = SessionFigure.Ends, ["expired"] = SessionFigure.Expired, ["cost"] = SessionFigure.Cost,
        ["energy-so-far"] = SessionFigure.EnergySoFar, ["time-so-far"] = SessionFigure.TimeSoFar,
        ["power"] = SessionFigure.Power, ["current"] = SessionFigure.Current,
    };

    public static string WordOf(SessionFigure figure) => Figures.First(one => one.Value == figure).Key;

    /// <summary><c>sessions.energy</c>.</summary>
    public static Formula? Member(MemberSyntax member, FormulaChecker checker)
    {
        if (!Figures.TryGetValue(member.Name, out var figure))
            return checker.Fail(member.At, "unknown-name", $"Sessions have no {member.Name}.",
                Nearest.Hint(member.Name, Figures.Keys) ?? $"They have {string.Join(", ", Figures.Keys)}.");
        if (checker.Vocabulary.Pools is PoolNames.Within || checker.IsBorrowed)
            return checker.Fail(member.At, "not-agreed", $"{member} rests on the sessions of an agreement's "
                + "connections.", "Use it in the quantities and charges of a product.");
        return new SessionFormula(figure, figure switch
        {
            SessionFigure.Energy or SessionFigure.Export => Shape.Of(Dimension.Energy, Step.Interval),
            SessionFigure.ChargingTime or SessionFigure.IdleTime or SessionFigure.ReservedTime =>
                Shape.Of(Dimension.Hour, Step.Interval),
            SessionFigure.Cost => Shape.Of(Dimension.Money(checker.Vocabulary.Currency), Step.Interval),
            SessionFigure.EnergySoFar => Holding(Dimension.Energy),
            SessionFigure.TimeSoFar => Holding(Dimension.Hour),
            SessionFigure.Power => Holding(Dimension.Energy / Dimension.Hour),
            SessionFigure.Current => Holding(Dimension.Current),
            _ => new(Dimension.None, Step.Interval, AddsUp: true),
        });
    }

    private static Shape Holding(Dimension dimension) => new(dimension, Step.Interval, AddsUp: false);
}

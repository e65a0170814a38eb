using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Contracts;

/// <summary>How a charge uses charging sessions: piece by piece, or summed into the intervals of meters.</summary>
/// <remarks>Piece by piece an interval is a piece of a session, and all of a session falls on the day on which it
/// ends. What meters, trades, pools and events count goes by the clock: beside it sessions are summed into the
/// product's intervals, and what is only known within a session can't be asked for.</remarks>
public sealed class SessionUse
{
    private readonly IReadOnlyList<Formula> _parts;

    private SessionUse(IReadOnlyList<Formula> parts)
    {
        _parts = parts;
        Uses = parts.Any(part => part is SessionFormula);
        ByTheClock = parts.FirstOrDefault(IsByTheClock);
    }

    /// <summary>That of some formulas.</summary>
    public static SessionUse Of(Rate rate) => new(
        [.. rate.Formulas.SelectMany(written => written.Formula.All())]);

    /// <summary>Whether sessions are in it.</summary>
    public bool Uses { get; }

    /// <summary>Whether it is rated piece by piece.</summary>
    public bool IsByPiece => Uses && ByTheClock is null;

    /// <summary>The energies at which pieces must be cut, in kWh: those that what was taken so far is compared with.
    /// </summary>
    public IReadOnlyList<Exact> EnergyEdges => Edges(SessionFigure.EnergySoFar);

    /// <summary>The times at which pieces must be cut, in hours since the session began.</summary>
    public IReadOnlyList<Exact> TimeEdges => Edges(SessionFigure.TimeSoFar);

    /// <summary>The market series within days whose values may change within a piece.</summary>
    public IEnumerable<MarketSeries> Series => _parts.OfType<MarketFormula>().Select(market => market.Series)
        .Where(series => series.Step == Step.Interval).Distinct();

    private Formula? ByTheClock { get; }

    /// <summary>Adds a fault for each use of sessions that can't be rated.</summary>
    public static void Check(Charge charge, ICollection<Fault> faults)
    {
        var use = charge.Sessions;
        var within = use._parts.FirstOrDefault(part => part is SessionFormula { Figure: >= SessionFigure.EnergySoFar }
            || part.InWindow == Step.Session || part.WholeWindow == Step.Session);
        if (within is null || use.IsByPiece)
        {
            if (use.IsByPiece && use._parts.OfType<ComparisonFormula>().FirstOrDefault(IsUncut) is not null)
                faults.Add(new("not-a-number", $"The {charge.Subject} compares what a session has come to so far with "
                    + "something that isn't a number, so that it can't be said where a session is to be cut.",
                    charge.Place, charge.Name, "Compare it with a number: sessions.energy-so-far < 10 kWh."));
            return;
        }
        var what = within is SessionFormula figure ? figure.Text : "per = session";
        faults.Add(use.Uses
            ? new("by-the-clock", $"The {charge.Subject} asks for {what}, which is known within a session alone, and "
                + $"rests on {Say(use.ByTheClock!)}, which goes by the clock.", charge.Place, charge.Name,
                "Make a charge of the sessions alone, and another of what goes by the clock.")
            : new("no-session", $"The {charge.Subject} asks for {what}, and rests on no session.", charge.Place,
                charge.Name, "Name a figure of sessions, such as sessions.energy."));
    }

    private static bool IsByTheClock(Formula part) => part is ChannelFormula or SettledFormula or TradesFormula
        or EventFormula or UnbrokenFormula or PeakFormula or DrawnFormula or AtFormula;

    private static string Say(Formula part) => part switch
    {
        ChannelFormula channel => $"the channel {channel.Channel.Name}",
        SettledFormula settled => settled.Text,
        TradesFormula => "trades",
        EventFormula => "events",
        UnbrokenFormula => "unbroken time",
        PeakFormula peak => peak.Text,
        _ => "what is moved to another boundary",
    };

    private IReadOnlyList<Exact> Edges(SessionFigure figure) =>
        [.. _parts.OfType<ComparisonFormula>().Select(one => Edge(one, figure)).OfType<Exact>().Distinct().Order()];

    private static Exact? Edge(ComparisonFormula comparison, SessionFigure figure) =>
        IsOf(comparison.Left, figure) ? Combining.ConstantOf(comparison.Right)
        : IsOf(comparison.Right, figure) ? Combining.ConstantOf(comparison.Left) : null;

    private static bool IsUncut(ComparisonFormula comparison) =>
        (SoFar(comparison.Left) || SoFar(comparison.Right))
        && Edge(comparison, SessionFigure.EnergySoFar) is null && Edge(comparison, SessionFigure.TimeSoFar) is null;

    /// <summary>Whether its values are what has come so far; what it compares by itself is cut there.</summary>
    private static bool SoFar(Formula formula) => formula switch
    {
        SessionFormula session => session.Figure is SessionFigure.EnergySoFar or SessionFigure.TimeSoFar,
        ComparisonFormula => false,
        _ => formula.Parts.Any(SoFar),
    };

    private static bool IsOf(Formula formula, SessionFigure figure) => formula switch
    {
        QuantityFormula quantity => IsOf(quantity.Meaning.Formula, figure),
        SessionFormula session => session.Figure == figure,
        _ => false,
    };
}

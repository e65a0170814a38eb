using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Rating.Operators;

/// <summary>
/// Figures of charging sessions: of each piece, or summed into the intervals of the clock, where what a period has is
/// spread over its time. Sessions that overlap on one charger hold the result: one of them can't be.
/// </summary>
internal static class SessionsOperator
{
    public static Column Apply(SessionFormula formula, Evaluation evaluation)
    {
        if (evaluation.Frame.Pieces is { } pieces)
        {
            HoldOverlaps(pieces.Sessions, evaluation);
            return new(Step.Interval, [.. pieces.All.Select(piece => Of(piece, pieces, formula, evaluation))]);
        }
        var frame = evaluation.Frame;
        var span = new Interval(frame.StartOf(0), frame.End);
        var sessions = evaluation.Sessions.Where(session => session.Start < span.End && session.End > span.Start)
            .ToList();
        HoldOverlaps(sessions, evaluation);
        var values = new Exact[frame.CountOf(Step.Interval)];
        foreach (var session in sessions)
            foreach (var period in session.Periods) Spread(session, period, formula, values, evaluation);
        return new(Step.Interval, values);
    }

    /// <summary>All that can be asked for by the clock adds up.</summary>
    private static void Spread(
        Session session, SessionPeriod period, SessionFormula formula, Exact[] values, Evaluation evaluation)
    {
        var frame = evaluation.Frame;
        var all = formula.Figure switch
        {
            SessionFigure.Starts => ReferenceEquals(period, session.Periods[0]) ? Exact.One : Exact.Zero,
            SessionFigure.Ends or SessionFigure.Expired or SessionFigure.Cost =>
                ReferenceEquals(period, session.Periods[^1]) ? AtTheEnd(session, formula, evaluation) : Exact.Zero,
            _ => Whole(period, formula),
        };
        if (all.IsZero) return;
        if (formula.Figure >= SessionFigure.Starts)
        {
            if (frame.PlaceAt(formula.Figure == SessionFigure.Starts ? session.Start
                : session.End - Duration.Epsilon) is { } place) values[place] += all;
            return;
        }
        var length = (period.End - period.Start).BclCompatibleTicks;
        for (var i = frame.PlaceAt(period.Start) ?? 0; i < values.Length && frame.StartOf(i) < period.End; i++)
        {
            var from = Instant.Max(frame.StartOf(i), period.Start);
            var to = Instant.Min(frame.StartOf(i + 1), period.End);
            if (from < to) values[i] += Until(to) - Until(from);
        }

        Exact Until(Instant instant) =>
            SessionPieces.Until(Exact.Ratio((instant - period.Start).BclCompatibleTicks, length), all);
    }

    private static Exact Of(
        SessionPiece piece, SessionPieces pieces, SessionFormula formula, Evaluation evaluation) =>
        formula.Figure switch
        {
            SessionFigure.Starts => ReferenceEquals(pieces.First[piece.Session], piece) ? Exact.One : Exact.Zero,
            SessionFigure.Ends or SessionFigure.Expired or SessionFigure.Cost =>
                ReferenceEquals(pieces.Last[piece.Session], piece)
                    ? AtTheEnd(pieces.Sessions[piece.Session], formula, evaluation) : Exact.Zero,
            SessionFigure.EnergySoFar => piece.EnergyBefore,
            SessionFigure.TimeSoFar => piece.TimeBefore,
            SessionFigure.Power => PowerOf(piece.Period),
            SessionFigure.Current => CurrentOf(piece, pieces, evaluation),
            _ => piece.Of(Whole(piece.Period, formula)),
        };

    private static Exact Whole(SessionPeriod period, SessionFormula formula) => formula.Figure switch
    {
        SessionFigure.Energy => period.Energy,
        SessionFigure.Export => period.Export,
        SessionFigure.ChargingTime => period.Charging,
        SessionFigure.IdleTime => period.Idle,
        SessionFigure.ReservedTime => period.Reserved,
        _ => throw new NotSupportedException($"{formula.Text} isn't there by the clock."),
    };

    private static Exact AtTheEnd(Session session, SessionFormula formula, Evaluation evaluation)
    {
        if (formula.Figure == SessionFigure.Ends) return Exact.One;
        if (formula.Figure == SessionFigure.Expired) return session.IsExpiredReservation ? Exact.One : Exact.Zero;
        var currency = formula.Shape.Dimension.ToString();
        if (session.Cost is { } cost && session.CostCurrency == currency) return cost;
        evaluation.Findings.Hold(new("no-cost", $"Session {session.Id} has no cost in {currency}"
            + (session.CostCurrency is { } other ? $", but one in {other}." : "."), Name: session.Id,
            Hint: "Price it by what it took: quantity: sessions.energy."));
        return Exact.Zero;
    }

    /// <summary>What is reported, or the mean of the time in which it charged.</summary>
    private static Exact PowerOf(SessionPeriod period) => period.Power ?? period.Energy
        / (period.Charging.Sign > 0 ? period.Charging : SessionPieces.HoursOf(period));

    private static Exact CurrentOf(SessionPiece piece, SessionPieces pieces, Evaluation evaluation)
    {
        if (piece.Period.Current is { } current) return current;
        // Where nothing is charged nothing flows.
        if (piece.Period.Energy.IsZero && piece.Period.Export.IsZero) return Exact.Zero;
        var session = pieces.Sessions[piece.Session];
        evaluation.Findings.Hold(new("no-current", $"Session {session.Id} doesn't report the current of all of its "
            + $"periods, and {evaluation.Subject} asks for it.", Name: session.Id,
            Hint: "Price it by sessions.power, which can be told from the energy."));
        return Exact.Zero;
    }

    private static void HoldOverlaps(IReadOnlyList<Session> sessions, Evaluation evaluation)
    {
        var pairs = sessions.SelectMany(session => session.Overlapping.Select(other => (session, other))).ToList();
        foreach (var same in sessions.GroupBy(session => session.Charger, StringComparer.Ordinal))
        {
            Session? longest = null;
            foreach (var session in same.OrderBy(session => session.Start))
            {
                if (longest is not null && longest.Overlaps(session)) pairs.Add((longest, session.Id));
                if (longest is null || session.End > longest.End) longest = session;
            }
        }
        foreach (var (session, other) in pairs.DistinctBy(pair => string.CompareOrdinal(pair.session.Id, pair.other) < 0
            ? (pair.session.Id, pair.other) : (pair.other, pair.session.Id)))
            evaluation.Findings.Hold(new("overlapping-sessions", $"The sessions {session.Id} and {other} overlap on "
                + $"the charger {session.Charger}, where only one vehicle can charge at a time.", Name: session.Id,
                Hint: "Have the operator credit the one that is wrong."));
    }
}

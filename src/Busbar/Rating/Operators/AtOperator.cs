using System.Globalization;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using NodaTime.Text;

namespace Busbar.Rating.Operators;

/// <summary><c>at</c>: each connection's energy times its own loss factors, or divided by them, unrounded.</summary>
internal static class AtOperator
{
    public static Column Apply(AtFormula formula, Evaluation evaluation) => evaluation.Connections
        .Select(connection => Moved(formula, connection, evaluation.For(connection)))
        .Aggregate((a, b) => Column.Zip(a, b, (one, other) => one + other));

    private static Column Moved(AtFormula formula, Connection connection, Evaluation evaluation)
    {
        var column = evaluation.Of(formula.Of);
        foreach (var factor in formula.Up)
            column = Column.Zip(column, Factors(formula, connection, factor, evaluation), (x, by) => x * by);
        foreach (var factor in formula.Down)
            column = Column.Zip(column, Factors(formula, connection, factor, evaluation),
                (x, by) => by.IsZero ? Exact.Zero : x / by);
        return column;
    }

    private static Column Factors(AtFormula formula, Connection connection, string factor, Evaluation evaluation)
    {
        if (formula.SeriesOf(connection, factor) is { } series) return evaluation.Of(series, Step.Interval);
        var frame = evaluation.Frame;
        if (connection.Losses[factor] is LossFactor.ByBand byBand)
        {
            var bands = Bands.Of(byBand.Calendar, evaluation);
            return new(Step.Interval, [.. bands.Select(band => byBand.Values[band])]);
        }
        var values = new Exact[frame.CountOf(Step.Day)];
        for (var day = 0; day < values.Length; day++)
            if (!((LossFactor.Number)connection.Losses[factor]).Values.TryAt(frame.DateOf(day), out values[day]))
                evaluation.Findings.Miss(new("missing-loss-factor", string.Create(CultureInfo.InvariantCulture,
                    $"Connection {connection.Id} has no {factor} on {LocalDatePattern.Iso.Format(frame.DateOf(day))}."),
                    connection.Place, connection.Id, "Give the connection the factor of that day and apply the book."));
        return new Column(Step.Day, values).At(Step.Interval, frame);
    }
}

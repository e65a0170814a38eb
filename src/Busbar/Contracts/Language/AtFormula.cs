namespace Busbar.Contracts.Language;

/// <summary>Energy moved to another boundary, interval by interval and connection by connection, before any sum.
/// </summary>
/// <param name="Of">At its own boundary.</param>
/// <param name="Up">The loss factors that it is multiplied with.</param>
/// <param name="Down">Those that it is divided by.</param>
/// <param name="Series">The series of the book that may be loss factors, by name.</param>
public sealed record AtFormula(
    Formula Of, IReadOnlyList<string> Up, IReadOnlyList<string> Down,
    IReadOnlyDictionary<string, MarketFormula> Series, Shape Shape) : Formula(Shape)
{
    /// <inheritdoc/>
    public override IReadOnlyList<Formula> Parts => [Of];

    /// <inheritdoc/>
    public override bool IsOfAgreement => true;

    /// <summary>All loss factors that it needs of a connection.</summary>
    public IEnumerable<string> Factors => Up.Concat(Down);

    /// <summary>The series that is a connection's loss factor; null where it is numbers, or isn't there.</summary>
    public MarketFormula? SeriesOf(Metering.Connection connection, string factor) =>
        !connection.Losses.TryGetValue(factor, out var own) ? Series.GetValueOrDefault(factor)
        : own is Metering.LossFactor.OfSeries named ? Series.GetValueOrDefault(named.Name) : null;
}

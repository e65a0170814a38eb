using Busbar.Quantities;
using Busbar.Time;

namespace Busbar.Metering;

/// <summary>How much energy one stage of a network takes in for what comes out of it: 1.062 for a loss of 6.2 %.
/// </summary>
public abstract record LossFactor
{
    /// <summary>A number, by its days.</summary>
    public sealed record Number(Dated<Exact> Values) : LossFactor;

    /// <summary>A number for each band of a calendar, in the order of its bands.</summary>
    public sealed record ByBand(Calendar Calendar, IReadOnlyList<Exact> Values) : LossFactor;

    /// <summary>A series of the book, by its name.</summary>
    public sealed record OfSeries(string Name) : LossFactor;
}

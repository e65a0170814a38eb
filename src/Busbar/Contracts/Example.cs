using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Contracts;

/// <summary>A bill that the author of a product expects: proof that its price list says what was meant.</summary>
/// <param name="Version">The version that it is written in.</param>
/// <param name="Agreement">Its customer's, with one connection.</param>
/// <param name="Days">The days of the bill.</param>
/// <param name="Loads">What the connection measures on these days; empty where a file says it.</param>
/// <param name="File">The file of readings; null where there is none.</param>
/// <param name="Prices">One value for a market series instead of its file's, by its name and in its unit.</param>
/// <param name="Figures">What is expected of the bill; at least one.</param>
public sealed record Example(
    string Name, ProductVersion Version, Agreement Agreement, Days Days, IReadOnlyList<Load> Loads, ReadingsFile? File,
    IReadOnlyDictionary<string, Exact> Prices, IReadOnlyList<ExpectedFigure> Figures, Place Place);

/// <summary>A file of the book with readings of a connection, which needn't be one of the book's.</summary>
/// <param name="Path">In the book's folder, with slashes.</param>
public sealed record ReadingsFile(string Path, Place Place);

/// <summary>What a channel measures: amounts that are spread evenly, and amounts at single instants on top.</summary>
/// <param name="Calendar">The calendar over whose bands they are spread; null: over all the time.</param>
/// <param name="Amounts">In the canonical unit: one, or one for each band of the calendar.</param>
/// <param name="OnTop">The starts of readings, and what is added to each.</param>
public sealed record Load(
    string Channel, Calendar? Calendar, IReadOnlyList<Exact> Amounts,
    IReadOnlyList<(Instant Start, Exact Amount)> OnTop, Place Place);

/// <summary>An amount of money that a bill is expected to have.</summary>
/// <param name="Name">As it is written: a charge by its name or id, <c>net</c>, <c>tax</c> or <c>total</c>.</param>
/// <param name="Charge">The charge's id; null where it is a sum of the bill.</param>
public sealed record ExpectedFigure(string Name, string? Charge, Exact Amount, Place Place)
{
    public const string Net = "net";
    public const string Tax = "tax";
    public const string Total = "total";

    /// <summary>The names of the sums.</summary>
    public static readonly IReadOnlyList<string> Sums = [Net, Tax, Total];
}

using Busbar.Contracts;
using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>How a bill of very many connections is laid out: its page has sums, and an annex the lines.</summary>
/// <param name="SummaryOver">Of how many connections a bill may be whose lines its page has.</param>
public sealed record BillLayout(int SummaryOver)
{
    /// <summary>That of a book that says nothing of it.</summary>
    public static BillLayout Usual { get; } = new(Stationery.UsualSummaryOver);

    /// <summary>The name of the file beside the page that has the lines; null where none is written.</summary>
    public string? Annex { get; init; }

    /// <summary>Where a line's party books what it costs; null where it doesn't say.</summary>
    public Func<PrintedLine, string?> CentreOf { get; init; } = _ => null;

    /// <summary>At which premises a line's connections are; null where it isn't said, or at several.</summary>
    public Func<PrintedLine, string?> PremisesOf { get; init; } = _ => null;

    /// <summary>Whether the page of a bill has sums in the place of its lines.</summary>
    public bool Sums(BillDocument bill) => bill.Lines.Count > SummaryOver
        && bill.Lines.Select(line => (line.Agreement, line.Connection)).Distinct().Count() > SummaryOver;

    /// <summary>What each cost centre comes to or, where there aren't several, what each of the premises does. Null
    /// where there aren't several of these either, or more than anybody reads one by one.</summary>
    public SummedPlaces? PlacesOf(BillDocument bill) =>
        PlacesOf(bill, CentreOf, "centre") ?? PlacesOf(bill, PremisesOf, "premises");

    private SummedPlaces? PlacesOf(BillDocument bill, Func<PrintedLine, string?> of, string kind)
    {
        var places = bill.Lines.GroupBy(of).Select(same => new SummedPlace(same.Key,
                same.Select(line => line.Connection ?? line.Agreement).Distinct().Count(), BillSummary.Sum(same)))
            // What isn't said where is last.
            .OrderBy(place => place.Name is null).ThenBy(place => place.Name, StringComparer.Ordinal).ToList();
        return places.Count > 1 && places.Count <= SummaryOver ? new(kind, places) : null;
    }
}

/// <summary>What the lines of a bill come to by where they are booked or used.</summary>
/// <param name="Kind">The end of the names of its texts: <c>centre</c> or <c>premises</c>.</param>
public sealed record SummedPlaces(string Kind, IReadOnlyList<SummedPlace> Places);

/// <summary>What the lines of a place come to.</summary>
/// <param name="Name">Null for those of which it isn't said.</param>
/// <param name="Connections">How many are in it.</param>
/// <param name="Amount">Net of tax.</param>
public sealed record SummedPlace(string? Name, int Connections, Exact Amount);

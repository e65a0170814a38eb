using System.Text;

namespace Busbar.Documents;

/// <summary>A column of a listing.</summary>
/// <param name="Name">As CSV and, with lines for hyphens, JSON have it.</param>
/// <param name="IsNumber">Whether its cells are numbers.</param>
public sealed record ListingColumn(string Name, bool IsNumber = false)
{
    /// <summary>What stands above it in text.</summary>
    public string Heading { get; init; } = Name.Replace('-', ' ');

    /// <summary>Whether text shows it; CSV and JSON always do.</summary>
    public bool IsInText { get; init; } = true;
}

/// <summary>Rows of figures as they are written: as text, as CSV, or as JSON.</summary>
/// <param name="Subject">What it is of, in one line.</param>
/// <param name="Name">What JSON calls the rows.</param>
/// <param name="Rows">A cell for each column; one that is empty says nothing.</param>
public sealed record Listing(
    string Subject, string Name, IReadOnlyList<ListingColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>What JSON says beside the rows, by key.</summary>
    public IReadOnlyList<(string Key, string Value)> Facts { get; init; } = [];

    /// <summary>The row of sums; null where there is none. CSV leaves it out.</summary>
    public IReadOnlyList<string>? Sum { get; init; }

    /// <summary>What text says where there is no row.</summary>
    public string Nothing { get; init; } = "Nothing was posted.";

    /// <summary>As text. A column without a cell isn't shown.</summary>
    public string ToText()
    {
        var text = new StringBuilder(Subject).Append("\n\n");
        if (Rows.Count == 0) return text.Append("  ").Append(Nothing).Append('\n').ToString();
        var shown = Columns.Index().Where(column => column.Item.IsInText
            && Rows.Any(row => row[column.Index].Length > 0)).ToList();
        var table = new TextTable(0, 2, false,
            [.. shown.Select(column => new TextColumn(column.Item.Heading, column.Item.IsNumber))]);
        foreach (var row in Rows) table.Row(Cells(row));
        if (Sum is not null)
        {
            table.Rule();
            table.Row(Cells(Sum));
        }
        return text.Append(table).ToString();

        string[] Cells(IReadOnlyList<string> row) => [.. shown.Select(column => row[column.Index])];
    }
}

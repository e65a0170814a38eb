namespace Busbar.Documents.Paper;

/// <summary>
/// Writes a table as HTML: a caption, heads that say what they are of, and numbers below each other. Where a telephone
/// has no room for its columns, the cells of a row stand below its head, each with the name of its column; of the lines
/// of a bill, where a quantity times a price is an amount, without.
/// </summary>
/// <param name="stacks">Whether it does so; the values of a chart are scrolled.</param>
internal sealed class HtmlTable(Part.Table table, char point, TextWriter output, bool stacks)
{
    // A name and what it comes to stand beside each other on any screen.
    private const int FewColumns = 2;

    private readonly bool _stacks = stacks && table.Columns.Count > FewColumns;
    // A style that lets a table be no table takes its meaning from those who can't see it: it is said once more.
    private readonly Func<string, string> _role = stacks && table.Columns.Count > FewColumns
        ? role => $" role=\"{role}\"" : _ => "";
    private readonly HtmlDecimal.Column?[] _decimals = [.. table.Columns.Select((column, i) =>
        column.Alignment == Alignment.Decimal ? HtmlDecimal.Of(
            table.Rows.Where(row => row.Cells.Count > i).Select(row => row.Cells[i]), point) : null)];

    public void Write()
    {
        Line(!_stacks ? "<table>" : $"<table class=\"{(table.IsLines ? "lines" : "stack")}\"{_role("table")}>");
        Line($"<caption{(table.ShowsCaption ? "" : " class=\"unseen\"")}>{HtmlFile.Text(table.Caption)}</caption>");
        Line($"<thead{_role("rowgroup")}><tr{_role("row")}>" + string.Concat(table.Columns.Select(column =>
            $"<th scope=\"col\"{_role("columnheader")}{Side(column)}>{HtmlFile.Text(column.Name)}</th>"))
            + "</tr></thead>");
        Line($"<tbody{_role("rowgroup")}>");
        foreach (var row in table.Rows) Write(row);
        Line("</tbody>");
        Line("</table>");
    }

    private void Write(TableRow row)
    {
        if (row.Kind is RowKind.Group or RowKind.Detail)
        {
            var (name, kind) = row.Kind == RowKind.Group ? ($"th scope=\"rowgroup\"{_role("rowheader")}", "group")
                : ($"td{_role("cell")}", "detail");
            Line($"<tr class=\"{kind}\"{_role("row")}><{name} colspan=\"{table.Columns.Count}\">"
                + $"{HtmlFile.Text(row.Cells[0])}"
                + $"</{name[..2]}></tr>");
            return;
        }
        var kindOfRow = row.Kind switch
        {
            RowKind.Sum => " class=\"sum\"", RowKind.Total => " class=\"total\"", _ => "",
        };
        Line($"<tr{kindOfRow}{_role("row")}><th scope=\"row\"{_role("rowheader")}>{HtmlFile.Text(row.Cells[0])}</th>"
            + string.Concat(row.Cells.Skip(1).Select((cell, i) => Cell(cell, i + 1))) + "</tr>");
    }

    private string Cell(string cell, int place) => $"<td{_role("cell")}{Side(table.Columns[place])}{Named(place)}>"
        + (_decimals[place] is { } column ? column.Write(cell) : HtmlFile.Text(cell)) + "</td>";

    private string Named(int place) => !_stacks || table.IsLines ? ""
        : $" data-name=\"{HtmlFile.Attribute(table.Columns[place].Name)}\"";

    private static string Side(TableColumn column) => column.Alignment switch
    {
        Alignment.End => " class=\"end\"", Alignment.Decimal => " class=\"number\"", _ => "",
    };

    private void Line(string text) => output.Write(text + "\n");
}

/// <summary>Numbers whose decimal signs stand below each other, and whose units begin at one edge.</summary>
internal static class HtmlDecimal
{
    // As wide as a digit, and as a point: nobody reads them out.
    private const char DigitBlank = '\u2007';
    private const char PointBlank = '\u2008';

    /// <summary>What the cells of a column need.</summary>
    public sealed record Column(int Decimals, int UnitWidth, char Point)
    {
        /// <summary>A cell as HTML; one without a number stands at the end.</summary>
        public string Write(string cell)
        {
            var (number, unit) = Split(cell);
            if (number.Length == 0) return cell.Length == 0 ? "" : $"<span class=\"word\">{HtmlFile.Text(cell)}</span>";
            var decimals = DecimalsOf(number, Point);
            var blanks = new string(DigitBlank, Decimals - decimals);
            if (decimals == 0 && Decimals > 0) blanks = PointBlank + blanks;
            if (blanks.Length > 0) blanks = $"<span class=\"pad\">{blanks}</span>";
            return HtmlFile.Text(number) + blanks + (UnitWidth == 0 ? ""
                : $"<span class=\"unit\" style=\"min-width:{UnitWidth}ch\">{HtmlFile.Text(unit)}</span>");
        }
    }

    /// <summary>What some cells need together.</summary>
    public static Column Of(IEnumerable<string> cells, char point)
    {
        var (decimals, width) = (0, 0);
        foreach (var (number, unit) in cells.Select(Split).Where(one => one.Number.Length > 0))
            (decimals, width) = (Math.Max(decimals, DecimalsOf(number, point)), Math.Max(width, unit.Length));
        return new(decimals, width, point);
    }

    /// <summary>The number at the beginning of a cell, and what follows it with its blank.</summary>
    private static (string Number, string Unit) Split(string cell)
    {
        var end = 0;
        while (end < cell.Length && (char.IsAsciiDigit(cell[end]) || cell[end] is '.' or ',' or '’' or '+' or '\u2212'
            || (cell[end] == '\u00a0' && end + 1 < cell.Length && char.IsAsciiDigit(cell[end + 1])))) end++;
        return end > 0 && cell.AsSpan(0, end).ContainsAnyInRange('0', '9') ? (cell[..end], cell[end..]) : ("", cell);
    }

    private static int DecimalsOf(string number, char point) =>
        number.LastIndexOf(point) is >= 0 and var at ? number.Length - at - 1 : 0;
}

using Busbar.Formats.Text;

namespace Busbar.Formats.Export;

/// <summary>Rows of figures as CSV; a text that a spreadsheet would run is written behind an apostrophe.</summary>
public sealed class ListingCsvFile
{
    private readonly TextWriter _text;
    private readonly IReadOnlyList<bool> _areNumbers;

    /// <param name="text">Where it is written; its line ends don't matter.</param>
    /// <param name="areNumbers">Of each column whether it has numbers, which may be below zero.</param>
    public ListingCsvFile(TextWriter text, IReadOnlyList<string> names, IReadOnlyList<bool> areNumbers)
    {
        (_text, _areNumbers) = (text, areNumbers);
        _text.Write(string.Join(',', names) + "\n");
    }

    /// <summary>Adds a row.</summary>
    public void Add(IReadOnlyList<string> cells) =>
        _text.Write(string.Join(',', cells.Select((cell, i) => _areNumbers[i] ? cell : Cell.Of(cell))) + "\n");
}

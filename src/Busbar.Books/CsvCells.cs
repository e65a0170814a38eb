namespace Busbar.Books;

/// <summary>A cell: its text without quotes, and where it begins.</summary>
internal readonly record struct Cell(string Text, int Line, int Column, bool IsQuoted, Written? Written)
{
    public Place Place(string file) => new(file, Line, Column);

    /// <summary>The cell as a node, or null when it is empty.</summary>
    public TextNode? ToNode(string file) =>
        Text.Length == 0 ? null : new TextNode(Place(file), Text) { Written = Written };
}

/// <summary>Splits CSV into rows of cells, as RFC 4180 has it: a quoted cell may hold commas and lines.</summary>
internal sealed class CsvCells(string text, FileFaults faults)
{
    private int _at;
    private int _line = 1;
    private int _lineStart;

    /// <summary>Reads the next row into <paramref name="row"/>, or says that there is none.</summary>
    public bool Next(List<Cell> row)
    {
        row.Clear();
        if (_at >= text.Length) return false;
        while (true)
        {
            row.Add(StartsQuoted() ? Quoted() : Unquoted());
            if (_at >= text.Length) return true;
            if (text[_at] == ',')
            {
                _at++;
                continue;
            }
            EndLine();
            return true;
        }
    }

    private bool StartsQuoted()
    {
        var at = SkipBlanks(_at);
        if (at >= text.Length || text[at] != '"') return false;
        _at = at;
        return true;
    }

    private Cell Unquoted()
    {
        var end = text.AsSpan(_at).IndexOfAny(",\r\n");
        end = end < 0 ? text.Length : _at + end;
        var start = Math.Min(SkipBlanks(_at), end);
        var cell = text.AsSpan(start, end - start).TrimEnd(" \t");
        if (cell.IndexOf('"') is >= 0 and var quote)
            faults.Add("bad-quote", Here(start + quote), "A quote stands inside a cell without quotes.",
                "Put the whole cell in quotes, and write each quote in it twice.");
        _at = end;
        return new(cell.ToString(), _line, start - _lineStart + 1, false, null);
    }

    private Cell Quoted()
    {
        var (start, line, column) = (_at, _line, _at - _lineStart + 1);
        var end = _at + 1;
        while (true)
        {
            var next = text.AsSpan(end).IndexOfAny('"', '\r', '\n');
            if (next < 0)
                throw faults.Fatal("open-quote", new(faults.File, line, column),
                    "The quote that opens here is never closed.",
                    "Close it at the end of the cell; a quote inside is written twice.");
            end += next;
            if (text[end] != '"')
            {
                _at = end;
                EndLine();
                end = _at;
            }
            else if (end + 1 < text.Length && text[end + 1] == '"') end += 2;
            else break;
        }
        var value = text[(start + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal);
        _at = SkipBlanks(end + 1);
        if (_at < text.Length && text[_at] is not (',' or '\r' or '\n'))
        {
            faults.Add("bad-quote", Here(_at), "After the closing quote the cell goes on; expected a comma.",
                "A quote inside a quoted cell is written twice.");
            var rest = text.AsSpan(_at).IndexOfAny(",\r\n");
            _at = rest < 0 ? text.Length : _at + rest;
        }
        return new(value, line, column, true, new(text, start, WrittenStyle.Cell));
    }

    private void EndLine()
    {
        _at += text[_at] == '\r' && _at + 1 < text.Length && text[_at + 1] == '\n' ? 2 : 1;
        _line++;
        _lineStart = _at;
    }

    private int SkipBlanks(int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t') at++;
        return at;
    }

    private Place Here(int at) => new(faults.File, _line, at - _lineStart + 1);
}

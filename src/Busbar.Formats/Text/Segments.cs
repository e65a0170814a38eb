namespace Busbar.Formats.Text;

/// <summary>
/// The segments of an EDIFACT interchange (ISO 9735), one after another: their elements and components, without the
/// signs that release. Line ends mean nothing, and are there or not.
/// </summary>
internal sealed class Segments
{
    private const string DefaultSigns = ":+.? '";

    private readonly StrictText _text;
    private readonly Problems _problems;
    private readonly int _longest;
    private readonly List<int> _ends = [];
    private readonly List<int> _elements = [];
    private readonly string _signs;
    private string _taken = "";
    private int _takenAt;
    private char[] _chars = new char[256];
    private int _length;
    private int _line = 1;
    private int _column;

    /// <param name="longest">The most characters of a segment.</param>
    public Segments(StrictText text, Problems problems, int longest)
    {
        (_text, _problems, _longest) = (text, problems, longest);
        _signs = Signs();
    }

    /// <summary>The line at which the segment begins, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>The column at which it begins, from 1.</summary>
    public int Column { get; private set; }

    /// <summary>What it is called by: <c>QTY</c>.</summary>
    public ReadOnlySpan<char> Tag => Of(0);

    /// <summary>The sign before the decimals of a number.</summary>
    public char DecimalMark => _signs[2];

    /// <summary>A component of an element, both counted from 0, the tag being the first element; empty where there is
    /// none.</summary>
    public ReadOnlySpan<char> Of(int element, int component = 0)
    {
        if (element >= _elements.Count) return [];
        var index = _elements[element] + component;
        var after = element + 1 < _elements.Count ? _elements[element + 1] : _ends.Count;
        if (index >= after) return [];
        var start = index == 0 ? 0 : _ends[index - 1];
        return _chars.AsSpan(start, _ends[index] - start);
    }

    /// <summary>Goes to the next segment; false at the end.</summary>
    public bool Next()
    {
        _ends.Clear();
        _elements.Clear();
        _elements.Add(0);
        _length = 0;
        var began = false;
        while (Read() is var next and >= 0)
        {
            var c = (char)next;
            if (c is '\r' or '\n' || (!began && c is ' ' or '\t')) continue;
            if (!began) (began, Line, Column) = (true, _line, _column);
            if (c == _signs[5])
            {
                _ends.Add(_length);
                return true;
            }
            if (c == _signs[0]) _ends.Add(_length);
            else if (c == _signs[1])
            {
                _ends.Add(_length);
                _elements.Add(_ends.Count);
            }
            else Keep(c == _signs[3] && c != ' ' ? Released() : c);
        }
        return began ? throw CutOff() : false;
    }

    /// <summary>Reads the service string where there is one, which says what signs are used.</summary>
    private string Signs()
    {
        while (_text.Peek() is ' ' or '\t' or '\r' or '\n') Read();
        var beginning = Take(3);
        if (beginning != "UNA")
        {
            _taken = beginning;
            _column -= beginning.Length;
            return DefaultSigns;
        }
        var signs = Take(6);
        if (signs.Length == 6 && signs.Distinct().Count() == 6 && !signs.Any(char.IsLetterOrDigit)
            && !signs.Any(char.IsControl)) return signs;
        throw _problems.Fatal("bad-service-string", 1,
            $"The service string UNA{Names.Show(signs)} doesn't name six different signs.");
    }

    private string Take(int count)
    {
        Span<char> taken = stackalloc char[count];
        var length = 0;
        while (length < count && Read() is var next and >= 0) taken[length++] = (char)next;
        return taken[..length].ToString();
    }

    private char Released() => Read() is var next and >= 0 ? (char)next : throw CutOff();

    private void Keep(char c)
    {
        if (_length == _longest)
            throw _problems.Fatal("line-too-long", Line,
                $"The segment has more than {_longest} characters; no meter data has such.");
        if (_length == _chars.Length) Array.Resize(ref _chars, _length * 2);
        _chars[_length++] = c;
    }

    private int Read()
    {
        _column++;
        if (_takenAt < _taken.Length) return _taken[_takenAt++];
        var next = _text.Read();
        if (next == '\n') (_line, _column) = (_line + 1, 0);
        return next;
    }

    private RefusedException CutOff() =>
        _problems.Fatal("no-end", Line, "The file ends within a segment: it is cut off.");
}

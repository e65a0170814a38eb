using System.Text;
using System.Text.Unicode;

namespace Busbar.Formats.Text;

/// <summary>
/// Reads text line by line in bounded memory: UTF-8, or UTF-16 that says so with a byte order mark. Lines end with LF,
/// CRLF or CR. What isn't text is refused with its line. The hash of the content is taken on the way.
/// </summary>
internal sealed class LineReader
{
    private const int FirstCapacity = 1 << 16;

    private readonly Problems _problems;
    private readonly int _longest;
    private readonly ContentHash _hash;
    private readonly Stream _stream;
    private byte[] _bytes = new byte[FirstCapacity];
    private char[] _chars = new char[FirstCapacity];
    private int _start;
    private int _end;
    private int _length;
    private bool _ended;
    private bool _afterReturn;
    private bool _again;

    /// <param name="hash">Takes in what is read; the caller keeps and closes it.</param>
    public LineReader(Stream stream, Problems problems, ContentHash hash, int longest)
    {
        (_problems, _hash, _longest) = (problems, hash, longest);
        _stream = Utf8Bytes.Of(stream);
    }

    /// <summary>The number of the line, from 1; 0 before the first.</summary>
    public int Number { get; private set; }

    /// <summary>The line without its end. The caller may write to it, and loses it with the next one.</summary>
    public Span<char> Line => _chars.AsSpan(0, _length);

    /// <summary>Goes to the next line; false at the end.</summary>
    public bool Next()
    {
        if (_again) { _again = false; return true; }
        if (!FindLine(out var line)) return false;
        Number++;
        Decode(line);
        _hash.Add(line);
        _hash.EndLine();
        return true;
    }

    /// <summary>
    /// Goes to the next line that holds more than blanks and commas, with which spreadsheets fill up.
    /// </summary>
    public bool NextSignificant()
    {
        while (Next())
            if (!IsBlank) return true;
        return false;
    }

    /// <summary>Whether the line holds nothing but blanks and commas.</summary>
    public bool IsBlank => Line.IndexOfAnyExcept(" \t,") < 0;

    /// <summary>Lets the next call give this line again.</summary>
    public void Again() => _again = true;

    private bool FindLine(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            if (_afterReturn && _start < _end)
            {
                if (_bytes[_start] == '\n') _start++;
                _afterReturn = false;
            }
            var rest = _bytes.AsSpan(_start, _end - _start);
            var found = rest[searched..].IndexOfAny((byte)'\n', (byte)'\r');
            if ((found < 0 ? rest.Length : searched + found) > _longest)
                throw _problems.Fatal("line-too-long", Number + 1,
                    $"The line has more than {_longest} bytes; no meter data has such lines.");
            if (found >= 0)
            {
                line = rest[..(searched + found)];
                _afterReturn = rest[line.Length] == '\r';
                _start += line.Length + 1;
                return true;
            }
            searched = rest.Length;
            if (Fill()) continue;
            line = _bytes.AsSpan(_start, _end - _start);
            _start = _end;
            return line.Length > 0;
        }
    }

    /// <summary>Reads on, keeping what was not used yet; false at the end.</summary>
    private bool Fill()
    {
        if (_ended) return false;
        if (_start > 0)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _bytes.Length) Array.Resize(ref _bytes, _bytes.Length * 2);
        try
        {
            var read = _stream.Read(_bytes, _end, _bytes.Length - _end);
            _end += read;
            _ended = read == 0;
        }
        catch (DecoderFallbackException)
        {
            throw _problems.Fatal("not-text", Number + 1,
                "Here or below, the text isn't valid UTF-16, as its byte order mark promises.");
        }
        return !_ended;
    }

    private void Decode(ReadOnlySpan<byte> line)
    {
        if (_chars.Length < line.Length) _chars = new char[_bytes.Length];
        if (line.Contains((byte)0))
            throw _problems.Fatal("not-text", Number, "The line holds a NUL character: this isn't text in UTF-8.",
                "UTF-16 is read when it begins with a byte order mark; better, save the file as UTF-8.");
        var status = Utf8.ToUtf16(line, _chars, out var read, out _length, replaceInvalidSequences: false);
        if (status != System.Buffers.OperationStatus.Done)
            throw _problems.Fatal("not-text", Number,
                $"Byte {read + 1} of the line (0x{line[read]:X2}) isn't valid UTF-8.", "Save the file as UTF-8.");
    }
}

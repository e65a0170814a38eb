using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Busbar.Formats.Text;

/// <summary>
/// The characters of a text that doesn't come in lines, often a single one of many megabytes: decoded strictly, as
/// <see cref="LineReader"/> does, with their hash taken on the way, and refused where a piece is too long.
/// </summary>
/// <remarks>
/// A piece begins with a certain character (a tag's <c>&lt;</c>) and goes on until the next. Parsers keep a piece in
/// memory as a whole: what bounds a piece bounds them.
/// </remarks>
internal sealed class StrictText : TextReader
{
    private const int Capacity = 1 << 15;

    private readonly Stream _stream;
    private readonly Problems _problems;
    private readonly ContentHash _hash;
    private readonly int _longest;
    private readonly char? _beginsPiece;
    private readonly byte[] _bytes = new byte[Capacity];
    private readonly char[] _chars = new char[Capacity];
    private int _kept;
    private int _next;
    private int _end;
    private int _line = 1;
    private int _pieceLine = 1;
    private long _pieceLength;
    private bool _afterReturn;
    private bool _ended;

    /// <param name="longest">The most characters of a piece.</param>
    /// <param name="beginsPiece">The character that begins a piece; null where whoever reads counts himself.</param>
    /// <param name="declared">The encoding that the text itself declares, where it isn't UTF-8.</param>
    public StrictText(
        Stream stream, Problems problems, ContentHash hash, int longest, char? beginsPiece,
        Encoding? declared = null)
    {
        (_problems, _hash, _longest, _beginsPiece) = (problems, hash, longest, beginsPiece);
        _stream = Utf8Bytes.Of(stream, declared);
    }

    public override int Peek() => _next < _end || Fill() ? _chars[_next] : -1;

    public override int Read() => _next < _end || Fill() ? _chars[_next++] : -1;

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        if (buffer.IsEmpty || (_next == _end && !Fill())) return 0;
        var count = Math.Min(buffer.Length, _end - _next);
        _chars.AsSpan(_next, count).CopyTo(buffer);
        _next += count;
        return count;
    }

    /// <summary>Reads on when everything before was taken; false at the end.</summary>
    private bool Fill()
    {
        while (!_ended)
        {
            var read = ReadBytes();
            _ended = read == 0;
            var bytes = _bytes.AsSpan(0, _kept + read);
            var status = Utf8.ToUtf16(bytes, _chars, out var used, out var made, replaceInvalidSequences: false,
                isFinalBlock: _ended);
            Check(_chars.AsSpan(0, made));
            if (status == OperationStatus.InvalidData)
                throw _problems.Fatal("not-text", LineAt(bytes[..used]),
                    $"The byte 0x{bytes[used]:X2} isn't valid UTF-8 here.", "Save the file as UTF-8.");
            _line += _hash.AddLines(bytes[..used], ref _afterReturn);
            bytes[used..].CopyTo(_bytes);
            _kept = bytes.Length - used;
            (_next, _end) = (0, made);
            if (made > 0) return true;
        }
        return false;
    }

    private int ReadBytes()
    {
        try
        {
            return _stream.Read(_bytes, _kept, _bytes.Length - _kept);
        }
        catch (DecoderFallbackException)
        {
            throw _problems.Fatal("not-text", _line,
                "Here or below, the text isn't what it says it is: a byte doesn't fit its encoding.");
        }
    }

    private void Check(ReadOnlySpan<char> text)
    {
        if (text.IndexOf('\0') is var nul and >= 0)
            throw _problems.Fatal("not-text", _line + text[..nul].Count('\n'),
                "There is a NUL character here: this isn't text in UTF-8.",
                "UTF-16 is read when it begins with a byte order mark; better, save the file as UTF-8.");
        var line = _line;
        while (!text.IsEmpty && _beginsPiece is { } begins)
        {
            var begin = text.IndexOf(begins);
            var piece = begin < 0 ? text : text[..begin];
            _pieceLength += piece.Length;
            if (_pieceLength > _longest)
                throw _problems.Fatal("line-too-long", _pieceLine,
                    $"From here on there are more than {_longest} characters without a {begins}; no meter data "
                    + "has such.");
            line += piece.Count('\n');
            if (begin < 0) return;
            (_pieceLength, _pieceLine) = (0, line);
            text = text[(begin + 1)..];
        }
    }

    private int LineAt(ReadOnlySpan<byte> before) => _line + before.Count((byte)'\n');
}

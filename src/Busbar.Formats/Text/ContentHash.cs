using System.Security.Cryptography;

namespace Busbar.Formats.Text;

/// <summary>
/// The hash of a file's content, taken while it is read; see <see cref="MeterFile.ContentHash"/> for what it is taken
/// over.
/// </summary>
internal sealed class ContentHash : IDisposable
{
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _bytes = new byte[1 << 16];
    private int _length;
    private int _blankLines;
    private bool _isInLine;

    /// <summary>Adds a part of a line, in UTF-8.</summary>
    public void Add(ReadOnlySpan<byte> part)
    {
        if (part.IsEmpty) return;
        for (; _blankLines > 0; _blankLines--) Take("\n"u8);
        _isInLine = true;
        Take(part);
    }

    /// <summary>Ends a line.</summary>
    public void EndLine()
    {
        if (_isInLine) Take("\n"u8);
        else _blankLines++;
        _isInLine = false;
    }

    /// <summary>Adds text with whatever line ends it has, and gives how many lines ended in it.</summary>
    /// <param name="afterReturn">Whether the text before ended with CR; then whether this one does.</param>
    public int AddLines(ReadOnlySpan<byte> text, ref bool afterReturn)
    {
        if (afterReturn && text is [(byte)'\n', ..]) text = text[1..];
        else if (text.IsEmpty) return 0;
        afterReturn = text is [.., (byte)'\r'];
        var lines = 0;
        while (text.IndexOfAny((byte)'\n', (byte)'\r') is var end and >= 0)
        {
            Add(text[..end]);
            EndLine();
            lines++;
            var next = end + 1;
            if (text[end] == '\r' && next < text.Length && text[next] == '\n') next++;
            text = text[next..];
        }
        Add(text);
        return lines;
    }

    /// <summary>The hash of all that was added, in lower-case hexadecimal.</summary>
    public string Hex()
    {
        if (_isInLine) EndLine();
        Flush();
        return Convert.ToHexStringLower(_sha.GetCurrentHash());
    }

    public void Dispose() => _sha.Dispose();

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _bytes.Length - _length) Flush();
        if (bytes.Length > _bytes.Length)
        {
            _sha.AppendData(bytes);
            return;
        }
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Flush()
    {
        _sha.AppendData(_bytes, 0, _length);
        _length = 0;
    }
}

namespace Busbar.Formats.Containers;

/// <summary>A stream that is read once from its beginning to its end.</summary>
internal abstract class ForwardStream : Stream
{
    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public abstract override int Read(Span<byte> buffer);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>A stream whose beginning was already read: those bytes first, then the rest.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> beginning, Stream rest, bool ownsRest = false) : ForwardStream
{
    private ReadOnlyMemory<byte> _beginning = beginning;

    /// <summary>Reads up to <paramref name="count"/> bytes off a stream, fewer only at its end.</summary>
    public static byte[] Take(Stream stream, int count)
    {
        var bytes = new byte[count];
        return bytes[..stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false)];
    }

    public override int Read(Span<byte> buffer)
    {
        if (_beginning.IsEmpty) return rest.Read(buffer);
        var count = Math.Min(buffer.Length, _beginning.Length);
        _beginning.Span[..count].CopyTo(buffer);
        _beginning = _beginning[count..];
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && ownsRest) rest.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>
/// A part of a stream that can seek, from <paramref name="start"/>, <paramref name="length"/> bytes long.
/// </summary>
internal sealed class SliceStream(Stream whole, long start, long length) : ForwardStream
{
    private long _at;

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, length - _at);
        if (count == 0) return 0;
        whole.Position = start + _at;
        var read = whole.Read(buffer[..count]);
        _at += read;
        return read;
    }
}

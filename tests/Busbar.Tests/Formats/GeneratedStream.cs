namespace Busbar.Tests.Formats;

/// <summary>A stream of pieces that are made as they are read: many gigabytes without a file. It cannot seek.</summary>
internal sealed class GeneratedStream(IEnumerable<byte[]> pieces, int atOnce = int.MaxValue) : Stream
{
    private readonly IEnumerator<byte[]> _pieces = pieces.GetEnumerator();
    private byte[] _piece = [];
    private int _at;

    /// <summary>The number of bytes that were read.</summary>
    public long Taken { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }


    public override int Read(Span<byte> buffer)
    {
        while (_at == _piece.Length)
        {
            if (!_pieces.MoveNext()) return 0;
            (_piece, _at) = (_pieces.Current, 0);
        }
        var count = Math.Min(Math.Min(buffer.Length, _piece.Length - _at), atOnce);
        _piece.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        Taken += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _pieces.Dispose();
        base.Dispose(disposing);
    }
}

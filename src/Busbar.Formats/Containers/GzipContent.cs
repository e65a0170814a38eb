using System.Buffers.Binary;
using System.IO.Compression;

namespace Busbar.Formats.Containers;

/// <summary>
/// Unpacks gzip (RFC 1952), one member or several, and holds each to its checksum and length: a truncated or altered
/// file is refused, where the framework's own stream takes a truncated one for a short one.
/// </summary>
internal sealed class GzipContent(Stream packed, string name, Budget budget) : ForwardStream
{
    private const int TrailerLength = 8;

    private readonly Feed _feed = new(packed);
    private DeflateStream? _member;
    private Crc32 _checksum;
    private long _memberBytes;
    private long _bytes;
    private int _members;

    public override int Read(Span<byte> buffer)
    {
        while (!buffer.IsEmpty && (_member is not null || BeginMember()))
        {
            var read = Inflate(buffer);
            if (read > 0)
            {
                _checksum.Add(buffer[..read]);
                _memberBytes += read;
                _bytes += read;
                budget.Spend(read, _bytes, _feed.Taken);
                return read;
            }
            EndMember();
        }
        return 0;
    }

    private int Inflate(Span<byte> buffer)
    {
        try
        {
            return _member!.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw Refuse("The gzip file is damaged: what it holds can't be unpacked.");
        }
    }

    /// <summary>Reads a member's header; false where there is no further one.</summary>
    private bool BeginMember()
    {
        if (_members++ > 0 && !SkipPadding()) return false;
        var header = Need(10);
        if (header[0] != 0x1F || header[1] != 0x8B || header[2] != 8)
            throw Refuse(_members == 1 ? "The gzip file's header isn't one of deflate."
                : "After its end the gzip file goes on with something else.");
        var flags = header[3];
        if ((flags & 4) != 0) Need(BinaryPrimitives.ReadUInt16LittleEndian(Need(2)));
        if ((flags & 8) != 0) SkipText();
        if ((flags & 16) != 0) SkipText();
        if ((flags & 2) != 0) Need(2);
        _member = new(_feed, CompressionMode.Decompress, leaveOpen: true);
        (_checksum, _memberBytes) = (default, 0);
        return true;
    }

    /// <summary>
    /// A deflate stream that has ended doesn't ask for more; one that was cut off does, and gets nothing. Where it
    /// ended within the last bytes it took, it doesn't say: the checksum and length that must follow are known, and are
    /// found.
    /// </summary>
    private void EndMember()
    {
        if (_feed.Starved) throw Truncated();
        Span<byte> trailer = stackalloc byte[TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _checksum.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)(_memberBytes & uint.MaxValue));
        if (!_feed.FindInLast(trailer))
            throw _feed.Starved ? Truncated()
                : Refuse("The gzip file is damaged: its checksum or length isn't that of what it holds.");
        _member!.Dispose();
        _member = null;
    }

    /// <summary>Zeros after a member pad a tape's block and mean nothing; true where another member follows.</summary>
    private bool SkipPadding()
    {
        Span<byte> next = stackalloc byte[1];
        while (_feed.Read(next) == 1)
            if (next[0] != 0)
            {
                _feed.StepBack();
                return true;
            }
        return false;
    }

    private byte[] Need(int count)
    {
        var bytes = PrefixedStream.Take(_feed, count);
        return bytes.Length == count ? bytes : throw Truncated();
    }

    private void SkipText()
    {
        while (Need(1)[0] != 0) { }
    }

    private RefusedException Truncated() => Refuse("The gzip file is cut off: it ends before its content does.");

    private RefusedException Refuse(string message) => new(new Fault("damaged-archive", message, new(name)));

    protected override void Dispose(bool disposing)
    {
        if (disposing) _member?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The packed bytes, with the last piece that was taken still at hand.</summary>
    private sealed class Feed(Stream source) : ForwardStream
    {
        private readonly byte[] _bytes = new byte[1 << 16];
        private int _last;
        private int _next;
        private int _end;

        /// <summary>The number of bytes taken from the source.</summary>
        public long Taken { get; private set; }

        /// <summary>Whether more was asked for than there is.</summary>
        public bool Starved { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            if (_next == _end)
            {
                (_last, _next, _end) = (0, 0, 0);
                Fill();
            }
            var count = Math.Min(Math.Min(buffer.Length, _end - _next), _bytes.Length / 2);
            Starved |= count == 0 && !buffer.IsEmpty;
            _bytes.AsSpan(_next, count).CopyTo(buffer);
            (_last, _next) = (_next, _next + count);
            return count;
        }

        public void StepBack() => _next--;

        /// <summary>Finds bytes in the last piece taken or right behind it, and goes on after them.</summary>
        public bool FindInLast(ReadOnlySpan<byte> wanted)
        {
            if (_end - _next < wanted.Length)
            {
                _bytes.AsSpan(_last.._end).CopyTo(_bytes);
                (_last, _next, _end) = (0, _next - _last, _end - _last);
                while (_end - _next < wanted.Length && Fill()) { }
                Starved |= _end - _next < wanted.Length;
            }
            var until = Math.Min(_end, _next + wanted.Length);
            var found = _bytes.AsSpan(_last..until).IndexOf(wanted);
            if (found < 0) return false;
            Starved = false;
            _next = _last + found + wanted.Length;
            return true;
        }

        private bool Fill()
        {
            var read = source.Read(_bytes.AsSpan(_end));
            _end += read;
            Taken += read;
            return read > 0;
        }
    }
}

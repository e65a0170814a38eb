namespace Busbar.Metering;

/// <summary>Appends bytes and variable-length integers.</summary>
internal sealed class ByteWriter(int capacity)
{
    private byte[] _bytes = new byte[capacity];
    private int _length;

    public void Byte(byte value) => Room(1)[0] = value;

    /// <summary>Seven bits a byte, least first.</summary>
    public void Unsigned(UInt128 value)
    {
        for (; value >= 0x80; value >>= 7) Byte((byte)((uint)(value & 0x7F) | 0x80));
        Byte((byte)value);
    }

    /// <summary>Folded so that small numbers of either sign are short: 0, -1, 1, -2, …</summary>
    public void Signed(Int128 value) => Unsigned(unchecked((UInt128)((value << 1) ^ (value >> 127))));

    /// <summary>The next <paramref name="length"/> bytes, to be written by the caller.</summary>
    public Span<byte> Room(int length)
    {
        if (_length + length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + length));
        var room = _bytes.AsSpan(_length, length);
        _length += length;
        return room;
    }

    public byte[] ToArray() => _bytes[.._length];
}

/// <summary>Reads what <see cref="ByteWriter"/> wrote.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public UInt128 Unsigned()
    {
        var (value, shift) = (UInt128.Zero, 0);
        while (true)
        {
            var next = Byte();
            if (shift > 126) throw new InvalidDataException("A number in a block is too long.");
            value |= (UInt128)(next & 0x7Fu) << shift;
            if (next < 0x80) return value;
            shift += 7;
        }
    }

    public Int128 Signed()
    {
        var folded = Unsigned();
        return unchecked((Int128)(folded >> 1) ^ -(Int128)(folded & 1));
    }

    public ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length) throw new InvalidDataException("A block ends before its time.");
        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}

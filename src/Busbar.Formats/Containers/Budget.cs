namespace Busbar.Formats.Containers;

/// <summary>
/// Counts what a file unpacks to, all that it contains together, and refuses it when that is too much.
/// </summary>
internal sealed class Budget(string file, Limits limits)
{
    private long _spent;

    /// <summary>Counts bytes that came out of no packing.</summary>
    public void Spend(int bytes)
    {
        _spent += bytes;
        if (_spent > limits.UnpackedBytes)
            throw Refuse("too-large", $"The file holds more than {limits.UnpackedBytes} bytes; split it.");
    }

    /// <summary>
    /// Counts bytes that came out of packing: so many now, of an entry's so many, packed into so many.
    /// </summary>
    public void Spend(int bytes, long unpacked, long packed)
    {
        Spend(bytes);
        if (unpacked > limits.RatioFromBytes && unpacked / limits.Ratio > packed)
            throw Refuse("too-compressed",
                $"The file unpacks to more than {limits.Ratio} times its size, as no meter data "
                + "does: it was made to fill the machine's memory or disk.");
    }

    private RefusedException Refuse(string code, string message) => new(new Fault(code, message, new(file)));
}

/// <summary>A stream whose bytes are counted against the budget; it owns the one it reads.</summary>
internal sealed class CountedStream(PrefixedStream inner, Budget budget) : ForwardStream
{
    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        budget.Spend(read);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}

using Busbar.Metering;

namespace Busbar.Formats.Export;

/// <summary>A file of readings that is being written, piece by piece: nothing of it is kept in memory for long.
/// </summary>
public abstract class ReadingsFile : IDisposable
{
    /// <summary>How many readings are written, those that say that there is no value among them.</summary>
    public long Count { get; protected set; }

    /// <summary>Whether it says all that is known of the readings: their format may have no place for some of it.
    /// </summary>
    public bool IsWhole { get; protected set; } = true;

    /// <summary>Adds what is known of a channel over a span. Slots for which nothing was ever received are left out.
    /// </summary>
    /// <param name="readings">With the versions of the files; the spans of one channel come in order, one after
    /// another.</param>
    public abstract void Add(Connection connection, Channel channel, Series readings);

    /// <summary>Writes what a file has at its end, once.</summary>
    public abstract void End();

    /// <summary>Gives back what writing holds; the stream stays with whoever opened it.</summary>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The same, for a format that holds something.</summary>
    protected virtual void Dispose(bool isDisposing) { }

    /// <summary>The slots for which something was received.</summary>
    private protected static IEnumerable<int> Known(Series readings) =>
        Enumerable.Range(0, readings.Length).Where(slot => readings.Receipts[slot] != 0);
}

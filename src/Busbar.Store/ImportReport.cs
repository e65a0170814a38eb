using Busbar.Metering;
using NodaTime;

namespace Busbar.Store;

/// <summary>What became of a file's rows: every one is counted once.</summary>
/// <param name="Accepted">A reading of the row is new, or holds now instead of another.</param>
/// <param name="Unchanged">All that the row says was known.</param>
/// <param name="Suspended">Its connection or channel isn't in the book; it comes in when that is.</param>
/// <param name="Rejected">It can't be used, or all it says had been outranked; it is in quarantine with the
/// reason.</param>
public readonly record struct RowCounts(long Accepted, long Unchanged, long Suspended, long Rejected)
{
    /// <summary>All rows of the file.</summary>
    public long Total => Accepted + Unchanged + Suspended + Rejected;
}

/// <summary>The rows that were rejected for one reason.</summary>
/// <param name="Reason">A stable code: see <see cref="Judge.Reasons"/>; or <c>outranked</c>,
/// <c>conflicting-values</c>.</param>
/// <param name="Examples">The first of them, each with a sentence and its place.</param>
public sealed record RejectedRows(string Reason, long Count, IReadOnlyList<Fault> Examples);

/// <summary>The rows that wait for one connection.</summary>
/// <param name="FirstLine">The line of the first of them.</param>
public sealed record SuspendedRows(string Connection, string Channel, long Count, int FirstLine)
{
    /// <summary>The sum of their readings, as in <c>12.5 kWh</c>; null where it isn't asked for, or there is none: of
    /// registers, or without a unit.</summary>
    public string? Amount { get; init; }
}

/// <summary>The rejected rows of one connection, channel and reason that are kept.</summary>
/// <param name="Example">What is said of one of them.</param>
public sealed record WaitingRejects(string Connection, string Channel, string Reason, long Count, string Example);

/// <summary>Where the values of a channel changed: within this span, not necessarily everywhere in it.</summary>
public sealed record ChangedSpan(string Connection, string Channel, Instant From, Instant To);

/// <summary>What the import of one file did.</summary>
/// <param name="File">The file's name.</param>
/// <param name="AlreadyImported">Whether the same content had been imported: nothing was changed, and the counts are
/// empty.</param>
/// <param name="Receipt">The receipt that was made; that of the first time where it was imported already.</param>
/// <param name="Rows">Every row of the file, by what became of it.</param>
/// <param name="Readings">Every reading of the rows that were taken in.</param>
/// <param name="Rejected">The rejected rows by reason, the most frequent first.</param>
/// <param name="Suspended">The suspended rows by connection and channel.</param>
/// <param name="Changed">Where values changed, by connection, channel and time.</param>
public sealed record ImportReport(
    string File, bool AlreadyImported, long? Receipt, RowCounts Rows, ReadingCounts Readings,
    IReadOnlyList<RejectedRows> Rejected, IReadOnlyList<SuspendedRows> Suspended, IReadOnlyList<ChangedSpan> Changed)
{
    /// <summary>The holes that it leaves or makes.</summary>
    public Holes Holes { get; init; } = Holes.None;
}

/// <summary>What became of suspended rows whose connection has come.</summary>
/// <param name="Rows">Those that were released, by what became of them; none of them is suspended.</param>
public sealed record ReleaseReport(
    RowCounts Rows, ReadingCounts Readings, IReadOnlyList<RejectedRows> Rejected, IReadOnlyList<ChangedSpan> Changed);

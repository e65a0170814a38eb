using System.Globalization;
using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Store;

namespace Busbar.Runs;

/// <summary>Rows of connections or channels that the book doesn't have, as something that waits for a decision: those
/// of one file together.</summary>
internal static class SuspendedItems
{
    private const string NoConnection = "unknown-connection";
    private const string NoChannel = "unknown-channel";

    /// <summary>Why rows wait.</summary>
    public static readonly IReadOnlyList<string> Reasons = [NoConnection, NoChannel];

    /// <param name="isMeant">Which rows; null: all.</param>
    public static IReadOnlyList<QuarantineItem> Of(Snapshot snapshot, Book book, Func<MeterRow, bool>? isMeant) =>
        [.. SuspenseStore.Rows(snapshot, isMeant).Select(rows => new QuarantineItem(
            "suspended-" + rows.Ids[0].ToString(CultureInfo.InvariantCulture), rows.Connection, rows.Channel,
            book.Connections.ContainsKey(rows.Connection) ? NoChannel : NoConnection, Sentence(rows, book), rows.File,
            rows.FirstLine) { Suspended = rows })];

    /// <summary>Leaves them out for good.</summary>
    /// <exception cref="RefusedException">Something else was decided.</exception>
    public static ReleaseReport? Decide(Change change, QuarantineItem item, QuarantineDecision decision, string note)
    {
        if (decision != QuarantineDecision.Reject)
            throw Quarantining.Refused(item, "can't be accepted, corrected or estimated: nothing is known of "
                + (item.Reason == NoChannel ? $"channel {item.Channel} of connection {item.Connection}"
                    : $"connection {item.Connection}"),
                "Add it to the book and apply it: its rows come in then. Or reject them.");
        SuspenseStore.Reject(change, item.Suspended!.Ids, item.Reason, item.Sentence, note);
        return null;
    }

    private static string Sentence(SuspendedOfFile rows, Book book)
    {
        var what = book.Connections.ContainsKey(rows.Connection)
            ? $"Connection {rows.Connection} has no channel {rows.Channel} in the book"
            : $"The book has no connection {rows.Connection}";
        return rows.Ids.Count == 1 ? $"{what}: this row waits until it has."
            : string.Create(CultureInfo.InvariantCulture,
                $"{what}: {rows.Ids.Count} rows up to line {rows.LastLine} wait until it has.");
    }
}

using Busbar.Formats.Export;
using Busbar.Metering;
using Busbar.Store;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Runs;

/// <summary>What is to be exported.</summary>
/// <param name="Connections">Their ids; all of the book where none is named.</param>
/// <param name="Period">The local days of each connection's own zone.</param>
/// <param name="Channel">Only this one of each connection that has it; null: all.</param>
public sealed record ExportOrder(IReadOnlyList<string> Connections, Days Period, string? Channel = null);

/// <summary>What was exported.</summary>
/// <param name="Connections">How many connections have a reading in it.</param>
/// <param name="Readings">How many readings.</param>
/// <param name="LeftOut">The channels that have no readings of intervals because registers count them, or the
/// connections that have no registers.</param>
public sealed record ExportReport(int Connections, long Readings, int LeftOut)
{
    /// <summary>Whether the file says all that is known of the readings; a format may have no place for some of it.
    /// </summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>How many readings a rule about values is against, somebody having accepted them: they wait anew where
    /// the file is imported.</summary>
    public long Accepted { get; init; }
}

/// <summary>Writes readings out of the store, a piece at a time: memory doesn't grow with what is written.</summary>
public static class Exporting
{
    private const int SlotsAtOnce = 300_000;
    private const int PiecesAtOnce = 200;

    /// <summary>Writes the readings of intervals, by connection, channel and time.</summary>
    /// <param name="open">Opens the file, given when the database last received something.</param>
    /// <param name="progress">Told now and then how many connections are done, and of how many.</param>
    /// <exception cref="RefusedException">There is no book or no such connection, or nothing to write.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static ExportReport Intervals(
        Database database, ExportOrder order, Func<Instant, ReadingsFile> open, Action<int, int>? progress = null,
        CancellationToken cancel = default)
    {
        using var snapshot = database.Snapshot();
        var connections = ConnectionsOf(snapshot, order);
        using var file = open(ReceivedAt(snapshot));
        var (batch, slots, with, leftOut) = (new List<ReadsWanted>(), 0L, new HashSet<string>(), 0);
        var accepted = 0L;
        foreach (var (index, connection) in connections.Index())
        {
            cancel.ThrowIfCancellationRequested();
            progress?.Invoke(index, connections.Count);
            var span = order.Period.InstantsIn(connection.Zone);
            var (first, last) = Pieces.Months(span);
            var months = KnownMonths.Of(snapshot, connection.Id, first, last);
            foreach (var channel in Naming.ChannelsOf(connection, null)
                .Where(channel => order.Channel is null || channel.Name == order.Channel))
            {
                if (connection.IsReadByRegisters(channel.Name)) leftOut++;
                else foreach (var piece in Pieces.Of(connection, channel.Name, span, months[channel.Name]))
                {
                    batch.Add(piece);
                    slots += (piece.To - piece.From).Days * 1440L / connection.IntervalMinutes;
                    if (slots < SlotsAtOnce && batch.Count < PiecesAtOnce) continue;
                    accepted += Flush(snapshot, batch, file, with);
                    slots = 0;
                }
            }
        }
        accepted += Flush(snapshot, batch, file, with);
        if (file.Count == 0) throw Nothing(order, leftOut == 0 ? null
            : "Registers count what there is: export what they showed with --register.");
        file.End();
        return new(with.Count, file.Count, leftOut) { IsWhole = file.IsWhole, Accepted = accepted };
    }

    /// <summary>Writes what registers showed within the period, its two ends among it.</summary>
    /// <exception cref="RefusedException">There is no book or no such connection, or nothing to write.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static ExportReport Registers(
        Database database, ExportOrder order, RegisterCsvFile file, Action<int, int>? progress = null,
        CancellationToken cancel = default)
    {
        using var snapshot = database.Snapshot();
        var connections = ConnectionsOf(snapshot, order);
        var (with, leftOut) = (0, 0);
        foreach (var (index, connection) in connections.Index())
        {
            cancel.ThrowIfCancellationRequested();
            progress?.Invoke(index, connections.Count);
            if (connection.Meters.Count == 0) leftOut++;
            var (before, span) = (file.Count, order.Period.InstantsIn(connection.Zone));
            foreach (var reading in ReadStore.OfRegisters(snapshot, connection.Id))
                if (reading.Read.At >= span.Start && reading.Read.At <= span.End)
                    file.Add(connection, reading.Register, reading.Read);
            if (file.Count > before) with++;
        }
        if (file.Count == 0) throw Nothing(order, "Without --register, readings of intervals are exported.");
        return new(with, file.Count, leftOut);
    }

    private static IReadOnlyList<Connection> ConnectionsOf(Snapshot snapshot, ExportOrder order)
    {
        var book = StoredBook.Load(snapshot);
        IReadOnlyList<Connection> all = order.Connections.Count > 0
            ? [.. order.Connections.Distinct().Select(id => Naming.ConnectionOf(book, snapshot, id))]
            : [.. book.Connections.Values.OrderBy(one => one.Id, StringComparer.Ordinal)];
        if (order.Channel is not { } channel || all.Any(one => one.Channels.ContainsKey(channel))) return all;
        throw new RefusedException(new Fault("unknown-channel",
            $"No connection that would be exported has a channel {channel}.", Name: channel,
            Hint: Nearest.Hint(channel, all.SelectMany(one => one.Channels.Keys))));
    }

    private static Instant ReceivedAt(Snapshot snapshot) =>
        ReceiptStore.Find(snapshot, [snapshot.Receipt]).TryGetValue(snapshot.Receipt, out var receipt)
            ? InstantPattern.ExtendedIso.Parse(receipt.ReceivedAt).Value : Instant.FromUnixTimeSeconds(0);

    /// <summary>Writes some pieces; how many of their readings a rule is against.</summary>
    private static long Flush(Snapshot snapshot, List<ReadsWanted> batch, ReadingsFile file, HashSet<string> with)
    {
        var (judge, accepted) = (new Judge("", Instant.MaxValue), 0L);
        foreach (var (wanted, readings) in batch.Zip(ReadStore.Load(snapshot, batch)))
        {
            var before = file.Count;
            file.Add(wanted.Connection, wanted.Connection.Channels[wanted.Channel], readings);
            accepted += judge.CountAgainst(readings, wanted.Connection, wanted.Connection.Channels[wanted.Channel]);
            if (file.Count > before) with.Add(wanted.Connection.Id);
        }
        batch.Clear();
        return accepted;
    }

    private static RefusedException Nothing(ExportOrder order, string? hint) => new(new Fault("no-readings",
        $"There is nothing to export from {order.Period}"
        + $"{(order.Connections.Count == 0 ? "" : $" for {string.Join(", ", order.Connections)}")}.", Hint: hint));
}

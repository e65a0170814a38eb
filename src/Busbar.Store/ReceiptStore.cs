using Busbar.Metering;
using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>A row that waited until a receipt let it in.</summary>
/// <param name="File">The file that it came in.</param>
public sealed record ReleasedRow(long ReleasedBy, string File, MeterRow Row);

/// <summary>Receipts by what they brought: when readings came, from where, and when they became others.</summary>
public static class ReceiptStore
{
    /// <summary>Some receipts by number; those that there aren't are left out.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyDictionary<long, Receipt> Find(Snapshot snapshot, IEnumerable<long> numbers) =>
        snapshot.Guard(() => (IReadOnlyDictionary<long, Receipt>)numbers.Distinct().Chunk(Texts.Chunk)
            .SelectMany(chunk =>
            {
                var parameters = new DynamicParameters();
                return snapshot.Connection.Query<Receipt>(
                    $"""
                    SELECT id AS Number, received_at AS ReceivedAt, kind AS Kind, source AS Source FROM receipts
                    WHERE id IN {parameters.Any("r", chunk)}
                    """, parameters);
            }).ToDictionary(receipt => receipt.Number));

    /// <summary>The rows of a connection that waited until one of some receipts let them in, by receipt, in the order
    /// in which they had come; not those that somebody has left out.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<ReleasedRow> Released(
        Snapshot snapshot, string connection, IReadOnlyCollection<long> receipts) => snapshot.Guard(() =>
        (IReadOnlyList<ReleasedRow>)[.. receipts.Distinct().Order().Chunk(Texts.Chunk).SelectMany(chunk =>
        {
            var parameters = new DynamicParameters(new { connection });
            var any = parameters.Any("r", chunk);
            return snapshot.Connection.Query<(long ReleasedBy, string File, byte[] Body, long Line)>(
                $"""
                SELECT w.released_by, w.file, w.body, w.line FROM (
                    SELECT s.released_by, r.source AS file, s.body, s.line, s.receipt
                    FROM suspense s JOIN receipts r ON r.id = s.receipt
                    WHERE s.connection = @connection AND s.released_by IN {any}
                    UNION ALL
                    SELECT released_by, file, body, line, receipt FROM quarantine
                    WHERE connection = @connection AND released_by IN {any} AND body IS NOT NULL
                      AND (decision IS NULL OR decision <> 'reject')) w
                ORDER BY w.released_by, w.receipt, w.line
                """, parameters);
        }).Select(row => new ReleasedRow(row.ReleasedBy, row.File, SuspendedRow.Read(row.Body, (int)row.Line)))]);

    /// <summary>The numbers of the receipts, up to the snapshot's, that changed readings of a channel in some months,
    /// in order.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<long> ThatChanged(
        Snapshot snapshot, Connection connection, string channel, YearMonth first, YearMonth last) =>
        snapshot.Guard(() => snapshot.Connection.Query<long>(
            """
            SELECT DISTINCT u.replaced_by FROM block_undo u JOIN series s ON s.id = u.series
            WHERE s.kind = @kind AND s.owner = @owner AND s.name = @channel AND u.month BETWEEN @first AND @last
                AND u.replaced_by <= @Receipt
            ORDER BY u.replaced_by
            """, new
            {
                kind = SeriesName.Channel, owner = connection.Id, channel, first = first.ToNumber(),
                last = last.ToNumber(), snapshot.Receipt,
            }).AsList());
}

using Busbar.Metering;
using Dapper;
using NodaTime;

namespace Busbar.Store;

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

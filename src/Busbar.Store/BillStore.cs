using System.Data.Common;
using System.IO.Compression;
using System.Text;
using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>Issued bills: each charge once, numbers without gaps, and nothing of it ever changes.</summary>
public static class BillStore
{
    private const int MostTries = 5;

    /// <summary>
    /// Issues bills in one transaction, in the order given. A bill of which a charge is billed already is left out and
    /// says so; the others are issued all the same.
    /// </summary>
    /// <returns>What became of each bill, in the order given.</returns>
    /// <exception cref="RefusedException">A bill has one of the numbers already, or is dated before the last of its
    /// series; nothing was issued.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used; nothing was issued.</exception>
    public static IReadOnlyList<IssueOutcome> Issue(Database database, IReadOnlyList<NewBill> bills) =>
        Issue(database, bills, null)!;

    /// <summary>Likewise, if nothing was received after a receipt; else nothing is issued, and null says so.</summary>
    /// <param name="latest">The receipt up to which the bills are known to be right.</param>
    /// <exception cref="RefusedException">A bill has one of the numbers already, or is dated before the last of its
    /// series; nothing was issued.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used; nothing was issued.</exception>
    public static IReadOnlyList<IssueOutcome>? Issue(Database database, IReadOnlyList<NewBill> bills, long? latest)
    {
        foreach (var bill in bills)
            if (bill.Charges.Count == 0)
                throw new ArgumentException($"The bill of account {bill.Account} has no charge.");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return database.Write(WriterOf.Bills, connection => IsOutdated(database, connection, latest) ? null
                    : BillWriter.Issue(connection, bills, database.Now()));
            }
            catch (DbException problem) when (attempt < MostTries && database.Engine.IsTaken(problem))
            {
                // Somebody who doesn't keep our lock billed one of the charges meanwhile; now it is seen.
            }
        }
    }

    /// <summary>
    /// Takes a bill back and, where there is one, issues the bill instead, in one transaction: its charges cease to
    /// live, a credit note and the bill get their numbers, or nothing of it happens.
    /// </summary>
    /// <param name="bill">Null where nothing is to be billed instead.</param>
    /// <param name="latest">The receipt up to which the bill is known to be right: if something was received after it,
    /// nothing is issued; null: whatever was received.</param>
    /// <exception cref="RefusedException">A document has one of the numbers already, or is dated before the last of its
    /// series; nothing was issued.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used; nothing was issued.</exception>
    public static RebillOutcome Rebill(
        Database database, NewCredit credit, NewBill? bill, Numbering credits, long? latest = null) =>
        database.Write(WriterOf.Bills, connection => IsOutdated(database, connection, latest)
            ? new RebillOutcome.Outdated()
            : BillWriter.Rebill(connection, credit, bill, credits, database.Now()),
            isKept: outcome => outcome is RebillOutcome.Done);

    /// <summary>Whether something was received after a receipt; where not, nothing is until the transaction ends.
    /// </summary>
    private static bool IsOutdated(Database database, DbConnection connection, long? latest)
    {
        if (latest is null) return false;
        database.Engine.HoldReceipts(connection);
        return Snapshot.LatestReceipt(connection) > latest;
    }

    /// <summary>The number of the credit note that took a bill back; null while it stands.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static string? CreditOf(Database database, string bill) =>
        Read(database, connection => BillWriter.CreditOf(connection, bill));

    /// <summary>The number of the bill that was issued instead of one; null where there is none.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static string? ReplacementOf(Database database, string bill) =>
        Read(database, connection => connection.ExecuteScalar<string?>(
            "SELECT number FROM bills WHERE replaces = @bill", new { bill }));

    /// <summary>
    /// The live charges of some agreements that cover a day, or are of a billing period that starts, from one day on
    /// and before another.
    /// </summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<ChargeOnBill> BilledWithin(Database database, IReadOnlyCollection<string> agreements,
        LocalDate from, LocalDate to, LocalDate? standingOn = null) =>
        Read(database, connection => BillWriter.BilledWithin(connection, agreements, from, to, standingOn));

    /// <summary>Says before the work what would be refused after it: a document that is dated before the last of its
    /// series.</summary>
    /// <exception cref="RefusedException">A document of the series was issued on a later day.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static void RefuseEarlier(Database database, Numbering series, LocalDate issuedOn) =>
        Read(database, connection =>
        {
            BillWriter.RefuseEarlier(connection, series, [], issuedOn);
            return 0;
        });

    /// <summary>The bill of a number, or null.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static StoredBill? Find(Database database, string number) => Read(database, connection =>
        connection.QuerySingleOrDefault<BillRow>(
            $"{Selected}, inputs_hash AS InputsHash, body AS Body, explanation AS Explanation "
            + "FROM bills WHERE number = @number", new { number }) is { } row
            ? new StoredBill(row.Head(), row.InputsHash!, row.Body!, Unpack(row.Explanation!)) : null);

    /// <summary>Some bills by their numbers, in that order; those that there aren't are left out.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<BillHead> Heads(Database database, IReadOnlyCollection<string> numbers) =>
        Read(database, connection => numbers.Distinct().Chunk(Texts.Chunk).SelectMany(chunk =>
        {
            var parameters = new DynamicParameters();
            return connection.Query<BillRow>(
                $"{Selected} FROM bills WHERE number IN {parameters.Any("n", chunk)}", parameters);
        }).Select(row => row.Head()).OrderBy(head => head.Number, StringComparer.Ordinal).ToList());

    /// <summary>
    /// Bills by period and number: of an account, where one is given, and of periods that begin from a day on and
    /// before another.
    /// </summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<BillHead> List(
        Database database, string? account = null, LocalDate? from = null, LocalDate? to = null) =>
        Read(database, connection => connection.Query<BillRow>(
            $"""
            {Selected} FROM bills
            WHERE (@account = '' OR account = @account) AND period_start >= @from AND period_start < @to
            ORDER BY period_start, number
            """,
            new { account = account ?? "", from = from?.ToText() ?? "", to = to?.ToText() ?? "~" })
        .Select(row => row.Head()).ToList());

    /// <summary>
    /// What issued bills that stand were made from, of some connections (an empty one: market series) between two
    /// instants.
    /// </summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyList<InputOfBill> BilledOver(
        Database database, IReadOnlyCollection<string> connections, Instant from, Instant to) =>
        Read(database, connection =>
        connections.Distinct().Chunk(Texts.Chunk).SelectMany(chunk =>
        {
            var parameters = new DynamicParameters(new { from = from.ToText(), to = to.ToText() });
            return connection.Query<(
                string Number, string Account, string Connection, string Channel, string From, string To, byte[] Hash)>(
                $"""
                SELECT b.number, b.account, i.connection, i.channel, i.from_at, i.to_at, i.hash
                FROM bill_inputs i JOIN bills b ON b.id = i.bill
                WHERE i.connection IN {parameters.Any("c", chunk)} AND i.from_at < @to AND i.to_at > @from
                  AND NOT EXISTS (SELECT 1 FROM bills c WHERE c.credits = b.number)
                ORDER BY b.number, i.connection, i.channel
                """, parameters);
        }).Select(row => new InputOfBill(row.Number, row.Account,
            new(row.Connection, row.Channel, Texts.ToInstant(row.From), Texts.ToInstant(row.To), row.Hash))).ToList());

    internal static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
            brotli.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private static ReadOnlyMemory<byte> Unpack(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        brotli.CopyTo(unpacked);
        return unpacked.GetBuffer().AsMemory(0, (int)unpacked.Length);
    }

    private static T Read<T>(Database database, Func<DbConnection, T> read) => database.Engine.Guard(() =>
    {
        using var connection = database.Connect();
        return read(connection);
    });

    private const string Selected =
        """
        SELECT id AS Id, number AS Number, account AS Account, period_start AS PeriodStart, period_end AS PeriodEnd,
        issued_on AS IssuedOn, currency AS Currency, net AS Net, tax AS Tax, rounding AS Rounding,
        total + rounding AS Total, receipt AS Receipt, credits AS Credits, replaces AS Replaces, issuer AS Issuer
        """;

    private sealed class BillRow
    {
        public required string Id { get; init; }

        public required string Number { get; init; }

        public required string Account { get; init; }

        public required string PeriodStart { get; init; }

        public required string PeriodEnd { get; init; }

        public required string IssuedOn { get; init; }

        public required string Currency { get; init; }

        public long Net { get; init; }

        public long Tax { get; init; }

        public long Rounding { get; init; }

        public long Total { get; init; }

        public long Receipt { get; init; }

        public string? Credits { get; init; }

        public string? Replaces { get; init; }

        public required string Issuer { get; init; }

        public byte[]? InputsHash { get; init; }

        public string? Body { get; init; }

        public byte[]? Explanation { get; init; }

        public BillHead Head() => new(
            Id, Number, Account, Texts.ToDate(PeriodStart), Texts.ToDate(PeriodEnd), Texts.ToDate(IssuedOn), Currency,
            Net, Tax, Total, Receipt, Credits, Replaces, Issuer) { Rounding = Rounding };
    }
}

using System.Data.Common;
using Dapper;

namespace Busbar.Store;

/// <summary>What came by bank statements, what was sent to be collected, and who was reminded.</summary>
public static class PaymentStore
{
    /// <summary>Lines of bank statements, by day and id.</summary>
    public static IReadOnlyList<BankRecord> Lines(Snapshot snapshot) =>
        snapshot.Guard(() => Lines(snapshot.Connection));

    /// <summary>Likewise, while somebody posts.</summary>
    public static IReadOnlyList<BankRecord> Lines(LedgerView ledger) => Lines(ledger.Connection);

    /// <summary>The line of a receipt; null where there is none.</summary>
    public static BankRecord? Find(LedgerView ledger, string id) => Lines(ledger.Connection, "id = @value", id)
        .SingleOrDefault();

    /// <summary>What was sent to be collected, by id.</summary>
    public static IReadOnlyList<SentDebit> SentDebits(LedgerView ledger) => SentDebits(ledger.Connection);

    /// <summary>Likewise, in a snapshot.</summary>
    public static IReadOnlyList<SentDebit> SentDebits(Snapshot snapshot) =>
        snapshot.Guard(() => SentDebits(snapshot.Connection));

    /// <summary>The direct debits that the bank booked, with the lines that did, in their order.</summary>
    public static IReadOnlyList<(string Debit, string Line)> Booked(LedgerView ledger) =>
        [.. ledger.Connection.Query<(string, string)>(
            "SELECT collection, line FROM booked_collections ORDER BY line, collection")];

    /// <summary>The direct debits that the bank gave back without booking them.</summary>
    public static IReadOnlyList<string> Rejected(LedgerView ledger) =>
        [.. ledger.Connection.Query<string>("SELECT collection FROM rejected_collections ORDER BY collection")];

    /// <summary>The reminders that were sent.</summary>
    public static IReadOnlyList<Reminder> Reminders(LedgerView ledger) =>
        [.. ledger.Connection.Query<(string Account, string Document, string Stage, string On, long Book, string Due,
            long Open, long Fee, long Interest, string FeeDocument)>(
            """
            SELECT account, document, stage, sent_on, book, due, amount, fee, interest, fee_document
            FROM reminders ORDER BY sent_on, account, document, stage
            """)
        .Select(row => new Reminder(row.Account, row.Document, row.Stage, Texts.ToDate(row.On))
        {
            Letter = row.Book == 0 ? null
                : new(row.Book, Texts.ToDate(row.Due), row.Open, row.Fee, row.Interest, row.FeeDocument),
        })];

    private static List<BankRecord> Lines(DbConnection connection, string where = "@value = ''", string value = "") =>
        [.. connection.Query<LineRow>(
            $"""
            SELECT id AS Id, bank AS Bank, reference AS Reference, booked_on AS BookedOn, amount AS Amount,
              currency AS Currency, name AS Name, iban AS Iban, text AS Text, end_to_end AS EndToEnd, reason AS Reason,
              file AS File, whole AS Whole
            FROM bank_lines WHERE {where} ORDER BY booked_on, id
            """, new { value })
        .Select(row => new BankRecord(row.Id, row.Bank, row.Reference, Texts.ToDate(row.BookedOn), row.Amount,
            row.Currency, row.Name, row.Iban, row.Text, row.EndToEnd, row.Reason, row.File)
        {
            Whole = row.Whole,
        })];

    private static List<SentDebit> SentDebits(DbConnection connection) =>
        [.. connection.Query<(
            string Id, string Batch, string Account, long Amount, string On, string Mandate, string Documents,
            string Payment, string Sequence, string Creditor, string Instalments,
            long PaidBefore)>(
            "SELECT id, batch, account, amount, collect_on, mandate, documents, payment, sequence, creditor, "
            + "instalments, paid_before FROM collections ORDER BY id")
        .Select(row => new SentDebit(row.Id, row.Batch, row.Account, row.Amount, Texts.ToDate(row.On), row.Mandate,
            row.Documents.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Payment = row.Payment, Sequence = row.Sequence, Creditor = row.Creditor,
            Instalments = [.. row.Instalments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Texts.ToDate)],
            PaidBefore = row.PaidBefore,
        })];

    private sealed class LineRow
    {
        public required string Id { get; init; }

        public required string Bank { get; init; }

        public required string Reference { get; init; }

        public required string BookedOn { get; init; }

        public long Amount { get; init; }

        public required string Currency { get; init; }

        public required string Name { get; init; }

        public required string Iban { get; init; }

        public required string Text { get; init; }

        public required string EndToEnd { get; init; }

        public required string Reason { get; init; }

        public required string File { get; init; }

        public required string Whole { get; init; }
    }
}

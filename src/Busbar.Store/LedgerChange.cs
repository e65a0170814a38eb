using System.Data.Common;
using System.Globalization;
using Busbar.Ledger;
using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>A transaction that posts: all of what is posted in it is kept, or nothing.</summary>
public sealed class LedgerChange : LedgerView
{
    private readonly Instant _now;
    private readonly List<Entry> _posted = [];

    internal LedgerChange(DbConnection connection, Instant now) : base(connection) => _now = now;

    /// <summary>What was posted in it, in its order.</summary>
    public IReadOnlyList<Entry> Posted => _posted;

    /// <summary>Posts entries in the order given.</summary>
    /// <returns>The number of each.</returns>
    public IReadOnlyList<long> Post(params IReadOnlyList<Entry> entries)
    {
        _posted.AddRange(entries);
        return LedgerWriter.Post(Connection, entries);
    }

    /// <summary>Posts the opposite of an entry, once.</summary>
    public void Reverse(PostedEntry posted, LocalDate on, EntryKind kind, string reference)
    {
        var entry = posted.Entry.Reversed(on, kind, reference);
        _posted.Add(entry);
        LedgerWriter.Post(Connection, [entry], [posted.Number]);
    }

    /// <summary>Keeps what became more or less of commissions.</summary>
    /// <returns>The rows with their numbers.</returns>
    public IReadOnlyList<CommissionRow> Add(IReadOnlyList<CommissionRow> rows) => CommissionStore.Add(this, rows);

    /// <summary>Issues an invoice of commissions with what is on it.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="RefusedException">A document has its number already.</exception>
    public string Issue(NewBill invoice, IEnumerable<CommissionRow> rows)
    {
        var number = BillWriter.Issue(Connection, [invoice], _now)[0].Number;
        CommissionStore.Invoiced(this, [.. rows.Select(row => row.Id)], number);
        return number;
    }

    /// <summary>The next id of a series: <c>R-000001</c>.</summary>
    public string Next(string prefix) => prefix + "-" + BillWriter.LastTaken(Connection, $"id:{prefix}", 1)
        .ToString("000000", CultureInfo.InvariantCulture);

    /// <summary>Keeps a line of a bank statement; false where it is there already, by bank account and reference.
    /// </summary>
    public bool Add(BankRecord line) => Connection.Execute(
        """
        INSERT INTO bank_lines (id, bank, reference, booked_on, amount, currency, name, iban, text, end_to_end, reason,
          file, whole)
        VALUES (@Id, @Bank, @Reference, @on, @Amount, @Currency, @Name, @Iban, @Text, @EndToEnd, @Reason, @File,
          @Whole)
        ON CONFLICT (bank, reference) DO NOTHING
        """, new
        {
            line.Id, line.Bank, line.Reference, on = line.BookedOn.ToText(), line.Amount, line.Currency, line.Name,
            line.Iban, line.Text, line.EndToEnd, line.Reason, line.File, line.Whole,
        }) > 0;

    /// <summary>Keeps the balances of a bank statement, once.</summary>
    public void Add(StatedBalances balances) => Connection.Execute(
        """
        INSERT INTO bank_statements (bank, reference, opened_on, closed_on, opening, closing, file)
        VALUES (@Bank, @Reference, @opened, @closed, @Opening, @Closing, @File)
        ON CONFLICT (bank, closed_on, reference) DO NOTHING
        """, new
        {
            balances.Bank, balances.Reference, opened = balances.OpenedOn.ToText(),
            closed = balances.ClosedOn.ToText(), balances.Opening, balances.Closing, balances.File,
        });

    /// <summary>Keeps what is to be collected by direct debit.</summary>
    public void Add(SentDebit debit) => Connection.Execute(
        """
        INSERT INTO collections (id, batch, account, amount, collect_on, mandate, documents, payment, sequence,
          creditor, instalments, paid_before)
        VALUES (@Id, @Batch, @Account, @Amount, @on, @Mandate, @documents, @Payment, @Sequence, @Creditor,
          @instalments, @PaidBefore)
        """, new
        {
            debit.Id, debit.Batch, debit.Account, debit.Amount, on = debit.CollectOn.ToText(),
            debit.Mandate, documents = string.Join(' ', debit.Documents), debit.Payment, debit.Sequence,
            debit.Creditor, instalments = string.Join(' ', debit.Instalments.Select(Texts.ToText)),
            debit.PaidBefore,
        });

    /// <summary>Notes that a line of a bank statement booked a direct debit, by itself or with others.</summary>
    public void Book(string debit, string line) => Connection.Execute(
        "INSERT INTO booked_collections (collection, line) VALUES (@debit, @line)", new { debit, line });

    /// <summary>Notes that the bank gave a direct debit back; false where that was noted before.</summary>
    /// <param name="reason">The bank's code or words; may be empty.</param>
    public bool Reject(string debit, LocalDate on, string reason) => Connection.Execute(
        """
        INSERT INTO rejected_collections (collection, on_day, reason) VALUES (@debit, @on, @reason)
        ON CONFLICT (collection) DO NOTHING
        """, new { debit, on = on.ToText(), reason }) > 0;

    /// <summary>Notes a reminder; false where that stage of it was sent already.</summary>
    public bool Add(Reminder reminder) => Connection.Execute(
        """
        INSERT INTO reminders (account, document, stage, sent_on, book, due, amount, fee, interest, fee_document)
        VALUES (@Account, @Document, @Stage, @on, @book, @due, @open, @fee, @interest, @feeDocument)
        ON CONFLICT (account, document, stage) DO NOTHING
        """, new
        {
            reminder.Account, reminder.Document, reminder.Stage, on = reminder.SentOn.ToText(),
            book = reminder.Letter?.Book ?? 0, due = reminder.Letter?.Due.ToText() ?? "",
            open = reminder.Letter?.Open ?? 0, fee = reminder.Letter?.Fee ?? 0,
            interest = reminder.Letter?.Interest ?? 0, feeDocument = reminder.Letter?.FeeDocument ?? "",
        }) > 0;
}

using Busbar.Commissions;
using Busbar.Quantities;
using Busbar.Time;
using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>By how much something that a broker has earned, or is to be paid, became more or less.</summary>
/// <param name="Id">It counts from 1, together with <see cref="InvoicedRow"/> without a gap.</param>
/// <param name="Key">What it is of; the rows of a key add up to what it is now.</param>
/// <param name="Version">It counts the rows of a key from 1.</param>
/// <param name="Amount">In minor units.</param>
/// <param name="Reference">That of its entry in the ledger.</param>
/// <param name="Invoice">The number of the invoice that it is on; null where it is on none yet.</param>
public sealed record CommissionRow(
    long Id, string Key, long Version, CommissionKind Kind, string Scheme, string? Agreement, string? Payee,
    string Cause, LocalDate On, Days? Days, string Name, Exact? Quantity, string? Unit, long Amount, string Currency,
    LocalDate PostedOn, string Reference, string? Invoice);

/// <summary>That something which is to be paid came on an invoice.</summary>
/// <param name="Id">It counts on from the rows that were posted before.</param>
/// <param name="Row">What is on it, with its number.</param>
public sealed record InvoicedRow(long Id, CommissionRow Row, LocalDate On);

/// <summary>What became of commissions.</summary>
public static class CommissionStore
{
    private const string Series = "id:commission";

    /// <summary>All rows after one, in their order.</summary>
    public static IReadOnlyList<CommissionRow> Rows(Snapshot snapshot, long after = 0) =>
        snapshot.Guard(() => Rows(snapshot.Ledger(), after));

    /// <summary>Likewise, while somebody posts.</summary>
    public static IReadOnlyList<CommissionRow> Rows(LedgerView ledger, long after = 0) =>
        [.. ledger.Connection.Query<StoredRow>(
            """
            SELECT c.id AS Id, c.key AS Key, c.version AS Version, c.kind AS Kind, c.scheme AS Scheme,
              c.agreement AS Agreement, c.payee AS Payee, c.cause AS Cause, c.on_day AS OnDay, c.from_day AS FromDay,
              c.to_day AS ToDay, c.name AS Name, c.quantity AS Quantity, c.unit AS Unit, c.amount AS Amount,
              c.currency AS Currency, c.posted_on AS PostedOn, c.reference AS Reference, i.bill AS Invoice
            FROM commissions c LEFT JOIN invoiced_commissions i ON i.commission = c.id
            WHERE c.id > @after ORDER BY c.id
            """, new { after })
        .Select(row => row.Row())];

    /// <summary>The number of the last row; nought before the first.</summary>
    public static long Last(LedgerView ledger) =>
        ledger.Connection.ExecuteScalar<long>("SELECT coalesce(max(id), 0) FROM commissions");

    /// <summary>Keeps rows, and gives them their numbers.</summary>
    internal static IReadOnlyList<CommissionRow> Add(LedgerChange change, IReadOnlyList<CommissionRow> rows)
    {
        if (rows.Count == 0) return rows;
        var last = BillWriter.LastTaken(change.Connection, Series, rows.Count);
        IReadOnlyList<CommissionRow> numbered = [.. rows.Select((row, i) => row with { Id = last - rows.Count + 1
            + i })];
        change.Connection.ExecuteEach(
            """
            INSERT INTO commissions (id, key, version, kind, scheme, agreement, payee, cause, on_day, from_day, to_day,
              name, quantity, unit, amount, currency, posted_on, reference)
            VALUES (@Id, @Key, @Version, @kind, @Scheme, @Agreement, @Payee, @Cause, @on, @from, @to,
              @Name, @quantity, @Unit, @Amount, @Currency, @posted, @Reference)
            """, numbered.Select(row => new
            {
                row.Id, row.Key, row.Version, kind = WordOf(row.Kind), row.Scheme, row.Agreement, row.Payee, row.Cause,
                on = row.On.ToText(), from = row.Days?.From.ToText(), to = row.Days?.To.ToText(), row.Name,
                quantity = row.Quantity?.ToString(), row.Unit, row.Amount, row.Currency,
                posted = row.PostedOn.ToText(), row.Reference,
            }));
        return numbered;
    }

    /// <summary>That rows came on an invoice, of all after a number, in their order.</summary>
    public static IReadOnlyList<InvoicedRow> Invoiced(Snapshot snapshot, long after = 0) => snapshot.Guard(() =>
    {
        var rows = Rows(snapshot.Ledger()).ToDictionary(row => row.Id);
        return (IReadOnlyList<InvoicedRow>)[.. snapshot.Ledger().Connection.Query<(long Id, long Row, string On)>(
            """
            SELECT i.id, i.commission, b.issued_on FROM invoiced_commissions i JOIN bills b ON b.number = i.bill
            WHERE i.id > @after ORDER BY i.id
            """, new { after }).Select(one => new InvoicedRow(one.Id, rows[one.Row], Texts.ToDate(one.On)))];
    });

    /// <summary>Notes which invoice has some rows.</summary>
    internal static void Invoiced(LedgerChange change, IReadOnlyList<long> rows, string bill)
    {
        var last = BillWriter.LastTaken(change.Connection, Series, rows.Count);
        change.Connection.ExecuteEach(
            "INSERT INTO invoiced_commissions (id, commission, bill) VALUES (@id, @row, @bill)",
            rows.Select((row, i) => new { id = last - rows.Count + 1 + i, row, bill }));
    }

    /// <summary>The word of a kind: <c>earned</c>.</summary>
    public static string WordOf(CommissionKind kind) => kind.ToString().ToLowerInvariant();

    private sealed class StoredRow
    {
        public long Id { get; init; }

        public required string Key { get; init; }

        public long Version { get; init; }

        public required string Kind { get; init; }

        public required string Scheme { get; init; }

        public string? Agreement { get; init; }

        public string? Payee { get; init; }

        public required string Cause { get; init; }

        public required string OnDay { get; init; }

        public string? FromDay { get; init; }

        public string? ToDay { get; init; }

        public required string Name { get; init; }

        public string? Quantity { get; init; }

        public string? Unit { get; init; }

        public long Amount { get; init; }

        public required string Currency { get; init; }

        public required string PostedOn { get; init; }

        public required string Reference { get; init; }

        public string? Invoice { get; init; }

        public CommissionRow Row() => new(Id, Key, Version, Enum.Parse<CommissionKind>(Kind, ignoreCase: true), Scheme,
            Agreement, Payee, Cause, Texts.ToDate(OnDay),
            FromDay is null ? null : new(Texts.ToDate(FromDay), Texts.ToDate(ToDay!)), Name,
            Quantity is { } text && Exact.TryParse(text, out var number, out _) ? number : null, Unit, Amount,
                Currency, Texts.ToDate(PostedOn), Reference,
            Invoice);
    }
}

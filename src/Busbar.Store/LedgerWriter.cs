using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Busbar.Contracts;
using Busbar.Ledger;
using Dapper;

namespace Busbar.Store;

/// <summary>Writes entries into the transaction of what they are of. Who calls holds the lock of bills, so that entries
/// count on and each carries the hash of the one before.</summary>
internal static class LedgerWriter
{
    private const string Series = "ledger";

    /// <summary>Posts entries in the order given.</summary>
    /// <exception cref="ArgumentException">The postings of one don't add up to zero.</exception>
    /// <returns>The number of each.</returns>
    public static IReadOnlyList<long> Post(
        DbConnection connection, IReadOnlyList<Entry> entries, IReadOnlyList<long?>? reversed = null)
    {
        if (entries.Count == 0) return [];
        foreach (var entry in entries)
            if (entry.Postings.Count == 0 || entry.Sum.MinorUnits != 0)
                throw new ArgumentException($"The postings of {entry.Kind} {entry.Reference} don't add up to zero.");
        var first = BillWriter.LastTaken(connection, Series, entries.Count) - entries.Count + 1;
        connection.ExecuteEach(
            """
            INSERT INTO postings (entry, line, role, code, amount, account, document, due, product, detail)
            VALUES (@Entry, @Line, @Role, @Code, @Amount, @Account, @Document, @Due, @Product, @Detail)
            """, entries.SelectMany((entry, i) => Rows(entry, first + i)));
        var hash = connection.ExecuteScalar<byte[]?>("SELECT hash FROM entries ORDER BY id DESC LIMIT 1") ?? [];
        connection.ExecuteEach(
            """
            INSERT INTO entries (id, posted_on, kind, reference, text, currency, account, from_day, to_day, reverses,
              hash)
            VALUES (@Id, @PostedOn, @Kind, @Reference, @Text, @Currency, @Account, @FromDay, @ToDay, @Reverses, @Hash)
            """, entries.Select((entry, i) =>
            {
                var row = EntryRow.Of(entry, first + i, reversed?[i]);
                hash = HashOf(hash, row, Rows(entry, first + i));
                return row with { Hash = hash };
            }));
        return [.. entries.Select((_, i) => first + i)];
    }

    /// <summary>The hash of an entry and all before it: SHA-256 over the hash before, the entry and its postings.
    /// </summary>
    internal static byte[] HashOf(byte[] before, EntryRow entry, IEnumerable<PostingRow> postings)
    {
        var text = new StringBuilder();
        Add(text, entry.Id.ToString(CultureInfo.InvariantCulture), entry.PostedOn, entry.Kind, entry.Reference,
            entry.Text, entry.Currency, entry.Account, entry.FromDay, entry.ToDay,
            entry.Reverses?.ToString(CultureInfo.InvariantCulture));
        foreach (var one in postings)
            Add(text, one.Role, one.Code, one.Amount.ToString(CultureInfo.InvariantCulture), one.Account, one.Document,
                one.Due, one.Product, one.Detail);
        return SHA256.HashData([.. before, .. Encoding.UTF8.GetBytes(text.ToString())]);
    }

    // Each value with its length before it: no other values give the same text.
    private static void Add(StringBuilder text, params ReadOnlySpan<string?> values)
    {
        foreach (var value in values)
            text.Append(CultureInfo.InvariantCulture, $"{(value is null ? -1 : value.Length)}:{value};");
        text.Append('\n');
    }

    private static IEnumerable<PostingRow> Rows(Entry entry, long number) =>
        entry.Postings.Select((posting, line) => new PostingRow
        {
            Entry = number, Line = line, Role = ChartOfAccounts.WordOf(posting.To.Role), Code = posting.To.Code,
            Amount = posting.Amount.MinorUnits, Account = posting.Account, Document = posting.Document,
            Due = posting.Due?.ToText(), Product = posting.Product, Detail = posting.Detail,
        });
}

/// <summary>A row of the table of entries.</summary>
internal sealed record EntryRow
{
    public required long Id { get; init; }

    public required string PostedOn { get; init; }

    public required string Kind { get; init; }

    public required string Reference { get; init; }

    public required string Text { get; init; }

    public required string Currency { get; init; }

    public string? Account { get; init; }

    public string? FromDay { get; init; }

    public string? ToDay { get; init; }

    public long? Reverses { get; init; }

    public byte[] Hash { get; init; } = [];

    public static EntryRow Of(Entry entry, long id, long? reverses) => new()
    {
        Id = id, PostedOn = entry.PostedOn.ToText(), Kind = EntryKinds.WordOf(entry.Kind), Reference = entry.Reference,
        Text = entry.Text, Currency = entry.Postings[0].Amount.Currency.Code, Account = entry.Account,
        FromDay = entry.Days?.From.ToText(), ToDay = entry.Days?.To.ToText(), Reverses = reverses,
    };
}

/// <summary>A row of the table of postings.</summary>
internal sealed record PostingRow
{
    public required long Entry { get; init; }

    public required long Line { get; init; }

    public required string Role { get; init; }

    public required string Code { get; init; }

    public required long Amount { get; init; }

    public string? Account { get; init; }

    public string? Document { get; init; }

    public string? Due { get; init; }

    public string? Product { get; init; }

    public string? Detail { get; init; }
}

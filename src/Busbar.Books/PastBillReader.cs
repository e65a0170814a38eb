using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Time;

namespace Busbar.Books;

/// <summary>A line of a bill that another system made.</summary>
/// <param name="Connection">Null where it doesn't say one.</param>
/// <param name="Quantity">In the unit; null where it has none.</param>
/// <param name="Unit">Null where it has none, or none that is known.</param>
/// <param name="Price">In the currency, per unit.</param>
/// <param name="Amount">Net of tax.</param>
/// <param name="Tax">Null where it isn't said by line.</param>
public sealed record PastLine(
    string? Connection, Days Days, string Name, Exact? Quantity, Unit? Unit, Exact? Price, Exact Amount, Exact? Tax);

/// <summary>A bill that another system made.</summary>
/// <param name="Account">Null where only connections say whose it is.</param>
/// <param name="Tax">Of all of it; null where it isn't said.</param>
public sealed record PastBill(string Number, string? Account, IReadOnlyList<PastLine> Lines, Exact? Tax)
{
    /// <summary>The party in whose name it is, empty where that is the seller's; null where it isn't said, or is none
    /// who bills by this book.</summary>
    public string? Issuer { get; init; }

    /// <summary>What is added to net and tax, so that it is a round sum; null where it isn't said.</summary>
    public Exact? Rounding { get; init; }

    /// <summary>Whether it takes a bill back: its amounts are those of the bill, of which it is the opposite.</summary>
    public bool IsCredit { get; init; }

    /// <summary>Whether it may be only for some connections of the account: those of its lines.</summary>
    public bool IsOfConnections { get; init; }
}

/// <summary>Reads past bills from CSV, a row for each line.</summary>
public static class PastBillReader
{
    /// <summary>The bills, in the order of their first rows.</summary>
    /// <exception cref="RefusedException">Something is wrong with the file; every fault has its row.</exception>
    public static IReadOnlyList<PastBill> Read(ReadOnlySpan<byte> bytes, string file, Book book)
    {
        var faults = new List<Fault>();
        var rows = PostingRow.Of(bytes, file, "this row", faults).Select(row => Row(row, book))
            .OfType<(string Bill, string? Account, PastLine Line)>().ToList();
        if (faults.Count > 0) throw new RefusedException(faults);
        return [.. rows.GroupBy(row => (row.Bill, row.Account)).Select(same => new PastBill(same.Key.Bill,
            same.Key.Account, [.. same.Select(row => row.Line)], same.Any(row => row.Line.Tax is null) ? null
                : same.Aggregate(Exact.Zero, (sum, row) => sum + row.Line.Tax!.Value)))];
    }

    private static (string, string?, PastLine)? Row(MapReader row, Book book)
    {
        var bill = PostingRow.Reference(row, "bill");
        var account = PostingRow.Known(row, BookItem.OfAccount, "unknown-account", [.. book.Accounts.Keys]);
        var connection = PostingRow.Known(row, BookItem.OfConnection, "unknown-connection", [.. book.Connections.Keys]);
        var (from, to, name) = (row.Date("from"), row.Date("to"), row.Text("name"));
        if (to <= from)
            row.Fault("bad-date", row.Map["to"]!.Place, $"The days of {row.Thing} end where they begin, or before.",
                "to: is the first day that it isn't for: a row for January ends on 1 February.");
        if (account is null && connection is null && !row.Has(BookItem.OfAccount) && !row.Has(BookItem.OfConnection))
            row.Fault("missing-key", row.Place, $"Neither account nor connection is said in {row.Thing}.",
                "Say whose the bill is.");
        var unit = row.Written("unit") is { Value.Length: > 0 } named
            ? Values.UnitOf(row, named, $"unit of {row.Thing}", book.Units) : null;
        var quantity = Number(row, "quantity");
        var (price, amount, tax) = (Number(row, "price"), Number(row, "amount"), Number(row, "tax"));
        if (amount is null && !row.Has("amount"))
            row.Fault("missing-key", row.Place, $"amount is missing in {row.Thing}.", "Write it net of tax: 12.34.");
        row.Done();
        return bill is null || from is not { } first || to is not { } end || end <= first || amount is not { } net
            || (account ?? connection) is null ? null
            : (bill, account, new(connection, new(first, end), name, quantity, unit, price, net, tax));
    }

    private static Exact? Number(MapReader row, string key)
    {
        if (row.Written(key) is not { Value.Length: > 0 } text) return null;
        if (Exact.TryParse(text.Value, out var number, out _)) return number;
        row.Fault("bad-number", text.Place, $"{key} of {row.Thing} is {text.What}; expected a number such as 12.34.");
        return null;
    }
}

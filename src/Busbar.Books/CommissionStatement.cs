using Busbar.Contracts;
using Busbar.Quantities;

namespace Busbar.Books;

/// <summary>A line of a broker's own statement.</summary>
/// <param name="Cause">The number of a bill, or what happened: <c>supply-start</c>.</param>
public sealed record StatedCommission(string Payee, string Agreement, string Cause, Money Amount, Place Place);

/// <summary>Reads what a broker says that it is due: CSV with payee, agreement, cause and amount.</summary>
public static class CommissionStatement
{
    /// <summary>Its lines.</summary>
    /// <exception cref="RefusedException">Something is wrong with it; every fault has its row.</exception>
    public static IReadOnlyList<StatedCommission> Read(ReadOnlySpan<byte> bytes, string file, Book book)
    {
        var faults = new List<Fault>();
        var lines = PostingRow.Of(bytes, file, "this row", faults).Select(row => Line(row, book)).ToList();
        return faults.Count == 0 ? [.. lines.OfType<StatedCommission>()] : throw new RefusedException(faults);
    }

    private static StatedCommission? Line(MapReader row, Book book)
    {
        var payee = PostingRow.Known(row, "payee", "unknown-broker",
            [.. book.Schemes.Values.SelectMany(scheme => scheme.Payees).Select(one => one.Id).Distinct()],
                required: true);
        var agreement = PostingRow.Known(row, "agreement", "unknown-agreement",
            [.. book.Agreements.Keys, .. book.Schemes.Keys], required: true);
        var (cause, amount) = (row.Text("cause"), AmountReader.Read(row, "amount", book.Currency));
        row.Done();
        return payee is null || agreement is null || amount is null ? null
            : new(payee, agreement, cause, amount.Value, row.Place);
    }
}

namespace Busbar.Contracts;

/// <summary>A person or an organisation.</summary>
/// <param name="Id">Unique among the book's parties.</param>
/// <param name="Name">As it stands on a bill.</param>
/// <param name="Address">Its lines, as they stand on a bill; may be empty.</param>
/// <param name="VatNumber">The number under which it accounts for VAT, where it does.</param>
public sealed record Party(
    string Id, string Name, IReadOnlyList<string> Address, string? VatNumber, Place Place)
{
    /// <summary>The seller's ids in the markets, for which its meter data is meant; none where a book doesn't say.
    /// </summary>
    public IReadOnlyList<string> Participants { get; init; } = [];

    /// <summary>How it bills in its own name, where customers pay it and not the seller; null where it doesn't.
    /// </summary>
    public Issuer? Issuer { get; init; }
}

/// <summary>How bills in somebody's own name are numbered, and what they say of it.</summary>
public sealed record Issuer(DocumentNumbers Numbers, Stationery Stationery);

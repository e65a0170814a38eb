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

    /// <summary>The country in which it is, of ISO 3166-1; null: that of its VAT number, or of the book's
    /// language.</summary>
    public string? Country { get; init; }

    /// <summary>Under which it is registered for another tax than VAT; null where it isn't.</summary>
    public string? TaxNumber { get; init; }

    /// <summary>Under which its company is registered; null where that isn't said.</summary>
    public string? CompanyNumber { get; init; }

    /// <summary>Where it takes electronic documents in: a scheme of EAS and the id in it; null where it takes none.
    /// </summary>
    public (string Scheme, string Id)? ElectronicAddress { get; init; }

    /// <summary>How it bills in its own name, where customers pay it and not the seller; null where it doesn't.
    /// </summary>
    public Issuer? Issuer { get; init; }
}

/// <summary>How bills in somebody's own name are numbered, and what they say of it.</summary>
public sealed record Issuer(DocumentNumbers Numbers, Stationery Stationery)
{
    /// <summary>To whose multiples what is to be paid is rounded; null: it isn't.</summary>
    public Quantities.Money? RoundPayable { get; init; }
}

namespace Busbar.Contracts;

/// <summary>A person or an organisation.</summary>
/// <param name="Id">Unique among the book's parties.</param>
/// <param name="Name">As it stands on a bill.</param>
/// <param name="Address">Its lines, as they stand on a bill; may be empty.</param>
/// <param name="VatNumber">The number under which it accounts for VAT, where it does.</param>
public sealed record Party(
    string Id, string Name, IReadOnlyList<string> Address, string? VatNumber, Place Place);

namespace Busbar.Contracts;

/// <summary>How the documents of a seller look, and what they say in its own words.</summary>
/// <param name="Logo">Null: the name stands in its place.</param>
/// <param name="Colour">As <c>#rrggbb</c>; null: the usual one.</param>
/// <param name="Phone">Whom to ask.</param>
/// <param name="Bank">To which account is paid, in the words of the country: <c>IBAN</c>, <c>Sort code</c>.</param>
/// <param name="DueDays">How many days after its issue a bill is to be paid.</param>
/// <param name="Texts">Templates by their file's name without ending: <c>help</c>, <c>help.de</c>.</param>
public sealed record Stationery(
    Picture? Logo, SellerColour? Colour, string? Phone, string? Email, string? Web,
    IReadOnlyList<BankLine> Bank, int DueDays, IReadOnlyDictionary<string, SellerText> Texts)
{
    /// <summary>How many days there are to pay where a book doesn't say.</summary>
    public const int UsualDueDays = 14;

    /// <summary>Over how many connections a bill is summed where a book doesn't say.</summary>
    public const int UsualSummaryOver = 1_000;

    /// <summary>Over how many connections the page of a bill has sums, and an annex its lines.</summary>
    public int SummaryOver { get; init; } = UsualSummaryOver;

    /// <summary>What a book has that says nothing of it.</summary>
    public static Stationery None { get; } =
        new(null, null, null, null, null, [], UsualDueDays, new Dictionary<string, SellerText>());
}

/// <summary>A picture of a book.</summary>
/// <param name="File">Its path in the book: <c>pictures/logo.png</c>.</param>
/// <param name="Place">Where the book names it.</param>
public sealed record Picture(string File, ReadOnlyMemory<byte> Bytes, Place Place);

/// <summary>A colour and where it was written.</summary>
public sealed record SellerColour(string Text, Place Place);

/// <summary>A line of the details of a bank account.</summary>
public sealed record BankLine(string Name, string Value, Place Place);

/// <summary>A text of the seller, as a template of Liquid.</summary>
/// <param name="File">Its path in the book: <c>texts/help.liquid</c>.</param>
public sealed record SellerText(string File, string Template);

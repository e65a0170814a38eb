using NodaTime;

namespace Busbar.Store;

/// <summary>A line of a bank statement, as it came.</summary>
/// <param name="Id">The receipt's: <c>R-000001</c>.</param>
/// <param name="Bank">The bank account on whose statement it is.</param>
/// <param name="Reference">What tells it from all others of the bank account.</param>
/// <param name="Amount">In minor units; in above zero, out below.</param>
/// <param name="Name">Who paid or was paid; may be empty.</param>
/// <param name="Iban">Their account; may be empty.</param>
/// <param name="Text">What it says; may be empty.</param>
/// <param name="EndToEnd">The id that whoever ordered the payment gave it; may be empty.</param>
/// <param name="Reason">Why it was returned; empty where it wasn't.</param>
/// <param name="File">The file in which it came.</param>
public sealed record BankRecord(
    string Id, string Bank, string Reference, LocalDate BookedOn, long Amount, string Currency, string Name,
    string Iban, string Text, string EndToEnd, string Reason, string File)
{
    /// <summary>Under which the bank knows the sum that it is a part of; empty where it is a line by itself.</summary>
    public string Whole { get; init; } = "";
}

/// <summary>What was sent to the bank to be collected.</summary>
/// <param name="Id">Its end-to-end id: <c>DD-000001</c>.</param>
/// <param name="Batch">The id of the file in which it was sent.</param>
/// <param name="Documents">The bills that it is for; none of an instalment.</param>
public sealed record SentDebit(
    string Id, string Batch, string Account, long Amount, LocalDate CollectOn, string Mandate,
    IReadOnlyList<string> Documents)
{
    /// <summary>The id of the payment in that file in which it stands: <c>PB-000001-1</c>.</summary>
    public required string Payment { get; init; }

    /// <summary>Which of its mandate's it is, ISO 20022: <c>FRST</c>, <c>RCUR</c>, <c>FNAL</c>, <c>OOFF</c>.</summary>
    public string Sequence { get; init; } = "RCUR";

    /// <summary>The days of the instalments that it is for; none where it is for bills, or wasn't kept.</summary>
    public IReadOnlyList<LocalDate> Instalments { get; init; } = [];

    /// <summary>What of these instalments was paid otherwise, and isn't collected, in minor units.</summary>
    public long PaidBefore { get; init; }

    /// <summary>The IBAN of the account into which it is collected; empty where it isn't known.</summary>
    public string Creditor { get; init; } = "";
}

/// <summary>A stage at which somebody was reminded of a bill.</summary>
public sealed record Reminder(string Account, string Document, string Stage, LocalDate SentOn)
{
    /// <summary>What stands in its letter; null where there is none, or it wasn't kept.</summary>
    public ReminderLetter? Letter { get; init; }
}

/// <summary>What stands in the letter of a reminder; amounts in minor units.</summary>
/// <param name="Book">The receipt up to which the book was known.</param>
/// <param name="Due">When the document was due.</param>
/// <param name="Open">What was open of it.</param>
/// <param name="Fee">That of the stage.</param>
/// <param name="FeeDocument">The document of fee and interest; empty where there is none.</param>
public sealed record ReminderLetter(
    long Book, LocalDate Due, long Open, long Fee, long Interest, string FeeDocument);

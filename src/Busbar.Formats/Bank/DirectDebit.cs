using Busbar.Contracts;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Formats.Bank;

/// <summary>Which of its mandate's collections a direct debit is.</summary>
public enum DebitSequence
{
    /// <summary>The first of several.</summary>
    First,

    /// <summary>One of several.</summary>
    Recurring,

    /// <summary>The last of several.</summary>
    Final,

    /// <summary>The only one.</summary>
    OneOff,
}

/// <summary>The scheme of a direct debit.</summary>
public enum DebitScheme
{
    /// <summary>Of anybody: it may be given back within eight weeks.</summary>
    Core,

    /// <summary>Between businesses: it can't be given back.</summary>
    Business,
}

/// <summary>Who collects.</summary>
/// <param name="Bic">The bank, where it is to be named.</param>
public sealed record Creditor(string Name, CreditorId Id, Iban Account, string? Bic = null);

/// <summary>Who gave the mandate, and its number and day.</summary>
/// <param name="Bic">The bank, where it is to be named.</param>
public sealed record DebitMandate(string Id, LocalDate SignedOn, string Debtor, Iban Account, string? Bic = null);

/// <summary>One sum to be collected on a day.</summary>
/// <param name="EndToEndId">What comes back with the payment, and when it is returned.</param>
/// <param name="Text">What it is for; passed over where there is a reference, for a file may hold one of them.</param>
public sealed record DirectDebit(
    string EndToEndId, Money Amount, LocalDate CollectOn, DebitMandate Mandate, DebitSequence Sequence,
        DebitScheme Scheme,
    string Text, CreditorReference? Reference = null)
{
    /// <summary>The account of the creditor into which it is collected; null: the usual one.</summary>
    public Iban? Into { get; init; }
}

/// <summary>The codes of sequences, ISO 20022.</summary>
public static class DebitSequences
{
    private static readonly string[] Codes = ["FRST", "RCUR", "FNAL", "OOFF"];

    /// <summary>Its code.</summary>
    public static string CodeOf(DebitSequence sequence) => Codes[(int)sequence];

    /// <summary>The sequence of a code.</summary>
    public static DebitSequence Of(string code) => (DebitSequence)Array.IndexOf(Codes, code);
}

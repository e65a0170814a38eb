using Busbar.Contracts;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Ledger;

/// <summary>What an entry is of.</summary>
public enum EntryKind
{
    /// <summary>A bill was issued.</summary>
    Bill,

    /// <summary>A bill was taken back.</summary>
    CreditNote,

    /// <summary>Money came in, or went out, by a bank statement.</summary>
    Receipt,

    /// <summary>A receipt was returned by the bank, or taken back.</summary>
    Return,

    /// <summary>A receipt of which it wasn't known from whom it is was given to an account.</summary>
    Match,

    /// <summary>Credit of an account was set against an open bill.</summary>
    Allocation,

    /// <summary>What was set against a bill became credit again.</summary>
    Release,

    /// <summary>Credit is paid back.</summary>
    Refund,

    /// <summary>A balance went from one account to another.</summary>
    Transfer,

    /// <summary>A balance isn't collected any more.</summary>
    WriteOff,

    /// <summary>A fee or interest for late payment.</summary>
    Fee,

    /// <summary>What was supplied and isn't billed yet, at the close of a day.</summary>
    Accrual,

    /// <summary>An accrual ends, on the next day.</summary>
    AccrualReversal,

    /// <summary>Somebody else's invoice to the seller: a network's.</summary>
    Cost,

    /// <summary>What a broker has earned, or is to be paid, became more or less.</summary>
    Commission,

    /// <summary>Written by hand.</summary>
    Manual,
}

/// <summary>The words of the kinds of entries.</summary>
public static class EntryKinds
{
    private static readonly Dictionary<EntryKind, string> Words = Enum.GetValues<EntryKind>().ToDictionary(
        kind => kind, kind => kind switch
        {
            EntryKind.CreditNote => "credit-note", EntryKind.WriteOff => "write-off",
            EntryKind.AccrualReversal => "accrual-reversal",
            _ => kind.ToString().ToLowerInvariant(),
        });

    /// <summary>Its word: <c>credit-note</c>.</summary>
    public static string WordOf(EntryKind kind) => Words[kind];

    /// <summary>The kind of a word.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static EntryKind KindOf(string word) => Words.First(pair => pair.Value == word).Key;
}

/// <summary>A line of an entry.</summary>
/// <param name="To">The ledger account.</param>
/// <param name="Amount">A debit above zero, a credit below.</param>
public sealed record Posting(LedgerAccount To, Money Amount)
{
    /// <summary>The account of the book whose balance it changes; null where it is nobody's.</summary>
    public string? Account { get; init; }

    /// <summary>The bill that it is open for, or the receipt that it came in with.</summary>
    public string? Document { get; init; }

    /// <summary>When what is open is due.</summary>
    public LocalDate? Due { get; init; }

    /// <summary>Of revenue and its costs, the product.</summary>
    public string? Product { get; init; }

    /// <summary>Of bills, revenue and its costs the group of charges, of tax its rate, of what is collected for others
    /// the party.</summary>
    public string? Detail { get; init; }
}

/// <summary>What happened, in double entry. Its postings add up to zero, and once it is posted it never changes.
/// </summary>
/// <param name="PostedOn">The day on which it counts.</param>
/// <param name="Reference">The number of a document or the id of a receipt; unique within a kind.</param>
/// <param name="Text">What it says beside that; may be empty.</param>
public sealed record Entry(
    LocalDate PostedOn, EntryKind Kind, string Reference, string Text, IReadOnlyList<Posting> Postings)
{
    /// <summary>The billed account, of a bill; else null.</summary>
    public string? Account { get; init; }

    /// <summary>The days that it is about: of a bill its supply; null where it is of a day alone.</summary>
    public Time.Days? Days { get; init; }

    /// <summary>Its opposite: posted after it, every balance is as it was before.</summary>
    public Entry Reversed(LocalDate postedOn, EntryKind kind, string reference) => this with
    {
        PostedOn = postedOn, Kind = kind, Reference = reference,
        Postings = [.. Postings.Select(posting => posting with { Amount = -posting.Amount })],
    };

    /// <summary>What its postings come to together; zero of every entry that can be posted.</summary>
    public Money Sum => Postings.Select(posting => posting.Amount).Aggregate((sum, amount) => sum + amount);
}

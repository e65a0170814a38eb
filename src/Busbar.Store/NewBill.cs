using Busbar.Ledger;
using NodaTime;

namespace Busbar.Store;

/// <summary>A charge as a bill has it: its key is billed once, whatever happens.</summary>
/// <param name="Connection">The connection, where the charge is billed per connection; empty where it isn't.</param>
/// <param name="PeriodStart">The first day of the billing period.</param>
/// <param name="From">The first day of supply that it covers; no other live charge of its key covers a day of
/// it.</param>
/// <param name="To">The first day after them.</param>
/// <param name="Amount">In minor units.</param>
public sealed record BilledCharge(
    string Agreement, string Charge, string Connection, LocalDate PeriodStart, LocalDate From, LocalDate To,
    long Amount);

/// <summary>A series that a bill was made from.</summary>
/// <param name="Connection">The connection; empty for a market series.</param>
/// <param name="Channel">The channel, or the market series.</param>
/// <param name="Hash">The hash of what was known of it.</param>
public sealed record BilledInput(string Connection, string Channel, Instant From, Instant To, byte[] Hash);

/// <summary>A bill that is to be issued. It gets its number in the transaction that stores it.</summary>
/// <param name="From">The first day of its period.</param>
/// <param name="To">The first day after it.</param>
/// <param name="Net">In minor units, as are tax and total.</param>
/// <param name="Receipt">The receipt up to which facts were known when it was made.</param>
/// <param name="InputsHash">A hash over all that it was made from.</param>
/// <param name="Body">Its canonical JSON, given its number.</param>
/// <param name="Explanation">What it was made from, as text; stored compressed.</param>
/// <param name="Charges">At least one.</param>
/// <param name="Issuer">The party in whose name it is; empty: the seller.</param>
/// <param name="Numbering">The series in which it gets its number.</param>
public sealed record NewBill(
    string Account, LocalDate From, LocalDate To, LocalDate IssuedOn, string Currency, long Net, long Tax, long Total,
    long Receipt, byte[] InputsHash, Func<string, string> Body, string Explanation, IReadOnlyList<BilledCharge> Charges,
    IReadOnlyList<BilledInput> Inputs, string Issuer, Numbering Numbering)
{
    /// <summary>What it posts to the ledger, given its number, in the same transaction; null where that is nothing.
    /// </summary>
    public Func<string, Entry?> Entry { get; init; } = _ => null;

    /// <summary>What of the total is neither net nor tax, and makes it a round sum; in minor units.</summary>
    public long Rounding { get; init; }
}

/// <summary>What became of a bill that was to be issued, and the number of the bill that there is now.</summary>
public abstract record IssueOutcome(string Number)
{
    /// <summary>It was issued under this number.</summary>
    public sealed record Issued(string Number) : IssueOutcome(Number);

    /// <summary>A charge of it had been billed under this number; nothing was stored.</summary>
    public sealed record AlreadyBilled(string Number) : IssueOutcome(Number);
}

/// <summary>A credit note that is to be issued: it takes a bill back whole.</summary>
/// <param name="Bill">The number of the bill.</param>
/// <param name="Body">Its canonical JSON, given its number.</param>
public sealed record NewCredit(string Bill, LocalDate IssuedOn, Func<string, string> Body);

/// <summary>A series of numbers, which counts from 1 without a gap.</summary>
/// <param name="NumberOf">How the number of a count is written.</param>
public sealed record Numbering(string Series, Func<long, string> NumberOf);

/// <summary>What became of a bill that was to be taken back.</summary>
public abstract record RebillOutcome
{
    private RebillOutcome()
    {
    }

    /// <summary>A credit note was issued.</summary>
    /// <param name="Bill">The number of the bill instead; null where there is none.</param>
    public sealed record Done(string Credit, string? Bill) : RebillOutcome;

    /// <summary>It had been taken back; nothing was stored.</summary>
    public sealed record CreditedBefore(string Credit) : RebillOutcome;

    /// <summary>A charge of the bill instead stands on another one; nothing was stored.</summary>
    public sealed record AlreadyBilled(string Number) : RebillOutcome;

    /// <summary>Something was received after what the bill instead is known to be right with; nothing was stored.
    /// </summary>
    public sealed record Outdated : RebillOutcome;
}

/// <summary>An issued bill without its content.</summary>
/// <param name="Id">A UUIDv7; never shown.</param>
/// <param name="Credits">Of a credit note, the number of the bill that it takes back.</param>
/// <param name="Replaces">The number of the bill that was taken back for this one.</param>
/// <param name="Issuer">The party in whose name it is; empty: the seller.</param>
public sealed record BillHead(
    string Id, string Number, string Account, LocalDate From, LocalDate To, LocalDate IssuedOn, string Currency,
    long Net, long Tax, long Total, long Receipt, string? Credits, string? Replaces, string Issuer)
{
    /// <summary>What of the total is neither net nor tax, and makes it a round sum.</summary>
    public long Rounding { get; init; }

    /// <summary>Whether nothing of it is posted: it comes to nothing, or is rounded to it in another's name.</summary>
    public bool IsOfNothing => Total == 0 && (Net == 0 || Issuer.Length > 0);
}

/// <summary>An issued bill as it was issued.</summary>
public sealed record StoredBill(
    BillHead Head, byte[] InputsHash, string Body, ReadOnlyMemory<byte> Explanation);

/// <summary>A charge that is billed, and the number of its bill.</summary>
/// <param name="From">The first day of supply that it covers.</param>
/// <param name="To">The first day after them.</param>
/// <param name="Issuer">The party in whose name its bill is; empty: the seller.</param>
public sealed record ChargeOnBill(
    string Agreement, string Charge, string Connection, LocalDate PeriodStart, LocalDate From, LocalDate To,
    string Number, string Issuer);

/// <summary>An input of an issued bill.</summary>
public sealed record InputOfBill(string Number, string Account, BilledInput Input);

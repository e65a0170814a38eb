using Busbar.Quantities;
using NodaTime;

namespace Busbar.Formats.Bank;

/// <summary>A line of a bank statement: one payment.</summary>
/// <param name="Line">The line of the file, from 1.</param>
/// <param name="Reference">What tells it from all others of the bank account, the same in every file that has it.
/// </param>
/// <param name="Amount">In above zero, out below.</param>
/// <param name="Name">Who paid, or was paid; may be empty.</param>
/// <param name="Iban">Their account; may be empty.</param>
/// <param name="Text">What it says: a structured reference first; may be empty.</param>
/// <param name="EndToEnd">The id that whoever ordered it gave it; may be empty.</param>
/// <param name="Batch">The id of the message in which it was ordered; may be empty.</param>
/// <param name="Reason">The code of why it was returned (ISO 20022, external return reason); empty where it wasn't.
/// </param>
public sealed record BankEntry(int Line, string Reference, LocalDate BookedOn, Money Amount, string Name, string Iban,
    string Text, string EndToEnd, string Batch, string Reason)
{
    /// <summary>Under which the bank knows it; empty where it says nothing, or the same of every line.</summary>
    public string Given { get; init; } = "";

    /// <summary>What it is called in messages.</summary>
    public string Called => Given.Length > 0 ? Given : Reference;

    /// <summary>The id of the payment of that message, in which it was ordered with others; may be empty.</summary>
    public string Payment { get; init; } = "";

    /// <summary>The line of the bank that it is one of several payments of, with its sum; null where it is a line by
    /// itself, or that line has no reference.</summary>
    public (string Reference, Money Amount)? Whole { get; init; }

    /// <summary>What the payments in it come to, where that is something else; null where it is the same.</summary>
    public Money? Within { get; init; }
}

/// <summary>A balance that a statement gives.</summary>
/// <param name="Code">ISO 20022: <c>OPBD</c> at the beginning, <c>CLBD</c> at the end.</param>
public sealed record BankBalance(int Line, string Code, LocalDate? On, Money Amount);

/// <summary>What a bank says of one of its accounts.</summary>
/// <param name="Kind"><c>camt.053</c>, a statement; <c>camt.054</c>, a notification; <c>CSV</c>.</param>
/// <param name="Bank">The account: its IBAN or what it is called.</param>
/// <param name="Currency">That of the account, where it is said.</param>
/// <param name="Entries">Those that are booked.</param>
public sealed record BankStatement(string Kind, int Line, string Id, string Bank, string? Currency,
    IReadOnlyList<BankBalance> Balances, IReadOnlyList<BankEntry> Entries)
{
    /// <summary>The balance with which it begins; null where it gives none.</summary>
    public BankBalance? Opening => Balances.FirstOrDefault(balance => balance.Code is "OPBD" or "PRCD");

    /// <summary>The balance with which it ends; null where it gives none.</summary>
    public BankBalance? Closing => Balances.LastOrDefault(balance => balance.Code == "CLBD");

    /// <summary>
    /// Why it can't be taken in: money of several currencies, or balances that its lines don't lead from one to the
    /// other. Null where it can.
    /// </summary>
    /// <param name="file">What the file is called.</param>
    public Fault? Refusal(string file)
    {
        var all = Balances.Select(balance => (balance.Line, balance.Amount.Currency))
            .Concat(Entries.Select(entry => (entry.Line, entry.Amount.Currency))).ToList();
        var own = Currency ?? all.Select(one => one.Currency.Code).FirstOrDefault();
        if (all.Find(one => one.Currency.Code != own) is { Line: > 0 } other)
            return new("mixed-currencies", $"Statement {Id} of account {Bank} is in {own}, and has an amount in "
                + $"{other.Currency}.", new(file, other.Line), Id, "Ask the bank for a statement in one currency.");
        if (Entries.FirstOrDefault(entry => entry.Within is not null) is { Within: { } within } torn)
            return new("wrong-sum", $"The payments in line {torn.Called} of statement {Id} come to {within} "
                + $"{within.Currency}, and the line to {torn.Amount} {torn.Amount.Currency}.", new(file, torn.Line), Id,
                "Ask the bank for it again: what is missing can't be guessed.");
        if (Kind != "camt.053") return null;
        var (opening, closing) = (Opening, Closing);
        if (opening is null || closing is null)
            return new("no-balance", $"Statement {Id} of account {Bank} doesn't say with which balance it "
                + (opening is null ? "opens" : "closes") + ".", new(file, Line), Id, "Ask the bank for a whole one.");
        var sum = Entries.Aggregate(opening.Amount, (sum, entry) => sum + entry.Amount);
        return sum == closing.Amount ? null : new("wrong-balance", $"Statement {Id} of account {Bank} opens with "
            + $"{opening.Amount} and its {Entries.Count} lines lead to {sum}, but it closes with {closing.Amount} "
            + $"{closing.Amount.Currency}.", new(file, closing.Line), Id,
            "A line is missing or there twice: ask the bank for the statement again.");
    }
}

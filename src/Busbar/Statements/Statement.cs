using Busbar.Contracts;
using Busbar.Ledger;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Statements;

/// <summary>
/// What an account and those below it see of some days: from the balance with which they begin to the one with which
/// they end. Above zero is what the account owes, below what it has in its favour.
/// </summary>
/// <param name="Account">The one whose statement it is.</param>
/// <param name="Sections">A section for each account: its own first, then those below it as the tree has them.</param>
public sealed record Statement(
    Account Account, Currency Currency, Days Days, IReadOnlyList<StatementSection> Sections)
{
    /// <summary>All accounts together.</summary>
    public StatementSums Sums => StatementSums.Of(Currency, Sections.Select(section => section.Sums));
}

/// <summary>The part of a statement that is of one account.</summary>
/// <param name="Opening">Its balance at the start of the first day.</param>
/// <param name="Lines">What changed it, by day, and on a day in the order in which it was posted.</param>
/// <param name="Open">What is open at the end of the last day.</param>
/// <param name="PaidByOthers">What others pay of its bills.</param>
public sealed record StatementSection(
    Account Account, Money Opening, IReadOnlyList<StatementLine> Lines, IReadOnlyList<OpenAmount> Open,
    IReadOnlyList<OthersPart> PaidByOthers)
{
    /// <summary>What its lines come to, by what they are.</summary>
    public StatementSums Sums { get; } = StatementSums.Of(Opening, Lines);

    /// <summary>Its balance at the end of the last day.</summary>
    public Money Closing => Sums.Closing;

    /// <summary>What is due before a day and isn't paid.</summary>
    public Money OverdueOn(LocalDate day) => Open.Where(item => item.IsOverdueOn(day))
        .Aggregate(Money.Zero(Opening.Currency), (sum, item) => sum + item.Amount);
}

/// <summary>What changed the balance of an account.</summary>
/// <param name="Reference">The number of a document, or the id of a receipt.</param>
/// <param name="Text">What the entry says beside that; may be empty.</param>
public sealed record StatementLine(
    LocalDate PostedOn, EntryKind Kind, string Reference, string Text, Money Amount)
{
    /// <summary>The account that was billed, of bills and what takes them back.</summary>
    public string? Billed { get; init; }

    /// <summary>The days of supply of a bill.</summary>
    public Days? Days { get; init; }

    /// <summary>When it is due.</summary>
    public LocalDate? Due { get; init; }

    /// <summary>Whether it is a bill that others pay, too.</summary>
    public bool IsPart { get; init; }

    /// <summary>What the bill comes to, of which the amount is a part; null where it is the whole, or isn't said.
    /// </summary>
    public Money? Whole { get; init; }

    /// <summary>What it is for the sums of a statement.</summary>
    public StatementPart Part => PartOf(Kind);

    private static StatementPart PartOf(EntryKind kind) => kind switch
    {
        EntryKind.Bill => StatementPart.Bills,
        EntryKind.CreditNote => StatementPart.Credits,
        EntryKind.Receipt or EntryKind.Return or EntryKind.Match or EntryKind.Refund => StatementPart.Payments,
        _ => StatementPart.Adjustments,
    };
}

/// <summary>What is open of a bill, or of what was paid.</summary>
/// <param name="Document">The number of a bill, or the id of a receipt.</param>
/// <param name="Due">When it is due; null where it isn't due at all, as credit.</param>
public sealed record OpenAmount(string Account, string Document, LocalDate? Due, Money Amount)
{
    /// <summary>Whether it was due before a day.</summary>
    public bool IsOverdueOn(LocalDate day) => Amount.MinorUnits > 0 && Due < day;
}

/// <summary>What somebody else pays of a bill of an account.</summary>
/// <param name="By">The account that pays.</param>
/// <param name="Whole">What the bill comes to.</param>
public sealed record OthersPart(LocalDate PostedOn, EntryKind Kind, string Reference, string By, Money Amount,
    Money Whole);

using Busbar.Contracts;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Ledger;

/// <summary>A document of which somebody is reminded.</summary>
/// <param name="Open">What is open of it.</param>
/// <param name="Stage">The last stage that its age has come to.</param>
/// <param name="Fee">That of the stage: once for all documents of an account that come to it on a day.</param>
/// <param name="IsOfFees">Whether it is what being late cost: it costs nothing more.</param>
public sealed record DueReminder(string Account, string Document, LocalDate Due, Money Open, ReminderStage Stage,
    Money Fee, bool IsOfFees);

/// <summary>What the bank was told to collect of an account, and neither booked nor gave back.</summary>
/// <param name="Debits">What each is for, nothing where it is an instalment; and what it comes to, in minor
/// units.</param>
public sealed record OnItsWay(IReadOnlyList<(IReadOnlyList<string> Documents, long Amount)> Debits)
{
    /// <summary>What all of it comes to.</summary>
    public long Amount => Debits.Sum(debit => debit.Amount);

    /// <summary>Whether a document is being collected.</summary>
    public bool IsFor(string document) => Debits.Any(debit => debit.Documents.Contains(document));
}

/// <summary>Who is reminded of what, by the days since it was due.</summary>
public static class Dunning
{
    /// <summary>The group of what being late costs.</summary>
    public const string Fees = "fees";

    /// <summary>
    /// The reminders of a day: of each document that is overdue the last stage that it has come to, unless that or a
    /// later one was sent. Nobody is reminded of what is on its way, or of a debt that a plan pays off and is kept; nor
    /// who has as much credit, or owes no more than may be written off. An instalment has as long as a bill until it is
    /// late.
    /// </summary>
    /// <param name="items">What is open of one account.</param>
    /// <param name="onItsWay">What is collected of it.</param>
    /// <param name="sent">The stages that were sent, by document.</param>
    public static IReadOnlyList<DueReminder> Of(Account account, IReadOnlyList<OpenItem> items, OnItsWay onItsWay,
        LocalDate day, PaymentTerms terms, ILookup<string, string> sent, Currency currency)
    {
        var (stages, balance) = (terms.Reminders, items.Sum(item => item.Amount) - onItsWay.Amount);
        if (stages.Count == 0 || balance <= (terms.WriteOffUpTo?.MinorUnits ?? 0)) return [];
        var kept = account.Plan is { } plan && IsKept(plan, items, onItsWay, terms.LateOn(day)) ? account.Plan : null;
        var late = from document in items.Where(item => item.Role == LedgerRole.Receivables && item.Due is not null)
                    .GroupBy(item => item.Document)
                let open = document.Sum(item => item.Amount)
                let due = document.Min(item => item.Due!.Value)
                let stage = stages.LastOrDefault(stage => due.PlusDays(stage.AfterDays) <= day)
                where open > 0 && stage is not null && !onItsWay.IsFor(document.Key)
                    && kept?.Covers(due) != true
                    && !sent[document.Key].Any(name => PlaceOf(name, stages) >= PlaceOf(stage.Name, stages))
                orderby due, document.Key
                select (Document: document, Due: due, Open: open, Stage: stage);
        var charged = new HashSet<string>();
        return [.. late.Select(one =>
        {
            var isOfFees = one.Document.All(item => item.Detail == Fees);
            return new DueReminder(account.Id, one.Document.Key, one.Due, new(one.Open, currency), one.Stage,
                !isOfFees && charged.Add(one.Stage.Name) ? one.Stage.Fee : Money.Zero(currency), isOfFees);
        })];
    }

    /// <summary>Whether what was due of a debt by a day is paid, or on its way.</summary>
    private static bool IsKept(PaymentPlan plan, IReadOnlyList<OpenItem> items, OnItsWay onItsWay, LocalDate day)
    {
        var later = After(plan, items).Select(item => item.Document).ToHashSet();
        return MissingOf(plan, items, day) <= onItsWay.Debits.Where(debit => !debit.Documents.Any(later.Contains))
            .Sum(debit => debit.Amount);
    }

    /// <summary>What is open of bills that are none of the debt, since they were due later.</summary>
    public static IEnumerable<OpenItem> After(PaymentPlan plan, IEnumerable<OpenItem> items) =>
        items.Where(item => item.Due is { } due && !plan.Covers(due));

    /// <summary>What is open of a debt beyond the instalments that aren't due yet; nothing where its plan is kept.
    /// </summary>
    public static long MissingOf(PaymentPlan plan, IEnumerable<OpenItem> items, LocalDate day) =>
        Math.Max(0, items.Where(item => item.Due is not { } due || plan.Covers(due)).Sum(item => item.Amount)
            - plan.Instalments.Where(one => one.Due > day).Sum(one => one.Amount.MinorUnits));

    /// <summary>Interest on what is overdue: by days of a year of 365, rounded once.</summary>
    public static Money Interest(long open, Exact perYear, int days, Currency currency) =>
        Money.Rounded(Exact.FromScaled(open, currency.MinorDigits) * perYear * days / 365, currency, Rounding.HalfAway);

    private static int PlaceOf(string name, IReadOnlyList<ReminderStage> stages) =>
        stages.ToList().FindIndex(stage => stage.Name == name);
}

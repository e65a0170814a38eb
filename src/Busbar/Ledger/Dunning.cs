using Busbar.Contracts;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Ledger;

/// <summary>A document of which somebody is reminded.</summary>
/// <param name="Open">What is open of it.</param>
/// <param name="Stage">The last stage that its age has come to.</param>
public sealed record DueReminder(string Account, string Document, LocalDate Due, Money Open, ReminderStage Stage);

/// <summary>What the bank was told to collect of an account, and neither booked nor gave back.</summary>
/// <param name="Documents">What it is for.</param>
/// <param name="Amount">What it comes to, with what is for no document, in minor units.</param>
public sealed record OnItsWay(IReadOnlyList<string> Documents, long Amount);

/// <summary>Who is reminded of what, by the days since it was due.</summary>
public static class Dunning
{
    /// <summary>
    /// The reminders of a day: of each document that is overdue the last stage that it has come to, unless that or a
    /// later one was sent. Nobody is reminded of what is on its way, or of a debt that a plan pays off and is kept; nor
    /// who has as much credit.
    /// </summary>
    /// <param name="items">What is open of one account.</param>
    /// <param name="onItsWay">What is collected of it.</param>
    /// <param name="sent">The stages that were sent, by document.</param>
    public static IReadOnlyList<DueReminder> Of(Account account, IReadOnlyList<OpenItem> items, OnItsWay onItsWay,
        LocalDate day, IReadOnlyList<ReminderStage> stages, ILookup<string, string> sent, Currency currency)
    {
        var balance = items.Sum(item => item.Amount) - onItsWay.Amount;
        if (balance <= 0) return [];
        var kept = account.Plan is { } plan && MissingOf(plan, items, day) <= onItsWay.Amount ? account.Plan : null;
        return [.. from document in items.Where(item => item.Role == LedgerRole.Receivables && item.Due is not null)
                    .GroupBy(item => item.Document)
                let open = document.Sum(item => item.Amount)
                let due = document.Min(item => item.Due!.Value)
                let stage = stages.LastOrDefault(stage => due.PlusDays(stage.AfterDays) <= day)
                where open > 0 && stage is not null && !onItsWay.Documents.Contains(document.Key)
                    && kept?.Covers(due) != true
                    && !sent[document.Key].Any(name => PlaceOf(name, stages) >= PlaceOf(stage.Name, stages))
                orderby due, document.Key
                select new DueReminder(account.Id, document.Key, due, new(open, currency), stage)];
    }

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

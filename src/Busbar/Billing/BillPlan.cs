using Busbar.Contracts;
using Busbar.Rating;
using Busbar.Time;
using NodaTime;

namespace Busbar.Billing;

/// <summary>
/// A charge as it is billed once: the agreement, the charge, and the connection where it is billed so.
/// </summary>
public readonly record struct ChargeKey(string Agreement, string Charge, string Connection);

/// <summary>A charge that an issued bill has.</summary>
/// <param name="PeriodStart">The first day of the billing period that it is billed for.</param>
/// <param name="Supply">The days of supply of its bill.</param>
/// <param name="Number">The number of its bill.</param>
public readonly record struct BilledBefore(ChargeKey Key, LocalDate PeriodStart, Days Supply, string Number);

/// <summary>What is to be billed to an account for one billing period, and what must be known for it.</summary>
/// <param name="BillingPeriod">The whole billing period.</param>
/// <param name="Supply">The days of it with supply.</param>
/// <param name="Tasks">What is to be rated; at least one.</param>
/// <param name="Conflicts">Why it may not be billed beside what was billed before; empty where it may be.</param>
public sealed record BillPlan(
    Account Account, Days BillingPeriod, Days Supply, IReadOnlyList<ChargeTask> Tasks, IReadOnlyList<Fault> Conflicts)
{
    /// <summary>The plan of an account and a billing period; null where there is nothing to bill.</summary>
    /// <param name="isBilled">Whether a charge is billed for this period already.</param>
    public static BillPlan? Of(Book book, Account account, Days billingPeriod, Func<ChargeKey, bool> isBilled)
    {
        var tasks = book.AgreementsByAccount[account.Id]
            .SelectMany(agreement => ChargeTask.Of(agreement, billingPeriod))
            .Where(task => !isBilled(KeyOf(task))).ToList();
        if (tasks.Count == 0) return null;
        var supplies = tasks.Select(task => task.Agreement.SupplyIn(billingPeriod)).ToList();
        var supply = new Days(supplies.Min(days => days.From), supplies.Max(days => days.To));
        return new(account, billingPeriod, supply, tasks, []);
    }

    /// <summary>
    /// The plan of what isn't billed yet; null where there is nothing to bill. No day is billed twice: a plan that
    /// would is in conflict.
    /// </summary>
    /// <param name="billed">What is billed to the account, of this period and of all that overlap it.</param>
    public static BillPlan? Of(
        Book book, Account account, Days billingPeriod, IReadOnlyCollection<BilledBefore> billed)
    {
        var here = billed.Where(before => before.PeriodStart == billingPeriod.From).Select(before => before.Key)
            .ToHashSet();
        if (Of(book, account, billingPeriod, here.Contains) is not { } plan) return null;
        if (billed.Count == 0) return plan;
        var due = book.AgreementsByAccount[account.Id].SelectMany(agreement => ChargeTask.Of(agreement, billingPeriod))
            .Select(KeyOf).ToHashSet();
        var agreements = plan.Tasks.Select(task => task.Agreement.Id).ToHashSet();
        return plan with
        {
            Conflicts =
            [
                .. from before in billed
                   where before.PeriodStart != billingPeriod.From && Overlaps(before, plan)
                   select new Fault("periods-changed",
                       $"Charge {before.Key.Charge} of agreement {before.Key.Agreement} is billed on {before.Number} "
                       + $"for {before.Supply}, of which {plan.Supply} has days: the account's billing periods have "
                       + "changed.",
                       account.Place, account.Id, "Let its periods start on the days on which they started."),
                .. from before in billed
                   where before.PeriodStart == billingPeriod.From && agreements.Contains(before.Key.Agreement)
                       && !due.Contains(before.Key)
                   select new Fault("billed-otherwise",
                       $"Agreement {before.Key.Agreement} is billed on {before.Number} for a charge "
                       + $"{before.Key.Charge} that its product doesn't have any more: what it has now would be "
                       + "billed beside it.",
                       account.Place, account.Id,
                       "Keep the charge's id, or change the product from a later day, with a version of its own."),
            ],
        };
    }

    private static bool Overlaps(BilledBefore before, BillPlan plan) =>
        !before.Supply.Intersect(plan.Supply).IsEmpty && plan.Tasks.Any(task => KeyOf(task) == before.Key);

    /// <summary>The key under which a task is billed once.</summary>
    public static ChargeKey KeyOf(ChargeTask task) => new(task.Agreement.Id, task.ChargeId, task.Connection?.Id ?? "");

    /// <summary>The readings it is made from, each channel once.</summary>
    public IReadOnlyList<ChannelNeed> Channels() =>
        [.. Tasks.SelectMany(task => task.Channels()).GroupBy(need => (need.Connection.Id, need.Channel))
            .Select(same => same.First() with { Span = Hull(same.Select(need => need.Span)) })];

    /// <summary>The market series it is made from, each once.</summary>
    public IReadOnlyList<MarketNeed> Markets() =>
        [.. Tasks.SelectMany(task => task.Markets()).GroupBy(need => need.Series.Name)
            .Select(same => same.First() with { Span = Hull(same.Select(need => need.Span)) })];

    /// <summary>The shortest span that holds some others.</summary>
    public static Days Hull(IEnumerable<Days> spans) =>
        spans.Aggregate((a, b) => new(LocalDate.Min(a.From, b.From), LocalDate.Max(a.To, b.To)));
}

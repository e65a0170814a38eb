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
/// <param name="Days">The days of supply that it covers there.</param>
/// <param name="Number">The number of its bill.</param>
public readonly record struct BilledBefore(ChargeKey Key, LocalDate PeriodStart, Days Days, string Number);

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
    /// The plan of what isn't billed yet; null where there is nothing to bill. No day of a charge is billed twice or
    /// left
    /// out unsaid: where the contract was edited after it was billed, so that it would be, the plan is in conflict.
    /// </summary>
    /// <param name="billed">What is billed to the account, of this period and of all days that it covers.</param>
    public static BillPlan? Of(
        Book book, Account account, Days billingPeriod, IReadOnlyCollection<BilledBefore> billed)
    {
        if (Of(book, account, billingPeriod, _ => false) is not { } all) return null;
        var (before, due) = (billed.ToLookup(one => one.Key), all.Tasks.Select(KeyOf).ToHashSet());
        var open = all.Tasks
            .Where(task => !before[KeyOf(task)].Any(one => one.PeriodStart == billingPeriod.From)).ToList();
        List<Fault> conflicts =
        [
            .. from task in all.Tasks
               from one in before[KeyOf(task)]
               where one.PeriodStart == billingPeriod.From
                   ? one.Days != task.Days : !one.Days.Intersect(task.Days).IsEmpty
               select new Fault("billed-otherwise",
                   $"Charge {one.Key.Charge} of agreement {one.Key.Agreement} is billed on {one.Number} for "
                   + $"{one.Days}; as the contract is now it would be billed for {task.Days}.", account.Place,
                   account.Id,
                   "Let billing periods, and the agreement's days, stay as they were where they are billed."),
            .. from one in billed
               where one.PeriodStart == billingPeriod.From && !due.Contains(one.Key)
                   && open.Any(task => task.Agreement.Id == one.Key.Agreement)
               select new Fault("billed-otherwise",
                   $"Agreement {one.Key.Agreement} is billed on {one.Number} for a charge {one.Key.Charge} that "
                   + "its product doesn't have any more; what it has now would be billed beside it.", account.Place,
                   account.Id,
                   "Keep the charge's id, or change the product from a later day, with a version of its own."),
        ];
        if (conflicts.Count > 0) return all with { Conflicts = conflicts };
        var openKeys = open.Select(KeyOf).ToHashSet();
        return Of(book, account, billingPeriod, key => !openKeys.Contains(key));
    }

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

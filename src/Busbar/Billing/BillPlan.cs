using Busbar.Contracts;
using Busbar.Rating;
using Busbar.Time;

namespace Busbar.Billing;

/// <summary>
/// A charge as it is billed once: the agreement, the charge, and the connection where it is billed so.
/// </summary>
public readonly record struct ChargeKey(string Agreement, string Charge, string Connection);

/// <summary>What is to be billed to an account for one billing period, and what must be known for it.</summary>
/// <param name="BillingPeriod">The whole billing period.</param>
/// <param name="Supply">The days of it with supply.</param>
/// <param name="Tasks">What is to be rated; at least one.</param>
public sealed record BillPlan(Account Account, Days BillingPeriod, Days Supply, IReadOnlyList<ChargeTask> Tasks)
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
        return new(account, billingPeriod, new(supplies.Min(days => days.From), supplies.Max(days => days.To)), tasks);
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
        spans.Aggregate((a, b) => new(NodaTime.LocalDate.Min(a.From, b.From), NodaTime.LocalDate.Max(a.To, b.To)));
}

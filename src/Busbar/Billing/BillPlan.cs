using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Rating;
using Busbar.Time;
using NodaTime;

namespace Busbar.Billing;

/// <summary>
/// A charge as it is billed once: the agreement, the charge, and the connection where it is billed so.
/// </summary>
public readonly record struct ChargeKey(string Agreement, string Charge, string Connection);

/// <summary>A charge that an issued bill has.</summary>
/// <param name="PeriodStart">The first day of supply that its bill is for.</param>
/// <param name="Days">The days of supply that it covers there.</param>
/// <param name="Number">The number of its bill.</param>
/// <param name="Issuer">The party in whose name the bill is; empty: the seller.</param>
public readonly record struct BilledBefore(
    ChargeKey Key, LocalDate PeriodStart, Days Days, string Number, string Issuer = "")
{
    /// <summary>The days of its own billing period: a window may have begun before.</summary>
    public Days OwnDays => new(LocalDate.Max(Days.From, PeriodStart), Days.To);
}

/// <summary>What is to be billed to an account for one billing period, and what must be known for it.</summary>
/// <param name="BillingPeriod">The whole billing period.</param>
/// <param name="Supply">The days of it with supply.</param>
/// <param name="Tasks">What is to be rated; at least one.</param>
/// <param name="Conflicts">Why it may not be billed beside what was billed before; empty where it may be.</param>
public sealed record BillPlan(
    Account Account, Days BillingPeriod, Days Supply, IReadOnlyList<ChargeTask> Tasks, IReadOnlyList<Fault> Conflicts)
{
    /// <summary>In whose name its first task is billed; null: the seller's. A plan in several names is divided by
    /// <see cref="ByIssuer"/>.</summary>
    public Party? Issuer { get; } = IssuerOf(Tasks[0]);

    /// <summary>What must be for the same agreements and days.</summary>
    public IReadOnlyList<ChargeTask> Musts { get; } = [.. Tasks.DistinctBy(task => (task.Agreement.Id, task.Supply))
        .SelectMany(task => ChargeTask.MustsOf(task.Agreement, task.Supply))];

    /// <summary>The plan of an account and some days; null where there is nothing to bill.</summary>
    /// <param name="isBilled">Whether a charge is billed for these days already.</param>
    public static BillPlan? Of(Book book, Account account, Days billingPeriod, Func<ChargeKey, bool> isBilled) =>
        Of(account, billingPeriod, [.. book.AgreementsByAccount[account.Id]
            .SelectMany(agreement => ChargeTask.Of(agreement, billingPeriod)).Where(task => !isBilled(KeyOf(task)))]);

    /// <summary>In whose names an account may be billed: the seller's, which is empty, and those of parties.</summary>
    public static IReadOnlyList<string> IssuersOf(Book book, Account account) =>
        ["", .. from agreement in book.AgreementsByAccount[account.Id]
            from word in agreement.Product.Payees
            let party = agreement.PartyOf(word)?.Id
            where party is not null
            group party by party into same
            orderby same.Key
            select same.Key];

    private static Party? IssuerOf(ChargeTask task) =>
        task.Legs[^1].Charge.Payee is { } word ? task.Agreement.PartyOf(word) : null;

    /// <summary>
    /// The plan of what isn't billed yet in one name; null where there is nothing to bill. Where a part of the period
    /// is billed, at its beginning or its end, that is the rest of it. No day of a charge is billed twice: where the
    /// contract was edited after it was billed, so that one would be, the plan is in conflict.
    /// </summary>
    /// <param name="all">What is billed to the account on all days that the plan may cover.</param>
    /// <param name="issuer">The party in whose name; empty: the seller.</param>
    public static BillPlan? Of(
        Book book, Account account, Days billingPeriod, IReadOnlyCollection<BilledBefore> all, string issuer = "")
    {
        var billed = all.Where(one => one.Issuer == issuer).ToLookup(one => one.Key.Agreement);
        var tasks = book.AgreementsByAccount[account.Id].SelectMany(agreement => RestOf(
                agreement, agreement.SupplyIn(billingPeriod), [.. billed[agreement.Id]]))
            .Where(task => (IssuerOf(task)?.Id ?? "") == issuer).ToList();
        var before = billed.SelectMany(same => same).ToLookup(one => one.Key);
        var keys = tasks.Select(KeyOf).ToHashSet();
        var open = tasks.Where(task => !IsCovered(task.Days, before[KeyOf(task)])).ToList();
        List<Fault> conflicts =
        [
            .. from task in tasks
               from one in before[KeyOf(task)]
               where !one.Days.Intersect(task.Days).IsEmpty
                   && (open.Contains(task) || !task.Days.Holds(one.OwnDays.Intersect(billingPeriod)))
               select Conflict(account, $"Charge {one.Key.Charge} of agreement {one.Key.Agreement} is billed on "
                   + $"{one.Number} for {one.Days}; as the contract is now it would be billed for {task.Days}."),
            .. from task in open
               from one in billed[task.Agreement.Id]
               where !keys.Contains(one.Key) && !one.OwnDays.Intersect(task.Days).IsEmpty
               select Conflict(account, $"Agreement {one.Key.Agreement} is billed on {one.Number} for the charge "
                   + one.Key.Charge
                   + (one.Key.Connection.Length > 0 ? $" of connection {one.Key.Connection}" : " as a whole")
                   + $", which the contract doesn't have any more; {task.ChargeId} would be billed beside it."),
        ];
        return Of(account, billingPeriod, conflicts.Count > 0 ? tasks : open) is { } plan
            ? plan with { Conflicts = conflicts } : null;
    }

    /// <summary>The plan of one agreement by itself, whatever is billed; null where there is nothing to rate.</summary>
    public static BillPlan? Of(Agreement agreement, Days billingPeriod) =>
        Of(agreement.Account, billingPeriod, [.. ChargeTask.Of(agreement, billingPeriod)]);

    private static Fault Conflict(Account account, string message) => new("billed-otherwise", message, account.Place,
        account.Id, "Keep what is billed as it was, or change it from a later day, with a version of its own.");

    /// <summary>Its plans by whoever bills, each in one name.</summary>
    public IReadOnlyList<BillPlan> ByIssuer()
    {
        var names = Tasks.GroupBy(task => IssuerOf(task)?.Id).ToList();
        return names is [_] ? [this] : [.. names.Select(Only)];
    }

    /// <summary>The plan of some of its tasks alone.</summary>
    public BillPlan Only(IEnumerable<ChargeTask> tasks) => Of(Account, BillingPeriod, [.. tasks])!;

    /// <summary>What is left to be billed of an agreement's supply. A charge that may stay open has a rest of its own.
    /// </summary>
    private static IReadOnlyList<ChargeTask> RestOf(
        Agreement agreement, Days supply, IReadOnlyList<BilledBefore> billed)
    {
        var rest = ChargeTask.Of(agreement, RestOf(supply, billed));
        if (billed.Count == 0 || !agreement.Product.MayStayOpen) return rest;
        return [.. ChargeTask.Of(agreement, supply).SelectMany(task => !task.MayStayOpen
            ? rest.Where(one => KeyOf(one) == KeyOf(task))
            : ChargeTask.Of(agreement, RestOf(supply, billed.Where(one => one.Key == KeyOf(task))))
                .Where(one => KeyOf(one) == KeyOf(task)))];
    }

    /// <summary>What is left of a span where its beginning or its end is billed; else the span.</summary>
    private static Days RestOf(Days span, IEnumerable<BilledBefore> billed) =>
        Union(span, billed.Select(one => one.OwnDays)) is [var covered] && covered != span
            ? covered.From == span.From ? new(covered.To, span.To)
                : covered.To == span.To ? new(span.From, covered.From) : span
            : span;

    private static bool IsCovered(Days days, IEnumerable<BilledBefore> billed) =>
        Union(days, billed.Select(one => one.Days)) is [var covered] && covered == days;

    /// <summary>The days of a span that some others have, those that touch joined, in order.</summary>
    private static List<Days> Union(Days span, IEnumerable<Days> others)
    {
        var union = new List<Days>();
        foreach (var days in others.Select(span.Intersect).Where(days => !days.IsEmpty).OrderBy(days => days.From))
            if (union.Count > 0 && days.From <= union[^1].To)
                union[^1] = new(union[^1].From, LocalDate.Max(union[^1].To, days.To));
            else union.Add(days);
        return union;
    }

    private static BillPlan? Of(Account account, Days billingPeriod, List<ChargeTask> tasks)
    {
        if (tasks.Count == 0) return null;
        return new(account, billingPeriod, Hull(tasks.Select(task => task.Supply)), tasks, []);
    }

    /// <summary>The key under which a task is billed once.</summary>
    public static ChargeKey KeyOf(ChargeTask task) => new(task.Agreement.Id, task.ChargeId, task.Connection?.Id ?? "");

    /// <summary>The readings it is made from, each channel once.</summary>
    public IReadOnlyList<ChannelNeed> Channels() =>
        [.. Tasks.Concat(Musts).SelectMany(task => task.Channels()).GroupBy(need => (need.Connection.Id, need.Channel))
            .Select(same => same.First() with { Span = Hull(same.Select(need => need.Span)) })];

    /// <summary>The market series it is made from, each once.</summary>
    public IReadOnlyList<MarketNeed> Markets() =>
        [.. Tasks.Concat(Musts).SelectMany(task => task.Markets()).GroupBy(need => need.Series.Name)
            .Select(same => same.First() with { Span = Hull(same.Select(need => need.Span)) })];

    /// <summary>The charging sessions it is made from, each connection once.</summary>
    public IReadOnlyList<SessionNeed> Sessions() =>
        [.. Tasks.Concat(Musts).SelectMany(task => task.Sessions()).GroupBy(need => need.Connection.Id)
            .Select(same => same.First() with { Span = Hull(same.Select(need => need.Span)) })];

    /// <summary>What is needed, where it is given and not stored: for an example, a boundary case, a test.</summary>
    /// <param name="readings">The series of a channel, over just the span needed.</param>
    /// <param name="prices">Likewise of a market series.</param>
    public Inputs Given(Func<ChannelNeed, Series> readings, Func<MarketNeed, Series> prices) => new(
        Channels().ToDictionary(need => (need.Connection.Id, need.Channel), readings),
        Markets().ToDictionary(need => need.Series.Name, prices));

    /// <summary>The shortest span that holds some others.</summary>
    public static Days Hull(IEnumerable<Days> spans) =>
        spans.Aggregate((a, b) => new(LocalDate.Min(a.From, b.From), LocalDate.Max(a.To, b.To)));
}

using Busbar.Contracts;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Ledger;

/// <summary>An instalment that is due and not paid, of an account that pays by itself.</summary>
/// <param name="Amount">What is open of it.</param>
/// <param name="IsOfPlan">Whether a debt is paid off by it; or else it is on bills to come.</param>
/// <param name="IsMissed">Whether its day has gone: of a plan the day, of a budget that of the next one, too.</param>
public sealed record DueInstalment(string Account, LocalDate Due, Money Amount, bool IsOfPlan, bool IsMissed);

/// <summary>Which instalments are due and not paid: what was paid counts for the earliest.</summary>
public static class Instalments
{
    /// <summary>Those on bills to come.</summary>
    /// <param name="collected">The days of those that were collected, and didn't come back.</param>
    /// <param name="paid">What came in for the others, in minor units.</param>
    public static IReadOnlyList<DueInstalment> Of(
        Account account, Budget budget, IReadOnlySet<LocalDate> collected, long paid, LocalDate day)
    {
        var (open, last) = (new List<DueInstalment>(), budget.LastDueBy(day));
        foreach (var due in budget.DuesUntil(day).Where(due => !collected.Contains(due)))
        {
            var left = Math.Max(0, budget.Amount.MinorUnits - Math.Max(0, paid));
            paid -= budget.Amount.MinorUnits;
            if (left > 0)
                open.Add(new(account.Id, due, new(left, budget.Amount.Currency), IsOfPlan: false, due != last));
        }
        return open;
    }

    /// <summary>Those of a debt that is paid off.</summary>
    /// <param name="items">What is open of the account.</param>
    public static IReadOnlyList<DueInstalment> Of(
        Account account, PaymentPlan plan, IReadOnlyList<OpenItem> items, LocalDate day)
    {
        var (open, missing) = (new List<DueInstalment>(), Dunning.MissingOf(plan, items, day));
        foreach (var (due, amount) in plan.Instalments.Where(one => one.Due <= day).Reverse())
        {
            var left = Math.Min(missing, amount.MinorUnits);
            missing -= left;
            if (left > 0)
                open.Add(new(account.Id, due, new(left, amount.Currency), IsOfPlan: true, due < day));
        }
        open.Reverse();
        return open;
    }
}

using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Rating;
using Busbar.Store;
using Busbar.Time;

namespace Busbar.Runs.Verifying;

/// <summary>From the first day of supply to the last that is billed each day is billed, or held for a reason; and none
/// is billed without supply.</summary>
internal static class SupplyIsCovered
{
    public static readonly Invariant Invariant = new("I5",
        "Supply is billed without a hole up to the last day that is, or held for a reason; nothing else is.", Check);

    private static Audit Check(Verified verified, CancellationToken cancel)
    {
        var (billed, breaches) = (BillAudit.BilledDays(verified.Snapshot), new List<Breach>());
        foreach (var agreement in verified.Book.Agreements.Values.OrderBy(one => one.Id, StringComparer.Ordinal))
        {
            cancel.ThrowIfCancellationRequested();
            var days = billed[agreement.Id].ToList();
            if (days.Count == 0) continue;
            var supply = agreement.SupplyIn(new(agreement.From, days.Max(one => one.To)));
            foreach (var outside in days.Where(one => one.From < agreement.From || one.To > agreement.To))
                breaches.Add(new($"agreement {agreement.Id}", $"{outside} is billed, and its supply is "
                    + $"{agreement.SupplyIn(new(agreement.From, outside.To))}."));
            foreach (var hole in Holes(supply, days))
                if (IsBillable(verified, agreement, hole))
                    breaches.Add(new($"agreement {agreement.Id}", $"{hole} isn't billed, and can be."));
        }
        return new(verified.Book.Agreements.Count, "agreement", breaches);
    }

    /// <summary>The days of a span that none of some others has, in order.</summary>
    private static IEnumerable<Days> Holes(Days span, IReadOnlyList<Days> billed)
    {
        var next = span.From;
        foreach (var days in billed)
        {
            if (days.From > next && next < span.To) yield return new(next, days.From);
            if (days.To > next) next = days.To;
        }
        if (next < span.To) yield return new(next, span.To);
    }

    /// <summary>Whether a bill of the days could be made now: then nothing is a reason that there is none.</summary>
    private static bool IsBillable(Verified verified, Agreement agreement, Days hole)
    {
        var (book, account) = (verified.Book, agreement.Account);
        return account.Cycle.PeriodsTouching(hole).Any(period =>
        {
            var billed = Issuing.Billed(verified.Database, book.AgreementsByAccount[account.Id], period)
                .SelectMany(same => same).ToList();
            return BillPlan.Of(book, account, period, billed) is { } plan
                && plan.Tasks.Any(task => task.Agreement == agreement && !task.Days.Intersect(hole).IsEmpty)
                && Making.Make(plan, book, new Frames(), () => Loading.Load(verified.Snapshot, book, [plan]))
                    is BillOutcome.Made;
        });
    }
}

using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Rating;
using Busbar.Runs.Verifying;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Runs;

/// <summary>Makes one bill of many: what can't be counted holds it, and no other.</summary>
internal static class Making
{
    /// <summary>The bill of a plan, or why there is none.</summary>
    /// <param name="issuedOn">The day on which it is to be issued, when its supply must be over; null for a draft.
    /// </param>
    /// <param name="taxPoint">The day whose rates of tax hold, where the day of issue decides; null: the day of issue,
    /// or of a draft the last day of its period.</param>
    /// <param name="hasCharges">Whether the outcome has the rated charges.</param>
    public static BillOutcome Make(BillPlan plan, Book book, Frames frames, Func<Inputs> inputs,
        LocalDate? issuedOn = null, bool hasCharges = true, LocalDate? taxPoint = null)
    {
        if (plan.Supply.To > issuedOn && plan.Conflicts.Count == 0)
            return new BillOutcome.Held(plan, [new("period-not-over",
                $"The period of account {plan.Account.Id}, {plan.Supply}, isn't over on "
                + $"{LocalDatePattern.Iso.Format(issuedOn.Value)}.", plan.Account.Place, plan.Account.Id,
                "Make a draft with --draft, or wait.")]);
        Inputs known;
        try
        {
            known = inputs();
        }
        catch (Exception problem) when (VerifyRun.IsDamage(problem))
        {
            return new BillOutcome.Held(plan, [new("unreadable",
                $"What is stored of account {plan.Account.Id} can't be read: {problem.Message}", plan.Account.Place,
                plan.Account.Id, "Nothing is billed from a part of it. Look with busbar verify, and restore a "
                    + "backup.")]);
        }
        try
        {
            return BillMaker.Make(plan, book, frames, known, hasCharges, taxPoint ?? issuedOn);
        }
        catch (ArithmeticException problem)
        {
            return new BillOutcome.Held(plan, [new("too-large",
                $"An amount of account {plan.Account.Id} is too large to be billed: {problem.Message}",
                plan.Account.Place, plan.Account.Id, "Look for a wrong reading, price or unit.")]);
        }
    }
}

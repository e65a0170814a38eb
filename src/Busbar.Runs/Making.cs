using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Rating;

namespace Busbar.Runs;

/// <summary>Makes one bill of many: what can't be counted holds it, and no other.</summary>
internal static class Making
{
    /// <summary>The bill of a plan, or why there is none.</summary>
    public static BillOutcome Make(BillPlan plan, Book book, Frames frames, Func<Inputs> inputs)
    {
        try
        {
            return BillMaker.Make(plan, book, frames, inputs());
        }
        catch (ArithmeticException problem)
        {
            return new BillOutcome.Held(plan, [new("too-large",
                $"An amount of account {plan.Account.Id} is too large to be billed: {problem.Message}",
                plan.Account.Place, plan.Account.Id, "Look for a wrong reading, price or unit.")]);
        }
    }
}

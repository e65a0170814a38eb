using Busbar.Contracts;
using Busbar.Quantities;

namespace Busbar.Billing;

/// <summary>Makes what is to be paid a round sum (BT-114 of EN 16931), beside lines and taxes, which stay as they are.
/// </summary>
public static class PayableRounding
{
    /// <summary>What is added to net and tax, so that they come to the nearest multiple of a step, half away from zero:
    /// at most half a step, and of the opposite sum the opposite.</summary>
    /// <param name="step">Above zero; null: nothing is rounded.</param>
    public static Money Of(Money sum, Money? step)
    {
        if (step is not { } own) return Money.Zero(sum.Currency);
        var count = Exact.Ratio(sum.MinorUnits, own.MinorUnits).Round(0, Rounding.HalfAway).ToScaled(0);
        return new Money(checked(count * own.MinorUnits), own.Currency) - sum;
    }

    /// <summary>The step of a bill, as who issues it says; null where it isn't rounded: invoices that the seller makes
    /// for who supplies never are.</summary>
    /// <param name="issuer">Null: the seller.</param>
    public static Money? StepOf(Book book, Account account, Party? issuer) => issuer is { Issuer: { } own }
        ? own.RoundPayable : account.IsSelfBilled ? null : book.RoundPayable;
}

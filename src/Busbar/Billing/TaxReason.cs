using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Rating;
using Busbar.Time;

namespace Busbar.Billing;

/// <summary>Why a bill is taxed as it is.</summary>
public abstract record TaxReason
{
    /// <summary>How much of the use at some premises is taxed as domestic.</summary>
    /// <param name="Days">The days of supply in the billing period.</param>
    public sealed record Use(Liability Liability, Days Days) : TaxReason;

    /// <summary>All that the account is charged on some days is exempt, or taxed by the buyer.</summary>
    public sealed record Account(TaxTreatment Treatment, Days Days) : TaxReason;

    /// <summary>A relief by a certificate, or that it has ended.</summary>
    /// <param name="IsOver">Whether it doesn't hold on the days.</param>
    public sealed record Relief(Certificate Certificate, bool IsOver) : TaxReason;

    /// <summary>Those of the charges of a bill, each once.</summary>
    public static IReadOnlyList<TaxReason> Of(IReadOnlyList<RatedCharge> charges)
    {
        var all = charges.SelectMany(charge => charge.Legs.Select(leg => (charge.Task, Leg: leg,
            IsShown: charge.Parts.Any(part => ReferenceEquals(part.Leg, leg.Leg))))).ToList();
        var legs = all.FindAll(one => one.IsShown);
        return
        [
            .. from one in legs
               from liability in one.Leg.Liabilities
               group one.Leg.Leg.Days by liability into same
               orderby same.Key.Premises, same.Key.Tax.Name
               select new Use(same.Key, BillPlan.Hull(same)),
            .. from one in legs
               where one.Leg.Leg is { Treatment.Category: not TaxCategory.Outside, TaxRate: not null }
               group one.Leg.Leg.Days by one.Leg.Leg.Treatment! into same
               select new Account(same.Key, BillPlan.Hull(same)),
            .. (from one in all
                from relief in ReliefsOf(one.Task, one.Leg.Leg)
                where one.IsShown || relief.IsOver
                select relief).Distinct(),
        ];
    }

    private static IEnumerable<Relief> ReliefsOf(ChargeTask task, Leg leg) =>
        from term in leg.Charge.Rate.Formulas.SelectMany(written => written.Formula.All()).OfType<TermFormula>()
            .Select(formula => formula.Term).DistinctBy(term => term.Name)
        let all = task.Agreement.CertificatesFor(term, task.Connection).ToList()
        let holding = all.Find(one => one.HoldsOn(leg.Days.From))
        let last = all.Where(one => one.To <= leg.Days.From).MaxBy(one => one.To)
        where (holding ?? last) is not null
        select new Relief(holding ?? last!, holding is null);
}

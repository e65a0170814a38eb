using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Rating;

namespace Busbar.Billing;

/// <summary>What a broker is expected to earn with an agreement over all days that were agreed.</summary>
/// <param name="Energy">What is expected to be used, in kWh.</param>
/// <param name="Measures">What is expected of each quantity, by name, in its canonical unit.</param>
public sealed record Expectation(
    IReadOnlyList<EarnedCharge> Charges, Money Amount, Exact Energy, IReadOnlyDictionary<string, Exact> Measures)
{
    /// <summary>The commission in each kWh, in the currency's major unit: what a customer is told before it signs
    /// (Ofgem, SLC 20.6, for contracts of non-domestic customers from 1 October 2024). Null where no use is
    /// expected.</summary>
    public Exact? Rate => Energy.Sign <= 0 ? null : Amount.Amount / Energy;

    /// <summary>What is expected where it is nothing.</summary>
    public static Expectation OfNothing(Book book) =>
        new([], Money.Zero(book.Currency), Exact.Zero, new Dictionary<string, Exact>());

    /// <summary>What is expected of an agreement; null where its scheme expects nothing.</summary>
    public static Expectation? Of(Commission commission, Book book)
    {
        if (commission.Expected is not { } expected
            || SchemeCharges.PlanOf(expected, commission.Agreed) is not { } plan) return null;
        return Of(plan, book, plan.Given(need => need.Empty(), need => need.Empty())).Expectation;
    }

    /// <summary>What the charges of a scheme come to over what is given; null after the reasons why they can't be
    /// rated.</summary>
    /// <param name="plan">With what is measured of the energy beside the charges.</param>
    public static (Expectation? Expectation, IReadOnlyList<Fault> Faults) Of(BillPlan plan, Book book, Inputs inputs)
    {
        var (charges, measures, faults) = SchemeCharges.Rate(plan, book, inputs);
        if (faults.Count > 0) return (null, faults);
        var energy = plan.Tasks.Where(task => task.ChargeId.StartsWith(Scheme.OfMeasure, StringComparison.Ordinal)
                && !task.ChargeId.StartsWith(Scheme.OfPart, StringComparison.Ordinal)
                && task.Legs[^1].Charge.Rate is Rate.Priced { Quantity.Formula.Shape.Dimension: var own }
                && own == Dimension.Energy)
            .Select(task => SchemeCharges.NameOf(task.ChargeId)).Distinct().Select(name => measures[name])
            .Aggregate(Exact.Zero, (sum, one) => sum + one);
        return (new(charges, Money.Sum(charges.Select(one => one.Amount), book.Currency), energy, measures), []);
    }
}

/// <summary>What a broker is expected to earn by a quote: over what is quoted, as if all of it had been agreed.
/// </summary>
/// <param name="Broker">Whom the scheme pays.</param>
/// <param name="Scheme">Its id.</param>
public sealed record QuotedCommission(string Scheme, Party Broker, Expectation Expectation);

using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Time;

namespace Busbar.Billing;

/// <summary>What a charge of a scheme comes to.</summary>
/// <param name="Charge">Its id, as the scheme has it.</param>
/// <param name="Quantity">In the canonical unit; null of an amount.</param>
public sealed record EarnedCharge(string Charge, string Name, Exact? Quantity, Dimension? Unit, Money Amount)
{
    /// <summary>What of the amount is of each connection, by id; empty of a charge over all of them together.</summary>
    public IReadOnlyDictionary<string, Money> ByConnection { get; init; } = new Dictionary<string, Money>();
}

/// <summary>Rates the charges of schemes beside those of products.</summary>
public static class SchemeCharges
{
    /// <summary>What is to be rated of an agreement over some days; null where nothing is.</summary>
    public static BillPlan? PlanOf(Agreement rated, Days days)
    {
        if (rated.SupplyIn(days).IsEmpty || BillPlan.Of(rated, days) is not { } all) return null;
        var own = all.Tasks.Where(task => task.Legs[^1].Charge.Group == Scheme.Group).ToList();
        return own.Count == 0 ? null : all.Only(own);
    }

    /// <summary>What a plan comes to: its charges, and what it only measures; or why it can't be rated.</summary>
    public static (IReadOnlyList<EarnedCharge> Charges, IReadOnlyDictionary<string, Exact> Measures,
        IReadOnlyList<Fault> Faults) Rate(BillPlan plan, Book book, Inputs inputs)
    {
        var rater = new Rater(new Frames(), inputs, book.Currency, book.LineRounding);
        var rated = plan.Tasks.Select(rater.Rate).ToList();
        if (rater.Faults.Count > 0) return ([], new Dictionary<string, Exact>(), rater.Faults);
        var (charges, measures) = (new List<EarnedCharge>(), new Dictionary<string, Exact>(StringComparer.Ordinal));
        foreach (var same in rated.GroupBy(charge => charge.Task.ChargeId))
        {
            var parts = same.SelectMany(charge => charge.Parts).ToList();
            Exact? quantity = parts.Exists(part => part.Quantity is null) ? null
                : parts.Aggregate(Exact.Zero, (sum, part) => sum + part.Quantity!.Value);
            if (same.Key.StartsWith(Scheme.OfMeasure, StringComparison.Ordinal))
                measures[NameOf(same.Key)] = quantity ?? Exact.Zero;
            else
                charges.Add(new(same.Key[Scheme.OfCharge.Length..], same.First().Task.Legs[^1].Charge.Name, quantity,
                    parts.Count == 0 ? null : parts[0].Unit,
                    Money.Sum(same.Select(charge => charge.Amount), book.Currency))
                {
                    ByConnection = same.Where(charge => charge.Task.Connection is not null)
                        .GroupBy(charge => charge.Task.Connection!.Id, charge => charge.Amount).ToDictionary(
                            own => own.Key, own => Money.Sum(own, book.Currency), StringComparer.Ordinal),
                });
        }
        return (charges, measures, []);
    }

    /// <summary>The name of what a charge only measures.</summary>
    internal static string NameOf(string charge) =>
        charge[(charge.StartsWith(Scheme.OfPart, StringComparison.Ordinal) ? Scheme.OfPart : Scheme.OfMeasure)
            .Length..];
}

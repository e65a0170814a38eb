using Busbar.Contracts.Language;
using Busbar.Quantities;

namespace Busbar.Rating;

/// <summary>What the quantities and channels that a charge names come to over a leg.</summary>
internal static class NamedTotals
{
    public static IReadOnlyList<NamedTotal> Of(Leg leg, Evaluation evaluation)
    {
        var totals = new List<NamedTotal>();
        foreach (var formula in leg.Charge.Rate.Formulas.SelectMany(written => written.Formula.All()))
        {
            var (name, text) = formula switch
            {
                QuantityFormula quantity => (quantity.Name, quantity.Meaning.Text),
                ChannelFormula channel => (channel.Channel.Name, null),
                _ => ((string?)null, (string?)null),
            };
            if (name is not null && totals.All(total => total.Name != name))
                totals.Add(Total(name, text, formula, leg, evaluation));
        }
        return totals;
    }

    private static NamedTotal Total(string name, string? text, Formula formula, Leg leg, Evaluation evaluation)
    {
        var column = evaluation.Of(formula);
        var shares = Rater.Shares(evaluation.Frame, column.Step, leg);
        var (total, places, estimated) = (Exact.Zero, 0, 0);
        for (var i = 0; i < shares.Length; i++)
        {
            if (shares[i].IsZero) continue;
            total += shares[i] == Exact.One ? column.Values[i] : column.Values[i] * shares[i];
            places++;
            if (column.Estimated?[i] ?? false) estimated++;
        }
        return new(name, text, formula.Shape.Dimension, column.Step, formula.Shape.AddsUp ? total : null, places,
            estimated, CutOff(formula, evaluation));
    }

    private static int CutOff(Formula formula, Evaluation evaluation) => formula is not QuantityFormula quantity ? 0
        : evaluation.Findings.CutOff.GetValueOrDefault(quantity.Meaning.Formula);
}

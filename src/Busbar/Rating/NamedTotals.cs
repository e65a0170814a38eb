using Busbar.Contracts.Language;
using Busbar.Quantities;
using Busbar.Rating.Operators;

namespace Busbar.Rating;

/// <summary>What the quantities, channels and series that a charge rests on come to over a leg, with other products'
/// prices, what other charges cost and what was left over before.</summary>
internal static class NamedTotals
{
    public static IReadOnlyList<NamedTotal> Of(Leg leg, Evaluation evaluation)
    {
        var totals = new List<NamedTotal>();
        foreach (var formula in leg.Charge.Rate.Formulas.SelectMany(written => written.Formula.All())
            .SelectMany(formula => formula is AtFormula at ? LossSeries(at, evaluation).Prepend(formula) : [formula]))
        {
            var (name, text) = formula switch
            {
                QuantityFormula quantity => (quantity.Name, quantity.Meaning.Text),
                ChannelFormula channel => (channel.Channel.Name, null),
                CostFormula cost => (cost.Text, null),
                SettledFormula settled => (settled.Text, TextOf(settled, evaluation)),
                TradesFormula trades => (trades.Text, null),
                DrawnFormula drawn => (drawn.Text, null),
                BaselineFormula baseline => (baseline.Text, null),
                EventFigureFormula figure => (figure.Text, null),
                SessionFormula session => (session.Text, null),
                BalanceFormula balance => (balance.Text, null),
                MarketFormula market => (market.Series.Name, null),
                TariffFormula tariff => ($"tariff({tariff.Charge})", TextOf(tariff, leg)),
                _ => ((string?)null, (string?)null),
            };
            if (name is not null && totals.All(total => total.Name != name))
                totals.Add(formula is BalanceFormula balance ? Before(name, balance, leg, evaluation)
                    : Total(name, text, formula, leg, evaluation));
            if (formula is SettledFormula part && WholeOf(part, leg, evaluation) is { } whole
                && totals.All(total => total.Name != whole.Name)) totals.Add(whole);
        }
        return totals;
    }

    /// <summary>How a pool comes to what a formula asks of it: its own words.</summary>
    private static string? TextOf(SettledFormula settled, Evaluation evaluation) =>
        SettledPart.Of(settled, evaluation.Agreement.Pools[settled.Pool], evaluation.Connections)
            .Select(part => part.Text).FirstOrDefault();

    /// <summary>All that was shared, of which the agreement has a part; null where it is no part of a share.</summary>
    private static NamedTotal? WholeOf(SettledFormula settled, Leg leg, Evaluation evaluation)
    {
        var whole = SettledPart.Of(settled, evaluation.Agreement.Pools[settled.Pool], evaluation.Connections)
            .Select(part => part.Shared).FirstOrDefault(part => part is not null);
        if (whole is null || !evaluation.Inputs.Channels.TryGetValue((whole.Kept.Id, whole.Channel), out var known))
            return null;
        var span = leg.Days.InstantsIn(known.Zone);
        var series = known.Between(span.Start, span.End);
        var slots = Enumerable.Range(0, series.Length).ToList();
        return new(NamedTotal.OfAll + settled.Text, null, settled.Shape.Dimension, settled.Shape.Step,
            slots.Aggregate(Exact.Zero, (sum, slot) => sum + series.ValueOf(slot)), null, slots.Count,
            slots.Count(slot => series.Qualities[slot].IsEstimated), 0);
    }

    /// <summary>The series that are loss factors of the connections.</summary>
    private static IEnumerable<Formula> LossSeries(AtFormula at, Evaluation evaluation) =>
        from connection in evaluation.Connections
        from factor in at.Factors
        let series = at.SeriesOf(connection, factor)
        where series is not null
        select series;

    private static string? TextOf(TariffFormula tariff, Leg leg) =>
        tariff.Texts.TryAt(leg.Days.From, out var text) ? text : null;

    /// <summary>What was left over before the first window of a leg.</summary>
    private static NamedTotal Before(string name, BalanceFormula balance, Leg leg, Evaluation evaluation)
    {
        var step = balance.Of.Shape.Step;
        var before = balance is CarryFormula carry ? CarryOperator.Before(carry, evaluation)
            : WholeOperator.Before((WholeFormula)balance, evaluation);
        var first = Array.FindIndex(evaluation.Frame.SharesOf(leg.Days, step), share => !share.IsZero);
        return new(name, null, balance.Of.Shape.Dimension, step, before[first], null, 1, 0, 0);
    }

    private static NamedTotal Total(string name, string? text, Formula formula, Leg leg, Evaluation evaluation)
    {
        var column = evaluation.Of(formula);
        var shares = evaluation.Frame.SharesOf(leg.Days, column.Step);
        var (total, places, estimated) = (Exact.Zero, 0, 0);
        var (isCondition, addsUp) = (formula.Shape.IsCondition, formula.Shape.AddsUp);
        (Exact Least, Exact Greatest)? range = null;
        for (var i = 0; i < shares.Length; i++)
        {
            if (shares[i].IsZero) continue;
            // A window that isn't all of the leg's is true or not, and not in part.
            total += shares[i] == Exact.One || isCondition ? column.Values[i] : column.Values[i] * shares[i];
            if (!addsUp && !isCondition)
                range = range is { } known ? (Exact.Min(known.Least, column.Values[i]),
                    Exact.Max(known.Greatest, column.Values[i])) : (column.Values[i], column.Values[i]);
            places++;
            if (column.Estimated?[i] ?? false) estimated++;
        }
        return new(
            name, text, formula.Shape.Dimension, column.Step, addsUp || isCondition ? total : null, range, places,
            estimated,
            formula is QuantityFormula quantity ? CutOff(quantity.Meaning.Formula, leg, evaluation) : 0);
    }

    /// <summary>How many values of a leg the <c>positive</c> of a formula made zero, without those in the quantities
    /// that it names.</summary>
    public static int CutOff(Formula formula, Leg leg, Evaluation evaluation) =>
        formula.All(part => part is not QuantityFormula).OfType<PositiveFormula>()
            .Sum(positive => BelowZero(evaluation.Of(positive.Of), leg, evaluation.Frame));

    private static int BelowZero(Column column, Leg leg, Frame frame)
    {
        var (shares, count) = (frame.SharesOf(leg.Days, column.Step), 0);
        for (var i = 0; i < shares.Length; i++) if (!shares[i].IsZero && column.Values[i].Sign < 0) count++;
        return count;
    }
}

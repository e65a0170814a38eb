using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Rating;
using Busbar.Time;

namespace Busbar.Billing;

/// <summary>Makes the explanation of a bill from what was rated.</summary>
internal static class Explanations
{
    public static Explanation Of(
        IReadOnlyList<RatedCharge> charges, IReadOnlyList<BillLine> lines, Inputs inputs, BillPlan plan, Book book)
    {
        var (explained, next) = (new List<ExplainedCharge>(), 0);
        foreach (var charge in charges)
        {
            var own = lines.Skip(next).Take(charge.Parts.Count).ToList();
            next += charge.Parts.Count;
            explained.Add(new(charge.Task.Agreement.Id, charge.Task.ChargeId, charge.Task.Connection?.Id,
                [.. charge.Task.Connections.Select(connection => connection.Id)],
                [.. charge.Legs.Select(leg => Explain(leg, charge, own, book))], charge.Exact, book.LineRounding.Name,
                charge.Amount.Amount));
        }
        return new(0, explained, [.. Inputs(inputs, plan)]);
    }

    private static ExplainedLeg Explain(RatedLeg rated, RatedCharge charge, IReadOnlyList<BillLine> shown, Book book)
    {
        var (leg, priced) = (rated.Leg, rated.Leg.Charge.Rate as Rate.Priced);
        var formulas = leg.Charge.Rate.Formulas.SelectMany(written => written.Formula.All()).ToList();
        // What a term says of the time before supply stands where it decided something.
        var histories = formulas.OfType<PastPeakFormula>().Select(past => past.History?.Term.Name).ToHashSet();
        var terms = formulas.OfType<TermFormula>()
            .Select(formula => formula.Term).DistinctBy(term => term.Name).Where(term => !histories.Contains(term.Name))
            .Select(term => new ExplainedTerm(term.Name, leg.Terms[term.Name], term.Unit.Dimension.ToString()));
        var lines = charge.Parts.Zip(shown, (part, line) => (part, line))
            .Where(one => ReferenceEquals(one.part.Leg, leg))
            .Select(one => new ExplainedLine(one.line.Id, one.part.Band, one.part.Quantity,
                one.part.Unit?.ToString(), one.part.Price, one.part.PriceUnit?.ToString(), one.part.Exact,
                one.part.Amount.Amount, one.line.Gross is null ? null : one.line.Amount.Amount));
        return new(leg.Days, leg.Version.Id, priced?.Quantity.Text, priced?.Price.Text,
            (leg.Charge.Rate as Rate.Amount)?.Formula.Text,
            [.. terms, .. Shares(rated), .. Losses(leg, charge.Task.Connections)],
            [.. rated.Named.Select(name => new ExplainedName(
                name.Name, name.Text, name.Total, name.Range?.Least, name.Range?.Greatest, name.Dimension.ToString(),
                name.Step.Word, name.Places, name.Estimated, name.CutOff))], [.. lines], rated.CutOff,
            [.. rated.Peaks.Select(peak => new ExplainedPeak(
                peak.Text, peak.Start, peak.Power, peak.Dimension.ToString(), peak.History))],
            [.. rated.Blocks.Where(block => block.IsUsed(rated.Shares)).Select(block => new ExplainedBlock(block.Name,
                block.Quantity(rated.Shares), priced!.Quantity.Formula.Shape.Dimension.ToString(),
                block.Price(rated.Shares), priced.Price.Formula.Shape.Dimension.ToString(), block.Flat(rated.Shares),
                block.Amount(rated.Shares)))],
            [.. rated.Steps.Select(step => new ExplainedStep(step.Index, step.Day, step.Before, step.Now, step.Change,
                step.IsBound, step.Price, step.Dimension.ToString()))])
        {
            Trades = [.. rated.Trades.Select(one => new ExplainedTrade(one.Trade.Id, one.Trade.Shape.Name,
                one.Trade.SignedPower, one.AllHours, one.Trade.Price, $"{book.Currency}/kWh"))],
            Baselines = [.. rated.Baselines.Select(one => new ExplainedBaseline(one.Text,
                [.. one.Time.Events.Select(call => call.Id)], one.Time.Span.Start, one.Time.Span.End, one.Days,
                one.Ratio, one.Difference, one.IsBound, one.Dimension.ToString(),
                [.. one.Intervals.Select(use => new ExplainedUse(use.Start, use.Baseline, use.Load))]))],
        };
    }

    /// <summary>How much is taxed as domestic, where the formulas ask for it.</summary>
    private static IEnumerable<ExplainedTerm> Shares(RatedLeg rated) =>
        from share in rated.Leg.Charge.Rate.Formulas.SelectMany(written => written.Formula.All())
            .OfType<QualifyingFormula>().DistinctBy(share => share.Name)
        from liability in rated.Liabilities
        where ReferenceEquals(liability.Tax, share.Tax)
        select new ExplainedTerm(share.Name, liability.Qualifying, Quantities.Dimension.None.ToString());

    /// <summary>The loss factors that are numbers; series stand among the inputs.</summary>
    private static IEnumerable<ExplainedTerm> Losses(Leg leg, IReadOnlyList<Connection> connections)
    {
        var factors = leg.Charge.Rate.Formulas.SelectMany(written => written.Formula.All()).OfType<AtFormula>()
            .SelectMany(at => at.Factors).Distinct().ToList();
        return from connection in connections
            from factor in factors
            where connection.Losses.ContainsKey(factor)
            from value in Numbers(factor, connection.Losses[factor], leg.Days)
            select new ExplainedTerm($"{value.Name} of {connection.Id}", value.Value, "1");
    }

    private static IEnumerable<(string Name, Quantities.Exact Value)> Numbers(
        string factor, LossFactor loss, Days days) => loss switch
    {
        LossFactor.Number number => days.CutAt(number.Values.ChangesWithin(days.From, days.To))
            .Where(part => number.Values.TryAt(part.From, out _)).Select(part =>
                (part == days ? factor : $"{factor}, {part}", number.Values.At(part.From))),
        LossFactor.ByBand by => by.Calendar.Bands.Zip(by.Values, (band, value) => ($"{factor}, {band}", value)),
        _ => [],
    };

    private static IEnumerable<ExplainedInput> Inputs(Inputs inputs, BillPlan plan)
    {
        var (channels, profiles) = (new List<ExplainedInput>(), new List<ExplainedInput>());
        foreach (var need in plan.Channels())
        {
            var span = need.Span.InstantsIn(need.Connection.Zone);
            var series = inputs.Channels[(need.Connection.Id, need.Channel)].Between(span.Start, span.End);
            var channel = Input(need.Connection.Id, need.Channel, series, span);
            if (series.Profile is { Span: { } days } profile)
            {
                channel = channel with { Profile = profile.Profile.Name };
                profiles.Add(Input(null, profile.Profile.Name, profile.Values, days));
            }
            channels.Add(channel);
        }
        var markets = plan.Markets().Select(need => Input(
            null, need.Series.Name, inputs.Markets[need.Series.Name], need.Span.InstantsIn(need.Zone)));
        // Of those of one series that begin together, the longest holds the others.
        return channels.Concat(plan.Sessions().Select(need => Input(need, inputs)))
            .Concat(markets.Concat(profiles).GroupBy(input => (input.Name, input.From))
                .Select(same => same.MaxBy(input => input.To)!));
    }

    private static ExplainedInput Input(SessionNeed need, Inputs inputs)
    {
        var span = need.Span.InstantsIn(need.Connection.Zone);
        var sessions = inputs.SessionsOf([need.Connection])
            .Where(session => session.Start < span.End && session.End > span.Start).ToList();
        return new(need.Connection.Id, "sessions", span.Start, span.End, sessions.Count, 0,
            Convert.ToHexStringLower(Session.Hash(sessions)));
    }

    private static ExplainedInput Input(string? connection, string name, Series series, NodaTime.Interval span)
    {
        var part = series.Between(span.Start, span.End);
        return new(connection, name, span.Start, span.End, part.Length,
            part.Qualities.Count(quality => quality.IsEstimated), Convert.ToHexStringLower(part.Hash()));
    }
}

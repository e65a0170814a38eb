using System.Globalization;
using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Rating;

/// <summary>
/// How much of the use at each premises qualifies for the domestic class of a tax: settled from what all meters of the
/// account measured there in the billing period, before anything is priced.
/// </summary>
internal static class Liabilities
{
    /// <summary>The liability of a leg for a tax that depends on use. Where readings for it are missing, they are found
    /// to be, and the result is none.</summary>
    public static Liability Of(TaxClass tax, ChargeTask task, Leg leg, Inputs inputs, Findings findings)
    {
        var (rule, declared) = (tax.Rule!, leg.Use!.Value);
        var own = task.Connection ?? task.Agreement.Connections[0];
        var period = PeriodOf(task);
        Liability Is(Exact qualifying, LiabilityReason reason, Exact? average) =>
            new(tax, own.Premises ?? own.Id, period, qualifying, reason, declared, average);
        if (declared == Exact.One) return Is(Exact.One, LiabilityReason.Domestic, null);
        if (declared >= rule.MixedFrom) return Is(Exact.One, LiabilityReason.MostlyQualifying, null);
        var average = rule.Small is { } small ? AverageOf(small, task, inputs, findings) : null;
        return average <= rule.Small?.AtMostPerDay ? Is(Exact.One, LiabilityReason.Small, average)
            : Is(declared, declared.IsZero ? LiabilityReason.Business : LiabilityReason.Mixed, average);
    }

    /// <summary>The readings that the liabilities of a charge rest on.</summary>
    public static IEnumerable<ChannelNeed> NeedsOf(ChargeTask task) =>
        from leg in task.Legs
        from tax in leg.Charge.RuledTaxes
        let rule = tax.Rule!
        where rule.Small is not null && leg.Use < Exact.One && !(leg.Use >= rule.MixedFrom)
        from need in NeedsOf(rule.Small!, task)
        select need;

    private static List<ChannelNeed> NeedsOf(SmallUse small, ChargeTask task) =>
        [.. from meter in task.Agreement.MetersBeside(task.Connection)
            where meter.Connection.Channels.ContainsKey(small.Channel)
            let days = meter.Days.Intersect(BillingPeriodOf(task))
            where !days.IsEmpty
            select new ChannelNeed(meter.Connection, small.Channel, days)];

    /// <summary>What was used a day, over the days on which anything was supplied; null where no meter counts it.
    /// </summary>
    private static Exact? AverageOf(SmallUse small, ChargeTask task, Inputs inputs, Findings findings)
    {
        var needs = NeedsOf(small, task);
        if (needs.Count == 0) return null;
        var sum = needs.Aggregate(Exact.Zero, (sum, need) => sum + Sum(need, inputs, findings));
        return sum / DaysIn(needs.Select(need => need.Span));
    }

    private static Exact Sum(ChannelNeed need, Inputs inputs, Findings findings)
    {
        var span = need.Span.InstantsIn(need.Connection.Zone);
        var series = inputs.Channels[(need.Connection.Id, need.Channel)].Between(span.Start, span.End);
        if (!series.IsComplete)
        {
            var missing = Enumerable.Range(0, series.Length)
                .Count(slot => series.Qualities[slot].Kind == QualityKind.Missing);
            findings.Miss(new("missing-readings", string.Create(CultureInfo.InvariantCulture,
                $"Connection {need.Connection.Id}, channel {need.Channel}, has no reading in {missing} of "
                + $"{series.Length} intervals of {need.Span}, and the tax depends on how much was used."),
                need.Connection.Place, need.Connection.Id,
                "Import the missing readings, or let busbar estimate fill them, and run it again."));
        }
        return Enumerable.Range(0, series.Length).Aggregate(Exact.Zero, (sum, slot) => sum + series.ValueOf(slot));
    }

    /// <summary>How many days some spans have, those of several once.</summary>
    private static long DaysIn(IEnumerable<Days> spans)
    {
        var (count, until) = (0L, LocalDate.MinIsoValue);
        foreach (var span in spans.OrderBy(span => span.From))
        {
            var from = LocalDate.Max(span.From, until);
            if (from >= span.To) continue;
            count += Period.DaysBetween(from, span.To);
            until = span.To;
        }
        return count;
    }

    /// <summary>The days of supply in the billing period, from the first to the last.</summary>
    private static Days PeriodOf(ChargeTask task)
    {
        var period = BillingPeriodOf(task);
        var days = task.Agreement.MetersBeside(task.Connection).Select(meter => meter.Days.Intersect(period))
            .Where(days => !days.IsEmpty).ToList();
        return new(days.Min(one => one.From), days.Max(one => one.To));
    }

    /// <summary>The billing period that a charge falls on, whatever part of it is billed; where it is rated for more
    /// than one, those days.</summary>
    private static Days BillingPeriodOf(ChargeTask task) =>
        task.Agreement.Account.Cycle.PeriodOf(task.Supply.From) is var period && period.Holds(task.Supply) ? period
            : task.Supply;
}

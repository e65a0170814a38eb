using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Says what waits over days that aren't billed yet: it holds their bill, or the bill is made with what was
/// known before, and would come out otherwise if it is right.</summary>
internal sealed class UnbilledRisks(Database database, Snapshot snapshot, Book book, SupposedInputs supposed)
{
    private const int ChannelsAtOnce = 200;
    private const int BillsAtOnce = 200;

    /// <summary>What waits over one channel in one billing period of an account.</summary>
    private sealed record Waiting(
        Account Account, Days Period, IReadOnlyList<WaitingValue> Values, bool IsHeld);

    private readonly ILookup<string, Agreement> _agreements = book.Agreements.Values
        .SelectMany(agreement => agreement.Connections.Select(connection => (connection.Id, agreement)))
        .ToLookup(pair => pair.Id, pair => pair.agreement);

    /// <summary>What is at risk by some values that wait, by account and period.</summary>
    public IReadOnlyList<UnbilledRisk> Of(IReadOnlyList<WaitingValue> all)
    {
        var due = ByChannel(all).GroupBy(one => (one.Account, one.Period)).ToList();
        return [.. due.Chunk(BillsAtOnce).SelectMany(chunk => MadeAsIfRight([.. chunk.Select(same =>
                (same.Key.Account, same.Key.Period, (IReadOnlyList<Waiting>)[.. same]))]))
            .OrderBy(one => one.Account, StringComparer.Ordinal).ThenBy(one => one.Period.From)];
    }

    private static IReadOnlyList<string> ConnectionsOf(IEnumerable<Waiting> all) => [.. all
        .SelectMany(one => one.Values).Select(one => one.Connection.Id).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The billing periods in which something of an agreement rests on a value.</summary>
    private static IEnumerable<Days> PeriodsOf(WaitingValue one, Agreement agreement)
    {
        var (over, zone) = (Over(one), one.Connection.Zone);
        var days = new Days(over.Start.InZone(zone).Date,
            (over.End - Duration.Epsilon).InZone(zone).Date.PlusDays(1));
        for (var day = days.From; day < days.To;)
        {
            var period = agreement.Account.Cycle.PeriodOf(day);
            if (!agreement.SupplyIn(period.Intersect(days)).IsEmpty) yield return period;
            day = period.To;
        }
    }

    /// <summary>Where values rest on one that waits: of a read in a row, from the read before it to the one after.
    /// </summary>
    private static Interval Over(WaitingValue one) => one.IsIn ? one.Span : one.Reach;

    private IEnumerable<Waiting> ByChannel(IReadOnlyList<WaitingValue> all)
    {
        var periods = (from one in all
            from agreement in _agreements[one.Connection.Id]
            from period in PeriodsOf(one, agreement)
            group one by (agreement.Account, Period: period, one.Connection.Id, one.Channel)).ToList();
        foreach (var chunk in periods.Chunk(ChannelsAtOnce))
        {
            List<ReadsWanted> wanted = [.. chunk.Select(same => new ReadsWanted(same.First().Connection,
                same.Key.Channel, same.Min(one => Over(one).Start), same.Max(one => Over(one).End)))];
            var known = Suspecting.WithoutContradicted(snapshot, wanted, ReadStore.Load(snapshot, wanted));
            foreach (var (same, series) in chunk.Zip(known))
            {
                var period = same.Key.Period.InstantsIn(same.First().Connection.Zone);
                yield return new(same.Key.Account, same.Key.Period, [.. same.Distinct()], same.Any(one =>
                    one.IsIn || !series.Between(Instant.Max(Over(one).Start, period.Start),
                        Instant.Min(Over(one).End, period.End)).IsComplete));
            }
        }
    }

    /// <summary>Bills as if what waits were right, beside those with what was known before where that can be billed.
    /// </summary>
    private IEnumerable<UnbilledRisk> MadeAsIfRight(
        IReadOnlyList<(Account Account, Days Period, IReadOnlyList<Waiting> Waiting)> due)
    {
        var plans = due.Select(PlansOf).ToList();
        var inputs = Loading.Load(snapshot, book, [.. plans.SelectMany(own => own)]);
        var right = supposed.With(inputs, [.. due.SelectMany(one => one.Waiting).SelectMany(one => one.Values)
            .Where(one => one.MayBeRight).Distinct()]);
        var frames = new Frames();
        foreach (var (one, own) in due.Zip(plans))
        {
            var held = one.Waiting.Where(same => same.IsHeld).ToList();
            var risk = new UnbilledRisk(one.Account.Id, one.Period, ConnectionsOf(held.Count > 0 ? held : one.Waiting))
            {
                IsHeld = held.Count > 0,
            };
            if (risk.IsHeld && own.Count > 0 && TotalOf(own, frames, right) is { } total)
            {
                yield return risk with { Total = total };
                continue;
            }
            if (!risk.IsHeld && TotalOf(own, frames, inputs) is { } before
                && TotalOf(own, frames, right) is { } then)
            {
                if (then != before) yield return risk with { Difference = then + -before };
                continue;
            }
            var amounts = one.Waiting.SelectMany(same => same.Values)
                .DistinctBy(same => (same.Connection, same.Channel))
                .Select(same => AmountOf(same, one.Period, inputs, right)).OfType<ExposedAmount>().ToList();
            if (amounts.Count > 0 || risk.IsHeld) yield return risk with { Amounts = amounts };
        }
    }

    private IReadOnlyList<BillPlan> PlansOf((Account Account, Days Period, IReadOnlyList<Waiting>) due)
    {
        var billed = Issuing.Billed(database, book.AgreementsByAccount[due.Account.Id], due.Period)
            .SelectMany(same => same).ToList();
        return [.. BillPlan.IssuersOf(book, due.Account).Select(issuer =>
            BillPlan.Of(book, due.Account, due.Period, billed, issuer)).OfType<BillPlan>()];
    }

    /// <summary>What the bills of some plans come to; null where one can't be made.</summary>
    private Money? TotalOf(IReadOnlyList<BillPlan> plans, Frames frames, Inputs inputs)
    {
        var sum = Money.Zero(book.Currency);
        foreach (var plan in plans)
            if (Making.Make(plan, book, frames, () => inputs) is BillOutcome.Made made) sum += made.Bill.Total;
            else return null;
        return sum;
    }

    private static ExposedAmount? AmountOf(WaitingValue one, Days period, Inputs now, Inputs right)
    {
        if (!now.Channels.TryGetValue((one.Connection.Id, one.Channel), out var before)) return null;
        var span = period.InstantsIn(one.Connection.Zone);
        var then = right.Channels[(one.Connection.Id, one.Channel)].Between(span.Start, span.End);
        var amount = SumOf(then) - SumOf(before.Between(span.Start, span.End));
        return amount == Exact.Zero ? null
            : new(one.Connection.Id, one.Channel, amount, one.Connection.Channels[one.Channel].Unit.Dimension);
    }

    private static Exact SumOf(Series series) => Enumerable.Range(0, series.Length)
        .Where(slot => series.Qualities[slot].Kind != QualityKind.Missing)
        .Aggregate(Exact.Zero, (sum, slot) => sum + series.ValueOf(slot));
}

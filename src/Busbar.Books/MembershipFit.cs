using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Rating;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Books;

/// <summary>Checks that nobody pays for the days of another: the amount of a window is billed to who has the connection
/// on its last day, so a membership ends where an agreement does.</summary>
internal static class MembershipFit
{
    public static void Check(IReadOnlyDictionary<string, Agreement> agreements, List<Fault> faults)
    {
        foreach (var agreement in agreements.Values.OrderBy(one => one.Id, StringComparer.Ordinal))
        {
            var cuts = SharesOf(agreement).SelectMany(one => agreement.Connections.SelectMany(connection =>
                CutBy(agreement, one.Pool, one.Share, connection, agreements.Values))).ToList();
            if (cuts.Count > 0) faults.Add(cuts[0]);
        }
    }

    /// <summary>The shares of whole windows of which its product bills its own part.</summary>
    private static IEnumerable<(Pool Pool, ShareFormula Share)> SharesOf(Agreement agreement) =>
        agreement.Product.Versions.Values.SelectMany(version => version.Value.Charges)
            .SelectMany(charge => charge.Rate.Formulas).SelectMany(written => written.Formula.All())
            .OfType<SettledFormula>()
            .Where(settled => settled is { Whose: Settled.Own, Per: not null })
            .Select(settled => (Pool: agreement.Pools[settled.Pool], settled.Name)).Distinct()
            .Select(one => (one.Pool, one.Pool.ShareOf(one.Name)));

    private static IEnumerable<Fault> CutBy(
        Agreement agreement, Pool pool, ShareFormula share, Connection connection, IEnumerable<Agreement> agreements)
    {
        var edges = new List<(LocalDate Day, string Does)> { (agreement.From, "begins") };
        if (agreement.To is { } end) edges.Add((end, "ends"));
        return from edge in edges
               where pool.DaysOf(connection.Id).Any(days => days.From < edge.Day && edge.Day < days.To)
               from window in WindowsAt(edge.Day, pool, share, agreements)
               where window.From < edge.Day && edge.Day < window.To
               let day = LocalDatePattern.Iso.Format(edge.Day)
               select new Fault("cut-membership", $"Agreement {agreement.Id} {edge.Does} on {day}, and its part of "
                   + $"share {share.Name} of pool {pool.Id} is one amount for {window}, which is billed to who has "
                   + $"connection {connection.Id} on its last day.", agreement.Place, agreement.Id, "End the "
                   + $"membership on that day, to: {day}, and begin another for who comes next, from: {day}.");
    }

    private static IEnumerable<Days> WindowsAt(
        LocalDate day, Pool pool, ShareFormula share, IEnumerable<Agreement> agreements)
    {
        if (!share.IsOfParentCost)
            return [new Windows(default).Of(day, share.LumpWindow == Step.Period ? Step.Month : share.LumpWindow)];
        var groups = share.CostGroups.ToHashSet();
        return pool.Costs.Where(line => groups.Contains(line.Group) && line.Days.Contains(day))
            .Select(line => line.Days)
            .Concat(agreements.Where(own => own.Connections.Any(one => one.Id == pool.Parent!.Id)
                && own.HasChargeIn(groups)).Select(own => own.SupplyIn(own.Account.Cycle.PeriodOf(day))))
            .Distinct();
    }
}

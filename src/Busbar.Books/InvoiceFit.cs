using Busbar.Contracts;
using Busbar.Contracts.Language;

namespace Busbar.Books;

/// <summary>Checks that the invoices of other sellers fit what pools share of them, and each other.</summary>
internal static class InvoiceFit
{
    /// <param name="lines">By the connection that they are for.</param>
    public static void Check(
        ILookup<string, InvoiceLine> lines, IEnumerable<Pool> pools, IEnumerable<Agreement> agreements,
        List<Fault> faults)
    {
        var parents = pools.Where(pool => pool.Parent is not null).OrderBy(pool => pool.Id, StringComparer.Ordinal)
            .ToLookup(pool => pool.Parent!.Id);
        foreach (var own in lines)
        {
            var supplied = agreements.Where(agreement =>
                agreement.Connections.Any(connection => connection.Id == own.Key)).ToList();
            if (!parents.Contains(own.Key))
                Fail(own.First(), "unused-cost", $"Invoice {own.First().Document} is for connection {own.Key}, which "
                    + "is the parent of no pool: nobody would see what it costs.", "Name it in a pool: parent: "
                    + $"{{ connection: {own.Key} }}, or take its rows out.", faults);
            foreach (var group in own.GroupBy(line => line.Group)) CheckDays([.. group], "group " + group.Key, faults);
            foreach (var line in own) CheckOwnCharges(line, supplied, faults);
            foreach (var pool in parents[own.Key])
            {
                CheckCycles(pool, own, faults);
                foreach (var name in pool.Shares.Keys.Where(name => pool.ShareOf(name).IsOfParentCost))
                    CheckShare(pool, pool.ShareOf(name), [.. own], supplied, faults);
            }
        }
    }

    /// <summary>Rows that are shared together have the same days, or none in common: each is shared over its own.
    /// </summary>
    private static bool CheckDays(IReadOnlyList<InvoiceLine> lines, string of, List<Fault> faults)
    {
        var rows = lines.OrderBy(line => line.Days.From).ThenBy(line => line.Days.To).ToList();
        foreach (var (one, next) in rows.Zip(rows.Skip(1)))
        {
            if (next.Days == one.Days || next.Days.Intersect(one.Days).IsEmpty) continue;
            Fail(next, "overlapping-costs", $"Invoice {next.Document} has {of} of connection {next.Connection} for "
                + $"{next.Days}, and invoice {one.Document} for {one.Days} ({one.Place}): some days are in both.",
                "Give both the same days, or write a row for each of the other's periods; a correction has the days "
                + "of what it corrects.", faults);
            return false;
        }
        return true;
    }

    /// <summary>What is invoiced by periods that a pool knows has their days.</summary>
    private static void CheckCycles(Pool pool, IEnumerable<InvoiceLine> lines, List<Fault> faults)
    {
        foreach (var line in lines)
            if (pool.CostCycles.TryGetValue(line.Group, out var cycle)
                && cycle.PeriodOf(line.Days.From) is var period && period != line.Days)
                Fail(line, "odd-period", $"Invoice {line.Document} has group {line.Group} of connection "
                    + $"{line.Connection} for {line.Days}, and pool {pool.Id} says that it is invoiced for {period}.",
                    "Correct the days, or take the group out of costs: of the pool; then an invoice may have any.",
                    faults);
    }

    /// <summary>Who bills the connection itself has no invoice of another for the same.</summary>
    private static void CheckOwnCharges(InvoiceLine line, List<Agreement> agreements, List<Fault> faults)
    {
        foreach (var agreement in agreements)
            if (agreement.SupplyIn(line.Days) is { IsEmpty: false } days && AgreementReader
                .VersionsOf(agreement.Product, agreement.Pinned, days.From, days.To)
                .SelectMany(version => version.Charges).FirstOrDefault(charge => charge.Group == line.Group)
                is { } charge)
                Fail(line, "billed-twice", $"Invoice {line.Document} has group {line.Group} of connection "
                    + $"{line.Connection} for {line.Days}, and charge {charge.Id} of agreement {agreement.Id} is in "
                    + "that group: it would be counted twice.", "Put what Busbar bills into another group, or take "
                    + "the row out.", faults);
    }

    /// <summary>Groups that are shared together are invoiced for the same days, also where no invoice has come yet.
    /// </summary>
    public static void CheckCycles(IEnumerable<Pool> pools, List<Fault> faults)
    {
        foreach (var pool in pools.Where(pool => pool.CostCycles.Count > 0))
            foreach (var share in pool.Shares.Keys.Select(pool.ShareOf).Where(share => share.CostGroups
                .Select(group => pool.CostCycles.GetValueOrDefault(group)).Distinct().Count() > 1))
                faults.Add(new("overlapping-costs", $"Share {share.Name} of pool {pool.Id} shares groups together that "
                    + $"costs: of the pool gives other periods: {string.Join(", ", share.CostGroups)}.", pool.Place,
                    pool.Id, "Give all of them the same periods, or share each by itself."));
    }

    private static void CheckShare(
        Pool pool, ShareFormula share, IReadOnlyList<InvoiceLine> own, List<Agreement> agreements, List<Fault> faults)
    {
        var groups = share.CostGroups.ToHashSet();
        var lines = own.Where(line => groups.Contains(line.Group)).ToList();
        if (lines.Count == 0) return;
        if (share.IsByIntervalKey)
        {
            faults.Add(new("coarse-cost", $"Share {share.Name} of pool {pool.Id} deals out by a key per interval, and "
                + $"what connection {lines[0].Connection} costs in group {lines[0].Group} is known by its invoices "
                + $"alone, for {lines[0].Days} as a whole ({lines[0].Place}).", pool.Place, pool.Id,
                "Share it by a key of the whole time: by = sum(consumption)."));
            return;
        }
        if (groups.Count > 1 && !CheckDays(lines, $"a group of share {share.Name}", faults)) return;
        foreach (var agreement in agreements.Where(agreement => agreement.HasChargeIn(groups)))
            foreach (var line in lines)
                foreach (var period in agreement.Account.Cycle.PeriodsTouching(line.Days).Select(agreement.SupplyIn))
                    if (!period.Intersect(line.Days).IsEmpty && period != line.Days)
                    {
                        Fail(line, "overlapping-costs", $"Share {share.Name} of pool {pool.Id} shares invoice "
                            + $"{line.Document} for {line.Days} together with what agreement {agreement.Id} is billed "
                            + $"for {period}.", "Share groups that aren't of the same days each by itself.", faults);
                        return;
                    }
    }

    private static void Fail(InvoiceLine line, string code, string message, string hint, List<Fault> faults) =>
        faults.Add(new(code, message, line.Place, line.Document, hint));
}

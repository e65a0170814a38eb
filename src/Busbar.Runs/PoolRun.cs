using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Store;
using Busbar.Time;

namespace Busbar.Runs;

/// <summary>Looks at what a pool has settled, as it was settled, and at what it would settle now.</summary>
public static class PoolRun
{
    /// <summary>The balance of a pool.</summary>
    /// <exception cref="RefusedException">There is no such pool, or no book.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static PoolBalance Of(Database database, string pool, Days days)
    {
        using var snapshot = database.Snapshot();
        var book = StoredBook.Load(snapshot);
        if (!book.Pools.TryGetValue(pool, out var found))
            throw new RefusedException(new Fault("unknown-pool", $"There is no pool {pool}.", Name: pool,
                Hint: Nearest.Hint(pool, book.Pools.Keys) ?? (book.Pools.Count == 0 ? "The book has none."
                    : $"There are {string.Join(", ", book.Pools.Keys.Order(StringComparer.Ordinal))}.")));
        var (settling, faults) = (new Settling(snapshot, book) { IsAsStored = true }, new List<Fault>());
        var kept = new KeptMembers(snapshot, found, days, settling);
        var names = NamesOf(found, days, settling, kept, faults);
        var resettling = Resettling.Of(snapshot, book, new Dictionary<Pool, Days> { [found] = days });
        return new(found, days, names, [.. faults.DistinctBy(fault => fault.Message)], resettling.Names)
        {
            Broken = [.. settling.Fresh.Where(one => one.Plan.Pool == found).SelectMany(one => one.Broken)
                .DistinctBy(one => (one.Must.Be.Text, one.Span)).OrderBy(one => one.Span.Start)
                .ThenBy(one => one.Must.Be.Text, StringComparer.Ordinal)],
            OtherMembers = kept.Others(resettling.Names),
            Concerned = Concerned.By(database, snapshot, book, resettling),
            Margin = faults.Count > 0 ? null : PoolMargin.Of(database, book, found, days),
        };
    }

    /// <summary>What a pool has under each of its names, as it was settled; without what can't be settled.</summary>
    internal static IReadOnlyList<PoolName> NamesOf(Snapshot snapshot, Book book, Pool pool, Days days)
    {
        var settling = new Settling(snapshot, book) { IsAsStored = true };
        return NamesOf(pool, days, settling, new(snapshot, pool, days, settling), []);
    }

    private static List<PoolName> NamesOf(
        Pool pool, Days days, Settling settling, KeptMembers kept, List<Fault> faults)
    {
        var names = new List<PoolName>();
        foreach (var name in pool.Measured.Concat(pool.Shares.Keys))
        {
            List<SettledPart> parts = [.. SettledPart.AllOf(pool, name).Where(part => part.IsIn(days))];
            var series = settling.Load([.. parts.Select(part => part.Need(days))]);
            var reasons = settling.Reasons(pool, name).ToList();
            foreach (var gap in series.SelectMany(one => one.Gaps).DistinctBy(gap => gap.Reason))
                // What says that there are more is said in full.
                if (!reasons.Exists(reason => gap.Reason.StartsWith(reason.Message, StringComparison.Ordinal)))
                    faults.Add(new(gap.Code, gap.Reason, pool.Place, name, gap.Hint));
            faults.AddRange(reasons);
            if (series.Any(one => one.Gaps.Count > 0)) continue;
            kept.Look(name, parts);
            names.Add(NameOf(name, parts, series, kept.NoMore(name), SpansOf(parts[0], days, settling)) with
            {
                Settled = StateOf(parts, days, settling, isSettled: true),
                Open = StateOf(parts, days, settling, isSettled: false),
            });
        }
        return names;
    }

    /// <summary>What must close by itself: each interval; or each window within the days, as who leaves has its amount
    /// on another day of it.</summary>
    private static List<NodaTime.Interval>? SpansOf(SettledPart part, Days days, Settling settling) =>
        part.IsByInterval ? null : [.. settling.WindowsOf(part, days).Where(days.Holds)
            .Select(window => window.InstantsIn(part.Pool.Zone))];

    /// <summary>The days, or the windows whose amounts stand within some days, that are settled or aren't.</summary>
    private static List<Days> StateOf(List<SettledPart> parts, Days days, Settling settling, bool isSettled)
    {
        var known = settling.SettledDays(parts[0].Pool, parts[0].Name, days);
        if (parts[0].IsByInterval)
            return Settling.Runs([.. days.Dates.Where(date => known.Contains(date) == isSettled)]);
        var windows = settling.WindowsOf(parts[0], days).ToList();
        return [.. parts.SelectMany(part => part.LumpsIn(days, windows))
            .Where(lump => known.Contains(lump.Day) == isSettled).Select(lump => lump.Window).Distinct()
            .OrderBy(window => window.From)];
    }

    private static PoolName NameOf(
        string name, List<SettledPart> parts, IReadOnlyList<Series> series,
        IReadOnlyList<(string Connection, string Channel, Series Series)> noMore, List<NodaTime.Interval>? windows)
    {
        var all = parts.Zip(series, (part, values) => (part, values)).ToList();
        Series? SeriesOf(Contracts.Language.Settled whose) => all.Find(one => one.part.Whose == whose).values;
        var own = all.Where(one => one.part.Whose == Contracts.Language.Settled.Own)
            .Select(one => (Connection: one.part.Member!.Id, one.part.Channel, Series: one.values)).Concat(noMore)
            .ToList();
        var (sum, residual, whole) = (SeriesOf(Contracts.Language.Settled.All)!,
            SeriesOf(Contracts.Language.Settled.Residual), SeriesOf(Contracts.Language.Settled.Whole));
        return new(name, parts[0].Measured.Unit.Dimension, parts[0].IsByInterval,
            [.. own.Select(one => (one.Connection, Total(one.Series)))], Total(sum),
            residual is null ? null : Total(residual), whole is null ? null : Total(whole),
            series.Any(one => one.Qualities.Any(quality => quality.IsEstimated)),
            own.Select(one => (one.Channel, one.Series)).Concat(all.Where(one => one.part.Member is null)
                .Select(one => (one.part.Channel, one.values))).ToDictionary(one => one.Channel, one => one.Item2))
        {
            Proof = whole is null ? default : ProofOf([.. own.Select(one => one.Series), residual!], whole,
                windows?.ConvertAll(window => Enumerable.Range(0, whole.Length).Where(slot =>
                    window.Contains(whole.StartOf(slot))).ToList()) ?? [.. Enumerable.Range(0, whole.Length)
                        .Select(slot => new List<int> { slot })]),
        };
    }

    private static (int All, int Open) ProofOf(List<Series> parts, Series whole, List<List<int>> together) =>
        (together.Count, together.Count(slots => slots.Aggregate(Exact.Zero, (sum, slot) => parts.Aggregate(
            sum - whole.ValueOf(slot), (left, part) => left + part.ValueOf(slot))).Sign != 0));

    private static Exact Total(Series series) =>
        Enumerable.Range(0, series.Length).Aggregate(Exact.Zero, (sum, slot) => sum + series.ValueOf(slot));
}

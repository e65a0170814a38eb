using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Store;
using Busbar.Time;

namespace Busbar.Runs;

/// <summary>What a pool has under one name over some days: what each member brings or gets, and the proof that it
/// closes.</summary>
/// <param name="Members">By connection.</param>
/// <param name="Sum">Of all members.</param>
/// <param name="Residual">What no member got; null for what members bring.</param>
/// <param name="Whole">What was shared; null likewise.</param>
/// <param name="Series">Of each part, for those who look at the intervals.</param>
public sealed record PoolName(
    string Name, Dimension Dimension, bool IsByInterval, IReadOnlyList<(string Connection, Exact Amount)> Members,
    Exact Sum, Exact? Residual, Exact? Whole, bool IsEstimated, IReadOnlyDictionary<string, Series> Series)
{
    /// <summary>How many intervals or windows there are, and in how many what members got and what is left aren't the
    /// whole.</summary>
    public (int All, int Open) Proof { get; init; }
}

/// <summary>The balance of a pool over some days.</summary>
/// <param name="Faults">Why something can't be settled; then it is left out.</param>
/// <param name="IsStored">Whether all of it is settled, and nothing as it would be settled now.</param>
/// <param name="Otherwise">What is settled and would come out otherwise now: it rests on readings that are others by
/// now.</param>
public sealed record PoolBalance(
    Pool Pool, Days Days, IReadOnlyList<PoolName> Names, IReadOnlyList<Fault> Faults, bool IsStored,
    IReadOnlyList<ResettledName> Otherwise)
{
    /// <summary>What its operator has of it; null where nothing was billed or invoiced, or it has no parent.</summary>
    public PoolMargin? Margin { get; init; }
}

/// <summary>Looks at what a pool has settled, or would settle now.</summary>
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
        var (settling, names, faults) = (new Settling(snapshot, book), new List<PoolName>(), new List<Fault>());
        foreach (var name in found.Measured.Concat(found.Shares.Keys))
        {
            List<SettledPart> parts = [.. SettledPart.AllOf(found, name).Where(part => part.IsIn(days))];
            var series = settling.Load([.. parts.Select(part => part.Need(days))]);
            foreach (var gap in series.SelectMany(one => one.Gaps).DistinctBy(gap => gap.Reason))
                faults.Add(new(gap.Code, gap.Reason, found.Place, name, gap.Hint));
            if (series.All(one => one.Gaps.Count == 0))
                names.Add(NameOf(name, parts, series, SpansOf(parts[0], days, settling)));
        }
        return new(found, days, names, [.. faults.DistinctBy(fault => fault.Message)], !settling.Fresh.Any(),
            Resettling.Of(snapshot, book, new Dictionary<Pool, Days> { [found] = days }).Names)
        {
            Margin = PoolMargin.Of(database, book, found, days),
        };
    }

    /// <summary>What must close by itself: each interval; or each window within the days, as who leaves has its amount
    /// on another day of it.</summary>
    private static List<NodaTime.Interval>? SpansOf(SettledPart part, Days days, Settling settling) =>
        part.IsByInterval ? null : [.. settling.WindowsOf(part, days).Where(days.Holds)
            .Select(window => window.InstantsIn(part.Pool.Zone))];

    private static PoolName NameOf(
        string name, List<SettledPart> parts, IReadOnlyList<Series> series, List<NodaTime.Interval>? windows)
    {
        var all = parts.Zip(series, (part, values) => (part, values)).ToList();
        Series? SeriesOf(Settled whose) => all.Find(one => one.part.Whose == whose).values;
        var (residual, whole) = (SeriesOf(Settled.Residual), SeriesOf(Settled.Whole));
        return new(name, parts[0].Measured.Unit.Dimension, parts[0].IsByInterval,
            [.. all.Where(one => one.part.Whose == Settled.Own)
                .Select(one => (one.part.Member!.Id, Total(one.values)))], Total(SeriesOf(Settled.All)!),
            residual is null ? null : Total(residual), whole is null ? null : Total(whole),
            series.Any(one => one.Qualities.Any(quality => quality.IsEstimated)),
            all.ToDictionary(one => one.part.Channel, one => one.values))
        {
            Proof = whole is null ? default : ProofOf(
                [.. all.Where(one => one.part.Whose is Settled.Own or Settled.Residual).Select(one => one.values)],
                whole,
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

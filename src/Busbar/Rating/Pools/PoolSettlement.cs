using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;

namespace Busbar.Rating;

/// <summary>What comes of settling some days of a pool: a series for each part of each name, or why there is none.
/// </summary>
/// <param name="Parts">Over the days of the plan.</param>
/// <param name="Faults">Empty where it is settled.</param>
/// <param name="IsOnlyMissing">Whether nothing is wrong, and something isn't known yet.</param>
public sealed record PoolSettlement(
    PoolPlan Plan, IReadOnlyDictionary<SettledPart, Series> Parts, IReadOnlyList<Fault> Faults, bool IsOnlyMissing)
{
    private static readonly Quality Estimated = new(QualityKind.Estimated);

    /// <summary>Where something isn't as it must be.</summary>
    public IReadOnlyList<BrokenMust> Broken { get; init; } = [];

    /// <summary>Settles, from inputs that are all known at one receipt.</summary>
    public static PoolSettlement Of(PoolPlan plan, Book book, Inputs inputs)
    {
        var rater = new Rater(new(), inputs, book.Currency, book.LineRounding);
        var (parts, broken) = (new Dictionary<SettledPart, Series>(), new List<BrokenMust>());
        var (faults, isOnlyMissing) = rater.FoundFor(() =>
        {
            var pool = new PoolRating(rater, plan);
            foreach (var name in plan.Names) Add(name, pool, parts);
            foreach (var must in plan.Pool.Musts) broken.AddRange(pool.Check(must));
        });
        return new(plan, faults.Count > 0 ? new Dictionary<SettledPart, Series>() : parts, faults, isOnlyMissing)
        {
            Broken = broken,
        };
    }

    private static void Add(string name, PoolRating rating, Dictionary<SettledPart, Series> parts)
    {
        var pool = rating.Pool;
        IReadOnlyList<Column> own;
        Column? residual = null, whole = null;
        if (pool.Shares.TryGetValue(name, out var share))
        {
            var dealt = rating.Dealt((ShareFormula)share.Formula);
            (own, residual, whole) = (dealt.Parts, dealt.Residual, dealt.Whole);
        }
        else own = [.. rating.Members.Select(member => member.Of(new BroughtFormula(name, pool.Brought[name])))];
        foreach (var same in pool.Members.Zip(own).GroupBy(one => one.First.Connection.Id))
            Put(new(pool, name, Settled.Own, same.First().First.Connection),
                Sum([.. same.Where(one => !one.First.Days.Intersect(rating.Frame.Span).IsEmpty)
                    .Select(one => one.Second)]));
        Put(new(pool, name, Settled.All, null), Sum(own));
        Put(new(pool, name, Settled.Residual, null), residual);
        Put(new(pool, name, Settled.Whole, null), whole);

        void Put(SettledPart part, Column? column)
        {
            if (column is null) return;
            var series = part.Need(rating.Frame.Span).Empty();
            for (var slot = 0; slot < series.Length; slot++)
                series.Set(slot, column.Values[slot],
                    column.Estimated?[slot] ?? false ? Estimated : Quality.Actual);
            parts[part] = series;
        }
    }

    private static Column? Sum(IReadOnlyList<Column> columns) => columns.Count == 0 ? null
        : columns.Aggregate((a, b) => Column.Zip(a, b, (x, y) => x + y));
}

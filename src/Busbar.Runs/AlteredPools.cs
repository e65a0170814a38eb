using Busbar.Books;
using Busbar.Contracts;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Finds the pools of which a book says otherwise than before who is a member, what a member brings, or how it
/// is shared, with the days of issued bills that this is about.</summary>
internal static class AlteredPools
{
    private static readonly Days Ever = PoolRows.Ever;

    /// <summary>The pools, each with the days from the first on which it is otherwise to the last that is billed.
    /// </summary>
    /// <param name="before">The things as they were stored.</param>
    /// <param name="now">The things as they are applied.</param>
    public static Dictionary<Pool, Days> Between(
        Database database, IReadOnlyList<Item> before, IReadOnlyList<BookItem> now, Book book)
    {
        var old = before.Where(item => item.Kind is BookItem.OfPool or BookItem.OfConnection)
            .ToDictionary(item => (item.Kind, item.Id), item => item.Body);
        // A pool that is new has settled nothing.
        var changed = now.Where(item => old.TryGetValue((item.Kind, item.Id), out var body)
            && body != NodeText.Write(item.Kept)).ToDictionary(item => (item.Kind, item.Id));
        var altered = new Dictionary<Pool, Days>();
        foreach (var pool in book.Pools.Values)
        {
            List<LocalDate> from =
            [
                .. changed.TryGetValue((BookItem.OfPool, pool.Id), out var item)
                    ? [FirstOtherwise((MapNode)NodeText.Read(old[(item.Kind, item.Id)], default), item.Node)]
                    : Array.Empty<LocalDate>(),
                .. pool.Members.Where(member => changed.ContainsKey((BookItem.OfConnection, member.Connection.Id)))
                    .Select(member => member.Days.From),
                .. pool.Parent is { } parent && changed.ContainsKey((BookItem.OfConnection, parent.Id))
                    ? [Ever.From] : Array.Empty<LocalDate>(),
            ];
            if (from.Count > 0 && BilledFrom(database, pool, from.Min()) is { IsEmpty: false } days)
                altered[pool] = days;
        }
        return altered;
    }

    private static Days BilledFrom(Database database, Pool pool, LocalDate from)
    {
        if (from >= Ever.To) return default;
        var span = (Ever with { From = LocalDate.Max(from, Ever.From) }).InstantsIn(pool.Zone);
        var inputs = BillStore.BilledOver(database, [pool.Intervals.Id, pool.Lumps.Id], span.Start, span.End);
        return inputs.Count == 0 ? default : new Days(
            inputs.Min(one => one.Input.From).InZone(pool.Zone).Date,
            inputs.Max(one => one.Input.To).InZone(pool.Zone).Date).Intersect(Ever with { From = from });
    }

    /// <summary>The first day on which a pool is otherwise: only members have days.</summary>
    private static LocalDate FirstOtherwise(MapNode old, MapNode now)
    {
        if (!Without(old).SaysTheSameAs(Without(now))) return Ever.From;
        var (before, after) = (PoolRows.Of(old), PoolRows.Of(now));
        return before.Keys.Union(after.Keys).Select(connection => FirstOtherwise(
            before.GetValueOrDefault(connection, []), after.GetValueOrDefault(connection, []))).Min();
    }

    private static MapNode Without(MapNode pool) =>
        pool with { Entries = [.. pool.Entries.Where(entry => entry.Key != PoolRows.Members)] };

    /// <summary>The memberships of one connection, by their first days.</summary>
    private static LocalDate FirstOtherwise(List<MapNode> before, List<MapNode> after)
    {
        for (var i = 0; i < before.Count || i < after.Count; i++)
        {
            if (i >= before.Count) return PoolRows.DayOf(after[i], "from");
            if (i >= after.Count) return PoolRows.DayOf(before[i], "from");
            var (one, other) = (before[i], after[i]);
            if (one.SaysTheSameAs(other)) continue;
            var isSameUntilItEnds = WithoutEnd(one).SaysTheSameAs(WithoutEnd(other));
            return isSameUntilItEnds ? LocalDate.Min(PoolRows.DayOf(one, "to"), PoolRows.DayOf(other, "to"))
                : LocalDate.Min(PoolRows.DayOf(one, "from"), PoolRows.DayOf(other, "from"));
        }
        return Ever.To;
    }

    private static MapNode WithoutEnd(MapNode row) =>
        row with { Entries = [.. row.Entries.Where(entry => entry.Key != "to")] };
}

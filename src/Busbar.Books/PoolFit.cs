using Busbar.Contracts;
using Busbar.Contracts.Language;

namespace Busbar.Books;

/// <summary>Finds the pools that an agreement's product uses, and checks that they settle what it uses.</summary>
internal static class PoolFit
{
    /// <summary>The pools by the names that the product has for them; what doesn't fit is a fault.</summary>
    /// <param name="own">The pool that the agreement names; null: the one that its connections are in.</param>
    /// <param name="named">The pools that it names where its product uses several.</param>
    public static IReadOnlyDictionary<string, Pool> Of(
        MapReader reader, Agreement agreement, IReadOnlyList<ProductVersion> versions, Known<Pool> pools,
        TextNode? own, IEnumerable<MapEntry> named)
    {
        var bound = new Dictionary<string, Pool>(StringComparer.Ordinal);
        var used = versions.SelectMany(version => version.Rated)
            .SelectMany(charge => charge.Rate.Formulas).SelectMany(written => written.Formula.All())
            .OfType<SettledFormula>().ToList();
        foreach (var name in used.Select(formula => formula.Pool).Distinct())
        {
            var text = name.Length == 0 ? own
                : named.Where(entry => entry.Key == name).Select(entry => entry.Value).OfType<TextNode>()
                    .FirstOrDefault();
            var pool = text is not null ? pools.Find(reader, text, BookItem.OfPool)
                : name.Length > 0 && pools.Good.TryGetValue(name, out var same) ? same
                : OnlyOne(reader, agreement, name, pools);
            if (pool is null) continue;
            bound[name] = pool;
            Check(reader, agreement, pool, [.. used.Where(formula => formula.Pool == name)], versions);
        }
        foreach (var entry in named.Where(entry => used.TrueForAll(formula => formula.Pool != entry.Key)))
            reader.Fault("unknown-pool", entry.KeyPlace, $"Product {agreement.Product.Id} uses no pool "
                + $"{entry.Key}, which "
                + $"{reader.Thing} names.", Nearest.Hint(entry.Key, used.Select(formula => formula.Pool).Distinct()));
        return bound;
    }

    /// <summary>The one pool in which the connections are, or of which one is the parent.</summary>
    private static Pool? OnlyOne(MapReader reader, Agreement agreement, string name, Known<Pool> pools)
    {
        var own = agreement.Connections.Select(connection => connection.Id).ToHashSet();
        var found = pools.Good.Values.Where(pool => pool.Members.Any(member => own.Contains(member.Connection.Id))
            || (pool.Parent is { } parent && own.Contains(parent.Id))).ToList();
        if (found.Count == 1) return found[0];
        // A pool with a fault of its own may be the one.
        if (found.Count == 0 && pools.Ids.Count > pools.Good.Count) return null;
        reader.Fault("no-pool", reader.Place, found.Count == 0
            ? $"Product {agreement.Product.Id} uses a pool, and no connection of {reader.Thing} is in one."
            : $"Product {agreement.Product.Id} uses a pool, and the connections of {reader.Thing} are in "
                + $"{string.Join(" and ", found.Select(pool => pool.Id))}.",
            found.Count == 0 ? "Add the connection to the pool's members."
                : name.Length == 0 ? $"Say which: pool: {found[0].Id}." : $"Say which: pools: {{ {name}: "
                    + $"{found[0].Id} }}.");
        return null;
    }

    private static void Check(
        MapReader reader, Agreement agreement, Pool pool, IReadOnlyList<SettledFormula> used,
        IReadOnlyList<ProductVersion> versions)
    {
        var place = reader.Map["connections"]?.Place ?? reader.Place;
        foreach (var formula in used.DistinctBy(one => one.Text)) CheckName(reader, agreement, pool, formula, place);
        foreach (var connection in agreement.Connections)
            if (!connection.Zone.Equals(pool.Zone))
                reader.Fault("zones-differ", place, $"Pool {pool.Id} is settled by the days of {pool.Zone.Id}, and "
                    + $"connection {connection.Id} has those of {connection.Zone.Id}.", "Give both one zone.");
        foreach (var version in versions.Where(version => version.IntervalMinutes % pool.IntervalMinutes != 0))
            reader.Fault("too-coarse", place, $"Product {version.Id} has an interval of "
                + $"{Minutes(version.IntervalMinutes)}, and pool {pool.Id} is settled every "
                + $"{Minutes(pool.IntervalMinutes)}.", "Give the pool a shorter interval.");
        if (used.Any(formula => formula.Whose == Settled.Own) && agreement.Connections.FirstOrDefault(connection =>
            !pool.DaysOf(connection.Id).Any()) is { } stranger)
            reader.Fault("not-a-member", place, $"Connection {stranger.Id} of {reader.Thing} is no member of pool "
                + $"{pool.Id}.", "Add it to the pool's members, or take it out of the agreement.");
    }

    private static void CheckName(
        MapReader reader, Agreement agreement, Pool pool, SettledFormula formula, Place place)
    {
        var isShare = pool.Shares.ContainsKey(formula.Name);
        if (!isShare && (formula.Whose == Settled.Residual || !pool.Measured.Contains(formula.Name)))
        {
            reader.Fault("unknown-role", place, $"Product {agreement.Product.Id} uses {formula.Text}, and in "
                + $"pool {pool.Id} "
                + (formula.Whose == Settled.Residual ? "nothing of that name is shared."
                    : "nobody brings or gets anything of that name."),
                Nearest.Hint(formula.Name, pool.Measured.Concat(pool.Shares.Keys))
                ?? $"It has {string.Join(", ", pool.Measured.Concat(pool.Shares.Keys))}.");
            return;
        }
        var share = isShare ? pool.ShareOf(formula.Name) : null;
        var shape = share?.Shape ?? pool.Brought[formula.Name];
        Step? per = share is { IsLumped: true } ? share.LumpWindow : null;
        if (shape != formula.Shape || per != formula.Per)
            reader.Fault("wrong-dimension", place, $"Product {agreement.Product.Id} uses {formula.Text} as "
                + $"{Say(formula.Shape, formula.Per)}, and pool {pool.Id} settles {Say(shape, per)}.",
                "Say it as the pool has it: pool: { x: kWh }, { in: kWh, at: nbp }, { in: kWh, per: month }.");
    }

    private static string Minutes(int minutes) => minutes == 1440 ? "a day"
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{minutes} minutes");

    private static string Say(Shape shape, Step? per) => per is { } window
        ? $"{shape with { Step = Step.Forever }} per {window.Name}" : shape.ToString();
}

using Busbar.Contracts.Language;
using Busbar.Quantities;
using Busbar.Rating.Operators;

namespace Busbar.Rating;

/// <summary>One block of a price over a leg's frame: what was dealt out to it, place by place.</summary>
/// <param name="Id">Its number: <c>tier-2</c>.</param>
/// <param name="Name">As a line is called: <c>300 kWh to 600 kWh</c>.</param>
/// <param name="Quantities">In the canonical unit of the quantity.</param>
/// <param name="Prices">At the same places.</param>
/// <param name="Flats">The amounts for having reached it, where they fall.</param>
/// <param name="Amounts">All amounts, with their sign.</param>
public sealed record RatedBlock(
    string Id, string Name, Exact[] Quantities, Exact[] Prices, Exact[] Flats, Exact[] Amounts)
{
    /// <summary>Whether something of it belongs to a leg.</summary>
    public bool IsUsed(Exact[] shares) =>
        shares.Where((share, i) => !share.IsZero && !(Quantities[i].IsZero && Flats[i].IsZero)).Any();

    /// <summary>What of it belongs to a leg.</summary>
    public Exact Quantity(Exact[] shares) => Sum(shares, Quantities);

    /// <summary>The fixed amounts in it that belong to a leg.</summary>
    public Exact Flat(Exact[] shares) => Sum(shares, Flats);

    /// <summary>The amount of it that belongs to a leg.</summary>
    public Exact Amount(Exact[] shares) => Sum(shares, Amounts);

    /// <summary>The one price that all of it in a leg has; null where there are several, or an amount beside it.
    /// </summary>
    public Exact? OnlyPrice(Exact[] shares) => Flat(shares).IsZero ? Price(shares) : null;

    /// <summary>The one price that all of it in a leg has; null where there are several.</summary>
    public Exact? Price(Exact[] shares) => Prices.Where((_, i) => !shares[i].IsZero && !Quantities[i].IsZero)
        .Distinct().Take(2).ToList() is [var one] ? one : null;

    /// <summary>What the seller pays.</summary>
    public RatedBlock Negated() => this with
    {
        Flats = Array.ConvertAll(Flats, value => -value), Amounts = Array.ConvertAll(Amounts, value => -value),
    };

    private static Exact Sum(Exact[] shares, Exact[] values)
    {
        var sum = Exact.Zero;
        for (var i = 0; i < shares.Length; i++) if (!shares[i].IsZero) sum += shares[i] * values[i];
        return sum;
    }
}

/// <summary>Deals a charge's quantity out to the blocks of its price.</summary>
internal static class Blocks
{
    public static IReadOnlyList<RatedBlock> Of(BlockFormula price, Column quantity, Evaluation evaluation)
    {
        var step = quantity.Step;
        if (price is PackagesFormula packages)
            return [Block("packages", "packages", quantity.Values, new Exact[quantity.Values.Length],
                PackagesOperator.Flats(packages, step, evaluation))];
        var tiers = (TiersFormula)price;
        var (mixes, _) = TiersOperator.Mixes(tiers, evaluation);
        var places = evaluation.Frame.PlacesIn(step, tiers.SplitStep);
        var flats = TiersOperator.Flats(tiers, step, evaluation);
        return [.. tiers.Tiers.Select((tier, block) => Block($"tier-{block + 1}", tier.Name,
            [.. quantity.Values.Select((value, i) => mixes[places[i]].Of(block) is var share && share == Exact.One
                ? value : share * value)],
            evaluation.Of(tier.Price, step).Values, flats[block]))];
    }

    /// <summary>The amounts of all blocks together, place by place.</summary>
    public static Exact[] Amounts(IReadOnlyList<RatedBlock> blocks) => blocks.Select(block => block.Amounts)
        .Aggregate((a, b) => [.. a.Zip(b, (one, other) => one + other)]);

    private static RatedBlock Block(
        string id, string name, Exact[] quantities, Exact[] prices, Exact[] flats) => new(id,
        name, quantities, prices, flats, [.. quantities.Select((quantity, i) => quantity * prices[i] + flats[i])]);
}

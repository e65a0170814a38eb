using System.Numerics;
using Busbar.Quantities;
using CsCheck;

namespace Busbar.Tests.Laws;

/// <summary>How a whole is dealt out: nothing is lost or made, whatever the keys, limits and order.</summary>
public class DealLaws
{
    private sealed record Case(
        long Whole, long[] Keys, long[] Limits, long[] Ranks, bool HasLimits, bool IsAgain, bool HasOrder)
    {
        public IReadOnlyList<Exact> ExactKeys => Array.ConvertAll(Keys, key => (Exact)key);

        public Deal Deal => new(null, HasLimits ? Limits : null, IsAgain,
            HasOrder ? Array.ConvertAll(Ranks, rank => (Exact)rank) : null);
    }

    // Few values, so that many are equal or nought.
    private static readonly Gen<Case> Any =
        from count in Gen.Int[1, 7]
        from whole in Gen.OneOf(Gen.Long[0, 20], Gen.Long[0, 10_000_000])
        from keys in Gen.OneOf(Gen.Long[0, 3], Gen.Long[0, 1_000_000]).Array[count]
        from limits in Gen.OneOf(Gen.Long[0, 5], Gen.Long[0, 5_000_000]).Array[count]
        from ranks in Gen.Long[1, 3].Array[count]
        from hasLimits in Gen.Bool
        from isAgain in Gen.Bool
        from hasOrder in Gen.Bool
        select new Case(whole, keys, limits, ranks, hasLimits, isAgain, hasOrder);

    [Fact]
    public void The_parts_and_what_is_left_are_the_whole_and_none_is_over_its_limit() => Any.Sample(one =>
    {
        var (parts, left) = one.Deal.Out(one.Whole, one.ExactKeys);
        return parts.Sum() + left == one.Whole && left >= 0 && parts.All(part => part >= 0)
            && (!one.HasLimits || parts.Zip(one.Limits).All(pair => pair.First <= pair.Second))
            && parts.Zip(one.Keys).All(pair => pair.Second > 0 || pair.First == 0);
    });

    [Fact]
    public void With_a_claim_everybody_has_the_part_of_the_key_to_the_unit() =>
        Gen.Select(Any, Gen.Long[0, 1_000_000]).Sample((one, unclaimed) =>
    {
        var claim = one.Keys.Sum() + unclaimed;
        var (parts, left) = new Deal(claim).Out(one.Whole, one.ExactKeys);
        return parts.Sum() + left == one.Whole && (claim == 0 || parts.Zip(one.Keys).All(pair =>
            Distance(pair.First, Exact.Ratio(one.Whole * new BigInteger(pair.Second), claim)) < Exact.One));
    });

    [Fact]
    public void The_order_in_which_members_stand_moves_no_more_than_a_tie() =>
        Gen.Select(Any, Gen.Int[0, 1000]).Sample((one, seed) =>
    {
        var places = Enumerable.Range(0, one.Keys.Length).OrderBy(i => (i * 7919L + seed) * 104_729 % 1009).ToArray();
        var other = one with
        {
            Keys = [.. places.Select(i => one.Keys[i])], Limits = [.. places.Select(i => one.Limits[i])],
            Ranks = [.. places.Select(i => one.Ranks[i])],
        };
        var (parts, left) = one.Deal.Out(one.Whole, one.ExactKeys);
        var (moved, otherLeft) = other.Deal.Out(one.Whole, other.ExactKeys);
        // Of members that are equal in all, the same parts are theirs together.
        var equals = Enumerable.Range(0, parts.Length)
            .GroupBy(i => (one.Keys[i], one.HasLimits ? one.Limits[i] : 0, one.HasOrder ? one.Ranks[i] : 0));
        return Math.Abs(left - otherLeft) <= parts.Length && equals.All(same => Math.Abs(same.Sum(i => parts[i])
            - same.Sum(i => moved[Array.IndexOf(places, i)])) <= parts.Length);
    });

    [Fact]
    public void In_the_ratio_of_use_and_by_priority_the_same_is_left_and_by_fixed_parts_never_less() =>
        Any.Sample(one =>
    {
        var uses = one.Keys;
        var matched = Math.Min(one.Whole, uses.Sum());
        var (byUse, _) = new Deal().Out(matched, one.ExactKeys);
        var (byPriority, _) = new Deal(null, uses, Order: Array.ConvertAll(one.Ranks, rank => (Exact)rank))
            .Out(one.Whole, one.ExactKeys);
        var weights = one.Limits.Sum() == 0 ? Array.ConvertAll(one.Limits, _ => (Exact)1)
            : Array.ConvertAll(one.Limits, weight => (Exact)weight);
        var (fixedParts, _) = new Deal(null, uses).Out(one.Whole, weights);
        return byUse.Sum() == matched && byPriority.Sum() == matched && fixedParts.Sum() <= matched;
    });

    [Fact]
    public void A_credit_is_dealt_out_as_a_debit_is() => Any.Sample(one =>
    {
        var deal = new Deal();
        var (parts, left) = deal.Out(one.Whole, one.ExactKeys);
        var (credits, creditLeft) = deal.Out(-one.Whole, one.ExactKeys);
        return left == -creditLeft && parts.Zip(credits).All(pair => pair.First == -pair.Second);
    });

    [Fact]
    public void What_limits_cut_off_is_used_up_or_everybody_has_enough() => Any.Sample(one =>
    {
        var (parts, left) = new Deal(null, one.Limits, IsAgain: true).Out(one.Whole, one.ExactKeys);
        return left == 0 || parts.Zip(one.Limits).Zip(one.Keys).All(all =>
            all.Second == 0 || all.First.First == all.First.Second);
    });

    private static Exact Distance(Exact a, Exact b) => Exact.Max(a - b, b - a);
}

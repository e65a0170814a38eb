using System.Numerics;
using Busbar.Quantities;
using CsCheck;

namespace Busbar.Tests.Laws;

/// <summary>Exact arithmetic against fractions of big integers kept beside it.</summary>
public class ExactLaws
{
    private static readonly Gen<(Exact Value, BigInteger Top, BigInteger Bottom)> AnyNumber =
        Gen.Select(Gen.Frequency((3, Gen.Long[-1000, 1000]), (2, Gen.Long)), Gen.Int[0, 18], Gen.Int[1, 40])
            .Select((count, scale, divisor) =>
                (Exact.FromScaled(count, scale) / divisor, (BigInteger)count, BigInteger.Pow(10, scale) * divisor));

    [Fact]
    public void Sums_products_and_ratios_lose_nothing() => Gen.Select(AnyNumber, AnyNumber).Sample((a, b) =>
    {
        Assert.Equal(Exact.Ratio(a.Top * b.Bottom + b.Top * a.Bottom, a.Bottom * b.Bottom), a.Value + b.Value);
        Assert.Equal(Exact.Ratio(a.Top * b.Bottom - b.Top * a.Bottom, a.Bottom * b.Bottom), a.Value - b.Value);
        Assert.Equal(Exact.Ratio(a.Top * b.Top, a.Bottom * b.Bottom), a.Value * b.Value);
        Assert.Equal((a.Top * b.Bottom).CompareTo(b.Top * a.Bottom), a.Value.CompareTo(b.Value));
        if (!b.Value.IsZero) Assert.Equal(a.Value, a.Value / b.Value * b.Value);
    });

    [Fact]
    public void Equal_numbers_have_equal_hashes() => Gen.Select(AnyNumber, Gen.Int[0, 6]).Sample((a, powers) =>
        (a.Value * Digits.PowerOfTen(powers) / Digits.PowerOfTen(powers)).GetHashCode() == a.Value.GetHashCode());

    [Fact]
    public void Parts_add_up_to_the_whole_and_are_fair_to_a_unit() =>
        Gen.Select(Gen.Long[-1_000_000_000, 1_000_000_000], Gen.Long[1, 1_000_000].List[1, 40])
            .Sample((whole, weights) =>
            {
                var parts = Apportion.ByWeight(whole, [.. weights.Select(weight => (Exact)weight)]);
                var total = weights.Sum();
                Assert.Equal(whole, parts.Sum());
                Assert.All(parts.Zip(weights), part =>
                    Assert.True(Math.Abs(part.First - (decimal)whole * part.Second / total) < 1));
            });
}

using System.Numerics;

namespace Busbar.Quantities;

/// <summary>A rule for rounding, by its name in a book: <c>half-away</c>, <c>half-even</c>,
/// <c>down</c>, <c>up</c>.</summary>
/// <remarks>
/// <c>half-away</c> is the commercial rule (DIN 1333), so that a reversal mirrors its original; <c>down</c> is towards
/// zero (UK VAT on an invoice), <c>up</c> away from zero. There is no default value: a rule is always named.
/// </remarks>
public sealed class Rounding
{
    /// <summary>To the nearest, ties away from zero.</summary>
    public static readonly Rounding HalfAway = new("half-away", (twiceRest, divisor, _) => twiceRest >= divisor);

    /// <summary>To the nearest, ties to the even neighbour.</summary>
    public static readonly Rounding HalfEven =
        new("half-even", (twiceRest, divisor, even) => twiceRest > divisor || (twiceRest == divisor && !even));

    /// <summary>Towards zero.</summary>
    public static readonly Rounding Down = new("down", (_, _, _) => false);

    /// <summary>Away from zero.</summary>
    public static readonly Rounding Up = new("up", (twiceRest, _, _) => !twiceRest.IsZero);

    /// <summary>All rules.</summary>
    public static readonly IReadOnlyList<Rounding> All = [HalfAway, HalfEven, Down, Up];

    private readonly Func<BigInteger, BigInteger, bool, bool> _raises;

    private Rounding(string name, Func<BigInteger, BigInteger, bool, bool> raises) => (Name, _raises) = (name, raises);

    /// <summary>The name in a book.</summary>
    public string Name { get; }

    /// <summary>The rule of that name, or null.</summary>
    public static Rounding? Named(string name) => All.FirstOrDefault(rule => rule.Name == name);

    /// <summary>Rounds a fraction to a whole number; the denominator is positive.</summary>
    public BigInteger ToWhole(BigInteger numerator, BigInteger denominator)
    {
        var whole = BigInteger.DivRem(BigInteger.Abs(numerator), denominator, out var rest);
        if (_raises(rest * 2, denominator, whole.IsEven)) whole += 1;
        return numerator.Sign < 0 ? -whole : whole;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace Busbar.Quantities;

/// <summary>
/// An exact rational number: sums, differences, products and ratios lose nothing, whatever the order.
/// The default value is zero.
/// </summary>
/// <remarks>
/// Nearly all values of billing are a 64-bit count of a power of ten and are held so, without allocation;
/// what does not fit becomes a fraction of big integers. Rounding happens only where <see cref="Round"/> is called.
/// </remarks>
public readonly struct Exact : IEquatable<Exact>, IComparable<Exact>
{
    private const int MostScale = 18;

    private readonly long _count;
    private readonly int _scale;
    private readonly Fraction? _fraction;

    private Exact(long count, int scale) => (_count, _scale) = (count, scale);

    private Exact(Fraction fraction) => _fraction = fraction;

    private sealed record Fraction(BigInteger Numerator, BigInteger Denominator);

    /// <summary>Nought.</summary>
    public static Exact Zero => default;

    /// <summary>One.</summary>
    public static Exact One => new(1, 0);

    /// <summary>A count of 10^-<paramref name="scale"/>, scale from 0 to 18.</summary>
    public static Exact FromScaled(long count, int scale) => new(count, scale);

    /// <summary>A whole number.</summary>
    public static implicit operator Exact(long whole) => new(whole, 0);

    /// <summary>A decimal, with all its digits.</summary>
    public static implicit operator Exact(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = ((BigInteger)unchecked((uint)bits[2]) << 64) | ((BigInteger)unchecked((uint)bits[1]) << 32)
            | unchecked((uint)bits[0]);
        return Reduced(bits[3] < 0 ? -magnitude : magnitude, BigInteger.Pow(10, (bits[3] >> 16) & 0xFF));
    }

    /// <summary>
    /// Reads a number that comes in (a price, a term, a stage of a loss factor): at most nine
    /// decimals, see <see cref="Digits"/>.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Exact value, [NotNullWhen(false)] out string? problem)
    {
        value = Zero;
        if (!Digits.TryParse(text, Digits.MostDecimals, out var count, out problem)) return false;
        var scale = Digits.MostDecimals;
        while (scale > 0 && count % 10 == 0) (count, scale) = (count / 10, scale - 1);
        value = new(count, scale);
        return true;
    }

    /// <summary>A ratio of two whole numbers.</summary>
    public static Exact Ratio(BigInteger numerator, BigInteger denominator) => Reduced(numerator, denominator);

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => _fraction is null ? Math.Sign(_count) : _fraction.Numerator.Sign;

    /// <summary>Whether this is nought.</summary>
    public bool IsZero => Sign == 0;

    public static Exact operator +(Exact a, Exact b)
    {
        if (a._fraction is null && b._fraction is null)
        {
            if (a._scale == b._scale && TryAdd(a._count, b._count, out var sum)) return new(sum, a._scale);
            var scale = Math.Max(a._scale, b._scale);
            if (TryRaise(a._count, scale - a._scale, out var left)
                && TryRaise(b._count, scale - b._scale, out var right)
                && TryAdd(left, right, out sum)) return new(sum, scale);
        }
        var (x, y) = (a.Wide(), b.Wide());
        return Reduced(x.Numerator * y.Denominator + y.Numerator * x.Denominator, x.Denominator * y.Denominator);
    }

    public static Exact operator -(Exact a) =>
        a._fraction is { } f ? new(new Fraction(-f.Numerator, f.Denominator))
        : a._count == long.MinValue ? Reduced(-(BigInteger)a._count, BigInteger.Pow(10, a._scale))
        : new(-a._count, a._scale);

    public static Exact operator -(Exact a, Exact b) => a + -b;

    public static Exact operator *(Exact a, Exact b)
    {
        if (a._fraction is null && b._fraction is null && a._scale + b._scale <= MostScale)
        {
            if (Math.BigMul(a._count, b._count, out var product) == product >> 63)
                return new(product, a._scale + b._scale);
        }
        var (x, y) = (a.Wide(), b.Wide());
        return Reduced(x.Numerator * y.Numerator, x.Denominator * y.Denominator);
    }

    /// <summary>The exact ratio. <see cref="DivideByZeroException"/> when <paramref name="b"/> is zero.</summary>
    public static Exact operator /(Exact a, Exact b)
    {
        var (x, y) = (a.Wide(), b.Wide());
        if (y.Numerator.IsZero) throw new DivideByZeroException();
        return Reduced(x.Numerator * y.Denominator, x.Denominator * y.Numerator);
    }

    public static bool operator <(Exact a, Exact b) => a.CompareTo(b) < 0;
    public static bool operator >(Exact a, Exact b) => a.CompareTo(b) > 0;
    public static bool operator <=(Exact a, Exact b) => a.CompareTo(b) <= 0;
    public static bool operator >=(Exact a, Exact b) => a.CompareTo(b) >= 0;
    public static bool operator ==(Exact a, Exact b) => a.CompareTo(b) == 0;
    public static bool operator !=(Exact a, Exact b) => a.CompareTo(b) != 0;

    /// <summary>The lesser of two.</summary>
    public static Exact Min(Exact a, Exact b) => a <= b ? a : b;

    /// <summary>The greater of two.</summary>
    public static Exact Max(Exact a, Exact b) => a >= b ? a : b;

    /// <summary>The greatest number of which two, both above zero, are whole multiples.</summary>
    public static Exact CommonMeasure(Exact a, Exact b)
    {
        while (!b.IsZero) (a, b) = (b, a - (a / b).Round(0, Rounding.Down) * b);
        return a;
    }

    /// <inheritdoc/>
    public int CompareTo(Exact other)
    {
        if (_fraction is null && other._fraction is null)
        {
            if (_scale == other._scale) return _count.CompareTo(other._count);
            var scale = Math.Max(_scale, other._scale);
            if (TryRaise(_count, scale - _scale, out var left)
                && TryRaise(other._count, scale - other._scale, out var right)) return left.CompareTo(right);
        }
        var (x, y) = (Wide(), other.Wide());
        return (x.Numerator * y.Denominator).CompareTo(y.Numerator * x.Denominator);
    }

    /// <summary>Rounds to a number of decimals, by the named rule.</summary>
    public Exact Round(int decimals, Rounding rule)
    {
        if (_fraction is null && _scale <= decimals) return this;
        var wide = Wide();
        var scaled = rule.ToWhole(wide.Numerator * BigInteger.Pow(10, decimals), wide.Denominator);
        return Reduced(scaled, BigInteger.Pow(10, decimals));
    }

    /// <summary>The square root, to a number of decimals, a half away from zero; throws below zero.</summary>
    public Exact SquareRoot(int decimals)
    {
        if (Sign < 0) throw new ArithmeticException($"{this} has no square root.");
        var (wide, scale) = (Wide(), BigInteger.Pow(10, decimals));
        // Twice the root in whole counts: its last bit says whether a half or more was cut off.
        var twice = WholeRoot(4 * wide.Numerator * scale * scale / wide.Denominator);
        return Reduced((twice + 1) / 2, scale);
    }

    /// <summary>This as a whole count of 10^-<paramref name="decimals"/>; throws when it has more
    /// decimals or overflows.</summary>
    public long ToScaled(int decimals)
    {
        var wide = Wide();
        var scaled = BigInteger.DivRem(wide.Numerator * BigInteger.Pow(10, decimals), wide.Denominator, out var rest);
        if (!rest.IsZero) throw new ArithmeticException($"{this} has more than {decimals} decimals.");
        return (long)scaled;
    }

    /// <summary>This as a decimal of the framework; throws when it has more decimals or digits than fit.</summary>
    public decimal ToDecimal()
    {
        if (_fraction is null && _scale <= MostScale) return new decimal(_count) / (decimal)Digits.PowerOfTen(_scale);
        var (numerator, scale) = Terminating() ?? throw new ArithmeticException($"{this} is not a decimal number.");
        return (decimal)numerator / (decimal)BigInteger.Pow(10, scale);
    }

    /// <summary>All decimals without trailing zeros (1.5), or a fraction in lowest terms where they
    /// never end (1/3).</summary>
    public override string ToString()
    {
        if (Terminating() is not var (count, scale)) return $"{_fraction!.Numerator}/{_fraction.Denominator}";
        var digits = BigInteger.Abs(count).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var sign = count.Sign < 0 ? "-" : "";
        if (scale == 0) return sign + digits;
        var fraction = digits[^scale..].TrimEnd('0');
        return fraction.Length == 0 ? sign + digits[..^scale] : $"{sign}{digits[..^scale]}.{fraction}";
    }

    /// <summary>Exactly so many decimals, rounded half away from zero: for showing, never for further
    /// computing.</summary>
    public string ToString(int decimals)
    {
        var wide = Wide();
        var count = Rounding.HalfAway.ToWhole(wide.Numerator * BigInteger.Pow(10, decimals), wide.Denominator);
        var digits = BigInteger.Abs(count).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var sign = count.Sign < 0 ? "-" : "";
        return decimals == 0 ? sign + digits : $"{sign}{digits[..^decimals]}.{digits[^decimals..]}";
    }

    /// <inheritdoc/>
    public bool Equals(Exact other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Exact other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var wide = Reduced(Wide().Numerator, Wide().Denominator).Wide();
        var divisor = BigInteger.GreatestCommonDivisor(wide.Numerator, wide.Denominator);
        return HashCode.Combine(wide.Numerator / divisor, wide.Denominator / divisor);
    }

    private Fraction Wide() => _fraction ?? new(_count, Digits.PowerOfTen(_scale));

    private (BigInteger Count, int Scale)? Terminating()
    {
        if (_fraction is null) return (_count, _scale);
        var (rest, twos, fives) = (_fraction.Denominator, 0, 0);
        while ((rest & 1).IsZero) (rest, twos) = (rest >> 1, twos + 1);
        while ((rest % 5).IsZero) (rest, fives) = (rest / 5, fives + 1);
        if (!rest.IsOne) return null;
        var scale = Math.Max(twos, fives);
        return (_fraction.Numerator * BigInteger.Pow(10, scale) / _fraction.Denominator, scale);
    }

    private static Exact Reduced(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.Sign < 0) (numerator, denominator) = (-numerator, -denominator);
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        if (!divisor.IsOne) (numerator, denominator) = (numerator / divisor, denominator / divisor);
        var fraction = new Exact(new Fraction(numerator, denominator));
        return fraction.Terminating() is var (count, scale) && scale <= MostScale
            && count <= long.MaxValue && count >= long.MinValue ? new((long)count, scale) : fraction;
    }

    /// <summary>The greatest whole number whose square isn't above another: by Newton, from above.</summary>
    private static BigInteger WholeRoot(BigInteger square)
    {
        if (square.IsZero) return square;
        var root = BigInteger.One << (int)((square.GetBitLength() + 1) / 2);
        for (var next = root; ; root = next)
        {
            next = (root + square / root) / 2;
            if (next >= root) return root;
        }
    }

    private static bool TryAdd(long a, long b, out long sum)
    {
        sum = unchecked(a + b);
        return ((a ^ sum) & (b ^ sum)) >= 0;
    }

    private static bool TryRaise(long count, int powers, out long raised)
    {
        if (powers != 0) return Math.BigMul(count, Digits.PowerOfTen(powers), out raised) == raised >> 63;
        raised = count;
        return true;
    }
}

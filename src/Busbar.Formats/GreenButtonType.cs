using System.Globalization;
using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Formats;

/// <summary>A reading type of Green Button: what the values of a meter reading are.</summary>
/// <param name="Channel">The channel in Busbar's words.</param>
/// <param name="Unit">The unit, in which values are told in messages.</param>
/// <param name="Scale">How many 10^-6 of the canonical unit a value of 1 is.</param>
/// <param name="Quality">Of values that don't tell their own.</param>
/// <param name="IntervalSeconds">The length of readings that don't tell their own; null where it isn't said.</param>
internal sealed record GreenButtonType(string Channel, Unit Unit, Exact Scale, Quality Quality, long? IntervalSeconds)
{
    private const int Micros = 6;

    /// <summary>The same where it is a whole number, as it nearly always is; 0 where it isn't.</summary>
    private readonly long _wholeScale =
        Scale.Round(0, Rounding.Down) == Scale && Scale <= long.MaxValue ? Scale.ToScaled(0) : 0;

    /// <summary>The type that an entry's numbers describe; what is wrong with them, or null.</summary>
    /// <param name="numbers">By the names of their elements; those that are absent are absent here.</param>
    public static string? Of(IReadOnlyDictionary<string, long> numbers, out GreenButtonType? type)
    {
        type = null;
        int Code(string name) => (int)Math.Clamp(numbers.GetValueOrDefault(name), -1, int.MaxValue);
        var measured = GreenButtonCodes.UnitOf(Code("uom"));
        var power = numbers.GetValueOrDefault("powerOfTenMultiplier");
        if (power is < -12 or > 12)
            return string.Create(CultureInfo.InvariantCulture,
                $"The reading type's powerOfTenMultiplier {power} isn't one from -12 to 12.");
        var quality = Quality.Actual;
        if (numbers.ContainsKey("defaultQuality")
            && !GreenButtonCodes.Qualities.TryGetValue(Code("defaultQuality"), out quality))
            return string.Create(CultureInfo.InvariantCulture,
                $"The reading type's defaultQuality {numbers["defaultQuality"]} isn't known.");
        Exact ten = Digits.PowerOfTen((int)Math.Abs(power));
        var scale = measured.Factor * measured.Unit.Factor * Digits.PowerOfTen(Micros);
        scale = power < 0 ? scale / ten : scale * ten;
        type = new(GreenButtonCodes.ChannelOf(measured.Quantity, Code("flowDirection"), Code("accumulationBehaviour"),
            Code("kind")), measured.Unit, scale, quality,
            numbers.TryGetValue("intervalLength", out var length) && length > 0 ? length : null);
        return null;
    }

    /// <summary>
    /// A value as a count of 10^-6 of the canonical unit; what is wrong, as the end of a sentence, or null.
    /// </summary>
    public string? TryMicros(long value, out long micros)
    {
        micros = 0;
        if (_wholeScale > 0)
        {
            var product = (Int128)value * _wholeScale;
            if (Int128.Abs(product) > long.MaxValue) return "is too large";
            micros = (long)product;
            return null;
        }
        var exact = value * Scale;
        if (exact.Round(0, Rounding.Down) != exact) return $"is no whole number of 10^-6 {Unit.Dimension}";
        if (exact > long.MaxValue || exact < -long.MaxValue) return "is too large";
        micros = exact.ToScaled(0);
        return null;
    }
}

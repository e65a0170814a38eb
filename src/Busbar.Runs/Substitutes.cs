using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Runs;

/// <summary>Readings that somebody gives instead of wrong ones, exactly as they are given.</summary>
internal static class Substitutes
{
    /// <summary>A value in a unit.</summary>
    /// <exception cref="RefusedException">It has too many decimals.</exception>
    public static Reading Of(Exact value, Unit unit, QuarantineItem item) =>
        OfMicros(value * unit.Factor * Digits.PowerOfTen(Series.ReadingScale), value, item, "Round the value.");

    /// <summary>A value that is known, multiplied.</summary>
    /// <exception cref="RefusedException">It has too many decimals then.</exception>
    public static Reading Times(long micros, Exact times, QuarantineItem item) => OfMicros(micros * times,
        micros * times / Digits.PowerOfTen(Series.ReadingScale), item,
        "Import a file with the right ones, rounded, and a greater version.");

    private static Reading OfMicros(Exact micros, Exact value, QuarantineItem item, string hint) =>
        micros.Round(0, Rounding.Down) == micros && micros <= long.MaxValue && micros >= -long.MaxValue
            ? new(micros.ToScaled(0), new(QualityKind.Substituted))
            : throw Quarantining.Refused(item,
                $"can't have {value}: a value has at most {Series.ReadingScale} decimals", hint);
}

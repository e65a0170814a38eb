using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Formats;

/// <summary>
/// The numbers by which Green Button (NAESB REQ.21, ESPI) says what a reading is, beside Busbar's own words.
/// </summary>
internal static class GreenButtonCodes
{
    /// <summary>What is measured (UnitSymbolKind), by its code.</summary>
    /// <remarks>A unit of which Busbar bills nothing is a dimension of its own, so that it is never taken for another.
    /// </remarks>
    public static readonly IReadOnlyDictionary<int, Measured> Units = new Dictionary<int, Measured>
    {
        [5] = Other("A", "current"), [29] = Other("V", "voltage"),
        [31] = Known("", "kWh", Exact.Ratio(1, 3_600_000)), [38] = Known("power", "W", 1),
        [42] = Known("", "m3", 1), [61] = Known("apparent-power", "kVA", 0.001m),
        [63] = Known("reactive-power", "kVAr", 0.001m), [71] = Known("apparent", "kVAh", 0.001m),
        [72] = Known("", "Wh", 1), [73] = Known("reactive", "VArh", 1), [119] = Other("ft3", ""),
        [128] = Other("US-gallon", ""), [130] = Other("imperial-gallon", ""), [132] = Other("BTU", ""),
        [134] = Known("", "m3", 0.001m), [169] = Known("", "therm", 1),
    };

    /// <summary>Which way it flows (FlowDirectionKind), seen from the grid: 1 is delivered to the customer, 19 is
    /// received from him. 0 is said where there is only one way.</summary>
    public static readonly IReadOnlyDictionary<int, string> Flows = new Dictionary<int, string>
    {
        [0] = "import", [1] = "import", [4] = "net", [19] = "export", [20] = "total",
    };

    /// <summary>How a value comes about (AccumulationKind); nothing to say of what was measured in the interval alone.
    /// </summary>
    public static readonly IReadOnlyDictionary<int, string> Accumulations = new Dictionary<int, string>
    {
        [0] = "", [1] = "cumulative", [2] = "cumulative", [3] = "cumulative", [4] = "", [6] = "indicating",
        [9] = "cumulative", [12] = "instantaneous",
    };

    /// <summary>Which property it is (MeasurementKind), as far as it tells more than the unit; others say no more.
    /// </summary>
    public static readonly IReadOnlyDictionary<int, string> Kinds = new Dictionary<int, string>
    {
        [0] = "", [3] = "currency", [8] = "demand", [12] = "", [37] = "",
    };

    /// <summary>
    /// How good a value is (QualityOfReading). Raw and questionable values were measured; what is projected or
    /// normalized for the weather was not, and is no reading at all.
    /// </summary>
    public static readonly IReadOnlyDictionary<int, Quality> Qualities = new Dictionary<int, Quality>
    {
        [0] = Quality.Actual, [7] = new(QualityKind.Substituted), [8] = new(QualityKind.Estimated),
        [9] = new(QualityKind.Estimated), [10] = new(QualityKind.Estimated), [11] = new(QualityKind.Substituted),
        [12] = Quality.Missing, [13] = new(QualityKind.Estimated), [14] = Quality.Actual, [15] = Quality.Missing,
        [16] = new(QualityKind.Estimated), [17] = Quality.Actual, [18] = Quality.Actual, [19] = Quality.Actual,
    };

    /// <summary>What a code says is measured; one that isn't known is told by its number.</summary>
    public static Measured UnitOf(int code) =>
        Units.GetValueOrDefault(code) ?? Other($"uom-{code}", $"uom-{code}");

    /// <summary>
    /// The channel of a reading type in Busbar's words: <c>import</c>, <c>reactive-export</c>. What isn't an amount of
    /// its interval is said in front, so that it is never taken for one.
    /// </summary>
    public static string ChannelOf(string quantity, int flow, int accumulation, int kind)
    {
        string[] words =
        [
            Accumulations.GetValueOrDefault(accumulation) ?? $"accumulation-{accumulation}",
            Kinds.GetValueOrDefault(kind) ?? $"kind-{kind}",
            quantity, Flows.GetValueOrDefault(flow) ?? $"flow-{flow}",
        ];
        return string.Join('-', words.Where(word => word.Length > 0));
    }

    private static Measured Known(string quantity, string unit, Exact factor) =>
        new(quantity, Unit.Parse(unit, null, [], out _)!, factor);

    private static Measured Other(string unit, string quantity) =>
        new(quantity, new(unit, Dimension.Base(unit), 1), 1);

    /// <summary>A code of what is measured.</summary>
    /// <param name="Quantity">What stands in front of a channel's direction; empty for energy and volume.</param>
    /// <param name="Unit">The unit in Busbar's words.</param>
    /// <param name="Factor">How many of it the code's own unit is.</param>
    internal sealed record Measured(string Quantity, Unit Unit, Exact Factor);
}

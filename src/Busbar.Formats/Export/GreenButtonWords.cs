using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Formats.Export;

/// <summary>A channel in the numbers of Green Button (NAESB REQ.21, ESPI).</summary>
/// <param name="Uom">UnitSymbolKind: what is measured.</param>
/// <param name="PowerOfTen">So that a value is a count of 10^-6 of the canonical unit.</param>
/// <param name="Flow">FlowDirectionKind, seen from the grid.</param>
/// <param name="Commodity">CommodityKind: electricity at the customer's voltage, or natural gas.</param>
/// <param name="Kind">MeasurementKind, where it says more than the unit.</param>
internal sealed record GreenButtonWords(int Uom, int PowerOfTen, int Flow, int Commodity, int? Kind)
{
    private const int NoDirection = 0;
    private const int Electricity = 1;
    private const int NaturalGas = 7;
    private const int OfEnergy = 12;

    private static readonly Dictionary<string, int> Flows = new(StringComparer.Ordinal)
    {
        ["import"] = 1, ["net"] = 4, ["export"] = 19, ["total"] = 20,
    };

    private static readonly Dictionary<Dimension, (string Prefix, GreenButtonWords Words)> Measured = new()
    {
        [Dimension.Energy] = ("", new(72, -3, NoDirection, Electricity, OfEnergy)),
        [Dimension.Reactive] = ("reactive-", new(73, -3, NoDirection, Electricity, null)),
        [Dimension.Apparent] = ("apparent-", new(71, -3, NoDirection, Electricity, null)),
        [Dimension.Volume] = ("", new(42, -6, NoDirection, NaturalGas, null)),
    };

    /// <summary>What a channel is; without a direction where its name says none.</summary>
    public static GreenButtonWords Of(Channel channel)
    {
        var (prefix, words) = Measured[channel.Unit.Dimension];
        return channel.Name.StartsWith(prefix, StringComparison.Ordinal)
            && Flows.TryGetValue(channel.Name[prefix.Length..], out var flow) ? words with { Flow = flow } : words;
    }

    /// <summary>Whether readers may take one for the other: what has no direction is taken for import.</summary>
    public bool IsLike(GreenButtonWords other) => Uom == other.Uom && Told(Flow) == Told(other.Flow);

    /// <summary>The kind of service (ServiceKind): gas where all that is measured is volumes, else electricity.</summary>
    public static int ServiceOf(Connection connection) =>
        connection.Channels.Values.All(channel => channel.Unit.Dimension == Dimension.Volume) ? 1 : 0;

    /// <summary>How good a value is (QualityOfReading): valid, manually edited or estimated.</summary>
    public static int CodeOf(QualityKind quality) => quality switch
    {
        QualityKind.Actual => 0,
        QualityKind.Final or QualityKind.Substituted => 7,
        _ => 8,
    };

    private static int Told(int flow) => flow == NoDirection ? Flows["import"] : flow;
}

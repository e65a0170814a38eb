using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Formats.Export;

/// <summary>A channel in the numbers of Green Button (NAESB REQ.21, ESPI).</summary>
/// <param name="Uom">UnitSymbolKind: what is measured.</param>
/// <param name="PowerOfTen">So that a value is a count of 10^-6 of the canonical unit.</param>
/// <param name="Commodity">CommodityKind: electricity at the customer's voltage, or natural gas.</param>
/// <param name="Kind">MeasurementKind; 0 where it says no more than the unit.</param>
/// <param name="Flow">FlowDirectionKind, seen from the grid; 0 where the channel's name says none.</param>
internal sealed record GreenButtonWords(int Uom, int PowerOfTen, int Commodity, int Kind, int Flow = 0)
{
    /// <summary>AccumulationKind: what was measured in the interval alone.</summary>
    public const int Delta = 4;

    private const int Electricity = 1;
    private const int NaturalGas = 7;

    private static readonly Dictionary<Dimension, GreenButtonWords> Measured = new()
    {
        [Dimension.Energy] = new(72, -3, Electricity, Kind: 12),
        [Dimension.Reactive] = new(73, -3, Electricity, Kind: 0),
        [Dimension.Apparent] = new(71, -3, Electricity, Kind: 0),
        [Dimension.Volume] = new(42, -6, NaturalGas, Kind: 0),
    };

    /// <summary>The name under which the channel is read again; one without a direction is taken for import.</summary>
    public string ReadAs => GreenButtonCodes.ChannelOf(GreenButtonCodes.Units[Uom].Quantity, Flow, Delta, Kind);

    /// <summary>What a channel is.</summary>
    public static GreenButtonWords Of(Channel channel)
    {
        var words = Measured[channel.Unit.Dimension];
        return GreenButtonCodes.Flows.Keys.Where(flow => flow != 0).Select(flow => words with { Flow = flow })
            .FirstOrDefault(told => told.ReadAs == channel.Name) ?? words;
    }

    /// <summary>The kind of service (ServiceKind): gas where all that is measured is volumes, else electricity.
    /// </summary>
    public static int ServiceOf(Connection connection) =>
        connection.Channels.Values.All(channel => channel.Unit.Dimension == Dimension.Volume) ? 1 : 0;

    /// <summary>How good a value is (QualityOfReading): valid, manually edited or estimated.</summary>
    public static int CodeOf(QualityKind quality) => quality switch
    {
        QualityKind.Actual => 0,
        QualityKind.Final or QualityKind.Substituted => 7,
        _ => 8,
    };
}

using Busbar.Quantities;

namespace Busbar.Metering;

/// <summary>The channels that a customer calls use.</summary>
public static class UseChannels
{
    /// <summary>Their names, the best first.</summary>
    public static readonly IReadOnlyList<string> Names = ["import", "consumption", "charging", "ev", "volume"];

    /// <summary>The channel of energy that is used, of some by their names; null where there is none.</summary>
    public static string? Among(IReadOnlyDictionary<string, Channel> channels) =>
        Names.FirstOrDefault(use => channels.TryGetValue(use, out var own) && own.Unit.Dimension == Dimension.Energy);
}

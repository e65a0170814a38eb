using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Time;

namespace Busbar.Rating;

/// <summary>The readings of a channel that something is rated from.</summary>
/// <param name="Span">Days of the connection's zone.</param>
public sealed record ChannelNeed(Connection Connection, string Channel, Days Span);

/// <summary>The values of a market series that something is rated from.</summary>
/// <param name="Zone">The zone whose days the span has.</param>
public sealed record MarketNeed(MarketSeries Series, Days Span, NodaTime.DateTimeZone Zone);

/// <summary>What is known of the series that something is rated from, all at one receipt.</summary>
/// <param name="Channels">Readings by connection and channel, over at least the span needed.</param>
/// <param name="Markets">Market series by name, likewise.</param>
public sealed record Inputs(
    IReadOnlyDictionary<(string Connection, string Channel), Series> Channels,
    IReadOnlyDictionary<string, Series> Markets);

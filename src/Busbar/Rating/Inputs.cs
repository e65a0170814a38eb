using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Time;
using NodaTime;

namespace Busbar.Rating;

/// <summary>The readings of a channel that something is rated from.</summary>
/// <param name="Span">Days of the connection's zone.</param>
public sealed record ChannelNeed(Connection Connection, string Channel, Days Span)
{
    /// <summary>What a pool settles, where it isn't measured.</summary>
    public SettledPart? Settled { get; init; }

    /// <summary>Its slots, with nothing in them yet.</summary>
    public Series Empty()
    {
        var span = Span.InstantsIn(Connection.Zone);
        return Series.Empty($"{Connection.Id} {Channel}", Connection.IntervalOf(Channel), Connection.Zone,
            Series.ReadingScale, span.Start, span.End);
    }
}

/// <summary>The values of a market series that something is rated from.</summary>
/// <param name="Span">Days of the series' own zone: those who share it may live by other clocks.</param>
public sealed record MarketNeed(MarketSeries Series, Days Span)
{
    /// <summary>The zone whose days the span has.</summary>
    public DateTimeZone Zone => Series.Zone;

    /// <summary>Its slots, with nothing in them yet.</summary>
    public Series Empty()
    {
        var span = Span.InstantsIn(Zone);
        return Metering.Series.Empty(
            Series.Name, Series.IntervalMinutes, Zone, Metering.Series.PriceScale, span.Start, span.End);
    }

    /// <summary>The levels of the index that a price on some days rests on; where it hasn't stepped, the first.
    /// </summary>
    public static MarketNeed Of(EscalateFormula price, Days span)
    {
        var last = price.LevelAfter(price.StepsOn(span.To.PlusDays(-1)));
        var windows = new Windows(span);
        return new(price.Index, new(windows.Of(price.Base.OnDayOfMonth(1), price.Index.Step).From,
            windows.Of(last.OnDayOfMonth(1), price.Index.Step).From.PlusDays(1)));
    }

    /// <summary>What is needed for the days of another zone: daily values are those of the same dates, and those of a
    /// month stand on its first day.</summary>
    public static MarketNeed Of(MarketSeries series, Days span, DateTimeZone zone)
    {
        if (series.Step > Step.Interval)
            return new(series, span with { From = new Windows(span).Of(span.From, series.Step).From });
        var instants = span.InstantsIn(zone);
        var (from, to) = (instants.Start.InZone(series.Zone).Date, instants.End.InZone(series.Zone).Date);
        return new(series, new(from, LocalDay.StartOf(to, series.Zone) < instants.End ? to.PlusDays(1) : to));
    }
}

/// <summary>The charging sessions that something is rated from.</summary>
/// <param name="Span">Days of the connection's zone: sessions that end in them, or have a part in them.</param>
public sealed record SessionNeed(Connection Connection, Days Span);

/// <summary>What is known of the series that something is rated from, all at one receipt.</summary>
/// <param name="Channels">Readings by connection and channel, over at least the span needed.</param>
/// <param name="Markets">Market series by name, likewise.</param>
public sealed record Inputs(
    IReadOnlyDictionary<(string Connection, string Channel), Series> Channels,
    IReadOnlyDictionary<string, Series> Markets)
{
    /// <summary>Charging sessions by connection, likewise; none of those that were credited.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Session>> Sessions { get; init; } =
        new Dictionary<string, IReadOnlyList<Session>>();

    /// <summary>The sessions of some connections, each once: a vehicle's card may charge at a site's charger.</summary>
    public IEnumerable<Session> SessionsOf(IEnumerable<Connection> connections) =>
        connections.SelectMany(connection => Sessions.GetValueOrDefault(connection.Id) ?? [])
            .DistinctBy(session => session.Id);
}

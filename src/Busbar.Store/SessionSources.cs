using Busbar.Metering;

namespace Busbar.Store;

/// <summary>The connections of a book by what they name of sessions.</summary>
internal sealed class SessionSources
{
    private readonly ILookup<string, Connection> _byCard;
    private readonly ILookup<string, Connection> _byCharger;

    private SessionSources(IReadOnlyList<Connection> connections)
    {
        // Who names both is found by the card.
        var byCard = connections.ToLookup(one => one.Sessions!.Card is not null);
        _byCard = byCard[true].ToLookup(one => SessionSource.Key(one.Sessions!.Card!));
        _byCharger = byCard[false].ToLookup(one => SessionSource.Key(one.Sessions!.Charger!));
    }

    public static SessionSources Of(IEnumerable<Connection> connections) =>
        new([.. connections.Where(one => one.Sessions is not null)]);

    /// <summary>The connections that have a session, in the order of their ids.</summary>
    public IEnumerable<Connection> Having(ChargeRecord record) =>
        record.CardKeys.SelectMany(key => _byCard[key]).Concat(record.ChargerKeys.SelectMany(key => _byCharger[key]))
            .Where(one => record.IsOf(one.Sessions!)).Distinct().OrderBy(one => one.Id, StringComparer.Ordinal);
}

using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Books;

/// <summary>Reads an event of a programme: when it calls whom, at which price.</summary>
internal sealed class EventReader(
    BookRules rules, Known<Agreement> agreements, Known<Connection> connections, Known<Pool> pools)
{
    private static readonly string[] Targets = ["agreements", "connections", "pools"];

    private static readonly Unit Kilowatt = new("kW", Dimension.Energy / Dimension.Hour, 1);

    /// <summary>The event; null after a fault.</summary>
    public ProgrammeEvent? Read(MapReader reader)
    {
        var id = reader.Id(BookItem.OfEvent);
        var programme = rules.Programmes.Find(reader, "programme");
        var zone = programme?.Zone ?? rules.Zone;
        var (from, to) = (Time(reader, "from", zone), Time(reader, "to", zone));
        if (from >= to)
            reader.Fault("bad-time", reader.Map["to"]!.Place, $"{reader.Thing} ends when it begins, or before.",
                "to: is the end, which is no longer in it.");
        var named = Named(reader, "agreements", BookItem.OfAgreement, agreements);
        var called = Named(reader, "connections", BookItem.OfConnection, connections).Select(one => one.Id).ToHashSet();
        var shared = Named(reader, "pools", BookItem.OfPool, pools);
        var price = Number(reader, "price", programme?.PriceUnit);
        var (instructed, nominated) = (Number(reader, "instructed", Kilowatt), Number(reader, "nominated", Kilowatt));
        if (instructed is { Sign: < 0 })
            reader.Fault("bad-number", reader.Map["instructed"]!.Place, $"instructed of {reader.Thing} is below zero.");
        var isForAll = !Targets.Any(reader.Has);
        if (programme is null || from is not { } start || to is not { } end || end <= start) return null;
        foreach (var pool in shared)
            called.UnionWith(pool.Members
                .Where(member => member.Days.Contains(start.InZone(pool.Zone).Date))
                .Select(member => member.Connection.Id));
        return new(id, programme, new(start, end), named.Select(one => one.Id).ToHashSet(), called, isForAll, price,
            instructed, nominated, reader.Place);
    }

    private static Instant? Time(MapReader reader, string key, DateTimeZone zone) =>
        reader.Written(key, required: true) is { } text
            ? Times.Parse(reader, text.Value, text.Place, zone, $"{key} of {reader.Thing} is {text.What}") : null;

    private Exact? Number(MapReader reader, string key, Unit? unit) =>
        reader.Written(key) is { } text && unit is not null
            ? Values.Number(reader, text, $"{key} of {reader.Thing}", unit, rules.Units) : null;

    /// <summary>Several may stand in one cell of a table with blanks between them.</summary>
    private static List<T> Named<T>(MapReader reader, string key, string kind, Known<T> known) where T : class =>
        [.. reader.Texts(key).SelectMany(AgreementReader.Split)
            .Select(text => known.Find(reader, text, kind)).OfType<T>()];
}

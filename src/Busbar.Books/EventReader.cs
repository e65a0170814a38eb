using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;
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
        var excused = Named(reader, "excused", BookItem.OfConnection, connections).Select(one => one.Id).ToHashSet();
        var price = Number(reader, "price", programme?.PriceUnit);
        var (instructed, nominated) = (Number(reader, "instructed", Kilowatt), Number(reader, "nominated", Kilowatt));
        if (instructed is { Sign: < 0 })
            reader.Fault("bad-number", reader.Map["instructed"]!.Place, $"instructed of {reader.Thing} is below zero.");
        var isForAll = !Targets.Any(reader.Has);
        if (programme is null || from is not { } start || to is not { } end || end <= start) return null;
        foreach (var both in called.Intersect(excused))
            reader.Fault("called-and-excused", reader.Map["excused"]!.Place, $"{reader.Thing} calls connection {both} "
                + "and excuses it.", "Leave it out of one of the two.");
        var span = new Interval(start, end);
        foreach (var pool in shared)
            called.UnionWith(pool.Members.Where(member => member.Days.Holds(Days.Touching(span, pool.Zone)))
                .Select(member => member.Connection.Id).Where(member => !excused.Contains(member)));
        return new(id, programme, span, named.Select(one => one.Id).ToHashSet(), called, isForAll, price,
            instructed, nominated, reader.Place)
        {
            Pools = shared.Select(pool => pool.Id).ToHashSet(), Excused = excused,
        };
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

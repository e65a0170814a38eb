using System.Globalization;
using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Time;
using NodaTime;

namespace Busbar.Books;

/// <summary>Gives each agreement and each pool its events, and checks that its product or formulas can use them, and
/// that no two call one connection at once which mustn't.</summary>
internal sealed class EventFit(List<Fault> faults)
{
    /// <summary>The agreements with their events, and the pools with theirs, also where agreements have them.</summary>
    public (IReadOnlyDictionary<string, Agreement> Agreements, IReadOnlyDictionary<string, Pool> Pools) Of(
        IReadOnlyDictionary<string, Agreement> agreements, IReadOnlyDictionary<string, Pool> pools,
        IReadOnlyList<ProgrammeEvent> events)
    {
        if (events.Count == 0) return (agreements, pools);
        var ordered = events.OrderBy(one => one.Span.Start).ThenBy(one => one.Id, StringComparer.Ordinal).ToList();
        var inPools = new PoolEventFit(agreements.Values, faults);
        var called = pools.ToDictionary(one => one.Key, one => one.Value with
        {
            Events = [.. ordered.Select(call => inPools.Of(call, one.Value)).OfType<PoolEvent>()],
        }, StringComparer.Ordinal);
        var fitted = agreements.ToDictionary(one => one.Key, one => one.Value with
        {
            Events = [.. ordered.Where(call => Calls(call, one.Value))],
            Pools = one.Value.Pools.ToDictionary(bound => bound.Key, bound => called[bound.Value.Id],
                StringComparer.Ordinal),
        }, StringComparer.Ordinal);
        foreach (var call in ordered)
        {
            inPools.CheckUsed(call, called.Values, fitted.Values);
            CheckExcused(call, agreements.Values, pools);
        }
        CheckOverlaps(fitted.Values, called.Values, ordered);
        return (fitted, called);
    }

    /// <summary>Who is excused would be called.</summary>
    private void CheckExcused(
        ProgrammeEvent call, IEnumerable<Agreement> agreements, IReadOnlyDictionary<string, Pool> pools)
    {
        if (call.IsForAll || call.Excused.Count == 0) return;
        var called = agreements.Where(agreement => call.Agreements.Contains(agreement.Id))
            .SelectMany(agreement => agreement.Connections)
            .Concat(from pool in call.Pools.Select(id => pools[id])
                from member in pool.Members
                where member.Days.Holds(Days.Touching(call.Span, pool.Zone))
                select member.Connection).Select(connection => connection.Id).ToHashSet();
        foreach (var excused in call.Excused.Except(called).Order(StringComparer.Ordinal))
            Fail("not-called", call, $"Event {call.Id} excuses connection {excused}, which it doesn't call.",
                "Excuse only who is in an agreement or a pool that the event names.");
    }

    /// <summary>Whether an event is one of an agreement. Of what it names, there is a fault where it can't be.
    /// </summary>
    private bool Calls(ProgrammeEvent call, Agreement agreement)
    {
        var connections = agreement.Connections.Where(one => call.IsFor(agreement, one.Id)).ToList();
        if (connections.Count == 0) return false;
        var zone = agreement.Connections[0].Zone;
        var days = Days.Touching(call.Span, zone);
        if (!agreement.SupplyIn(days).Equals(days))
        {
            if (call.Agreements.Contains(agreement.Id))
                Fail("out-of-supply", call, $"Event {call.Id} is on {days}, and agreement {agreement.Id}, which it "
                    + "names, has no supply on all of that.", "Call who has supply from its beginning to its end.");
            return false;
        }
        var uses = AgreementReader.VersionsOf(agreement.Product, agreement.Pinned, days.From, days.To)
            .SelectMany(version => version.Rated, (version, charge) => (Version: version, Charge: charge))
            .Select(one => (one.Version, one.Charge, Parts: one.Charge.Rate.Formulas
                .SelectMany(written => written.Formula.All()).OfType<EventFormula>()
                .Where(part => part.Programme is null || part.Programme.Name == call.Programme.Name).ToList()))
            .Where(one => one.Parts.Count > 0).ToList();
        var isUsed = uses.Exists(one => one.Parts.Exists(part => part.Programme is not null));
        if (!isUsed && call.Agreements.Contains(agreement.Id))
            Fail("unused-event", call, $"Event {call.Id} names agreement {agreement.Id}, whose product "
                + $"{agreement.Product.Id} has no charge with programme {call.Programme.Name} in it: it would be on "
                + "no bill.", $"Add one to the product: quantity: during(…, {call.Programme.Name}).");
        foreach (var (version, charge, parts) in uses)
            CheckUse(call, agreement, connections.Count, version, charge, parts, zone);
        return uses.Count > 0;
    }

    private void CheckUse(
        ProgrammeEvent call, Agreement agreement, int called, ProductVersion version, Charge charge,
        List<EventFormula> parts, DateTimeZone zone)
    {
        if (parts.OfType<EventFigureFormula>().FirstOrDefault(part => call.Of(part.Figure) is null)
            is { } figure)
            Fail("missing-key", call, $"Event {call.Id} has no {figure.Word}, which the "
                + $"{charge.Subject} of product {version.Id} uses: {figure.Text}.",
                $"Give the event its {figure.Word}.");
        if (charge.Each == Each.Agreement && called < agreement.Connections.Count)
            Fail("not-each", call, $"Event {call.Id} calls some connections of agreement {agreement.Id}, and the "
                + $"{charge.Subject} of product {version.Id} is of all of them together.",
                "Rate it each: connection, or call all of them.");
        if (new[] { call.Span.Start, call.Span.End }
            .Any(edge => Grid.Place(edge, version.IntervalMinutes, zone) is null))
            Fail("off-grid", call, $"Event {call.Id} begins or ends within an interval of product "
                + string.Create(CultureInfo.InvariantCulture, $"{version.Id}, of {version.IntervalMinutes} minutes."),
                "Move it to the interval's edge, or give the product a shorter interval.");
    }

    /// <summary>One programme calls a connection once at a time, and those that exclude each other don't call it
    /// together, also where somebody else pays for one of them.</summary>
    private void CheckOverlaps(
        IEnumerable<Agreement> agreements, IEnumerable<Pool> pools, IReadOnlyList<ProgrammeEvent> events)
    {
        var calls = agreements.SelectMany(agreement => agreement.Connections, (agreement, connection) =>
                (Connection: connection.Id, Events: agreement.EventsOf(connection)))
            .Concat(pools.SelectMany(pool => pool.Members, (pool, member) =>
                (Connection: member.Connection.Id, Events: pool.EventsOf(member))))
            .Concat(events.SelectMany(call => call.Connections, (call, connection) =>
                (Connection: connection, Events: (IEnumerable<ProgrammeEvent>)[call])))
            .GroupBy(one => one.Connection, one => one.Events);
        foreach (var connection in calls.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            var open = new List<ProgrammeEvent>();
            foreach (var next in connection.SelectMany(events => events).Distinct().OrderBy(one => one.Span.Start))
            {
                open.RemoveAll(before => !before.Overlaps(next));
                foreach (var before in open) CheckTogether(before, next, connection.Key);
                open.Add(next);
            }
        }
    }

    private void CheckTogether(ProgrammeEvent before, ProgrammeEvent next, string connection)
    {
        var (one, other) = (before.Programme, next.Programme);
        var when = $"call connection {connection} at one time";
        if (one.Name == other.Name)
            Fail("two-events", next, $"Event {next.Id} and event {before.Id}, at {before.Place}, of programme "
                + $"{one.Name} {when}.", "Make one event of them, or end one before the other.");
        else if (one.ExclusiveWith.Contains(other.Name) || other.ExclusiveWith.Contains(one.Name))
            Fail("exclusive-programmes", next, $"Event {next.Id} of programme {other.Name} and event {before.Id} of "
                + $"programme {one.Name}, at {before.Place}, {when}, and the programmes exclude each other.",
                "Leave the connection out of one of them: it would be paid twice for the same energy.");
    }

    private void Fail(string code, ProgrammeEvent call, string message, string hint)
    {
        var fault = new Fault(code, message, call.Place, call.Id, hint);
        if (!faults.Contains(fault)) faults.Add(fault);
    }
}

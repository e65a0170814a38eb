using System.Globalization;
using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Time;

namespace Busbar.Books;

/// <summary>Finds which events call a pool or its members, and checks that its formulas can use them.</summary>
internal sealed class PoolEventFit(IEnumerable<Agreement> agreements, List<Fault> faults)
{
    /// <summary>An event as a pool has it; null where nothing in it rests on the event. Of what it names, there is a
    /// fault where it can't be.</summary>
    public PoolEvent? Of(ProgrammeEvent call, Pool pool)
    {
        var uses = pool.OnEvents.Where(part => IsOf(call, part)).ToList();
        if (!uses.Exists(part => part.Programme is not null || part is BaselineFormula)) return null;
        var days = Days.Touching(call.Span, pool.Zone);
        var isOfPool = call.Calls(pool);
        var members = pool.Members.Where(member => member.Days.Holds(days) && Calls(call, pool, member)).ToList();
        if (members.Count == 0)
        {
            if (call.Pools.Contains(pool.Id))
                Fail("no-member", call, $"Event {call.Id} is on {days} and calls pool {pool.Id}, and nobody whom it "
                    + "doesn't excuse is a member on all of that.", "Call a pool that has members from the event's "
                    + "beginning to its end.");
            return null;
        }
        if (uses.Exists(part => part.Programme is not null)) CheckUse(call, pool, members, isOfPool, uses);
        return new(call, isOfPool, members);
    }

    /// <summary>An event that names a pool is used by the pool's formulas, or by the products of its members.</summary>
    public void CheckUsed(ProgrammeEvent call, IEnumerable<Pool> pools, IEnumerable<Agreement> called)
    {
        foreach (var pool in pools.Where(pool => call.Pools.Contains(pool.Id)))
            if (!pool.OnEvents.Any(part => part.Programme?.Name == call.Programme.Name)
                && !called.Any(agreement => agreement.Events.Contains(call)
                    && agreement.Connections.Any(connection => pool.DaysOf(connection.Id).Any())))
                Fail("unused-event", call, $"Event {call.Id} names pool {pool.Id}, and neither its formulas nor the "
                    + $"products of its members have anything with programme {call.Programme.Name} in them: it would "
                    + "be on no bill.", $"Let the pool use it: during(…, {call.Programme.Name}).");
    }

    private static bool IsOf(ProgrammeEvent call, EventFormula part) =>
        part.Programme is null || part.Programme.Name == call.Programme.Name;

    private bool Calls(ProgrammeEvent call, Pool pool, Member member) =>
        !call.Excused.Contains(member.Connection.Id) && (call.Calls(pool)
            || call.Connections.Contains(member.Connection.Id)
            || agreements.Any(agreement => call.Agreements.Contains(agreement.Id)
                && agreement.Connections.Any(connection => connection.Id == member.Connection.Id)));

    private void CheckUse(
        ProgrammeEvent call, Pool pool, List<Member> members, bool isOfPool, List<EventFormula> uses)
    {
        if (uses.OfType<EventFigureFormula>().FirstOrDefault(part => call.Of(part.Figure) is null) is { } figure)
            Fail("missing-key", call, $"Event {call.Id} has no {figure.Word}, which pool {pool.Id} uses: "
                + $"{figure.Text}.", $"Give the event its {figure.Word}.");
        if (!isOfPool && pool.OnEventsOfAll.Any(part => part.Programme?.Name == call.Programme.Name))
            Fail("not-of-pool", call, $"Event {call.Id} calls {members[0].Connection.Id} and not pool {pool.Id}, of "
                + "which it is a member, and what the pool shares rests on the events that call the pool.",
                $"Name the pool, pools: {pool.Id}, and those of its members whom it doesn't call: excused: ….");
        var delivered = DeliveredTo(pool, uses);
        if (delivered.Count > 0 && !members.Exists(member => member.Brings.Keys.Any(delivered.Contains)))
            Fail("delivers-nothing", call, $"Event {call.Id} calls pool {pool.Id}, and none of the members whom it "
                + $"calls brings {string.Join(" or ", delivered.Order(StringComparer.Ordinal))}.",
                "Say what the members bring, or call those who deliver.");
        if (new[] { call.Span.Start, call.Span.End }
            .Any(edge => Grid.Place(edge, pool.IntervalMinutes, pool.Zone) is null))
            Fail("off-grid", call, $"Event {call.Id} begins or ends within an interval of pool "
                + string.Create(CultureInfo.InvariantCulture, $"{pool.Id}, of {pool.IntervalMinutes} minutes."),
                "Move it to the interval's edge, or give the pool a shorter interval.");
    }

    /// <summary>What members bring to events: what is measured in the formulas that rest on them, and what rests on
    /// them itself.</summary>
    private static HashSet<string> DeliveredTo(Pool pool, List<EventFormula> uses) =>
    [
        .. pool.Formulas.Select(formula => formula.All()).Where(parts => parts.Any(uses.Contains))
            .SelectMany(parts => parts).OfType<BroughtFormula>()
            .Where(brought => brought.Shape.Dimension.IsMetered).Select(brought => brought.Name),
        .. pool.Members.SelectMany(member => member.Brings)
            .Where(brought => brought.Value.Formula.All().Any(uses.Contains)).Select(brought => brought.Key),
    ];

    private void Fail(string code, ProgrammeEvent call, string message, string hint)
    {
        var fault = new Fault(code, message, call.Place, call.Id, hint);
        if (!faults.Contains(fault)) faults.Add(fault);
    }
}

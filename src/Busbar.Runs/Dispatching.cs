using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>What the members of a pool brought to an event, and have of it.</summary>
/// <param name="Asked">The energy that was asked of the pool, in kWh; null where nothing was, or the event calls some
/// members alone.</param>
/// <param name="Names">What is counted by the interval: what members bring, and shares.</param>
/// <param name="Members">By connection, those whom the event calls or excuses.</param>
public sealed record EventDispatch(
    Pool Pool, Exact? Asked, IReadOnlyList<(string Name, Dimension Dimension)> Names,
    IReadOnlyList<DispatchedMember> Members);

/// <summary>A member in a dispatch.</summary>
/// <param name="Amounts">By name; none where it is excused.</param>
public sealed record DispatchedMember(string Connection, bool IsExcused, IReadOnlyList<Exact> Amounts);

/// <summary>Looks at what a pool has of the time of an event, as it is settled or would be now.</summary>
internal static class Dispatching
{
    /// <summary>The dispatch of an event in a pool; null where something isn't known, which is added to the faults.
    /// </summary>
    /// <exception cref="Store.StoreUnreachableException">The database can't be used.</exception>
    public static EventDispatch? Of(PoolEvent called, Pool pool, Settling settling, List<Fault> faults)
    {
        var (call, days) = (called.Event, Days.Touching(called.Event.Span, pool.Zone));
        List<string> names = [.. pool.Measured, .. pool.Shares.Keys.Where(name => !pool.ShareOf(name).IsLumped)];
        var (all, excused) = (called.Members.Select(member => member.Connection).DistinctBy(one => one.Id)
            .OrderBy(one => one.Id, StringComparer.Ordinal).ToList(), pool.Members.Where(member =>
                call.Excused.Contains(member.Connection.Id) && member.Days.Holds(days)));
        var needs = all.SelectMany(connection => names.Select(name =>
            new SettledPart(pool, name, Settled.Own, connection).Need(days))).ToList();
        var series = settling.Load(needs);
        var gaps = series.SelectMany(one => one.Gaps).DistinctBy(gap => gap.Reason).ToList();
        faults.AddRange(gaps.Select(gap => new Fault(gap.Code, gap.Reason, pool.Place, pool.Id, gap.Hint)));
        if (gaps.Count > 0) return null;
        var amounts = series.Select(one => Enumerable.Range(0, one.Length).Where(slot =>
                call.Span.Contains(one.StartOf(slot))).Aggregate(Exact.Zero, (sum, slot) => sum + one.ValueOf(slot)))
            .Chunk(Math.Max(1, names.Count)).ToList();
        return new(pool, called.IsOfPool ? call.Instructed * Hours(call.Span.Duration) : null,
            [.. names.Select(name => (name, new SettledPart(pool, name, Settled.All, null).Measured.Unit.Dimension))],
            [.. all.Zip(amounts, (connection, own) => new DispatchedMember(connection.Id, IsExcused: false, own))
                .Concat(excused.Select(member => new DispatchedMember(member.Connection.Id, IsExcused: true, [])))
                .OrderBy(member => member.Connection, StringComparer.Ordinal)]);
    }

    private static Exact Hours(Duration duration) =>
        Exact.Ratio(duration.BclCompatibleTicks, NodaConstants.TicksPerHour);
}

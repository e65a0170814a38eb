using Busbar.Metering;
using NodaTime;

namespace Busbar.Store;

/// <summary>Takes reads of registers into a change: each instant of a register is merged by rank like a month's block
/// of one slot.</summary>
/// <param name="arrived">The receipt under which the file arrived.</param>
/// <param name="decided">What somebody decided of other values; null: what the connection says.</param>
internal sealed class RegisterIntake(Change change, Tally tally, long arrived, OfEquals? decided)
{
    private readonly record struct Home(Connection Connection, string Channel);

    private readonly Dictionary<RegisterKey, Dictionary<Instant, List<Segment>>> _pending = [];
    private readonly Dictionary<RegisterKey, Home> _homes = [];
    private readonly List<(RegisterKey Key, RegisterRead Read)> _changed = [];
    private readonly List<(RegisterKey Key, RegisterRead Read)> _lost = [];

    /// <summary>Takes in a row that was judged good.</summary>
    /// <param name="index">Among the rows that are pending.</param>
    public void Take(MeterRow row, int index, Connection connection, Register register, Instant at)
    {
        var key = new RegisterKey(connection.Id, row.Register!.Value);
        _homes.TryAdd(key, new(connection, register.Channel));
        if (!_pending.TryGetValue(key, out var instants)) _pending[key] = instants = [];
        if (!instants.TryGetValue(at, out var segments)) instants[at] = segments = [];
        segments.Add(new(index, 0, row.Version, new[] { row.Readings[0] }));
    }

    /// <summary>Merges what is pending; adds to the rows' fates and gives the contradictions, each with its time.
    /// </summary>
    /// <param name="against">What somebody has decided against; null where that doesn't matter.</param>
    /// <param name="isOwn">Whether a receipt brought own estimates, which yield; null: that doesn't matter.</param>
    /// <param name="contradicted">Told what waits for a decision, each with its time.</param>
    /// <param name="refused">Told what was decided against, each with its time.</param>
    public IReadOnlyList<(Clash Clash, string At)> Merge(
        RowFate[] fates, DecidedValues? against, Func<long, bool>? isOwn, Action<Contradiction, string> contradicted,
        Action<Refusal, string> refused)
    {
        var clashes = new List<(Clash, string)>();
        if (_pending.Count == 0) return clashes;
        var known = RegisterTable.AsKnown(
            change.Connection, _pending.Keys.Select(key => key.Connection), change.Receipt);
        foreach (var (key, instants) in _pending)
        {
            var (home, before) = (_homes[key], known.GetValueOrDefault(key) ?? []);
            var (after, touched) = (new SortedList<Instant, RegisterRead>(before), new HashSet<Instant>());
            foreach (var (at, segments) in instants)
            {
                var existing = before.TryGetValue(at, out var read)
                    ? Block.Of([read.Micros], [read.Provenance]) : null;
                var merged = BlockMerge.Merge(existing, 1, segments, change.Receipt, arrived, fates,
                    decided ?? home.Connection.OfEquals, against?.Of(key, at), isOwn);
                clashes.AddRange(merged.Clashes.Select(clash => (clash, ClockText.Of(at, home.Connection.Zone))));
                foreach (var other in merged.Contradictions)
                    contradicted(other, ClockText.Of(at, home.Connection.Zone));
                foreach (var other in merged.Refusals) refused(other, ClockText.Of(at, home.Connection.Zone));
                _lost.AddRange(merged.Lost.Select(one => (key, new RegisterRead(at, one.Count, one.Provenance))));
                if (decided is not null) DecidedValues.Add(change, [.. merged.Displaced.Select(one =>
                    new DecidedValue(key.Connection, "", 0, key.Name, at, one.Count, one.Provenance.Version))]);
                tally.Count(merged.Counts);
                if (merged.Replaced is null) continue;
                var (counts, provenances) = (new long[1], new Provenance[1]);
                merged.Block!.CopyTo(counts, provenances);
                after[at] = new(at, counts[0], provenances[0]);
                _changed.Add((key, after[at]));
                if (merged.Changed.First < merged.Changed.End) touched.Add(at);
            }
            foreach (var at in touched.Where(at => IsMeasured(after[at])).Order().ToList())
                TakeBack(key, after, at, touched);
            foreach (var (from, to) in Spans(before, after, touched))
                tally.Change(new(home.Connection.Id, home.Channel, from, to));
        }
        _pending.Clear();
        return clashes;
    }

    private static bool IsMeasured(RegisterRead read) =>
        read.Provenance.Quality.Kind is QualityKind.Actual or QualityKind.Final;

    /// <summary>
    /// A read that was measured takes back the estimates that Busbar made next to it, on either side: they rest on less
    /// than is known now, and what it measured must not depend on them.
    /// </summary>
    private void TakeBack(
        RegisterKey key, SortedList<Instant, RegisterRead> after, Instant measured, HashSet<Instant> touched)
    {
        foreach (var step in new[] { -1, 1 })
            for (var i = after.IndexOfKey(measured) + step; i >= 0 && i < after.Count; i += step)
            {
                var read = after.Values[i];
                if (!read.HasValue) continue;
                if (!EstimateStore.IsOwn(change, read)) break;
                after[read.At] = read with
                {
                    Micros = 0, Provenance = new(Quality.Missing, read.Provenance.Version, change.Receipt),
                };
                _changed.Add((key, after[read.At]));
                touched.Add(read.At);
            }
    }

    /// <summary>Writes what was merged; whether there was anything.</summary>
    public bool Save()
    {
        var isAny = LoserTable.Save(change.Connection, change.Receipt, _lost);
        _lost.Clear();
        if (_changed.Count == 0) return isAny;
        RegisterTable.Save(change.Connection, change.Receipt, _changed);
        _changed.Clear();
        return true;
    }

    /// <summary>
    /// Where days are others now: from the read before a changed one to the read after it, as they were and as they
    /// are.
    /// </summary>
    private static List<(Instant From, Instant To)> Spans(
        SortedList<Instant, RegisterRead> before, SortedList<Instant, RegisterRead> after, HashSet<Instant> touched)
    {
        var (starts, spans) = (new Dictionary<Instant, Instant>(), new List<(Instant, Instant)>());
        foreach (var (at, reach) in Reaches(after.Keys)) starts[at] = reach;
        foreach (var (at, reach) in Reaches(after.Keys.Reverse())) spans.Add((starts[at], reach));
        return spans;

        // The farther of the last numbers before an instant in either state, by the order of the instants.
        List<(Instant At, Instant Reach)> Reaches(IEnumerable<Instant> instants)
        {
            var reaches = new List<(Instant, Instant)>();
            Instant? old = null, own = null;
            foreach (var at in instants)
            {
                if (touched.Contains(at))
                    reaches.Add((at, new[] { at, old ?? at, own ?? at }
                        .MaxBy(other => (other - at).BclCompatibleTicks is var ticks && ticks < 0 ? -ticks : ticks)));
                if (before.TryGetValue(at, out var read) && read.HasValue) old = at;
                if (after[at].HasValue) own = at;
            }
            return reaches;
        }
    }
}

using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Rating;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>What a pool settled under a name, on days on which it would come out otherwise now.</summary>
/// <param name="Days">In order; those that follow each other are one.</param>
public sealed record ResettledName(string Pool, string Name, IReadOnlyList<Days> Days);

/// <summary>
/// Settles pools again for days on which they are settled, from what is known in a snapshot, and finds the bills that
/// rest on what comes out otherwise. Nothing is stored by it.
/// </summary>
internal sealed class Resettling
{
    private readonly Snapshot _snapshot;
    private readonly IReadOnlyDictionary<Pool, Days> _days;

    private Resettling(
        Snapshot snapshot, Book book, IReadOnlyDictionary<Pool, Days> days)
    {
        (_snapshot, _days, Settling) = (snapshot, days, new(snapshot, book));
        var anew = new Dictionary<(string, string), IReadOnlySet<LocalDate>>();
        foreach (var (pool, span) in days)
            foreach (var names in TogetherIn(pool))
            {
                var dates = Load(pool, names, WithWindows(pool, names, span))
                    .SelectMany(one => KnownDates(one.Series)).ToHashSet();
                foreach (var name in names) anew[(pool.Id, name)] = dates;
            }
        Settling = new(snapshot, book) { Anew = anew };
        foreach (var (pool, span) in days)
            foreach (var names in TogetherIn(pool)) Compare(pool, names);
    }

    /// <summary>What gives bills what is settled anew.</summary>
    public Settling Settling { get; }

    /// <summary>What comes out otherwise.</summary>
    public List<ResettledName> Names { get; } = [];

    /// <summary>Why something that is settled couldn't be settled now.</summary>
    public List<Fault> Faults { get; } = [];

    /// <summary>Settles pools again, each for the days of it that are settled within some.</summary>
    public static Resettling Of(Snapshot snapshot, Book book, IReadOnlyDictionary<Pool, Days> days) =>
        new(snapshot, book, days);

    /// <summary>The pools on which some agreements' charges rest, and which share what they cost; and those that share
    /// the cost of a parent that is billed from one of these.</summary>
    public static IReadOnlyList<Pool> PoolsOf(Book book, IEnumerable<Agreement> agreements)
    {
        var found = new List<Pool>();
        var open = new Queue<Agreement>(agreements);
        while (open.TryDequeue(out var agreement))
            foreach (var pool in agreement.Pools.Values.Concat(
                book.Pools.Values.Where(pool => SharesCostOf(pool, agreement))))
                if (!found.Contains(pool))
                {
                    found.Add(pool);
                    foreach (var other in book.Agreements.Values.Where(one => one.Pools.Values.Contains(pool)))
                        if (book.Pools.Values.Any(inner => SharesCostOf(inner, other))) open.Enqueue(other);
                }
        return found;
    }

    /// <summary>The bills that stand and rest on something that comes out otherwise than it did for them.</summary>
    public IReadOnlyCollection<string> Bills(Database database)
    {
        var numbers = new HashSet<string>();
        foreach (var (pool, span) in _days)
        {
            var parts = PartsOf(pool, [.. pool.Measured, .. pool.Shares.Keys])
                .ToDictionary(part => (part.Kept.Id, part.Channel));
            var hashes = new Dictionary<(string, string, Instant, Instant), byte[]>();
            foreach (var (number, _, input) in Over(database, pool, span, pool.Intervals.Id, pool.Lumps.Id))
                if (!numbers.Contains(number) && !IsTheSame(pool, input, parts, hashes)) numbers.Add(number);
        }
        return numbers;
    }

    /// <summary>The bills that stand of the parents whose cost pools share: what is shared is on them.</summary>
    public IReadOnlyCollection<string> BillsOfParents(Database database) =>
    [
        .. from one in _days
           where one.Key.Parent is not null && one.Key.Shares.Keys.Any(name => one.Key.ShareOf(name).IsOfParentCost)
           from input in Over(database, one.Key, one.Value, one.Key.Parent!.Id)
           select input.Number,
    ];

    private IReadOnlyList<InputOfBill> Over(Database database, Pool pool, Days span, params string[] connections)
    {
        var windows = TogetherIn(pool).Select(names => WithWindows(pool, names, span)).ToList();
        var instants = new Days(windows.Min(days => days.From), windows.Max(days => days.To)).InstantsIn(pool.Zone);
        return BillStore.BilledOver(database, connections, instants.Start, instants.End);
    }

    private bool IsTheSame(
        Pool pool, BilledInput input, Dictionary<(string, string), SettledPart> parts,
        Dictionary<(string, string, Instant, Instant), byte[]> hashes)
    {
        if (!parts.TryGetValue((input.Connection, input.Channel), out var part)) return false;
        var key = (input.Connection, input.Channel, input.From, input.To);
        if (!hashes.TryGetValue(key, out var hash))
            hashes[key] = hash = Settling.Load([part.Need(new(input.From.InZone(pool.Zone).Date,
                input.To.InZone(pool.Zone).Date))])[0].Hash();
        return hash.AsSpan().SequenceEqual(input.Hash);
    }

    private static bool SharesCostOf(Pool pool, Agreement agreement) => pool.Parent is { } parent
        && agreement.Connections.Any(connection => connection.Id == parent.Id)
        && pool.Shares.Keys.Any(name => pool.ShareOf(name).IsOfParentCost);

    /// <summary>The names that are settled together: those that are known by the interval, and each other by itself.
    /// </summary>
    private static IEnumerable<List<string>> TogetherIn(Pool pool)
    {
        var lumped = pool.Shares.Keys.Where(name => pool.ShareOf(name).IsLumped).ToList();
        return lumped.Select(name => new List<string> { name })
            .Prepend([.. pool.Measured, .. pool.Shares.Keys.Except(lumped)]).Where(names => names.Count > 0);
    }

    private List<(SettledPart Part, Series Series)> Load(Pool pool, List<string> names, Days span)
    {
        var needs = PartsOf(pool, names).Select(part => part.Need(span)).ToList();
        return [.. needs.Zip(ReadStore.Load(_snapshot, [.. needs.Select(Loading.Wanted)]),
            (need, series) => (need.Settled!, series))];
    }

    private static IEnumerable<SettledPart> PartsOf(Pool pool, List<string> names) =>
        names.SelectMany(name => SettledPart.AllOf(pool, name));

    private static IEnumerable<LocalDate> KnownDates(Series series) => Enumerable.Range(0, series.Length)
        .Where(slot => series.Qualities[slot].Kind != QualityKind.Missing)
        .Select(slot => series.StartOf(slot).InZone(series.Zone).Date).Distinct();

    /// <summary>Some days, and of what is shared by longer windows, or rests on their figures, all those that have some
    /// of them.</summary>
    private Days WithWindows(Pool pool, List<string> names, Days span) =>
        !pool.Shares.ContainsKey(names[0]) || !pool.ShareOf(names[0]).IsLumped
            ? new PoolReach(pool, span, names).WithWindows
        : Settling.WindowsOf(new(pool, names[0], Settled.All, null), span).ToList() is { Count: > 0 } windows
            ? new(windows.Min(days => days.From), windows.Max(days => days.To)) : span;

    private void Compare(Pool pool, List<string> names)
    {
        // What isn't settled yet isn't by this either.
        if (Settling.Anew[(pool.Id, names[0])] is not { Count: > 0 } dates) return;
        var span = new Days(dates.Min(), dates.Max().PlusDays(1));
        var before = Load(pool, names, span).Where(one => KnownDates(one.Series).Any()).ToList();
        var now = Settling.Load([.. before.Select(one => one.Part.Need(span))]);
        var changed = new SortedDictionary<(int Order, string Name), SortedSet<LocalDate>>();
        foreach (var ((part, old), series) in before.Zip(now))
        {
            foreach (var gap in series.Gaps.DistinctBy(gap => gap.Reason))
                if (Faults.TrueForAll(fault => fault.Message != gap.Reason))
                    Faults.Add(new(gap.Code, gap.Reason, pool.Place, pool.Id, gap.Hint));
            for (var slot = 0; slot < old.Length; slot++)
                if (old.Qualities[slot].Kind != QualityKind.Missing
                    && (old.Counts[slot] != series.Counts[slot]
                        || old.Qualities[slot].Kind != series.Qualities[slot].Kind))
                {
                    var key = (names.IndexOf(part.Name), part.Name);
                    if (!changed.TryGetValue(key, out var days)) changed[key] = days = [];
                    days.Add(old.StartOf(slot).InZone(old.Zone).Date);
                }
        }
        foreach (var ((_, name), days) in changed) Names.Add(new(pool.Id, name, Settling.Runs([.. days])));
    }
}

using Busbar.Books;
using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Rating;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Finds with whom and without whom a pool has settled some days, where that aren't its members of now: what
/// was stored stays until it is settled again.</summary>
internal sealed class KeptMembers(Snapshot snapshot, Pool pool, Days days, Settling settling)
{
    private readonly Dictionary<string, List<(string Connection, string Channel, Series Series)>> _noMore = [];
    private readonly Dictionary<(string Connection, bool WasMember), (List<string> Names, SortedSet<LocalDate> Dates)>
        _others = [];
    private readonly List<(string Name, string Connection, List<LocalDate> Dates)> _nothing = [];
    private List<Dictionary<string, List<MapNode>>>? _before;

    /// <summary>The memberships of each version of the pool before the one that counts.</summary>
    private List<Dictionary<string, List<MapNode>>> Before => _before ??=
    [
        .. ItemStore.Versions(snapshot, BookItem.OfPool, pool.Id).SkipLast(1)
            .Select(body => PoolRows.Of((MapNode)NodeText.Read(body, default))),
    ];

    /// <summary>What is stored of those who aren't members on any of the days now.</summary>
    public IReadOnlyList<(string Connection, string Channel, Series Series)> NoMore(string name) => _noMore[name];

    /// <summary>All who were found, by connection.</summary>
    /// <param name="otherwise">What would come out otherwise now: who had nothing, and has now, wasn't there.</param>
    public IReadOnlyList<OtherMember> Others(IReadOnlyList<ResettledName> otherwise)
    {
        foreach (var (name, connection, dates) in _nothing)
            Add(name, connection, false, dates.Where(date => otherwise.Any(one =>
                one.Name == name && one.Days.Any(span => span.Contains(date)))));
        _nothing.Clear();
        return Found();
    }

    private IReadOnlyList<OtherMember> Found() =>
    [
        .. _others.OrderBy(one => one.Key.Connection, StringComparer.Ordinal).ThenBy(one => one.Key.WasMember)
            .Select(one => new OtherMember(one.Key.Connection, one.Key.WasMember, Settling.Runs([.. one.Value.Dates]),
                one.Value.Names)),
    ];

    /// <summary>Looks at a name.</summary>
    /// <param name="parts">Those of it that there are on the days now.</param>
    public void Look(string name, IReadOnlyList<SettledPart> parts)
    {
        var own = parts.Where(part => part.Member is not null).ToList();
        var now = own.Select(part => part.Channel).ToHashSet();
        var (home, begin) = (parts[0].Kept, $"{name} ");
        List<string> gone = [.. SettlementStore.Channels(snapshot, home).Where(channel =>
            channel.StartsWith(begin, StringComparison.Ordinal) && !now.Contains(channel))];
        var span = days.InstantsIn(home.Zone);
        var stored = ReadStore.Load(snapshot, [.. own.Select(part => part.Channel).Concat(gone)
            .Select(channel => new ReadsWanted(home, channel, span.Start, span.End))]);
        _noMore[name] = [.. gone.Zip(stored.Skip(own.Count), (channel, series) =>
            (channel[begin.Length..], channel, series)).Where(one => DatesOf(one.series).Any())];
        foreach (var (part, series) in own.Zip(stored))
        {
            Add(name, part.Member!.Id, true, DatesOf(series).Where(date =>
                !pool.DaysOf(part.Member.Id).Any(member => member.Contains(date))));
            var (kept, something) = (settling.SettledDays(pool, name, days), DatesOf(series).ToHashSet());
            List<LocalDate> nothing = [.. DatesNow(part).Where(date =>
                kept.Contains(date) && !something.Contains(date))];
            // Who brings nothing under a name has nothing of it in any settlement.
            if (!pool.Shares.ContainsKey(name) && !pool.Members.Any(member =>
                member.Connection.Id == part.Member.Id && member.Brings.ContainsKey(name))) continue;
            Add(name, part.Member.Id, false, nothing.Where(date => !Settling.IsKnown(date, series)));
            // Who joined later within what was settled together has nothing there, as who used nothing has.
            _nothing.Add((name, part.Member.Id, [.. nothing.Where(date => Settling.IsKnown(date, series)
                && Before.Any(rows => !PoolRows.Have(rows.GetValueOrDefault(part.Member.Id, []), date)))]));
        }
        foreach (var (connection, _, series) in _noMore[name]) Add(name, connection, true, DatesOf(series));
    }

    /// <summary>The days on which a part has something by who is a member now.</summary>
    private IEnumerable<LocalDate> DatesNow(SettledPart part) => part.IsByInterval
        ? pool.DaysOf(part.Member!.Id).SelectMany(member => member.Intersect(days).Dates)
        : part.LumpsIn(days, [.. settling.WindowsOf(part, days)]).Select(lump => lump.Day);

    /// <summary>The days on which there is anything but nothing.</summary>
    private static IEnumerable<LocalDate> DatesOf(Series series) => Enumerable.Range(0, series.Length)
        .Where(slot => series.Counts[slot] != 0).Select(slot => series.StartOf(slot).InZone(series.Zone).Date)
        .Distinct();

    private void Add(string name, string connection, bool wasMember, IEnumerable<LocalDate> dates)
    {
        var found = dates.ToList();
        if (found.Count == 0) return;
        if (!_others.TryGetValue((connection, wasMember), out var known))
            _others[(connection, wasMember)] = known = ([], []);
        known.Names.Add(name);
        known.Dates.UnionWith(found);
    }
}

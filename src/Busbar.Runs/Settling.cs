using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>
/// Settles pools for those who need it: what was settled stays as it is, and what wasn't is settled from what is known
/// in a snapshot, for all members together. Nothing is stored by it.
/// </summary>
internal sealed class Settling(Snapshot snapshot, Book book)
{
    private readonly HashSet<(string Pool, string Names)> _open = [];
    private readonly Dictionary<(string Pool, string Names, Days Days), PoolSettlement> _fresh = [];
    private readonly HashSet<PoolSettlement> _held = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(SettledPart Part, Days Days), Series> _left = [];
    private readonly Dictionary<(string Pool, string Name), KnownCosts> _costs = [];
    private readonly Dictionary<(string Pool, string Name, Days Days), IReadOnlySet<LocalDate>> _settled = [];

    /// <summary>All that was settled anew.</summary>
    public IEnumerable<PoolSettlement> Fresh => _fresh.Values.Distinct();

    /// <summary>The days on which what is stored doesn't count: it is settled anew, as it is known now.</summary>
    public IReadOnlyDictionary<(string Pool, string Name), IReadOnlySet<LocalDate>> Anew { get; init; } =
        new Dictionary<(string, string), IReadOnlySet<LocalDate>>();

    /// <summary>What is known beside what is stored, such as estimates that nobody has written yet: put into the inputs
    /// that a pool is settled from.</summary>
    public Func<Inputs, Inputs> Supposing { get; init; } = inputs => inputs;

    /// <summary>Whether days that are settled are taken as they are, for everyone: who wasn't a member for a settlement
    /// has nothing of it. Else such a member has its part as it would be settled now.</summary>
    public bool IsAsStored { get; init; }

    /// <summary>The days that were settled, and are settled again since somebody has become a member of them.</summary>
    public Dictionary<Pool, SortedSet<LocalDate>> Joined { get; } = [];

    /// <summary>The days of some on which a name of a pool is settled.</summary>
    public IReadOnlySet<LocalDate> SettledDays(Pool pool, string name, Days days)
    {
        if (_settled.TryGetValue((pool.Id, name, days), out var known)) return known;
        var all = ReadStore.Load(snapshot, Loading.Wanted(new SettledPart(pool, name, Contracts.Language.Settled.All,
            null).Need(days)));
        return _settled[(pool.Id, name, days)] = days.Dates.Where(date => IsKnown(date, all)).ToHashSet();
    }

    /// <summary>What pools have settled, or would settle now; where they can't, the gaps say why.</summary>
    /// <param name="needs">Each of something settled.</param>
    public IReadOnlyList<Series> Load(IReadOnlyList<ChannelNeed> needs)
    {
        var known = ReadStore.Load(snapshot, [.. needs.Select(Loading.Wanted)]);
        if (IsAsStored)
            foreach (var (need, series) in needs.Zip(known))
                foreach (var date in SettledDays(need.Settled!.Pool, need.Settled.Name, need.Span))
                    SetNothing(date, series);
        return [.. needs.Zip(known, (need, series) => need.Settled!.IsByInterval
            ? ByInterval(need, series) : ByWindow(need, series))];
    }

    private void NoteJoined(SettledPart part, IEnumerable<LocalDate> dates, Days span)
    {
        var joined = SettledDays(part.Pool, part.Name, span).Intersect(dates).ToList();
        if (joined.Count == 0) return;
        if (!Joined.TryGetValue(part.Pool, out var known)) Joined[part.Pool] = known = [];
        known.UnionWith(joined);
    }

    private static void SetNothing(LocalDate date, Series series)
    {
        var (slot, end) = SlotsOf(date, series);
        for (; slot < end; slot++)
            if (series.Qualities[(int)(slot - series.FirstSlot)].Kind == QualityKind.Missing)
                series.Set((int)(slot - series.FirstSlot), Exact.Zero, Quality.Actual);
    }

    private Series ByInterval(ChannelNeed need, Series known)
    {
        var part = need.Settled!;
        var again = need.Span.Dates.Where(date => IsAnew(part, date) && IsKnown(date, known)).ToList();
        foreach (var date in again) Forget(date, known);
        // Who was a member on a day by what was known then, and isn't now, has nothing there, and that is settled too.
        List<LocalDate> missing = [.. MissingDays(part, need.Span, known).Union(again).Order()];
        if (missing.Count == 0) return known;
        NoteJoined(part, missing.Except(again), need.Span);
        var gaps = new List<Gap>();
        // What was settled stays: only days that weren't are settled.
        foreach (var days in Runs(missing).SelectMany(MonthsOf))
            foreach (var settled in Settled(part, NamesByInterval(part.Pool), days))
                Take(known, part, settled, days.Dates, gaps);
        return known.Without(gaps);
    }

    private Series ByWindow(ChannelNeed need, Series known)
    {
        var (part, gaps) = (need.Settled!, new List<Gap>());
        var windows = WindowsOf(part, need.Span).ToList();
        var costs = part.Share!.IsOfParentCost ? CostsOf(part) : null;
        if (costs is not null)
            gaps.AddRange(GapsIn(costs, need, known, windows));
        foreach (var (window, day) in part.LumpsIn(need.Span, windows))
        {
            var own = window.Intersect(need.Span);
            if (IsAnew(part, day))
                foreach (var date in own.Dates) Forget(date, known);
            if (IsKnown(day, known) || costs?.MissingIn(window).Count > 0) continue;
            NoteJoined(part, IsAnew(part, day) ? [] : own.Dates, need.Span);
            foreach (var settled in Settled(part, [part.Name], window))
                Take(known, part, settled, settled.Faults.Count > 0 ? [day] : own.Dates, gaps);
        }
        return known.Without(gaps);
    }

    /// <summary>Where it isn't known what the parent costs: in a window that ends within what is needed, or on days
    /// that no window has yet, so that nobody knows what will be for them.</summary>
    private List<Gap> GapsIn(KnownCosts costs, ChannelNeed need, Series known, List<Days> windows)
    {
        var (part, gaps) = (need.Settled!, new List<Gap>());
        foreach (var (window, day) in part.LumpsIn(need.Span, windows))
            if (costs.MissingIn(window) is { Count: > 0 } missing) Add([day], missing);
        IEnumerable<Days> own = part.Member is null ? [need.Span]
            : part.Pool.DaysOf(part.Member.Id).Select(days => days.Intersect(need.Span));
        foreach (var run in Runs([.. own.SelectMany(days => days.Dates)
            .Where(date => !windows.Exists(days => days.Contains(date)))]))
            if (costs.MissingIn(run) is { Count: > 0 } missing) Add(run.Dates, missing);
        return gaps;

        void Add(IEnumerable<LocalDate> dates, IReadOnlyList<(string Group, Days Days)> missing)
        {
            foreach (var date in dates.Where(date => IsAnew(part, date) || !IsKnown(date, known)))
            {
                Forget(date, known);
                gaps.Add(new(new Days(date, date.PlusDays(1)).InstantsIn(part.Pool.Zone), "no-invoice",
                    costs.Say(missing), "Add its rows to costs.csv and apply the book; a row of 0.00 says that there "
                    + "is nothing to pay."));
            }
        }
    }

    private bool IsAnew(SettledPart part, LocalDate date) =>
        Anew.TryGetValue((part.Pool.Id, part.Name), out var dates) && dates.Contains(date);

    /// <summary>Whether anything is known of a day.</summary>
    public static bool IsKnown(LocalDate date, Series series)
    {
        var (slot, end) = SlotsOf(date, series);
        for (; slot < end; slot++)
            if (series.Qualities[slot - series.FirstSlot].Kind != QualityKind.Missing) return true;
        return false;
    }

    private static void Forget(LocalDate date, Series series)
    {
        var (slot, end) = SlotsOf(date, series);
        for (; slot < end; slot++) series.Set((int)(slot - series.FirstSlot), Exact.Zero, Quality.Missing);
    }

    private static (long First, long End) SlotsOf(LocalDate date, Series series)
    {
        var span = new Days(date, date.PlusDays(1)).InstantsIn(series.Zone);
        return Grid.SlotsOf(span.Start, span.End, series.IntervalMinutes, series.Zone);
    }

    /// <summary>The days on which something of a part isn't known; a member has nothing on days outside.</summary>
    private static List<LocalDate> MissingDays(SettledPart part, Days span, Series known)
    {
        List<Days> own = part.Member is null ? [span]
            : [.. part.Pool.DaysOf(part.Member.Id).Select(days => days.Intersect(span)).Where(days => !days.IsEmpty)];
        var holes = known.Missing();
        return [.. own.SelectMany(days => days.Dates).Where(date =>
        {
            var day = new Days(date, date.PlusDays(1)).InstantsIn(part.Pool.Zone);
            return holes.Any(hole => hole.Start < day.End && day.Start < hole.End);
        })];
    }

    /// <summary>Days that follow each other, together.</summary>
    public static List<Days> Runs(List<LocalDate> dates)
    {
        var runs = new List<Days>();
        foreach (var date in dates)
            if (runs.Count > 0 && runs[^1].To == date) runs[^1] = new(runs[^1].From, date.PlusDays(1));
            else runs.Add(new(date, date.PlusDays(1)));
        return runs;
    }

    private static List<string> NamesByInterval(Pool pool) =>
        [.. pool.Measured, .. pool.Shares.Keys.Where(name => !pool.ShareOf(name).IsLumped)];

    private static IEnumerable<Days> MonthsOf(Days days) => MonthPlans.Cycle.PeriodsTouching(days)
        .Select(month => month.Intersect(days));

    /// <summary>The windows whose amounts may stand within some days: of a share of the parent's cost, the periods of
    /// its bills and the days of its invoices.</summary>
    public IEnumerable<Days> WindowsOf(SettledPart part, Days span)
    {
        var share = part.Share!;
        if (share.IsOfParentCost) return CostsOf(part).Windows(span);
        var (windows, step) = (new Windows(default), share.LumpWindow);
        var found = new List<Days>();
        for (var day = span.From; day < span.To; day = found[^1].To)
            found.Add(windows.Of(day, step.Kind == StepKind.Period ? Step.Month : step));
        return found;
    }

    private KnownCosts CostsOf(SettledPart part) => _costs.TryGetValue((part.Pool.Id, part.Name), out var known) ? known
        : _costs[(part.Pool.Id, part.Name)] = new(part.Pool, part.Share!, book);

    private List<Agreement> ParentAgreements(Pool pool, Days days) =>
        [.. KnownCosts.BilledBy(pool, book).Where(agreement => !agreement.SupplyIn(days).IsEmpty)];

    /// <summary>The settlement of a part on some days: with all that is known by the interval. Where something is
    /// missing, that of each day by itself, and on days that can't be settled that of its own name by itself, so that
    /// nothing waits for what it doesn't need; of days that follow each other what they lack is said once.</summary>
    private IEnumerable<PoolSettlement> Settled(SettledPart part, List<string> names, Days days)
    {
        var (pool, whole) = (part.Pool, Settle(part.Pool, names, days));
        if (whole.Faults.Count == 0 || !part.IsByInterval) return [whole];
        if (days.Count == 1) return names.Count > 1 ? Settled(part, [part.Name], days) : [whole];
        var daily = days.Dates.Select(date => Settle(pool, names, new(date, date.PlusDays(1))))
            .ToLookup(day => day.Faults.Count == 0);
        var held = names.Count > 1
            ? Runs([.. daily[false].Select(day => day.Plan.Days.From)]).SelectMany(run =>
                Settled(part, [part.Name], run))
            : daily[false].GroupBy(day => day.IsOnlyMissing).SelectMany(same =>
                Runs([.. same.Select(day => day.Plan.Days.From)]).SelectMany(run =>
                    Settle(pool, names, run) is { Faults.Count: > 0 } one && one.IsOnlyMissing == same.Key ? [one]
                        : same.Where(day => run.Contains(day.Plan.Days.From))));
        return daily[true].Concat(held).OrderBy(one => one.Plan.Days.From);
    }

    private PoolSettlement Settle(Pool pool, List<string> names, Days days)
    {
        var together = string.Join(' ', names);
        var key = (pool.Id, together, days);
        if (_fresh.TryGetValue(key, out var known)) return known;
        var plan = new PoolPlan(pool, days, names, ParentAgreements(pool, days));
        if (!_open.Add((pool.Id, together)))
            return new(plan, new Dictionary<SettledPart, Series>(), [new("circle", $"What pool {pool.Id} shares as "
                + $"{names[^1]} is made of itself, by way of its parent's charges.", pool.Place, pool.Id,
                "Let the parent's charge, or the share, rest on something else.")], IsOnlyMissing: false);
        var inputs = Supposing(Loading.Load(snapshot, book, plan.Channels(), plan.Markets(), plan.Sessions(), this));
        _open.Remove((pool.Id, together));
        return _fresh[key] = PoolSettlement.Of(plan, book, inputs);
    }

    /// <summary>Fills a series with what was settled, or says why it wasn't.</summary>
    private void Take(
        Series known, SettledPart part, PoolSettlement settled, IEnumerable<LocalDate> days, List<Gap> gaps)
    {
        var own = settled.Parts.GetValueOrDefault(part) ?? (settled.Faults.Count == 0 ? Nothing(part, settled) : null);
        foreach (var date in days.Where(settled.Plan.Days.Contains))
        {
            var span = new Days(date, date.PlusDays(1)).InstantsIn(part.Pool.Zone);
            if (own is null)
            {
                _held.Add(settled);
                var first = settled.Faults[0];
                gaps.Add(new(span, first.Code, first.Message
                    + More(settled.Faults.Count - 1, part.Pool),
                    first.Hint ?? "Correct it, and run it again.", IsWrong: !settled.IsOnlyMissing));
                continue;
            }
            var (slot, end) = SlotsOf(date, known);
            for (; slot < end; slot++)
            {
                var (to, from) = ((int)(slot - known.FirstSlot), (int)(slot - own.FirstSlot));
                if (known.Qualities[to].Kind == QualityKind.Missing)
                    known.Set(to, own.ValueOf(from), own.Qualities[from]);
            }
        }
    }

    private static string More(int count, Pool pool) => count == 0 ? ""
        : (count == 1 ? " There is 1 more reason" : $" There are {count} more reasons")
            + $": busbar pool {pool.Id} names all.";

    /// <summary>Why a name of a pool can't be settled, where there is more than one reason.</summary>
    public IEnumerable<Fault> Reasons(Pool pool, string name) => _held.Where(one => one.Plan.Pool == pool
        && one.Plan.Names is [var only] && only == name && one.Faults.Count > 1).SelectMany(one => one.Faults);

    /// <summary>Nothing, for who isn't a member any more on days on which it was one as it was known before.</summary>
    private Series Nothing(SettledPart part, PoolSettlement settled)
    {
        if (_left.TryGetValue((part, settled.Plan.Days), out var known)) return known;
        var series = part.Need(settled.Plan.Days).Empty();
        for (var slot = 0; slot < series.Length; slot++) series.Set(slot, Exact.Zero, Quality.Actual);
        return _left[(part, settled.Plan.Days)] = series;
    }

    /// <summary>Keeps what was settled anew; what was the same before stays as it is.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used; nothing was changed.</exception>
    public void Store(Database database)
    {
        foreach (var pool in Fresh.Where(one => one.Faults.Count == 0).GroupBy(one => one.Plan.Pool.Id).ToList())
        {
            using var change = database.Begin(SettlementStore.Kind, pool.Key);
            if (SettlementStore.Write(change, pool.SelectMany(one => one.Parts)
                .Concat(_left.Where(one => one.Key.Part.Pool.Id == pool.Key)
                    .Select(one => KeyValuePair.Create(one.Key.Part, one.Value)))
                .Select(pair => (pair.Key.Kept, pair.Key.Measured, pair.Value))) > 0) change.Commit();
        }
    }
}

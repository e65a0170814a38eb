using Busbar.Metering;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Store;

/// <summary>
/// Takes the rows of one file into a change: merges the good ones into their blocks, keeps the suspended and rejected
/// ones. Holds no more than <see cref="MostPending"/> readings before it writes them into the change's transaction.
/// </summary>
/// <param name="arrived">The receipt under which the file arrived: the change's own, or an earlier one of suspended
/// rows.</param>
/// <param name="decided">What somebody decided of other values; null: what the connection says.</param>
internal sealed class Intake(
    Change change, SeriesTable series, Tally tally, string file, long arrived, OfEquals? decided = null)
{
    private const int MostFaults = 20;

    // A row takes memory beside its readings, more than some of them; but the fewer rows are written at once, the more
    // often the same months are.
    private const int RowWeight = 4;

    private const string Decide =
        "Give the file that holds a greater version, or decide: busbar quarantine accept, or reject.";
    private const string DecideAnew =
        "Its version is greater than the one decided of: busbar quarantine accept takes it in, reject leaves it out.";
    private const string SendAnew =
        "If it is right after all, give the file a greater version, and accept it: busbar quarantine accept.";
    private const string Lost = "gives only values of a lesser version or quality than those known.";

    private readonly record struct Home(Connection Connection, string Channel, Grid Grid);

    private readonly WaitingRows _waiting = new(change, tally, file);
    private readonly List<MeterRow> _rows = [];
    private readonly Dictionary<BlockKey, List<Segment>> _segments = [];
    private readonly Dictionary<long, Home> _homes = [];
    private readonly HashSet<BlockKey> _saved = [];
    private readonly Dictionary<int, string> _clashed = [];
    private readonly Dictionary<int, string> _contradictions = [];
    private readonly Dictionary<int, (string Sentence, bool IsNewer)> _refusals = [];
    private readonly DecidedValues _against = new(change);
    private readonly OwnEstimates _own = new(change);
    private readonly RegisterIntake _registers = new(change, tally, arrived, decided);
    private int _pending;

    /// <summary>Whether it is made, and not sent: an estimate may come out as what somebody has decided against.
    /// </summary>
    public bool IsEstimate { get; init; }

    /// <summary>What becomes of readings without a value beside one that is known.</summary>
    public OfNothing OfNothing { get; init; }

    /// <summary>Told of every block that changes; null: nobody asks.</summary>
    public HoleFinder? Holes { get; init; }

    /// <summary>How many readings are held in memory before they are written; a row counts for some more.</summary>
    public int MostPending { get; init; } = int.MaxValue;

    /// <summary>Keeps a row until the book has its connection and channel.</summary>
    public void Suspend(MeterRow row)
    {
        _waiting.Suspend(row);
    }

    /// <summary>Keeps a row that can't be used, with the reason.</summary>
    public void Reject(MeterRow row, Fault reason)
    {
        _waiting.RejectAtDoor(row, reason);
    }

    /// <summary>Judges a row of a connection and takes it in; if it can't be used, says why.</summary>
    public Fault? Take(MeterRow row, Connection connection, Judge judge)
    {
        if (row.Register is not null)
        {
            var (wrong, at, register) = judge.OfRegister(row, connection);
            if (wrong is not null) return wrong;
            _registers.Take(row, _rows.Count, connection, register!, at);
            Count(row);
        }
        else
        {
            var verdict = judge.Of(row, connection);
            if (verdict.Rejection is { } wrong) return wrong;
            Take(row, connection, verdict);
        }
        return null;
    }

    private void Take(MeterRow row, Connection connection, Verdict verdict)
    {
        var id = series.IdOf(new(SeriesName.Channel, connection.Id, row.Channel, verdict.Grid));
        _homes.TryAdd(id, new(connection, row.Channel, verdict.Grid));
        foreach (var (month, segment) in verdict.Segments(_rows.Count, row.Version, Held(row.Readings)))
        {
            if (!_segments.TryGetValue(new(id, month), out var segments)) _segments[new(id, month)] = segments = [];
            segments.Add(segment);
        }
        Count(row);
    }

    private void Count(MeterRow row)
    {
        _rows.Add(row);
        _pending += row.Readings.Count + RowWeight;
        if (_pending >= MostPending) Flush();
    }

    /// <summary>Writes all that is pending.</summary>
    /// <exception cref="RefusedException">The file contradicts itself.</exception>
    public void Flush()
    {
        var fates = new RowFate[_rows.Count];
        var existing = BlockTable.Current(change.Connection, _segments.Keys);
        var (changed, faults) = (new List<(BlockKey, Block, Block)>(), new List<Fault>());
        if (!IsEstimate) _against.Load(_rows.Select(row => row.Connection));
        var hasLost = false;
        foreach (var (key, segments) in _segments)
        {
            var home = _homes[key.Series];
            var merged = BlockMerge.Merge(
                existing.GetValueOrDefault(key), home.Grid.CountOf(key.Month), segments, change.Receipt, arrived,
                fates, decided ?? home.Connection.OfEquals,
                IsEstimate ? null : _against.Of(home.Connection, home.Channel, home.Grid, key.Month),
                IsEstimate ? null : _own.Has, OfNothing);
            // Two rows that contradict each other all day are one fault, not forty-eight.
            foreach (var clash in merged.Clashes.DistinctBy(clash => (clash.EarlierRow, clash.LaterRow)))
                Contradict(clash, home.Connection.Channels[home.Channel].Unit.Dimension,
                    ClockText.Of(StartOf(clash.Slot, home, key), home.Connection.Zone), faults);
            foreach (var other in merged.Contradictions)
                _contradictions.TryAdd(other.Row, Another(other, home.Connection.Channels[home.Channel].Unit.Dimension,
                    ClockText.Of(StartOf(other.Slot, home, key), home.Connection.Zone)));
            foreach (var other in merged.Refusals)
                Refuse(other, home.Connection.Channels[home.Channel].Unit.Dimension,
                    ClockText.Of(StartOf(other.Slot, home, key), home.Connection.Zone));
            hasLost |= LoserTable.Save(
                change.Connection, change.Receipt, key, home.Grid.CountOf(key.Month), merged.Lost);
            if (decided is not null) DecidedValues.Add(change, [.. merged.Displaced.Select(one => new DecidedValue(
                home.Connection.Id, home.Channel, home.Grid.IntervalMinutes, null, StartOf(one.Slot, home, key),
                one.Count, one.Provenance.Version))]);
            tally.Count(merged.Counts);
            if (merged.Replaced is null) continue;
            changed.Add((key, merged.Block!, Earliest(key, merged.Replaced, home)));
            if (merged.Changed.First == merged.Changed.End) continue;
            tally.Change(SpanOf(merged.Changed, home, key));
            Holes?.Note(key, home.Connection, home.Channel, home.Grid, merged.Block!, merged.Changed);
        }
        foreach (var (clash, at) in _registers.Merge(fates, IsEstimate ? null : _against, IsEstimate ? null : _own.Has,
            (other, at) => _contradictions.TryAdd(other.Row, Another(other, Dimension.None, at)),
            (other, at) => Refuse(other, Dimension.None, at))) Contradict(clash, Dimension.None, at, faults);
        if (faults.Count > 0)
            throw new RefusedException([.. faults.OrderBy(fault => fault.Place.Line).Take(MostFaults)]);
        BlockTable.Save(change.Connection, change.Receipt, changed);
        if (changed.Count > 0 | hasLost | _registers.Save()) change.Take();
        CountRows(fates);
        _waiting.Flush();
        _saved.UnionWith(_segments.Keys);
        _segments.Clear();
        _rows.Clear();
        _clashed.Clear();
        _contradictions.Clear();
        _refusals.Clear();
        _pending = 0;
    }

    /// <summary>The readings as they are: whoever reads a file makes new ones for each row.</summary>
    private static ReadOnlyMemory<Reading> Held(IReadOnlyList<Reading> readings) =>
        readings as Reading[] ?? [.. readings];

    /// <summary>What a block was before this change, also where the change has written it before: rows that are
    /// decided in one go come one by one.</summary>
    private Block Earliest(BlockKey key, Block replaced, Home home) =>
        (arrived < change.Receipt || decided is not null || IsEstimate || _saved.Contains(key))
            && BlockTable.ReplacedBy(change.Connection, key, change.Receipt) is { } earlier
            ? BlockMerge.JoinReplaced(earlier, replaced, home.Grid.CountOf(key.Month)) : replaced;

    private void CountRows(RowFate[] fates)
    {
        for (var row = 0; row < fates.Length; row++)
        {
            if (_clashed.TryGetValue(row, out var clash))
                RejectMerged(row, "conflicting-values", clash, Decide, SuspendedRow.Write(_rows[row]));
            else if (fates[row].HasFlag(RowFate.Contradicted))
                RejectMerged(row, "contradicts-known", _contradictions[row], Decide, SuspendedRow.Write(_rows[row]));
            else if (fates[row].HasFlag(RowFate.DecidedAgainst))
                RejectMerged(row, "decided-against", _refusals[row].Sentence,
                    _refusals[row].IsNewer ? DecideAnew : SendAnew,
                    _refusals[row].IsNewer ? SuspendedRow.Write(_rows[row]) : null);
            else if (fates[row].HasFlag(RowFate.Accepted)) tally.Accept();
            else if (fates[row].HasFlag(RowFate.Outranked)) RejectMerged(row, "outranked", Lost);
            else tally.LeaveUnchanged();
        }
    }

    private static string Said(long count, Dimension dimension) => Exact.FromScaled(count, Series.ReadingScale)
        + (dimension == Dimension.None ? "" : $" {dimension}");

    private static string Another(Contradiction other, Dimension dimension, string at) =>
        $"has {Said(other.Given, dimension)} at {at}, and {Said(other.Known, dimension)} is known with the same "
        + $"version and quality, from receipt {Texts.Say(other.Receipt)}.";

    /// <summary>Says of a row the first value that was decided against, one of a greater version before others.
    /// </summary>
    private void Refuse(Refusal other, Dimension dimension, string at)
    {
        if (_refusals.TryGetValue(other.Row, out var before) && (before.IsNewer || !other.IsNewer)) return;
        _refusals[other.Row] = ($"has {Said(other.Given, dimension)} at {at}, which receipt "
            + $"{Texts.Say(other.Decision.Receipt)} decided against ({_against.SourceOf(other.Decision.Receipt)}).",
            other.IsNewer);
    }

    private void RejectMerged(int index, string code, string sentence, string? hint = null, byte[]? body = null)
    {
        var row = _rows[index];
        var message = $"Connection {row.Connection}, {row.Subject}, {sentence}";
        var reason = new Fault(code, message, new(file, row.Line), row.Connection, hint);
        _waiting.Reject(row, reason, body);
    }

    private void Contradict(Clash clash, Dimension dimension, string at, List<Fault> faults)
    {
        var later = _rows[clash.LaterRow];
        // Suspended rows were accepted as a file once: neither of the two is used until somebody decides.
        if (arrived < change.Receipt)
        {
            _clashed.TryAdd(clash.LaterRow, $"has {Said(clash.Given, dimension)} at {at}, and line "
                + $"{Texts.Say(_rows[clash.EarlierRow].Line)} of the same file has {Said(clash.Known, dimension)} with "
                + "the same version.");
            return;
        }
        var lines = clash.EarlierRow < 0 ? $"Line {Texts.Say(later.Line)} and a line long before it"
            : $"Lines {Texts.Say(_rows[clash.EarlierRow].Line)} and {Texts.Say(later.Line)}";
        faults.Add(new("conflicting-values",
            $"{lines} give connection {later.Connection}, {later.Subject}, different values for {at}.",
            new(file, later.Line), later.Connection,
            "Remove one of them, or give the one that holds a greater version."));
    }

    private static ChangedSpan SpanOf((int First, int End) slots, Home home, BlockKey key) => new(
        home.Connection.Id, home.Channel, StartOf(slots.First, home, key), StartOf(slots.End, home, key));

    private static Instant StartOf(int slot, Home home, BlockKey key) =>
        Grid.StartOf(home.Grid.FirstSlotOf(key.Month) + slot, home.Grid.IntervalMinutes, home.Connection.Zone);
}

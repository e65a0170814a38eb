namespace Busbar.Metering;

/// <summary>
/// What became of a row's readings when they were merged: several marks where its readings fared differently.
/// </summary>
[Flags]
public enum RowFate : byte
{
    None = 0,

    /// <summary>A reading is new, or holds now instead of another.</summary>
    Accepted = 1,

    /// <summary>A reading was known already.</summary>
    Unchanged = 2,

    /// <summary>A reading lost against a known one of a greater version or a better quality.</summary>
    Outranked = 4,

    /// <summary>A reading is another than a known one of the same version and quality: somebody must decide.</summary>
    Contradicted = 8,

    /// <summary>A reading has a value that somebody has decided against.</summary>
    DecidedAgainst = 16,
}

/// <summary>Consecutive readings of one row that fall in one month's block.</summary>
/// <param name="Row">The index of the row, for its fate and for messages.</param>
/// <param name="First">The slot in the month of the first reading.</param>
/// <param name="Version">The file's version of them.</param>
public readonly record struct Segment(int Row, int First, long Version, ReadOnlyMemory<Reading> Readings);

/// <summary>Two rows of one file that give one interval different values and the same version.</summary>
/// <param name="Slot">The slot in the month.</param>
/// <param name="EarlierRow">The index of the row that came first; -1 when it was merged before.</param>
/// <param name="LaterRow">The index of the row that contradicts it.</param>
public readonly record struct Clash(int Slot, int EarlierRow, int LaterRow)
{
    /// <summary>The value of the row that came first, in counts.</summary>
    public long Known { get; init; }

    /// <summary>The value of the row that contradicts it, in counts.</summary>
    public long Given { get; init; }
}

/// <summary>A reading that is another than the known one of the same version and quality.</summary>
/// <param name="Slot">The slot in the month.</param>
/// <param name="Row">The index of the row.</param>
/// <param name="Known">The value that stays, in counts.</param>
/// <param name="Receipt">The receipt that brought it.</param>
public readonly record struct Contradiction(int Slot, int Row, long Given, long Known, long Receipt);

/// <summary>A value of a slot that doesn't hold, or not any more.</summary>
public readonly record struct Loser(int Slot, long Count, Provenance Provenance);

/// <summary>That somebody has decided against a value of an interval: it doesn't come back by being sent again.
/// </summary>
/// <param name="Version">The greatest version with which it was decided against: with a greater one somebody is asked
/// anew.</param>
/// <param name="Receipt">The receipt of the decision.</param>
public readonly record struct Against(long Version, long Receipt);

/// <summary>A reading with a value that somebody has decided against.</summary>
/// <param name="Slot">The slot in the month.</param>
/// <param name="Row">The index of the row.</param>
/// <param name="Given">The value, in counts.</param>
/// <param name="IsNewer">Whether it has a greater version than it was decided against with.</param>
public readonly record struct Refusal(int Slot, int Row, long Given, Against Decision, bool IsNewer);

/// <summary>How many readings were merged, by what became of them.</summary>
/// <param name="Accepted">Readings with a value that are new, or hold now instead of another.</param>
/// <param name="Missing">Slots that were said to have no value, and have none now.</param>
/// <param name="Unchanged">Readings that were known already.</param>
/// <param name="Outranked">Readings that lost against a known one, or wait for somebody to decide.</param>
public readonly record struct ReadingCounts(long Accepted, long Missing, long Unchanged, long Outranked)
{
    /// <summary>Readings with a value that somebody has decided against.</summary>
    public long DecidedAgainst { get; init; }

    public static ReadingCounts operator +(ReadingCounts a, ReadingCounts b) =>
        new(a.Accepted + b.Accepted, a.Missing + b.Missing, a.Unchanged + b.Unchanged, a.Outranked + b.Outranked)
        {
            DecidedAgainst = a.DecidedAgainst + b.DecidedAgainst,
        };
}

/// <summary>The outcome of a merge.</summary>
/// <param name="Block">The block as it is now; null when nothing is known of its month.</param>
/// <param name="Replaced">What the changed slots were before; null when no slot was touched and nothing need be
/// stored.</param>
/// <param name="Changed">The first slot whose value or quality changed and the one after the last; equal when none
/// did.</param>
/// <param name="Contradictions">What waits for a decision.</param>
public sealed record Merged(
    Block? Block, Block? Replaced, ReadingCounts Counts, (int First, int End) Changed, IReadOnlyList<Clash> Clashes,
    IReadOnlyList<Contradiction> Contradictions)
{
    /// <summary>Readings with a value that didn't become known, whether outranked, contradicted or decided against.
    /// </summary>
    public IReadOnlyList<Loser> Lost { get; init; } = [];

    /// <summary>Known values that another of the same rank, or a decision, has taken the place of.</summary>
    public IReadOnlyList<Loser> Displaced { get; init; } = [];

    /// <summary>What somebody has decided against.</summary>
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];
}

/// <summary>What becomes of a reading beside a known one of the same version and quality, but another value.</summary>
public enum OfEquals
{
    /// <summary>The known one stays, and the other waits for a decision.</summary>
    Held,

    /// <summary>The one received later holds.</summary>
    Latest,

    /// <summary>Somebody has decided: what is given holds, whatever the ranks.</summary>
    Given,
}

/// <summary>Puts incoming readings into a month's block, by rank, and keeps what they replace.</summary>
/// <remarks>
/// Of two values for one interval the greater version holds; of equal versions the better quality. Of equals the known
/// one stays and the other waits for a decision, so that the order in which files arrive decides nothing; a book may
/// have the one received later hold instead. Two methods that estimate the same value are told by the lesser number. A
/// value that somebody has decided against is merged as if it hadn't been sent. An interval that comes again with the
/// same value and quality is unchanged, and keeps its receipt, but takes the greater version: so that versions may
/// arrive in any order. Two values that one file gives of one version are a clash, whatever their quality, and the file
/// is refused; of a file that was taken before, only those are that no rank tells apart.
/// </remarks>
public static class BlockMerge
{
    /// <summary>Merges the segments of one file into a block.</summary>
    /// <param name="existing">The block so far; null when there is none.</param>
    /// <param name="slotCount">How many slots the month has.</param>
    /// <param name="receipt">The receipt under which the change becomes known.</param>
    /// <param name="arrived">The receipt under which the file arrived: less than <paramref name="receipt"/> when it was
    /// suspended.</param>
    /// <param name="fates">The fate of each row by its index, added to.</param>
    /// <param name="ofEquals">What becomes of another value of the same version and quality.</param>
    /// <param name="against">The values of slots that somebody has decided against; null: none.</param>
    /// <param name="isOwn">Whether a receipt brought estimates of the house's own, which yield to whatever value is
    /// sent with their version; null: none did.</param>
    /// <param name="ofNothing">What becomes of "no value" beside a value that is known.</param>
    public static Merged Merge(
        Block? existing, int slotCount, IReadOnlyList<Segment> segments, long receipt, long arrived,
        Span<RowFate> fates, OfEquals ofEquals, IReadOnlyDictionary<(int Slot, long Count), Against>? against = null,
        Func<long, bool>? isOwn = null, OfNothing ofNothing = OfNothing.Outranked)
    {
        var (clashes, contradictions) = (new List<Clash>(), new List<Contradiction>());
        var month = new MonthSlots(existing, slotCount);
        var incoming = Incoming.Of(segments, slotCount, fates, clashes, against, isReleased: arrived < receipt);
        var (lost, displaced) = (incoming.Lost, new List<Loser>());
        var counts = incoming.Settled;
        foreach (var slot in incoming.Slots)
        {
            var (known, given, row) = (month.Provenances[slot], incoming.Provenances[slot], incoming.Rows[slot]);
            var count = incoming.Counts[slot];
            var yields = known.Quality.Kind == QualityKind.Estimated
                && (IsValue(given) || ofNothing == OfNothing.TakesBack)
                && given.Version >= known.Version && isOwn?.Invoke(known.Receipt) == true;
            if (known.IsKnown && known.Quality == given.Quality && month.Counts[slot] == count)
            {
                // What was sent is no estimate of the house any more, so that a third value doesn't replace it.
                if (given.Version > known.Version || yields)
                    month.Set(slot, count, known with
                    {
                        Version = given.Version, Receipt = yields ? receipt : known.Receipt,
                    });
                fates[row] |= RowFate.Unchanged;
                counts += new ReadingCounts(0, 0, 1, 0);
            }
            else if (arrived == receipt && known.Receipt == receipt
                && Contradicts(month.Counts[slot], known, count, given))
                clashes.Add(new(slot, -1, row) { Known = month.Counts[slot], Given = count });
            else if (!yields && ofEquals == OfEquals.Held && Contradicts(month.Counts[slot], known, count, given)
                && Provenance.Rank(given, known) == 0)
            {
                fates[row] |= RowFate.Contradicted;
                contradictions.Add(new(slot, row, count, month.Counts[slot], known.Receipt));
                lost.Add(new(slot, count, given));
                counts += new ReadingCounts(0, 0, 0, 1);
            }
            else if (yields || ofEquals == OfEquals.Given || Wins(given, known, receipt, arrived, ofEquals))
            {
                if (IsValue(known) && (ofEquals == OfEquals.Given || Provenance.Rank(given, known) == 0)
                    && (month.Counts[slot] != count || !IsValue(given)))
                    displaced.Add(new(slot, month.Counts[slot], known));
                // What the same change has brought never held for anybody.
                if (IsValue(known) && known.Receipt == receipt) lost.Add(new(slot, month.Counts[slot], known));
                var isMissing = given.Quality.Kind == QualityKind.Missing;
                // That there is no value where none was known is kept for its version, but changes no bill.
                var held = given with
                {
                    Receipt = receipt, Version = ofEquals == OfEquals.Given
                        ? Math.Max(given.Version, known.Version) : given.Version,
                };
                if (isMissing && known.Quality.Kind == QualityKind.Missing) month.Set(slot, count, held);
                else month.Change(slot, count, held);
                fates[row] |= RowFate.Accepted;
                counts += isMissing ? new ReadingCounts(0, 1, 0, 0) : new(1, 0, 0, 0);
            }
            else if (!IsValue(given) && ofNothing != OfNothing.Outranked) fates[row] |= RowFate.Unchanged;
            else
            {
                fates[row] |= RowFate.Outranked;
                if (IsValue(given)) lost.Add(new(slot, count, given));
                counts += new ReadingCounts(0, 0, 0, 1);
            }
        }
        return new(month.Block(), month.Replaced(), counts, month.Changed, clashes, contradictions)
        {
            Lost = lost.ConvertAll(one => one with { Provenance = one.Provenance with { Receipt = receipt } }),
            Displaced = displaced, Refusals = incoming.Refusals,
        };
    }

    /// <summary>
    /// Makes a month's block say what is given, whatever it said before: how a list that is kept elsewhere as a whole
    /// (a book's prices) is stored.
    /// </summary>
    /// <param name="counts">One value per slot of the month.</param>
    /// <param name="qualities">Missing where there is none.</param>
    public static Merged Replace(
        Block? existing, ReadOnlySpan<long> counts, ReadOnlySpan<Quality> qualities, long receipt)
    {
        var month = new MonthSlots(existing, counts.Length);
        var (accepted, missing, unchanged) = (0L, 0L, 0L);
        for (var slot = 0; slot < counts.Length; slot++)
        {
            var (known, quality) = (month.Provenances[slot], qualities[slot]);
            var isMissing = quality.Kind == QualityKind.Missing;
            if (known.Quality == quality && (isMissing || month.Counts[slot] == counts[slot]))
                unchanged += isMissing ? 0 : 1;
            else
            {
                month.Change(slot, isMissing ? 0 : counts[slot], new(quality, 0, receipt));
                (accepted, missing) = isMissing ? (accepted, missing + 1) : (accepted + 1, missing);
            }
        }
        return new(month.Block(), month.Replaced(), new(accepted, missing, unchanged, 0), month.Changed, [], []);
    }

    /// <summary>
    /// Joins the records of two changes under one receipt, one after the other: what was before both of them.
    /// </summary>
    public static Block JoinReplaced(Block earlier, Block later, int slotCount)
    {
        var (counts, provenances) = (new long[slotCount], new Provenance[slotCount]);
        Array.Fill(provenances, Provenance.Untouched);
        later.CopyTo(counts, provenances);
        earlier.CopyTo(counts, provenances);
        return Block.Replaced(counts, provenances)!;
    }

    private static bool Wins(Provenance given, Provenance known, long receipt, long arrived, OfEquals ofEquals)
    {
        if (!known.IsKnown) return true;
        var rank = Provenance.Rank(given, known);
        return rank != 0 ? rank > 0
            // Equals that are held say the same here, by another method: the order of arrival decides nothing.
            : ofEquals == OfEquals.Held ? given.Quality.Method < known.Quality.Method
            : known.Receipt == receipt || arrived > known.Receipt;
    }

    private static bool IsValue(Provenance provenance) =>
        provenance.IsKnown && provenance.Quality.Kind != QualityKind.Missing;

    private static bool Contradicts(long count, Provenance a, long other, Provenance b) =>
        a.Version == b.Version && count != other
        && a.Quality.Kind != QualityKind.Missing && b.Quality.Kind != QualityKind.Missing;

    /// <summary>The slots of a month being changed, and what they were.</summary>
    private sealed class MonthSlots
    {
        private readonly long[] _countsBefore;
        private readonly Provenance[] _before;
        private bool _touched;

        public MonthSlots(Block? existing, int slotCount)
        {
            (Counts, Provenances) = (new long[slotCount], new Provenance[slotCount]);
            existing?.CopyTo(Counts, Provenances);
            (_countsBefore, _before) = (new long[slotCount], new Provenance[slotCount]);
            Array.Fill(_before, Provenance.Untouched);
        }

        public long[] Counts { get; }

        public Provenance[] Provenances { get; }

        public (int First, int End) Changed { get; private set; }

        public void Change(int slot, long count, Provenance provenance)
        {
            Changed = Changed.First == Changed.End ? (slot, slot + 1)
                : (Math.Min(Changed.First, slot), Math.Max(Changed.End, slot + 1));
            Set(slot, count, provenance);
        }

        public void Set(int slot, long count, Provenance provenance)
        {
            (_countsBefore[slot], _before[slot], _touched) = (Counts[slot], Provenances[slot], true);
            (Counts[slot], Provenances[slot]) = (count, provenance);
        }

        public Block? Block() => Metering.Block.Of(Counts, Provenances);

        public Block? Replaced() => _touched ? Metering.Block.Replaced(_countsBefore, _before) : null;
    }

    /// <summary>What one file says of a month's slots, with what it says twice settled.</summary>
    /// <param name="isReleased">Whether the file was taken before, so that it can't be refused any more.</param>
    private sealed class Incoming(
        int slotCount, IReadOnlyDictionary<(int Slot, long Count), Against>? against, bool isReleased)
    {
        public long[] Counts { get; } = new long[slotCount];

        public Provenance[] Provenances { get; } = new Provenance[slotCount];

        public int[] Rows { get; } = new int[slotCount];

        /// <summary>The slots that the file speaks of, in the order in which it first does.</summary>
        public List<int> Slots { get; } = [];

        /// <summary>What was counted of readings that the file itself settles.</summary>
        public ReadingCounts Settled { get; private set; }

        public List<Loser> Lost { get; } = [];

        public List<Refusal> Refusals { get; } = [];

        public static Incoming Of(
            IReadOnlyList<Segment> segments, int slotCount, Span<RowFate> fates, List<Clash> clashes,
            IReadOnlyDictionary<(int Slot, long Count), Against>? against, bool isReleased)
        {
            var incoming = new Incoming(slotCount, against, isReleased);
            foreach (var segment in segments)
            {
                var readings = segment.Readings.Span;
                for (var i = 0; i < readings.Length; i++)
                {
                    var reading = readings[i];
                    var count = reading.Quality.Kind == QualityKind.Missing ? 0 : reading.Micros;
                    var given = new Provenance(reading.Quality, segment.Version, Receipt: 1);
                    incoming.Add(segment.First + i, count, given, segment.Row, fates, clashes);
                }
            }
            return incoming;
        }

        private void Add(int slot, long count, Provenance given, int row, Span<RowFate> fates, List<Clash> clashes)
        {
            var known = Provenances[slot];
            if (against is not null && IsValue(given) && against.TryGetValue((slot, count), out var decision))
            {
                fates[row] |= RowFate.DecidedAgainst;
                Refusals.Add(new(slot, row, count, decision, given.Version > decision.Version));
                Lost.Add(new(slot, count, given));
                Settled += new ReadingCounts(0, 0, 0, 0) { DecidedAgainst = 1 };
                return;
            }
            if (!known.IsKnown) Slots.Add(slot);
            else if (Contradicts(Counts[slot], known, count, given)
                && (!isReleased || Provenance.Rank(given, known) == 0))
            {
                clashes.Add(new(slot, Rows[slot], row) { Known = Counts[slot], Given = count });
                Settled += new ReadingCounts(0, 0, 0, 1);
                Lost.Add(new(slot, count, given));
                return;
            }
            else
            {
                var (wins, same) = (Provenance.Rank(given, known) > 0, count == Counts[slot]);
                var loser = wins ? Rows[slot] : row;
                // What a file says twice alike, or leaves blank and says elsewhere, is no loss.
                var fate = same || (known.Version == given.Version && !(IsValue(known) && IsValue(given)))
                    ? RowFate.Unchanged : RowFate.Outranked;
                fates[loser] |= fate;
                Settled += fate == RowFate.Unchanged ? new(0, 0, 1, 0) : new ReadingCounts(0, 0, 0, 1);
                var (lostCount, lostFrom) = wins ? (Counts[slot], known) : (count, given);
                if (fate == RowFate.Outranked && IsValue(lostFrom)) Lost.Add(new(slot, lostCount, lostFrom));
                if (!wins) return;
            }
            (Counts[slot], Provenances[slot], Rows[slot]) = (count, given, row);
        }
    }
}

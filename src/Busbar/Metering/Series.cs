using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Metering;

/// <summary>
/// What is known of one channel, or of one market series, over a period, as known at a receipt: one slot per interval
/// whose reading starts in the period, in order; one per local day where the readings are daily.
/// </summary>
/// <param name="Name">For messages: the connection and its channel, or the market series.</param>
/// <param name="IntervalMinutes">The length of a reading.</param>
/// <param name="Zone">The zone whose clock the grid follows.</param>
/// <param name="Scale">The values are counts of 10^-Scale of the canonical unit: 6 for readings, 9 for prices.</param>
/// <param name="FirstSlot">The number of the first slot on the series' grid.</param>
/// <param name="Counts">The values; 0 where the quality is missing.</param>
/// <param name="Qualities">How each value came to be; missing where none is known.</param>
/// <param name="Receipts">The receipt that brought each value; 0 where nothing was ever received.</param>
public sealed record Series(
    string Name, int IntervalMinutes, DateTimeZone Zone, int Scale, long FirstSlot, long[] Counts, Quality[] Qualities,
    long[] Receipts)
{
    /// <summary>The scale of readings.</summary>
    public const int ReadingScale = 6;

    /// <summary>The scale of prices.</summary>
    public const int PriceScale = 9;

    /// <summary>What a count of 10^-Scale is in the canonical unit: 1, save where registers have steps of their own.
    /// </summary>
    public Exact Factor { get; init; } = Exact.One;

    /// <summary>The files' own versions of the values, where they were asked for; else empty.</summary>
    public long[] Versions { get; init; } = [];

    /// <summary>Why values are missing, where more can be told than that none came in.</summary>
    public IReadOnlyList<Gap> Gaps { get; init; } = [];

    /// <summary>The same by band, for each calendar that registers count.</summary>
    public IReadOnlyList<BandedSeries> ByBand { get; init; } = [];

    /// <summary>What of a profile registers were interpolated by; null where none was.</summary>
    public ProfileUse? Profile { get; init; }

    /// <summary>What registers advanced from each of their reads to the next; null where the values aren't counted by
    /// registers.</summary>
    public IReadOnlyList<ReadAdvance>? Advances { get; init; }

    /// <summary>Whether registers counted the values.</summary>
    public bool IsCounted => Advances is not null;

    /// <summary>The value of a slot in the canonical unit.</summary>
    public Exact ValueOf(int slot) => Exact.FromScaled(Counts[slot], Scale) * Factor;

    /// <summary>How many slots there are.</summary>
    public int Length => Counts.Length;

    /// <summary>Whether every slot has a value.</summary>
    public bool IsComplete => Array.TrueForAll(Qualities, quality => quality.Kind != QualityKind.Missing);

    /// <summary>The instant at which a slot's reading starts; for the length, the end of the last one.</summary>
    public Instant StartOf(int slot) => Grid.StartOf(FirstSlot + slot, IntervalMinutes, Zone);

    /// <summary>
    /// What is known of the slots that start within a span of instants, as far as the series has them.
    /// </summary>
    public Series Between(Instant from, Instant to)
    {
        var (first, end) = Grid.SlotsOf(from, to, IntervalMinutes, Zone);
        first = Math.Clamp(first, FirstSlot, FirstSlot + Length);
        end = Math.Clamp(end, first, FirstSlot + Length);
        if (first == FirstSlot && end == FirstSlot + Length) return this;
        var range = (int)(first - FirstSlot)..(int)(end - FirstSlot);
        return this with
        {
            FirstSlot = first, Counts = Counts[range], Qualities = Qualities[range], Receipts = Receipts[range],
            Versions = Versions.Length == 0 ? [] : Versions[range],
            Gaps = [.. Gaps.Where(gap => gap.Span.Start < to && (gap.Span.Start >= from || Covers(gap, first)))],
            ByBand = [.. ByBand.Select(one => one with
                { Bands = [.. one.Bands.Select(band => band.Between(from, to))] })
                .Where(one => one.Bands.Any(band => band.Qualities.Any(known => known.Kind != QualityKind.Missing)))],
            Profile = Profile?.Within(first, end),
        };
    }

    /// <summary>The same without the values of some spans, and with the reason why there are none.</summary>
    public Series Without(IReadOnlyList<Gap> gaps)
    {
        if (gaps.Count == 0) return this;
        var (counts, qualities) = ((long[])Counts.Clone(), (Quality[])Qualities.Clone());
        foreach (var gap in gaps)
        {
            var (first, end) = Grid.SlotsOf(gap.Span.Start, gap.Span.End, IntervalMinutes, Zone);
            for (var slot = Math.Max(first, FirstSlot); slot < Math.Min(end, FirstSlot + Length); slot++)
                (counts[slot - FirstSlot], qualities[slot - FirstSlot]) = (0, Quality.Missing);
        }
        return this with
        {
            Counts = counts, Qualities = qualities, Gaps = [.. Gaps, .. gaps],
            ByBand = [.. ByBand.Select(one => one with { Bands = [.. one.Bands.Select(band => band.Without(gaps))] })],
        };
    }

    /// <summary>The slots without a value of which nothing more is told than that none came in.</summary>
    public IReadOnlyList<int> Unexplained()
    {
        var isExplained = new bool[Length];
        foreach (var gap in Gaps)
        {
            var (first, end) = Grid.SlotsOf(gap.Span.Start, gap.Span.End, IntervalMinutes, Zone);
            // Days may start at another time than those of the grid, and a gap within a slot.
            if (Grid.StartOf(first, IntervalMinutes, Zone) > gap.Span.Start) first--;
            for (var slot = Math.Max(first, FirstSlot); slot < Math.Min(end, FirstSlot + Length); slot++)
                isExplained[slot - FirstSlot] = true;
        }
        return [.. Enumerable.Range(0, Length).Where(slot =>
            Qualities[slot].Kind == QualityKind.Missing && !isExplained[slot])];
    }

    /// <summary>How many hours a slot's reading really lasts.</summary>
    public Exact HoursOf(int slot) =>
        Exact.Ratio((StartOf(slot + 1) - StartOf(slot)).BclCompatibleTicks, NodaConstants.TicksPerHour);

    /// <summary>Gives a slot its value, in the canonical unit and to the series' scale, as known from the beginning.
    /// </summary>
    public void Set(int slot, Exact value, Quality quality) =>
        (Counts[slot], Qualities[slot], Receipts[slot]) = (value.ToScaled(Scale), quality, 1);

    /// <summary>The spans without a value, in order.</summary>
    public IReadOnlyList<Interval> Missing() => SpansOf(
        [.. Enumerable.Range(0, Length).Where(slot => Qualities[slot].Kind == QualityKind.Missing)]);

    /// <summary>Some slots in order as spans: those that follow each other are one.</summary>
    public IReadOnlyList<Interval> SpansOf(IReadOnlyList<int> slots)
    {
        var spans = new List<Interval>();
        for (var i = 0; i < slots.Count; i++)
        {
            var first = slots[i];
            while (i + 1 < slots.Count && slots[i + 1] == slots[i] + 1) i++;
            spans.Add(new(StartOf(first), StartOf(slots[i] + 1)));
        }
        return spans;
    }

    /// <summary>Whether a gap has all of a slot of the grid.</summary>
    private bool Covers(Gap gap, long slot) => gap.Span.Start <= Grid.StartOf(slot, IntervalMinutes, Zone)
        && gap.Span.End >= Grid.StartOf(slot + 1, IntervalMinutes, Zone);

    /// <summary>
    /// SHA-256 over what the series says: its name, grid and period, every value and every quality, also by band. Not
    /// over the receipts: the same values received in another order hash alike.
    /// </summary>
    public byte[] Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Name}\n"));
        Span<byte> head = stackalloc byte[24];
        BinaryPrimitives.WriteInt32LittleEndian(head, IntervalMinutes);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], Scale);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], Length == 0 ? 0 : StartOf(0).ToUnixTimeSeconds());
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], Length);
        hash.AppendData(head);
        hash.AppendData(MemoryMarshal.AsBytes(Counts.AsSpan()));
        var qualities = new byte[Length * 2];
        for (var slot = 0; slot < Length; slot++)
            (qualities[slot * 2], qualities[slot * 2 + 1]) = ((byte)Qualities[slot].Kind, Qualities[slot].Method);
        hash.AppendData(qualities);
        if (Factor != Exact.One) hash.AppendData(Encoding.UTF8.GetBytes($"{Factor}\n"));
        foreach (var band in ByBand.SelectMany(one => one.Bands)) hash.AppendData(band.Hash());
        return hash.GetHashAndReset();
    }

    /// <summary>The slots of a period with nothing in them yet.</summary>
    public static Series Empty(string name, int intervalMinutes, DateTimeZone zone, int scale, Instant from, Instant to)
    {
        var (first, end) = Grid.SlotsOf(from, to, intervalMinutes, zone);
        var length = (int)Math.Max(0, end - first);
        return new(name, intervalMinutes, zone, scale, first, new long[length], new Quality[length], new long[length]);
    }

    /// <summary>Writes what a month's block knows over the slots that fall in it; a slot is known once.</summary>
    /// <param name="monthFirst">The number of the month's first slot.</param>
    /// <param name="slotCount">How many slots the month has.</param>
    public void Take(Block block, long monthFirst, int slotCount)
    {
        var (counts, provenances) = (new long[slotCount], new Provenance[slotCount]);
        block.CopyTo(counts, provenances);
        var begin = (int)Math.Max(0, monthFirst - FirstSlot);
        var end = (int)Math.Min(Length, monthFirst + slotCount - FirstSlot);
        for (var slot = begin; slot < end; slot++)
        {
            var known = provenances[(int)(slot + FirstSlot - monthFirst)];
            if (!known.IsKnown || (Receipts[slot] != 0 && Qualities[slot].Kind != QualityKind.Missing)) continue;
            (Counts[slot], Qualities[slot], Receipts[slot]) =
                (counts[(int)(slot + FirstSlot - monthFirst)], known.Quality, known.Receipt);
            if (Versions.Length > 0) Versions[slot] = known.Version;
        }
    }
}

/// <summary>What all registers of a channel advanced from an instant at which they were read to the next.</summary>
/// <param name="Amount">In the canonical unit.</param>
public readonly record struct ReadAdvance(Interval Span, Exact Amount, bool IsEstimated);

/// <summary>A series by the bands of a calendar.</summary>
/// <param name="Bands">One for each band, in the order of the calendar's; missing on days on which no register
/// counts them.</param>
public sealed record BandedSeries(Calendar Calendar, IReadOnlyList<Series> Bands);

/// <summary>Why there is no value over a span.</summary>
/// <param name="Code">A stable name.</param>
/// <param name="Reason">The end of a sentence: <c>meter S95, register 1, has no opening read on 2025-01-01</c>.
/// </param>
/// <param name="Hint">The way out.</param>
/// <param name="IsWrong">Whether what is known contradicts itself, and nothing is only missing.</param>
public sealed record Gap(Interval Span, string Code, string Reason, string Hint, bool IsWrong = false)
{
    /// <summary>The read of a register that would close it; null where none would.</summary>
    public LackingRead? Lacks { get; init; }
}

/// <summary>A read that is missing of a register, at an instant from one to another, the last one too.</summary>
public sealed record LackingRead(RegisterName Register, Instant From, Instant To);

using System.Runtime.InteropServices;

namespace Busbar.Metering;

/// <summary>What a block says of itself without its values being decoded.</summary>
/// <param name="First">The slot of its month at which it begins, from 0.</param>
/// <param name="Length">How many slots it has.</param>
/// <param name="Count">How many of them have a value.</param>
/// <param name="EstimatedCount">How many values are estimates or substitutes that a bill must call estimated.</param>
/// <param name="Min">The least value; 0 where there is none.</param>
/// <param name="Max">The greatest value; 0 where there is none.</param>
/// <param name="Sum">The sum of all values; it can't overflow.</param>
public readonly record struct BlockHeader(
    int First, int Length, int Count, int EstimatedCount, long Min, long Max, Int128 Sum)
{
    /// <summary>Reads the header of an encoded block.</summary>
    public static BlockHeader Read(ReadOnlySpan<byte> encoded)
    {
        var reader = new ByteReader(encoded);
        return BlockCode.ReadHeader(ref reader, out _, out _);
    }
}

/// <summary>
/// The readings of one channel (or the prices of one market series) in one calendar month of its grid, as whole counts
/// with their provenance. Immutable. The month's first slot is slot 0; the block begins and ends with a slot that is
/// known.
/// </summary>
/// <remarks>
/// A block doesn't repeat which series and month it is for: whoever keeps it has that as its key. The record of what a
/// change replaced has the same shape, with the slots that the change left alone marked so.
/// </remarks>
public sealed class Block
{
    private readonly long[] _counts;
    private readonly Run[] _runs;

    internal Block(BlockHeader header, long[] counts, Run[] runs) => (Header, _counts, _runs) = (header, counts, runs);

    /// <summary>What can be said without looking at the values.</summary>
    public BlockHeader Header { get; }

    internal ReadOnlySpan<long> Counts => _counts;

    internal ReadOnlySpan<Run> Runs => _runs;

    /// <summary>The block of the slots of a whole month; null when nothing is known of any of them.</summary>
    /// <param name="counts">The values, one per slot of the month; those without a value are not looked at.</param>
    /// <param name="provenances">Where they come from.</param>
    public static Block? Of(ReadOnlySpan<long> counts, ReadOnlySpan<Provenance> provenances) =>
        Trimmed(counts, provenances, absent: default);

    /// <summary>The record of what a change replaced; null when it touched nothing.</summary>
    internal static Block? Replaced(ReadOnlySpan<long> counts, ReadOnlySpan<Provenance> provenances) =>
        Trimmed(counts, provenances, Provenance.Untouched);

    /// <summary>
    /// Writes the block over the slots of its month; slots that it doesn't have, or marks as left alone, stay.
    /// </summary>
    public void CopyTo(Span<long> counts, Span<Provenance> provenances)
    {
        var slot = Header.First;
        foreach (var run in _runs)
        {
            if (!run.Provenance.IsUntouched)
            {
                _counts.AsSpan(slot - Header.First, run.Length).CopyTo(counts[slot..]);
                provenances.Slice(slot, run.Length).Fill(run.Provenance);
            }
            slot += run.Length;
        }
    }

    /// <summary>The stretches of slots of its month that have a value, in order; those that touch are one.</summary>
    public IReadOnlyList<(int First, int End)> Valued()
    {
        var (stretches, slot) = (new List<(int First, int End)>(), Header.First);
        foreach (var run in _runs)
        {
            if (run.Provenance.IsKnown && run.Provenance.Quality.Kind != QualityKind.Missing)
                if (stretches.Count > 0 && stretches[^1].End == slot)
                    stretches[^1] = (stretches[^1].First, slot + run.Length);
                else stretches.Add((slot, slot + run.Length));
            slot += run.Length;
        }
        return stretches;
    }

    /// <summary>
    /// The block as it was before some changes, given what each replaced, the latest first; null before the first.
    /// </summary>
    public Block? Undo(IReadOnlyList<Block> replaced)
    {
        var length = replaced.Append(this).Max(block => block.Header.First + block.Header.Length);
        var (counts, provenances) = (new long[length], new Provenance[length]);
        CopyTo(counts, provenances);
        foreach (var block in replaced) block.CopyTo(counts, provenances);
        return Of(counts, provenances);
    }

    /// <summary>
    /// The bytes in which it is stored: the values at a scale and width of their own, the provenance as runs.
    /// </summary>
    public byte[] Encode() => BlockCode.Encode(this);

    /// <summary>The block of bytes that <see cref="Encode"/> made.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged or of a later format.</exception>
    public static Block Decode(ReadOnlySpan<byte> encoded) => BlockCode.Decode(encoded);

    private static Block? Trimmed(ReadOnlySpan<long> counts, ReadOnlySpan<Provenance> provenances, Provenance absent)
    {
        var (first, end) = (0, provenances.Length);
        while (first < end && provenances[first] == absent) first++;
        while (end > first && provenances[end - 1] == absent) end--;
        if (first == end) return null;
        var kept = counts[first..end].ToArray();
        var runs = new List<Run>();
        var (present, estimated, min, max, sum) = (0, 0, long.MaxValue, long.MinValue, (Int128)0);
        for (var slot = first; slot < end; slot++)
        {
            var provenance = provenances[slot];
            if (runs.Count > 0 && runs[^1].Provenance == provenance)
                CollectionsMarshal.AsSpan(runs)[^1] = new(runs[^1].Length + 1, provenance);
            else runs.Add(new(1, provenance));
            // A slot without a value holds nought, so that the same state always has the same bytes.
            if (provenance.Quality.Kind == QualityKind.Missing) { kept[slot - first] = 0; continue; }
            var count = kept[slot - first];
            (present, sum, min, max) = (present + 1, sum + count, Math.Min(min, count), Math.Max(max, count));
            if (provenance.Quality.IsEstimated) estimated++;
        }
        if (present == 0) (min, max) = (0, 0);
        return new(new(first, end - first, present, estimated, min, max, sum), kept, [.. runs]);
    }
}

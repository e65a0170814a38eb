using Busbar.Metering;
using CsCheck;

namespace Busbar.Tests.Metering;

public class Blocks_keep_everything
{
    private static readonly Gen<Quality> AnyQuality =
        Gen.Select(Gen.Int[0, 4], Gen.Byte)
            .Select((kind, method) => kind == 0 ? default : new Quality((QualityKind)kind, method));

    private static readonly Gen<Provenance> AnyProvenance = Gen.OneOf(
        Gen.Const(default(Provenance)),
        Gen.Select(AnyQuality, Gen.Long, Gen.Long[1, long.MaxValue], (quality, version, receipt) =>
            new Provenance(quality, version, receipt)));

    private static readonly long[] Edges = [long.MaxValue, long.MinValue, sbyte.MinValue, short.MaxValue, int.MinValue];

    private static readonly Gen<long> AnyCount = Gen.OneOf(
        Gen.Const(0L), Gen.Long[0, 2_000].Select(wattHours => wattHours * 1_000), Gen.Long[-3_000_000, 3_000_000],
        Gen.Long, Gen.Int[0, 4].Select(index => Edges[index]));

    [Fact]
    public void What_is_encoded_is_decoded() =>
        Gen.Select(AnyCount.Array[1, 200], AnyProvenance.Array[1, 12], Gen.Int[1, 40]).Sample((counts, runs, length) =>
        {
            var spread = counts.Select((_, slot) => runs[slot / length % runs.Length]).ToArray();
            if (Block.Of(counts, spread) is not { } block) return spread.All(provenance => !provenance.IsKnown);
            var encoded = block.Encode();
            var again = Block.Decode(encoded);
            var (back, from) = (new long[counts.Length], new Provenance[counts.Length]);
            again.CopyTo(back, from);
            var given = counts.Zip(spread, (count, at) => at.Quality.Kind == QualityKind.Missing ? 0 : count);
            return back.SequenceEqual(given) && from.SequenceEqual(spread) && again.Encode().SequenceEqual(encoded)
                && BlockHeader.Read(encoded) == block.Header;
        });

    [Fact]
    public void The_header_says_what_the_values_say() =>
        Gen.Select(AnyCount, AnyProvenance).Array[1, 100].Sample(slots =>
        {
            var block = Block.Of([.. slots.Select(slot => slot.Item1)], [.. slots.Select(slot => slot.Item2)]);
            var present = slots.Where(slot => slot.Item2.Quality.Kind != QualityKind.Missing).ToList();
            var header = block?.Header ?? default;
            return header.Count == present.Count
                && header.EstimatedCount == present.Count(slot => slot.Item2.Quality.IsEstimated)
                && header.Sum == present.Aggregate((Int128)0, (sum, slot) => sum + slot.Item1)
                && header.Min == present.Select(slot => slot.Item1).DefaultIfEmpty().Min()
                && header.Max == present.Select(slot => slot.Item1).DefaultIfEmpty().Max();
        });

    [Fact]
    public void A_month_of_a_home_takes_two_bytes_a_reading()
    {
        var counts = Enumerable.Range(0, 1_488).Select(slot => slot * 7_919L % 2_000 * 1_000).ToArray();
        var block = Block.Of(counts, [.. counts.Select(_ => new Provenance(Quality.Actual, 20260201093000, 12_345))])!;
        Assert.InRange(block.Encode().Length, 2 * 1_488, 2 * 1_488 + 60);
    }

    [Fact]
    public void Damaged_bytes_are_never_read_as_values()
    {
        var block = Block.Of([1_000, 2_000], [new(Quality.Actual, 0, 1), new(Quality.Actual, 0, 1)])!.Encode();
        Assert.Throws<InvalidDataException>(() => Block.Decode(block.AsSpan()[..^1]));
        Assert.Throws<InvalidDataException>(() => Block.Decode([.. block, 0]));
        Assert.Throws<InvalidDataException>(() => Block.Decode([9, .. block[1..]]));
        Assert.Throws<InvalidDataException>(() => Block.Decode([]));
    }
}

using Busbar.Metering;
using CsCheck;

namespace Busbar.Tests.Metering;

public class The_greater_rank_holds
{
    private const int Slots = 12;

    /// <summary>A file: from a slot on, values of one version and quality.</summary>
    private sealed record File(int First, long Version, QualityKind Kind, long[] Values)
    {
        public Segment Segment =>
            new(0, First, Version, Values.Select(value => new Reading(value, new(Kind))).ToArray());
    }

    private static readonly Gen<File> AnyFile =
        Gen.Select(Gen.Int[0, 8], Gen.Long[0, 3], Gen.Int[0, 4], Gen.Long[1, 3].Array[1, 4])
            .Select((first, version, kind, values) =>
                new File(first, version, (QualityKind)kind, kind == 0 ? new long[values.Length] : values));

    [Fact]
    public void A_greater_version_replaces_and_a_lesser_one_is_outranked()
    {
        var (block, first) = Merge(null, 1, new File(0, 5, QualityKind.Estimated, [10, 20]));
        Assert.Equal(new ReadingCounts(2, 0, 0, 0), first.Counts);
        (block, var greater) = Merge(block, 2, new File(0, 6, QualityKind.Estimated, [11, 20]));
        Assert.Equal(new ReadingCounts(1, 0, 1, 0), greater.Counts);
        Assert.Equal((0, 1), greater.Changed);
        var (after, lesser) = Merge(block, 3, new File(0, 5, QualityKind.Actual, [12, 22]));
        Assert.Equal(new ReadingCounts(0, 0, 0, 2), lesser.Counts);
        Assert.Null(lesser.Replaced);
        Assert.Equal([11, 20], Values(after)[..2]);
    }

    [Theory]
    [InlineData(QualityKind.Actual, QualityKind.Final)]
    [InlineData(QualityKind.Final, QualityKind.Substituted)]
    [InlineData(QualityKind.Substituted, QualityKind.Estimated)]
    [InlineData(QualityKind.Estimated, QualityKind.Missing)]
    public void Of_one_version_the_better_quality_holds(QualityKind better, QualityKind worse)
    {
        var (good, bad) = (new File(0, 1, better, [7]), new File(0, 1, worse, [9]));
        Assert.Equal(7, Values(Merge(Merge(null, 1, good).Block, 2, bad).Block)[0]);
        Assert.Equal(7, Values(Merge(Merge(null, 1, bad).Block, 2, good).Block)[0]);
    }

    [Fact]
    public void Of_equal_rank_the_known_one_stays_and_the_other_waits()
    {
        var (block, _) = Merge(null, 1, new File(0, 1, QualityKind.Actual, [7, 8]));
        var fates = new RowFate[1];
        var segment = new File(0, 1, QualityKind.Actual, [9, 8]).Segment;
        var merged = BlockMerge.Merge(block, Slots, [segment], 2, 2, fates, OfEquals.Held);
        Assert.Equal([7, 8], Values(merged.Block)[..2]);
        Assert.Equal(RowFate.Contradicted | RowFate.Unchanged, fates[0]);
        // A value that is none contradicts nothing, and neither does another version.
        var gone = new File(0, 1, QualityKind.Missing, [0]).Segment;
        BlockMerge.Merge(block, Slots, [gone], 2, 2, fates = new RowFate[1], OfEquals.Held);
        Assert.Equal(RowFate.Outranked, fates[0]);
    }

    [Fact]
    public void What_somebody_decided_holds_against_every_rank_and_every_equal()
    {
        var (block, _) = Merge(null, 1, new File(0, 5, QualityKind.Actual, [7]));
        var merged = BlockMerge.Merge(block, Slots, [new File(0, 1, QualityKind.Substituted, [9]).Segment], 2, 2,
            new RowFate[1], OfEquals.Given);
        Assert.Equal(9, Values(merged.Block)[0]);
        Assert.Equal(9, Values(Merge(merged.Block, 3, new File(0, 4, QualityKind.Actual, [7])).Block)[0]);
        Assert.Equal(7, Values(Merge(merged.Block, 3, new File(0, 6, QualityKind.Actual, [7])).Block)[0]);
    }

    [Fact]
    public void What_was_decided_against_is_merged_as_if_it_had_not_been_sent() =>
        Gen.Select(AnyFile.Array[1, 6], Gen.Long[1, 3]).Sample((files, wrong) =>
        {
            var against = Enumerable.Range(0, Slots).ToDictionary(slot => (slot, wrong), _ => new Against(1, 9));
            var (one, other) = ((Block?)null, (Block?)null);
            var isTold = true;
            foreach (var (index, file) in files.Index())
            {
                var fates = new RowFate[1];
                var merged = BlockMerge.Merge(one, Slots, [file.Segment], index + 1, index + 1, fates, OfEquals.Latest,
                    against);
                var refused = file.Kind == QualityKind.Missing ? 0 : file.Values.Count(value => value == wrong);
                isTold &= merged.Counts.DecidedAgainst == refused && merged.Refusals.Count == refused
                    && fates[0].HasFlag(RowFate.DecidedAgainst) == refused > 0
                    && merged.Refusals.All(refusal => refusal.IsNewer == file.Version > 1)
                    && merged.Counts is var counts && counts.Accepted + counts.Missing + counts.Unchanged
                        + counts.Outranked + counts.DecidedAgainst == file.Values.Length;
                one = merged.Block;
                foreach (var (i, value) in file.Values.Index())
                    if (file.Kind == QualityKind.Missing || value != wrong)
                        other = Merge(other, index + 1, file with { First = file.First + i, Values = [value] }).Block;
            }
            return isTold && Values(one).SequenceEqual(Values(other))
                && Provenances(one).SequenceEqual(Provenances(other));
        });

    [Fact]
    public void What_loses_is_kept_and_nothing_else() => AnyFile.Array[1, 5].Sample(files =>
    {
        Block? block = null;
        return files.Index().All(one =>
        {
            (block, var merged) = Merge(block, one.Index + 1, one.Item);
            return merged.Lost.Count == (one.Item.Kind == QualityKind.Missing ? 0 : merged.Counts.Outranked)
                && merged.Lost.All(loser => loser.Provenance == new Provenance(
                    new(one.Item.Kind), one.Item.Version, one.Index + 1)
                    && loser.Count == one.Item.Values[loser.Slot - one.Item.First]);
        });
    });

    [Theory]
    [InlineData(51, 62)]
    [InlineData(62, 51)]
    public void Of_two_methods_for_one_value_the_lesser_holds_whichever_came_first(byte first, byte second)
    {
        Block? block = null;
        foreach (var (i, method) in new[] { first, second }.Index())
            block = BlockMerge.Merge(block, Slots,
                [new(0, 0, 0, new Reading[] { new(5, new(QualityKind.Estimated, method)) })], i + 1, i + 1,
                new RowFate[1], OfEquals.Held).Block;
        Assert.Equal(51, Provenances(block)[0].Quality.Method);
    }

    [Fact]
    public void Of_equal_rank_the_later_receipt_holds_where_the_book_says_so()
    {
        var (block, _) = Merge(null, 1, new File(0, 1, QualityKind.Actual, [7]));
        Assert.Equal(9, Values(Merge(block, 2, new File(0, 1, QualityKind.Actual, [9])).Block)[0]);
    }

    [Fact]
    public void What_comes_again_keeps_its_receipt_and_takes_the_greater_version()
    {
        var (block, _) = Merge(null, 1, new File(0, 1, QualityKind.Actual, [5]));
        (block, var again) = Merge(block, 2, new File(0, 3, QualityKind.Actual, [5]));
        Assert.Equal(new ReadingCounts(0, 0, 1, 0), again.Counts);
        Assert.Equal(again.Changed.First, again.Changed.End);
        (block, _) = Merge(block, 3, new File(0, 2, QualityKind.Actual, [7]));
        Assert.Equal(new Provenance(Quality.Actual, 3, 1), Provenances(block)[0]);
        Assert.Equal(5, Values(block)[0]);
    }

    // F27
    [Fact]
    public void Files_of_different_versions_give_the_same_state_in_any_order() =>
        Gen.Select(AnyFile.Array[1, 6], Gen.Int[0, int.MaxValue]).Sample((files, seed) =>
        {
            // Each file is a version of its own, so that the order of arrival has nothing left to decide.
            var versioned = files.Select((file, index) => file with { Version = index }).ToArray();
            var shuffled = versioned.OrderBy(file => (file.Version * 2_654_435_761 + seed) % 101).ToArray();
            return State(versioned).SequenceEqual(State(shuffled));
        });

    [Fact]
    public void A_file_again_changes_nothing() => AnyFile.Array[1, 5].Sample(files =>
    {
        var block = All(files);
        var (again, merged) = Merge(block, 100, files[^1]);
        return merged.Replaced is null && merged.Counts is { Accepted: 0, Missing: 0 }
            && Provenances(again).SequenceEqual(Provenances(block));
    });

    [Fact]
    public void Every_reading_is_counted_once() => AnyFile.Array[1, 5].Sample(files =>
    {
        Block? block = null;
        return files.Select((file, index) =>
        {
            (block, var merged) = Merge(block, index + 1, file);
            var counts = merged.Counts;
            return counts.Accepted + counts.Missing + counts.Unchanged + counts.Outranked == file.Values.Length;
        }).All(isWhole => isWhole);
    });

    [Fact]
    public void What_was_replaced_gives_back_every_state_before() => AnyFile.Array[1, 8].Sample(files =>
    {
        Block? block = null;
        var (states, replaced) = (new List<byte[]?>(), new List<Block?>());
        for (var index = 0; index < files.Length; index++)
        {
            states.Add(block?.Encode());
            (block, var merged) = Merge(block, index + 1, files[index]);
            replaced.Add(merged.Replaced is null ? null : Block.Decode(merged.Replaced.Encode()));
        }
        return Enumerable.Range(0, files.Length).All(known =>
        {
            var undo = replaced.Skip(known).Reverse().OfType<Block>().ToList();
            return ((block!.Undo(undo))?.Encode() ?? []).SequenceEqual(states[known] ?? []);
        });
    });

    [Fact]
    public void Two_rows_of_a_file_that_contradict_each_other_clash()
    {
        Reading[] one = [new(5, Quality.Actual)], other = [new(6, Quality.Actual)];
        var merged = BlockMerge.Merge(null, Slots, [new(0, 3, 0, one), new(1, 3, 0, other)], 1, 1, new RowFate[2],
            OfEquals.Latest);
        var clash = Assert.Single(merged.Clashes);
        Assert.Equal((3, 0, 1), (clash.Slot, clash.EarlierRow, clash.LaterRow));
        merged = BlockMerge.Merge(null, Slots, [new(0, 3, 0, one), new(1, 3, 1, other)], 1, 1, new RowFate[2],
            OfEquals.Latest);
        Assert.Empty(merged.Clashes);
        Assert.Equal(6, Values(merged.Block)[3]);
        var fates = new RowFate[2];
        BlockMerge.Merge(null, Slots, [new(0, 3, 0, one), new(1, 3, 0, one)], 1, 1, fates, OfEquals.Latest);
        Assert.Equal([RowFate.Accepted, RowFate.Unchanged], fates);
    }

    /// <summary>What files say is the same whether somebody has estimated it before or not, in whatever order they
    /// come.</summary>
    [Fact]
    public void An_own_estimate_yields_to_whatever_is_sent_with_its_version() => Gen.Select(
        Gen.Long[1, 3], Gen.Int[0, 1], AnyFile.Where(file => file.Kind != QualityKind.Missing).Array[1, 5]).Sample(
        (own, version, files) =>
        {
            files = [.. files.Select(file => file with { Version = file.Version + 1 })];
            var estimate = new File(0, version, QualityKind.Estimated, [.. Enumerable.Repeat(own, Slots)]);
            var (with, without) = (Merge(null, 1, estimate).Block, (Block?)null);
            foreach (var (i, file) in files.Index())
            {
                with = BlockMerge.Merge(with, Slots, [file.Segment], i + 2, i + 2, new RowFate[1], OfEquals.Held,
                    isOwn: receipt => receipt == 1).Block;
                without = BlockMerge.Merge(without, Slots, [file.Segment], i + 2, i + 2, new RowFate[1],
                    OfEquals.Held).Block;
            }
            var (expected, actual) = (Provenances(without), Provenances(with));
            return Enumerable.Range(0, Slots).Where(slot => expected[slot].IsKnown).All(slot =>
                expected[slot] == actual[slot] && Values(without)[slot] == Values(with)[slot]);
        });

    private static (Block? Block, Merged Merged) Merge(Block? block, long receipt, File file)
    {
        var merged = BlockMerge.Merge(block, Slots, [file.Segment], receipt, receipt, new RowFate[1], OfEquals.Latest);
        return (merged.Block, merged);
    }

    private static Block? All(IEnumerable<File> files)
    {
        var (block, receipt) = ((Block?)null, 0);
        foreach (var file in files) (block, _) = Merge(block, ++receipt, file);
        return block;
    }

    private static IEnumerable<(long, Quality, long)> State(IEnumerable<File> files)
    {
        var block = All(files);
        return Values(block).Zip(Provenances(block), (value, from) => (value, from.Quality, from.Version));
    }

    private static long[] Values(Block? block)
    {
        var counts = new long[Slots];
        block?.CopyTo(counts, new Provenance[Slots]);
        return counts;
    }

    private static Provenance[] Provenances(Block? block)
    {
        var provenances = new Provenance[Slots];
        block?.CopyTo(new long[Slots], provenances);
        return provenances;
    }
}

using Busbar.Quantities;

namespace Busbar.Rating.Operators;

/// <summary>How an interval's part of a count is dealt out to blocks: all to one, or shares that add up to 1.</summary>
/// <param name="First">The number of the first block.</param>
/// <param name="Shares">Of that block and those after it; null: all is in the first.</param>
internal readonly record struct BlockMix(int First, Exact[]? Shares)
{
    /// <summary>The share of a block.</summary>
    public Exact Of(int block) => Shares is null ? block == First ? Exact.One : Exact.Zero
        : block >= First && block < First + Shares.Length ? Shares[block - First] : Exact.Zero;
}

/// <summary>Deals counts out to blocks that go from above their edge up to and with the next one.</summary>
internal static class BlockSplit
{
    /// <summary>The number of the block that a count reaches.</summary>
    /// <param name="edges">Where the blocks begin, ascending; the first also has what is below nothing.</param>
    public static int Reached(Exact count, Exact[] edges)
    {
        var block = edges.Length - 1;
        while (block > 0 && edges[block] >= count) block--;
        return block;
    }

    /// <summary>How what is counted after something else is dealt out, in proportion; of nothing all is in the block
    /// reached.</summary>
    public static BlockMix Split(Exact before, Exact counted, Exact[] edges)
    {
        var after = before + counted;
        if (counted.IsZero) return new(Reached(before, edges), null);
        var (low, high) = (Exact.Min(before, after), Exact.Max(before, after));
        var last = Reached(high, edges);
        var first = last;
        while (first > 0 && edges[first] > low) first--;
        if (first == last) return new(first, null);
        var shares = new Exact[last - first + 1];
        for (var block = first; block <= last; block++)
        {
            var from = block == first ? low : edges[block];
            var to = block == last ? high : edges[block + 1];
            shares[block - first] = (to - from) / (high - low);
        }
        return new(first, shares);
    }
}

using Busbar.Contracts.Language;
using Busbar.Quantities;
using Busbar.Rating;
using CsCheck;

namespace Busbar.Tests.Laws;

/// <summary>Laws of what comes out of a store, whatever goes in and when.</summary>
public class StoreLaws
{
    private static readonly Exact Least = Exact.FromScaled(1, 6);

    /// <summary>By interval in mWh: what is charged from each of three sources, and what is discharged.</summary>
    private static readonly Gen<int[][]> AnyUse =
        Gen.Int[0, 9_000_000].Array[4].Array[1, 60].Select(rows => rows.Select(row => row[3] % 3 == 0
            ? row : [row[0], 0, row[2] % 2 * row[2], row[3]]).ToArray());

    private static Exact Of(long milliwattHours) => Exact.FromScaled(milliwattHours, 6);

    private static Exact[] Drawn(int[][] use, int source, DrawnOrder order)
    {
        var lots = new StoredLots(order, isMoney: false);
        return [.. use.Select(row =>
        {
            lots.Charge(Of((long)row[0] + row[1] + row[2]), Of(row[source]));
            return lots.Draw(Of(row[3]));
        })];
    }

    [Theory, InlineData(DrawnOrder.Mixed), InlineData(DrawnOrder.FirstIn)]
    public void The_parts_of_all_sources_are_what_comes_out_of_what_went_in(DrawnOrder order) => AnyUse.Sample(use =>
    {
        var parts = Enumerable.Range(0, 3).Select(source => Drawn(use, source, order)).ToList();
        var inside = Exact.Zero;
        for (var i = 0; i < use.Length; i++)
        {
            inside += Of((long)use[i][0] + use[i][1] + use[i][2]);
            var known = Exact.Min(Of(use[i][3]), inside);
            var sum = parts.Aggregate(Exact.Zero, (all, part) => all + part[i]);
            // Each part is rounded, and what that leaves comes out with the rest.
            var most = 3 * (i + 1) * Least;
            Assert.True(known - most <= sum && sum <= known + most);
            inside -= known;
        }
        var all = parts.Aggregate(Exact.Zero, (sum, part) => sum + part.Aggregate(Exact.Zero, (a, b) => a + b));
        var total = use.Aggregate(Exact.Zero, (sum, row) => sum + Of((long)row[0] + row[1] + row[2]));
        var few = 3 * (use.Length + 1) * Least;
        Assert.True(total - inside - few <= all && all <= total - inside + few);
    });

    [Fact]
    public void Nothing_comes_out_that_did_not_go_in_and_an_empty_store_has_given_it_all() => AnyUse.Sample(use =>
    {
        foreach (var order in Enum.GetValues<DrawnOrder>())
        {
            var drawn = Drawn([.. use, [0, 0, 0, int.MaxValue]], 1, order);
            Assert.Equal(use.Aggregate(Exact.Zero, (sum, row) => sum + Of(row[1])),
                drawn.Aggregate(Exact.Zero, (sum, one) => sum + one));
            var (into, outOf) = (Exact.Zero, Exact.Zero);
            for (var i = 0; i < use.Length; i++)
            {
                (into, outOf) = (into + Of(use[i][1]), outOf + drawn[i]);
                Assert.True(outOf <= into);
                Assert.True(drawn[i].Sign >= 0 && drawn[i] <= Of(use[i][3]));
            }
        }
    }, iter: 200);

    [Fact]
    public void First_of_one_is_last_of_the_rest() => AnyUse.Sample(use =>
    {
        int[][] two = [.. use.Select(row => (int[])[row[0], row[1], 0, row[3]])];
        var (first, last) = (Drawn(two, 0, DrawnOrder.FromFirst), Drawn(two, 1, DrawnOrder.FromLast));
        var inside = Exact.Zero;
        for (var i = 0; i < two.Length; i++)
        {
            inside += Of((long)two[i][0] + two[i][1]);
            var known = Exact.Min(Of(two[i][3]), inside);
            Assert.Equal(known, first[i] + last[i]);
            inside -= known;
        }
    });

    /// <summary>The definition: each mWh stands in a row with its source.</summary>
    [Fact]
    public void First_in_is_a_queue_of_single_units() => Gen.Int[0, 12].Array[3].Array[1, 30].Sample(use =>
    {
        var (queue, lots) = (new Queue<bool>(), new StoredLots(DrawnOrder.FirstIn, isMoney: false));
        foreach (var row in use)
        {
            // One source at a time: within a lot it is all of one ratio.
            var own = row[0] % 2 == 0;
            for (var i = 0; i < row[1]; i++) queue.Enqueue(own);
            lots.Charge(Of(row[1]), own ? Of(row[1]) : Exact.Zero);
            var expected = Enumerable.Range(0, Math.Min(row[2], queue.Count)).Count(_ => queue.Dequeue());
            Assert.Equal(Of(expected), lots.Draw(Of(row[2])));
        }
    });
}

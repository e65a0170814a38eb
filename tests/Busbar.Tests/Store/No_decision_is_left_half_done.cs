namespace Busbar.Tests.Store;

/// <summary>
/// The program stops before the first and after each statement of a decision, an estimate, a rebill, an import or new
/// prices: all of it is there or nothing, and done again it ends where it would have ended.
/// </summary>
public class No_decision_is_left_half_done
{
    public static MatrixTheoryData<string, string> Plans =>
        new([TestStore.Sqlite, TestStore.Postgres], CrashedShop.Works);

    // F52, and what follows an import
    [Theory, MemberData(nameof(Plans))]
    public void Whatever_stops_anywhere_is_whole_after_the_next(string engine, string work)
    {
        using var shop = new CrashedShop(engine);
        var before = shop.Prepare(work, 0);
        shop.Do(work, 0);
        var done = shop.State(0);
        Assert.NotEqual(before, done);
        // A decision that estimates is one change, and what is estimated another that can be made by itself.
        var decided = "";
        if (work == "estimate")
        {
            shop.Prepare(work, 1);
            shop.Do("reject", 1);
            decided = shop.State(1);
        }
        for (var (first, k) = (shop.Prepared, 0); ; k++)
        {
            var customer = first + k;
            Assert.Equal(before, shop.Prepare(work, customer));
            var isThrough = shop.Stop(FaultPlan.After(k), work, customer);
            var state = shop.State(customer);
            Assert.Contains(state, new[] { before, decided, done });
            if (state == before) shop.Do(work, customer);
            else if (state == decided) shop.Do("holes", customer);
            Assert.Equal(done, shop.State(customer));
            Assert.Equal(Enumerable.Range(1, shop.Numbers.Count), shop.Numbers);
            if (!isThrough) continue;
            Assert.InRange(k, 8, 120);
            return;
        }
    }
}

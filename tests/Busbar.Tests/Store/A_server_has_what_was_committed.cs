using static Busbar.Tests.Store.A_run_stops_at_every_statement;

namespace Busbar.Tests.Store;

/// <summary>A server takes long to copy. There the same database is stopped at again and again: what a stop leaves
/// is what an uninterrupted run commits at some time, and what begins with that is stopped at each statement.
/// </summary>
public class A_server_has_what_was_committed
{
    /// <summary>Those in which money moves; with BUSBAR_EXHAUSTIVE=1 each step has its turn.</summary>
    public static TheoryData<string> Daily => Environment.GetEnvironmentVariable("BUSBAR_EXHAUSTIVE") == "1" ? Steps
        : ["bill", "pay"];

    [Theory, MemberData(nameof(Daily))]
    public void And_goes_on_from_it(string step)
    {
        using var month = new CrashedMonth();
        using var prepared = Before(month, TestStore.Postgres, step);
        var states = Committed(month, prepared, step);
        using (var store = new TestStore(TestStore.Postgres, prepared))
        {
            var (at, stops, isThrough) = (0, 0, false);
            for (var k = 1; !isThrough; stops++)
            {
                isThrough = Stops(month, store, step, new FaultPlan(k, after: false));
                var reached = Reached(store, states, at, $"{step} that stopped before statement {k}");
                (k, at) = reached > at ? (1, reached) : (k + 1, at);
            }
            Assert.Equal(states[^1], states[at]);
            Assert.InRange(stops, 5, 600);
        }
        // A statement that was sent and never answered is undone like the one after it, unless it was a commit.
        for (var (k, isThrough) = (1, false); !isThrough; k++)
        {
            using var store = new TestStore(TestStore.Postgres, prepared);
            isThrough = Stops(month, store, step, new FaultPlan(k, after: true) { IsOfCommits = true });
            Assert.Equal(states[Math.Min(k, states.Count - 1)], Tables.Of(store.Database));
            Assert.True(Stops(month, store, step, new FaultPlan(int.MaxValue, after: false)));
            Assert.Equal(states[^1], Tables.Of(store.Database));
        }
    }
}

using Busbar.Metering;
using Busbar.Store;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Store;

public class Every_past_state_can_be_rebuilt
{
    public static TheoryData<string> Engines => TestStore.Engines;

    private static readonly LocalDateTime Start = new(2026, 1, 31, 22, 0);

    /// <summary>A file of one row, over the end of a month.</summary>
    private sealed record Sent(string Connection, int First, long Version, QualityKind Kind, long[] Values)
    {
        public MeterRow Row => TestStore.Row(1, Connection, Start.PlusMinutes(30 * First), Values, Version, Kind);
    }

    private static readonly Gen<Sent> AnySent =
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 6], Gen.Long[0, 3], Gen.Int[0, 4], Gen.Long[1, 3].Array[1, 5])
            .Select((connection, first, version, kind, values) => new Sent(
                $"house-{connection}", first, version, (QualityKind)kind,
                kind == 0 ? new long[values.Length] : values));

    [Theory, MemberData(nameof(Engines))]
    public void As_known_at_a_receipt_is_what_the_imports_up_to_it_make(string engine)
    {
        TestStore.SkipWithout(engine);
        AnySent.Array[1, 6].Sample(sent =>
        {
            // The third house comes into the book half way; what was sent before waits for it.
            var (few, all) = (Book("house-0", "house-1"), Book("house-0", "house-1", "house-2"));
            var states = new List<string>();
            using var store = new TestStore(engine);
            for (var index = 0; index < sent.Length; index++)
            {
                store.Import($"file {index}", index < sent.Length / 2 ? few : all, sent[index].Row);
                if (index == sent.Length / 2 - 1) Release(store, all);
                states.Add(Say(store, null));
                var latest = store.Database.Receipts(1)[0].Number;
                while (states.Count < latest) states.Insert(states.Count - 1, "");
            }
            return Enumerable.Range(0, states.Count).Where(index => states[index].Length > 0)
                    .All(index => Say(store, index + 1) == states[index])
                && Say(store, 0) == Say(new long[36], new long[36]);
        }, iter: engine == TestStore.Sqlite ? 30 : 10, threads: 1);
    }

    [Fact]
    public void Both_engines_say_the_same()
    {
        using var postgres = new TestStore(TestStore.Postgres);
        using var sqlite = new TestStore(TestStore.Sqlite);
        var book = Book("house-0", "house-1");
        var files = 0;
        AnySent.Array[1, 8].Sample(sent =>
        {
            foreach (var one in sent)
            {
                var name = $"file {++files}";
                foreach (var store in new[] { sqlite, postgres }) store.Import(name, book, one.Row);
            }
            return Enumerable.Range(0, files + 1).All(receipt => Say(sqlite, receipt) == Say(postgres, receipt));
        }, iter: 10, threads: 1);
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_snapshot_does_not_see_what_comes_later(string engine)
    {
        using var store = new TestStore(engine);
        var book = Book("house-0");
        store.Import("a", book, TestStore.Row(1, "house-0", Start, [1]));
        using var snapshot = store.Database.Snapshot();
        store.Import("b", book, TestStore.Row(1, "house-0", Start, [2]));
        Assert.Equal(1, Load(snapshot)[0].Counts[0]);
        using var later = store.Database.Snapshot();
        Assert.Equal(2, Load(later)[0].Counts[0]);
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_suspended_row_keeps_the_rank_of_its_own_receipt(string engine)
    {
        using var store = new TestStore(engine);
        var (none, all) = (Book(), Book("house-0"));
        store.Import("a", none, TestStore.Row(1, "house-0", Start, [1, 1]));
        store.Import("b", none, TestStore.Row(1, "house-0", Start, [2]));
        store.Import("c", all, TestStore.Row(1, "house-0", Start.PlusMinutes(30), [3]));
        Assert.Equal(new RowCounts(2, 0, 0, 0), Release(store, all).Rows);
        using var snapshot = store.Database.Snapshot();
        // b arrived after a, and c after both, whenever they were let in.
        Assert.Equal([2, 3], Load(snapshot)[0].Counts[..2]);
        Assert.Equal([4, 3], Load(snapshot)[0].Receipts[..2]);
    }

    private static Dictionary<string, Connection> Book(params string[] ids) =>
        TestStore.Book([.. ids.Select(id => TestStore.House(id))]);

    private static ReleaseReport Release(TestStore store, IReadOnlyDictionary<string, Connection> book)
    {
        using var change = store.Database.Begin("apply", "book");
        var report = ReadStore.Release(change, book);
        change.Commit();
        return report;
    }

    private static string Say(TestStore store, long? receipt)
    {
        using var snapshot = store.Database.Snapshot(receipt);
        var series = Load(snapshot);
        return Say([.. series.SelectMany(one => one.Counts)], [.. series.SelectMany(one => one.Receipts)]);
    }

    private static string Say(long[] counts, long[] receipts) =>
        string.Join(' ', counts.Zip(receipts, (count, receipt) => $"{count}@{receipt}"));

    private static IReadOnlyList<Series> Load(Snapshot snapshot)
    {
        var from = Start.InUtc().ToInstant();
        return ReadStore.Load(snapshot, [.. Book("house-0", "house-1", "house-2").Values
            .Select(house => new ReadsWanted(house, "import", from, from + Duration.FromHours(6)))]);
    }
}

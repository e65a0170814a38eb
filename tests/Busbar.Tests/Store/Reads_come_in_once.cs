using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Runs;
using Busbar.Store;
using NodaTime;

namespace Busbar.Tests.Store;

public class Reads_come_in_once
{
    public static TheoryData<string> Engines => TestStore.Engines;

    private static readonly LocalDateTime January = new(2026, 1, 10, 0, 0);
    private static readonly Connection House = TestStore.House("house");

    [Theory, MemberData(nameof(Engines))]
    public void What_is_imported_is_loaded(string engine)
    {
        using var store = new TestStore(engine);
        var row = TestStore.Row(1, "house", January, [1_000, 2_000, 3_500]);
        var report = store.Import("a", TestStore.Book(House), row);
        Assert.Equal(new RowCounts(1, 0, 0, 0), report.Rows);
        Assert.Equal(new ReadingCounts(3, 0, 0, 0), report.Readings);
        var span = Assert.Single(report.Changed);
        Assert.Equal(new ChangedSpan("house", "import", At(0), At(3)), span);

        var series = Load(store);
        Assert.Equal([1_000, 2_000, 3_500, 0], series.Counts);
        Assert.Equal([1, 1, 1, 0], series.Receipts);
        Assert.Equal([new Interval(At(3), At(4))], series.Missing());
    }

    [Theory, MemberData(nameof(Engines))]
    public void The_last_month_of_a_channel_is_known(string engine)
    {
        using var store = new TestStore(engine);
        store.Import("a", TestStore.Book(House), TestStore.Row(1, "house", January, [1_000]),
            TestStore.Row(2, "house", January.PlusMonths(2), [1_000]),
            TestStore.Row(3, "house", January.PlusMonths(1), [1_000], channel: "export"));
        using var snapshot = store.Database.Snapshot();
        Assert.Equal(new Dictionary<(string, string), YearMonth>
        {
            [("house", "import")] = new(2026, 3), [("house", "export")] = new(2026, 2),
        }, ReadStore.LastMonths(snapshot, [House, TestStore.House("nobody")]));
    }

    [Theory, MemberData(nameof(Engines))]
    public void The_same_content_again_changes_nothing(string engine)
    {
        using var store = new TestStore(engine);
        var row = TestStore.Row(1, "house", January, [1_000, 2_000]);
        var bad = TestStore.Row(2, "house", January.PlusDays(1), [-5]);
        store.Import("a", TestStore.Book(House), row, bad);
        store.Import("b", TestStore.Book(House), TestStore.Row(1, "house", January, [9_000]));
        var again = store.Import("a", TestStore.Book(House), row, bad);
        Assert.True(again.AlreadyImported);
        Assert.Equal(1, again.Receipt);
        Assert.Equal(0, again.Rows.Total);
        Assert.Equal(2, store.Database.Receipts().Count);
        Assert.Equal([9_000, 2_000, 0, 0], Load(store).Counts);
    }

    // F25 to F27
    [Theory, MemberData(nameof(Engines))]
    public void An_overlap_is_unchanged_and_a_correction_is_a_new_version(string engine)
    {
        using var store = new TestStore(engine);
        var book = TestStore.Book(House);
        store.Import("a", book, TestStore.Row(1, "house", January, [1_000, 2_000], version: 1));
        var overlap = store.Import("b", book, TestStore.Row(1, "house", January, [1_000, 2_000], version: 1));
        Assert.Equal(new RowCounts(0, 1, 0, 0), overlap.Rows);
        Assert.Empty(overlap.Changed);
        var correction = store.Import("c", book, TestStore.Row(1, "house", January, [1_000, 2_500], version: 2));
        Assert.Equal(new ReadingCounts(1, 0, 1, 0), correction.Readings);
        var late = store.Import("d", book, TestStore.Row(7, "house", January, [8_000, 8_000], version: 1));
        Assert.Equal(new RowCounts(0, 0, 0, 1), late.Rows);
        var outranked = Assert.Single(late.Rejected);
        Assert.Equal(("outranked", "d:7: Connection house, channel import, gives only values of a lesser version or "
            + "quality than those known."), (outranked.Reason, Assert.Single(outranked.Examples).ToString()));

        Assert.Equal([1_000, 2_500, 0, 0], Load(store).Counts);
        Assert.Equal([1, 3, 0, 0], Load(store).Receipts);
        Assert.Equal([1_000, 2_000, 0, 0], Load(store, asOf: 2).Counts);
        Assert.Equal([0, 0, 0, 0], Load(store, asOf: 0).Counts);
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_file_that_contradicts_itself_is_refused_and_nothing_is_kept(string engine)
    {
        using var store = new TestStore(engine);
        var refused = Assert.Throws<RefusedException>(() => store.Import("reads.csv", TestStore.Book(House),
            TestStore.Row(3, "house", January, [1_000, 2_000]),
            TestStore.Row(9, "house", January.PlusMinutes(30), [2_001])));
        var fault = Assert.Single(refused.Faults);
        Assert.Equal("conflicting-values", fault.Code);
        Assert.Equal(
            "reads.csv:9: Lines 3 and 9 give connection house, channel import, different values for "
            + "2026-01-10 00:30 UTC+00.",
            fault.ToString().Split('\n')[0]);
        Assert.Empty(store.Database.Receipts());
        Assert.Equal([0, 0, 0, 0], Load(store).Counts);
    }

    // F26
    [Theory, MemberData(nameof(Engines))]
    public void One_that_did_so_before_its_connection_came_waits_for_a_decision(string engine)
    {
        using var store = new TestStore(engine);
        store.Import("reads.csv", TestStore.Book(), TestStore.Row(3, "house", January, [1_000, 2_000_000]),
            TestStore.Row(9, "house", January.PlusMinutes(30), [2_500_000, 3_000]));
        using (var change = store.Database.Begin("apply", "book"))
        {
            var released = ReadStore.Release(change, TestStore.Book(House));
            Assert.Equal(new RowCounts(1, 0, 0, 1), released.Rows);
            Assert.Equal(new ReadingCounts(3, 0, 0, 1), released.Readings);
            var (reason, _, examples) = Assert.Single(released.Rejected);
            Assert.Equal("conflicting-values", reason);
            Assert.Equal("reads.csv:9: Connection house, channel import, has 2.5 kWh at 2026-01-10 00:30 UTC+00, and "
                + "line 3 of the same file has 2 kWh with the same version.\n"
                + "  Give the file that holds a greater version, or decide: busbar quarantine accept, or reject.",
                Assert.Single(examples).ToString());
            change.Commit();
        }
        AssertHeld();
        // No other book decides it, whatever it says of equals.
        foreach (var rule in new[] { OfEquals.Latest, OfEquals.Held })
            using (var change = store.Database.Begin("apply", "book"))
            {
                Assert.Equal(default, ReadStore.Release(change, TestStore.Book(House with { OfEquals = rule })).Rows);
                change.Commit();
            }
        AssertHeld();

        void AssertHeld()
        {
            using var snapshot = store.Database.Snapshot();
            ReadsWanted[] wanted = [new(House, "import", At(0), At(4))];
            var used = Suspecting.WithoutContradicted(snapshot, wanted, ReadStore.Load(snapshot, wanted))[0];
            Assert.Equal([true, false, true, false], used.Qualities.Select(one => one.Kind == QualityKind.Actual));
            Assert.Contains(used.Gaps, gap => gap.Code == "contradicted");
            Assert.Single(QuarantineStore.Rows(snapshot));
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_row_that_waited_is_still_in_its_own_unit(string engine)
    {
        using var store = new TestStore(engine);
        var row = TestStore.Row(4, "house", January, [1_000]) with
        {
            Unit = new Unit("ft3", Dimension.Base("ft3"), 1),
        };
        Assert.Equal(1, store.Import("a", TestStore.Book(), row).Rows.Suspended);
        using var change = store.Database.Begin("apply", "book");
        Assert.Equal("wrong-unit", Assert.Single(ReadStore.Release(change, TestStore.Book(House)).Rejected).Reason);
    }

    // F28
    [Theory, MemberData(nameof(Engines))]
    public void A_row_of_an_unknown_connection_comes_in_with_it(string engine)
    {
        using var store = new TestStore(engine);
        var row = TestStore.Row(4, "house", January, [1_000, 2_000]);
        var report = store.Import("a", TestStore.Book(), row);
        Assert.Equal(new RowCounts(0, 0, 1, 0), report.Rows);
        Assert.Equal(new SuspendedRows("house", "import", 1, 4) { Amount = "0.003 kWh" },
            Assert.Single(report.Suspended));
        Assert.Equal(new RowCounts(0, 1, 0, 0), store.Import("a with another name", TestStore.Book(), row).Rows);

        using (var change = store.Database.Begin("apply", "book"))
        {
            var released = ReadStore.Release(change, TestStore.Book(House));
            Assert.Equal(new RowCounts(1, 0, 0, 0), released.Rows);
            Assert.Equal(3, change.Commit());
        }
        Assert.Equal([1_000, 2_000, 0, 0], Load(store).Counts);
        Assert.Equal([0, 0, 0, 0], Load(store, asOf: 2).Counts);
        using (var change = store.Database.Begin("apply", "book"))
        {
            Assert.Equal(default, ReadStore.Release(change, TestStore.Book(House)).Rows);
            Assert.Null(change.Commit());
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_rejected_row_comes_in_when_the_book_is_corrected(string engine)
    {
        using var store = new TestStore(engine);
        var row = TestStore.Row(4, "house", January, [1_000, 2_000]);
        var wrong = TestStore.Book(TestStore.House("house", minutes: 60));
        var report = store.Import("a", wrong, row);
        Assert.Equal("wrong-interval-length", Assert.Single(report.Rejected).Reason);
        using (var change = store.Database.Begin("apply", "book"))
        {
            Assert.Equal(default, ReadStore.Release(change, wrong).Rows);
            Assert.Equal(new RowCounts(1, 0, 0, 0), ReadStore.Release(change, TestStore.Book(House)).Rows);
            change.Commit();
        }
        Assert.Equal([1_000, 2_000, 0, 0], Load(store).Counts);
    }

    [Theory, MemberData(nameof(Engines))]
    public void Readings_that_do_not_fit_in_memory_are_merged_all_the_same(string engine)
    {
        using var store = new TestStore(engine);
        store.Database.MostPending = 10;
        var rows = Enumerable.Range(0, 40).Select(day => TestStore.Row(
            day + 1, "house", January.PlusDays(day / 2).PlusHours(day % 2 * 4),
            [day + 1, day + 2, day + 3])).ToArray();
        Assert.Equal(new RowCounts(40, 0, 0, 0), store.Import("a", TestStore.Book(House), rows).Rows);
        using var snapshot = store.Database.Snapshot();
        var all = ReadStore.Load(snapshot, new ReadsWanted(House, "import", At(0), At(48 * 20)));
        Assert.Equal(rows.Sum(row => row.Readings.Sum(reading => reading.Micros)), all.Counts.Sum());
        Assert.Equal([0, 0, 0, 0], Load(store, asOf: 0).Counts);
    }

    private static Instant At(int slot) => (January.InUtc() + Duration.FromMinutes(30 * slot)).ToInstant();

    private static Series Load(TestStore store, long? asOf = null)
    {
        using var snapshot = store.Database.Snapshot(asOf);
        return ReadStore.Load(snapshot, new ReadsWanted(House, "import", At(0), At(4)));
    }
}

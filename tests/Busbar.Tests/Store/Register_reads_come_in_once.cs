using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Runs;
using Busbar.Store;
using NodaTime;

namespace Busbar.Tests.Store;

public class Register_reads_come_in_once
{
    public static TheoryData<string> Engines => TestStore.Engines;

    private static readonly LocalDate January = new(2026, 1, 1);

    private static readonly Connection House = TestStore.House("house", minutes: 1440) with
    {
        Meters =
        [
            new("A", January, null, [new("1", "import", 5, 0, Exact.One, Unit.KilowattHour, null)], default),
        ],
    };

    private static readonly Connection WithoutMeters = TestStore.House("house", minutes: 1440);

    private static MeterRow Read(
        int line, LocalDate day, decimal number, QualityKind quality = QualityKind.Actual, long version = 0,
        string meter = "A", string register = "1") => new(line, "house", "", null, null, day.AtMidnight(), null, false,
            version, [new(((Exact)number).ToScaled(6), new(quality))], new(meter, register));

    private static readonly MeterRow First = Read(1, January, 100);
    private static readonly MeterRow Second = Read(2, January.PlusDays(4), 140);

    [Theory, MemberData(nameof(Engines))]
    public void What_is_read_is_loaded_by_the_day(string engine)
    {
        using var store = new TestStore(engine);
        var report = store.Import("a", TestStore.Book(House), First, Second);
        Assert.Equal((new RowCounts(2, 0, 0, 0), new ReadingCounts(2, 0, 0, 0)), (report.Rows, report.Readings));
        Assert.Equal(new ChangedSpan("house", "import", At(0), At(4)), Assert.Single(report.Changed));
        Assert.Equal("10 10 10 10 - -", Load(store));
        Assert.Equal("- - - - - -", Load(store, asOf: 0));
    }

    // F26
    [Theory, MemberData(nameof(Engines))]
    public void Two_of_one_file_that_waited_for_their_connection_are_not_used_until_somebody_decides(string engine)
    {
        using var store = new TestStore(engine);
        store.Import("a", TestStore.Book(), First, Second, Read(3, January.PlusDays(4), 150));
        using (var change = store.Database.Begin("apply", "book"))
        {
            var released = ReadStore.Release(change, TestStore.Book(House));
            Assert.Equal(new RowCounts(2, 0, 0, 1), released.Rows);
            var (reason, _, examples) = Assert.Single(released.Rejected);
            Assert.Equal("conflicting-values", reason);
            Assert.EndsWith("has 150 at 2026-01-05 00:00 UTC+00, and line 2 of the same file has 140 with the same "
                + "version.", Assert.Single(examples).Message, StringComparison.Ordinal);
            change.Commit();
        }
        using var snapshot = store.Database.Snapshot();
        ReadsWanted[] wanted = [new(House, "import", At(0), At(6))];
        Assert.DoesNotContain(Suspecting.WithoutContradicted(snapshot, wanted, ReadStore.Load(snapshot, wanted))[0]
            .Qualities, quality => quality.Kind != QualityKind.Missing);
        Assert.Single(QuarantineStore.Rows(snapshot));
    }

    [Theory, MemberData(nameof(Engines))]
    public void The_same_read_again_is_unchanged(string engine)
    {
        using var store = new TestStore(engine);
        store.Import("a", TestStore.Book(House), First, Second);
        var again = store.Import("b", TestStore.Book(House), First, Read(7, January.PlusDays(4), 140, version: 3));
        Assert.Equal(new RowCounts(0, 2, 0, 0), again.Rows);
        Assert.Empty(again.Changed);
        Assert.True(store.Import("a", TestStore.Book(House), First, Second).AlreadyImported);
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_correction_is_a_version_that_was_not_known_before(string engine)
    {
        using var store = new TestStore(engine);
        var book = TestStore.Book(House);
        store.Import("a", book, First, Second, Read(3, January.PlusDays(6), 160));
        var report = store.Import("b", book, Read(1, January.PlusDays(4), 120, version: 1));
        Assert.Equal(new RowCounts(1, 0, 0, 0), report.Rows);
        Assert.Equal(new ChangedSpan("house", "import", At(0), At(6)), Assert.Single(report.Changed));
        Assert.Equal("5 5 5 5 20 20", Load(store));
        Assert.Equal("10 10 10 10 10 10", Load(store, asOf: 1));
        var late = store.Import("c", book, Read(1, January.PlusDays(4), 130));
        Assert.Equal((new RowCounts(0, 0, 0, 1), "outranked"), (late.Rows, Assert.Single(late.Rejected).Reason));
        Assert.Equal("5 5 5 5 20 20", Load(store));
    }

    [Theory, MemberData(nameof(Engines))]
    public void The_better_quality_holds_in_whatever_order_it_comes(string engine)
    {
        using var store = new TestStore(engine);
        var book = TestStore.Book(House);
        store.Import("a", book, First, Second);
        store.Import("b", book, Read(1, January.PlusDays(4), 180, QualityKind.Estimated));
        Assert.Equal("10 10 10 10 - -", Load(store));
        store.Import("c", book, Read(1, January.PlusDays(4), 0, QualityKind.Missing, version: 1));
        Assert.Equal("- - - - - -", Load(store));
    }

    // F36, when the meter wasn't there
    [Theory, MemberData(nameof(Engines))]
    public void Rows_that_cannot_be_used_are_kept_with_the_reason(string engine)
    {
        using var store = new TestStore(engine);
        var report = store.Import("a.csv", TestStore.Book(House), First, Read(2, January, 1, meter: "B"),
            Read(3, January, 1, register: "2"), Read(4, January.PlusDays(-1), 1), Read(5, January, 1.5m),
            Read(6, January, 100_000), Read(7, January, -1), Read(8, new(2027, 1, 1), 1));
        Assert.Equal(new RowCounts(1, 0, 0, 7), report.Rows);
        Assert.Equal(
            [
                "2 unknown-meter: Connection house, meter B, register 1, isn't in the book.",
                "3 unknown-register: Connection house, meter A, register 2, isn't in the book.",
                "4 meter-not-there: Connection house, meter A, register 1, has a read at 2025-12-31 00:00, when the "
                    + "meter wasn't there.",
                "5 too-many-decimals: Connection house, meter A, register 1, has 1.5 at 2026-01-01 00:00; it has 0 "
                    + "decimals.",
                "6 too-many-digits: Connection house, meter A, register 1, has 100000 at 2026-01-01 00:00; it has 5 "
                    + "digits before the point.",
                "7 below-zero: Connection house, meter A, register 1, has -1 at 2026-01-01 00:00; a register begins "
                    + "at 0.",
                "8 future: Connection house, meter A, register 1, has a read at 2027-01-01 00:00, after the file was "
                    + "received.",
            ],
            report.Rejected.SelectMany(rejected => rejected.Examples).OrderBy(fault => fault.Place.Line)
                .Select(fault => $"{fault.Place.Line} {fault.Code}: {fault.Message}"));
    }

    [Fact]
    public void A_row_that_waits_keeps_what_the_file_says_that_was_counted()
    {
        var row = First with { Counted = new("import", 100, 200, 10), Unit = Unit.KilowattHour };
        foreach (var counted in new[] { row.Counted, new("reactive-export"), null })
        {
            var kept = SuspendedRow.Read(SuspendedRow.Write(row with { Counted = counted }), row.Line);
            Assert.Equal((counted, row.Register, row.Unit!.Symbol, row.Start),
                (kept.Counted, kept.Register, kept.Unit!.Symbol, kept.Start));
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_read_comes_in_with_its_connection_and_with_its_meter(string engine)
    {
        using var store = new TestStore(engine);
        Assert.Equal(new RowCounts(0, 0, 1, 0), store.Import("a", TestStore.Book(), First).Rows);
        Assert.Equal(new RowCounts(0, 0, 0, 1), store.Import("b", TestStore.Book(WithoutMeters), Second).Rows);
        using (var change = store.Database.Begin("apply", "book"))
        {
            Assert.Equal(new RowCounts(2, 0, 0, 0), ReadStore.Release(change, TestStore.Book(House)).Rows);
            change.Commit();
        }
        Assert.Equal("10 10 10 10 - -", Load(store));
        Assert.Equal("- - - - - -", Load(store, asOf: 2));
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_file_that_gives_one_read_two_numbers_is_refused(string engine)
    {
        using var store = new TestStore(engine);
        var refused = Assert.Throws<RefusedException>(() => store.Import(
            "reads.csv", TestStore.Book(House), First, Read(9, January, 101)));
        Assert.Equal("reads.csv:9: Lines 1 and 9 give connection house, meter A, register 1, different values for "
            + "2026-01-01 00:00 UTC+00.", Assert.Single(refused.Faults).ToString().Split('\n')[0]);
        Assert.Equal("- - - - - -", Load(store));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Reads_that_do_not_fit_in_memory_are_merged_all_the_same(string engine)
    {
        using var store = new TestStore(engine);
        store.Database.MostPending = 2;
        var rows = Enumerable.Range(0, 7)
            .Select(day => Read(day + 1, January.PlusDays(day), 100 + day * day)).ToArray();
        var report = store.Import("a", TestStore.Book(House), rows);
        Assert.Equal(new RowCounts(7, 0, 0, 0), report.Rows);
        Assert.Equal(new ChangedSpan("house", "import", At(0), At(6)), Assert.Single(report.Changed));
        Assert.Equal("1 3 5 7 9 11", Load(store));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Readings_of_intervals_are_refused_where_registers_count(string engine)
    {
        using var store = new TestStore(engine);
        var report = store.Import("a", TestStore.Book(House),
            TestStore.Row(1, "house", January.AtMidnight(), [1_000], minutes: null));
        Assert.Equal("read-by-registers", Assert.Single(report.Rejected).Reason);
    }

    [Theory, MemberData(nameof(Engines))]
    public void The_last_month_that_is_known_ends_with_the_last_read(string engine)
    {
        using var store = new TestStore(engine);
        store.Import("a", TestStore.Book(House), First, Read(2, January.PlusMonths(3), 200));
        store.Import("b", TestStore.Book(House),
            Read(1, January.PlusMonths(5), 0, QualityKind.Missing), Read(2, January.PlusMonths(2), 150));
        using var snapshot = store.Database.Snapshot();
        Assert.Equal(new Dictionary<(string, string), YearMonth> { [("house", "import")] = new(2026, 3) },
            ReadStore.LastMonths(snapshot, [House, WithoutMeters]));
    }

    private static Instant At(int day) => January.PlusDays(day).AtMidnight().InUtc().ToInstant();

    private static string Load(TestStore store, long? asOf = null)
    {
        using var snapshot = store.Database.Snapshot(asOf);
        var series = ReadStore.Load(snapshot, new ReadsWanted(House, "import", At(0), At(6)));
        return string.Join(' ', series.Qualities.Select((quality, slot) =>
            quality.Kind == QualityKind.Missing ? "-" : series.ValueOf(slot).ToString()));
    }
}

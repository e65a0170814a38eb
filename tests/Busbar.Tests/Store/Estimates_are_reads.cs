using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Tests.Store;

public class Estimates_are_reads
{
    private static readonly LocalDateTime Start = new(2026, 1, 31, 22, 0);

    private static readonly Quality LikeDay = new(QualityKind.Estimated, 62);

    private static readonly Connection House = TestStore.House("house");

    private static readonly Connection Mill = TestStore.House("mill", minutes: 1440, channels: ["import"]) with
    {
        Meters =
        [
            new("M", new(2026, 1, 1), null,
                [new("1", "import", 5, 0, Exact.One, Unit.KilowattHour, null)], default),
        ],
    };

    public static readonly TheoryData<string> Engines = TestStore.Engines;

    private static long Write(TestStore store, params (Connection, MeterRow)[] rows)
    {
        using var change = store.Database.Begin(EstimateStore.Kind, "2026-01");
        var written = EstimateStore.Write(change, rows);
        change.Commit();
        return written;
    }

    private static MeterRow Row(params long[] micros) => TestStore.Row(0, "house", Start, micros) with
    {
        Readings = [.. micros.Select(count => new Reading(count, LikeDay))],
    };

    private static MeterRow Shown(LocalDate day, long shown, Quality? quality = null) => new(
        1, "mill", "", null, null, day.AtMidnight(), Offset.Zero, false, 0,
        [new(shown * 1_000_000, quality ?? Quality.Actual)], new("M", "1"));

    private static string[] Known(TestStore store, long? receipt = null)
    {
        using var snapshot = store.Database.Snapshot(receipt);
        var start = Start.InUtc().ToInstant();
        var series = ReadStore.Load(snapshot, new ReadsWanted(House, "import", start, start + Duration.FromHours(4)));
        return Said(series);
    }

    private static string[] Said(Series series) =>
        [.. series.Counts.Zip(series.Qualities, (count, quality) => $"{count} {quality}")];

    private static string[] Days(TestStore store, LocalDate to)
    {
        using var snapshot = store.Database.Snapshot();
        var span = new Days(new(2026, 1, 1), to).InstantsIn(Mill.Zone);
        var series = ReadStore.Load(snapshot, new ReadsWanted(Mill, "import", span.Start, span.End));
        return Said(series);
    }

    [Theory, MemberData(nameof(Engines))]
    public void They_are_written_where_there_is_no_value_in_the_version_that_is_known(string engine)
    {
        using var store = new TestStore(engine);
        var book = TestStore.Book(House);
        // Over the end of a month: a value, "none" of version 7, and nothing at all.
        store.Import("a", book, TestStore.Row(1, "house", Start.PlusMinutes(30), [5]),
            TestStore.Row(2, "house", Start.PlusMinutes(90), [0], 7, QualityKind.Missing));
        Assert.Equal(7, Write(store, (House, Row(1, 2, 3, 4, 5, 6, 7, 8))));
        Assert.Equal(["1 E62", "5 A", "3 E62", "4 E62", "5 E62", "6 E62", "7 E62", "8 E62"], Known(store));
        // Before the estimates it was otherwise, and one of version 6 doesn't replace that of version 7.
        Assert.Equal("0 N", Known(store, 1)[0]);
        store.Import("b", book, TestStore.Row(1, "house", Start.PlusMinutes(60), [30, 40], 6));
        Assert.Equal(["30 A", "4 E62"], Known(store)[2..4]);
        store.Import("c", book, TestStore.Row(1, "house", Start.PlusMinutes(90), [41], 7));
        Assert.Equal("41 A", Known(store)[3]);
    }

    [Fact]
    public void Days_that_start_at_another_time_are_told_by_their_dates()
    {
        var house = TestStore.House("gas", minutes: 1440, channels: ["import"]);
        var gas = house with
        {
            Channels = house.Channels.ToDictionary(one => one.Key,
                one => one.Value with { DayStart = new LocalTime(5, 0) }),
        };
        using var store = new TestStore(TestStore.Sqlite);
        var span = new Days(new(2026, 3, 28), new(2026, 3, 30)).InstantsIn(gas.Zone);
        var slots = Series.Empty("", 1440, gas.Zone, Series.ReadingScale, span.Start, span.End);
        Assert.Equal(2, Write(store, (gas, EstimateStore.RowOf(gas, "import", slots.FirstSlot,
            [new(1, LikeDay), new(2, LikeDay)]))));
        using var snapshot = store.Database.Snapshot();
        Assert.Equal(["1 E62", "2 E62"], Said(ReadStore.Load(
            snapshot, new ReadsWanted(gas, "import", span.Start, span.End))));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Twice_is_once(string engine)
    {
        using var store = new TestStore(engine);
        Assert.Equal(2, Write(store, (House, Row(1, 2))));
        Assert.Equal(0, Write(store, (House, Row(3, 4))));
        Assert.Equal(["1 E62", "2 E62"], Known(store)[..2]);
        Assert.Single(store.Database.Receipts());
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_measured_read_takes_back_the_estimates_next_to_it_and_no_others(string engine)
    {
        using var store = new TestStore(engine);
        var book = TestStore.Book(Mill);
        store.Import("a", book, Shown(new(2026, 1, 1), 100),
            Shown(new(2026, 1, 3), 110, new(QualityKind.Estimated, 62)));
        Write(store, (Mill, Shown(new(2026, 1, 5), 130, LikeDay)), (Mill, Shown(new(2026, 1, 9), 202, LikeDay)));
        Assert.Equal(
            ["5 E62", "5 E62", "10 E62", "10 E62", "18 E62", "18 E62", "18 E62", "18 E62"],
            Days(store, new(2026, 1, 9)));
        // It lies between the two; the estimate that came in by a file is somebody's word and stays.
        var taken = store.Import("b", book, Shown(new(2026, 1, 7), 118));
        Assert.Equal(new(1, 0, 0, 0), taken.Rows);
        Assert.Equal(["5 E62", "5 E62", "2 E62", "2 E62", "2 E62", "2 E62"], Days(store, new(2026, 1, 7)));
        Assert.Equal("0 N", Days(store, new(2026, 1, 8))[^1]);
        // A change of the span up to the last of them.
        Assert.Equal(new LocalDate(2026, 1, 9), taken.Changed[^1].To.InZone(Mill.Zone).Date);
    }
}

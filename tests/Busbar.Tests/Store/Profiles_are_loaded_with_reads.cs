using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Store;
using NodaTime;

namespace Busbar.Tests.Store;

public class Profiles_are_loaded_with_reads
{
    public static TheoryData<string> Engines => TestStore.Engines;

    private static readonly DateTimeZone London = DateTimeZoneProviders.Tzdb["Europe/London"];
    private static readonly LocalDate January = new(2026, 1, 1);

    private static readonly Connection House = TestStore.House("house", minutes: 60) with
    {
        Profile = new("house", 60, London, "prices/house.csv"),
        Meters =
        [
            new("A", January, null, [new("1", "import", 5, 0, Exact.One, Unit.KilowattHour, null)], default),
        ],
    };

    private static readonly MeterRow[] Reads = [Read(1, January, 100), Read(2, January.PlusDays(4), 196)];

    private static MeterRow Read(int line, LocalDate day, int number) => new(line, "house", "", null, null,
        day.AtMidnight(), null, false, 0, [new(number * 1_000_000L, Quality.Actual)], new("A", "1"));

    [Theory, MemberData(nameof(Engines))]
    public void What_is_read_is_loaded_by_the_hour(string engine)
    {
        using var store = new TestStore(engine);
        Apply(store, hour => hour % 24 < 12 ? 0 : 3);
        store.Import("a", TestStore.Book(House), Reads);
        // 24 on each of four days, in the twelve hours from noon on.
        Assert.Equal("0 0 2 2", Load(store, 34, 38));
    }

    [Theory, MemberData(nameof(Engines))]
    public void What_a_profile_said_before_stays_known(string engine)
    {
        using var store = new TestStore(engine);
        Apply(store, _ => 1);
        store.Import("a", TestStore.Book(House), Reads);
        Apply(store, hour => hour < 48 ? 3 : 1);
        // 72 of 96 in the first two days: from 69 to 70.5, 72, 72.5 and 73, each rounded.
        Assert.Equal("2 1 1 0", Load(store, 46, 50));
        Assert.Equal("1 1 1 1", Load(store, 46, 50, asOf: 2));
    }

    [Theory, MemberData(nameof(Engines))]
    public void Two_connections_have_the_profile_over_the_days_of_their_own_reads(string engine)
    {
        using var store = new TestStore(engine);
        Apply(store, _ => 1);
        var (other, days) = (House with { Id = "other" }, (January.PlusDays(2), January.PlusDays(3)));
        store.Import("a", TestStore.Book(House, other),
            [.. Reads, Read(3, days.Item1, 0) with { Connection = "other" },
                Read(4, days.Item2, 48) with { Connection = "other" }]);
        using var snapshot = store.Database.Snapshot();
        var series = ReadStore.Load(snapshot, new[] { House, other }
            .Select(one => new ReadsWanted(one, "import", At(60), At(62))).ToList());
        Assert.Equal([1, 1, 2, 2], series.SelectMany(one => one.Counts));
        Assert.Equal([new(At(0), At(96)), new(At(48), At(72))], series.Select(one => one.Profile!.Span));
    }

    private static void Apply(TestStore store, Func<int, int> value)
    {
        using var change = store.Database.Begin("apply", "book");
        PriceStore.Apply(change, "house", "prices/house.csv", 60, London, Enumerable.Range(0, 96)
            .Select(hour => new PricePoint(At(hour), value(hour) * 1_000_000_000L, hour + 2)));
        change.Commit();
    }

    private static Instant At(int hour) => January.AtMidnight().InUtc().ToInstant() + Duration.FromHours(hour);

    private static string Load(TestStore store, int from, int to, long? asOf = null)
    {
        using var snapshot = store.Database.Snapshot(asOf);
        var series = ReadStore.Load(snapshot, new ReadsWanted(House, "import", At(from), At(to)));
        Assert.Empty(series.Gaps);
        return string.Join(' ', series.Counts);
    }
}

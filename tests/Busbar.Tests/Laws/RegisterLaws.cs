using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Store;
using Busbar.Tests.Store;
using Busbar.Time;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>What registers advance, whatever was read when, in whatever zone.</summary>
public class RegisterLaws
{
    private static readonly LocalDate First = new(2026, 3, 20);

    private static readonly string[] Zones = ["Europe/London", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia"];

    private static readonly Calendar Week = CalendarOf();

    /// <summary>Reads in minutes from the first midnight, each with what was counted since the one before.</summary>
    private sealed record Reads(string Zone, int Decimals, bool HasBand, (int Minutes, int Steps)[] All)
    {
        public DateTimeZone In => DateTimeZoneProviders.Tzdb[Zone];

        /// <summary>The total from the first read to each, in steps.</summary>
        public List<(Instant At, long Steps)> Totals()
        {
            var (at, total) = (LocalDay.StartOf(First, In), 0L);
            var totals = new List<(Instant, long)> { (at, total) };
            foreach (var (minutes, steps) in All)
                totals.Add((at += Duration.FromMinutes(minutes), total += steps));
            return totals;
        }

        public Connection Connection(int digits) => TestStore.House("c", Zone, 1440, ["import"]) with
        {
            Meters =
            [
                new("M", First, null, [.. Enumerable.Range(0, HasBand ? 2 : 1).Select(band => new Register(
                    $"{band}", "import", digits, Decimals, Exact.One, Unit.KilowattHour,
                    HasBand ? new(Week, band) : null))], default),
            ],
        };

        /// <summary>What registers of so many digits showed, after a start of their own.</summary>
        public ILookup<RegisterName, RegisterRead> Shown(int digits, long start) => Totals()
            .SelectMany(read => Enumerable.Range(0, HasBand ? 2 : 1).Select(band => (
                Name: new RegisterName("M", $"{band}"),
                Read: new RegisterRead(read.At, (start + read.Steps) % Digits.PowerOfTen(digits + Decimals)
                    * Digits.PowerOfTen(6 - Decimals), new(Quality.Actual, 0, 1)))))
            .ToLookup(read => read.Name, read => read.Read);
    }

    private static readonly Gen<Reads> AnyReads = Gen.Select(
        Gen.Int[0, Zones.Length - 1], Gen.Int[0, 3], Gen.Bool,
        Gen.Select(Gen.Int[1, 20_000], Gen.Int[0, 499]).Array[1, 6])
        .Select((zone, decimals, hasBand, all) => new Reads(Zones[zone], decimals, hasBand, all));

    [Fact]
    public void The_days_between_two_midnights_add_up_whatever_others_are_asked_for() =>
        Gen.Select(AnyReads, Gen.Int[0, 40], Gen.Int[0, 40]).Sample((reads, from, middle) =>
        {
            var (connection, shown) = (reads.Connection(9), reads.Shown(9, 0));
            var days = WholeDays(reads);
            var start = Math.Min(from, days);
            var cut = start + middle % (days - start + 1);
            return Total(connection, shown, start, days)
                == Total(connection, shown, start, cut) + Total(connection, shown, cut, days);
        });

    [Fact]
    public void From_a_read_at_midnight_to_another_the_days_are_the_difference() => AnyReads.Sample(reads =>
    {
        var (connection, days) = (reads.Connection(9), WholeDays(reads));
        var end = LocalDay.StartOf(First.PlusDays(days), reads.In);
        // A last read at the end of the last day, so that both ends are reads.
        var totals = reads.Totals().Where(read => read.At < end).Append((end, 1_000_000)).ToList();
        var shown = totals.Select(read => (Name: new RegisterName("M", "0"), Read: new RegisterRead(
            read.Item1, read.Item2 * Digits.PowerOfTen(6 - reads.Decimals), new(Quality.Actual, 0, 1))))
            .ToLookup(read => read.Name, read => read.Read);
        return Total((reads with { HasBand = false }).Connection(9), shown, 0, days)
            == Exact.FromScaled(1_000_000, reads.Decimals) || days == 0;
    });

    // F35
    [Fact]
    public void A_register_that_passes_nought_bills_like_one_with_more_digits() =>
        Gen.Select(AnyReads, Gen.Long[0, 999]).Sample((reads, start) =>
        {
            // Three digits in all, and never half of their range at once.
            var narrow = reads with { Decimals = Math.Min(reads.Decimals, 2) };
            var (digits, days) = (3 - narrow.Decimals, WholeDays(reads));
            return Values(narrow.Connection(digits), narrow.Shown(digits, start), 0, days)
                .SequenceEqual(Values(narrow.Connection(9), narrow.Shown(9, start), 0, days));
        });

    // F36
    [Fact]
    public void Of_two_meters_each_counts_its_own_and_nothing_is_counted_between_them() => Gen.Select(
        Gen.Int[0, 99_999], Gen.Int[0, 400], Gen.Int[0, 99_999], Gen.Int[0, 400], Gen.Int[1, 9]).Sample(
        (opening, went, next, then, day) =>
        {
            var meter = new Reads(Zones[0], 0, false, []).Connection(5);
            var exchange = First.PlusDays(day);
            var house = meter with
            {
                Meters = [new("A", First, exchange, [meter.Meters[0].Registers[0] with { }], default),
                    new("B", exchange, null, meter.Meters[0].Registers, default)],
            };
            var shown = new[]
                {
                    ("A", 0, opening), ("A", day, opening + went), ("B", day, next), ("B", 10, next + then),
                }.Select(read => (Name: new RegisterName(read.Item1, "0"), Read: new RegisterRead(LocalDay.StartOf(
                    First.PlusDays(read.Item2), house.Zone), read.Item3 % 100_000 * 1_000_000L,
                    new(Quality.Actual, 0, 1)))).ToLookup(read => read.Name, read => read.Read);
            return Total(house, shown, 0, 10) == went + then && Total(house, shown, 0, day) == went;
        });

    // F37
    [Fact]
    public void A_number_below_the_one_before_holds_whatever_it_is() =>
        Gen.Select(Gen.Int[1, 99_999], Gen.Int[0, 99_998]).Where((before, after) => after < before).Sample(
            (before, after) =>
            {
                var house = new Reads(Zones[0], 0, false, []).Connection(5);
                var shown = new[] { (0, before), (5, after) }.Select(read => (Name: new RegisterName("M", "0"),
                    Read: new RegisterRead(LocalDay.StartOf(First.PlusDays(read.Item1), house.Zone),
                        read.Item2 * 1_000_000L, new(Quality.Actual, 0, 1))))
                    .ToLookup(read => read.Name, read => read.Read);
                var span = new Days(First, First.PlusDays(5)).InstantsIn(house.Zone);
                var series = RegisterSeries.Of(house, "import", span.Start, span.End, shown);
                // Only what is less than half of the range can have passed nought.
                var passed = 100_000 + after - before;
                return passed < 50_000
                    ? Enumerable.Range(0, 5).Aggregate(Exact.Zero, (sum, slot) => sum + series.ValueOf(slot)) == passed
                    : series.Gaps.All(gap => gap.Code == "read-below-previous") && !series.IsComplete;
            });

    [Fact]
    public void A_part_that_is_cut_out_is_what_is_loaded_by_itself()
    {
        // On the first four days a register without bands, then one for each band.
        var exchange = First.PlusDays(4);
        var reads = new Reads(Zones[0], 0, true, [(20_000, 300)]);
        var banded = reads.Connection(5).Meters[0];
        var connection = reads.Connection(5) with
        {
            Meters = [new("A", First, exchange, [banded.Registers[0] with { Band = null }], default),
                banded with { From = exchange }],
        };
        var shown = (from read in new[] { ("A", 0, "0"), ("A", 4, "0"), ("M", 4, "0"), ("M", 4, "1"), ("M", 9, "0"),
                ("M", 9, "1") }
            select (Name: new RegisterName(read.Item1, read.Item3), Read: new RegisterRead(LocalDay.StartOf(
                First.PlusDays(read.Item2), reads.In), read.Item2 * 1_000_000L, new(Quality.Actual, 0, 1))))
            .ToLookup(read => read.Name, read => read.Read);
        foreach (var (from, to) in new[] { (0, 4), (2, 4), (2, 6), (5, 9), (9, 9) })
        {
            var (whole, part) = (new Days(First, First.PlusDays(9)).InstantsIn(reads.In),
                new Days(First.PlusDays(from), First.PlusDays(to)).InstantsIn(reads.In));
            Assert.Equal(RegisterSeries.Of(connection, "import", part.Start, part.End, shown).Hash(), RegisterSeries.Of(
                connection, "import", whole.Start, whole.End, shown).Between(part.Start, part.End).Hash());
        }
    }

    [Fact]
    public void Files_in_another_order_give_the_same_days() => Gen.Select(
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 400], Gen.Int[0, 4], Gen.Int[0, 2]).Array[1, 8], Gen.Int[0, int.MaxValue])
        .Sample((reads, seed) =>
        {
            // Files that say the same of themselves are told apart by when they come: each has a version of its own.
            var rows = reads.Select((read, index) => new MeterRow(1, "c", "", null, null,
                First.PlusDays(read.Item1 * 3).AtMidnight(), null, false, read.Item4 * 10 + index,
                [new(read.Item3 == 0 ? 0 : read.Item2 * 1_000_000L, new((QualityKind)read.Item3))],
                new("M", "0"))).ToList();
            return Days(rows) == Days([.. rows.OrderBy(row => (row.Version * 7919 + seed) % 101)]);
        }, iter: 30, threads: 1);

    [Fact]
    public void Every_row_is_accounted_for() => Gen.Select(Gen.Int[0, 4], Gen.Int[0, 9], Gen.Int[0, 6],
        Gen.Int[-1, 120], Gen.Int[0, 4], Gen.Long[0, 1]).Array[1, 16].Sample(reads =>
        {
            using var store = new TestStore(TestStore.Sqlite);
            var book = TestStore.Book(new Reads(Zones[0], 0, false, []).Connection(2));
            foreach (var (file, some) in reads.Chunk(4).Index())
            {
                var rows = some.Select((read, line) => new MeterRow(line + 1, read.Item1 == 0 ? "stranger" : "c", "",
                    null, null, First.PlusDays(read.Item3 - 1).AtMidnight(), null, false, read.Item6,
                    [new(read.Item5 == 0 ? 0 : read.Item4 * 1_000_000L, new((QualityKind)read.Item5))],
                    new(read.Item2 == 1 ? "N" : "M", read.Item2 == 2 ? "7" : "0"))).DistinctBy(row =>
                    (row.Connection, row.Register, row.Start, row.Version)).ToArray();
                var report = store.Import($"{file}", book, rows);
                Assert.Equal(rows.Length, report.Rows.Total);
                Assert.Equal(report.Rows.Rejected, report.Rejected.Sum(one => one.Count));
                Assert.Equal(report.Rows.Suspended, report.Suspended.Sum(one => one.Count));
            }
        }, iter: 25, threads: 1);

    private static string Days(IReadOnlyList<MeterRow> rows)
    {
        using var store = new TestStore(TestStore.Sqlite);
        var house = new Reads(Zones[0], 0, false, []).Connection(5);
        foreach (var (index, row) in rows.Index()) store.Import($"{index}", TestStore.Book(house), row);
        using var snapshot = store.Database.Snapshot();
        var span = new Days(First, First.PlusDays(16)).InstantsIn(house.Zone);
        return Convert.ToHexString(
            ReadStore.Load(snapshot, new ReadsWanted(house, "import", span.Start, span.End)).Hash());
    }

    /// <summary>How many whole days the reads cover.</summary>
    private static int WholeDays(Reads reads)
    {
        var (last, days) = (reads.Totals().Last().At, 0);
        while (LocalDay.StartOf(First.PlusDays(days + 1), reads.In) <= last) days++;
        return days;
    }

    private static Exact Total(
        Connection connection, ILookup<RegisterName, RegisterRead> reads, int from, int to) =>
        Values(connection, reads, from, to).Aggregate(Exact.Zero, (sum, value) => sum + value);

    private static IEnumerable<Exact> Values(
        Connection connection, ILookup<RegisterName, RegisterRead> reads, int from, int to)
    {
        var span = new Days(First.PlusDays(from), First.PlusDays(to)).InstantsIn(connection.Zone);
        var series = RegisterSeries.Of(connection, "import", span.Start, span.End, reads);
        Assert.True(series.IsComplete, string.Join('\n', series.Gaps));
        return Enumerable.Range(0, series.Length).Select(series.ValueOf);
    }

    private static Calendar CalendarOf()
    {
        var faults = new List<Fault>();
        return Calendar.Parse("week", null, null, new Dictionary<string, IReadOnlySet<LocalDate>>(),
            [new("busy", "mon-fri 08:00-20:00", default), new("off", "rest", default)], faults)!;
    }
}

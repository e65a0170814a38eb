using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Runs;
using Busbar.Store;
using Busbar.Tests.Store;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>Laws of files that come in, whatever is in them.</summary>
public class IntakeLaws
{
    private static readonly LocalDateTime Start = new(2026, 1, 31, 20, 0);

    /// <summary>A row: from a half-hour on, values of one version and quality.</summary>
    private sealed record Values(int First, long Version, QualityKind Kind, long[] Of);

    /// <summary>A file of one or two rows, of a connection that the book has or that comes at last.</summary>
    private sealed record Sent(Values[] Rows, bool IsKnown)
    {
        public Sent(int first, long version, QualityKind kind, long[] values, bool isKnown)
            : this([new(first, version, kind, values)], isKnown)
        {
        }
    }

    private static readonly Gen<Values> AnyRow = Gen.Select(Gen.Int[0, 12], Gen.Long[0, 2], Gen.Int[0, 4],
        Gen.Long[-1, 3].Array[1, 8]).Select((first, version, kind, values) => new Values(
            first, version, (QualityKind)kind, kind == 0 ? new long[values.Length] : values));

    private static readonly Gen<Sent[]> AnyFiles = Gen.Select(AnyRow.Array[1, 2], Gen.Int[0, 2],
        (rows, known) => new Sent(rows, known > 0)).Array[1, 6];

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void Every_row_is_accounted_for(string engine) => AnyFiles.Sample(files =>
    {
        using var shop = new Shop(engine);
        foreach (var (i, file) in files.Index())
        {
            if (shop.Take(i, file) is not { } report) continue;
            if (!report.AlreadyImported) Assert.Equal(file.Rows.Length, report.Rows.Total);
            Assert.Equal(report.Rows.Rejected, report.Rejected.Sum(one => one.Count));
            Assert.Equal(report.Rows.Suspended, report.Suspended.Sum(one => one.Count));
        }
    }, iter: Times(25, engine), threads: Threads(engine));

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void Any_order_of_files_ends_in_the_same_state(string engine) => Gen.Select(
        AnyFiles, Gen.Int[0, 719]).Sample((files, order) =>
        {
            using var one = new Shop(engine);
            using var other = new Shop(engine);
            foreach (var (i, file) in files.Index()) one.Take(i, file);
            foreach (var (i, file) in Permuted(files, order)) other.Take(i, file with { Rows = [.. Turned(file, i)] });
            Assert.Equal(one.State(), other.State());
            // A file that contradicts itself is no exception when it is taken before its connection is known.
            one.Release();
            other.Release();
            Assert.Equal(one.State(), other.State());
        }, iter: Times(40, engine), threads: Threads(engine));

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void Any_order_of_files_after_a_decision_ends_in_the_same_state(string engine) => Gen.Select(
        AnyFiles, Gen.Int[0, 719], Gen.Bool).Sample((files, order, isCorrected) =>
        {
            using var one = new Shop(engine);
            using var other = new Shop(engine);
            foreach (var shop in new[] { one, other })
            {
                shop.Take(99, new(0, 1, QualityKind.Actual, [.. Enumerable.Range(0, 20).Select(i => i % 4L)], true));
                shop.Decide(isCorrected ? 7 : null);
            }
            foreach (var (i, file) in files.Index()) one.Take(i, file);
            foreach (var (i, file) in Permuted(files, order)) other.Take(i, file);
            Assert.Equal(one.State(), other.State());
            Assert.Equal([], one.Values().Index().Where(at => at.Item == at.Index % 4).Select(at => at.Index));
        }, iter: Times(40, engine), threads: Threads(engine));

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void A_value_that_was_decided_against_holds_nothing_beside_others_of_its_row(string engine)
    {
        using var one = new Shop(engine);
        using var other = new Shop(engine);
        foreach (var shop in new[] { one, other })
        {
            shop.Take(99, new(0, 1, QualityKind.Actual, [0, 1, 2, 3, 0, 1], true));
            shop.Decide(null);
        }
        Sent first = new(2, 1, QualityKind.Actual, [1, 1, 1], true), second = new(2, 1, QualityKind.Actual, [2, 0,
            0], true);
        one.Take(1, first);
        one.Take(2, second);
        other.Take(2, second);
        other.Take(1, first);
        Assert.Equal(other.State(), one.State());
        Assert.StartsWith("0N 0N 1000000A 0N 1000000A 0N", one.State(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void Any_order_of_register_reads_ends_in_the_same_state(string engine) => Gen.Select(Gen.Select(
            Gen.Int[0, 4], Gen.Long[0, 2], Gen.Int[1, 4], Gen.Int[0, 2]).Array[1, 6], Gen.Int[0, 719]).Sample(
        (reads, order) =>
        {
            using var one = new Shop(engine);
            using var other = new Shop(engine);
            foreach (var (i, read) in reads.Index()) one.Read(i, read.Item1, read.Item2, read.Item3, read.Item4);
            foreach (var (i, read) in Permuted(reads, order))
                other.Read(i, read.Item1, read.Item2, read.Item3, read.Item4);
            Assert.Equal(one.StateOfReads(), other.StateOfReads());
        }, iter: Times(40, engine), threads: Threads(engine));

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void Any_order_of_register_reads_that_waited_ends_in_the_same_state(string engine) => Gen.Select(Gen.Select(
            Gen.Int[0, 4], Gen.Long[0, 2], Gen.Int[1, 4], Gen.Int[0, 2]).Array[1, 3].Array[1, 4], Gen.Int[0, 719])
        .Sample((files, order) =>
        {
            using var one = new Shop(engine);
            using var other = new Shop(engine);
            foreach (var (i, file) in files.Index()) one.ReadEarly(i, file);
            foreach (var (i, file) in Permuted(files, order)) other.ReadEarly(i, [.. file.Reverse()]);
            one.Release();
            other.Release();
            Assert.Equal(one.StateOfReads(), other.StateOfReads());
        }, iter: Times(40, engine), threads: Threads(engine));

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void A_file_again_changes_nothing(string engine) => AnyFiles.Sample(files =>
    {
        using var shop = new Shop(engine);
        foreach (var (i, file) in files.Index()) shop.Take(i, file);
        var before = shop.State();
        foreach (var (i, file) in files.Index())
        {
            if (shop.Take(i, file) is not { } same) continue;
            Assert.True(same.AlreadyImported);
            var again = shop.Take(100 + i, file)!;
            Assert.Equal(0, again.Rows.Accepted + again.Readings.Accepted + again.Rows.Suspended);
        }
        Assert.Equal(before, shop.State());
    }, iter: Times(25, engine), threads: Threads(engine));

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void An_actual_after_an_estimate_equals_an_actual_alone(string engine) => Gen.Select(
        Gen.Long[0, 9].Array[1, 10], Gen.Long[0, 9].Array[1, 10], Gen.Long[0, 2]).Sample((estimated, actual, version) =>
    {
        using var both = new Shop(engine);
        using var alone = new Shop(engine);
        var length = Math.Min(estimated.Length, actual.Length);
        both.Take(0, new(0, version, QualityKind.Estimated, estimated[..length], true));
        both.Take(1, new(0, version, QualityKind.Actual, actual[..length], true));
        alone.Take(1, new(0, version, QualityKind.Actual, actual[..length], true));
        Assert.Equal(alone.State(), both.State());
    }, iter: Times(25, engine), threads: Threads(engine));

    /// <summary>A database on a server takes its time to be made.</summary>
    private static int Times(int times, string engine)
    {
        TestStore.SkipWithout(engine);
        return engine == TestStore.Sqlite ? times : 4;
    }

    private static int Threads(string engine) => engine == TestStore.Sqlite ? -1 : 1;

    /// <summary>The rows of some files the other way round.</summary>
    private static IEnumerable<Values> Turned(Sent file, int index) =>
        index % 2 == 0 ? file.Rows.Reverse() : file.Rows;

    private static IEnumerable<(int Index, T File)> Permuted<T>(IReadOnlyList<T> files, int order)
    {
        var left = files.Index().ToList();
        while (left.Count > 0)
        {
            var at = order % left.Count;
            order /= left.Count;
            yield return left[at];
            left.RemoveAt(at);
        }
    }

    /// <summary>A store with one half-hourly connection, whose equals wait for a decision.</summary>
    private sealed class Shop : IDisposable
    {
        private static readonly Connection House = TestStore.House("house", limit: 1000) with
        {
            OfEquals = OfEquals.Held,
        };

        private static readonly Connection Late = House with { Id = "late" };

        private readonly TestStore _store;

        public Shop(string engine) => _store = new(engine);

        /// <summary>What became of a file; null where it is refused, since it contradicts itself.</summary>
        public ImportReport? Take(int name, Sent file)
        {
            try
            {
                return ReadStore.Import(_store.Database, $"file {name}", file.Rows.Select((row, i) => new MeterRow(
                    i + 1, file.IsKnown ? House.Id : Late.Id, "import", Unit.KilowattHour, 30,
                    Start.PlusMinutes(30 * row.First), Offset.Zero, WholeDay: false, row.Version,
                    [.. row.Of.Select(value => new Reading(value * 1_000_000, new(row.Kind)))])),
                    () => $"{name}", TestStore.Book(House));
            }
            catch (RefusedException refused) when (file.IsKnown && refused.Faults[0].Code == "conflicting-values")
            {
                return null;
            }
        }

        /// <summary>The connections that waited for come into the book.</summary>
        public void Release()
        {
            using var change = _store.Database.Begin("apply", "book");
            ReadStore.Release(change, TestStore.Book(House, Late, HouseOfReads));
            change.Commit();
        }

        /// <summary>A house that is read on some days.</summary>
        private static readonly Connection HouseOfReads = TestStore.House("read", minutes: 1440) with
        {
            OfEquals = OfEquals.Held,
            Meters =
            [
                new("M", Start.Date, null, [new("1", "import", 5, 0, Exact.One, Unit.KilowattHour, null)], default),
            ],
        };

        /// <summary>Some day's read, of a version and quality.</summary>
        public void Read(int name, int day, long version, int kind, int number) => ReadStore.Import(_store.Database,
            $"read {name}", [RowOf(1, (day, version, kind, number))], () => $"read {name}",
            TestStore.Book(HouseOfReads));

        /// <summary>Reads in one file, before their connection is known.</summary>
        public void ReadEarly(int name, (int Day, long Version, int Kind, int Number)[] reads) => ReadStore.Import(
            _store.Database, $"read {name}", reads.Select((read, i) => RowOf(i + 1, read)), () => $"read {name}",
            TestStore.Book());

        private static MeterRow RowOf(int line, (int Day, long Version, int Kind, int Number) read) => new(
            line, "read", "", null, null, Start.Date.PlusDays(read.Day).AtMidnight(), null, WholeDay: false,
            read.Version, [new((read.Day * 10 + read.Number) * 1_000_000L, new((QualityKind)read.Kind))],
            new("M", "1"));

        /// <summary>Decides against all that is known of the first twenty intervals.</summary>
        public void Decide(long? instead)
        {
            using var change = _store.Database.Begin(QuarantineStore.Kind, "all wrong");
            var reading = instead is { } value ? new Reading(value * 1_000_000, new(QualityKind.Substituted))
                : new Reading(0, Quality.Missing);
            QuarantineStore.Write(change, [(House, EstimateStore.RowOf(House, "import", Grid.SlotsOf(
                Start.InUtc().ToInstant(), Start.InUtc().ToInstant(), 30, House.Zone).First,
                [.. Enumerable.Repeat(reading, 20)]))], "all wrong", null, isByRank: false);
            change.Commit();
        }

        /// <summary>The values of the first twenty intervals; none is -9.</summary>
        public IReadOnlyList<long> Values()
        {
            using var snapshot = _store.Database.Snapshot();
            var series = Masked(snapshot, House, Start.InUtc().ToInstant(), 24);
            return [.. Enumerable.Range(0, 20).Select(slot =>
                series.Qualities[slot].Kind == QualityKind.Missing ? -9 : series.Counts[slot] / 1_000_000)];
        }

        public string StateOfReads()
        {
            using var snapshot = _store.Database.Snapshot();
            var series = Masked(snapshot, HouseOfReads, Start.InUtc().ToInstant(), 24 * 7);
            return string.Join(' ', series.Counts.Zip(series.Qualities, (count, quality) => $"{count}{quality}"));
        }

        /// <summary>What bills are made from: nothing of what two equals say otherwise.</summary>
        private static Series Masked(Snapshot snapshot, Connection connection, Instant from, int hours)
        {
            ReadsWanted[] wanted = [new(connection, "import", from, from + Duration.FromHours(hours))];
            return Suspecting.WithoutContradicted(snapshot, wanted, ReadStore.Load(snapshot, wanted))[0];
        }

        public string State()
        {
            using var snapshot = _store.Database.Snapshot();
            return string.Join('\n', new[] { House, Late }.Select(one => Masked(
                    snapshot, one, Start.InUtc().ToInstant(), 24)).Select(series => string.Join(' ',
                        series.Counts.Zip(series.Qualities, (count, quality) => $"{count}{quality}"))))
                + string.Concat(ReadStore.Suspended(snapshot).Select(one => $"\n{one.Connection} {one.Count}"));
        }

        public void Dispose() => _store.Dispose();
    }
}

using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Store;
using Busbar.Tests.Store;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>Laws of files that come in, whatever is in them.</summary>
public class IntakeLaws
{
    private static readonly LocalDateTime Start = new(2026, 1, 31, 20, 0);

    /// <summary>A file: from a half-hour on, values of one version and quality, of a connection that the book has or
    /// hasn't.</summary>
    private sealed record Sent(int First, long Version, QualityKind Kind, long[] Values, bool IsKnown);

    private static readonly Gen<Sent[]> AnyFiles = Gen.Select(Gen.Int[0, 12], Gen.Long[0, 2], Gen.Int[0, 4],
            Gen.Long[-1, 3].Array[1, 8], Gen.Int[0, 4])
        .Select((first, version, kind, values, known) => new Sent(first, version, (QualityKind)kind,
            kind == 0 ? new long[values.Length] : values, known > 0)).Array[1, 6];

    [Fact]
    public void Every_row_is_accounted_for() => AnyFiles.Sample(files =>
    {
        using var shop = new Shop();
        foreach (var (i, file) in files.Index())
        {
            var report = shop.Take(i, file);
            if (!report.AlreadyImported) Assert.Equal(1, report.Rows.Total);
            Assert.Equal(report.Rows.Rejected, report.Rejected.Sum(one => one.Count));
            Assert.Equal(report.Rows.Suspended, report.Suspended.Sum(one => one.Count));
        }
    }, iter: 25);

    [Fact]
    public void Any_order_of_files_ends_in_the_same_state() => Gen.Select(AnyFiles, Gen.Int[0, 719]).Sample(
        (files, order) =>
        {
            // Two files never say the same of one interval with the same version and quality: who is right is then a
            // decision, and not an order.
            var distinct = files.DistinctBy(file => (file.Version, file.Kind)).ToList();
            using var one = new Shop();
            using var other = new Shop();
            foreach (var (i, file) in distinct.Index()) one.Take(i, file);
            foreach (var (i, file) in Permuted(distinct, order)) other.Take(i, file);
            Assert.Equal(one.State(), other.State());
        }, iter: 25);

    [Fact]
    public void A_file_again_changes_nothing() => AnyFiles.Sample(files =>
    {
        using var shop = new Shop();
        foreach (var (i, file) in files.Index()) shop.Take(i, file);
        var before = shop.State();
        foreach (var (i, file) in files.Index())
        {
            Assert.True(shop.Take(i, file).AlreadyImported);
            var again = shop.Take(100 + i, file);
            Assert.Equal(0, again.Rows.Accepted + again.Readings.Accepted + again.Rows.Suspended);
        }
        Assert.Equal(before, shop.State());
    }, iter: 25);

    [Fact]
    public void An_actual_after_an_estimate_equals_an_actual_alone() => Gen.Select(
        Gen.Long[0, 9].Array[1, 10], Gen.Long[0, 9].Array[1, 10], Gen.Long[0, 2]).Sample((estimated, actual, version) =>
    {
        using var both = new Shop();
        using var alone = new Shop();
        var length = Math.Min(estimated.Length, actual.Length);
        both.Take(0, new(0, version, QualityKind.Estimated, estimated[..length], true));
        both.Take(1, new(0, version, QualityKind.Actual, actual[..length], true));
        alone.Take(1, new(0, version, QualityKind.Actual, actual[..length], true));
        Assert.Equal(alone.State(), both.State());
    }, iter: 25);

    private static IEnumerable<(int Index, Sent File)> Permuted(IReadOnlyList<Sent> files, int order)
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

        private readonly TestStore _store = new(TestStore.Sqlite);

        public ImportReport Take(int name, Sent file) => ReadStore.Import(_store.Database, $"file {name}",
            [
                new(1, file.IsKnown ? "house" : "unknown", "import", Unit.KilowattHour, 30,
                    Start.PlusMinutes(30 * file.First), Offset.Zero, WholeDay: false, file.Version,
                    [.. file.Values.Select(value => new Reading(value * 1_000_000, new(file.Kind)))]),
            ], () => $"{name}", TestStore.Book(House));

        public string State()
        {
            using var snapshot = _store.Database.Snapshot();
            var span = Start.InUtc().ToInstant();
            var series = ReadStore.Load(snapshot, new ReadsWanted(
                House, "import", span, span + Duration.FromHours(24)));
            return string.Join(' ', series.Counts.Zip(series.Qualities, (count, quality) => $"{count}{quality}"))
                + string.Concat(ReadStore.Suspended(snapshot).Select(one => $"\n{one.Connection} {one.Count}"));
        }

        public void Dispose() => _store.Dispose();
    }
}

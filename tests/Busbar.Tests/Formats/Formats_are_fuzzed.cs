using System.Diagnostics;
using System.Globalization;

namespace Busbar.Tests.Formats;

/// <summary>
/// Samples of every format damaged from seeds: none crashes, hangs or fills the memory, and nothing is kept of one that
/// is refused. Among the other tests the seeds are the same each time, so that what fails is what was changed;
/// <c>tests/fuzz MINUTES [FORMAT [SEED]]</c> takes ever new ones as long as there is time. A seed that found something
/// becomes a test of what it found.
/// </summary>
[Collection(nameof(Memory_stays_bounded.Alone))]
public class Formats_are_fuzzed
{
    // What one file leaves in caches that are there once is little; what each leaves would soon be more than this.
    private const long MostGrowth = 48 << 20;
    private const int RoundsBetweenCollections = 500;

    private static readonly string[] All = [.. Samples.OfMeterData, .. Samples.OfPrices, .. Samples.OfBanks];

    private static readonly string? Wanted = Environment.GetEnvironmentVariable("BUSBAR_FUZZ_FORMAT");

    private static readonly string[] Chosen = string.IsNullOrEmpty(Wanted) ? All
        : [.. All.Where(one => one.Contains(Wanted, StringComparison.OrdinalIgnoreCase))];

    // Of each minute some seconds go to making databases.
    private const int SecondsOfAMinute = 54;

    private const int UsualRounds = 200;

    private static readonly TimeSpan? Time = Number("BUSBAR_FUZZ_MINUTES") is { } minutes
        ? TimeSpan.FromSeconds(SecondsOfAMinute * minutes) / Math.Max(1, Chosen.Length) : null;

    public static TheoryData<string> Formats() => [.. Chosen];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Nothing_that_comes_in_does_harm(string sample)
    {
        var whole = Samples.Content(sample);
        using var store = Samples.OfMeterData.Contains(sample) ? new FuzzedStore(whole) : null;
        Func<byte[], string?> read = Samples.OfBanks.Contains(sample) ? Outcome.OfBank : Outcome.OfPrices;
        var clock = Stopwatch.StartNew();
        // A seed that is given is that of one round.
        var (given, first) = (Number("BUSBAR_FUZZ_SEED"), Time is null ? 0 : Random.Shared.Next(1 << 30));
        var (rounds, before) = (0, 0L);
        do
        {
            var seed = given ?? first + rounds;
            var damaged = Samples.Damage(whole, new Random(seed));
            if (InTime(() => store is null ? read(damaged) : Wrong(damaged, seed, store)) is { } wrong)
                Assert.Fail($"tests/fuzz 1 \"{sample}\" {seed} shows it again: {wrong}");
            if (rounds++ % RoundsBetweenCollections != RoundsBetweenCollections / 2) continue;
            var held = GC.GetTotalMemory(forceFullCollection: true);
            if (before == 0) before = held;
            Assert.True(held - before < MostGrowth, $"After {rounds} files {held - before} bytes more are held.");
        }
        while (given is null && (Time is { } time ? clock.Elapsed < time : rounds < UsualRounds));
        TestContext.Current.TestOutputHelper?.WriteLine($"{sample}: {rounds} files from seed {given ?? first}.");
    }

    [Fact]
    public void There_is_such_a_format() =>
        Assert.True(Chosen.Length > 0, $"{Wanted} is none of {string.Join(", ", All)}.");

    private static string? Wrong(byte[] damaged, int seed, FuzzedStore store)
    {
        if (Outcome.OfMeterData(damaged, out var isRefused) is { } wrong) return wrong;
        // What is read makes a new database necessary: of such files a few are enough.
        return isRefused || seed % 16 == 0 ? store.Import(damaged) : null;
    }

    /// <summary>What work says; that it doesn't come to an end, where it doesn't.</summary>
    private static string? InTime(Func<string?> work)
    {
        var task = Task.Run(work);
        try
        {
            return task.Wait(2 * Outcome.MostTime, TestContext.Current.CancellationToken) ? task.Result
                : $"it takes more than {2 * Outcome.MostTime}.";
        }
        catch (AggregateException failed)
        {
            return failed.InnerException!.ToString();
        }
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable),
        NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

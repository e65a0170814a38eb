using System.Diagnostics;
using System.Globalization;
using Busbar.Runs;
using Busbar.Store;

namespace Busbar.Benchmarks;

/// <summary>
/// Measures how a large file comes in: a year of five minutes for many connections, into a new SQLite file and, where
/// BUSBAR_TEST_POSTGRES names a server, into a new database there. Says readings a second, and how much memory the
/// process had at its peak beyond what it had before.
/// </summary>
internal static class Intake
{
    private const int SampleMilliseconds = 20;

    /// <summary>How long an import took, and the growth of memory.</summary>
    private readonly record struct Round(TimeSpan Took, long Bytes);

    /// <summary>Runs it.</summary>
    /// <param name="connections">How many connections the file has.</param>
    /// <param name="rounds">How many times it is imported, each into a new database.</param>
    public static void Run(string folder, int connections, int rounds)
    {
        var year = Nem12Year.Write(folder, connections);
        Console.WriteLine($"{connections} connections, {year.Readings} readings, {rounds} rounds; medians");
        Report(year, "SQLite", [.. Enumerable.Range(0, rounds).Select(round =>
            Import(year, Path.Combine(folder, $"year-{round}.db")))]);
        if (Environment.GetEnvironmentVariable("BUSBAR_TEST_POSTGRES") is { } server)
            Report(year, "PostgreSQL", [.. Enumerable.Range(0, rounds).Select(round => OnServer(server, round,
                where => Import(year, where)))]);
    }

    private static Round Import(Nem12Year year, string where)
    {
        using var database = Database.Open(where, TimeProvider.System);
        Applying.Apply(database, CheckedBook.Read(year.Book));
        var before = Settled();
        var peak = before;
        using var sampler = new Timer(_ => peak = Math.Max(peak, Environment.WorkingSet), null, 0, SampleMilliseconds);
        var clock = Stopwatch.StartNew();
        foreach (var file in Importing.Import(database, [year.File], null))
            if (file is not ImportResult.Taken { Report: { Rows: { Rejected: 0, Suspended: 0 } } report }
                || report.Readings.Accepted != year.Readings)
                throw new InvalidOperationException($"{file.File} wasn't taken whole.");
        return new(clock.Elapsed, Math.Max(peak, Environment.WorkingSet) - before);
    }

    /// <summary>The memory of the process when nothing that can be freed is left.</summary>
    private static long Settled()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return Environment.WorkingSet;
    }

    private static Round OnServer(string server, int round, Func<string, Round> work)
    {
        var name = $"busbar_bench_{Environment.ProcessId}_{round}";
        ServerDatabase.Run(server, $"CREATE DATABASE {name}");
        try
        {
            return work($"{server[..server.LastIndexOf('/')]}/{name}");
        }
        finally
        {
            ServerDatabase.Run(server, $"DROP DATABASE {name} WITH (FORCE)");
        }
    }

    private static void Report(Nem12Year year, string engine, IReadOnlyList<Round> rounds)
    {
        var seconds = rounds.Select(round => round.Took.TotalSeconds).Order().ElementAt(rounds.Count / 2);
        var mebibytes = rounds.Select(round => round.Bytes).Order().ElementAt(rounds.Count / 2) / 1024.0 / 1024;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{engine,-10} {seconds:0.0} s, {year.Readings / seconds:0} readings a second, {mebibytes:0} MiB more"));
    }
}

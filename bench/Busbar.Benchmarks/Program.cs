using System.Diagnostics;
using System.Globalization;
using Busbar.Runs;
using Busbar.Store;
using Busbar.Time;
using DuckDB.NET.Data;

namespace Busbar.Benchmarks;

/// <summary>
/// Measures what a user waits for: a month of half-hours imported, bills issued and stored with their explanation; and
/// beside it a rival on the same work. Arguments: how many households (10,000), how many rounds (3). With <c>intake</c>
/// before them: how a year of five minutes comes in, of how many connections (100), how many rounds (3). With
/// <c>documents</c>: how many bills (1,000) are written as PDF. With <c>offers</c>: on how many households (2,000) an
/// offer is tried. <c>portfolio FOLDER SITES STYLE</c> measures nothing: it writes the book of a bill of thousands of
/// lines, for a process of its own.
/// </summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (args is ["portfolio", var where, var sites, var style])
        {
            Portfolio.Write(where, int.Parse(sites, NumberStyles.None, CultureInfo.InvariantCulture), style);
            return 0;
        }
        var (isIntake, isPapers, isOffers) =
            (args is ["intake", ..], args is ["documents", ..], args is ["offers", ..]);
        var numbers = args.Skip(isIntake || isPapers || isOffers ? 1 : 0)
            .Select(arg => int.Parse(arg, NumberStyles.None, CultureInfo.InvariantCulture)).ToList();
        var households = numbers.Count > 0 ? numbers[0] : isIntake ? 100 : isPapers ? 1000 : isOffers ? 2000 : 10_000;
        var rounds = numbers.Count > 1 ? numbers[1] : 3;
        var folder = Directory.CreateTempSubdirectory("busbar-bench-").FullName;
        try
        {
            if (isIntake)
            {
                Intake.Run(folder, households, rounds);
                return 0;
            }
            if (isPapers)
            {
                Papers.Run(folder, households, rounds);
                return 0;
            }
            if (isOffers)
            {
                Offers.Run(folder, households, rounds);
                return 0;
            }
            var street = Street.Write(Path.Combine(folder, "book"), households);
            Console.WriteLine($"{households} households, {street.Readings} readings, {rounds} rounds; medians");
            var (ours, theirs) = (new List<Round>(), new List<Round>());
            for (var round = 0; round < rounds; round++)
            {
                ours.Add(Busbar(street, Path.Combine(folder, $"busbar-{round}.db")));
                theirs.Add(DuckDb(street, Path.Combine(folder, $"duck-{round}.db")));
                if (ours[^1].Cents != theirs[^1].Cents)
                    throw new InvalidOperationException(
                        $"Busbar bills {ours[^1].Cents} cents and DuckDB {theirs[^1].Cents}.");
            }
            Report(street, ours, theirs);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>How long things took, and the sum of all bills, which must be the same for both.</summary>
    private readonly record struct Round(TimeSpan Import, TimeSpan Bill, long Cents);

    private static Round Busbar(Street street, string where)
    {
        using var database = Database.Open(where, TimeProvider.System);
        var book = CheckedBook.Read(street.Folder);
        Applying.Apply(database, book);
        var clock = Stopwatch.StartNew();
        foreach (var file in Importing.Import(database, book.Reads, null))
            if (file is not ImportResult.Taken { Report.Rows: { Rejected: 0, Suspended: 0 } })
                throw new InvalidOperationException($"{file.File} wasn't taken whole.");
        var import = clock.Elapsed;
        clock.Restart();
        var order = new BillOrder(Days.Month(Street.Month), null, IsDraft: false, new(2026, 2, 2));
        var issued = BillRun.Of(database, order, _ => throw new InvalidOperationException("The day is given.")).Run()
            .Count(result => result is BillResult.Made);
        var bill = clock.Elapsed;
        if (issued != street.Households) throw new InvalidOperationException($"Only {issued} bills were issued.");
        return new(import, bill, BillStore.List(database).Sum(one => one.Total));
    }

    private static Round DuckDb(Street street, string where)
    {
        using var connection = new DuckDBConnection($"Data Source={where}");
        connection.Open();
        var clock = Stopwatch.StartNew();
        Rival.Load(connection, street);
        var import = clock.Elapsed;
        clock.Restart();
        var cents = Rival.Bill(connection);
        return new(import, clock.Elapsed, cents);
    }

    private static void Report(Street street, List<Round> ours, List<Round> theirs)
    {
        var (import, bill) = (Median(ours, round => round.Import), Median(ours, round => round.Bill));
        var (load, sum) = (Median(theirs, round => round.Import), Median(theirs, round => round.Bill));
        var millions = import / street.Readings * 1_000_000;
        Say($"import   Busbar {import:0.0} s, {millions:0.00} s a million readings; DuckDB {load:0.0} s");
        Say($"bills    Busbar {bill:0.0} s, {street.Households / bill:0} a second; DuckDB {sum:0.0} s, totals alone");
        Say($"both     Busbar takes {(import + bill) / (load + sum):0.00} times as long as DuckDB");
        using var self = Process.GetCurrentProcess();
        Say($"memory   at most {self.PeakWorkingSet64 / 1024.0 / 1024 / 1024:0.00} GiB, with DuckDB's");
    }

    private static double Median(List<Round> rounds, Func<Round, TimeSpan> what) =>
        rounds.Select(round => what(round).TotalSeconds).Order().ElementAt(rounds.Count / 2);

    private static void Say(FormattableString text) =>
        Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}

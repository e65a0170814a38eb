using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Busbar.Documents.Paper;
using Busbar.Runs;
using Busbar.Store;
using Busbar.Time;

namespace Busbar.Benchmarks;

/// <summary>
/// Measures how documents are made: the bill of each household of a street as a PDF, from the database to the file;
/// and beside it Chromium, which prints the same bills from their HTML. Then one bill of 20,000 lines, with the memory
/// of the process at its peak.
/// </summary>
internal static class Papers
{
    private const int RivalBills = 20;
    private const int ManyLines = 20_000;

    /// <param name="households">How many bills there are.</param>
    /// <param name="rounds">How many times they are written.</param>
    public static void Run(string folder, int households, int rounds)
    {
        var where = Path.Combine(folder, "busbar.db");
        var numbers = Billed(Street.Write(Path.Combine(folder, "book"), households), where);
        Say($"{numbers.Count} bills, {rounds} rounds, {Environment.ProcessorCount} cores; medians");
        var (ours, theirs) = (new List<TimeSpan>(), new List<TimeSpan>());
        var pages = Sheets(where, numbers.Take(RivalBills));
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(Busbar(where, numbers, Directory.CreateDirectory(Path.Combine(folder, $"pdf-{round}")).FullName));
            theirs.Add(Chromium(pages, Directory.CreateDirectory(Path.Combine(folder, $"rival-{round}")).FullName));
        }
        var (own, rival) = (Median(ours) / numbers.Count, Median(theirs) / pages.Count);
        Say($"PDFs     Busbar {own * 1000:0.0} s a thousand, Chromium {rival * 1000:0.0} s a thousand of HTML files");
        Say($"both     Chromium takes {rival / own:0.0} times as long as Busbar");
        Long(pages[0]);
    }

    private static List<string> Billed(Street street, string where)
    {
        using var database = Database.Open(where, TimeProvider.System);
        var book = CheckedBook.Read(street.Folder);
        Applying.Apply(database, book);
        foreach (var file in Importing.Import(database, book.Reads, null))
            if (file is not ImportResult.Taken) throw new InvalidOperationException($"{file.File} wasn't taken.");
        var order = new BillOrder(Days.Month(Street.Month), null, IsDraft: false, new(2026, 2, 2));
        foreach (var result in BillRun.Of(database, order, _ => new(2026, 2, 2)).Run())
            if (result is not BillResult.Made) throw new InvalidOperationException($"{result} is no bill.");
        return [.. BillStore.List(database).Select(bill => bill.Number)];
    }

    private static List<Sheet> Sheets(string where, IEnumerable<string> numbers)
    {
        using var database = Database.Open(where, TimeProvider.System);
        var documenting = new Documenting(database);
        return [.. numbers.Select(number => documenting.Of(number))];
    }

    private static TimeSpan Busbar(string where, List<string> numbers, string folder)
    {
        var clock = Stopwatch.StartNew();
        Parallel.ForEach(Partitioner.Create(0, numbers.Count, Math.Max(1, numbers.Count / Environment.ProcessorCount)),
            part =>
            {
                using var database = Database.Open(where, TimeProvider.System);
                var documenting = new Documenting(database);
                for (var i = part.Item1; i < part.Item2; i++)
                {
                    using var file = File.Create(Path.Combine(folder, $"{numbers[i]}.pdf"));
                    PdfFile.Write(documenting.Of(numbers[i]), file);
                }
            });
        return clock.Elapsed;
    }

    /// <summary>A process for each bill, as many at once as there are cores: a page is printed and the process ends.
    /// </summary>
    private static TimeSpan Chromium(List<Sheet> sheets, string folder)
    {
        foreach (var (index, sheet) in sheets.Index())
        {
            using var file = File.CreateText(Path.Combine(folder, Name(index, "html")));
            HtmlFile.Write(sheet, file);
        }
        var clock = Stopwatch.StartNew();
        Parallel.For(0, sheets.Count, new() { MaxDegreeOfParallelism = Environment.ProcessorCount }, index =>
        {
            string[] args = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-background-networking", "--no-pdf-header-footer",
                $"--user-data-dir={Path.Combine(folder, Name(index, "profile"))}",
                $"--print-to-pdf={Path.Combine(folder, Name(index, "pdf"))}",
                $"file://{Path.Combine(folder, Name(index, "html"))}"];
            using var process = Process.Start(new ProcessStartInfo("chromium", args)
            {
                UseShellExecute = false, RedirectStandardError = true,
            })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (!File.Exists(Path.Combine(folder, Name(index, "pdf"))))
                throw new InvalidOperationException("Chromium printed nothing.");
        });
        return clock.Elapsed;
    }

    /// <summary>A bill whose table of lines goes on and on.</summary>
    private static void Long(Sheet sheet)
    {
        var lines = sheet.FirstPage.Concat(sheet.Parts)
            .SelectMany(part => part is Part.Whole whole ? whole.Parts : [part]).OfType<Part.Table>()
            .MaxBy(table => table.Rows.Count)!;
        var rows = lines.Rows.Where(row => row.Kind == RowKind.Usual).ToList();
        var table = lines with
        {
            Rows = [.. Enumerable.Range(1, ManyLines).Select(line => Numbered(rows[line % rows.Count], line))],
        };
        var clock = Stopwatch.StartNew();
        using var counted = new MemoryStream();
        PdfFile.Write(sheet with { Parts = [table] }, counted);
        using var self = Process.GetCurrentProcess();
        var megabytes = counted.Length / 1024.0 / 1024;
        Say($"long     {ManyLines} lines, {megabytes:0.0} MiB, {clock.Elapsed.TotalSeconds:0.0} s");
        Say($"memory   at most {self.PeakWorkingSet64 / 1024.0 / 1024:0} MiB, of all of this");
    }

    private static TableRow Numbered(TableRow row, int line) => row with
    {
        Cells = [string.Create(CultureInfo.InvariantCulture, $"{line}. {row.Cells[0]}"), .. row.Cells.Skip(1)],
    };

    private static string Name(int index, string ending) =>
        string.Create(CultureInfo.InvariantCulture, $"{index}.{ending}");

    private static double Median(List<TimeSpan> times) =>
        times.Select(time => time.TotalSeconds).Order().ElementAt(times.Count / 2);

    private static void Say(FormattableString text) =>
        Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}

using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Runs;
using Busbar.Store;
using Busbar.Tests.Store;
using NodaTime;

namespace Busbar.Tests.Cli;

/// <summary>What the demo does: a book, a year of readings, twelve bills, one of them opened to the interval.</summary>
public class The_demo_runs
{
    private const string Year = "2011-07-01..2012-07-01";

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void Twelve_bills_of_a_year_of_half_hours(string engine)
    {
        using var busbar = new Busbars(engine);
        var billed = busbar.Run("bill", Busbars.HouseholdSolar, "--period", Year, "--out", busbar.PathOf("bills"));
        Assert.Equal((0, 12), (billed.Code, billed.Lines.Length));
        Assert.Contains("732 rows: 732 accepted", billed.Messages, StringComparison.Ordinal);
        Assert.Contains("12 bills issued, 0 held, 0 billed before.", billed.Messages, StringComparison.Ordinal);
        string[] files = [.. Directory.GetFiles(busbar.PathOf("bills")).Select(path => Path.GetFileName(path)).Order()];
        Assert.Equal([.. Enumerable.Range(1, 12).Select(n => $"SL-2026-{n:00000}")
            .SelectMany(number => new[] { number + ".json", number + ".txt" })], files);
        var again = busbar.Run("bill", Busbars.HouseholdSolar, "--period", Year);
        Assert.Equal(0, again.Code);
        Assert.Empty(again.Results);
        Assert.Contains("nothing has changed", again.Messages, StringComparison.Ordinal);
        Assert.Contains("already imported", again.Messages, StringComparison.Ordinal);
        Assert.Contains("0 bills issued, 0 held, 12 billed before.", again.Messages, StringComparison.Ordinal);
    }

    /// <summary>The totals that the readings' source states.</summary>
    [Fact]
    public void The_readings_are_those_of_their_source()
    {
        using var busbar = new Busbars();
        busbar.Run("apply", Busbars.HouseholdSolar);
        Assert.Equal(0, busbar.Run("import", Path.Combine(Busbars.HouseholdSolar, "reads")).Code);
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        using var snapshot = database.Snapshot();
        var connection = StoredBook.Load(snapshot).Connections["ausgrid-12"];
        string Sum(string channel, LocalDate from, LocalDate to)
        {
            Instant At(LocalDate date) => date.AtMidnight().WithOffset(Offset.FromHours(10)).ToInstant();
            var series = ReadStore.Load(snapshot, new ReadsWanted(connection, channel, At(from), At(to)));
            Assert.True(series.IsComplete);
            // 366 days by a clock without summer time.
            Assert.Equal(from == to.PlusYears(-1) ? 17_568 : 31 * 48, series.Length);
            return Exact.FromScaled(series.Counts.Sum(), Series.ReadingScale).ToString();
        }
        var (july, august, next) = (new LocalDate(2011, 7, 1), new LocalDate(2011, 8, 1), new LocalDate(2012, 7, 1));
        Assert.Equal("11876.738", Sum("consumption", july, next));
        Assert.Equal("2592.808", Sum("generation", july, next));
        Assert.Equal("681.012", Sum("consumption", july, august));
        Assert.Equal("169.66", Sum("generation", july, august));
    }

    [Fact]
    public void Every_line_of_every_bill_opens_to_intervals_that_add_up()
    {
        using var busbar = new Busbars();
        busbar.Run("bill", Busbars.HouseholdSolar, "--period", Year);
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        foreach (var head in BillStore.List(database))
        {
            var bill = Explaining.Find(database, head.Number);
            foreach (var id in ExplanationText.LineIds(bill.Explanation))
            {
                var line = Explaining.Rebuild(database, bill, id);
                var places = line.Leg.Places().Where(place => line.Part.Band is null || place.Band == line.Part.Band);
                var (quantity, amount) = (Exact.Zero, Exact.Zero);
                foreach (var place in places)
                {
                    Assert.Equal(place.Quantity!.Value * place.Price!.Value
                        * (line.Leg.Leg.Charge.Direction == Direction.ToCustomer ? -1 : 1), place.Amount);
                    (quantity, amount) = (quantity + place.Quantity!.Value, amount + place.Amount);
                }
                Assert.Equal((line.Part.Quantity, line.Part.Exact), (quantity, amount));
                Assert.Equal(bill.Document.Lines.Single(one => one.Id == id).Amount, line.Part.Amount.ToString());
            }
        }
    }

    [Fact]
    public void The_program_runs_it_in_a_folder_of_its_own()
    {
        using var busbar = new Busbars();
        var demo = Processes.Run(Processes.StartInfo(busbar.Folder, "demo"));
        Assert.Equal((0, ""), (demo.Code, demo.Code == 0 ? "" : demo.Messages));
        Assert.Contains("  ppa: 4 bills in demo/ppa; go on with --db demo/ppa.db", demo.Messages,
            StringComparison.Ordinal);
        Assert.Contains("They add up exactly", demo.Results, StringComparison.Ordinal);
        // What the README shows of it.
        var shown = Tidy.House.Read("README.md").Split('\n').SkipWhile(line =>
            !line.StartsWith("    Electricity: night is", StringComparison.Ordinal)).Take(2).Select(line => line[4..]);
        Assert.Contains(string.Join('\n', shown), demo.Results, StringComparison.Ordinal);
        // A month of each other sample, with its documents.
        foreach (var book in Directory.GetDirectories(Path.Combine(Tidy.House.Root, "books")).Select(Path.GetFileName)
            .Where(book => book != "household-solar"))
        {
            Assert.NotEmpty(Directory.GetFiles(busbar.PathOf($"demo/{book}"), "*.pdf"));
            Assert.NotEmpty(Directory.GetFiles(busbar.PathOf($"demo/{book}"), "*.html"));
        }
        Assert.True(File.Exists(busbar.PathOf("demo/bills/SL-2026-00012.txt"))
            || Directory.GetFiles(busbar.PathOf("demo/bills")).Length == 48);
    }

    [Fact]
    public void It_removes_its_own_files_and_no_others()
    {
        using var busbar = new Busbars();
        busbar.Write("demo/bills/letter.txt", "mine");
        busbar.Write("demo/bills/SL-1999-00001.txt", "an older demo's");
        busbar.Write("busbar.db", "mine");
        Assert.Equal(0, Processes.Run(Processes.StartInfo(busbar.Folder, "demo")).Code);
        Assert.Equal(49, Directory.GetFiles(busbar.PathOf("demo/bills")).Length);
        Assert.Equal("mine", File.ReadAllText(busbar.PathOf("demo/bills/letter.txt")));
        Assert.Equal("mine", File.ReadAllText(busbar.PathOf("busbar.db")));
        // The usual database is one that was named, where it is named.
        var named = Processes.Run(Processes.StartInfo(busbar.Folder, "demo", "--db", "busbar.db"));
        Assert.Equal(4, named.Code);
        Assert.Equal("mine", File.ReadAllText(busbar.PathOf("busbar.db")));
    }

    [Fact]
    public void A_database_with_the_book_of_another_is_not_for_the_demo()
    {
        using var busbar = new Busbars();
        busbar.Run("apply", Spot.Write(busbar));
        var before = busbar.Run("show");
        var run = Processes.Run(Processes.StartInfo(busbar.Folder, "demo", "--db", busbar.Where));
        Assert.Equal(new Printed(1, "", $"{Path.GetFullPath(busbar.Where)} has the book of Spot Energy, which the "
            + "demo's would replace.\n  Name another database with --db, or a new file.\n"), run);
        Assert.Equal(before, busbar.Run("show"));
        Assert.False(Directory.Exists(busbar.PathOf("demo")));
    }

    [Fact]
    public void A_file_that_stands_in_its_way_is_named()
    {
        using var busbar = new Busbars();
        busbar.Write("demo", "mine");
        var run = Processes.Run(Processes.StartInfo(busbar.Folder, "demo"));
        Assert.Equal((1, ""), (run.Code, run.Results));
        Assert.StartsWith("demo: The demo writes into a folder demo and can't: ", run.Messages,
            StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(busbar.PathOf("demo")));
    }
}

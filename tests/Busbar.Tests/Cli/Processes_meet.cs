using System.Diagnostics;
using System.Globalization;
using Busbar.Store;
using Busbar.Tests.Store;
using NodaTime;

namespace Busbar.Tests.Cli;

/// <summary>Processes that meet: each charge is billed once, by whoever is first, and numbers ascend with their
/// dates.</summary>
public class Processes_meet
{
    private const int Households = 12;

    public static TheoryData<string> Engines => TestStore.Engines;

    // F06: two processes, the same command
    [Theory, MemberData(nameof(Engines))]
    public void The_same_run_that_is_started_twice_is_one(string engine)
    {
        using var busbar = Ready(engine);
        var start = Processes.StartInfo(busbar.Folder, Command(busbar, "2011-07-01..2011-10-01"));
        var both = new Printed[2];
        Parallel.For(0, both.Length, i => both[i] = Processes.Run(start));
        Assert.All(both, one => Assert.True(one.Code == 0, one.Messages));
        Assert.Equal(Households * 3, both.Sum(one => one.Lines.Count(line => line.StartsWith("SL-",
            StringComparison.Ordinal))));
        IsBilledOnce(busbar, Households * 3);
    }

    // F08: stopped anywhere, and woken when another is through or waits for it
    [Theory, MemberData(nameof(Engines))]
    public async Task A_process_that_is_frozen_and_woken_bills_nothing_twice(string engine)
    {
        using var busbar = Ready(engine);
        var start = Processes.StartInfo(busbar.Folder, Command(busbar, "2011-07-01..2011-10-01"));
        foreach (var after in new[] { 250, 400, 550 })
        {
            using var frozen = Process.Start(start)!;
            frozen.OutputDataReceived += (_, _) => { };
            frozen.ErrorDataReceived += (_, _) => { };
            frozen.BeginOutputReadLine();
            frozen.BeginErrorReadLine();
            await Task.Delay(after, TestContext.Current.CancellationToken);
            var ended = frozen.HasExited;
            if (!ended) Signal(frozen, "STOP");
            var other = Task.Run(() => busbar.Run("bill", "--period", "2011-07-01..2011-10-01", "--issued",
                "2011-12-01"), TestContext.Current.CancellationToken);
            await Task.WhenAny(other, Task.Delay(1500, TestContext.Current.CancellationToken));
            if (!ended) Signal(frozen, "CONT");
            await frozen.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal((0, 0), (frozen.ExitCode, (await other).Code));
        }
        IsBilledOnce(busbar, Households * 3);
    }

    // F71: runs of many days at once; whoever is too late is told so
    [Theory, MemberData(nameof(Engines))]
    public void Whoever_issues_when_dates_ascend_with_numbers(string engine)
    {
        using var busbar = Ready(engine);
        Parallel.For(0, Households, i =>
        {
            var run = busbar.Run("bill", "--period", "2011-07", "--account", $"account-{i + 1:000}", "--issued",
                Busbar.Cli.Door.Text(new LocalDate(2011, 12, 25).PlusDays(i * 5 % 12)));
            if (run.Code != 0)
                Assert.Contains("; the next of its series can't be dated 201", run.Messages, StringComparison.Ordinal);
        });
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        foreach (var series in BillStore.List(database).GroupBy(bill => bill.Number[..7]))
        {
            var bills = series.OrderBy(bill => bill.Number, StringComparer.Ordinal).ToList();
            Assert.Equal(bills.Select(bill => bill.IssuedOn).Order(), bills.Select(bill => bill.IssuedOn));
            Assert.All(bills, bill => Assert.Equal(bill.IssuedOn.Year.ToString(CultureInfo.InvariantCulture),
                bill.Number[3..7]));
            Assert.EndsWith($"{bills.Count:00000}", bills[^1].Number, StringComparison.Ordinal);
        }
    }

    // F71: it is the year of the book's zone that counts
    [Fact]
    public void A_year_turns_where_the_book_is()
    {
        using var busbar = Ready(TestStore.Sqlite);
        busbar.Now = Instant.FromUtc(2011, 12, 31, 12, 59);
        Assert.Contains("SL-2011-00001", busbar.Run("bill", "--period", "2011-07", "--account", "account-001").Results,
            StringComparison.Ordinal);
        busbar.Now = Instant.FromUtc(2011, 12, 31, 13, 0);
        Assert.Contains("SL-2012-00001", busbar.Run("bill", "--period", "2011-07", "--account", "account-002").Results,
            StringComparison.Ordinal);
        var back = busbar.Run("bill", "--period", "2011-07", "--account", "account-003", "--issued", "2011-12-30");
        Assert.Contains("SL-2011-00001 was issued on 2011-12-31; the next of its series can't be dated 2011-12-30.",
            back.Messages, StringComparison.Ordinal);
    }

    private static void Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static Busbars Ready(string engine)
    {
        var busbar = new Busbars(engine);
        Assert.Equal(0, busbar.Run("apply", Terrace.Write(busbar, Households)).Code);
        Assert.Equal(0, busbar.Run("import", busbar.PathOf("terrace/reads")).Code);
        return busbar;
    }

    private static string[] Command(Busbars busbar, string period) =>
        ["bill", "--period", period, "--issued", "2011-12-01", "--db", busbar.Where];

    private static void IsBilledOnce(Busbars busbar, int count)
    {
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        var bills = BillStore.List(database);
        Assert.Equal(count, bills.Count);
        Assert.Equal(count, bills.Select(bill => (bill.Account, bill.From)).Distinct().Count());
        foreach (var series in bills.GroupBy(bill => bill.Number[..^5]))
            Assert.Equal(Enumerable.Range(1, series.Count()).Select(number => $"{series.Key}{number:00000}"),
                series.Select(bill => bill.Number).Order(StringComparer.Ordinal));
    }
}

using Busbar.Tests.Cli;
using Busbar.Tests.Tidy;

namespace Busbar.Tests.Commissions;

/// <summary>What is settled as of a day is of the bills that stood at its end, and of what was paid by then.</summary>
public sealed class A_day_is_settled_as_it_was : IDisposable
{
    private readonly Busbars _busbar = new();

    public A_day_is_settled_as_it_was()
    {
        var book = _busbar.CopyOfBook(from: Path.Combine(House.Root, "books/brokers"));
        Run($"bill {book} --period 2026-01 --issued 2026-02-03");
        // The laundry pays its broker as it pays: 5,479.7 kWh at 1.2 p.
        _busbar.Write("bank.csv", "date,amount,reference,name,id\n2026-02-20,1731.98,NB-2026-00005,LAUNDRY,N-1\n");
        Run("pay import bank.csv");
        var reads = Path.Combine(book, "reads/2026-01.csv");
        File.WriteAllLines(reads, File.ReadAllLines(reads).Where(row => !row.Contains("1012345678961",
            StringComparison.Ordinal) || row.Contains("2026-01-02", StringComparison.Ordinal)).Select((row, i) =>
                i == 0 ? row + ",version" : row.Contains("1012345678961", StringComparison.Ordinal)
                    ? string.Join(',', row.Split(',').Select((cell, at) => at == 3 ? "1000" : cell)) + ",2"
                        : row + ","));
        Run($"import {reads}");
        Run("rebill NB-2026-00006 --issued 2026-02-25");
    }

    public void Dispose() => _busbar.Dispose();

    [Fact]
    public void A_payment_after_the_day_doesnt_count()
    {
        Assert.DoesNotContain("laundry", Draft("2026-02-19"), StringComparison.Ordinal);
        Assert.Contains("due,laundry,acme,NB-2026-00005,earned - paid,,,65.76", Draft("2026-02-20"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_bill_that_was_taken_back_after_the_day_stands_on_it()
    {
        Assert.Contains("earned,mill,,NB-2026-00006,Unit uplift,12113.8,kWh,121.14", Draft("2026-02-24"),
            StringComparison.Ordinal);
        var after = Draft("2026-02-25");
        Assert.DoesNotContain("NB-2026-00006", after, StringComparison.Ordinal);
        Assert.Contains("earned,mill,,NB-2026-00007,Unit uplift,", after, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_settled_on_a_day_to_come_but_a_draft()
    {
        var run = _busbar.RunLine("commission settle --on 2099-01-01");
        Assert.Equal(1, run.Code);
        Assert.Contains("Nothing is posted on 2099-01-01: today is", run.Messages, StringComparison.Ordinal);
        Assert.Contains("earned,laundry", Draft("2099-01-01"), StringComparison.Ordinal);
        Assert.DoesNotContain("C-0", Run("commission feed"), StringComparison.Ordinal);
        Run("commission settle --on 2026-02-25");
        Assert.Contains("draft", Run("commission invoice acme --issued 2099-01-01 --draft"), StringComparison.Ordinal);
    }

    private string Draft(string day) => Run($"commission settle --on {day} --draft --format csv");

    private string Run(string line)
    {
        var run = _busbar.RunLine(line);
        Assert.True(run.Code == 0, $"{line}: {run.Messages}{run.Results}");
        return run.Results;
    }
}

using System.Text.Json;
using Busbar.Quantities;

namespace Busbar.Tests.Cli;

/// <summary>What a compensation platform makes of the feed of commissions is what the ledger says.</summary>
public sealed class The_feed_is_replayed : IDisposable
{
    private readonly Busbars _busbar = new();

    public void Dispose() => _busbar.Dispose();

    [Theory]
    [InlineData("feed --after x", 2, "--after x is no sequence number of the feed, from 0 on.")]
    [InlineData("feed --after -1", 2, "--after -1 is no sequence number of the feed, from 0 on.")]
    [InlineData("forecast --on 2026-05-01 --until 2026-05-01", 1,
        "Nothing is foreseen from 2026-05-01 up to 2026-05-01.")]
    public void What_can_not_be_asked_is_said(string command, int code, string message)
    {
        Run($"apply {Path.Combine(Tidy.House.Root, "books/brokers")}");
        var run = _busbar.RunLine("commission " + command);
        Assert.Equal((code, ""), (run.Code, run.Results));
        Assert.StartsWith(message, run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void Taken_in_parts_and_twice_it_comes_to_the_ledgers_balances()
    {
        var book = _busbar.CopyOfBook(from: Path.Combine(Tidy.House.Root, "books/brokers"));
        var parts = new List<string>();
        var known = new Dictionary<string, (string Payee, Exact Amount)>(StringComparer.Ordinal);
        void Take()
        {
            // What is known is asked for by the last number; the last part comes twice, as when an answer was lost.
            var after = parts.Count == 0 ? "0" : Field(parts[^1], "sequence");
            var own = Run($"commission feed --after {after}");
            foreach (var line in own.Concat(own).Where(line => Field(line, "kind") is "due" or "invoiced"))
                known[Field(line, "id")] = (Field(line, "payee"), Field(line, "kind") == "due"
                    ? Number(Field(line, "amount")) : Exact.Zero - Number(Field(line, "amount")));
            parts.AddRange(own);
            var balance = Run("ledger balance --format csv").Single(row =>
                row.StartsWith("2090,", StringComparison.Ordinal)).Split(',');
            Assert.Equal(-Number(balance[^1]), Sum(known.Values.Select(one => one.Amount)));
        }
        Run($"bill {book} --period 2026-01 --issued 2026-02-03");
        Run("commission settle --on 2026-02-03");
        Take();
        // What is invoiced is told by rows of its own, each of what it was that came on the invoice.
        var due = parts.Where(line => Field(line, "kind") == "due").ToList();
        Run("commission invoice acme --issued 2026-02-10");
        Take();
        var invoiced = parts.Where(line => Field(line, "kind") == "invoiced").ToList();
        Assert.Equal(due.Where(line => Field(line, "payee") == "acme").Select(line => Field(line, "id")),
            invoiced.Select(line => Field(line, "of")));
        Assert.All(invoiced, line => Assert.Equal("NBS-2026-00001", Field(line, "invoice")));
        Assert.All(due, line => Assert.Empty(Field(line, "invoice")));
        Run("bill --period 2026-02 --issued 2026-03-03");
        Run("commission settle --on 2026-03-03");
        Take();
        // A bill is taken back and made again otherwise, and so is what is earned from it.
        var (reads, before) = (Path.Combine(book, "reads/2026-02.csv"), parts.Count);
        File.WriteAllLines(reads, File.ReadAllLines(reads).Take(2).Zip([",version", ",2"], (row, more) =>
            row.Replace(",159.6,", ",169.6,", StringComparison.Ordinal) + more));
        Run($"import {reads}");
        Run("rebill NB-2026-00012 --issued 2026-03-04");
        Run("commission settle --on 2026-03-04");
        Take();
        Assert.Contains("Commissions were settled on 2026-03-04", _busbar.Run("commission", "settle", "--on",
            "2026-02-03").Messages, StringComparison.Ordinal);
        Assert.True(parts.Count > before, "The correction changes no commission.");
        Run("commission invoice --issued 2026-03-05");
        Take();
        Assert.Equal(parts, Run("commission feed"));
        Assert.Equal(Enumerable.Range(1, parts.Count).Select(i => $"{i}"), parts.Select(line =>
            Field(line, "sequence")));
        Assert.Equal(parts.Count, parts.Select(line => Field(line, "id")).Distinct().Count());
        foreach (var of in known.Values.GroupBy(one => one.Payee))
            Assert.Equal(Sum(of.Select(one => one.Amount)), Sum(Run($"commission feed --payee {of.Key}")
                .Select(line => Field(line, "kind") == "due" ? Number(Field(line, "amount"))
                    : Exact.Zero - Number(Field(line, "amount")))));
    }

    private string[] Run(string line)
    {
        var run = _busbar.RunLine(line);
        Assert.True(run.Code == 0, $"{line}: {run.Messages}{run.Results}");
        return run.Lines;
    }

    private static Exact Number(string text) => Exact.TryParse(text, out var number, out _) ? number
        : throw new ArgumentException(text);

    private static Exact Sum(IEnumerable<Exact> amounts) => amounts.Aggregate(Exact.Zero, (sum, one) => sum + one);

    private static string Field(string line, string name) =>
        JsonDocument.Parse(line).RootElement.TryGetProperty(name, out var value) ? value.GetString()! : "";
}

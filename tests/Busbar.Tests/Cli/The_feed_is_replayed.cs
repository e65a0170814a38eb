using System.Text.Json;
using Busbar.Quantities;

namespace Busbar.Tests.Cli;

/// <summary>What a compensation platform makes of the feed of commissions is what the ledger says.</summary>
public sealed class The_feed_is_replayed : IDisposable
{
    private readonly Busbars _busbar = new();

    public void Dispose() => _busbar.Dispose();

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
            foreach (var line in own.Concat(own).Where(line => Field(line, "kind") == "due"))
                known[Field(line, "id")] = (Field(line, "payee"), Number(Field(line, "amount")));
            parts.AddRange(own);
            var due = Run("ledger balance --format csv").Single(row =>
                row.StartsWith("2090,", StringComparison.Ordinal)).Split(',');
            Assert.Equal(-Number(due[^1]), Sum(known.Values.Select(one => one.Amount)));
        }
        Run($"bill {book} --period 2026-01 --issued 2026-02-03");
        Run("commission settle --on 2026-02-03");
        Take();
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
        Assert.Equal(parts, Run("commission feed"));
        Assert.Equal(parts.Count, parts.Select(line => Field(line, "id")).Distinct().Count());
        foreach (var of in known.Values.GroupBy(one => one.Payee))
            Assert.Equal(Sum(of.Select(one => one.Amount)), Sum(Run($"commission feed --payee {of.Key}")
                .Where(line => Field(line, "kind") == "due").Select(line => Number(Field(line, "amount")))));
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

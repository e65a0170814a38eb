using System.Text.Json;

namespace Busbar.Tests.Cli;

/// <summary>What is wrong with the prices of a book is said by check, and what they change is said by apply.</summary>
public class Prices_are_looked_at_before_they_are_taken
{
    // F43
    [Theory]
    [InlineData("2026-01-31T21:00Z,50\n2026-01-31T22:00+01:00,60",
        "prices/spot.csv:3: Lines 2 and 3 give spot different prices for 2026-01-31 21:00 UTC+00.")]
    [InlineData("2026-01-31T21:30Z,50",
        "prices/spot.csv:2: spot has intervals of 60 minutes, and none starts at 2026-01-31 21:30 UTC+00 by the clock "
        + "of UTC.")]
    [InlineData("9999-12-31T23:30:00-05:00,50",
        "prices/spot.csv:2:1: The start 9999-12-31T23:30:00-05:00 isn't a date and time.\n"
        + "  Write 2026-01-31T23:30 with Z, with an offset such as +10:00, or with neither for local time.")]
    public void A_row_that_cannot_be_taken(string rows, string said)
    {
        using var busbar = new Busbars();
        var book = Spot.Write(busbar, "start,value\n" + rows + "\n");
        foreach (var verb in new[] { "check", "apply" })
            Assert.Equal(new Printed(1, "", said + "\n"), busbar.Run(verb, book));
    }

    [Theory]
    [InlineData("../outside.csv")]
    [InlineData("/etc/passwd")]
    [InlineData("prices/sopt.csv")]
    [InlineData("reads/r.csv")]
    public void A_series_is_a_file_among_the_prices_of_its_book(string file)
    {
        using var busbar = new Busbars();
        busbar.Write("outside.csv", Spot.Prices);
        var run = busbar.Run("check", Spot.Write(busbar, file: file));
        Assert.Equal(1, run.Code);
        Assert.Equal(file == "prices/sopt.csv" ? "Did you mean prices/spot.csv?"
            : "Files of prices stand in the book's folder prices: file: prices/day-ahead.csv.",
            run.Messages.Split('\n')[1].Trim());
        Assert.StartsWith($"book.yaml:4:11: The book has no file {file}, which series spot names.\n", run.Messages,
            StringComparison.Ordinal);
        Assert.Contains("prices/spot.csv: No series of the book names prices/spot.csv: its prices would never be used.",
            run.Messages, StringComparison.Ordinal);
    }

    // F43
    [Fact]
    public void A_blank_cell_of_the_column_that_the_book_names_holds_the_bill_and_is_named()
    {
        using var busbar = new Busbars();
        var prices = "date,hour,price,volume\n" + string.Concat(Enumerable.Range(0, 24).Select(hour =>
            $"31.01.2026,{hour},{(hour is 5 or 6 ? "" : "50.004")},n/a\n"));
        var book = Spot.Write(busbar, prices, "prices/spot.csv, column: price, decimals: 2");
        var run = busbar.Run("bill", book, "--period", "2026-01");
        Assert.Equal(3, run.Code);
        Assert.Contains("The series spot has no value in 2 intervals: 2026-01-31 05:00 to 2026-01-31 07:00.",
            run.Messages, StringComparison.Ordinal);
        Spot.Write(busbar, prices.Replace(",,", ",50,", StringComparison.Ordinal),
            "prices/spot.csv, column: price, decimals: 2");
        Assert.Equal(0, busbar.Run("bill", book, "--period", "2026-01").Code);
        Spot.Write(busbar, prices, "prices/spot.csv, column: volume");
        Assert.StartsWith("prices/spot.csv:2:21: The value n/a is not a number.", busbar.Run("check", book).Messages,
            StringComparison.Ordinal);
    }

    // F44
    [Fact]
    public void A_bill_that_rests_on_other_prices_is_named()
    {
        using var busbar = new Busbars();
        var book = Spot.Write(busbar, Spot.Day());
        Assert.Equal(0, busbar.Run("bill", book, "--period", "2026-01").Code);
        Assert.Equal(book + ": nothing has changed.\n", busbar.Run("apply", book).Results);
        Spot.Write(busbar, Spot.Day(5, 51));
        Assert.EndsWith("1 price.\n  1 issued bill rested on other prices or readings and would come out otherwise "
            + "now: 1 (the same total).\n  To make it again: busbar rebill 1\n",
            busbar.Run("apply", book).Results, StringComparison.Ordinal);
        Spot.Write(busbar, Spot.Day(5, 52));
        using var applied = JsonDocument.Parse(busbar.Run("apply", book, "--json").Results);
        Assert.Equal("1", Assert.Single(applied.RootElement.GetProperty("concerned_bills").EnumerateArray())
            .GetProperty("number").GetString());
        // A price outside of what the bill was made from concerns nobody.
        Spot.Write(busbar, Spot.Day(5, 52) + "2026-03-01T00:00Z,1\n");
        Assert.DoesNotContain("issued bill", busbar.Run("apply", book).Results, StringComparison.Ordinal);
        // What it was is what it rested on.
        Spot.Write(busbar, Spot.Day());
        Assert.DoesNotContain("issued bill", busbar.Run("apply", book).Results, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_may_not_be_read_is_refused()
    {
        Assert.SkipWhen(
            OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "This user, root, may read every file.");
        using var busbar = new Busbars();
        var book = Spot.Write(busbar);
        SetMode(Path.Combine(book, "prices/spot.csv"), UnixFileMode.None);
        Assert.StartsWith("prices/spot.csv: The file can't be opened", busbar.Run("check", book).Messages,
            StringComparison.Ordinal);
        SetMode(Path.Combine(book, "reads"), UnixFileMode.None);
        var run = busbar.Run("import", Path.Combine(book, "reads"), busbar.Write("none.csv", ""));
        SetMode(Path.Combine(book, "reads"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Equal(1, run.Code);
        Assert.Contains("The folder can't be read", run.Messages, StringComparison.Ordinal);
        Assert.Contains("none.csv", run.Messages, StringComparison.Ordinal);
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
    }
}

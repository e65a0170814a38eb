using static Busbar.Tests.Cli.DailyHouse;

namespace Busbar.Tests.Cli;

/// <summary>The rules that each channel has without being asked, where a book leaves one out or bends it.</summary>
public class Standing_rules_are_declared
{
    private static string Rejected(string checks, params string[] days)
    {
        using var busbar = With(checks: checks);
        var said = Days(busbar, "days.csv", days).Results;
        return string.Join(' ', said.Split('\n').Where(line => line.Contains(" rejected (", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf('(', StringComparison.Ordinal) + 1)..^2]));
    }

    [Theory]
    [InlineData("", "2026-01-01 -1", "negative-import")]
    [InlineData("import: negative-import", "2026-01-01 -1", "negative-import")]
    [InlineData("import: no negative-import", "2026-01-01 -1", "")]
    [InlineData("default: [no negative-import, zeros 7 days]", "2026-01-01 -1", "")]
    [InlineData("import: no negative-import", "2026-01-01 4294967.295", "error-code")]
    [InlineData("import: [no error-code, no above-limit]", "2026-01-01 4294967.295", "")]
    [InlineData("", "2026-01-01 251", "above-limit")]
    [InlineData("import: above-limit 120 %", "2026-01-01 300", "")]
    [InlineData("import: above-limit 120 %", "2026-01-01 301", "above-limit")]
    [InlineData("import: above-limit 50%", "2026-01-01 126", "above-limit")]
    [InlineData("import: no above-limit", "2026-01-01 99999", "")]
    [InlineData("", "2026-11-01 1", "future")]
    [InlineData("import: future 12 hours", "2026-11-01 1", "")]
    [InlineData("import: future 11 hours", "2026-11-01 1", "future")]
    public void Rows_are_judged_by_them(string checks, string day, string rejected) =>
        Assert.Equal(rejected, Rejected(checks, day));

    [Fact]
    public void A_bent_limit_says_so()
    {
        using var busbar = With(checks: "import: above-limit 120 %");
        Assert.Contains("has 301 kWh at 2026-01-01 00:00; its limit of 10 kW, taken at 120 %, allows no more than "
            + "300 kWh.",
            Days(busbar, "days.csv", "2026-01-01 301").Results, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_is_left_out_lets_in_what_waited_for_it()
    {
        using var busbar = With();
        Assert.Equal(3, Days(busbar, "days.csv", "2026-01-01 -1").Code);
        var book = busbar.PathOf("book/book.yaml");
        File.WriteAllText(book, File.ReadAllText(book).Replace("import: gap", "import: no negative-import",
            StringComparison.Ordinal));
        busbar.Run("apply", busbar.PathOf("book"));
        Assert.Equal("Nothing waits for a decision.\n", busbar.Run("quarantine").Messages);
    }

    // F35, F37
    [Theory]
    [InlineData("", "reads 50 on 2026-02-01, below 100 on 2026-01-01, and can't have passed nought between them")]
    [InlineData("import: read-below-previous 100 %", "")]
    [InlineData("import: no read-below-previous", "")]
    public void A_number_below_the_one_before_has_passed_nought_or_hasnt(string checks, string said)
    {
        using var busbar = With(checks: checks, limit: "");
        Reads(busbar, "reads.csv", "2026-01-01 100", "2026-02-01 50");
        var held = busbar.Run("bill", "--period", "2026-01", "--account", "bob", "--draft");
        if (said.Length > 0) Assert.Contains(said, held.Messages, StringComparison.Ordinal);
        else Assert.Contains("99950.00", held.Results, StringComparison.Ordinal);
    }

    [Fact]
    public void Less_of_the_range_is_already_too_much()
    {
        using var busbar = With(checks: "import: read-below-previous 20 %", limit: "");
        Reads(busbar, "reads.csv", "2026-01-01 90000", "2026-02-01 15000");
        Assert.Contains("below 90000 on 2026-01-01, and can't have passed nought between them",
            busbar.Run("bill", "--period", "2026-01", "--account", "bob", "--draft").Messages,
            StringComparison.Ordinal);
    }

    // F42
    [Fact]
    public void Holes_are_named_when_a_file_leaves_or_makes_them()
    {
        using var busbar = With();
        Assert.Equal("", After(busbar, Days(busbar, "one.csv", "2026-01-01 1", "2026-01-02 1")));
        Assert.Equal("  1 hole between known readings (gap), 40 readings missing:\n    Connection c1, channel "
            + "import, 40 "
            + "from 2026-01-03 00:00 UTC+00 to 2026-02-12 00:00 UTC+00.",
            After(busbar, Days(busbar, "two.csv", "2026-02-12 1", "2026-02-13 1")));
        // It fills some of it, and leaves two.
        Assert.Equal("  2 holes between known readings (gap), 39 readings missing:\n    Connection c1, channel "
            + "import, 7 "
            + "from 2026-01-03 00:00 UTC+00 to 2026-01-10 00:00 UTC+00.\n    Connection c1, channel import, 32 from "
            + "2026-01-11 00:00 UTC+00 to 2026-02-12 00:00 UTC+00.",
            After(busbar, Days(busbar, "three.csv", "2026-01-10 1")));
        // What it doesn't touch was said before.
        Assert.Equal("", After(busbar, Days(busbar, "four.csv", "2026-02-14 1")));
        // Over months of which nothing is known.
        Assert.Equal("  1 hole between known readings (gap), 106 readings missing:\n    Connection c1, channel "
            + "import, 106 "
            + "from 2026-02-15 00:00 UTC+00 to 2026-06-01 00:00 UTC+01.",
            After(busbar, Days(busbar, "five.csv", "2026-06-01 1")));
    }

    [Theory]
    [InlineData("import: no gap", "")]
    [InlineData("import: gap 3 days", "")]
    [InlineData("import: gap 2 days", "1 hole between known readings (gap), 2 readings missing:")]
    [InlineData("import: gap", "1 hole between known readings (gap), 2 readings missing:")]
    public void Those_that_a_book_asks_for(string checks, string said)
    {
        using var busbar = With(checks: checks);
        var after = After(busbar, Days(busbar, "one.csv", "2026-01-01 1", "2026-01-04 1"));
        Assert.Equal(said, after.Split('\n')[0].Trim());
    }

    [Theory]
    [InlineData("no future", ", and future can't be left out: what isn't over can't have been measured. future 15 "
        + "minutes "
        + "lets a clock go ahead.")]
    [InlineData("no wrong-interval-count", ", and wrong-interval-count can't be left out: the values of a day "
        + "have their "
        + "places only where there is one for each interval. A file that gives each value its time has no such rule.")]
    [InlineData("no gaps", ", and gaps is no rule that can be left out.\n  Did you mean gap?")]
    [InlineData("no spike", ", and spike is no rule that can be left out.\n  Such are error-code, above-limit, "
        + "negative-import, read-below-previous, gap.")]
    [InlineData("no", "; expected no negative-import.")]
    [InlineData("above-limit 120", "; expected above-limit 120 % or no above-limit.")]
    [InlineData("above-limit 0 %", "; expected a percentage above 0 and up to 1000.")]
    [InlineData("above-limit x %", ", and x is not a number.")]
    [InlineData("read-below-previous 101 %", "; expected a percentage above 0 and up to 100.")]
    [InlineData("gap 0 hours", "; expected a whole number of hours from 1 to 744.")]
    [InlineData("gap 3 weeks", "; expected gap 3 hours or no gap.")]
    [InlineData("future 15", "; expected future 15 minutes.")]
    [InlineData("negative-import 3", "; expected no negative-import.")]
    public void What_is_wrong_is_said(string phrase, string said)
    {
        using var busbar = With();
        var book = busbar.PathOf("book/book.yaml");
        File.WriteAllText(book, File.ReadAllText(book).Replace("import: gap", $"import: [{phrase}]",
            StringComparison.Ordinal));
        var checkedBook = busbar.Run("check", busbar.PathOf("book"));
        Assert.Equal(1, checkedBook.Code);
        Assert.Contains($"checks of import of the book have the text {phrase}{said}\n", checkedBook.Messages
            + checkedBook.Results, StringComparison.Ordinal);
    }
}

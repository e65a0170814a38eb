namespace Busbar.Tests.Cli;

/// <summary>What can't be billed is held with its reason; the others get their bills.</summary>
public class One_account_never_stops_a_run
{
    [Fact]
    public void An_amount_that_cannot_be_counted_holds_its_own_account()
    {
        using var busbar = new Busbars();
        var book = Terrace.Write(busbar, 3);
        var reads = Path.Combine(book, "reads/2011-07-to-2012-06.csv");
        File.WriteAllLines(reads, File.ReadAllLines(reads).Select(line =>
            line.StartsWith("house-002,consumption,2011-07-03", StringComparison.Ordinal)
                ? string.Join(',', line.Split(',').Select((cell, i) => i < 6 ? cell : "9000000000000")) : line));
        var product = Path.Combine(book, "products/solar-home.yaml");
        File.WriteAllText(product,
            File.ReadAllText(product).Replace("24.20 c/kWh", "9000000 AUD/kWh", StringComparison.Ordinal));
        var run = busbar.Run("bill", book, "--period", "2011-07");
        Assert.Equal(3, run.Code);
        Assert.Equal(["account-001", "account-003"], run.Lines.Select(line => line.Split(' ',
            StringSplitOptions.RemoveEmptyEntries)[1]));
        Assert.Contains("account-002, 2011-07-01 to 2011-07-31: held, no bill.\n  accounts.csv:3: An amount of account "
            + "account-002 is too large to be billed", run.Messages, StringComparison.Ordinal);
        Assert.Contains("Look for a wrong reading, price or unit.", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_half_hour_holds_its_own_account_until_it_comes()
    {
        using var busbar = new Busbars();
        var book = Terrace.Write(busbar, 3);
        var reads = Path.Combine(book, "reads/2011-07-to-2012-06.csv");
        var lines = File.ReadAllLines(reads);
        var late = Array.FindIndex(lines, line =>
            line.StartsWith("house-003,generation,2011-07-03", StringComparison.Ordinal));
        File.WriteAllLines(reads, lines.Where((_, i) => i != late));
        var run = busbar.Run("bill", book, "--period", "2011-07");
        Assert.Equal((3, 2), (run.Code, run.Lines.Length));
        Assert.Contains("Connection house-003, channel generation, has no reading in 48 of 1488 intervals: "
            + "2011-07-03 00:00 to 2011-07-04 00:00.", run.Messages, StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("import", busbar.Write("late.csv", lines[0] + "\n" + lines[late] + "\n")).Code);
        var after = busbar.Run("bill", "--period", "2011-07");
        Assert.Equal((0, 1), (after.Code, after.Lines.Length));
    }
}

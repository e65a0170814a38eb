using Busbar.Tests.Cli;

namespace Busbar.Tests.Commissions;

/// <summary>What a broker says that it is due is held against what is due, line by line.</summary>
public class A_brokers_statement_is_checked
{
    private const string Head = "payee,agreement,cause,amount\n";

    [Fact]
    public void Each_difference_is_of_a_kind_with_its_amount_and_place()
    {
        using var busbar = Settled();
        var file = busbar.PathOf("acme.csv");
        // What is due to Acme: 2,345.49 and 1,737.40 when supply began, and a bonus of 4.54 over its scheme.
        busbar.Write("acme.csv", Head + """
            acme,foundry,supply-start,2345.49
            acme,mill,supply-start,1700.00
            acme,mill,supply-start,100.00
            acme,laundry,NB-2026-00005,12.00
            """);
        var run = busbar.RunLine("commission check --on 2026-02-03 --statement acme.csv --format csv");
        Assert.Equal((0, ""), (run.Code, run.Messages));
        Assert.Equal(
        [
            "not-on-statement,acme,acme-upfront,,4.54,0.00,-4.54,open,acme-upfront",
            $"only-on-statement,acme,laundry,,0.00,12.00,12.00,open,\"NB-2026-00005, {file}:5:1\"",
            $"statement-differs,acme,mill,,1737.40,1800.00,62.60,open,\"supply-start, {file}:3:1\"",
        ], run.Lines.Where(line => line.Contains("statement", StringComparison.Ordinal)).ToArray()[^3..]);
        // Of brokers that aren't on it nothing is said.
        Assert.DoesNotContain("statement,borealis", run.Results, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_is_right_is_as_it_should_be()
    {
        using var busbar = Settled();
        var due = busbar.RunLine("commission feed --format csv --payee northern").Lines.Skip(1)
            .Select(line => line.Split(',')).Where(row => row[3] == "due");
        busbar.Write("northern.csv", Head + string.Join('\n', due.Select(row =>
            $"northern,{(row[5].Length > 0 ? row[5] : row[4])},{row[7]},{row[^7]}")));
        var without = busbar.RunLine("commission check --on 2026-02-03");
        Assert.Equal(without, busbar.RunLine("commission check --on 2026-02-03 --statement northern.csv"));
    }

    [Theory]
    [InlineData("acne,mill,supply-start,1.00", ":2:1: ", "acne")]
    [InlineData("acme,mil,supply-start,1.00", ":2:6: ", "mil")]
    [InlineData("acme,mill,supply-start,1.005", ":2:24: ", "1.005")]
    [InlineData("acme,mill,supply-start,one", ":2:24: ", "one")]
    [InlineData("acme,mill,,1.00", ":2:1: ", "cause")]
    public void What_is_wrong_with_it_is_said_at_its_place(string row, string place, string name)
    {
        using var busbar = Settled();
        busbar.Write("acme.csv", Head + row);
        var run = busbar.RunLine("commission check --on 2026-02-03 --statement acme.csv");
        Assert.Equal((1, ""), (run.Code, run.Results));
        Assert.Contains("acme.csv" + place, run.Messages, StringComparison.Ordinal);
        Assert.Contains(name, run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_is_not_there_is_said()
    {
        using var busbar = Settled();
        var run = busbar.RunLine("commission check --on 2026-02-03 --statement no.csv");
        Assert.Equal((1, ""), (run.Code, run.Results));
        Assert.StartsWith("no.csv: There is no file no.csv.", run.Messages, StringComparison.Ordinal);
    }

    private static Busbars Settled()
    {
        var busbar = new Busbars();
        foreach (var command in new[]
        {
            $"bill {Path.Combine(Tidy.House.Root, "books/brokers")} --period 2026-01 --issued 2026-02-03",
            "commission settle --on 2026-02-03",
        })
            Assert.Equal(0, busbar.Run(command.Split(' ')).Code);
        return busbar;
    }
}

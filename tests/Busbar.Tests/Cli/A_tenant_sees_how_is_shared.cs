namespace Busbar.Tests.Cli;

/// <summary>A tenant behind the gate checks its share: it sees the method, the own part and what all have, and nothing
/// from which a neighbour's part could be taken.</summary>
public sealed class A_tenant_sees_how_is_shared : IDisposable
{
    private static readonly string[] Neighbours =
    [
        "1012345678941", "1012345678943", "1012345678944", "1012345678945", "1012345678946", "1012345678947",
        "1012345678948", "bakery", "flat-5", "workshop", "flat-4", "studio", "cold-store",
    ];

    private readonly Busbars _busbar = new();

    public void Dispose() => _busbar.Dispose();

    [Fact]
    public void The_method_and_the_sums_of_a_group()
    {
        Billed("");
        var seen = Run("pool yard --period 2026-01 --as tess");
        Assert.True(seen.Code == 0, seen.Messages);
        Assert.Contains("share(parent.cost(fixed), by = area)", seen.Results, StringComparison.Ordinal);
        var whole = Run("pool yard --period 2026-01").Results;
        // What is shared among all is what the operator sees; that one alone is on the market's books is not told.
        foreach (var line in seen.Lines.Where(line => line.Contains("share(", StringComparison.Ordinal)))
            Assert.Contains(line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[3]
                .Split('.')[0], whole.Replace(",", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("not told: nearly all of it is one other's", seen.Results, StringComparison.Ordinal);
        SaysNothingOfNeighbours();
    }

    [Fact]
    public void No_sum_of_a_small_group()
    {
        Billed("\naccess: { least-group: 9 }");
        var seen = Run("pool yard --period 2026-01 --as tess");
        Assert.Contains("fewer than 9 accounts share it on 2026-01-01", seen.Results, StringComparison.Ordinal);
        var rows = Run("pool yard --period 2026-01 --as tess --json").Results;
        Assert.DoesNotContain("\"all\"", rows, StringComparison.Ordinal);
        Assert.Contains("\"own\"", rows, StringComparison.Ordinal);
        // Nor does the explanation of its bill tell what all have.
        foreach (var format in new[] { "", " --json", " --format html" })
        {
            var told = Run($"explain {Number()} --as tess{format}").Results;
            Assert.NotEmpty(told);
            Assert.DoesNotContain("all members", told, StringComparison.Ordinal);
            Assert.DoesNotContain("whole of", told, StringComparison.Ordinal);
        }
        Assert.Contains("whole of", Run($"explain {Number()} --json").Results, StringComparison.Ordinal);
        SaysNothingOfNeighbours();
    }

    [Fact]
    public void Nothing_of_a_pool_that_it_is_not_in()
    {
        Billed("");
        Assert.Equal("There is no pool yard.\n", Run("pool yard --period 2026-01 --as guest").Messages);
        Assert.Equal(2, Run("pool yard --period 2026-01 --as tess --intervals").Code);
        Assert.Equal(2, Run("pool yard --period 2026-01 --as tess --format html").Code);
    }

    /// <summary>Whatever it asks for, no neighbour is named.</summary>
    private void SaysNothingOfNeighbours()
    {
        var number = Number();
        string[] commands =
        [
            "pool yard --period 2026-01", "pool yard --period 2026-01 --json", "show", "show --json", $"show {number}",
            $"show {number} --json", $"show {number} --format csv", $"explain {number}", $"explain {number} --json",
            $"explain {number} --format html", "reads 1012345678942 --period 2026-01",
        ];
        foreach (var command in commands)
        {
            var seen = Run($"{command} --as tess");
            Assert.True(seen.Code == 0, $"{command}: {seen.Messages}");
            foreach (var neighbour in Neighbours)
                Assert.DoesNotContain(neighbour, seen.Results + seen.Messages, StringComparison.Ordinal);
        }
    }

    private void Billed(string access)
    {
        var book = _busbar.CopyOfBook("book", Path.Combine(Tidy.House.Root, "books/private-network"));
        File.AppendAllText(Path.Combine(book, "book.yaml"), access);
        _busbar.Write("book/access.yaml", """
            - { viewer: tess, role: tenant, connections: ["1012345678942"], from: 2026-01-01 }
            - { viewer: guest, role: tenant, connections: ["1012345678940"], from: 2026-01-01 }
            """);
        var billed = _busbar.Run("bill", book, "--period", "2026-01", "--issued", "2026-04-15");
        Assert.True(billed.Code == 0, billed.Messages);
    }

    private string Number() => Run("show --as tess").Lines[0].Trim().Split(' ')[0];

    private Printed Run(string command) => _busbar.RunLine(command);
}

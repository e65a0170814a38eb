using Busbar.Tests.Cli;

namespace Busbar.Tests.Store;

/// <summary>Accounts, statements and what viewers see, on each database.</summary>
public class Statements_are_the_same_everywhere
{
    private static readonly string[] Commands =
    [
        "account", "account bakers --json", "statement bakers --period 2026-03",
        "statement york --period 2026-03 --json",
        "statement --all --period 2026-02 --json", "statement bakers --period 2026-03 --format csv",
        "statement bakers --period 2026-03 --as pat", "show --as tess", "show NW-2026-00006 --as pat --format csv",
    ];

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void What_is_printed_does_not_depend_on_the_database(string engine)
    {
        var (expected, printed) = (Printed(TestStore.Sqlite), Printed(engine));
        Assert.All(expected, one => Assert.Equal((0, ""), (one.Code, one.Messages)));
        Assert.Equal(expected, printed);
        Assert.Contains("545.75", printed[2].Results, StringComparison.Ordinal);
    }

    private static List<Printed> Printed(string engine)
    {
        using var busbar = new Busbars(engine) { Now = NodaTime.Instant.FromUtc(2026, 11, 26, 12, 0) };
        var book = busbar.CopyOfBook("book", Path.Combine(Tidy.House.Root, "tests/cases/who-sees-what/book"));
        Assert.Equal(0, busbar.Run("bill", book, "--period", "2026-01", "--issued", "2026-02-02").Code);
        Assert.Equal(0, busbar.Run("bill", "--period", "2026-02", "--issued", "2026-03-02").Code);
        return [.. Commands.Select(busbar.RunLine)];
    }
}

using Busbar.Tests.Cli;

namespace Busbar.Tests.Commissions;

/// <summary>What a broker is paid by it sees whole, and nothing of what others are.</summary>
public class A_broker_sees_its_own
{
    private const string Own = "NBS-2026-00001";
    private const string Others = "NBS-2026-00002";

    [Theory]
    [InlineData("text", "Acme Energy Brokers Ltd")]
    [InlineData("json", "\"account\": \"acme\"")]
    [InlineData("csv", Own)]
    [InlineData("html", "Acme Energy Brokers Ltd")]
    [InlineData("ubl", "389")]
    public void Its_invoices(string format, string says)
    {
        using var busbar = Invoiced("- { viewer: desk, role: broker, agreements: [mill], accounts: [acme] }");
        var seen = busbar.RunLine($"show {Own} --format {format} --as desk");
        Assert.Contains(says, seen.Results, StringComparison.Ordinal);
        if (format != "html") Assert.Equal(busbar.RunLine($"show {Own} --format {format}"), seen);
        Refused(busbar, $"show {Others} --format {format} --as desk", $"There is no bill {Others}.");
    }

    [Fact]
    public void Its_balance_and_statement()
    {
        using var busbar = Invoiced("- { viewer: desk, role: broker, agreements: [mill], accounts: [acme] }");
        foreach (var command in new[] { "account acme --json", "statement acme --period 2026-02", "show --json" })
        {
            var seen = busbar.RunLine(command + " --as desk");
            Assert.Contains(Own, seen.Results, StringComparison.Ordinal);
            Assert.DoesNotContain(Others, seen.Results, StringComparison.Ordinal);
        }
        Refused(busbar, "account borealis --as desk", "There is no account borealis.");
        Refused(busbar, "account mill --as desk", "There is no account mill.");
        Refused(busbar, "statement borealis --period 2026-02 --as desk", "There is no account borealis.");
        Assert.DoesNotContain("borealis", busbar.RunLine("account --as desk").Results, StringComparison.Ordinal);
    }

    [Theory]
    // Who sees some days only sees no balance, which is of all days, and no invoice of others.
    [InlineData(", from: 2025-01-01", true)]
    [InlineData(", from: 2026-01-15", false)]
    public void And_of_some_days_only_what_is_on_them(string days, bool seesInvoice)
    {
        using var busbar = Invoiced($"- {{ viewer: desk, role: broker, agreements: [mill], accounts: [acme]{days} }}");
        Refused(busbar, "account acme --as desk", "There is no account acme.");
        Refused(busbar, "statement acme --period 2026-02 --as desk", "There is no account acme.");
        if (seesInvoice) Assert.Equal(0, busbar.RunLine($"show {Own} --as desk").Code);
        else Refused(busbar, $"show {Own} --as desk", $"There is no bill {Own}.");
    }

    [Fact]
    public void A_customer_to_whom_it_says_it_is_paid_stays_unseen()
    {
        using var busbar = Invoiced("- { viewer: desk, role: broker, agreements: [mill], accounts: [mill] }");
        Refused(busbar, "account mill --as desk", "There is no account mill.");
        foreach (var bill in new[] { Own, "NW-2026-00001" })
            Refused(busbar, $"show {bill} --as desk", $"There is no bill {bill}.");
    }

    private static void Refused(Busbars busbar, string command, string message)
    {
        var run = busbar.RunLine(command);
        Assert.Equal((1, ""), (run.Code, run.Results));
        Assert.StartsWith(message, run.Messages, StringComparison.Ordinal);
    }

    private static Busbars Invoiced(string access)
    {
        var busbar = new Busbars();
        var book = busbar.CopyOfBook(from: Path.Combine(Tidy.House.Root, "books/brokers"));
        File.WriteAllText(Path.Combine(book, "access.yaml"), access);
        foreach (var command in new[]
        {
            $"bill {book} --period 2026-01 --issued 2026-02-03", "commission settle --on 2026-02-03",
            "commission invoice --issued 2026-02-04",
        })
            Assert.Equal(0, busbar.Run(command.Split(' ')).Code);
        return busbar;
    }
}

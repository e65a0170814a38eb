using System.Text.Json;
using Busbar.Quantities;

namespace Busbar.Tests.Cli;

/// <summary>The quarter of the sample retailer, command by command as the demo runs it: what each comes to is known.
/// </summary>
public class The_quarter_is_paid
{
    [Fact]
    public void From_five_hundred_bills_to_a_trial_balance_of_zero()
    {
        using var busbar = new Busbars();
        var book = Path.Combine(Tidy.House.Root, "books/retailer");
        var billed = busbar.Run("bill", book, "--period", "2026-01-01..2026-04-01", "--issued", "2026-04-02");
        Assert.Equal(0, billed.Code);
        Assert.EndsWith("515 bills issued, 0 held, 0 billed before.\n", billed.Messages, StringComparison.Ordinal);
        var instalments = busbar.Run("pay", "import", Path.Combine(book, "payments/2026-03.xml"));
        Assert.Equal(0, instalments.Code);
        Assert.Contains("2026-03.xml: 150 lines: 150 matched, 0 in suspense, 0 unchanged; 9696.04 GBP set against "
            + "bills.\n", instalments.Messages, StringComparison.Ordinal);
        var collected = busbar.Run("collect", "--on", "2026-04-14", "--out", busbar.PathOf("bank"));
        Assert.Equal(0, collected.Code);
        Assert.EndsWith("300 direct debits, 0 reminders, 50 instalments.\n", collected.Messages,
            StringComparison.Ordinal);
        var paid = busbar.Run("pay", "import", Path.Combine(book, "payments/2026-04.xml"));
        Assert.Equal(3, paid.Code);
        Assert.Contains("2026-04.xml: 433 lines: 423 matched, 10 in suspense, 0 unchanged; 314622.62 GBP set against "
            + "bills.\n", paid.Messages, StringComparison.Ordinal);

        Assert.EndsWith("Closing balance                                    GBP 8,659.06\n", Before(
            busbar.Run("statement", "rowan", "--period", "2026-04").Results, "\n\n  Open  "), StringComparison.Ordinal);
        // The lines of its bills add up to what it says of them, to the penny.
        Assert.Equal("167005.98", busbar.Run("statement", "rowan", "--period", "2026-04", "--format", "csv").Lines
            .Where(line => line.StartsWith("rowan,", StringComparison.Ordinal))
            .Select(line => Number(line[(line.LastIndexOf(',') + 1)..]))
            .Aggregate(Exact.Zero, (sum, one) => sum + one).ToString(2));
        var balance = Json(busbar.Run("ledger", "balance", "--json"));
        var accounts = balance.GetProperty("accounts").EnumerateArray().ToDictionary(
            one => one.GetProperty("code").GetString()!, one => one.GetProperty("balance").GetString());
        Assert.Equal(("32116.54", "311311.61", "-2773.60", "0.00"),
            (accounts["1100"], accounts["1010"], accounts["2150"], accounts["2010"]));
        Assert.Equal("0.00", balance.GetProperty("sum").GetProperty("balance").GetString());
        Assert.Equal("32116.54",
            Json(busbar.Run("ledger", "aged", "--json")).GetProperty("sum").GetProperty("open").GetString());
        // As the bank says it closes, and nothing between.
        Assert.Equal(["336311.61,336311.61,0.00,"], busbar.Run("ledger", "bank", "--format", "csv").Lines[^1..]
            .Select(line => string.Join(',', line.Split(',')[5..])));
        var accrued = Json(busbar.Run("accrue", "--on", "2026-04-30", "--json"));
        Assert.Equal("89916.26", accrued.GetProperty("sum").GetProperty("accrued").GetString());
        Assert.Equal(0, busbar.Run("verify", "--quick").Code);
    }

    private static Exact Number(string text) => Exact.TryParse(text, out var number, out _) ? number
        : throw new ArgumentException(text);

    private static string Before(string text, string mark) =>
        text[..(text.IndexOf(mark, StringComparison.Ordinal) + 1)];

    private static JsonElement Json(Printed printed) => JsonDocument.Parse(printed.Results).RootElement;
}

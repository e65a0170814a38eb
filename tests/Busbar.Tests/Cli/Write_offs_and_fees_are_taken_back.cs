using Busbar.Tests.Formats;
using Busbar.Tests.Store;
using static Busbar.Tests.Cli.What_is_due_is_collected;

namespace Busbar.Tests.Cli;

/// <summary>What was written off is owed again, and what being late cost isn't any more: each once.</summary>
public class Write_offs_and_fees_are_taken_back
{
    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void A_fee_that_is_taken_back_is_not_charged_again(string engine)
    {
        using var busbar = Billed("", engine: engine);
        Collect(busbar, "2011-09-22");
        Assert.Equal(144_69, Open(busbar));
        var drafted = busbar.Run("pay", "undo", "FEE-000001", "--on", "2011-09-23", "--draft");
        Assert.StartsWith("FEE-000001 would be taken back: wattle owes 0.22 AUD less.\n", drafted.Results,
            StringComparison.Ordinal);
        Assert.Contains("FEE-000001 taken back", drafted.Results, StringComparison.Ordinal);
        Assert.Equal(144_69, Open(busbar));
        Assert.Equal("FEE-000001 is taken back: wattle owes 0.22 AUD less.\n", busbar.Run("pay", "undo", "FEE-000001",
            "--on", "2011-09-23").Results);
        Assert.Equal(144_47, Open(busbar));
        Assert.Equal("FEE-000001 was taken back before.\n  See busbar ledger journal.\n",
            busbar.Run("pay", "undo", "FEE-000001").Messages);
        // The next stage charges what came since: 0.66 in all, of which 0.22 were let off.
        Assert.Contains("SL-2011-00001, Last reminder, 5.44 AUD (FEE-000002)",
            busbar.Run("collect", "--on", "2011-10-06").Results, StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("verify", "--quick").Code);
    }

    [Fact]
    public void What_had_paid_a_fee_is_credit()
    {
        using var busbar = Billed("");
        Collect(busbar, "2011-10-06");
        Pay(busbar, new WrittenEntry("N1", new(2011, 10, 9), 150_13, "", "", "wattle"));
        Assert.Equal(0, Open(busbar));
        Assert.StartsWith("FEE-000001 is as it is since 2011-10-09, and can't be taken back on 2011-10-08.\n"
            + "  Leave --on out, or write --on 2011-10-09 or a later day.",
            busbar.Run("pay", "undo", "FEE-000001", "--on", "2011-10-08").Messages, StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("pay", "undo", "FEE-000001", "--on", "2011-10-09").Code);
        Assert.Equal(-5_66, Open(busbar));
        Assert.StartsWith("5.66 AUD are to be paid back to wattle.", busbar.Run("pay", "refund", "wattle").Results,
            StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("verify", "--quick").Code);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void What_was_written_off_is_owed_again_and_credit_pays_it(string engine)
    {
        using var busbar = Billed("", engine: engine);
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 20), 143_67, "", "", "wattle"));
        Assert.Contains("0.80 AUD  W-000001\n", busbar.Run("pay", "write-off", "--on", "2011-09-21").Results,
            StringComparison.Ordinal);
        Assert.Equal(0, Open(busbar));
        Assert.Equal("W-000001 is taken back: wattle owes 0.80 AUD again.\n", busbar.Run("pay", "undo", "W-000001",
            "--on", "2011-09-22").Results);
        Assert.Equal(80, Open(busbar));
        Assert.Equal(1, busbar.Run("pay", "undo", "W-000001").Code);
        // Written off anew, and paid after all: taken back, it is paid.
        Assert.Contains("W-000002\n", busbar.Run("pay", "write-off", "--on", "2011-09-22").Results,
            StringComparison.Ordinal);
        Pay(busbar, new WrittenEntry("N2", new(2011, 9, 25), 1_00, "", "", "SL-2011-00001"));
        Assert.Equal(-1_00, Open(busbar));
        Assert.Equal(0, busbar.Run("pay", "undo", "W-000002", "--on", "2011-09-26").Code);
        Assert.Equal(-20, Open(busbar));
        Assert.Contains("SL-2011-00001", busbar.Run("pay", "list", "--format", "csv").Lines[2],
            StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("verify", "--quick").Code);
        // Nothing is left of either in what the account's statement adds up.
        var statement = busbar.Run("statement", "wattle", "--period", "2011-09");
        Assert.True(statement.Code == 0, statement.Messages);
        Assert.Contains("-0.20", statement.Results, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fee_that_was_written_off_is_owed_first()
    {
        using var busbar = Billed("");
        Collect(busbar, "2011-09-22");
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 25), 144_47, "", "", "SL-2011-00001"));
        Assert.Contains("0.22 AUD  W-000001\n", busbar.Run("pay", "write-off", "--on", "2011-10-20").Results,
            StringComparison.Ordinal);
        Assert.Equal("FEE-000001 was written off by W-000001.\n  Take that back first: busbar pay undo W-000001.\n",
            busbar.Run("pay", "undo", "FEE-000001").Messages);
        Assert.Equal(0, busbar.Run("pay", "undo", "W-000001").Code);
        Assert.Equal(0, busbar.Run("pay", "undo", "FEE-000001").Code);
        Assert.Equal(0, Open(busbar));
    }

    [Theory]
    [InlineData("FEE-00001", "There is no write-off and no fee FEE-00001.\n  Did you mean FEE-000001?")]
    [InlineData("FEE-000001 taken back", "There is no write-off and no fee FEE-000001 taken back.")]
    [InlineData("R-000001", "There is no write-off and no fee R-000001.\n  Whose a receipt is, is taken back by busbar "
        + "pay unmatch R-000001.")]
    [InlineData("REF-000001", "There is no write-off and no fee REF-000001.\n  What the bank didn't book or pay comes "
        + "back by busbar pay reject REF-000001.")]
    public void What_is_neither_is_refused(string id, string message)
    {
        using var busbar = Billed("");
        Collect(busbar, "2011-09-22");
        busbar.Run("pay", "undo", "FEE-000001");
        var refused = busbar.Run("pay", "undo", id);
        Assert.Equal(1, refused.Code);
        Assert.StartsWith(message, refused.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2011-09-21", "FEE-000001 is as it is since 2011-09-22, and can't be taken back on 2011-09-21.")]
    [InlineData("2031-01-01", "Nothing is posted on 2031-01-01: today is 2026-11-26.")]
    public void It_counts_on_a_day_that_can_be(string day, string message)
    {
        using var busbar = Billed("");
        Collect(busbar, "2011-09-22");
        var refused = busbar.Run("pay", "undo", "FEE-000001", "--on", day);
        Assert.Equal(1, refused.Code);
        Assert.StartsWith(message, refused.Messages, StringComparison.Ordinal);
    }
}

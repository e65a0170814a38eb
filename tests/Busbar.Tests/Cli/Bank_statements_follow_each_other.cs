using Busbar.Tests.Formats;
using Busbar.Tests.Store;
using static Busbar.Tests.Cli.Bills_are_paid;

namespace Busbar.Tests.Cli;

/// <summary>What a bank closes with is what it opens with next: whoever misses a statement is told so.</summary>
public class Bank_statements_follow_each_other
{
    private const string Own = "GB33BUKB20201555555555";

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void One_that_is_missing_is_told_until_it_comes(string engine)
    {
        using var busbar = Billed(engine);
        Assert.DoesNotContain("missing", Import(busbar, "a", 10_00, Line("N1", 9, 5_00)).Messages,
            StringComparison.Ordinal);
        var after = Import(busbar, "c", 22_00, Line("N3", 11, 1_00));
        Assert.Contains($"  Statement S-1 of account {Own} opens with 22.00, and S-1, which was the one before, "
            + "closed with 15.00 on 2011-09-09. A statement between them is missing.\n", after.Messages,
            StringComparison.Ordinal);
        Assert.Equal(["15.00,15.00,0.00,", "23.00,16.00,7.00,one before it is missing"], Report(busbar));

        Assert.DoesNotContain("missing", Import(busbar, "b", 15_00, Line("N2", 10, 7_00)).Messages,
            StringComparison.Ordinal);
        Assert.Equal(["15.00,15.00,0.00,", "22.00,22.00,0.00,", "23.00,23.00,0.00,"], Report(busbar));
        // The same again changes nothing.
        Import(busbar, "b", 15_00, Line("N2", 10, 7_00));
        Assert.Equal(3, Report(busbar).Length);
        Assert.Equal(["15.00,15.00,0.00,"], Report(busbar, "--on", "2011-09-09"));
    }

    [Fact]
    public void What_goes_back_is_in_the_balance_of_its_day()
    {
        using var busbar = Billed();
        Import(busbar, "a", 0, Line("N1", 9, 5_00) with { EndToEnd = "E1" });
        Import(busbar, "b", 5_00, Line("N2", 12, -5_00) with { EndToEnd = "E1", Reason = "AM04" });
        Assert.Equal(["5.00,5.00,0.00,", "0.00,0.00,0.00,"], Report(busbar));
    }

    [Theory]
    [InlineData(Own, "")]
    [InlineData("GB94BARC10201530093459", $"  {Own} isn't an account of the book: if it is one of the seller's, "
        + "write it in payments: { iban } or { accounts }.\n")]
    public void An_account_that_the_book_does_not_have_is_told(string inBook, string note)
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook();
        File.AppendAllText(busbar.PathOf("book/book.yaml"), $"\npayments: {{ iban: {inBook} }}\n");
        Assert.Equal(0, busbar.Run("apply", book).Code);
        var said = Import(busbar, "a", 0, Line("N1", 9, 5_00)).Messages;
        Assert.Equal(note.Length > 0, said.Contains("isn't an account of the book", StringComparison.Ordinal));
        Assert.Contains(note, said, StringComparison.Ordinal);
    }

    private static WrittenEntry Line(string reference, int day, long amount) =>
        new(reference, new(2011, 9, day), amount, "", "", "nothing that is known");

    private static Printed Import(Busbars busbar, string name, long opening, WrittenEntry line) =>
        busbar.Run("pay", "import", busbar.Write($"{name}.xml",
            BankFiles.Statement(Own, "AUD", opening, [line], line.On)));

    /// <summary>Of each statement what it closes with, what the ledger does, the difference, and what is said.
    /// </summary>
    private static string[] Report(Busbars busbar, params string[] more) =>
        [.. busbar.Run(["ledger", "bank", "--format", "csv", .. more]).Lines[1..]
            .Select(line => string.Join(',', line.Split(',')[5..]))];
}

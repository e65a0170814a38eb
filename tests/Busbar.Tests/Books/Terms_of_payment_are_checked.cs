using Busbar.Tests.Cli;

namespace Busbar.Tests.Books;

/// <summary><c>payments:</c> of a book: what doesn't fit is refused, with its name.</summary>
public class Terms_of_payment_are_checked
{
    [Theory]
    [InlineData("payments: { allocation: oldest }", "bad-choice", null)]
    [InlineData("payments: { allocation: [heat] }", "unknown-group",
        "The book has no group heat, which allocation of payments of the book names.")]
    [InlineData("payments: { interest: 8 }", "bad-rate", "interest of payments of the book is the text 8; expected a "
        + "percentage of a year from 0 % to 100 %.")]
    [InlineData("payments: { interest: 800 % }", "bad-rate", "interest of payments of the book is the text 800 %; "
        + "expected a percentage of a year from 0 % to 100 %.")]
    [InlineData("payments: { interest: -3 % }", "bad-rate", "interest of payments of the book is the text -3 %; "
        + "expected a percentage of a year from 0 % to 100 %.")]
    [InlineData("payments: { allocation: [] }", "no-groups", "allocation of payments of the book is a list of no "
        + "groups.")]
    [InlineData("payments: { allocation: by-group }", "bad-choice", null)]
    [InlineData("payments: { write-off-up-to: 1.005 AUD }", "bad-amount", "write-off-up-to of payments of the book is "
        + "the text 1.005 AUD; expected an amount of AUD that isn't below zero, with at most 2 decimals.")]
    [InlineData("payments: { collect-tries: 0 }", "bad-number", null)]
    [InlineData("payments: { iban: GB94BARC10201530093450 }", "bad-iban", null)]
    [InlineData("payments: { creditor-id: XX }", "bad-creditor-id", null)]
    [InlineData("payments: { reminders: [{ name: A, after-days: 1 }, { name: A, after-days: 2 }] }", "same-stage",
        "There are two reminders called A.")]
    public void Terms_that_do_not_fit_are_refused(string terms, string code, string? message)
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook();
        File.AppendAllText(busbar.PathOf("book/book.yaml"), "\n" + terms + "\n");
        var refused = busbar.Run("check", book, "--json");
        Assert.Equal(1, refused.Code);
        Assert.Contains($"\"code\": \"{code}\"", refused.Results, StringComparison.Ordinal);
        if (message is not null) Assert.Contains(message, refused.Results, StringComparison.Ordinal);
    }
}

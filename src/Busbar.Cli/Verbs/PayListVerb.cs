using System.CommandLine;
using Busbar.Quantities;
using Busbar.Runs.Payments;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar pay list</c>: the lines of bank statements, and what became of them.</summary>
internal static class PayListVerb
{
    public static Command Of(Door door)
    {
        var account = new Option<string?>("--account") { Description = "Only those of this account.", HelpName = "A" };
        var suspense = new Option<bool>("--suspense")
        {
            Description = "Only those of which nobody knows whose they are, with suggestions.",
        };
        var format = ListingOutput.Option();
        var verb = new Command("list", "The lines of bank statements, and what became of each.")
        {
            account, suspense, format,
        };
        verb.SetAction(parsed =>
        {
            var form = parsed.GetValue(format)!;
            if (ListingOutput.Trouble(door, form) is { } trouble) return door.Wrong(trouble);
            using var database = door.Open(mustExist: true);
            var all = Receipts.Of(
                database, PayVerb.BookOf(database), parsed.GetValue(account), parsed.GetValue(suspense));
            ListingOutput.Write(door, new("Lines of bank statements", "receipts",
            [
                new("receipt"), new("date"), new("amount", true), new("status"), new("accounts"), new("left", true),
                new("documents"), new("name"), new("text"), new("perhaps"),
            ], [.. all.Select(Row)])
            {
                Nothing = "There are none.",
            }, form);
            return ExitCode.Done;
        });
        return verb;
    }

    /// <summary><c>busbar pay refunds</c>.</summary>
    public static Command Refunds(Door door)
    {
        var account = new Option<string?>("--account") { Description = "Only those of this account.", HelpName = "A" };
        var format = ListingOutput.Option();
        var verb = new Command("refunds", "What is paid back to customers: ordered, paid, or come back.")
        {
            account, format,
        };
        verb.SetAction(parsed =>
        {
            var form = parsed.GetValue(format)!;
            if (ListingOutput.Trouble(door, form) is { } trouble) return door.Wrong(trouble);
            using var database = door.Open(mustExist: true);
            var all = Runs.Payments.Refunds.Of(database, PayVerb.BookOf(database), parsed.GetValue(account));
            ListingOutput.Write(door, new("Refunds", "refunds",
            [
                new("refund"), new("date"), new("account"), new("amount", true), new("status"), new("receipts"),
            ], [.. all.Select(one => (string[])[one.Id, Door.Text(one.On), one.Account, one.Amount.ToString(),
                one.Status, string.Join(' ', one.Receipts)])])
            {
                Nothing = "There are none.",
            }, form);
            return ExitCode.Done;
        });
        return verb;
    }

    private static string[] Row(ReceiptNow one) =>
    [
        one.Line.Id, Door.Text(one.Line.BookedOn),
        new Money(one.Line.Amount, Currency.Of(one.Line.Currency)!.Value).ToString(), one.Status,
        string.Join(' ', one.Accounts), one.Left.MinorUnits == 0 ? "" : one.Left.ToString(),
        string.Join(' ', one.Documents.Select(part => part.Document)), one.Line.Name, one.Line.Text,
        string.Join("; ", one.Suggestions.Select(suggestion => $"{suggestion.Account}: {suggestion.Why}")),
    ];
}

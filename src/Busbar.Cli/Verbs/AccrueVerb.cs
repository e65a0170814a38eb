using System.CommandLine;
using Busbar.Documents;
using Busbar.Runs.Accounting;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar accrue --on 2026-01-31</c>: accrues what was supplied and isn't billed yet.</summary>
internal static class AccrueVerb
{
    public static Command Of(Door door)
    {
        var on = new Option<string?>("--on")
        {
            Description = "The day at whose end it is accrued, yesterday where it isn't given.",
            HelpName = "2026-01-31",
        };
        var account = new Option<string?>("--account") { Description = "Only this account.", HelpName = "A" };
        var below = new Option<bool>("--below") { Description = "With --account: and all accounts below it." };
        var format = ListingOutput.Option();
        var verb = new Command("accrue", "Accrues what was supplied and isn't billed, and takes it back the next day.")
        {
            on, account, below, format,
        };
        verb.SetAction(parsed =>
        {
            if (!LedgerVerb.TryRead(door, "--on", parsed.GetValue(on), out var day)) return ExitCode.WrongCommand;
            var form = parsed.GetValue(format)!;
            if (ListingOutput.Trouble(door, form) is { } trouble) return door.Wrong(trouble);
            var of = new AccountsAsked(parsed.GetValue(account), parsed.GetValue(below));
            if (of is { Account: null, AndBelow: true })
                return door.Wrong("--below says that accounts below one are accrued, too: name it with --account, or "
                    + "leave --below out to accrue all.");
            using var database = door.Open(mustExist: true);
            var accrued = Accruing.Run(database, day, door.Today, door.Now, of, door.Cancel);
            ListingOutput.Write(door, ListingOf(accrued), form, accrued.Faults);
            if (accrued.Faults.Count == 0) return ExitCode.Done;
            if (!door.Json && form != "json") door.Refuse(accrued.Faults);
            return ExitCode.DoneWithHeld;
        });
        return verb;
    }

    private static Listing ListingOf(Accrued accrued)
    {
        var accounts = accrued.Accounts;
        string Sum(Func<AccruedAccount, long> amount) =>
            new Quantities.Money(accounts.Sum(amount), accrued.Currency).ToString();
        return new($"Unbilled at the end of {Door.Text(accrued.On)}, net of tax, in {accrued.Currency}; "
            + (accrued.Posted == 0 ? "nothing new to post" : $"{accrued.Posted} entries posted"), "accounts",
            [new("account"), new("from"), new("to"), new("accrued", true), new("before", true), new("difference", true),
                new("estimated", true)],
            [.. accounts.Select(one => (string[])[one.Account, one.Days is { } days ? Door.Text(days.From) : "",
                one.Days is { } own ? Door.Text(own.To) : "", one.Net.ToString(), one.Before.ToString(),
                (one.Net - one.Before).ToString(), one.Estimated.ToString()])])
        {
            Facts = [("on", Door.Text(accrued.On)), ("currency", accrued.Currency.Code)],
            Sum = ["Sum", "", "", Sum(one => one.Net.MinorUnits), Sum(one => one.Before.MinorUnits),
                Sum(one => (one.Net - one.Before).MinorUnits), Sum(one => one.Estimated.MinorUnits)],
            Nothing = accrued.Faults.Count == 0 ? "All is billed." : "Nothing could be accrued.",
        };
    }
}

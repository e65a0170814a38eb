using System.CommandLine;
using Busbar.Documents;
using Busbar.Runs;
using NodaTime;

namespace Busbar.Cli.Verbs;

/// <summary><c>busbar account [ACCOUNT]</c>: the accounts as a tree, with their balances and who pays.</summary>
internal static class AccountVerb
{
    private static readonly string[] Formats = ["text", "json", "csv"];

    public static Command Of(Door door)
    {
        var account = new Argument<string?>("ACCOUNT")
        {
            Description = "This one and those below it, with what is open.", Arity = ArgumentArity.ZeroOrOne,
        };
        var format = new Option<string?>("--format")
        {
            Description = string.Join(", ", Formats) + ".", HelpName = "text",
        };
        var viewer = Arguments.As();
        var verb = new Command("account", "The accounts as a tree: balances, what is overdue, and who pays.")
        {
            account, format, viewer,
        };
        verb.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(format) ?? (door.Json ? "json" : "text");
            if (!Formats.Contains(wanted))
                return door.Wrong($"--format {wanted} is none of {string.Join(", ", Formats)}.");
            using var database = door.Open(mustExist: true);
            var today = default(LocalDate);
            var sight = parsed.GetValue(viewer) is { } name ? Viewing.As(database, name).Sight : null;
            var states = AccountsKnown.Of(database, parsed.GetValue(account), zone => today = door.Today(zone), sight);
            if (wanted == "json") WriteJson(door, states, today);
            else if (wanted == "csv") WriteCsv(door, states);
            else
            {
                door.Results.Write(AccountText.Tree([.. states.Select(one => new ListedAccount(one.Account, one.Depth,
                    one.Balance, one.Overdue, AccountText.Pays(one.Account, one.Payers), one.ConnectionCount))]));
                if (parsed.GetValue(account) is not null)
                    door.Results.Write("\n" + AccountText.Open(states[0].Open, today));
            }
            return ExitCode.Done;
        });
        return verb;
    }

    private static void WriteCsv(Door door, IReadOnlyList<AccountState> states)
    {
        door.Results.WriteLine("account,parent,party,cost_centre,balance,overdue,connections,paid_by");
        foreach (var one in states)
            door.Results.WriteLine(string.Join(',', new[]
            {
                LineAnnex.Cell(one.Account.Id), LineAnnex.Cell(one.Account.Parent),
                LineAnnex.Cell(one.Account.Party.Name), LineAnnex.Cell(one.Account.CostCentre),
                one.Balance.ToString(), one.Overdue.ToString(),
                one.ConnectionCount.ToString(System.Globalization.CultureInfo.InvariantCulture),
                LineAnnex.Cell(AccountText.Pays(one.Account, one.Payers)),
            }));
    }

    private static void WriteJson(Door door, IReadOnlyList<AccountState> states, LocalDate today) =>
        door.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteString("on", Door.Text(today));
            json.WriteList("accounts", states, one =>
            {
                json.WriteString("account", one.Account.Id);
                if (one.Account.Parent is { } parent) json.WriteString("parent", parent);
                json.WriteString("party", one.Account.Party.Name);
                if (one.Account.CostCentre is { } centre) json.WriteString("cost_centre", centre);
                json.WriteString("balance", one.Balance.ToString());
                json.WriteString("overdue", one.Overdue.ToString());
                json.WriteString("currency", one.Balance.Currency.Code);
                json.WriteNumber("connections", one.ConnectionCount);
                json.WriteList("payers", one.Payers, rule =>
                {
                    json.WriteString("by", rule.By);
                    if (rule.Groups.Count > 0) json.WriteTexts("groups", rule.Groups);
                    if (rule.Share is { } share) json.WriteString("share", share.ToString());
                });
                json.WriteList("open", one.Open, item => StatementJson.WriteOpen(json, item, today));
            });
            json.WriteEndObject();
        });
}

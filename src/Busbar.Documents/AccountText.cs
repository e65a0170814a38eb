using System.Text;
using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Statements;
using NodaTime.Text;

namespace Busbar.Documents;

/// <summary>An account as it is listed.</summary>
/// <param name="Pays">Who pays its bills, in words.</param>
/// <param name="Depth">How far below the first it stands.</param>
public sealed record ListedAccount(
    Account Account, int Depth, Money Balance, Money Overdue, string Pays, int ConnectionCount);

/// <summary>Accounts as a tree of text.</summary>
public static class AccountText
{
    private const int Width = 100;

    /// <summary>The accounts, each below the one that it stands below.</summary>
    public static string Tree(IReadOnlyList<ListedAccount> accounts)
    {
        if (accounts.Count == 0) return "There are no accounts.\n";
        var table = new TextTable(Width, 0, false, new("Account", Wraps: true), new("Party"), new("Balance", true),
            new("Overdue", true), new("Connections", true), new("Paid by"), new("Cost centre"));
        foreach (var one in accounts)
            table.Row(new string(' ', 2 * one.Depth) + one.Account.Id, one.Account.Party.Name, one.Balance.ToString(),
                one.Overdue.MinorUnits == 0 ? "" : one.Overdue.ToString(), Wording.Whole(one.ConnectionCount),
                one.Pays, one.Account.CostCentre ?? "");
        return table.ToString();
    }

    /// <summary>What is open of an account, with the days on which it is due.</summary>
    /// <param name="day">What was due before it is overdue.</param>
    public static string Open(IReadOnlyList<OpenAmount> open, NodaTime.LocalDate day)
    {
        if (open.Count == 0) return "Nothing is open.\n";
        var table = new TextTable(Width, 2, false, new("Document", Wraps: true), new("Due"), new("Amount", true),
            new(""));
        foreach (var item in open)
            table.Row(item.Document, item.Due is { } due ? LocalDatePattern.Iso.Format(due) : "",
                item.Amount.ToString(), item.IsOverdueOn(day) ? "overdue" : "");
        return new StringBuilder("Open:\n").Append(table).ToString();
    }

    /// <summary>Who pays, in words: <c>group: energy, group: 60 % of the rest, itself</c>.</summary>
    public static string Pays(Account account, IReadOnlyList<PayerRule> rules)
    {
        if (rules.Count == 0) return "itself";
        var said = rules.Select(rule => string.Concat(rule.By == account.Id ? "itself" : rule.By,
            rule.Groups.Count > 0 ? $" {string.Join("+", rule.Groups)}" : "",
            rule.Share is { } share && share != Exact.One
                ? $" {(share * 100).ToString(PlainNumber.DecimalsOf(share * 100, 6))} %" : "")).ToList();
        var isWhole = rules.Any(rule => rule.Groups.Count == 0 && (rule.Share is null || rule.Share == Exact.One));
        return string.Join(", ", isWhole ? said : said.Append("else itself"));
    }
}

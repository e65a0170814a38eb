using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Time;

namespace Busbar.Books;

/// <summary>
/// Reads who pays an account's bills: <c>pays: parent</c>, a list of rules, or days with either from then on.
/// </summary>
internal static class PayersReader
{
    private const string Self = "self";
    private const string Parent = "parent";

    /// <summary>Null where nothing is said, or after a fault.</summary>
    public static Dated<IReadOnlyList<PayerRule>>? Read(MapReader account, string id, string? parent, BookRules rules)
    {
        if (account.Value("pays") is not { } node) return null;
        if (node is not MapNode map)
            return RulesOf(account, node, id, parent, rules) is { } all
                ? Dated.Always<IReadOnlyList<PayerRule>>(all) : null;
        var values = new List<DatedValue<IReadOnlyList<PayerRule>>>();
        foreach (var entry in map.Entries)
            if (Dates.Parse(entry.Key, out var hint) is not { } day)
                account.Fault("bad-date", entry.KeyPlace, $"pays of {account.Thing} has a key {entry.Key}; expected "
                    + "the day from which somebody pays, such as 2026-04-01.", hint);
            else if (RulesOf(account, entry.Value, id, parent, rules) is { } own) values.Add(new(day, own));
        return values.Count == 0 || values.Count < map.Entries.Count ? null : new(values);
    }

    private static List<PayerRule>? RulesOf(
        MapReader account, Node node, string id, string? parent, BookRules rules)
    {
        if (node is TextNode text) return PayerOf(account, text, id, parent) is { } by ? [new(by, [], null)] : null;
        if (node is not ListNode list)
        {
            account.Fault("wrong-kind", node.Place, $"pays of {account.Thing} is {node.What}; expected self, parent, "
                + "an account, or a list of rules.", "Write pays: parent, or pays: [{ groups: [energy], by: self }, "
                + "{ by: parent }].");
            return null;
        }
        var all = new List<PayerRule>();
        foreach (var item in list.Items)
            if (account.Section(item, $"a rule of pays of {account.Thing}") is { } rule
                && RuleOf(rule, id, parent, rules) is { } read) all.Add(read);
        return all.Count == list.Items.Count ? all : null;
    }

    private static PayerRule? RuleOf(MapReader rule, string id, string? parent, BookRules rules)
    {
        var groups = new List<string>();
        foreach (var text in rule.Texts("groups"))
            if (rules.Groups.Contains(text.Value)) groups.Add(text.Value);
            else
                rule.Fault("unknown-group", text.Place,
                    $"The book has no group {text.Value}, which {rule.Thing} names.",
                    Nearest.Hint(text.Value, rules.Groups) ?? $"It has {string.Join(", ", rules.Groups)}.");
        Exact? share = null;
        if (rule.Written("share") is { } written)
        {
            share = Values.Number(rule, written, $"share of {rule.Thing}", BookRules.Percent, rules.Units);
            if (share is { } part && (part.Sign <= 0 || part > Exact.One))
            {
                rule.Fault("bad-share", written.Place, $"share of {rule.Thing} is {written.What}; expected more than "
                    + "0 % and at most 100 % of what the rules before leave.");
            }
        }
        return rule.Written("by", required: true) is { } by && PayerOf(rule, by, id, parent) is { } payer
            ? new(payer, groups, share) : null;
    }

    private static string? PayerOf(MapReader reader, TextNode text, string id, string? parent)
    {
        if (text.Value == Self) return id;
        if (text.Value != Parent) return text.Value;
        if (parent is not null) return parent;
        reader.Fault("no-parent", text.Place, $"{reader.Thing} is paid by its parent, and has none.",
            "Add parent: with the account above it, or name the account that pays.");
        return null;
    }
}

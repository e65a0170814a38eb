using Busbar.Contracts;

namespace Busbar.Books;

/// <summary>Reads the chart of accounts: <c>ledger: { accounts: { bank: 1000 Bank }, groups: { … }, levies: [levy]
/// }</c>.</summary>
internal static class LedgerReader
{
    /// <param name="rounds">Whether what is to be paid is rounded, which has an account of its own.</param>
    public static ChartOfAccounts Read(MapReader book, IReadOnlyList<string> groups, bool rounds)
    {
        var byRole = new Dictionary<LedgerRole, LedgerAccount>(ChartOfAccounts.Usual.ByRole);
        if (rounds) byRole[LedgerRole.Rounding] = ChartOfAccounts.UsualOf(LedgerRole.Rounding);
        if (book.Section("ledger") is not { } ledger) return ChartOfAccounts.Usual with { ByRole = byRole };
        foreach (var entry in ledger.Entries("accounts"))
            if (ChartOfAccounts.RoleOf(entry.Key) is not { } role)
                ledger.Fault("unknown-role", entry.KeyPlace, $"{entry.Key} is no account that a ledger has.",
                    Nearest.Hint(entry.Key, Words) ?? $"There are {string.Join(", ", Words)}.");
            else if (AccountOf(ledger, entry, role) is { } account) byRole[role] = account;
        var levies = LeviesOf(ledger, groups);
        var byGroup = new Dictionary<string, LedgerAccount>(StringComparer.Ordinal);
        foreach (var entry in ledger.Entries("groups"))
            if (!groups.Contains(entry.Key)) UnknownGroup(ledger, entry.Key, entry.KeyPlace, groups);
            else if (AccountOf(ledger, entry, levies.Contains(entry.Key) ? LedgerRole.Levies : LedgerRole.Revenue)
                is { } account) byGroup[entry.Key] = account;
        RefuseShared(ledger, [.. byRole.Values, .. byGroup.Values]);
        return new(byRole, byGroup, levies);
    }

    private static IEnumerable<string> Words => Enum.GetValues<LedgerRole>().Select(ChartOfAccounts.WordOf);

    private static HashSet<string> LeviesOf(MapReader ledger, IReadOnlyList<string> groups)
    {
        var levies = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in ledger.Texts("levies"))
            if (groups.Contains(text.Value)) levies.Add(text.Value);
            else UnknownGroup(ledger, text.Value, text.Place, groups);
        return levies;
    }

    private static void UnknownGroup(MapReader ledger, string name, Place place, IReadOnlyList<string> groups) =>
        ledger.Fault("unknown-group", place, $"The book has no group {name}, which its ledger names.",
            Nearest.Hint(name, groups) ?? $"It has {string.Join(", ", groups)}.");

    private static LedgerAccount? AccountOf(MapReader ledger, MapEntry entry, LedgerRole role)
    {
        if (ledger.ToText(entry.Value, $"{entry.Key} of {ledger.Thing}") is not { } text) return null;
        if (text.Value.Split(' ', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } code, { Length: > 0 } name])
            return new(role, code, name);
        var usual = ChartOfAccounts.UsualOf(role);
        ledger.Fault("bad-ledger-account", text.Place, $"{entry.Key} of the ledger is {text.What}; expected a code and "
            + "a name.", $"Write {entry.Key}: {usual.Code} {usual.Name}.");
        return null;
    }

    /// <summary>A balance of two things is a balance of neither.</summary>
    private static void RefuseShared(MapReader ledger, IEnumerable<LedgerAccount> accounts)
    {
        foreach (var same in accounts.GroupBy(account => account.Code)
            .Where(same => same.Select(account => account.Role).Distinct().Count() > 1))
            ledger.Fault("shared-ledger-account", ledger.Place, $"The ledger has account {same.Key} for "
                + string.Join(" and for ", same.Select(account => ChartOfAccounts.WordOf(account.Role)).Distinct())
                + ".",
                same.Any(account => account == ChartOfAccounts.UsualOf(LedgerRole.Rounding))
                    ? "bills: round-payable needs an account: write accounts: { rounding: 6190 Rounding differences }, "
                        + "with a code that no other has." : "Give each a code of its own.");
    }
}

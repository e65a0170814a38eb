using Busbar.Contracts;

namespace Busbar.Books;

/// <summary>Checks the accounts among each other: a tree, payers that come to an end, mandates that are one
/// party's.</summary>
internal static class AccountFit
{
    public static void Check(IReadOnlyDictionary<string, Account> accounts, List<Fault> faults)
    {
        RefuseTornMandates(accounts.Values, faults);
        var before = faults.Count;
        foreach (var account in accounts.Values)
        {
            Find(account, account.Parent, "stands below", accounts, faults);
            foreach (var by in RulesOf(account).Select(rule => rule.By).Distinct())
                Find(account, by, "is paid by", accounts, faults);
        }
        if (faults.Count > before) return;
        RefuseCircles(accounts, account => account.Parent is { } parent ? [parent] : [], "parent-circle",
            "stand below each other", "Let one of them have no parent.", faults);
        // Whoever pays at some time: rules of different days that lead in a circle are as confused.
        RefuseCircles(accounts, account => [.. RulesOf(account).Select(rule => rule.By).Where(by => by != account.Id)],
            "payer-circle", "pay each other's bills", "Let one of them pay its bills itself: pays: self.", faults);
    }

    /// <summary>An id is that of one mandate, which one party gave for one bank account; it may serve several accounts
    /// of that party. Banks make no difference between large and small letters.</summary>
    private static void RefuseTornMandates(IEnumerable<Account> accounts, List<Fault> faults)
    {
        foreach (var same in accounts.Where(account => account.Mandate is not null)
            .GroupBy(account => account.Mandate!.Id, StringComparer.OrdinalIgnoreCase))
        {
            var first = same.First();
            foreach (var other in same.Skip(1))
                if (DifferenceOf(first, other) is { } what)
                    faults.Add(new("same-mandate", $"Mandate {other.Mandate!.Id} of account {other.Id} is also that of "
                        + $"account {first.Id} ({first.Mandate!.Place}), {what}.", other.Mandate.Place, other.Id,
                        "Give each mandate the id under which it was signed. One may serve several accounts of a "
                            + "party, where it is written alike for all of them."));
        }
    }

    private static string? DifferenceOf(Account first, Account other)
    {
        var (one, two) = (first.Mandate!, other.Mandate!);
        if (one.Iban != two.Iban) return "with another IBAN";
        if (first.Party.Id != other.Party.Id)
            return $"which is party {first.Party.Id}'s, and not {other.Party.Id}'s";
        var names = (First: one.Name.Length > 0 ? one.Name : first.Party.Name,
            Other: two.Name.Length > 0 ? two.Name : other.Party.Name);
        return one.SignedOn != two.SignedOn ? "signed on another day"
            : one.Scheme != two.Scheme ? "in another scheme"
            : names.First != names.Other ? "with another name"
            : one.IsOneOff != two.IsOneOff || one.LastFrom != two.LastFrom ? "which ends otherwise" : null;
    }

    private static IEnumerable<PayerRule> RulesOf(Account account) =>
        account.Payers?.Values.SelectMany(dated => dated.Value) ?? [];

    private static void Find(Account account, string? other, string how,
        IReadOnlyDictionary<string, Account> accounts, List<Fault> faults)
    {
        if (other is null || accounts.ContainsKey(other)) return;
        faults.Add(new("unknown-account", $"There is no account {other}, which account {account.Id} {how}.",
            account.Place, account.Id, Nearest.Hint(other, accounts.Keys)));
    }

    private static void RefuseCircles(IReadOnlyDictionary<string, Account> accounts,
        Func<Account, IReadOnlyList<string>> next, string code, string what, string hint, List<Fault> faults)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var account in accounts.Values.OrderBy(account => account.Id, StringComparer.Ordinal))
            Walk(account.Id, []);
        return;

        void Walk(string id, List<string> path)
        {
            if (path.IndexOf(id) is var start && start >= 0)
                faults.Add(new(code, $"The accounts {string.Join(" → ", path.Skip(start).Append(id))} {what}.",
                    accounts[id].Place, id, hint));
            else if (done.Add(id))
            {
                path.Add(id);
                foreach (var other in next(accounts[id])) Walk(other, path);
                path.RemoveAt(path.Count - 1);
            }
        }
    }
}

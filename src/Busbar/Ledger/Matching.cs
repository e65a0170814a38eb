namespace Busbar.Ledger;

/// <summary>A line of a bank statement, as it is matched.</summary>
/// <param name="Amount">In minor units; in above zero, out below.</param>
public sealed record BankText(string Text, string Name, string Iban, long Amount);

/// <summary>What an account gets of a line, and the documents that the line names for it.</summary>
public sealed record MatchedPart(string Account, long Amount, IReadOnlyList<string> Documents);

/// <summary>An account whose a line may be, and why.</summary>
public sealed record Suggestion(string Account, string Why);

/// <summary>Whose a line is.</summary>
/// <param name="Parts">They add up to the line; none where nobody knows.</param>
/// <param name="Why">What says so; empty where nobody knows.</param>
/// <param name="Suggestions">Where nobody knows, whose it may be, the likeliest first.</param>
public sealed record Match(IReadOnlyList<MatchedPart> Parts, string Why, IReadOnlyList<Suggestion> Suggestions);

/// <summary>
/// Finds whose a line of a bank statement is: by the documents or the account that its text names, by the bank account
/// that it came from, by amount and name together. Between two that fit equally it never guesses.
/// </summary>
public sealed class Matching
{
    private const int MostSuggestions = 5;

    private readonly ReferenceIndex _documents;
    private readonly ReferenceIndex _accounts;
    private readonly ILookup<string, string> _payers;
    private readonly ILookup<string, OpenItem> _open;
    private readonly IReadOnlyDictionary<string, string> _names;
    private readonly ILookup<string, string> _byIban;

    /// <param name="documents">The documents and the accounts that pay them.</param>
    /// <param name="open">What is open.</param>
    /// <param name="names">The names of the accounts' parties, by account.</param>
    /// <param name="ibans">The bank accounts from which it is known that accounts are paid.</param>
    public Matching(IReadOnlyCollection<(string Document, string Account)> documents, IEnumerable<OpenItem> open,
        IReadOnlyDictionary<string, string> names, IEnumerable<(string Iban, string Account)> ibans)
    {
        _payers = documents.ToLookup(one => one.Document, one => one.Account);
        _documents = new(documents.Select(one => one.Document).Distinct());
        _accounts = new(names.Keys);
        _open = open.ToLookup(item => item.Account);
        _names = names;
        _byIban = ibans.Distinct().ToLookup(one => one.Iban, one => one.Account);
    }

    /// <summary>Whose a line is.</summary>
    public Match Of(BankText line)
    {
        var documents = _documents.In(line.Text);
        if (documents.Count > 0) return ByDocuments(line, documents);
        var accounts = _accounts.In(line.Text);
        if (accounts is [var named]) return Whole(line, named, $"it names account {named}");
        if (accounts.Count > 1)
            return Unknown([.. accounts.Select(account => new Suggestion(account, "it names the account"))]);
        if (line.Iban.Length > 0 && _byIban[line.Iban].ToList() is [var known])
            return Whole(line, known, $"account {known} was paid from that bank account before");
        var alike = _names.Where(name => PartyNames.AreAlike(name.Value, line.Name)).Select(name => name.Key).ToList();
        var owing = _open.Where(items => Owes(items, line.Amount)).Select(items => items.Key).ToList();
        if (alike.Intersect(owing).ToList() is [var both])
            return Whole(line, both, $"name and amount are those of account {both}");
        return Unknown([.. alike.Intersect(owing).Order(StringComparer.Ordinal)
                .Select(account => new Suggestion(account, "the name is alike, and so much is open")),
            .. alike.Except(owing).Order(StringComparer.Ordinal)
                .Select(account => new Suggestion(account, "the name is alike")),
            .. owing.Except(alike).Order(StringComparer.Ordinal)
                .Select(account => new Suggestion(account, "so much is open")),
        ]);
    }

    private Match ByDocuments(BankText line, IReadOnlyList<string> documents)
    {
        var parts = documents.SelectMany(document => _payers[document].Distinct()
                .Select(account => (Account: account, Document: document)))
            .GroupBy(one => one.Account).Select(same => new MatchedPart(same.Key,
                _open[same.Key].Where(item => documents.Contains(item.Document)).Sum(item => item.Amount),
                [.. same.Select(one => one.Document)])).ToList();
        var why = $"it names {string.Join(" and ", documents)}";
        if (parts is [var only]) return new([only with { Amount = line.Amount }], why, []);
        if (parts.Sum(part => part.Amount) == line.Amount)
            return new([.. parts.Where(part => part.Amount != 0)], why, []);
        var fitting = parts.Where(part => _byIban[line.Iban].Contains(part.Account)
            || PartyNames.AreAlike(_names.GetValueOrDefault(part.Account, ""), line.Name)).ToList();
        return fitting is [var own] ? new([own with { Amount = line.Amount }], why, [])
            : Unknown([.. parts.Select(part => new Suggestion(part.Account, why))]);
    }

    private static bool Owes(IEnumerable<OpenItem> items, long amount)
    {
        var all = items.ToList();
        return all.Sum(item => item.Amount) == amount
            || all.GroupBy(item => item.Document).Any(document => document.Sum(item => item.Amount) == amount);
    }

    private static Match Whole(BankText line, string account, string why) =>
        new([new(account, line.Amount, [])], why, []);

    private static Match Unknown(IReadOnlyList<Suggestion> suggestions) =>
        new([], "", [.. suggestions.Take(MostSuggestions)]);
}

using Busbar.Contracts;
using Busbar.Ledger;

namespace Busbar.Tests.Ledger;

/// <summary>Whose a payment is: what it names, where it comes from, and never a guess between two.</summary>
public class Payments_are_matched
{
    private static readonly Matching Known = new(
        [("ME-2026-00001", "ada"), ("ME-2026-00012", "ben"), ("ME-2026-00020", "group"), ("ME-2026-00020", "site")],
        [
            Open("ada", "ME-2026-00001", 5_000), Open("ben", "ME-2026-00012", 7_500),
                Open("ann", "ME-2026-00030", 7_500),
            Open("group", "ME-2026-00020", 300), Open("site", "ME-2026-00020", 700),
        ],
        new Dictionary<string, string>
        {
            ["ada"] = "Ada Byron", ["ben"] = "Ben Nevis Ltd", ["ann"] = "Ann Nevis", ["group"] = "Chain plc",
            ["site"] = "Chain (West) Ltd", ["h077"] = "Zoë Quick",
        },
        [("GB00AAAA", "ada"), ("GB00BBBB", "ada"), ("GB00BBBB", "ben")]);

    [Theory]
    [InlineData("invoice ME-2026-00001 thank you", "", "", 5_000, "ada")]
    [InlineData("ME 2026 00012", "", "", 1, "ben")]
    [InlineData("me/2026/00012 and ME202600001", "", "", 12_500, "ada ben")]
    [InlineData("RF71ME202600001", "", "", 5_000, "ada")]
    [InlineData("ME-2026-000012", "", "", 7_500, "")]
    [InlineData("XME-2026-00012", "", "", 1, "")]
    [InlineData("instalment h077 april", "", "", 80, "h077")]
    [InlineData("instalment h0771 april", "", "", 80, "")]
    [InlineData("ada or ben", "", "", 80, "")]
    [InlineData("electricity", "", "GB00AAAA", 80, "ada")]
    [InlineData("electricity", "", "GB00BBBB", 80, "")]
    [InlineData("electricity", "B NEVIS", "", 7_500, "ben")]
    [InlineData("electricity", "NEVIS ANN", "", 7_500, "ann")]
    [InlineData("electricity", "Nevis", "", 7_500, "")]
    [InlineData("electricity", "A FRIEND", "", 5_000, "")]
    [InlineData("electricity", "A. B. BYRON", "", 5_000, "ada")]
    [InlineData("electricity", "MISS Z QUICK", "", 7_500, "")]
    [InlineData("ME-2026-00020", "", "", 1_000, "group site")]
    [InlineData("ME-2026-00020", "Chain West", "", 650, "site")]
    [InlineData("ME-2026-00020", "", "", 650, "")]
    public void By_what_it_says(string text, string name, string iban, long amount, string accounts)
    {
        var match = Known.Of(new(text, name, iban, amount));
        Assert.Equal(accounts, string.Join(' ', match.Parts.Select(part => part.Account).Order()));
        Assert.Equal(match.Parts.Count == 0 ? 0 : amount, match.Parts.Sum(part => part.Amount));
        Assert.Equal(match.Parts.Count == 0, match.Why.Length == 0);
    }

    [Fact]
    public void Who_it_may_be_is_suggested_the_likeliest_first()
    {
        var match = Known.Of(new("electricity", "A. Nevis", "", 5_000));
        Assert.Equal(["ann: the name is alike", "ada: so much is open"],
            match.Suggestions.Select(one => $"{one.Account}: {one.Why}"));
    }

    private static OpenItem Open(string account, string document, long amount) => new(
        LedgerRole.Receivables, account, document, "energy", new(2026, 4, 16), new(2026, 4, 2), new(2026, 4, 2),
            amount);
}

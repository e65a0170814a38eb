using Busbar.Books;
using Busbar.Contracts;

namespace Busbar.Tests.Books;

/// <summary>Accounts stand below each other, and say who pays.</summary>
public class Accounts_are_a_tree
{
    private const string Rules = """
        seller: { name: Northwind }
        currency: GBP
        zone: Europe/London
        groups: [energy, levy]
        """;

    [Fact]
    public void An_account_has_a_parent_payers_and_a_cost_centre()
    {
        var book = Read(Rules + "\nbills: { due: 10 days }",
            """
            - { account: group, party: p }
            - { account: leeds, parent: group, party: p, pays: parent, cost-centre: "4711", due: 30 days }
            - account: york
              parent: group
              party: p
              pays:
                2026-01-01: self
                2026-07-01:
                  - { groups: [levy], by: self }
                  - { by: parent, share: 60 % }
            """, []);
        var york = book!.Accounts["york"].Payers!.Values;
        Assert.Equal([new("york", [], null)], york[0].Value, Same);
        Assert.Equal(["york", "group"], york[1].Value.Select(rule => rule.By));
        Assert.Equal("0.6", york[1].Value[1].Share.ToString());
        Assert.Equal(("4711", 30), (book.Accounts["leeds"].CostCentre, book.Accounts["leeds"].DueDays!.Value));
        Assert.Equal(["group", "leeds", "york"], book.TreeOf(book.Accounts["group"]).Select(account => account.Id));
        Assert.Equal(new(2026, 3, 31), book.DueOn(book.Accounts["leeds"], new(2026, 3, 1)));
        Assert.Equal(new(2026, 3, 11), book.DueOn(book.Accounts["york"], new(2026, 3, 1)));
    }

    [Theory]
    [InlineData("- { account: a, party: p, parent: b }", "unknown-account",
        "There is no account b, which account a stands below.")]
    [InlineData("- { account: a, party: p, pays: bb }\n- { account: b, party: p }", "unknown-account",
        "There is no account bb, which account a is paid by.")]
    [InlineData("- { account: a, party: p, parent: b }\n- { account: b, party: p, parent: a }", "parent-circle",
        "The accounts a → b → a stand below each other.")]
    [InlineData("- { account: a, party: p, pays: b }\n- { account: b, party: p, pays: a }", "payer-circle",
        "The accounts a → b → a pay each other's bills.")]
    [InlineData("- { account: a, party: p, pays: parent }", "no-parent",
        "account a is paid by its parent, and has none.")]
    [InlineData("- { account: a, party: p, pays: [{ by: self, share: 0 % }] }", "bad-share",
        "share of a rule of pays of account a is the text 0 %; expected more than 0 % and at most 100 % of what the "
        + "rules before leave.")]
    [InlineData("- { account: a, party: p, pays: [{ by: self, groups: [energie] }] }", "unknown-group",
        "The book has no group energie, which a rule of pays of account a names.")]
    [InlineData("- { account: a, party: p, pays: { soon: self } }", "bad-date",
        "pays of account a has a key soon; expected the day from which somebody pays, such as 2026-04-01.")]
    public void What_does_not_fit_is_refused(string accounts, string code, string message)
    {
        var faults = new List<Fault>();
        Assert.Null(Read(Rules, accounts, faults));
        var fault = Assert.Single(faults);
        Assert.Equal((code, message), (fault.Code, fault.Message));
        Assert.Equal("accounts.yaml", fault.Place.File);
    }

    [Theory]
    [InlineData("{ accounts: { banks: 1000 Bank } }", "unknown-role", "banks is no account that a ledger has.")]
    [InlineData("{ accounts: { bank: \"1000\" } }", "bad-ledger-account",
        "bank of the ledger is the text 1000; expected a code and a name.")]
    [InlineData("{ groups: { heat: 4010 Heat } }", "unknown-group",
        "The book has no group heat, which its ledger names.")]
    [InlineData("{ levies: [levies] }", "unknown-group", "The book has no group levies, which its ledger names.")]
    [InlineData("{ accounts: { bank: 1100 Bank } }", "shared-ledger-account",
        "The ledger has account 1100 for bank and for receivables.")]
    public void A_chart_that_does_not_fit_is_refused(string ledger, string code, string message)
    {
        var faults = new List<Fault>();
        Assert.Null(Read(Rules + "\nledger: " + ledger, "[]", faults));
        var fault = Assert.Single(faults);
        Assert.Equal((code, message), (fault.Code, fault.Message));
        Assert.Equal("book.yaml", fault.Place.File);
    }

    [Fact]
    public void Groups_have_ledger_accounts_of_their_own()
    {
        var book = Read(Rules + """

            ledger:
              accounts: { revenue: 4100 Sales }
              groups: { energy: 4110 Energy, levy: 2310 Climate change levy }
              levies: [levy]
            """, "[]", [])!;
        Assert.Equal("4110", book.Chart.Of(LedgerRole.Revenue, "energy").Code);
        Assert.Equal("2310", book.Chart.Of(LedgerRole.Levies, "levy").Code);
        Assert.Equal("4100", book.Chart.Of(LedgerRole.Revenue, "service").Code);
        Assert.Equal("5000", book.Chart.Of(LedgerRole.CostOfSales, "energy").Code);
    }

    private static bool Same(PayerRule one, PayerRule other) =>
        one.By == other.By && one.Groups.SequenceEqual(other.Groups) && one.Share == other.Share;

    private static Book? Read(string rules, string accounts, List<Fault> faults)
    {
        using var folder = new TestBook().With("book.yaml", rules).With("parties.yaml", "- { party: p, name: P }")
            .With("accounts.yaml", accounts);
        var source = folder.Read();
        faults.AddRange(source.Faults);
        return BookReader.Read(BookItem.Of(source, faults), faults);
    }
}

using Busbar.Books;
using Busbar.Contracts;
using Busbar.Statements;
using Busbar.Tests.Books;
using Busbar.Time;

namespace Busbar.Tests.Statements;

/// <summary>What a role sees follows from the policy alone: for each role and thing what is seen, and what isn't.
/// </summary>
public class Roles_see_their_part
{
    private static readonly Days January = Days.Parse("2026-01")!.Value, February = Days.Parse("2026-02")!.Value;

    private static readonly Dictionary<ViewerRole, string> Viewers = new()
    {
        [ViewerRole.AccountOwner] = "accounts: [own]", [ViewerRole.Payer] = "accounts: [own]",
        [ViewerRole.SiteManager] = "connections: [o]", [ViewerRole.Landlord] = "party: own",
        [ViewerRole.Tenant] = "connections: [o], from: 2026-02-01", [ViewerRole.Broker] = "agreements: [own-1], "
            + "accounts: [paid]",
    };

    public static TheoryData<ViewerRole, SeenThing> Matrix
    {
        get
        {
            var all = new TheoryData<ViewerRole, SeenThing>();
            foreach (var role in Enum.GetValues<ViewerRole>())
                foreach (var thing in Enum.GetValues<SeenThing>())
                    all.Add(role, thing);
            return all;
        }
    }

    [Theory, MemberData(nameof(Matrix))]
    public void Each_role_sees_what_is_its_own_as_the_policy_says_and_nothing_of_others(
        ViewerRole role, SeenThing thing)
    {
        var sight = SightOf(role);
        // A broker has invoices of its own, by which the seller pays it.
        var (own, other, issuer, others) = role == ViewerRole.Broker ? ("paid", "paid-too", "", "")
            : ("own", "other", "own", "other");
        Assert.Equal(Access.Of(role, thing) != SeenPart.Nothing, Sees(sight, thing, own, "own-1", "o", issuer));
        Assert.False(Sees(sight, thing, other, "other-1", "x", others));
    }

    [Fact]
    public void A_broker_sees_no_money_of_its_customers()
    {
        var sight = SightOf(ViewerRole.Broker);
        Assert.False(sight.Sees(Bill("own", "", Line("own-1", "o", February))));
        // In its own name it bills whom it likes; what it is paid by is in the seller's.
        Assert.False(sight.Sees(Bill("paid", "own", Line("own-1", "o", February))));
        Assert.False(sight.SeesAccount("own") || sight.SeesStatement("own"));
        Assert.Equal(["paid"], sight.Tops.Select(account => account.Id));
    }

    [Fact]
    public void The_policy_is_the_one_of_the_reference() => Assert.Equal(
    [
        "AccountOwner: Whole, Whole, Whole, Whole, Whole, Own, Own, Nothing",
        "SiteManager: Nothing, Nothing, Nothing, Own, Nothing, Own, Nothing, Nothing",
        "Payer: Own, Own, Own, Own, Own, Nothing, Nothing, Nothing",
        "Landlord: Nothing, Nothing, Own, Own, Nothing, Nothing, Nothing, Nothing",
        "Tenant: Nothing, Nothing, Own, Own, Own, Own, Own, Nothing",
        "Broker: Own, Own, Own, Energy, Nothing, Nothing, Nothing, Own",
    ], Enum.GetValues<ViewerRole>().Select(role => $"{role}: "
        + string.Join(", ", Enum.GetValues<SeenThing>().Select(thing => Access.Of(role, thing)))));

    [Fact]
    public void A_site_manager_sees_the_lines_of_own_connections_and_no_bill()
    {
        var bill = Bill("own", "", Line("own-1", "o", February), Line("own-2", "p", February));
        var sight = SightOf(ViewerRole.SiteManager);
        Assert.False(sight.Sees(bill));
        Assert.Equal([true, false], bill.Lines.Select(line => sight.Sees(bill, line)));
    }

    [Fact]
    public void What_is_of_several_connections_is_seen_by_who_has_all_of_them()
    {
        var bill = Bill("own", "", Line("both", null, February), Line("own-1", null, February));
        Assert.Equal([false, true], bill.Lines.Select(line => SightOf(ViewerRole.SiteManager).Sees(bill, line)));
    }

    [Fact]
    public void A_tenant_sees_own_days_only()
    {
        var sight = SightOf(ViewerRole.Tenant);
        Assert.False(sight.Sees(Bill("own", "", Line("own-1", "o", January))));
        Assert.True(sight.Sees(Bill("own", "", Line("own-1", "o", February))));
        var moved = Bill("own", "", Line("own-1", "o", new(January.From, February.To)));
        Assert.False(sight.Sees(moved) || sight.Sees(moved, moved.Lines[0]));
    }

    [Fact]
    public void Who_pays_a_part_does_not_see_the_bill()
    {
        var bill = Bill("other", "", Line("other-1", "x", February)) with
        {
            Payers = new HashSet<string> { "own", "other" },
        };
        var sight = SightOf(ViewerRole.Payer);
        Assert.False(sight.Sees(bill));
        Assert.True(sight.Sees(bill, bill.Lines[0]));
        Assert.True(sight.Sees(bill with { Payers = new HashSet<string> { "own" } }));
        Assert.False(sight.KnowsWhole("other"));
    }

    [Theory]
    [InlineData("- { viewer: v, role: owner, accounts: [own] }", "unknown-role",
        "viewer v has role owner, which there isn't.")]
    [InlineData("- { viewer: v, role: payer }", "missing-key", "accounts is missing in viewer v.")]
    [InlineData("- { viewer: v, role: payer, accounts: [nobody] }", "unknown-account",
        "There is no account nobody, which viewer v names.")]
    [InlineData("- { viewer: v, role: tenant, connections: [o], from: 2026-02-01, to: 2026-02-01 }", "bad-date",
        "viewer v ends on the day it begins, or before.")]
    [InlineData("- { viewer: v, role: payer, accounts: [own], from: 2026-02-01 }", "unknown-key",
        "from is no key of viewer v.")]
    public void A_viewer_that_does_not_fit_is_refused(string access, string code, string message)
    {
        var faults = new List<Fault>();
        Read(access, faults);
        var fault = Assert.Single(faults);
        Assert.Equal((code, message, "access.yaml"), (fault.Code, fault.Message, fault.Place.File));
    }

    private static bool Sees(
        Sight sight, SeenThing thing, string account, string agreement, string connection, string issuer)
    {
        var bill = Bill(account, issuer, Line(agreement, connection, February));
        return thing switch
        {
            SeenThing.Statement => sight.SeesStatement(account),
            SeenThing.Account => sight.SeesAccount(account),
            SeenThing.Bill => sight.Sees(bill),
            SeenThing.Explanation => sight.Part(thing) != SeenPart.Nothing && sight.Sees(bill),
            SeenThing.Readings => !sight.ReadingDays(connection, February).IsEmpty,
            SeenThing.Share => sight.ConnectionsIn(Book.Pools["roof"], February).Contains(connection),
            SeenThing.Commissions => sight.SeesCommission(account, null) && sight.SeesCommission(null, agreement),
            _ => sight.Sees(bill, bill.Lines[0]),
        };
    }

    private static SightedBill Bill(string account, string issuer, params SightedLine[] lines) =>
        new(account, issuer, lines, new HashSet<string> { account });

    private static SightedLine Line(string agreement, string? connection, Days days) =>
        new(agreement, connection, days);

    private static Book Book { get; } = Read("- { viewer: v, role: payer, accounts: [own] }", [])!;

    [Fact]
    public void A_book_hides_more_and_never_shows_more()
    {
        var faults = new List<Fault>();
        var book = Read("- { viewer: v, role: tenant, connections: [o], from: 2026-01-01 }", faults,
            "\naccess: { least-group: 3, hide: { tenant: [readings, share], broker: lines } }")!;
        Assert.Empty(faults);
        var sight = new Sight(book, book.Viewers["v"]);
        Assert.Equal(3, book.Access.LeastGroup);
        Assert.True(sight.ReadingDays("o", February).IsEmpty);
        Assert.Empty(sight.ConnectionsIn(book.Pools["roof"], February));
        Assert.Equal(SeenPart.Own, sight.Part(SeenThing.Bill));
        Assert.Null(Read("- { viewer: v, role: payer, accounts: [own] }", faults,
            "\naccess: { hide: { tenat: share } }"));
        Assert.Null(Read("- { viewer: v, role: payer, accounts: [own] }", faults,
            "\naccess: { hide: { tenant: shares } }"));
        Assert.Equal(["access of the book hides something from tenat, which is no role.",
            "access of the book hides shares, which there isn't."], faults.Select(fault => fault.Message));
    }

    [Fact]
    public void Readings_are_seen_on_own_days()
    {
        var owner = SightOf(ViewerRole.AccountOwner);
        Assert.Equal(Days.Parse("2026-01"), owner.ReadingDays("o", Days.Parse("2025-12-15..2026-02-01")!.Value));
        Assert.Equal(February, SightOf(ViewerRole.Tenant).ReadingDays("o",
            Days.Parse("2026-01-10..2026-03-01")!.Value));
    }

    // Six members, of whom one is at two connections: five accounts.
    [Fact]
    public void Sums_of_few_or_of_one_are_not_told()
    {
        var roof = Book.Pools["roof"];
        Assert.Equal("fewer than 5 accounts share it on 2026-02-01", Neighbours.Hides(roof, February, ["o"], Book));
        Assert.Null(Neighbours.Hides(roof, February, ["o"], Book with
        {
            Access = Book.Access with { LeastGroup = 2 },
        }));
        // On 10 March one leaves.
        Assert.Equal("fewer than 2 accounts share it on 2026-03-10", Neighbours.Hides(roof,
            Days.Parse("2026-03")!.Value,
            ["o"], Book with { Access = Book.Access with { LeastGroup = 2 } }));
        Assert.Equal("pool cellar has nearly the same members", Neighbours.Hides(roof, February,
            ["o"], Book with
            {
                Access = Book.Access with { LeastGroup = 2 },
                Pools = new Dictionary<string, Pool>
                {
                    ["cellar"] = roof with { Id = "cellar", Members = [.. roof.Members.Where(one =>
                        one.Connection.Id != "x")] },
                },
            }));
        Assert.True(Neighbours.IsOfOne([("o", 5), ("x", 81), ("y", 19)], ["o"], Book));
        Assert.False(Neighbours.IsOfOne([("o", 5), ("x", 80), ("y", 20)], ["o"], Book));
    }

    private static Sight SightOf(ViewerRole role)
    {
        var faults = new List<Fault>();
        var book = Read($"- {{ viewer: v, role: {Viewer.WordOf(role)}, {Viewers[role]} }}", faults);
        Assert.Empty(faults);
        return new(book!, book!.Viewers["v"]);
    }

    private static Book? Read(string access, List<Fault> faults, string more = "")
    {
        using var folder = new TestBook().With("book.yaml",
                "seller: { name: Northwind }\ncurrency: GBP\nzone: Europe/London" + more)
            .With("pools/roof.yaml", """
                pool: roof
                boundary: meter
                interval: day
                members:
                  - { connection: o, consumption: import, from: 2026-01-01 }
                  - { connection: p, consumption: import, from: 2026-01-01 }
                  - { connection: x, consumption: import, from: 2026-01-01, to: 2026-03-10 }
                shares: { part: "share(pool.consumption, by = 1)" }
                """)
            .With("parties.yaml", "- { party: own, name: Own }\n- { party: other, name: Other }")
            .With("accounts.yaml", "- { account: own, party: own }\n- { account: other, party: other }\n"
                + "- { account: paid, party: own, self-billed: true }\n"
                + "- { account: paid-too, party: other, self-billed: true }")
            .With("connections.yaml", string.Concat(new[] { "o", "p", "x" }.Select(id =>
                $"- {{ connection: {id}, interval: day, channels: {{ import: kWh }} }}\n")))
            .With("products/flat.yaml", """
                product: flat
                name: Flat
                from: 2025-01-01
                interval: day
                channels: { import: kWh }
                charges: [{ name: Electricity, quantity: import, price: 25 p/kWh }]
                """)
            .With("agreements.yaml", """
                - { agreement: own-1, account: own, product: flat, connections: o, from: 2026-01-01, to: 2027-01-01 }
                - { agreement: own-2, account: own, product: flat, connections: p, from: 2026-01-01, to: 2027-01-01 }
                - { agreement: both, account: own, product: flat, connections: [o, p], from: 2027-01-01 }
                - { agreement: other-1, account: other, product: flat, connections: x, from: 2026-01-01 }
                """).With("access.yaml", access);
        var source = folder.Read();
        faults.AddRange(source.Faults);
        return BookReader.Read(BookItem.Of(source, faults), faults);
    }
}

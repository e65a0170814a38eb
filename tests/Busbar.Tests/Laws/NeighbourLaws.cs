using System.Globalization;
using System.Text;
using Busbar.Tests.Cli;
using Busbar.Tests.Formats;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>Whatever others use and pay, who doesn't see them gets the same bytes.</summary>
public class NeighbourLaws
{
    private const int Sites = 4;

    private static readonly string[] Roles = ["account-owner", "payer", "site-manager", "tenant", "broker"];

    /// <summary>A site: below which of those before it, or none; who pays its bills; what it uses a day in two worlds,
    /// and what of its bills is paid.</summary>
    private sealed record Site(int Parent, int Pays, int[] Uses, int[] Pennies);

    private static readonly Gen<Site[]> AnySites = Gen.Select(Gen.Int[-1, Sites - 2], Gen.Int[0, 2],
        Gen.Int[1, 40].Array[2], Gen.Int[1, 30_00].Array[2]).Select(one => new Site(
            one.Item1, one.Item2, one.Item3, one.Item4)).Array[Sites];

    [Fact]
    public void What_a_viewer_sees_depends_on_nothing_of_those_whom_it_does_not_see() =>
        Gen.Select(AnySites, Gen.Int[0, Sites - 1], Gen.Int[0, Roles.Length - 1]).Sample((sites, own, role) =>
        {
            var seen = SeenBy(sites, own, Roles[role]);
            string[] worlds = [.. new[] { 0, 1 }.Select(world => Seen(sites, own, Roles[role],
                site => seen.Contains(site) ? 0 : world))];
            Assert.Equal(worlds[0], worlds[1]);
            // It says nothing of somebody who sees nothing.
            Assert.Contains(Roles[role] is "account-owner" or "payer" ? $"s{own} " : $"c{own}", worlds[0],
                StringComparison.Ordinal);
        }, iter: 8, threads: 1);

    private static int ParentOf(Site[] sites, int site) => Math.Min(sites[site].Parent, site - 1);

    /// <summary>By the rules of the book, not by the program: on which sites what somebody sees may depend.</summary>
    private static HashSet<int> SeenBy(Site[] sites, int own, string role) => role switch
    {
        "account-owner" => [.. Enumerable.Range(0, Sites).Where(site => IsBelow(sites, site, own))],
        "payer" => [.. Enumerable.Range(0, Sites).Where(site => PaysFor(sites, site, own))],
        _ => [own],
    };

    /// <summary>A parent pays for its child, wholly or in part, and whoever pays for the parent so does for the child.
    /// </summary>
    private static bool PaysFor(Site[] sites, int site, int own) => site == own
        || (ParentOf(sites, site) is >= 0 and var parent && sites[site].Pays != 0 && PaysFor(sites, parent, own));

    private static bool IsBelow(Site[] sites, int site, int other) =>
        site == other || (ParentOf(sites, site) is >= 0 and var parent && IsBelow(sites, parent, other));

    /// <summary>All that a viewer gets of two months, by every door, in a world.</summary>
    /// <param name="world">Whether a site uses and pays as in the one or the other.</param>
    private static string Seen(Site[] sites, int own, string role, Func<int, int> world)
    {
        using var busbar = new Busbars();
        Write(busbar, sites, own, role, world);
        foreach (var (month, issued) in new[] { ("2026-01", "2026-02-01"), ("2026-02", "2026-03-01") })
        {
            var billed = busbar.Run("bill", busbar.PathOf("book"), "--period", month, "--issued", issued);
            Assert.True(billed.Code == 0, billed.Messages);
        }
        var bills = Enumerable.Range(1, 2 * Sites).Select(i => $"B-{i:0000}").ToList();
        var paid = busbar.Run("pay", "import", busbar.Write("bank.xml", BankFiles.Statement("GB33BUKB20201555555555",
            "GBP", 0, [.. sites.Select((site, i) => new WrittenEntry($"N{i}", new(2026, 2, 9),
                site.Pennies[world(i)], "", "", bills[i]))])));
        Assert.Contains($"{Sites} lines: ", paid.Messages, StringComparison.Ordinal);
        var all = new StringBuilder();
        void Ask(string command)
        {
            var printed = busbar.RunLine($"{command} --as viewer");
            all.Append(CultureInfo.InvariantCulture, $"$ {command}: {printed.Code}\n")
                .Append(printed.Results).Append(printed.Messages);
        }
        foreach (var form in new[] { "", " --json" })
        {
            Ask("show" + form);
            Ask("account" + form);
        }
        foreach (var bill in bills)
        {
            foreach (var format in new[] { "text", "json", "csv" }) Ask($"show {bill} --format {format}");
            Ask($"explain {bill}");
        }
        for (var site = 0; site < Sites; site++)
        {
            foreach (var format in new[] { "text", "json", "csv", "html", "balances" })
                Ask($"statement s{site} --period 2026-02 --format {format}");
            Ask($"account s{site} --json");
            Ask($"reads c{site} --period 2026");
        }
        Ask("statement --all --period 2026-02");
        return all.ToString();
    }

    private static void Write(Busbars busbar, Site[] sites, int own, string role, Func<int, int> world)
    {
        string Each(string head, Func<int, string> row) =>
            head + string.Concat(Enumerable.Range(0, Sites).Select(i => "\n" + row(i)));
        busbar.Write("book/book.yaml", """
            seller: { name: Northwind }
            currency: GBP
            zone: Europe/London
            groups: [fixed, energy]
            bills: { every: month, numbers: "B-{0000}" }
            """);
        busbar.Write("book/parties.yaml", Each("", i => $"- {{ party: p{i}, name: Site {i} Ltd }}"));
        busbar.Write("book/accounts.yaml", Each("", i => $"- {{ account: s{i}, party: p{i}"
            + (ParentOf(sites, i) is >= 0 and var parent ? $", parent: s{parent}, pays: "
                + new[] { "self", "parent", "[{ by: parent, share: 60 % }]" }[sites[i].Pays] : "") + " }"));
        busbar.Write("book/connections.csv", Each("connection,interval,channels.import", i => $"c{i},day,kWh"));
        busbar.Write("book/agreements.csv", Each("agreement,account,product,connections,from",
            i => $"g{i},s{i},flat,c{i},2026-01-01"));
        busbar.Write("book/products/flat.yaml", """
            product: flat
            from: 2026-01-01
            interval: day
            channels: { import: kWh }
            charges:
              - { name: Standing charge, group: fixed, quantity: days, price: 50 p/day }
              - { name: Electricity, group: energy, quantity: import, price: 25 p/kWh }
            """);
        busbar.Write("book/access.yaml", $"- {{ viewer: viewer, role: {role}, " + role switch
        {
            "account-owner" or "payer" => $"accounts: [s{own}] }}",
            "site-manager" => $"connections: [c{own}] }}",
            "tenant" => $"connections: [c{own}], from: 2026-02-01 }}",
            _ => $"agreements: [g{own}] }}",
        });
        var days = Enumerable.Range(0, 59).Select(day => new LocalDate(2026, 1, 1).PlusDays(day)).ToList();
        busbar.Write("book/reads/winter.csv", Each("connection,channel,start,value,unit,quality", i =>
            string.Join('\n', days.Select(day => string.Create(CultureInfo.InvariantCulture,
                $"c{i},import,{day:uuuu-MM-dd},{sites[i].Uses[world(i)]},kWh,A")))));
    }
}

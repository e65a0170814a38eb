using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Busbar.Store;
using Busbar.Tests.Formats;
using Busbar.Tests.Store;
using NodaTime;

namespace Busbar.Tests.Cli;

/// <summary>The first, the next and the last direct debit of a mandate, each into its account of the seller.</summary>
public class Mandates_are_used_in_turn
{
    private const string Usual = "DE89370400440532013000";
    private const string North = "GB33BUKB20201555555555";

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void The_first_is_FRST_and_the_next_RCUR(string engine)
    {
        using var busbar = Billed("", engine: engine);
        Assert.Equal("DD-000001 FRST", Collected(busbar, "2011-09-14"));
        // Given back unbooked it was none.
        busbar.Run("pay", "reject", "DD-000001");
        Assert.Equal("DD-000002 FRST", Collected(busbar, "2011-09-14"));
        Assert.Equal(["FRST"], Sequences(busbar, "PB-000002"));
        // What was booked and is returned was one.
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 16), 144_47, "", "", "", "DD-000002"));
        Pay(busbar, new WrittenEntry("N2", new(2011, 9, 18), -144_47, "", "", "", "DD-000002", "AM04"));
        Assert.Equal("DD-000003 RCUR", Collected(busbar, "2011-09-19"));
        // A file is written again as it was sent, whatever the book says by now.
        var sent = File.ReadAllText(busbar.PathOf("bank/PB-000003.xml"));
        Write(busbar, ", for: one");
        Assert.Equal(0, busbar.Run("collect", "--again", "PB-000003", "--out", busbar.PathOf("again")).Code);
        Assert.Equal(sent, File.ReadAllText(busbar.PathOf("again/PB-000003.xml")));
    }

    [Theory]
    [InlineData(", for: one", "OOFF")]
    [InlineData(", last: 2011-09-16", "FNAL")]
    public void A_mandate_ends_with_its_only_or_its_last_one(string says, string code)
    {
        using var busbar = Billed(says);
        Assert.Equal($"DD-000001 {code}", Collected(busbar, "2011-09-14"));
        Pay(busbar, new WrittenEntry("N1", new(2011, 9, 16), 144_47, "", "", "", "DD-000001"));
        busbar.Run("bill", "--period", "2011-08", "--issued", "2011-10-01");
        var run = busbar.Run("collect", "--on", "2011-10-14");
        Assert.Equal(3, run.Code);
        Assert.Contains("AUD are due of account wattle, and its mandate M-7 ended with DD-000001.", run.Messages,
            StringComparison.Ordinal);
        Assert.Contains("0 direct debits", run.Messages, StringComparison.Ordinal);
        Write(busbar, "", "M-8");
        Assert.Equal("DD-000002 FRST", Collected(busbar, "2011-10-14"));
    }

    [Fact]
    public void What_comes_back_of_a_mandate_of_one_is_collected_again()
    {
        using var busbar = Billed(", for: one");
        Assert.Equal("DD-000001 OOFF", Collected(busbar, "2011-09-14"));
        busbar.Run("pay", "reject", "DD-000001");
        Assert.Equal("DD-000002 OOFF", Collected(busbar, "2011-09-15"));
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void Each_account_of_the_seller_has_its_payment_and_one_booked_at_once_is_known(string engine)
    {
        using var busbar = Three(engine);
        var run = busbar.Run("collect", "--on", "2026-03-01", "--out", busbar.PathOf("bank"), "--json");
        Assert.True(run.Code == 0, run.Messages);
        var debits = JsonDocument.Parse(run.Results).RootElement.GetProperty("debits");
        Assert.Equal([$"ada FRST {Usual}", $"group FRST {North}", $"shop FRST {North}"], debits.EnumerateArray()
            .Select(one => $"{one.GetProperty("account").GetString()} {one.GetProperty("sequence").GetString()} "
                + one.GetProperty("into").GetString()));
        var file = Loaded(busbar.PathOf("bank/PB-000001.xml"));
        Assert.Equal([$"PB-000001-1 1 {Usual}", $"PB-000001-2 2 {North}"], file.Descendants().Where(one =>
            one.Name.LocalName == "PmtInf").OrderBy(one => Of(one, "PmtInfId"), StringComparer.Ordinal).Select(one =>
                $"{Of(one, "PmtInfId")} {Of(one, "NbOfTxs")} "
                + one.Descendants().First(part => part.Name.LocalName == "CdtrAcct").Value.Trim()));

        // The bank books the two of the north at once, and returns one of them.
        Import(busbar, "one.xml", Line("B-1", 20_00, "<Btch><PmtInfId>PB-000001-2</PmtInfId></Btch>"));
        Assert.Equal((0L, 0L, 10_00L), (Open(busbar, "group"), Open(busbar, "shop"), Open(busbar, "ada")));
        Import(busbar, "two.xml", Line("B-2", -10_00,
            "<TxDtls><Refs><EndToEndId>DD-000003</EndToEndId></Refs>"
            + "<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf></TxDtls>"));
        Assert.Equal((0L, 10_00L), (Open(busbar, "group"), Open(busbar, "shop")));
        Assert.Equal(["set", "return"], busbar.Run("pay", "list", "--format", "csv").Lines[1..]
            .Select(line => line.Split(',')[3]));
        // What came back is collected again, and what is on its way isn't.
        Assert.Contains("1 direct debit,", busbar.Run("collect", "--on", "2026-03-05", "--draft").Messages,
            StringComparison.Ordinal);
        Assert.Contains("shop                 ", busbar.Run("collect", "--on", "2026-03-05", "--draft").Results,
            StringComparison.Ordinal);
        var verified = busbar.Run("verify", "--quick");
        Assert.True(verified.Code == 0, verified.Results);
    }

    [Theory]
    [InlineData("- { account: ada, party: ada, paid-into: noth }", "payments of the book has no account noth, "
        + "into which account ada pays.\n  Did you mean north?")]
    [InlineData("- { account: ada, party: ada, mandate: { id: M, signed: 2026-01-01, iban: GB94BARC10201530093459, "
        + "for: one, last: 2026-02-01 } }", "mandate of account ada is for one direct debit, and says which is the "
        + "last.\n  Leave last out.")]
    public void What_cannot_be_is_refused(string accounts, string message)
    {
        using var busbar = Three(TestStore.Sqlite);
        busbar.Write("book/accounts.yaml", accounts + "\n- { account: group, party: ada }\n"
            + "- { account: shop, party: ada, parent: group }\n");
        var run = busbar.Run("check", busbar.PathOf("book"));
        Assert.Equal(1, run.Code);
        Assert.Contains(message, run.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ id: m-1, signed: 2026-01-01, iban: DE89370400440532013000 }", "ada", "with another IBAN")]
    [InlineData("{ id: M-1, signed: 2026-01-01, iban: GB94BARC10201530093459 }", "bea",
        "which is party ada's, and not bea's")]
    [InlineData("{ id: M-1, signed: 2026-01-02, iban: GB94BARC10201530093459 }", "ada", "signed on another day")]
    [InlineData("{ id: M-1, signed: 2026-01-01, iban: GB94BARC10201530093459, scheme: b2b }", "ada",
        "in another scheme")]
    [InlineData("{ id: M-1, signed: 2026-01-01, iban: GB94BARC10201530093459, name: Bea }", "ada",
        "with another name")]
    [InlineData("{ id: M-1, signed: 2026-01-01, iban: GB94BARC10201530093459, for: one }", "ada",
        "which ends otherwise")]
    public void A_mandate_of_two_who_pay_is_refused(string mandate, string party, string message)
    {
        using var busbar = Three(TestStore.Sqlite);
        busbar.Write("book/parties.yaml", "- { party: ada, name: Ada }\n- { party: bea, name: Bea }\n");
        busbar.Write("book/accounts.yaml", "- { account: ada, party: ada, mandate: { id: M-1, signed: 2026-01-01, "
            + "iban: GB94BARC10201530093459 } }\n- { account: group, party: ada }\n"
            + $"- {{ account: shop, party: {party}, mandate: {mandate} }}\n");
        var id = mandate[6..9];
        foreach (var verb in new[] { "check", "apply" })
        {
            var run = busbar.Run(verb, busbar.PathOf("book"));
            Assert.Equal(1, run.Code);
            Assert.Contains($"accounts.yaml:3:41: Mandate {id} of account shop is also that of account ada "
                + $"(accounts.yaml:1:40), {message}.\n  Give each mandate the id under which it was signed.",
                run.Messages, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_mandate_serves_several_accounts_of_who_gave_it()
    {
        using var busbar = Three(TestStore.Sqlite);
        busbar.Write("book/accounts.yaml", string.Concat(new[] { "ada", "group", "shop" }.Select(one =>
            $"- {{ account: {one}, party: ada, mandate: {{ id: M-1, signed: 2026-01-01, "
                + "iban: GB94BARC10201530093459 } }\n")));
        Assert.Equal(0, busbar.Run("apply", busbar.PathOf("book")).Code);
        var run = busbar.Run("collect", "--on", "2026-03-01", "--out", busbar.PathOf("bank"), "--json");
        Assert.Equal(["ada FRST", "group RCUR", "shop RCUR"], JsonDocument.Parse(run.Results).RootElement
            .GetProperty("debits").EnumerateArray().Select(one =>
                $"{one.GetProperty("account").GetString()} {one.GetProperty("sequence").GetString()}"));
    }

    /// <summary>Ada pays into the usual account; a group and its shop into another, as the group says.</summary>
    private static Busbars Three(string engine)
    {
        var busbar = new Busbars(engine) { Now = Instant.FromUtc(2026, 11, 26, 12, 0) };
        busbar.Write("book/book.yaml", $$"""
            seller: { name: N }
            currency: EUR
            zone: Europe/Berlin
            tax: outside
            payments:
              creditor-id: DE98ZZZ09999999999
              iban: {{Usual}}
              accounts: { north: {{North}} }

            """);
        busbar.Write("book/parties.yaml", "- { party: ada, name: Ada }\n");
        busbar.Write("book/accounts.yaml", string.Concat(new[]
        {
            ("ada", "M-1", ""), ("group", "M-2", ", paid-into: north"), ("shop", "M-3", ", parent: group"),
        }.Select(one => $"- {{ account: {one.Item1}, party: ada, mandate: {{ id: {one.Item2}, signed: 2026-01-01, "
            + $"iban: GB94BARC10201530093459 }}{one.Item3} }}\n")));
        busbar.Write("book/agreements.yaml", string.Concat(new[] { "ada", "group", "shop" }.Select(one =>
            $"- {{ agreement: a-{one}, account: {one}, product: p, connections: c-{one}, from: 2026-01-01 }}\n")));
        busbar.Write("book/connections.yaml", string.Concat(new[] { "ada", "group", "shop" }.Select(one =>
            $"- {{ connection: c-{one}, interval: day, channels: {{ import: kWh }} }}\n")));
        busbar.Write("book/products/p.yaml", "product: p\nfrom: 2026-01-01\ninterval: day\n"
            + "charges:\n  - { name: Fee, quantity: months, price: 10.00 EUR/month }\n");
        var billed = busbar.Run("bill", busbar.PathOf("book"), "--period", "2026-01", "--issued", "2026-02-15");
        Assert.True(billed.Code == 0, billed.Messages);
        return busbar;
    }

    private static string Line(string reference, long amount, string details) => $"""
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
        <Ntfctn><Id>N</Id><Acct><Id><IBAN>{North}</IBAN></Id><Ccy>EUR</Ccy></Acct>
        <Ntry><Amt Ccy="EUR">{Math.Abs(amount) / 100}.00</Amt><CdtDbtInd>{(amount < 0 ? "DBIT" : "CRDT")}</CdtDbtInd>
        <Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-03</Dt></BookgDt><AcctSvcrRef>{reference}</AcctSvcrRef>
        <NtryDtls>{details}</NtryDtls></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>
        """;

    private static void Import(Busbars busbar, string name, string text)
    {
        var paid = busbar.Run("pay", "import", busbar.Write(name, text));
        Assert.True(paid.Code == 0, paid.Messages);
    }

    private static void Pay(Busbars busbar, WrittenEntry entry) =>
        Import(busbar, $"{entry.Reference}.xml", BankFiles.Statement(Usual, "AUD", 0, [entry]));

    private static long Open(Busbars busbar, string account)
    {
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        using var snapshot = database.Snapshot();
        return LedgerStore.OpenItems(snapshot, account).Sum(item => item.Amount);
    }

    private static string Of(XElement element, string name) =>
        element.Elements().First(one => one.Name.LocalName == name).Value;

    private static string[] Sequences(Busbars busbar, string batch) =>
        [.. Loaded(busbar.PathOf($"bank/{batch}.xml")).Descendants()
            .Where(one => one.Name.LocalName == "SeqTp").Select(one => one.Value)];

    private static XDocument Loaded(string path)
    {
        using var reader = XmlReader.Create(path);
        return XDocument.Load(reader);
    }

    private static string Collected(Busbars busbar, string day)
    {
        var run = busbar.Run("collect", "--on", day, "--out", busbar.PathOf("bank"), "--json");
        Assert.True(run.Code == 0, run.Messages);
        var debit = JsonDocument.Parse(run.Results).RootElement.GetProperty("debits")[0];
        return $"{debit.GetProperty("id").GetString()} {debit.GetProperty("sequence").GetString()}";
    }

    private static void Write(Busbars busbar, string says, string id = "M-7")
    {
        File.WriteAllText(busbar.PathOf("book/accounts.yaml"), "- account: wattle\n  party: wattle\n"
            + $"  mandate: {{ id: {id}, signed: 2011-06-01, iban: GB94BARC10201530093459{says} }}\n");
        Assert.Equal(0, busbar.Run("apply", busbar.PathOf("book")).Code);
    }

    private static Busbars Billed(string says, string engine = TestStore.Sqlite)
    {
        var busbar = new Busbars(engine) { Now = Instant.FromUtc(2026, 11, 26, 12, 0) };
        var book = busbar.CopyOfBook();
        File.AppendAllText(busbar.PathOf("book/book.yaml"),
            $"\npayments: {{ creditor-id: DE98ZZZ09999999999, iban: {Usual} }}\n");
        Write(busbar, says);
        var billed = busbar.Run("bill", book, "--period", "2011-07", "--issued", "2011-09-01");
        Assert.True(billed.Code == 0, billed.Messages);
        return busbar;
    }
}

using System.Text.Json;
using Busbar.Tests.Store;

namespace Busbar.Tests.Cli;

/// <summary>An account whose bills are its party's own invoices, made by the seller who pays them.</summary>
public sealed class Generators_are_self_billed
{
    private const string Numbers = "NW-{year}-{00000}";

    private static void Write(Busbars program, string account = ", self-billed: true", string party = ", vat: GB222",
        string tax = "standard", string bills = "", string language = "en-GB")
    {
        program.Write("book/book.yaml", $$"""
            seller: { name: Northwind Energy, address: [1 Quayside], vat: GB123456789 }
            currency: GBP
            zone: UTC
            language: {{language}}
            taxes: { standard: 20 % }
            bills: { every: month, numbers: "{{Numbers}}"{{bills}} }
            """);
        program.Write("book/products/p.yaml", $$"""
            product: offtake
            from: 2026-01-01
            interval: 60min
            channels: { export: kWh }
            charges: [{ name: Output, quantity: export, price: 65 GBP/MWh, to: customer, tax: {{tax}} }]
            ---
            product: supply
            from: 2026-01-01
            interval: 60min
            channels: { import: kWh }
            charges: [{ name: Energy, quantity: import, price: 80 GBP/MWh }]
            """);
        program.Write("book/parties.yaml", $"- {{ party: moor, name: Moor Wind Ltd, address: [Moor Lane]{party} }}\n"
            + "- { party: mill, name: Mill Ltd }");
        program.Write("book/accounts.yaml",
            $"- {{ account: moor, party: moor{account} }}\n- {{ account: mill, party: mill }}");
        program.Write("book/connections.yaml", "- { connection: wind, interval: 60min, channels: { export: kWh } }\n"
            + "- { connection: site, interval: 60min, channels: { import: kWh } }");
        program.Write("book/agreements.yaml", """
            - { agreement: moor, account: moor, product: offtake, connections: wind, from: 2026-03-01, to: 2026-03-02 }
            - { agreement: mill, account: mill, product: supply, connections: site, from: 2026-03-01, to: 2026-03-02 }
            """);
        program.Write("book/reads/r.csv", PoolBooks.Csv([("wind", "export", [.. Enumerable.Repeat(1000m, 24)]),
            ("site", "import", [.. Enumerable.Repeat(500m, 24)])]));
    }

    private static Printed Bill(Busbars program, params string[] more) =>
        program.Run(["bill", program.PathOf("book"), "--period", "2026-03", .. more]);

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void Its_invoices_have_a_series_of_their_own(string engine)
    {
        using var program = new Busbars(engine);
        Write(program);
        var run = Bill(program);
        Assert.Equal(0, run.Code);
        Assert.Equal([
            "NW-2026-00001    mill                 2026-03-01 to 2026-03-31      1152.00 GBP",
            "SB-2026-00001    moor                 2026-03-01 to 2026-03-31     -1872.00 GBP",
        ], run.Lines);
        var bill = JsonDocument.Parse(program.Run("show", "SB-2026-00001", "--json").Results).RootElement;
        Assert.True(bill.GetProperty("self_billed").GetBoolean());
        Assert.Equal("-1872.00", bill.GetProperty("total").GetString());
        Assert.False(JsonDocument.Parse(program.Run("show", "NW-2026-00001", "--json").Results).RootElement
            .TryGetProperty("self_billed", out _));
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void It_is_billed_again_in_its_own_series(string engine)
    {
        using var program = new Busbars(engine);
        Write(program);
        Bill(program);
        program.Write("book/reads/later.csv", PoolBooks.Csv([("wind", "export", [900m])])
            .Replace("kWh,A\n", "kWh,A,2\n", StringComparison.Ordinal)
            .Replace("unit,quality\n", "unit,quality,version\n", StringComparison.Ordinal));
        Assert.Equal(0, program.Run("import", program.PathOf("book/reads/later.csv")).Code);
        var again = program.Run("rebill", "SB-2026-00001");
        Assert.Equal(0, again.Code);
        Assert.Contains("CN-2026-00001 takes SB-2026-00001 back, 1872.00 GBP; SB-2026-00002 stands instead, "
            + "-1864.20 GBP.", again.Results, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_invoices_tax_for_who_does_not_account_for_it()
    {
        using var program = new Busbars();
        Write(program, party: "");
        var run = program.Run("check", program.PathOf("book"));
        Assert.Equal(1, run.Code);
        Assert.Contains("Account moor is self-billed, and its party moor has no VAT number, so that no tax can be "
            + "invoiced for it; the charge Output has the tax standard.\n  Give the party its vat. If it isn't "
            + "registered for the tax, write tax: outside in its account, or in the charges.",
            run.Messages + run.Results, StringComparison.Ordinal);
        Write(program, party: "", tax: "outside");
        Assert.Equal(0, program.Run("check", program.PathOf("book")).Code);
        Write(program, party: "", account: ", self-billed: true, tax: outside");
        Assert.Equal("SB-2026-00001    moor                 2026-03-01 to 2026-03-31     -1560.00 GBP",
            Bill(program).Lines[1]);
    }

    [Theory]
    [InlineData(", self-billed: yes", "", "self-billed of account moor is the text yes; expected true or false.")]
    [InlineData("", ", self-billed: \"NW-{year}-{00000}\"",
        "Bills and self-billed invoices have the same numbers, and each has a series of its own.\n"
        + "  Write self-billed: \"NW-SB-{year}-{00000}\".")]
    [InlineData("", ", self-billed: \"CN-{year}-{00000}\"",
        "Credit notes and self-billed invoices have the same numbers, and each has a series of its own.")]
    public void What_is_wrong_is_said(string account, string bills, string message)
    {
        using var program = new Busbars();
        Write(program, account: account, bills: bills);
        var run = program.Run("check", program.PathOf("book"));
        Assert.Equal(1, run.Code);
        Assert.Contains(message, run.Messages + run.Results, StringComparison.Ordinal);
    }

    [Fact]
    public void The_days_of_issue_ascend_in_each_series()
    {
        using var program = new Busbars();
        Write(program);
        Assert.Equal(0, Bill(program, "--issued", "2026-04-10").Code);
        var earlier = Bill(program, "--issued", "2026-04-09", "--account", "moor");
        Assert.Contains(" was issued on 2026-04-10; the next of its series can't be dated 2026-04-09.",
            earlier.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en-GB", "Self-billed invoice SB-2026-00001", "We pay you", "£1,872.00",
        "Self-billing: this is your invoice to Northwind Energy, which Northwind Energy has made. The tax on it is "
        + "yours, and you account for it.", "Self-billed credit note CN-2026-00001", "−£1,872.00")]
    [InlineData("de-DE", "Gutschrift (Selbstfakturierung) SB-2026-00001", "Wir zahlen Ihnen", "1.872,00\u00a0£",
        "Gutschrift nach § 14 Abs. 2 UStG: Dies ist Ihre Rechnung an Northwind Energy, die Northwind Energy "
        + "ausgestellt hat. Die Steuer darauf schulden Sie.", "Storno einer Gutschrift CN-2026-00001", "−1.872,00")]
    public void Its_document_says_what_it_is_in_its_language(
        string language, string title, string label, string amount, string said, string credit, string takenBack)
    {
        using var program = new Busbars();
        Write(program, language: language);
        Bill(program);
        string Page(string number)
        {
            var page = program.Run("show", number, "--format", "html");
            Assert.Equal(0, page.Code);
            return page.Results.Replace("<bdi>", "", StringComparison.Ordinal);
        }
        var html = Page("SB-2026-00001");
        foreach (var one in new[] { $"<h1>{title}</h1>", label, amount, said, "GB222" })
            Assert.Contains(one, html, StringComparison.Ordinal);
        var text = program.Run("show", "SB-2026-00001").Results;
        Assert.Contains(title[..^"SB-2026-00001".Length].Trim(), text, StringComparison.Ordinal);
        Assert.DoesNotContain("-1", text.Replace("SB-2026", "", StringComparison.Ordinal), StringComparison.Ordinal);
        // Nothing on it is below zero, and nothing is to be paid.
        Assert.DoesNotContain("−", html[html.IndexOf("<body>", StringComparison.Ordinal)..], StringComparison.Ordinal);
        program.Write("book/reads/later.csv", PoolBooks.Csv([("wind", "export", [900m])])
            .Replace("kWh,A\n", "kWh,A,2\n", StringComparison.Ordinal)
            .Replace("unit,quality\n", "unit,quality,version\n", StringComparison.Ordinal));
        program.Run("import", program.PathOf("book/reads/later.csv"));
        program.Run("rebill", "SB-2026-00001");
        var note = Page("CN-2026-00001");
        Assert.Contains($"<h1>{credit}</h1>", note, StringComparison.Ordinal);
        Assert.Contains(takenBack, note, StringComparison.Ordinal);
    }
}

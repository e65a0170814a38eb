using System.Globalization;
using System.Text;
using NodaTime;

namespace Busbar.Tests.Cli;

/// <summary>For each role and each command what is seen.</summary>
public class Every_role_at_every_door
{
    private static readonly string[] Connections = ["oven-l", "oven-r", "oven-y"];

    private static readonly string[] Accounts = ["bakers", "leeds", "ripon", "york"];

    /// <summary>Leeds, Ripon, York and York in its landlord's name, for January, February and March.</summary>
    private static readonly string[] Bills =
    [
        "NW-2026-00001", "NW-2026-00002", "NW-2026-00003", "LT-2026-00001",
        "NW-2026-00004", "NW-2026-00005", "NW-2026-00006", "LT-2026-00002",
        "NW-2026-00007", "NW-2026-00008", "NW-2026-00009", "LT-2026-00003",
    ];

    // w: seen, -: refused for its format, whatever it is, and a point: as if it weren't there.
    [Theory]
    [InlineData("ann", "wwww wwww wwww", "wwww", "wwww wwww wwww", "wwww wwww wwww", "wwww wwww wwww", "www")]
    [InlineData("yves", "..ww ..ww ..ww", "...w", "..ww ..ww ..ww", "..ww ..ww ..ww", "..ww ..ww ..ww", "..w")]
    [InlineData("pat", "w... w... ww..", "w...", "w... w... ww..", "w.w. w.ww wwww", "w... w... ww..", "...")]
    [InlineData("sam", ".... .... ....", "....", ".... .... ....", "w... w... w...", ".... .... ....", "w..")]
    [InlineData("tess", ".... ..ww ..ww", "....", "---- ---- ----", ".... ..ww ..ww", ".... ..ww ..ww", "..w")]
    [InlineData("lars", "...w ...w ...w", "....", "...w ...w ...w", "...w ...w ...w", ".... .... ....", "...")]
    [InlineData("bo", ".... .... ....", "....", ".... .... ....", ".w.. .w.. .w..", ".... .... ....", "...")]
    public void Each_role_sees_its_part_and_is_refused_the_rest(
        string viewer, string bills, string accounts, string pages, string lines, string explained, string readings)
    {
        using var busbar = Billed([]);
        string Of(IEnumerable<string> things, Func<string, string> command) =>
            string.Concat(things.Select(thing => Sign(busbar.RunLine($"{command(thing)} --as {viewer}"))));
        string OfBills(Func<string, string> command) =>
            string.Join(' ', Bills.Chunk(4).Select(month => Of(month, command)));
        foreach (var format in new[] { "text", "json" })
            Assert.Equal($"{format} {bills}", $"{format} {OfBills(bill => $"show {bill} --format {format}")}");
        foreach (var format in new[] { "html", "pdf", "ubl" })
            Assert.Equal($"{format} {pages}",
                $"{format} {OfBills(bill => $"show {bill} --format {format} --out out")}");
        Assert.Equal($"csv {lines}", $"csv {OfBills(bill => $"show {bill} --format csv")}");
        Assert.Equal($"explain {explained}", $"explain {OfBills(bill => $"explain {bill}")}");
        Assert.Equal($"account {accounts}", $"account {Of(Accounts, account => $"account {account}")}");
        Assert.Equal($"statement {accounts}",
            $"statement {Of(Accounts, account => $"statement {account} --period 2026-03")}");
        Assert.Equal($"reads {readings}", $"reads {Of(Connections, one => $"reads {one} --period 2026")}");
        Assert.Equal($"export {readings}",
            $"export {Of(Connections, one => $"export {one} --period 2026 --out out/{one}.csv")}");
        // What is for who runs the book has no viewer, and what it has not isn't told either.
        foreach (var door in new[]
        {
            "pay list", "collect --on 2026-04-01", "ledger balance", "ledger journal --period 2026", "verify",
            "accrue --on 2026-03-31", "compare past.csv", "costs book past.xml", "bill --period 2026-04",
            "rebill NW-2026-00001",
        })
        {
            var run = busbar.RunLine($"{door} --as {viewer}");
            Assert.Equal((2, ""), (run.Code, run.Results));
        }
    }

    [Fact]
    public void A_payer_is_not_told_what_was_paid_before_by_somebody_else()
    {
        using var busbar = Billed([]);
        // Ripon paid for February itself; March is the first bill that its parent pays.
        var whole = busbar.RunLine("show NW-2026-00008 --format html").Results;
        var seen = busbar.RunLine("show NW-2026-00008 --format html --as pat").Results;
        Assert.InRange(seen.Length, 1, whole.Length - 1);
        // What it compares with is seen, so it is compared.
        Assert.Equal(busbar.RunLine("show NW-2026-00007 --format html").Results,
            busbar.RunLine("show NW-2026-00007 --format html --as pat").Results);
    }

    [Fact]
    public void A_landlord_gets_its_bill_without_its_tenants_days()
    {
        using var busbar = Billed([]);
        foreach (var format in new[] { "html", "ubl" })
        {
            var (whole, seen) = (busbar.RunLine($"show LT-2026-00002 --format {format}"),
                busbar.RunLine($"show LT-2026-00002 --format {format} --as lars"));
            Assert.True(whole.Code + seen.Code == 0, whole.Messages + seen.Messages);
            Assert.InRange(seen.Results.Length, 1, whole.Results.Length - 1);
        }
        Assert.DoesNotContain("EmbeddedDocumentBinaryObject",
            busbar.RunLine("show LT-2026-00002 --format ubl --as lars").Results, StringComparison.Ordinal);
        Assert.Contains("EmbeddedDocumentBinaryObject",
            busbar.RunLine("show LT-2026-00002 --format ubl --as yves").Results, StringComparison.Ordinal);
    }

    private static char Sign(Printed run) => run.Code switch
    {
        0 => 'w',
        2 when run.Messages.Contains("Who sees some days only", StringComparison.Ordinal) => '-',
        1 when run.Messages.StartsWith("There is no ", StringComparison.Ordinal) => '.',
        _ => '?',
    };

    /// <summary>Bakers pays for Leeds, for York's fixed charge and later 60 % of it, and from March on for Ripon.
    /// </summary>
    /// <param name="used">kWh a day by connection and month, <c>oven-l 1</c>; 8 where it isn't said.</param>
    private static Busbars Billed(Dictionary<string, int> used)
    {
        var busbar = new Busbars { Now = Instant.FromUtc(2026, 4, 20, 12, 0) };
        var book = busbar.CopyOfBook("book", Path.Combine(Tidy.House.Root, "tests/cases/who-sees-what/book"));
        void Replace(string file, string what, string with)
        {
            var text = File.ReadAllText(Path.Combine(book, file));
            Assert.Contains(what, text, StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(book, file), text.Replace(what, with, StringComparison.Ordinal));
        }
        Replace("book.yaml", "{ name: Northwind Energy }", "{ name: Northwind Energy, vat: GB123456789, country: GB }");
        Replace("book.yaml", "due: 14 days }", "due: 14 days, attach-readings: true }");
        Replace("parties.yaml", "- { party: york,", "- { party: lets, name: Lets Ltd, vat: GB987654321, country: GB, "
            + "bills: { numbers: \"LT-{year}-{00000}\", credits: \"LT-CN-{year}-{00000}\" } }\n- { party: york,");
        Replace("accounts.yaml", "pays: self", "pays: { 2026-01-01: self, 2026-03-01: parent }");
        Replace("agreements.yaml", "account: york, product: flat,",
            "account: york, product: flat-with-roof, parties: { landlord: lets },");
        Replace("access.yaml", "party: york", "party: lets");
        busbar.Write("book/products/flat-with-roof.yaml", File.ReadAllText(Path.Combine(book, "products/flat.yaml"))
            .Replace("product: flat", "product: flat-with-roof", StringComparison.Ordinal)
            + "  - { name: Roof power, group: energy, quantity: import * 0.1, price: 10 p/kWh, to: landlord }\n");
        var reads = new StringBuilder("connection,channel,start,value,unit,quality\n");
        foreach (var connection in Connections)
            for (var day = new LocalDate(2026, 1, 1); day < new LocalDate(2026, 4, 1); day = day.PlusDays(1))
                reads.Append(CultureInfo.InvariantCulture, $"{connection},import,2026-{day.Month:00}-{day.Day:00},"
                    + $"{used.GetValueOrDefault($"{connection} {day.Month}", 8) + day.Day % 3},kWh,A\n");
        busbar.Write("book/reads/winter.csv", reads.ToString());
        foreach (var (period, issued) in new[]
        {
            ("2026-01", "2026-02-02"), ("2026-02", "2026-03-02"), ("2026-03", "2026-04-02"),
        })
        {
            var run = busbar.Run(period == "2026-01" ? ["bill", book, "--period", period, "--issued", issued]
                : ["bill", "--period", period, "--issued", issued]);
            Assert.True(run.Code == 0, run.Messages);
        }
        return busbar;
    }
}

using System.Text.Json;
using Busbar.Tests.Documents;
using NodaTime;

namespace Busbar.Tests.Cli;

/// <summary>Documents are made of what was known when a bill was made, and a bill stands without one.</summary>
public class Bills_are_printed
{
    private const string July = "2011-07";

    [Fact]
    public void Printed_again_a_bill_has_the_same_bytes_whatever_the_book_says_now()
    {
        using var busbar = new Busbars { Now = Instant.FromUtc(2026, 11, 26, 12, 0) };
        var book = busbar.CopyOfBook();
        Assert.Equal(0, busbar.Run("bill", book, "--period", "2011-07-01..2011-09-01", "--issued", "2026-11-01",
            "--format", "html,pdf", "--out", busbar.PathOf("first")).Code);
        Edit(busbar, "book/book.yaml", "Southern Light Energy", "Northern Light Energy");
        Assert.Equal(0, busbar.Run("bill", book, "--period", "2011-09", "--issued", "2026-11-02").Code);
        Assert.Equal(0, busbar.Run("rebill", "SL-2026-00001", "--issued", "2026-11-03").Code);
        foreach (var number in (string[])["SL-2026-00001", "SL-2026-00002"])
        {
            Assert.Equal(0, busbar.Run("show", number, "--format", "html,pdf", "--out", busbar.PathOf("again")).Code);
            foreach (var ending in (string[])[".html", ".pdf"])
                Assert.Equal(File.ReadAllBytes(busbar.PathOf($"first/{number}{ending}")),
                    File.ReadAllBytes(busbar.PathOf($"again/{number}{ending}")));
        }
        Assert.Contains("Northern Light Energy", busbar.Run("show", "SL-2026-00003", "--format", "html").Results,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_bill_stands_without_its_document()
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook();
        // Where its file should be stands a folder.
        Directory.CreateDirectory(busbar.PathOf("bills/SL-2026-00001.pdf/own"));
        var run = busbar.Run("bill", book, "--period", July, "--format", "pdf", "--out", busbar.PathOf("bills"));
        Assert.Equal(3, run.Code);
        Assert.Contains("SL-2026-00001 is issued; its PDF can't be made:", run.Messages, StringComparison.Ordinal);
        Assert.Contains("Make it later: busbar show SL-2026-00001 --format pdf --out", run.Messages,
            StringComparison.Ordinal);
        Assert.Contains("Nothing is in ", run.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("They are in", run.Messages, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(busbar.PathOf("bills")));
        Assert.Equal(0, busbar.Run("show", "SL-2026-00001").Code);
        Assert.Equal(0, busbar.Run("show", "SL-2026-00001", "--format", "html").Code);
    }

    [Fact]
    public void A_folder_that_nothing_came_into_is_gone_again()
    {
        using var busbar = new Busbars();
        Assert.Equal(0, busbar.Run("bill", busbar.CopyOfBook(), "--period", July).Code);
        foreach (var format in (string[])["pdf", "json"])
        {
            var refused = busbar.Run("show", "SL-2026-7", "--format", format, "--out", busbar.PathOf("new/deep"));
            Assert.Equal(1, refused.Code);
            Assert.DoesNotContain("folder", refused.Messages, StringComparison.Ordinal);
            Assert.False(Directory.Exists(busbar.PathOf("new")));
        }
        Directory.CreateDirectory(busbar.PathOf("old"));
        var last = busbar.Run("show", "SL-2026-7", "--format", "pdf", "--out", busbar.PathOf("old/deep"));
        Assert.Equal(1, last.Code);
        Assert.Empty(Directory.GetFileSystemEntries(busbar.PathOf("old")));
    }

    [Fact]
    public void What_no_font_has_stands_as_its_code_and_is_said_before_and_after()
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook();
        Edit(busbar, "book/parties.yaml", "A. and R. Wattle", "\U00013000 Wattle");
        Edit(busbar, "book/book.yaml", "name: Southern Light Energy", "name: 電力 Energy");
        busbar.Write("book/texts/opening.liquid", "{% comment %} 電 {% endcomment %}\nHello 😀 {{ customer }}.");
        var check = busbar.Run("check", book);
        Assert.Equal(0, check.Code);
        Assert.Contains("3 texts of it have characters that a PDF can't show:", check.Messages,
            StringComparison.Ordinal);
        Assert.Contains("texts/opening.liquid:2:7: This text has 😀 (U+1F600), which", check.Messages,
            StringComparison.Ordinal);
        Assert.Matches(@"book\.yaml:\d+:\d+: The text 電力 Energy has 電 \(U\+96FB\), 力 \(U\+529B\), which",
            check.Messages);
        Assert.Contains(": The text \U00013000 Wattle has \U00013000 (U+13000), which", check.Messages,
            StringComparison.Ordinal);
        Assert.Equal(1, busbar.Run("check", book, "--strict").Code);
        using var json = JsonDocument.Parse(busbar.Run("check", book, "--json").Results);
        Assert.Equal(3, json.RootElement.GetProperty("warnings").GetArrayLength());
        var run = busbar.Run("bill", book, "--period", July, "--format", "pdf,html", "--out", busbar.PathOf("bills"));
        Assert.Equal(3, run.Code);
        Assert.Contains("The PDF of SL-2026-00001 is made, with codes for characters that its fonts lack:",
            run.Messages, StringComparison.Ordinal);
        Assert.Equal(["SL-2026-00001.html", "SL-2026-00001.pdf"],
            Directory.GetFiles(busbar.PathOf("bills")).Select(path => Path.GetFileName(path)).Order());
        Assert.Contains("Hello [U+1F600] [U+13000] Wattle.",
            PdfText.Of(File.ReadAllBytes(busbar.PathOf("bills/SL-2026-00001.pdf"))), StringComparison.Ordinal);
        Assert.Contains("Hello 😀 \U00013000 Wattle.", File.ReadAllText(busbar.PathOf("bills/SL-2026-00001.html")),
            StringComparison.Ordinal);
        Assert.Contains("texts/opening.liquid:2:7", busbar.Run("apply", book).Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_becomes_too_long_is_left_out_and_said()
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook();
        busbar.Write("book/texts/closing.liquid",
            "Good bye." + string.Concat(Enumerable.Repeat("{{ customer }}", 300)));
        Assert.Equal(0, busbar.Run("check", book).Code);
        var run = busbar.Run("bill", book, "--period", July, "--format", "pdf,html", "--out", busbar.PathOf("bills"));
        Assert.Equal(3, run.Code);
        Assert.Contains("A text of the seller is left out of SL-2026-00001:", run.Messages, StringComparison.Ordinal);
        Assert.Contains("texts/closing.liquid", run.Messages, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(busbar.PathOf("bills")).Length);
        Assert.DoesNotContain("Good bye.", File.ReadAllText(busbar.PathOf("bills/SL-2026-00001.html")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Who_is_billed_for_a_part_of_a_pool_sees_what_was_measured_on_their_own_days()
    {
        using var busbar = new Busbars { Now = Instant.FromUtc(2026, 11, 26, 12, 0) };
        var run = busbar.Run("bill", Path.Combine(Tidy.House.Root, "books/private-network"), "--period",
            "2026-01-01..2026-04-01", "--issued", "2026-04-12", "--format", "html", "--out", busbar.PathOf("bills"));
        Assert.True(run.Code == 0, run.Messages);
        var pages = Directory.GetFiles(busbar.PathOf("bills"))
            .Select(path => Bare(File.ReadAllText(path))).ToList();
        var studio = Assert.Single(
            pages, page => page.Contains("1 to 15\u00a0February 2026", StringComparison.Ordinal));
        Assert.Contains("1012345678946</th><td>import</td><td>30 minutes</td><td class=\"end\">720</td>", studio,
            StringComparison.Ordinal);
        Assert.Contains("Show as a table", studio, StringComparison.Ordinal);
        // The landlord has it since the day after.
        Assert.Single(pages, page => page.Contains("1012345678946</th><td>import</td><td>30 minutes</td>"
            + "<td class=\"end\">624</td>", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_fed_in_is_shown_where_a_bill_is_for_that()
    {
        using var busbar = new Busbars { Now = Instant.FromUtc(2026, 11, 26, 12, 0) };
        var run = busbar.Run("bill", Path.Combine(Tidy.House.Root, "books/community"), "--period", "2026-04",
            "--issued", "2026-06-01", "--format", "html", "--out", busbar.PathOf("bills"));
        Assert.True(run.Code == 0, run.Messages);
        var page = File.ReadAllText(busbar.PathOf("bills/EG-2026-00001.html"));
        Assert.Contains("<p class=\"chart\" aria-hidden=\"true\">Export jedes Tages</p>", page,
            StringComparison.Ordinal);
        Assert.Contains("Wann Sie eingespeist haben", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Wann Sie verbraucht haben", page, StringComparison.Ordinal);
        var used = File.ReadAllText(busbar.PathOf("bills/EG-2026-00002.html"));
        Assert.Contains("Wann Sie verbraucht haben", used, StringComparison.Ordinal);
    }

    [Fact]
    public void A_self_billed_invoice_speaks_of_what_is_supplied()
    {
        using var busbar = new Busbars { Now = Instant.FromUtc(2026, 11, 26, 12, 0) };
        var run = busbar.Run("bill", Path.Combine(Tidy.House.Root, "books/ppa"), "--period", "2026-01",
            "--issued", "2026-05-05", "--format", "html", "--out", busbar.PathOf("bills"));
        Assert.True(run.Code == 0, run.Messages);
        var page = File.ReadAllText(busbar.PathOf("bills/NW-SB-2026-00001.html"));
        Assert.Contains(">When you supplied it<", page, StringComparison.Ordinal);
        Assert.Contains("Most is supplied around", page, StringComparison.Ordinal);
        Assert.Contains(">This invoice<", page, StringComparison.Ordinal);
        Assert.DoesNotContain("his bill", page, StringComparison.Ordinal);
        Assert.DoesNotContain("ou used", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bill_that_rests_on_estimates_alone_says_all_of_it()
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook(from: Path.Combine(Tidy.House.Root, "tests/cases/a-hole-is-estimated/book"));
        var run = busbar.Run("bill", book, "--period", "2026-04", "--issued", "2026-05-02");
        Assert.Equal(3, run.Code);
        busbar.Run("estimate", "--period", "2026-04");
        busbar.Run("bill", "--period", "2026-04", "--issued", "2026-05-02");
        Assert.Contains("All of this bill rests on estimated readings: £36.75 before tax.",
            busbar.Run("show", "NW-2026-00002", "--format", "html").Results, StringComparison.Ordinal);
        Assert.Contains("Part of this bill rests on estimated readings:",
            busbar.Run("show", "NW-2026-00001", "--format", "html").Results, StringComparison.Ordinal);
    }

    [Fact]
    public void The_meter_that_was_there_first_is_read_first()
    {
        using var busbar = new Busbars();
        var folder = Path.Combine(Tidy.House.Root, "tests/cases/registers-of-two-rates");
        var book = busbar.CopyOfBook(from: Path.Combine(folder, "book"));
        Assert.Equal(0, busbar.Run("bill", book, "--period", "2026-06", "--issued", "2026-07-02").Code);
        Assert.Equal(0, busbar.Run("import", Path.Combine(folder, "july.csv")).Code);
        Assert.Equal(0, busbar.Run("bill", "--period", "2026-07", "--issued", "2026-08-04").Code);
        var page = Bare(busbar.Run("show", "NW-2026-00002", "--format", "html").Results);
        var reads = System.Text.RegularExpressions.Regex.Matches(page, "<td>([SL][0-9AB]+)</td><td>([12])</td>")
            .Select(row => row.Groups[1].Value[..1] + row.Groups[2].Value).Distinct();
        Assert.Equal(["S1", "S2", "L1", "L2"], reads);
    }

    [Fact]
    public void A_rebill_that_writes_nothing_leaves_no_folder_and_says_so()
    {
        using var busbar = new Busbars();
        Assert.Equal(0, busbar.Run("bill", busbar.CopyOfBook(), "--period", July).Code);
        foreach (var (draft, why) in new[] { ("--draft", "--draft issues nothing"), ("--quiet", "nothing was issued") })
        {
            string[] args = ["rebill", "SL-2026-00001", "--format", "html,pdf", "--out", busbar.PathOf("new")];
            var run = busbar.Run(draft == "--draft" ? [.. args, draft] : args);
            Assert.Equal(0, run.Code);
            Assert.Contains($"Nothing is written into {busbar.PathOf("new")}: {why}", run.Messages,
                StringComparison.Ordinal);
            Assert.False(Directory.Exists(busbar.PathOf("new")));
        }
    }

    [Theory]
    [InlineData("\u05D0\u05D1\u05D2 \u05D3", "<bdi>\u05D0\u05D1\u05D2 \u05D3</bdi>")]
    [InlineData(null, "WWWWWWWW")]
    [InlineData("'<script>alert(1)</script>'", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    public void Any_name_is_written(string? name, string written)
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook();
        Edit(busbar, "book/parties.yaml", "A. and R. Wattle", name ?? new string('W', 300));
        var run = busbar.Run(
            "bill", book, "--period", July, "--format", "html,pdf", "--out", busbar.PathOf("bills"));
        Assert.True(run.Code == 0, run.Messages);
        Assert.Contains(written, File.ReadAllText(busbar.PathOf("bills/SL-2026-00001.html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pictures/logo.png", "no picture", "logo: pictures/logo.png", "book.yaml:", "is no picture")]
    [InlineData("pictures/logo.svg", "<svg/>", "colour: '#000000'", "pictures/logo.svg: ", "export it as PNG")]
    [InlineData("texts/help.liquid", "{{ nobody }}", "colour: '#000000'", "texts/help.liquid:1:4", "variable 'nobody'")]
    [InlineData("texts/halp.liquid", "x", "colour: '#000000'", "texts/halp.liquid: ", "Did you mean help?")]
    [InlineData("README.md", "x", "colour: '#cccccc'", "book.yaml:", "Take a darker one.")]
    [InlineData("README.md", "x", "bank: { IBAN: DE00 3704 0044 0532 0130 00 }", "book.yaml:", "which is no IBAN")]
    public void What_documents_cannot_show_is_refused_with_its_place(
        string file, string content, string key, string place, string said)
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook();
        busbar.Write($"book/{file}", content);
        Edit(busbar, "book/book.yaml", "  name: Southern", $"  {key}\n  name: Southern");
        var run = busbar.Run("check", book);
        Assert.Equal(1, run.Code);
        Assert.Contains(place, run.Messages, StringComparison.Ordinal);
        Assert.Contains(said, run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void A_book_begins_as_a_copy_of_a_sample()
    {
        using var busbar = new Busbars();
        var run = busbar.Run("init", busbar.PathOf("mine"), "--from", "household-solar");
        Assert.True(run.Code == 0, run.Messages);
        Assert.Equal(0, busbar.Run("check", busbar.PathOf("mine")).Code);
        Assert.Equal(1, busbar.Run("init", busbar.PathOf("mine"), "--from", "household-solar").Code);
        var none = busbar.Run("init", busbar.PathOf("other"), "--from", "household-sola");
        Assert.Equal(2, none.Code);
        Assert.Contains("Did you mean household-solar?", none.Messages, StringComparison.Ordinal);
        Assert.Contains("There are brokers, community, demand-response,", busbar.Run("init", "x").Messages,
            StringComparison.Ordinal);
    }

    /// <summary>A page without what its tables say for narrow screens.</summary>
    private static string Bare(string page) =>
        System.Text.RegularExpressions.Regex.Replace(page, " (role|data-name)=\"[^\"]*\"", "");

    private static void Edit(Busbars busbar, string file, string from, string to)
    {
        var text = File.ReadAllText(busbar.PathOf(file));
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(busbar.PathOf(file), text.Replace(from, to, StringComparison.Ordinal));
    }
}

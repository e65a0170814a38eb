using System.Globalization;
using System.Text;
using Busbar.Documents.Paper;

namespace Busbar.Tests.Documents;

/// <summary>
/// A sheet becomes a PDF that is the same everywhere, or is refused with what is wrong before a byte is written.
/// </summary>
public class Bills_are_printed
{
    private static readonly Lazy<byte[]> Household = new(() => PdfText.Pdf(SampleSheets.Household()));

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public void In_any_culture_alike(string culture)
    {
        var (usual, thread) = (Household.Value, Thread.CurrentThread);
        var own = thread.CurrentCulture;
        try
        {
            thread.CurrentCulture = new(culture);
            Assert.Equal(usual, PdfText.Pdf(SampleSheets.Household()));
        }
        finally
        {
            thread.CurrentCulture = own;
        }
    }

    [Fact]
    public async Task By_many_threads_at_once_alike()
    {
        var business = PdfText.Pdf(SampleSheets.Business(40));
        var written = await Task.WhenAll(Enumerable.Range(0, 16).Select(one => Task.Run(() => one % 2 == 0
            ? PdfText.Pdf(SampleSheets.Household()) : PdfText.Pdf(SampleSheets.Business(40)))));
        Assert.All(written.Index(), one => Assert.Equal(one.Index % 2 == 0 ? Household.Value : business, one.Item));
    }

    [Fact]
    public void After_memory_was_tidied_up_alike()
    {
        var before = Household.Value;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        Assert.Equal(before, PdfText.Pdf(SampleSheets.Household()));
    }

    [Fact]
    public void With_the_day_of_the_sheet_and_no_zone_of_the_machine()
    {
        var text = Encoding.Latin1.GetString(Household.Value);
        Assert.Equal(2, text.Split("(D:20260402000000Z)").Length - 1);
        Assert.Equal(2, text.Split("(D:").Length - 1);
    }

    [Fact]
    public void With_title_language_and_paper()
    {
        var german = Encoding.Latin1.GetString(PdfText.Pdf(SampleSheets.GermanBill()));
        Assert.Contains("/Title (Rechnung SW-2026-00007)", german, StringComparison.Ordinal);
        Assert.Contains("/Lang (de-DE)", german, StringComparison.Ordinal);
        Assert.Contains("/DisplayDocTitle true", german, StringComparison.Ordinal);
        Assert.Contains("/MediaBox [0 0 595.2", german, StringComparison.Ordinal);
        var american = PdfText.Pdf(SampleSheets.Household() with { Language = "en-US" });
        Assert.Contains("/MediaBox [0 0 612 792]", Encoding.Latin1.GetString(american), StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_carries_the_letters_that_it_needs_and_no_whole_fonts() =>
        Assert.InRange(PdfText.Pdf(SampleSheets.CreditNote()).Length, 1, 60_000);

    [Fact]
    public void A_character_that_no_font_has_stands_as_its_code_and_is_said()
    {
        using var output = new MemoryStream();
        var sheet = SampleSheets.Household("Ada 🏠 Lovelace, 電気 電");
        var faults = PdfFile.Write(sheet, output);
        Assert.Equal(["U+1F3E0", "U+96FB", "U+6C17"], faults.Select(fault => fault.Message.Split('(', ')')[1]));
        Assert.All(faults, fault => Assert.Equal("no-glyph", fault.Code));
        Assert.Equal("The fonts of a PDF have no 🏠 (U+1F3E0): it stands as its code in \"Ada 🏠 Lovelace, 電気 電\".",
            faults[0].Message);
        Assert.Contains("HTML", faults[0].Hint, StringComparison.Ordinal);
        var text = PdfText.Of(output.ToArray());
        Assert.Contains("Ada [U+1F3E0]", text, StringComparison.Ordinal);
        Assert.Contains("[U+96FB][U+6C17]", text, StringComparison.Ordinal);
        Assert.Contains("stand for characters that the fonts of this print do not have", text,
            StringComparison.Ordinal);
        Assert.Equal(output.ToArray(), PdfText.Pdf(sheet));
    }

    [Fact]
    public void Where_no_character_lacks_nothing_is_said_of_codes()
    {
        var sheet = SampleSheets.Household(
            "Zoë Łukasz Žižka \u05D0\u05D1 \u0639\u0644 a\u0301 1\u202F000\u2011 \u200Ex");
        Assert.Empty(PdfFile.Write(sheet, Stream.Null));
        Assert.DoesNotContain("[U+", PdfText.Of(PdfText.Pdf(sheet)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_300_letters_is_wrapped_and_whole()
    {
        foreach (var name in new[]
        {
            string.Concat(Enumerable.Range(0, 300).Select(i => (char)('a' + i % 26))),
            string.Join(' ', Enumerable.Range(0, 50).Select(i => $"Word{i}")),
        })
        {
            // The name is in the left column; what stands beside it is cut off.
            var left = PdfText.Of(SampleSheets.Household(name)).Split('\n').Select(line => line.Split("    ")[0]);
            Assert.Contains(string.Concat(name.Where(char.IsLetterOrDigit)),
                string.Concat(left.SelectMany(line => line).Where(char.IsLetterOrDigit)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("משה כהן")]
    [InlineData("شركة الطاقة")]
    public void Text_from_right_to_left_is_printed_so(string name)
    {
        var found = PdfText.Of(SampleSheets.Household(name)).Normalize(NormalizationForm.FormKC);
        Assert.Contains(name, Unmarked(found), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_and_latin_words_keep_their_direction_within_it()
    {
        // As UAX 9 has it: the line reads as its first letter, its Hebrew and Arabic runs from right to left.
        Assert.Equal(["Unit ", "12", "אבג "], Runs("Unit אבג 12"));
        Assert.Equal([".", "Ltd", "אבג "], Runs("אבג Ltd."));
        Assert.Equal([")", "No. 7", "אבג ("], Runs("אבג (No. 7)"));
        Assert.Equal(["אבג", " Ltd."], TextDirection.Runs("אבג Ltd.", isRightToLeft: false).Select(run => run.Text));
        Assert.Equal(["12", "אבג "], Runs("אבג 12"));
        Assert.Equal([" גדה", "12.50", "אבג "], Runs("אבג 12.50 גדה"));
    }

    [Fact]
    public void A_logo_that_is_no_picture_is_refused()
    {
        var logo = new SheetImage("image/png", new byte[] { 1, 2, 3 }, "Northwind");
        var fault = Assert.Single(Assert.Throws<RefusedException>(() => PdfText.Pdf(
            SampleSheets.Household() with { Look = SampleCharts.Look with { Logo = logo } })).Faults);
        Assert.Equal("logo-not-drawn", fault.Code);
        Assert.Contains("\"Northwind\"", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_logo_stands_on_the_first_page_as_it_is()
    {
        using var drawn = SkiaSharp.SKImage.Create(new(40, 20));
        using var png = drawn.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100);
        var logo = new SheetImage("image/png", png.ToArray(), "Northwind");
        var sheet = SampleSheets.Household() with { Look = SampleCharts.Look with { Logo = logo } };
        Assert.Contains("/Subtype /Image", Encoding.Latin1.GetString(PdfText.Pdf(sheet)), StringComparison.Ordinal);
        Assert.Equal(PdfText.Pdf(sheet), PdfText.Pdf(sheet));
    }

    [Fact]
    public void A_bill_of_500_lines_has_each_of_them_once()
    {
        var text = PdfText.Of(SampleSheets.Business());
        for (var line = 0; line < 500; line += 3)
            Assert.Equal(2, text.Split(string.Create(CultureInfo.InvariantCulture, $"Meter {100_000 + line},")).Length);
        var pages = text.Split('\f').Length - 1;
        Assert.InRange(pages, 40, 60);
        Assert.Contains($"Page {pages} of {pages}", text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Runs(string text) =>
        TextDirection.Runs(text, TextDirection.IsRightToLeft(text)).Select(run => run.Text);

    private static string Unmarked(string text) =>
        string.Concat(text.Where(sign => sign is not ((>= '\u202A' and <= '\u202E') or '\u200F' or '\u200E')));
}

using System.Text.RegularExpressions;
using Busbar.Contracts;
using Busbar.Documents.Paper;
using Busbar.Quantities;
using Busbar.Tests.Cli;
using NodaTime;

namespace Busbar.Tests.Documents;

/// <summary>A bill in HTML stands alone, and everybody can read it.</summary>
public partial class Bills_are_documents
{
    private static readonly Lazy<(string Bill, string Explanation)> Written = new(() =>
    {
        using var busbar = new Busbars();
        var billed = busbar.Run("bill", Busbars.HouseholdSolar, "--period", "2011-09-01..2011-11-01", "--issued",
            "2026-11-01", "--format", "html,pdf", "--out", busbar.PathOf("bills"));
        Assert.True(billed.Code == 0, billed.Messages);
        Assert.Equal("%PDF-1.4"u8.ToArray(), File.ReadAllBytes(busbar.PathOf("bills/SL-2026-00002.pdf"))[..8]);
        return (File.ReadAllText(busbar.PathOf("bills/SL-2026-00002.html")),
            busbar.Run("explain", "SL-2026-00002", "--format", "html").Results);
    });

    public static TheoryData<string> Pages => [Written.Value.Bill, Written.Value.Explanation];

    [Theory, MemberData(nameof(Pages), DisableDiscoveryEnumeration = true)]
    public void A_page_stands_alone(string page)
    {
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("""(src|href)="(?!data:|#)""", page);
        Assert.DoesNotMatch(@"url\((?!#)", page);
        Assert.DoesNotMatch(@"\son\w+=", page);
    }

    /// <summary>WCAG 2.2: 1.1.1, 1.3.1, 2.4.2, 2.4.6, 3.1.1, 4.1.2.</summary>
    [Theory, MemberData(nameof(Pages), DisableDiscoveryEnumeration = true)]
    public void A_page_says_what_its_parts_are(string page)
    {
        Assert.Contains("<html lang=\"en-AU\">", page, StringComparison.Ordinal);
        Assert.Matches("<title>[^<]*SL-2026-00002[^<]*</title>", page);
        Assert.Single(Regex.Matches(page, "<main>"));
        var levels = Regex.Matches(page, "<h([1-6])").Select(match => match.Groups[1].Value[0] - '0').ToList();
        Assert.Equal(1, levels[0]);
        Assert.Single(levels, 1);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
        Assert.Equal(Regex.Count(page, "<table[ >]"), Regex.Count(page, "<table[^>]*>\n<caption"));
        Assert.DoesNotMatch("<th(?! scope=)[ >]", page);
        Assert.DoesNotMatch("<img(?! [^>]*alt=)", page);
        Assert.DoesNotMatch("<svg(?! [^>]*role=\"img\")", page);
        // Each chart is drawn for wide screens and for narrow ones.
        Assert.Equal(Regex.Count(page, "<svg"), 2 * Regex.Count(page, "<details class=\"values\">"));
        string[] ids = [.. Regex.Matches(page, "\\sid=\"([^\"]+)\"").Select(match => match.Groups[1].Value)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(Regex.Matches(page, "aria-labelledby=\"([^\"]+)\"").SelectMany(match =>
            match.Groups[1].Value.Split(' ')), id => Assert.Contains(id, ids));
        Assert.All(Regex.Matches(page, "<summary>(.*?)</summary>"), match => Assert.NotEmpty(match.Groups[1].Value));
    }

    /// <summary>WCAG 2.2, 1.4.3: what is written in any colour of the styles can be read on white.</summary>
    [Theory, MemberData(nameof(Pages), DisableDiscoveryEnumeration = true)]
    public void All_letters_can_be_read(string page)
    {
        var colours = Regex.Matches(page, "(?<![-\\w])color:(#[0-9a-f]{6})|--own:(#[0-9a-f]{6})")
            .Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value)
            .Distinct().ToList();
        Assert.NotEmpty(colours);
        Assert.All(colours, colour => Assert.True(Contrast.OnWhite(colour) >= 4.5, colour));
        Assert.All(Regex.Matches(page, "<text[^>]* fill=\"(#[0-9a-fA-F]{6})\"").Select(match => match.Groups[1].Value)
            .Distinct(), colour => Assert.True(Contrast.OnWhite(colour.ToLowerInvariant()) >= 4.5, colour));
    }

    [Fact]
    public void The_first_page_says_how_much_why_and_until_when()
    {
        var page = Tags().Replace(Written.Value.Bill, "");
        Assert.Contains("$211.35", page, StringComparison.Ordinal);
        Assert.Contains("Please pay by 15\u00a0November 2026.", page, StringComparison.Ordinal);
        Assert.Contains("It is $26.55 more than your last bill, SL-2026-00001, mostly because you used more each day "
            + "and a unit cost more on average.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_clocks_skip_is_absent_and_not_unknown()
    {
        // The second of October 2011 has no time from two to three in the morning in New South Wales.
        Assert.Contains(">skipped by the clocks</text>", Written.Value.Bill, StringComparison.Ordinal);
        Assert.Contains("The time that the clocks skip has no cell.", Written.Value.Bill, StringComparison.Ordinal);
        Assert.DoesNotContain("not known", Written.Value.Bill, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(Written.Value.Bill, "<td class=\"end\">–</td>"));
    }

    [Fact]
    public void An_axis_has_the_days_of_the_bill_alone()
    {
        var bars = Assert.IsType<Chart.Bars>(BillUse.Daily(Facts(new(2026, 2, 1), new(2026, 3, 1)) with
        {
            UseBefore = Use(new(2026, 1, 1), new(2026, 2, 1)),
            Bill = new ComparedBill("N-1", "2026-02-01", "2026-03-01", []).Facts(null).Bill,
        })!.Chart);
        Assert.Equal("28 Feb", bars.Labels[27]);
        Assert.Equal(["", "", ""], bars.Labels.Skip(28));
    }

    [Fact]
    public void A_unit_is_the_same_in_all_tables()
    {
        var read = new PrintedRead("gas", "m1", "r1", new(2026, 2, 1), 22425, 2, "m3", IsEstimated: false);
        var table = BillReads.Parts(Facts(new(2026, 2, 1), new(2026, 3, 1)) with { Reads = [read] })
            .OfType<Part.Table>().Single();
        Assert.Equal("22,425.00\u00a0m³", table.Rows[0].Cells[4]);
    }

    [Fact]
    public void Figures_stand_where_figures_stand()
    {
        var names = Regex.Match(Written.Value.Explanation,
            "<caption[^>]*>What the names in it come to</caption>.*?</table>", RegexOptions.Singleline).Value;
        Assert.Matches("<td[^>]* class=\"end\"[^>]*>[0-9,.]+ kWh</td><td[^>]* class=\"end\"[^>]*>[0-9,]+</td>",
            names);
    }

    /// <summary>What is known of a bill's use, and nothing else.</summary>
    private static BillFacts Facts(LocalDate from, LocalDate to) => new(null!, null!, to, null!, null!, null!,
        BillLanguage.Of("en-GB"), null, false, null, Use(from, to), null, null, [], []);

    private static DailyUse Use(LocalDate from, LocalDate to) => new("import", "kWh", 1, new(from, to),
        [.. Enumerable.Repeat((Exact?)5, Period.DaysBetween(from, to))], new HashSet<int>());

    [Fact]
    public void The_languages_say_the_same()
    {
        var (english, german) = (BillLanguage.TextsOf("en"), BillLanguage.TextsOf("de"));
        Assert.Empty(english.Keys.Except(german.Keys));
        Assert.All(english.Where(text => text.Key is not ("months" or "short-months")), text =>
            Assert.Equal(PlacesOf(text.Value), PlacesOf(german[text.Key])));
        Assert.All(new[] { english, german }, texts => Assert.Equal(12, texts["months"].Split(' ').Length));
    }

    [Theory]
    [InlineData("en-GB", "GBP", "£1,234.50", "−£1,234.50", "1\u00a0July 2011")]
    [InlineData("en-AU", "AUD", "$1,234.50", "−$1,234.50", "1\u00a0July 2011")]
    [InlineData("en-US", "USD", "$1,234.50", "−$1,234.50", "July\u00a01, 2011")]
    [InlineData("en-GB", "AUD", "AUD\u00a01,234.50", "−AUD\u00a01,234.50", "1\u00a0July 2011")]
    [InlineData("de-DE", "EUR", "1.234,50\u00a0€", "−1.234,50\u00a0€", "1.\u00a0Juli 2011")]
    [InlineData("de-CH", "CHF", "CHF\u00a01’234.50", "−CHF\u00a01’234.50", "1.\u00a0Juli 2011")]
    [InlineData("en-GB", "JPY", "JPY\u00a01,235", "−JPY\u00a01,235", "1\u00a0July 2011")]
    public void Money_and_days_are_written_as_the_country_does(
        string tag, string currency, string money, string negative, string day)
    {
        var words = BillLanguage.Of(tag);
        Assert.Equal((money, negative, day), (words.Money(1234.5m, currency), words.Money(-1234.5m, currency),
            words.Day(new(2011, 7, 1))));
    }

    [Theory]
    [InlineData("en-GB", "1 to 31\u00a0July 2011", "1\u00a0July to 31\u00a0August 2011",
        "31\u00a0December 2011 to 1\u00a0January 2012")]
    [InlineData("en-US", "July\u00a01 to July\u00a031, 2011", "July\u00a01 to August\u00a031, 2011",
        "December\u00a031, 2011 to January\u00a01, 2012")]
    [InlineData("de-DE", "1. bis 31.\u00a0Juli 2011", "1.\u00a0Juli bis 31.\u00a0August 2011",
        "31.\u00a0Dezember 2011 bis 1.\u00a0Januar 2012")]
    public void Days_that_share_a_month_or_a_year_say_it_once(string tag, string month, string year, string other)
    {
        var words = BillLanguage.Of(tag);
        Assert.Equal([month, year, other], [words.Span(new(new(2011, 7, 1), new(2011, 8, 1))),
            words.Span(new(new(2011, 7, 1), new(2011, 9, 1))), words.Span(new(new(2011, 12, 31), new(2012, 1, 2)))]);
    }

    [Theory]
    [InlineData("Dear {{ customer }}, {{ total }} by {{ due }}.", null)]
    [InlineData("{% if kind is_no %}x{% endif %}", "is no template")]
    [InlineData("One\n\n{{ custmer }}", "Undefined variable 'custmer'")]
    [InlineData("{{ total | money }}", "Undefined filter 'money'")]
    [InlineData("{% include 'other' %}", "is no template")]
    [InlineData("{% for i in (1..1000000) %}x{% endfor %}", "is no template")]
    [InlineData("{{ total ", "is no template")]
    [InlineData("{% if number == 'SL-2011-00001' %}{{ nobody }}{% endif %}Hi", "Undefined variable 'nobody'")]
    [InlineData("{% case kind %}{% when 'self-billed' %}{{ us }}{% else %}Hi{% endcase %}", "Undefined variable 'us'")]
    [InlineData("{% unless kind %}{{ total | append: them }}{% endunless %}", "Undefined variable 'them'")]
    [InlineData("{% if number == 'x' %}{{ total | money }}{% endif %}", "Undefined filter 'money'")]
    [InlineData("{% if number == 'x' %}{% assign a = total %}{% endif %}{{ a }}", null)]
    public void A_text_of_the_seller_fills_in_and_does_nothing_else(string template, string? wrong)
    {
        var fault = SellerWords.Check(new("texts/help.liquid", template));
        if (wrong is null) Assert.Null(fault);
        else Assert.Contains(wrong, fault!.Message, StringComparison.Ordinal);
        if (template.StartsWith("One", StringComparison.Ordinal)) Assert.Equal(3, fault!.Place.Line);
    }

    [Fact]
    public void A_text_that_doubles_itself_is_refused() => Assert.Equal("bad-template", SellerWords.Check(new(
        "texts/help.liquid", "{% assign a = total %}" + string.Concat(Enumerable.Repeat(
            "{% assign a = a | append: a %}", 60)) + "{{ a }}"))?.Code);

    [Theory]
    [InlineData("#1d4f91", null)]
    [InlineData("#777777", "low-contrast")]
    [InlineData("blue", "bad-colour")]
    public void A_colour_is_seen_by_everybody(string colour, string? code) =>
        Assert.Equal(code, Contrast.Check(new SellerColour(colour, default))?.Code);

    [Theory]
    [InlineData("not a picture", "not-a-picture")]
    [InlineData("\u0089PNG\r\n\u001a\n", "not-a-picture")]
    public void A_logo_that_is_no_picture_is_refused(string bytes, string code) => Assert.Equal(code,
        PictureCheck.Check(new("pictures/logo.png", System.Text.Encoding.Latin1.GetBytes(bytes), default))?.Code);

    /// <summary>Pictures that say they are some, and hold nothing.</summary>
    public static TheoryData<string, byte[]> Blank => new()
    {
        { "pictures/logo.png", Png([0xFF, 0xFE, 7, 7, .. new byte[796]]) },
        { "pictures/logo.png", Png(new byte[100]) },
        { "pictures/logo.jpg", Jpeg(whole => [.. whole.AsSpan(0, whole.AsSpan().IndexOf([(byte)0xFF, (byte)0xDA]) + 14),
            0xFF, 0xD9]) },
    };

    [Theory, MemberData(nameof(Blank), DisableDiscoveryEnumeration = true)]
    public void A_logo_without_a_picture_in_it_is_refused(string name, byte[] bytes) =>
        Assert.Equal("not-a-picture", PictureCheck.Check(new(name, bytes, default))?.Code);

    [Fact]
    public void A_logo_that_is_a_picture_passes()
    {
        Assert.Null(PictureCheck.Check(new("pictures/logo.png", Png(new byte[14 * 57]), default)));
        Assert.Null(PictureCheck.Check(new("pictures/logo.jpg", Jpeg(whole => whole), default)));
    }

    /// <summary>A JPEG of one colour, which is as small as one can be.</summary>
    private static byte[] Jpeg(Func<byte[], byte[]> change)
    {
        using var bitmap = new SkiaSharp.SKBitmap(160, 120);
        bitmap.Erase(SkiaSharp.SKColors.Black);
        using var bytes = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Jpeg, 60);
        return change(bytes.ToArray());
    }

    /// <summary>A PNG of 14 by 14 pixels in colour (57 bytes a row with its filter) of some rows.</summary>
    private static byte[] Png(byte[] rows)
    {
        using var packed = new MemoryStream();
        using (var pack = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionMode.Compress))
            pack.Write(rows);
        return [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A,
            .. Chunk("IHDR", [0, 0, 0, 14, 0, 0, 0, 14, 8, 6, 0, 0, 0]), .. Chunk("IDAT", packed.ToArray()),
            .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string kind, byte[] content)
    {
        byte[] named = [.. System.Text.Encoding.ASCII.GetBytes(kind), .. content];
        var crc = uint.MaxValue;
        foreach (var one in named)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }
        return [.. Big((uint)content.Length), .. named, .. Big(~crc)];
    }

    private static byte[] Big(uint number)
    {
        var bytes = new byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }

    private static IEnumerable<string> PlacesOf(string text) =>
        Regex.Matches(text, @"\{\w+\}").Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tags();
}

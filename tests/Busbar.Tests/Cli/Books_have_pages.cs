using System.Text.RegularExpressions;
using Busbar.Documents.Paper;
using Busbar.Runs;
using Busbar.Store;
using Busbar.Tests.Documents;

namespace Busbar.Tests.Cli;

/// <summary>
/// Every sample book has a page with its bill as a picture. With BUSBAR_WRITE_CASES=1 the pictures are drawn anew, to
/// be looked at before they are committed.
/// </summary>
public partial class Books_have_pages
{
    private const string Folder = "docs/books";
    private const int Pages = 2;

    public static TheoryData<string> Books => [.. Directory.GetDirectories(Path.Combine(Tidy.House.Root, "books"))
        .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Books))]
    public void With_a_picture_of_its_bill(string book)
    {
        var (path, picture) = ($"{Folder}/{book}.md", Path.Combine(Tidy.House.Root, Folder, $"pictures/{book}.png"));
        Assert.True(File.Exists(Path.Combine(Tidy.House.Root, path)), $"The book {book} has no page {path}. Write one "
            + "like docs/books/flex.md, and run the tests once with BUSBAR_WRITE_CASES=1.");
        Assert.Contains($"({path})", Tidy.House.Read("README.md"), StringComparison.Ordinal);
        var page = Tidy.House.Read(path);
        var shown = Picture().Match(page);
        Assert.True(shown.Success && shown.Groups["name"].Value == book,
            $"{path} has no picture: ![The first pages of bill NUMBER](pictures/{book}.png).");
        using var busbar = new Busbars { Now = NodaTime.Instant.FromUtc(2026, 11, 26, 12, 0) };
        foreach (Match command in Command().Matches(page))
            Assert.InRange(busbar.RunLine(command.Groups["line"].Value).Code, 0, 0);
        // Both documents of every bill are written by the page's own commands.
        Assert.NotEmpty(Directory.GetFiles(busbar.PathOf("bills"), "*.pdf"));
        Assert.Equal(Directory.GetFiles(busbar.PathOf("bills"), "*.pdf").Length,
            Directory.GetFiles(busbar.PathOf("bills"), "*.html").Length);
        foreach (var bill in Directory.GetFiles(busbar.PathOf("bills"), "*.html").Order(StringComparer.Ordinal))
            SaysWhatACustomerAsks(bill);
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        var number = shown.Groups["number"].Value;
        var drawn = PagePicture.Of(new Documenting(database).Of(number), Pages);
        ReadsAsExpected($"{book}.txt", PdfText.Of(File.ReadAllBytes(busbar.PathOf($"bills/{number}.pdf"))));
        ReadsAsExpected($"{book}.html", WithoutDrawings(File.ReadAllText(busbar.PathOf($"bills/{number}.html"))));
        if (Environment.GetEnvironmentVariable("BUSBAR_WRITE_CASES") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(picture)!);
            File.WriteAllBytes(picture, drawn);
        }
        Assert.True(File.Exists(picture), $"There is no {picture}: run the tests once with BUSBAR_WRITE_CASES=1.");
        Assert.True(PagePicture.AreAlike(File.ReadAllBytes(picture), drawn),
            $"{picture} shows another bill: run the tests once with BUSBAR_WRITE_CASES=1, and look at it.");
    }

    /// <summary>When it was used, what was measured, and how the money goes.</summary>
    private static void SaysWhatACustomerAsks(string path)
    {
        var page = File.ReadAllText(path);
        var words = BillLanguage.TextsOf(page.Contains("<html lang=\"de", StringComparison.Ordinal) ? "de" : "en");
        Assert.True(page.Contains("<figure>", StringComparison.Ordinal), $"{path} has no chart of what was used.");
        Assert.True(page.Contains($">{words["reads-title"]}<", StringComparison.Ordinal)
            || page.Contains($">{words["sessions-title"]}<", StringComparison.Ordinal), $"{path} has no readings.");
        if (page.Contains($">{words["in-credit"]}<", StringComparison.Ordinal))
            Assert.True(page.Contains(words["credit-comes"], StringComparison.Ordinal), $"{path}: how is it paid?");
        else if (page.Contains($">{words["to-pay"]}<", StringComparison.Ordinal))
            Assert.True(Account().IsMatch(page), $"{path} doesn't say where to pay.");
    }

    private static void ReadsAsExpected(string name, string text)
    {
        var expected = Path.Combine(Tidy.House.Root, "tests/pages/books", name);
        // Blanks at the ends of lines are nothing that anybody sees.
        text = string.Concat(text.Replace("\f", "-- page --\n", StringComparison.Ordinal).TrimEnd('\n').Split('\n')
            .Select(line => line.TrimEnd(' ') + "\n"));
        if (Environment.GetEnvironmentVariable("BUSBAR_WRITE_CASES") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(expected)!);
            File.WriteAllText(expected, text);
        }
        Assert.True(File.Exists(expected), $"There is no {expected}: run the tests once with BUSBAR_WRITE_CASES=1.");
        Assert.Equal(File.ReadAllText(expected), text);
    }

    /// <summary>A page without styles and pictures: charts have their tables.</summary>
    private static string WithoutDrawings(string page) => Drawings().Replace(page, "");

    [GeneratedRegex("<style>.*?</style>\n|<svg.*?</svg>|data:image/[^\"]*", RegexOptions.Singleline, 10_000)]
    private static partial Regex Drawings();

    [GeneratedRegex("<p class=\"note\">(IBAN|BSB|Sort code|Account number|Routing number): ", RegexOptions.None, 1000)]
    private static partial Regex Account();

    [GeneratedRegex(@"!\[[^\]]* (?<number>\S+)\]\(pictures/(?<name>[^)]+)\.png\)", RegexOptions.None, 1000)]
    private static partial Regex Picture();

    [GeneratedRegex(@"^\$ busbar (?<line>.+)$", RegexOptions.Multiline, 1000)]
    private static partial Regex Command();
}

using System.Text.RegularExpressions;
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
        using var database = Database.Open(busbar.Where, TimeProvider.System);
        var drawn = PagePicture.Of(new Documenting(database).Of(shown.Groups["number"].Value), Pages);
        if (Environment.GetEnvironmentVariable("BUSBAR_WRITE_CASES") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(picture)!);
            File.WriteAllBytes(picture, drawn);
        }
        Assert.True(File.Exists(picture), $"There is no {picture}: run the tests once with BUSBAR_WRITE_CASES=1.");
        Assert.True(PagePicture.AreAlike(File.ReadAllBytes(picture), drawn),
            $"{picture} shows another bill: run the tests once with BUSBAR_WRITE_CASES=1, and look at it.");
    }

    [GeneratedRegex(@"!\[[^\]]* (?<number>\S+)\]\(pictures/(?<name>[^)]+)\.png\)", RegexOptions.None, 1000)]
    private static partial Regex Picture();

    [GeneratedRegex(@"^\$ busbar (?<line>.+)$", RegexOptions.Multiline, 1000)]
    private static partial Regex Command();
}

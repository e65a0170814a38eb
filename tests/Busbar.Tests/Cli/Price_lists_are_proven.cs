namespace Busbar.Tests.Cli;

public class Price_lists_are_proven
{
    private const string Product = "products/solar-home.yaml";
    private const string Cases = "products/solar-home.cases.txt";

    [Fact]
    public void The_sample_book_bills_what_its_author_expects()
    {
        using var busbar = new Busbars();
        var run = busbar.Run("check", Busbars.HouseholdSolar, "--strict");
        Assert.Equal((0, ""), (run.Code, run.Messages));
        Assert.Contains("solar-home: 3 of 3 examples passed.", run.Lines);
    }

    [Theory]
    [InlineData("flex")]
    [InlineData("half-hourly-business")]
    [InlineData("us-commercial")]
    [InlineData("us-residential")]
    public void The_other_sample_books_have_cases_that_are_approved(string book)
    {
        using var busbar = new Busbars();
        var run = busbar.Run("check", Path.Combine(Tidy.House.Root, "books", book), "--strict");
        Assert.Equal((0, ""), (run.Code, run.Messages));
    }

    [Fact]
    public void A_price_that_isnt_what_was_meant_is_an_error_with_its_place()
    {
        using var busbar = new Busbars();
        var run = busbar.Run("check", Edited(busbar, "day = 24.20", "day = 42.20"));
        Assert.Equal(1, run.Code);
        Assert.Contains("solar-home: 1 of 3 examples passed.", run.Lines);
        Assert.Contains("electricity of example A winter month is 110.99 AUD, 39.60 AUD more than the 71.39 AUD "
            + "expected: 220 kWh at 42.20 c/kWh + 150 kWh at 12.10 c/kWh.", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void A_book_with_an_error_approves_nothing()
    {
        using var busbar = new Busbars();
        var book = Edited(busbar, "day = 24.20", "day = 42.20");
        var before = File.ReadAllText(Path.Combine(book, Cases));
        Assert.Equal(1, busbar.Run("check", book, "--approve").Code);
        Assert.Equal(before, File.ReadAllText(Path.Combine(book, Cases)));
    }

    [Fact]
    public void A_change_that_no_example_sees_is_unapproved()
    {
        using var busbar = new Busbars();
        var book = Edited(busbar, "default: 78.65", "default: 78.66", onlyLast: true);
        var run = busbar.Run("check", book);
        Assert.Equal(0, run.Code);
        Assert.Contains("    Daily supply was 30 days, 78.65 c/day, 23.60; it is 30 days, 78.66 c/day, 23.60",
            run.Lines);
        Assert.Equal(1, busbar.Run("check", book, "--strict").Code);
        Assert.Equal(0, busbar.Run("check", book, "--approve").Code);
        Assert.Equal(0, busbar.Run("check", book, "--strict").Code);
    }

    [Fact]
    public void Cases_are_made_the_same_each_time()
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook();
        File.Delete(Path.Combine(book, Cases));
        busbar.Run("check", book, "--approve");
        Assert.Equal(File.ReadAllText(Path.Combine(Busbars.HouseholdSolar, Cases)),
            File.ReadAllText(Path.Combine(book, Cases)));
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(book, "products")),
            file => file.EndsWith(".new", StringComparison.Ordinal));
    }

    [Fact]
    public void Examples_and_cases_change_no_contract()
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook();
        busbar.Run("apply", book);
        Edited(busbar, "total: 105.35", "total: 105.36");
        File.Delete(Path.Combine(book, Cases));
        Assert.Contains("nothing has changed", busbar.Run("apply", book).Results, StringComparison.Ordinal);
    }

    [Fact]
    public void Cases_of_a_product_that_the_book_hasnt_are_for_nothing()
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook();
        busbar.Write("book/products/solar-hom.cases.txt", "");
        Assert.Equal("products/solar-hom.cases.txt: These are boundary cases of a product solar-hom, "
            + "which the book hasn't.\n  Did you mean solar-home?\n", busbar.Run("check", book).Messages);
    }

    private static string Edited(Busbars busbar, string was, string becomes, bool onlyLast = false)
    {
        var book = busbar.CopyOfBook();
        var text = File.ReadAllText(Path.Combine(book, Product));
        var at = onlyLast ? text.LastIndexOf(was, StringComparison.Ordinal)
            : text.IndexOf(was, StringComparison.Ordinal);
        Assert.True(at >= 0);
        busbar.Write($"book/{Product}", text[..at] + becomes + text[(at + was.Length)..]);
        return book;
    }
}

using System.Text.Json;
using Busbar.Tests.Store;
using NodaTime;

namespace Busbar.Tests.Cli;

/// <summary>What a version would have cost, before anybody is billed by it.</summary>
public class A_version_is_tried_on_what_is_known
{
    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void It_costs_what_the_bills_of_those_who_keep_it_come_to(string engine)
    {
        using var busbar = new Busbars(engine);
        var book = Applied(busbar);
        var (before, after) = (DraftsOf(busbar, book, "2011-07-01"), DraftsOf(busbar, book, "2011-10-15"));
        var diff = busbar.Run("diff", "solar-home", "--json");
        Assert.Equal((0, ""), (diff.Code, diff.Messages));
        var months = Parsed(diff).GetProperty("agreements")[0].GetProperty("months").EnumerateArray()
            .Select(month => month.GetProperty("total")).ToList();
        Assert.Equal(12, months.Count);
        Assert.Equal(before, months.Select(total => total.GetProperty("before").GetString()));
        Assert.Equal(after, months.Select(total => total.GetProperty("after").GetString()));
    }

    [Fact]
    public void Nothing_of_it_is_stored()
    {
        using var busbar = new Busbars();
        Applied(busbar);
        var before = busbar.Run("show", "--json");
        Assert.Equal(0, busbar.Run("diff", "solar-home").Code);
        Assert.Equal(before, busbar.Run("show", "--json"));
    }

    [Fact]
    public void A_file_that_says_the_same_changes_nothing()
    {
        using var busbar = new Busbars();
        var book = Applied(busbar);
        var run = busbar.Run("diff", "solar-home", "--file", Path.Combine(book, "products/solar-home.yaml"));
        Assert.Equal("Nothing changes.", run.Lines[1]);
        Assert.Matches(@"With tax +(\S+) +\1 +0.00 +0.00 %", run.Results);
    }

    [Fact]
    public void A_file_may_correct_a_version_of_the_same_day()
    {
        using var busbar = new Busbars();
        var product = Path.Combine(Applied(busbar), "products/solar-home.yaml");
        File.WriteAllText(
            product, File.ReadAllText(product).Replace("7.70 c/kWh", "7.07 c/kWh", StringComparison.Ordinal));
        var run = busbar.Run("diff", "solar-home", "--file", product, "--period", "2011-12");
        Assert.Equal("  Solar feed-in: the price goes from 7.70 c/kWh to 7.07 c/kWh (-8.18 %)", run.Lines[2]);
        Assert.Contains("2011-10-15  the file  Difference", run.Results, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_may_use_the_other_products_of_the_book()
    {
        using var busbar = new Busbars();
        Others(busbar);
        var file = busbar.Write("next.yaml", "product: p\nfrom: 2026-06-01\ninterval: 60min\n"
            + "charges: [{ name: Days, quantity: days, price: tariff(other.a) }]\n");
        var run = busbar.Run("diff", "p", "--file", file, "--period", "2026-01-31..2026-02-01");
        Assert.Contains("  Days is new: tariff(other.a) on days\n", run.Results, StringComparison.Ordinal);
    }

    [Fact]
    public void What_registers_count_is_known_up_to_their_last_read()
    {
        using var busbar = new Busbars();
        var cases = Path.Combine(Tidy.House.Root, "tests/cases/registers-of-two-rates");
        busbar.Run("apply", Path.Combine(cases, "book"));
        busbar.Run("import", Path.Combine(cases, "book/reads"), Path.Combine(cases, "july.csv"));
        var product = File.ReadAllText(Path.Combine(cases, "book/products/two-rates.yaml"));
        var file = busbar.Write("next.yaml", product.Replace("55 p/day", "66 p/day", StringComparison.Ordinal));
        var run = busbar.Run("diff", "two-rates", "--file", file);
        Assert.Equal((0, "1 agreement rated, 0 not rated.\n"), (run.Code, run.Messages));
        Assert.Matches("Standing charge +33.55 +40.26 +\\+6.71 +\\+20.00 %", run.Results);
    }

    [Fact]
    public void Supply_that_has_ended_is_rated_to_its_end()
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook();
        File.AppendAllText(Path.Combine(book, "agreements.yaml"), "  to: 2012-03-15\n");
        Applied(busbar, book);
        Assert.Equal("2012-03-15", Agreement(busbar).GetProperty("period").GetProperty("to").GetString());
    }

    [Fact]
    public void A_month_that_is_not_over_is_not_rated()
    {
        using var busbar = new Busbars { Now = Instant.FromUtc(2012, 6, 20, 0, 0) };
        busbar.Run("apply", Busbars.HouseholdSolar);
        busbar.Run("import", Path.Combine(Busbars.HouseholdSolar, "reads"));
        var months = Agreement(busbar).GetProperty("months");
        Assert.Equal("2012-05", months[months.GetArrayLength() - 1].GetProperty("month").GetString());
    }

    [Fact]
    public void What_a_market_does_not_know_is_not_rated()
    {
        using var busbar = new Busbars();
        var book = Spot.Write(busbar);
        busbar.Write("spot/products/q.yaml", Priced("spot + 1 p/kWh"));
        busbar.Run("apply", book);
        busbar.Run("import", Path.Combine(book, "reads"));
        var run = busbar.Run("diff", "p");
        Assert.Equal(3, run.Code);
        Assert.StartsWith("a, c1: not rated under p@2026-01-01.\n  book.yaml:1: The series spot has no value in "
            + "21 intervals: 2026-01-31 00:00 to 2026-01-31 21:00.\n", run.Messages, StringComparison.Ordinal);
        busbar.Write("spot/prices/spot.csv", Spot.Day());
        busbar.Run("apply", book);
        Assert.Contains("Total               1.20        1.44       +0.24  +20.00 %", busbar.Run("diff", "p").Results,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_would_stay_open_on_a_bill_is_not_rated_without_it()
    {
        using var busbar = new Busbars();
        var book = Spot.Write(busbar);
        busbar.Write("spot/products/q.yaml", "product: p\nfrom: 2026-06-01\ninterval: 60min\n"
            + "channels: { import: kWh }\n"
            + "charges:\n  - { name: Energy, quantity: import, price: spot, missing: leave-open }\n"
            + "  - { name: Days, quantity: days, price: 1 p/day }\n");
        busbar.Write("spot/products/p.yaml", "product: p\nfrom: 2026-01-01\ninterval: 60min\n"
            + "charges: [{ name: Days, quantity: days, price: 2 p/day }]\n");
        busbar.Run("apply", book);
        busbar.Run("import", Path.Combine(book, "reads"));
        var run = busbar.Run("diff", "p");
        Assert.StartsWith("a, c1: not rated under p@2026-06-01.\n", run.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_formula_cannot_give_is_said_with_the_version()
    {
        using var busbar = new Busbars();
        var book = Spot.Write(busbar, Spot.Day());
        busbar.Write("spot/products/q.yaml", Priced("spot / (import - import) * 1 kWh"));
        busbar.Run("apply", book);
        busbar.Run("import", Path.Combine(book, "reads"));
        var run = busbar.Run("diff", "p");
        Assert.StartsWith("a, c1: not rated under p@2026-06-01.\n", run.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("1.20", run.Results, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("diff p", "Product p has no other version than 2026-01-01.\n"
        + "  Compare it with a file that isn't applied yet: --file PRODUCT.yaml.\n")]
    [InlineData("diff p 2026-01-01", "Product p has no other version than 2026-01-01.\n"
        + "  Compare it with a file that isn't applied yet: --file PRODUCT.yaml.\n")]
    [InlineData("diff other --agreement a", "Agreement a has the product p and not other.\n")]
    [InlineData("diff other --connection c1", "Connection c1 has the product p and not other.\n")]
    [InlineData("diff other --connection c2", "Connection c2 has no agreement.\n")]
    [InlineData("diff p 2026-01-01 --file . ", ".: . is a folder; expected a file with a product.\n")]
    [InlineData("diff other --agreement a --connection c2", "Agreement a doesn't supply connection c2.\n")]
    public void What_cannot_be_compared_is_refused(string command, string said)
    {
        using var busbar = new Busbars();
        Others(busbar);
        var run = busbar.Run(command.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(new Printed(1, "", said), run);
    }

    [Fact]
    public void A_product_that_nobody_has_is_compared_in_words()
    {
        using var busbar = new Busbars();
        Others(busbar);
        var run = busbar.Run("diff", "other");
        Assert.Equal((0, "No agreement has the product other.\n"), (run.Code, run.Messages));
        Assert.EndsWith("What changes\n  A: the price goes from 1 p/day to 2 p/day (+100.00 %)\n", run.Results,
            StringComparison.Ordinal);
    }

    /// <summary>A second version of the market's product.</summary>
    private static string Priced(string price) => "product: p\nfrom: 2026-06-01\ninterval: 60min\n"
        + $"channels: {{ import: kWh }}\ncharges: [{{ name: Energy, quantity: import, price: {price} }}]\n";

    /// <summary>The household under the two versions of its product.</summary>
    private static JsonElement Agreement(Busbars busbar) =>
        Parsed(busbar.Run("diff", "solar-home", "--json")).GetProperty("agreements")[0];

    private static void Others(Busbars busbar)
    {
        var book = Spot.Write(busbar);
        busbar.Write("spot/products/other.yaml", string.Join("---\n", new[] { (2026, 1), (2027, 2) }.Select(one =>
            $"product: other\nfrom: {one.Item1}-01-01\ninterval: 60min\n"
            + $"charges: [{{ name: A, quantity: days, price: {one.Item2} p/day }}]\n")));
        File.AppendAllText(Path.Combine(book, "connections.yaml"),
            "- { connection: c2, interval: 60min, channels: { import: kWh } }\n");
        Assert.Equal(0, busbar.Run("apply", book).Code);
    }

    private static string Applied(Busbars busbar, string? book = null)
    {
        book ??= busbar.CopyOfBook();
        Assert.Equal(0, busbar.Run("apply", book).Code);
        Assert.Equal(0, busbar.Run("import", Path.Combine(book, "reads")).Code);
        return book;
    }

    /// <summary>The totals of a year's drafts, by month, where the agreement keeps a version.</summary>
    private static List<string?> DraftsOf(Busbars busbar, string book, string version)
    {
        var agreements = Path.Combine(book, "agreements.yaml");
        var text = File.ReadAllText(agreements);
        File.WriteAllText(agreements,
            text.Replace("product: solar-home", $"product: solar-home@{version}", StringComparison.Ordinal));
        var drafts = busbar.Run("bill", book, "--draft", "--json", "--period", "2011-07-01..2012-07-01");
        File.WriteAllText(agreements, text);
        return [.. Parsed(drafts).EnumerateArray().Select(draft =>
            draft.GetProperty("bill").GetProperty("total").GetString())];
    }

    private static JsonElement Parsed(Printed run) => JsonDocument.Parse(run.Results).RootElement;
}

using System.Text.Json;
using Busbar.Tests.Store;
using NodaTime;

namespace Busbar.Tests.Cli;

/// <summary>Drafts, days of issue, numbers and files of bills.</summary>
public class What_is_billed_is_what_was_asked_for
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public void A_draft_of_a_book_is_made_from_it_alone_and_changes_nothing()
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook();
        busbar.Run("bill", book, "--period", "2011-07");
        var (before, shown) = (busbar.Run("show", "--json"),
            busbar.Run("bill", "--period", "2011-07", "--draft", "--format", "text"));
        var product = Path.Combine(book, "products/solar-home.yaml");
        File.WriteAllText(product,
            File.ReadAllText(product).Replace("24.20 c/kWh", "99.90 c/kWh", StringComparison.Ordinal));
        var draft = busbar.Run("bill", book, "--period", "2011-07", "--draft", "--format", "text");
        Assert.Equal(0, draft.Code);
        Assert.Contains("99.90 c/kWh", draft.Results, StringComparison.Ordinal);
        Assert.Equal(before, busbar.Run("show", "--json"));
        Assert.Equal(shown, busbar.Run("bill", "--period", "2011-07", "--draft", "--format", "text"));
    }

    [Fact]
    public void A_draft_of_a_book_makes_no_database()
    {
        using var busbar = new Busbars();
        File.Delete(busbar.Where);
        Assert.Equal(0, busbar.Run("bill", Busbars.HouseholdSolar, "--period", "2011-07", "--draft").Code);
        Assert.False(File.Exists(busbar.Where));
    }

    [Fact]
    public void No_bill_is_issued_on_a_day_to_come()
    {
        using var busbar = new Busbars { Now = Instant.FromUtc(2026, 11, 1, 12, 0) };
        foreach (var book in new[] { Busbars.HouseholdSolar, null })
        {
            string[] Command(string issued) =>
                [.. new[] { "bill", book, "--period", "2011-07", "--issued", issued }.OfType<string>()];
            var refused = busbar.Run(Command("2026-11-02"));
            Assert.Equal(new Printed(1, "", "A bill can't be issued on 2026-11-02: today is 2026-11-01.\n"
                + "  Leave --issued out to issue it today, or make a draft with --draft.\n"), refused);
            Assert.Equal(0, busbar.Run(Command("2026-11-01")).Code);
        }
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void A_number_that_a_bill_has_is_not_given_again(string engine)
    {
        using var busbar = new Busbars(engine);
        var book = busbar.CopyOfBook();
        var rules = Path.Combine(book, "book.yaml");
        var text = File.ReadAllText(rules);
        void Number(string pattern) =>
            File.WriteAllText(rules, text.Replace("SL-{year}-{00000}", pattern, StringComparison.Ordinal));
        Number("{0}");
        Assert.Equal(0, busbar.Run("bill", book, "--period", "2011-07-01..2012-06-01").Code);
        Number("1{0}");
        var refused = busbar.Run("bill", book, "--period", "2012-06");
        Assert.Equal(1, refused.Code);
        Assert.EndsWith("The next document would get the number 11, which the bill of account wattle from 2012-05-01 "
            + "has.\n  Give the bills of the book numbers of a form that no bill has yet: "
            + "bills: { numbers: \"NW-{year}-{00000}\" }.\n", refused.Messages, StringComparison.Ordinal);
        Number("x{0}");
        Assert.StartsWith("x1 ", Assert.Single(busbar.Run("bill", book, "--period", "2012-06").Lines),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_differ_have_files_that_differ()
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook();
        var rules = Path.Combine(book, "book.yaml");
        var text = File.ReadAllText(rules);
        foreach (var (pattern, period) in new[]
            { (".A/{0}", "2011-07"), (".A-{0}", "2011-08"), ("%2EA-{0}", "2011-09") })
        {
            File.WriteAllText(rules, text.Replace("SL-{year}-{00000}", pattern, StringComparison.Ordinal));
            Assert.Equal(0, busbar.Run(
                "bill", book, "--period", period, "--out", busbar.PathOf("bills"), "--format", "text").Code);
        }
        Assert.Equal(["%252EA-1.txt", "%2EA%2F1.txt", "%2EA-1.txt"],
            Directory.GetFiles(busbar.PathOf("bills")).Select(path => Path.GetFileName(path)!)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void As_json_results_are_one_list_laid_out_as_one()
    {
        using var busbar = new Busbars();
        var run = busbar.Run("bill", Busbars.HouseholdSolar, "--period", "2011-07-01..2011-10-01", "--json");
        using var list = JsonDocument.Parse(run.Results);
        Assert.Equal(3, list.RootElement.GetArrayLength());
        Assert.Equal(JsonSerializer.Serialize(list.RootElement, Indented) + "\n", run.Results);
        Assert.Equal("[]\n", busbar.Run("bill", "--period", "1990", "--json").Results);
    }

    [Fact]
    public void As_json_a_book_with_two_bad_files_is_one_document()
    {
        using var busbar = new Busbars();
        var book = busbar.CopyOfBook();
        File.WriteAllText(Path.Combine(book, "reads/a.csv"), "no,csv\n");
        File.WriteAllText(Path.Combine(book, "reads/b.csv"), "");
        var run = busbar.Run("bill", book, "--period", "2011-07", "--json");
        Assert.Equal(1, run.Code);
        using var faults = JsonDocument.Parse(run.Results);
        Assert.Equal(["a.csv", "b.csv"], faults.RootElement.GetProperty("faults").EnumerateArray()
            .Select(fault => Path.GetFileName(fault.GetProperty("file").GetString())).Distinct());
    }

    [Fact]
    public void As_json_what_breaks_a_run_off_is_the_last_of_its_results()
    {
        var (results, messages) = (new StringWriter { NewLine = "\n" }, new StringWriter());
        var door = new Busbar.Cli.Door(results, messages, TimeProvider.System, false, default) { Json = true };
        door.WriteItem(json => json.WriteNumberValue(1));
        door.Refuse([new("code", "No.")]);
        door.Close();
        Assert.Equal("[\n  1,\n  {\n    \"faults\": [\n      {\n        \"code\": \"code\",\n        "
            + "\"message\": \"No.\"\n      }\n    ]\n  }\n]\n", results.ToString());
    }
}

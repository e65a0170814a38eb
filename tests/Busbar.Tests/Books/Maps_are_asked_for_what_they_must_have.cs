using Busbar.Books;
using NodaTime;

namespace Busbar.Tests.Books;

/// <summary>The helper that reads a map key by key, and what it says of each slip.</summary>
public class Maps_are_asked_for_what_they_must_have
{
    private const string Product =
        """
        product: ev-home
        name: EV Home
        from: 2026-04-01
        count: 12
        style: plain
        fixed: true
        to: customer
        empty:
        tags: [a, b]
        charges:
          - { name: Standing, price: 1 p }
          - { price: 2 p }
        terms: { standing: { in: p/day } }
        seller: { name: N }
        """;

    [Fact]
    public void A_good_map_answers_everything()
    {
        var faults = new List<Fault>();
        var reader = new MapReader(TestBook.Map(Product), faults, "product", "product");
        Assert.Equal(("product ev-home", "ev-home"), (reader.Thing, reader.Name));
        Assert.Equal("ev-home", reader.Id("product"));
        Assert.Equal("EV Home", reader.Text("name"));
        Assert.Equal(new LocalDate(2026, 4, 1), reader.Date("from"));
        Assert.Equal(12, reader.OptionalWhole("count", 1, 12));
        Assert.Equal("plain", reader.OptionalChoice("style", "plain", "fine"));
        Assert.True(reader.Flag("fixed"));
        Assert.Equal(["a", "b"], reader.Texts("tags").Select(text => text.Value));
        Assert.Equal(["customer"], reader.Texts("to").Select(text => text.Value));
        Assert.Equal(2, reader.List("charges").Count);
        Assert.Equal(
            [("charge Standing", "Standing", "1 p"), ("charge 2 of product ev-home", "ev-home", "2 p")],
            reader.Maps("charges", "charge", "name")
                .Select(charge => (charge.Thing, charge.Name!, charge.Written("price", required: true)!.Value)));
        var term = Assert.Single(reader.Entries("terms"));
        Assert.Equal(("standing", 13), (term.Key, term.KeyPlace.Line));
        Assert.Equal("p/day", reader.Section(term.Value, "term standing")!.Text("in"));
        Assert.Equal("N", reader.Section("seller")!.Text("name"));
        Assert.True(reader.Has("name") && !reader.Has("empty") && !reader.Has("no"));
        Assert.Null(reader.OptionalText("empty") ?? reader.OptionalText("no") ?? reader.OptionalId("no"));
        Assert.Null(reader.OptionalDate("no"));
        Assert.Null(reader.OptionalWhole("no", 0, 1));
        Assert.Null(reader.OptionalChoice("no", "x"));
        Assert.Null(reader.Section("no"));
        Assert.False(reader.Flag("no"));
        Assert.Empty(reader.Entries("no"));
        reader.Maps("charges", "charge", "name")[0].Text("name");
        foreach (var charge in reader.Maps("charges", "charge")) charge.OptionalText("name");
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("a: 1", "f.yaml:1:1: x is missing in thing.")]
    [InlineData("x:", "f.yaml:1:3: x of thing is empty; expected a value.")]
    [InlineData("x: [1]", "f.yaml:1:4: x of thing is a list; expected a text.")]
    [InlineData("x: { a: 1 }", "f.yaml:1:4: x of thing is a map; expected a text.\n"
        + "  A text with a colon and a blank in it stands in quotes.")]
    public void A_text_is_required(string yaml, string said) => Said(yaml, reader => reader.Text("x"), said);

    [Theory]
    [InlineData("01/04/2026", "Write the year first, then month and day, each with two digits.")]
    [InlineData("2026-4-1", "Write 2026-04-01.")]
    [InlineData("2026/04/01", "Write 2026-04-01.")]
    [InlineData("2026-02-30", "There is no such day.")]
    [InlineData("2026-13-01", "There is no such day.")]
    [InlineData("tomorrow", null)]
    [InlineData("2026-04-01T00:00", null)]
    [InlineData("-2026-04-01", null)]
    [InlineData("２０２６-04-01", null)]
    public void A_date_is_iso(string date, string? hint) => Said($"x: {date}", reader => reader.Date("x"),
        $"f.yaml:1:4: x of thing is the text {date}; expected a date such as 2026-04-01."
        + (hint is null ? "" : $"\n  {hint}"));

    [Theory]
    [InlineData("0")]
    [InlineData("13")]
    [InlineData("1.0")]
    [InlineData("1e1")]
    [InlineData("99999999999999999999")]
    [InlineData("two")]
    public void A_whole_number_lies_between_two(string number) => Said(
        $"x: {number}", reader => reader.OptionalWhole("x", 1, 12),
        $"f.yaml:1:4: x of thing is the text {number}; expected a whole number from 1 to 12.");

    [Theory]
    [InlineData("EV Home", "without a blank", "Write ev-home.")]
    [InlineData("ev_home", "without _", "Write ev-home.")]
    [InlineData("größe", "without ö", "Write gr-e.")]
    public void An_id_is_plain(string id, string problem, string hint) => Said($"x: {id}", reader => reader.Id("x"),
        $"f.yaml:1:4: x of thing is the text {id}; expected lower-case letters, digits and hyphens, or a market's "
        + $"identifier, {problem}.\n  {hint}");

    [Theory]
    [InlineData("ev-home", true)]
    [InlineData("1012345678901", true)]
    [InlineData("0000012345UN7D1", true)]
    [InlineData("-a", false)]
    [InlineData("", false)]
    [InlineData("a.b", false)]
    [InlineData("QB01234567890123456789012345678901234567890", false)]
    public void Markets_have_ids_of_their_own(string id, bool isGood) =>
        Assert.Equal(isGood, Ids.Problem(id) is null);

    [Theory]
    [InlineData("ab_12==", true)]
    [InlineData("urn.1+2", true)]
    [InlineData("=ab", false)]
    [InlineData("ab 12", false)]
    [InlineData("ab:12", false)]
    [InlineData("ab_12345678901234567890123456789012345678", false)]
    public void Connections_are_called_as_their_files_call_them(string id, bool isGood)
    {
        Assert.Equal(isGood, Ids.Problem(id, isOfConnection: true) is null);
        Assert.NotNull(Ids.Problem(id));
    }

    [Fact]
    public void A_choice_names_what_there_is() => Said(
        "x: plian", reader => reader.OptionalChoice("x", "plain", "fine", "none"),
        "f.yaml:1:4: x of thing is the text plian; expected plain, fine or none.\n  Did you mean plain?");

    [Fact]
    public void A_list_and_a_map_are_what_they_are()
    {
        Said("x: a", reader => reader.List("x"), "f.yaml:1:4: x of thing is the text a; expected a list.\n"
            + "  Begin each item with \"- \" on a line of its own, or put them in [ ].");
        Said("x:\n  a:1", reader => reader.Section("x"), "f.yaml:2:3: x of thing is the text a:1; expected a map.\n"
            + "  After the colon of a key a blank is needed.");
        Said("x: [a]", reader => reader.Maps("x", "charge"),
            "f.yaml:1:5: charge 1 of thing is the text a; expected a map.");
    }

    [Fact]
    public void A_key_that_nobody_asks_for_is_a_fault_with_the_nearest_name()
    {
        var faults = new List<Fault>();
        var reader = new MapReader(TestBook.Map(
            "product: ev-home\nnmae: EV\ncharges:\n- { name: a, prise: 1 }\nseller: { vta: 1 }\n"),
            faults, "product", "product");
        reader.Id("product");
        reader.OptionalText("name");
        foreach (var charge in reader.Maps("charges", "charge", "name")) charge.Text("name");
        reader.Section("seller")!.OptionalText("vat");
        reader.Done();
        reader.Done();
        Assert.Equal(
            [
                "f.yaml:2:1: nmae is no key of product ev-home.\n  Did you mean name?",
                "f.yaml:4:14: prise is no key of charge a.\n  Known are name.",
                "f.yaml:5:11: vta is no key of seller of product ev-home.\n  Did you mean vat?",
            ],
            faults.Select(fault => fault.ToString()));
        Assert.Equal(["ev-home", "a", "ev-home"], faults.Select(fault => fault.Name));
        Assert.All(faults, fault => Assert.Equal("unknown-key", fault.Code));
    }

    [Fact]
    public void An_unknown_column_is_one_fault_for_all_its_rows()
    {
        var faults = new List<Fault>();
        foreach (var row in TestBook.Rows("party,nmae\na,A\nb,B\n"))
        {
            var reader = new MapReader(row, faults, "party", "party");
            reader.Id("party");
            reader.OptionalText("name");
            reader.Done();
        }
        Assert.Equal("f.csv:1:7: nmae is no key of party a.\n  Did you mean name?", Assert.Single(faults).ToString());
    }

    private static void Said(string yaml, Action<MapReader> ask, string said)
    {
        var faults = new List<Fault>();
        ask(new(TestBook.Map(yaml), faults, "thing"));
        Assert.Equal(said, Assert.Single(faults).ToString());
    }
}

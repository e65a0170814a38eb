using Busbar.Books;
using Busbar.Tests.Rating;
using Busbar.Tests.Tidy;

namespace Busbar.Tests.Books;

public class Ocpi_tariffs_become_products
{
    private const string Energy = """{ "type": "ENERGY", "price": 0.25, "step_size": 1 }""";

    private static string Tariff(string elements, string more = "") =>
        $$"""{ "id": "12", "currency": "GBP", {{more}}"elements": [{{elements}}] }""";

    private static string Element(string components, string restrictions = "{ }") =>
        $$"""{ "price_components": [{{components}}], "restrictions": {{restrictions}} }""";

    private static string Product(string tariff, string more = "") =>
        $"product: p\nfrom: 2020-01-01\n{more}ocpi: {tariff}\n";

    private static IEnumerable<string> Faults(string tariff, string more = "", string book = "") => Bench.Faults(
        Product(tariff, more), book, connections: "- { connection: c1, sessions: { card: A1 } }")
        .Select(fault => $"{fault.Code}: {fault.Message} {fault.Hint}");

    /// <summary>What a tariff is written as.</summary>
    private static IEnumerable<string> Formulas(string elements, string more = "")
    {
        var version = Bench.Of(Product(Tariff(elements, more)), "taxes: { reduced: 10 %, standard: 20 % }",
            connections: "- { connection: c1, sessions: { card: A1 } }").Book.Products["p"].Versions.Values[0].Value;
        return version.Quantities.Select(quantity => $"{quantity.Key}: {quantity.Value.Text}")
            .Concat(version.Charges.Select(charge => $"{charge.Name}, {charge.Tax.Name}: "
                + string.Join(" × ", charge.Rate.Formulas.Select(formula => formula.Text))));
    }

    [Fact]
    public void A_price_is_a_quantity_and_a_price() => Assert.Equal(
        [
            "energy-billed: round(sessions.energy, 1 Wh, up, per = session)",
            "Energy, outside: energy-billed × 0.25 GBP/kWh",
        ], Formulas(Element(Energy)));

    [Fact]
    public void The_first_that_matches_is_active_and_the_last_that_was_gives_the_step() => Assert.Equal(
        [
            "energy-element: when(by(ocpi-mon-to-fri-0900-1800, inside = 1, outside = 0) is 1 and sessions.power < 11 "
            + "kW, 1, when(sessions.energy-so-far >= 5 kWh, 2, 0))",
            "energy-priced: when(energy-element > 0, sessions.energy, 0)",
            "energy-billed: round(energy-priced, last(when(energy-priced > 0, when(energy-element is 1, 1, 500), 0), "
            + "per = session) * 1 Wh, up, per = session)",
            "Energy, outside: energy-billed × when(energy-element is 1, 0.25 GBP/kWh, 0.4 GBP/kWh)",
        ],
        Formulas(Element(Energy, """
            { "max_power": 11, "start_time": "09:00", "end_time": "18:00",
              "day_of_week": ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"] }
            """) + ", "
            + Element("""{ "type": "ENERGY", "price": 0.40, "step_size": 500 }""", """{ "min_kwh": 5 }""")));

    [Fact]
    public void Steps_of_times_are_of_the_last_of_both() => Assert.Equal(
        [
            "last-time: last(when(sessions.idle-time > 0, 2, when(sessions.charging-time > 0, 1, 0)), per = session)",
            "charging-billed: round(sessions.charging-time, when(last-time is 1, 60, 0) * 1 s, up, per = session)",
            "parking-billed: round(sessions.idle-time, when(last-time is 2, 300, 0) * 1 s, up, per = session)",
            "Charging time, reduced: charging-billed × 3 GBP/h",
            "Parking, standard: parking-billed × 5 GBP/h",
        ],
        Formulas(Element("""
            { "type": "TIME", "price": 3.00, "vat": 10.0, "step_size": 60 },
            { "type": "PARKING_TIME", "price": 5.00, "vat": 20, "step_size": 300 }
            """)));

    [Fact]
    public void A_limit_is_one_of_net_and_one_of_gross() => Assert.Equal(
        [
            "expired: last(sessions.expired, per = session)",
            "started: when(expired > 0, 0, sessions.starts)",
            "energy-billed: round(sessions.energy, 1 Wh, up, per = session)",
            "cost-before-tax: sum(energy-billed * 0.25 GBP/kWh, per = session)",
            "minimum: positive(0.5 GBP * sum(started, per = session) - cost-before-tax)",
            "cost-with-tax: sum(energy-billed * 0.25 GBP/kWh, per = session)",
            "minimum-with-tax: positive(0.55 GBP * sum(started, per = session) - (cost-with-tax + minimum * 1.1))",
            "Energy, outside: energy-billed × 0.25 GBP/kWh", "Minimum price, reduced: minimum",
            "Minimum price with tax, outside: minimum-with-tax",
        ],
        Formulas(Element(Energy), "\"min_price\": { \"before_taxes\": 0.50, \"after_taxes\": 0.55 }, "));

    [Theory]
    [InlineData("{ \"id\": \"12\", \"currency\": \"EUR\", \"elements\": [ELEMENT] }",
        "wrong-currency: Tariff 12 is in EUR, and the book in GBP; nothing is converted. Bill its sessions from a book "
        + "in its currency.")]
    [InlineData("{ \"id\": \"12\", \"currency\": \"GBP\", \"elements\": [] }",
        "missing-key: tariff 12 has no element, so that nothing has a price. One that is free has an element with a "
        + "FLAT price of 0.")]
    [InlineData("{ \"id\": \"12\", \"currency\": \"GBP\" }", "missing-key: elements is missing in tariff 12. ")]
    [InlineData("{ \"id\": \"12\", \"currency\": \"GBP\", \"elements\": [{ \"price_components\": [] }] }",
        "missing-key: element 1 of tariff 12 has no price component. ")]
    [InlineData("{ \"id\": \"12\", \"currency\": \"GBP\", \"elements\": [ELEMENT], \"min_price\": { \"excl_vat\": 5 }, "
        + "\"max_price\": { \"excl_vat\": 4 } }", "bad-number: min_price of tariff 12 is above its max_price. ")]
    [InlineData("tariffs/street.json", "unknown-file: ocpi of this product is the text tariffs/street.json, and the "
        + "book has no such file. Put the tariff's JSON into the book's folder tariffs: ocpi: tariffs/street.json.")]
    public void A_tariff_is_whole(string tariff, string fault) =>
        Assert.Equal([fault], Faults(tariff.Replace("ELEMENT", Element(Energy), StringComparison.Ordinal)));

    [Theory]
    [InlineData("{ \"type\": \"ENERGI\", \"price\": 1, \"step_size\": 1 }", "{ }",
        "unknown-type: There is no type ENERGI, which price component 1 of element 1 of tariff 12 names. Did you mean "
        + "ENERGY?")]
    [InlineData("{ \"type\": \"ENERGY\", \"price\": -1, \"step_size\": 1 }", "{ }",
        "bad-number: price of price component 1 of element 1 of tariff 12 is the text -1, which is below zero. ")]
    [InlineData("{ \"type\": \"ENERGY\", \"price\": 1 }", "{ }",
        "missing-key: step_size is missing in price component 1 of element 1 of tariff 12. ")]
    [InlineData("{ \"type\": \"ENERGY\", \"price\": 1, \"step_size\": 1, \"vat\": 7 }", "{ }",
        "no-tax: Tariff 12 has a price with 7 % VAT, and the book has no tax of that rate on 2020-01-01. Add one to "
        + "book.yaml: taxes: { vat-7: 7 % }.")]
    [InlineData("ENERGY, ENERGY", "{ }",
        "duplicate-key: element 1 of tariff 12 has two prices for ENERGY; expected one. ")]
    [InlineData("ENERGY", "{ \"reservation\": \"RESERVATION\" }", "not-of-reservation: element 1 of tariff 12 is for "
        + "reservations, which have prices for TIME and FLAT alone. ")]
    [InlineData("{ \"type\": \"FLAT\", \"price\": 1, \"step_size\": 1 }", "{ \"min_kwh\": 5 }",
        "never-due: Element 1 of tariff 12 has a FLAT price, which is asked when a session starts, and is restricted "
        + "to what comes later: it would never be asked. Leave its min_kwh or min_duration out, or price TIME, "
        + "PARKING_TIME or ENERGY.")]
    [InlineData("ENERGY", "{ \"start_time\": \"9:00\" }", "bad-time: start_time of restrictions of element 1 of tariff "
        + "12 is the text 9:00; expected a time of the day such as 19:45. ")]
    [InlineData("ENERGY", "{ \"day_of_week\": [\"Monday\"] }", "bad-choice: day_of_week of restrictions of element 1 "
        + "of tariff 12 has the text Monday; expected MONDAY to SUNDAY. ")]
    [InlineData("ENERGY", "{ \"min_power\": 5, \"max_power\": 5 }", "bad-number: restrictions of element 1 of tariff "
        + "12 have a max_power that isn't above min_power: they never hold. ")]
    [InlineData("ENERGY", "{ \"start_date\": \"2026-05-01\", \"end_date\": \"2026-05-01\" }", "bad-date: restrictions "
        + "of element 1 of tariff 12 end on the day on which they start, or before. end_date is the first day after.")]
    [InlineData("ENERGY", "{ \"end_date\": \"2126-05-01\" }", "bad-date: The dates of this restriction are more than "
        + "20 years apart. Leave out the one that doesn't matter.")]
    [InlineData("ENERGY", "{ \"min_kw\": 5 }", "unknown-key: min_kw is no key of restrictions of element 1 of tariff "
        + "12. Did you mean min_kwh?")]
    public void Prices_and_restrictions_are_strict(string component, string restrictions, string fault)
    {
        var components = component == "ENERGY" ? Energy
            : component.Replace("ENERGY, ENERGY", $"{Energy}, {Energy}", StringComparison.Ordinal);
        Assert.Equal([fault], Faults(Tariff(Element(components, restrictions))));
    }

    [Fact]
    public void Steps_of_nought_and_others_do_not_mix() => Assert.StartsWith("mixed-steps: Tariff 12 has prices for "
        + "energy with a step_size of 0 and with others", Assert.Single(Faults(Tariff(Element(
            """{ "type": "ENERGY", "price": 1, "step_size": 0 }""", """{ "max_kwh": 5 }""") + ", " + Element(Energy)))),
        StringComparison.Ordinal);

    [Fact]
    public void A_name_is_taken_once() => Assert.Equal(["name-taken: The quantity energy-billed has the name of one of "
        + "the product's tariff. Give it another name."],
        Faults(Tariff(Element(Energy)), "quantities: { energy-billed: sessions.energy }\n"));

    [Fact]
    public void A_book_has_tariffs_as_files_and_keeps_them_with_their_products()
    {
        using var folder = new TestBook().With("book.yaml", "seller: { name: S }\ncurrency: EUR\nzone: Europe/Berlin")
            .With("products/street.yaml", "product: street\nfrom: 2026-01-01\nocpi: tariffs/street.json")
            .With("tariffs/street.json", File.ReadAllText(
                Path.Combine(House.Root, "tests/data/ocpi/tariff_19_simple_north_american_exclusive.json")));
        var book = folder.Read();
        Assert.Empty(book.Faults);
        var tariff = Assert.IsType<MapNode>(book.Products[0]["ocpi"]);
        Assert.Equal(("12", new Place("tariffs/street.json", 4, 9)),
            (((TextNode)tariff["id"]!).Value, tariff["id"]!.Place));
        Assert.Equal("2.00", ((TextNode)((MapNode)((ListNode)((MapNode)((ListNode)tariff["elements"]!).Items[0])
            ["price_components"]!).Items[0])["price"]!).Value);
    }

    [Theory]
    [InlineData("tariffs/strets.json", "{ }", "unknown-file: The book has no file tariffs/strets.json, which a product "
        + "names as its tariff. Did you mean tariffs/street.json?|unused-file: No product of the book names "
        + "tariffs/street.json: its prices would never be used. Write a product with ocpi: tariffs/street.json, or "
        + "take the file out.")]
    [InlineData("tariffs/street.json", "[]", "wrong-kind: tariffs/street.json is a list; expected a tariff of OCPI. "
        + "Put each tariff into a file of its own.")]
    [InlineData("tariffs/street.json", "", "empty-file: The file is empty; expected JSON. ")]
    [InlineData("tariffs/street.json", "{ \"id\": 1, \"id\": 2 }",
        "duplicate-key: The key id stands twice in one map; expected it once. ")]
    [InlineData("tariffs/street.json", "{ \"id\": \"\\ud800\" }",
        "bad-json: The text that begins here has a half of a character in it. ")]
    public void Files_of_tariffs_are_read_strictly(string named, string text, string faults)
    {
        using var folder = new TestBook().With("book.yaml", "seller: { name: S }\ncurrency: EUR\nzone: Europe/Berlin")
            .With("products/street.yaml", $"product: street\nfrom: 2026-01-01\nocpi: {named}")
            .With("tariffs/street.json", text);
        Assert.Equal(faults, string.Join('|', folder.Read().Faults.Select(fault =>
            $"{fault.Code}: {fault.Message} {fault.Hint}")));
    }

    [Fact]
    public void Json_that_is_cut_off_has_its_place()
    {
        using var folder = new TestBook().With("book.yaml", "seller: { name: S }\ncurrency: EUR\nzone: Europe/Berlin")
            .With("products/street.yaml", "product: street\nfrom: 2026-01-01\nocpi: tariffs/street.json")
            .With("tariffs/street.json", "{\n  \"id\": }");
        var fault = Assert.Single(folder.Read().Faults);
        Assert.Equal(("bad-json", new Place("tariffs/street.json", 2, 9)), (fault.Code, fault.Place));
        Assert.StartsWith("This is no JSON: ", fault.Message, StringComparison.Ordinal);
    }
}

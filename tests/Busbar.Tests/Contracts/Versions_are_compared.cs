using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Tests.Rating;

namespace Busbar.Tests.Contracts;

/// <summary>What two versions of a product say is compared, and not how they say it.</summary>
public class Versions_are_compared
{
    private const string Rules = """
        taxes: { full: 20 %, low: 5 % }
        tax: full
        calendars:
          day-night: { bands: { day: "daily 07:00-23:00", night: rest } }
          seasons: { bands: { winter: oct-mar, summer: rest } }
        series: { spot: { unit: GBP/MWh, interval: 30min, file: prices/spot.csv } }
        """;

    private const string Charge = "charges:\n  - { name: A, quantity: import, price: 25 p/kWh }";

    [Theory]
    [InlineData("45.50 p/day", "48.20 p/day", "A: the price goes from 45.50 p/day to 48.20 p/day (+5.93 %)")]
    [InlineData("45.50 p/day", "0.4 GBP/day", "A: the price goes from 45.50 p/day to 0.4 GBP/day (-12.09 %)")]
    [InlineData("0", "9 p/day", "A: the price goes from 0 to 9 p/day")]
    [InlineData("9 p/day", "0", "A: the price goes from 9 p/day to 0 (-100.00 %)")]
    [InlineData("9 p/day", "2 * 9 p/day", "A: the price is now 2 * 9 p/day (was 9 p/day)")]
    [InlineData("2 * 9 p/day", "2 * 10 p/day", "A: in the price, 9 p/day goes to 10 p/day (+11.11 %)")]
    [InlineData("9 p/day", "0.09 GBP/day", null)]
    [InlineData("9 p/day", " 9.0  p/day", null)]
    public void A_price_that_is_another_number_says_both_and_by_how_much(string before, string after, string? said) =>
        Assert.Equal(said is null ? [] : [said], Changes(
            $"charges:\n  - {{ name: A, quantity: days, price: {before} }}",
            $"charges:\n  - {{ name: A, quantity: days, price: {after} }}"));

    [Theory]
    [InlineData("by(day-night, day = 24 p/kWh, night = 12 p/kWh)", "by(day-night, night = 13 p/kWh, day = 24 p/kWh)",
        "the price for night goes from 12 p/kWh to 13 p/kWh (+8.33 %)")]
    [InlineData("by(seasons, winter = by(day-night, day = 3 p/kWh, night = 2 p/kWh), summer = 2 p/kWh)",
        "by(seasons, winter = by(day-night, day = 6 p/kWh, night = 2 p/kWh), summer = 2 p/kWh)",
        "the price for winter for day goes from 3 p/kWh to 6 p/kWh (+100.00 %)")]
    [InlineData("by(day-night, day = spot + 1 p/kWh, night = 0)", "by(day-night, day = spot + 2 p/kWh, night = 0)",
        "in the price for day, 1 p/kWh goes to 2 p/kWh (+100.00 %)")]
    [InlineData("tiers(per = month, 0 kWh = 30 p/kWh, 300 kWh = 20 p/kWh)",
        "tiers(per = month, 0 kWh = 30 p/kWh, 300 kWh = 25 p/kWh)",
        "the price from 300 kWh on goes from 20 p/kWh to 25 p/kWh (+25.00 %)")]
    [InlineData("tiers(per = month, 0 kWh = 30 p/kWh, 300 kWh = 20 p/kWh)",
        "tiers(per = month, 0 kWh = 30 p/kWh, 360 kWh = 20 p/kWh)",
        "in the price, the edge goes from 300 kWh to 360 kWh (+20.00 %)")]
    [InlineData("tiers(0 kWh = 30 p/kWh, 300 kWh = (20 p/kWh, 3 GBP))",
        "tiers(0 kWh = 30 p/kWh, 300 kWh = (20 p/kWh, 6 GBP))",
        "in the price from 300 kWh on, 3 GBP goes to 6 GBP (+100.00 %)")]
    [InlineData("clamp(spot, 0, 30 p/kWh)", "clamp(spot, 0, 33 p/kWh)",
        "in the price, 30 p/kWh goes to 33 p/kWh (+10.00 %)")]
    [InlineData("spot", "spot + 1 p/kWh", "the price is now spot + 1 p/kWh (was spot)")]
    [InlineData("max(spot, 1 p/kWh)", "min(spot, 1 p/kWh)",
        "the price is now min(spot, 1 p/kWh) (was max(spot, 1 p/kWh))")]
    public void A_number_is_named_by_where_it_stands(string before, string after, string said) => Assert.Equal(
        [$"A: {said}"], Changes($"charges:\n  - {{ name: A, quantity: import, price: \"{before}\" }}",
            $"charges:\n  - {{ name: A, quantity: import, price: \"{after}\" }}"));

    [Fact]
    public void A_number_that_has_a_name_is_called_by_it() => Assert.Equal(
        ["A: in the amount, top goes from 2 to 3 (+50.00 %)"],
        Changes("charges:\n  - { name: A, amount: \"peak(import, per = month, top = 2) * 1 GBP/kW/month * months\" }",
            "charges:\n  - { name: A, amount: \"peak(import, per = month, top = 3) * 1 GBP/kW/month * months\" }"));

    [Theory]
    [InlineData("house: import", "house: import - export",
        "quantity house is now import - export (was import); it is in A")]
    [InlineData("house: import * 0.5", "house: import * 0.6",
        "in quantity house, 0.5 goes to 0.6 (+20.00 %); it is in A")]
    [InlineData("house: import", "home: import", "quantity house is now called home; it is in A")]
    [InlineData("net: import - export, house: positive(net)", "grid: import - export, home: positive(grid)",
        "quantity net is now called grid; it is in A", "quantity house is now called home; it is in A")]
    [InlineData("house: import", "house: import, spare: export", "quantity spare is new: export; no charge uses it")]
    [InlineData("house: import, spare: export", "house: import", "quantity spare is gone (was export)")]
    public void A_quantity_that_says_something_else_is_said_once_for_all_charges(
        string before, string after, params string[] said)
    {
        static string Product(string quantities) => $"quantities: {{ {quantities} }}\ncharges:\n  - {{ name: A, "
            + $"quantity: {(quantities.Contains("home", StringComparison.Ordinal) ? "home" : "house")}, "
            + "price: 25 p/kWh }";
        Assert.Equal(said, Changes(Product(before), Product(after)));
    }

    [Theory]
    [InlineData("", ", group: fixed", "A: the group is now fixed (was energy)")]
    [InlineData("", ", to: customer", "A: who is paid is now the customer (was the seller)")]
    [InlineData(", each: connection", "", "A: what it is rated for is now the agreement (was each connection)")]
    [InlineData("", ", tax: low", "A: the tax is now low (was full)")]
    [InlineData("", ", pass-through: true", "A is now passed through as it is")]
    [InlineData(", pass-through: true", "", "A isn't passed through as it is any more")]
    [InlineData("", ", prices: gross", "A: the price now includes the tax (it didn't)")]
    [InlineData(", prices: gross", "", "A: the price doesn't include the tax any more (it did)")]
    [InlineData("", ", missing: leave-open",
        "A stays open now where something is missing, and doesn't hold the bill")]
    [InlineData(", missing: leave-open", "",
        "A holds the bill now where something is missing, and doesn't stay open")]
    [InlineData(", id: a", ", id: b", "A: the id is now b (was a)")]
    public void All_that_a_charge_says_of_itself_is_compared(string before, string after, string said)
    {
        static string Product(string more) => $"charges:\n  - {{ name: A, quantity: import, price: 25 p/kWh{more} }}";
        Assert.Equal([said], Changes(Product(before), Product(after)));
    }

    [Fact]
    public void How_a_charge_is_shown_is_compared() => Assert.Equal(
        ["A: how it is shown is now a line per band of day-night (was one line)"],
        Changes("""charges: [{ name: A, quantity: "during(import, day-night.day)", price: 25 p/kWh }]""",
            """charges: [{ name: A, quantity: "during(import, day-night.day)", price: 25 p/kWh, lines: band }]"""));

    [Fact]
    public void A_charge_that_one_version_alone_has_says_what_it_costs()
    {
        const string Two = Charge + "\n  - { name: Night units, quantity: \"during(import, day-night.night)\", "
            + "price: 9.1 p/kWh }\n  - { name: Thanks, amount: 1 GBP/month * months, to: customer }";
        Assert.Equal(["Night units is new: 9.1 p/kWh on during(import, day-night.night)",
            "Thanks is new: 1 GBP/month * months, to the customer"], Changes(Charge, Two));
        Assert.Equal(["Night units is gone, it was 9.1 p/kWh on during(import, day-night.night)",
            "Thanks is gone, it was 1 GBP/month * months, to the customer"], Changes(Two, Charge));
    }

    [Fact]
    public void A_charge_is_known_by_its_id_by_its_name_or_by_what_it_says()
    {
        const string Before = "charges:\n  - { name: A, id: x, quantity: import, price: 1 p/kWh }\n"
            + "  - { name: B, quantity: days, price: 2 p/day }\n  - { name: C, quantity: export, price: 3 p/kWh }";
        const string After = "charges:\n  - { name: X, id: x, quantity: import, price: 1 p/kWh }\n"
            + "  - { name: B, id: y, quantity: days, price: 2 p/day }\n"
            + "  - { name: Z, quantity: export, price: 3 p/kWh }";
        Assert.Equal(["A is now called X", "B: the id is now y (was b)", "C is now called Z",
            "Z: the id is now z (was c)"], Changes(Before, After));
    }

    [Fact]
    public void An_amount_in_the_place_of_a_price_is_said_whole() => Assert.Equal(
        ["A is now 3 GBP/month * months (was 25 p/kWh on import)"],
        Changes(Charge, "charges:\n  - { name: A, amount: 3 GBP/month * months }"));

    [Fact]
    public void Charges_in_another_order_are_said()
    {
        const string A = "\n  - { name: A, amount: 1 GBP/month * months }";
        const string B = "\n  - { name: B, quantity: days, price: 1 p/day }";
        Assert.Equal(["the charges are now in the order B, A"], Changes("charges:" + A + B, "charges:" + B + A));
    }

    [Theory]
    [InlineData("", "name: Flat", "the product's name is now Flat (was p)")]
    [InlineData("", "interval: 60min", "the interval is now 60 minutes (was 30 minutes)")]
    [InlineData("", "fixed: true", "agreements now keep the version that held when they were signed")]
    [InlineData("", "channels: { import: kWh, export: MWh }", "the unit of channel export is now MWh (was kWh)")]
    [InlineData("", "channels: { import: kWh }", "channel export is gone")]
    [InlineData("channels: { import: kWh }", "", "channel export is new, in kWh")]
    [InlineData("", "terms: { t: p/day }", "term t is new, in p/day: each agreement gives it")]
    [InlineData("", "terms: { t: { in: p/day, default: 5 } }",
        "term t is new, in p/day: 5 p/day where an agreement gives none")]
    [InlineData("terms: { t: p/day }", "", "term t is gone")]
    [InlineData("terms: { t: p/day }", "terms: { t: kW }", "the unit of term t is now kW (was p/day)")]
    [InlineData("terms: { t: { in: p/day, default: 5 } }", "terms: { t: { in: p/day, default: 6 } }",
        "the default of term t goes from 5 p/day to 6 p/day (+20.00 %)")]
    [InlineData("terms: { t: { in: 1, default: 5 } }", "terms: { t: { in: 1, default: 6 } }",
        "the default of term t goes from 5 to 6 (+20.00 %)")]
    [InlineData("terms: { t: p/day }", "terms: { t: { in: p/day, default: 6 } }",
        "term t has the default 6 p/day now (had none)")]
    [InlineData("terms: { t: { in: p/day, default: 6 } }", "terms: { t: p/day }",
        "term t has no default any more (was 6 p/day): each agreement gives it")]
    [InlineData("", "must: [{ be: peak(import) <= 5 kW, else: Too much }]", "peak(import) <= 5 kW must be true now")]
    [InlineData("must: [{ be: peak(import) <= 5 kW, else: Too much }]",
        "", "peak(import) <= 5 kW needn't be true any more")]
    [InlineData("must: [{ be: peak(import) <= 5 kW, else: Too much }]",
        "must: [{ be: peak(import) <= 6 kW, else: Too much }]",
        "in what must be, 5 kW goes to 6 kW (+20.00 %)")]
    [InlineData("must: [{ be: peak(import) <= 5 kW, else: Too much }]",
        "must: [{ be: peak(export) <= 5 kW, else: Too much }]",
        "what must be is now peak(export) <= 5 kW (was peak(import) <= 5 kW)")]
    [InlineData("must: [{ be: peak(import) <= 5 kW, else: Too much }]",
        "must: [{ be: peak(import) <= 5 kW, else: Far too much }]",
        "what is said unless peak(import) <= 5 kW is now Far too much (was Too much)")]
    [InlineData("", "bundles: { All: [A] }", "bundle All is new: A")]
    [InlineData("bundles: { All: [A] }", "", "bundle All is gone (was A)")]
    public void All_around_the_charges_is_compared(string before, string after, string said) =>
        Assert.Equal([said], Changes($"{before}\n{Charge}", $"{after}\n{Charge}"));

    [Fact]
    public void A_bundle_is_its_charges_whatever_they_are_called()
    {
        static string Product(string name, string bundle) => "charges:\n  - { name: " + name + ", id: a, "
            + "quantity: import, price: 1 p/kWh }\n  - { name: B, quantity: days, price: 2 p/day }\n"
            + "bundles: { All: [" + bundle + "] }";
        Assert.Equal(["A is now called C"], Changes(Product("A", "A, B"), Product("C", "B, C")));
        Assert.Equal(["bundle All is now A (was A, B)"], Changes(Product("A", "A, B"), Product("A", "A")));
    }

    [Fact]
    public void A_change_is_also_given_in_parts()
    {
        var change = Assert.Single(Diff("charges: [{ name: A, quantity: days, price: 40 p/day }]",
            "charges: [{ name: A, quantity: days, price: 50 p/day }]").Changes);
        Assert.Equal((ChangedPart.Charge, "a", "price", "40 p/day", "50 p/day", (Exact?)0.25m),
            (change.Part, change.Id, change.Aspect, change.Before, change.After, change.Growth));
    }

    private static IEnumerable<string> Changes(string before, string after) =>
        Diff(before, after).Changes.Select(change => change.Text);

    private static VersionDiff Diff(string before, string after)
    {
        var book = Bench.Of($"{Version(before, 2020)}\n---\n{Version(after, 2021)}", Rules, agreements: "");
        var versions = book.Book.Products["p"].Versions.Values;
        return VersionDiff.Of(versions[0].Value, versions[1].Value, book.Book.Units);
    }

    /// <summary>A version, with the usual channels and interval where it doesn't have its own.</summary>
    private static string Version(string text, int year) => $"product: p\nfrom: {year}-01-01\n"
        + (text.Contains("interval:", StringComparison.Ordinal) ? "" : "interval: 30min\n")
        + (text.Contains("channels:", StringComparison.Ordinal) ? "" : "channels: { import: kWh, export: kWh }\n")
        + text;
}

using Busbar.Contracts;
using Busbar.Tests.Rating;

namespace Busbar.Tests.Contracts;

/// <summary>The faults of a product's version beyond those of single formulas.</summary>
public class Products_are_checked_whole
{
    private const string DayNight =
        "calendars: { dn: { bands: { day: \"daily 07:00-22:00\", night: rest } }, "
        + "we: { bands: { we: weekends, wd: rest } } }";

    private static string[] Faults(string charges, string more = "", string book = DayNight) =>
    [
        .. Bench.Faults($$"""
            product: p
            from: 2020-01-01
            interval: 30min
            channels: { import: kWh, export: kWh }
            charges:
            {{charges}}
            {{more}}
            """, book).Select(fault => $"{fault.Place} {fault.Code}: {fault.Message} {fault.Hint}".TrimEnd()),
    ];

    [Theory]
    [InlineData("  - { name: A, quantity: 2 kW * import, price: 1 p/kWh }",
        "product.yaml:6:48 wrong-dimension: A quantity in kW·kWh times a price in GBP/kWh is GBP·kW, not GBP. "
        + "The price must be in GBP/kW/kWh.")]
    [InlineData("  - { name: A, quantity: import / hours, price: 1 p/kWh }",
        "product.yaml:6:26 does-not-add-up: import / hours is kW per interval: it holds and doesn't add up over a "
        + "bill. Multiply it by hours, days or months.")]
    [InlineData("  - { name: A, quantity: import, price: 1 p/day }",
        "product.yaml:6:41 wrong-dimension: A quantity in kWh times a price in GBP/day is GBP·kWh/day, not GBP. "
        + "The price must be in GBP/kWh.")]
    [InlineData("  - { name: A, quantity: days, price: 1 EUR/day }",
        "product.yaml:6:39 wrong-dimension: A quantity in day times a price in EUR/day is EUR, not GBP. "
        + "The price must be in GBP/day.")]
    [InlineData("  - { name: A, quantity: days, price: \"by(dn, day = 1 p/day, night = 0)\" }",
        "product.yaml:6:39 changes-within: The price changes by the interval, within the day that the quantity is "
        + "summed over. Give the quantity unsummed: it is summed on the bill anyway.")]
    [InlineData("  - { name: A, quantity: 5 kWh, price: 1 p/kWh }",
        "product.yaml:6:26 never-spread: 5 kWh has no period: it can't be said how much of it is on a bill. "
        + "Give it one: times days, hours or months.")]
    [InlineData("  - { name: A, amount: 5 GBP }",
        "product.yaml:6:24 never-spread: 5 GBP has no period: it can't be said how much of it is on a bill. "
        + "Give it one: quantity: months, price: 5 GBP/month.")]
    [InlineData("  - { name: A, amount: import }",
        "product.yaml:6:24 wrong-dimension: The amount is kWh per interval, not GBP. "
        + "To charge for a quantity, give quantity and price.")]
    [InlineData("  - { name: A, quantity: import }",
        "product.yaml:6:5 wrong-charge: The charge A needs a quantity and a price, or an amount.")]
    [InlineData("  - { name: A, quantity: import, price: 1 p/kWh, amount: 1 GBP/day * days }",
        "product.yaml:6:5 wrong-charge: The charge A needs a quantity and a price, or an amount.")]
    [InlineData("  - { name: \"—\", quantity: import, price: 1 p/kWh }",
        "product.yaml:6:5 no-id: The name — makes no id. Give the charge an id.")]
    [InlineData("  - { name: Units, quantity: import, price: 1 p/kWh }\n  - { name: UNITS, quantity: days, price: 0 }",
        "product.yaml:7:5 duplicate-charge: Product p from 2020-01-01 has two charges with the id units. "
        + "Give one of them an id of its own.")]
    [InlineData("  - { name: A, quantity: import, price: 1 p/kWh, each: connection }\n"
        + "  - { name: B, id: a, quantity: days, price: 0 }",
        "product.yaml:7:5 duplicate-charge: Product p from 2020-01-01 has two charges with the id a. "
        + "Give one of them an id of its own.")]
    [InlineData("  - { name: A, quantity: import, price: 1 p/kWh, lines: band }",
        "product.yaml:6:5 no-band: The charge A is to have a line per band, but its formulas use no calendar. "
        + "Leave lines out, or use one calendar in the price.")]
    [InlineData("  - { name: A, quantity: \"during(import, we.we)\", price: \"by(dn, day = 0, night = 1 p/kWh)\", "
        + "lines: band }",
        "product.yaml:6:5 no-band: The charge A is to have a line per band, but its formulas use we and dn. "
        + "Leave lines out, or use one calendar in the price.")]
    [InlineData("  - { name: A, quantity: \"sum(during(import, dn.day), per = day)\", price: 1 p/kWh, lines: band }",
        "product.yaml:6:5 no-band: The charge A is to have a line per band, but it is counted per day. "
        + "Leave lines out.")]
    [InlineData("  - { name: A, quantity: import, price: 1 p/kWh, group: enery }",
        "product.yaml:6:57 bad-choice: group of charge A is the text enery; expected energy, capacity, fixed, "
        + "distribution, levy, service or discount. Did you mean energy?")]
    [InlineData("  - { name: A, quantity: import, price: 1 p/kWh, to: landlord }",
        "agreements.yaml:1:58 unknown-party: Product p has the landlord paid for A, and neither agreement a nor a pool "
        + "of it says who that is. Add it: parties: { landlord: … }.")]
    [InlineData("  - { name: A, quantity: import, price: 1 p/kWh, tax: vat }",
        "product.yaml:6:55 unknown-tax: There is no tax vat, which charge A names.")]
    [InlineData("  - { name: A, quantity: import, price: 1 p/kWh, pass-trough: true }",
        "product.yaml:6:50 unknown-key: pass-trough is no key of charge A. Did you mean pass-through?")]
    [InlineData("  - { name: A, quantity: import > export, price: 1 p/kWh }",
        "product.yaml:6:26 not-a-value: import > export is a condition and no quantity. "
        + "To count where it is true, write count(condition).")]
    [InlineData("  - { name: A, quantity: import, price: import > export }",
        "product.yaml:6:41 not-a-value: import > export is a condition and no price. "
        + "Choose the price by it: when(condition, a, b).")]
    [InlineData("  - { name: A, amount: import > export }",
        "product.yaml:6:24 not-a-value: import > export is a condition and no amount. "
        + "Choose the amount by it: when(condition, a, b).")]
    [InlineData("  - { name: A, quantity: mean(import), price: 1 p/kWh }",
        "product.yaml:6:26 does-not-add-up: mean(import) is kWh per billing period: it holds and doesn't add up over a "
        + "bill. A mean is no amount; sum(x) adds up.")]
    [InlineData("  - { name: A, quantity: \"peak(import, per = month)\", price: 1 GBP/kW }",
        "product.yaml:6:26 does-not-add-up: peak(import, per = month) is kW per month: it holds and doesn't add up "
        + "over a bill. Multiply it by hours, days or months.")]
    [InlineData("  - { name: A, quantity: sum(import), price: \"sum(export, per = month) / sum(export, per = month) * "
        + "1 p/kWh\" }",
        "product.yaml:6:26 different-days: sum(import) has a figure per billing period, and the charge another per "
        + "month: they cover different days. Give both one window: per = month.")]
    [InlineData("  - { name: A, quantity: \"sum(import, per = year)\", price: mean(export) / sum(export) * 1 p/kWh }",
        "product.yaml:6:60 different-days: mean(export) / sum(export) * 1 p/kWh has a figure per billing period, and "
        + "the charge another per year: they cover different days. Give both one window: per = year.")]
    [InlineData("  - { name: A, amount: \"(sum(import) - sum(export, per = month)) * 1 p/kWh\" }",
        "product.yaml:6:24 different-days: (sum(import) - sum(export, per = month)) * 1 p/kWh has a figure per "
        + "billing period, and the charge another per month: they cover different days. "
        + "Give both one window: per = month.")]
    [InlineData("  []", "product.yaml:1:1 no-charge: Product p from 2020-01-01 has no charge. Add one under charges:.")]
    public void A_wrong_charge_says(string charges, string expected) => Assert.Equal([expected], Faults(charges));

    [Fact]
    public void A_product_without_charges_is_one_fault() => Assert.Equal(
        ["no-charge"], Bench.Faults("product: p\nfrom: 2020-01-01\ninterval: 30min").Select(fault => fault.Code));

    [Theory]
    [InlineData("quantities: { import: export }", "7:23 name-taken: The quantity import has the name of a channel of "
        + "the product. Give it another name.")]
    [InlineData("quantities: { days: import }", "7:21 name-taken: The quantity days has the name of the time that "
        + "passes. Give it another name.")]
    [InlineData("quantities: { dn: import }", "7:19 name-taken: The quantity dn has the name of a calendar of the "
        + "book. Give it another name.")]
    [InlineData("terms: { months: p/day }", "1:1 name-taken: Product p from 2020-01-01: the name months stands for "
        + "something else too. Give it another name.")]
    [InlineData("terms: { import: { in: p/day, default: 1 } }", "1:1 name-taken: Product p from 2020-01-01: the name "
        + "import stands for something else too. Give it another name.")]
    [InlineData("terms: { Rate: { in: p/day, default: 1 } }", "7:10 bad-name: A term can't be called Rate. "
        + "Write words in lower case joined by hyphens: standing-charge.")]
    [InlineData("quantities: { House Load: import }", "7:15 bad-name: A quantity can't be called House Load. "
        + "Write words in lower case joined by hyphens: house-load.")]
    [InlineData("quantities: { else: import }", "7:15 bad-name: A quantity can't be called else. "
        + "Write words in lower case joined by hyphens: house-load.")]
    [InlineData("terms: { rate: { in: p/kwh, default: 1 } }", "7:22 unknown-unit: term rate is the text p/kwh, and kwh "
        + "is not a unit. Did you mean kWh?")]
    [InlineData("terms: { rate: { in: p/kWh, default: 1 GBP/day } }", "7:38 wrong-unit: default of term rate is the "
        + "text 1 GBP/day; expected a number in p/kWh.")]
    public void A_wrong_name_or_unit_says(string more, string expected) => Assert.Equal(
        [$"product.yaml:{expected}"], Faults("  - { name: A, quantity: import, price: 1 p/kWh }", more));

    [Theory]
    [InlineData("{ X: [Unit] }", "8:16 unknown-charge: The bundle X has a charge Unit, which the product hasn't. "
        + "Did you mean Units?")]
    [InlineData("{ X: [Units, units] }", "8:23 bundled-twice: The charge Units is in the bundle X and in X. "
        + "Leave it in one of them.")]
    [InlineData("{ X: [Units], Y: [Standing, Units] }", "8:38 bundled-twice: The charge Units is in the bundle X and "
        + "in Y. Leave it in one of them.")]
    [InlineData("{ X: Units }", "8:15 wrong-kind: bundle X is the text Units; expected a list of charges.")]
    public void A_wrong_bundle_says(string bundles, string expected) => Assert.Equal(
        [$"product.yaml:{expected}"], Faults(
            "  - { name: Units, quantity: import, price: 1 p/kWh }\n  - { name: Standing, quantity: days, price: 0 }",
            $"bundles: {bundles}"));

    [Fact]
    public void A_charge_with_a_fault_of_its_own_is_no_unknown_one() => Assert.Equal(
        ["product.yaml:6:30 unknown-name: Nothing is called imprt here. Did you mean import?"],
        Faults("  - { name: Units, quantity: imprt, price: 1 p/kWh }", "bundles: { X: [Units] }"));

    [Fact]
    public void A_charge_in_a_book_of_several_taxes_names_one() => Assert.Equal(
        ["product.yaml:6:5 no-tax: charge A names no tax, and the book has several. "
            + "Add tax: to it, to the product or to the book: exempt, outside, full, half."],
        Faults("  - { name: A, quantity: import, price: 1 p/kWh }\n"
            + "  - { name: B, quantity: days, price: 0, tax: half }", book: "taxes: { full: 20 %, half: 10 % }"));

    [Theory]
    [InlineData("Standing charge", "standing-charge")]
    [InlineData("  EV -- Charging (night) ", "ev-charging-night")]
    [InlineData("Électricité", "electricite")]
    [InlineData("E\u0301nergie", "energie")]
    [InlineData("Größe & Übertragung", "grosse-ubertragung")]
    [InlineData("Łódź", "lodz")]
    [InlineData("Økonomi", "okonomi")]
    [InlineData("電気", "")]
    [InlineData("CO2-Abgabe", "co2-abgabe")]
    public void The_id_of_a_name_is_the_same_on_every_machine(string name, string id) =>
        Assert.Equal(id, ProductChecker.IdOf(name));
}

using Busbar.Tests.Billing;
using Busbar.Tests.Rating;

namespace Busbar.Tests.Books;

/// <summary>What can't be taxed is refused where it is written.</summary>
public class Tax_is_said_right
{
    private const string Fuelled = "charges: [{ name: Energy, tax: fuel, quantity: import, price: 10 p/kWh }]";

    private static void Refused(string expected, string account = "", string? book = null, string charges = Fuelled,
        string? connections = null, string? agreements = null) => Assert.Contains(expected,
        Bench.Faults(charges, book ?? Fuel.Book(), accounts: Fuel.Account(account), connections: connections,
            agreements: agreements).Select(fault => $"{fault.Code}: {fault.Message}"));

    [Theory]
    [InlineData("domestic: reduced", "missing-key: business is missing in tax fuel.")]
    [InlineData("domestic: low, business: standard", "unknown-tax: There is no tax low, which tax fuel names.")]
    [InlineData("domestic: fuel, business: standard", "unknown-tax: There is no tax fuel, which tax fuel names.")]
    [InlineData("domestic: reduced, business: standard, mixed-from: 0 %",
        "bad-rate: mixed-from of tax fuel must be above 0 % and at most 100 %.")]
    [InlineData("domestic: reduced, business: standard, mixed-from: 160 %",
        "bad-rate: mixed-from of tax fuel must be above 0 % and at most 100 %.")]
    [InlineData("domestic: reduced, business: standard, small: { channel: import, at-most: 33 kWh }",
        "wrong-unit: at-most of small of tax fuel is the text 33 kWh; expected how much is used a day.")]
    [InlineData("domestic: reduced, business: standard, small: { at-most: 33 kWh/day }",
        "missing-key: channel is missing in small of tax fuel.")]
    [InlineData("domestic: reduced, business: standard, small: { channel: import, at-most: 33 m3/day }",
        "wrong-unit: The tax depends on the m3 of channel import a day, and connection c1 has it in kWh.")]
    public void A_rule_chooses_between_two_classes_with_rates(string rule, string message) =>
        Refused(message, book: Fuel.Book(rule: rule));

    [Fact]
    public void Formulas_must_know_its_name()
    {
        Refused("bad-name: A tax that depends on use can't be called Fuel and power.",
            book: Fuel.Book().Replace("fuel:", "Fuel and power:", StringComparison.Ordinal));
        Refused("name-taken: A tax that depends on use can't be called fuel: formulas know that name already.",
            book: Fuel.Book(more: "series: { fuel: { unit: GBP/MWh, interval: hour } }"));
        Refused("name-taken: A tax can't be called exempt: every book has that.",
            book: Fuel.Book().Replace("fuel:", "exempt:", StringComparison.Ordinal));
    }

    [Fact]
    public void A_price_holds_no_tax_whose_rate_nobody_knows() => Refused(
        "unknown-rate: The prices of the charge Energy include its tax, and the rate of fuel depends on who uses it.",
        charges: "prices: gross\n" + Fuelled);

    [Fact]
    public void Of_a_tax_formulas_know_what_qualifies()
    {
        Refused("unknown-name: The tax fuel has no share.", charges: Price("import * (1 - fuel.share)"));
        Refused("unknown-name: Nothing is called standard here.", charges: Price("import * standard.qualifying"));

        static string Price(string quantity) =>
            $"charges: [{{ name: Levy, tax: standard, quantity: {quantity}, price: 1 p/kWh }}]";
    }

    [Theory]
    [InlineData("private", "wrong-value: use of account acc is the text private; expected domestic, business "
        + "or the share that qualifies as domestic.")]
    [InlineData("{ qualifying: 120 % }", "bad-rate: qualifying of use of account acc must be from 0 % to 100 %.")]
    [InlineData("{ 2026-1-1: domestic }", "bad-date: use of account acc has a key 2026-1-1; expected the day from "
        + "which a value holds, such as 2026-04-01.")]
    public void Use_is_domestic_business_or_a_share(string use, string message) => Refused(message, $", use: {use}");

    [Theory]
    [InlineData("reverse-charge", "no-vat-number: account acc accounts for the tax itself, and its party p has no VAT "
        + "number.")]
    [InlineData("exempt", "wrong-value: tax of account acc is the text exempt; expected reverse-charge, as-charged, "
        + "or exempt with the number of its certificate.")]
    public void Who_pays_no_tax_has_a_number_for_it(string tax, string message) => Refused(message, $", tax: {tax}");

    [Theory]
    [InlineData("{ for: relief, relief: 92 %, number: A, from: 2026-01-01 }",
        "unknown-term: No product of account acc has a term relief, which the certificate A is for.")]
    [InlineData("{ for: standing, relief: 92 %, number: A, from: 2026-01-01 }",
        "wrong-unit: The certificate A of account acc is for standing, which is in p/day; a relief is a share.")]
    [InlineData("{ for: cut, relief: 192 %, number: A, from: 2026-01-01 }",
        "bad-rate: relief of certificate A must be from 0 % to 100 %.")]
    [InlineData("{ for: cut, relief: 92 %, number: A, from: 2026-01-01, to: 2026-01-01 }",
        "bad-date: certificate A ends on the day it begins, or before.")]
    [InlineData("{ for: cut, relief: 92 %, number: A, from: 2026-01-01 }, "
        + "{ for: cut, relief: 50 %, number: B, from: 2026-06-01 }",
        "certificates-overlap: The certificates A and B of account acc are both for cut on some days.")]
    public void A_certificate_is_for_a_share_and_for_some_days(string certificates, string message) => Refused(message,
        $", certificates: [{certificates}]",
        charges: "terms: { standing: { in: p/day, default: 1 }, cut: { in: \"%\", default: 0 % } }\n" + Fuelled);

    private static string Connections(string one, string other) => $$"""
        - { connection: c1, channels: { import: kWh, export: kWh }{{one}} }
        - { connection: c2, channels: { import: kWh, export: kWh }{{other}} }
        """;

    private const string Apart = """
        - { agreement: a, account: acc, product: p, connections: c1, from: 2020-01-01 }
        - { agreement: b, account: acc, product: p, connections: c2, from: 2020-01-01 }
        """;

    [Fact]
    public void Several_meters_say_where_they_are_where_use_is_tested()
    {
        const string Message = "which-premises: Account acc has 2 connections with import, and its tax depends on how "
            + "much is used at each premises; connection c2 doesn't say where it is.";
        Refused(Message, connections: Connections(", premises: mill", ""), agreements: Apart);
        // Of a home nothing is tested, and who has no rule of size needs none.
        Bench.Of(Fuelled, Fuel.Book(), accounts: Fuel.Account(", use: domestic"), connections: Connections("", ""),
            agreements: Apart);
        Bench.Of(Fuelled, Fuel.Book(rule: "domestic: reduced, business: standard"), accounts: Fuel.Account(),
            connections: Connections("", ""), agreements: Apart);
    }

    [Fact]
    public void What_is_rated_once_has_one_liability()
    {
        const string Together =
            "- { agreement: a, account: acc, product: p, connections: [c1, c2], from: 2020-01-01 }";
        const string Message = "several-premises: The charge Energy is rated once for all connections of agreement a, "
            + "and its tax depends on use: c1 and c2 ";
        Refused(Message + "aren't said to be at the same premises.",
            connections: Connections(", premises: mill", ", premises: shop"), agreements: Together);
        Refused(Message + "are used differently.", agreements: Together,
            connections: Connections(", premises: mill, use: domestic", ", premises: mill"));
        Bench.Of(Fuelled.Replace("}]", ", each: connection }]", StringComparison.Ordinal), Fuel.Book(),
            accounts: Fuel.Account(), connections: Connections(", premises: mill", ", premises: shop"),
            agreements: Together);
    }
}

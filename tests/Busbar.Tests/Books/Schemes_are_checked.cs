using Busbar.Tests.Commissions;

namespace Busbar.Tests.Books;

/// <summary>What is wrong with schemes, and with who is paid by them, is said where it stands.</summary>
public class Schemes_are_checked
{
    private const string Uplift = """
        terms: { eac: kWh/year, uplift: p/kWh }
        expected: { import: eac * years }
        charges: [{ name: Unit uplift, quantity: import, price: uplift }]
        """;

    private const string Terms = "eac: 1, uplift: 1";

    [Theory]
    [InlineData(Uplift + "\nsplit: [{ to: northern, share: 60 % }, { to: eve, share: 50 % }]", "over-all",
        "The parts of scheme s are 110 % of the whole: more than all.")]
    [InlineData(Uplift + "\nsplit: [{ to: northern, share: 101 % }]", "bad-number", "expected a percentage from 0 %")]
    [InlineData(Uplift + "\npays: [{ when: signed, amount: 70 % * expected }, { when: supply-start, "
        + "amount: 40 % * expected }]", "over-all", "Scheme s pays 110 % of what is expected: more than all.")]
    [InlineData(Uplift + "\npays: [{ when: [signed, supply-start], amount: 60 % * expected }]", "over-all",
        "Scheme s pays 120 % of what is expected: more than all.")]
    [InlineData(Uplift + "\npays: [{ when: signed, amount: expected * 1.3 }]", "over-all",
        "Scheme s pays 130 % of what is expected: more than all.")]
    [InlineData(Uplift + "\npays: [{ when: signd, amount: 70 % * expected }]", "unknown-state",
        "when of rule 1 of scheme s is the text signd, which there isn't.")]
    [InlineData(Uplift + "\npays: [{ when: signed, amount: 70 % * expcted }]", "unknown-name",
        "Nothing is called expcted here.")]
    [InlineData(Uplift + "\npays: [{ when: signed, amount: eac }]", "wrong-dimension", "not GBP")]
    [InlineData("terms: { eac: kWh/year, uplift: p/kWh }\ncharges: [{ name: U, quantity: import, price: uplift }]\n"
        + "pays: [{ when: signed, amount: 70 % * expected }]", "unknown-name", "Nothing is called expected here.")]
    [InlineData("terms: { eac: kWh/year, uplift: p/kWh }\ncharges: [{ name: U, quantity: imprt, price: uplift }]",
        "unknown-name", "Nothing is called imprt here.")]
    [InlineData("terms: { eac: kWh/year, uplift: p/kWh }\ncharges: [{ name: O, each: scheme, quantity: import, "
        + "price: uplift }]", "wrong-charge", "Charge O is over all agreements of its scheme")]
    [InlineData("charges: [{ name: O, each: scheme, quantity: scheme.imprt, price: 1 p/kWh }]", "unknown-name",
        "Charge O sums imprt over all agreements of its scheme, and no product has it.")]
    [InlineData("charges: [{ name: O, each: scheme, quantity: scheme.starts, price: 1 p/kWh }]", "unknown-name",
        "Charge O sums starts over all agreements of its scheme, and no product has it.")]
    [InlineData("charges: [{ name: O, each: scheme, quantity: scheme.connections, price: 1 p/kWh }]",
        "wrong-dimension", "connection")]
    [InlineData("charges: [{ name: O, each: scheme, quantity: scheme.import, price: 10 GBP/connection }]",
        "wrong-dimension", "connection")]
    [InlineData("quantities: { spend: cost(energy) }\ncharges: [{ name: O, each: scheme, quantity: scheme.spend, "
        + "price: \"tiers(per = month, 0 kWh = 5 %, 9 kWh = 4 %)\" }]", "wrong-dimension", "kWh")]
    [InlineData("quantities: { spend: cost(fuel) }\ncharges: [{ name: O, each: scheme, quantity: scheme.spend, "
        + "price: 5 % }]", "unknown-group", "fuel")]
    [InlineData("quantities: { connections: import }\ncharges: [{ name: O, each: scheme, quantity: "
        + "scheme.connections, price: 5 GBP/connection }]", "name-taken", "Scheme s has a quantity connections")]
    [InlineData(Uplift + "\nsplit: [{ to: acme, share: 10 % }]", "own-part",
        "Part 1 of scheme s pays account acme, which the scheme is of: what its parts leave is its own.")]
    [InlineData(Uplift + "\nto2: acme", "unknown-key", "to2 is no key of scheme s.")]
    public void A_scheme_that_is_wrong(string scheme, string code, string message) =>
        Said(scheme, Terms, code, message);

    [Fact]
    public void A_broker_who_is_not_self_billed() => Said(Uplift.Replace("terms:", "terms:", StringComparison.Ordinal)
        + "\nsplit: [{ to: mill, share: 10 % }]", Terms, "not-self-billed", "Part 1 of scheme s pays account mill, "
            + "which isn't self-billed.");

    [Fact]
    public void A_broker_who_can_not_invoice_tax()
    {
        const string Message = "Scheme s pays account small with the tax standard, and its party r has no VAT number";
        const string Small = "- { account: small, party: r, self-billed: true";
        Said(Uplift + "\nsplit: [{ to: small, share: 10 % }]", Terms, "no-vat-number", Message,
            accounts: Small + " }");
        Said(Uplift + "\nsplit: [{ to: small, share: 10 % }]", Terms, "no-vat-number", Message,
            accounts: Small + ", tax: { 2026-01-01: outside, 2027-01-01: as-charged } }");
        foreach (var (tax, of) in new[] { (", tax: outside", ""), ("", "\ntax: outside") })
            Assert.NotNull(BrokersBook.Read(Uplift + "\nsplit: [{ to: small, share: 10 % }]" + of, Terms, [],
                accounts: Small + tax + " }"));
        Said(Uplift, Terms, "wrong-value", "tax of account shop is the text outside; expected reverse-charge, "
            + "as-charged, or exempt with the number of its certificate.", accounts:
            "- { account: shop, party: r, tax: outside }");
    }

    [Fact]
    public void Of_a_scheme_that_is_wrong_only_that_is_said()
    {
        var faults = new List<Fault>();
        Assert.Null(BrokersBook.Read(Uplift.Replace("price: uplift", "price: upplift", StringComparison.Ordinal), Terms,
            faults, registrations: "- { registration: r, agreement: mill, state: live, on: 2026-04-01 }"));
        Assert.Equal("unknown-name", Assert.Single(faults).Code);
    }

    [Fact]
    public void A_rate_that_is_not_agreed() =>
        Said(Uplift, "eac: 1", "missing-term", "agreement mill gives no uplift");

    [Fact]
    public void An_end_that_is_not_agreed() => Said(Uplift, Terms, "no-end", "Agreement open has no end", """
        - { agreement: open, account: mill, product: fixed, connections: c2, from: 2026-04-01, scheme: s,
            terms: { eac: 1, uplift: 1 } }
        """);

    [Fact]
    public void What_is_summed_is_of_one_unit() => Said("charges: [{ name: O, each: scheme, quantity: scheme.import, "
        + "price: 1 p/kWh }]", "", "wrong-unit", "Scheme s sums import over all of its agreements as kWh, and of "
            + "product gas it is m3.", """
        - { agreement: gas, account: mill, product: gas, connections: c3, from: 2026-04-01, agreed-to: 2027-04-01,
            scheme: s }
        """, connections: "- { connection: c3, interval: day, channels: { import: m3 } }");

    [Theory]
    [InlineData("scheme.import", "1 p/m3")]
    [InlineData("scheme.import", "1 p/kWh")]
    [InlineData("scheme.half", "tiers(per = month, 0 m3 = 1 p/m3, 9 m3 = 2 p/m3)")]
    public void What_is_summed_is_of_the_unit_of_its_price(string quantity, string price) => Assert.Single(
        BrokersBook.Of($"quantities: {{ half: import / 2 }}\ncharges: [{{ name: O, each: scheme, quantity: {quantity}, "
            + $"price: \"{price}\" }}]", "", isSold: false).Schemes["s"].Overrides);

    [Fact]
    public void Two_brokers_on_one_meter() => Said(Uplift, Terms, "two-brokers",
        "Connection c1 pays a broker by agreement mill, scheme s, and by agreement twin, scheme s, on 2028-04-01 to "
        + "2029-03-31.", """
        - { agreement: twin, account: mill, product: other, connections: c1, from: 2028-04-01, agreed-to: 2031-04-01,
            scheme: s, terms: { eac: 1, uplift: 1 } }
        """);

    [Fact]
    public void A_meter_that_nobody_has_registered() => Said(Uplift, Terms, "unknown-connection",
        "There is no connection c3, which registration r names.", registrations:
        "- { registration: r, agreement: mill, connection: c3, state: live, on: 2026-04-01 }");

    [Fact]
    public void A_registration_of_another_agreements_meter() => Said(Uplift, Terms, "not-of-agreement",
        "Registration r is of connection c2, which agreement mill hasn't.", registrations:
        "- { registration: r, agreement: mill, connection: c2, state: live, on: 2026-04-01 }");

    [Theory]
    [InlineData("each: connection, ", "", "eac: 2, uplift: 1", "expected-of-all",
        "What scheme s expects of import is of all 2 connections of agreement pair together, and charge Unit uplift is "
        + "by the connection")]
    [InlineData("", "eac: 2 kWh/year", "uplift: 1", "expected-of-each", "What scheme s expects of import is of each "
        + "connection of agreement pair, since these have eac each, and charge Unit uplift is over all of them.")]
    [InlineData("each: connection, ", "eac: 2 kWh/year", "uplift: 1", "paid-for-all", "Scheme s pays when(eac < 9 "
        + "kWh/year, 1 GBP, 2 GBP) once for all connections of agreement pair, and these have eac each.")]
    public void An_estimate_that_is_not_of_what_is_charged(
        string each, string own, string agreed, string code, string message) => Said(Uplift.Replace("quantity: import",
            $"{each}quantity: import", StringComparison.Ordinal) + (code != "paid-for-all" ? ""
                : "\npays: [{ when: signed, amount: \"when(eac < 9 kWh/year, 1 GBP, 2 GBP)\" }]"), Terms, code, message,
            "- { agreement: pair, account: mill, product: other, connections: [c3, c4], from: 2026-04-01, agreed-to: "
            + $"2027-04-01, scheme: s, terms: {{ {agreed} }} }}", connections: string.Concat(new[] { "c3", "c4" }
                .Select(id => $"- {{ connection: {id}, interval: day, channels: {{ import: kWh }}, terms: {{ {own} }} "
                    + "}\n")));

    private static void Said(
        string scheme, string terms, string code, string message, string more = "", string registrations = "",
        string connections = "", string accounts = "")
    {
        var faults = new List<Fault>();
        Assert.Null(BrokersBook.Read(scheme, terms, faults, more, registrations, connections, accounts: accounts));
        Assert.Contains(faults, fault => fault.Code == code
            && fault.Message.Contains(message, StringComparison.Ordinal) && fault.Place.Line > 0);
    }
}

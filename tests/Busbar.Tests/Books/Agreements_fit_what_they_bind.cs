using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Tests.Rating;
using NodaTime;

namespace Busbar.Tests.Books;

/// <summary>What an agreement may bind, and each way in which it can't.</summary>
public class Agreements_fit_what_they_bind
{
    private const string Versions = """
        product: ev-home
        from: 2026-01-01
        interval: 30min
        channels: { import: kWh }
        terms: { standing: p/day, unit: { in: p/kWh, default: 25 } }
        charges:
          - { name: Standing, quantity: days, price: standing }
          - { name: Energy, quantity: import, price: unit }
        ---
        product: ev-home
        from: 2026-04-01
        interval: 30min
        channels: { import: kWh }
        terms: { standing: p/day, unit: { in: p/kWh, default: 30 } }
        charges:
          - { name: Standing, quantity: days, price: standing }
          - { name: Energy, quantity: import, price: unit }
        """;

    private const string Sites = """
        - { connection: c1, channels: { import: kWh } }
        - { connection: daily, interval: day, channels: { import: kWh } }
        - { connection: gas, channels: { import: m3 } }
        - { connection: solar, channels: { exprt: kWh } }
        - { connection: berlin, zone: Europe/Berlin, channels: { import: kWh } }
        """;

    private const string Head =
        "{ agreement: a, account: acc, product: ev-home, connections: c1, from: 2026-01-01";

    private static Agreement Read(string agreement, string product = Versions) =>
        Bench.Of(product, connections: Sites, agreements: "- " + agreement).Book.Agreements.Values.Single();

    [Theory]
    [InlineData("{ agreement: a, account: acc, product: ev-home, connections: c1, from: 2025-12-31, "
        + "terms: { standing: 1 } }",
        "1:74 no-version: agreement a begins before the first version of product ev-home, 2026-01-01.")]
    [InlineData(Head + " }",
        "1:3 missing-term: agreement a gives no standing, and product ev-home has no default for it. "
        + "Add terms: { standing: … p/day }.")]
    [InlineData(Head + ", terms: { standng: 1 } }",
        "1:95 unknown-term: Product ev-home has no term standng, which agreement a gives. Did you mean standing?",
        "1:3 missing-term: agreement a gives no standing, and product ev-home has no default for it. "
        + "Add terms: { standing: … p/day }.")]
    [InlineData(Head + ", terms: { standing: 1 p/kWh } }",
        "1:105 wrong-unit: term standing of agreement a is the text 1 p/kWh; expected a number in p/day.")]
    [InlineData(Head + ", terms: { standing: \"60,97\" } }",
        "1:106 bad-number: 60,97 has a comma; write decimals with a point and no thousands separator.")]
    [InlineData(Head + ", terms: { standing: { 2026-01-02: 1 } } }",
        "1:3 missing-term: standing of agreement a begins only after it is needed, on 2026-01-01.")]
    [InlineData(Head + ", terms: { standing: {} } }",
        "1:105 missing-key: term standing of agreement a is an empty map; expected a number, or days with one each. "
        + "Write a number in p/day, or { 2026-04-01: … }.")]
    [InlineData("{ agreement: a, account: acc, product: ev-home, connections: c1, from: 0001-01-01, "
        + "terms: { standing: 1 } }",
        "1:74 no-version: agreement a begins before the first version of product ev-home, 2026-01-01.")]
    [InlineData(Head + ", terms: { standing: { 1.1.2026: 1 } } }",
        "1:107 bad-date: term standing of agreement a has a key 1.1.2026; expected the day from which a value holds, "
        + "such as 2026-04-01. Write the year first, then month and day, each with two digits.")]
    [InlineData("{ agreement: a, account: acc, product: ev-home@2026-02-01, connections: c1, from: 2026-01-01 }",
        "1:42 no-version: Product ev-home has no version 2026-02-01, which agreement a names. "
        + "It has 2026-01-01, 2026-04-01.")]
    [InlineData("{ agreement: a, account: acc, product: ev-hme, connections: c1, from: 2026-01-01 }",
        "1:42 unknown-product: There is no product ev-hme, which agreement a names. Did you mean ev-home?")]
    [InlineData("{ agreement: a, account: ac, product: ev-home, connections: c2, from: 2026-01-01 }",
        "1:28 unknown-account: There is no account ac, which agreement a names. Did you mean acc?",
        "1:63 unknown-connection: There is no connection c2, which agreement a names. Did you mean c1?")]
    [InlineData(Head + ", to: 2026-01-01, "
        + "terms: { standing: 1 } }",
        "1:90 bad-date: agreement a ends on the day it begins, or before. to: is the first day without supply.")]
    [InlineData("{ agreement: a, account: acc, product: ev-home, connections: c1, terms: { standing: 1 } }",
        "1:3 missing-key: from is missing in agreement a.")]
    [InlineData("{ agreement: a, account: acc, product: ev-home, connections: c1, from: 2026-1-1, "
        + "terms: { standing: 1 } }",
        "1:74 bad-date: from of agreement a is the text 2026-1-1; expected a date such as 2026-04-01. "
        + "Write 2026-01-01.")]
    [InlineData("{ agreement: a, account: acc, product: ev-home, from: 2026-01-01, terms: { standing: 1 } }",
        "1:3 missing-key: connections is missing in agreement a.")]
    [InlineData("{ agreement: a, account: acc, product: ev-home, connections: solar, from: 2026-01-01, "
        + "terms: { standing: 1 } }",
        "1:64 missing-channel: Product ev-home needs channel import, which connection solar hasn't. "
        + "Add it to the connection's channels.")]
    [InlineData("{ agreement: a, account: acc, product: ev-home, connections: gas, from: 2026-01-01, "
        + "terms: { standing: 1 } }",
        "1:64 wrong-unit: Product ev-home needs channel import in kWh; connection gas measures it in m3.")]
    [InlineData("{ agreement: a, account: acc, product: ev-home, connections: daily, from: 2026-01-01, "
        + "terms: { standing: 1 } }",
        "1:64 too-coarse: Product ev-home needs readings every 30 minutes; connection daily has them every day.")]
    [InlineData("{ agreement: a, account: acc, product: ev-home, connections: [c1, berlin], from: 2026-01-01, "
        + "terms: { standing: 1 } }",
        "1:64 several-zones: The connections of agreement a are in several time zones, and the charge Standing is "
        + "rated once for all of them. Give the charge each: connection, or make an agreement per zone.")]
    public void An_agreement_that_does_not_fit_says(string agreement, params string[] expected) => Assert.Equal(
        expected.Select(text => "agreements.yaml:" + text),
        Bench.Faults(Versions, connections: Sites, agreements: "- " + agreement)
            .Select(fault => $"{fault.Place} {fault.Code}: {fault.Message} {fault.Hint}".TrimEnd()));

    [Fact]
    public void An_agreement_follows_the_versions_of_its_product_or_keeps_the_one_it_names()
    {
        const string Rest = "account: acc, connections: c1, from: 2026-01-15, terms: { standing: 1 }";
        var follows = Read($"{{ agreement: a, product: ev-home, {Rest} }}");
        Assert.Null(follows.Pinned);
        Assert.Equal("ev-home@2026-01-01", follows.VersionOn(new(2026, 3, 31)).Id);
        Assert.Equal("ev-home@2026-04-01", follows.VersionOn(new(2026, 4, 1)).Id);
        var kept = Read($"{{ agreement: a, product: ev-home@2026-01-01, {Rest} }}");
        Assert.Equal("ev-home@2026-01-01", kept.VersionOn(new(2027, 1, 1)).Id);
        // A version may be kept from before its day.
        Assert.Equal("ev-home@2026-04-01",
            Read($"{{ agreement: a, product: ev-home@2026-04-01, {Rest} }}").VersionOn(new(2026, 1, 15)).Id);
    }

    [Theory]
    [InlineData("from: 2026-05-01", "2026-04-01")]
    [InlineData("from: 2026-05-01, signed: 2026-03-15", "2026-01-01")]
    [InlineData("from: 2026-03-01", "2026-01-01")]
    [InlineData("from: 2026-03-01, signed: 2025-11-30", "2026-01-01")] // signed before the product was there
    public void A_fixed_product_keeps_the_version_of_the_day_it_was_signed(string days, string version)
    {
        var agreement = Read(
            $"{{ agreement: a, product: ev-home, account: acc, connections: c1, {days}, terms: {{ standing: 1 }} }}",
            Versions.Replace("interval: 30min", "interval: 30min\nfixed: true", StringComparison.Ordinal));
        Assert.Equal($"ev-home@{version}", agreement.VersionOn(new(2030, 1, 1)).Id);
    }

    [Fact]
    public void A_term_has_the_unit_of_its_product_its_own_or_none_and_its_days()
    {
        var agreement = Read("""
            agreement: a
              account: acc
              product: ev-home
              connections: c1
              from: 2026-01-01
              terms:
                standing: { 2026-01-01: 60.97, 2026-02-01: 0.5 GBP/day, 2026-03-01: -1 p/day, 2026-04-01: 0 }
                unit: { 2026-06-01: 26 }
            """);
        Exact On(string term, LocalDate day) =>
            agreement.TermOn(agreement.VersionOn(day).Terms[term], day, null);
        Assert.Equal(
            ["0.6097", "0.5", "-0.01", "0"],
            Enumerable.Range(1, 4).Select(month => On("standing", new(2026, month, 1)).ToString()));
        Assert.Equal(
            ["0.25", "0.3", "0.26"],
            new LocalDate[] { new(2026, 3, 31), new(2026, 5, 31), new(2026, 6, 1) }
                .Select(day => On("unit", day).ToString()));
    }

    [Fact]
    public void A_term_that_a_later_version_brings_may_begin_with_it()
    {
        var product = Versions.Replace("terms: { standing: p/day, unit: { in: p/kWh, default: 30 } }",
            "terms: { standing: p/day, unit: { in: p/kWh, default: 30 }, levy: p/kWh }", StringComparison.Ordinal);
        const string Agreement = Head + ", terms: { standing: 1, levy: ";
        Assert.NotNull(Read(Agreement + "{ 2026-04-01: 1 } } }", product));
        Assert.Equal("levy of agreement a begins only after it is needed, on 2026-04-01.",
            Assert.Single(Bench.Faults(product, connections: Sites,
                agreements: $"- {Agreement}{{ 2026-04-02: 1 }} }} }}")).Message);
    }

    [Fact]
    public void A_term_that_changes_its_dimension_between_versions_takes_no_value()
    {
        var product = Versions[..Versions.LastIndexOf("terms", StringComparison.Ordinal)]
            + "terms: { standing: GBP/month }\ncharges: [{ name: Standing, quantity: months, price: standing }]";
        var fault = Assert.Single(Bench.Faults(
            product, connections: Sites, agreements: $"- {Head}, terms: {{ standing: 1 }} }}"));
        Assert.Equal(("wrong-unit", "Product ev-home has the term standing in p/day and, in another version, in "
            + "GBP/month; one value can't be both."), (fault.Code, fault.Message));
    }

    [Fact]
    public void Connections_may_be_a_list_or_words_in_one_text_each_counted_once()
    {
        const string Rest = "agreement: a, account: acc, product: ev-home, from: 2026-01-01, terms: { standing: 1 }";
        const string Two = Sites + "\n- { connection: c2, channels: { import: kWh } }";
        foreach (var written in new[] { "[c1, c2]", "c1 c2", "[c2, c1, c2]", "c1  c2 c1" })
            Assert.Equal(["c1", "c2"], Bench.Of(Versions, connections: Two,
                agreements: $"- {{ {Rest}, connections: {written} }}").Book.Agreements["a"].Connections
                .Select(connection => connection.Id).Order());
    }

    [Fact]
    public void An_agreement_may_begin_on_the_first_of_all_days() => Assert.Equal(new LocalDate(1, 1, 1), Read(
        "{ agreement: a, account: acc, product: p, connections: c1, from: 0001-01-01 }",
        "{ product: p, from: 0001-01-01, interval: 30min, channels: { import: kWh }, "
        + "charges: [{ name: A, quantity: days, price: 1 p/day }] }").From);

    private const string ByBand = """
        product: p
        from: 2026-01-01
        interval: 60min
        channels: { import: kWh }
        charges: [{ name: Energy, quantity: import, price: "by(bands, day = 2 p/kWh, night = 1 p/kWh)" }]
        """;

    [Theory]
    [InlineData("Asia/Kolkata", "60min", true)]
    [InlineData("Asia/Kolkata", "30min", false)]
    [InlineData("Europe/Athens", "60min", false)]
    [InlineData("Australia/Lord_Howe", "60min", true)] // half an hour off, but only while its clocks are back
    public void The_clocks_of_calendar_and_connection_differ_by_whole_intervals(
        string zone, string interval, bool isFault)
    {
        var (product, book, agreements) = (ByBand.Replace("60min", interval, StringComparison.Ordinal),
            $"calendars: {{ bands: {{ zone: {zone}, bands: {{ day: daily 07:00-23:00, night: rest }} }} }}",
            "- { agreement: a, account: acc, product: p, connections: c1, from: 2026-01-01 }");
        if (!isFault) Bench.Of(product, book, agreements: agreements);
        else
            Assert.Equal(("too-fine", $"Calendar bands has the clock of {zone}, and connection c1 that of "
                + "Europe/London: bands begin or end within the product's interval of 60 minutes.",
                "Give the product a shorter interval, or the calendar zone: connection."),
                Assert.Single(Bench.Faults(product, book, agreements: agreements)) is var fault
                    ? (fault.Code, fault.Message, fault.Hint) : default);
    }

    [Fact]
    public void A_tax_needs_a_rate_from_the_first_day_of_supply()
    {
        const string Taxes = "taxes: { vat: { 2026-02-01: 5 % } }";
        var fault = Assert.Single(Bench.Faults("charges: [{ name: A, quantity: import, price: 1 p/kWh }]", Taxes));
        Assert.Equal(("no-tax-rate", "The tax vat has its first rate on 2026-02-01; the charge A of agreement a needs "
            + "one on 2020-01-01.", "Add the rate of that day to the book: taxes: { vat: { 2020-01-01: … } }."),
            (fault.Code, fault.Message, fault.Hint));
        Bench.Of("charges: [{ name: A, quantity: import, price: 1 p/kWh }]", Taxes,
            agreements: "- { agreement: a, account: acc, product: p, connections: c1, from: 2026-02-01 }");
    }

    [Theory]
    [InlineData("from: 2026-03-01, to: 2026-06-01", "from: 2026-05-31", true)]
    [InlineData("from: 2026-03-01, to: 2026-06-01", "from: 2026-06-01", false)]
    [InlineData("from: 2026-06-01", "from: 2026-03-01, to: 2026-06-01", false)]
    [InlineData("from: 2026-03-01", "from: 2026-04-01, product: other", false)]
    public void A_connection_gets_a_product_from_one_agreement_on_each_day(string first, string second, bool isFault)
    {
        const string Products = """
            { product: p, from: 2026-01-01, interval: 30min, charges: [{ name: A, quantity: days, price: 1 p/day }] }
            ---
            { product: other, from: 2026-01-01, interval: 30min, charges: [{ name: A, quantity: days, price: 1 p/day }]}
            """;
        string Of(string id, string days) => $"- {{ agreement: {id}, account: acc, connections: c1, {days}"
            + (days.Contains("product", StringComparison.Ordinal) ? " }" : ", product: p }");
        var agreements = Of("a", first) + "\n" + Of("b", second);
        if (!isFault) Bench.Of(Products, agreements: agreements);
        else
            Assert.Equal("agreements.yaml:2:46 supplied-twice: Connection c1 has product p by agreement a too, on some "
                + "days of agreement b: they would be billed twice.",
                Assert.Single(Bench.Faults(Products, agreements: agreements)) is var fault
                    ? $"{fault.Place} {fault.Code}: {fault.Message}" : "");
    }
}

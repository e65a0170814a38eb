using Busbar.Tests.Rating;

namespace Busbar.Tests.Books;

/// <summary>What was agreed for one connection goes before what was agreed for all.</summary>
public sealed class Connections_have_terms_of_their_own
{
    private const string Capacity = """
        terms: { capacity: kVA }
        charges: [{ name: Capacity, quantity: capacity * days, price: 5 p/kVA/day, each: connection }]
        """;

    private static string Two(string first, string second) => $$"""
        - { connection: c1, channels: { import: kWh, export: kWh }{{first}} }
        - { connection: c2, channels: { import: kWh, export: kWh }{{second}} }
        """;

    private static string Agreement(string terms = "") =>
        $"- {{ agreement: a, account: acc, product: p, connections: [c1, c2], from: 2020-01-01{terms} }}";

    [Fact]
    public void A_connections_value_goes_before_the_agreements() => Assert.Equal(
        ["capacity.c1: 6000 × 0.05 = 300.00", "capacity.c2: 1500 × 0.05 = 75.00"],
        Bench.Of(Capacity, connections: Two(", terms: { capacity: 200 kVA }", ""),
            agreements: Agreement(", terms: { capacity: 50 }")).Lines("2021-06"));

    [Fact]
    public void A_line_begins_where_a_connections_value_changes_and_only_for_that_connection() => Assert.Equal(
        ["capacity.c1.1: 2000 × 0.05 = 100.00", "capacity.c1.2: 2000 × 0.05 = 100.00",
            "capacity.c2: 3000 × 0.05 = 150.00"],
        Bench.Of(Capacity, connections: Two(
            ", terms: { capacity: { 2020-01-01: 0.2 MVA, 2021-06-11: 100 kVA } }", ", terms: { capacity: 100 kVA }"),
            agreements: Agreement()).Lines("2021-06"));

    [Fact]
    public void One_value_that_all_have_counts_for_all_together() => Assert.Equal(
        ["capacity: 3000 × 0.05 = 150.00"],
        Bench.Of(Capacity.Replace(", each: connection", "", StringComparison.Ordinal), connections: Two(
            ", terms: { capacity: 100 kVA }", ", terms: { capacity: 0.1 MVA }"), agreements: Agreement())
            .Lines("2021-06"));

    [Theory]
    [InlineData(", terms: { capacity: 200 kVA }", ", terms: { capacity: 100 kVA }", "terms-differ",
        "The charge Capacity is rated once for all connections of agreement a, and on 2020-01-01 capacity is 200 kVA "
        + "at c1 and 100 kVA at c2.", true)]
    [InlineData(", terms: { capacity: 200 kW }", ", terms: { capacity: 100 kVA }", "wrong-unit",
        "Product p has the term capacity in kVA; connection c1 gives it in kW.", false)]
    [InlineData(", terms: { capacity: 200 kVA }", "", "missing-term",
        "agreement a gives no capacity, and product p has no default for it.", false)]
    [InlineData(", terms: { capacity: 200 kVA, kapacity: 3 kVA }", ", terms: { capacity: 1 kVA }", "unknown-term",
        "No product of connection c1 has a term kapacity, which it gives.", false)]
    [InlineData(", terms: { capacity: much }", ", terms: { capacity: 1 kVA }", "bad-number",
        "term capacity of connection c1 is the text much; expected a number in 1.", false)]
    [InlineData(", terms: { capacity: 200 }", ", terms: { capacity: 1 kVA }", "wrong-unit",
        "Product p has the term capacity in kVA; connection c1 gives it without a unit.", false)]
    public void What_does_not_fit_is_refused(
        string first, string second, string code, string message, bool isShared)
    {
        var charges = isShared ? Capacity.Replace(", each: connection", "", StringComparison.Ordinal) : Capacity;
        var fault = Bench.Faults(charges, connections: Two(first, second), agreements: Agreement())[0];
        Assert.Equal((code, message), (fault.Code, fault.Message));
    }

    [Fact]
    public void A_nought_needs_no_unit() => Assert.Equal(
        ["capacity.c1: 0 × 0.05 = 0.00", "capacity.c2.1: 0 × 0.05 = 0.00", "capacity.c2.2: 2000 × 0.05 = 100.00"],
        Bench.Of(Capacity, connections: Two(
            ", terms: { capacity: 0 }", ", terms: { capacity: { 2020-01-01: 0, 2021-06-11: 100 kVA } }"),
            agreements: Agreement()).Lines("2021-06"));

    private static string Demand(string each) => $$"""
        terms: { earlier: { in: kW, default: 0 } }
        charges:
          - name: Demand
            {{each}}
            quantity: "peak(import, per = month, past = 11 months, history = earlier) * months"
            price: 1 GBP/kW/month
        """;

    private static readonly string Earlier = Two(", terms: { earlier: { 2019-06-01: 80 kW, 2019-07-01: 0 } }",
        ", terms: { earlier: { 2019-06-01: 25 kW, 2019-07-01: 0 } }");

    [Fact]
    public void A_ratchet_starts_from_the_history_of_its_connection() => Assert.Equal(
        ["demand.c1: 80 × 1 = 80.00", "demand.c2: 25 × 1 = 25.00"],
        Bench.Of(Demand("each: connection"), connections: Earlier, agreements: Agreement()).Lines("2020-01"));

    [Fact]
    public void Histories_that_differ_are_refused_for_what_is_rated_once() => Assert.Equal(
        "The charge Demand is rated once for all connections of agreement a, and on 2019-06-01 earlier is 80 kW at c1 "
        + "and 25 kW at c2.",
        Bench.Faults(Demand("each: agreement"), connections: Earlier, agreements: Agreement()).Single().Message);
}

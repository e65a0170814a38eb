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
    public void What_does_not_fit_is_refused(
        string first, string second, string code, string message, bool isShared)
    {
        var charges = isShared ? Capacity.Replace(", each: connection", "", StringComparison.Ordinal) : Capacity;
        var fault = Bench.Faults(charges, connections: Two(first, second), agreements: Agreement())[0];
        Assert.Equal((code, message), (fault.Code, fault.Message));
    }
}

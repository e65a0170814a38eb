using Busbar.Tests.Rating;
using NodaTime;

namespace Busbar.Tests.Billing;

/// <summary>A bill is made only where all is true that its product says must be.</summary>
public class What_must_be_holds_the_bill
{
    private const string TooMuch = "{ be: import <= 4 kW * hours, else: Too much }";

    private const string Two = """
        - { connection: c1, channels: { import: kWh, export: kWh }, terms: { limit: 8 kW } }
        - { connection: c2, channels: { import: kWh, export: kWh }, terms: { limit: 4 kW } }
        """;

    private static string Product(string must) => $$"""
        terms: { most: { in: kW, default: 5 }, limit: { in: kW, default: 100 } }
        charges:
          - { name: Energy, quantity: import, price: 10 p/kWh }
          - { name: Own, group: service, each: connection, quantity: import, price: 1 p/kWh }
        must: [{{must}}]
        """;

    private static Bench Of(string must, string? connections = null) => Bench.Of(
        Product(must), connections: connections, agreements: connections is null ? null
            : "- { agreement: a, account: acc, product: p, connections: c1 c2, from: 2020-01-01 }");

    private static decimal? Evenings(ZonedDateTime at) => at is { Day: 3 or 9, Hour: 18 } ? 3 : 1;

    private static string Why(Bench bench, string period = "2021-06") => Assert.Single(bench.Held(period)).Message;

    [Fact]
    public void Where_it_is_true_the_bill_is_made() => Assert.Equal(
        ["energy: 1440 × 0.1 = 144.00", "own.c1: 1440 × 0.01 = 14.40"],
        Of(TooMuch).Reads("import", _ => 1).Lines("2021-06"));

    [Fact]
    public void Where_it_is_false_it_says_where_first_and_how_often()
    {
        var fault = Assert.Single(Of(TooMuch).Reads("import", Evenings).Held("2021-06"));
        Assert.Equal(("must-be", "Too much: import <= 4 kW * hours is false for agreement a in 4 of 1440 intervals, "
            + "first 2021-06-03 18:00: 3 kWh against 2 kWh."), (fault.Code, fault.Message));
        Assert.Equal("product.yaml:9:8", fault.Place.ToString());
    }

    [Fact]
    public void A_window_is_checked_where_it_ends()
    {
        var bench = Of("{ be: \"peak(import, per = month) <= most\", else: Too much power }").Reads("import", Evenings);
        Assert.NotEmpty(bench.Lines("2021-06-01..2021-06-20"));
        Assert.Equal("Too much power: peak(import, per = month) <= most is false for agreement a in 1 of 1 month, "
            + "first 2021-06-01 to 2021-06-30: 6 kW against 5 kW.", Why(bench, "2021-06-20..2021-07-01"));
    }

    [Fact]
    public void A_window_of_days_is_named_by_its_day() => Assert.Equal(
        "Too much: sum(import, per = day) <= 50 kWh/day * days is false for agreement a in 2 of 30 days, "
        + "first 2021-06-03: 52 kWh against 50 kWh.",
        Why(Of("{ be: \"sum(import, per = day) <= 50 kWh/day * days\", else: Too much }").Reads("import", Evenings)));

    [Fact]
    public void A_condition_of_terms_alone_is_false_on_all_days() => Assert.Equal(
        "Agree less: most < 5 kW is false for agreement a on 2021-06-01 to 2021-06-30: 5 kW against 5 kW.",
        Why(Of("{ be: most < 5 kW, else: Agree less }")));

    [Fact]
    public void A_term_that_changes_is_looked_at_on_its_own_days() => Assert.Equal(
        "Agree less: most < 5 kW is false for agreement a on 2021-06-11 to 2021-06-30: 6 kW against 5 kW.",
        Why(Bench.Of(Product("{ be: most < 5 kW, else: Agree less }"), agreements:
            "- { agreement: a, account: acc, product: p, connections: c1, from: 2020-01-01, "
            + "terms: { most: { 2020-01-01: 4 kW, 2021-06-11: 6 kW } } }")));

    [Fact]
    public void It_is_of_all_connections_together_or_of_each()
    {
        Assert.Equal("Too much: import <= 10 kW * hours is false for agreement a in 1440 of 1440 intervals, "
            + "first 2021-06-01 00:00: 6 kWh against 5 kWh.",
            Why(Of("{ be: import <= 10 kW * hours, else: Too much }", Two)
            .Reads("import", _ => 3).Reads("import", _ => 3, "c2")));
        Assert.Equal("Too much: import <= limit * hours is false for agreement a, connection c2 in 1440 of 1440 "
            + "intervals, first 2021-06-01 00:00: 3 kWh against 2 kWh.",
            Why(Of("{ be: import <= limit * hours, else: Too much, each: connection }", Two)
            .Reads("import", _ => 3).Reads("import", _ => 3, "c2")));
    }

    [Fact]
    public void What_is_needed_for_it_alone_is_loaded_and_missed()
    {
        var bench = Of("{ be: export <= import, else: More came than went }").Reads("import", _ => 1)
            .Reads("export", at => at.Day == 5 ? null : 2);
        Assert.Equal("missing-readings", Assert.Single(bench.Held("2021-06")).Code);
    }

    [Fact]
    public void The_cost_of_charges_may_be_compared() => Assert.Equal(
        "Too dear: cost(energy) <= 100 GBP/month * months is false for agreement a in 1 of 1 billing period, first "
        + "2021-06-01 to 2021-06-30: 144 GBP against 100 GBP.",
        Why(Of("{ be: cost(energy) <= 100 GBP/month * months, else: Too dear }").Reads("import", _ => 1)));

    [Theory]
    [InlineData("{ be: import + export, else: x }", "not-a-condition",
        "import + export is kWh per interval and not a condition.")]
    [InlineData("{ be: imprt < export, else: x }", "unknown-name", "Nothing is called imprt here.")]
    [InlineData("{ be: import < most, else: x }", "wrong-dimension", "")]
    [InlineData("{ be: import < 1 kWh }", "missing-key", "else is missing in must 1 of product p.")]
    [InlineData("{ else: x }", "missing-key", "be is missing in must 1 of product p.")]
    public void It_is_checked_where_it_is_written(string must, string code, string message)
    {
        var fault = Bench.Faults(Product(must))[0];
        Assert.Equal(code, fault.Code);
        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
        Assert.Equal("product.yaml", fault.Place.File);
    }
}

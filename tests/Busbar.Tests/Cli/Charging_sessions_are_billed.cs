using Busbar.Tests.Formats;
using Busbar.Tests.Store;
using NodaTime;

namespace Busbar.Tests.Cli;

/// <summary>From an operator's records and its tariff to bills, and what becomes of those when a record is late.
/// </summary>
public class Charging_sessions_are_billed
{
    public static TheoryData<string> Engines => TestStore.Engines;

    private const string Tariff = """
        { "id": "T", "currency": "EUR", "elements": [{ "price_components": [
          { "type": "ENERGY", "price": PRICE, "step_size": 1 }] }] }
        """;

    private static Busbars With(string engine = TestStore.Sqlite, string connections = "A1")
    {
        var busbar = new Busbars(engine) { Now = Instant.FromUtc(2026, 9, 1, 12, 0) };
        busbar.Write("book/book.yaml", """
            seller: { name: N }
            currency: EUR
            zone: Europe/Brussels
            tax: outside
            bills: { numbers: "B{0}", credits: "C{0}" }

            """);
        busbar.Write("book/parties.yaml", "- { party: ada, name: Ada }\n");
        busbar.Write("book/accounts.yaml", "- { account: ada, party: ada }\n");
        busbar.Write("book/connections.yaml", $"- {{ connection: car, sessions: {{ card: {connections} }} }}\n");
        busbar.Write("book/agreements.yaml",
            "- { agreement: a, account: ada, product: street, connections: car, from: 2026-01-01 }\n");
        busbar.Write("book/products/street.yaml", "product: street\nfrom: 2026-01-01\nocpi: tariffs/street.json\n");
        busbar.Write("book/tariffs/street.json", Tariff.Replace("PRICE", "0.40", StringComparison.Ordinal));
        return busbar;
    }

    private static Printed Import(Busbars busbar, string name, string text) =>
        busbar.Run("import", busbar.Write(name, text));

    [Theory, MemberData(nameof(Engines))]
    public void A_late_record_names_the_bill_and_the_way_out(string engine)
    {
        using var busbar = With(engine);
        Assert.Equal(0, busbar.Run("apply", busbar.PathOf("book")).Code);
        Assert.Equal(0, Import(busbar, "july.json", Cdrs.Simple("1", contract: "A1")).Code);
        Assert.Equal(0, busbar.Run("bill", "--period", "2026-07").Code);
        Assert.Contains("4.00", busbar.Run("show", "B1").Results, StringComparison.Ordinal);
        var late = Import(busbar, "late.json",
            Cdrs.Simple("2", contract: "A1", start: "2026-07-20T08:00:00Z", end: "2026-07-20T09:00:00Z"));
        Assert.Equal(0, late.Code);
        Assert.EndsWith("""
              1 issued bill rested on other sessions and would come out otherwise now: B1 (4.00 EUR more).
              To make it again: busbar rebill B1

            """, late.Results, StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("rebill", "B1").Code);
        Assert.Contains("8.00", busbar.Run("show", "B2").Results, StringComparison.Ordinal);
        // One of August changes nothing in July.
        Assert.DoesNotContain("issued bill", Import(busbar, "august.json", Cdrs.Simple(
            "3", contract: "A1", start: "2026-08-20T08:00:00Z", end: "2026-08-20T09:00:00Z")).Results,
            StringComparison.Ordinal);
        Assert.Contains("B2 (4.00 EUR less)", Import(busbar, "credit.json", Cdrs.Credit("1-C", "1")
            .Replace("DE8ACC12E46L89", "A1", StringComparison.Ordinal)).Results, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_with_another_card_has_other_sessions()
    {
        using var busbar = With();
        busbar.Run("apply", busbar.PathOf("book"));
        Assert.Equal(3, Import(busbar, "july.json",
            $"[{Cdrs.Simple("1", contract: "A1")}, {Cdrs.Simple("2", contract: "B2", evse: "BE*BEC*E2")}]").Code);
        busbar.Run("bill", "--period", "2026-07");
        busbar.Write("book/connections.yaml", "- { connection: car, sessions: { charger: BE*BEC*E2 } }\n");
        Assert.Contains("1 issued bill rested on other prices or readings and would come out otherwise now: B1 (the "
            + "same total).", busbar.Run("apply", busbar.PathOf("book")).Results, StringComparison.Ordinal);
        Assert.Contains("BE*BEC 2", busbar.Run("sessions", "car", "--period", "2026-07").Results,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_books_own_sessions_are_taken_with_it()
    {
        using var busbar = With();
        busbar.Write("book/sessions/july/1.json", Cdrs.Simple("1", contract: "A1"));
        Assert.Equal(0, busbar.Run("bill", busbar.PathOf("book"), "--period", "2026-07").Code);
        Assert.Contains("4.00", busbar.Run("show", "B1").Results, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_tariff_is_another_version_and_can_be_tried()
    {
        using var busbar = With();
        busbar.Run("apply", busbar.PathOf("book"));
        Import(busbar, "july.json", Cdrs.Simple("1", contract: "A1"));
        busbar.Run("bill", "--period", "2026-07");
        busbar.Write("book/tariffs/dear.json", Tariff.Replace("PRICE", "0.55", StringComparison.Ordinal));
        var offer = busbar.Write("book/products/dear.yaml",
            "product: street\nfrom: 2026-07-01\nocpi: tariffs/dear.json\n");
        var diff = busbar.Run("diff", "street", "--file", offer, "--period", "2026-07");
        Assert.Equal((0, "1 agreement rated, 0 not rated.\n"), (diff.Code, diff.Messages));
        Assert.Contains("1.50", diff.Results, StringComparison.Ordinal);
        Assert.Contains("1 new", busbar.Run("apply", busbar.PathOf("book")).Results, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_commands_say_what_is_right()
    {
        using var busbar = With();
        busbar.Run("apply", busbar.PathOf("book"));
        Assert.StartsWith("There is no format xml. There are text, csv.",
            busbar.Run("sessions", "car", "--period", "2026-07", "--format", "xml").Messages, StringComparison.Ordinal);
        Assert.StartsWith("--format writes something else than --json",
            busbar.Run("sessions", "car", "--period", "2026-07", "--format", "csv", "--json").Messages,
            StringComparison.Ordinal);
        busbar.Write("book/connections.yaml", "- { connection: car, channels: { import: kWh } }\n");
        busbar.Run("apply", busbar.PathOf("book"));
        Assert.StartsWith("connections.yaml:1: Connection car has no charging sessions.\n  Say which are its own:",
            busbar.Run("sessions", "car", "--period", "2026-07").Messages, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines))]
    public void A_credit_that_came_first_and_is_wrong_counts_as_nothing(string engine)
    {
        using var busbar = With(engine);
        busbar.Run("apply", busbar.PathOf("book"));
        string Credit(string id, string cost) => Cdrs.Credit(id, "1", cost: cost)
            .Replace("DE8ACC12E46L89", "A1", StringComparison.Ordinal);
        Assert.Contains("credits CDR 1, which hasn't come yet", Import(busbar, "early.json", Credit("1-C", "-3.00"))
            .Results, StringComparison.Ordinal);
        Assert.Contains("  Credit 1-C had come before and doesn't take back all of 1, so that it counts as nothing.\n",
            Import(busbar, "july.json", Cdrs.Simple("1", contract: "A1")).Results, StringComparison.Ordinal);
        busbar.Run("bill", "--period", "2026-07");
        Assert.Contains("4.00", busbar.Run("show", "B1").Results, StringComparison.Ordinal);
        // The right one still comes, before or after.
        Assert.Contains("B1 (4.00 EUR less)", Import(busbar, "right.json", Credit("1-D", "-4.00")).Results,
            StringComparison.Ordinal);
        Assert.Contains("credited by receipt", busbar.Run("sessions", "car", "--period", "2026-07").Results,
            StringComparison.Ordinal);
        Assert.Contains("CDR 1-E of BE*BEC credits CDR 1, as CDR 1-D does already", Import(busbar, "third.json",
            Credit("1-E", "-4.00")).Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void Sessions_of_two_customers_that_overlap_on_a_charger_hold_both_bills()
    {
        using var busbar = With();
        busbar.Write("book/parties.yaml", "- { party: ada, name: Ada }\n- { party: bob, name: Bob }\n");
        busbar.Write("book/accounts.yaml", "- { account: ada, party: ada }\n- { account: bob, party: bob }\n");
        busbar.Write("book/connections.yaml", """
            - { connection: car, sessions: { card: A1 } }
            - { connection: van, sessions: { card: B2 } }

            """);
        busbar.Write("book/agreements.yaml", """
            - { agreement: a, account: ada, product: street, connections: car, from: 2026-01-01 }
            - { agreement: b, account: bob, product: street, connections: van, from: 2026-01-01 }

            """);
        Assert.Equal(0, busbar.Run("apply", busbar.PathOf("book")).Code);
        Import(busbar, "july.json", $"[{Cdrs.Simple("1", contract: "A1")}, "
            + $"{Cdrs.Simple("2", contract: "B2", start: "08:30", end: "09:30")}]");
        var bills = busbar.Run("bill", "--period", "2026-07");
        Assert.Contains("The sessions BE*BEC 1 and BE*BEC 2 overlap on the charger BE*BEC*E1/1", bills.Messages,
            StringComparison.Ordinal);
        Assert.Contains("The sessions BE*BEC 2 and BE*BEC 1 overlap on the charger BE*BEC*E1/1", bills.Messages,
            StringComparison.Ordinal);
        Assert.Contains("0 bills issued, 2 held", bills.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void An_offer_for_sessions_says_what_was_used_and_what_its_energy_costs()
    {
        using var busbar = With();
        busbar.Write("book/book.yaml", """
            seller: { name: N }
            currency: EUR
            zone: Europe/Brussels
            tax: outside
            series: { day-ahead: { unit: EUR/MWh, interval: day, file: prices/day-ahead.csv } }

            """);
        busbar.Write("book/prices/day-ahead.csv", "start,value\n" + string.Concat(Enumerable.Range(0, 61)
            .Select(day => $"{new LocalDate(2026, 6, 1).PlusDays(day):uuuu-MM-dd},50\n")));
        Assert.Equal(0, busbar.Run("apply", busbar.PathOf("book")).Code);
        Import(busbar, "july.json", Cdrs.Simple("1", contract: "A1"));
        var run = busbar.Run("simulate", "street", "--period", "2026-07", "--cost", "day-ahead", "--where", "use>100");
        Assert.Matches("Use in kWh +10\n", run.Results);
        Assert.Matches("Energy at day-ahead +-0.50\n", run.Results);
        Assert.Contains("priced on 1 site", run.Messages, StringComparison.Ordinal);
    }
}

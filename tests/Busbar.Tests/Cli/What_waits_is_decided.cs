using System.Globalization;
using System.Text.Json;
using Busbar.Tests.Store;

namespace Busbar.Tests.Cli;

/// <summary>Decisions of suspicious readings, and what bills make of them.</summary>
public class What_waits_is_decided
{
    private static Busbars With(decimal[] days, string engine = TestStore.Sqlite)
    {
        var busbar = new Busbars(engine);
        busbar.Write("book/book.yaml", """
            seller: { name: N }
            currency: GBP
            zone: Europe/London
            tax: outside
            checks: { import: [spike 5, zeros 3 days] }
            estimates: { import: [like-day] }
            bills: { numbers: "B{0}" }
            reads: { of-equals: latest }

            """);
        busbar.Write("book/parties.yaml", "- { party: ada, name: Ada }\n");
        busbar.Write("book/accounts.yaml", "- { account: ada, party: ada }\n");
        busbar.Write("book/connections.yaml", "- { connection: c1, interval: day, channels: { import: kWh } }\n");
        busbar.Write("book/agreements.yaml",
            "- { agreement: a, account: ada, product: p, connections: c1, from: 2026-02-01 }\n");
        busbar.Write("book/products/p.yaml", """
            product: p
            from: 2026-01-01
            interval: day
            channels: { import: kWh }
            charges: [{ name: Energy, quantity: import, price: 1 GBP/kWh }]

            """);
        Assert.Equal(0, busbar.Run("apply", busbar.PathOf("book")).Code);
        Import(busbar, "days.csv", [.. days.Select((kwh, day) => (day, kwh))]);
        return busbar;
    }

    /// <summary>Readings of days, counted from the first of January; what is suspicious waits.</summary>
    private static void Import(Busbars busbar, string name, params (int Day, decimal Kwh)[] days) => Assert.NotEqual(1,
        busbar.Run("import", busbar.Write(name, "connection,channel,start,value,unit,quality\n" + string.Concat(
            days.Select(one => string.Create(CultureInfo.InvariantCulture,
                $"c1,import,{new DateOnly(2026, 1, 1).AddDays(one.Day):yyyy-MM-dd},{one.Kwh},kWh,A\n"))))).Code);

    /// <summary>Ten a day until the end of March, but for some days.</summary>
    private static decimal[] Tens(params (int Day, decimal Kwh)[] others)
    {
        var days = Enumerable.Repeat(10m, 90).ToArray();
        foreach (var (day, kwh) in others) days[day] = kwh;
        return days;
    }

    [Theory]
    [InlineData(TestStore.Sqlite)]
    [InlineData(TestStore.Postgres)]
    public void What_is_accepted_is_billed_as_long_as_it_is_the_same(string engine)
    {
        TestStore.SkipWithout(engine);
        using var busbar = With(Tens((40, 80)), engine);
        Assert.Contains("it has 80 kWh", busbar.Run("bill", "--period", "2026-02").Messages, StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("quarantine", "accept", "spike:c1:import:2026-02-10T00:00", "--period", "2026",
            "--note", "A party.").Code);
        Assert.Equal("Nothing waits for a decision.\n", busbar.Run("quarantine", "--period", "2026").Messages);
        Assert.EndsWith("350.00 GBP", Assert.Single(busbar.Run("bill", "--period", "2026-02").Lines),
            StringComparison.Ordinal);
        // Another value is asked for anew, and the bill that rests on it can't be made again before.
        Import(busbar, "other.csv", (40, 90));
        Assert.Equal(3, busbar.Run("rebill", "B1").Code);
        Assert.Equal(3, busbar.Run("quarantine", "--period", "2026-02").Code);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void An_acceptance_holds_however_the_days_are_cut(string engine)
    {
        // Nothing from 27 February to 4 March: five days that the end of the month cuts.
        using var busbar = With(Tens((57, 0), (58, 0), (59, 0), (60, 0), (61, 0)), engine);
        Assert.Equal(3, busbar.Run("bill", "--period", "2026-03").Code);
        Assert.Equal(0, busbar.Run("quarantine", "accept", "--reason", "zeros", "--period", "2026", "--note", "Away.")
            .Code);
        Assert.Equal([0, 0], new[] { "2026-02", "2026-03" }.Select(month =>
            busbar.Run("bill", "--period", month).Code));
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void What_is_rejected_is_a_hole_and_what_is_estimated_is_filled_and_marked(string engine)
    {
        using var busbar = With(Tens((40, 80), (45, 90)), engine);
        Assert.Equal("1 item rejected; 1 reading taken back.\n", busbar.Run("quarantine", "reject",
            "spike:c1:import:2026-02-10T00:00", "--period", "2026", "--note", "Wrong.").Results);
        var estimated = busbar.Run("quarantine", "estimate", "spike:c1:import:2026-02-15T00:00", "--period", "2026",
            "--note", "Wrong.").Results;
        Assert.StartsWith("1 item to be estimated; 1 reading taken back.\n", estimated, StringComparison.Ordinal);
        Assert.Contains("E62 like day", estimated, StringComparison.Ordinal);
        using var bill = JsonDocument.Parse(busbar.Run("bill", "--period", "2026-02", "--json").Results);
        var line = bill.RootElement[0].GetProperty("bill").GetProperty("lines")[0];
        Assert.Equal(("280.00", true), (line.GetProperty("amount").GetString(),
            line.GetProperty("estimated").GetBoolean()));
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void A_correction_is_one_value_for_one_reading(string engine)
    {
        using var busbar = With(Tens((40, 80), (50, 90), (51, 90)), engine);
        var refused = busbar.Run("quarantine", "correct", "spike:c1:import:2026-02-20T00:00", "--value", "9",
            "--period", "2026", "--note", "Told.");
        Assert.Equal((1, "spike:c1:import:2026-02-20T00:00 is 2 readings, and one value can't stand for them.\n"
            + "  Correct all of them with --times 0.001, or import a file with the right ones and a greater "
            + "version.\n"),
            (refused.Code, refused.Messages));
        Assert.Equal(0, busbar.Run("quarantine", "correct", "spike:c1:import:2026-02-10T00:00", "--value", "9.5",
            "--period", "2026", "--note", "Told.").Code);
        Assert.Contains("9.5  S", busbar.Run("reads", "c1", "--period", "2026-02-10..2026-02-11", "--intervals")
            .Results, StringComparison.Ordinal);
        Assert.Equal(2, busbar.Run("quarantine", "correct", "spike:c1:import:2026-02-20T00:00", "--value", "nine",
            "--note", "Told.").Code);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void What_waits_is_listed_as_data(string engine)
    {
        using var busbar = With(Tens((40, 80)), engine);
        using var list = JsonDocument.Parse(busbar.Run("quarantine", "--period", "2026", "--json").Results);
        var item = Assert.Single(list.RootElement.GetProperty("items").EnumerateArray());
        Assert.Equal(("spike:c1:import:2026-02-10T00:00", "spike"), (item.GetProperty("id").GetString(),
            item.GetProperty("reason").GetString()));
        var unknown = busbar.Run("quarantine", "--connection", "c2");
        Assert.Equal((1, "There is no connection c2 in the book.\n  Did you mean c1?\n"),
            (unknown.Code, unknown.Messages));
    }

    [Theory]
    [InlineData(TestStore.Sqlite, "one.csv", "other.csv")]
    [InlineData(TestStore.Sqlite, "other.csv", "one.csv")]
    [InlineData(TestStore.Postgres, "one.csv", "other.csv")]
    public void Two_values_of_one_rank_hold_the_bill_in_whatever_order_they_come(
        string engine, string first, string second)
    {
        TestStore.SkipWithout(engine);
        using var busbar = With(Tens(), engine);
        var book = File.ReadAllText(busbar.PathOf("book/book.yaml"));
        busbar.Write("book/book.yaml", book.Replace("latest", "held", StringComparison.Ordinal));
        busbar.Run("apply", busbar.PathOf("book"));
        foreach (var (name, kwh) in new[] { ("one.csv", 11), ("other.csv", 12) })
            busbar.Write(name, "connection,channel,start,value,unit,quality,version\n"
                + $"c1,import,2026-02-10,{kwh},kWh,A,3\n");
        Assert.Equal(0, busbar.Run("import", busbar.PathOf(first)).Code);
        var waits = busbar.Run("import", busbar.PathOf(second));
        var (known, given) = first == "one.csv" ? (11, 12) : (12, 11);
        Assert.Contains($"has {given} kWh at 2026-02-10 00:00 UTC+00, and {known} kWh is known with the same version "
            + "and quality, from receipt ", waits.Results, StringComparison.Ordinal);
        Assert.Contains("isn't known from 2026-02-10 00:00 to 2026-02-11 00:00: two values of the same version and "
            + "quality were received", busbar.Run("bill", "--period", "2026-02").Messages, StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("quarantine", given == 12 ? "accept" : "reject", "--reason", "contradicts-known",
            "--note", "The twelve are right.").Code);
        Assert.EndsWith("282.00 GBP", Assert.Single(busbar.Run("bill", "--period", "2026-02").Lines),
            StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void A_row_that_a_greater_version_has_outranked_is_accepted_no_more(string engine)
    {
        using var busbar = With(Tens(), engine);
        foreach (var (name, kwh, version) in new[] { ("bad.csv", "-5", 1), ("good.csv", "9", 2) })
            busbar.Run("import", busbar.Write(name, "connection,channel,start,value,unit,quality,version\n"
                + $"c1,import,2026-02-10,{kwh},kWh,A,{version}\n"));
        var refused = busbar.Run("quarantine", "accept", "--reason", "negative-import", "--note", "All.");
        Assert.Equal((1, "bad.csv: A greater version or a better quality is known of 1 of these readings.\n"
            + "  Reject what waits: what is known holds. busbar reads --history shows it.\n"),
            (refused.Code, refused.Messages.Replace(busbar.Folder + "/", "", StringComparison.Ordinal)));
        Assert.Equal(0, busbar.Run("quarantine", "reject", "--reason", "negative-import", "--note", "All.").Code);
        var unknown = busbar.Run("quarantine", "--reason", "spiek");
        Assert.Equal((1, "There is no rule spiek by which something "
            + "waits.\n  Did you mean spike?\n"), (unknown.Code, unknown.Messages));
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void What_is_wrong_of_a_row_is_estimated_and_the_rest_of_it_comes_in(string engine)
    {
        using var busbar = With(Tens()[..40], engine);
        busbar.Run("import", busbar.Write("later.csv", "connection,channel,start,value,unit,quality\n"
            + "c1,import,2026-02-10,-3,kWh,A\n" + string.Concat(Enumerable.Range(11, 18).Select(day =>
                $"c1,import,2026-02-{day:00},10,kWh,A\n"))));
        var estimated = busbar.Run("quarantine", "estimate", "--reason", "negative-import", "--note", "Wrong.");
        Assert.Contains("2026-02-10 00:00 to 2026-02-11 00:00: 10 kWh by E62 like day", estimated.Results,
            StringComparison.Ordinal);
        Assert.EndsWith("280.00 GBP", Assert.Single(busbar.Run("bill", "--period", "2026-02").Lines),
            StringComparison.Ordinal);
    }

    [Fact]
    public void All_readings_of_a_span_are_corrected_by_a_factor()
    {
        using var busbar = With(Tens((40, 80), (50, 90.5m), (51, 90)));
        Assert.Equal("1 item corrected; 2 readings taken.\n", busbar.Run("quarantine", "correct",
            "spike:c1:import:2026-02-20T00:00", "--times", "0.1", "--period", "2026", "--note", "Tenths.").Results);
        Assert.Contains("9.05  S", busbar.Run("reads", "c1", "--period", "2026-02-20..2026-02-21", "--intervals")
            .Results, StringComparison.Ordinal);
        Assert.Equal(0, busbar.Run("quarantine", "correct", "--reason", "spike", "--times", "0.125", "--period", "2026",
            "--note", "Eighths.").Code);
        Assert.EndsWith("278.05 GBP", Assert.Single(busbar.Run("bill", "--period", "2026-02").Lines),
            StringComparison.Ordinal);
        Assert.Contains("correct times 0.125: Eighths.", busbar.Run("reads", "c1", "--period",
            "2026-02-10..2026-02-11", "--history").Results, StringComparison.Ordinal);
    }

    [Fact]
    public void A_factor_is_exact_or_refused()
    {
        using var busbar = With(Tens((40, 80.000001m)));
        var refused = busbar.Run("quarantine", "correct", "--reason", "spike", "--times", "0.1", "--period", "2026",
            "--note", "Tenths.");
        Assert.Equal((1, "spike:c1:import:2026-02-10T00:00 can't have 8.0000001: a value has at most 6 decimals.\n"
            + "  Import a file with the right ones, rounded, and a greater version.\n"),
            (refused.Code, refused.Messages));
    }

    [Fact]
    public void A_row_that_is_wrong_by_a_factor_is_corrected_whole()
    {
        using var busbar = With(Tens()[..40]);
        busbar.Write("book/connections.yaml",
            "- { connection: c1, interval: day, limit: 3 kW, channels: { import: kWh } }\n");
        Assert.Equal(0, busbar.Run("apply", busbar.PathOf("book")).Code);
        busbar.Run("import", busbar.Write("wh.csv", "connection,channel,start,value,unit,quality\n"
            + string.Concat(Enumerable.Range(10, 19).Select(day => $"c1,import,2026-02-{day:00},10000,kWh,A\n"))));
        Assert.StartsWith("19 items corrected; 19 readings taken.", busbar.Run("quarantine", "correct", "--reason",
            "above-limit", "--times", "0.001", "--note", "Watt-hours.").Results, StringComparison.Ordinal);
        Assert.EndsWith("280.00 GBP", Assert.Single(busbar.Run("bill", "--period", "2026-02").Lines),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_still_waits_is_not_estimated()
    {
        using var busbar = With(Tens()[..40]);
        Import(busbar, "later.csv", [.. Enumerable.Range(42, 48).Select(day => (day, 10m))]);
        var wrong = busbar.Write("wrong.csv", "connection,channel,start,value,unit,quality\n"
            + "c1,import,2026-02-10,-5,kWh,A\nc1,import,2026-02-11,-6,kWh,A\n");
        Assert.Equal(3, busbar.Run("import", wrong).Code);
        var decided = busbar.Run("quarantine", "estimate", "row-1", "--note", "The meter stood.");
        Assert.Contains("row-2 waits for a decision (negative-import)", decided.Results + decided.Messages,
            StringComparison.Ordinal);
        var held = busbar.Run("bill", "--period", "2026-02");
        Assert.Equal(3, held.Code);
        Assert.Contains("isn't known from 2026-02-11 00:00 to 2026-02-12 00:00: row-2 waits for a decision "
            + "(negative-import).\n    Decide with busbar quarantine accept, correct, estimate or reject row-2.\n",
            held.Messages, StringComparison.Ordinal);
        Assert.Equal(2, busbar.Run("quarantine", "reject", "row-2", "--note", " ").Code);
        Assert.Equal(0, busbar.Run("quarantine", "reject", "row-2", "--note", "It stood then, too.").Code);
        Assert.Equal(0, busbar.Run("estimate", "--period", "2026-02").Code);
        Assert.EndsWith("280.00 GBP", Assert.Single(busbar.Run("bill", "--period", "2026-02").Lines),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_hole_beside_a_suspicious_reading_is_named_at_once()
    {
        using var busbar = With([.. Tens((40, 80))[..50]]);
        var held = busbar.Run("bill", "--period", "2026-02").Messages;
        Assert.Contains("it has 80 kWh", held, StringComparison.Ordinal);
        Assert.Contains("has no reading in 9 of 28 intervals: 2026-02-20 00:00 to 2026-03-01 00:00", held,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_accepted_is_no_basis_of_estimates()
    {
        // The tenth of February is a Tuesday with a spike, and the one after it is missing.
        using var busbar = With([.. Tens((40, 80))[..47]]);
        Assert.Equal(0, busbar.Run("quarantine", "accept", "--reason", "spike", "--period", "2026", "--note", "Yes.")
            .Code);
        Import(busbar, "rest.csv", [.. Enumerable.Range(48, 42).Select(day => (day, 10m))]);
        Assert.Contains("2026-02-17 00:00 to 2026-02-18 00:00: 10 kWh by E62 like day",
            busbar.Run("estimate", "c1", "--period", "2026-02").Results, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public void A_name_holds_its_time_and_a_list_says_from_when_on_it_looked(string engine)
    {
        TestStore.SkipWithout(engine);
        // Nothing from 27 February to 4 March: the end of the month cuts the days.
        using var busbar = With(Tens((40, 80), (57, 0), (58, 0), (59, 0), (60, 0), (61, 0)), engine);
        busbar.Now = NodaTime.Instant.FromUtc(2028, 1, 1, 12, 0);
        Assert.Equal((0, "Nothing waits for a decision.\nSuspicious readings were looked for from 2026-11-28 on; for "
            + "those before: busbar quarantine --period 2026-01-01..2026-11-28\n"),
            (busbar.Run("quarantine") is var list ? list.Code : 0, list.Messages));
        using var json = JsonDocument.Parse(busbar.Run("quarantine", "--json").Results);
        Assert.Equal("2026-11-28", json.RootElement.GetProperty("not_looked_at").GetProperty("period")
            .GetProperty("to").GetString());
        // Asked for, nothing is left out.
        Assert.DoesNotContain("looked", busbar.Run("quarantine", "--period", "2026").Messages,
            StringComparison.Ordinal);
        foreach (var month in new[] { "2026-02", "2026-03" })
        {
            var held = busbar.Run("bill", "--period", month).Messages.Split('\n');
            const string Decide = "    Decide with busbar quarantine accept, correct, estimate or reject ";
            var ids = held.Where(line => line.StartsWith(Decide, StringComparison.Ordinal))
                .Select(line => line[Decide.Length..^1]).ToList();
            Assert.NotEmpty(ids);
            Assert.Equal(0, busbar.Run(["quarantine", "accept", .. ids, "--note", "Seen."]).Code);
            Assert.Equal(0, busbar.Run("bill", "--period", month).Code);
        }
    }
}

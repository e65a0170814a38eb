using NodaTime;

namespace Busbar.Tests.Rating;

/// <summary>Ratchets, net metering, the cost of other charges, one-off fees and rounding by the window.</summary>
public sealed class Balances_and_ratchets_remember
{
    private const string Since2021 =
        "- { agreement: a, account: acc, product: p, connections: c1, from: 2021-01-01TERMS }";

    private static string Agreement(string more = "") =>
        Since2021.Replace("TERMS", more, StringComparison.Ordinal);

    /// <summary>Each month one half-hour of a power, the rest of it nothing.</summary>
    private static Bench Peaks(string quantity, string terms, string agreement, params decimal[] kilowatts) =>
        Bench.Of($$"""
            terms: { {{terms}} }
            charges: [{ name: Demand, quantity: "{{quantity}}", price: 10 GBP/kW/month }]
            """, agreements: agreement)
            .Reads("import", at => at.Day == 3 && at.TimeOfDay == new LocalTime(9, 0)
                ? kilowatts[(at.Year - 2021) * 12 + at.Month - 1] / 2 : 0);

    [Fact]
    public void WE1_14_a_ratchet_holds_four_fifths_of_a_thousand_for_eleven_months()
    {
        decimal[] months = [1000, .. Enumerable.Repeat(100m, 13)];
        var bench = Peaks(
            "max(peak(import, per = month), 80 % * peak(import, per = month, past = 11 months)) * months", "",
            Agreement(), months);
        Assert.Equal(["demand: 1000 × 10 = 10000.00"], bench.Lines("2021-01"));
        for (var month = 2; month <= 12; month++)
            Assert.Equal(["demand: 800 × 10 = 8000.00"], bench.Lines($"2021-{month:00}"));
        Assert.Equal(["demand: 100 × 10 = 1000.00"], bench.Lines("2022-01"));
    }

    [Theory]
    [InlineData("2021-05", "100")]
    [InlineData("2021-06", "105")]
    public void WE1_15_half_of_the_annual_maximum_is_the_least_that_is_billed(string month, string billed)
    {
        decimal[] months = [60, 60, 60, 60, 80, 105, 60, 60, 60, 60, 60, 60];
        // 200 kW stood in August of the year before supply began.
        var bench = Peaks("max(peak(import, per = month), 50 % * peak(import, per = month, past = 11 months, "
            + "history = earlier)) * months", "earlier: kW", Agreement(", terms: { earlier: { 2020-08-01: 200 kW, "
            + "2020-09-01: 0 kW } }"), months);
        Assert.StartsWith($"demand: {billed} × 10 = ", bench.Lines(month).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_ratchet_never_bills_less_than_the_months_own_peak()
    {
        decimal[] months = [5, 9, 3, 7, 7, 2, 8, 1, 4, 6, 9, 2];
        var bench = Peaks("max(peak(import, per = month), peak(import, per = month, past = 3 months)) * months", "",
            Agreement(), months);
        for (var month = 1; month <= 12; month++)
        {
            var billed = bench.Bill($"2021-{month:00}").Lines[0].Quantity!.Value;
            Assert.Equal(months[Math.Max(0, month - 4)..month].Max(), billed);
        }
    }

    private static Bench Solar(string charges, string more = "", string book = "", params int[] net) => Bench.Of($$"""
        terms: { opening: { in: kWh, default: 0 } }
        quantities: { net: "sum(import - export, per = month)" }
        charges:
        {{charges}}
        """, book, agreements: Agreement(more))
        .Reads("import", at => at.Day == 2 && at.TimeOfDay == default ? Math.Max(0, net[at.Month - 1]) : 0)
        .Reads("export", at => at.Day == 2 && at.TimeOfDay == default ? Math.Max(0, -net[at.Month - 1]) : 0);

    private const string Metered = """
          - { name: Net, quantity: "carry(net, clear = march)", price: 0.30 GBP/kWh }
          - { name: Left, quantity: "carried(net, clear = march)", price: 0.08 GBP/kWh, to: customer }
        """;

    [Fact]
    public void WE1_16_net_metering_pays_for_the_difference_and_net_billing_for_both()
    {
        var net = Bench.Of("""
            charges: [{ name: Net, quantity: "carry(sum(import - export, per = month))", price: 0.30 GBP/kWh }]
            """).Reads("import", At(600)).Reads("export", At(450));
        Assert.Equal(["net: 150 × 0.3 = 45.00"], net.Lines("2021-06"));
        var billing = Bench.Of("""
            charges:
              - { name: Import, quantity: import, price: 0.30 GBP/kWh }
              - { name: Export, quantity: export, price: 0.08 GBP/kWh, to: customer }
            """).Reads("import", At(600)).Reads("export", At(450));
        Assert.Equal("144.00", billing.Bill("2021-06").Net.ToString());

        static Func<ZonedDateTime, decimal?> At(int kilowattHours) =>
            at => at.Day == 2 && at.TimeOfDay == default ? kilowattHours : 0;
    }

    [Fact]
    public void What_is_left_over_passes_on_and_is_cleared_at_the_end_of_the_month_that_was_agreed()
    {
        // January leaves 40, February takes 30 of them and pays nothing, March leaves 10 + 25.
        var bench = Solar(Metered, net: [-40, 30, -25, 50, -5, 20, 0, 0, 0, 0, 0, 0]);
        Assert.Equal(["net: 0 × 0.3 = 0.00", "left: 0 × 0.08 = 0.00"], bench.Lines("2021-01"));
        Assert.Equal(["net: 0 × 0.3 = 0.00", "left: 0 × 0.08 = 0.00"], bench.Lines("2021-02"));
        Assert.Equal(["net: 0 × 0.3 = 0.00", "left: 35 × 0.08 = -2.80"], bench.Lines("2021-03"));
        Assert.Equal(["net: 50 × 0.3 = 15.00", "left: 0 × 0.08 = 0.00"], bench.Lines("2021-04"));
        Assert.Equal(["net: 0 × 0.3 = 0.00", "left: 0 × 0.08 = 0.00"], bench.Lines("2021-05"));
        Assert.Equal(["net: 15 × 0.3 = 4.50", "left: 0 × 0.08 = 0.00"], bench.Lines("2021-06"));
        // A bill of a quarter has the same in one.
        Assert.Equal(["net: 0 × 0.3 = 0.00", "left: 35 × 0.08 = -2.80"], bench.Lines("2021-01-01..2021-04-01"));
    }

    [Fact]
    public void What_was_left_before_supply_began_is_taken_first_and_what_is_left_at_its_end_is_cleared()
    {
        var charges = Metered.Replace("clear = march", "history = opening", StringComparison.Ordinal);
        var bench = Solar(charges, ", to: 2021-03-15, terms: { opening: 20 kWh }", net: [50, 0, -7, 0]);
        Assert.Equal(["net: 30 × 0.3 = 9.00", "left: 0 × 0.08 = 0.00"], bench.Lines("2021-01"));
        Assert.Equal(["net: 0 × 0.3 = 0.00", "left: 7 × 0.08 = -0.56"], bench.Lines("2021-03"));
    }

    [Fact]
    public void What_is_earned_in_a_month_is_taken_from_those_after_it()
    {
        var bench = Bench.Of("""
            terms: { opening: { in: kWh, default: 0 } }
            quantities: { used: "sum(import, per = month)", given: "sum(export, per = month)" }
            charges:
              - { name: Net, quantity: "carry(used, earned = given, clear = march, history = opening)",
                  price: 0.30 GBP/kWh }
              - { name: Left, quantity: "carried(used, earned = given, clear = march)", price: 0.08 GBP/kWh,
                  to: customer }
            """, agreements: Agreement(", terms: { opening: 5 kWh }"))
            .Reads("import", at => at.Day == 2 && at.TimeOfDay == default ? 10 : 0)
            .Reads("export", at => at.Day == 2 && at.TimeOfDay == default && at.Month <= 4 ? 12 : 0);
        // January has the opening 5 and earns 12, February takes 10 of them, March 10 of 14 and leaves 4 + 12.
        Assert.Equal(["net: 5 × 0.3 = 1.50", "left: 0 × 0.08 = 0.00"], bench.Lines("2021-01"));
        Assert.Equal(["net: 0 × 0.3 = 0.00", "left: 0 × 0.08 = 0.00"], bench.Lines("2021-02"));
        Assert.Equal(["net: 0 × 0.3 = 0.00", "left: 16 × 0.08 = -1.28"], bench.Lines("2021-03"));
        Assert.Equal(["net: 10 × 0.3 = 3.00", "left: 0 × 0.08 = 0.00"], bench.Lines("2021-04"));
        Assert.Equal(["net: 0 × 0.3 = 0.00", "left: 0 × 0.08 = 0.00"], bench.Lines("2021-05"));
        Assert.Equal(["net: 8 × 0.3 = 2.40", "left: 0 × 0.08 = 0.00"], bench.Lines("2021-06"));
    }

    [Fact]
    public void What_was_earned_by_an_estimate_marks_the_months_that_take_it_and_not_its_own()
    {
        var bench = Bench.Of("""
            charges: [{ name: Net, price: 0.30 GBP/kWh,
                quantity: "carry(sum(import, per = month), earned = sum(export, per = month), clear = march)" }]
            """, agreements: Agreement())
            .Reads("c1", "export", at => (0, at is { Month: 1, Day: 2 }
                ? Busbar.Metering.QualityKind.Estimated : Busbar.Metering.QualityKind.Actual));
        Assert.Equal(["net: 0 × 0.3 = 0.00"], bench.Lines("2021-01"));
        Assert.Equal(["net: 0 × 0.3 = 0.00 estimated"], bench.Lines("2021-02"));
        Assert.Equal(["net: 0 × 0.3 = 0.00"], bench.Lines("2021-04"));
    }

    [Fact]
    public void Balances_and_ratchets_by_the_day_pass_from_bill_to_bill()
    {
        var carried = Bench.Of("""
            charges: [{ name: Net, quantity: "carry(sum(import - export, per = day))", price: 1 GBP/kWh }]
            """, agreements: Agreement())
            .Reads("import", at => at.Month == 2 && at.TimeOfDay == default ? 5 : 0)
            .Reads("export", at => at.Month == 1 && at.TimeOfDay == default ? 2 : 0);
        // January leaves 62; February's 140 are paid but for them.
        Assert.Equal(["net: 0 × 1 = 0.00"], carried.Lines("2021-01"));
        Assert.Equal(["net: 78 × 1 = 78.00"], carried.Lines("2021-02"));
        Assert.Equal(["net: 78 × 1 = 78.00"], carried.Lines("2021-01-01..2021-03-01"));
        var ratchet = Bench.Of("""
            charges: [{ name: R, quantity: "peak(import, per = day, past = 10 days) * days", price: 1 GBP/kW/day }]
            """, agreements: Agreement()).Reads("import", at => at.Month == 1 ? 1 : 0);
        Assert.Equal(["r: 20 × 1 = 20.00"], ratchet.Lines("2021-02"));
    }

    [Fact]
    public void Money_is_carried_like_energy()
    {
        var bench = Bench.Of("""
            charges:
              - { name: Import, group: energy, quantity: import, price: 0.30 GBP/kWh }
              - { name: Export, group: energy, quantity: export, price: 0.10 GBP/kWh, to: customer }
              - { name: Credit kept, group: service,
                  amount: "carry(cost(energy, per = month)) - cost(energy, per = month)" }
            """, agreements: Agreement())
            .Reads("import", at => at.Day == 2 && at.TimeOfDay == default ? 10 : 0)
            .Reads("export", at => at.Day == 2 && at.TimeOfDay == default && at.Month == 1 ? 100 : 0);
        // January: 3 − 10 = −7 is kept; February's 3 are paid from it, March's, and 2 of April's 3.
        Assert.Equal("0.00", bench.Bill("2021-01").Net.ToString());
        Assert.Equal("0.00", bench.Bill("2021-03").Net.ToString());
        Assert.Equal("2.00", bench.Bill("2021-04").Net.ToString());
        Assert.Equal("3.00", bench.Bill("2021-05").Net.ToString());
    }

    [Fact]
    public void A_minimum_bill_is_exact_to_the_minor_unit()
    {
        var bench = Bench.Of("""
            charges:
              - { name: Energy, group: energy, quantity: import, price: 23.45 p/kWh }
              - { name: Standing, group: fixed, quantity: days, price: 11.115 p/day }
              - { name: Minimum, group: service,
                  amount: "positive(12 GBP/month * months - cost(energy, fixed, per = month))" }
            """).Reads("import", at => at.Day == 2 && at.TimeOfDay == default ? 7.3m : 0);
        Assert.Equal(["energy: 7.3 × 0.2345 = 1.71", "standing: 30 × 0.11115 = 3.33", "minimum: 6.96"],
            bench.Lines("2021-06"));
        Assert.Equal("12.00", bench.Bill("2021-06").Net.ToString());
    }

    [Fact]
    public void The_least_of_a_year_is_that_of_its_bills_to_the_minor_unit()
    {
        var bench = Bench.Of("""
            charges:
              - { name: Energy, group: energy, quantity: import, price: 10.5 p/kWh }
              - { name: Minimum, group: service,
                  amount: "positive(2 GBP/year * sum(years, per = year) - cost(energy, per = year))" }
            """, agreements: Agreement()).Reads("import", at => at.Day == 2 && at.TimeOfDay == default ? 1 : 0);
        // Twelve bills of 0.11 each are 1.32; 12 kWh in one bill would be 1.26.
        Assert.Equal(["energy: 1 × 0.105 = 0.11"], bench.Lines("2021-01"));
        Assert.Equal(["energy: 1 × 0.105 = 0.11", "minimum: 0.68"], bench.Lines("2021-12"));
    }

    [Fact]
    public void The_cost_of_a_connections_charges_is_its_own()
    {
        var bench = Bench.Of("""
            charges:
              - { name: Energy, group: energy, quantity: import, price: 10 p/kWh, each: connection }
              - { name: Fee, group: service, amount: "5 % * cost(energy)", each: connection }
              - { name: Joint, group: discount, amount: "-10 % * cost(energy, service)" }
            """, connections: """
                - { connection: c1, channels: { import: kWh, export: kWh } }
                - { connection: c2, channels: { import: kWh, export: kWh } }
                """, agreements: Agreement().Replace("c1", "[c1, c2]", StringComparison.Ordinal))
            .Reads("import", at => at.Day == 1 && at.TimeOfDay == default ? 100 : 0)
            .Reads("import", at => at.Day == 1 && at.TimeOfDay == default ? 300 : 0, "c2");
        Assert.Equal(["energy.c1: 100 × 0.1 = 10.00", "energy.c2: 300 × 0.1 = 30.00", "fee.c1: 0.50", "fee.c2: 1.50",
            "joint: -4.20"], bench.Lines("2021-06"));
    }

    [Theory]
    [InlineData("energy", "cost(energy)", "The charge Fee is in the group energy, whose cost it asks for.")]
    [InlineData("service", "cost(fixed)", "The charge Fee is made of its own group: service → fixed → service.")]
    public void A_charge_never_asks_for_its_own_cost(string group, string amount, string message) =>
        Assert.Contains(Bench.Faults($$"""
            charges:
              - { name: Energy, quantity: import, price: 10 p/kWh }
              - { name: Standing, group: fixed, amount: "1 % * cost(service)" }
              - { name: Fee, group: {{group}}, amount: "{{amount}}" }
            """), fault => fault.Code == "circle" && fault.Message == message);

    [Fact]
    public void A_one_off_fee_is_on_the_first_and_on_the_last_bill_and_on_no_other()
    {
        var bench = Bench.Of("""
            charges:
              - { name: Energy, quantity: import, price: 10 p/kWh }
              - { name: Joining, group: fixed, quantity: starts, price: 50 GBP }
              - { name: Leaving, group: fixed, quantity: ends, price: 25 GBP }
            """, agreements: Agreement(", to: 2021-04-01"));
        Assert.Equal(["energy: 0 × 0.1 = 0.00", "joining: 1 × 50 = 50.00"], bench.Lines("2021-01"));
        Assert.Equal(["energy: 0 × 0.1 = 0.00"], bench.Lines("2021-02"));
        Assert.Equal(["energy: 0 × 0.1 = 0.00", "leaving: 1 × 25 = 25.00"], bench.Lines("2021-03"));
    }

    [Fact]
    public void A_windows_sum_is_rounded_by_its_last_value_that_is_not_zero()
    {
        var bench = Bench.Of("""
            charges: [{ name: Energy, quantity: "round(import, 1 kWh, up, per = day)", price: 10 p/kWh }]
            """).Reads("import", at => at.Hour is 5 or 9 ? 0.3m : 0);
        // Four half-hours of 0.3 kWh are 1.2 a day, rounded up to 2.
        Assert.Equal(["energy: 60 × 0.1 = 6.00"], bench.Lines("2021-06"));
        var places = bench.Rated("2021-06")[0].Legs[0].Places().Take(48).ToList();
        Assert.Equal(["0.3", "0.3", "0.3", "1.1"],
            places.Where(place => !place.Quantity!.Value.IsZero).Select(place => place.Quantity.ToString()!));
    }

    [Fact]
    public void Costs_of_costs_are_planned_once_however_many_ask()
    {
        // Each group asks for all before it: 1, then 0.1 of what stands before, thirty times.
        string[] groups = [.. Enumerable.Range(0, 30).Select(i => $"g{i}")];
        var charges = groups.Select((group, i) => $"  - {{ name: C{i}, group: {group}, amount: \"" + (i == 0
            ? "days * 1 GBP/day" : $"0.1 * cost({string.Join(", ", groups.Take(i))})") + "\" }");
        var bench = Bench.Of("charges:\n" + string.Join('\n', charges), $"groups: [{string.Join(", ", groups)}]");
        Assert.Equal(["c0: 30.00", "c1: 3.00", "c2: 3.30", "c3: 3.63"], bench.Lines("2021-06").Take(4));
    }
}

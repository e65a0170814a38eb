using Busbar.Billing;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Tests.Rating;
using Busbar.Time;

namespace Busbar.Tests.Billing;

/// <summary>Fuel and power are taxed as domestic or business by who uses them and how much: the published examples, at
/// the rates of their day.</summary>
public class Tax_depends_on_use
{
    private static Bill Bill(decimal kWh, string account = "", string standard = "17.5 %", string? charges = null,
        string month = "2021-01") => Bench.Of(charges ?? Fuel.Charges(), Fuel.Book(standard),
            accounts: Fuel.Account(account)).Uses(kWh).Bill(month);

    [Fact]
    public void WE1_1_a_business_pays_the_levy_and_the_standard_rate_on_all()
    {
        var bill = Bill(2000);
        Assert.Equal(["energy: 2000 × 0.1 = 200.00", "standing: 1 × 10 = 10.00", "levy: 2000 × 0.0043 = 8.60"],
            Bench.Lines(bill));
        Assert.Equal(["17.5 % of 218.60 = 38.25"], bill.Taxes());
        Assert.Equal("256.85", bill.Total.ToString());
    }

    [Fact]
    public void WE1_3_a_fifth_that_qualifies_is_taxed_as_domestic_and_pays_no_levy()
    {
        var bill = Bill(2000, ", use: { qualifying: 20 % }");
        Assert.Equal(["energy.qualifying: 400 × 0.1 = 40.00", "energy.rest: 1600 × 0.1 = 160.00",
            "standing.qualifying: 0.2 × 10 = 2.00", "standing.rest: 0.8 × 10 = 8.00", "levy: 1600 × 0.0043 = 6.88"],
            Bench.Lines(bill));
        Assert.Equal(["Energy (5 %)", "Energy (17.5 %)"], bill.Lines.Take(2).Select(line => line.Name));
        Assert.Equal(["17.5 % of 174.88 = 30.60", "5 % of 42.00 = 2.10"], bill.Taxes());
        Assert.Equal("249.58", bill.Total.ToString());
    }

    [Fact]
    public void The_intervals_of_a_share_add_up_to_it()
    {
        var bench = Bench.Of(Fuel.Charges(), Fuel.Book(), accounts: Fuel.Account(", use: { qualifying: 20 % }"))
            .Reads("import", at => at.Hour);
        var energy = bench.Rated("2021-01")[0];
        Assert.Equal(["qualifying 1/5", "rest 4/5"], energy.Parts.Select(part => $"{part.Key} {Fraction(part)}"));
        foreach (var part in energy.Parts)
        {
            var places = energy.Legs.Single().In(part.Tax.Share).Places().ToList();
            Assert.Equal(part.Exact, places.Aggregate(Exact.Zero, (sum, place) => sum + place.Amount));
            Assert.Equal(part.Quantity, places.Aggregate(Exact.Zero, (sum, place) => sum + place.Quantity!.Value));
        }

        static string Fraction(RatedPart part) => part.Tax.Share == (Exact)1 / 5 ? "1/5" : "4/5";
    }

    [Fact]
    public void WE1_4_a_certificate_relieves_a_part_of_the_levy()
    {
        var bill = Bill(2000, """
            , use: { qualifying: 20 % },
              certificates: [{ for: ccl-relief, relief: 10 %, number: PP11-1, from: 2021-01-01 }]
            """);
        Assert.Equal(["levy: 1600 × 0.0043 = 6.88", "relief: 160 × -0.0043 = -0.68"], Bench.Lines(bill).Skip(4));
        Assert.Equal(["17.5 % of 174.20 = 30.48", "5 % of 42.00 = 2.10"], bill.Taxes());
        Assert.Equal("248.78", bill.Total.ToString());
    }

    [Fact]
    public void WE1_5_the_levy_is_the_units_times_its_rate()
    {
        var bill = Bill(40_000, standard: "20 %", charges: Fuel.Charges(levy: "0.801 p/kWh"));
        Assert.Equal("320.40", bill.Lines.Single(line => line.Id == "levy").Amount.ToString());
    }

    [Theory]
    [InlineData(1020, "5 % of 299.55 = 14.97", "314.52", LiabilityReason.Small)]
    [InlineData(1040, "20 % of 313.48 = 62.69", "376.17", LiabilityReason.Business)]
    public void WE1_6_a_little_more_use_costs_much_more_tax(
        int kWh, string tax, string total, LiabilityReason reason)
    {
        var bill = Bill(kWh, standard: "20 %", charges: Fuel.Charges("28 p/kWh", "45 p/day", "0.801 p/kWh"));
        Assert.Equal([tax], bill.Taxes());
        Assert.Equal(total, bill.Total.ToString());
        var why = Assert.IsType<TaxReason.Use>(Assert.Single(bill.TaxReasons)).Liability;
        Assert.Equal((reason, kWh / (Exact)31), (why.Reason, why.Average));
    }

    [Theory]
    [InlineData(1023, true)]
    [InlineData(1023.001, false)]
    public void Exactly_at_the_limit_is_still_small(double kWh, bool isSmall) =>
        Assert.Equal(isSmall ? 0.05m : 0.2m, Bill((decimal)kWh, standard: "20 %").Taxes[0].Rate.ToDecimal());

    [Fact]
    public void Nothing_used_is_little() =>
        Assert.Equal(["5 % of 10.00 = 0.50"], Bill(0).Taxes());

    [Theory]
    [InlineData("59.9 %", 2)]
    [InlineData("60 %", 1)]
    public void From_a_share_on_all_is_domestic(string share, int rates)
    {
        var bill = Bill(2000, $", use: {{ qualifying: {share} }}");
        Assert.Equal(rates, bill.Taxes.Count);
        // A levy that nobody owes is no line.
        Assert.Equal(rates == 2, bill.Lines.Any(line => line.Id == "levy"));
    }

    [Fact]
    public void A_home_needs_no_test_and_no_other_readings()
    {
        var bench = Bench.Of(Fuel.Charges(), Fuel.Book(), accounts: Fuel.Account(", use: domestic")).Uses(5000);
        Assert.Equal(["5 % of 510.00 = 25.50"], bench.Bill("2021-01").Taxes());
        Assert.Equal(["c1"], bench.Plan("2021-01")!.Channels().Select(need => need.Connection.Id).Distinct());
    }

    [Fact]
    public void A_use_that_changes_within_a_period_holds_from_its_day()
    {
        var bill = Bill(2000, ", use: { 2000-01-01: business, 2021-01-11: domestic }", "20 %");
        Assert.Equal(["energy.1: 2000 × 0.1 = 200.00", "energy.2: 0 × 0.1 = 0.00"], Bench.Lines(bill).Take(2));
        Assert.Equal(["20 % of 211.83 = 42.36", "5 % of 6.77 = 0.33"], bill.Taxes());
    }

    private const string TwoMeters = """
        - { connection: c1, channels: { import: kWh }, premises: works }
        - { connection: c2, channels: { import: kWh }, premises: works }
        - { connection: c3, channels: { import: kWh }, premises: lodge }
        """;

    private const string ThreeAgreements = """
        - { agreement: a, account: acc, product: p, connections: c1, from: 2020-01-01 }
        - { agreement: b, account: acc, product: p, connections: c2, from: 2020-01-01 }
        - { agreement: c, account: acc, product: p, connections: c3, from: 2020-01-01 }
        """;

    [Fact]
    public void The_test_is_over_all_meters_of_the_account_at_the_premises()
    {
        var bench = Bench.Of(Only(Fuel.Charges()), Fuel.Book(), accounts: Fuel.Account(), connections: TwoMeters,
            agreements: ThreeAgreements).Uses(600).Uses(600, "c2").Uses(600, "c3");
        var bill = bench.Bill("2021-01");
        Assert.Equal(["c: 0.05", "a: 0.2", "b: 0.2"], bill.Lines.Where(line => line.Charge == "energy")
            .OrderBy(line => line.TaxRate!.Value).Select(line => $"{line.Agreement}: {line.TaxRate}"));
        Assert.Equal(["lodge: 600/31", "works: 1200/31"], bill.TaxReasons.Cast<TaxReason.Use>()
            .Select(use => $"{use.Liability.Premises}: {use.Liability.Average}"));
    }

    [Fact]
    public void Agreements_that_follow_each_other_have_the_days_of_both()
    {
        // Below 33 kWh a day over 31 days; the 400 kWh of the first ten days alone would be 40.
        var bench = Bench.Of(Only(Fuel.Charges()), Fuel.Book(), accounts: Fuel.Account(),
            connections: "- { connection: c1, channels: { import: kWh } }", agreements: """
                - { agreement: a, account: acc, product: p, connections: c1, from: 2020-01-01, to: 2021-01-11 }
                - { agreement: b, account: acc, product: p, connections: c1, from: 2021-01-11 }
                """).Reads("import", at => at.TimeOfDay == NodaTime.LocalTime.Midnight
                    ? at.Day < 11 ? 40 : 29 : 0);
        Assert.Equal(["0.05"], bench.Bill("2021-01").Lines.Where(line => line.Charge == "energy")
            .Select(line => line.TaxRate.ToString()).Distinct());
    }

    [Fact]
    public void A_part_of_a_period_that_is_billed_later_has_the_liability_of_the_whole()
    {
        var bench = Bench.Of(Fuel.Charges(), Fuel.Book(), accounts: Fuel.Account()).Uses(2000);
        var plan = BillPlan.Of(bench.Book, bench.Account, Days.Parse("2021-01")!.Value,
            [.. bench.Plan("2021-01-01..2021-01-11")!.Tasks.Select(task => new BilledBefore(
                BillPlan.KeyOf(task), task.Supply.From, task.Days, "1"))])!;
        Assert.Equal("2021-01-11 to 2021-01-31", plan.Supply.ToString());
        var made = Assert.IsType<BillOutcome.Made>(BillMaker.Make(plan, bench.Book, new(), bench.Inputs(plan)));
        Assert.Equal(["20 % of 6.77 = 1.35"], made.Bill.Taxes());
    }

    [Fact]
    public void A_meter_that_is_not_read_holds_the_bill_of_its_neighbour()
    {
        var bench = Bench.Of(Only(Fuel.Charges()), Fuel.Book(), accounts: Fuel.Account(), connections: TwoMeters,
            agreements: ThreeAgreements).Uses(600).Reads("import", at => at.Day == 2 ? null : 1, "c2");
        var plan = BillPlan.Of(bench.Book.Agreements["a"], Days.Parse("2021-01")!.Value)!;
        var held = Assert.IsType<BillOutcome.Held>(BillMaker.Make(plan, bench.Book, new(), bench.Inputs(plan)));
        Assert.True(held.IsOnlyMissing);
        Assert.Contains(held.Reasons, fault => fault.Code == "missing-readings"
            && fault.Message == "Connection c2, channel import, has no reading in 48 of 1488 intervals of "
                + "2021-01-01 to 2021-01-31, and the tax depends on how much was used.");
    }

    [Fact]
    public void Gas_has_a_limit_of_its_own()
    {
        var bench = Bench.Of("""
            product: p
            from: 2020-01-01
            interval: day
            channels: { gas: kWh }
            charges: [{ name: Gas, tax: gas-fuel, quantity: gas, price: 5 p/kWh }]
            """, "taxes: { standard: 20 %, reduced: 5 %, gas-fuel: { domestic: reduced, business: standard, "
                + "small: { channel: gas, at-most: 145 kWh/day } } }",
            connections: "- { connection: c1, interval: day, channels: { gas: kWh } }").Reads("gas", _ => 145);
        Assert.Equal(["5 % of 224.75 = 11.24"], bench.Bill("2021-01").Taxes());
        Assert.Equal(["20 % of 224.98 = 45.00"], bench.Reads("gas", _ => 145.15m).Bill("2021-01").Taxes());
    }

    [Fact]
    public void An_expired_certificate_relieves_nothing_and_the_bill_says_so()
    {
        var bill = Bill(2000, """
            , certificates: [{ for: ccl-relief, relief: 100 %, number: OLD, from: 2020-01-01, to: 2021-01-01 }]
            """);
        Assert.DoesNotContain(bill.Lines, line => line.Id == "relief");
        var relief = Assert.Single(bill.TaxReasons.OfType<TaxReason.Relief>());
        Assert.Equal(("OLD", true), (relief.Certificate.Number, relief.IsOver));
    }

    [Fact]
    public void A_certificate_that_begins_within_a_period_relieves_from_its_day()
    {
        var bench = Bench.Of(Fuel.Charges(), Fuel.Book(), accounts: Fuel.Account("""
            , certificates: [{ for: ccl-relief, relief: 50 %, number: NEW, from: 2021-01-11 }]
            """)).Reads("import", _ => 1);
        var bill = bench.Bill("2021-01");
        // 21 days of 48 kWh, half of it relieved.
        Assert.Equal(["relief.2: 504 × -0.0043 = -2.16"],
            Bench.Lines(bill).Where(line => line.StartsWith("relief", StringComparison.Ordinal)));
        Assert.Equal(["NEW False"], bill.TaxReasons.OfType<TaxReason.Relief>()
            .Select(one => $"{one.Certificate.Number} {one.IsOver}"));
    }

    /// <summary>The same of a product that has import alone.</summary>
    private static string Only(string charges) =>
        "product: p\nfrom: 2020-01-01\ninterval: 30min\nchannels: { import: kWh }\n" + charges;
}

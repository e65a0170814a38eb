using Busbar.Billing;
using Busbar.Tests.Rating;

namespace Busbar.Tests.Billing;

/// <summary>What stands on a bill, and what not.</summary>
public class Bills_are_made
{
    private const string Charges = """
        charges:
          - { name: Standing, group: fixed, quantity: days, price: 60.97 p/day }
          - { name: Energy, quantity: import, price: 28.4 p/kWh }
          - { name: Feed-in, quantity: export, price: 15 p/kWh, to: customer }
        bundles: { Electricity: [Standing, Energy] }
        """;

    private static Bench Supplied(string days, string book = "") => Bench.Of(Charges, book,
        agreements: $"- {{ agreement: a, account: acc, product: p, connections: c1, {days} }}")
        .Reads("import", _ => 0.1m);

    [Fact]
    public void First_and_final_bills_have_the_days_of_supply()
    {
        var bench = Supplied("from: 2026-01-20, to: 2026-03-05");
        Assert.Null(bench.Plan("2025-12"));
        var (first, middle, final) = (bench.Bill("2026-01"), bench.Bill("2026-02"), bench.Bill("2026-03"));
        Assert.Null(bench.Plan("2026-04"));
        Assert.Equal(
            ["2026-01-20 to 2026-01-31", "2026-02-01 to 2026-02-28", "2026-03-01 to 2026-03-04"],
            new[] { first, middle, final }.Select(bill => bill.Period.ToString()));
        Assert.Equal([12, 28, 4], new[] { first, middle, final }.Select(bill => bill.Lines[0].Quantity!.Value));
        Assert.All(final.Charges, charge => Assert.Equal(new(2026, 3, 1), charge.PeriodStart));
    }

    [Fact]
    public void Supply_of_one_day_is_a_bill_of_one_day() => Assert.Equal(
        "2026-01-20", Supplied("from: 2026-01-20, to: 2026-01-21").Bill("2026-01").Period.ToString());

    [Fact]
    public void Whoever_moves_out_and_in_on_one_day_is_billed_each_interval_once()
    {
        var bench = Bench.Of(Charges,
            accounts: "- { account: old, party: p }\n- { account: new, party: p }",
            agreements: """
            - { agreement: a, account: old, product: p, connections: c1, from: 2020-01-01, to: 2026-10-25 }
            - { agreement: b, account: new, product: p, connections: c1, from: 2026-10-25 }
            """).Reads("import", _ => 1);
        Assert.Equal(["energy: 1152 × 0.284 = 327.17"], Energy(bench.Bill("2026-10", "old")));
        // 31 days have 1,490 half-hours where the clocks go back.
        Assert.Equal([$"energy: {1490 - 1152} × 0.284 = 95.99"], Energy(bench.Bill("2026-10", "new")));
    }

    [Fact]
    public void Nothing_used_is_billed_as_nothing_and_the_days_as_days() => Assert.Equal(
        ["standing: 31 × 0.6097 = 18.90", "energy: 0 × 0.284 = 0.00", "feed-in: 0 × 0.15 = 0.00"],
        Bench.Of(Charges).Lines("2026-01"));

    [Fact]
    public void More_credit_than_charges_is_a_bill_below_zero_with_tax_below_zero()
    {
        var bill = Bench.Of(Charges, "taxes: { vat: 20 % }").Reads("export", _ => 0.2m).Bill("2026-01");
        Assert.Equal(("-25.74", "-5.15", "-30.89"), (bill.Net.ToString(), bill.Tax.ToString(), bill.Total.ToString()));
    }

    [Fact]
    public void Two_agreements_of_an_account_are_one_bill_in_the_order_of_their_ids()
    {
        var bench = Bench.Of(Charges,
            connections: """
            - { connection: c1, channels: { import: kWh, export: kWh } }
            - { connection: c2, channels: { import: kWh, export: kWh } }
            """, agreements: """
            - { agreement: shop, account: acc, product: p, connections: c2, from: 2026-01-11 }
            - { agreement: flat, account: acc, product: p, connections: c1, from: 2020-01-01, to: 2026-01-21 }
            """).Reads("import", _ => 1).Reads("import", _ => 2, "c2");
        var bill = bench.Bill("2026-01");
        Assert.Equal(
            [
                "flat.standing: 20 × 0.6097 = 12.19", "flat.energy: 960 × 0.284 = 272.64",
                "flat.feed-in: 0 × 0.15 = 0.00", "shop.standing: 21 × 0.6097 = 12.80",
                "shop.energy: 2016 × 0.284 = 572.54", "shop.feed-in: 0 × 0.15 = 0.00",
            ], Bench.Lines(bill));
        Assert.Equal("2026-01-01 to 2026-01-31", bill.Period.ToString());
        Assert.Equal("870.17", bill.Total.ToString());
    }

    [Fact]
    public void Bundled_and_unbundled_bills_have_one_total_and_each_line_once()
    {
        Bill Made(string style) => Bench.Of(Charges, "taxes: { vat: 5 % }",
                accounts: $"- {{ account: acc, party: p, style: {style} }}")
            .Reads("import", _ => 0.123m).Reads("export", _ => 0.011m).Bill("2026-01");
        var (bundled, unbundled) = (Made("bundled"), Made("unbundled"));
        Assert.Equal(unbundled.Lines, bundled.Lines);
        Assert.Equal((unbundled.Net, unbundled.Tax, unbundled.Total), (bundled.Net, bundled.Tax, bundled.Total));
        Assert.Empty(unbundled.Bundles);
        var bundle = Assert.Single(bundled.Bundles);
        Assert.Equal(("Electricity", "standing energy"), (bundle.Name, string.Join(' ', bundle.Lines)));
        Assert.Equal(bundled.Lines[0].Amount + bundled.Lines[1].Amount, bundle.Amount);
    }

    [Fact]
    public void Tax_is_of_the_sum_of_rounded_lines_by_rate()
    {
        var bill = Bench.Of("""
            charges:
              - { name: A, quantity: days, price: 0.333 GBP/day, tax: standard }
              - { name: B, quantity: days, price: 0.333 GBP/day, tax: standard }
              - { name: C, quantity: days, price: 10.01 GBP/day, tax: reduced }
              - { name: D, quantity: days, price: 5 GBP/day, tax: exempt }
              - { name: E, quantity: days, price: 7 GBP/day, tax: outside, to: customer }
            """, "taxes: { standard: 20 %, reduced: 5 % }").Bill("2026-01-01..2026-01-02");
        Assert.Equal(
            ["0.2 0.66 0.13", "0.05 10.01 0.50", "0 5.00 0.00"],
            bill.Taxes.Select(tax => $"{tax.Rate} {tax.Net} {tax.Amount}"));
        Assert.Equal(("8.67", "0.63", "9.30"), (bill.Net.ToString(), bill.Tax.ToString(), bill.Total.ToString()));
    }

    [Fact]
    public void A_household_of_New_Zealand_pays_106_95()
    {
        // 5-domain 1.5, WE1.11: 31 days and 620 kWh, and 15 % GST on both.
        var bill = Bench.Of("""
            charges:
              - { name: Daily, quantity: days, price: 0.60 NZD/day }
              - { name: Units, quantity: import, price: 0.12 NZD/kWh }
            """, "taxes: { gst: 15 % }", currency: "NZD")
            .Reads("import", at => at.Hour < 20 ? 0.5m : 0).Bill("2026-01");
        Assert.Equal(["daily: 31 × 0.6 = 18.60", "units: 620 × 0.12 = 74.40"], Bench.Lines(bill));
        Assert.Equal(("93.00", "13.95", "106.95"), (bill.Net.ToString(), bill.Tax.ToString(), bill.Total.ToString()));
    }

    [Theory]
    // The published examples of a UK bill: 17.5 % of 218.60 and of 174.20 (5-domain, WE1.1 and WE1.4).
    [InlineData("down", "218.60", "38.25", "256.85")]
    [InlineData("down", "174.20", "30.48", "204.68")]
    [InlineData("half-away", "218.60", "38.26", "256.86")]
    [InlineData("down", "-218.60", "-38.25", "-256.85")]
    [InlineData("half-away", "-218.60", "-38.26", "-256.86")]
    public void Tax_is_rounded_as_the_book_says(string rule, string net, string tax, string total)
    {
        var bill = Bench.Of($"charges: [{{ name: A, quantity: days, price: {net} GBP/day }}]",
            $"taxes: {{ vat: 17.5 % }}\nrounding: {{ tax: {rule} }}").Bill("2026-01-01..2026-01-02");
        Assert.Equal((net, tax, total), (bill.Net.ToString(), bill.Tax.ToString(), bill.Total.ToString()));
    }

    [Theory]
    [InlineData("JPY", "150", "15")]
    [InlineData("BHD", "150.123", "15.012")]
    public void A_currency_has_its_own_minor_unit(string currency, string net, string tax)
    {
        var bill = Bench.Of($"charges: [{{ name: A, quantity: days, price: 150.1234 {currency}/day }}]",
            "taxes: { vat: 10 % }", currency: currency).Bill("2026-01-01..2026-01-02");
        Assert.Equal((net, tax), (bill.Net.ToString(), bill.Tax.ToString()));
    }

    [Fact]
    public void What_is_billed_already_is_left_out_and_nothing_left_is_no_bill()
    {
        var bench = Bench.Of(Charges).Reads("import", _ => 1);
        bench.Billed.Add(new("a", "standing", ""));
        bench.Billed.Add(new("b", "energy", ""));
        Assert.Equal(["energy", "feed-in"], bench.Bill("2026-01").Lines.Select(line => line.Id));
        bench.Billed.Add(new("a", "energy", ""));
        bench.Billed.Add(new("a", "feed-in", ""));
        Assert.Null(bench.Plan("2026-01"));
    }

    [Fact]
    public void The_ids_of_lines_are_unique_and_say_agreement_charge_connection_band_and_leg()
    {
        var bench = Bench.Of("""
            terms: { unit: { in: p/kWh, default: 20 } }
            charges:
              - { name: Energy, quantity: import, price: "by(dn, day = unit, night = 10 p/kWh)", lines: band,
                  each: connection }
              - { name: Standing, quantity: days, price: 1 p/day }
            """, "calendars: { dn: { bands: { day: \"daily 07:00-22:00\", night: rest } } }",
            connections: """
            - { connection: c1, channels: { import: kWh, export: kWh } }
            - { connection: c2, channels: { import: kWh, export: kWh } }
            - { connection: c3, channels: { import: kWh, export: kWh } }
            """, agreements: """
            - agreement: a
              account: acc
              product: p
              connections: c1 c2
              from: 2020-01-01
              terms: { unit: { 2026-02-10: 25 } }
            - { agreement: b, account: acc, product: p, connections: c3, from: 2026-02-01 }
            """);
        Assert.Equal(
            ["energy.c1.day", "energy.c1.night", "energy.c2.day", "energy.c2.night", "standing"],
            bench.Bill("2026-01").Lines.Select(line => line.Id));
        string[] cut =
        [
            "a.energy.c1.day.1", "a.energy.c1.night.1", "a.energy.c1.day.2", "a.energy.c1.night.2",
            "a.energy.c2.day.1", "a.energy.c2.night.1", "a.energy.c2.day.2", "a.energy.c2.night.2", "a.standing",
            "b.energy.c3.day", "b.energy.c3.night", "b.standing",
        ];
        Assert.Equal(cut, bench.Bill("2026-02").Lines.Select(line => line.Id));
        Assert.Equal(["Energy: day", "Energy: night"], bench.Bill("2026-02").Lines.Take(2).Select(line => line.Name));
    }

    [Fact]
    public void One_reason_holds_the_whole_bill_and_is_told_once()
    {
        var bench = Bench.Of(Charges).Reads("import", at => at.Day == 3 ? null : 1).Reads("export", _ => 0.1m);
        var held = bench.Held("2026-01");
        Assert.Equal(["missing-readings"], held.Select(fault => fault.Code));
    }

    private static IEnumerable<string> Energy(Bill bill) =>
        Bench.Lines(bill).Where(line => line.StartsWith("energy", StringComparison.Ordinal));
}

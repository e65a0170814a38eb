using NodaTime;

namespace Busbar.Tests.Rating;

/// <summary>Legs: a line before and a line after, and one rounding for both.</summary>
public class A_charge_is_cut_where_it_changes
{
    [Fact]
    public void A_new_price_in_the_middle_of_a_month_gives_two_lines()
    {
        var bench = Bench.Of("""
            product: p
            from: 2020-01-01
            interval: 30min
            channels: { import: kWh }
            charges:
              - { name: Energy, quantity: import, price: 10 p/kWh }
              - { name: Standing, quantity: days, price: 50 p/day }
              - { name: Fee, quantity: months, price: 3.10 GBP/month }
            ---
            product: p
            from: 2026-01-11
            interval: 30min
            channels: { import: kWh }
            charges:
              - { name: Energy, quantity: import, price: 20 p/kWh }
              - { name: Standing, quantity: days, price: 60 p/day }
              - { name: Fee, quantity: months, price: 3.10 GBP/month }
            """, connections: "- { connection: c1, channels: { import: kWh } }").Reads("import", _ => 1);
        // What didn't change has one line.
        Assert.Equal(
            [
                "energy.1: 480 × 0.1 = 48.00", "energy.2: 1008 × 0.2 = 201.60", "standing.1: 10 × 0.5 = 5.00",
                "standing.2: 21 × 0.6 = 12.60", "fee: 1 × 3.1 = 3.10",
            ], bench.Lines("2026-01"));
    }

    [Fact]
    public void Both_lines_are_parts_of_one_rounded_amount()
    {
        // 0.005 + 0.005 are 0.01 together, and would be 0.02 rounded apart. The tie goes to the earliest.
        var bench = Bench.Of("""
            product: p
            from: 2020-01-01
            interval: 30min
            terms: { fee: p/day }
            charges: [{ name: Fee, quantity: days, price: fee }]
            """, agreements: """
            - agreement: a
              account: acc
              product: p
              connections: c1
              from: 2026-01-01
              terms: { fee: { 2026-01-01: 0.5, 2026-01-02: 0.50000 , 2026-01-03: 0.25 } }
            """);
        Assert.Equal(["fee.1: 2 × 0.005 = 0.01", "fee.2: 1 × 0.0025 = 0.00"], bench.Lines("2026-01-01..2026-01-04"));
        Assert.Equal(["fee.1: 1 × 0.005 = 0.01", "fee.2: 1 × 0.0025 = 0.00"], bench.Lines("2026-01-02..2026-01-04"));
        Assert.Equal(["fee.1: 1 × 0.005 = 0.01", "fee.2: 2 × 0.0025 = 0.00"], bench.Lines("2026-01-02..2026-01-05"));
    }

    [Fact]
    public void A_term_changes_on_its_day_and_only_where_it_is_used()
    {
        var bench = Bench.Of("""
            terms: { standing: { in: p/day, default: 60.97 }, unit: { in: p/kWh, default: 20 } }
            charges:
              - { name: Standing, quantity: days, price: standing }
              - { name: Energy, quantity: import, price: unit }
            """, agreements: """
            - agreement: a
              account: acc
              product: p
              connections: c1
              from: 2020-01-01
              terms: { standing: { 2026-02-11: 50, 2026-02-21: 0.40 GBP/day } }
            """).Reads("import", at => at.Day <= 14 ? 0.5m : 0.25m);
        Assert.Equal(
            [
                // The default holds before the first value that was agreed.
                "standing.1: 10 × 0.6097 = 6.10", "standing.2: 10 × 0.5 = 5.00", "standing.3: 8 × 0.4 = 3.20",
                "energy: 504 × 0.2 = 100.80",
            ], bench.Lines("2026-02"));
    }

    [Fact]
    public void A_rate_of_tax_that_changes_cuts_a_charge_and_taxes_each_part_by_its_own()
    {
        var bench = Bench.Of("""
            charges:
              - { name: Standing, quantity: days, price: 1 GBP/day }
              - { name: Levy, quantity: days, price: 2 GBP/day, tax: exempt }
            """, "taxes: { gst: { 2020-01-01: 10 %, 2026-01-22: 15 % } }");
        var bill = bench.Bill("2026-01");
        Assert.Equal(
            ["standing.1: 21 × 1 = 21.00", "standing.2: 10 × 1 = 10.00", "levy: 31 × 2 = 62.00"], Bench.Lines(bill));
        Assert.Equal(
            ["0.15 10.00 1.50", "0.1 21.00 2.10", "0 62.00 0.00"],
            bill.Taxes.Select(tax => $"{tax.Rate} {tax.Net} {tax.Amount}"));
    }

    [Fact]
    public void A_charge_that_a_version_drops_or_brings_has_only_its_days()
    {
        var bench = Bench.Of("""
            product: p
            from: 2020-01-01
            interval: 30min
            charges:
              - { name: Old, quantity: days, price: 1 GBP/day }
              - { name: Both, quantity: days, price: 1 GBP/day }
            ---
            product: p
            from: 2026-01-11
            interval: 30min
            charges:
              - { name: New, quantity: days, price: 1 GBP/day }
              - { name: Both, quantity: days, price: 1 GBP/day }
            """);
        var bill = bench.Bill("2026-01");
        Assert.Equal(
            ["old: 10 × 1 = 10.00", "both: 31 × 1 = 31.00", "new: 21 × 1 = 21.00"], Bench.Lines(bill));
        Assert.Equal(
            ["2026-01-01 to 2026-01-10", "2026-01-01 to 2026-01-31", "2026-01-11 to 2026-01-31"],
            bill.Lines.Select(line => line.Days.ToString()));
    }

    [Fact]
    public void A_product_that_changes_its_interval_is_cut_there()
    {
        var bench = Bench.Of("""
            product: p
            from: 2020-01-01
            interval: 30min
            channels: { import: kWh }
            charges: [{ name: Energy, quantity: import, price: 1 GBP/kWh }]
            ---
            product: p
            from: 2026-01-11
            interval: 60min
            channels: { import: kWh }
            charges: [{ name: Energy, quantity: import, price: 1 GBP/kWh }]
            """).Reads("import", _ => 1);
        Assert.Equal(["energy.1: 480 × 1 = 480.00", "energy.2: 1008 × 1 = 1008.00"], bench.Lines("2026-01"));
    }

    [Fact]
    public void A_change_at_midnight_falls_on_the_local_midnight()
    {
        var bench = Bench.Of("""
            product: p
            from: 2020-01-01
            interval: 30min
            channels: { import: kWh }
            charges: [{ name: Energy, quantity: import, price: 1 GBP/kWh }]
            ---
            product: p
            from: 2026-10-25
            interval: 30min
            channels: { import: kWh }
            charges: [{ name: Energy, quantity: import, price: 2 GBP/kWh }]
            """, zone: "America/New_York")
            .Reads("import", at => at.Date == new LocalDate(2026, 10, 24) ? 1 : 0);
        Assert.Equal(["energy.1: 48 × 1 = 48.00", "energy.2: 0 × 2 = 0.00"], bench.Lines("2026-10"));
    }

    [Theory]
    [InlineData("1", "0.005", "0.01")]
    [InlineData("-1", "0.005", "-0.01")]
    [InlineData("1", "0.015", "0.02")]
    [InlineData("-1", "0.015", "-0.02")]
    [InlineData("1", "0.0049", "0.00")]
    [InlineData("-1", "0.0049", "0.00")]
    public void Half_a_penny_goes_away_from_nought_on_either_side(string sign, string price, string amount)
    {
        var bench = Bench.Of($"charges: [{{ name: Fee, amount: {sign} * {price} GBP/day * days }}]");
        Assert.Equal(amount, bench.Bill("2026-01-01..2026-01-02").Net.ToString());
    }

    [Theory]
    [InlineData("half-away", "0.01", "-0.01")]
    [InlineData("half-even", "0.00", "0.00")]
    [InlineData("down", "0.00", "0.00")]
    [InlineData("up", "0.01", "-0.01")]
    public void The_book_names_the_rule_by_which_a_line_is_rounded(string rule, string debit, string credit)
    {
        var bench = Bench.Of("""
            charges:
              - { name: Debit, quantity: days, price: 0.005 GBP/day }
              - { name: Credit, quantity: days, price: 0.005 GBP/day, to: customer }
            """, $"rounding: {{ line: {rule} }}");
        var bill = bench.Bill("2026-01-01..2026-01-02");
        Assert.Equal([debit, credit], bill.Lines.Select(line => line.Amount.ToString()));
    }

    [Fact]
    public void A_credit_is_split_as_its_debit_is()
    {
        string Charges(string to) => $$"""
            terms: { fee: { in: p/day, default: 0.5 } }
            charges: [{ name: Fee, quantity: days, price: fee, to: {{to}} }]
            """;
        const string Agreements = """
            - agreement: a
              account: acc
              product: p
              connections: c1
              from: 2020-01-01
              terms: { fee: { 2026-01-02: 0.7, 2026-01-03: 0.2, 2026-01-04: 0.9 } }
            """;
        var debit = Bench.Of(Charges("seller"), agreements: Agreements).Bill("2026-01-01..2026-01-06");
        var credit = Bench.Of(Charges("customer"), agreements: Agreements).Bill("2026-01-01..2026-01-06");
        Assert.Equal("0.03", debit.Net.ToString());
        Assert.Equal(debit.Lines.Select(line => -line.Amount), credit.Lines.Select(line => line.Amount));
    }

    [Fact]
    public void A_million_million_kWh_are_exact()
    {
        var bench = Bench.Of("charges: [{ name: Energy, quantity: import, price: 99.999999999 GBP/kWh }]")
            .Reads("import", at => at.TimeOfDay == LocalTime.Midnight ? 1_000_000_000_000m : 0);
        Assert.Equal("99999999999000.00", bench.Bill("2026-01-01..2026-01-02").Net.ToString());
    }

    [Fact]
    public void What_is_more_than_a_bill_can_hold_throws()
    {
        var bench = Bench.Of("charges: [{ name: Energy, quantity: import, price: 999999999 GBP/kWh }]")
            .Reads("import", _ => 1_000_000_000_000m);
        Assert.Throws<OverflowException>(() => bench.Bill("2026-01-01..2026-01-02"));
    }
}

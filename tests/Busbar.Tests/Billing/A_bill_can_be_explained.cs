using Busbar.Billing;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Tests.Rating;

namespace Busbar.Tests.Billing;

/// <summary>The explanation says how each line came about, and adds up.</summary>
public class A_bill_can_be_explained
{
    private static Bench Of(decimal price = 50) => Bench.Of("""
        terms: { margin: { in: p/kWh, default: 2 } }
        quantities:
          house: positive(import - export)
        charges:
          - { name: Energy, quantity: house, price: day-ahead + margin }
          - { name: Minimum, amount: "positive(1 GBP/day * days - sum(house * 1 p/kWh, per = day))" }
        """, "series: { day-ahead: { unit: GBP/MWh, interval: 60min, file: prices/da.csv } }",
        agreements: """
        - agreement: a
          account: acc
          product: p
          connections: c1
          from: 2020-01-01
          terms: { margin: { 2026-01-16: 3 } }
        """)
        .Reads("c1", "import", at => (0.5m, at.Day == 16 ? QualityKind.Estimated : QualityKind.Actual))
        .Reads("export", at => at is { Hour: 12, Day: 1 or 2 or 20 } ? 0.75m : 0).Prices("day-ahead", _ => price);

    [Fact]
    public void It_has_formulas_terms_names_and_rounding()
    {
        var bill = Of().Bill("2026-01");
        var energy = bill.Explanation.Charges[0];
        Assert.Equal(("a", "energy", null, "half-away"),
            (energy.Agreement, energy.Charge, energy.Connection, energy.Rounding));
        Assert.Equal(
            [
                "2026-01-01 to 2026-01-15 p@2020-01-01 house × day-ahead + margin; margin 0.02 GBP/kWh; "
                    + "house = positive(import - export) 358 kWh per interval 720/0/4; "
                    + "import 360 kWh per interval 720/0/0; export 3 kWh per interval 720/0/0; "
                    + "day-ahead 0.05 to 0.05 GBP/kWh per interval 720/0/0",
                "2026-01-16 to 2026-01-31 p@2020-01-01 house × day-ahead + margin; margin 0.03 GBP/kWh; "
                    + "house = positive(import - export) 383 kWh per interval 768/48/2; "
                    + "import 384 kWh per interval 768/48/0; export 1.5 kWh per interval 768/0/0; "
                    + "day-ahead 0.05 to 0.05 GBP/kWh per interval 768/0/0",
            ], energy.Legs.Select(Said));
        Assert.Equal(("55.7", "55.7"), (energy.Exact.ToString(), energy.Amount.ToString()));
        var minimum = bill.Explanation.Charges[1];
        Assert.Equal("positive(1 GBP/day * days - sum(house * 1 p/kWh, per = day))", minimum.Legs[0].AmountFormula);
        Assert.Equal((0, bill.Lines[2].Amount.Amount), (minimum.Legs[0].CutOff, minimum.Amount));
    }

    [Fact]
    public void Lines_add_up_to_their_charge_and_the_bill_to_its_lines()
    {
        var bill = Of(33.333m).Bill("2026-01");
        Assert.All(bill.Explanation.Charges, charge =>
        {
            var lines = charge.Legs.SelectMany(leg => leg.Lines).ToList();
            Assert.Equal(charge.Exact, lines.Aggregate(Exact.Zero, (sum, line) => sum + line.Exact));
            Assert.Equal(charge.Amount, lines.Aggregate(Exact.Zero, (sum, line) => sum + line.Amount));
            Assert.All(lines, line =>
                Assert.Equal(line.Amount, bill.Lines.Single(one => one.Id == line.Id).Amount.Amount));
        });
        Assert.Equal(bill.Lines.Select(line => line.Id),
            bill.Explanation.Charges.SelectMany(charge => charge.Legs).SelectMany(leg => leg.Lines)
                .Select(line => line.Id));
        Assert.Equal(bill.Net.Amount,
            bill.Explanation.Charges.Aggregate(Exact.Zero, (sum, charge) => sum + charge.Amount));
    }

    [Fact]
    public void It_says_when_the_peaks_were_and_how_often_a_condition_was_true()
    {
        var bench = Bench.Of("""
            terms: { rate: { in: GBP/kW/day, default: 1 } }
            quantities:
              high: import >= 3 kW * hours
              top-two: peak(import, per = month, over = 60min, top = 2, apart = day)
            charges:
              - { name: Demand, quantity: top-two * days, price: rate }
              - { name: Daily, quantity: "peak(import, per = day) * days", price: rate }
              - { name: High, quantity: count(high), price: 1 GBP }
            """, agreements: """
            - agreement: a
              account: acc
              product: p
              connections: c1
              from: 2020-01-01
              terms: { rate: { 2026-07-11: 2 } }
            """).Reads("import", at => at.Hour == 17 ? at.Day : 0);
        var bill = bench.Bill("2026-07");
        var demand = bill.Explanation.Charges[0];
        // British summer time: six in the evening is five in UTC.
        const string Peaks = "peak(import, per = month, over = 60 min, top = 2, apart = day)";
        Assert.All(demand.Legs, leg => Assert.Equal(
            [$"{Peaks} 2026-07-31T16:00:00Z 62 kW", $"{Peaks} 2026-07-30T16:00:00Z 60 kW"],
            leg.Peaks.Select(peak => $"{peak.Text} {peak.Start} {peak.Power} {peak.Unit}")));
        Assert.Equal(2, demand.Legs.Count);
        Assert.Empty(bill.Explanation.Charges[1].Legs[0].Peaks);
        var high = bill.Explanation.Charges[2].Legs.Single().Names.Single(name => name.Name == "high");
        Assert.Equal(("60", "1", "interval", 1488), (high.Total.ToString(), high.Unit, high.Per, high.Values));
    }

    [Fact]
    public void It_says_what_was_left_over_before()
    {
        const string Net = "carry(sum(import - export, per = month), clear = september)";
        var bench = Bench.Of($$"""
            charges: [{ name: Net, quantity: "{{Net}}", price: 1 GBP/kWh }]
            """, agreements: "- { agreement: a, account: acc, product: p, connections: c1, from: 2026-05-01 }")
            .Reads("import", at => at.Day == 2 && at.TimeOfDay == default ? 10 : 0)
            .Reads("export", at => at is { Day: 2, Month: 5 } && at.TimeOfDay == default ? 25 : 0);
        Assert.Equal(["0", "15", "5", "0"], new[] { "2026-05", "2026-06", "2026-07", "2026-08" }.Select(month =>
            bench.Bill(month).Explanation.Charges[0].Legs.Single().Names.Single(name => name.Name == Net).Total
                .ToString()));
    }

    [Fact]
    public void It_has_every_loss_factor_that_was_used()
    {
        var leg = Bench.Of("""
            charges: [{ name: Balancing, quantity: "at(nbp, import)", price: 1 p/kWh }]
            """, """
            boundaries: { nbp: [dlf, tlm] }
            series: { tlm: { unit: "1", interval: 30min, file: prices/tlm.csv } }
            """, connections: """
            - connection: c1
              channels: { import: kWh }
              losses: { dlf: { 2025-01-01: 1.1, 2026-01-11: 1.2 }, tlm: tlm }
            """).Reads("import", _ => 1).Prices("tlm", at => at.Day < 20 ? 1.01m : 1.02m)
            .Bill("2026-01").Explanation.Charges[0].Legs.Single();
        Assert.Equal(["dlf, 2026-01-01 to 2026-01-10 of c1 1.1", "dlf, 2026-01-11 to 2026-01-31 of c1 1.2"],
            leg.Terms.Select(term => $"{term.Name} {term.Value}"));
        Assert.Equal("tlm 1.01 to 1.02", leg.Names.Where(name => name.Name == "tlm")
            .Select(name => $"{name.Name} {name.Least} to {name.Greatest}").Single());
    }

    [Fact]
    public void It_says_which_peak_from_before_supply_counted()
    {
        var leg = Bench.Of("""
            terms: { hk: { in: kW } }
            charges:
              - name: Ratchet
                quantity: "max(peak(import, per = month), peak(import, per = month, past = 3 months, history = hk))
                  * days"
                price: 1 GBP/kW/day
            """, agreements: """
            - agreement: a
              account: acc
              product: p
              connections: c1
              from: 2026-01-01
              terms: { hk: { 2025-10-01: 55, 2025-11-01: 9 } }
            """).Reads("import", _ => 1).Bill("2026-01").Explanation.Charges[0].Legs.Single();
        Assert.Contains(
            "peak(import, per = month, past = 3 months, history = hk) 2025-09-30T23:00:00Z 55 kW, hk",
            leg.Peaks.Select(peak => $"{peak.Text} {peak.Start} {peak.Power} {peak.Unit}, {peak.History}"));
        Assert.Empty(leg.Terms);
    }

    [Fact]
    public void It_has_the_steps_of_a_price_and_the_price_of_another_product()
    {
        var bill = Bench.Of("""
            product: q
            from: 2020-01-01
            interval: 30min
            channels: { import: kWh }
            charges: [{ name: Energy, quantity: import, price: "105 % * day-ahead + 1 p/kWh" }]
            ---
            product: p
            from: 2020-01-01
            interval: 30min
            channels: { import: kWh, export: kWh }
            charges:
              - name: Escalated
                quantity: import
                price: "escalate(50 GBP/MWh, cpi, base = 2024-01, from = 2025-04, every = year, cap = 4 %)"
              - { name: Copied, quantity: import, price: tariff(q.energy) }
            """, """
            series:
              day-ahead: { unit: GBP/MWh, interval: 60min, file: prices/da.csv }
              cpi: { unit: "1", interval: month, file: prices/cpi.csv }
            """).Reads("import", _ => 1).Prices("day-ahead", _ => 50)
            .Prices("cpi", at => at.Year == 2024 ? 100 : at.Year == 2025 ? 103 : 110).Bill("2026-05");
        Assert.Equal(["2025-04-01 100 103 0.03 False 0.0515", "2026-04-01 103 110 0.04 True 0.05356"],
            bill.Explanation.Charges[0].Legs.Single().Steps.Select(step =>
                $"{NodaTime.Text.LocalDatePattern.Iso.Format(step.Day)} {step.Before} {step.Now} {step.Change} "
                + $"{step.IsBound} {step.Price}"));
        Assert.Equal(["import =  ", "tariff(q.energy) = 105 % * day-ahead + 1 p/kWh 0.0625", "day-ahead =  0.05"],
            bill.Explanation.Charges[1].Legs.Single().Names.Select(name => $"{name.Name} = {name.Text} {name.Least}"));
    }

    [Fact]
    public void It_names_what_was_read_with_its_hash()
    {
        var (first, second) = (Of().Bill("2026-01").Explanation, Of().Bill("2026-01").Explanation);
        Assert.Equal(
            ["c1 import 1488 48", "c1 export 1488 0", " day-ahead 744 0"],
            first.Inputs.Select(input => $"{input.Connection} {input.Name} {input.Values} {input.Estimated}"));
        Assert.Equal(first.Inputs, second.Inputs);
        var other = Of(51).Bill("2026-01").Explanation;
        Assert.Equal([true, true, false], first.Inputs.Zip(other.Inputs, (a, b) => a == b));
        Assert.All(first.Inputs, input => Assert.Equal(64, input.Hash.Length));
    }

    private static string Said(ExplainedLeg leg) => string.Join("; ",
    [
        $"{leg.Days} {leg.Product} {leg.Quantity} × {leg.Price}",
        .. leg.Terms.Select(term => $"{term.Name} {term.Value} {term.Unit}"),
        .. leg.Names.Select(name => name.Name + (name.Text is null ? "" : " = " + name.Text)
            + $" {name.Total?.ToString() ?? $"{name.Least} to {name.Greatest}"} {name.Unit} per {name.Per} "
            + $"{name.Values}/{name.Estimated}/{name.CutOff}"),
    ]);
}

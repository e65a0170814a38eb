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
                    + "import 360 kWh per interval 720/0/0; export 3 kWh per interval 720/0/0",
                "2026-01-16 to 2026-01-31 p@2020-01-01 house × day-ahead + margin; margin 0.03 GBP/kWh; "
                    + "house = positive(import - export) 383 kWh per interval 768/48/2; "
                    + "import 384 kWh per interval 768/48/0; export 1.5 kWh per interval 768/0/0",
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
            + $" {name.Total} {name.Unit} per {name.Per} {name.Values}/{name.Estimated}/{name.CutOff}"),
    ]);
}

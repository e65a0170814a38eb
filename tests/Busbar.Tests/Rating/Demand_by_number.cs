using NodaTime;

namespace Busbar.Tests.Rating;

/// <summary>Worked examples of power and reactive energy, whose answers come from elsewhere.</summary>
public class Demand_by_number
{
    [Fact]
    public void A_half_hour_of_108_kWh_and_39_kVArh_is_229_65_kVA_and_29_65_too_many()
    {
        // 5-domain 1.2, WE1.7; the greatest half-hour, and in the others 2,500 kVArh more than the free part.
        var bench = Bench.Of("""
            product: p
            from: 2020-01-01
            interval: 30min
            channels: { import: kWh, reactive-import: kVArh, reactive-export: kVArh }
            terms: { capacity: { in: kVA, default: 200 } }
            quantities:
              kva: hypot(import, max(reactive-import, reactive-export))
              peak-kva: round(peak(kva, per = month), 0.01 kVA)
            charges:
              - { name: Peak, quantity: peak-kva * months, price: 1 GBP/kVA/month }
              - { name: Capacity, quantity: capacity * days, price: 5.10 p/kVA/day }
              - { name: Excess, price: 9.20 p/kVA/day, each: connection,
                  quantity: positive(peak-kva - capacity) * days }
              - { name: Reactive, price: 0.312 p/kVArh, each: connection,
                  quantity: "positive(max(reactive-import, reactive-export) - 0.328684 kVArh/kWh * import)" }
            """, connections: """
            - { connection: c1, channels: { import: kWh, reactive-import: kVArh, reactive-export: kVArh } }
            """)
            .Reads("import", at => IsPeak(at) ? 108 : 0).Reads("reactive-import", at => IsPeak(at) ? 39 : 0)
            .Reads("reactive-export", at => at is { Day: 3, Hour: < 12 } ? 104.0625m : 0);
        // 0.328684 × 108 is 35.497872, and 24 half-hours of 104.0625 kVArh are 2,497.5.
        Assert.Equal(
            [
                "peak: 229.65 × 1 = 229.65", "capacity: 6200 × 0.051 = 316.20", "excess.c1: 919.15 × 0.092 = 84.56",
                "reactive.c1: 2501.002128 × 0.00312 = 7.80",
            ], bench.Lines("2026-01"));

        bool IsPeak(ZonedDateTime at) => at is { Day: 14, Hour: 17, Minute: 30 };
    }

    [Fact]
    public void A_half_hour_of_100_kWh_and_40_kVArh_has_7_1316_to_pay()
    {
        // WE1.7's check of one half-hour: √(1/0.95² − 1) is 0.328684.
        var bench = Bench.Of("""
            product: p
            from: 2020-01-01
            interval: 30min
            channels: { import: kWh, reactive: kVArh }
            charges:
              - { name: Reactive, quantity: positive(reactive - 0.328684 kVArh/kWh * import), price: 1 GBP/kVArh }
            """, connections: "- { connection: c1, channels: { import: kWh, reactive: kVArh } }")
            .Reads("import", at => at is { Hour: 9, Minute: 0 } ? 100 : 0)
            .Reads("reactive", at => at is { Hour: 9, Minute: 0 } ? 40 : 0);
        Assert.Equal(["reactive: 7.1316 × 1 = 7.13"], bench.Lines("2026-01-05..2026-01-06"));
    }

    [Fact]
    public void A_half_hour_of_120_kWh_and_58_kVArh_at_38_cents_per_kVA_and_day_is_3038_82()
    {
        // 5-domain 1.6, WE1.12, not rounded but for the root: 133.281657 kVAh in half an hour.
        var bench = Bench.Of("""
            product: p
            from: 2020-01-01
            interval: 30min
            channels: { import: kWh, reactive: kVArh }
            charges:
              - { name: Demand, price: 0.38 AUD/kVA/day, quantity: "peak(hypot(import, reactive), per = month) * days" }
            """, zone: "Australia/Sydney", currency: "AUD",
            connections: "- { connection: c1, channels: { import: kWh, reactive: kVArh } }")
            .Reads("import", at => at is { Day: 11, Hour: 16, Minute: 0 } ? 120 : 30)
            .Reads("reactive", at => at is { Day: 11, Hour: 16, Minute: 0 } ? 58 : 10);
        var bill = bench.Bill("2026-06");
        Assert.Equal("3038.82", bill.Net.ToString());
        Assert.Equal("266.563314", (bill.Lines[0].Quantity!.Value / 30).ToString());
    }

    [Fact]
    public void A_flat_year_of_10000_kWh_costs_1000_for_energy_and_136_99_for_its_peaks()
    {
        // REopt's flat case: 0.10 per kWh and 10 per kW of each month's peak; 10,000 / 8,760 kW all the time.
        var bench = Bench.Of("""
            product: p
            from: 2020-01-01
            interval: 60min
            channels: { import: kWh }
            charges:
              - { name: Energy, quantity: import, price: 0.10 USD/kWh }
              - { name: Demand, quantity: "peak(import, per = month) * months", price: 10 USD/kW/month }
            """, "bills: { every: year }", "UTC", currency: "USD",
            connections: "- { connection: c1, interval: 60min, channels: { import: kWh } }").Reads("import", at =>
            {
                // To the meter's 0.000001 kWh, and in sum exactly so.
                var hour = (at.Date.DayOfYear - 1) * 24L + at.Hour;
                return (10_000_000_000 * (hour + 1) / 8_760 - 10_000_000_000 * hour / 8_760) / 1_000_000m;
            });
        Assert.Equal(["1000.00", "136.99"], bench.Bill("2025").Lines.Select(line => line.Amount.ToString()));
    }

    [Theory]
    [InlineData(95, "0.00")] // 95 kWh and 31.22 kVArh make 100 kVAh.
    [InlineData(94, "0.94")]
    public void A_low_power_factor_has_its_price(int kwh, string amount) => Assert.Equal(amount, Bench.Of($$"""
        product: p
        from: 2020-01-01
        interval: 30min
        channels: { import: kWh, reactive-import: kVArh }
        quantities:
          factor: "sum(import, per = month) / hypot(sum(import, per = month), sum(reactive-import, per = month))"
        charges:
          - name: Low power factor
            quantity: "sum(import, per = month)"
            price: "when(factor < 0.95 kWh/kVAh, 1 p/kWh, 0 p/kWh)"
        """, connections: "- { connection: c1, channels: { import: kWh, reactive-import: kVArh } }")
        .Reads("import", at => at.Day == 1 && at.TimeOfDay == default ? kwh : 0)
        .Reads("reactive-import", at => at.Day == 1 && at.TimeOfDay == default ? 31.2249m : 0)
        .Bill("2026-01").Net.ToString());
}

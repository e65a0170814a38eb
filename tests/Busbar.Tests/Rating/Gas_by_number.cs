namespace Busbar.Tests.Rating;

/// <summary>Worked examples of gas, from reads in volume to kWh, whose answers come from elsewhere.</summary>
public class Gas_by_number
{
    private const string Series =
        "series: { calorific-value: { unit: MJ/m3, interval: day, file: prices/calorific-value.csv } }";

    private static IReadOnlyList<string> Lines(
        string step, string register, decimal calorificValue, params string[] reads) => Bench.Of($$"""
            product: p
            from: 2020-01-01
            interval: day
            channels: { volume: m3 }
            quantities: { energy: "round(volume * 1.02264 * calorific-value, {{step}}, per = month)" }
            charges: [{ name: Gas, quantity: energy, price: 1 GBP/kWh }]
            """, Series, connections: $$"""
            - connection: c1
              interval: day
              channels: { volume: m3 }
              meters: [{ meter: G, from: 2026-01-01, registers: [{ register: "1", channel: volume, {{register}} }] }]
            """).Register("G", "1", reads).Prices("calorific-value", _ => calorificValue).Lines("2026-01");

    [Fact]
    public void A_volume_of_120_m3_at_40_MJ_is_1_364_kWh() => Assert.Equal(
        // 5-domain 1.4, WE1.8: 1,363.52, to 1 kWh.
        ["gas: 1364 × 1 = 1364.00"], Lines("1 kWh", "digits: 5", 40, "2026-01-01 4321", "2026-02-01 4441"));

    [Fact]
    public void A_volume_of_100_m3_at_39_3_MJ_is_1_116_382_kWh() => Assert.Equal(
        // WE1.9: 102.264 m3, 4,018.975 MJ.
        ["gas: 1116.382 × 1 = 1116.38"],
        Lines("0.001 kWh", "digits: 5, decimals: 2", 39.3m, "2026-01-01 99950.25", "2026-02-01 50.25"));

    [Fact]
    public void A_hundred_hundreds_of_cubic_feet_at_39_3_MJ_are_3_159_361_kWh() => Assert.Equal(
        // WE1.10: 283 m3, 289.407 m3, 11,373.699 MJ.
        ["gas: 3159.361 × 1 = 3159.36"],
        Lines("0.001 kWh", "digits: 4, multiplier: 2.83", 39.3m, "2026-01-01 100", "2026-02-01 200"));

    [Fact]
    public void A_meter_that_counts_in_a_unit_without_end_in_decimals_is_exact() => Assert.Equal(
        // Heat: 1 GJ is 277.77… kWh, and nine of them are 2,500.
        ["heat: 2500 × 1 = 2500.00"], Bench.Of("""
            product: p
            from: 2020-01-01
            interval: day
            channels: { heat: kWh }
            charges: [{ name: Heat, quantity: heat, price: 1 GBP/kWh }]
            """, connections: """
            - connection: c1
              interval: day
              channels: { heat: kWh }
              meters:
                - { meter: H, from: 2026-01-01, registers: [{ register: "1", channel: heat, digits: 5, unit: GJ }] }
            """).Register("H", "1", "2026-01-01 0", "2026-02-01 9").Lines("2026-01"));

    [Fact]
    public void Daily_reads_meet_the_calorific_value_of_their_day() => Assert.Equal(
        ["gas: 21 × 1 = 21.00"], Bench.Of("""
            product: p
            from: 2020-01-01
            interval: day
            channels: { volume: m3 }
            charges: [{ name: Gas, quantity: volume * calorific-value, price: 1 GBP/kWh }]
            """, Series, connections: """
            - connection: c1
              interval: day
              channels: { volume: m3 }
              meters: [{ meter: G, from: 2026-01-01, registers: [{ register: "1", channel: volume, digits: 5 }] }]
            """).Register("G", "1", "2026-01-01 0", "2026-01-02 1", "2026-01-03 2")
            .Prices("calorific-value", at => at.Day == 1 ? 36 : 39.6m).Lines("2026-01-01..2026-01-03"));

    [Fact]
    public void A_gas_day_is_of_the_date_on_whose_morning_it_starts()
    {
        // All that was used was used on the gas day of 31 December, most of it after midnight.
        var bench = Bench.Of("""
            product: p
            from: 2020-01-01
            interval: day
            channels: { gas: m3 }
            charges: [{ name: Gas, quantity: gas, price: 1 GBP/m3 }]
            """, "day-starts: { gas: \"05:00\" }", connections: """
            - connection: c1
              interval: day
              channels: { gas: m3 }
              meters:
                - { meter: G4, from: 2025-12-31, registers: [{ register: "1", channel: gas, digits: 5 }] }
            """, agreements: "- { agreement: a, account: acc, product: p, connections: c1, from: 2025-12-31 }")
            .Register("G4", "1", "2025-12-31T05:00 100", "2026-01-01T05:00 124", "2026-02-01T05:00 124");
        Assert.Equal(["gas: 24 × 1 = 24.00"], bench.Lines("2025-12"));
        Assert.Equal(["gas: 0 × 1 = 0.00"], bench.Lines("2026-01"));
    }
}

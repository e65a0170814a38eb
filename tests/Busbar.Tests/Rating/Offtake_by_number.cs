using Busbar.Quantities;
using NodaTime;

namespace Busbar.Tests.Rating;

/// <summary>The price forms of power purchase agreements, 5-domain 3.2, with the worked examples by their numbers.
/// </summary>
public sealed class Offtake_by_number
{
    private const string Market = """
        units: [certificate]
        calendars: { seasons: { bands: { summer: apr-sep, winter: rest } } }
        series:
          day-ahead: { unit: GBP/MWh, interval: 60min, file: prices/a.csv }
          n2ex: { unit: GBP/MWh, interval: 60min, file: prices/b.csv }
        """;

    /// <summary>Half-hours of output in kWh by local hour, and prices of the hours of 2 June.</summary>
    private static Bench Of(string product, Func<ZonedDateTime, decimal> output, params decimal[] prices) =>
        Bench.Of(product, Market).Reads("export", at => output(at))
            .Prices("day-ahead", at => at is { Month: 6, Day: 2 } && at.Hour < prices.Length ? prices[at.Hour] : 50)
            .Prices("n2ex", at => at is { Month: 6, Day: 2 } && at.Hour < prices.Length ? prices[at.Hour] + 10 : 50);

    /// <summary>1 MWh in each of the hours that have a price.</summary>
    private static Func<ZonedDateTime, decimal> Flat(int hours, decimal each = 1000) =>
        at => at is { Month: 6, Day: 2 } && at.Hour < hours ? each / 2 : 0;

    private static string[] Amounts(string price, int hours, decimal[] prices, string quantity = "export")
    {
        var bench = Of($"charges: [{{ name: Power, quantity: \"{quantity}\", to: customer, price: \"{price}\" }}]",
            Flat(hours), prices);
        var places = bench.Rated("2026-06")[0].Legs.SelectMany(leg => leg.Places())
            .Where(place => place.Start.InZone(bench.Book.Zone) is { Day: 2 } at && at.Hour < hours);
        return [.. places.Chunk(2).Select(hour =>
            hour.Aggregate(Exact.Zero, (sum, half) => sum - half.Amount).ToString())];
    }

    // Each of an hour of 1 MWh.
    [Theory]
    [InlineData("62 GBP/MWh", "62 62 62")]
    [InlineData("97 % * day-ahead - 2 GBP/MWh", "75.6 -21.4 192")]
    [InlineData("max(day-ahead, 30 GBP/MWh)", "80 30 200")]
    [InlineData("min(day-ahead, 120 GBP/MWh)", "80 -20 120")]
    [InlineData("clamp(97 % * day-ahead, 30 GBP/MWh, 120 GBP/MWh)", "77.6 30 120")]
    // WE3.3: 60 % at 62, and 40 % at 97 % of the market within a collar.
    [InlineData("60 % * 62 GBP/MWh + 40 % * clamp(97 % * day-ahead, 30 GBP/MWh, 120 GBP/MWh)", "68.24 49.2 85.2")]
    // The reference is a blend of two exchanges.
    [InlineData("100 GBP/MWh - (60 % * day-ahead + 40 % * n2ex)", "16 116 -104")]
    // One way: a market premium.
    [InlineData("positive(100 GBP/MWh - day-ahead)", "20 120 0")]
    // The buyer of a virtual agreement, seen from the seller: what the buyer gets is below zero.
    [InlineData("100 GBP/MWh - day-ahead", "20 120 -100")]
    public void WE3_3_forms_of_price(string price, string amounts) =>
        Assert.Equal(amounts.Split(' '), Amounts(price, 3, [80, -20, 200]));

    // 20 MWh at the meter are 19.8 with a loss factor of 0.99.
    [Theory]
    [InlineData("STRIKE", 80, "-396.00")]
    [InlineData("STRIKE", 130, "594.00")]
    [InlineData("when(day-ahead < 0, 0, STRIKE)", -15, "0.00")]
    [InlineData("100 GBP/MWh - positive(day-ahead)", -15, "-1980.00")]
    [InlineData("STRIKE", -15, "-2277.00")]
    public void WE3_5_a_contract_for_differences(string price, int reference, string amount)
    {
        var bench = Bench.Of($"charges: [{{ name: Difference, quantity: \"at(grid, export)\", to: customer, price: \""
            + price.Replace("STRIKE", "100 GBP/MWh - day-ahead", StringComparison.Ordinal) + "\" }]",
            Market + "\nboundaries: { grid: [loss] }",
            connections: "- { connection: c1, channels: { import: kWh, export: kWh }, losses: { loss: 0.99 } }")
            .Reads("export", at => Flat(1, 20_000)(at)).Prices("day-ahead", _ => reference);
        Assert.Equal(amount, bench.Bill("2026-06").Net.ToString());
    }

    // WE3.6: 5 MWh at a strike of 60, where the spot is 45 and 90: charge and credit of the buyer.
    [Theory]
    [InlineData(45, "75.00")]
    [InlineData(90, "-150.00")]
    public void WE3_6_a_virtual_agreement_is_a_difference_of_its_own(int spot, string amount) =>
        Assert.Equal(amount, Bench.Of(
            "charges: [{ name: Virtual power, quantity: export, price: 60 GBP/MWh - day-ahead, tax: outside }]", Market)
            .Reads("export", at => Flat(1, 5_000)(at)).Prices("day-ahead", _ => spot).Bill("2026-06").Net.ToString());

    // Hours of the day: five below zero, one above, six below, one above, one below.
    [Theory]
    [InlineData("when(day-ahead < 0, 0, STRIKE)", 2)]
    [InlineData("when(unbroken(day-ahead < 0, 6 hours), 0, STRIKE)", 8)]
    [InlineData("when(unbroken(day-ahead < 0, 4 hours), 0, STRIKE)", 3)]
    [InlineData("when(day-ahead < 0 and unbroken(day-ahead < 0, 1 hours), 0, STRIKE)", 2)]
    public void Rules_for_prices_below_zero_count_their_runs(string price, int paid)
    {
        decimal[] prices = [-1, -1, -1, -1, -1, 9, -1, -1, -1, -1, -1, -1, 9, -1];
        var amounts = Amounts(price.Replace("STRIKE", "100 GBP/MWh", StringComparison.Ordinal), 14, prices);
        Assert.Equal(paid, amounts.Count(amount => amount != "0"));
    }

    // A run of quarter-hours goes on over midnight, and over the day on which the clocks change.
    [Fact]
    public void Quarter_hours_next_to_each_other_are_a_run_whatever_the_clock_says()
    {
        var bench = Bench.Of("""
            product: p
            from: 2020-01-01
            interval: 15min
            channels: { export: kWh }
            charges: [{ name: P, quantity: export, price: "when(unbroken(spot < 0, 6 hours), 0, 1 GBP/kWh)" }]
            """, "series: { spot: { unit: GBP/MWh, interval: 15min, file: s.csv } }",
            connections: "- { connection: c1, interval: 15min, channels: { export: kWh } }")
            .Reads("export", at => at is { Month: 3, Day: 28 or 29 } ? 1 : 0)
            // From 22:00 to 05:00 on a night of 6 real hours and another of five and three quarters.
            .Prices("spot", at => at is { Month: 3, Day: 28, Hour: >= 22 } or { Month: 3, Day: 29, Hour: < 5 } ? -5
                : 50);
        // 96 and 92 quarter-hours, less the 24 of the night on which 02:00 follows 00:45.
        Assert.Equal("164", bench.Bill("2026-03").Lines[0].Amount.ToString()[..3]);
    }

    [Fact]
    public void A_seasons_reference_is_the_mean_of_its_hours()
    {
        var bench = Bench.Of("""
            charges: [{ name: Difference, quantity: "sum(export, per = seasons)", to: customer,
                price: "100 GBP/MWh - mean(day-ahead, per = seasons)" }]
            """, Market).Reads("export", at => at is { Day: 2, Month: 6, Hour: 0 } ? 500 : 0)
            .Prices("day-ahead", at => at.Month is 4 ? 20 : at.Month is 5 or 6 or 7 or 8 or 9 ? 60 : 1000);
        // April has 720 of the 4,392 hours of the summer: a mean of 53.442622951.
        Assert.Equal("-46.56", bench.Bill("2026-04-01..2026-10-01").Net.ToString());
    }

    [Fact]
    public void No_more_counts_than_the_greatest_contract_capacity_times_its_multipliers()
    {
        var bench = Bench.Of("""
            terms: { greatest: kW, rqm: { in: "%", default: 98 }, chpqm: { in: "%", default: 100 } }
            quantities: { counted: "min(export, greatest * hours) * rqm * chpqm" }
            charges: [{ name: Difference, quantity: counted, price: 100 GBP/MWh - day-ahead, to: customer }]
            """, Market, agreements: "- { agreement: a, account: acc, product: p, connections: c1, from: 2026-01-01, "
                + "terms: { greatest: 800 kW } }")
            .Reads("export", at => Flat(2)(at)).Prices("day-ahead", _ => 40);
        // Two hours of 800 kW × 98 % at 60.
        Assert.Equal(["difference: 1568 × 0.06 = -94.08"], bench.Lines("2026-06"));
    }

    // Each month 400 kWh at 62, the rest at the market's price: 24.80, 100 kWh at 20 and 500 at 50.
    [Fact]
    public void A_hybrid_by_block_prices_the_first_of_a_month_and_the_market_the_rest() => Assert.Equal(
        ["power: 1000 × … = -51.80"], Of("""
            charges: [{ name: Power, quantity: export, to: customer,
                price: "tiers(per = month, 0 MWh = 62 GBP/MWh, 0.4 MWh = day-ahead)" }]
            """, Flat(4, 250), 10, 20, 50, 50).Lines("2026-06"));

    // 0.5 MW in each hour of the month at 70; what is more or less at the market.
    [Fact]
    public void A_baseload_settles_its_volume_and_the_market_what_is_over_and_under() => Assert.Equal(
        ["baseload: 360000 × 0.07 = -25200.00", "over-and-under: -358000 × … = 17900.00"], Of("""
            terms: { volume: { in: MW, default: 0.5 } }
            charges:
              - { name: Baseload, quantity: volume * hours, price: 70 GBP/MWh, to: customer }
              - { name: Over and under, quantity: export - volume * hours, price: day-ahead, to: customer }
            """, Flat(2), 40, 60).Lines("2026-06"));

    // Days at 0.6 MW, nights at 0.2.
    [Fact]
    public void A_profiled_volume_has_a_power_for_each_band() => Assert.Equal(["shape: 336000 × 0.07 = -23520.00"],
        Bench.Of("""
            charges: [{ name: Shape, quantity: "by(d, day = 0.6 MW, night = 0.2 MW) * hours", price: 70 GBP/MWh,
                to: customer }]
            """, "calendars: { d: { bands: { day: daily 07:00-23:00, night: rest } } }").Lines("2026-06"));

    private const string Year = "- { agreement: a, account: acc, product: p, connections: c1, from: 2021-04-01 }";

    private static Bench Taken(string charges, params int[] years) => Bench.Of($$"""
        terms: { acq: { in: MWh/year, default: 10000 }, tolerance: { in: "%", default: 10 } }
        quantities:
          taken: sum(export, per = contract-year)
          agreed: sum(acq * years, per = contract-year)
          short: positive(agreed * (1 - tolerance) - taken)
          above: positive(taken - agreed)
        charges:
        {{charges}}
        """, Market, agreements: Year)
        .Reads("export", at => at is { Month: 6, Day: 2, TimeOfDay: { TickOfDay: 0 } }
            ? years[at.Year - 2021] * 1000m : 0).Prices("day-ahead", _ => 50);

    [Theory]
    [InlineData("70 GBP/MWh", "42000.00")]
    [InlineData("positive(70 GBP/MWh - mean(day-ahead, per = contract-year))", "12000.00")]
    public void WE3_7_take_or_pay(string price, string amount)
    {
        var bench = Taken($"  - {{ name: Shortfall, quantity: short, price: \"{price}\" }}", 8400, 9000);
        Assert.Null(bench.Plan("2021-06"));
        Assert.Equal(amount, bench.Bill("2022-03").Net.ToString());
        Assert.Equal("0.00", bench.Bill("2023-03").Net.ToString());
    }

    // What was paid for and not taken is taken in a later year without being paid again: 600 of the first year's; of
    // the 1,000 above in the second 600 are made up, and nothing is left for the third.
    [Fact]
    public void What_was_paid_and_not_taken_is_made_up_in_later_years()
    {
        var bench = Taken("""
              - { name: Shortfall, quantity: short, price: 70 GBP/MWh }
              - { name: Made up, quantity: "above - carry(above, earned = short)", price: 70 GBP/MWh, to: customer }
            """, 8400, 10_400, 10_500);
        Assert.Equal(["shortfall: 600000 × 0.07 = 42000.00", "made-up: 0 × 0.07 = 0.00"], bench.Lines("2022-03"));
        Assert.Equal(["shortfall: 0 × 0.07 = 0.00", "made-up: 400000 × 0.07 = -28000.00"], bench.Lines("2023-03"));
        Assert.Equal(["shortfall: 0 × 0.07 = 0.00", "made-up: 200000 × 0.07 = -14000.00"], bench.Lines("2024-03"));
    }

    // 1.7, 0.4 and 1.9 MWh: a whole one, another, and two more of 4.0.
    [Fact]
    public void Certificates_are_whole_and_what_is_less_passes_on()
    {
        decimal[] months = [1700, 400, 1900, 900, 50, 60];
        Bench With(string whole) => Bench.Of($"charges: [{{ name: C, quantity: \"{whole}\", price: PRICE }}]"
            .Replace("PRICE", whole.Contains('/') ? "5 GBP/certificate" : "5 GBP", StringComparison.Ordinal), Market,
            agreements: "- { agreement: a, account: acc, product: p, connections: c1, from: 2026-01-01 }")
            .Reads("export", at => at is { Day: 2, TimeOfDay: { TickOfDay: 0 } } ? months[at.Month - 1] : 0);
        string Counts(Bench bench) => string.Join(' ',
            Enumerable.Range(1, 6).Select(month => bench.Bill($"2026-{month:00}").Lines[0].Quantity.ToString()));
        Assert.Equal("1 1 2 0 0 1", Counts(With("whole(sum(export, per = month), 1 MWh)")));
        Assert.Equal("1 1 2 0 0 1", Counts(With("whole(sum(export, per = month), 1 MWh/certificate)")));
        // A year of certificates ends with April, and 0.9 are lost with it.
        Assert.Equal("1 1 2 0 0 0", Counts(With("whole(sum(export, per = month), 1 MWh, clear = april)")));
    }
}

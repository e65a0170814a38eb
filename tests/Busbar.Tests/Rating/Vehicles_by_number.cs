namespace Busbar.Tests.Rating;

/// <summary>Worked examples of vehicles: 5-domain 8.1 and 8.3.</summary>
public class Vehicles_by_number
{
    private static Bench Driver(string charges) => Bench.Of($$"""
        product: p
        from: 2020-01-01
        interval: 30min
        channels: { home-miles: mile, public-miles: mile, home: kWh, public: kWh }
        {{charges}}
        """, "units: [mile]", connections:
        "- { connection: c1, channels: { home-miles: mile, public-miles: mile, home: kWh, public: kWh } }");

    private const string ByTheMile = """
        charges:
          - { name: Charged at home, quantity: home-miles, price: 8 p/mile, to: customer }
          - { name: Charged elsewhere, quantity: public-miles, price: 14 p/mile, to: customer }
        """;

    private static Func<NodaTime.ZonedDateTime, decimal?> On(int day, decimal value) =>
        at => at.Day == day && at.Hour == 8 && at.Minute == 0 ? value : 0;

    [Theory]
    [InlineData(500, 0, "-40.00")]
    [InlineData(0, 500, "-70.00")]
    [InlineData(300, 200, "-52.00")]
    public void Miles_are_paid_back_at_the_advisory_rates(int home, int elsewhere, string total)
    {
        // 5-domain WE8.1.
        var bench = Driver(ByTheMile).Reads("home-miles", On(3, home)).Reads("public-miles", On(17, elsewhere));
        Assert.Equal(total, bench.Bill("2026-06").Net.ToString());
    }

    [Fact]
    public void Where_charging_is_mixed_miles_are_split_by_the_energy()
    {
        // 5-domain 8.1: 60 % of the energy at home are 60 % of the miles at the rate for home.
        var bench = Driver("""
            quantities:
              at-home: sum(home) / sum(home + public)
              miles: sum(home-miles + public-miles)
            charges:
              - { name: Charged at home, quantity: miles * at-home, price: 8 p/mile, to: customer }
              - { name: Charged elsewhere, quantity: miles * (1 - at-home), price: 14 p/mile, to: customer }
            """)
            .Reads("home-miles", On(3, 500)).Reads("home", On(2, 90)).Reads("public", On(9, 60));
        Assert.Equal(["charged-at-home: 300 × 0.08 = -24.00", "charged-elsewhere: 200 × 0.14 = -28.00"],
            bench.Lines("2026-06"));
    }

    [Fact]
    public void Charging_at_home_is_paid_back_at_the_drivers_own_price_half_hour_by_half_hour()
    {
        var bench = Bench.Of("""
            product: driver-home
            name: Driver's home
            from: 2020-01-01
            interval: 30min
            channels: { import: kWh }
            charges:
              - { name: Energy, quantity: import, price: "by(tariff, night = 9 p/kWh, day = 27 p/kWh)" }
            ---
            product: p
            from: 2020-01-01
            interval: 30min
            channels: { import: kWh, ev: kWh }
            charges:
              - { name: Home charging, quantity: "min(ev, import)", price: tariff(driver-home.energy), to: customer }
            """, """
            calendars: { tariff: { bands: { night: "00:00-05:00", day: rest } } }
            """, connections: "- { connection: c1, channels: { import: kWh, ev: kWh } }")
            .Reads("import", at => at.Day == 5 && at.Hour is 4 or 5 && at.Day == 5 ? 4 : 0)
            .Reads("ev", at => at.Day == 5 && at.Hour is 4 or 5 && at.Day == 5 ? 3.6m : 0);
        // 7.2 kWh at 9 and 7.2 kWh at 27 pence.
        Assert.Equal(["home-charging: 14.4 × … = -2.59"], bench.Lines("2026-06"));
    }

    [Fact]
    public void A_vehicle_gives_back_less_than_it_took_and_what_is_lost_is_its_owners()
    {
        // 5-domain 8.3: what goes in at the meter is paid, what comes out is credited; the round trip is 80 %.
        var bench = Bench.Of("""
            product: p
            from: 2020-01-01
            interval: 30min
            channels: { ev: kWh, ev-export: kWh }
            quantities:
              round-trip: sum(ev-export) / sum(ev) else 0
            charges:
              - { name: Charging, quantity: ev, price: 7.5 p/kWh }
              - { name: Given back, quantity: ev-export, price: 24 p/kWh, to: customer }
              - name: Good battery
                quantity: sum(ev-export)
                price: when(round-trip < 75 %, 0, 1 p/kWh)
                to: customer
            """, connections: "- { connection: c1, channels: { ev: kWh, ev-export: kWh } }")
            .Reads("ev", On(3, 30)).Reads("ev-export", On(4, 24));
        Assert.Equal(["charging: 30 × 0.075 = 2.25", "given-back: 24 × 0.24 = -5.76",
            "good-battery: 24 × 0.01 = -0.24"], bench.Lines("2026-06"));
    }
}

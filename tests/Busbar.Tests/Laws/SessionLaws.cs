using System.Globalization;
using Busbar.Quantities;
using Busbar.Tests.Rating;
using CsCheck;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Tests.Laws;

/// <summary>What holds of charging sessions whatever they are: nothing is lost where they are cut, a session told in
/// two parts costs what it costs told in one, and a vehicle's part and the rest of a house are what came in.</summary>
public class SessionLaws
{
    private const string Calendar = """
        calendars: { tariff: { bands: { night: "23:00-05:30", day: rest } } }
        """;

    /// <param name="Start">In minutes of the month.</param>
    /// <param name="Minutes">How long each period takes.</param>
    /// <param name="Energies">In Wh, of each period.</param>
    private sealed record AnySession(int Start, int[] Minutes, int[] Energies);

    private static readonly Gen<AnySession[]> Any = Gen.Select(Gen.Int[0, 20 * 24 * 60],
        Gen.Select(Gen.Int[1, 400], Gen.Int[0, 30_000]).Array[1, 4],
        (start, periods) => new AnySession(start, [.. periods.Select(one => one.Item1)],
            [.. periods.Select(one => one.Item2)])).Array[1, 5].Select(Apart);

    private static AnySession[] Apart(AnySession[] sessions)
    {
        var at = 0;
        return [.. sessions.Select(one =>
        {
            var moved = one with { Start = at + one.Start / sessions.Length };
            at = moved.Start + one.Minutes.Sum();
            return moved;
        })];
    }

    private static string At(int minute) => LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm")
        .Format(new LocalDate(2026, 5, 1).AtMidnight().PlusMinutes(minute));

    private static string Period(int minutes, int energy) => string.Create(
        CultureInfo.InvariantCulture, $"{minutes}min {energy / 1000m}kWh");

    private static Bench Told(string product, AnySession[] sessions)
    {
        var bench = Bench.Of(product, Calendar);
        foreach (var (i, one) in sessions.Index())
            bench.Session($"s{i}", At(one.Start), [.. one.Minutes.Zip(one.Energies, Period)]);
        return bench;
    }

    private static Exact Of(Bench bench, string charge) =>
        bench.Rated("2026-05").Single(one => one.Task.ChargeId == charge).Exact;

    [Fact]
    public void Nothing_is_lost_where_sessions_are_cut() => Any.Sample(sessions =>
    {
        var bench = Told("""
            charges:
              - { name: All, quantity: sessions.energy, price: 1 GBP/kWh }
              - name: Cut
                quantity: sessions.energy
                price: >-
                  by(tariff, night = 1 GBP/kWh, day = 1 GBP/kWh) + when(sessions.energy-so-far < 7 kWh, 0 GBP/kWh,
                  when(sessions.time-so-far < 100 min, 0 GBP/kWh, 0 GBP/kWh))
              - { name: Whole, quantity: "sum(sessions.energy, per = session)", price: 1 GBP/kWh }
              - { name: Clock, quantity: sessions.energy + 0 * import, price: 1 GBP/kWh }
              - { name: Time, quantity: sessions.charging-time, price: 1 GBP/h }
              - { name: Hours, quantity: hours * sessions.power, price: 1 GBP/kWh }
            """, sessions);
        var (energy, time) = (Exact.Ratio(sessions.Sum(one => one.Energies.Sum()), 1000),
            Exact.Ratio(sessions.Sum(one => one.Minutes.Sum()), 60));
        foreach (var charge in (string[])["all", "cut", "whole", "clock", "hours"])
            Assert.Equal(energy, Of(bench, charge));
        Assert.Equal(time, Of(bench, "time"));
    }, iter: 40);

    [Fact]
    public void A_session_in_two_records_costs_the_same_where_no_step_or_fee_applies() =>
        Gen.Select(Any, Gen.Int[1, 3]).Sample((sessions, at) =>
        {
            const string Product = """
                charges:
                  - name: Energy
                    quantity: sessions.energy
                    price: by(tariff, night = 0.1 GBP/kWh, day = 0.4 GBP/kWh)
                  - name: Time
                    quantity: sessions.charging-time
                    price: by(tariff, night = 1 GBP/h, day = 2 GBP/h)
                """;
            var one = Told(Product, sessions);
            var two = Told(Product, [.. sessions.SelectMany(session => at >= session.Minutes.Length
                ? (AnySession[])[session]
                :
                [
                    session with { Minutes = session.Minutes[..at], Energies = session.Energies[..at] },
                    new(session.Start + session.Minutes[..at].Sum(), session.Minutes[at..], session.Energies[at..]),
                ])]);
            foreach (var charge in (string[])["energy", "time"]) Assert.Equal(Of(one, charge), Of(two, charge));
        }, iter: 40);

    [Fact]
    public void The_vehicles_part_and_the_rest_of_the_house_are_what_came_in_in_every_interval() =>
        Gen.Select(Any, Gen.Int[0, 5_000].Array[48]).Sample((sessions, day) =>
        {
            var bench = Told("""
                quantities:
                  ev: min(sessions.energy, import)
                charges:
                  - { name: Vehicle, quantity: ev, price: 1 GBP/kWh }
                  - { name: House, quantity: import - ev, price: 1 GBP/kWh }
                """, sessions);
            bench.Reads("import", at => day[at.Hour * 2 + at.Minute / 30] / 1000m);
            var (vehicle, house) = (bench.Rated("2026-05")[0].Legs[0], bench.Rated("2026-05")[1].Legs[0]);
            foreach (var (ev, rest) in vehicle.Places().Zip(house.Places()))
            {
                var start = ev.Start.InZone(vehicle.Frame.Zone);
                Assert.Equal(Exact.Ratio(day[start.Hour * 2 + start.Minute / 30], 1000), ev.Quantity + rest.Quantity);
                Assert.True(ev.Quantity!.Value.Sign >= 0 && rest.Quantity!.Value.Sign >= 0);
            }
        }, iter: 20);
}

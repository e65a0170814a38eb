using System.Globalization;
using Busbar.Quantities;
using Busbar.Tests.Rating;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>Whatever the billing periods, the windows and the versions: each day of supply is billed once.</summary>
public class WindowLaws
{
    private static readonly string[] Windows = ["interval", "day", "month", "quarter", "year", "period"];

    private static readonly Gen<string> AnyWindow = Gen.Int[0, Windows.Length - 1].Select(one => Windows[one]);

    private static readonly Gen<string> AnyCycle = Gen.Select(Gen.Int[2, 4], Gen.Int[1, 31])
        .Select((every, day) => $"bills: {{ every: {Windows[every]}, day: {day} }}");

    [Fact]
    public void Every_day_of_supply_is_billed_once() =>
        Gen.Select(AnyCycle, AnyWindow, AnyWindow, Gen.Int[0, 500], Gen.Int[1, 500], Gen.Int[0, 900], Gen.Bool).Sample(
            (cycle, before, after, start, length, change, isEach) =>
            {
                LocalDate Day(int number) => new LocalDate(2024, 1, 1).PlusDays(number);
                string Text(int number) => Day(number).ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
                string Version(string from, string per) => $$"""
                    product: p
                    from: {{from}}
                    interval: day
                    channels: { import: kWh }
                    terms: { rate: { in: GBP/kWh, default: 1 } }
                    charges:
                      - name: Window
                        quantity: sum(import, per = {{per}})
                        price: rate
                        each: {{(isEach ? "connection" : "agreement")}}
                    """;
                var bench = Bench.Of(
                    Version("2020-01-01", before) + "\n---\n" + Version(Text(change + 1), after), cycle,
                    connections: "- { connection: c1, interval: day, channels: { import: kWh } }",
                    agreements: $$"""
                    - agreement: a
                      account: acc
                      product: p
                      connections: c1
                      from: {{Text(start)}}
                      to: {{Text(start + length)}}
                      terms: { rate: { {{Text(start + length / 3)}}: 1, {{Text(start + length / 2 + 1)}}: 1.0 } }
                    """).Reads("import", _ => 1);
                var billed = bench.Account.Cycle.PeriodsTouching(new(Day(start), Day(start + length)))
                    .Select(RandomPlan.Text).Where(period => bench.Plan(period) is not null)
                    .SelectMany(period => bench.Rated(period)).SelectMany(charge => charge.Parts).ToList();
                Assert.Equal(length, billed.Aggregate(Exact.Zero, (sum, part) => sum + part.Quantity!.Value));
                Assert.Equal(Enumerable.Range(start, length).Select(Day),
                    billed.SelectMany(part => part.Leg.Days.Dates).Order());
            }, iter: 200);
}

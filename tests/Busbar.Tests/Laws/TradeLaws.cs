using System.Globalization;
using Busbar.Quantities;
using Busbar.Tests.Rating;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>
/// A position and what is left over are the demand, in every interval; a trade is its power over its real hours; and
/// the lines of clips are their charge.
/// </summary>
public class TradeLaws
{
    private static readonly string[] Shapes =
        ["baseload", "peak", "off-peak", "weekend", "efa-1", "efa-2", "efa-3", "efa-4", "efa-5", "efa-6"];

    /// <param name="From">A day of March 2021, in which the clocks go forward.</param>
    private sealed record AnyTrade(string Shape, int From, int Count, bool IsSale, int Watts, int Price)
    {
        public LocalDate First => new LocalDate(2021, 3, 1).PlusDays(From);

        public LocalDate End => First.PlusDays(Count);

        public string Written(int id) => string.Create(CultureInfo.InvariantCulture,
            $"- {{ trade: t-{id}, agreement: a, shape: {Shape}, from: {First:uuuu-MM-dd}, to: {End:uuuu-MM-dd}, "
            + $"side: {(IsSale ? "sell" : "buy")}, volume: {Watts / 1000m} kW, price: {Price / 100m}, "
            + $"traded: 2021-01-01 }}");

        /// <summary>Whether it is delivered in the half-hour that begins at a time: the market's words, as they are
        /// said.</summary>
        public bool Holds(ZonedDateTime at)
        {
            var (hour, isWeekday) = (at.Hour, at.DayOfWeek <= IsoDayOfWeek.Friday);
            var day = Shape.StartsWith("efa", StringComparison.Ordinal) && hour == 23 ? at.Date.PlusDays(1) : at.Date;
            return day >= First && day < End && Shape switch
            {
                "baseload" => true, "weekend" => !isWeekday, "peak" => isWeekday && hour is >= 7 and < 19,
                "off-peak" => !(isWeekday && hour is >= 7 and < 19),
                _ => (hour + 1) % 24 / 4 + 1 == Shape[^1] - '0',
            };
        }
    }

    private static readonly Gen<AnyTrade> Any = Gen.Select(
        Gen.Int[0, Shapes.Length - 1].Select(i => Shapes[i]), Gen.Int[0, 35], Gen.Int[1, 20], Gen.Bool,
        Gen.Int[1, 5_000_000], Gen.Int[-5_000, 20_000], (shape, from, count, isSale, watts, price) =>
            new AnyTrade(shape, from, count, isSale, watts, price));

    [Fact]
    public void Position_and_residual_are_the_demand_and_clips_are_their_charge() =>
        Gen.Select(Any.List[1, 5], Gen.Int[0, 3_000].Array[50]).Sample((trades, load) =>
        {
            var bench = Bench.Of("""
                quantities:
                  demand: at(nbp, import)
                charges:
                  - { name: Volume, quantity: trades.volume, price: 0 }
                  - { name: Demand, quantity: demand, price: 0 }
                  - { name: Bought, quantity: positive(demand - trades.volume), price: 0 }
                  - { name: Sold, quantity: positive(trades.volume - demand), price: 0 }
                  - { name: Sides, quantity: trades.bought - trades.sold, price: 0 }
                  - { name: Clips, amount: trades.cost, lines: clip }
                  - { name: Money, amount: trades.paid - trades.received }
                  - { name: Fee, quantity: trades.bought, price: 0.37 GBP/MWh, lines: clip }
                """, "boundaries: { nbp: [loss] }",
                connections: "- { connection: c1, channels: { import: kWh, export: kWh }, losses: { loss: 1.0721 } }",
                trades: string.Join('\n', trades.Select((trade, i) => trade.Written(i))))
                .Reads("import", at => load[at.Minute / 30 + at.Hour * 2 % 50] / 1000m);
            var charges = bench.Rated("2021-03").ToDictionary(charge => charge.Task.ChargeId);
            Exact[] Of(string charge) => Assert.Single(charges[charge].Legs).Quantity!.Values;
            var (volume, frame) = (Of("volume"), charges["volume"].Legs[0].Frame);
            for (var i = 0; i < volume.Length; i++)
            {
                Assert.Equal(Of("demand")[i], volume[i] + Of("bought")[i] - Of("sold")[i]);
                Assert.Equal(volume[i], Of("sides")[i]);
                var at = frame.StartOf(i).InZone(frame.Zone);
                Assert.Equal(volume[i], trades.Where(trade => trade.Holds(at)).Aggregate(Exact.Zero, (sum, trade) =>
                    sum + Exact.Ratio(trade.IsSale ? -trade.Watts : trade.Watts, 2_000)));
            }
            Assert.Equal(charges["clips"].Exact, charges["money"].Exact);
            foreach (var charge in new[] { charges["clips"], charges["fee"] })
            {
                Assert.Equal(charge.Exact, charge.Parts.Aggregate(Exact.Zero, (sum, part) => sum + part.Exact));
                Assert.Equal(charge.Amount, charge.Parts.Aggregate(
                    Money.Zero(bench.Book.Currency), (sum, part) => sum + part.Amount));
            }
        }, iter: 40);
}

using System.Globalization;
using System.Numerics;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Tests.Rating;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>What holds of every bill, whatever the product, the zone and the readings.</summary>
public class RatingLaws
{
    private const int Tries = 150;

    [Fact]
    public void A_naive_rater_that_shares_no_code_agrees_to_the_last_digit() => RandomPlan.Any.Sample(plan =>
    {
        var rated = plan.Bench().Rated(plan.Period);
        var oracle = NaiveRater.Rate(plan);
        foreach (var (charge, nano) in oracle.Totals)
        {
            var found = rated.Single(one => one.Task.ChargeId == charge);
            Assert.Equal((charge, Exact.Ratio(nano, NaiveRater.Scale)), (charge, found.Exact));
            Assert.Equal((charge, (long)NaiveRater.Cents(nano)), (charge, found.Amount.MinorUnits));
        }
        Assert.Equal(
            oracle.Bands.Select(band => $"{band.Key.Leg} b{band.Key.Band} {Exact.Ratio(band.Value, 1_000_000)}"),
            rated[0].Parts.OrderBy(part => part.Leg.Days.From).ThenBy(part => part.Band, StringComparer.Ordinal)
                .Select(part => $"{rated[0].Task.Legs.ToList().IndexOf(part.Leg)} {part.Band} {part.Quantity}"));
    }, iter: Tries);

    [Fact]
    public void Every_unit_of_energy_lands_on_exactly_one_band() => RandomPlan.Any.Sample(plan =>
    {
        var energy = plan.Bench().Rated(plan.Period)[0];
        var read = plan.Span.InstantsIn(plan.Time);
        var total = BigInteger.Zero;
        for (var at = read.Start; at < read.End; at += Duration.FromMinutes(30)) total += plan.MicrosAt(at);
        Assert.Equal(Exact.Ratio(total, 1_000_000), Sum(energy.Parts.Select(part => part.Quantity!.Value)));
        Assert.All(energy.Parts, part => Assert.Equal(part.IsEstimated, energy.Legs
            .Single(leg => ReferenceEquals(leg.Leg, part.Leg)).Places()
            .Any(place => place.Band == part.Band && plan.IsEstimatedAt(place.Start))));
        Assert.Equal(energy.Parts.Count, energy.Parts.DistinctBy(part => (part.Leg.Days, part.Band)).Count());
    }, iter: Tries);

    [Fact]
    public void A_period_cut_in_two_bills_the_same_energy_and_charges_within_a_penny_each() =>
        Gen.Select(RandomPlan.Any.Where(plan => plan.Span.Count > 1), Gen.Int[1, 19]).Sample((plan, at) =>
        {
            var cut = plan.Span.From.PlusDays(1 + at % (plan.Span.Count - 1));
            var bench = plan.Bench();
            var (whole, first, second) = (bench.Rated(plan.Period),
                bench.Rated(RandomPlan.Text(new(plan.Span.From, cut))),
                bench.Rated(RandomPlan.Text(new(cut, plan.Span.To))));
            foreach (var ((all, one), two) in whole.Zip(first).Zip(second))
            {
                Assert.Equal(all.Exact, one.Exact + two.Exact);
                Assert.Equal(Quantity(all), Quantity(one) + Quantity(two));
                Assert.InRange((all.Amount - one.Amount - two.Amount).MinorUnits, -1, 1);
            }
        }, iter: Tries);

    [Fact]
    public void An_explanation_adds_up_from_the_interval_to_the_bill() => RandomPlan.Any.Sample(plan =>
    {
        var bench = plan.Bench("  - { name: Window, quantity: \"sum(import, per = month)\", price: 1 p/kWh }");
        foreach (var charge in bench.Rated(plan.Period))
        {
            Assert.Equal(charge.Exact, Sum(charge.Parts.Select(part => part.Exact)));
            Assert.Equal(charge.Amount.MinorUnits, charge.Parts.Sum(part => part.Amount.MinorUnits));
            foreach (var leg in charge.Legs)
                foreach (var band in charge.Parts.Where(part => ReferenceEquals(part.Leg, leg.Leg)))
                {
                    var places = leg.Places().Where(place => place.Band == band.Band).ToList();
                    Assert.Equal(band.Exact, Sum(places.Select(place => place.Amount)));
                    Assert.Equal(band.Quantity!.Value, Sum(places.Select(place => place.Quantity!.Value)));
                    if (band.Price is { } price)
                        Assert.All(places, place => Assert.Equal(price, place.Price!.Value));
                    // Each is its exact amount within a penny: the remainder goes to one and no further.
                    var off = band.Exact - band.Amount.Amount;
                    Assert.True(Exact.Max(off, -off) < 0.015m);
                }
        }
        var bill = bench.Bill(plan.Period);
        Assert.Equal(bill.Net.MinorUnits, bill.Lines.Sum(line => line.Amount.MinorUnits));
        Assert.Equal(bill.Total, bill.Net + bill.Tax);
        Assert.Equal(bill.Lines.Count, bill.Lines.DistinctBy(line => line.Id).Count());
    }, iter: Tries);

    [Fact]
    public void Bundles_change_nothing_but_how_it_is_shown() => RandomPlan.Any.Sample(plan =>
    {
        var (bundled, unbundled) = (plan.Bench(style: "bundled").Bill(plan.Period), plan.Bench().Bill(plan.Period));
        Assert.Equal(Bench.Lines(unbundled), Bench.Lines(bundled));
        Assert.Equal((unbundled.Net, unbundled.Tax), (bundled.Net, bundled.Tax));
        var shown = bundled.Bundles.SelectMany(bundle => bundle.Lines).ToList();
        Assert.Equal(shown.Count, shown.Distinct().Count());
        Assert.Equal(bundled.Net.MinorUnits, bundled.Bundles.Sum(bundle => bundle.Amount.MinorUnits)
            + bundled.Lines.Where(line => !shown.Contains(line.Id)).Sum(line => line.Amount.MinorUnits));
    }, iter: Tries / 3);

    [Fact]
    public void The_order_of_what_is_written_changes_no_bill() =>
        Gen.Select(RandomPlan.Any, Gen.Shuffle((string[])["c1", "c2", "c3"]), Gen.Bool).Sample((plan, ids, isSwapped) =>
        {
            string[] agreements =
            [
                "- { agreement: a, account: acc, product: p, from: 2020-01-01, "
                    + $"connections: {string.Join(' ', ids)} }}",
                "- { agreement: b, account: acc, product: p, connections: c4, from: 2020-01-01 }",
            ];
            if (isSwapped) Array.Reverse(agreements);
            var one = plan.Bench(connections: 4, agreement: string.Join('\n', agreements)).Bill(plan.Period);
            var other = plan.Bench(connections: 4, agreement:
                "- { agreement: a, account: acc, product: p, connections: [c1, c2, c3], from: 2020-01-01 }\n"
                + "- { agreement: b, account: acc, product: p, connections: c4, from: 2020-01-01 }").Bill(plan.Period);
            Assert.Equal(Bench.Lines(other), Bench.Lines(one));
        }, iter: Tries / 3);

    [Fact]
    public void Several_connections_of_one_reading_are_that_reading_times_their_number() =>
        Gen.Select(RandomPlan.Any, Gen.Int[1, 4]).Sample((plan, count) =>
            Assert.Equal(count * plan.Bench().Rated(plan.Period)[0].Exact,
                plan.Bench(connections: count).Rated(plan.Period)[0].Exact), iter: Tries / 3);

    [Fact]
    public void No_bill_depends_on_the_culture() => RandomPlan.Any.Sample(plan =>
    {
        var expected = Said(plan);
        var before = Thread.CurrentThread.CurrentCulture;
        foreach (var name in new[] { "de-DE", "ar-SA", "tr-TR", "fa-IR", "sv-SE" })
            try
            {
                Thread.CurrentThread.CurrentCulture = CultureInfo.GetCultureInfo(name);
                Assert.Equal(expected, Said(plan));
            }
            finally
            {
                Thread.CurrentThread.CurrentCulture = before;
            }
    }, iter: 8);

    [Fact]
    public void A_bill_is_the_same_with_frames_of_its_own_or_shared_and_in_any_order() =>
        Gen.Select(RandomPlan.Any, Gen.Int[2, 5]).Sample((plan, copies) =>
        {
            var (bench, frames) = (plan.Bench(), new Frames());
            var alone = Bench.Lines(bench.Bill(plan.Period));
            var together = new IReadOnlyList<string>[copies];
            Parallel.For(0, copies, i => together[i] = Bench.Lines(bench.Bill(plan.Period, frames: frames)));
            Assert.All(together, lines => Assert.Equal(alone, lines));
        }, iter: Tries / 5);

    private static string Said(RandomPlan plan)
    {
        var bill = plan.Bench().Bill(plan.Period);
        return string.Join('\n', [.. Bench.Lines(bill), .. bill.Taxes.Select(tax => $"{tax.Rate} {tax.Amount}"),
            $"{bill.Period}", .. bill.Explanation.Charges.SelectMany(charge => charge.Legs).Select(leg => $"{leg}")]);
    }

    private static Exact Quantity(RatedCharge charge) => Sum(charge.Parts.Select(part => part.Quantity!.Value));

    private static Exact Sum(IEnumerable<Exact> values) => values.Aggregate(Exact.Zero, (sum, value) => sum + value);
}

using System.Globalization;
using System.Numerics;
using Busbar.Quantities;
using Busbar.Tests.Rating;
using Busbar.Time;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>Peaks, runs, counts, means and choices over any days and clocks, beside naive ones that share no code.
/// </summary>
public class FigureLaws
{
    private const int Tries = 150;

    private static readonly string[] Windows = ["day", "month", "period"];

    private static readonly int[] Minutes = [0, 30, 60, 90, 120, 180, 240, 360, 720, 1440];

    private static readonly Gen<PeakQuestion> AnyQuestion =
        from per in Gen.Int[0, 2]
        from minutes in Gen.Int[0, Minutes.Length - 1]
        from top in Gen.Int[1, 5]
        from apart in Gen.Bool
        from other in Gen.Bool
        select new PeakQuestion(Windows[per], Minutes[minutes], top, apart && top > 1, other);

    /// <summary>Any plan, over whole months and with few enough values that many are equal.</summary>
    private static readonly Gen<RandomPlan> AnyMonths = Gen.Select(RandomPlan.Any, Gen.Int[0, 4].Array[11, 61])
        .Select((plan, values) => plan with
        {
            Micros = [.. values.Select(value => value * 333_333L)],
            Span = new(new(plan.Span.From.Year, plan.Span.From.Month, 1),
                new LocalDate(plan.Span.From.Year, plan.Span.From.Month, 1).PlusMonths(1 + plan.Seed % 2)),
        });

    [Fact]
    public void A_naive_search_for_peaks_agrees() => Gen.Select(AnyMonths, AnyQuestion).Sample((plan, question) =>
    {
        var span = question.Per == "month" ? plan.Span : new Days(plan.Span.From, plan.Span.From.PlusDays(9));
        plan = plan with { Span = span };
        Assert.Equal(
            NaivePeak.PerDay(plan, question).Select(peak => Exact.Ratio(peak.Over, peak.Under * 1_000_000)),
            Values(plan, $"{question.Text} * days", "1 GBP/kW/day"));
    }, iter: Tries);

    [Fact]
    public void A_naive_search_for_runs_agrees() =>
        Gen.Select(AnyMonths, Gen.Int[1, 30], Gen.Int[0, 3]).Sample((plan, quarters, least) =>
        {
            // Runs of values at or below some, of so many quarters of an hour.
            plan = plan with { Span = new(plan.Span.From, plan.Span.From.PlusDays(9)) };
            var threshold = least * 333_333L;
            bool IsTrue(Instant at) => plan.MicrosAt(at) <= threshold;
            int Run(Instant at, Duration step, int length = 0) => IsTrue(at) && 2 * length < quarters
                ? Run(at + step, step, length + 1) : length;
            var half = Duration.FromMinutes(30);
            var expected = Halves(plan).Select(at => IsTrue(at)
                && 2 * (Run(at, half) + Run(at, -half) - 1) >= quarters ? 1L : 0).ToArray();
            var most = (2 * threshold / 1_000_000m).ToString(CultureInfo.InvariantCulture);
            var minutes = 15 * quarters;
            Assert.Equal(expected.Select(value => (Exact)value), Values(plan,
                $"when(unbroken(import <= {most} kW * hours, {minutes} minutes), 2 kW * hours, 0)", "1 GBP/kWh"));
            Assert.Equal(expected.Sum(), Values(plan, $"count(unbroken(import <= {most} kW * hours, "
                + $"{minutes} minutes), per = day)", "1 GBP").Aggregate(Exact.Zero, (sum, value) => sum + value));
        }, iter: Tries);

    [Fact]
    public void A_choice_and_its_opposite_are_the_whole() => RandomPlan.Any.Sample(plan =>
    {
        var whole = Values(plan, "import", "1 GBP/kWh");
        var (chosen, left) = (Values(plan, "when(import > export, import, 0)", "1 GBP/kWh"),
            Values(plan, "when(not import > export, import, 0)", "1 GBP/kWh"));
        Assert.Equal(whole, chosen.Zip(left, (a, b) => a + b));
        Assert.All(chosen.Zip(left), pair => Assert.True(pair.First.IsZero || pair.Second.IsZero));
        Assert.Equal(Values(plan, "max(import, export)", "1 GBP/kWh"),
            Values(plan, "when(import > export, import, export)", "1 GBP/kWh"));
    }, iter: Tries / 3);

    [Fact]
    public void A_count_of_some_and_of_the_others_is_a_count_of_all() => RandomPlan.Any.Sample(plan =>
    {
        var (some, others) = (Values(plan, "count(import > export, per = day)", "1 GBP"),
            Values(plan, "count(import < export or import is export, per = day)", "1 GBP"));
        Assert.Equal(plan.Span.Dates.Select(day => (Exact)LocalDay.IntervalsIn(day, plan.Time, 30)),
            some.Zip(others, (a, b) => a + b));
    }, iter: Tries / 3);

    [Fact]
    public void A_mean_times_the_number_is_the_sum_and_no_more_than_the_peak() => RandomPlan.Any.Sample(plan =>
    {
        var mean = Values(plan, "mean(import, per = day) * days", "1 GBP/kWh/day");
        Assert.Equal(Values(plan, "sum(import, per = day)", "1 GBP/kWh"), plan.Span.Dates.Zip(mean,
            (day, value) => value * LocalDay.IntervalsIn(day, plan.Time, 30)));
        var peak = Values(plan, "peak(import, per = day) * days", "1 GBP/kW/day");
        Assert.All(mean.Zip(peak), pair => Assert.True(2 * pair.First <= pair.Second));
    }, iter: Tries / 3);

    [Fact]
    public void A_rounded_value_is_a_multiple_within_a_step() =>
        Gen.Select(RandomPlan.Any, Gen.Int[1, 2_000_000]).Sample((plan, micros) =>
        {
            var step = Exact.Ratio(micros, 1_000_000);
            var net = Values(plan, "import - export", "1 GBP/kWh");
            foreach (var (rule, most) in new[] { ("", step / 2), (", up", step), (", down", step) })
            {
                var rounded = Values(plan, $"round(import - export, {step} kWh{rule})", "1 GBP/kWh");
                Assert.All(net.Zip(rounded), pair =>
                {
                    var (value, multiple) = pair;
                    var off = (multiple - value) * (value.Sign < 0 ? -1 : 1);
                    Assert.Equal(multiple / step, (multiple / step).Round(0, Rounding.Down));
                    Assert.True(rule == ", up" ? off.Sign >= 0 && off < most
                        : rule == ", down" ? off.Sign <= 0 && -off < most : off <= most && -off < most);
                });
            }
        }, iter: Tries / 5);

    [Fact]
    public void A_square_root_is_the_nearest_there_is() =>
        Gen.Select(Gen.Long[0, long.MaxValue], Gen.Long[1, 1_000_000_000_000], Gen.Int[0, 9]).Sample(
            (over, under, decimals) =>
            {
                var value = Exact.Ratio(over, under);
                var root = value.SquareRoot(decimals);
                var half = Exact.Ratio(1, 2 * BigInteger.Pow(10, decimals));
                Assert.True(root.IsZero || (root - half) * (root - half) <= value);
                Assert.True((root + half) * (root + half) > value);
                Assert.Equal(Exact.Ratio(under, 1), (Exact.Ratio(under, 1) * under).SquareRoot(decimals));
            });

    [Fact]
    public void There_is_no_square_root_below_zero() =>
        Assert.Throws<ArithmeticException>(() => Exact.Ratio(-1, 1_000_000_000_000_000).SquareRoot(6));

    /// <summary>The values of a quantity at its own step, in the order of time.</summary>
    private static Exact[] Values(RandomPlan plan, string quantity, string price)
    {
        var bench = Bench.Of($"charges: [{{ name: X, quantity: \"{quantity}\", price: {price} }}]", zone: plan.Zone)
            .Reads("import", at => plan.MicrosAt(at.ToInstant()) / 1_000_000m)
            .Reads("export", at => plan.MicrosAt(at.ToInstant() + Duration.FromHours(5)) / 1_000_000m);
        var leg = bench.Rated(plan.Period).Single().Legs.Single();
        // What was looked at around the days isn't of them.
        return [.. leg.Quantity!.Values.Zip(leg.Shares).Where(pair => !pair.Second.IsZero).Select(pair => pair.First)];
    }

    private static IEnumerable<Instant> Halves(RandomPlan plan)
    {
        var span = plan.Span.InstantsIn(plan.Time);
        for (var at = span.Start; at < span.End; at += Duration.FromMinutes(30)) yield return at;
    }
}

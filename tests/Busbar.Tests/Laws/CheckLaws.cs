using Busbar.Metering.Checks;
using Busbar.Quantities;
using Busbar.Tests.Metering.Checks;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>What holds of rules for readings whatever was read.</summary>
public class CheckLaws
{
    private static readonly ReadingCheck Spike = Checked.Spike(3, 14);

    private static readonly ReadingCheck Thousandfold = new ThousandfoldCheck(14, Dimension.Energy);

    private static readonly Gen<decimal?> Value = Gen.Frequency(
        (12, Gen.Int[5, 12].Select(whole => (decimal?)whole)), (1, Gen.Const((decimal?)0)),
        (1, Gen.Const((decimal?)null)), (1, Gen.Const((decimal?)40)), (1, Gen.Const((decimal?)9_000)));

    private static readonly Gen<decimal?[]> Days = Value.Array[60];

    [Fact]
    public void What_never_changes_is_suspicious_only_where_it_is_nothing() => Gen.Int[0, 50_000].Sample(value =>
    {
        var series = Checked.Usual(60, value);
        return Spike.Finds(series).Length == 0 && Thousandfold.Finds(series).Length == 0
            && new CodeCheck([50_001], Dimension.Energy).Finds(series).Length == 0
            && new AgainstCheck("other", 0.01m, Dimension.Energy, default).Finds(series, series).Length == 0
            && new WithoutCheck("other", Dimension.Energy).Finds(series, series).Length == 0
            && new ZerosCheck(Period.FromDays(60), Dimension.Energy).Finds(series).Length == (value == 0 ? 1 : 0);
    });

    [Fact]
    public void All_values_times_a_number_are_as_suspicious() => Gen.Select(Days, Gen.Long[2, 5_000]).Sample(
        (values, times) =>
        {
            var (series, from) = (Checked.Daily(values), Instant.FromUtc(2026, 1, 1, 0, 0));
            return new[] { Spike, Thousandfold }.All(check =>
                check.Spans(series, from).SequenceEqual(check.Spans(series.Times(times), from)));
        });

    [Fact]
    public void It_does_not_matter_where_judging_begins() => Gen.Select(Days, Gen.Int[30, 59]).Sample((values, first) =>
    {
        var series = Checked.Daily(values);
        var from = series.StartOf(first);
        return new[] { Spike, Thousandfold }.All(check =>
        {
            var part = series.Between(series.StartOf(first - check.DaysBefore), series.StartOf(series.Length));
            return check.Spans(part, from).SequenceEqual(check.Spans(series, series.StartOf(0))
                .Where(span => span.End > from).Select(span => new Interval(Instant.Max(span.Start, from), span.End)));
        });
    });

    [Fact]
    public void What_is_missing_is_never_suspicious() => Days.Sample(values =>
    {
        var (series, from) = (Checked.Daily(values), Instant.FromUtc(2026, 1, 1, 0, 0));
        ReadingCheck[] checks =
        [
            Spike, Thousandfold, new CodeCheck([40, 0], Dimension.Energy),
            new ZerosCheck(Period.FromDays(1), Dimension.Energy),
        ];
        return checks.SelectMany(check => check.Spans(series, from)).All(span =>
            series.Between(span.Start, span.End).IsComplete);
    });
}

using Busbar.Metering;
using Busbar.Quantities;
using CsCheck;
using NodaTime;

namespace Busbar.Tests.Metering;

public class Amounts_are_spread_exactly
{
    private static readonly DateTimeZone London = DateTimeZoneProviders.Tzdb["Europe/London"];

    [Fact]
    public void Every_slot_has_its_time_of_the_whole_to_the_last_digit_and_nothing_is_lost() =>
        Gen.Select(Gen.Long[0, 1_000_000_000_000], Gen.Int[0, 3], Gen.Int[1, 40]).Sample(
            (micros, length, days) =>
            {
                var minutes = ((int[])[5, 30, 60, 1440])[length];
                var (from, to) = (new LocalDate(2026, 3, 10), new LocalDate(2026, 3, 10).PlusDays(days));
                var series = Series.Empty("c1 import", minutes, London, Series.ReadingScale,
                    from.AtStartOfDayInZone(London).ToInstant(), to.AtStartOfDayInZone(London).ToInstant());
                Spread.Over(series, [.. Enumerable.Range(0, series.Length)], Exact.FromScaled(micros, 6));
                var hours = Enumerable.Range(0, series.Length).Select(series.HoursOf).ToList();
                var all = hours.Aggregate(Exact.Zero, (sum, one) => sum + one);
                return series.IsComplete && series.Counts.Sum() == micros && hours.Zip(series.Counts).All(slot =>
                    micros * slot.First / all - slot.Second is var off && off < 1 && off > -1);
            });
}

using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Tests.Metering;

public class A_day_is_summed_as_it_was_lived
{
    private static readonly QualityKind[] Kinds =
        [QualityKind.Actual, QualityKind.Estimated, QualityKind.Missing, QualityKind.Substituted];

    [Theory]
    [InlineData("Europe/London", "2026-03-29", 30, 46, 23)]
    [InlineData("Europe/London", "2026-10-25", 30, 50, 25)]
    [InlineData("Australia/Lord_Howe", "2026-04-05", 30, 49, 25)]
    [InlineData("Asia/Kolkata", "2026-01-01", 60, 24, 24)]
    [InlineData("Europe/London", "2026-10-25", 1440, 1, 0)]
    public void Its_hours_are_counted_from_its_start(string zone, string day, int minutes, int slots, int hours)
    {
        var figures = Assert.Single(DayFigures.Of([Readings(zone, day, minutes, days: 1)]));
        Assert.Equal((slots, hours), (figures.Slots, figures.Hours.Count));
        Assert.Equal(slots - slots / 4 - (slots % 4 > 2 ? 1 : 0), figures.Count);
        if (hours > 0)
            Assert.Equal(figures.Total, figures.Hours.Aggregate(Exact.Zero, (sum, hour) => sum + (hour ?? Exact.Zero)));
    }

    [Fact]
    public void Pieces_that_cut_a_day_make_one_of_it()
    {
        var whole = Readings("Europe/London", "2026-03-28", 30, days: 3);
        var cut = whole.StartOf(61);
        var pieces = new[] { whole.Between(whole.StartOf(0), cut), whole.Between(cut, whole.StartOf(whole.Length)) };
        Assert.Equal(Said(DayFigures.Of([whole])), Said(DayFigures.Of(pieces)));
        Assert.Equal(3, DayFigures.Of(pieces).Count);
    }

    [Fact]
    public void Days_of_which_nothing_was_received_are_none()
    {
        var readings = Readings("Europe/London", "2026-03-28", 30, days: 3);
        for (var slot = 48; slot < 94; slot++) readings.Receipts[slot] = 0;
        Assert.Equal(["28", "30"], DayFigures.Of([readings]).Select(day => $"{day.Date.Day}"));
    }

    private static IEnumerable<string> Said(IEnumerable<DayFigures> days) => days.Select(day =>
        $"{day.Date} {day.Slots} {day.Count} {day.Estimated} {day.Total} {day.EstimatedTotal} "
        + string.Join(' ', day.Hours));

    /// <summary>Days of readings measured, estimated, missing and substituted by turns.</summary>
    private static Series Readings(string zone, string day, int minutes, int days)
    {
        var (first, place) = (NodaTime.Text.LocalDatePattern.Iso.Parse(day).Value, DateTimeZoneProviders.Tzdb[zone]);
        var span = new Days(first, first.PlusDays(days)).InstantsIn(place);
        var readings = Series.Empty("house import", minutes, place, Series.ReadingScale, span.Start, span.End);
        for (var slot = 0; slot < readings.Length; slot++)
            readings.Set(slot, Kinds[slot % 4] == QualityKind.Missing ? 0 : slot + 1, new(Kinds[slot % 4]));
        return readings;
    }
}

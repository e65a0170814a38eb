using Busbar.Documents.Paper;
using Busbar.Quantities;

namespace Busbar.Tests.Documents;

/// <summary>Charts as a bill has them, from numbers that anybody can make again.</summary>
internal static class SampleCharts
{
    private static readonly ChartWords English = new("estimated", "not known", "skipped", '.', ",");

    public static readonly Look Look = new("Northwind Energy", null, "#0b6e6e");

    /// <summary>A month by the day, two of them estimated and one not known, beside the month before.</summary>
    public static Chart.Bars Days(int count = 31, bool hasBefore = true) => new(
        "Daily use", "31 days of March 2026 beside those of February.", "kWh",
        [.. Enumerable.Range(1, count).Select(day => $"{day} Mar")],
        new("March 2026", [.. Enumerable.Range(0, count).Select(day => day == 11 ? null : (Exact?)Use(day))],
            new HashSet<int> { 18, 19 }),
        hasBefore ? new("February 2026",
            [.. Enumerable.Range(0, Math.Min(count, 28)).Select(day => (Exact?)(Use(day + 5) + 1))], new HashSet<int>())
            : null)
    { Words = English };

    /// <summary>A month of half-hours with some that aren't known.</summary>
    public static Chart.HeatMap HalfHours(int days = 31) => new(
        "Every half-hour", "Dark cells in the evening.", "kWh",
        [.. Enumerable.Range(1, days).Select(day => $"{day} Mar")],
        [.. Enumerable.Range(0, 48).Select(slot => slot % 2 == 0 ? $"{slot / 2:00}:00" : "")],
        [.. Enumerable.Range(0, days).Select(day => (IReadOnlyList<Exact?>)[.. Enumerable.Range(0, 48).Select(slot =>
            day is 11 && slot is > 9 and < 30 ? null : (Exact?)HalfHour(day, slot))])],
        new HashSet<(int, int)>())
    { Words = English };

    /// <summary>A typical day above three bands, one of them too narrow for its name.</summary>
    public static Chart.DayCourse TypicalDay() => new(
        "A typical day", "Most is used from 17:00 to 20:00.", "kWh",
        [.. Enumerable.Range(0, 48).Select(slot => slot % 2 == 0 ? $"{slot / 2:00}:00" : "")],
        [
            new("working days", [.. Enumerable.Range(0, 48).Select(slot => (Exact?)HalfHour(1, slot))],
                new HashSet<int>()),
            new("weekends and holidays", [.. Enumerable.Range(0, 48).Select(slot => (Exact?)HalfHour(3, slot))],
                new HashSet<int>()),
        ],
        [new("night", 0, 14), new("day", 14, 34), new("evening peak of the network", 34, 38), new("day", 38, 46),
            new("night", 46, 48)])
    { Words = English };

    private static Exact Use(int day) => Exact.FromScaled(8_000 + day * 7_919 % 6_007, 3);

    private static Exact HalfHour(int day, int slot) => Exact.FromScaled(
        60 + (day * 31 + slot * 17) % 40 + (slot is > 33 and < 42 ? 300 + (day * 13 + slot * 7) % 200 : 0)
        + (slot is > 12 and < 18 ? 120 : 0), 3);
}

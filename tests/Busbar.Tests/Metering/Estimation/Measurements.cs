using Busbar.Metering;
using Busbar.Metering.Estimation;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Tests.Metering.Estimation;

/// <summary>A channel of a test: what was measured when, and what the methods make of the rest.</summary>
internal sealed class Measurements
{
    private readonly List<Holidays> _holidays = [];
    private readonly List<Interval> _suspicious = [];

    /// <param name="days">From which day until which, <c>2026-01-01..2026-02-01</c>.</param>
    /// <param name="value">By local time; null where nothing is measured.</param>
    public Measurements(string days, int minutes, Func<ZonedDateTime, decimal?> value, string zone = "Europe/London")
    {
        var (span, home) = (Days.Parse(days)!.Value, DateTimeZoneProviders.Tzdb[zone]);
        var instants = span.InstantsIn(home);
        Series = Series.Empty("c1 import", minutes, home, Series.ReadingScale, instants.Start, instants.End);
        for (var slot = 0; slot < Series.Length; slot++)
            if (value(Series.StartOf(slot).InZone(home)) is { } known) Series.Set(slot, known, Quality.Actual);
    }

    public Series Series { get; }

    public Measurements With(Holidays holidays)
    {
        _holidays.Add(holidays);
        return this;
    }

    /// <summary>Gives the readings from one local time until another a quality, and a value that isn't theirs.
    /// </summary>
    public Measurements Mark(LocalDateTime from, LocalDateTime to, QualityKind kind)
    {
        for (var slot = 0; slot < Series.Length; slot++)
            if (Series.StartOf(slot).InZone(Series.Zone).LocalDateTime is var at && at >= from && at < to)
                Series.Set(slot, 1000, new(kind));
        return this;
    }

    /// <summary>Gives a day readings that a rule finds suspicious, whether somebody accepts them or not.</summary>
    public Measurements Suspect(LocalDate day)
    {
        _suspicious.Add(new(LocalDay.StartOf(day, Series.Zone), LocalDay.StartOf(day.PlusDays(1), Series.Zone)));
        return this;
    }

    public Estimates Estimate(params EstimationMethod[] methods) =>
        Estimates.Of(new(Series, _holidays, _suspicious), 0, Series.Length, methods);

    /// <summary>The values that were made, in the order of time.</summary>
    public decimal[] Values(params EstimationMethod[] methods) => [.. Estimate(methods).Filled
        .SelectMany(made => made.Values).OrderBy(value => value.Slot)
        .Select(value => Exact.FromScaled(value.Count, Series.ReadingScale).ToDecimal())];

    /// <summary>How they were made, each way once.</summary>
    public string[] Bases(params EstimationMethod[] methods) => [.. Estimate(methods).Filled
        .Select(made => $"{made.Method.Phrase}: {made.Basis}").Distinct()];

    /// <summary>Why the first hole stays open.</summary>
    public IReadOnlyList<string> Reasons(params EstimationMethod[] methods) => Estimate(methods).Open[0].Reasons;
}

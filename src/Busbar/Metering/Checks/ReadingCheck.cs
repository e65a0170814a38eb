using NodaTime;

namespace Busbar.Metering.Checks;

/// <summary>A rule by which readings are judged once they are in, beside those before them: a closed list of cases.
/// </summary>
/// <param name="Code">A stable name: <c>spike</c>.</param>
public abstract record ReadingCheck(string Code)
{
    /// <summary>How many days of readings before those that are judged it looks at.</summary>
    public abstract int DaysBefore { get; }

    /// <summary>What else it compares with: channels of the same connection, or the same channel of another.</summary>
    public virtual IReadOnlyList<(string? Connection, string? Channel)> Beside => [];

    /// <summary>What is suspicious from an instant on, in order.</summary>
    /// <param name="series">The readings that are judged, and as many days before them as it looks at.</param>
    /// <param name="from">The first instant that is judged.</param>
    /// <param name="beside">Those that it compares with, over the same span, in their order.</param>
    public abstract IReadOnlyList<Suspicion> Find(Series series, Instant from, IReadOnlyList<Series> beside);
}

/// <summary>Readings that a rule finds suspicious: they aren't used until somebody has decided.</summary>
/// <param name="Code">The rule's stable name.</param>
/// <param name="Span">From the start of the first to the end of the last.</param>
/// <param name="Sentence">Why, as the end of a sentence: <c>has 40 kWh at 2026-01-05 10:00, 8 times the greatest of
/// the 28 days before</c>.</param>
public sealed record Suspicion(string Code, Interval Span, string Sentence)
{
    /// <summary>What they are compared with, of which one channel may have several: <c>channel-total</c>; null: the
    /// readings before them.</summary>
    public string? Beside { get; init; }

    /// <summary>The rule with what it compares with: <c>against:channel-total</c>. An acceptance is of one.</summary>
    public string Rule => Beside is null ? Code : $"{Code}:{Beside}";
}

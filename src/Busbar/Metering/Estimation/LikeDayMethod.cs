using NodaTime;

namespace Busbar.Metering.Estimation;

/// <summary>The same intervals of the nearest like day that has all of them.</summary>
public sealed record LikeDayMethod : EstimationMethod
{
    /// <inheritdoc/>
    public override string Phrase => "like-day";

    /// <inheritdoc/>
    public override byte Number => 62;

    /// <inheritdoc/>
    public override (int Before, int After) Reach(int intervalMinutes) => (LikeDays.MostDays, LikeDays.MostDays);

    /// <inheritdoc/>
    public override Filling Fill(History history, Hole hole)
    {
        var (made, open) = (new List<Filled>(), new OpenDays());
        foreach (var day in history.ByDay(hole))
        {
            var found = history.LikeDays.Around(day.Key, day.Key, LikeDays.MostWeeks)
                .FirstOrDefault(like => day.All(slot => history.MeasuredOn(like, slot) is not null));
            if (found == default)
                open.Add(day.Key, history.LikeDays.Unknown(day.Key)
                    ?? $"no like day within {LikeDays.MostWeeks} weeks is measured in all of these intervals");
            else
                made.Add(new(this, [.. day.Select(slot => (slot, history.MeasuredOn(found, slot)!.Value))],
                    $"as on {History.Iso(found)}"));
        }
        return new(made, open.Reason);
    }
}

/// <summary>The days of a hole that a method left open: the first is named with its reason, the others are counted.
/// </summary>
internal sealed class OpenDays
{
    private readonly HashSet<LocalDate> _days = [];
    private string? _first;

    /// <summary>What is said of them; null where there is none.</summary>
    public string? Reason => _first is null || _days.Count < 2 ? _first
        : $"{_first}, and {_days.Count - 1} more {(_days.Count == 2 ? "day" : "days")}";

    public void Add(LocalDate day, string reason)
    {
        _days.Add(day);
        _first ??= $"{reason} ({History.Iso(day)})";
    }
}

using System.Numerics;
using NodaTime;

namespace Busbar.Tests.Laws;

/// <summary>A number of half-hours' energy over their number: a fraction that knows only how to be compared.</summary>
public readonly record struct Ratio(BigInteger Over, BigInteger Under) : IComparable<Ratio>
{
    public int CompareTo(Ratio other) => (Over * other.Under).CompareTo(other.Over * Under);

    public Ratio Plus(Ratio other) => new(Over * other.Under + other.Over * Under, Under * other.Under);
}

/// <summary>What a random peak is asked.</summary>
/// <param name="Minutes">Of a block; 0: each half-hour by itself.</param>
/// <param name="OfOther">Whether another channel says when.</param>
public sealed record PeakQuestion(string Per, int Minutes, int Top, bool IsApart, bool OfOther)
{
    /// <summary>As it is written in a book.</summary>
    public string Text => $"peak(import, per = {Per}" + (Minutes > 0 ? $", over = {Minutes}min" : "")
        + (Top > 1 ? $", top = {Top}" : "") + (IsApart ? ", apart = day" : "")
        + (OfOther ? ", when = export" : "") + ")";
}

/// <summary>
/// Finds peaks day by day in lists of half-hours, from the readings and the clock: written without a look at the
/// engine, to say when that is wrong.
/// </summary>
public static class NaivePeak
{
    private sealed record Block(LocalDate Day, int Number, Ratio Power, Ratio Rank);

    /// <summary>The peak in micro-kilowatts of the window of each day.</summary>
    public static IEnumerable<(BigInteger Over, BigInteger Under)> PerDay(RandomPlan plan, PeakQuestion question)
    {
        var blocks = plan.Span.Dates.SelectMany(day => BlocksOf(plan, day, question)).ToList();
        foreach (var day in plan.Span.Dates)
        {
            var peak = PeakOf([.. blocks.Where(block => question.Per switch
            {
                "day" => block.Day == day,
                "month" => block.Day.Month == day.Month && block.Day.Year == day.Year,
                _ => true,
            })], question);
            yield return (peak.Over, peak.Under);
        }
    }

    private static Ratio PeakOf(List<Block> blocks, PeakQuestion question)
    {
        var chosen = new List<Block>();
        while (chosen.Count < question.Top)
        {
            // The first of the greatest among those that may still be chosen.
            Block? best = null;
            foreach (var block in blocks)
            {
                if (chosen.Contains(block)) continue;
                if (question.IsApart && chosen.Exists(one => one.Day == block.Day)) continue;
                if (best is null || block.Rank.CompareTo(best.Rank) > 0) best = block;
            }
            if (best is null) break;
            chosen.Add(best);
        }
        var sum = chosen.Select(block => block.Power).Aggregate((a, b) => a.Plus(b));
        return sum with { Under = sum.Under * chosen.Count };
    }

    private static IEnumerable<Block> BlocksOf(RandomPlan plan, LocalDate day, PeakQuestion question)
    {
        var start = plan.Time.AtStartOfDay(day).ToInstant();
        var end = plan.Time.AtStartOfDay(day.PlusDays(1)).ToInstant();
        var halves = new List<Instant>();
        for (var at = start; at < end; at += Duration.FromMinutes(30)) halves.Add(at);
        var size = question.Minutes == 0 ? 1 : question.Minutes / 30;
        for (var first = 0; first < halves.Count;)
        {
            // A rest that is too short for a block of its own goes with the one before it.
            var rest = halves.Count - first;
            var count = rest < 2 * size ? rest : size;
            var (work, other) = (BigInteger.Zero, BigInteger.Zero);
            foreach (var at in halves.Skip(first).Take(count))
            {
                work += plan.MicrosAt(at);
                other += plan.MicrosAt(at + Duration.FromHours(5));
            }
            var power = new Ratio(2 * work, count);
            yield return new(day, first, power, question.OfOther ? new(2 * other, count) : power);
            first += count;
        }
    }
}

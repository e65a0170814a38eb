using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Metering.Estimation;
using Busbar.Quantities;

namespace Busbar.Books;

/// <summary>
/// Reads how missing readings are estimated: under <c>estimates</c>, for a channel or <c>default</c>, methods in the
/// order in which they are tried, each a short phrase.
/// </summary>
/// <param name="reader">The book, or a connection.</param>
/// <param name="series">Those of the book, for profiles.</param>
internal sealed class EstimatesReader(MapReader reader, Known<MarketSeries> series)
{
    private static readonly string[] Known =
        ["linear", "like-day", "average", "prior-year", "agreed", "zero", "daily-average", "profile"];

    /// <summary>The orders by channel, and for all others.</summary>
    public IReadOnlyDictionary<string, WrittenList<EstimationMethod>> Read() => Lists.Read();

    /// <summary>The methods of each channel of a connection: its own, or the book's.</summary>
    /// <param name="book">The book's orders.</param>
    public Dictionary<string, IReadOnlyList<EstimationMethod>> Of(
        IReadOnlyCollection<Channel> channels, IReadOnlyDictionary<string, WrittenList<EstimationMethod>> book)
    {
        var chosen = new Dictionary<string, IReadOnlyList<EstimationMethod>>(StringComparer.Ordinal);
        foreach (var (channel, order) in Lists.Of(channels, Read(), book))
        {
            foreach (var written in order.Phrases)
                if (written.Said is AgreedMethod agreed && agreed.Dimension != channel.Unit.Dimension)
                    reader.Fault("wrong-unit", written.Place, $"{agreed.Phrase} isn't for channel {channel.Name} of "
                        + $"{reader.Thing}, which is in {channel.Unit}.",
                        $"Give the channel an order of its own: estimates: {{ {channel.Name}: […] }}.");
            chosen[channel.Name] = [.. order.Phrases.Select(written => written.Said)];
        }
        return chosen;
    }

    private PhraseLists<EstimationMethod> Lists => new(reader, "estimates", Method,
        ("missing-method", "methods in the order in which they are tried", "Write [linear 3, like-day]."));

    private EstimationMethod? Method(Phrase phrase)
    {
        var words = phrase.Words;
        var rest = words.Length > 1 ? string.Join(' ', words[1..]) : null;
        return words.FirstOrDefault() switch
        {
            "linear" => Whole(phrase, rest, 1, LinearMethod.MostIntervals) is { } most ? new LinearMethod(most) : null,
            "average" => Whole(phrase, rest, 2, AverageMethod.MostDays) is { } days ? new AverageMethod(days) : null,
            "prior-year" => rest is null ? new PriorYearMethod(PriorYearMethod.UsualWeeks)
                : Whole(phrase, rest, 1, PriorYearMethod.MostWeeks) is { } weeks ? new PriorYearMethod(weeks) : null,
            "like-day" when rest is null => new LikeDayMethod(),
            "zero" when rest is null => new ZeroMethod(),
            "agreed" => Agreed(phrase, rest),
            "daily-average" => rest is null ? new DailyAverageMethod(null)
                : Profile(phrase, rest) is { } seasons ? new DailyAverageMethod(seasons) : null,
            "profile" => Profile(phrase, rest) is { } name ? new ProfileMethod(name) : null,
            _ => Unknown(phrase, words),
        };
    }

    private static EstimationMethod? Unknown(Phrase phrase, string[] words)
    {
        var known = words.Length > 0 && Known.Contains(words[0]);
        phrase.Fault("unknown-method",
            known ? $"; {words[0]} stands by itself." : ", which is no method of estimating.",
            (words.Length > 0 && !known ? Nearest.Hint(words[0], Known) : null)
                ?? "Known are linear 3, like-day, average 4, prior-year, agreed 12 kWh/day, zero, and for registers "
                + "daily-average, profile NAME.");
        return null;
    }

    private static int? Whole(Phrase phrase, string? rest, int least, int most) =>
        phrase.Whole(rest, least, most, where: " after the method");

    private AgreedMethod? Agreed(Phrase phrase, string? rest)
    {
        var amount = new TextNode(phrase.Text.Place, rest ?? "");
        if (Values.UnitIn(amount, UnitWords.None) is not { } unit || unit.Dimension.Power("day") != -1
            || !(unit.Dimension * Dimension.Day).IsMetered)
        {
            phrase.Fault("wrong-unit", "; expected an amount per day.", "Write agreed 12 kWh/day.");
            return null;
        }
        if (Values.Number(reader, amount, phrase.What, unit, UnitWords.None) is not { } perDay) return null;
        if (perDay.Sign >= 0) return new(perDay, unit.Dimension * Dimension.Day, $"agreed {rest}");
        phrase.Fault("bad-number", "; it must not be below zero.");
        return null;
    }

    private string? Profile(Phrase phrase, string? name)
    {
        if (name is not null && series.Good.TryGetValue(name, out var found))
        {
            if (found.Unit.Dimension == Dimension.None && found.Window is null) return name;
            phrase.Fault("bad-profile", $", and the series {name} "
                + (found.Window is null ? $"is in {found.Unit} and no plain number."
                    : "has a value per month or more."),
                "A profile is a series without unit by the interval or the day: each value is its part of a year.");
        }
        else if (name is null || !series.Ids.Contains(name))
            phrase.Fault("unknown-series",
                name is null ? " without a series." : ", and the book has no series of that name.",
                (name is null ? null : Nearest.Hint(name, series.Good.Keys))
                ?? "Add it to book.yaml: series: { domestic: { unit: 1, interval: day, file: prices/domestic.csv } }.");
        return null;
    }
}

using System.Globalization;
using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Metering.Estimation;
using Busbar.Quantities;

namespace Busbar.Books;

/// <summary>A method of estimating, and where it was written.</summary>
internal sealed record WrittenMethod(EstimationMethod Method, Place Place);

/// <summary>The methods of a channel in their order, and where they were written.</summary>
internal sealed record WrittenOrder(IReadOnlyList<WrittenMethod> Methods, Place Place);

/// <summary>
/// Reads how missing readings are estimated: under <c>estimates</c>, for a channel or <c>default</c>, methods in the
/// order in which they are tried, each a short phrase.
/// </summary>
/// <param name="reader">The book, or a connection.</param>
/// <param name="series">Those of the book, for profiles.</param>
internal sealed class EstimatesReader(MapReader reader, Known<MarketSeries> series)
{
    /// <summary>The key of the channels that aren't named.</summary>
    public const string Default = "default";

    private static readonly string[] Known =
        ["linear", "like-day", "average", "prior-year", "agreed", "zero", "daily-average", "profile"];

    /// <summary>The orders by channel, and under <see cref="Default"/>.</summary>
    public IReadOnlyDictionary<string, WrittenOrder> Read()
    {
        var orders = new Dictionary<string, WrittenOrder>(StringComparer.Ordinal);
        foreach (var entry in reader.Entries("estimates"))
        {
            var what = $"estimates of {entry.Key} of {reader.Thing}";
            var items = entry.Value is ListNode list ? list.Items : [entry.Value];
            var methods = items.Select(item => reader.ToText(item, what)).OfType<TextNode>()
                .SelectMany(Phrases).Select(phrase => Method(phrase, what)).OfType<WrittenMethod>().ToList();
            if (items.Count == 0)
                reader.Fault("missing-method", entry.Value.Place, $"{what} are an empty list; expected methods in the "
                    + "order in which they are tried.", "Write [linear 3, like-day].");
            orders[entry.Key] = new(methods, entry.KeyPlace);
        }
        return orders;
    }

    /// <summary>The methods of each channel of a connection: its own, or the book's.</summary>
    /// <param name="book">The book's orders.</param>
    public Dictionary<string, IReadOnlyList<EstimationMethod>> Of(
        IEnumerable<Channel> channels, IReadOnlyDictionary<string, WrittenOrder> book)
    {
        var (own, chosen) = (Read(), new Dictionary<string, IReadOnlyList<EstimationMethod>>(StringComparer.Ordinal));
        var names = channels.Select(channel => channel.Name).ToList();
        foreach (var (name, order) in own.Where(pair => pair.Key != Default && !names.Contains(pair.Key)))
            reader.Fault("unknown-channel", order.Place, $"{reader.Thing} has no channel {name}, which its estimates "
                + "name.", Nearest.Hint(name, names) ?? $"It has {string.Join(", ", names)}.");
        foreach (var channel in channels)
        {
            var order = own.GetValueOrDefault(channel.Name) ?? own.GetValueOrDefault(Default)
                ?? book.GetValueOrDefault(channel.Name) ?? book.GetValueOrDefault(Default);
            if (order is null) continue;
            foreach (var written in order.Methods)
                if (written.Method is AgreedMethod agreed && agreed.Dimension != channel.Unit.Dimension)
                    reader.Fault("wrong-unit", written.Place, $"{agreed.Phrase} isn't for channel {channel.Name} of "
                        + $"{reader.Thing}, which is in {channel.Unit}.",
                        $"Give the channel an order of its own: estimates: {{ {channel.Name}: […] }}.");
            chosen[channel.Name] = [.. order.Methods.Select(written => written.Method)];
        }
        return chosen;
    }

    /// <summary>The phrases of a text, which has commas between them, as a cell of a table must.</summary>
    private static IEnumerable<TextNode> Phrases(TextNode text)
    {
        var offset = 0;
        foreach (var part in text.Value.Split(','))
        {
            var start = offset + part.Length - part.TrimStart().Length;
            yield return new(text.At(Math.Min(start, text.Value.Length)), part.Trim());
            offset += part.Length + 1;
        }
    }

    private WrittenMethod? Method(TextNode phrase, string what)
    {
        var words = phrase.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var rest = words.Length > 1 ? string.Join(' ', words[1..]) : null;
        EstimationMethod? method = words.FirstOrDefault() switch
        {
            "linear" => Whole(phrase, rest, what, 1, LinearMethod.MostIntervals) is { } most
                ? new LinearMethod(most) : null,
            "average" => Whole(phrase, rest, what, 2, AverageMethod.MostDays) is { } days
                ? new AverageMethod(days) : null,
            "prior-year" => rest is null ? new PriorYearMethod(PriorYearMethod.UsualWeeks)
                : Whole(phrase, rest, what, 1, PriorYearMethod.MostWeeks) is { } weeks ? new PriorYearMethod(weeks)
                : null,
            "like-day" when rest is null => new LikeDayMethod(),
            "zero" when rest is null => new ZeroMethod(),
            "agreed" => Agreed(phrase, rest, what),
            "daily-average" => rest is null ? new DailyAverageMethod(null)
                : Profile(phrase, rest, what) is { } seasons ? new DailyAverageMethod(seasons) : null,
            "profile" => Profile(phrase, rest, what) is { } name ? new ProfileMethod(name) : null,
            _ => Unknown(phrase, words, what),
        };
        return method is null ? null : new(method, phrase.Place);
    }

    private EstimationMethod? Unknown(TextNode phrase, string[] words, string what)
    {
        var known = words.Length > 0 && Known.Contains(words[0]);
        reader.Fault("unknown-method", phrase.Place, known
                ? $"{what} have {phrase.What}; {words[0]} stands by itself."
                : $"{what} have {phrase.What}, which is no method of estimating.",
            (words.Length > 0 && !known ? Nearest.Hint(words[0], Known) : null)
                ?? "Known are linear 3, like-day, average 4, prior-year, agreed 12 kWh/day, zero, and for registers "
                + "daily-average, profile NAME.");
        return null;
    }

    private int? Whole(TextNode phrase, string? rest, string what, int least, int most)
    {
        if (int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most) return number;
        reader.Fault("bad-number", phrase.Place, string.Create(CultureInfo.InvariantCulture,
            $"{what} have {phrase.What}; expected a whole number from {least} to {most} after the method."));
        return null;
    }

    private AgreedMethod? Agreed(TextNode phrase, string? rest, string what)
    {
        var amount = new TextNode(phrase.Place, rest ?? "");
        if (Values.UnitIn(amount, UnitWords.None) is not { } unit || unit.Dimension.Power("day") != -1
            || !(unit.Dimension * Dimension.Day).IsMetered)
        {
            reader.Fault("wrong-unit", phrase.Place, $"{what} have {phrase.What}; expected an amount per day.",
                "Write agreed 12 kWh/day.");
            return null;
        }
        if (Values.Number(reader, amount, what, unit, UnitWords.None) is not { } perDay) return null;
        if (perDay.Sign >= 0) return new(perDay, unit.Dimension * Dimension.Day, $"agreed {rest}");
        reader.Fault("bad-number", phrase.Place, $"{what} have {phrase.What}; it must not be below zero.");
        return null;
    }

    private string? Profile(TextNode phrase, string? name, string what)
    {
        if (name is not null && series.Good.TryGetValue(name, out var found))
        {
            if (found.Unit.Dimension == Dimension.None && found.Window is null) return name;
            reader.Fault("bad-profile", phrase.Place, $"{what} have {phrase.What}, and the series {name} "
                + (found.Window is null ? $"is in {found.Unit} and no plain number."
                    : "has a value per month or more."),
                "A profile is a series without unit by the interval or the day: each value is its part of a year.");
        }
        else if (name is null || !series.Ids.Contains(name))
            reader.Fault("unknown-series", phrase.Place, name is null ? $"{what} have {phrase.What} without a series."
                    : $"{what} have {phrase.What}, and the book has no series of that name.",
                (name is null ? null : Nearest.Hint(name, series.Good.Keys))
                ?? "Add it to book.yaml: series: { domestic: { unit: 1, interval: day, file: prices/domestic.csv } }.");
        return null;
    }
}

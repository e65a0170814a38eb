using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Books;

/// <summary>Reads the baselines of <c>book.yaml</c>: how is said what would have been without an event.</summary>
/// <param name="holidays">The sets of holidays that may be named.</param>
internal sealed class BaselineReader(MapReader book, IReadOnlyDictionary<string, Holidays> holidays)
{
    private const int MostDays = 366;

    private static readonly string[] Skips = ["events", "holidays", "day-before-event"];

    private static readonly Unit Percent = new("%", Dimension.None, 0.01m);
    private static readonly Unit Hour = new("hours", Dimension.Hour, 1);
    private static readonly Unit Day = new("days", Dimension.Day, 1);

    /// <summary>The methods by name.</summary>
    public Known<BaselineMethod> Read()
    {
        var all = new Known<BaselineMethod>();
        foreach (var entry in book.Entries("baselines"))
        {
            if (!Vocabulary.IsName(entry.Key))
                book.Fault("bad-name", entry.KeyPlace, $"A baseline can't be called {entry.Key}.",
                    "Write words in lower case joined by hyphens.");
            if (book.Section(entry.Value, $"baseline {entry.Key}") is { } reader
                && Method(reader, entry) is { } method) all.Add(entry.Key, method);
            else all.AddBroken(entry.Key);
        }
        return all;
    }

    private BaselineMethod? Method(MapReader reader, MapEntry entry)
    {
        var meanOf = Required(reader, "mean-of");
        var outOf = reader.OptionalWhole("out-of", 1, MostDays);
        var choose = reader.OptionalChoice("choose", "latest", "highest", "middle");
        var within = Quantity(reader, "within", Day, "a number of days", 1, MostDays);
        var days = reader.OptionalChoice("days", "same-type", "weekdays", "any") ?? "same-type";
        var set = reader.Written("holidays") is { } name ? Lookup.Find(reader, name, "holidays", holidays) : null;
        var skips = SkipsOf(reader);
        var lowUse = Quantity(reader, "low-use", Percent, "a part up to 100 %", Exact.Zero, Exact.One);
        var isAdjusted = reader.Has("adjust");
        var adjust = reader.Section("adjust") is { } section ? Adjustment(section) : null;
        var takesFewer = reader.OptionalChoice("too-few", "hold", "fewer") == "fewer";
        if (!reader.Has("within"))
            reader.Fault("missing-key", reader.Place, $"within is missing in {reader.Thing}.",
                "Say how far back it looks: within: 45 days.");
        if (set is null && !reader.Has("holidays") && skips.Contains("holidays"))
            reader.Fault("no-holidays", reader.Map["skip"]!.Place, $"{reader.Thing} skips holidays and doesn't say "
                + "which.", $"Name them: holidays: {holidays.Keys.First()}.");
        var whole = within is { } length && length == length.Round(0, Rounding.Down) ? (int?)length.ToScaled(0) : null;
        if (within is not null && whole is null)
            reader.Fault("bad-number", reader.Map["within"]!.Place, $"within of {reader.Thing} isn't whole days.");
        if (meanOf is not { } mean || whole is not { } back) return null;
        var from = (int)(outOf ?? mean);
        CheckCounts(reader, mean, from, back, choose, outOf is not null);
        return isAdjusted && adjust is null ? null : new(entry.Key, mean, from, choose switch
            {
                "highest" => BaselineChoice.Highest, "middle" => BaselineChoice.Middle, _ => BaselineChoice.Latest,
            }, back, days switch
            {
                "weekdays" => BaselineDays.Weekdays, "any" => BaselineDays.Any, _ => BaselineDays.SameType,
            }, set, skips.Contains("events"), skips.Contains("holidays"), skips.Contains("day-before-event"), lowUse,
            adjust, takesFewer, entry.KeyPlace);
    }

    private static int? Required(MapReader reader, string key)
    {
        if (reader.OptionalWhole(key, 1, MostDays) is { } number) return (int)number;
        if (!reader.Has(key))
            reader.Fault("missing-key", reader.Place, $"{key} is missing in {reader.Thing}.",
                $"Say of how many days it is the mean: {key}: 10.");
        return null;
    }

    private static void CheckCounts(
        MapReader reader, int mean, int from, int within, string? choose, bool isChosen)
    {
        if (from < mean)
            reader.Fault("too-few-days", reader.Map["out-of"]!.Place, $"{reader.Thing} is the mean of {mean} days, out "
                + $"of {from}.", "Give out-of at least as many days as mean-of.");
        else if (choose is "highest" or "middle" ? from == mean : isChosen && from > mean)
            reader.Fault("no-choice", reader.Map[isChosen ? "out-of" : "choose"]!.Place,
                from == mean ? $"{reader.Thing} chooses {mean} days out of {from}, which are all."
                    : $"{reader.Thing} is the mean of {mean} days out of {from}, and doesn't say of which.",
                from == mean ? $"Say out of how many: out-of: {mean * 2}." : "Add choose: highest, or choose: middle.");
        else if (choose == "middle" && (from - mean) % 2 != 0)
            reader.Fault("no-choice", reader.Map["choose"]!.Place, $"{reader.Thing} takes the middle {mean} of {from} "
                + "days, and leaves out as many of the highest as of the lowest.", "Make their difference even.");
        if (from > within)
            reader.Fault("too-few-days", reader.Map["within"]!.Place, $"{reader.Thing} needs {from} days and looks "
                + $"back over {within}.", "Let it look back further.");
    }

    private static HashSet<string> SkipsOf(MapReader reader)
    {
        var skips = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in reader.Texts("skip"))
            if (Skips.Contains(text.Value)) skips.Add(text.Value);
            else
                reader.Fault("bad-choice", text.Place, $"{reader.Thing} skips {text.What}; expected "
                    + "events, holidays or day-before-event.", Nearest.Hint(text.Value, Skips));
        return skips;
    }

    private static BaselineAdjustment? Adjustment(MapReader reader)
    {
        var by = reader.OptionalChoice("by", "ratio", "difference") ?? "ratio";
        var from = Quantity(reader, "from", Hour, "a time before the event, up to 24 hours", Exact.Zero, 24);
        var until = Quantity(reader, "until", Hour, "a time before the event, up to 24 hours", Exact.Zero, 24);
        var limit = Quantity(reader, "limit", Percent, "a part up to 100 %", Exact.Zero, Exact.One);
        if (!reader.Has("from"))
            reader.Fault("missing-key", reader.Place, $"from is missing in {reader.Thing}.",
                "Say how long before the event the time that is compared begins: from: 4 hours.");
        if (from is not { } begins || (until is null && reader.Has("until"))) return null;
        var ends = until ?? Exact.Zero;
        if (begins > ends) return new(TimeOf(begins), TimeOf(ends), by == "ratio", limit);
        reader.Fault("bad-time", reader.Map["from"]!.Place, $"{reader.Thing} ends before it begins: both are times "
            + "before the event.", "Write from: 4 hours, until: 1 hour.");
        return null;
    }

    private static Duration TimeOf(Exact hours) =>
        Duration.FromSeconds((hours * 3600).Round(0, Rounding.HalfAway).ToScaled(0));

    private static Exact? Quantity(MapReader reader, string key, Unit unit, string expected, Exact least, Exact most)
    {
        if (reader.Written(key) is not { } text
            || Values.Number(reader, text, $"{key} of {reader.Thing}", unit, UnitWords.None) is not { } number)
            return null;
        if (number >= least && number <= most) return number;
        reader.Fault("bad-number", text.Place, $"{key} of {reader.Thing} is {text.What}; expected {expected}.");
        return null;
    }
}

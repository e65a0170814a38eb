using System.Text;
using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Books;

/// <summary>What would be measured where an offer is quoted, and isn't known from a meter.</summary>
/// <param name="Connection">The book's, or one that stands for somebody who isn't in it.</param>
/// <param name="Loads">Amounts of the whole period, in the words of an example; none where a file has the readings.
/// </param>
public sealed record GivenLoad(Connection Connection, IReadOnlyList<Load> Loads, ReadingsFile? File)
{
    private const string Id = "load";
    private const string Source = "--load";
    private const string Reads = "reads";
    private const string PerYear = "/year";
    private const string Evenly = "evenly";

    private static readonly string[] Yaml = [".yaml", ".yml"];

    /// <summary>Whether a text is a file of readings, and no amounts.</summary>
    public static bool IsOfReadings(string text) =>
        System.IO.File.Exists(text) && !Yaml.Contains(Path.GetExtension(text));

    /// <summary>
    /// A load for an offer: <c>3100kWh/year evenly</c> of the channel that is used, which becomes what of it falls on
    /// the days; a map of channels as the reads of an example, in the text or in a file of YAML; or a file of readings.
    /// Null after faults.
    /// </summary>
    /// <param name="connection">The connection of the book that is meant; of a file the one whose readings count; null:
    /// none.</param>
    /// <param name="items">The things from which the book was read.</param>
    public static GivenLoad? Read(
        string text, string? connection, Offer offer, Days days, IReadOnlyList<BookItem> items, Book book,
        List<Fault> faults)
    {
        var (before, versions, place) = (faults.Count, offer.Versions, new Place(Source));
        var reads = IsOfReadings(text) ? Map(place, ("file", text), ("connection", connection ?? Id))
            : text.StartsWith('{') || System.IO.File.Exists(text) ? Written(text, faults)
            : Even(text, offer, days, place, faults);
        if (reads is null) return null;
        var reader = new MapReader(new(place, [new(Reads, place, reads)]), faults, "the load");
        var own = new LoadReader(reader, BookRules.Of(items, book), versions);
        var measured = own.ConnectionOf(Known<Connection>.Of(book.Connections), null,
            new Dictionary<string, LossFactor>());
        if (!IsOfReadings(text))
            measured = connection is not null && book.Connections.TryGetValue(connection, out var known)
                ? known with { IntervalMinutes = measured.IntervalMinutes, Channels = measured.Channels, Meters = [] }
                : measured with { Id = Id };
        var loads = own.Read(measured, days, out var file);
        reader.Done();
        return faults.Count > before ? null : new(measured, loads, file);
    }

    private static MapNode? Written(string text, List<Fault> faults)
    {
        var isFile = System.IO.File.Exists(text);
        var bytes = isFile ? System.IO.File.ReadAllBytes(text) : Encoding.UTF8.GetBytes(text);
        var before = faults.Count;
        var documents = YamlReader.Read(bytes, isFile ? text : Source, faults);
        if (faults.Count > before) return null;
        if (documents is [MapNode map]) return map;
        faults.Add(new("wrong-kind", "The load is no map of channels.", new(isFile ? text : Source),
            Hint: "Write { import: 3100 kWh }, as under reads: of an example."));
        return null;
    }

    /// <summary>An amount of the channel that is used, and nothing of the others.</summary>
    private static MapNode? Even(string text, Offer offer, Days days, Place place, List<Fault> faults)
    {
        var channels = offer.Versions.SelectMany(version => version.Channels.Values).DistinctBy(one => one.Name)
            .ToDictionary(one => one.Name, StringComparer.Ordinal);
        var amount = text.EndsWith(Evenly, StringComparison.Ordinal) ? text[..^Evenly.Length].Trim() : text.Trim();
        var isYearly = amount.EndsWith(PerYear, StringComparison.Ordinal);
        if (isYearly) amount = amount[..^PerYear.Length];
        if (amount.Length == 0 || !char.IsAsciiDigit(amount[0]) || amount.Contains('\\', StringComparison.Ordinal)
            || System.IO.Path.GetExtension(amount) is ".csv" or ".xml" or ".zip" or ".gz")
        {
            faults.Add(new("bad-load", $"{TextNode.Shortened(text)} is no load, and there is no file of that name.",
                place, Hint: "Write 3100kWh/year, a map of channels { import: 3100 kWh }, or a file of readings."));
            return null;
        }
        if (UseChannels.Among(channels) is not { } use)
        {
            faults.Add(new("no-energy", $"{offer.Name} has no channel that is used, such as import.", place, offer.Name,
                "Give what is measured by channel: --load \"{ export: 800 kWh }\"."));
            return null;
        }
        var reader = new MapReader(new(place, []), faults, "the load");
        if (Values.Number(reader, new(place, amount), "the load", channels[use].Unit,
            Contracts.Language.UnitWords.None) is not { } whole) return null;
        if (isYearly) whole *= YearsIn(days);
        var own = (whole / channels[use].Unit.Factor).Round(Series.ReadingScale, Rounding.HalfAway);
        return Map(place, [.. channels.Values.Select(channel => (channel.Name,
            $"{(channel.Name == use ? own.ToString() : "0")} {channel.Unit}"))]);
    }

    /// <summary>How many years some days are: each is one part of as many as its year has.</summary>
    private static Exact YearsIn(Days days) => days.Dates.GroupBy(day => day.Year).Aggregate(Exact.Zero,
        (sum, year) => sum + (Exact)year.Count() / CalendarSystem.Iso.GetDaysInYear(year.Key));

    private static MapNode Map(Place place, params (string Key, string Value)[] entries) =>
        new(place, [.. entries.Select(one => new MapEntry(one.Key, place, new TextNode(place, one.Value)))]);
}

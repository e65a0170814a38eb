using System.Globalization;
using Busbar.Metering;

namespace Busbar.Books;

/// <summary>What a phrase says, and where it was written.</summary>
internal sealed record WrittenPhrase<T>(T Said, Place Place);

/// <summary>The phrases of a channel in their order, and where they were written.</summary>
internal sealed record WrittenList<T>(IReadOnlyList<WrittenPhrase<T>> Phrases, Place Place);

/// <summary>A short phrase of a book, such as <c>linear 3</c>, and how messages say what is wrong with it.</summary>
/// <param name="What">What it belongs to, in the plural: <c>estimates of import of the book</c>.</param>
internal sealed record Phrase(MapReader Reader, TextNode Text, string What)
{
    /// <summary>Its words.</summary>
    public string[] Words { get; } = Text.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Adds a fault whose sentence begins with the phrase.</summary>
    public void Fault(string code, string rest, string? hint = null) =>
        Reader.Fault(code, Text.Place, $"{What} have {Text.What}{rest}", hint);

    /// <summary>A whole number between two, both included; null after a fault.</summary>
    /// <param name="of">What messages say that it counts: <c> of days</c>.</param>
    /// <param name="where">Where they say that it stands: <c> after the method</c>.</param>
    public int? Whole(string? text, int least, int most, string of = "", string where = "")
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most) return number;
        Fault("bad-number", string.Create(CultureInfo.InvariantCulture,
            $"; expected a whole number{of} from {least} to {most}{where}."));
        return null;
    }
}

/// <summary>
/// Reads lists of phrases, for each channel or <c>default</c>: of the book, and of connections, whose own go before.
/// </summary>
/// <param name="reader">The book, or a connection.</param>
/// <param name="key">Under which they are, in the plural.</param>
/// <param name="read">What a phrase says; null after a fault.</param>
/// <param name="empty">What is said where a list has none.</param>
internal sealed class PhraseLists<T>(
    MapReader reader, string key, Func<Phrase, T?> read, (string Code, string Expected, string Hint) empty)
    where T : class
{
    /// <summary>The key of the channels that aren't named.</summary>
    public const string Default = "default";

    /// <summary>The lists by channel, and under <see cref="Default"/>.</summary>
    public IReadOnlyDictionary<string, WrittenList<T>> Read()
    {
        var lists = new Dictionary<string, WrittenList<T>>(StringComparer.Ordinal);
        foreach (var entry in reader.Entries(key))
        {
            var what = $"{key} of {entry.Key} of {reader.Thing}";
            var items = entry.Value is ListNode list ? list.Items : [entry.Value];
            var phrases = items.Select(item => reader.ToText(item, what)).OfType<TextNode>().SelectMany(Parts)
                .Select(text => (text.Place, Said: read(new(reader, text, what)))).ToList();
            if (items.Count == 0)
                reader.Fault(empty.Code, entry.Value.Place, $"{what} are an empty list; expected {empty.Expected}.",
                    empty.Hint);
            lists[entry.Key] = new([.. from phrase in phrases where phrase.Said is not null
                                       select new WrittenPhrase<T>(phrase.Said!, phrase.Place)], entry.KeyPlace);
        }
        return lists;
    }

    /// <summary>The list of each channel of a connection that has one: its own, or the book's.</summary>
    /// <param name="book">The book's lists.</param>
    public IEnumerable<(Channel Channel, WrittenList<T> List)> Of(
        IEnumerable<Channel> channels, IReadOnlyDictionary<string, WrittenList<T>> own,
        IReadOnlyDictionary<string, WrittenList<T>> book)
    {
        var names = channels.Select(channel => channel.Name).ToList();
        foreach (var (name, list) in own.Where(pair => pair.Key != Default && !names.Contains(pair.Key)))
            reader.Fault("unknown-channel", list.Place, $"{reader.Thing} has no channel {name}, which its {key} name.",
                Nearest.Hint(name, names) ?? $"It has {string.Join(", ", names)}.");
        return from channel in channels
               let list = own.GetValueOrDefault(channel.Name) ?? own.GetValueOrDefault(Default)
                   ?? book.GetValueOrDefault(channel.Name) ?? book.GetValueOrDefault(Default)
               where list is not null
               select (channel, list);
    }

    /// <summary>The phrases of a text, which has commas between them, as a cell of a table must.</summary>
    private static IEnumerable<TextNode> Parts(TextNode text)
    {
        var offset = 0;
        foreach (var part in text.Value.Split(','))
        {
            var start = offset + part.Length - part.TrimStart().Length;
            yield return new(text.At(Math.Min(start, text.Value.Length)), part.Trim());
            offset += part.Length + 1;
        }
    }
}

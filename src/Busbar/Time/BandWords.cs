using System.Collections.Frozen;
using NodaTime;

namespace Busbar.Time;

/// <summary>The words that the text of a band may use, whatever the calendar.</summary>
internal static class BandWords
{
    /// <summary>The text of the band that has what no other has.</summary>
    public const string Rest = "rest";

    private static readonly string[] MonthNames =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ];

    /// <summary>The months by their English names and the first three letters of these.</summary>
    public static readonly FrozenDictionary<string, int> Months = Enumerable.Range(1, 12)
        .SelectMany(month => Spellings(MonthName(month)).Select(name => (name, month)))
        .Append(("sept", 9))
        .ToFrozenDictionary(word => word.Item1, word => word.Item2, StringComparer.Ordinal);

    /// <summary>The days of the week by their English names and their usual short forms.</summary>
    public static readonly FrozenDictionary<string, int> Weekdays = Enumerable.Range(1, 7)
        .SelectMany(day => Spellings(((IsoDayOfWeek)day).ToString()).Select(name => (name, day)))
        .Concat([("tues", 2), ("thur", 4), ("thurs", 4)])
        .ToFrozenDictionary(word => word.Item1, word => word.Item2, StringComparer.Ordinal);

    /// <summary>The words for kinds of days.</summary>
    public static readonly FrozenDictionary<string, DayChoice> Choices = new Dictionary<string, DayChoice>
    {
        ["weekdays"] = new(DayChoice.Range(1, 5), Holidays: false),
        ["weekends"] = new(DayChoice.Range(6, 7), Holidays: true),
        ["holidays"] = new(0, Holidays: true),
        ["daily"] = DayChoice.Daily,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All words.</summary>
    public static IEnumerable<string> All => [.. Months.Keys, .. Weekdays.Keys, .. Choices.Keys, Rest];

    /// <summary>The English name of a month.</summary>
    public static string MonthName(int month) => MonthNames[month - 1];

    public static bool Has(string word) =>
        Months.ContainsKey(word) || Weekdays.ContainsKey(word) || Choices.ContainsKey(word) || word == Rest;

    private static HashSet<string> Spellings(string name) => [name.ToLowerInvariant(), name.ToLowerInvariant()[..3]];
}

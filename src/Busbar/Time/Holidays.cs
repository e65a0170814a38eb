using System.Collections.Concurrent;
using System.Collections.Frozen;
using NodaTime;

namespace Busbar.Time;

/// <summary>
/// A named set of public holidays that knows for which years it speaks: of a year that it doesn't cover, nobody may
/// conclude that it has none.
/// </summary>
/// <remarks>There is no default: a calendar without holidays has none of these.</remarks>
public sealed class Holidays
{
    // The last year whose days all have a next one.
    private const int LastYear = 9998;

    private static readonly Dictionary<string, Holidays> BuiltIn = new Holidays[]
    {
        new("england", year => year is >= HolidayRules.FirstEnglishYear and <= LastYear, HolidayRules.England),
        new("germany", year => year is >= HolidayRules.FirstGermanYear and <= LastYear, HolidayRules.Germany),
    }.ToDictionary(holidays => holidays.Name, StringComparer.Ordinal);

    private readonly Func<int, bool> _covers;
    private readonly Func<int, IEnumerable<LocalDate>> _rule;
    private readonly ConcurrentDictionary<int, FrozenSet<LocalDate>> _years = [];

    private Holidays(string name, Func<int, bool> covers, Func<int, IEnumerable<LocalDate>> rule) =>
        (Name, _covers, _rule) = (name, covers, rule);

    /// <summary>The name in a book.</summary>
    public string Name { get; }

    /// <summary>The names of the sets that need no list: <c>england</c> (with Wales), <c>germany</c>.</summary>
    public static IReadOnlyCollection<string> Names => BuiltIn.Keys;

    /// <summary>The built-in set of that name, or null.</summary>
    public static Holidays? Named(string name) => BuiltIn.GetValueOrDefault(name);

    /// <summary>The set of a list. It covers the years of which it names a date, and no other.</summary>
    public static Holidays Of(string name, IEnumerable<LocalDate> dates)
    {
        var years = dates.ToLookup(date => date.Year);
        return new(name, years.Contains, year => years[year]);
    }

    /// <summary>Whether the holidays of a year are known.</summary>
    public bool Covers(int year) => _covers(year);

    /// <summary>Whether a date is a holiday; false in a year that isn't covered.</summary>
    public bool Contains(LocalDate date) =>
        Covers(date.Year) && _years.GetOrAdd(date.Year, year => _rule(year).ToFrozenSet()).Contains(date);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

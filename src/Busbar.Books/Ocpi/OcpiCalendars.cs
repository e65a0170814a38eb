using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Books.Ocpi;

/// <summary>The calendars of tariffs: when a restriction on the time of the day, the day of the week or the date holds,
/// by the clocks of the connection. What they are called says what they hold, so that the same one is the same.
/// </summary>
internal sealed class OcpiCalendars(List<Fault> faults)
{
    private const int MostDays = 20 * 366;
    private const string Inside = "inside";
    private const string Outside = "outside";
    private const string Dates = "dates";

    private static readonly LocalTimePattern Clock = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    private static readonly LocalTimePattern Digits = LocalTimePattern.CreateWithInvariantCulture("HHmm");
    private static readonly IReadOnlyDictionary<string, IReadOnlySet<LocalDate>> None =
        new Dictionary<string, IReadOnlySet<LocalDate>>();

    private readonly Dictionary<string, Calendar> _all = new(StringComparer.Ordinal);

    /// <summary>Those that were asked for so far, by name.</summary>
    public IReadOnlyDictionary<string, Calendar> All => _all;

    /// <summary>The conditions that the times and dates of a restriction make; none where it has none.</summary>
    /// <param name="from">The first day that counts.</param>
    public IEnumerable<string> Conditions(OcpiRestrictions restrictions, LocalDate from, Place place)
    {
        if (Weekly(restrictions, place) is { } weekly) yield return Holds(weekly);
        if (Dated(restrictions, from, place) is { } dated) yield return Holds(dated);
    }

    /// <summary>Whether a restriction's dates are over before the product counts.</summary>
    public static bool IsOver(OcpiRestrictions restrictions, LocalDate from) =>
        restrictions.EndDate is { } end && end <= FirstOf(from);

    // A session that ends on the first day may have begun before it.
    private static LocalDate FirstOf(LocalDate from) => from.PlusDays(-Metering.Session.MostDays);

    private static string Holds(string calendar) => $"by({calendar}, {Inside} = 1, {Outside} = 0) is 1";

    /// <summary>A window that passes midnight holds on both sides of it, each by its own day.</summary>
    private string? Weekly(OcpiRestrictions restrictions, Place place)
    {
        var (start, end) = (restrictions.StartTime ?? LocalTime.Midnight, restrictions.EndTime ?? LocalTime.Midnight);
        var isWhole = start == end;
        var isDaily = restrictions.Days.Count is 0 or 7;
        if (isWhole && isDaily) return null;
        var days = isDaily ? ["daily"] : Runs(restrictions.Days);
        string[] windows = isWhole ? [""] : end == LocalTime.Midnight ? [$" {Clock.Format(start)}-24:00"]
            : start < end ? [$" {Clock.Format(start)}-{Clock.Format(end)}"]
            : start == LocalTime.Midnight ? [$" 00:00-{Clock.Format(end)}"]
            : [$" 00:00-{Clock.Format(end)}", $" {Clock.Format(start)}-24:00"];
        var name = $"ocpi-{string.Join('-', days).Replace(" - ", "-to-", StringComparison.Ordinal)}"
            + (isWhole ? "" : $"-{Digits.Format(start)}-{Digits.Format(end)}");
        return Add(name, None, string.Join(", ", days.SelectMany(_ => windows, (day, window) =>
            day.Replace(" - ", "-", StringComparison.Ordinal) + window)), "rest", place);
    }

    /// <summary>What begins or ends is told by the days of the other side, which are few: none counts before the
    /// product does.</summary>
    private string? Dated(OcpiRestrictions restrictions, LocalDate from, Place place)
    {
        var first = FirstOf(from);
        var (start, end) = (restrictions.StartDate is { } one && one > first ? one : (LocalDate?)null,
            restrictions.EndDate);
        if (start is null && end is null) return null;
        var name = $"ocpi{(start is { } begin ? "-from-" + LocalDatePattern.Iso.Format(begin) : "")}"
            + (end is { } stop ? "-to-" + LocalDatePattern.Iso.Format(stop) : "");
        var (low, high) = end is { } last ? (start ?? first, last) : (first, start!.Value);
        if (Period.DaysBetween(low, high) > MostDays)
        {
            faults.Add(new("bad-date", string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"The dates of this restriction are more than {MostDays / 366} years apart."), place,
                Hint: "Leave out the one that doesn't matter."));
            return null;
        }
        var days = new Dictionary<string, IReadOnlySet<LocalDate>>
        {
            [Dates] = Enumerable.Range(0, Period.DaysBetween(low, high)).Select(low.PlusDays).ToHashSet(),
        };
        return end is not null ? Add(name, days, Dates, "rest", place) : Add(name, days, "rest", Dates, place);
    }

    private string? Add(
        string name, IReadOnlyDictionary<string, IReadOnlySet<LocalDate>> special, string inside, string outside,
        Place place)
    {
        if (_all.ContainsKey(name)) return name;
        if (Calendar.Parse(name, null, null, special, [new(Inside, inside, place), new(Outside, outside, place)],
            faults, place) is not { } calendar) return null;
        _all[name] = calendar;
        return name;
    }

    /// <summary>Days of the week that follow each other, as one: <c>mon - fri</c>.</summary>
    private static List<string> Runs(IReadOnlyList<IsoDayOfWeek> days)
    {
        var runs = new List<(IsoDayOfWeek From, IsoDayOfWeek To)>();
        foreach (var day in days)
            if (runs.Count > 0 && runs[^1].To == day - 1) runs[^1] = (runs[^1].From, day);
            else runs.Add((day, day));
        return runs.ConvertAll(run => run.From == run.To ? Word(run.From) : $"{Word(run.From)} - {Word(run.To)}");
    }

    private static string Word(IsoDayOfWeek day) => day.ToString().ToLowerInvariant()[..3];
}

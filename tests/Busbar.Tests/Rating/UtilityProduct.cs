using System.Globalization;

namespace Busbar.Tests.Rating;

/// <summary>A product and the calendars of its book, as text that grows charge by charge.</summary>
internal sealed class UtilityProduct(int intervalMinutes)
{
    /// <summary>
    /// A currency of four decimals: what a charge asks of others with <c>cost</c> is rounded as on a bill, and with so
    /// many decimals that is no difference to figures that aren't rounded at all.
    /// </summary>
    public const string Currency = "CLF";

    private static readonly string[] MonthWords =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private readonly List<string> _channels = [];
    private readonly List<string> _terms = [];
    private readonly List<string> _quantities = [];
    private readonly List<string> _charges = [];
    private readonly SortedDictionary<string, string> _calendars = new(StringComparer.Ordinal);

    /// <summary>The groups that have a charge, in their order.</summary>
    public List<string> Groups { get; } = [];

    public IReadOnlyList<string> Channels => _channels;

    public string Text => $"""
        product: utility
        from: 2018-01-01
        interval: {intervalMinutes}min
        channels: {Map(_channels.Select(channel => $"{channel}: kWh"))}
        terms: {Map(_terms)}
        quantities: {Block(_quantities)}
        charges: {Block(_charges)}
        """;

    public string Book => $"""
        groups: [{string.Join(", ", Groups)}]
        calendars: {Block(_calendars.Select(calendar => $"{calendar.Key}: {{ bands: {calendar.Value} }}"))}
        """;

    /// <summary>A number as the language has it, with at most nine decimals.</summary>
    public static string Say(decimal number) => Math.Round(number, 9, MidpointRounding.AwayFromZero)
        .ToString("0.#########", CultureInfo.InvariantCulture);

    public static string Month(int month) => MonthWords[month];

    public void Channel(string name) => _channels.Add(name);

    public void Term(string name, string unit) => _terms.Add($"{name}: {unit}");

    /// <summary>Names a formula.</summary>
    public string Quantity(string name, string formula)
    {
        _quantities.Add($"{name}: \"{formula}\"");
        return name;
    }

    public void Charge(string name, string group, string quantity, string price, bool isCredit = false) =>
        Charge(name, group, $"quantity: \"{quantity}\", price: \"{price}\"", isCredit);

    public void Amount(string name, string group, string amount, bool isCredit = false) =>
        Charge(name, group, $"amount: \"{amount}\"", isCredit);

    private void Charge(string name, string group, string rate, bool isCredit)
    {
        _charges.Add($"- {{ name: {name}, group: {group}, {rate}{(isCredit ? ", to: customer" : "")} }}");
        if (!Groups.Contains(group)) Groups.Add(group);
    }

    /// <summary>
    /// Makes a calendar of the band of each hour by month, on weekdays and weekends, and gives its bands. One band
    /// alone needs none.
    /// </summary>
    public IReadOnlyList<string> Calendar(string name, Func<int, bool, int, string> bandOf)
    {
        var rules = new SortedDictionary<string, Dictionary<string, List<int>>>(StringComparer.Ordinal);
        for (var month = 0; month < UtilityRate.Months; month++)
        {
            var (weekdays, weekends) =
                (Runs(hour => bandOf(month, false, hour)), Runs(hour => bandOf(month, true, hour)));
            foreach (var (band, hours) in weekdays.Concat(weekends).Distinct())
            {
                var days = !weekends.Contains((band, hours)) ? "weekdays " : !weekdays.Contains((band, hours))
                    ? "weekends " : "daily ";
                if (!rules.TryGetValue(band, out var own)) rules[band] = own = [];
                if (!own.TryGetValue(days + hours, out var months)) own[days + hours] = months = [];
                months.Add(month);
            }
        }
        if (rules.Count > 1)
            _calendars[name] = Map(rules.Select(band => $"{band.Key}: \"{string.Join(", ", band.Value.SelectMany(
                rule => MonthRuns(rule.Value).Select(months => $"{months} {rule.Key}".Trim())))}\""));
        return [.. rules.Keys];
    }

    /// <summary>A value that holds for a month: one formula, or one for each month.</summary>
    public string ByMonth(IReadOnlyList<string> values) =>
        values.Distinct().Count() == 1 ? values[0] : $"mean({InEachMonth(values)}, per = month)";

    /// <summary>The same as a value of every interval.</summary>
    public string InEachMonth(IReadOnlyList<string> values)
    {
        var kinds = values.Distinct().ToList();
        if (kinds.Count == 1) return values[0];
        var bands = values.Select(value => $"s{kinds.IndexOf(value) + 1}").ToList();
        var name = "seasons-" + string.Concat(bands.Select(band => band[1..]));
        Calendar(name, (month, _, _) => bands[month]);
        return $"by({name}, {string.Join(", ", kinds.Index().Select(kind => $"s{kind.Index + 1} = {kind.Item}"))})";
    }

    /// <summary>The unbroken runs of hours of one band, as the text of a rule; all of a day is no text.</summary>
    private static List<(string Band, string Hours)> Runs(Func<int, string> bandOf)
    {
        var runs = new List<(string, string)>();
        for (var (from, hour) = (0, 1); hour <= 24; hour++)
        {
            if (hour < 24 && bandOf(hour) == bandOf(from)) continue;
            runs.Add((bandOf(from), from == 0 && hour == 24 ? "" : $"{from:00}:00-{hour:00}:00"));
            from = hour;
        }
        return runs;
    }

    /// <summary>The unbroken runs of months; all of them are no text.</summary>
    private static IEnumerable<string> MonthRuns(List<int> months)
    {
        if (months.Count == UtilityRate.Months) return [""];
        return months.Where(month => !months.Contains(month - 1)).Select(first =>
        {
            var last = first;
            while (months.Contains(last + 1)) last++;
            return first == last ? MonthWords[first] : $"{MonthWords[first]}-{MonthWords[last]}";
        });
    }

    private static string Map(IEnumerable<string> entries) => $"{{ {string.Join(", ", entries)} }}";

    private static string Block(IEnumerable<string> entries) => entries.ToList() is { Count: > 0 } some
        ? string.Concat(some.Select(entry => $"\n  {entry}")) : "{}";
}

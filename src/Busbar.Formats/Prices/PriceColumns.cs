using System.Globalization;
using Busbar.Formats.Text;

namespace Busbar.Formats.Prices;

/// <summary>The header of a file of prices: in which column times, values and versions stand.</summary>
internal sealed class PriceColumns
{
    private static readonly string[] Starts = ["start", "time", "datetime", "timestamp", "from", "date", "day"];
    private static readonly string[] Dates = ["date", "day", "delivery date", "delivery day", "datum"];
    private static readonly string[] Hours = ["hour", "delivery hour"];
    private static readonly string[] Periods =
        [.. Hours, "period", "interval", "trading period", "settlement period", "time", "time from", "from"];

    // When an interval ends, its start and its length say already.
    private static readonly string[] Ends = ["end", "to", "until", "time to"];

    private const int DayMinutes = 24 * 60;

    private readonly List<string> _names = [];

    /// <summary>The number of columns.</summary>
    public int Count => _names.Count;

    /// <summary>The column of starts, -1 where intervals are counted by the day.</summary>
    public int Start { get; private set; } = -1;

    /// <summary>The column of dates, -1 where there are starts.</summary>
    public int Date { get; private set; } = -1;

    /// <summary>The column of the place in the day, -1 where there is none.</summary>
    public int Period { get; private set; } = -1;

    /// <summary>The column of values, -1 where each interval has its own.</summary>
    public int Value { get; private set; } = -1;

    /// <summary>The column of versions, -1 where there is none.</summary>
    public int Version { get; private set; } = -1;

    /// <summary>The columns of intervals, with the place in the day that they name, from 0.</summary>
    public IReadOnlyList<(int Index, int Label)> Intervals { get; private set; } = [];

    /// <summary>How the place in a day is called in messages.</summary>
    public string PeriodName => Period < 0 || !Hours.Contains(_names[Period]) ? "interval" : "hour";

    /// <summary>Comma or semicolon, whichever the header has.</summary>
    public static char SeparatorOf(LineReader lines, Problems problems)
    {
        var (commas, semicolons, isQuoted) = (0, 0, false);
        foreach (var c in lines.Line)
        {
            if (c == '"') isQuoted = !isQuoted;
            if (c == ',' && !isQuoted) commas++;
            if (c == ';' && !isQuoted) semicolons++;
        }
        if (commas > 0 && semicolons > 0)
            throw problems.Fatal("ambiguous-separator", lines.Number,
                "The first line has commas and semicolons: which of them separates the columns can't be told.",
                "Put names that have one of them in quotes.");
        return semicolons > 0 ? ';' : ',';
    }

    /// <summary>Finds the columns by their names; what is wrong with them is a fault.</summary>
    public static PriceColumns Of(LineReader lines, Fields fields, Problems problems, PriceSeries series)
    {
        var columns = new PriceColumns();
        var count = fields.Count;
        while (count > 0 && fields.Of(lines.Line, count - 1).IsWhiteSpace()) count--;
        for (var i = 0; i < count; i++) columns._names.Add(Normal(fields.Of(lines.Line, i)));
        columns.Find(lines.Number, problems, series);
        return columns;
    }

    private static string Normal(ReadOnlySpan<char> name) =>
        name.Trim().ToString().ToLowerInvariant().Replace('_', ' ').Replace('-', ' ');

    private void Find(int line, Problems problems, PriceSeries series)
    {
        foreach (var twice in _names.GroupBy(name => name).Where(same => same.Key.Length > 0 && same.Count() > 1))
            problems.Add("double-column", line, 0, $"There are two columns called {Names.Show(twice.Key)}.");
        problems.ThrowIfAny();
        Version = _names.IndexOf("version");
        var isWithinDays = series.IntervalMinutes < DayMinutes;
        Date = isWithinDays ? First(Dates) : -1;
        if (Date >= 0)
        {
            Intervals = [.. _names.Index().Select(name => (name.Index, Label: LabelOf(name.Item, series)))
                .Where(column => column.Label is not null).Select(column => (column.Index, column.Label!.Value))];
            Period = Intervals.Count > 0 ? -1 : First(Periods);
        }
        if (Intervals.Count > 0) CheckIntervals(line, problems, series);
        else FindValue(line, problems, series, isWithinDays);
    }

    private int First(string[] names) =>
        names.Select(name => _names.IndexOf(name)).FirstOrDefault(index => index >= 0, -1);

    private void FindValue(int line, Problems problems, PriceSeries series, bool isWithinDays)
    {
        if (Period < 0)
            (Start, Date) = (First([.. Starts, .. Dates]), -1);
        else if (PeriodName == "hour" && series.IntervalMinutes != 60)
            problems.Add("bad-interval", line, 0,
                $"The column {_names[Period]} counts hours, and the series has intervals of {series.IntervalMinutes} "
                + "minutes.", "Write interval: hour with the series in book.yaml if that is what it has.");
        if (Start < 0 && Period < 0)
            problems.Add("missing-column", line, 0, "The column start is missing.",
                (Nearest.To("start", _names) is { } near ? $"Is it the one called {near}? Otherwise: " : "")
                + $"start{(isWithinDays ? "; or date and hour; or date and a column for each interval" : "")}.");
        int[] known = [Start, Date, Period, Version];
        string List(IEnumerable<(int Index, string Item)> some) =>
            string.Join(", ", some.Select(name => Names.Show(name.Item)));
        var others = _names.Index().Where(name => !known.Contains(name.Index) && !Ends.Contains(name.Item)).ToList();
        if (series.Column is { } wanted)
        {
            Value = others.Where(name => name.Item == Normal(wanted)).Select(name => name.Index).FirstOrDefault(-1);
            if (Value < 0)
                problems.Add("unknown-column", line, 0,
                    $"There is no column {Names.Show(wanted)} of values, which the book names for the series.",
                    Nearest.Hint(Normal(wanted), others.Select(name => name.Item))
                    ?? $"There are {List(others)}.");
        }
        else if (others.Count == 1) Value = others[0].Index;
        else if (others.Count == 0) problems.Add("missing-column", line, 0, "The column value is missing.");
        else
            problems.Add("which-column", line, 0,
                $"Several columns may have the values: {List(others)}.",
                $"Say which with the series in book.yaml: column: {Names.Show(others[0].Item)}.");
    }

    private void CheckIntervals(int line, Problems problems, PriceSeries series)
    {
        var day = DayMinutes / series.IntervalMinutes;
        var hour = Math.Max(1, 60 / series.IntervalMinutes);
        if (series.Column is { } column)
            problems.Add("unknown-column", line, 0,
                $"The book names the column {Names.Show(column)} for the series, and the file has one for each "
                + "interval.",
                "Take column: out of the series in book.yaml.");
        var first = Intervals[0].Label;
        if (Intervals.Count < day - hour || Intervals.Count > day + hour)
            problems.Add("wrong-column-count", line, 0,
                $"There are {Intervals.Count} columns of intervals, and a day of {series.IntervalMinutes} minutes each "
                + $"has {day}.");
        else if (first > 1 || Intervals.Index().Any(one => one.Item.Label != first + one.Index))
            problems.Add("wrong-column-count", line, 0,
                "The columns of intervals don't follow one another from the first of the day.",
                "Number them from 0 or from 1, or name them by the times at which they begin.");
        foreach (var (index, name) in _names.Index())
            if (index != Date && index != Version && Intervals.All(one => one.Index != index))
                problems.Add("unknown-column", line, 0, $"The column {Names.Show(name)} isn't known.",
                    "Beside the columns of intervals there are date and version.");
        Intervals = [.. Intervals.Select(one => (one.Index, one.Label - first))];
    }

    /// <summary>The place in the day that a column's name gives: 7, h7, hour 7, period 7 or 06:30; null of others.
    /// </summary>
    private static int? LabelOf(string name, PriceSeries series)
    {
        if (Header.Minute(name) is { } minute)
            return minute % series.IntervalMinutes == 0 ? minute / series.IntervalMinutes : null;
        foreach (var word in (string[])["hour", "period", "h", "p"])
            if (name.StartsWith(word, StringComparison.Ordinal)) { name = name[word.Length..].TrimStart(); break; }
        return name.Length is 1 or 2 or 3
            && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}

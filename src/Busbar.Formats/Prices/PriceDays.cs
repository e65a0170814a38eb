using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Busbar.Formats.Text;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Formats.Prices;

/// <summary>A value of a day.</summary>
/// <param name="Label">The place in the day as the file gives it: a number, or a time as the number of intervals before
/// it.</param>
/// <param name="Letter">a or b where the file says that it is the first or second of an hour that comes twice.</param>
internal readonly record struct PriceCell(int Line, int Label, long? Nanos, char? Letter = null);

/// <summary>
/// Gives the values of local days their instants. On a day on which clocks change they are counted: either they are
/// numbered through, as many as the day has, or they are named by the clock, whose skipped hour isn't there and whose
/// double hour is there twice. Anything else can't be told and is a fault.
/// </summary>
internal sealed class PriceDays(PriceSeries series, PriceColumns columns, Problems problems)
{
    private readonly Dictionary<(LocalDate Date, long Version), List<PriceCell>> _days = [];
    private readonly Dictionary<(LocalDate Date, long Version), List<int>> _starts = [];
    private int _greatest;
    private bool _hasZero;
    private bool _hasTimes;
    private bool _hasNumbers;
    private LocalDate? _lastDate;
    private bool _lastIsUsual;

    private int DayCount => 24 * 60 / series.IntervalMinutes;

    /// <summary>How many values wait for the others of their day.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a value with the place in a day that it has.</summary>
    public void Add(LocalDate date, long version, PriceCell cell)
    {
        if (!_days.TryGetValue((date, version), out var cells)) _days[(date, version)] = cells = [];
        cells.Add(cell);
        Count++;
    }

    /// <summary>Adds a value with its start. A local one is completed when its day is known whole.</summary>
    public void AddStart(List<PriceRow> rows, PriceRow row)
    {
        rows.Add(row);
        if (row.Offset is not null || IsUsual(row.Start.Date)) return;
        if (!_starts.TryGetValue((row.Start.Date, row.Version), out var day))
            _starts[(row.Start.Date, row.Version)] = day = [];
        day.Add(rows.Count - 1);
    }

    /// <summary>Reads the place in a day: a number or a time, in a double hour with a or b (2a, 02b00); on failure says
    /// why.</summary>
    public bool TryPeriod(
        ReadOnlySpan<char> text, out int label, out char? letter, [NotNullWhen(false)] out string? problem)
    {
        (label, letter, problem) = (0, null, null);
        if (text.IndexOfAny("abAB") is var at && at is 1 or 2)
        {
            letter = char.ToLowerInvariant(text[at]);
            text = at == text.Length - 1 ? text[..at] : $"{text[..at]}:{text[(at + 1)..]}";
        }
        if (Stamp.TryClock(text, out var time) && time.Second == 0)
        {
            label = time.Hour * 60 + time.Minute;
            _hasTimes = true;
        }
        // The hour after the 24th of a day that has 25.
        else if (text is "24:00" or "24:00:00") (label, _hasTimes) = (24 * 60, true);
        else if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out label) && label < 1_000)
            (_hasNumbers, _hasZero, _greatest) = (true, _hasZero || label == 0, Math.Max(_greatest, label));
        else problem = $"The {columns.PeriodName} {Names.Show(text)} is neither a number nor a time of day.";
        if (problem is null && _hasTimes && _hasNumbers)
            problem = $"The {columns.PeriodName} {Names.Show(text)} is of another kind than those before it: numbers "
                + "or times.";
        if (problem is null && _hasTimes && label % series.IntervalMinutes != 0)
            problem = $"None of the day's intervals of {series.IntervalMinutes} minutes begins at {Names.Show(text)}.";
        if (_hasTimes) label /= series.IntervalMinutes;
        return problem is null;
    }

    /// <summary>Gives out all values that waited.</summary>
    public void GiveTo(List<PriceRow> rows)
    {
        if (problems.Any) return;
        foreach (var day in _starts.Values) Complete(day, rows);
        var first = FirstLabel();
        if (problems.Any) return;
        foreach (var ((date, version), cells) in _days)
            Place(date, version, [.. cells.Select(cell => cell with { Label = cell.Label - first })], rows);
    }

    /// <summary>Whether a file counts from 0 or from 1: it has a 0, or the number of a whole day's last.</summary>
    private int FirstLabel()
    {
        if (!_hasNumbers || _hasZero) return 0;
        if (_greatest >= DayCount) return 1;
        problems.Add("bad-interval", _days.Values.First()[0].Line, 0,
            $"The file has no {columns.PeriodName} 0 and none {DayCount}: whether they count from 0 or from 1 can't be "
            + "told.", "Give at least one whole day, or the start of each value.");
        return 0;
    }

    private bool IsUsual(LocalDate date)
    {
        if (date != _lastDate)
            (_lastDate, _lastIsUsual) = (date, LocalDay.Length(date, series.Zone) == Duration.FromHours(24));
        return _lastIsUsual;
    }

    private void Place(LocalDate date, long version, List<PriceCell> cells, List<PriceRow> rows)
    {
        var start = LocalDay.StartOf(date, series.Zone);
        var length = LocalDay.Length(date, series.Zone);
        var step = Duration.FromMinutes(series.IntervalMinutes);
        var isUsual = IsUsual(date);
        if (!isUsual && cells.TrueForAll(cell => cell.Nanos is null)) return;
        var count = (int)(length.BclCompatibleTicks / step.BclCompatibleTicks);
        var places = isUsual ? ByNumber(cells) : WithoutBlanks(cells)
            .Select(some => ByNumber(some, count) ?? ByClock(some, start, length, step))
            .FirstOrDefault(some => some is not null);
        if (places is null)
        {
            if (!isUsual)
                problems.Add("wrong-interval-count", cells[0].Line, 0,
                    $"{LocalDatePattern.Iso.Format(date)} has {cells.Count(cell => cell.Nanos is not null)} values, "
                    + $"and by the clock of {series.Zone.Id} it has {Hours(length)} hours: which value is of which "
                    + "can't be told.",
                    "Number all of that day's through, or leave out the hour that clocks skip and give that which "
                    + "comes twice twice.");
            return;
        }
        foreach (var (cell, place) in places)
        {
            var local = (start + step * place).InZone(series.Zone);
            rows.Add(new(cell.Line, local.LocalDateTime, local.Offset, cell.Nanos, version));
        }
    }

    /// <summary>The cells of a day of 24 hours by their numbers; null after a fault.</summary>
    private List<(PriceCell, int)>? ByNumber(List<PriceCell> cells)
    {
        var lines = new Dictionary<int, int>();
        foreach (var cell in cells)
            if (cell.Letter is not null)
                problems.Add("wrong-interval-count", cell.Line, 0,
                    $"Value {cell.Label + 1} of the day is said to be of an hour that comes twice, and the "
                    + $"clocks of {series.Zone.Id} don't change.",
                    "Name the series' zone in book.yaml if it is another.");
            else if (cell.Label >= DayCount && cell.Nanos is not null)
                problems.Add("wrong-interval-count", cell.Line, 0,
                    $"Value {cell.Label + 1} of the day is one more than its {DayCount}, and clocks don't change in "
                    + $"{series.Zone.Id}.", "Name the series' zone in book.yaml if it is another.");
            else if (!lines.TryAdd(cell.Label, cell.Line))
                problems.Add("conflicting-values", cell.Line, 0,
                    $"Lines {lines[cell.Label]} and {cell.Line} both give value {cell.Label + 1} of their day.");
        return problems.Any ? null : [.. cells.Where(cell => cell.Label < DayCount).Select(cell => (cell, cell.Label))];
    }

    /// <summary>All cells, or those with values: blank are the columns of a longer day and the hour that clocks skip.
    /// A day with these and a value missing beside isn't known.</summary>
    private static IEnumerable<List<PriceCell>> WithoutBlanks(List<PriceCell> cells)
    {
        yield return cells;
        yield return [.. cells.Where(cell => cell.Nanos is not null)];
    }

    /// <summary>Cells numbered through, exactly as many as the day has; null where they aren't.</summary>
    private static List<(PriceCell, int)>? ByNumber(List<PriceCell> cells, int count) =>
        cells.Count == count && cells.Select(cell => cell.Label).Order().SequenceEqual(Enumerable.Range(0, count))
            ? [.. cells.Select(cell => (cell, cell.Label))] : null;

    /// <summary>Cells named by the clock, exactly those that it shows that day; null where they aren't.</summary>
    private List<(PriceCell, int)>? ByClock(List<PriceCell> cells, Instant start, Duration length, Duration step)
    {
        var shown = new Dictionary<int, Queue<int>>();
        var count = 0;
        for (; step * count < length; count++)
        {
            var time = (start + step * count).InZone(series.Zone).TimeOfDay;
            var label = (time.Hour * 60 + time.Minute) / series.IntervalMinutes;
            if (!shown.TryGetValue(label, out var places)) shown[label] = places = [];
            places.Enqueue(count);
        }
        if (cells.Count != count || step * count != length) return null;
        var placed = new List<(PriceCell, int)>(count);
        foreach (var cell in cells.OrderBy(cell => cell.Letter == 'b'))
            if (shown.TryGetValue(cell.Label, out var places) && places.TryDequeue(out var place))
                placed.Add((cell, place));
            else return null;
        return placed;
    }

    /// <summary>
    /// Starts by the clock of a day on which it changes, whole: which of a double hour is the first is then known. A
    /// day that isn't whole stays as it is.
    /// </summary>
    private void Complete(List<int> day, List<PriceRow> rows)
    {
        var date = rows[day[0]].Start.Date;
        if (day.Exists(index => Minute(rows[index]) % series.IntervalMinutes != 0)) return;
        var (start, step) = (LocalDay.StartOf(date, series.Zone), Duration.FromMinutes(series.IntervalMinutes));
        var cells = day.Select(index => new PriceCell(index, Minute(rows[index]) / series.IntervalMinutes,
            rows[index].Nanos)).ToList();
        var places = WithoutBlanks(cells).Select(some => ByClock(
            some, start, LocalDay.Length(date, series.Zone), step)).FirstOrDefault(some => some is not null);
        foreach (var (cell, place) in places ?? [])
            rows[cell.Line] = rows[cell.Line] with { Offset = (start + step * place).InZone(series.Zone).Offset };
    }

    private static int Minute(PriceRow row) => row.Start.Hour * 60 + row.Start.Minute;

    private static string Hours(Duration length) =>
        Quantities.Digits.Format((long)(length.BclCompatibleTicks / NodaConstants.TicksPerMinute * 100 / 60), 2);
}

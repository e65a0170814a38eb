using System.Globalization;
using Busbar.Formats.Containers;
using Busbar.Formats.Prices;
using Busbar.Formats.Text;
using NodaTime;

namespace Busbar.Formats;

/// <summary>A value of a market series as its file gives it.</summary>
/// <param name="Line">The line of the file, from 1.</param>
/// <param name="Start">The start of its interval, in the file's clock.</param>
/// <param name="Offset">The offset of that clock from UTC; null means the local time of the series' zone.</param>
/// <param name="Nanos">A count of 10^-9 of the series' unit; null where the file has a blank.</param>
/// <param name="Version">The greatest of one start holds; 0 where none is given.</param>
public readonly record struct PriceRow(int Line, LocalDateTime Start, Offset? Offset, long? Nanos, long Version = 0);

/// <summary>What is known of a market series before its file is read.</summary>
/// <param name="IntervalMinutes">The length of its intervals; 1440 of days.</param>
/// <param name="Zone">The zone whose days the file counts.</param>
/// <param name="Column">The column with its values; null where the file has only one.</param>
/// <param name="Decimals">How many decimals its values are meant to have: a longer one is rounded half away from zero;
/// null where a longer one is refused.</param>
public sealed record PriceSeries(
    int IntervalMinutes, DateTimeZone Zone, string? Column = null, int? Decimals = null);

/// <summary>
/// A market series as CSV, plain or packed with gzip or zip: a row per interval by its start (<c>start,value</c>) or by
/// its place in a day (<c>date,hour,value</c>), or a row per day with a column for each interval; where wanted with a
/// <c>version</c>. Separated by commas, or by semicolons and then with decimal commas.
/// </summary>
/// <remarks><c>start</c> is ISO 8601, with Z or an offset; with neither it is the local time of the series'
/// zone. A day or a month by itself is its first midnight. <c>version</c> is a whole number.</remarks>
public static class PriceFile
{
    /// <summary>All values, those of a day together.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <exception cref="RefusedException">The file isn't there or is malformed; every fault found is in it.</exception>
    public static IReadOnlyList<PriceRow> Read(string path, string name, PriceSeries series)
    {
        using var stream = GivenFile.Open(path, name);
        return Read(stream, name, series);
    }

    /// <summary>The same of a stream, which the caller keeps and closes.</summary>
    /// <exception cref="RefusedException">The content is malformed.</exception>
    public static IReadOnlyList<PriceRow> Read(Stream stream, string name, PriceSeries series, Limits? limits = null)
    {
        limits ??= Limits.Default;
        var rows = new List<PriceRow>();
        foreach (var (inner, content) in Container.Open(stream, name, limits))
        {
            using var open = content;
            var problems = new Problems(inner, limits.Faults);
            using var hash = new ContentHash();
            var lines = new LineReader(open, problems, hash, limits.LineBytes);
            new Reader(lines, problems, series, limits.Prices, rows).Read();
            problems.ThrowIfAny();
        }
        return rows;
    }

    /// <summary>One file being read.</summary>
    private sealed class Reader(
        LineReader lines, Problems problems, PriceSeries series, int most, List<PriceRow> rows)
    {
        private readonly Fields _fields = new();

        public void Read()
        {
            if (!lines.NextSignificant()) throw problems.Fatal("empty-file", 0, "The file is empty.");
            var separator = PriceColumns.SeparatorOf(lines, problems);
            if (_fields.Split(lines.Line, separator) is { } quotes)
                throw problems.Fatal("bad-quotes", lines.Number, quotes);
            var columns = PriceColumns.Of(lines, _fields, problems, series);
            problems.ThrowIfAny();
            var numbers = new PriceNumbers(separator == ';', series.Decimals);
            var days = new PriceDays(series, columns, problems);
            while (lines.NextSignificant())
            {
                if (rows.Count + days.Count > most)
                    throw problems.Fatal("too-many-rows", lines.Number,
                        $"The file has more than {most} values; split the series into several.");
                if (Split(separator, columns.Count)) Row(columns, numbers, days);
            }
            if (numbers.Unsure is { } unsure && !numbers.IsSure)
                problems.Add("ambiguous-number", unsure.Line, unsure.Column,
                    $"The value {unsure.Text} has a point before three digits, as all others that have one: whether "
                    + "they are thousands or decimals can't be told.",
                    "Write decimals with a comma, or separate the columns by commas.");
            days.GiveTo(rows);
        }

        /// <summary>Splits a row; false where nothing stands in it or it is at fault.</summary>
        private bool Split(char separator, int expected)
        {
            if (_fields.Split(lines.Line, separator) is { } quotes)
            {
                problems.Add("bad-quotes", lines.Number, 0, quotes);
                return false;
            }
            var count = _fields.Count;
            while (count > expected && Field(count - 1).IsWhiteSpace()) count--;
            if (separator == ';' && lines.Line.IndexOfAnyExcept(" \t;") < 0) return false;
            if (count == expected) return true;
            problems.Add("wrong-column-count", lines.Number, 0,
                $"The row has {count} columns, and the header has {expected}.",
                count > expected && separator == ',' ? "Write decimals with a point: a comma begins another column."
                    : null);
            return false;
        }

        private ReadOnlySpan<char> Field(int index) => _fields.Of(lines.Line, index).Trim();

        private void Row(PriceColumns columns, PriceNumbers numbers, PriceDays days)
        {
            if (!TryVersion(columns.Version, out var version)) return;
            if (columns.Start >= 0)
            {
                if (!PriceTime.TryStart(Field(columns.Start), out var start, out var offset))
                    Fault("bad-time", columns.Start, $"The start {Names.Show(Field(columns.Start))} isn't a date and "
                        + "time.", $"Write {Stamp.Expected}.");
                else if (TryValue(columns.Value, numbers, out var value))
                    days.AddStart(rows, new(lines.Number, start, offset, value, version));
                return;
            }
            if (!PriceTime.TryDay(Field(columns.Date), out var date))
            {
                Fault("bad-time", columns.Date, $"The date {Names.Show(Field(columns.Date))} isn't a date.",
                    "Write 2026-01-31, or 31.01.2026; which number of 01/02/2026 is the month, nobody knows.");
                return;
            }
            if (columns.Period >= 0)
            {
                if (days.TryPeriod(Field(columns.Period), out var label, out var letter, out var problem))
                {
                    if (TryValue(columns.Value, numbers, out var value))
                        days.Add(date, version, new(lines.Number, label, value, letter));
                }
                else Fault("bad-interval", columns.Period, problem);
                return;
            }
            foreach (var (index, label) in columns.Intervals)
                if (TryValue(index, numbers, out var value)) days.Add(date, version, new(lines.Number, label, value));
        }

        private bool TryValue(int index, PriceNumbers numbers, out long? value)
        {
            value = null;
            var text = Field(index);
            if (text.IsEmpty) return true;
            if (numbers.TryParse(text, lines.Number, _fields.Column(index), out var nanos, out var wrong))
            {
                value = nanos;
                return true;
            }
            Fault("bad-number", index, $"The value {Names.Show(text)} {wrong}.",
                wrong.StartsWith("has more than", StringComparison.Ordinal)
                    ? "If it is meant to fewer, say decimals: with the series in book.yaml, and it is rounded."
                    : "Leave it blank where there is no value: what needs it is then held.");
            return false;
        }

        private bool TryVersion(int index, out long version)
        {
            version = 0;
            var text = Field(index);
            if (text.IsEmpty || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out version))
                return true;
            Fault("bad-version", index, $"The version {Names.Show(text)} isn't a whole number.",
                "Number the versions of a value: the greatest holds.");
            return false;
        }

        private void Fault(string code, int index, string message, string? hint = null) =>
            problems.Add(code, lines.Number, _fields.Column(index), message, hint);
    }
}

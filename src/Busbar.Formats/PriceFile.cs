using System.Globalization;
using Busbar.Formats.Containers;
using Busbar.Formats.Text;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Formats;

/// <summary>A value of a market series as its file gives it.</summary>
/// <param name="Line">The line of the file, from 1.</param>
/// <param name="Start">The start of its interval, in the file's clock.</param>
/// <param name="Offset">The offset of that clock from UTC; null means the local time of the series' zone.</param>
/// <param name="Nanos">A count of 10^-9 of the series' unit.</param>
/// <param name="Version">The greatest of one start holds; 0 where none is given.</param>
public readonly record struct PriceRow(int Line, LocalDateTime Start, Offset? Offset, long Nanos, long Version = 0);

/// <summary>A market series as CSV: <c>start,value[,version]</c>, a row per interval, plain or packed with gzip or zip.
/// </summary>
/// <remarks><c>start</c> is ISO 8601, with Z or an offset; with neither it is the local time of the series'
/// zone. A day or a month by itself is its first midnight. <c>version</c> is a whole number.</remarks>
public static class PriceFile
{
    private const string VersionColumn = "version";
    private static readonly string[] Columns = ["start", "value"];

    /// <summary>All rows, in the order of the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <exception cref="RefusedException">The file isn't there or is malformed; every fault found is in it.</exception>
    public static IReadOnlyList<PriceRow> Read(string path, string name)
    {
        var rows = new List<PriceRow>();
        using var stream = GivenFile.Open(path, name);
        foreach (var (inner, content) in Container.Open(stream, name, Limits.Default))
        {
            using var open = content;
            var problems = new Problems(inner, Limits.Default.Faults);
            using var hash = new ContentHash();
            var lines = new LineReader(open, problems, hash, Limits.Default.LineBytes);
            Read(lines, problems, rows);
            problems.ThrowIfAny();
        }
        return rows;
    }

    private static void Read(LineReader lines, Problems problems, List<PriceRow> rows)
    {
        var fields = new Fields();
        if (!lines.NextSignificant()) throw problems.Fatal("empty-file", 0, "The file is empty.");
        if (fields.Split(lines.Line) is { } quotes) throw problems.Fatal("bad-quotes", lines.Number, quotes);
        var header = new Header(lines.Line, fields);
        header.Check(lines.Number, problems, Columns, [VersionColumn], allowsIntervals: false);
        problems.ThrowIfAny();
        var (start, value, version) = (header.Index("start"), header.Index("value"), header.Index(VersionColumn));
        while (lines.NextSignificant())
            if (fields.Split(lines.Line) is { } problem) problems.Add("bad-quotes", lines.Number, 0, problem);
            else if (!Stamp.TryStart(fields.Of(lines.Line, start), out var time, out var offset))
                problems.Add("bad-time", lines.Number, fields.Column(start),
                    $"The start {Names.Show(fields.Of(lines.Line, start))} isn't a date and time.",
                    $"Write {Stamp.Expected}.");
            else if (!Digits.TryParse(fields.Of(lines.Line, value), Digits.MostDecimals, out var nanos, out var wrong))
                problems.Add("bad-number", lines.Number, fields.Column(value),
                    $"The value {Names.Show(fields.Of(lines.Line, value))} {wrong}.",
                    "Leave the row out where there is no value: what needs it is then held.");
            else if (!TryVersion(version < 0 ? [] : fields.Of(lines.Line, version), out var number))
                problems.Add("bad-version", lines.Number, fields.Column(version),
                    $"The version {Names.Show(fields.Of(lines.Line, version))} isn't a whole number.",
                    "Number the versions of a value: the greatest holds.");
            else rows.Add(new(lines.Number, time, offset, nanos, number));
    }

    private static bool TryVersion(ReadOnlySpan<char> text, out long version)
    {
        version = 0;
        return text.IsEmpty || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out version);
    }
}

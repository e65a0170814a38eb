using Busbar.Formats.Text;
using NodaTime;

namespace Busbar.Formats;

/// <summary>
/// What NEM12 and NEM13 have in common (AEMO, Meter Data File Format): one file from a 100 record to a 900 record, by
/// the market's clock.
/// </summary>
/// <remarks>
/// That clock is Eastern Standard Time all year, +10:00 without daylight saving. What real files do against the letter
/// is read all the same: empty lines, commas at the end of lines, trailing fields left out, unit and seconds left out,
/// values that begin with their point.
/// </remarks>
internal abstract class Mdff(string format, string records, LineReader lines, Problems problems)
    : RecordFormat(lines, problems)
{
    private readonly char[] _padded = new char[32];
    private bool _hasRecords;
    private bool _hasHeader;
    private int _endLine;
    private bool _saidAfterEnd;

    /// <summary>The clock of the market.</summary>
    protected static readonly Offset Clock = Offset.FromHours(10);

    /// <inheritdoc/>
    public sealed override string Name => format;

    /// <inheritdoc/>
    public sealed override string? Recipient { get; } = Addressee(lines, ',', "100", 4);

    /// <summary>The version of the file: the time at which it was made.</summary>
    protected long FileVersion { get; private set; }

    /// <summary>The record of readings without which a file is empty.</summary>
    protected abstract string ReadingRecord { get; }

    /// <summary>Whether such a record was seen.</summary>
    protected bool HasReadings { get; set; }

    /// <summary>Takes in a record between 100 and 900; false when it is none of the format.</summary>
    protected abstract bool TakeRecord(ReadOnlySpan<char> kind);

    /// <summary>Takes in that the records of a channel are complete.</summary>
    protected abstract void EndStream();

    /// <inheritdoc/>
    protected sealed override void Take()
    {
        var kind = Field(0);
        if (!_hasRecords && kind is not "100")
            Fault("no-header", 0, $"The 100 record is missing: the first record is {Names.Show(kind)}. A {format} file "
                + $"begins with 100,{format}.");
        _hasRecords = true;
        if (_endLine > 0 && !_saidAfterEnd)
        {
            Fault("after-end", 0, $"The file goes on after the 900 record of line {_endLine}, which ends it: one "
                + "100 and one 900 record make a file.");
            _saidAfterEnd = true;
        }
        if (kind is "100") Begin();
        else if (kind is "900")
        {
            EndStream();
            _endLine = Lines.Number;
        }
        else if (!TakeRecord(kind))
            Fault("unknown-record", 0, $"{Names.Show(kind)} is no record of {format}; these are {records}.");
    }

    private void Begin()
    {
        if (_hasHeader && _endLine == 0)
            Fault("second-header", 0, "There is a second 100 record; one 100 and one 900 record make a file.");
        _hasHeader = true;
        if (!Field(1).SequenceEqual(format))
            Fault("unknown-format", 1, $"The 100 record names version {Names.Show(Field(1))}; {format} is read.");
        if (!Stamp.TryVersion(Field(2), out var version))
            Fault("bad-time", 2,
                $"The file's date and time {Names.Show(Field(2))} isn't one of 12 digits, such as 202601312359.");
        FileVersion = version;
        EndStream();
    }

    /// <inheritdoc/>
    protected sealed override void Finish()
    {
        EndStream();
        if (_endLine == 0)
            Problems.Add("no-end", Lines.Number, 0, "The file ends without a 900 record: it is cut off.");
        if (!HasReadings && !Problems.Any)
            throw Problems.Fatal("empty-file", 0,
                $"The file is empty: there is no {ReadingRecord} record in it, and so no readings.");
    }

    /// <summary>The version of values by the time at which they were last changed, the file's where it isn't told;
    /// false after a fault.</summary>
    protected bool TryUpdate(int field, out long version)
    {
        version = FileVersion;
        var text = Field(field).Trim();
        if (text.IsEmpty || Stamp.TryVersion(text, out version)) return true;
        Fault("bad-time", field,
            $"The update time {Names.Show(text)} isn't one of 14 digits, such as 20260131235959.");
        return false;
    }

    /// <summary>The unit of a field, where it names one; null after a fault.</summary>
    protected Measure? MeasureIn(int field)
    {
        var unit = Field(field).ToString();
        if ((unit.Length == 0 ? Measure.None : Measure.OfNem12Unit(unit)) is { } measure) return measure;
        Fault("unknown-unit", field, $"The unit {Names.Show(unit)} isn't one of {format}.");
        return null;
    }

    /// <summary>
    /// A value that begins with its point, common in these files and refused elsewhere, with a zero before it.
    /// </summary>
    protected ReadOnlySpan<char> WithZero(ReadOnlySpan<char> text)
    {
        var point = text is ['.', ..] ? 0 : text is ['-', '.', ..] ? 1 : -1;
        if (point < 0 || text.Length >= _padded.Length) return text;
        text[..point].CopyTo(_padded);
        _padded[point] = '0';
        text[point..].CopyTo(_padded.AsSpan(point + 1));
        return _padded.AsSpan(0, text.Length + 1);
    }
}

using Busbar.Formats.Text;
using Busbar.Metering;

namespace Busbar.Formats;

/// <summary>
/// A format whose lines are records of several kinds, each of which goes on from those above it. A record may show that
/// a row is complete, or several, or none.
/// </summary>
internal abstract class RecordFormat(LineReader lines, Problems problems) : MeterFormat
{
    private readonly List<MeterRow> _complete = [];

    protected LineReader Lines { get; } = lines;

    protected Problems Problems { get; } = problems;

    protected Fields Fields { get; } = new();

    protected Names Names { get; } = new();

    /// <inheritdoc/>
    public sealed override IEnumerable<MeterRow> Rows()
    {
        while (Lines.NextSignificant())
        {
            if (Split() is { } quotes) Fault("bad-quotes", -1, quotes);
            else Take();
            for (var i = 0; i < _complete.Count && !Problems.Any; i++) yield return _complete[i];
            _complete.Clear();
        }
        Finish();
        for (var i = 0; i < _complete.Count && !Problems.Any; i++) yield return _complete[i];
        Problems.ThrowIfAny();
    }

    /// <summary>Takes in the record of this line.</summary>
    protected abstract void Take();

    /// <summary>Takes in that the file has come to its end.</summary>
    protected abstract void Finish();

    /// <summary>Splits the line into its fields; says what is wrong with its quotes, or null.</summary>
    protected virtual string? Split() => Fields.Split(Lines.Line);

    /// <summary>A field of this record, empty where there is none.</summary>
    protected virtual ReadOnlySpan<char> Field(int index) => Fields.Of(Lines.Line, index);

    /// <summary>A field that is a name; null after a fault.</summary>
    protected string? NameIn(int field, string what)
    {
        if (Names.Of(Field(field), out var problem) is { } name) return name;
        Fault("bad-name", field, Names.Say(what, Field(field), problem));
        return null;
    }

    /// <summary>Whether there is anything after so many fields.</summary>
    protected bool HasMoreThan(int count)
    {
        for (var i = count; i < Fields.Count; i++)
            if (!Field(i).IsWhiteSpace()) return true;
        return false;
    }

    /// <summary>Gives out a row that is complete.</summary>
    protected void Give(MeterRow row) => _complete.Add(row);

    protected void Fault(string code, int field, string message, string? hint = null) =>
        Problems.Add(code, Lines.Number, Fields.Column(field), message, hint);

    /// <summary>
    /// The market participant that a file's first record, the line at which it is recognised, names in a field; null
    /// where it isn't that record or names nobody.
    /// </summary>
    protected static string? Addressee(LineReader lines, char separator, string record, int field)
    {
        var fields = new Fields();
        fields.SplitAt(lines.Line, separator);
        var name = fields.Of(lines.Line, field).Trim().Trim('"');
        return fields.Of(lines.Line, 0).Trim('"').SequenceEqual(record) && !name.IsEmpty ? name.ToString() : null;
    }
}

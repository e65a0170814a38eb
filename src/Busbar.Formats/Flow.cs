using System.Globalization;
using Busbar.Formats.Text;

namespace Busbar.Formats;

/// <summary>
/// A flow of Great Britain's market as its data transfer catalogue has them: lines of groups, whose fields end with a
/// pipe, between a header ZHV and a trailer ZPT that counts them. Blanks around a field are padding.
/// </summary>
/// <param name="flow">Its name: <c>D0010</c>.</param>
/// <param name="top">The group with which each of its instances begins.</param>
/// <param name="groups">All of its groups, for messages.</param>
internal abstract class Flow(string flow, string top, string groups, LineReader lines, Problems problems)
    : RecordFormat(lines, problems)
{
    private const string Operational = "OPER";

    private int _headerLine;
    private string _file = "";
    private long _groups;
    private long _instances;
    private int _endLine;
    private bool _saidAfterEnd;

    /// <inheritdoc/>
    public sealed override string Name => flow;

    /// <inheritdoc/>
    public sealed override string? Recipient { get; } = Addressee(lines, '|', "ZHV", 6);

    /// <summary>The version of all that the file says: the time at which it was made.</summary>
    protected long Version { get; private set; }

    /// <summary>Takes in a group between header and trailer; false when it is none of the flow.</summary>
    protected abstract bool TakeGroup(ReadOnlySpan<char> kind);

    /// <summary>Takes in that what the groups before belong to is complete.</summary>
    protected abstract void EndInstance();

    /// <summary>The flow that begins with this line; null when it isn't the line of one.</summary>
    public static Flow? Of(LineReader lines, Problems problems, Limits limits)
    {
        if (lines.Line is not [var sign, _, _, '|', ..]) return null;
        var kind = lines.Line[..3];
        if (kind is not ("ZHV" or "ZPT") && !char.IsAsciiDigit(sign)) return null;
        if (kind is not "ZHV")
            throw problems.Fatal("no-header", lines.Number, $"The ZHV header is missing: the first group is "
                + $"{Names.Show(kind)}. The file of a flow begins with ZHV and ends with ZPT.");
        var fields = new Fields();
        fields.SplitAt(lines.Line, '|');
        var flow = fields.Of(lines.Line, 2).Trim();
        var name = flow.Length == 8 ? flow[..5].ToString() : "";
        lines.Again();
        return name switch
        {
            "D0010" => new D0010(lines, problems),
            "D0036" => new D0036(lines, problems, limits),
            _ => throw problems.Fatal("unknown-format", lines.Number,
                $"This is flow {Names.Show(flow)}; D0010, reads of registers, and D0036, half-hours, are read."),
        };
    }

    /// <inheritdoc/>
    protected sealed override string? Split()
    {
        Fields.SplitAt(Lines.Line, '|');
        return null;
    }

    /// <inheritdoc/>
    protected sealed override ReadOnlySpan<char> Field(int index) => base.Field(index).Trim();

    /// <inheritdoc/>
    protected sealed override void Take()
    {
        var kind = Field(0);
        if (_endLine > 0 && !_saidAfterEnd)
        {
            Fault("after-end", 0, $"The file goes on after the ZPT trailer of line {_endLine}, which ends it.");
            _saidAfterEnd = true;
        }
        if (kind is "ZHV") Begin();
        else if (kind is "ZPT") End();
        else
        {
            _groups++;
            if (kind.SequenceEqual(top))
            {
                _instances++;
                EndInstance();
            }
            if (!TakeGroup(kind))
                Fault("unknown-group", 0, $"{Names.Show(kind)} is no group of {flow}; these are {groups}.");
        }
    }

    /// <inheritdoc/>
    protected sealed override void Finish()
    {
        EndInstance();
        if (_endLine == 0)
            Problems.Add("no-end", Lines.Number, 0, "The file ends without a ZPT trailer: it is cut off.");
        if (_groups == 0 && !Problems.Any)
            throw Problems.Fatal("empty-file", 0,
                "The file is empty: there is no group between its header and its trailer.");
    }

    private void Begin()
    {
        if (_headerLine > 0 && _endLine == 0)
            Fault("second-header", 0, $"There is a second ZHV header, after that of line {_headerLine}.");
        _headerLine = Lines.Number;
        _file = Field(1).ToString();
        if (!Stamp.TryVersion(Field(7), out var version))
            Fault("bad-time", 7, $"The time {Names.Show(Field(7))} at which the file was made isn't one of 14 digits, "
                + "such as 20260131235959.");
        Version = version;
        if (!Field(11).IsEmpty && Field(11) is not Operational)
            Fault("test-file", 11, $"The header says {Names.Show(Field(11))}: the file is a test and not for "
                + "operation.", "Only files that say OPER, or nothing, are taken.");
    }

    private void End()
    {
        EndInstance();
        _endLine = Lines.Number;
        if (!Field(1).SequenceEqual(_file))
            Fault("other-file", 1, $"The trailer is of file {Names.Show(Field(1))}, and the header of file "
                + $"{Names.Show(_file)}.");
        Check(2, "groups", _groups);
        if (!Field(4).IsEmpty) Check(4, $"flows (groups {top})", _instances);
    }

    private void Check(int field, string what, long counted)
    {
        if (!long.TryParse(Field(field), NumberStyles.None, CultureInfo.InvariantCulture, out var told))
            Fault("bad-number", field, $"The trailer's number of {what}, {Names.Show(Field(field))}, isn't a whole "
                + "number.");
        else if (told != counted)
            Fault("wrong-count", field, string.Create(CultureInfo.InvariantCulture,
                $"The trailer counts {told} {what}, and there are {counted}: the file was cut or changed."));
    }
}

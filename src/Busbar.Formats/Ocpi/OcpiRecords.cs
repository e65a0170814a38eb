using System.Text.Json;
using Busbar.Formats.Text;
using Busbar.Metering;

namespace Busbar.Formats.Ocpi;

/// <summary>
/// Charge detail records of OCPI 2.2.1 and 2.3.0 (module CDRs) as JSON: one, a list of them, or the answer of an
/// interface with them in <c>data</c>.
/// </summary>
internal sealed class OcpiRecords : MeterFormat
{
    private const string Data = "data";

    private readonly JsonText _text;
    private readonly Problems _problems;
    private readonly CdrReader _reader;

    /// <param name="hash">Takes in what is read.</param>
    public OcpiRecords(Stream content, ContentHash hash, Problems problems, Limits limits)
    {
        _problems = problems;
        _text = new(content, hash, problems, limits.JsonBytes);
        _reader = new(problems);
    }

    /// <inheritdoc/>
    public override string Name => "OCPI CDRs";

    /// <summary>None: what is in it are no readings. All is read to find its faults.</summary>
    public override IEnumerable<MeterRow> Rows()
    {
        foreach (var _ in Records())
        {
            // Each is looked at on the way.
        }
        yield break;
    }

    /// <summary>The records in the order of the file; none after the first fault.</summary>
    public IEnumerable<ChargeRecord> Records()
    {
        var first = _text.Next();
        if (first.IsNothing) throw _problems.Fatal("empty-file", 0, "The file is empty.");
        var records = first.IsArray ? InList() : first.IsObject ? InObject(first)
            : throw _problems.Fatal("unknown-format", first.Line,
                $"This is JSON, but no CDR of OCPI: it is {first.What}.");
        foreach (var record in records)
            if (!_problems.Any) yield return record;
        if (!_text.Next().IsNothing) throw new InvalidOperationException("The text goes on after its end.");
        _problems.ThrowIfAny();
    }

    private IEnumerable<ChargeRecord> InList()
    {
        while (_text.Next() is { Kind: not JsonTokenType.EndArray } item)
            if (_reader.Read(_text.Whole(item)) is { } record)
                yield return record;
    }

    /// <summary>A record, or the answer of an interface: which of them is known when its members have come.</summary>
    private IEnumerable<ChargeRecord> InObject(Json beginning)
    {
        var (members, hasData) = (new List<(string Name, Json Value)>(), false);
        while (_text.Next() is { Kind: not JsonTokenType.EndObject } name)
        {
            if (hasData && name.Text == Data || members.Exists(member => member.Name == name.Text))
                throw _problems.Fatal("duplicate-key", name.Line,
                    $"{Names.Show(name.Text)} stands twice in one object; expected it once.");
            var value = _text.Next();
            if (name.Text != Data) members.Add((name.Text, _text.Whole(value)));
            else
            {
                hasData = true;
                if (value.IsArray)
                    foreach (var record in InList()) yield return record;
                else if (value.IsObject && _reader.Read(_text.Whole(value)) is { } one) yield return one;
                else if (!value.IsObject)
                    _problems.Add("wrong-kind", value.Line, 0, $"data is {value.What}; expected a CDR or a list of "
                        + "such.");
            }
        }
        var whole = beginning with { Members = members };
        if (!hasData)
        {
            if (_reader.Read(whole) is { } record) yield return record;
        }
        else if (whole["status_code"] is { IsNothing: false } status && status.Text is not ['1', _, _, _])
            _problems.Add("failed-answer", status.Line, 0, $"The answer has the status {status.What}, which is no "
                + "success: what was asked for may be missing.", "Ask the interface again.");
    }
}

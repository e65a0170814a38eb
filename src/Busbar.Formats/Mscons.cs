using System.Globalization;
using System.Text;
using Busbar.Formats.Text;
using Busbar.Metering;

namespace Busbar.Formats;

/// <summary>
/// MSCONS, readings of Germany's market (UN/EDIFACT D.04B as EDI@Energy uses it): an interchange from UNB to UNZ of
/// messages from UNH to UNT, each with its load profiles and reads of registers.
/// </summary>
/// <remarks>
/// What comes in pieces is counted at their ends, and refused where the count is wrong: nothing was lost on the way.
/// Times have their offset from UTC, so that days of 23 and 25 hours need no care.
/// </remarks>
internal sealed class Mscons : MeterFormat
{
    private readonly Segments _segments;
    private readonly Problems _problems;
    private readonly Names _names = new();
    private readonly string _reference;
    private MsconsMessage? _message;
    private long _messages;
    private bool _hasEnded;
    private bool _saidAfterEnd;
    private bool _hasRows;

    /// <param name="charset">The set of characters that the interchange names.</param>
    public Mscons(Stream content, string charset, ContentHash hash, Problems problems, Limits limits)
    {
        _problems = problems;
        var text = new StrictText(content, problems, hash, limits.LineBytes, null, EncodingOf(charset, problems));
        _segments = new(text, problems, limits.LineBytes);
        if (!_segments.Next() || _segments.Tag is not "UNB")
            throw problems.Fatal("no-header", _segments.Line,
                "The UNB segment is missing: an interchange begins with it.");
        Recipient = _segments.Of(3).IsEmpty ? null : _segments.Of(3).ToString();
        _reference = _segments.Of(5).ToString();
    }

    /// <inheritdoc/>
    public override string Name => "MSCONS";

    /// <inheritdoc/>
    public override string? Recipient { get; }

    /// <inheritdoc/>
    public override IEnumerable<MeterRow> Rows()
    {
        while (_segments.Next())
        {
            var message = _message;
            Take();
            if (message is null) continue;
            foreach (var row in message.TakeRows())
            {
                _hasRows = true;
                if (!_problems.Any) yield return row;
            }
        }
        if (!_hasEnded)
            _problems.Add("no-end", _segments.Line, 0, "The file ends without a UNZ segment: it is cut off.");
        if (!_hasRows && !_problems.Any)
            throw _problems.Fatal("empty-file", _segments.Line, "There is no reading in the file's messages.");
        _problems.ThrowIfAny();
    }

    private void Take()
    {
        if (_hasEnded)
        {
            if (!_saidAfterEnd) Fault("after-end", "The file goes on after its UNZ segment, which ends it.");
            _saidAfterEnd = true;
        }
        else if (_segments.Tag is "UNH") Begin();
        else if (_segments.Tag is "UNZ") End();
        else if (_message is null)
            Fault("unknown-record", $"The segment {Names.Show(_segments.Tag)} stands outside of any message.");
        else if (_segments.Tag is "UNT") EndMessage(_message);
        else _message.Take();
    }

    private void Begin()
    {
        if (_message is { } open)
            Fault("no-end", $"The message {Names.Show(open.Reference)} has no UNT segment before the next begins.");
        if (_segments.Of(2) is not "MSCONS")
            throw _problems.Fatal("unknown-format", _segments.Line,
                $"This is the EDIFACT message {Names.Show(_segments.Of(2))}; of these MSCONS is read.");
        _message = new(_segments, _problems, _names, _segments.Of(1).ToString());
        _messages++;
    }

    private void EndMessage(MsconsMessage message)
    {
        message.End();
        _message = null;
        if (!IsCount(_segments.Of(1), message.SegmentCount))
            Fault("wrong-segment-count", string.Create(CultureInfo.InvariantCulture,
                $"The message {Names.Show(message.Reference)} has {message.SegmentCount} segments, and its UNT says ")
                + $"{Names.Show(_segments.Of(1))}: it isn't whole.");
        if (!_segments.Of(2).SequenceEqual(message.Reference))
            Fault("wrong-reference", $"The UNT segment ends message {Names.Show(_segments.Of(2))}, and the UNH segment "
                + $"began {Names.Show(message.Reference)}.");
    }

    private void End()
    {
        if (_message is { } open)
            Fault("no-end", $"The message {Names.Show(open.Reference)} has no UNT segment: it isn't whole.");
        (_message, _hasEnded) = (null, true);
        if (!IsCount(_segments.Of(1), _messages))
            Fault("wrong-message-count", string.Create(CultureInfo.InvariantCulture,
                $"The file has {_messages} messages, and its UNZ says ")
                + $"{Names.Show(_segments.Of(1))}: it isn't whole.");
        if (!_segments.Of(2).SequenceEqual(_reference))
            Fault("wrong-reference", $"The UNZ segment ends interchange {Names.Show(_segments.Of(2))}, and the UNB "
                + $"segment began {Names.Show(_reference)}.");
    }

    private void Fault(string code, string message) => _problems.Add(code, _segments.Line, _segments.Column, message);

    private static bool IsCount(ReadOnlySpan<char> text, long count) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var told) && told == count;

    /// <summary>UNOA and UNOB are of ASCII, UNOC is ISO 8859-1, UNOW and UNOY are UTF-8, which needs no word.</summary>
    private static Encoding? EncodingOf(string charset, Problems problems) => charset switch
    {
        "UNOA" or "UNOB" => Encoding.GetEncoding(
            "us-ascii", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
        "UNOC" => Encoding.Latin1,
        "UNOW" or "UNOY" or "" => null,
        _ => throw problems.Fatal("not-text", 1, $"The UNB segment names the characters {Names.Show(charset)}, which "
            + "aren't read.", "Ask for UNOC, ISO 8859-1, as the market prescribes."),
    };
}

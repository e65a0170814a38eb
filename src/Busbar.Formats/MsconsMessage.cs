using Busbar.Formats.Text;
using Busbar.Metering;

namespace Busbar.Formats;

/// <summary>
/// A message of MSCONS while its segments are read: NAD+DP and LOC begin a metering point, LIN and PIA a channel or
/// register of it, and QTY a value, to which the times and states after it belong.
/// </summary>
internal sealed class MsconsMessage(Segments segments, Problems problems, Names names, string reference)
{
    private readonly List<MeterRow> _rows = [];
    private readonly ReadingRun _run = new();
    private string _document = "";
    private string _cancelled = "";
    private bool _isCancellation;
    private long _version;
    private string _connection = "";
    private string _meter = "";
    private string _product = "";
    private (string Channel, Measure Unit) _channel;
    private (string Code, Measure Unit) _lastUnit = ("", Measure.None);
    private RunSubject? _subject;
    private bool _hasQuantities;
    private MsconsQuantity? _quantity;

    /// <summary>What it is called by.</summary>
    public string Reference => reference;

    /// <summary>How many segments it has, UNH and UNT among them.</summary>
    public long SegmentCount { get; private set; } = 1;

    /// <summary>The rows that are complete.</summary>
    public IReadOnlyList<MeterRow> TakeRows()
    {
        if (_rows.Count == 0) return [];
        MeterRow[] rows = [.. _rows];
        _rows.Clear();
        return rows;
    }

    /// <summary>Takes in a segment between UNH and UNT.</summary>
    public void Take()
    {
        SegmentCount++;
        switch (segments.Tag)
        {
            case "BGM": Begin(); break;
            case "DTM": Time(); break;
            case "RFF": Refer(); break;
            case "NAD" when segments.Of(1) is not ("MS" or "MR"): EndPlace(); break;
            case "LOC": Place(); break;
            case "LIN": EndPosition(); _product = ""; break;
            case "PIA": Product(); break;
            case "QTY": Quantity(); break;
            case "STS" when _quantity is { } open && segments.Of(1) is "Z32":
                open.Method = MsconsCodes.MethodOf(segments.Of(3));
                break;
        }
    }

    /// <summary>Takes in UNT.</summary>
    public void End()
    {
        SegmentCount++;
        EndPosition();
        if (_isCancellation && !_hasQuantities)
            Fault("cancellation", $"The message {Names.Show(_document)} takes back the message "
                + $"{Names.Show(_cancelled)} and doesn't repeat its values: by its number alone nothing can be taken "
                + "back.",
                "Take the message out of the file. Values of a newer message hold instead of those that it takes back; "
                + "for others, import a CSV of them with quality N.");
    }

    private void Begin()
    {
        _document = segments.Of(2).ToString();
        var function = segments.Of(3);
        _isCancellation = function is "1";
        if (function is not ("" or "1" or "9"))
            Fault("unknown-function", $"The function {Names.Show(function)} of the message isn't 9, an original, or 1, "
                + "which takes one back.");
    }

    /// <summary>A reference: ACW names the message that is taken back, MG the meter.</summary>
    private void Refer()
    {
        if (segments.Of(1) is "ACW") _cancelled = segments.Of(1, 1).ToString();
        else if (segments.Of(1) is "MG")
        {
            EndPosition();
            _meter = NameOf("meter", segments.Of(1, 1));
        }
    }

    private void Place()
    {
        EndPlace();
        if (segments.Of(1) is not "172")
            Fault("not-a-connection", $"The place {Names.Show(segments.Of(1))} isn't a metering point (172): values of "
                + "profiles and balancing areas are no readings.");
        else if (!_isCancellation || !segments.Of(2).IsEmpty)
            _connection = NameOf("metering point", segments.Of(2));
    }

    private void Product()
    {
        if (segments.Of(1) is not "5") return;
        EndPosition();
        (_product, _subject) = (NameOf("product code", segments.Of(2)), null);
        if (segments.Of(2, 1) is not ("SRW" or "Z02" or "Z08"))
            Fault("bad-product", $"What the product code {Names.Show(segments.Of(2))} is, an OBIS code (SRW) or "
                + "another, isn't told.", "A colon in an OBIS code is written ?:.");
        _channel = MsconsCodes.ChannelOf(_product);
    }

    private void Quantity()
    {
        EndQuantity();
        _hasQuantities = true;
        if (_connection.Length == 0 || _product.Length == 0)
        {
            // A faulty segment before it was said already.
            if (!problems.Any)
                Fault("no-stream",
                    "There is no LOC+172 and PIA+5 before this QTY segment: whose value it is isn't known.");
            return;
        }
        if (_version == 0 && !problems.Any)
            Fault("no-message-time",
                "There is no DTM+137 before this QTY segment: when the message was made isn't known.");
        if (!MsconsCodes.Qualities.TryGetValue(segments.Of(1).ToString(), out var quality))
        {
            Fault("unknown-quality", $"A quantity of kind {Names.Show(segments.Of(1))} is no reading.",
                "Known are 220, 67, 79, 201, Z18 and Z31, and 20 and Z30 for none.");
            return;
        }
        var unit = segments.Of(1, 2);
        var text = segments.Of(1, 1).ToString();
        if (segments.DecimalMark != '.') text = text.Replace(segments.DecimalMark, '.');
        _quantity = new(segments.Line, segments.Column, unit.IsEmpty ? _channel.Unit : UnitOf(unit), text, quality);
    }

    /// <summary>The unit of a code, which is mostly that of the value before.</summary>
    private Measure UnitOf(ReadOnlySpan<char> code)
    {
        if (!code.SequenceEqual(_lastUnit.Code)) _lastUnit = (code.ToString(), MsconsCodes.UnitOf(code.ToString()));
        return _lastUnit.Unit;
    }

    private void Time()
    {
        var kind = segments.Of(1);
        var isHeader = kind is "137";
        if (!isHeader && (_quantity is null || kind is not ("163" or "164" or "7" or "9" or "306"))) return;
        if (MsconsTime.Of(segments.Of(1, 1), segments.Of(1, 2)) is not { } time)
            Fault("bad-time", $"The time {Names.Show(segments.Of(1, 1))} of format "
                + $"{Names.Show(segments.Of(1, 2))} isn't one.", $"Times are such as {MsconsTime.Expected}.");
        else if (isHeader) _version = time.Version;
        else _quantity!.Set(kind, time);
    }

    private void EndPlace()
    {
        EndPosition();
        (_connection, _meter, _product) = ("", "", "");
    }

    private void EndPosition()
    {
        EndQuantity();
        if (_run.End() is { } row) _rows.Add(row);
    }

    private void EndQuantity()
    {
        if (_quantity is not { } quantity) return;
        _quantity = null;
        if (quantity.Start is { } start && quantity.End is { } end) Interval(quantity, start, end);
        else if (quantity.Read is { } read) Register(quantity, read);
        else if (quantity.Month is { } month)
            // The month's greatest demand: it waits for a channel of this name.
            AddIfRead(quantity, quantity.Unit, reading => new(quantity.Line, _connection, _channel.Channel,
                quantity.Unit.Unit, null, month.Time, month.Offset, WholeDay: false, _version, [reading]));
        else
            problems.Add("no-time", quantity.Line, quantity.Column,
                "The QTY segment is followed neither by DTM+163 and DTM+164, when an interval begins and ends, nor by "
                + "DTM+7, when a register was read.");
    }

    private void Interval(MsconsQuantity quantity, MsconsTime start, MsconsTime end)
    {
        if (end.SecondsSince(start) is not { } seconds || ReadingRun.Minutes(seconds) is not { } minutes)
            problems.Add("bad-interval", quantity.Line, quantity.Column,
                "The interval doesn't end some minutes after it begins.");
        else if (TryReading(quantity, quantity.Unit, out var reading))
        {
            if (_subject is null || _subject.Unit != quantity.Unit.Unit)
                _subject = new(_connection, _channel.Channel, quantity.Unit.Unit, _version);
            if (_run.Add(_subject, quantity.Line, start.Time, start.Offset, minutes, reading) is { } row)
                _rows.Add(row);
        }
    }

    private void Register(MsconsQuantity quantity, MsconsTime read)
    {
        if (_meter.Length == 0)
            problems.Add("no-meter", quantity.Line, quantity.Column,
                $"The register {Names.Show(_product)} was read, and no RFF+MG says of which meter.");
        else
            // A register counts in its own unit, which the book knows.
            AddIfRead(quantity, Measure.None, reading => new(quantity.Line, _connection, "", null, null, read.Time,
                read.Offset, WholeDay: false, _version, [reading], new RegisterName(_meter, _product)));
    }

    private void AddIfRead(MsconsQuantity quantity, Measure unit, Func<Reading, MeterRow> row)
    {
        if (TryReading(quantity, unit, out var reading)) _rows.Add(row(reading));
    }

    private bool TryReading(MsconsQuantity quantity, Measure unit, out Reading reading)
    {
        reading = default;
        if (_isCancellation || quantity.Quality.Kind == QualityKind.Missing) return true;
        if (!unit.TryParse(quantity.Text, out var micros, out var problem))
        {
            problems.Add("bad-number", quantity.Line, quantity.Column,
                $"The value {Names.Show(quantity.Text)} {problem}.");
            return false;
        }
        reading = new(micros, quantity.Quality);
        return true;
    }

    private string NameOf(string what, ReadOnlySpan<char> text)
    {
        if (names.Of(text, out var problem) is { } name) return name;
        Fault("bad-name", Names.Say(what, text, problem));
        return "";
    }

    private void Fault(string code, string message, string? hint = null) =>
        problems.Add(code, segments.Line, segments.Column, message, hint);
}

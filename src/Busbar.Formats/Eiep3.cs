using System.Globalization;
using System.Runtime.InteropServices;
using Busbar.Formats.Text;
using Busbar.Metering;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Formats;

/// <summary>
/// EIEP3, half-hours of New Zealand's market: an HDR record that counts what follows, and a DET record for each trading
/// period of an ICP, a stream and a day, with active, reactive and apparent energy. Each of these becomes a row for the
/// whole local day.
/// </summary>
/// <remarks>
/// The periods of a day stand one after another, from 1: nothing else shows where a day is complete. Two streams that
/// give one ICP the same flow on the same day are refused, since neither is the ICP's.
/// </remarks>
internal sealed class Eiep3(LineReader lines, Problems problems, Limits limits) : RecordFormat(lines, problems)
{
    /// <summary>The name that the market's files have in their header.</summary>
    public const string FileType = "ICPHH";

    private const int Minutes = 30;
    private const int MostPeriods = 50;
    private const int FirstEnergy = 6;
    private const int FieldsOfDetail = 11;

    private static readonly (string Channel, Measure Measure)[] Energies =
        [("", Measure.Of("kWh")!), ("reactive-", Measure.Of("kVArh")!), ("apparent-", Measure.Of("kVAh")!)];

    private readonly record struct Day(string Icp, string Stream, string Way, LocalDate Date);

    private readonly Dictionary<(string Icp, string Way, LocalDate Date), (string Stream, int Line)> _days = [];
    private readonly List<Reading>[] _readings = [[], [], []];
    private readonly bool[] _isGiven = new bool[Energies.Length];

    private int _headerLine;
    private long _version;
    private long? _told;
    private long _details;
    private Day? _day;
    private int _dayLine;
    private int _lastPeriod;

    /// <inheritdoc/>
    public override string Name => "EIEP3";

    /// <inheritdoc/>
    public override string? Recipient { get; } = Addressee(lines, ',', "HDR", 5);

    /// <inheritdoc/>
    protected override ReadOnlySpan<char> Field(int index) => base.Field(index).Trim();

    /// <inheritdoc/>
    protected override void Take()
    {
        var kind = Field(0);
        if (_headerLine == 0 && kind is not "HDR")
        {
            Fault("no-header", 0, "The HDR record is missing: an EIEP3 file begins with HDR,ICPHH.");
            _headerLine = Lines.Number;
        }
        if (kind is "HDR") Begin();
        else if (kind is "DET") Detail();
        else Fault("unknown-record", 0, $"{Names.Show(kind)} is no record of EIEP3; these are HDR and DET.");
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        EndDay();
        if (_details == 0 && !Problems.Any)
            throw Problems.Fatal("empty-file", 0,
                "The file is empty: there is no DET record in it, and so no readings.");
        if (_told is { } told && told != _details)
            Problems.Add("wrong-count", _headerLine, 0, string.Create(CultureInfo.InvariantCulture,
                $"The header counts {told} DET records, and there are {_details}: the file was cut or changed."));
    }

    private void Begin()
    {
        if (_headerLine > 0)
        {
            Fault("second-header", 0, $"There is a second HDR record, after that of line {_headerLine}.");
            return;
        }
        _headerLine = Lines.Number;
        if (Stamp.TryDayFirst(Field(6), out var date) && Stamp.TryClock(Field(7), out var time))
            _version = Stamp.VersionOf(date.At(time));
        else
            Fault("bad-time", 6, $"The file was made at {Names.Show(Field(6))} {Names.Show(Field(7))}, which isn't a "
                + "date and time such as 31/01/2026 and 23:59:59.");
        if (long.TryParse(Field(9), NumberStyles.None, CultureInfo.InvariantCulture, out var told)) _told = told;
        else
            Fault("bad-number", 9, $"The number of DET records, {Names.Show(Field(9))}, isn't a whole number.");
        if (Field(11) is not "E")
            Fault("unknown-utility", 11, $"The utility {Names.Show(Field(11))} isn't E, electricity, whose half-hours "
                + "are read.");
        // Whatever it replaces, the later file holds by its version, reading by reading.
        if (Field(12) is not ("" or "I" or "R" or "X"))
            Fault("unknown-status", 12, $"The status {Names.Show(Field(12))} isn't I, initial, R, which replaces a "
                + "month, or X, which replaces the ICPs that are listed.");
    }

    private void Detail()
    {
        _details++;
        if (DayOf() is not { } day || !TryPeriod(out var period))
        {
            EndDay();
            return;
        }
        if (_day != day)
        {
            // After a fault of the day nobody knows which period comes next.
            var isLost = _day is null && Problems.Any;
            EndDay();
            if (!isLost) BeginDay(day, period);
            (_day, _dayLine) = (day, Lines.Number);
        }
        else if (period != _lastPeriod + 1)
            Fault("out-of-order", 5, string.Create(CultureInfo.InvariantCulture,
                $"Trading period {period} stands where {_lastPeriod + 1} was expected: a day's follow one another."));
        _lastPeriod = period;
        ReadEnergies();
    }

    /// <summary>The day of this record; null after a fault.</summary>
    private Day? DayOf()
    {
        if (NameIn(1, "ICP") is not { } icp || NameIn(2, "stream") is not { } stream) return null;
        if (!Stamp.TryDayFirst(Field(4), out var date))
        {
            Fault("bad-time", 4, $"The date {Names.Show(Field(4))} isn't a date such as 31/01/2026.");
            return null;
        }
        // L and G in the older versions of the format, X and I, extraction and injection, in the newer ones.
        var way = Field(9) is "L" or "X" ? "import" : Field(9) is "G" or "I" ? "export" : null;
        if (way is null)
            Fault("unknown-direction", 9, $"The flow direction {Names.Show(Field(9))} isn't L or X, what the customer "
                + "takes, or G or I, what he gives.");
        else if (HasMoreThan(FieldsOfDetail))
            Fault("wrong-column-count", FieldsOfDetail, $"A DET record has {FieldsOfDetail} fields; this has more.");
        else return new(icp, stream, way, date);
        return null;
    }

    private bool TryPeriod(out int period)
    {
        if (int.TryParse(Field(5), NumberStyles.None, CultureInfo.InvariantCulture, out period)
            && period is >= 1 and <= MostPeriods) return true;
        Fault("bad-number", 5, $"The trading period {Names.Show(Field(5))} isn't a whole number from 1 to "
            + $"{MostPeriods}.");
        return false;
    }

    /// <summary>Begins a day, which no other record may have given.</summary>
    private void BeginDay(Day day, int period)
    {
        ref var given = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _days, (day.Icp, day.Way, day.Date), out var isKnown);
        var subject = $"{day.Way} of ICP {day.Icp} on {LocalDatePattern.Iso.Format(day.Date)}";
        if (!isKnown)
        {
            given = (day.Stream, Lines.Number);
            if (period != 1)
                Fault("out-of-order", 5, string.Create(CultureInfo.InvariantCulture,
                    $"The day begins with trading period {period}: a day's follow one another, from 1."));
        }
        else if (given.Stream == day.Stream)
            Fault("given-twice", 0, $"The {subject} begins in line {given.Line}, and comes again here: a day stands "
                + "in one piece, and once.");
        else
            Fault("given-twice", 0, $"The {subject} is given by stream {Names.Show(given.Stream)} from line "
                + $"{given.Line} on and by stream {Names.Show(day.Stream)} here, and neither says that it is all of "
                + "it.",
                "Ask for a file with one stream for each ICP and direction.");
        if (_days.Count > limits.DayRows)
            throw Problems.Fatal("too-many-rows", Lines.Number,
                $"The file has more than {limits.DayRows} days of readings; split it.");
    }

    private void ReadEnergies()
    {
        // What is final here was measured: nothing of it is a substitute.
        var quality = Field(3) is "F" ? Quality.Actual
            : Field(3) is "E" ? new Quality(QualityKind.Estimated) : default;
        if (quality == default)
            Fault("unknown-quality", 3, $"The reading type {Names.Show(Field(3))} isn't F, final, or E, estimated.");
        var isAny = false;
        for (var i = 0; i < Energies.Length; i++)
        {
            var text = Field(FirstEnergy + i);
            var micros = 0L;
            if (!text.IsEmpty && !Energies[i].Measure.TryParse(text, out micros, out var problem))
                Fault("bad-number", FirstEnergy + i, $"The value {Names.Show(text)} {problem}.");
            // Periods that come twice are a fault already; no more of them are kept than a day has.
            if (_readings[i].Count < MostPeriods) _readings[i].Add(text.IsEmpty ? default : new(micros, quality));
            _isGiven[i] |= !text.IsEmpty;
            isAny |= !text.IsEmpty;
        }
        if (!isAny) Fault("no-readings", FirstEnergy, "The record has no energy, neither kWh nor kVArh nor kVAh.");
    }

    private void EndDay()
    {
        for (var i = 0; i < Energies.Length; i++)
        {
            var (channel, measure) = Energies[i];
            if (_day is { } day && _isGiven[i])
                Give(new(_dayLine, day.Icp, channel + day.Way, measure.Unit, Minutes, day.Date.AtMidnight(), null,
                    WholeDay: true, _version, _readings[i].ToArray()));
            _readings[i].Clear();
            _isGiven[i] = false;
        }
        _day = null;
    }
}

using System.Globalization;
using Busbar.Formats.Text;
using Busbar.Metering;
using NodaTime;

namespace Busbar.Formats;

/// <summary>
/// D0036, half-hours of Great Britain: group 101 names the MPAN and what is measured, 102 the settlement date, and a
/// 103 follows for each half-hour of that local day.
/// </summary>
internal sealed class D0036(LineReader lines, Problems problems, Limits limits)
    : Flow("D0036", "101", "101, 102 and 103", lines, problems)
{
    private const int Minutes = 30;

    // A day of 25 hours. Whether this one has as many only its connection's zone tells.
    private const int MostPeriods = 50;

    private readonly GivenDays _days = new(problems, limits.DayRows);
    private readonly List<Reading> _readings = [];

    private bool _hasMpan;
    private string? _mpan;
    private string _channel = "";
    private Measure _measure = Measure.None;
    private int _dayLine;
    private LocalDate? _date;

    /// <inheritdoc/>
    protected override bool TakeGroup(ReadOnlySpan<char> kind)
    {
        switch (kind)
        {
            case "101": BeginMpan(); return true;
            case "102": BeginDay(); return true;
            case "103": Period(); return true;
            default: return false;
        }
    }

    /// <inheritdoc/>
    protected override void EndInstance()
    {
        EndDay();
        _hasMpan = false;
    }

    private void BeginMpan()
    {
        (_hasMpan, _mpan) = (true, NameIn(1, "MPAN core"));
        (_channel, var unit) = Field(2) switch
        {
            "AI" => ("import", "kWh"), "AE" => ("export", "kWh"), "RI" => ("reactive-import", "kVArh"),
            "RE" => ("reactive-export", "kVArh"), _ => ("", ""),
        };
        if (_channel.Length == 0)
            Fault("unknown-channel", 2, $"The measurement {Names.Show(Field(2))} isn't AI, AE, RI or RE.");
        else _measure = Measure.Of(unit)!;
    }

    private void BeginDay()
    {
        EndDay();
        _dayLine = Lines.Number;
        if (!_hasMpan)
            Fault("no-mpan", 0, "There is no 101 group before this 102 group: its MPAN isn't known.");
        if (Stamp.TryCompactDate(Field(1), out var date)) _date = date;
        else Fault("bad-time", 1, $"The settlement date {Names.Show(Field(1))} isn't a date of 8 digits, such as "
            + "20260131.");
    }

    private void Period()
    {
        if (_dayLine == 0)
        {
            Fault("no-day", 0, "There is no 102 group before this 103 group: its day isn't known.");
            return;
        }
        if (_readings.Count == MostPeriods)
        {
            // Said once, of the first that is too many.
            if (_date is not null)
                Fault("wrong-interval-count", 0, $"The day of line {_dayLine} has more than {MostPeriods} half-hours, "
                    + "and no day has so many.");
            _date = null;
            return;
        }
        var quality = Field(1) is "A" ? Quality.Actual : Field(1) is "E" ? new(QualityKind.Estimated) : default;
        if (quality == default)
            Fault("unknown-quality", 1, $"The flag {Names.Show(Field(1))} isn't A, measured, or E, estimated.");
        if (!_measure.TryParse(Field(2), out var micros, out var problem))
            Fault("bad-number", 2, string.Create(CultureInfo.InvariantCulture,
                $"The value {Names.Show(Field(2))} of half-hour {_readings.Count + 1} {problem}."));
        _readings.Add(new(micros, quality));
    }

    private void EndDay()
    {
        if (_dayLine > 0 && _readings.Count == 0)
            Problems.Add("no-readings", _dayLine, 0, "No 103 group follows this 102 group: the day has no half-hours.");
        else if (_mpan is not null && _date is { } date)
        {
            var row = new MeterRow(_dayLine, _mpan, _channel, _measure.Unit, Minutes, date.AtMidnight(), null,
                WholeDay: true, Version, _readings.ToArray());
            _days.Add(row);
            Give(row);
        }
        (_dayLine, _date) = (0, null);
        _readings.Clear();
    }
}

using Busbar.Formats.Text;
using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Formats;

/// <summary>
/// D0010, reads of registers in Great Britain: group 026 names the MPAN and whether its reads were validated, 028 the
/// meter and the type of its reads, 030 a register's read, 032 why that is suspect. Times are local.
/// </summary>
/// <remarks>
/// A read that was withdrawn, or failed validation, is given as missing: what was known of the register at that time is
/// taken back. One that wasn't validated counts as estimated. Notes of visits (027, 029, 031, 033) change nothing.
/// </remarks>
internal sealed class D0010(LineReader lines, Problems problems)
    : Flow("D0010", "026", "026, 027, 028, 029, 030, 031, 032 and 033", lines, problems)
{
    private const int MpanDigits = 13;

    // A register that has been reset shows the greatest power since then; only it tells when that was, and how often.
    private static readonly Unit MaximumDemand = Unit.Parse("kW", null, [], out _)!;

    private string? _mpan;
    private bool _hasMpan;
    private char _status;
    private string? _meter;
    private bool _hasMeter;
    private QualityKind _type;
    private MeterRow? _read;
    private bool _hasRead;

    /// <inheritdoc/>
    protected override bool TakeGroup(ReadOnlySpan<char> kind)
    {
        switch (kind)
        {
            case "026": BeginMpan(); return true;
            case "028": BeginMeter(); return true;
            case "030": BeginRead(); return true;
            case "032": Validation(); return true;
            default: return kind is "027" or "029" or "031" or "033";
        }
    }

    /// <inheritdoc/>
    protected override void EndInstance()
    {
        EndRead();
        (_hasMpan, _hasMeter, _hasRead) = (false, false, false);
    }

    private void BeginMpan()
    {
        _hasMpan = true;
        _mpan = NameIn(1, "MPAN core");
        if (_mpan is not null && (_mpan.Length != MpanDigits || _mpan.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0))
        {
            Fault("bad-name", 1, $"The MPAN core {Names.Show(_mpan)} hasn't {MpanDigits} digits.");
            _mpan = null;
        }
        _status = Field(2) is [var status] ? status : Field(2).IsEmpty ? 'V' : '?';
        if (_status is not ('V' or 'U' or 'F'))
            Fault("unknown-status", 2, $"The validation status {Names.Show(Field(2))} isn't V, validated, U, not "
                + "validated, or F, failed.");
    }

    private void BeginMeter()
    {
        EndRead();
        (_hasMeter, _hasRead, _meter) = (true, false, null);
        if (!_hasMpan)
        {
            Fault("no-mpan", 0, "There is no 026 group before this 028 group: its MPAN isn't known.");
            return;
        }
        if (NameIn(1, "meter serial number") is not { } meter) return;
        if (TypeOf(Field(2)) is not { } type)
        {
            Fault("unknown-quality", 2, $"The reading type {Names.Show(Field(2))} isn't one of D0010.",
                "Known are A, C, F, I, M, P, R, S, T, X and Z measured, Q modified, D, E and O estimated, and W "
                    + "withdrawn.");
            return;
        }
        (_meter, _type) = (_mpan is null ? null : meter, type);
    }

    /// <summary>The reading types of the catalogue; null when it is none of them.</summary>
    private static QualityKind? TypeOf(ReadOnlySpan<char> type) => type switch
    {
        "A" or "C" or "F" or "I" or "M" or "P" or "R" or "S" or "T" or "X" or "Z" => QualityKind.Actual,
        "Q" => QualityKind.Substituted,
        "D" or "E" or "O" => QualityKind.Estimated,
        "W" => QualityKind.Missing,
        _ => null,
    };

    private void BeginRead()
    {
        EndRead();
        _hasRead = true;
        if (!_hasMeter)
            Fault("no-meter", 0, "There is no 028 group before this 030 group: its meter isn't known.");
        if (NameIn(1, "register") is not { } register) return;
        if (!Stamp.TryCompactTime(Field(2), out var time))
        {
            Fault("bad-time", 2, $"The time {Names.Show(Field(2))} of the read isn't one of 14 digits, such as "
                + "20260131235959.");
            return;
        }
        if (!Measure.None.TryParse(Field(3), out var micros, out var problem))
        {
            Fault("bad-number", 3, $"The read {Names.Show(Field(3))} {problem}.");
            return;
        }
        if (Field(6) is not ("T" or "F" or ""))
        {
            Fault("unknown-status", 6, $"The flag {Names.Show(Field(6))} of the read isn't T, valid, or F, suspect.");
            return;
        }
        if (_mpan is null || _meter is null) return;
        var kind = _status == 'F' || Field(6) is "F" ? QualityKind.Missing
            : _status == 'U' && _type != QualityKind.Missing ? QualityKind.Estimated : _type;
        var reading = kind == QualityKind.Missing ? default : new Reading(micros, new(kind));
        var unit = Field(4).IsEmpty && Field(5).IsEmpty ? null : MaximumDemand;
        _read = new(Lines.Number, _mpan, "", unit, null, time, null, WholeDay: false, Version, [reading],
            new(_meter, register));
    }

    private void Validation()
    {
        if (!_hasRead)
            Fault("no-read", 0, "There is no 030 group before this 032 group: the read that it is about isn't known.");
        else if (Field(2) is not ("T" or "F" or ""))
            Fault("unknown-status", 2, $"The status {Names.Show(Field(2))} of the read isn't T, valid, or F, suspect.");
        else if (Field(2) is "F" && _read is not null) _read = _read with { Readings = [default] };
    }

    private void EndRead()
    {
        if (_read is not null) Give(_read);
        _read = null;
    }
}

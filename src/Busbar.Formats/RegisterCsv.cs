using Busbar.Formats.Text;
using Busbar.Metering;

namespace Busbar.Formats;

/// <summary>
/// CSV with what a register showed in each row: <c>connection,meter,register,time,reading</c> in any order, and where
/// wanted <c>quality</c> and <c>version</c>. An empty quality means actual; N takes a read back.
/// </summary>
/// <remarks><c>time</c> is ISO 8601, with Z or an offset; with neither it is the connection's local time. A day by
/// itself is its start.</remarks>
internal sealed class RegisterCsv : MeterFormat
{
    private static readonly string[] Required = ["connection", "meter", "register", "time", "reading"];
    private static readonly string[] Optional = ["quality", "version"];

    private readonly LineReader _lines;
    private readonly CsvRow _row;
    private readonly int _time;
    private readonly int _reading;

    public RegisterCsv(Header header, LineReader lines, Problems problems)
    {
        header.Check(lines.Number, problems, Required, Optional, allowsIntervals: false);
        problems.ThrowIfAny();
        (_lines, _row) = (lines, new(header, lines, problems));
        (_time, _reading) = (header.Index("time"), header.Index("reading"));
    }

    /// <inheritdoc/>
    public override string Name => "register CSV";

    /// <inheritdoc/>
    public override IEnumerable<MeterRow> Rows() => _row.All(Read);

    private MeterRow? Read() => _row.TryStart(_time, "time", out var time, out var offset)
        && _row.TryOnlyValue(_reading, out var reading)
            ? new(_lines.Number, _row.Connection, "", null, null, time, offset, WholeDay: false, _row.Version,
                new[] { reading }, _row.Register)
            : null;
}

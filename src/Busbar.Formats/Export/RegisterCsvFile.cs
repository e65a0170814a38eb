using System.Globalization;
using Busbar.Formats.Text;
using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Formats.Export;

/// <summary>Register CSV as import reads it: what a register showed in each row, in its own unit, with quality and
/// version. A read that was taken back has quality N.</summary>
public sealed class RegisterCsvFile
{
    private readonly TextWriter _text;

    /// <param name="text">Where it is written; its line ends don't matter.</param>
    public RegisterCsvFile(TextWriter text)
    {
        _text = text;
        _text.Write("connection,meter,register,time,reading,quality,version\n");
    }

    /// <summary>How many reads are written.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a read.</summary>
    public void Add(Connection connection, RegisterName register, RegisterRead read)
    {
        _text.Write($"{Cell.Of(connection.Id)},{Cell.Of(register.Meter)},{Cell.Of(register.Register)},");
        _text.Write(StartText.Of(read.At, connection.Zone));
        _text.Write(',');
        if (read.HasValue) _text.Write(Digits.Format(read.Micros, Register.MostDecimals));
        _text.Write($",{read.Provenance.Quality},");
        _text.Write(read.Provenance.Version.ToString(CultureInfo.InvariantCulture));
        _text.Write('\n');
        Count++;
    }
}

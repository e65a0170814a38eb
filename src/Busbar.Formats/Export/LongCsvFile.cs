using System.Globalization;
using Busbar.Formats.Text;
using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Formats.Export;

/// <summary>Long CSV as import reads it: a reading in each row, with its interval, quality and version.</summary>
/// <remarks>Values are in the canonical unit with all their digits, starts in local time with their offset.</remarks>
public sealed class LongCsvFile : ReadingsFile
{
    private readonly TextWriter _text;

    /// <param name="text">Where it is written; its line ends don't matter.</param>
    public LongCsvFile(TextWriter text)
    {
        _text = text;
        _text.Write("connection,channel,start,value,unit,quality,interval,version\n");
    }

    /// <inheritdoc/>
    public override void Add(Connection connection, Channel channel, Series readings)
    {
        var head = $"{Cell.Of(connection.Id)},{Cell.Of(channel.Name)},";
        var unit = $",{channel.Unit.Dimension},";
        var interval = connection.IntervalMinutes == 1440 ? ",day,"
            : string.Create(CultureInfo.InvariantCulture, $",{connection.IntervalMinutes}min,");
        foreach (var slot in Known(readings))
        {
            var quality = readings.Qualities[slot];
            _text.Write(head);
            _text.Write(StartText.Of(readings.StartOf(slot), connection.Zone));
            _text.Write(',');
            if (quality.Kind != QualityKind.Missing)
                _text.Write(Digits.Format(readings.Counts[slot], Series.ReadingScale));
            _text.Write(unit);
            _text.Write(quality.ToString());
            _text.Write(interval);
            _text.Write(readings.Versions[slot].ToString(CultureInfo.InvariantCulture));
            _text.Write('\n');
            Count++;
        }
    }

    /// <inheritdoc/>
    public override void End() => _text.Flush();
}

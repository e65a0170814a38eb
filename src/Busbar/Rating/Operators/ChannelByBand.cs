using System.Globalization;
using Busbar.Contracts.Language;
using Busbar.Metering;
using Busbar.Quantities;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Rating.Operators;

/// <summary>
/// A channel of one connection by the bands of each day: what its registers counted of each band, or its readings,
/// summed in the band in which they start.
/// </summary>
internal sealed class ChannelByBand(
    ChannelFormula formula, Connection connection, Evaluation evaluation, BandCells cells)
{
    public void Add(Series series, Exact[] values, ref bool[]? estimated)
    {
        if (!new Grid(series.IntervalMinutes).IsDaily)
        {
            for (var slot = 0; slot < series.Length; slot++)
                AddAt(cells.PlaceOf(series.StartOf(slot)), series, slot, values, ref estimated);
            return;
        }
        var banded = series.ByBand.FirstOrDefault(one => ReferenceEquals(one.Calendar, cells.Calendar));
        List<Interval> uncounted = banded is null ? [new(series.StartOf(0), series.StartOf(series.Length))]
            : [.. banded.Bands.SelectMany(band => band.Missing())];
        if (uncounted.Count > 0)
            Hold("wrong-bands", $"isn't counted by the bands of calendar {cells.Calendar.Name} from "
                + $"{Holes.Say([.. uncounted.Distinct().OrderBy(span => span.Start)], connection.Zone)}",
                "Begin the agreement or the product's version when a meter is there whose registers count them.");
        else
            for (var slot = 0; slot < series.Length; slot++)
                for (var band = 0; band < banded!.Bands.Count; band++)
                    AddDay(slot, band, banded.Bands[band], values, ref estimated);
    }

    private void AddDay(int slot, int band, Series series, Exact[] values, ref bool[]? estimated)
    {
        if (cells.PlaceOf(slot, band) is { } place) AddAt(place, series, slot, values, ref estimated);
        else if (series.Counts[slot] != 0)
            Hold("wrong-band", string.Create(CultureInfo.InvariantCulture,
                $"has {series.ValueOf(slot)} {formula.Channel.Unit.Dimension} in band {cells.Calendar.Bands[band]} on "
                + $"{LocalDatePattern.Iso.Format(Grid.DateOf(series.FirstSlot + slot))}, when calendar "
                + $"{cells.Calendar.Name} hasn't that band"), "Import the right reads, or correct the calendar.");
    }

    private static void AddAt(int place, Series series, int slot, Exact[] values, ref bool[]? estimated)
    {
        values[place] += series.ValueOf(slot);
        if (series.Qualities[slot].IsEstimated) (estimated ??= new bool[values.Length])[place] = true;
    }

    private void Hold(string code, string what, string hint) => evaluation.Findings.Hold(new(code,
        $"Connection {connection.Id}, channel {formula.Channel.Name}, {what}.", connection.Place, connection.Id, hint));
}

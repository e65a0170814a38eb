using Busbar.Contracts.Language;
using Busbar.Metering;
using NodaTime;

namespace Busbar.Rating;

/// <summary>Says by which methods the readings behind the intervals of a leg were estimated.</summary>
public static class EstimatedReadings
{
    /// <summary>
    /// The qualities of the estimates in each interval, by its start. Nothing of a leg whose amounts are of days or
    /// windows, or whose intervals are the bands of days.
    /// </summary>
    public static ILookup<Instant, Quality> Of(RatedCharge charge, RatedLeg rated, Inputs inputs)
    {
        var found = new HashSet<(Instant Start, Quality Quality)>();
        var frame = rated.Frame;
        var channels = rated.Leg.Charge.Rate.Formulas.SelectMany(written => written.Formula.All())
            .OfType<ChannelFormula>().Select(formula => formula.Channel.Name).Distinct().ToList();
        if (rated.Amounts.Step == Step.Interval && frame.Cells is null)
            foreach (var connection in charge.Task.Connections)
                foreach (var channel in channels)
                {
                    var series = inputs.Channels[(connection.Id, channel)].Between(frame.StartOf(0), frame.End);
                    for (var (slot, place) = (0, 0); slot < series.Length; slot++)
                    {
                        if (!series.Qualities[slot].IsEstimated) continue;
                        while (frame.StartOf(place + 1) <= series.StartOf(slot)) place++;
                        found.Add((frame.StartOf(place), series.Qualities[slot]));
                    }
                }
        return found.ToLookup(one => one.Start, one => one.Quality);
    }
}

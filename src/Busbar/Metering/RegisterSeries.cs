using Busbar.Quantities;
using NodaTime;

namespace Busbar.Metering;

/// <summary>
/// The daily series of a channel that registers count: on each day what those of the meter that is there advanced,
/// times their multipliers, summed. A day that one of them has no value for is missing, with the reason.
/// </summary>
public static class RegisterSeries
{
    private const int MinutesPerDay = 1440;

    /// <summary>The series over the days that start within a span of instants.</summary>
    /// <param name="reads">The reads of the connection's registers as known, in any order; at least the one at either
    /// end or beyond.</param>
    public static Series Of(
        Connection connection, string channel, Instant from, Instant to, ILookup<RegisterName, RegisterRead> reads)
    {
        var step = StepOf(connection.Meters, channel);
        Series Empty(string name) =>
            Series.Empty(name, MinutesPerDay, connection.Zone, 0, from, to) with { Factor = step };
        var series = Empty($"{connection.Id} {channel}");
        var (gaps, banded) = (new List<Gap>(), new List<BandedSeries>());
        // Registers of two meters may be alike, and are two.
        var dials = new Dictionary<Register, Dial>(ReferenceEqualityComparer.Instance);
        for (var slot = 0; slot < series.Length; slot++)
        {
            var day = Grid.DateOf(series.FirstSlot + slot);
            if (connection.Meters.FirstOrDefault(one => one.Days.Contains(day) && one.Counts(channel)) is not { } meter)
            {
                gaps.Add(new(new(series.StartOf(slot), series.StartOf(slot + 1)), "no-meter",
                    "no meter counts it", "Add the meter of those days to the connection in the book."));
                continue;
            }
            var advances = new List<(Register Register, Advance Advance)>();
            var registers = meter.Registers.Where(register => register.Channel == channel).ToList();
            foreach (var register in registers)
            {
                if (!dials.TryGetValue(register, out var dial))
                    dials[register] = dial = new(meter, register, connection, reads[new(meter.Id, register.Id)]);
                if (dial.Over(day, gaps) is { } advance) advances.Add((register, advance));
            }
            if (advances.Count < registers.Count) continue;
            foreach (var (register, advance) in advances)
            {
                Add(series, slot, register, advance);
                if (register.Band is not { } band) continue;
                if (banded.Find(one => ReferenceEquals(one.Calendar, band.Calendar)) is not { } own)
                    banded.Add(own = new(band.Calendar,
                        [.. band.Calendar.Bands.Select(name => Empty($"{series.Name} {band.Calendar.Name}.{name}"))]));
                Add(own.Bands[band.Band], slot, register, advance);
            }
        }
        return series with { Gaps = gaps, ByBand = banded };
    }

    /// <summary>What all registers of a channel count whole multiples of, in the canonical unit.</summary>
    public static Exact StepOf(IEnumerable<Meter> meters, string channel) => meters
        .SelectMany(meter => meter.Registers).Where(register => register.Channel == channel)
        .Select(register => register.Step).Aggregate(Exact.CommonMeasure);

    private static void Add(Series series, int slot, Register register, Advance advance)
    {
        var steps = advance.Steps * (register.Step / series.Factor).ToScaled(0);
        series.Counts[slot] = checked((long)(series.Counts[slot] + steps));
        series.Qualities[slot] = new((QualityKind)Math.Max((byte)series.Qualities[slot].Kind, (byte)advance.Kind));
        series.Receipts[slot] = Math.Max(series.Receipts[slot], advance.Receipt);
    }
}

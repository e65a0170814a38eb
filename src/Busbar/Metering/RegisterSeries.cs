using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Metering;

/// <summary>
/// The series of a channel that registers count: on each day, or in each interval of a connection with a profile, what
/// those of the meter that is there advanced, times their multipliers, summed. A day or interval that one of them has
/// no value for is missing, with the reason.
/// </summary>
public static class RegisterSeries
{
    /// <summary>The series over the days or intervals that start within a span of instants.</summary>
    /// <param name="reads">The reads of the connection's registers as known, in any order; at least the one at either
    /// end or beyond.</param>
    /// <param name="profile">The connection's, where it has one, over at least the <see cref="ProfileDays"/>; null
    /// where those are none.</param>
    public static Series Of(
        Connection connection, string channel, Instant from, Instant to, ILookup<RegisterName, RegisterRead> reads,
        ProfileValues? profile = null)
    {
        var step = StepOf(connection.Meters, channel);
        Series Empty(string name) =>
            Series.Empty(name, connection.IntervalOf(channel), connection.Zone, 0, from, to) with { Factor = step };
        var series = Empty($"{connection.Id} {channel}");
        var isDaily = new Grid(series.IntervalMinutes).IsDaily;
        var (gaps, banded) = (new List<Gap>(), new List<BandedSeries>());
        // Registers of two meters may be alike, and are two.
        var dials = new Dictionary<Register, Dial>(ReferenceEqualityComparer.Instance);
        Dial DialOf(Meter meter, Register register) => dials.TryGetValue(register, out var known) ? known
            : dials[register] = new(meter, register, connection, reads[new(meter.Id, register.Id)], profile);
        var stretches = new Dictionary<Interval, ProfiledStretch>();
        for (var slot = 0; slot < series.Length; slot++)
        {
            var (start, end) = (series.StartOf(slot), series.StartOf(slot + 1));
            var day = isDaily ? Grid.DateOf(series.FirstSlot + slot) : start.InZone(series.Zone).Date;
            if (connection.Meters.FirstOrDefault(one => one.Days.Contains(day) && one.Counts(channel)) is not { } meter)
            {
                gaps.Add(new(new(start, end), "no-meter", "no meter counts it",
                    "Add the meter of those days to the connection in the book."));
                continue;
            }
            if (isDaily)
                (start, end) = (connection.StartOf(day, channel), connection.StartOf(day.PlusDays(1), channel));
            var advances = new List<(Register Register, Advance Advance)>();
            var registers = meter.Registers.Where(register => register.Channel == channel).ToList();
            foreach (var register in registers)
            {
                var dial = DialOf(meter, register);
                if (dial.Over(start, end, gaps) is not { } advance) continue;
                advances.Add((register, advance));
                Note(stretches, series.FirstSlot + slot, dial.ProfiledAt(start), dial.ProfiledAt(end));
            }
            if (advances.Count < registers.Count) continue;
            foreach (var (register, advance) in advances)
            {
                Add(series, slot, register, advance);
                if (!isDaily || register.Band is not { } band) continue;
                if (banded.Find(one => ReferenceEquals(one.Calendar, band.Calendar)) is not { } own)
                    banded.Add(own = new(band.Calendar,
                        [.. band.Calendar.Bands.Select(name => Empty($"{series.Name} {band.Calendar.Name}.{name}"))]));
                Add(own.Bands[band.Band], slot, register, advance);
            }
        }
        return series with
        {
            Gaps = gaps, Advances = Advances(connection.Meters, channel, new(from, to), DialOf),
            ByBand = [.. banded.OrderBy(one => one.Calendar.Name, StringComparer.Ordinal)],
            Profile = profile is null ? null : new(profile.Profile, profile.Series,
                connection.Channels[channel].DayStart, [.. stretches.Values]),
        };
    }

    /// <summary>From each instant at which all registers of a meter were read to the next, as far as it touches a span.
    /// </summary>
    private static List<ReadAdvance> Advances(
        IEnumerable<Meter> meters, string channel, Interval span, Func<Meter, Register, Dial> dialOf)
    {
        var advances = new List<ReadAdvance>();
        foreach (var meter in meters)
        {
            var dials = meter.Registers.Where(register => register.Channel == channel)
                .Select(register => (register.Step, Dial: dialOf(meter, register))).ToList();
            if (dials.Count == 0) continue;
            var instants = dials.Select(one => one.Dial.ReadAt).Aggregate((a, b) => a.Intersect(b)).ToList();
            foreach (var (start, end) in instants.Zip(instants.Skip(1)))
            {
                if (end <= span.Start || start >= span.End) continue;
                var on = dials.ConvertAll(one => (one.Step, Advance: one.Dial.Over(start, end, [])));
                if (on.Exists(one => one.Advance is null)) continue;
                advances.Add(new(new(start, end), on.Aggregate(Exact.Zero, (sum, one) =>
                    sum + one.Step * Exact.Ratio((System.Numerics.BigInteger)one.Advance!.Value.Steps, 1)),
                    on.Exists(one => one.Advance!.Value.Quality.IsEstimated)));
            }
        }
        return advances;
    }

    /// <summary>The reads of a connection's registers that can't be right beside each other, by register and time.
    /// </summary>
    public static IReadOnlyList<SuspectRead> Suspects(
        Connection connection, ILookup<RegisterName, RegisterRead> reads) => [.. from meter in connection.Meters
            from register in meter.Registers
            from suspect in new Dial(meter, register, connection, reads[new(meter.Id, register.Id)]).Suspects()
            select suspect];

    /// <summary>The days over which the profile of a connection must be known for the series; null where it has none,
    /// or too few reads.</summary>
    public static Days? ProfileDays(
        Connection connection, string channel, Instant from, Instant to, ILookup<RegisterName, RegisterRead> reads)
    {
        if (connection.Profile is not { } profile) return null;
        // A day more at either end: days may start at another time than midnight.
        var (first, end) = (from - Duration.FromDays(1), to + Duration.FromDays(1));
        var spans = (from meter in connection.Meters
            from register in meter.Registers
            where register.Channel == channel
            let around = new Dial(meter, register, connection, reads[new(meter.Id, register.Id)]).Around(first, end)
            where around is not null
            select around.Value).ToList();
        return spans.Count == 0 ? null
            : profile.DaysOf(new(spans.Min(span => span.Start), spans.Max(span => span.End)),
                connection.Channels[channel].DayStart);
    }

    /// <summary>What all registers of a channel count whole multiples of, in the canonical unit.</summary>
    public static Exact StepOf(IEnumerable<Meter> meters, string channel) => meters
        .SelectMany(meter => meter.Registers).Where(register => register.Channel == channel)
        .Select(register => register.Step).Aggregate(Exact.CommonMeasure);

    /// <summary>Notes which stretches of the profile a slot rests on.</summary>
    private static void Note(
        Dictionary<Interval, ProfiledStretch> stretches, long slot, params ReadOnlySpan<Interval?> spans)
    {
        foreach (var one in spans)
            if (one is { } span)
                stretches[span] = new(span, stretches.TryGetValue(span, out var known) ? known.FirstSlot : slot, slot);
    }

    private static void Add(Series series, int slot, Register register, Advance advance)
    {
        var steps = advance.Steps * (register.Step / series.Factor).ToScaled(0);
        series.Counts[slot] = checked((long)(series.Counts[slot] + steps));
        series.Qualities[slot] = Quality.Lesser(series.Qualities[slot], advance.Quality);
        series.Receipts[slot] = Math.Max(series.Receipts[slot], advance.Receipt);
    }
}

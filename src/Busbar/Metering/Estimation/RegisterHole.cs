using Busbar.Quantities;
using NodaTime;

namespace Busbar.Metering.Estimation;

/// <summary>How far a register went on since its last measured read.</summary>
/// <param name="Steps">Of its last decimal, not yet rounded; null where it can't be said.</param>
/// <param name="Words">What it was made from; else why it can't be said.</param>
public readonly record struct Advanced(Exact? Steps, string Words)
{
    /// <summary>It can't be said, and why.</summary>
    public static Advanced No(string reason) => new(null, reason);
}

/// <summary>A register at an instant at which a read of it is needed and none is known.</summary>
public sealed class RegisterHole
{
    private readonly Meter _meter;
    private readonly Connection _connection;
    private readonly IReadOnlyDictionary<string, Series> _profiles;
    private readonly List<RegisterRead> _measured;
    private readonly List<RegisterRead> _since;
    private readonly IReadOnlyList<Interval> _suspicious;

    /// <param name="reads">What it showed, whenever.</param>
    /// <param name="profiles">The book's series that the methods name.</param>
    /// <param name="suspicious">Where the channel is unusual by a rule, accepted or not.</param>
    public RegisterHole(
        Connection connection, Meter meter, Register register, Instant at, IEnumerable<RegisterRead> reads,
        IReadOnlyDictionary<string, Series> profiles, IReadOnlyList<Interval> suspicious)
    {
        (_meter, Register, At, _connection) = (meter, register, at, connection);
        (_profiles, _suspicious) = (profiles, suspicious);
        var opening = StartOf(meter.From);
        var before = reads.Where(read => read.HasValue && read.At >= opening && read.At < at
            && register.StepsOf(read.Micros) is not null).OrderBy(read => read.At).ToList();
        foreach (var (first, next) in Glitches.In(before).Reverse()) before.RemoveRange(first, next - first);
        _measured = before.FindAll(read => read.Kind == QualityKind.Actual);
        _since = _measured.Count == 0 ? [] : before.FindAll(read => read.At >= LastAt);
        YearlyConsumption = connection.YearlyConsumption.TryGetValue(register.Channel, out var yearly) ? yearly : null;
        Unit = connection.Channels[register.Channel].Unit.Dimension.ToString();
    }

    /// <summary>The register.</summary>
    public Register Register { get; }

    /// <summary>When the read is needed.</summary>
    public Instant At { get; }

    /// <summary>What the channel is measured in.</summary>
    public string Unit { get; }

    /// <summary>The channel's yearly consumption at the connection, in the canonical unit; null where none is given.
    /// </summary>
    public Exact? YearlyConsumption { get; }

    /// <summary>Whether other registers of the meter count the same channel.</summary>
    public bool HasOthers => _meter.Registers.Count(one => one.Channel == Register.Channel) > 1;

    /// <summary>Whether any read of it is measured before.</summary>
    public bool HasLast => _measured.Count > 0;

    /// <summary>When it was measured last.</summary>
    public Instant LastAt => _measured[^1].At;

    /// <summary>The day of that.</summary>
    public string Last => On(LastAt);

    /// <summary>The days since then, as <see cref="Days"/> counts them.</summary>
    public Exact DaysSinceLast => Days(LastAt, At);

    /// <summary>Whether more than one read is measured before.</summary>
    public bool HasTwo => _measured.Count > 1;

    /// <summary>The last two measured reads with nothing suspicious between them; null where there are none.</summary>
    public (RegisterRead Before, RegisterRead After)? Basis => Enumerable.Range(1, Math.Max(0, _measured.Count - 1))
        .Select(i => (_measured[^(i + 1)], _measured[^i]))
        .Where(two => !two.Item2.IsAcceptedAfter(two.Item1)
            && !_suspicious.Any(span => span.Start < two.Item2.At && span.End > two.Item1.At))
        .Cast<(RegisterRead, RegisterRead)?>().FirstOrDefault();

    /// <summary>The name of the register.</summary>
    public RegisterName Name => new(_meter.Id, Register.Id);

    /// <summary>How far it went on from one read to a later one; null where the later is below and can't have passed
    /// nought, unless somebody accepted that it has.</summary>
    public Exact? StepsBetween(RegisterRead before, RegisterRead after)
    {
        var steps = Register.StepsOf(after.Micros)!.Value - Register.StepsOf(before.Micros)!.Value;
        if (steps >= 0) return steps;
        steps += Register.Range;
        return steps * 2 < Register.Range || after.IsAcceptedAfter(before) ? steps : null;
    }

    /// <summary>Local days between two instants; a part of one is its part of that day's real time.</summary>
    public Exact Days(Instant from, Instant to) => Position(to) - Position(from);

    /// <summary>An amount of the channel as steps of the register.</summary>
    public Advanced StepsOf(Exact amount, string words) => new(amount / Register.Step, words);

    /// <summary>What a profile has between two instants; null after what is missing of it.</summary>
    public Exact? ProfileOver(string name, Instant from, Instant to, out string missing)
    {
        missing = "";
        var (series, sum, known) = (_profiles[name], Exact.Zero, from);
        for (var slot = 0; slot < series.Length; slot++)
        {
            // Values by the day are those of the dates, whenever days start.
            var (start, end) = series.IntervalMinutes == 1440
                ? (StartOf(Grid.DateOf(series.FirstSlot + slot)), StartOf(Grid.DateOf(series.FirstSlot + slot + 1)))
                : (series.StartOf(slot), series.StartOf(slot + 1));
            var overlap = Instant.Min(end, to) - Instant.Max(start, from);
            if (overlap <= Duration.Zero) continue;
            if (start > known || series.Qualities[slot].Kind == QualityKind.Missing) break;
            known = Instant.Min(end, to);
            sum += series.ValueOf(slot) * Exact.Ratio(overlap.BclCompatibleTicks, (end - start).BclCompatibleTicks);
        }
        if (known >= to) return sum;
        missing = $"the profile {name} has no value on {On(known)}";
        return null;
    }

    /// <summary>The number that it shows after an advance, in 10^-6 of its unit; null after why it can't.</summary>
    public long? Shown(Exact steps, out string reason)
    {
        reason = "";
        var (last, whole) = (_measured[^1], steps.Round(0, Rounding.HalfAway));
        if (whole * 2 >= Register.Range)
            reason = "it would have gone half of the register's range or more";
        // An estimate that came in is a read too: what lies after it can't be below.
        else if (_since.Zip(_since.Skip(1), StepsBetween).Any(one => one is null)
            || _since.Zip(_since.Skip(1), (a, b) => StepsBetween(a, b)!.Value)
                .Aggregate(Exact.Zero, (sum, one) => sum + one) > whole)
            reason = $"an estimated read after {Last} lies above what it gives";
        if (reason.Length > 0) return null;
        var shown = (Register.StepsOf(last.Micros)!.Value + whole.ToScaled(0)) % Register.Range;
        return shown * Digits.PowerOfTen(Register.MostDecimals - Register.Decimals);
    }

    /// <summary>The local day of an instant.</summary>
    public string On(Instant at) => History.Iso(at.InZone(_connection.Zone).Date);

    private Instant StartOf(LocalDate day) => _connection.StartOf(day, Register.Channel);

    private Exact Position(Instant at)
    {
        var date = at.InZone(_connection.Zone).Date;
        if (StartOf(date) > at) date = date.PlusDays(-1);
        var (start, end) = (StartOf(date), StartOf(date.PlusDays(1)));
        return Period.DaysBetween(new LocalDate(1970, 1, 1), date)
            + Exact.Ratio((at - start).BclCompatibleTicks, (end - start).BclCompatibleTicks);
    }
}

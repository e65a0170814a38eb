using System.Globalization;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Metering;

/// <summary>What the door says of a row: where its readings belong, or why it can't be used.</summary>
/// <param name="Grid">The grid of its readings.</param>
/// <param name="First">The slot of the first of them; the others follow one by one.</param>
/// <param name="Rejection">The reason with a stable code and a sentence; null when the row is good.</param>
public readonly record struct Verdict(Grid Grid, long First, Fault? Rejection)
{
    /// <summary>The readings of a good row as they fall into the blocks of months.</summary>
    /// <param name="row">The index of the row.</param>
    /// <param name="version">The file's version of them.</param>
    public IReadOnlyList<(YearMonth Month, Segment Segment)> Segments(
        int row, long version, ReadOnlyMemory<Reading> readings)
    {
        var segments = new List<(YearMonth, Segment)>();
        for (var taken = 0; taken < readings.Length;)
        {
            var month = Grid.MonthOf(First + taken);
            var offset = (int)(First + taken - Grid.FirstSlotOf(month));
            var length = Math.Min(readings.Length - taken, Grid.CountOf(month) - offset);
            segments.Add((month, new(row, offset, version, readings.Slice(taken, length))));
            taken += length;
        }
        return segments;
    }
}

/// <summary>
/// Judges the rows of one file at the door, each by itself: is its time one that its zone has, its length and unit
/// those of the channel, its values such as a meter can have measured. The first rule that is broken is the reason, in
/// the order of <see cref="Reasons"/>.
/// </summary>
/// <param name="file">The name of the file, for messages.</param>
/// <param name="now">The instant at which the file is received: nothing was measured after it.</param>
/// <param name="waived">A rule of <see cref="Waivable"/> that doesn't count, because somebody decided so; null: all
/// count.</param>
public sealed class Judge(string file, Instant now, string? waived = null)
{
    /// <summary>The codes of rules about values: somebody may decide that they don't count for a row.</summary>
    public static readonly IReadOnlyList<string> Waivable =
        ["error-code", "above-limit", "negative-import", "wrong-advance"];

    /// <summary>The codes of all reasons for which a row is rejected at the door.</summary>
    public static readonly IReadOnlyList<string> Reasons =
    [
        "wrong-unit", "wrong-interval-length", "no-such-local-time", "ambiguous-local-time", "off-grid",
        "wrong-interval-count", "future", "error-code", "above-limit", "negative-import", "read-by-registers",
        "unknown-meter", "unknown-register", "wrong-direction", "meter-not-there", "below-zero", "too-many-digits",
        "too-many-decimals", "wrong-advance",
    ];

    /// <summary>The codes of reasons that lie in other readings: another value is known, or somebody has decided.
    /// </summary>
    public static readonly IReadOnlyList<string> OfOthers =
        ["contradicts-known", "conflicting-values", "decided-against"];

    /// <summary>The codes of rows that say something else than what is known with the same rank: from another file, or
    /// from the same one, of which neither row came later. Until somebody decides, neither value is used.</summary>
    public static readonly IReadOnlyList<string> Contradicting = ["contradicts-known", "conflicting-values"];

    /// <summary>The codes of rules about values, which another value may keep.</summary>
    public static readonly IReadOnlyList<string> OfValues =
        [.. Waivable, .. OfOthers, "below-zero", "too-many-digits", "too-many-decimals"];

    private readonly Dictionary<(string Connection, string Channel), long> _limits = [];

    /// <summary>Judges a row of a connection that is known and has the row's channel.</summary>
    public Verdict Of(MeterRow row, Connection connection)
    {
        var channel = connection.Channels[row.Channel];
        if (connection.IsReadByRegisters(row.Channel))
            return No(row, "read-by-registers",
                "is counted by registers of the connection's meters, and the row has readings of intervals.",
                "Import reads of the registers, or take the meters out of the book.");
        if (row.Unit is { } unit && unit.Dimension != channel.Unit.Dimension)
            return No(row, "wrong-unit", $"is measured in {channel.Unit}, but the values are in {unit}.");
        if (row.IntervalMinutes is { } minutes && minutes != connection.IntervalMinutes)
            return No(row, "wrong-interval-length",
                $"has readings of {Length(connection.IntervalMinutes)}, but the row has readings of {Length(minutes)}.",
                "Correct the connection's interval in the book if the file is right.");
        var days = OfDays(row, channel, connection);
        if (days is not null && StartOf(days, connection) is not ({ } _, _))
            return NoSuchTime(days, connection);
        if (days is null || StartOf(days, connection) is not ({ } start, var end)
            || Grid.Place(start, connection.IntervalMinutes, connection.Zone) is not var (grid, first)
            || !StaysOnGrid(row, connection, grid, first))
            return No(row, "off-grid", $"has readings of {Length(connection.IntervalMinutes)}, and none starts at "
                + $"{At(row, 0)} by the clock of {connection.Zone.Id}.");
        if (WrongCount(row, connection, start, end) is { } wrongCount) return wrongCount;
        return (EndsAfterNow(row, connection, first) ?? BadValue(row, connection, channel)) ?? new(grid, first, null);
    }

    /// <summary>Judges a row of a register, of a connection that is known; also says when it was read.</summary>
    public (Fault? Rejection, Instant At, Register? Register) OfRegister(MeterRow row, Connection connection)
    {
        var (name, reading) = (row.Register!.Value, row.Readings[0]);
        var meters = connection.Meters.Where(meter => meter.Id == name.Meter).ToList();
        var register = meters.SelectMany(meter => meter.Registers).FirstOrDefault(one => one.Id == name.Register);
        Verdict? no = meters.Count == 0
            ? No(row, "unknown-meter", "isn't in the book.", Nearest.Hint(name.Meter, connection.Meters.Select(one =>
                one.Id)) ?? "Add the meter to the connection and apply the book: the read comes in then.")
            : IsPower(row.Unit) ? No(row, "wrong-unit", $"was read in {row.Unit}: it shows the greatest power, and "
                + "registers count energy or volume.")
            : register is null ? No(row, "unknown-register", "isn't in the book.",
                "Add the register to the meter and apply the book: the read comes in then.")
            : OtherThing(row, register) ?? (StartOf(row, connection) is null ? NoSuchTime(row, connection) : null);
        if (no is not null) return (no.Value.Rejection, default, null);
        var at = StartOf(row, connection)!.Value.Start;
        no = !meters.Exists(meter => IsThere(meter, at, connection, register!.Channel))
            ? No(row, "meter-not-there", $"has a read at {At(row, 0)}, when the meter wasn't there.",
                "Opening and closing reads are those at the start of the days from: and to: of the meter"
                + (connection.Channels[register!.Channel].DayStart is var start && start == LocalTime.Midnight ? "."
                    : $", at {LocalTimePattern.CreateWithInvariantCulture("HH:mm").Format(start)}."))
            : at > now + connection.StandingOf(register!.Channel).Ahead
                ? No(row, "future", $"has a read at {At(row, 0)}, after the file was received.")
            : reading.Quality.Kind == QualityKind.Missing ? null
            : BadNumber(row, register!, reading.Micros) ?? WrongAdvance(row, register!, reading.Micros);
        return (no?.Rejection, at, register);
    }

    /// <summary>A row of days that start at another time than midnight, by its dates; null where it starts at none of
    /// them.</summary>
    private static MeterRow? OfDays(MeterRow row, Channel channel, Connection connection)
    {
        if (connection.IntervalMinutes != 1440 || channel.DayStart == LocalTime.Midnight) return row;
        var local = row.Offset is { } offset
            ? row.Start.WithOffset(offset).ToInstant().InZone(connection.Zone).LocalDateTime : row.Start;
        return local.TimeOfDay == channel.DayStart ? row with { Start = local.Date.AtMidnight(), Offset = null }
            // A day by itself is that day.
            : row.Offset is null && local.TimeOfDay == LocalTime.Midnight ? row : null;
    }

    /// <summary>What a register of maximum demand shows.</summary>
    private static bool IsPower(Unit? unit) => unit is not null
        && new[] { Dimension.Energy, Dimension.Apparent }.Any(kind => unit.Dimension == kind / Dimension.Hour);

    /// <summary>What the file says that the register counts isn't what it counts by the book.</summary>
    private Verdict? OtherThing(MeterRow row, Register register) =>
        row.Unit is { } unit && unit.Dimension != register.Unit.Dimension
            ? No(row, "wrong-unit", $"counts in {register.Unit}, but the file says {unit}.",
                "Correct the register's unit or channel in the book if the file is right.")
        : row.Counted is { } counted && counted.Contradicts(register.Channel)
            ? No(row, "wrong-direction",
                $"counts {register.Channel} in the book, and the file says that it counts {counted.Channel}.",
                "Correct the register's channel in the book if the file is right.")
        : null;

    /// <summary>The file says that another amount went through than the reads and the book's register make.</summary>
    private Verdict? WrongAdvance(MeterRow row, Register register, long micros)
    {
        if (waived is "wrong-advance" || row.Counted is not { Before: { } shown } counted
            || register.StepsOf(shown) is not { } before
            || register.StepsOf(micros) is not { } after) return null;
        var by = register.Step * (after < before ? after - before + register.Range : after - before);
        var told = Exact.FromScaled(counted.Micros, 6);
        // The amount may be rounded or cut off to the decimals with which it is told.
        var apart = by < told ? told - by : by - told;
        return apart < Exact.FromScaled(counted.Step, 6) ? null
            : No(row, "wrong-advance", $"went from {Exact.FromScaled(shown, 6)} to {Exact.FromScaled(micros, 6)} at "
                + $"{At(row, 0)}, which is {by} {register.Unit.Dimension} by the book, and the file says that it "
                + $"counted {told} {register.Unit.Dimension}.",
                "Correct the register's multiplier, unit or digits in the book if the file is right.");
    }

    private static bool IsThere(Meter meter, Instant at, Connection connection, string channel) =>
        at >= connection.StartOf(meter.From, channel)
        && (meter.To is not { } to || at <= connection.StartOf(to, channel));

    private Verdict? BadNumber(MeterRow row, Register register, long micros)
    {
        if (register.StepsOf(micros) is not null) return null;
        var read = $"has {Exact.FromScaled(micros, Register.MostDecimals)} at {At(row, 0)}";
        return micros < 0 ? No(row, "below-zero", $"{read}; a register begins at 0.")
            : micros >= Digits.PowerOfTen(register.Digits + Register.MostDecimals)
                ? No(row, "too-many-digits", string.Create(CultureInfo.InvariantCulture,
                    $"{read}; it has {register.Digits} digits before the point."),
                    "Correct the register's digits in the book if the file is right.")
                : No(row, "too-many-decimals", string.Create(CultureInfo.InvariantCulture,
                    $"{read}; it has {register.Decimals} decimals."),
                    "Correct the register's decimals in the book if the file is right.");
    }

    /// <summary>
    /// The start of the row, and the end of the day where it is a whole day; null when its clock shows no such time.
    /// </summary>
    private static (Instant Start, Instant? End)? StartOf(MeterRow row, Connection connection)
    {
        if (row.Offset is { } offset)
        {
            var told = row.Start.WithOffset(offset).ToInstant();
            return (told, row.WholeDay ? told + Duration.FromDays(1) : null);
        }
        var zone = connection.Zone;
        var isMidnight = row.Start.TimeOfDay == LocalTime.Midnight;
        if (isMidnight && (row.WholeDay || connection.IntervalMinutes == 1440))
        {
            var (day, next) = (row.Start.Date, row.Start.Date.PlusDays(1));
            var (start, end) = (LocalDay.StartOf(day, zone), LocalDay.StartOf(next, zone));
            return start < end ? (start, end) : null;
        }
        var mapped = zone.MapLocal(row.Start);
        if (mapped.Count != 1) return null;
        return (mapped.Single().ToInstant(), row.WholeDay ? zone.AtLeniently(row.Start.PlusDays(1)).ToInstant() : null);
    }

    private Verdict NoSuchTime(MeterRow row, Connection connection) => connection.Zone.MapLocal(row.Start).Count == 0
        ? No(row, "no-such-local-time",
            $"has a reading at {At(row, 0)}, a time that the clocks of {connection.Zone.Id} skip.",
            "Give the times with their offset from UTC.")
        : No(row, "ambiguous-local-time",
            $"has a reading at {At(row, 0)}, a time that the clocks of {connection.Zone.Id} show twice that day.",
            "Give the times with their offset from UTC"
            + (row.Register is null ? ", or the whole day in one row." : "."));

    private static bool StaysOnGrid(MeterRow row, Connection connection, Grid grid, long first)
    {
        if (row.Readings.Count < 2 || grid.IsDaily) return true;
        var last = first + row.Readings.Count - 1;
        var start = Instant.FromUnixTimeSeconds(last * grid.IntervalMinutes * 60 + grid.PhaseSeconds);
        return Grid.Place(start, grid.IntervalMinutes, connection.Zone) is var (other, slot)
            && other == grid && slot == last;
    }

    private Verdict? WrongCount(MeterRow row, Connection connection, Instant start, Instant? end)
    {
        if (!row.WholeDay || end is null)
            return row.Readings.Count > 0 ? null : No(row, "wrong-interval-count", $"has no reading at {At(row, 0)}.");
        var clock = row.Offset is { } offset
            ? $"by the clock of UTC{OffsetPattern.GeneralInvariant.Format(offset)}" : $"in {connection.Zone.Id}";
        var minutes = (end.Value - start).BclCompatibleTicks / NodaConstants.TicksPerMinute;
        if (connection.IntervalMinutes == 1440) minutes = 1440;
        var length = connection.IntervalMinutes;
        if (minutes % length == 0 && minutes / length == row.Readings.Count) return null;
        var day = minutes % length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{minutes / length}")
            : string.Create(CultureInfo.InvariantCulture, $"{minutes} minutes");
        return No(row, "wrong-interval-count", string.Create(CultureInfo.InvariantCulture,
            $"has {row.Readings.Count} readings of {Length(length)} on {Day(row)}, a day of {day} {clock}."));
    }

    private Verdict? EndsAfterNow(MeterRow row, Connection connection, long first)
    {
        var last = row.Readings.Count - 1;
        while (last >= 0 && row.Readings[last].Quality.Kind == QualityKind.Missing) last--;
        return last < 0 || Grid.StartOf(first + last + 1, connection.IntervalMinutes, connection.Zone)
            <= now + connection.StandingOf(row.Channel).Ahead ? null
            : No(row, "future", $"has a reading at {At(row, last)} that ends after the file was received.");
    }

    private Verdict? BadValue(MeterRow row, Connection connection, Channel channel)
    {
        if (BadReading(row, connection, channel) is not var (i, code)) return null;
        var value = $"has {Exact.FromScaled(row.Readings[i].Micros, 6)} {Canonical(channel)} at {At(row, i)}";
        return No(row, code, code switch
        {
            "error-code" => $"{value}, which meters send for an error.",
            "above-limit" => $"{value}; its limit of {connection.Limit} {PowerUnit(channel)}"
                + $"{LimitWords.At(connection.StandingOf(channel.Name))} allows no more than "
                + $"{Exact.FromScaled(LimitOf(connection, channel), 6)} {Canonical(channel)}.",
            _ => $"{value}; only a net channel may be negative.",
        });
    }

    /// <summary>The first reading of a row that breaks a rule about values, and the rule; null where none does.
    /// </summary>
    public (int Index, string Code)? BadReading(MeterRow row, Connection connection, Channel channel)
    {
        var rules = RulesOf(connection, channel);
        for (var i = 0; i < row.Readings.Count; i++)
            if (row.Readings[i] is var (micros, quality) && quality.Kind != QualityKind.Missing
                && CodeOf(micros, rules) is { } code) return (i, code);
        return null;
    }

    /// <summary>How many values of a series break a rule about values: somebody has accepted them, or the rule came
    /// later.</summary>
    public int CountAgainst(Series readings, Connection connection, Channel channel)
    {
        var (rules, count) = (RulesOf(connection, channel), 0);
        for (var slot = 0; slot < readings.Length; slot++)
            if (readings.Qualities[slot].Kind != QualityKind.Missing
                && CodeOf(readings.Counts[slot], rules) is not null) count++;
        return count;
    }

    private (long Limit, bool MayBeNegative, bool MayBeCode) RulesOf(Connection connection, Channel channel)
    {
        var standing = connection.StandingOf(channel.Name);
        return (waived is "above-limit" ? long.MaxValue : LimitOf(connection, channel),
            channel.MayBeNegative || standing.AllowsNegative || waived is "negative-import",
            standing.AllowsErrorCodes || waived is "error-code");
    }

    private static string? CodeOf(long micros, (long Limit, bool MayBeNegative, bool MayBeCode) rules) =>
        !rules.MayBeCode && IsErrorCode(micros) ? "error-code"
        : micros > rules.Limit || micros < -rules.Limit ? "above-limit"
        : micros < 0 && !rules.MayBeNegative ? "negative-import" : null;

    /// <summary>
    /// What meters and head ends send for "no value": the greatest 32-bit numbers, as Wh or as thousandths.
    /// </summary>
    private static bool IsErrorCode(long micros)
    {
        if (micros % 1_000 != 0) return false;
        var thousandths = Math.Abs(micros / 1_000);
        return IsLimitOf32Bits(thousandths) || (thousandths % 1_000 == 0 && IsLimitOf32Bits(thousandths / 1_000));
    }

    private static bool IsLimitOf32Bits(long value) => value is uint.MaxValue or int.MaxValue or int.MaxValue + 1L;

    /// <summary>The most that one reading may be, in micros; without a limit, anything.</summary>
    private long LimitOf(Connection connection, Channel channel)
    {
        // A limit is in kW or in m3 per hour and says nothing of reactive energy.
        if (connection.Limit is not { } power || connection.StandingOf(channel.Name).LimitPercent is not { } percent
            || (channel.Unit.Dimension != Dimension.Energy && channel.Unit.Dimension != Dimension.Volume))
            return long.MaxValue;
        if (_limits.TryGetValue((connection.Id, channel.Name), out var limit)) return limit;
        // A day may have 25 hours.
        var minutes = connection.IntervalMinutes == 1440 ? 1500 : connection.IntervalMinutes;
        var most = power * percent / 100 * minutes / 60 * 1_000_000;
        limit = most > long.MaxValue ? long.MaxValue : most.Round(0, Rounding.Down).ToScaled(0);
        return _limits[(connection.Id, channel.Name)] = limit;
    }

    private Verdict No(MeterRow row, string code, string sentence, string? hint = null) => new(default, 0, new(code,
        $"Connection {row.Connection}, {row.Subject}, {sentence}", new(file, row.Line), row.Connection, hint));

    private static string Day(MeterRow row) => LocalDatePattern.Iso.Format(row.Start.Date);

    /// <summary>
    /// The time of a reading as the file's own clock shows it; its number, where that clock may have been changed.
    /// </summary>
    private static string At(MeterRow row, int index) =>
        index > 0 && row.Offset is null
            ? string.Create(CultureInfo.InvariantCulture, $"reading {index + 1} from {ClockText.Of(row.Start, null)}")
            : ClockText.Of(row.Start.PlusMinutes(index * (long)(row.IntervalMinutes ?? 0)), row.Offset);

    private static string Canonical(Channel channel) => channel.Unit.Dimension.ToString();

    private static string PowerUnit(Channel channel) => channel.Unit.Dimension == Dimension.Energy ? "kW" : "m3/hour";

    private static string Length(int minutes) =>
        minutes == 1440 ? "a day" : string.Create(CultureInfo.InvariantCulture, $"{minutes} minutes");
}

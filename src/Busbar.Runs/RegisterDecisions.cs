using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Carries out what is decided of reads of registers: of one that contradicts another, or of those on which
/// suspicious days rest. In one go each read is decided once.</summary>
internal sealed class RegisterDecisions(
    Change change, QuarantineDecision decision, string note, QuarantineAnswer answer)
{
    private readonly record struct Place(string Connection, RegisterName Register, Instant At);

    private sealed record Corrected(QuarantineItem Item, Connection Connection, RegisterName Register, Instant At,
        Reading Reading);

    private readonly HashSet<Place> _decided = [];
    private readonly List<Corrected> _corrected = [];

    /// <summary>The days before the reads that are others: what is missing there now may be estimated.</summary>
    public List<(Connection Connection, LocalDate Day)> Days { get; } = [];

    /// <summary>Whether something rests on a read that was decided in this go, and is asked anew.</summary>
    public bool IsDecided(QuarantineItem item) => item.Read is { } suspect
        && new[] { suspect.Read, suspect.Other }.Any(read => _decided.Contains(
            new(suspect.Connection.Id, suspect.Register, read.At)));

    /// <summary>A read that can't be right beside another is right all the same, or one of the two is other.</summary>
    public ReleaseReport? Of(QuarantineItem item, SuspectRead suspect)
    {
        if (decision == QuarantineDecision.Accept)
        {
            if (!suspect.IsAcceptable)
                throw Quarantining.Refused(item, "is of a number that its register can't show",
                    "Correct it: busbar quarantine correct. Or correct the register in the book, and apply it.");
            QuarantineStore.Accept(change, [AcceptedReads.Of(suspect)], note);
            return null;
        }
        var wrong = !answer.IsEarlier ? suspect.Read
            : suspect.Other.At < suspect.Read.At ? suspect.Other
            : throw Quarantining.Refused(item, "is of the first read that is known", "Leave --earlier out.");
        return Write(item, suspect.Connection, [(suspect.Register, wrong)]);
    }

    /// <summary>Suspicious days rest on the reads within them and the one at their end or the next after it.</summary>
    public ReleaseReport? Of(QuarantineItem item, Suspect suspect, ILookup<RegisterName, RegisterRead> reads)
    {
        var under = Under(suspect.Connection, suspect.Channel, suspect.Found.Span, reads).ToList();
        var left = under.FindAll(one =>
            !_decided.Contains(new(suspect.Connection.Id, one.Register, one.Read.At)));
        return left.Count == 0 && under.Count > 0 ? null : Write(item, suspect.Connection, left);
    }

    /// <summary>Notes that a read is another.</summary>
    public void Note(QuarantineItem item, Connection connection, RegisterName register, Instant at, Reading reading) =>
        _corrected.Add(new(item, connection, register, at, reading));

    /// <summary>Refuses a correction by which a read is still wrong beside another, be it that the fault has moved to
    /// the next one.</summary>
    /// <param name="known">The reads of the connections before.</param>
    /// <exception cref="RefusedException">One is.</exception>
    public void RefuseWrong(IReadOnlyDictionary<string, ILookup<RegisterName, RegisterRead>> known)
    {
        if (decision != QuarantineDecision.Correct) return;
        foreach (var same in _corrected.GroupBy(one => one.Connection.Id))
        {
            var (connection, reads) = (same.First().Connection, With(known[same.Key], [.. same]));
            var before = RegisterSeries.Suspects(connection, known[same.Key]).Select(one => one.Id).ToHashSet();
            foreach (var wrong in RegisterSeries.Suspects(connection, reads))
            {
                var own = same.FirstOrDefault(one => one.Register == wrong.Register
                    && (one.At == wrong.Read.At || one.At == wrong.Other.At));
                if (own is not null || !before.Contains(wrong.Id))
                    throw Still(own ?? same.First(), wrong, reads);
            }
        }
    }

    private static RefusedException Still(
        Corrected own, SuspectRead wrong, ILookup<RegisterName, RegisterRead> reads)
    {
        var meter = own.Connection.Meters.First(one => one.Id == own.Register.Meter);
        var register = meter.Registers.First(one => one.Id == own.Register.Register);
        var bounds = ReadBounds.Of(own.Connection, register, reads[own.Register], own.At);
        return Quarantining.Refused(own.Item, $"can't be corrected to {Said(own.Reading)}: {wrong.Reason}",
            (bounds is null ? "" : $"It must be {bounds}, by the reads on either side"
                + (own.Connection.Limit is null ? ". " : " and the connection's limit. "))
            + "If another read is wrong, decide of that one first; --earlier means the one before.");
    }

    private static ILookup<RegisterName, RegisterRead> With(
        ILookup<RegisterName, RegisterRead> known, IReadOnlyList<Corrected> corrected) => known
        .SelectMany(same => same.Select(read => (Name: same.Key, Read: read)))
        .Where(one => !corrected.Any(other => other.Register == one.Name && other.At == one.Read.At))
        .Concat(corrected.Where(one => one.Reading.Quality.Kind != QualityKind.Missing).Select(one => (
            Name: one.Register, Read: new RegisterRead(one.At, one.Reading.Micros, new(one.Reading.Quality, 0, 1)))))
        .ToLookup(one => one.Name, one => one.Read);

    private static Exact Said(Reading reading) => Exact.FromScaled(reading.Micros, Register.MostDecimals);

    private static IEnumerable<(RegisterName Register, RegisterRead Read)> Under(
        Connection connection, string channel, Interval span, ILookup<RegisterName, RegisterRead> reads)
    {
        foreach (var meter in connection.Meters)
            foreach (var register in meter.Registers.Where(one => one.Channel == channel))
            {
                var name = new RegisterName(meter.Id, register.Id);
                var (opening, closing) = (connection.StartOf(meter.From, channel),
                    meter.To is { } to ? connection.StartOf(to, channel) : Instant.MaxValue);
                // Nothing was counted up to a meter's opening read.
                var own = reads[name].Where(read => read.HasValue && read.At >= opening && read.At <= closing)
                    .OrderBy(read => read.At).Skip(1).Where(read => read.At > span.Start).ToList();
                var next = own.FindIndex(read => read.At >= span.End);
                foreach (var read in next < 0 ? own : own.Take(next + 1)) yield return (name, read);
            }
    }

    private ReleaseReport Write(
        QuarantineItem item, Connection connection, IReadOnlyList<(RegisterName Register, RegisterRead Read)> wrong)
    {
        var meant = wrong.Where(one => answer.Register is null || one.Register.Register == answer.Register).ToList();
        if (meant.Count == 0)
            throw Quarantining.Refused(item, $"has no read of a register {answer.Register}", "It rests on "
                + string.Join("; ", wrong.Select(one => Said(one, connection))) + ".");
        if (decision == QuarantineDecision.Correct && answer.Value is not null && meant.Count > 1)
            throw Quarantining.Refused(item, $"rests on {meant.Count} reads, and one value can't stand for them: "
                + string.Join("; ", meant.Select(one => Said(one, connection))),
                "Name one register with --register, correct all with --times, or import a file with the right ones "
                + "and a greater version.");
        var rows = new List<(Connection, MeterRow)>();
        foreach (var (register, read) in meant)
        {
            var reading = decision != QuarantineDecision.Correct ? new Reading(0, Quality.Missing)
                : answer.Times is { } times ? Substitutes.Times(read.Micros, times, item)
                : Substitutes.Of(answer.Value!.Value, Unit.One, item);
            rows.Add((connection, EstimateStore.RowOf(connection, register, read.At, reading)));
            _decided.Add(new(connection.Id, register, read.At));
            Note(item, connection, register, read.At, reading);
            Days.Add((connection, (read.At - Duration.Epsilon).InZone(connection.Zone).Date));
        }
        return QuarantineStore.Write(change, rows, item.Id, null, isByRank: false);
    }

    private static string Said((RegisterName Register, RegisterRead Read) one, Connection connection) =>
        $"{one.Register}, {Exact.FromScaled(one.Read.Micros, Register.MostDecimals)} at "
        + ClockText.Of(one.Read.At.InZone(connection.Zone).LocalDateTime, null);
}

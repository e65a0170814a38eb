using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Metering.Checks;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Suspicious readings that nobody has accepted.</summary>
/// <param name="Counts">The values of the readings: an acceptance holds as long as they are the same.</param>
internal sealed record Suspect(Connection Connection, string Channel, Suspicion Found, long[] Counts)
{
    /// <summary>A name that stays: the rule, which readings, and what they are compared with.</summary>
    public string Id => $"{Found.Code}:{Connection.Id}:{Channel}:"
        + ClockText.Of(Found.Span.Start.InZone(Connection.Zone).LocalDateTime, null).Replace(' ', 'T')
        + (Found.Beside is { } beside ? $":{beside}" : "");

    /// <summary>Why, as a sentence.</summary>
    public string Sentence => $"Connection {Connection.Id}, channel {Channel}, {Found.Sentence}.";
}

/// <summary>
/// Judges readings by the rules of their channels beside those before them: what is suspicious isn't used until
/// somebody has decided. It depends on what is known, and not on when it came.
/// </summary>
internal sealed class Suspecting(Snapshot snapshot, Book book)
{
    /// <summary>The code of a gap of readings that a rule finds unusual.</summary>
    internal const string SuspiciousCode = "suspicious";

    /// <summary>The code of a gap of two values of which neither holds.</summary>
    internal const string ContradictedCode = "contradicted";

    private const string DecisionHint = "Decide with busbar quarantine accept, correct, estimate or reject";
    private const string TwoValues = "two values of the same version and quality were received";

    /// <summary>The series without what is suspicious in them, and without what another value waits beside; what is
    /// missing since the row that has it waits names that row.</summary>
    /// <param name="known">What is known of those that are wanted, in their order.</param>
    public IReadOnlyList<Series> Masked(IReadOnlyList<ReadsWanted> wanted, IReadOnlyList<Series> known)
    {
        var masked = WithoutWrong(wanted, known);
        if (masked.All(series => series.IsComplete)) return masked;
        var undecided = UndecidedRows.Of(snapshot, wanted.Zip(masked)
            .Where(pair => !pair.Second.IsComplete).Select(pair => pair.First.Connection));
        return [.. wanted.Zip(masked, (one, series) => undecided.Named(one.Connection, one.Channel, series))];
    }

    private IReadOnlyList<Series> WithoutWrong(IReadOnlyList<ReadsWanted> wanted, IReadOnlyList<Series> known)
    {
        known = WithoutContradicted(snapshot, wanted, known);
        if (wanted.All(one => RulesOf(one).Count == 0)) return known;
        var suspects = Find(wanted).ToLookup(suspect => (suspect.Connection.Id, suspect.Channel));
        return [.. wanted.Zip(known, (one, series) => series.Without([.. suspects[(one.Connection.Id, one.Channel)]
            .Select(suspect => new Gap(suspect.Found.Span, SuspiciousCode, $"it {suspect.Found.Sentence}",
                $"{DecisionHint} {suspect.Id}.", IsWrong: true))]))];
    }

    /// <summary>The series without what another value waits beside.</summary>
    internal static IReadOnlyList<Series> WithoutContradicted(
        Snapshot snapshot, IReadOnlyList<ReadsWanted> wanted, IReadOnlyList<Series> known)
    {
        var contradicted = QuarantineStore.Contradictions(snapshot, [.. wanted.Select(one => one.Connection.Id)])
            .ToLookup(one => one.Row.Connection);
        return contradicted.Count == 0 ? known : [.. wanted.Zip(known, (one, series) =>
        {
            var rows = contradicted[one.Connection.Id].ToList();
            if (rows.Count == 0) return series;
            if (one.Connection.IsReadByRegisters(one.Channel))
            {
                var reads = ReadStore.OfRegisters(snapshot, one.Connection.Id);
                return series.Without([.. rows
                    .Where(other => QuarantineStore.DecidedIn(snapshot, one.Connection, other.Row).Count == 0)
                    .Select(other => Contradicted(one, reads, other)).OfType<Gap>()]);
            }
            var versioned = ReadStore.Load(snapshot, one with { WithVersions = true });
            return series.Without([.. rows.SelectMany(other => Contradicted(one, versioned, other,
                QuarantineStore.DecidedIn(snapshot, one.Connection, other.Row)))]);
        })];
    }

    /// <summary>Where a row that waits says something else than what is known with its rank: who is right isn't decided
    /// by who came first. What a decision has brought since is known for good.</summary>
    /// <param name="decided">The places in the row of values that were decided against.</param>
    private static IEnumerable<Gap> Contradicted(ReadsWanted one, Series series,
        (long Id, long Receipt, MeterRow Row) other, IReadOnlySet<int> decided)
    {
        var row = other.Row;
        if (row.Register is not null || row.Channel != one.Channel
            || new Judge("", Instant.MaxValue).Of(row, one.Connection) is not { Rejection: null, First: var first })
            yield break;
        foreach (var (i, reading) in row.Readings.Index())
        {
            var slot = (int)(first + i - series.FirstSlot);
            if (decided.Contains(i)) continue;
            if (slot >= 0 && slot < series.Length && reading.Micros != series.Counts[slot] && IsOfRank(reading, row,
                new(series.Qualities[slot], series.Versions[slot], series.Receipts[slot]), other.Receipt))
                yield return new(new(series.StartOf(slot), series.StartOf(slot + 1)), ContradictedCode, TwoValues,
                    $"{DecisionHint} row-{other.Id}.", IsWrong: true);
        }
    }

    /// <summary>The same of a register: all that rests on the read, from the one before it to the one after.</summary>
    private static Gap? Contradicted(
        ReadsWanted one, IReadOnlyList<RegisterReading> reads, (long Id, long Receipt, MeterRow Row) other)
    {
        var row = other.Row;
        if (row.Register is not { } name || !one.Connection.Meters.Any(meter => meter.Id == name.Meter
            && meter.Registers.Any(own => own.Id == name.Register && own.Channel == one.Channel))) return null;
        var (_, at, _) = new Judge("", Instant.MaxValue).OfRegister(row, one.Connection);
        var own = reads.Where(read => read.Register == name && read.Read.HasValue).ToList();
        var place = own.FindIndex(read => read.Read.At == at);
        if (place < 0 || own[place].Read is var known && (known.Micros == row.Readings[0].Micros
            || !IsOfRank(row.Readings[0], row, known.Provenance, other.Receipt))) return null;
        var from = DayOf(one, place == 0 ? at : own[place - 1].Read.At).Start;
        var to = DayOf(one, place == own.Count - 1 ? at : own[place + 1].Read.At - Duration.Epsilon).End;
        return new(new(from, to), ContradictedCode, $"{name}, {TwoValues} for {ClockText.Of(at, one.Connection.Zone)}",
            $"{DecisionHint} row-{other.Id}.", IsWrong: true);
    }

    private static bool IsOfRank(Reading reading, MeterRow row, Provenance known, long receipt) =>
        // What is known of the same receipt came in together, when the book got the connection.
        reading.Quality.Kind != QualityKind.Missing && known.Receipt <= receipt
        && Provenance.Rank(new(reading.Quality, row.Version, receipt), known) == 0;

    /// <summary>The slot in which an instant lies: of a connection by the day, by the time at which the channel's days
    /// start.</summary>
    private static Interval DayOf(ReadsWanted one, Instant at)
    {
        var zone = one.Connection.Zone;
        if (one.Connection.IntervalMinutes != 1440)
        {
            var (first, _) = Grid.SlotsOf(at, at, one.Connection.IntervalMinutes, zone);
            var start = Grid.StartOf(first, one.Connection.IntervalMinutes, zone);
            if (start > at) start = Grid.StartOf(first - 1, one.Connection.IntervalMinutes, zone);
            return new(start, start + Duration.FromMinutes(one.Connection.IntervalMinutes));
        }
        var day = at.InZone(zone).Date;
        if (one.Connection.StartOf(day, one.Channel) > at) day = day.PlusDays(-1);
        return new(LocalDay.StartOf(day, zone), LocalDay.StartOf(day.PlusDays(1), zone));
    }

    /// <summary>What is suspicious in some readings and wasn't accepted.</summary>
    public IReadOnlyList<Suspect> Find(IReadOnlyList<ReadsWanted> wanted)
    {
        var all = All(wanted);
        if (all.Count == 0) return [];
        var accepted = QuarantineStore.Accepted(snapshot, [.. all.Select(one => one.Connection.Id)])
            .ToLookup(one => (one.Connection, one.Channel, one.Code));
        // Before acceptances named what was compared, one was of all rules of its code.
        return [.. all.Where(suspect => !IsAccepted(suspect, new[] { suspect.Found.Rule, suspect.Found.Code }.Distinct()
            .SelectMany(rule => accepted[(suspect.Connection.Id, suspect.Channel, rule)])))];
    }

    /// <summary>What is suspicious in some readings, accepted or not.</summary>
    public IReadOnlyList<Suspect> All(IReadOnlyList<ReadsWanted> wanted)
    {
        var judged = wanted.Where(one => RulesOf(one).Count > 0).ToList();
        if (judged.Count == 0) return [];
        var whole = ReadStore.Load(snapshot, [.. judged.Select(one => one with { From = FirstOf(one) })]);
        return [.. judged.Zip(whole).SelectMany(pair => RulesOf(pair.First)
            .SelectMany(rule => Found(rule, pair.First, pair.Second)))];
    }

    /// <summary>Whether each of the readings was accepted with the value that it has, however they were cut.</summary>
    private static bool IsAccepted(Suspect suspect, IEnumerable<AcceptedReadings> accepted)
    {
        var (first, isAccepted) = (FirstSlot(suspect.Found.Span.Start, suspect), new bool[suspect.Counts.Length]);
        foreach (var one in accepted)
        {
            var shift = FirstSlot(one.From, suspect) - first;
            for (var i = Math.Max(0, -shift); i < one.Counts.Length && i + shift < isAccepted.Length; i++)
                isAccepted[i + shift] |= one.Counts[i] == suspect.Counts[i + shift];
        }
        return Array.TrueForAll(isAccepted, each => each);
    }

    private static long FirstSlot(Instant from, Suspect suspect) => Grid.SlotsOf(
        from, from, suspect.Connection.IntervalOf(suspect.Channel), suspect.Connection.Zone).First;

    private IEnumerable<Suspect> Found(ReadingCheck rule, ReadsWanted one, Series whole)
    {
        var from = DaysBefore(one, rule.DaysBefore);
        var beside = rule.Beside.Count == 0 ? [] : ReadStore.Load(snapshot, [.. rule.Beside.Select(other => one with
        {
            Connection = other.Connection is { } id ? book.Connections[id] : one.Connection,
            Channel = other.Channel ?? one.Channel, From = from,
        })]);
        return rule.Find(whole.Between(from, one.To), one.From, beside).Select(found => new Suspect(
            one.Connection, one.Channel, found, whole.Between(found.Span.Start, found.Span.End).Counts));
    }

    private static IReadOnlyList<ReadingCheck> RulesOf(ReadsWanted one) =>
        one.Connection.Checks.GetValueOrDefault(one.Channel) ?? [];

    private static Instant FirstOf(ReadsWanted one) =>
        DaysBefore(one, RulesOf(one).Max(rule => rule.DaysBefore));

    private static Instant DaysBefore(ReadsWanted one, int days) => LocalDay.StartOf(
        one.From.InZone(one.Connection.Zone).Date.PlusDays(-days), one.Connection.Zone);
}

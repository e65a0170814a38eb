using Busbar.Time;
using NodaTime;

namespace Busbar.Metering.Estimation;

/// <summary>What stays missing although the methods were tried.</summary>
/// <param name="Subject">What it is of, where that isn't the channel: <c>meter S95, register 1</c>.</param>
/// <param name="Intervals">How many readings are missing.</param>
/// <param name="Reasons">For each method, why it can't.</param>
public sealed record OpenHole(string? Subject, Interval Span, int Intervals, IReadOnlyList<string> Reasons);

/// <summary>A read of a register that a method made.</summary>
/// <param name="Micros">A count of 10^-6 of the register's unit.</param>
/// <param name="Basis">What it was made from.</param>
public sealed record EstimatedRead(
    RegisterName Register, Instant At, long Micros, EstimationMethod Method, string Basis);

/// <summary>What the methods of a channel, tried one after another, made of its holes.</summary>
/// <param name="Filled">Values of intervals; their slots are those of the history.</param>
/// <param name="Reads">Reads of registers.</param>
/// <param name="Open">What stays missing.</param>
public sealed record Estimates(
    IReadOnlyList<Filled> Filled, IReadOnlyList<EstimatedRead> Reads, IReadOnlyList<OpenHole> Open)
{
    private const string NoOpening = "a read at the beginning or before isn't estimated: import it";
    private const string None = "no method is declared: name some under estimates: in the book";

    /// <summary>Fills the holes between two slots of a history.</summary>
    public static Estimates Of(History history, int first, int end, IReadOnlyList<EstimationMethod> methods)
    {
        var (filled, open) = (new List<Filled>(), new List<OpenHole>());
        foreach (var hole in history.Holes(first, end))
        {
            var (rest, reasons) = (hole, new List<string>());
            foreach (var method in methods.TakeWhile(_ => rest.Slots.Count > 0))
            {
                var filling = method.Fill(history, rest);
                filled.AddRange(filling.Made);
                var done = filling.Made.SelectMany(made => made.Values).Select(value => value.Slot).ToHashSet();
                rest = rest with { Slots = [.. rest.Slots.Where(slot => !done.Contains(slot))] };
                if (filling.Reason is { } reason) reasons.Add($"{method.Phrase}: {reason}");
            }
            if (methods.Count == 0) reasons.Add(None);
            foreach (var (from, to) in Runs(rest.Slots))
                open.Add(new(null, new(history.StartOf(from), history.StartOf(to)), to - from, reasons));
        }
        return new(filled, [], open);
    }

    /// <summary>Makes the reads that registers need at the end of some days, or where their meter goes within them.
    /// </summary>
    /// <param name="reads">All reads of the connection's registers.</param>
    /// <param name="profiles">The book's series that the methods name.</param>
    /// <param name="suspicious">Where the channel is unusual by a rule, accepted or not.</param>
    /// <param name="now">A read that isn't due by then isn't missing.</param>
    public static Estimates Of(
        Connection connection, string channel, Days days, ILookup<RegisterName, RegisterRead> reads,
        IReadOnlyList<EstimationMethod> methods, IReadOnlyDictionary<string, Series> profiles,
        IReadOnlyList<Interval> suspicious, Instant now)
    {
        var (made, open) = (new List<EstimatedRead>(), new List<OpenHole>());
        foreach (var meter in connection.Meters.Where(meter => meter.Counts(channel)))
        {
            var there = days.Intersect(meter.Days);
            if (there.IsEmpty) continue;
            var (opening, closing) = (connection.StartOf(meter.From, channel),
                meter.To is { } to ? connection.StartOf(to, channel) : Instant.MaxValue);
            var (start, end) = (connection.StartOf(there.From, channel), connection.StartOf(there.To, channel));
            if (end > now) continue;
            foreach (var register in meter.Registers.Where(one => one.Channel == channel))
            {
                var own = reads[new(meter.Id, register.Id)].Where(read => read.HasValue
                    && read.At >= opening && read.At <= closing).ToList();
                var hole = new RegisterHole(connection, meter, register, end, own, profiles, suspicious);
                if (!own.Exists(read => read.At <= start))
                    open.Add(new(hole.Name.ToString(), new(start, start), 1, [NoOpening]));
                if (own.Exists(read => read.At >= end)) continue;
                if (Read(hole, methods, out var reasons) is { } read) made.Add(read);
                else open.Add(new(hole.Name.ToString(), new(end, end), 1, reasons));
            }
        }
        return new([], made, open);
    }

    private static EstimatedRead? Read(
        RegisterHole hole, IReadOnlyList<EstimationMethod> methods, out IReadOnlyList<string> reasons)
    {
        var all = new List<string>();
        reasons = all;
        if (methods.Count == 0) all.Add(None);
        else if (!hole.HasLast) all.Add("no read of the meter is measured before");
        else
            foreach (var method in methods)
            {
                var advanced = method.Carry(hole);
                var reason = advanced.Words;
                if (advanced.Steps is { } steps && hole.Shown(steps, out reason) is { } micros)
                    return new(hole.Name, hole.At, micros, method, advanced.Words);
                all.Add($"{method.Phrase}: {reason}");
            }
        return null;
    }

    private static List<(int From, int To)> Runs(IReadOnlyList<int> slots)
    {
        var runs = new List<(int, int)>();
        for (var i = 0; i < slots.Count; i++)
        {
            var from = slots[i];
            while (i + 1 < slots.Count && slots[i + 1] == slots[i] + 1) i++;
            runs.Add((from, slots[i] + 1));
        }
        return runs;
    }
}

using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Metering.Estimation;
using Busbar.Rating;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Finds the holes of channels and has them filled by the methods of their connections.</summary>
/// <param name="now">What ends later isn't missing yet.</param>
internal sealed class HoleFilling(Snapshot snapshot, Book book, Instant now)
{
    private Lazy<UndecidedRows> _undecided = null!;

    /// <summary>Those of the channels that have a hole.</summary>
    public IEnumerable<EstimatedChannel> Fill(IReadOnlyList<ChannelNeed> needs)
    {
        _undecided = new(() => UndecidedRows.Of(snapshot, needs.Select(need => need.Connection)));
        var over = needs.Select(need => (Need: need, Span: Over(need))).Where(one => one.Span.Duration > Duration.Zero)
            .ToList();
        var series = ReadStore.Load(snapshot, [.. over.Select(one => new ReadsWanted(
            one.Need.Connection, one.Need.Channel, one.Span.Start, one.Span.End))]);
        var reads = EstimateStore.Reads(snapshot, [.. over
            .Where(one => one.Need.Connection.IsReadByRegisters(one.Need.Channel))
            .Select(one => one.Need.Connection.Id).Distinct()]);
        foreach (var ((need, _), known) in over.Zip(series))
        {
            if (known.IsComplete) continue;
            var channel = need.Connection.IsReadByRegisters(need.Channel)
                ? OfRegisters(need, reads[need.Connection.Id], known) : OfIntervals(need, known);
            if (channel.Spans.Count + channel.Open.Count > 0) yield return channel;
        }
    }

    /// <summary>The part of a need that is over, in whole intervals; of registers all of it.</summary>
    private Interval Over(ChannelNeed need)
    {
        var span = need.Span.InstantsIn(need.Connection.Zone);
        if (span.End <= now || need.Connection.IsReadByRegisters(need.Channel)) return span;
        var (minutes, zone) = (need.Connection.IntervalMinutes, need.Connection.Zone);
        var (_, end) = Grid.SlotsOf(span.Start, now + Duration.Epsilon, minutes, zone);
        return new(span.Start, Instant.Max(span.Start, Grid.StartOf(end - 1, minutes, zone)));
    }

    private EstimatedChannel OfIntervals(ChannelNeed need, Series known)
    {
        var methods = Methods(need);
        var (before, after) = methods.Select(method => method.Reach(known.IntervalMinutes)).DefaultIfEmpty()
            .Aggregate((a, b) => (Math.Max(a.Before, b.Before), Math.Max(a.After, b.After)));
        var (start, end) = (known.StartOf(0), known.StartOf(known.Length));
        var wanted = new ReadsWanted(need.Connection, need.Channel,
            Later(start, -before, need.Connection.Zone), Later(end, after + 1, need.Connection.Zone));
        var whole = ReadStore.Load(snapshot, wanted);
        var first = (int)(known.FirstSlot - whole.FirstSlot);
        var made = Estimates.Of(
            new History(whole, HolidaysOf(need.Connection.Zone), Suspicious(wanted)), first,
            first + known.Length, methods);
        // What somebody has still to decide isn't filled: the row that waits may be right.
        var waiting = _undecided.Value.Over(need.Connection, need.Channel).ToList();
        bool IsFree(int slot) => waiting.TrueForAll(row => !row.Has(whole.FirstSlot + slot));
        var open = made.Filled.SelectMany(filled => filled.Values).Select(one => one.Slot).Order().ToList();
        return new(need.Connection, need.Channel, [.. made.Filled
            .Select(filled => filled with { Values = [.. filled.Values.Where(one => IsFree(one.Slot))] })
            .SelectMany(filled => Spans(filled, whole)).OrderBy(span => span.First)],
            [.. made.Open, .. from row in waiting
                let slots = open.FindAll(slot => row.Has(whole.FirstSlot + slot))
                where slots.Count > 0
                select new OpenHole(null, new(whole.StartOf(slots[0]), whole.StartOf(slots[^1] + 1)), slots.Count,
                    [row.Sentence])]);
    }

    private EstimatedChannel OfRegisters(
        ChannelNeed need, ILookup<RegisterName, RegisterRead> reads, Series known)
    {
        var methods = Methods(need);
        var span = need.Span.InstantsIn(need.Connection.Zone);
        var first = reads.SelectMany(same => same).Select(read => read.At).Append(span.Start).Min();
        var made = Estimates.Of(
            need.Connection, need.Channel, need.Span, reads, methods, Profiles(methods, first, span.End),
            Suspicious(new(need.Connection, need.Channel, first, span.End)), now);
        // What isn't only missing no estimate can mend.
        var others = known.Gaps.Where(gap => gap.Lacks is null).GroupBy(gap => (gap.Reason, gap.Hint))
            .Select(same => new OpenHole(null, new(same.First().Span.Start, same.Last().Span.End), same.Count(),
                [$"{same.Key.Reason}. {same.Key.Hint}".TrimEnd('.')]));
        var waiting = made.Reads.ToLookup(read => Waiting(need, read, reads[read.Register]));
        var channel = new EstimatedChannel(need.Connection, need.Channel, [.. waiting[null].Select(read =>
            new EstimatedSpan(read.At, read.At, 0, [read.Micros], read.Method, read.Basis, read.Register))],
            [.. made.Open, .. waiting.Where(same => same.Key is not null).SelectMany(same => same.Select(read =>
                new OpenHole(read.Register.ToString(), new(read.At, read.At), 1, [same.Key!.Sentence]))), .. others])
            { Reads = reads };
        return RegisterSeries.ProfileDays(need.Connection, need.Channel, span.Start, span.End,
            channel.ReadsWithEstimates(reads)) is not { } days ? channel
            : channel with { Profile = PriceStore.Load(snapshot, [(need.Connection.Profile!, days)])[0] };
    }

    /// <summary>The row that waits next to an estimated read, on either side: what it says moves the estimate, or
    /// makes it needless. Null where there is none, or a read that is known lies between.</summary>
    private UndecidedRow? Waiting(ChannelNeed need, EstimatedRead made, IEnumerable<RegisterRead> known)
    {
        var at = known.Where(read => read.HasValue).Select(read => read.At).ToList();
        return _undecided.Value.Over(need.Connection, need.Channel).FirstOrDefault(row =>
            row.Placed.Row.Register == made.Register && row.Placed.Span.End is var own
            && !at.Exists(one => one > Instant.Min(own, made.At) && one < Instant.Max(own, made.At)));
    }

    /// <summary>What is no basis of estimates, whether somebody has accepted it or not.</summary>
    private List<Interval> Suspicious(ReadsWanted wanted) =>
        [.. new Suspecting(snapshot, book).All([wanted]).Select(suspect => suspect.Found.Span)];

    private Dictionary<string, Series> Profiles(
        IReadOnlyList<EstimationMethod> methods, Instant from, Instant to)
    {
        var wanted = methods.Select(method => method.Profile).OfType<string>().Distinct()
            .Select(name => book.Series[name]).ToList();
        var loaded = PriceStore.Load(snapshot, [.. wanted.Select(one => new PricesWanted(
            one.Name, one.IntervalMinutes, one.Zone, from - Duration.FromDays(1), to + Duration.FromDays(1)))]);
        return wanted.Zip(loaded).ToDictionary(pair => pair.First.Name, pair => pair.Second);
    }

    private static IReadOnlyList<EstimationMethod> Methods(ChannelNeed need) =>
        need.Connection.Estimates.GetValueOrDefault(need.Channel, []);

    /// <summary>The holidays of the book's calendars that follow a zone's clock.</summary>
    private List<Holidays> HolidaysOf(DateTimeZone zone) => [.. book.Calendars.Values
        .Where(calendar => calendar.Zone is null || calendar.Zone.Id == zone.Id)
        .Select(calendar => calendar.Holidays).OfType<Holidays>().DistinctBy(holidays => holidays.Name)];

    private static Instant Later(Instant instant, int days, DateTimeZone zone) =>
        LocalDay.StartOf(instant.InZone(zone).Date.PlusDays(days), zone);

    private static IEnumerable<EstimatedSpan> Spans(Filled filled, Series series)
    {
        var values = filled.Values;
        for (var from = 0; from < values.Count;)
        {
            var to = from + 1;
            while (to < values.Count && values[to].Slot == values[to - 1].Slot + 1) to++;
            yield return new(series.StartOf(values[from].Slot), series.StartOf(values[to - 1].Slot + 1),
                series.FirstSlot + values[from].Slot, [.. values.Skip(from).Take(to - from).Select(one => one.Count)],
                filled.Method, filled.Basis);
            from = to;
        }
    }
}

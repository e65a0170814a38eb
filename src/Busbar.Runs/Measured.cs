using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Documents.Paper;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>What was measured in the days of a bill, as its inputs were known.</summary>
internal sealed class Measured
{
    private const int ConnectionsAtOnce = 100;
    private const int FinestMinutes = 30;
    private const int MinutesPerDay = 1440;

    private readonly Snapshot _snapshot;
    private readonly Book _book;
    private readonly Days _days;
    private readonly IReadOnlyList<(Connection Connection, string Channel)> _wanted;
    private readonly Dictionary<string, List<Series>> _series = new(StringComparer.Ordinal);

    public Measured(Snapshot snapshot, Book book, Explanation explanation, Days days)
    {
        (_snapshot, _book, _days) = (snapshot, book, days);
        // What a pool has settled isn't measured.
        _wanted = [.. explanation.Inputs.Where(input => input.Connection is { } id && book.Connections.ContainsKey(id))
            .Select(input => (book.Connections[input.Connection!], input.Name)).Distinct()];
    }

    /// <summary>
    /// The channel that is shown: what is used, else the first; null where registers count a part of it. What they
    /// showed between two reads nobody knows, and a chart of days would say it.
    /// </summary>
    private string? Main => (UseChannels.Names.FirstOrDefault(use => _wanted.Any(one => one.Channel == use))
        ?? _wanted.Select(one => one.Channel).FirstOrDefault()) is { } main
            && !ConnectionsOf(main).Exists(one => one.IsReadByRegisters(main)) ? main : null;

    /// <summary>The sum of all connections on each day; null where nothing is measured.</summary>
    public DailyUse? Daily(string? channel = null)
    {
        if (Main is not { } main || (channel is not null && channel != main) || Load(main) is not { Count: > 0 } all)
            return null;
        var (sums, known, estimated) = (new Exact[_days.Count], new int[_days.Count], new HashSet<int>());
        foreach (var series in all)
            foreach (var (slot, day) in Places(series))
            {
                if (series.Qualities[slot].Kind == QualityKind.Missing)
                {
                    known[day] = int.MinValue;
                    continue;
                }
                sums[day] += series.ValueOf(slot);
                known[day] = known[day] == int.MinValue ? int.MinValue : known[day] + 1;
                if (series.Qualities[slot].IsEstimated) estimated.Add(day);
            }
        return new(main, UnitOf(main), all.Count, _days,
            [.. sums.Zip(known, (sum, count) => count > 0 ? sum : (Exact?)null)], estimated);
    }

    /// <summary>The sum of all connections in each part of each day; null where their readings have no such parts, or
    /// not the same ones.</summary>
    public IntervalUse? Course(IReadOnlyCollection<string> agreements)
    {
        if (Main is not { } main || Load(main) is not { Count: > 0 } all) return null;
        var (minutes, zone) = (all[0].IntervalMinutes, all[0].Zone);
        if (minutes >= MinutesPerDay || all.Any(one => one.IntervalMinutes != minutes || !one.Zone.Equals(zone)))
            return null;
        var step = Math.Max(minutes, FinestMinutes);
        var sums = Enumerable.Range(0, _days.Count).Select(_ => new Exact?[MinutesPerDay / step]).ToArray();
        // Where the clocks show an hour twice, its part has more readings than others: it is their mean.
        var counts = Enumerable.Range(0, _days.Count).Select(_ => new int[MinutesPerDay / step]).ToArray();
        foreach (var series in all)
            foreach (var (slot, day) in Places(series))
            {
                if (series.Qualities[slot].Kind == QualityKind.Missing) continue;
                var time = series.StartOf(slot).InZone(zone).TimeOfDay;
                var part = (time.Hour * 60 + time.Minute) / step;
                sums[day][part] = (sums[day][part] ?? Exact.Zero) + series.ValueOf(slot);
                counts[day][part]++;
            }
        var usual = all.Count * (step / minutes);
        return new(main, UnitOf(main), step, _days,
            [.. sums.Select((parts, day) => (IReadOnlyList<Exact?>)[.. parts.Select((sum, part) =>
                counts[day][part] > usual ? sum * usual / counts[day][part]
                : counts[day][part] == usual ? sum : null)])],
            Skipped(zone, step), Bands(agreements));
    }

    /// <summary>The parts of days in which no clock of a zone ever stood.</summary>
    private HashSet<(int Day, int Part)> Skipped(DateTimeZone zone, int step) =>
        [.. from day in _days.Dates.Index()
            where zone.AtStartOfDay(day.Item).Date == day.Item
                && zone.AtStartOfDay(day.Item.PlusDays(1)).ToInstant() - zone.AtStartOfDay(day.Item).ToInstant()
                    < Duration.FromDays(1)
            from part in Enumerable.Range(0, MinutesPerDay / step)
            where zone.MapLocal(day.Item.AtMidnight().PlusMinutes(part * step)).Count == 0
                && zone.MapLocal(day.Item.AtMidnight().PlusMinutes((part + 1) * step - 1)).Count == 0
            select (day.Index, part)];

    /// <summary>What the registers of the connections showed, from the read before the period to the one after it.
    /// </summary>
    public IReadOnlyList<PrintedRead> Reads() => [.. from connection in _wanted.Select(one => one.Connection).Distinct()
        where connection.Meters.Count > 0
        let span = _days.InstantsIn(connection.Zone)
        from one in RegistersOver.Of(ReadStore.OfRegisters(_snapshot, connection.Id), span)
        where one.Read.HasValue
        let register = connection.Meters.Where(meter => meter.Id == one.Register.Meter)
            .SelectMany(meter => meter.Registers).FirstOrDefault(own => own.Id == one.Register.Register)
        where register is not null
        select new PrintedRead(connection.Id, one.Register.Meter, one.Register.Register,
            one.Read.At.InZone(connection.Zone).Date, Exact.FromScaled(one.Read.Micros, Register.MostDecimals),
            register.Decimals, register.Unit.ToString(), one.Read.Provenance.Quality.IsEstimated)];

    /// <summary>What came of each channel that isn't counted by registers.</summary>
    public IReadOnlyList<ChannelTotal> Channels() => [.. from channel in _wanted.Select(one => one.Channel).Distinct()
        from pair in ConnectionsOf(channel).Zip(Load(channel))
        where !pair.First.IsReadByRegisters(channel)
        let series = pair.Second
        let places = Places(series).Select(place => place.Slot).ToList()
        select new ChannelTotal(pair.First.Id, channel, UnitOf(channel), series.IntervalMinutes,
            places.Count(slot => series.Qualities[slot].Kind != QualityKind.Missing),
            places.Count(slot => series.Qualities[slot].IsEstimated),
            places.Count(slot => series.Qualities[slot].Kind == QualityKind.Missing),
            places.Aggregate(Exact.Zero, (sum, slot) => sum + series.ValueOf(slot)))];

    /// <summary>The slots of a series in the days of the bill, each with its day.</summary>
    private IEnumerable<(int Slot, int Day)> Places(Series series)
    {
        for (var slot = 0; slot < series.Length; slot++)
        {
            var day = Period.DaysBetween(_days.From, series.StartOf(slot).InZone(series.Zone).Date);
            if (day >= 0 && day < _days.Count) yield return (slot, day);
        }
    }

    private List<Connection> ConnectionsOf(string channel) =>
        [.. _wanted.Where(one => one.Channel == channel).Select(one => one.Connection)];

    private List<Series> Load(string channel)
    {
        if (_series.TryGetValue(channel, out var known)) return known;
        return _series[channel] = [.. ConnectionsOf(channel).Chunk(ConnectionsAtOnce).SelectMany(chunk =>
        {
            ReadsWanted[] wanted = [.. chunk.Select(connection => _days.InstantsIn(connection.Zone) is var span
                ? new ReadsWanted(connection, channel, span.Start, span.End) : null!)];
            return new Suspecting(_snapshot, _book).Masked(wanted, ReadStore.Load(_snapshot, wanted));
        })];
    }

    private string UnitOf(string channel) =>
        _wanted.First(one => one.Channel == channel).Connection.Channels[channel].Unit.Dimension.ToString();

    /// <summary>The bands that choose a price within the usual weekday of the bill, of the first charge that has some.
    /// </summary>
    private IReadOnlyList<DayBand> Bands(IReadOnlyCollection<string> agreements)
    {
        var calendar = agreements.Order(StringComparer.Ordinal)
            .Select(id => _book.Agreements[id])
            .SelectMany(agreement => agreement.VersionOn(LocalDate.Max(_days.From, agreement.From)).Charges)
            .SelectMany(charge => charge.Calendars).FirstOrDefault(one => one.IsWithinDay);
        if (calendar is null) return [];
        var usual = _days.Dates.Where(day => day.DayOfWeek <= IsoDayOfWeek.Friday)
            .Select(day => calendar.SegmentsOn(day))
            .GroupBy(segments => string.Join(';', segments.Select(one => $"{one.FromMinute} {one.Band}")))
            .MaxBy(same => same.Count())?.First();
        return usual is null ? [] : [.. usual.Select((one, i) => new DayBand(calendar.Bands[one.Band], one.FromMinute,
            i + 1 < usual.Count ? usual[i + 1].FromMinute : MinutesPerDay))];
    }
}

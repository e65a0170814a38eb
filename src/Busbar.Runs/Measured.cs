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
    private readonly bool _isGiven;
    private readonly IReadOnlyList<(Connection Connection, string Channel)> _wanted;
    private readonly HashSet<(Connection Connection, string Channel)> _unrated;
    private readonly Dictionary<string, Days> _supplied;
    private readonly IReadOnlyList<Connection> _charged;
    private IReadOnlyList<(Connection Connection, Session Session)>? _sessions;
    private readonly Dictionary<string, List<Loaded>> _series = new(StringComparer.Ordinal);

    /// <param name="isGiven">Whether the bill is for what its customer gives.</param>
    /// <param name="isSelfBilled">Whether what its customer uses is on a bill of its own.</param>
    public Measured(
        Snapshot snapshot, Book book, Explanation explanation, Days days, bool isGiven, bool isSelfBilled)
    {
        (_snapshot, _book, _days, _isGiven) = (snapshot, book, days, isGiven);
        _charged = [.. explanation.Inputs.Where(input => input.Name == SessionStore.Name && input.Connection is { } id
                && book.Connections.TryGetValue(id, out var one) && !one.Channels.ContainsKey(input.Name))
            .Select(input => book.Connections[input.Connection!]).Distinct()];
        // What a pool has settled isn't measured.
        var rated = explanation.Inputs.Where(input => input.Connection is { } id && book.Connections.ContainsKey(id))
            .Select(input => (Connection: book.Connections[input.Connection!], Channel: input.Name))
            // Charging sessions are on no meter.
            .Where(one => one.Connection.Channels.ContainsKey(one.Channel)).Distinct().ToList();
        // Whoever is billed for a part of a pool alone has a meter all the same.
        var ids = explanation.Charges.SelectMany(charge => charge.Connections).Distinct()
            .Except(rated.Select(one => one.Connection.Id));
        _unrated = [.. ids.Where(book.Connections.ContainsKey).Select(id => book.Connections[id])
            .SelectMany(connection => ChannelsOf(connection, isSelfBilled).Select(channel => (connection, channel)))];
        _wanted = [.. rated, .. _unrated];
        // Who has a connection before or after doesn't belong on the bill.
        _supplied = explanation.Charges.Where(charge => charge.Legs.Count > 0)
            .SelectMany(charge => charge.Connections.SelectMany(id => charge.Legs.Select(leg => (id, leg.Days))))
            .GroupBy(one => one.id, StringComparer.Ordinal).ToDictionary(same => same.Key,
                same => new Days(same.Min(one => one.Days.From), same.Max(one => one.Days.To)));
    }

    private static List<string> ChannelsOf(Connection connection, bool isSelfBilled)
    {
        var all = connection.Channels.Keys.Order(StringComparer.Ordinal).ToList();
        return isSelfBilled && all.Except(UseChannels.Names).ToList() is { Count: > 0 } given ? given : all;
    }

    /// <summary>
    /// The channel that is shown: what is used, or given where the bill is for that, else the first, of those of which
    /// something is known; null where registers count a part of it. What they showed between two reads nobody knows,
    /// and a chart of days would say it.
    /// </summary>
    private string? Main => (_isGiven ? Given : [])
        .Concat(UseChannels.Names.Where(use => _wanted.Any(one => one.Channel == use)))
        .Concat(_wanted.Select(one => one.Channel)).FirstOrDefault(channel => IsByRegisters(channel)
            || Load(channel).Exists(IsKnown)) is { } main && !IsByRegisters(main) ? main : null;

    /// <summary>The channels of energy that isn't used.</summary>
    private IEnumerable<string> Given => _wanted.Where(one =>
        one.Connection.Channels[one.Channel].Unit.Dimension == Dimension.Energy).Select(one => one.Channel)
        .Except(UseChannels.Names);

    private bool IsByRegisters(string channel) =>
        ConnectionsOf(channel).Exists(one => one.IsReadByRegisters(channel));

    private bool IsKnown(Loaded one) => Places(one).Any(place => one.Series.Qualities[place.Slot].Kind
        != QualityKind.Missing);

    /// <summary>The sum of all connections on each day; null where nothing is measured.</summary>
    public DailyUse? Daily()
    {
        if (Main is not { } main) return Charged();
        if (Load(main) is not { Count: > 0 } all) return null;
        var (sums, known, estimated) = (new Exact[_days.Count], new int[_days.Count], new HashSet<int>());
        foreach (var one in all)
            foreach (var (slot, day) in Places(one))
            {
                var series = one.Series;
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

    /// <summary>What sessions took, each on the day on which it ended; null where there are none.</summary>
    private DailyUse? Charged()
    {
        if (Ended() is not { Count: > 0 } all) return null;
        var sums = new Exact[_days.Count];
        foreach (var (connection, session) in all)
            sums[Period.DaysBetween(_days.From, LastDayOf(session, connection))] += session.Periods.Aggregate(
                Exact.Zero, (sum, period) => sum + period.Energy);
        return new(DailyUse.OfSessions, "kWh", _charged.Count, _days, [.. sums.Select(sum => (Exact?)sum)],
            new HashSet<int>());
    }

    /// <summary>The charging sessions that ended in the days of the bill, by connection and start; each once.</summary>
    public IReadOnlyList<BilledSession> Sessions() => [.. Ended().Select(one => Printed(one.Connection, one.Session))];

    private static BilledSession Printed(Connection connection, Session session)
    {
        Exact Sum(Func<SessionPeriod, Exact> figure) =>
            session.Periods.Aggregate(Exact.Zero, (sum, period) => sum + figure(period));
        return new(connection.Id, session.Start.InZone(connection.Zone).LocalDateTime,
            session.End.InZone(connection.Zone).LocalDateTime, session.Charger, Sum(one => one.Energy),
            Sum(one => one.Export), Sum(one => one.Charging), Sum(one => one.Idle), Sum(one => one.Reserved));
    }

    private IReadOnlyList<(Connection Connection, Session Session)> Ended() => _sessions ??=
        [.. _charged.Zip(SessionStore.Load(_snapshot, [.. _charged.Select(one => _days.InstantsIn(one.Zone) is var span
                ? new SessionsWanted(one, span.Start, span.End) : null!)]))
            .SelectMany(pair => pair.Second, (pair, session) => (Connection: pair.First, Session: session))
            .Where(one => SuppliedDays(one.Connection).Contains(LastDayOf(one.Session, one.Connection)))
            .DistinctBy(one => one.Session.Id)];

    private static LocalDate LastDayOf(Session session, Connection connection) =>
        (session.End - Duration.Epsilon).InZone(connection.Zone).Date;

    /// <summary>The sum of all connections in each part of each day; null where their readings have no such parts, or
    /// not the same ones.</summary>
    public IntervalUse? Course(IReadOnlyCollection<string> agreements)
    {
        if (Main is not { } main || Load(main) is not { Count: > 0 } all) return null;
        var (minutes, zone) = (all[0].Series.IntervalMinutes, all[0].Series.Zone);
        if (minutes >= MinutesPerDay
            || all.Exists(one => one.Series.IntervalMinutes != minutes || !one.Series.Zone.Equals(zone)))
            return null;
        var step = Math.Max(minutes, FinestMinutes);
        var sums = Enumerable.Range(0, _days.Count).Select(_ => new Exact?[MinutesPerDay / step]).ToArray();
        // Where the clocks show an hour twice, its part has more readings than others: it is their mean.
        var counts = Enumerable.Range(0, _days.Count).Select(_ => new int[MinutesPerDay / step]).ToArray();
        foreach (var one in all)
            foreach (var (slot, day) in Places(one))
            {
                var series = one.Series;
                if (series.Qualities[slot].Kind == QualityKind.Missing) continue;
                var time = series.StartOf(slot).InZone(zone).TimeOfDay;
                var part = (time.Hour * 60 + time.Minute) / step;
                sums[day][part] = (sums[day][part] ?? Exact.Zero) + series.ValueOf(slot);
                counts[day][part]++;
            }
        var usual = _days.Dates.Select(day => step / minutes
            * all.Count(one => SuppliedDays(one.Connection).Contains(day))).ToArray();
        return new(main, UnitOf(main), step, _days,
            [.. sums.Select((parts, day) => (IReadOnlyList<Exact?>)[.. parts.Select((sum, part) =>
                counts[day][part] > usual[day] ? sum * usual[day] / counts[day][part]
                : counts[day][part] == usual[day] ? sum : null)])],
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
        let span = SuppliedDays(connection).InstantsIn(connection.Zone)
        // Meters in the order in which they were there, whatever their numbers.
        from one in RegistersOver.Of(ReadStore.OfRegisters(_snapshot, connection.Id), span)
            .GroupBy(one => one.Register.Meter, StringComparer.Ordinal)
            .OrderBy(same => same.Where(one => one.Read.HasValue).Select(one => one.Read.At)
                .DefaultIfEmpty(NodaTime.Instant.MaxValue).Min())
            .SelectMany(same => same)
        where one.Read.HasValue
        let register = connection.Meters.Where(meter => meter.Id == one.Register.Meter)
            .SelectMany(meter => meter.Registers).FirstOrDefault(own => own.Id == one.Register.Register)
        where register is not null
        select new PrintedRead(connection.Id, one.Register.Meter, one.Register.Register,
            one.Read.At.InZone(connection.Zone).Date, Exact.FromScaled(one.Read.Micros, Register.MostDecimals),
            register.Decimals, register.Unit.ToString(), one.Read.Provenance.Quality.IsEstimated)];

    /// <summary>What came of each channel that isn't counted by registers.</summary>
    public IReadOnlyList<ChannelTotal> Channels() => [.. from channel in _wanted.Select(one => one.Channel).Distinct()
        from one in Load(channel)
        where !one.Connection.IsReadByRegisters(channel)
            && (!_unrated.Contains((one.Connection, channel)) || IsKnown(one))
        let series = one.Series
        let places = Places(one).Select(place => place.Slot).ToList()
        select new ChannelTotal(one.Connection.Id, channel, UnitOf(channel), series.IntervalMinutes,
            places.Count(slot => series.Qualities[slot].Kind != QualityKind.Missing),
            places.Count(slot => series.Qualities[slot].IsEstimated),
            places.Count(slot => series.Qualities[slot].Kind == QualityKind.Missing),
            places.Aggregate(Exact.Zero, (sum, slot) => sum + series.ValueOf(slot)))];

    /// <summary>The slots of a series in the days of the bill on which its connection was supplied, each with its day.
    /// </summary>
    private IEnumerable<(int Slot, int Day)> Places(Loaded one)
    {
        var (series, own) = (one.Series, SuppliedDays(one.Connection));
        for (var slot = 0; slot < series.Length; slot++)
        {
            var date = series.StartOf(slot).InZone(series.Zone).Date;
            if (own.Contains(date)) yield return (slot, Period.DaysBetween(_days.From, date));
        }
    }

    /// <summary>The days of the bill on which a connection was supplied.</summary>
    private Days SuppliedDays(Connection connection)
    {
        if (!_supplied.TryGetValue(connection.Id, out var own)) return _days;
        return own.Intersect(_days) is { Count: > 0 } both ? both : _days;
    }

    private List<Connection> ConnectionsOf(string channel) =>
        [.. _wanted.Where(one => one.Channel == channel).Select(one => one.Connection)];

    private List<Loaded> Load(string channel)
    {
        if (_series.TryGetValue(channel, out var known)) return known;
        return _series[channel] = [.. ConnectionsOf(channel).Chunk(ConnectionsAtOnce).SelectMany(chunk =>
        {
            ReadsWanted[] wanted = [.. chunk.Select(connection => _days.InstantsIn(connection.Zone) is var span
                ? new ReadsWanted(connection, channel, span.Start, span.End) : null!)];
            return chunk.Zip(new Suspecting(_snapshot, _book).Masked(wanted, ReadStore.Load(_snapshot, wanted)),
                (connection, series) => new Loaded(connection, series));
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

    private sealed record Loaded(Connection Connection, Series Series);
}

using System.Globalization;
using Busbar.Documents;
using Busbar.Formats.Export;
using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Which readings somebody wants to see.</summary>
/// <param name="Channel">Null: all of the connection's.</param>
/// <param name="AsOf">As known at this receipt; null: now.</param>
public sealed record ReadsOrder(string Connection, Days Period, string? Channel, long? AsOf);

/// <summary>The readings of a connection over some days, in one moment of the database.</summary>
public sealed class ReadsRun : IDisposable
{
    /// <summary>The most intervals that are shown one by one: a file has room for more.</summary>
    public const int MostShown = 100_000;

    private readonly Database _database;
    private readonly ReadsOrder _order;
    private readonly Snapshot _snapshot;
    private readonly Interval _span;
    private readonly ILookup<string, YearMonth> _months;
    private readonly IReadOnlyList<RegisterReading> _reads;

    private ReadsRun(Database database, ReadsOrder order, Snapshot snapshot)
    {
        (_database, _order, _snapshot) = (database, order, snapshot);
        if (order.AsOf > snapshot.Receipt)
            throw Refused("unknown-receipt", $"There is no receipt {Say(order.AsOf.Value)}.",
                $"The latest is {Say(snapshot.Receipt)}.");
        if (order.AsOf is { } early && StoredBook.Find(snapshot) is null)
            throw Refused("no-book", $"At receipt {Say(early)} there was no book yet.", null);
        Connection = Naming.ConnectionOf(StoredBook.Load(snapshot), snapshot, order.Connection);
        Channels = Naming.ChannelsOf(Connection, order.Channel);
        _span = order.Period.InstantsIn(Connection.Zone);
        var (first, last) = Pieces.Months(_span);
        _months = KnownMonths.Of(snapshot, Connection.Id, first, last);
        _reads = Connection.Meters.Count == 0 && _order.Channel is not null ? []
            : ReadStore.OfRegisters(snapshot, Connection.Id);
    }

    /// <summary>The connection.</summary>
    public Connection Connection { get; }

    /// <summary>Those of its channels that are wanted, by name.</summary>
    public IReadOnlyList<Channel> Channels { get; }

    /// <summary>As known at this receipt.</summary>
    public long Receipt => _snapshot.Receipt;

    /// <summary>Finds what is wanted.</summary>
    /// <exception cref="RefusedException">There is no such connection, channel or receipt.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static ReadsRun Of(Database database, ReadsOrder order)
    {
        var snapshot = database.Snapshot(order.AsOf);
        try
        {
            return new(database, order, snapshot);
        }
        catch
        {
            snapshot.Dispose();
            throw;
        }
    }

    /// <summary>What readings of a channel are of.</summary>
    public ReadingsSubject SubjectOf(Channel channel) => new(Connection, channel, _order.Period, Receipt);

    /// <summary>The days of which something is known, of each channel that has any.</summary>
    /// <exception cref="RefusedException">None of them has any.</exception>
    public IReadOnlyList<(Channel Channel, IReadOnlyList<DayFigures> Days)> Days()
    {
        var days = Channels.Select(channel => (channel, DayFigures.Of(Load(channel)))).ToList();
        return days.Exists(one => one.Item2.Count > 0) ? days : throw Nothing();
    }

    /// <summary>The intervals of each channel, one by one.</summary>
    /// <exception cref="RefusedException">There are none, or more than can be shown.</exception>
    public IReadOnlyList<(Channel Channel, Series Readings)> Intervals()
    {
        var all = new List<(Channel, Series)>();
        foreach (var channel in Channels)
        {
            if (SubjectOf(channel).Slots > MostShown)
                throw Refused("too-many-intervals", $"{_order.Period} has {Say(SubjectOf(channel).Slots)} intervals, "
                    + $"and {Say(MostShown)} are shown at most.",
                    "Choose fewer days, or write a file: --format csv --out FILE.");
            all.Add((channel, ReadStore.Load(_snapshot, Wanted(channel))));
        }
        return all.Exists(one => one.Item2.Receipts.Any(receipt => receipt != 0)) ? all : throw Nothing();
    }

    /// <summary>What registers of the channels showed in the period, and on either side of it the read on which its
    /// first and last days rest.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public IReadOnlyList<(RegisterName Name, RegisterRead Read)> Reads() =>
        TryReads() is { Count: > 0 } reads ? reads : throw Nothing();

    /// <summary>Likewise; none where there is none.</summary>
    public IReadOnlyList<(RegisterName Name, RegisterRead Read)> TryReads() =>
        [.. RegistersOver.Of([.. _reads.Where(one => Channels.Any(channel => Counts(channel, one.Register))
            || _order.Channel is null)], _span).Select(one => (one.Register, one.Read))];

    /// <summary>Writes the readings of intervals into a file.</summary>
    /// <exception cref="RefusedException">There are none.</exception>
    public void Write(ReadingsFile file)
    {
        foreach (var channel in Channels.Where(channel => !Connection.IsReadByRegisters(channel.Name)))
            foreach (var piece in Load(channel))
                file.Add(Connection, channel, piece);
        if (file.Count == 0) throw Nothing();
        file.End();
    }

    /// <summary>Writes what registers showed in the period, its two ends among it, into a file.</summary>
    /// <exception cref="RefusedException">They showed nothing.</exception>
    public void Write(RegisterCsvFile file)
    {
        foreach (var (name, read) in TryReads().Where(one => one.Read.At >= _span.Start && one.Read.At <= _span.End))
            file.Add(Connection, name, read);
        if (file.Count == 0) throw Nothing();
    }

    /// <summary>Every value that each interval ever had up to the receipt, or that came in and never held, by interval
    /// and receipt; of the channels that are measured by the interval.</summary>
    /// <exception cref="RefusedException">There are none, nor past reads, or more than can be shown.</exception>
    public IReadOnlyList<(Channel Channel, IReadOnlyList<PastReading> Values)> History()
    {
        var all = Channels.Where(channel => !Connection.IsReadByRegisters(channel.Name))
            .Select(channel => (channel, HistoryOf(channel))).ToList();
        return all.Exists(one => one.Item2.Count > 0) || PastReads().Count > 0 ? all : throw Nothing();
    }

    /// <summary>Everything that registers of the channels were ever said to have shown in the period, its two ends
    /// among it, by register, time and receipt.</summary>
    public IReadOnlyList<PastRead> PastReads() => [.. (Connection.Meters.Count == 0 && _order.Channel is not null ? []
            : ReadStore.PastOfRegisters(_snapshot, Connection.Id))
        .Where(one => one.Reading.Read.At >= _span.Start && one.Reading.Read.At <= _span.End && (_order.Channel is null
            || Channels.Any(channel => Counts(channel, one.Reading.Register))))
        .Select(one => new PastRead(one.Reading.Register, one.Reading.Read, one.HasHeld))];

    /// <summary>Likewise.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public IReadOnlyList<PastRead> RegistersHistory() => PastReads() is { Count: > 0 } reads ? reads : throw Nothing();

    /// <summary>When each reading of a channel came, and from where; null where nothing was received.</summary>
    public IReadOnlyList<Arrival?> ArrivalsOf(Channel channel, Series readings)
    {
        var arrivals = Of(readings.Receipts.Where(receipt => receipt != 0));
        return [.. readings.Receipts.Select((receipt, slot) => receipt == 0 ? null
            : readings.IsCounted ? arrivals.OfCounted(receipt)
            : arrivals.Of(receipt, channel.Name, readings.FirstSlot + slot, readings.Counts[slot]))];
    }

    /// <summary>When each of some reads of registers came, and from where.</summary>
    public IReadOnlyList<Arrival> ArrivalsOf(IReadOnlyList<(RegisterName Name, RegisterRead Read)> reads)
    {
        var arrivals = Of(reads.Select(one => one.Read.Provenance.Receipt));
        return [.. reads.Select(one => arrivals.Of(one.Read.Provenance.Receipt, one.Name, one.Read))];
    }

    /// <summary>Likewise.</summary>
    public IReadOnlyList<Arrival> ArrivalsOf(IEnumerable<PastRead> reads) =>
        ArrivalsOf([.. reads.Select(one => (one.Name, one.Read))]);

    /// <summary>Ends the reading.</summary>
    public void Dispose() => _snapshot.Dispose();

    private Arrivals Of(IEnumerable<long> receipts) => new(_snapshot, Connection, receipts);

    private IReadOnlyList<PastReading> HistoryOf(Channel channel)
    {
        var (first, last) = Pieces.Months(_span);
        var receipts = ReceiptStore.ThatChanged(_snapshot, Connection, channel.Name, first, last);
        var (arrivals, values) = (Of(receipts), new List<(int Slot, PastReading Value)>());
        Series? before = null;
        foreach (var receipt in receipts)
        {
            using var then = _database.Snapshot(receipt);
            var now = ReadStore.Load(then, Wanted(channel));
            for (var slot = 0; slot < now.Length; slot++)
            {
                if (now.Receipts[slot] == 0 || (before is not null && IsSame(before, now, slot))) continue;
                var isMissing = now.Qualities[slot].Kind == QualityKind.Missing;
                values.Add((slot, new(now.StartOf(slot), isMissing ? null : now.ValueOf(slot), now.Qualities[slot],
                    now.Versions[slot],
                    arrivals.Of(receipt, channel.Name, now.FirstSlot + slot, now.Counts[slot]))));
                if (values.Count > MostShown) throw TooMany();
            }
            before = now;
        }
        AddLosers(channel, values);
        return [.. values.OrderBy(one => one.Slot).ThenBy(one => one.Value.Since.Receipt)
            .ThenBy(one => !one.Value.HasHeld).Select(one => one.Value)];
    }

    /// <summary>Adds what came in and never held; what had held before and came again isn't said twice.</summary>
    private void AddLosers(Channel channel, List<(int Slot, PastReading Value)> values)
    {
        var losers = ReadStore.Losers(_snapshot, Wanted(channel));
        if (losers.Count == 0) return;
        var held = values.ToLookup(one => (one.Value.Start, one.Value.Value, one.Value.Quality, one.Value.Version),
            one => one.Value.Since.Receipt);
        var arrivals = Of(losers.Select(one => one.Provenance.Receipt));
        var (first, _) = Grid.SlotsOf(_span.Start, _span.End, Connection.IntervalMinutes, Connection.Zone);
        foreach (var (start, count, (quality, version, receipt)) in losers)
        {
            var value = Exact.FromScaled(count, Series.ReadingScale);
            if (held[(start, value, quality, version)].Any(since => since < receipt)) continue;
            var slot = Grid.SlotsOf(start, start, Connection.IntervalMinutes, Connection.Zone).First;
            values.Add(((int)(slot - first), new(start, value, quality, version,
                arrivals.Of(receipt, channel.Name, slot, count), HasHeld: false)));
        }
        if (values.Count > MostShown) throw TooMany();
    }

    private RefusedException TooMany() => Refused("too-many-intervals", $"{_order.Period} has more than "
        + $"{Say(MostShown)} values, those that no longer hold among them.", "Choose fewer days.");

    private static bool IsSame(Series before, Series now, int slot) => before.Receipts[slot] != 0
        && before.Counts[slot] == now.Counts[slot] && before.Qualities[slot] == now.Qualities[slot]
        && before.Versions[slot] == now.Versions[slot];

    private ReadsWanted Wanted(Channel channel) =>
        new(Connection, channel.Name, _span.Start, _span.End) { WithVersions = true };

    /// <summary>What is known of a channel, piece by piece.</summary>
    private IEnumerable<Series> Load(Channel channel) => Connection.IsReadByRegisters(channel.Name)
        ? Counted(channel) is { } wanted ? [ReadStore.Load(_snapshot, wanted)] : []
        : Pieces.Of(Connection, channel.Name, _span, _months[channel.Name])
            .Select(piece => ReadStore.Load(_snapshot, piece));

    /// <summary>The days from the first read of a channel's registers to the last.</summary>
    private ReadsWanted? Counted(Channel channel)
    {
        var reads = _reads.Where(one => one.Read.HasValue && Counts(channel, one.Register)).ToList();
        if (reads.Count == 0) return null;
        var from = Instant.Max(_span.Start, reads.Min(one => one.Read.At));
        var to = Instant.Min(_span.End, reads.Max(one => one.Read.At));
        return from < to ? new(Connection, channel.Name, from, to) : null;
    }

    private bool Counts(Channel channel, RegisterName name) => Connection.Meters.Any(meter => meter.Id == name.Meter
        && meter.Registers.Any(register => register.Id == name.Register && register.Channel == channel.Name));

    private RefusedException Nothing()
    {
        var what = _order.Channel is { } channel ? $"Connection {Connection.Id}, channel {channel},"
            : $"Connection {Connection.Id}";
        return Refused("no-readings", $"{what} has no readings in {_order.Period}.", Known());
    }

    /// <summary>When there are readings, where there are any.</summary>
    private string Known()
    {
        var all = KnownMonths.Of(_snapshot, Connection.Id, new(1, 1), new(9998, 12));
        var days = Channels.SelectMany(channel => Ends(channel, [.. all[channel.Name]])).ToList();
        if (days.Count > 0) return $"Some are of {new Days(days.Min(), days.Max().PlusDays(1))}.";
        return _reads.Count == 0 ? "None came in yet: import a file that has some."
            : $"Its registers were read from {ClockText.Of(_reads.Min(one => one.Read.At), Connection.Zone)} to "
                + $"{ClockText.Of(_reads.Max(one => one.Read.At), Connection.Zone)}: see them with --register.";
    }

    /// <summary>The first and the last day of which something is known.</summary>
    private IEnumerable<LocalDate> Ends(Channel channel, IReadOnlyList<YearMonth> months)
    {
        if (months.Count == 0) return [];
        var always = new Interval(Instant.FromUtc(1, 1, 2, 0, 0), Instant.FromUtc(9998, 12, 31, 0, 0));
        return new[] { months[0], months[^1] }.Distinct()
            .SelectMany(month => Pieces.Of(Connection, channel.Name, always, [month]))
            .SelectMany(piece => DayFigures.Of([ReadStore.Load(_snapshot, piece)])).Select(day => day.Date);
    }

    private RefusedException Refused(string code, string message, string? hint) =>
        new(new Fault(code, message, Name: _order.Connection, Hint: hint));

    private static string Say(long number) => number.ToString(CultureInfo.InvariantCulture);
}

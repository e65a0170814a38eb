using Busbar.Documents;
using Busbar.Metering;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Tells of the values of one connection when they came, and from where: of one that waited, the file that it
/// came in and what let it in.</summary>
internal sealed class Arrivals
{
    private readonly Connection _connection;
    private readonly IReadOnlyDictionary<long, Receipt> _receipts;
    private readonly ILookup<long, ReleasedRow> _released;
    private readonly Dictionary<(long Receipt, string Channel, long Slot), List<(long Micros, string File)>> _slots =
        [];

    /// <param name="receipts">The numbers of all receipts that are asked about.</param>
    public Arrivals(Snapshot snapshot, Connection connection, IEnumerable<long> receipts)
    {
        _connection = connection;
        _receipts = ReceiptStore.Find(snapshot, receipts);
        _released = ReceiptStore.Released(snapshot, connection.Id, [.. _receipts.Values
            .Where(one => WhatLetIn(one) is not null).Select(one => one.Number)]).ToLookup(one => one.ReleasedBy);
        foreach (var same in _released)
            foreach (var one in same.Where(one => one.Row.Register is null))
                if (PlacedRow.Of(one.Row, connection) is { } placed)
                    foreach (var (i, reading) in one.Row.Readings.Index())
                        Slots(same.Key, placed.Channel, placed.First + i).Add((reading.Micros, one.File));
    }

    /// <summary>Of a value of an interval.</summary>
    /// <param name="slot">Its number on the grid of the channel.</param>
    public Arrival Of(long receipt, string channel, long slot, long micros)
    {
        if (!_slots.TryGetValue((receipt, channel, slot), out var given)) return Plain(receipt);
        // What was decided may be another value than the row's.
        var same = given.FindAll(one => one.Micros == micros);
        return LetIn(receipt, (same.Count > 0 ? same : given)[^1].File);
    }

    /// <summary>Of what a register showed.</summary>
    public Arrival Of(long receipt, RegisterName register, Instant at)
    {
        var file = _released[receipt].LastOrDefault(one => one.Row.Register == register
            && PlacedRow.Of(one.Row, _connection)?.Span.End == at)?.File;
        return file is null ? Plain(receipt) : LetIn(receipt, file);
    }

    /// <summary>Of what registers counted: their reads may have come in several files.</summary>
    public Arrival OfCounted(long receipt)
    {
        var files = _released[receipt].Where(one => one.Row.Register is not null).Select(one => one.File).Distinct();
        return files.ToList() is { Count: > 0 } all ? LetIn(receipt, string.Join(", ", all)) : Plain(receipt);
    }

    private Arrival Plain(long receipt) => new(receipt, _receipts[receipt].ReceivedAt, _receipts[receipt].Source);

    private Arrival LetIn(long receipt, string file) =>
        Plain(receipt) with { Source = file, LetInBy = WhatLetIn(_receipts[receipt]) };

    /// <summary>What lets rows in that waited; null where none come in so.</summary>
    private static string? WhatLetIn(Receipt receipt) => receipt.Kind switch
    {
        "apply" => $"apply of {receipt.Source}",
        "release" => $"import of {receipt.Source}",
        QuarantineStore.Kind => receipt.Source,
        _ => null,
    };

    private List<(long Micros, string File)> Slots(long receipt, string channel, long slot) =>
        _slots.TryGetValue((receipt, channel, slot), out var known) ? known
            : _slots[(receipt, channel, slot)] = [];
}

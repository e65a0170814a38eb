using Busbar.Documents;
using Busbar.Metering;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Tells of the values of one connection when they came, and from where: of one that waited, the file that it
/// came in and what let it in.</summary>
internal sealed class Arrivals
{
    private readonly IReadOnlyDictionary<long, Receipt> _receipts;
    private readonly ILookup<long, ReleasedRow> _released;
    private readonly Dictionary<(long Receipt, string Channel, long Slot), List<(long Micros, string File)>> _slots =
        [];

    private readonly Dictionary<(long Receipt, RegisterName Register, Instant At), List<(long Micros, string File)>>
        _reads = [];

    /// <param name="receipts">The numbers of all receipts that are asked about.</param>
    public Arrivals(Snapshot snapshot, Connection connection, IEnumerable<long> receipts)
    {
        _receipts = ReceiptStore.Find(snapshot, receipts);
        _released = ReceiptStore.Released(snapshot, connection.Id, [.. _receipts.Values
            .Where(one => WhatLetIn(one) is not null).Select(one => one.Number)]).ToLookup(one => one.ReleasedBy);
        foreach (var released in _released.SelectMany(same => same))
            if (PlacedRow.Of(released.Row, connection) is { } placed) Add(released, placed);
    }

    /// <summary>Of a value of an interval.</summary>
    /// <param name="slot">Its number on the grid of the channel.</param>
    public Arrival Of(long receipt, string channel, long slot, long micros) =>
        Of(receipt, _slots.GetValueOrDefault((receipt, channel, slot)), micros);

    /// <summary>Of what a register showed.</summary>
    public Arrival Of(long receipt, RegisterName register, RegisterRead read) =>
        Of(receipt, _reads.GetValueOrDefault((receipt, register, read.At)), read.Micros);

    /// <summary>Of what registers counted: their reads may have come in several files.</summary>
    public Arrival OfCounted(long receipt)
    {
        var files = _released[receipt].Where(one => one.Row.Register is not null).Select(one => one.File).Distinct();
        return files.ToList() is { Count: > 0 } all ? LetIn(receipt, string.Join(", ", all)) : Plain(receipt);
    }

    private Arrival Of(long receipt, List<(long Micros, string File)>? given, long micros)
    {
        if (given is null) return Plain(receipt);
        // What was decided may be another value than the row's.
        var same = given.FindAll(one => one.Micros == micros);
        return LetIn(receipt, (same.Count > 0 ? same : given)[^1].File);
    }

    private void Add(ReleasedRow released, PlacedRow placed)
    {
        var (receipt, file, row) = released;
        if (row.Register is { } register)
            Add(_reads, (receipt, register, placed.Span.End), row.Readings[0].Micros, file);
        else
            foreach (var (i, reading) in row.Readings.Index())
                Add(_slots, (receipt, placed.Channel, placed.First + i), reading.Micros, file);
    }

    private static void Add<T>(
        Dictionary<T, List<(long Micros, string File)>> all, T key, long micros, string file) where T : notnull
    {
        if (!all.TryGetValue(key, out var given)) all[key] = given = [];
        given.Add((micros, file));
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
}

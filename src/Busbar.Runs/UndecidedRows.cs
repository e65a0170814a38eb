using System.Globalization;
using Busbar.Metering;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs;

/// <summary>The rows of some connections that wait for a decision of their values, whatever number of rules they break:
/// any of them may be right, so nothing else is made of what they say.</summary>
internal sealed class UndecidedRows
{
    private readonly ILookup<(string Connection, string Channel), UndecidedRow> _rows;

    private UndecidedRows(ILookup<(string, string), UndecidedRow> rows) => _rows = rows;

    /// <summary>Those of some connections, as known in a snapshot.</summary>
    public static UndecidedRows Of(Snapshot snapshot, IEnumerable<Connection> connections)
    {
        var byId = connections.DistinctBy(one => one.Id).ToDictionary(one => one.Id);
        return new((from one in QuarantineStore.OfValues(snapshot, byId.Keys)
            let placed = PlacedRow.Of(one.Row, byId[one.Row.Connection])
            where placed is not null
            select new UndecidedRow(one.Id, one.Reason, placed))
            .ToLookup(one => (one.Placed.Connection.Id, one.Placed.Channel)));
    }

    /// <summary>Those of a channel, in the order in which they came.</summary>
    public IEnumerable<UndecidedRow> Over(Connection connection, string channel) => _rows[(connection.Id, channel)];

    /// <summary>The series with the rows named that wait where a value is missing.</summary>
    public Series Named(Connection connection, string channel, Series series)
    {
        var rows = Over(connection, channel).ToList();
        if (rows.Count == 0 || series.IsComplete) return series;
        if (connection.IsReadByRegisters(channel)) return WithReads(series, rows);
        var missing = series.Unexplained();
        // However many there are of one kind, a bill names the first.
        return series.Without([.. from row in rows
            let slots = missing.Where(slot => row.Has(series.FirstSlot + slot)).ToList()
            where slots.Count > 0
            group (Row: row, Slots: slots) by (row.Reason, row.Decisions) into same
            from span in series.SpansOf([.. same.SelectMany(one => one.Slots).Distinct().Order()])
            select Waiting(span, [.. same.Select(one => one.Row)])]);
    }

    private static Gap Waiting(Interval span, IReadOnlyList<UndecidedRow> rows)
    {
        var (first, connection) = (rows[0], rows[0].Placed.Connection.Id);
        return rows.Count == 1 ? new(span, "waiting", first.Sentence, first.Hint)
            : new(span, "waiting", string.Create(CultureInfo.InvariantCulture,
                $"row-{first.Id} and {rows.Count - 1} more wait for a decision ({first.Reason})"),
                $"{first.Hint} busbar quarantine --connection {connection} --reason {first.Reason} lists them all.");
    }

    /// <summary>A read that waits may be the one that is missing.</summary>
    private static Series WithReads(Series series, List<UndecidedRow> rows) => series with
    {
        Gaps = [.. series.Gaps.Select(gap => gap.Lacks is { } lacks
            && rows.Find(row => row.Placed.Fits(lacks)) is { } row
                ? gap with { Hint = $"{row.Sentence}. {row.Hint}" } : gap)],
    };
}

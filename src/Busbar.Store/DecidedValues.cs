using Busbar.Metering;
using Dapper;
using NodaTime;

namespace Busbar.Store;

/// <summary>What somebody has decided against, as one change sees it: the values of some connections that don't come
/// back by being sent again.</summary>
internal sealed class DecidedValues(Change change)
{
    private sealed class Row
    {
        public required string Connection { get; init; }

        public required string Channel { get; init; }

        public long Minutes { get; init; }

        public required string Meter { get; init; }

        public required string Register { get; init; }

        public required string At { get; init; }

        public long Micros { get; init; }

        public long Version { get; init; }

        public long Receipt { get; init; }

        public string? Source { get; init; }
    }

    private const string Same =
        """
        connection = @Connection AND channel = @Channel AND minutes = @Minutes AND meter = @Meter
        AND register = @Register AND at = @At AND micros = @Micros
        """;

    private readonly Dictionary<string, List<Row>> _rows = [];
    private readonly Dictionary<long, string> _sources = [];

    /// <summary>What a decision was called: <c>reject: read again on site</c>.</summary>
    public string SourceOf(long receipt) => _sources[receipt];

    /// <summary>Learns of some connections, if it hasn't yet.</summary>
    public void Load(IEnumerable<string> connections)
    {
        foreach (var chunk in connections.Distinct().Where(id => !_rows.ContainsKey(id)).ToList().Chunk(Texts.Chunk))
        {
            foreach (var id in chunk) _rows[id] = [];
            var parameters = new DynamicParameters();
            foreach (var row in change.Connection.Query<Row>(
                $"""
                SELECT d.connection AS Connection, d.channel AS Channel, d.minutes AS Minutes, d.meter AS Meter,
                    d.register AS Register, d.at AS At, d.micros AS Micros, d.version AS Version,
                    d.receipt AS Receipt, r.source AS Source
                FROM decided_against d LEFT JOIN receipts r ON r.id = d.receipt
                WHERE d.connection IN {parameters.Any("c", chunk)} AND d.revoked_by IS NULL ORDER BY d.receipt
                """, parameters))
            {
                _rows[row.Connection].Add(row);
                // A decision that is being made has no receipt yet.
                _sources[row.Receipt] = row.Source ?? QuarantineStore.Kind;
            }
        }
    }

    /// <summary>Those of a channel in a month, by slot and value; null where there are none.</summary>
    public IReadOnlyDictionary<(int Slot, long Count), Against>? Of(
        Connection connection, string channel, Grid grid, YearMonth month)
    {
        var first = grid.FirstSlotOf(month);
        return Collect(from row in _rows[connection.Id]
            where row.Channel == channel && row.Minutes == grid.IntervalMinutes
            let place = Grid.Place(Texts.ToInstant(row.At), grid.IntervalMinutes, connection.Zone)
            where place is { } at && at.Grid == grid && grid.MonthOf(at.Slot) == month
            select ((int)(place.Value.Slot - first), row));
    }

    /// <summary>Those of a register's read, all of slot 0; null where there are none.</summary>
    public IReadOnlyDictionary<(int Slot, long Count), Against>? Of(RegisterKey key, Instant at)
    {
        var text = at.ToText();
        return Collect(from row in _rows[key.Connection]
            where row.Channel.Length == 0 && row.Meter == key.Name.Meter && row.Register == key.Name.Register
                && row.At == text
            select (0, row));
    }

    /// <summary>Whether somebody has decided against a value.</summary>
    public bool Has(DecidedValue value)
    {
        Load([value.Connection]);
        var at = value.At.ToText();
        return _rows[value.Connection].Exists(row => row.Channel == value.Channel && row.Minutes == value.Minutes
            && row.Meter == (value.Register?.Meter ?? "") && row.Register == (value.Register?.Register ?? "")
            && row.At == at && row.Micros == value.Micros);
    }

    /// <summary>Keeps that these values were decided against.</summary>
    public static void Add(Change change, IReadOnlyCollection<DecidedValue> values)
    {
        if (values.Count == 0) return;
        change.Take();
        change.Connection.ExecuteEach(
            """
            INSERT INTO decided_against
                (connection, channel, minutes, meter, register, at, micros, version, receipt)
            VALUES (@Connection, @Channel, @Minutes, @Meter, @Register, @At, @Micros, @Version, @Receipt)
            ON CONFLICT (connection, channel, minutes, meter, register, at, micros, receipt) DO UPDATE SET
                version = CASE WHEN excluded.version > decided_against.version THEN excluded.version
                    ELSE decided_against.version END, revoked_by = NULL
            """, values.Select(value => Parameters(change, value)));
    }

    /// <summary>Keeps that these values are right after all.</summary>
    public static void Revoke(Change change, IReadOnlyCollection<DecidedValue> values) =>
        change.Connection.ExecuteEach(
            $"UPDATE decided_against SET revoked_by = @Receipt WHERE {Same} AND revoked_by IS NULL",
            values.Select(value => Parameters(change, value)));

    private static Row Parameters(Change change, DecidedValue value) => new Row
    {
        Connection = value.Connection, Channel = value.Channel, Minutes = value.Minutes,
        Meter = value.Register?.Meter ?? "", Register = value.Register?.Register ?? "", At = value.At.ToText(),
        Micros = value.Micros, Version = value.Version, Receipt = change.Receipt,
    };

    private static Dictionary<(int Slot, long Count), Against>? Collect(IEnumerable<(int Slot, Row Row)> rows)
    {
        Dictionary<(int, long), Against>? all = null;
        foreach (var (slot, row) in rows)
        {
            all ??= [];
            var before = all.GetValueOrDefault((slot, row.Micros));
            all[(slot, row.Micros)] = new(Math.Max(before.Version, row.Version), row.Receipt);
        }
        return all;
    }
}

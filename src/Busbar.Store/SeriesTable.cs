using System.Data.Common;
using Busbar.Metering;
using Dapper;

namespace Busbar.Store;

/// <summary>The names of what has blocks: a channel of a connection, or a market series, on one grid.</summary>
internal readonly record struct SeriesName(string Kind, string Owner, string Name, Grid Grid)
{
    public const string Channel = "channel";
    public const string Price = "price";
}

/// <summary>The table of series, as one change sees it: ids by name, made where there is none.</summary>
internal sealed class SeriesTable(DbConnection connection)
{
    private readonly Dictionary<SeriesName, long> _ids = [];
    private long? _last;

    public long IdOf(SeriesName name)
    {
        if (_ids.TryGetValue(name, out var id)) return id;
        var parameters = new
        {
            name.Kind, name.Owner, name.Name, Minutes = (long)name.Grid.IntervalMinutes,
            Phase = (long)name.Grid.PhaseSeconds,
        };
        var found = connection.ExecuteScalar<long?>(
            """
            SELECT id FROM series WHERE kind = @Kind AND owner = @Owner AND name = @Name AND interval_minutes = @Minutes
            AND phase_seconds = @Phase
            """, parameters);
        if (found is null)
        {
            found = (_last ?? connection.ExecuteScalar<long?>("SELECT max(id) FROM series") ?? 0) + 1;
            _last = found;
            connection.Execute(
                """
                INSERT INTO series (id, kind, owner, name, interval_minutes, phase_seconds)
                VALUES (@Id, @Kind, @Owner, @Name, @Minutes, @Phase)
                """, new
                {
                    parameters.Kind, parameters.Owner, parameters.Name, parameters.Minutes, parameters.Phase,
                    Id = found.Value,
                });
        }
        return _ids[name] = found.Value;
    }
}

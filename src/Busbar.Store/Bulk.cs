using System.Data.Common;
using System.Reflection;

namespace Busbar.Store;

/// <summary>
/// One statement for many rows: together where the engine takes several at once, else one after another.
/// </summary>
internal static class Bulk
{
    private const int RowsAtOnce = 200;

    /// <summary>
    /// Runs a statement for each row, in order. Its parameters are the properties of a row by their names.
    /// </summary>
    /// <returns>How many rows of the table each statement touched.</returns>
    public static IReadOnlyList<int> ExecuteEach<T>(this DbConnection connection, string sql, IEnumerable<T> rows)
    {
        var touched = new List<int>();
        if (connection.CanCreateBatch)
            foreach (var chunk in rows.Chunk(RowsAtOnce))
                touched.AddRange(Together(connection, sql, chunk));
        else OneByOne(connection, sql, rows, touched);
        return touched;
    }

    private static IEnumerable<int> Together<T>(DbConnection connection, string sql, T[] rows)
    {
        using var batch = connection.CreateBatch();
        foreach (var row in rows)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = sql;
            foreach (var property in Row<T>.Properties)
                command.Parameters.Add(Filled(Named(command.CreateParameter(), property), property, row));
            batch.BatchCommands.Add(command);
        }
        batch.ExecuteNonQuery();
        return [.. batch.BatchCommands.Select(command => command.RecordsAffected)];
    }

    private static void OneByOne<T>(DbConnection connection, string sql, IEnumerable<T> rows, List<int> touched)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var property in Row<T>.Properties) command.Parameters.Add(Named(command.CreateParameter(), property));
        foreach (var row in rows)
        {
            for (var i = 0; i < Row<T>.Properties.Length; i++) Filled(command.Parameters[i], Row<T>.Properties[i], row);
            touched.Add(command.ExecuteNonQuery());
        }
    }

    private static DbParameter Named(DbParameter parameter, PropertyInfo property)
    {
        parameter.ParameterName = property.Name;
        return parameter;
    }

    private static DbParameter Filled<T>(DbParameter parameter, PropertyInfo property, T row)
    {
        parameter.Value = property.GetValue(row) ?? DBNull.Value;
        return parameter;
    }

    private static class Row<T>
    {
        public static readonly PropertyInfo[] Properties = typeof(T).GetProperties();
    }
}

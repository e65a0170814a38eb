using DuckDB.NET.Data;

namespace Busbar.Benchmarks;

/// <summary>
/// The same work by the rival that an analyst would pick: DuckDB reads the same file into a long table and computes the
/// same totals in SQL with decimals. It keeps no versions, no explanation, no numbers.
/// </summary>
internal static class Rival
{
    /// <summary>Loads the readings; the database stays open in the connection.</summary>
    public static void Load(DuckDBConnection connection, Street street) => Run(connection,
        $"""
        CREATE TABLE readings AS
        SELECT connection, channel, date + CAST(name AS TIME) AS start, CAST(value AS DECIMAL(18, 3)) AS kwh
        FROM (UNPIVOT (SELECT * EXCLUDE (unit, quality, "offset") FROM read_csv('{street.Reads}',
            types = {'{'}'date': 'DATE'{'}'}))
          ON COLUMNS(* EXCLUDE (connection, channel, date)) INTO NAME name VALUE value)
        """);

    /// <summary>Bills every household; the sum of all totals in cents.</summary>
    public static long Bill(DuckDBConnection connection)
    {
        Run(connection,
            """
            CREATE OR REPLACE TABLE bills AS
            WITH charges AS (
              SELECT connection,
                round(31 * 0.7865, 2) AS supply,
                round(sum(CASE WHEN channel = 'import' THEN kwh * (CASE WHEN hour(start) >= 7 AND hour(start) < 22
                  THEN 0.2423 ELSE 0.1217 END) ELSE 0 END), 2) AS electricity,
                -round(sum(CASE WHEN channel = 'export' THEN kwh * 0.081 ELSE 0 END), 2) AS feed_in
              FROM readings GROUP BY connection)
            SELECT *, supply + electricity + feed_in AS net, round((supply + electricity) * 0.10, 2) AS tax FROM charges
            """);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT CAST(sum(net + tax) * 100 AS BIGINT) FROM bills";
        return (long)command.ExecuteScalar()!;
    }

    private static void Run(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

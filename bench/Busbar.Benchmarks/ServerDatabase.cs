using Npgsql;

namespace Busbar.Benchmarks;

/// <summary>A statement on a server of PostgreSQL beside the store: it makes and drops databases.</summary>
internal static class ServerDatabase
{
    /// <summary>Runs one statement.</summary>
    /// <param name="server"><c>postgres://user:password@host:port/database</c>.</param>
    public static void Run(string server, string sql)
    {
        var uri = new Uri(server);
        var user = uri.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host, Port = uri.Port, Username = user[0], Password = user.ElementAtOrDefault(1),
            Database = uri.AbsolutePath.Trim('/'), Pooling = false,
        };
        using var connection = new NpgsqlConnection(builder.ToString());
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}

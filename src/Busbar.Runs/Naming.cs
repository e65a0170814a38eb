using Busbar.Contracts;
using Busbar.Metering;
using Busbar.Store;

namespace Busbar.Runs;

/// <summary>Finds the connections and channels that a user names.</summary>
internal static class Naming
{
    private const int MostNamed = 8;

    /// <summary>A connection by its id.</summary>
    /// <exception cref="RefusedException">The book has no such connection.</exception>
    public static Connection ConnectionOf(Book book, Snapshot snapshot, string id)
    {
        if (book.Connections.TryGetValue(id, out var found)) return found;
        var waiting = ReadStore.Suspended(snapshot).Where(rows => rows.Connection == id).Sum(rows => rows.Count);
        throw new RefusedException(new Fault("unknown-connection", $"There is no connection {id} in the book.",
            Name: id, Hint: waiting > 0
                ? $"{Amount(waiting)} of readings wait for it: add it to the book and apply it."
                : Nearest.Hint(id, book.Connections.Keys) ?? (book.Connections.Count == 0 ? "It has none at all."
                    : $"It has {Some(book.Connections.Keys)}.")));
    }

    /// <summary>A channel of a connection; all of them where none is named, by name.</summary>
    /// <exception cref="RefusedException">The connection has no such channel.</exception>
    public static IReadOnlyList<Channel> ChannelsOf(Connection connection, string? name)
    {
        if (name is null)
            return [.. connection.Channels.Values.OrderBy(channel => channel.Name, StringComparer.Ordinal)];
        if (connection.Channels.TryGetValue(name, out var found)) return [found];
        throw new RefusedException(new Fault("unknown-channel",
            $"Connection {connection.Id} has no channel {name}.", Name: name,
            Hint: Nearest.Hint(name, connection.Channels.Keys) ?? $"It has {Some(connection.Channels.Keys)}."));
    }

    private static string Amount(long rows) => rows == 1 ? "1 row" : $"{rows} rows";

    private static string Some(IEnumerable<string> names)
    {
        var all = names.Order(StringComparer.Ordinal).ToList();
        return string.Join(", ", all.Take(MostNamed)) + (all.Count > MostNamed ? $" and {all.Count - MostNamed} more"
            : "");
    }
}

using System.Globalization;
using Busbar.Store;
using Dapper;

namespace Busbar.Tests.Store;

/// <summary>Everything that stands in a database, in all the tables that it has, whatever they are.</summary>
internal static class Tables
{
    /// <summary>
    /// Each row of each table as text, ordered. The keys of bills, which are drawn anew every time, are told by the
    /// numbers of the bills.
    /// </summary>
    public static IReadOnlyList<string> Of(Database database)
    {
        using var connection = database.Connect();
        var names = connection.Query<string>(database.Engine.Dialect == "sqlite"
            ? "SELECT name FROM sqlite_master WHERE type = 'table'"
            : "SELECT tablename FROM pg_tables WHERE schemaname = ANY (current_schemas(false))").Order().ToList();
        Assert.Contains("bills", names);
        var numbers = connection.Query<(string Id, string Number)>("SELECT id, number FROM bills")
            .ToDictionary(bill => bill.Id, bill => bill.Number);
        return
        [
            .. names.SelectMany(name => connection.Query($"SELECT * FROM {name}").Cast<IDictionary<string, object?>>()
                .Select(row => $"{name}: " + string.Join(", ", row.Select(cell => $"{cell.Key}={Say(cell.Value)}")))
                .Order(StringComparer.Ordinal)),
        ];

        string Say(object? value) => value switch
        {
            byte[] bytes => Convert.ToHexString(bytes),
            string text => numbers.GetValueOrDefault(text, text),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
    }
}

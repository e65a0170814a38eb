using System.Globalization;
using System.Text;

namespace Busbar.Tests.Cli;

/// <summary>Small books with a pool, written for a test: hours of 1 March 2026 onwards in UTC.</summary>
internal static class PoolBooks
{
    /// <summary>Writes a book whose members measure by the hour, and imports and applies it.</summary>
    /// <param name="pool">The pool's file.</param>
    /// <param name="products">The products' file; empty where nothing is billed.</param>
    /// <param name="agreements">As YAML.</param>
    /// <param name="readings">By connection and channel, kWh of each hour from 1 March on.</param>
    public static Printed Apply(
        Busbars program, string pool, string products, string agreements,
        params IReadOnlyList<(string Connection, string Channel, decimal[] Hours)> readings) =>
        Apply(program, pool, products, agreements, "- { party: them, name: All of them }", readings);

    /// <summary>The same with parties beside the one that all accounts have, them.</summary>
    public static Printed Apply(
        Busbars program, string pool, string products, string agreements, string parties,
        IReadOnlyList<(string Connection, string Channel, decimal[] Hours)> readings)
    {
        program.Write("book/book.yaml", """
            seller: { name: Highfield Energy, address: [1 Mill Lane] }
            currency: GBP
            zone: UTC
            language: en-GB
            groups: [energy, capacity, fixed, service]
            taxes: { none: 0 % }
            boundaries: { nbp: [line-loss] }
            calendars: { day-night: { bands: { day: "08:00-20:00", night: rest } } }
            bills: { every: month, numbers: "HE-{year}-{00000}" }
            """);
        if (pool.Length > 0) program.Write("book/pools/pool.yaml", pool);
        if (products.Length > 0) program.Write("book/products/products.yaml", products);
        program.Write("book/parties.yaml", parties);
        program.Write("book/accounts.yaml", string.Join('\n', readings.Select(one => one.Connection).Distinct()
            .Select(id => $"- {{ account: {id}, party: them }}")));
        program.Write("book/connections.yaml", string.Join('\n', readings.GroupBy(one => one.Connection)
            .Select(same => $"- {{ connection: {same.Key}, interval: 60min, losses: {{ line-loss: 1.05 }}, channels: "
                + $"{{ {string.Join(", ", same.Select(one => $"{one.Channel}: kWh"))} }} }}")));
        if (agreements.Length > 0) program.Write("book/agreements.yaml", agreements);
        program.Write("book/reads/reads.csv", Csv(readings));
        return program.Run("apply", program.PathOf("book")) is { Code: 0 } ? program.Run(
            "import", program.PathOf("book/reads/reads.csv")) : program.Run("check", program.PathOf("book"));
    }

    public static string Csv(IReadOnlyList<(string Connection, string Channel, decimal[] Hours)> readings)
    {
        var csv = new StringBuilder("connection,channel,start,value,unit,quality\n");
        foreach (var (connection, channel, hours) in readings)
            foreach (var (hour, value) in hours.Index())
            {
                var start = new DateTime(2026, 3, 1).AddHours(hour);
                csv.Append(CultureInfo.InvariantCulture,
                    $"{connection},{channel},{start:yyyy-MM-ddTHH:mm}Z,{value},kWh,A\n");
            }
        return csv.ToString();
    }
}

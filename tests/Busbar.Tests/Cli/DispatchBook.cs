using System.Text.Json;

namespace Busbar.Tests.Cli;

/// <summary>A small book with a virtual power plant, written for a test: hours of 1 March 2026 onwards in UTC, and the
/// programme vpp with an event on that day from 17:00 to 19:00 at 3000 GBP/MWh, for 10 kW.</summary>
internal static class DispatchBook
{
    public const string Event =
        "e-1,vpp,2026-03-01 17:00,2026-03-01 19:00,home-vpp,,,3000,10 kW\n";

    public const string Columns = "event,programme,from,to,pools,connections,excused,price,instructed\n";

    /// <summary>Three batteries, of 5, 4 and 1 kW.</summary>
    public const string Members = """
        pool: home-vpp
        interval: 60min
        boundary: meter
        members:
          - { connection: a, discharging: export, rated: 5 kW, from: 2026-03-01 }
          - { connection: b, discharging: export, rated: 4 kW, from: 2026-03-01 }
          - { connection: c, discharging: export, rated: 1 kW, from: 2026-03-01 }

        """;

    /// <summary>Hours of March with nothing in them, but for some.</summary>
    public static decimal[] Hours(params IReadOnlyList<(int Hour, decimal Value)> values)
    {
        var hours = new decimal[31 * 24];
        foreach (var (hour, value) in values) hours[hour] = value;
        return hours;
    }

    /// <summary>Writes the book, applies it and imports its readings.</summary>
    /// <param name="events">Rows of <c>events.csv</c> under <see cref="Columns"/>.</param>
    /// <param name="readings">By connection and channel, kWh of each hour from 1 March on.</param>
    public static Printed Apply(
        Busbars program, string pool, string events, string products, string agreements,
        params IReadOnlyList<(string Connection, string Channel, decimal[] Hours)> readings)
    {
        // The connection of who buys measures nothing.
        var done = PoolBooks.Apply(program, "", "", "",
            [.. readings, ("grid", "import", Hours())]);
        Assert.True(done.Code == 0, done.Results + done.Messages);
        program.Write("book/book.yaml", """
            seller: { name: Tidewater Flex, address: [1 Mill Lane] }
            currency: GBP
            zone: UTC
            groups: [energy, flexibility]
            boundaries: { nbp: [line-loss] }
            taxes: { none: 0 % }
            calendars: { seasons: { bands: { summer: apr-sep, winter: rest } } }
            programmes: { vpp: { exclusive-with: [local] }, local: {} }
            baselines: { five: { mean-of: 5, within: 10 days, days: any, skip: events } }
            bills: { every: month, numbers: "TF-{year}-{00000}" }
            """);
        program.Write("book/pools/pool.yaml", pool);
        program.Write("book/events.csv", Columns + events);
        if (products.Length > 0) program.Write("book/products/products.yaml", products);
        if (agreements.Length > 0) program.Write("book/agreements.yaml", agreements);
        return program.Run("apply", program.PathOf("book"));
    }

    /// <summary>What a pool has under a name in March: each member, then what nobody got where it is a share.</summary>
    public static string Of(Busbars program, string name, string period = "2026-03")
    {
        var done = program.Run("pool", "home-vpp", "--period", period, "--json");
        Assert.True(done.Code == 0, done.Results + done.Messages);
        var found = JsonDocument.Parse(done.Results).RootElement.GetProperty("names").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == name);
        if (found.TryGetProperty("closes", out var closes)) Assert.True(closes.GetBoolean());
        return string.Join(' ', found.GetProperty("members").EnumerateArray()
            .Select(member => Short(member.GetProperty("amount").GetString()!))
            .Concat(found.TryGetProperty("residual", out var left) ? [$"| {Short(left.GetString()!)}"] : []));
    }

    private static string Short(string amount) => amount.Contains('.', StringComparison.Ordinal)
        ? amount.TrimEnd('0').TrimEnd('.') : amount;
}

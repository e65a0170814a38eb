using Busbar.Tests.Store;

namespace Busbar.Tests.Cli;

/// <summary>A house that is measured by the day and billed by the month at 1 GBP/kWh, and one whose meter is read.
/// </summary>
internal static class DailyHouse
{
    /// <summary>The first read of the meter, and the days of January.</summary>
    public const string Header = "connection,channel,start,value,unit,quality,version\n";

    /// <summary>A database with the book.</summary>
    /// <param name="checks">Of the book: <c>import: [no gap]</c>.</param>
    public static Busbars With(string engine = TestStore.Sqlite, string checks = "", string limit = "limit: 10 kW, ")
    {
        var busbar = new Busbars(engine);
        busbar.Write("book/book.yaml", $$"""
            seller: { name: N }
            currency: GBP
            zone: Europe/London
            tax: outside
            checks: { {{(checks.Length == 0 ? "import: gap" : checks)}} }
            estimates: { import: [like-day] }
            bills: { numbers: "B{0}", credits: "C{0}" }

            """);
        busbar.Write("book/parties.yaml", "- { party: ada, name: Ada }\n");
        busbar.Write("book/accounts.yaml", "- { account: ada, party: ada }\n- { account: bob, party: ada }\n");
        busbar.Write("book/connections.yaml", $$"""
            - { connection: c1, interval: day, {{limit}}channels: { import: kWh } }
            - connection: c2
              interval: day
              {{(limit.Length == 0 ? "" : limit[..^2] + "\n  ")}}channels: { import: kWh }
              meters: [{ meter: M, from: 2026-01-01, registers: [{ register: "1", channel: import, digits: 5 }] }]

            """);
        busbar.Write("book/agreements.yaml", """
            - { agreement: a, account: ada, product: p, connections: c1, from: 2026-01-01, to: 2026-03-01 }
            - { agreement: b, account: bob, product: p, connections: c2, from: 2026-01-01 }

            """);
        busbar.Write("book/products/p.yaml", """
            product: p
            from: 2026-01-01
            interval: day
            channels: { import: kWh }
            charges: [{ name: Energy, quantity: import, price: 1 GBP/kWh }]

            """);
        Assert.Equal((0, ""), (busbar.Run("apply", busbar.PathOf("book")) is var applied ? applied.Code : 0,
            applied.Messages));
        return busbar;
    }

    /// <summary>Imports days of the first house: a date and a value, and a version where there is a third.</summary>
    public static Printed Days(Busbars busbar, string name, params string[] days) =>
        busbar.Run("import", busbar.Write(name, Header + string.Concat(days.Select(day => day.Split(' ') is
            [var date, var value, .. var rest]
                ? $"c1,import,{date},{value},kWh,A,{rest.FirstOrDefault() ?? "0"}\n" : day + "\n"))));

    /// <summary>The days of January with ten each.</summary>
    public static Printed January(Busbars busbar) => Days(busbar, "january.csv",
        [.. Enumerable.Range(1, 31).Select(day => $"2026-01-{day:00} 10")]);

    /// <summary>Imports reads of the second house's register: a date and a number.</summary>
    public static Printed Reads(Busbars busbar, string name, params string[] reads) =>
        busbar.Run("import", busbar.Write(name, "connection,meter,register,time,reading,quality\n" + string.Concat(
            reads.Select(read => read.Split(' ') is [var date, var number] ? $"c2,M,1,{date},{number},A\n" : read))));

    /// <summary>What a command printed after the line that counts rows, without the folder of the test.</summary>
    public static string After(Busbars busbar, Printed printed) => string.Join('\n', printed.Results
        .Replace(busbar.Folder + "/", "", StringComparison.Ordinal).TrimEnd('\n').Split('\n').Skip(1));
}

using System.Text;
using Busbar.Metering;
using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>A charging session as it is printed.</summary>
/// <param name="Note">What is to be said of it; empty: nothing.</param>
/// <param name="Counts">Whether it is in the sums: not where it was credited.</param>
public sealed record PrintedSession(Session Session, string Note, bool Counts)
{
    /// <summary>What the vehicle took, in kWh.</summary>
    public Exact Energy => Sum(period => period.Energy);

    /// <summary>What the vehicle gave back, in kWh.</summary>
    public Exact Export => Sum(period => period.Export);

    /// <summary>The time in which it charged, in hours.</summary>
    public Exact Charging => Sum(period => period.Charging);

    /// <summary>The time in which it stood without charging, in hours.</summary>
    public Exact Idle => Sum(period => period.Idle);

    /// <summary>The time for which the charger was reserved, in hours.</summary>
    public Exact Reserved => Sum(period => period.Reserved);

    private Exact Sum(Func<SessionPeriod, Exact> figure) =>
        Session.Periods.Aggregate(Exact.Zero, (sum, period) => sum + figure(period));
}

/// <summary>Charging sessions as text.</summary>
public static class SessionsText
{
    private const int Width = 170;
    private const int MostDecimals = 4;

    // Who gives nothing back, or reserves nothing, has no column of zeros for it.
    private static readonly (string Heading, Func<PrintedSession, Exact> Figure, bool IsRare)[] Columns =
    [
        ("kWh", one => one.Energy, false), ("kWh back", one => one.Export, true),
        ("charging h", one => one.Charging, false), ("idle h", one => one.Idle, false),
        ("reserved h", one => one.Reserved, true),
    ];

    /// <summary>The table, in the connection's own time, with the sums of what counts.</summary>
    /// <param name="days">The days, as they were asked for.</param>
    public static string Write(Connection connection, string days, IReadOnlyList<PrintedSession> sessions)
    {
        var head = TextTable.Clean($"Connection {connection.Id}, charging sessions in {days}, {connection.Zone.Id}\n");
        if (sessions.Count == 0) return head + "\nThere are none.\n";
        var columns = Columns.Where(column => !column.IsRare || sessions.Any(one => !column.Figure(one).IsZero))
            .ToList();
        var decimals = columns.ConvertAll(column => sessions.Max(one =>
            PlainNumber.DecimalsOf(column.Figure(one), MostDecimals)));
        var table = new TextTable(Width, 0, false, [new("Start"), new("End"), new("Session"), new("Charger"),
            new("Card"), .. columns.Select(column => new TextColumn(column.Heading, true)),
            new("operator's cost", true), new("", Wraps: true)]);
        foreach (var one in sessions)
            table.Row([ReadingTime.Of(one.Session.Start, connection.Zone),
                ReadingTime.Of(one.Session.End, connection.Zone), one.Session.Id, one.Session.Charger, one.Session.Card,
                .. columns.Select((column, i) => column.Figure(one).ToString(decimals[i])),
                one.Session.Cost is { } cost ? $"{MoneyOf(cost)} {one.Session.CostCurrency}" : "", one.Note]);
        table.Rule();
        var counted = sessions.Where(one => one.Counts).ToList();
        table.Row(["", "", $"{Wording.Whole(counted.Count)} in all", "", "",
            .. columns.Select((column, i) => Sum(counted.Select(column.Figure)).ToString(decimals[i])),
            Costs(counted), ""]);
        return new StringBuilder(head).Append('\n').Append(table).ToString();
    }

    /// <summary>The sum in each currency; currencies don't add up.</summary>
    private static string Costs(IEnumerable<PrintedSession> counted) => string.Join('\n', counted
        .Where(one => one.Session.Cost is not null).GroupBy(one => one.Session.CostCurrency)
        .OrderBy(same => same.Key, StringComparer.Ordinal)
        .Select(same => $"{MoneyOf(Sum(same.Select(one => one.Session.Cost!.Value)))} {same.Key}"));

    private static string MoneyOf(Exact cost) =>
        cost.ToString(Math.Max(2, PlainNumber.DecimalsOf(cost, MostDecimals)));

    private static Exact Sum(IEnumerable<Exact> values) => values.Aggregate(Exact.Zero, (sum, value) => sum + value);
}

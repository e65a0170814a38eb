using System.Text;
using Busbar.Quantities;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Documents;

/// <summary>What an event brought from an agreement, or from one of its connections, as it is printed.</summary>
/// <param name="Connection">Null: all of them together.</param>
/// <param name="Days">Those that the baseline is the mean of, the latest first.</param>
/// <param name="Ratio">By what it was multiplied; null where it wasn't.</param>
/// <param name="Difference">The power by which it was moved; null where it wasn't.</param>
public sealed record PrintedDelivery(
    string Agreement, string? Connection, string Text, Exact Baseline, Exact Used, IReadOnlyList<LocalDate> Days,
    Exact? Ratio, Exact? Difference, bool IsBound);

/// <summary>What the members of a pool brought to an event, as it is printed.</summary>
/// <param name="Asked">In kWh; null where nothing was asked of the pool.</param>
/// <param name="Names">What is counted, with its unit.</param>
/// <param name="Members">By name an amount; none of who is excused.</param>
public sealed record PrintedDispatch(
    string Pool, Exact? Asked, IReadOnlyList<(string Name, string Unit)> Names,
    IReadOnlyList<(string Connection, IReadOnlyList<Exact> Amounts)> Members);

/// <summary>An event as text.</summary>
public static class EventText
{
    private const int Decimals = 6;

    /// <summary>The table of who delivered what, in kWh, and how each baseline came about.</summary>
    /// <param name="subject">The event, its programme and its time.</param>
    public static string Write(string subject, IReadOnlyList<PrintedDelivery> deliveries)
    {
        var table = new TextTable(0, 2, false, new("agreement"), new("connection"), new("baseline", true),
            new("used", true), new("delivered", true));
        var most = deliveries.SelectMany(one => new[] { one.Baseline, one.Used })
            .Select(value => PlainNumber.DecimalsOf(value, Decimals)).DefaultIfEmpty().Max();
        foreach (var one in deliveries)
            table.Row(one.Agreement, one.Connection ?? "all", one.Baseline.ToString(most), one.Used.ToString(most),
                (one.Baseline - one.Used).ToString(most));
        var text = new StringBuilder(subject).Append(", in kWh\n\n").Append(table).Append('\n');
        foreach (var one in deliveries) text.Append(Said(one)).Append('\n');
        return text.ToString();
    }

    /// <summary>What each member of a pool brought and has of it, what was asked of all, and who is excused.</summary>
    /// <param name="subject">The event, its programme and its time.</param>
    public static string Dispatch(string subject, PrintedDispatch dispatch)
    {
        var table = new TextTable(0, 2, false,
            [new(dispatch.Pool), .. dispatch.Names.Select(one => new TextColumn($"{one.Name}, {one.Unit}", true))]);
        var called = dispatch.Members.Where(member => member.Amounts.Count > 0).ToList();
        var sums = dispatch.Names.Select((_, i) => called.Aggregate(Exact.Zero, (sum, one) => sum + one.Amounts[i]));
        var most = called.SelectMany(one => one.Amounts).Select(value => PlainNumber.DecimalsOf(value, Decimals))
            .DefaultIfEmpty().Max();
        foreach (var (connection, amounts) in dispatch.Members)
            table.Row([connection, .. amounts.Count > 0 ? amounts.Select(amount => amount.ToString(most))
                : dispatch.Names.Select(_ => "excused")]);
        table.Rule();
        table.Row(["all called", .. sums.Select(sum => sum.ToString(most))]);
        return new StringBuilder(subject).Append("\n\n").Append(table).Append(dispatch.Asked is not { } asked ? ""
            : $"\n{asked.Round(Decimals, Rounding.HalfAway)} kWh were asked of {dispatch.Pool}.\n").ToString();
    }

    /// <summary>Which days a baseline is the mean of, and what was done with it.</summary>
    private static string Said(PrintedDelivery one)
    {
        var adjusted = one switch
        {
            { Ratio: { } ratio } => $", times {ratio.Round(Decimals, Rounding.HalfAway)}",
            { Difference: { } difference } => $", moved by {difference.Round(Decimals, Rounding.HalfAway)} kW",
            _ => "",
        };
        return $"{one.Agreement}: {one.Text} is the mean of {Wording.Count(one.Days.Count, "day")}"
            + $"{adjusted}{(one.IsBound ? ", as its limit says" : "")}: "
            + string.Join(", ", one.Days.Select(LocalDatePattern.Iso.Format)) + ".";
    }
}

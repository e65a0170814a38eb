namespace Busbar.Tests.Formats;

/// <summary>Writes flows of Great Britain's market: groups between a header and a trailer that counts them.</summary>
internal static class Flows
{
    public const string Made = "20260102030405";

    public static string D0010(string groups, string recipient = "SLE") => Of("D0010002", "026", groups, recipient);

    public static string D0036(string groups, string recipient = "SLE") => Of("D0036001", "101", groups, recipient);

    /// <summary>The groups of a day of half-hours that are alike.</summary>
    public static string Day(
        string mpan = "1012345678901", string measurement = "AI", string date = "20260101", int count = 48,
        string period = "A|1.5|") => $"101|{mpan}|{measurement}|SLE|\n102|{date}|\n" + Periods(count, period);

    public static string Periods(int count, string period = "A|1.5|") =>
        string.Concat(Enumerable.Repeat($"103|{period}\n", count));

    private static string Of(string flow, string top, string groups, string recipient)
    {
        string[] lines = groups.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var tops = lines.Count(line => line.StartsWith(top, StringComparison.Ordinal));
        return $"ZHV|0000475656|{flow}|D|UDMS|X|{recipient}|{Made}||||OPER|\n{groups}"
            + $"ZPT|0000475656|{lines.Length}||{tops}|{Made}|\n";
    }
}

using Busbar.Books;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Runs;

/// <summary>The memberships of a pool as a book has written them, for what was said before.</summary>
internal static class PoolRows
{
    /// <summary>The key of a pool under which its members are.</summary>
    public const string Members = "members";

    /// <summary>What there may be bills of.</summary>
    public static readonly Days Ever = new(new(1900, 1, 1), new(9000, 1, 1));

    /// <summary>The memberships by connection, in the order of their first days.</summary>
    public static Dictionary<string, List<MapNode>> Of(MapNode pool) =>
        (pool[Members] as ListNode)?.Items.OfType<MapNode>()
            .GroupBy(row => (row[BookItem.OfConnection] as TextNode)?.Value ?? "")
            .ToDictionary(same => same.Key, same => same.OrderBy(row => DayOf(row, "from")).ToList()) ?? [];

    /// <summary>Whether a connection is a member on a day.</summary>
    /// <param name="rows">Its memberships.</param>
    public static bool Have(IEnumerable<MapNode> rows, LocalDate day) =>
        rows.Any(row => DayOf(row, "from") <= day && day < DayOf(row, "to"));

    /// <summary>The first day of a membership, or the day after its last.</summary>
    public static LocalDate DayOf(MapNode row, string key) => row[key] is TextNode text
        && LocalDatePattern.Iso.Parse(text.Value) is { Success: true, Value: var day } ? day
        : key == "to" ? Ever.To : Ever.From;
}

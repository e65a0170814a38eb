using Busbar.Contracts;
using Busbar.Time;
using NodaTime;

namespace Busbar.Books;

/// <summary>What an event as it is written says of its days and of whom it calls, also where the book has it no more.
/// </summary>
public static class EventRows
{
    private const int DateLength = 10;

    /// <summary>The days that it may touch, by whatever clock.</summary>
    public static Days DaysOf(MapNode one) =>
        new(DateOf(one, "from").PlusDays(-1), DateOf(one, "to").PlusDays(2));

    /// <summary>Whether it may call an agreement: it names the agreement, a connection of it, a pool, or nobody.
    /// </summary>
    public static bool MayCall(MapNode one, Agreement agreement)
    {
        var (agreements, connections, pools) =
            (Named(one, "agreements"), Named(one, "connections"), Named(one, "pools"));
        return agreements.Count + connections.Count + pools.Count == 0 || agreements.Contains(agreement.Id)
            || pools.Count > 0 || agreement.Connections.Any(connection => connections.Contains(connection.Id));
    }

    private static LocalDate DateOf(MapNode one, string key) =>
        one[key] is TextNode { Value.Length: >= DateLength } text
            && Dates.Parse(text.Value[..DateLength], out _) is { } date ? date
            : throw new FormatException($"{key} of a stored event begins with no day.");

    private static List<string> Named(MapNode one, string key) =>
    [
        .. (one[key] is ListNode list ? list.Items.OfType<TextNode>() : new[] { one[key] }.OfType<TextNode>())
            .SelectMany(AgreementReader.Split).Select(text => text.Value),
    ];
}

using Busbar.Books;
using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Store;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>What rests on events that a book says otherwise than before.</summary>
/// <param name="Pools">The pools that share by events, with the days that this is about.</param>
/// <param name="Bills">The bills that stand of agreements that such an event calls, or called.</param>
internal sealed record ChangedEvents(IReadOnlyDictionary<Pool, Days> Pools, IReadOnlyCollection<string> Bills)
{
    public bool IsAny => Pools.Count + Bills.Count > 0;

    /// <summary>What rests on each event that is new, otherwise or gone.</summary>
    /// <param name="before">The things as they were stored.</param>
    /// <param name="now">The things as they are applied.</param>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static ChangedEvents Between(
        Database database, IReadOnlyList<Item> before, IReadOnlyList<BookItem> now, Book book)
    {
        var old = before.Where(item => item.Kind == BookItem.OfEvent)
            .ToDictionary(item => item.Id, item => item.Body, StringComparer.Ordinal);
        var differing = new List<MapNode>();
        foreach (var item in now.Where(item => item.Kind == BookItem.OfEvent))
        {
            var isKnown = old.Remove(item.Id, out var body);
            if (isKnown && body == NodeText.Write(item.Kept)) continue;
            differing.Add(item.Node);
            if (isKnown) differing.Add((MapNode)NodeText.Read(body!, default));
        }
        differing.AddRange(old.Values.Select(body => (MapNode)NodeText.Read(body, default)));
        if (differing.Count == 0) return new(new Dictionary<Pool, Days>(), []);
        var days = differing.ConvertAll(EventRows.DaysOf);
        var (first, end) = (days.Min(one => one.From), days.Max(one => one.To));
        var called = book.Agreements.Values.Where(agreement => differing.Exists(one =>
                EventRows.MayCall(one, agreement))).Select(agreement => (Agreement: agreement,
                    Days: Reach(FormulasOf(agreement), first, end))).Where(one => one.Days is not null).ToList();
        return new(
            book.Pools.Values.Select(pool => (Pool: pool, Days: Reach(pool.OnEvents, first, end)))
                .Where(one => one.Days is not null).ToDictionary(one => one.Pool, one => one.Days!.Value),
            called.Count == 0 ? [] : BillsOf(database, [.. called.Select(one => one.Agreement)],
                new(first, called.Max(one => one.Days!.Value.To))));
    }

    /// <summary>The bills that stand over some days, which hold a day on either side.</summary>
    private static HashSet<string> BillsOf(Database database, IReadOnlyList<Agreement> agreements, Days days)
    {
        var (time, accounts) = (days.InstantsIn(DateTimeZone.Utc),
            agreements.Select(agreement => agreement.Account.Id).ToHashSet());
        return [.. BillStore.BilledOver(database, [.. agreements.SelectMany(agreement => agreement.Connections)
                .Select(connection => connection.Id).Distinct()], time.Start, time.End)
            .Where(input => accounts.Contains(input.Account)).Select(input => input.Number)];
    }

    private static IEnumerable<EventFormula> FormulasOf(Agreement agreement) =>
        agreement.Product.Versions.Values.SelectMany(version => version.Value.Rated)
            .SelectMany(charge => charge.Rate.Formulas).SelectMany(written => written.Formula.All())
            .OfType<EventFormula>();

    /// <summary>The days on which something may rest on the events of some: a day with an event is none that a later
    /// baseline is the mean of. Null where nothing rests on events.</summary>
    private static Days? Reach(IEnumerable<EventFormula> formulas, LocalDate first, LocalDate end)
    {
        var parts = formulas.ToList();
        return parts.Count == 0 ? null : new(first,
            end.PlusDays(parts.OfType<BaselineFormula>().Select(part => part.Method.Within).DefaultIfEmpty().Max()));
    }
}

using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Statements;

/// <summary>Says whether what a pool shared among all may be told to one of its members: not where a neighbour's part
/// could be taken from it.</summary>
public static class Neighbours
{
    /// <summary>Why sums over a pool's members aren't told; null where they may be.</summary>
    /// <param name="own">The connections of who asks.</param>
    public static string? Hides(Pool pool, Days days, IReadOnlyCollection<string> own, Book book)
    {
        var least = book.Access.LeastGroup;
        foreach (var day in DaysOfChange(pool, days))
            if (GroupOn(pool, day, book).Count < least)
                return $"fewer than {least} accounts share it on {NodaTime.Text.LocalDatePattern.Iso.Format(day)}";
        // Of two groups that are nearly the same, the difference would be of those few.
        foreach (var other in book.Pools.Values.Where(other => other.Id != pool.Id
            && other.Members.Any(member => own.Contains(member.Connection.Id))))
            foreach (var day in DaysOfChange(pool, days).Concat(DaysOfChange(other, days)))
            {
                var (here, there) = (GroupOn(pool, day, book), GroupOn(other, day, book));
                if (here.Except(there).Count() + there.Except(here).Count() is > 0 and var few && few < least)
                    return $"pool {other.Id} has nearly the same members";
            }
        return null;
    }

    /// <summary>Whether a sum is nearly all of one other's.</summary>
    /// <param name="parts">What each connection has of it.</param>
    public static bool IsOfOne(
        IReadOnlyList<(string Connection, Exact Amount)> parts, IReadOnlyCollection<string> own, Book book)
    {
        var others = parts.Where(part => !own.Contains(part.Connection)).Select(part => Size(part.Amount)).ToList();
        var sum = others.Aggregate(Exact.Zero, (all, one) => all + one);
        return others.Exists(one => one > book.Access.MostPart * sum);
    }

    private static Exact Size(Exact amount) => amount.Sign < 0 ? -amount : amount;

    /// <summary>The first day, and those on which somebody comes or goes.</summary>
    private static IEnumerable<LocalDate> DaysOfChange(Pool pool, Days days) =>
        pool.Members.SelectMany(member => new[] { member.Days.From, member.Days.To })
            .Where(day => day > days.From && day < days.To).Append(days.From).Distinct().Order();

    /// <summary>Whose the members are on a day: accounts, or connections that nobody is supplied at.</summary>
    private static HashSet<string> GroupOn(Pool pool, LocalDate day, Book book)
    {
        var members = pool.Members.Where(member => member.Days.Contains(day)).Select(member => member.Connection.Id)
            .ToHashSet();
        var supplied = book.Agreements.Values.Where(agreement =>
            !agreement.SupplyIn(new(day, day.PlusDays(1))).IsEmpty).SelectMany(agreement =>
                agreement.Connections.Where(one => members.Contains(one.Id))
                    .Select(one => (one.Id, Account: $"account {agreement.Account.Id}"))).ToLookup(one => one.Id);
        return [.. members.SelectMany(member => supplied.Contains(member)
            ? supplied[member].Select(one => one.Account) : [$"connection {member}"])];
    }
}

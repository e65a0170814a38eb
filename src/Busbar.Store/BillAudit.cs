using Dapper;

namespace Busbar.Store;

/// <summary>Looks at the rows of bills as they are: whatever wrote them, also past the program.</summary>
public static class BillAudit
{
    /// <summary>Each charge is billed once for each of its days, and only by bills that stand.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static Audit Once(Snapshot snapshot) => snapshot.Guard(() =>
    {
        var (breaches, count) = (new List<Breach>(), 0L);
        var (key, last, until) = (default((string, string, string)), "", "");
        foreach (var one in snapshot.Connection.Query<(string Agreement, string Charge, string Connection, string From,
            string To, string? Number, long IsCredited)>(
            """
            SELECT c.agreement, c.charge, c.connection, c.from_day, c.to_day, b.number,
              CASE WHEN EXISTS (SELECT 1 FROM bills n WHERE n.credits = b.number) THEN 1 ELSE 0 END
            FROM charges c LEFT JOIN bills b ON b.id = c.bill WHERE c.live = 1
            ORDER BY c.agreement, c.charge, c.connection, c.from_day, c.to_day
            """, buffered: false))
        {
            count++;
            var (own, name) = ((one.Agreement, one.Charge, one.Connection),
                $"charge {one.Charge} of agreement {one.Agreement}"
                + (one.Connection.Length > 0 ? $", connection {one.Connection}" : ""));
            if (own == key && string.CompareOrdinal(one.From, until) < 0)
                breaches.Add(new(name, $"Days from {one.From} are billed twice: on {last} and on {one.Number}."));
            if (own != key || string.CompareOrdinal(one.To, until) > 0) (last, until) = (one.Number ?? "", one.To);
            key = own;
            if (one.Number is null) breaches.Add(new(name, $"It is billed from {one.From} on no bill."));
            else if (one.IsCredited > 0)
                breaches.Add(new(name, $"It stands from {one.From} on {one.Number}, which was taken back."));
        }
        return new Audit(count, "charge", breaches);
    });

    /// <summary>The numbers of each series count from 1 without a gap, and ascend with the days of issue.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static Audit Numbers(Snapshot snapshot) => snapshot.Guard(() =>
    {
        var bills = snapshot.Connection.Query<(string Series, string Number, string IssuedOn)>(
            "SELECT series, number, issued_on FROM bills").AsList();
        var lasts = snapshot.Connection.Query<(string Series, long Last)>(
            "SELECT series, last FROM numbers WHERE series <> 'ledger' AND series NOT LIKE 'id:%'")
            .ToDictionary(row => row.Series, row => row.Last);
        var breaches = new List<Breach>();
        foreach (var series in bills.GroupBy(bill => bill.Series).OrderBy(same => same.Key, StringComparer.Ordinal))
        {
            var (next, day) = (1L, "");
            foreach (var (count, bill) in series.Select(bill => (Count: CountOf(series.Key, bill.Number), bill))
                .OrderBy(one => one.Count))
            {
                if (count is null)
                    breaches.Add(new($"bill {bill.Number}", $"Its number isn't one of its series {series.Key}."));
                if (count is not { } own) continue;
                breaches.AddRange(Gap(series.Key, next, own));
                if (string.CompareOrdinal(bill.IssuedOn, day) < 0)
                    breaches.Add(new($"bill {bill.Number}",
                        $"It was issued on {bill.IssuedOn}; a number before it on {day}."));
                (next, day) = (own + 1, bill.IssuedOn);
            }
            breaches.AddRange(Gap(series.Key, next, lasts.GetValueOrDefault(series.Key) + 1));
            lasts.Remove(series.Key);
        }
        breaches.AddRange(lasts.SelectMany(one => Gap(one.Key, 1, one.Value + 1)));
        return new Audit(bills.Count, "number", breaches);
    });

    private static IEnumerable<Breach> Gap(string series, long from, long to)
    {
        if (from < to)
            yield return new($"series {series}", from + 1 == to ? $"Number {Texts.Say(from)} is missing."
                : $"Numbers {Texts.Say(from)} to {Texts.Say(to - 1)} are missing.");
    }

    /// <summary>The count in a number: what stands in it where its series has a sign of number.</summary>
    private static long? CountOf(string series, string number)
    {
        for (var at = series.IndexOf('#', StringComparison.Ordinal); at >= 0;
            at = series.IndexOf('#', at + 1))
        {
            var (before, after) = (series[..at], series[(at + 1)..]);
            if (number.Length > before.Length + after.Length && number.StartsWith(before, StringComparison.Ordinal)
                && number.EndsWith(after, StringComparison.Ordinal)
                && long.TryParse(number.AsSpan(before.Length, number.Length - before.Length - after.Length),
                    System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture,
                    out var count))
                return count;
        }
        return null;
    }

    /// <summary>The days on which something of each agreement is billed, by agreement and from their first.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static ILookup<string, Time.Days> BilledDays(Snapshot snapshot) => snapshot.Guard(() =>
        snapshot.Connection.Query<(string Agreement, string From, string To)>(
            "SELECT DISTINCT agreement, from_day, to_day FROM charges WHERE live = 1 ORDER BY agreement, from_day")
        .ToLookup(row => row.Agreement, row => new Time.Days(Texts.ToDate(row.From), Texts.ToDate(row.To))));
}

using System.Globalization;
using Dapper;

namespace Busbar.Store;

/// <summary>Looks at what banks said and what was sent to them, as the rows are: whatever wrote them.</summary>
public static class BankAudit
{
    /// <summary>Each line of a bank is one entry of its amount, a receipt or what takes one back; each such entry has
    /// its line; and of lines and direct debits none is gone.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static Audit Lines(Snapshot snapshot) => snapshot.Guard(() =>
    {
        var entries = snapshot.Connection.Query<(long Id, string Kind, string Reference, long Amount)>(
            """
            SELECT e.id, e.kind, e.reference, CAST(sum(p.amount) AS BIGINT)
            FROM entries e JOIN postings p ON p.entry = e.id AND p.role = 'bank'
            WHERE e.kind IN ('receipt', 'return') GROUP BY e.id, e.kind, e.reference ORDER BY e.id
            """).ToLookup(entry => entry.Reference);
        var lines = snapshot.Connection.Query<(string Id, long Amount)>(
            "SELECT id, amount FROM bank_lines ORDER BY id").ToDictionary(line => line.Id, line => line.Amount);
        var debits = snapshot.Connection.Query<string>("SELECT id FROM collections ORDER BY id").ToHashSet();
        return new Audit(lines.Count + debits.Count, "row",
        [
            .. lines.Select(line => Trouble(line.Value, [.. entries[line.Key].Select(one => one.Amount)])
                is { } trouble ? new Breach($"receipt {line.Key}", trouble) : null).OfType<Breach>(),
            .. entries.Where(same => !lines.ContainsKey(same.Key)).Select(same => new Breach($"receipt {same.Key}",
                $"It is entry {Texts.Say(same.First().Id)}, and no line of a bank says so any more: its file would be "
                    + "posted again.")),
            .. Gone(snapshot, "R", id => lines.ContainsKey(id) || entries.Contains(id)).Select(id =>
                new Breach($"receipt {id}", "It is missing; lines of banks count without a gap.")),
            .. Gone(snapshot, "DD", debits.Contains).Select(id =>
                new Breach($"direct debit {id}", "It is missing; what was sent counts without a gap.")),
        ]);
    });

    private static string? Trouble(long amount, IReadOnlyList<long> posted) => posted switch
    {
        [] => "No entry has it.",
        [var own] => own == amount ? null
            : $"The bank says {Texts.Say(amount)} minor units, and its entry {Texts.Say(own)}.",
        _ => $"{Texts.Say(posted.Count)} entries have it.",
    };

    /// <summary>The ids of a series that were given, and aren't there.</summary>
    private static IEnumerable<string> Gone(Snapshot snapshot, string series, Func<string, bool> isThere)
    {
        var last = snapshot.Connection.ExecuteScalar<long>(
            "SELECT coalesce(max(last), 0) FROM numbers WHERE series = @series", new { series = $"id:{series}" });
        for (var number = 1L; number <= last; number++)
            if (series + "-" + number.ToString("000000", CultureInfo.InvariantCulture) is var id && !isThere(id))
                yield return id;
    }
}

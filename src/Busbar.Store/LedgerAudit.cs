using Busbar.Contracts;
using Dapper;

namespace Busbar.Store;

/// <summary>Looks at the rows of the ledger as they are: whatever wrote them, also past the program.</summary>
public static class LedgerAudit
{
    private const int EntriesAtOnce = 1000;

    /// <summary>The postings of each entry add up to zero, and each posting has an entry.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static Audit Balances(Snapshot snapshot) => snapshot.Guard(() =>
    {
        var unbalanced = snapshot.Connection.Query<(long Id, string Kind, string Reference, long Sum)>(
            """
            SELECT e.id, e.kind, e.reference, CAST(coalesce(sum(p.amount), 0) AS BIGINT)
            FROM entries e LEFT JOIN postings p ON p.entry = e.id GROUP BY e.id, e.kind, e.reference
            HAVING coalesce(sum(p.amount), 1) <> 0 ORDER BY e.id
            """);
        var lost = snapshot.Connection.Query<long>(
            "SELECT DISTINCT entry FROM postings WHERE entry NOT IN (SELECT id FROM entries) ORDER BY entry");
        return new Audit(snapshot.Connection.Count("SELECT count(*) FROM entries"), "entry",
        [
            .. unbalanced.Select(one => new Breach(NameOf(one.Id, one.Kind, one.Reference),
                $"Its postings come to {Texts.Say(one.Sum)} minor units, and not to zero.")),
            .. lost.Select(entry => new Breach($"entry {Texts.Say(entry)}", "It has postings, and isn't there.")),
        ]);
    });

    /// <summary>Entries count on from 1, and each has the hash of itself and all before it.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static Audit Chain(Snapshot snapshot) => snapshot.Guard(() =>
    {
        var (breaches, hash, next) = (new List<Breach>(), (byte[])[], 1L);
        foreach (var (entry, postings) in Rows(snapshot))
        {
            var name = NameOf(entry.Id, entry.Kind, entry.Reference);
            for (; next < entry.Id; next++)
                breaches.Add(new($"entry {Texts.Say(next)}", "It is missing; entries count without a gap."));
            next = entry.Id + 1;
            if (!LedgerWriter.HashOf(hash, entry, postings).AsSpan().SequenceEqual(entry.Hash))
                breaches.Add(new(name, "It isn't what was posted: its hash is another, or one before it is gone."));
            // Each row that was changed is named by itself.
            hash = entry.Hash;
        }
        for (var last = snapshot.Connection.Count("SELECT coalesce(max(last), 0) FROM numbers WHERE series = 'ledger'");
            next <= last; next++)
            breaches.Add(new($"entry {Texts.Say(next)}", "It is missing; entries count without a gap."));
        return new Audit(snapshot.Connection.Count("SELECT count(*) FROM entries"), "entry", breaches);
    });

    /// <summary>What the entries of bills and credit notes come to, by the number of their document and role.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static ILookup<string, (LedgerRole Role, long Amount)> Documents(Snapshot snapshot) => snapshot.Guard(() =>
        snapshot.Connection.Query<(string Reference, string Role, long Amount)>(
            """
            SELECT e.reference, p.role, CAST(sum(p.amount) AS BIGINT)
            FROM entries e JOIN postings p ON p.entry = e.id WHERE e.kind IN ('bill', 'credit-note')
            GROUP BY e.reference, p.role
            """).ToLookup(row => row.Reference, row => (ChartOfAccounts.RoleOf(row.Role)!.Value, row.Amount)));

    /// <summary>What is open by account and document is the control account; and nobody's is nothing of it.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static Audit Control(Snapshot snapshot) => snapshot.Guard(() =>
    {
        var view = new LedgerView(snapshot.Connection);
        var (items, breaches) = (view.OpenItems(), new List<Breach>());
        foreach (var balance in view.Balances().Where(one => IsControl(one.Role)))
        {
            var open = items.Where(item => item.Role == balance.Role).Sum(item => item.Amount);
            if (open != balance.Amount)
                breaches.Add(new($"account {balance.Code}", $"It comes to {Texts.Say(balance.Amount)} minor units, and "
                    + $"what is open of accounts to {Texts.Say(open)}."));
        }
        breaches.AddRange(snapshot.Connection.Query<(long Id, string Kind, string Reference, string Code)>(
            """
            SELECT e.id, e.kind, e.reference, min(p.code) FROM postings p JOIN entries e ON e.id = p.entry
            WHERE p.role IN ('receivables', 'customer-credit') AND p.account IS NULL
            GROUP BY e.id, e.kind, e.reference ORDER BY e.id
            """).Select(one => new Breach(NameOf(one.Id, one.Kind, one.Reference),
                $"It posts to {one.Code}, and doesn't say to whose account.")));
        return new Audit(items.Count, "open item", breaches);
    });

    /// <summary>No more was set against a bill than it comes to, and no more of a receipt was used than came in.
    /// </summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static Audit Allocations(Snapshot snapshot) => snapshot.Guard(() =>
    {
        var open = snapshot.Connection.Query<(
            string Role, string Account, string Document, long Billed, long There, long Amount)>(
            """
            SELECT p.role, p.account, p.document,
              CAST(sum(CASE WHEN e.kind IN ('bill', 'credit-note', 'manual', 'fee') THEN p.amount ELSE 0 END)
                AS BIGINT),
              CAST(sum(CASE WHEN 'allocation' IN (e.kind, coalesce(r.kind, '')) THEN 0 ELSE p.amount END) AS BIGINT),
              CAST(sum(p.amount) AS BIGINT)
            FROM postings p JOIN entries e ON e.id = p.entry LEFT JOIN entries r ON r.id = e.reverses
            WHERE p.role IN ('receivables', 'customer-credit') AND p.account IS NOT NULL AND p.document IS NOT NULL
            GROUP BY p.role, p.account, p.document ORDER BY p.account, p.document
            """).AsList();
        return new Audit(open.Count, "document",
        [
            .. from one in open
               where one.Role == "receivables" ? one.Billed > 0 && one.Amount < 0
                   : one.Amount > Math.Max(0, one.There)
               select new Breach($"{one.Document} of account {one.Account}", one.Role == "receivables"
                   ? $"{Texts.Say(-one.Amount)} minor units more were set against it than it comes to."
                   : $"{Texts.Say(one.Amount - Math.Max(0, one.There))} minor units more of it were used than came "
                       + "in."),
        ]);
    });

    private static bool IsControl(LedgerRole role) => role is LedgerRole.Receivables or LedgerRole.CustomerCredit;

    private static string NameOf(long id, string kind, string reference) =>
        $"entry {Texts.Say(id)}, {kind} {reference}";

    private static IEnumerable<(EntryRow Entry, IReadOnlyList<PostingRow> Postings)> Rows(Snapshot snapshot)
    {
        for (var after = 0L; ;)
        {
            var entries = LedgerStore.Rows(snapshot.Connection, after, EntriesAtOnce);
            foreach (var one in entries) yield return one;
            if (entries.Count < EntriesAtOnce) yield break;
            after = entries[^1].Entry.Id;
        }
    }
}

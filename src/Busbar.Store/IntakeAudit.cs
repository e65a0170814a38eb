using Busbar.Metering;
using Dapper;

namespace Busbar.Store;

/// <summary>Looks at what was taken in: files by their rows, and readings by their blocks.</summary>
public static class IntakeAudit
{
    private static readonly string[] Tables = ["blocks", "block_undo"];

    /// <summary>Every row of a file that was suspended or rejected is kept.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static Audit Rows(Snapshot snapshot) => snapshot.Guard(() =>
    {
        var files = snapshot.Connection.Query<(long Receipt, string? Source, long Accepted, long Unchanged,
            long Suspended, long Rejected, long Waiting, long Quarantined)>(
            """
            SELECT f.receipt, r.source, f.accepted, f.unchanged, f.suspended, f.rejected,
              CAST((SELECT count(*) FROM suspense s WHERE s.receipt = f.receipt) AS BIGINT),
              CAST((SELECT count(*) FROM quarantine q WHERE q.receipt = f.receipt) AS BIGINT)
            FROM files f LEFT JOIN receipts r ON r.id = f.receipt ORDER BY f.receipt
            """).AsList();
        return new Audit(files.Count, "file",
        [
            .. files.Where(file => file.Source is null || Math.Min(Math.Min(file.Accepted, file.Unchanged),
                    Math.Min(file.Suspended, file.Rejected)) < 0 || file.Waiting < file.Suspended
                    || file.Quarantined < file.Rejected)
                .Select(file => new Breach($"receipt {Texts.Say(file.Receipt)}, {file.Source}",
                    $"Of its rows {Texts.Say(file.Accepted)} were accepted, {Texts.Say(file.Unchanged)} unchanged, "
                    + $"{Texts.Say(file.Suspended)} suspended and {Texts.Say(file.Rejected)} rejected; "
                    + $"{Texts.Say(file.Waiting)} and {Texts.Say(file.Quarantined)} of the latter two are kept.")),
        ]);
    });

    /// <summary>Every block of readings, and what each change replaced, can be read and fits its own sums.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static Audit Blocks(Snapshot snapshot) => snapshot.Guard(() =>
    {
        var (breaches, count) = (new List<Breach>(), 0L);
        foreach (var table in Tables)
            foreach (var row in snapshot.Connection.Query<(string Owner, string Name, long Month, byte[] Body)>(
                $"SELECT s.owner, s.name, b.month, b.body FROM {table} b JOIN series s ON s.id = b.series "
                + "ORDER BY s.owner, s.name, b.month", buffered: false))
            {
                count++;
                if (TroubleIn(row.Body) is { } trouble)
                    breaches.Add(new($"{row.Owner} {row.Name} {Texts.Say(row.Month)}".TrimStart(),
                        $"Its readings aren't as they were written: {trouble}"));
            }
        return new Audit(count, "block", breaches);
    });

    private static string? TroubleIn(byte[] body)
    {
        try
        {
            var block = Block.Decode(body);
            var length = block.Header.First + block.Header.Length;
            var (counts, provenances) = (new long[length], new Provenance[length]);
            block.CopyTo(counts, provenances);
            var known = counts.Where((_, slot) => provenances[slot].Quality.Kind != QualityKind.Missing).ToList();
            return known.Count == block.Header.Count
                && known.Aggregate((Int128)0, (sum, value) => sum + value) == block.Header.Sum ? null
                : "their sum isn't the one that was written with them.";
        }
        catch (Exception problem) when (problem is InvalidDataException or ArgumentException
            or IndexOutOfRangeException or OverflowException)
        {
            return problem.Message;
        }
    }
}

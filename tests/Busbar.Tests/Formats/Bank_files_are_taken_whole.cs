using Busbar.Contracts;
using Busbar.Runs.Payments;
using Busbar.Store;
using Busbar.Tests.Books;
using Busbar.Tests.Store;

namespace Busbar.Tests.Formats;

/// <summary>Files of banks that are damaged at random from a fixed seed are taken in whole or not at all: of one that
/// is refused nothing is kept, and of one that isn't every line is in the ledger.</summary>
public class Bank_files_are_taken_whole
{
    private const int Seed = 20260101;
    private const int Rounds = 1_000;

    public static TheoryData<string> Banks() => [.. Samples.OfBanks];

    [Theory, MemberData(nameof(Banks))]
    public void Whatever_is_altered_nothing_is_kept_of_a_part(string sample)
    {
        // The sample of a notification is in kronor.
        using var folder = new TestBook().With("book.yaml", "seller: { name: Northwind }\nzone: Europe/London\n"
            + $"currency: {(sample == "camt.054" ? "SEK" : "GBP")}").With("parties.yaml", "- { party: p, name: A }")
            .With("accounts.yaml", "- { account: nw-1, party: p }");
        var (source, faults) = (folder.Read(), new List<Fault>());
        var book = Busbar.Books.BookReader.Read(Busbar.Books.BookItem.Of(source, faults), faults)!;
        var (whole, random) = (Samples.Content(sample), new Random(Seed));
        var (path, taken, refused) = (Path.Combine(folder.Folder, "reads"), 0, 0);
        Database? database = null;
        try
        {
            IReadOnlyList<string> before = [];
            for (var round = 0; round < Rounds; round++)
            {
                if (database is null) before = Tables.Of(database = Filled(book, path, whole));
                File.WriteAllBytes(path, Samples.Damage(whole, random));
                try
                {
                    foreach (var report in Paying.Import(database, book, path)) IsThere(database, report);
                    taken++;
                }
                catch (RefusedException)
                {
                    refused++;
                    Assert.True(before.SequenceEqual(Tables.Of(database)), $"{sample}, round {round}: of a file that "
                        + "was refused something is kept.");
                }
                if (before.SequenceEqual(Tables.Of(database))) continue;
                // Each file meets the same state.
                database.Dispose();
                database = null;
            }
        }
        finally
        {
            database?.Dispose();
        }
        Assert.True(taken > 1 && refused > 100, $"{taken} files were taken in and {refused} refused.");
    }

    private static Database Filled(Book book, string path, byte[] whole)
    {
        var database = Database.Open(":memory:", TimeProvider.System);
        File.WriteAllBytes(path, whole);
        Assert.NotEmpty(Paying.Import(database, book, path));
        return database;
    }

    /// <summary>Each new line is kept and posted for its own amount, and the ledger holds.</summary>
    private static void IsThere(Database database, PayReport report)
    {
        using var snapshot = database.Snapshot();
        var kept = PaymentStore.Lines(snapshot).ToDictionary(line => line.Id);
        var posted = LedgerStore.Entries(snapshot).ToLookup(one => one.Entry.Reference);
        foreach (var line in report.Lines)
        {
            Assert.Equal((line.Line.Reference, line.Line.Amount.MinorUnits),
                (kept[line.Id].Reference, kept[line.Id].Amount));
            Assert.Equal(line.Line.Amount.MinorUnits, posted[line.Id].SelectMany(one => one.Entry.Postings)
                .Where(posting => posting.To.Role == LedgerRole.Bank).Sum(posting => posting.Amount.MinorUnits));
        }
        foreach (var audit in new[]
            { LedgerAudit.Balances(snapshot), LedgerAudit.Control(snapshot), LedgerAudit.Allocations(snapshot) })
            Assert.Empty(audit.Breaches);
    }
}

using Busbar.Books;
using Busbar.Contracts;
using Busbar.Formats;
using Busbar.Ledger;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs.Accounting;

/// <summary>What came of a file of entries.</summary>
/// <param name="Numbers">Of the entries that were posted, in the order of the file.</param>
/// <param name="Unchanged">How many had been posted before, and say the same.</param>
public sealed record PostedFile(IReadOnlyList<long> Numbers, int Unchanged)
{
    /// <summary>What doesn't add up in an electronic invoice though the official rules let it pass.</summary>
    public IReadOnlyList<Fault> Differences { get; init; } = [];
}

/// <summary>Posts what files say: all of a file, or nothing, and each entry once.</summary>
public static class FilePosting
{
    /// <summary>The largest file that is read.</summary>
    private const int MostBytes = CsvTable.MostBytes;

    private delegate IReadOnlyList<Entry> Reader(
        ReadOnlySpan<byte> bytes, string file, Book book, LocalDate today, ILookup<string, string> documents,
        List<Fault> faults);

    /// <summary>Posts entries that are written by hand.</summary>
    /// <exception cref="RefusedException">Something is wrong with the file, or an entry was posted and said something
    /// else; nothing was posted.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used; nothing was posted.</exception>
    public static PostedFile Journal(Database database, string path) => Post(database, path, JournalReader.Read);

    /// <summary>Posts invoices of networks and other suppliers: CSV, or one in UBL.</summary>
    /// <param name="invoices">How those in UBL are read.</param>
    /// <exception cref="RefusedException">Likewise.</exception>
    /// <exception cref="StoreUnreachableException">Likewise.</exception>
    public static PostedFile Costs(Database database, string path, EInvoicePosting invoices)
    {
        var differences = new List<Fault>();
        return Post(database, path, (bytes, file, book, today, _, faults) => SupplierEInvoice.IsXml(bytes)
            ? invoices.Read(bytes.ToArray(), file, book, today, faults, differences)
            : invoices.OfCsv(bytes, file, book, today, faults)) with { Differences = differences };
    }

    private static PostedFile Post(Database database, string path, Reader read)
    {
        var (book, documents) = Known(database);
        var faults = new List<Fault>();
        var entries = read(BytesOf(path), path, book, database.Today(book.Zone), documents, faults);
        if (faults.Count > 0)
            throw new RefusedException([.. faults.OrderBy(fault => fault.Place.Line)
                .ThenBy(fault => fault.Place.Column)]);
        var unchanged = 0;
        var numbers = LedgerStore.Post(database, ledger =>
        {
            var fresh = new List<Entry>();
            foreach (var entry in entries)
                if (ledger.Find(entry.Kind, entry.Reference) is not { } posted) fresh.Add(entry);
                else if (!SaysTheSame(posted.Entry, entry)) throw Otherwise(posted, path);
            unchanged = entries.Count - fresh.Count;
            return fresh;
        });
        return new(numbers, unchanged);
    }

    private static (Book Book, ILookup<string, string> Documents) Known(Database database)
    {
        using var snapshot = database.Snapshot();
        return (StoredBook.Load(snapshot),
            snapshot.Ledger().Documents().ToLookup(one => one.Account, one => one.Document));
    }

    private static byte[] BytesOf(string path)
    {
        using var stream = GivenFile.Open(path, path);
        using var bytes = new MemoryStream();
        // What comes through a pipe doesn't say how long it is.
        var part = new byte[1 << 16];
        for (int read; (read = stream.Read(part)) > 0;)
        {
            bytes.Write(part, 0, read);
            if (bytes.Length > MostBytes)
                throw new RefusedException(new Fault("too-large", "The file is larger than 256 MB.", new(path)));
        }
        return bytes.ToArray();
    }

    /// <summary>What is posted keeps the code of its account and not the name.</summary>
    private static bool SaysTheSame(Entry posted, Entry entry) =>
        posted.PostedOn == entry.PostedOn && posted.Text == entry.Text && posted.Days == entry.Days
        && posted.Postings.SequenceEqual(
            entry.Postings.Select(posting => posting with { To = posting.To with { Name = "" } }));

    private static RefusedException Otherwise(PostedEntry posted, string path) => new(new Fault("posted-otherwise",
        string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{posted.Entry.Reference} is entry {posted.Number} already, and says something else there."),
        new(path), posted.Entry.Reference,
        "What is posted stays: correct it by an entry with a reference of its own."));
}

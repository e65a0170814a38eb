using Busbar.Contracts;
using Busbar.Formats;
using Busbar.Metering;
using Busbar.Store;
using Busbar.Time;

namespace Busbar.Runs;

/// <summary>What became of one file.</summary>
/// <param name="File">Its name; inside an archive <c>reads.zip!/a.csv</c>.</param>
public abstract record ImportResult(string File)
{
    /// <summary>Every row of it is accounted for.</summary>
    /// <param name="Format">What it is: <c>NEM12</c>, <c>D0010</c>, <c>long CSV</c>.</param>
    /// <param name="Concerned">The issued bills that rest on readings which are others now.</param>
    public sealed record Taken(string File, string Format, ImportReport Report, IReadOnlyList<ConcernedBill> Concerned)
        : ImportResult(File)
    {
        /// <summary>What is at risk by what waits for a decision.</summary>
        public Exposure Exposed { get; init; } = Exposure.None;

        /// <summary>What came in and waits for a decision by the book's rules.</summary>
        public IReadOnlyList<SuspiciousReadings> Suspicious { get; init; } = [];

        /// <summary>The days of that; null where nothing waits so.</summary>
        public Days? SuspiciousOver { get; init; }
    }

    /// <summary>Every charge detail record of it is accounted for.</summary>
    /// <param name="Concerned">The issued bills that rest on sessions which are others now.</param>
    public sealed record TakenSessions(
        string File, string Format, SessionReport Report, IReadOnlyList<ConcernedBill> Concerned) : ImportResult(File);

    /// <summary>Nothing of it was kept.</summary>
    public sealed record Refused(string File, IReadOnlyList<Fault> Faults) : ImportResult(File);
}

/// <summary>Imports files of readings and of charging sessions, each in a transaction of its own.</summary>
public static class Importing
{
    private const int RowsAtOnce = 100_000;

    // A link may lead out of the folder, or back into it.
    private static readonly EnumerationOptions Below = new()
    {
        RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false,
    };

    /// <summary>
    /// Imports files, and all files in folders, one after another. What is wrong with one doesn't keep the others out.
    /// Rows of connections that the book doesn't have wait for them. A file for another participant of the market than
    /// the book's seller is refused. What one says of the readings of Green Button helps to read the others.
    /// </summary>
    /// <param name="progress">Told the file and how many of its rows are read, now and then.</param>
    /// <exception cref="StoreUnreachableException">The database can't be used; what was given out before is kept.
    /// </exception>
    public static IEnumerable<ImportResult> Import(
        Database database, IReadOnlyList<string> paths, Action<string, long>? progress,
        CancellationToken cancel = default)
    {
        var book = BookOf(database);
        var others = new Lazy<GreenButtonTypes>(() =>
            GreenButtonTypes.Of(paths.SelectMany(path => Files(path, out _))));
        foreach (var path in paths)
        {
            var files = Files(path, out var unreadable);
            foreach (var file in files)
                foreach (var result in Import(database, file, others, book, progress, cancel)) yield return result;
            if (unreadable is not null) yield return unreadable;
        }
    }

    private static IEnumerable<ImportResult> Import(
        Database database, string path, Lazy<GreenButtonTypes> others, Book? book, Action<string, long>? progress,
        CancellationToken cancel)
    {
        using var files = MeterFile.Read(path, others: others).GetEnumerator();
        while (Next(files, path, out var refused))
        {
            cancel.ThrowIfCancellationRequested();
            yield return refused ?? Import(database, files.Current, book, progress, cancel);
            if (refused is not null) break;
        }
    }

    private static Book? BookOf(Database database)
    {
        using var snapshot = database.Snapshot();
        return StoredBook.Find(snapshot);
    }

    private static ImportResult Import(
        Database database, MeterFile file, Book? book, Action<string, long>? progress, CancellationToken cancel)
    {
        try
        {
            if (file.HasRecords) return ImportSessions(database, file, book, cancel);
            var report = ReadStore.Import(
                database, file.Name, Watched(file, book, progress), () => file.ContentHash!,
                book?.Connections ?? new Dictionary<string, Connection>(), cancel);
            if (report.AlreadyImported && book is not null) return Again(database, file, report, book);
            if (book is null) return new ImportResult.Taken(file.Name, file.Format!, report, []);
            return Judged(database, new(file.Name, file.Format!, report,
                Concerned.By(database, report.Changed, book)), report.Changed, book);
        }
        catch (RefusedException refused)
        {
            return new ImportResult.Refused(file.Name, refused.Faults);
        }
    }

    private static ImportResult.TakenSessions ImportSessions(
        Database database, MeterFile file, Book? book, CancellationToken cancel)
    {
        var report = SessionStore.Import(database, file.Name, file.Records(), () => file.ContentHash!,
            book?.Connections.Values ?? [], cancel);
        return new(file.Name, file.Format!, report,
            book is null ? [] : Concerned.By(database, report.Changed, book));
    }

    /// <summary>
    /// A file that was imported before: what waits of all files is judged again, so that what was too early, or is
    /// known by now, comes in.
    /// </summary>
    private static ImportResult.Taken Again(Database database, MeterFile file, ImportReport report, Book book)
    {
        using var change = database.Begin("release", file.Name);
        var released = ReadStore.Release(change, book.Connections);
        change.Commit();
        return Judged(database, new(file.Name, file.Format!,
            report with { Rows = released.Rows, Readings = released.Readings },
            Concerned.By(database, released.Changed, book)), released.Changed, book);
    }

    /// <summary>What came in is judged by the book's rules at once: nobody should first hear of it from a bill that is
    /// held.</summary>
    private static ImportResult.Taken Judged(
        Database database, ImportResult.Taken taken, IReadOnlyList<ChangedSpan> changed, Book book)
    {
        using var snapshot = database.Snapshot();
        var suspects = NewSuspects.Over(snapshot, book, changed);
        return taken with
        {
            Suspicious = suspects.ByRule(), SuspiciousOver = suspects.DaysOver(),
            Exposed = Exposing.Of(database, snapshot, taken.Report, book, suspects),
        };
    }

    private static IEnumerable<MeterRow> Watched(MeterFile file, Book? book, Action<string, long>? progress)
    {
        foreach (var row in file.Rows())
        {
            if (file.RowCount == 1) CheckRecipient(file, book?.Seller.Participants ?? []);
            if (file.RowCount % RowsAtOnce == 0) progress?.Invoke(file.Name, file.RowCount);
            yield return row;
        }
    }

    /// <summary>Refuses a file that is meant for somebody else than the seller, where the book says who that is.
    /// </summary>
    private static void CheckRecipient(MeterFile file, IReadOnlyList<string> participants)
    {
        if (participants.Count == 0 || file.Recipient is not { } recipient
            || participants.Contains(recipient, StringComparer.OrdinalIgnoreCase)) return;
        throw new RefusedException(new Fault("other-recipient",
            $"The file is for {recipient}, and the book's seller is {string.Join(" or ", participants)}.",
            new(file.Name), recipient,
            $"If the seller is {recipient} too, add it to seller: participants: in book.yaml and apply the book."));
    }

    /// <summary>The next file of an archive; one that isn't what it claims to be ends it.</summary>
    private static bool Next(IEnumerator<MeterFile> files, string path, out ImportResult.Refused? refused)
    {
        refused = null;
        try
        {
            return files.MoveNext();
        }
        catch (RefusedException problem)
        {
            refused = new(path, problem.Faults);
            return true;
        }
    }

    /// <summary>The file of a path, or those in its folder; none where it can't be read.</summary>
    private static IReadOnlyList<string> Files(string path, out ImportResult.Refused? refused)
    {
        refused = null;
        try
        {
            return Directory.Exists(path)
                ? [.. Directory.EnumerateFiles(path, "*", Below)
                    .Where(file => !Path.GetRelativePath(path, file).Split(Path.DirectorySeparatorChar)
                        .Any(part => part.StartsWith('.')))
                    .Order(StringComparer.Ordinal)]
                : [path];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            refused = new(path, [new("unreadable-folder", $"The folder can't be read: {problem.Message}", new(path))]);
            return [];
        }
    }
}

using Busbar.Billing;
using Busbar.Books;
using Busbar.Contracts;
using Busbar.Rating;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs;

/// <summary>One of two versions that are compared.</summary>
public enum DiffSide
{
    Before,
    After,
}

/// <summary>What came of an agreement that was to be rated under two versions.</summary>
public abstract record DiffResult(Agreement Agreement)
{
    /// <summary>What it costs under both.</summary>
    public sealed record Rated(ComparedAgreement Compared) : DiffResult(Compared.Agreement);

    /// <summary>It can't be compared, and why.</summary>
    /// <param name="Side">Under which of the versions; null where it isn't a matter of one.</param>
    public sealed record NotRated(Agreement Agreement, DiffSide? Side, IReadOnlyList<Fault> Reasons)
        : DiffResult(Agreement)
    {
        /// <summary>Whether something isn't known yet, and nothing is wrong.</summary>
        internal bool IsOnlyMissing { get; init; }
    }
}

/// <summary>
/// Rates agreements month by month under two versions of their product, as if each kept that version, all from what is
/// known at one receipt. Nothing is issued or stored.
/// </summary>
public sealed class DiffRun
{
    private const int AgreementsAtOnce = 50;

    private readonly Database _database;
    private readonly DiffOrder _order;
    private readonly Book _book;
    private readonly PinnedReader _pinned;
    private readonly LocalDate _today;
    private readonly long _receipt;

    private DiffRun(
        Database database, DiffOrder order, Book book, IReadOnlyList<BookItem> items, LocalDate today, long receipt)
    {
        (_database, _order, _book, _today, _receipt) = (database, order, book, today, receipt);
        var (before, after) = order.VersionsIn(book, items);
        Diff = VersionDiff.Of(before, after, book.Units);
        Due = order.AgreementsIn(book);
        _pinned = new(items, book);
    }

    /// <summary>What differs between the two versions.</summary>
    public VersionDiff Diff { get; }

    /// <summary>The agreements, in the order in which they are rated.</summary>
    public IReadOnlyList<Agreement> Due { get; }

    /// <summary>The currency of the book.</summary>
    public Quantities.Currency Currency => _book.Currency;

    /// <summary>Compares two versions of a product that a store knows now.</summary>
    /// <param name="today">Which day it is in a zone; the book's zone is asked for.</param>
    /// <exception cref="RefusedException">There is no book, no such version, or nobody that was asked for.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static DiffRun Of(Database database, DiffOrder order, Func<DateTimeZone, LocalDate> today)
    {
        using var snapshot = database.Snapshot();
        var (book, items) = StoredBook.LoadWhole(snapshot);
        return new(database, order, book, items, today(book.Zone), snapshot.Receipt);
    }

    /// <summary>Rates, and gives what came of each agreement as it comes, in order.</summary>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public IEnumerable<DiffResult> Run(CancellationToken cancel = default)
    {
        foreach (var chunk in Due.Chunk(AgreementsAtOnce))
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var result in Rate(chunk)) yield return result;
        }
    }

    private DiffResult[] Rate(Agreement[] chunk)
    {
        var pinned = Array.ConvertAll(chunk, Pinned);
        var plans = new MonthPlans?[chunk.Length];
        Inputs inputs;
        using (var snapshot = _database.Snapshot(_receipt))
        {
            var known = ReadStore.LastMonths(snapshot, [.. chunk.SelectMany(one => one.Connections)]);
            for (var i = 0; i < chunk.Length; i++)
                plans[i] = pinned[i].Both is var (before, after)
                    ? MonthPlans.Of(before, after, _order.Period, _today, known) : null;
            inputs = Loading.Load(snapshot, _book, [.. plans.OfType<MonthPlans>().SelectMany(one => one.All)]);
        }
        var (frames, results) = (new Frames(), new DiffResult[chunk.Length]);
        Parallel.For(0, chunk.Length, i => results[i] = pinned[i].Refused
            ?? new AgreementRating(chunk[i], Diff, _book, frames, inputs).Rate(plans[i]!));
        return results;
    }

    /// <summary>An agreement under both versions, or why it can't have one of them.</summary>
    private ((Agreement Before, Agreement After)? Both, DiffResult? Refused) Pinned(Agreement agreement)
    {
        var both = new List<Agreement>();
        foreach (var (side, version) in new[] { (DiffSide.Before, Diff.Before), (DiffSide.After, Diff.After) })
        {
            var faults = new List<Fault>();
            if (_pinned.Read(agreement.Id, version, _order.Connection, faults) is not { } read)
                return (null, new DiffResult.NotRated(agreement, side, faults));
            both.Add(read with { Account = read.Account with { Cycle = MonthPlans.Cycle } });
        }
        return ((both[0], both[1]), null);
    }
}

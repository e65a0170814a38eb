using System.Globalization;
using Busbar.Commissions;
using Busbar.Contracts;
using Busbar.Quantities;
using Busbar.Store;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Runs.Commissions;

/// <summary>What became of commissions in one go.</summary>
/// <param name="Rows">What became more or less; of a draft without numbers.</param>
/// <param name="Waiting">What has come and isn't paid yet.</param>
/// <param name="Faults">The agreements that couldn't be reckoned: nothing of theirs has changed.</param>
public sealed record CommissionsSettled(
    LocalDate On, Currency Currency, IReadOnlyList<CommissionRow> Rows, IReadOnlyList<CommissionWait> Waiting,
    IReadOnlyList<Fault> Faults);

/// <summary>As commissions stand: each agreement's account, and what schemes earn over all of theirs.</summary>
/// <param name="Bills">Those that stand, by agreement.</param>
public sealed record CommissionsNow(
    Book Book, IReadOnlyList<CommissionAccount> Accounts, IReadOnlyList<CommissionTarget> OfSchemes,
    ILookup<string, BilledCommission> Bills, IReadOnlyList<Fault> Faults)
{
    /// <summary>All that should be earned and due.</summary>
    public IEnumerable<CommissionTarget> Targets =>
        Accounts.SelectMany(account => account.Targets).Concat(OfSchemes);
}

/// <summary>Makes what is posted of commissions up to what they should come to. Run again it posts nothing, unless
/// bills, payments or contracts have changed by then.</summary>
public static class CommissionRun
{
    private const int MostTries = 5;
    private const int QuantityDecimals = 6;

    /// <summary>Posts what became more or less, in one transaction.</summary>
    /// <param name="on">The day as of which it is reckoned, and posted; null: today.</param>
    /// <param name="isDraft">Whether nothing is stored.</param>
    /// <exception cref="RefusedException">There is no book.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used; nothing was posted.</exception>
    public static CommissionsSettled Settle(
        Database database, LocalDate? on, Func<DateTimeZone, LocalDate> today, bool isDraft)
    {
        for (var tries = 1; ; tries++)
        {
            using var snapshot = database.Snapshot();
            var book = StoredBook.Load(snapshot);
            var day = on ?? today(book.Zone);
            var known = CommissionStore.Last(snapshot.Ledger());
            var now = Of(database, snapshot, book, day);
            if (!isDraft) RefuseBefore(CommissionStore.Rows(snapshot), day);
            var rows = isDraft ? Changes(now, CommissionStore.Rows(snapshot), day, _ => "")
                : LedgerStore.Change(database, change => CommissionStore.Last(change) != known ? null : Post(change,
                    now, day));
            if (rows is not null)
                return new(day, book.Currency, rows, [.. now.Accounts.SelectMany(account => account.Waiting)],
                    now.Faults);
            if (tries == MostTries)
                throw new RefusedException(new Fault("settled-meanwhile",
                    "Somebody else settles commissions all the time.", Hint: "Nothing was posted; settle again."));
        }
    }

    /// <summary>What was settled on a later day isn't taken back by an earlier one.</summary>
    private static void RefuseBefore(IReadOnlyList<CommissionRow> posted, LocalDate day)
    {
        if (posted.Count == 0 || posted.Max(row => row.PostedOn) is var last && day >= last) return;
        throw new RefusedException(new Fault("settled-later", "Commissions were settled on "
            + $"{LocalDatePattern.Iso.Format(last)}, and aren't settled before that any more.",
            Hint: "Settle on that day or later; a draft may be of any day."));
    }

    /// <summary>As everything stands on a day.</summary>
    public static CommissionsNow Of(Database database, Snapshot snapshot, Book book, LocalDate on)
    {
        var (bills, unearned) = Earning.Of(database, snapshot, book, on);
        var held = unearned.ToLookup(one => one.Agreement);
        var (reckoning, faults) = (new Reckoning(book, on), new List<Fault>());
        foreach (var same in held.OrderBy(same => same.Key, StringComparer.Ordinal))
            faults.AddRange(same.SelectMany(one => one.Faults.Select(fault => fault with
            {
                Message = $"The commission of agreement {one.Agreement} for bill {one.Bill} can't be reckoned: "
                    + fault.Message,
                Name = one.Agreement,
            })));
        var agreements = book.Agreements.Values.Where(one => one.Commission is not null && !held.Contains(one.Id))
            .OrderBy(one => one.Id, StringComparer.Ordinal).ToList();
        var accounts = agreements.ConvertAll(agreement => reckoning.Of(agreement, [.. bills[agreement.Id]]));
        // What is over all agreements of a scheme isn't known while one of them isn't.
        var broken = held.Select(same => book.Agreements[same.Key].Commission!.Scheme.Id).ToHashSet();
        var all = book.Schemes.Values.Where(scheme => !broken.Contains(scheme.Id))
            .OrderBy(scheme => scheme.Id, StringComparer.Ordinal)
            .SelectMany(scheme => reckoning.Of(scheme, [.. agreements.Where(one =>
                one.Commission!.Scheme.Id == scheme.Id).SelectMany(one => bills[one.Id])]));
        return new(book, accounts, [.. all], bills, faults);
    }

    private static IReadOnlyList<CommissionRow> Post(LedgerChange change, CommissionsNow now, LocalDate on)
    {
        var rows = Changes(now, CommissionStore.Rows(change), on, _ => change.Next("CM"));
        change.Post([.. rows.GroupBy(row => row.Reference).Select(same => CommissionEntry.Of(
                [.. same.Select(row => TargetOf(row, now.Book.Currency))], same.Key, on, now.Book))
            .Where(entry => entry.Postings.Count > 0)]);
        return change.Add(rows);
    }

    /// <summary>What is posted as what should be, so that it is written down alike.</summary>
    internal static CommissionTarget TargetOf(CommissionRow row, Currency currency) => new(row.Key, row.Kind,
        row.Scheme,
        row.Agreement, row.Payee, row.Cause, row.On, row.Days, row.Name, row.Quantity, null, new(row.Amount, currency));

    /// <summary>The rows that make what is posted up to what should be: what nothing stands for any more is taken back.
    /// </summary>
    /// <param name="reference">The reference of what is posted together, of an agreement or a scheme.</param>
    private static List<CommissionRow> Changes(CommissionsNow now, IReadOnlyList<CommissionRow> posted,
        LocalDate on, Func<string, string> reference)
    {
        var before = posted.GroupBy(row => row.Key).ToDictionary(same => same.Key, same => same.ToList(),
            StringComparer.Ordinal);
        var left = new Dictionary<string, List<CommissionRow>>(before, StringComparer.Ordinal);
        var (rows, references) = (new List<CommissionRow>(), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var target in now.Targets)
        {
            left.Remove(target.Key);
            var own = before.GetValueOrDefault(target.Key, []);
            var amount = target.Amount.MinorUnits - own.Sum(row => row.Amount);
            var quantity = target.Quantity?.Round(QuantityDecimals, Rounding.HalfAway) - Sum(own);
            // What costs nothing is no row, unless it was one.
            if (amount == 0 && (own.Count == 0 || quantity is null or { IsZero: true })) continue;
            Add(new(0, target.Key, own.Count + 1, target.Kind, target.Scheme, target.Agreement, target.Payee,
                target.Cause, target.On, target.Days, target.Name, quantity, target.Unit is { } unit
                    && unit != Dimension.None ? unit.ToString() : null, amount,
                target.Amount.Currency.Code, on, "", null));
        }
        var unknown = now.Faults.Select(fault => fault.Name).ToHashSet();
        foreach (var own in left.Values.Where(own => own.Sum(row => row.Amount) != 0
            && !IsUnknown(own[0], unknown, now.Book)))
            Add(own[0] with
            {
                Version = own.Count + 1, Amount = -own.Sum(row => row.Amount), Quantity = own[0].Quantity is null ? null
                    : -Sum(own), PostedOn = on, Invoice = null,
            });
        return rows;

        void Add(CommissionRow row)
        {
            var key = row.Agreement ?? $"scheme {row.Scheme}";
            if (!references.TryGetValue(key, out var own)) references[key] = own = reference(key);
            rows.Add(row with { Reference = own });
        }
    }

    private static bool IsUnknown(CommissionRow row, HashSet<string?> unknown, Book book) =>
        row.Agreement is { } agreement ? unknown.Contains(agreement)
            : unknown.Any(one => book.Agreements[one!].Commission!.Scheme.Id == row.Scheme);

    private static Exact Sum(IEnumerable<CommissionRow> rows) =>
        rows.Aggregate(Exact.Zero, (sum, row) => sum + (row.Quantity ?? Exact.Zero));

    /// <summary>The id of a row as others keep it: <c>C-000000123</c>.</summary>
    public static string IdOf(long row) => string.Create(CultureInfo.InvariantCulture, $"C-{row:000000000}");
}

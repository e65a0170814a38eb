using Busbar.Books;
using Busbar.Commissions;
using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Quantities;
using Busbar.Statements;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs.Commissions;

/// <summary>Lists what isn't as it should be with commissions.</summary>
public static class DiscrepancyRun
{
    /// <summary>What is found as of a day; and where a broker's own statement is given, what it has
    /// otherwise.</summary>
    /// <param name="statement">The path of a file: CSV with payee, agreement, cause and amount; null: none.</param>
    /// <exception cref="RefusedException">There is no book, or the file can't be read; every fault is in
    /// it.</exception>
    public static Listing Of(Database database, LocalDate? on, Func<DateTimeZone, LocalDate> today, string? statement,
        Sight? sight = null)
    {
        using var snapshot = database.Snapshot();
        var book = StoredBook.Load(snapshot);
        var day = on ?? today(book.Zone);
        var (now, rows) = (CommissionRun.Of(database, snapshot, book, day), CommissionStore.Rows(snapshot));
        List<Discrepancy> found =
        [
            .. new Discrepancies(book, day).Of(now.Accounts, now.Bills),
            .. UpliftRun.Of(database, book, now), .. Negative(book, rows),
            .. statement is null ? [] : Compared(book, rows, statement),
        ];
        return new($"Discrepancies of commissions, {CommissionReports.Text(day)}, in {book.Currency}", "discrepancies",
            [
                new("kind"), new("payee"), new("agreement"), new("connection"), new("expected"), new("actual"),
                new("effect", true), new("status") { IsInText = false }, new("evidence"),
            ],
            [.. found.Where(one => sight is null || sight.SeesCommission(null, one.Agreement)
                    || sight.SeesCommission(one.Payee, null)).Select(one => (string[])
            [
                one.Kind, one.Payee, one.Agreement ?? "", one.Connection ?? "", one.Expected, one.Actual,
                one.Effect.ToString(), "open",
                // A broker learns that there is another, and not whose.
                one.Other is { } other && sight?.SeesCommission(null, other) == false ? "another agreement"
                    : one.Evidence,
            ])])
        {
            Facts = [("on", CommissionReports.Text(day)), ("currency", book.Currency.Code)],
            Nothing = "All is as it should be.",
        };
    }

    /// <summary>Brokers to whom less than nothing is due.</summary>
    private static IEnumerable<Discrepancy> Negative(Book book, IReadOnlyList<CommissionRow> rows) =>
        from row in rows
        where row is { Payee: not null, Invoice: null }
        group row.Amount by row.Payee into same
        let due = new Money(same.Sum(), book.Currency)
        where due.MinorUnits < 0
        orderby same.Key
        select new Discrepancy("negative-balance", same.Key, null, null, "something is due", due.ToString(), -due,
            "carried forward until it is made up for", default);

    /// <summary>Where a broker's statement has another amount than is due for an agreement and cause.</summary>
    private static IEnumerable<Discrepancy> Compared(Book book, IReadOnlyList<CommissionRow> rows, string path)
    {
        var lines = CommissionStatement.Read(File.Exists(path) ? File.ReadAllBytes(path)
            : throw new RefusedException(new Fault("no-file", $"There is no file {path}.", new(path))), path, book);
        var payees = lines.Select(line => line.Payee).ToHashSet();
        var own = rows.Where(row => row.Payee is not null && payees.Contains(row.Payee))
            .GroupBy(row => (row.Payee!, row.Agreement ?? row.Scheme, row.Cause)).ToDictionary(
                same => same.Key, same => new Money(same.Sum(row => row.Amount), book.Currency));
        var theirs = lines.GroupBy(line => (line.Payee, line.Agreement, line.Cause)).ToDictionary(
            same => same.Key, same => (Amount: Money.Sum(same.Select(line => line.Amount), book.Currency),
                same.First().Place));
        var nothing = Money.Zero(book.Currency);
        return from key in own.Keys.Union(theirs.Keys).Order()
               let ours = own.GetValueOrDefault(key, nothing)
               let given = theirs.TryGetValue(key, out var line) ? line.Amount : nothing
               where ours != given
               select new Discrepancy(theirs.ContainsKey(key) ? own.ContainsKey(key) ? "statement-differs"
                   : "only-on-statement" : "not-on-statement", key.Item1, key.Item2, null, ours.ToString(),
                   given.ToString(), given - ours, $"{key.Item3}" + (theirs.TryGetValue(key, out var at)
                       ? $", {at.Place}" : ""), default);
    }
}

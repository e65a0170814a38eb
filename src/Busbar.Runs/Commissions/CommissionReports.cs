using Busbar.Billing;
using System.Globalization;
using Busbar.Commissions;
using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Quantities;
using Busbar.Runs.Accounting;
using Busbar.Statements;
using Busbar.Store;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Runs.Commissions;

/// <summary>What is known of commissions, as listings.</summary>
public static class CommissionReports
{
    private const int TermDecimals = 6;

    /// <summary>The feed: every row after one, as it was posted. Read from the beginning it gives all balances; read
    /// on from the last row that is known it gives what has changed, each row once. That a row came on an invoice is a
    /// row of its own, so that no row ever changes.</summary>
    /// <param name="after">The number of the last row that is known.</param>
    /// <param name="payee">Only what is due to this account.</param>
    public static Listing Feed(Database database, long after, string? payee, Sight? sight = null)
    {
        using var snapshot = database.Snapshot();
        var book = StoredBook.Load(snapshot);
        if (payee is not null) PayeeOf(book, payee, sight);
        return new("Commissions", "commissions",
            [
                new("id"), new("sequence", true) { IsInText = false }, new("posted"), new("kind"), new("scheme"),
                new("agreement"), new("payee"), new("cause"), new("on") { IsInText = false },
                new("from") { IsInText = false }, new("to") { IsInText = false }, new("name"), new("quantity", true),
                new("unit"), new("amount", true), new("currency") { IsInText = false },
                new("key") { IsInText = false }, new("version", true) { IsInText = false },
                new("entry") { IsInText = false }, new("invoice"), new("of") { IsInText = false },
            ],
            [.. CommissionStore.Rows(snapshot, after).Select(row => (row.Id, Row: row, Invoiced: (InvoicedRow?)null))
                .Concat(CommissionStore.Invoiced(snapshot, after).Select(one =>
                    (one.Id, one.Row, Invoiced: (InvoicedRow?)one)))
                .Where(one => payee is null || one.Row.Payee == payee)
                .Where(one => sight?.SeesCommission(one.Row.Payee, one.Row.Agreement) ?? true).OrderBy(one => one.Id)
                .Select(one => one.Invoiced is null ? Row(one.Row, book) : Row(one.Invoiced, book))])
        {
            Facts = [("currency", book.Currency.Code)], Nothing = "Nothing has changed.",
        };
    }

    /// <summary>What became more or less in one go.</summary>
    public static Listing Settled(CommissionsSettled settled, bool isDraft)
    {
        string Sum(CommissionKind kind) => settled.Currency.Text(
            settled.Rows.Where(row => row.Kind == kind).Sum(row => row.Amount));
        return new($"Commissions {(isDraft ? "that would be settled" : "settled")} on {Text(settled.On)}, in "
            + $"{settled.Currency}: earned {Sum(CommissionKind.Earned)}, due {Sum(CommissionKind.Due)}", "commissions",
            [
                new("kind"), new("agreement"), new("payee"), new("cause"), new("name"), new("quantity", true),
                new("unit"), new("amount", true),
            ],
            [.. settled.Rows.Select(row => (string[])
            [
                CommissionStore.WordOf(row.Kind), row.Agreement ?? row.Scheme, row.Payee ?? "", row.Cause, row.Name,
                row.Quantity?.ToString() ?? "", row.Unit ?? "", settled.Currency.Text(row.Amount),
            ])])
        {
            Facts = [("on", Text(settled.On)), ("currency", settled.Currency.Code)], Nothing = "Nothing has changed.",
        };
    }

    /// <summary>The invoices that were made, and what was carried forward.</summary>
    public static Listing Invoiced(IReadOnlyList<CommissionInvoice> invoices, LocalDate on) => new(
        $"Self-billed invoices of brokers, {Text(on)}", "invoices",
        [
            new("account"), new("number"), new("net", true), new("tax", true), new("total", true), new("carried", true),
        ],
        [.. invoices.Select(one => (string[])
        [
            one.Account.Id, one.Number ?? (one.Document is null ? "" : "draft"), one.Document?.Net ?? "",
            one.Document?.Tax ?? "", one.Document?.Total ?? "", one.Document is null ? one.Amount.ToString() : "",
        ])])
    {
        Nothing = "No scheme pays anybody.",
    };

    private static string[] Row(CommissionRow row, Book book) =>
    [
        CommissionRun.IdOf(row.Id), Number(row.Id), Text(row.PostedOn), CommissionStore.WordOf(row.Kind), row.Scheme,
        row.Agreement ?? "", row.Payee ?? "", row.Cause, Text(row.On), Text(row.Days?.From), Text(row.Days?.To),
        row.Name, row.Quantity?.ToString() ?? "", row.Unit ?? "", book.Currency.Text(row.Amount), row.Currency, row.Key,
        Number(row.Version), row.Reference, "", "",
    ];

    /// <summary>The row again as what came on an invoice of it: what is due less what is invoiced is what is open.
    /// </summary>
    private static string[] Row(InvoicedRow one, Book book)
    {
        var row = one.Row;
        return
        [
            CommissionRun.IdOf(one.Id), Number(one.Id), Text(one.On), "invoiced", row.Scheme, row.Agreement ?? "",
            row.Payee ?? "", row.Cause, Text(row.On), Text(row.Days?.From), Text(row.Days?.To), row.Name, "", "",
            book.Currency.Text(row.Amount), row.Currency, row.Key, Number(row.Version), row.Invoice!, row.Invoice!,
            CommissionRun.IdOf(row.Id),
        ];
    }

    /// <summary>What a broker was to be paid on some days, what it was invoiced for, and what stands before and after.
    /// </summary>
    public static Listing Statement(Database database, string payee, Days days, Sight? sight = null)
    {
        using var snapshot = database.Snapshot();
        var book = StoredBook.Load(snapshot);
        var account = PayeeOf(book, payee, sight);
        var rows = CommissionStore.Rows(snapshot).Where(row => row.Payee == payee && row.PostedOn < days.To).ToList();
        var invoices = BillStore.List(database, payee).Where(bill => bill.Credits is null && bill.IssuedOn < days.To)
            .Where(bill => rows.Exists(row => row.Invoice == bill.Number)).ToList();
        var opening = rows.Where(row => row.PostedOn < days.From).Sum(row => row.Amount)
            + invoices.Where(bill => bill.IssuedOn < days.From).Sum(bill => bill.Net);
        var all = rows.Where(row => row.PostedOn >= days.From).Select(row => (On: row.PostedOn, Order: 0, Cells:
                (string[])[Text(row.PostedOn), row.Agreement ?? row.Scheme, row.Cause, row.Name], row.Amount))
            .Concat(invoices.Where(bill => bill.IssuedOn >= days.From).Select(bill => (On: bill.IssuedOn, Order: 1,
                Cells:
                (string[])[Text(bill.IssuedOn), "", bill.Number, "Self-billed invoice, net"], Amount: bill.Net)))
            .OrderBy(one => one.On).ThenBy(one => one.Order).ToList();
        var closing = opening + all.Sum(one => one.Amount);
        return new($"Commissions of {account.Party.Name}, {days}, in {book.Currency}", "commissions",
            [new("posted"), new("agreement"), new("cause"), new("name"), new("amount", true)],
            [
                ["", "", "", "Due before", book.Currency.Text(opening)],
                .. all.Select(one => (string[])[.. one.Cells, book.Currency.Text(one.Amount)]),
            ])
        {
            Facts = [("payee", payee), ("currency", book.Currency.Code)],
            Sum = ["", "", "", "Due and not invoiced", book.Currency.Text(closing)],
        };
    }

    /// <summary>What is registered of each connection that a broker brought.</summary>
    public static Listing Supply(
        Database database, LocalDate? on, Func<DateTimeZone, LocalDate> today, Sight? sight = null)
    {
        using var snapshot = database.Snapshot();
        var book = StoredBook.Load(snapshot);
        var day = on ?? today(book.Zone);
        return new($"Supply that brokers brought, {Text(day)}", "supply",
            [
                new("scheme"), new("agreement"), new("connection"), new("signed"), new("agreed-from"), new("agreed-to"),
                new("state"), new("since"), new("live"), new("agreed"), new("rate", true), new("unit"),
                new("note"),
            ],
            [.. from agreement in book.Agreements.Values.OrderBy(one => one.Id, StringComparer.Ordinal)
                where agreement.Commission is not null && (sight?.SeesCommission(null, agreement.Id) ?? true)
                from connection in agreement.Connections
                select SupplyRow(book, agreement, connection.Id, day)])
        {
            Facts = [("on", Text(day))], Nothing = "No agreement names a scheme.",
        };
    }

    /// <summary>The terms of the scheme as they are on a day at a connection, before its supply as on its first day:
    /// <c>uplift 1.2 p/kWh</c>.</summary>
    private static IEnumerable<string> AgreedOn(Agreement agreement, string connection, LocalDate day)
    {
        var rated = agreement.Commission!.Rated;
        var own = rated.Connections.First(one => one.Id == connection);
        return from term in agreement.Commission.Scheme.Terms.Values
               let value = rated.FindTerm(term, LocalDate.Max(day, rated.From), own)
               where value is not null
               let number = (value.Value / term.Unit.Factor).Round(TermDecimals, Rounding.HalfAway)
               select $"{term.Name} {number} {term.Unit}";
    }

    private static string[] SupplyRow(Book book, Agreement agreement, string connection, LocalDate day)
    {
        var (commission, state) = (agreement.Commission!, Onboarding.StateOf(agreement, connection, day));
        var rate = Expectation.Of(commission, book)?.Rate;
        return
        [
            commission.Scheme.Id, agreement.Id, connection, Text(agreement.Signed), Text(commission.Agreed.From),
            commission.HasEnd ? Text(commission.Agreed.To) : "",
            state is not null ? state.State.ToString().ToLowerInvariant() : agreement.Signed is null ? "" : "signed",
            Text(state?.On ?? agreement.Signed), Text(Onboarding.StartOf(agreement, connection)),
            string.Join(", ", AgreedOn(agreement, connection, day)),
            rate is null ? "" : Rated(rate.Value), rate is null ? "" : Disclosure.UnitOf(book.Currency),
                state?.Note ?? "",
        ];
    }

    /// <summary>What will be due up to a day if all goes as was expected.</summary>
    public static Listing Forecast(
        Database database, LocalDate? on, LocalDate? until, Func<DateTimeZone, LocalDate> today, Sight? sight = null)
    {
        using var snapshot = database.Snapshot();
        var book = StoredBook.Load(snapshot);
        var day = on ?? today(book.Zone);
        var end = until ?? day.PlusYears(1);
        if (end <= day)
            throw new RefusedException(new Fault("bad-date", $"Nothing is foreseen from {Text(day)} up to {Text(end)}.",
                Hint: "--until is the first day that isn't foreseen any more."));
        var now = CommissionRun.Of(database, snapshot, book, day);
        var forecasting = new Forecasting(book, day, end);
        var rows = now.Accounts.SelectMany(account => forecasting.Of(account.Agreement,
            [.. now.Bills[account.Agreement.Id]]))
            .Concat(book.Schemes.Values.SelectMany(scheme => forecasting.Of(scheme, [.. now.Accounts
                .Where(account => account.Agreement.Commission!.Scheme.Id == scheme.Id).Select(account =>
                    (account.Agreement, (IReadOnlyList<BilledCommission>)[.. now.Bills[account.Agreement.Id]]))])))
            .OrderBy(one => one.On).ThenBy(one => one.Key, StringComparer.Ordinal)
            .Where(one => sight?.SeesCommission(one.Payee, one.Agreement) ?? true).ToList();
        return new($"Commissions to come, {new Days(day, end)}, in {book.Currency}", "commissions",
            [new("month"), new("payee"), new("agreement"), new("cause"), new("name"), new("amount", true)],
            [.. rows.Select(one => (string[])
            [
                Text(one.On)[..7], one.Payee!, one.Agreement ?? one.Scheme, one.Cause, one.Name, one.Amount.ToString(),
            ])])
        {
            Facts = [("from", Text(day)), ("to", Text(end)), ("currency", book.Currency.Code)],
            Sum = ["", "", "", "", "Sum", Money.Sum(rows.Select(one => one.Amount), book.Currency).ToString()],
            Nothing = "Nothing will be due by then.",
        };
    }

    /// <summary>An account that schemes pay.</summary>
    /// <exception cref="RefusedException">No scheme pays it, or the viewer doesn't see it.</exception>
    private static Account PayeeOf(Book book, string payee, Sight? sight) =>
        sight is null || sight.SeesCommission(payee, null) ? CommissionInvoicing.PayeesOf(book, payee)[0]
            : throw new RefusedException(new Fault("unknown-broker", $"No scheme pays an account {payee}.",
                Name: payee));

    internal static string Rated(Exact rate) => Disclosure.Text(rate);

    internal static string Text(LocalDate? day) => day is { } own ? LocalDatePattern.Iso.Format(own) : "";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

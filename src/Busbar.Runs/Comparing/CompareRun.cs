using Busbar.Billing;
using Busbar.Books;
using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Formats.Invoices;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Store;
using Busbar.Time;

namespace Busbar.Runs.Comparing;

/// <summary>Holds past bills of another system against what Busbar makes of the same days.</summary>
public sealed class CompareRun
{
    private static readonly Exact PriceSlack = Exact.Ratio(1, 1_000_000);
    private static readonly Exact QuantitySlack = Exact.Ratio(1, 1_000);

    private readonly Snapshot _snapshot;
    private readonly Book _book;
    private readonly Exact _tolerance;

    private CompareRun(Snapshot snapshot, Book book, Exact tolerance) =>
        (_snapshot, _book, _tolerance) = (snapshot, book, tolerance);

    /// <summary>Compares the bills of a file, UBL or CSV.</summary>
    /// <param name="tolerance">By how much an amount may differ that is only rounded otherwise.</param>
    /// <exception cref="RefusedException">The file can't be read, or its invoice doesn't add up.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    /// <returns>The lines, and what doesn't add up in an invoice though the official rules let it pass.</returns>
    public static (IReadOnlyList<ComparedLine> Lines, IReadOnlyList<Fault> Differences) Of(
        Database database, string path, Exact tolerance)
    {
        using var snapshot = database.Snapshot();
        var book = StoredBook.Load(snapshot);
        var bytes = SupplierEInvoice.BytesOf(path);
        var invoice = SupplierEInvoice.IsXml(bytes) ? SupplierEInvoice.WorkedOut(bytes, path) : null;
        var bills = invoice is null ? PastBillReader.Read(bytes, path, book) : [OfInvoice(invoice.Invoice, book)];
        if (invoice is { Invoice: { } other } && other.Currency != book.Currency.Code)
            throw new RefusedException(new Fault("wrong-currency", $"Invoice {other.Number} is in {other.Currency}; "
                + $"expected the book's, {book.Currency}.", new(path), other.Number,
                "What is billed in another currency can't be held against this book."));
        // Whose the lines are, the account says, or else their points.
        if (invoice is not null)
            SupplierEInvoice.RefuseUnknown(invoice, book, bills[0].Account is not null ? null
                : "A line, or its invoice, names one, or the invoice a customer who has one account of the book.");
        var run = new CompareRun(snapshot, book, tolerance);
        return ([.. bills.SelectMany(bill => !bill.IsCredit ? run.Compare(bill)
            : run.Compare(bill).Select(line => line.Opposite))], invoice?.Differences ?? []);
    }

    /// <summary>An electronic invoice as a past bill.</summary>
    private static PastBill OfInvoice(EInvoice invoice, Book book)
    {
        // What is billed to its issuer is a credit on the account that it is for.
        var sign = invoice.IsSelfBilled ? -1 : 1;
        var days = invoice.Period ?? new(invoice.IssuedOn, invoice.IssuedOn.PlusDays(1));
        var whose = InvoiceAccount.Of(invoice, book);
        // An allowance or charge of the whole document is for the one point, where there is one.
        var point = invoice.Lines.Select(line => SupplierEInvoice.PointOf(invoice, line)).Distinct().ToList() is
            [var only] ? only : null;
        return new(invoice.Number, whose?.Account,
            [
                .. invoice.Lines.Select(line => new PastLine(SupplierEInvoice.PointOf(invoice, line),
                    line.Period ?? days, line.Name, line.Quantity, EInvoicing.UnitOf(line.Unit), PriceOf(line),
                    sign * line.Amount, null)),
                .. invoice.Allowances.Select(one => new PastLine(point, days, one.Reason, null, null, null,
                    one.IsCharge ? sign * one.Amount : -sign * one.Amount, null)),
            ],
            sign * invoice.Totals.Tax)
        {
            Issuer = whose?.Issuer, Rounding = sign * invoice.Totals.Rounding, IsCredit = invoice.IsCreditNote,
            IsOfConnections = invoice.Lines.All(line => SupplierEInvoice.PointOf(invoice, line) is not null),
        };
    }

    /// <summary>The price of one; null where what is said is only the amount of all of the quantity.</summary>
    private static Exact? PriceOf(ELine line) => line.PriceBase != Exact.One && line.PriceBase == Size(line.Quantity)
        ? null : line.Price / line.PriceBase;

    /// <summary>A bill beside Busbar's of all of its days, or of those of most lines where it agrees in more: a bill
    /// may settle what lies before it.</summary>
    private List<ComparedLine> Compare(PastBill past)
    {
        var days = new Days(past.Lines.Min(line => line.Days.From), past.Lines.Max(line => line.Days.To));
        var lines = Compare(past, days);
        var from = past.Lines.GroupBy(line => line.Days.From).OrderByDescending(same => same.Count())
            .ThenBy(same => same.Key).First().Key;
        if (from == days.From || lines.TrueForAll(line => line.IsSame)) return lines;
        var others = Compare(past, days with { From = from });
        return others.Count(line => !line.IsSame) < lines.Count(line => !line.IsSame) ? others : lines;
    }

    private List<ComparedLine> Compare(PastBill past, Days days)
    {
        var accounts = past.Account is { } named ? [named] : AccountsOf(past, days);
        var (made, why) = Made(accounts, days, past.Issuer);
        if (why is not null)
            return [.. past.Lines.Select(line => new ComparedLine(past.Number, line, line.Name, line.Connection,
                DifferenceKind.NotMade) { Why = why })];
        var own = made.SelectMany(bill => bill.Lines).Where(line => IsOf(past, ConnectionOf(line))).ToList();
        var (lines, isWhole) = (new List<ComparedLine>(), own.Count == made.Sum(bill => bill.Lines.Count));
        // Those of a connection first: what they leave is for lines that name none.
        foreach (var line in Summed(past.Lines).OrderBy(line => line.Connection is null))
        {
            var same = own.Where(one => IsFor(one, line)).ToList();
            if (same.Exists(one => ConnectionOf(one) == line.Connection) && line.Connection is not null)
                same.RemoveAll(one => ConnectionOf(one) != line.Connection);
            foreach (var taken in same) own.Remove(taken);
            lines.Add(Compared(past.Number, line, same));
        }
        lines.AddRange(own.Where(line => line.Amount.MinorUnits != 0).Select(line =>
            new ComparedLine(past.Number, null, line.Name, ConnectionOf(line), DifferenceKind.ExtraLine)
            {
                Own = line.Amount.Amount, OwnQuantity = line.Quantity, OwnPrice = line.Price,
            }));
        // The tax of a part of an account's bill isn't known by itself.
        if (isWhole && lines.TrueForAll(line => line.IsSame)) lines.AddRange(Sums(past, made));
        return lines;
    }

    /// <summary>What of a bill's sums differs: its tax, or, where that doesn't, what makes it a round sum.</summary>
    private IEnumerable<ComparedLine> Sums(PastBill past, List<Bill> made)
    {
        var (tax, rounding) = (Money.Sum(made.Select(bill => bill.Tax), _book.Currency).Amount,
            Money.Sum(made.Select(bill => bill.Rounding), _book.Currency).Amount);
        if (past.Tax is { } theirs && Size(tax - theirs) > _tolerance)
            yield return Sum("Tax", DifferenceKind.Tax, theirs, tax);
        else if (past.Rounding is { } rounded && rounded != rounding)
            yield return Sum("Payable rounding", DifferenceKind.Rounding, rounded, rounding);

        ComparedLine Sum(string name, DifferenceKind kind, Exact amount, Exact own) => new(past.Number,
            past.Lines[0] with { Amount = amount, Quantity = null, Price = null }, name, null, kind) { Own = own };
    }

    /// <summary>The bills of some accounts for some days, or why there is none.</summary>
    /// <param name="issuer">In whose name; null: in anybody's.</param>
    private (List<Bill> Bills, string? Why) Made(IReadOnlyList<string> accounts, Days days, string? issuer)
    {
        var made = new List<Bill>();
        foreach (var account in accounts)
        {
            if (BillPlan.Of(_book, _book.Accounts[account], days, _ => false) is not { } all) continue;
            foreach (var plan in all.ByIssuer().Where(one => issuer is null || (one.Issuer?.Id ?? "") == issuer))
                switch (Making.Make(plan, _book, new Frames(), () => Loading.Load(_snapshot, _book, [plan])))
                {
                    case BillOutcome.Made one: made.Add(one.Bill); break;
                    case BillOutcome.Held held: return ([], held.Reasons[0].Message);
                }
        }
        return (made, made.Count > 0 ? null : $"No agreement of the book is for it in {days}.");
    }

    /// <summary>The lines of each charge and connection as one: bills are split where a price or a meter changes.
    /// </summary>
    private static IEnumerable<PastLine> Summed(IReadOnlyList<PastLine> lines) =>
        lines.GroupBy(line => (line.Connection, line.Name.ToUpperInvariant())).Select(same => same.Count() == 1
            ? same.First() : same.First() with
            {
                Days = new(same.Min(line => line.Days.From), same.Max(line => line.Days.To)),
                Quantity = same.Select(line => line.Unit).Distinct().Count() > 1 ? null
                    : same.Aggregate((Exact?)Exact.Zero, (sum, line) => sum + line.Quantity),
                Price = same.Select(line => line.Price).Distinct().ToList() is [var price] ? price : null,
                Amount = same.Aggregate(Exact.Zero, (sum, line) => sum + line.Amount),
            });

    /// <summary>The accounts whose agreements have a past bill's connections.</summary>
    private List<string> AccountsOf(PastBill past, Days days) =>
        [.. _book.Agreements.Values.Where(agreement => !agreement.SupplyIn(days).IsEmpty
                && agreement.Connections.Any(one => past.Lines.Any(line => line.Connection == one.Id)))
            .Select(agreement => agreement.Account.Id).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Whether a bill is for a connection, or for what is of none.</summary>
    private static bool IsOf(PastBill past, string? connection) => past.Lines.Any(one => one.Connection == connection)
        || past.Account is not null && (connection is null || !past.IsOfConnections);

    private string? ConnectionOf(BillLine line) => line.Connection
        ?? (_book.Agreements[line.Agreement].Connections is [var only] ? only.Id : null);

    /// <summary>Whether a line of Busbar's is what a past one is: of its name or id, and of its connection.</summary>
    private bool IsFor(BillLine own, PastLine past) =>
        (past.Connection is null || ConnectionOf(own) is not { } connection || connection == past.Connection)
        && !own.Days.Intersect(past.Days).IsEmpty
        && (string.Equals(own.Name, past.Name, StringComparison.OrdinalIgnoreCase)
            || ProductChecker.IdOf(past.Name) is var id && (id == own.Charge || id == own.Id
                || own.Name.StartsWith(past.Name + ":", StringComparison.OrdinalIgnoreCase)));

    private ComparedLine Compared(string bill, PastLine past, List<BillLine> same)
    {
        var line = new ComparedLine(bill, past, past.Name, past.Connection, DifferenceKind.MissingLine);
        if (same.Count == 0) return line;
        line = line with
        {
            Own = same.Aggregate(Exact.Zero, (sum, one) => sum + one.Amount.Amount),
            OwnQuantity = same.Any(one => one.Quantity is null) ? null
                : same.Aggregate(Exact.Zero, (sum, one) => sum + one.Quantity!.Value),
            OwnPrice = same.Select(one => one.Price).Distinct().ToList() is [var price] ? price : null,
        };
        // Both are in the canonical unit, where they are of the same thing at all.
        var unit = same[0].Unit is { } own && past.Unit is { } theirs && theirs.Dimension == own ? theirs : null;
        var isOtherQuantity = unit is not null && Differ(past.Quantity * unit.Factor, line.OwnQuantity, QuantitySlack);
        // What a price with tax is without it, says nothing where the amount is the same.
        var isOtherPrice = unit is not null && Differ(past.Price / unit.Factor, line.OwnPrice, PriceSlack)
            && (isOtherQuantity || !line.Difference.IsZero);
        return line with
        {
            Kind = (isOtherQuantity, isOtherPrice) switch
            {
                (true, true) => DifferenceKind.ReadAndPrice,
                (true, false) => IsTime(unit!.Dimension) ? DifferenceKind.Days : DifferenceKind.Read,
                (false, true) => DifferenceKind.Price,
                _ when line.Difference.IsZero => DifferenceKind.Same,
                _ when Size(line.Difference) <= _tolerance => DifferenceKind.Rounding,
                _ => DifferenceKind.Amount,
            },
        };
    }

    /// <summary>Whether two sizes differ: that it is owed to the customer, the amount says.</summary>
    private static bool Differ(Exact? past, Exact? own, Exact slack) =>
        past is { } one && own is { } other && Size(Size(one) - Size(other)) > slack;

    private static bool IsTime(Dimension unit) =>
        unit == Dimension.Day || unit == Dimension.Month || unit == Dimension.Hour;

    private static Exact Size(Exact amount) => amount.Sign < 0 ? -amount : amount;

    /// <summary>The lines that differ, or all, and the sums of each class.</summary>
    public static Listing Listed(IReadOnlyList<ComparedLine> lines, bool isAll)
    {
        var shown = lines.Where(line => isAll || line.Kind != DifferenceKind.Same);
        var classes = lines.GroupBy(line => line.Kind).OrderBy(same => same.Key);
        var count = lines.Select(line => line.Bill).Distinct().Count();
        return new($"{count} past {(count == 1 ? "bill" : "bills")} beside Busbar's own", "lines",
            [
                new("bill"), new("connection"), new("name"), new("class"), new("quantity", true),
                new("own-quantity", true), new("price", true), new("own-price", true), new("amount", true),
                new("own-amount", true), new("difference", true), new("why"),
            ],
            [
                .. shown.Select(line => (string[])
                [
                    line.Bill, line.Connection ?? "", line.Name, ComparedLine.WordOf(line.Kind),
                    Text(line.Past?.Quantity, 6), Text(line.OwnQuantity, 6), Text(line.Past?.Price, 9),
                    Text(line.OwnPrice, 9), Amount(line.Past?.Amount), Amount(line.Own), Amount(line.Difference),
                    line.Why ?? "",
                ]),
                .. classes.Select(same => (string[])
                [
                    $"{same.Count()} in all", "", "", ComparedLine.WordOf(same.Key), "", "", "", "",
                    Amount(Sum(same, line => line.Past?.Amount)), Amount(Sum(same, line => line.Own)),
                    Amount(Sum(same, line => line.Difference)), "",
                ]),
            ])
        {
            Nothing = "There is no line.",
        };
    }

    private static Exact Sum(IEnumerable<ComparedLine> lines, Func<ComparedLine, Exact?> of) =>
        lines.Aggregate(Exact.Zero, (sum, line) => sum + (of(line) ?? Exact.Zero));

    private static string Text(Exact? number, int decimals) =>
        number?.Round(decimals, Rounding.HalfAway).ToString() ?? "";

    private static string Amount(Exact? number) => number?.ToString(2) ?? "";
}

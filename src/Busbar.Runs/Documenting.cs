using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Documents.Paper;
using Busbar.Quantities;
using Busbar.Store;

namespace Busbar.Runs;

/// <summary>
/// Gathers what the documents of bills are made from, all as it was known when each bill was made: printed again later,
/// a bill has the same bytes. For a viewer they don't tell of bills that it doesn't see.
/// </summary>
/// <param name="viewing">Of somebody who doesn't see all; null: all is seen.</param>
public sealed class Documenting(Database database, Viewing? viewing = null)
{
    private readonly KnownBooks _books = new(database);
    private readonly Lazy<Book> _now = new(() =>
    {
        using var snapshot = database.Snapshot();
        return StoredBook.Load(snapshot);
    });

    /// <summary>The document of an issued bill or credit note.</summary>
    /// <param name="annex">The file beside it that has its lines, where it is summed; null: there is none.</param>
    /// <exception cref="RefusedException">There is no such bill, or its document can't be made.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public Sheet Of(string number, string? annex = null)
    {
        var bill = Explaining.Find(database, number);
        // What a credit note takes back was explained when it was issued.
        return BillSheet.Of(Facts(bill.Document, bill.Explanation, bill.Head, bill.Head.Issuer, annex));
    }

    /// <summary>The document of a draft.</summary>
    /// <param name="explanation">With the receipt at which it was made.</param>
    /// <param name="issuer">The party in whose name it is; empty: the seller.</param>
    /// <param name="annex">The file beside it that has its lines, where it is summed; null: there is none.</param>
    /// <exception cref="RefusedException">Its document can't be made.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public Sheet OfDraft(
        BillDocument draft, Billing.Explanation explanation, string issuer, string? annex = null) =>
        BillSheet.Of(Facts(draft, explanation, null, issuer, annex));

    /// <summary>The language of a bill: its account's, else that of the book, as known when it was made.</summary>
    /// <param name="receipt">At which it was made.</param>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public BillLanguage LanguageOf(BillDocument bill, long receipt)
    {
        var book = _books.At(receipt);
        return BillLanguage.Of(book.Accounts[bill.Account].Language ?? book.Language);
    }

    /// <summary>The electronic invoice of an issued bill or credit note.</summary>
    /// <exception cref="RefusedException">The book doesn't say what such an invoice has to.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public Formats.Invoices.EInvoice EInvoiceOf(BillDocument bill, Billing.Explanation explanation, string issuer)
    {
        var invoice = new EInvoicing(database, () => _now.Value).Of(bill, _books.At(explanation.Receipt), issuer,
            [.. explanation.Charges.SelectMany(charge => charge.Connections)]);
        return viewing is { SeesUse: false } ? invoice with { Attachments = [] } : invoice;
    }

    /// <summary>How a bill is laid out, and where its lines are booked and used, as known when it was made.</summary>
    /// <param name="receipt">At which it was made.</param>
    /// <param name="issuer">The party in whose name it is; empty: the seller.</param>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public BillLayout LayoutOf(BillDocument bill, long receipt, string issuer)
    {
        var book = _books.At(receipt);
        return new(IssuerOf(book, issuer).Stationery.SummaryOver)
        {
            CentreOf = line => book.CostCentreOf(bill.Account, line.Agreement),
            PremisesOf = line => book.PremisesOf(bill.Account, line.Agreement, line.Connection),
        };
    }

    /// <summary>The page that explains an issued bill.</summary>
    /// <param name="line">The id of the one line that is explained; null: all of them.</param>
    /// <param name="hasIntervals">Whether days open into their intervals.</param>
    /// <exception cref="RefusedException">The bill can't be rebuilt.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public Sheet Explained(IssuedBill bill, string? line, bool hasIntervals)
    {
        var book = _books.At(bill.Head.Receipt);
        var (seller, stationery) = IssuerOf(book, bill.Head.Issuer);
        var language = LanguageOf(bill.Document, bill.Head.Receipt);
        var isShown = line is not null || bill.Document.Lines.Count <= ExplanationSheet.MostLinesWithDays;
        // What is shown may be less than what it was made from.
        var rated = isShown ? Explaining.Rebuild(database, Explaining.Find(database, bill.Head.Number))
            : new Dictionary<string, RatedLine>();
        return new ExplanationSheet(bill.Explanation, bill.Document, language, rated.ToDictionary(
                one => one.Key, one => new ExplainedPart(one.Value.Leg, one.Value.Part)))
            { HasIntervals = hasIntervals }
            .Of(BillSheet.LookOf(seller, stationery), bill.Head.IssuedOn, line);
    }

    private BillFacts Facts(
        BillDocument bill, Billing.Explanation explanation, BillHead? head, string issuer, string? annex)
    {
        var book = _books.At(explanation.Receipt);
        var account = book.Accounts[bill.Account];
        var agreements = bill.Lines.Select(line => line.Agreement).ToHashSet();
        var (seller, stationery) = IssuerOf(book, issuer);
        var days = DaysOf(bill);
        var (earlier, before) = bill.Credits is null ? EarlierBillOf(bill, explanation, head, issuer) : default;
        using var snapshot = database.Snapshot(explanation.Receipt);
        var measured = new Measured(snapshot, book, explanation, days, bill.IsForWhatIsGiven(),
            bill.SelfBilled is not null);
        var layout = LayoutOf(bill, explanation.Receipt, issuer) with { Annex = annex };
        var hasUse = bill.Credits is null && viewing?.SeesUse != false;
        // What very many have used, each by itself, is on no page.
        var isListed = hasUse && !layout.Sums(bill);
        var use = hasUse ? measured.Daily() : null;
        return new(bill, explanation, head?.IssuedOn ?? days.To.PlusDays(-1), seller, account.Party,
            stationery with { DueDays = account.DueDays ?? stationery.DueDays },
            LanguageOf(bill, explanation.Receipt), earlier,
            earlier is null && bill.Credits is null && IsFirst(bill, book, agreements),
            bill.Replaces is { } replaced ? TotalOf(replaced) : null, use,
            use is not null && before?.Channel == use.Channel ? before : null,
            isListed ? measured.Course(agreements) : null, isListed ? measured.Reads() : [],
            isListed ? measured.Channels() : [])
        {
            Sessions = isListed ? measured.Sessions() : [],
            Layout = layout,
        };
    }

    /// <summary>Who bills, and how its documents look.</summary>
    private static (Party Seller, Stationery Stationery) IssuerOf(Book book, string issuer) =>
        issuer.Length > 0 && book.Parties[issuer] is { Issuer: { } own } party ? (party, own.Stationery)
            : (book.Seller, book.Stationery);

    /// <summary>Whether supply begins in it; what another system billed before isn't known here.</summary>
    private static bool IsFirst(BillDocument bill, Book book, HashSet<string> agreements) =>
        agreements.All(id => book.Agreements.GetValueOrDefault(id)?.From >= DaysOf(bill).From);

    /// <summary>What a bill comes to; null where the viewer doesn't see it.</summary>
    private Exact? TotalOf(string number)
    {
        var found = Explaining.Find(database, number);
        if (viewing?.SeesWhole(found.Head, found.Document) == false) return null;
        return Exact.TryParse(found.Document.Total, out var total, out _) ? total
            : throw new InvalidOperationException($"The total of {number} is no number.");
    }

    /// <summary>
    /// The last bill before this one that shares an agreement with it, and what was used in its days: of an earlier
    /// period, issued before, and not taken back before. What is issued or taken back later changes nothing, so
    /// that the document stays what it was. Bills in the same name come first; where there is none, whoever bills may
    /// have got another name, and then it is the last bill with one of its charges.
    /// </summary>
    private (ChargedBill? Bill, DailyUse? Use) EarlierBillOf(
        BillDocument bill, Billing.Explanation explanation, BillHead? head, string issuer)
    {
        // A broker's invoice is of no readings, and stands beside nothing.
        if (explanation.Charges.Count == 0) return default;
        var (days, own) = (DaysOf(bill), ChargedBill.Of(bill, explanation));
        var agreements = bill.Lines.Select(line => line.Agreement).ToHashSet();
        var known = BillStore.List(database, bill.Account).Where(one => head is null || IsBefore(one, head)).ToList();
        var takenBack = known.Where(one => one.Credits is not null).Select(one => one.Credits).ToHashSet();
        foreach (var one in known.Where(one => one.Credits is null && one.To <= days.From
                && !takenBack.Contains(one.Number))
            .OrderBy(one => one.Issuer != issuer).ThenByDescending(one => one.To).ThenByDescending(Moment)
            .ThenByDescending(one => one.Number.Length).ThenByDescending(one => one.Number, StringComparer.Ordinal))
        {
            var found = Explaining.Find(database, one.Number);
            if (found.Document.Currency != bill.Currency || found.Document.SelfBilled != bill.SelfBilled
                || !found.Document.Lines.Any(line => agreements.Contains(line.Agreement))) continue;
            // Who pays from now on isn't told what somebody else has paid.
            if (viewing?.SeesWhole(one, found.Document) == false) return default;
            var earlier = ChargedBill.Of(found.Document.AsShown(), found.Explanation);
            if (one.Issuer == issuer || earlier.SharesACharge(own))
                return (earlier, UseIn(found, bill.IsForWhatIsGiven()));
        }
        return default;
    }

    /// <summary>Whether a document was issued before another: by the moment in its id and, within one run, by its
    /// number, which ascends.</summary>
    private static bool IsBefore(BillHead one, BillHead other)
    {
        var order = string.CompareOrdinal(Moment(one), Moment(other));
        if (order != 0) return order < 0;
        if (one.Credits is not null || one.Number == other.Number) return false;
        return one.Number.Length != other.Number.Length ? one.Number.Length < other.Number.Length
            : string.CompareOrdinal(one.Number, other.Number) < 0;
    }

    /// <summary>The milliseconds at the beginning of a UUIDv7 (RFC 9562).</summary>
    private static string Moment(BillHead head) => head.Id[..13];

    /// <param name="isGiven">Whether the bill that it stands beside is for what its customer gives.</param>
    private DailyUse? UseIn(IssuedBill earlier, bool isGiven)
    {
        using var snapshot = database.Snapshot(earlier.Explanation.Receipt);
        return new Measured(snapshot, _books.At(earlier.Explanation.Receipt), earlier.Explanation,
            DaysOf(earlier.Document), isGiven, earlier.Document.SelfBilled is not null).Daily();
    }

    private static Time.Days DaysOf(BillDocument bill) =>
        Time.Days.Parse($"{bill.Period.From}..{bill.Period.To}")!.Value;
}

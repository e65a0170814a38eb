using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Metering;
using Busbar.Rating;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs;

/// <summary>An issued bill with what it was made from.</summary>
public sealed record IssuedBill(BillHead Head, BillDocument Document, Explanation Explanation)
{
    /// <summary>Whether it is a broker's invoice, which no charge was rated for.</summary>
    public bool IsOfCommissions => Explanation.Charges.Count == 0;
}

/// <summary>A line of a bill as it was rated: the leg, and the band where the line is for one.</summary>
/// <param name="Estimates">How the readings behind its intervals were estimated, by their starts.</param>
public sealed record RatedLine(
    RatedCharge Charge, RatedPart Part, RatedLeg Leg, ILookup<Instant, Quality> Estimates);

/// <summary>Opens issued bills, down to the interval.</summary>
public static class Explaining
{
    /// <summary>An issued bill by its number.</summary>
    /// <exception cref="RefusedException">There is no such bill.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IssuedBill Find(Database database, string number)
    {
        if (BillStore.Find(database, number) is { } found)
            return new(found.Head, BillDocument.FromJson(found.Body),
                ExplanationDocument.FromJson(found.Explanation.Span));
        var bills = BillStore.List(database);
        if (IsOfCredits(database, number))
            throw new RefusedException(new Fault("unknown-bill", $"There is no credit note {number}.", Name: number,
                Hint: Nearest.Hint(number, bills.Where(bill => bill.Credits is not null).Select(bill => bill.Number))
                    ?? "busbar show lists what was issued."));
        var numbers = bills.Where(bill => bill.Credits is null).Select(bill => bill.Number).ToList();
        throw new RefusedException(new Fault("unknown-bill", $"There is no bill {number}.", Name: number,
            Hint: Nearest.Hint(number, numbers) ?? (numbers.Count == 0 ? "None was issued yet." : null)));
    }

    /// <summary>Whether a number is written as those of credit notes are.</summary>
    private static bool IsOfCredits(Database database, string number)
    {
        using var snapshot = database.Snapshot();
        if (StoredBook.Find(snapshot) is not { Numbers: var patterns }) return false;
        var (bills, credits) = (Letters(patterns.Bills.NumberOf(1, 1)), Letters(patterns.Credits.NumberOf(1, 1)));
        return bills != credits && Letters(number) == credits;
    }

    private static string Letters(string number) => string.Concat(number.Where(letter => !char.IsAsciiDigit(letter)));

    /// <summary>An issued bill that was not taken back.</summary>
    /// <exception cref="RefusedException">There is none, or it is a credit note, or was taken back.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IssuedBill FindStanding(Database database, string number)
    {
        var bill = FindBill(database, number);
        return BillStore.CreditOf(database, number) is null ? bill : throw NotStanding(database, number);
    }

    /// <summary>An issued bill, and no credit note.</summary>
    /// <exception cref="RefusedException">There is none, or it is a credit note.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IssuedBill FindBill(Database database, string number)
    {
        var bill = Find(database, number);
        if (bill.IsOfCommissions)
            throw new RefusedException(new Fault("of-commissions", $"{number} is an invoice of commissions: it is "
                + "rated from no readings, and what changes is on the next one.", Name: number,
                Hint: $"Its rows have it as their invoice: busbar commission feed --payee {bill.Head.Account}."));
        return bill.Head.Credits is not { } credited ? bill : throw new RefusedException(new Fault("credit-note",
            $"{number} is a credit note: it takes bill {credited} back, whole.", Name: number,
            Hint: $"Ask for {credited}."));
    }

    /// <summary>That a bill was taken back, by what, and what stands instead.</summary>
    internal static RefusedException NotStanding(Database database, string number) => new(new Fault("taken-back",
        $"Bill {number} was taken back by {BillStore.CreditOf(database, number)}.", Name: number,
        Hint: BillStore.ReplacementOf(database, number) is { } instead ? $"Bill {instead} stands instead."
            : "No bill stands instead; busbar bill makes one where there is something to bill."));

    /// <summary>Rates a bill's line again, as the whole bill.</summary>
    /// <param name="line">The id of one of its lines.</param>
    /// <exception cref="RefusedException">The bill can't be rebuilt.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static RatedLine Rebuild(Database database, IssuedBill bill, string line) => Rebuild(database, bill)[line];

    /// <summary>
    /// Rates a bill's lines again, from what was known when it was issued, and makes sure that the whole bill comes out
    /// as it was.
    /// </summary>
    /// <returns>The lines by their ids.</returns>
    /// <exception cref="RefusedException">The bill can't be rebuilt.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static IReadOnlyDictionary<string, RatedLine> Rebuild(Database database, IssuedBill bill)
    {
        var (made, inputs, _) = MadeAgain(database, bill);
        var parts = made.Charges.SelectMany(charge => charge.Parts.Select(part => (charge, part)));
        return made.Bill.Lines.Zip(parts, (line, one) =>
        {
            var leg = one.charge.Legs.First(leg => ReferenceEquals(leg.Leg, one.part.Leg));
            return (line.Id, Rated: new RatedLine(
                one.charge, one.part, leg.In(one.part.Tax.Share), EstimatedReadings.Of(one.charge, leg, inputs)));
        }).ToDictionary(one => one.Id, one => one.Rated);
    }

    /// <summary>An issued bill made again as it was, and the book as it was known then.</summary>
    /// <exception cref="RefusedException">The bill can't be rebuilt.</exception>
    internal static (Bill Bill, Book Book) BillOf(Database database, IssuedBill bill)
    {
        var (made, _, book) = MadeAgain(database, bill);
        return (made.Bill, book);
    }

    private static (BillOutcome.Made Made, Inputs Inputs, Book Book) MadeAgain(Database database, IssuedBill bill)
    {
        using var snapshot = database.Snapshot(bill.Head.Receipt);
        var book = StoredBook.Load(snapshot);
        var keys = bill.Explanation.Charges
            .Select(charge => new ChargeKey(charge.Agreement, charge.Charge, charge.Connection ?? "")).ToHashSet();
        var account = book.Accounts[bill.Head.Account];
        var period = new Time.Days(bill.Head.From, bill.Head.To);
        if (BillPlan.Of(book, account, period, key => !keys.Contains(key)) is not { } plan
            || Loading.Load(snapshot, book, [plan]) is not { } inputs
            || BillMaker.Make(plan, book, new Frames(), inputs, issuedOn: bill.Document.TaxDay())
                is not BillOutcome.Made made
            || !IsTheSame(made.Bill, bill))
            throw new RefusedException(new Fault("not-rebuilt",
                $"Bill {bill.Head.Number} doesn't come out as it was issued when it is rated again.",
                Name: bill.Head.Number, Hint: "Its lines stand as issued; explain shows them without --intervals."));
        return (made, inputs, book);
    }

    private static bool IsTheSame(Bill rebuilt, IssuedBill bill) =>
        BillDocument.Of(rebuilt, bill.Head.Number, bill.Head.IssuedOn).ToJson()
            == (bill.Document with { Open = null, Replaces = null }).ToJson()
        && ExplanationDocument.ToJson(rebuilt.Explanation with { Receipt = bill.Explanation.Receipt })
            == ExplanationDocument.ToJson(bill.Explanation);
}

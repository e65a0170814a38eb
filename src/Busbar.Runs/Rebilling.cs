using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Rating;
using Busbar.Runs.Payments;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs;

/// <summary>What became of a bill that was to be made again.</summary>
public abstract record RebillResult
{
    private RebillResult()
    {
    }

    /// <summary>It comes out as it was issued: there is nothing to correct.</summary>
    public sealed record Same : RebillResult;

    /// <summary>It can't be made again, and stands as it is.</summary>
    public sealed record Held(IReadOnlyList<Fault> Reasons) : RebillResult;

    /// <summary>It is taken back or, as a draft, would be.</summary>
    /// <param name="Credit">The credit note; null for a draft.</param>
    /// <param name="Bill">The bill instead; null where nothing is to be billed.</param>
    public sealed record Done(BillDocument? Credit, BillDocument? Bill) : RebillResult;
}

/// <summary>
/// One issued bill made again from what is known now: the whole of it is taken back by a credit note, and a new bill
/// stands for the same days.
/// </summary>
public sealed class Rebilling
{
    private readonly Database _database;
    private readonly Book _book;
    private readonly long _receipt;
    private readonly LocalDate _issuedOn;
    private readonly BillOutcome? _outcome;

    private Rebilling(
        Database database, Book book, long receipt, IssuedBill old, LocalDate issuedOn, BillOutcome? outcome)
    {
        (_database, _book, _receipt, Old, _issuedOn, _outcome) = (database, book, receipt, old, issuedOn, outcome);
        Now = outcome is BillOutcome.Made made ? BillDocument.Of(made.Bill, null, null) : null;
    }

    /// <summary>The bill as it was issued.</summary>
    public IssuedBill Old { get; }

    /// <summary>The bill as it comes out now; null where nothing is to be billed, or it can't be made.</summary>
    public BillDocument? Now { get; }

    /// <summary>Makes an issued bill again, from what is stored and, of pools, settled.</summary>
    /// <param name="dayOfIssue">The day of issue in the book's zone.</param>
    /// <exception cref="RefusedException">There is no such bill that stands, or no book.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used.</exception>
    public static Rebilling Of(Database database, string number, Func<DateTimeZone, LocalDate> dayOfIssue)
    {
        using var snapshot = database.Snapshot();
        var book = StoredBook.Load(snapshot);
        return Of(database, snapshot, book, number, dayOfIssue, null);
    }

    internal static Rebilling Of(
        Database database, Snapshot snapshot, Book book, string number, Func<DateTimeZone, LocalDate> dayOfIssue,
        Settling? settling)
    {
        var old = Explaining.FindStanding(database, number);
        if (!book.Accounts.ContainsKey(old.Head.Account))
            throw new RefusedException(new Fault("unknown-account",
                $"Bill {number} is of account {old.Head.Account}, which the book doesn't have any more.", Name: number,
                Hint: "Bring the account back into the book; it may have ended agreements."));
        var issuedOn = dayOfIssue(book.Zone);
        return new(database, book, snapshot.Receipt, old, issuedOn,
            MadeAgain(database, snapshot, book, old, issuedOn, settling));
    }

    /// <summary>What becomes of a bill's days without it; null where nothing is to be billed.</summary>
    /// <param name="settling">What settles pools that it rests on; null: what is stored counts.</param>
    internal static BillOutcome? MadeAgain(
        Database database, Snapshot snapshot, Book book, IssuedBill bill, LocalDate? issuedOn, Settling? settling)
    {
        var old = bill.Head;
        var account = book.Accounts[old.Account];
        var period = account.Cycle.PeriodOf(old.From);
        var billed = Issuing.Billed(database, book.AgreementsByAccount[account.Id], period);
        var plan = BillPlan.Of(book, account, period,
            [.. billed.SelectMany(same => same).Where(before => before.Number != old.Number)], old.Issuer);
        return plan is null ? null
            : Making.Make(
                plan, book, new Frames(), () => Loading.Load(snapshot, book, [plan], settling), issuedOn,
                taxPoint: bill.Document.TaxDay());
    }

    /// <summary>Whether a bill that stands comes out as it was issued.</summary>
    /// <param name="settling">What settles pools that it rests on.</param>
    internal static bool IsTheSame(
        Database database, Snapshot snapshot, Book book, string number, Settling settling)
    {
        var old = Explaining.FindStanding(database, number);
        return MadeAgain(database, snapshot, book, old, null, settling) is BillOutcome.Made made
            && BillDocument.Of(made.Bill, null, null).SaysTheSameAs(old.Document);
    }

    /// <summary>Whether it comes out as another time that the same bill was made again.</summary>
    internal bool IsAs(Rebilling other) => Now is null || other.Now is null ? Now is null && other.Now is null
        : Now.SaysTheSameAs(other.Now);

    internal static RefusedException Changed(string number) => new(new Fault("readings-changed",
        $"Readings or prices of bill {number} came in while it was made again.", Name: number, Hint: "Rebill again."));

    /// <summary>What comes of it: nothing is stored.</summary>
    public RebillResult Draft() => _outcome switch
    {
        BillOutcome.Held held => new RebillResult.Held(held.Reasons),
        not null when Now!.SaysTheSameAs(Old.Document) => new RebillResult.Same(),
        _ => new RebillResult.Done(null, Now),
    };

    /// <summary>Takes the bill back and issues the new one, in one transaction.</summary>
    /// <exception cref="RefusedException">Something else happened to the bill meanwhile.</exception>
    /// <exception cref="StoreUnreachableException">The database can't be used; nothing was stored.</exception>
    public RebillResult Issue()
    {
        if (Draft() is not RebillResult.Done draft) return Draft();
        var (number, account) = (Old.Head.Number, _book.Accounts[Old.Head.Account]);
        var credits = Issuing.Numbering(Issuing.NumbersOf(_book, Old.Head.Issuer).Credits, _issuedOn.Year);
        Issuing.RefuseEarlier(_database, account, Old.Head.Issuer, _book, _issuedOn);
        BillStore.RefuseEarlier(_database, credits, _issuedOn);
        var made = _outcome is BillOutcome.Made { Bill: var bill }
            ? Issuing.NewBill(bill, _book, _issuedOn, _receipt, number) : null;
        RebillOutcome outcome = new RebillOutcome.Outdated();
        // What is received between the two is asked for anew.
        while (outcome is RebillOutcome.Outdated)
        {
            long? latest = null;
            if (made is not null)
            {
                (var outdated, latest) = Concerned.Outdated(_database, _receipt, _book, [made]);
                if (outdated.Count > 0)
                    throw Changed(number);
            }
            outcome = BillStore.Rebill(_database,
                new(number, _issuedOn, credit => Old.Document.CreditNote(credit, _issuedOn).ToJson()), made, credits,
                latest);
        }
        // What had paid the bill is set against what is owed instead.
        if (outcome is RebillOutcome.Done) Crediting.All(_database);
        return outcome switch
        {
            RebillOutcome.Done done => new RebillResult.Done(Explaining.Find(_database, done.Credit).Document,
                done.Bill is { } instead ? Explaining.Find(_database, instead).Document : draft.Bill),
            RebillOutcome.AlreadyBilled other => throw new RefusedException(new Fault("billed-meanwhile",
                $"Bill {other.Number} was issued meanwhile with a charge of the bill that would replace {number}.",
                Name: number, Hint: "Rebill again: it is made from what is known then.")),
            _ => throw Explaining.NotStanding(_database, number),
        };
    }
}

using Busbar.Formats.Bank;
using Busbar.Ledger;
using Busbar.Store;

namespace Busbar.Runs.Payments;

/// <summary>Finds the direct debits that lines of bank statements book: each by itself, all of a payment, or all of a
/// message, as the bank likes.</summary>
internal sealed class DebitsBooked
{
    private readonly Dictionary<string, SentDebit> _byId;
    private readonly ILookup<string, SentDebit> _byPayment;
    private readonly ILookup<string, SentDebit> _byBatch;
    private readonly HashSet<string> _onTheirWay;
    private readonly HashSet<string> _givenBack;
    private readonly List<(string Debit, string Line)> _booked;
    private readonly LedgerChange _change;

    public DebitsBooked(LedgerChange change)
    {
        _change = change;
        var (all, sent) = (PaymentStore.SentDebits(change), new DebitsSent(change));
        _byId = all.ToDictionary(debit => debit.Id);
        _byPayment = all.ToLookup(debit => debit.Payment);
        _byBatch = all.ToLookup(debit => debit.Batch);
        _onTheirWay = [.. all.Select(debit => debit.Id).Where(sent.IsOnItsWay)];
        _booked = [.. PaymentStore.Booked(change)];
        _givenBack = [.. PaymentStore.Lines(change).Where(line => line.Amount < 0).Select(line => line.EndToEnd)];
    }

    /// <summary>The debits that a line books, with what it is; null where it is none of them, or where two payments fit
    /// equally.</summary>
    public (IReadOnlyList<SentDebit> Debits, string Why)? In(BankEntry line)
    {
        var amount = line.Amount.MinorUnits;
        if (Of(line) is { } one) return one.Amount == amount ? ([one], $"collection {one.Id}") : null;
        if (OfPayment(line.Payment, amount) is { } named) return named;
        if (line.Batch.Length == 0) return null;
        // What the bank gave back unbooked isn't in what it books.
        var whole = _byBatch[line.Batch].Where(debit => _onTheirWay.Contains(debit.Id)).ToList();
        if (whole.Count > 0 && whole.Sum(debit => debit.Amount) == amount) return (whole, $"batch {line.Batch}");
        return whole.Select(debit => debit.Payment).Distinct().Select(payment => OfPayment(payment, amount))
            .OfType<(IReadOnlyList<SentDebit>, string)>().ToList() is [var only] ? only : null;
    }

    /// <summary>Notes that a line booked debits: they aren't on their way any more.</summary>
    public void Book(IEnumerable<SentDebit> debits, string line)
    {
        foreach (var debit in debits)
        {
            _change.Book(debit.Id, line);
            _booked.Add((debit.Id, line));
            _onTheirWay.Remove(debit.Id);
        }
    }

    /// <summary>The debit that a line gives back whole, and the receipt of the sum in which it was booked; null where
    /// it gives back none, or one that came back before.</summary>
    public (SentDebit Debit, string Receipt)? GivenBackBy(BankEntry line) =>
        Of(line) is { } debit && line.Amount.MinorUnits == -debit.Amount && !_givenBack.Contains(debit.Id)
        && _booked.FindLast(one => one.Debit == debit.Id && _change.Find(EntryKind.Receipt, one.Line) is { } posted
            && !_change.IsReversed(posted.Number)) is { Line: { } receipt } ? (debit, receipt) : null;

    /// <summary>Notes that a debit came back.</summary>
    /// <returns>The bills of those that were booked with it and didn't come back.</returns>
    public IReadOnlyList<string> GiveBack(SentDebit debit, string receipt)
    {
        _givenBack.Add(debit.Id);
        return [.. _booked.Where(one => one.Line == receipt && !_givenBack.Contains(one.Debit))
            .SelectMany(one => _byId[one.Debit].Documents)];
    }

    /// <summary>The debit whose id a line has; null where it has none's.</summary>
    public SentDebit? Of(BankEntry line) => _byId.GetValueOrDefault(line.EndToEnd);

    /// <summary>What a line is matched with; where nobody knows, whose the direct debit is of which it has the id.
    /// </summary>
    public static Match Perhaps(SentDebit? debit, Match match) => match.Why.Length > 0 || debit is null ? match
        : match with
        {
            Suggestions = [new(debit.Account, $"it has the id of direct debit {debit.Id}"), .. match.Suggestions],
        };

    private (IReadOnlyList<SentDebit> Debits, string Why)? OfPayment(string payment, long amount)
    {
        if (payment.Length == 0) return null;
        var together = _byPayment[payment].Where(debit => _onTheirWay.Contains(debit.Id)).ToList();
        return together.Count == 0 || together.Sum(debit => debit.Amount) != amount ? null
            : (together, $"payment {payment}");
    }
}

using Busbar.Contracts;
using Busbar.Store;

namespace Busbar.Runs.Payments;

/// <summary>The direct debits that were sent to the bank, and what became of them.</summary>
internal sealed class DebitsSent
{
    private readonly ILookup<string, SentDebit> _byAccount;
    private readonly HashSet<string> _settled;
    private readonly HashSet<string> _cameBack;

    public DebitsSent(LedgerView ledger)
    {
        _byAccount = PaymentStore.SentDebits(ledger).ToLookup(debit => debit.Account);
        var booked = PaymentStore.Lines(ledger).Where(line => line.EndToEnd.Length > 0).ToList();
        _cameBack = [.. PaymentStore.Rejected(ledger),
            .. booked.Where(line => line.Amount < 0).Select(line => line.EndToEnd)];
        _settled = [.. _cameBack, .. booked.Select(line => line.EndToEnd)];
    }

    /// <summary>Whether the bank has neither booked a direct debit nor given it back.</summary>
    public bool IsOnItsWay(string debit) => !_settled.Contains(debit);

    /// <summary>Those of an account that are on their way.</summary>
    public IReadOnlyList<SentDebit> OnTheirWay(Account account) =>
        [.. _byAccount[account.Id].Where(debit => IsOnItsWay(debit.Id))];

    /// <summary>The instalments of an account that were sent for a day or later, and whether each came back.</summary>
    public IReadOnlyList<bool> InstalmentsSince(Account account, NodaTime.LocalDate due) =>
        [.. _byAccount[account.Id].Where(debit => debit.Documents.Count == 0 && debit.CollectOn >= due)
            .Select(debit => _cameBack.Contains(debit.Id))];

    /// <summary>How often a document was collected under the mandate of its account, and came back.</summary>
    public int TimesBack(Account account, string document) => _byAccount[account.Id].Count(debit =>
        debit.Mandate == account.Mandate!.Id && debit.Documents.Contains(document) && _cameBack.Contains(debit.Id));
}

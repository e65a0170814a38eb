using Busbar.Contracts;
using Busbar.Formats.Bank;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs.Payments;

/// <summary>The direct debits that were sent to the bank, and what became of them.</summary>
internal sealed class DebitsSent
{
    private readonly ILookup<string, SentDebit> _byAccount;
    private readonly ILookup<string, SentDebit> _byMandate;
    private readonly HashSet<string> _settled;
    private readonly HashSet<string> _rejected;
    private readonly HashSet<string> _cameBack;

    public DebitsSent(LedgerView ledger)
    {
        var sent = PaymentStore.SentDebits(ledger);
        _byAccount = sent.ToLookup(debit => debit.Account);
        _byMandate = sent.ToLookup(debit => debit.Mandate);
        var booked = PaymentStore.Lines(ledger).Where(line => line.EndToEnd.Length > 0).ToList();
        _rejected = [.. PaymentStore.Rejected(ledger)];
        _cameBack = [.. _rejected, .. booked.Where(line => line.Amount < 0).Select(line => line.EndToEnd)];
        _settled = [.. _cameBack, .. booked.Select(line => line.EndToEnd),
            .. PaymentStore.Booked(ledger).Select(one => one.Debit)];
    }

    /// <summary>Whether the bank has neither booked a direct debit nor given it back.</summary>
    public bool IsOnItsWay(string debit) => !_settled.Contains(debit);

    /// <summary>Those of an account that are on their way.</summary>
    public IReadOnlyList<SentDebit> OnTheirWay(string account) =>
        [.. _byAccount[account].Where(debit => IsOnItsWay(debit.Id))];

    /// <summary>What an account's direct debits collect of its instalments: those that didn't come back.</summary>
    /// <returns>The days of the instalments; what the bank booked of them, and what of them was paid otherwise, in
    /// minor units.</returns>
    public (IReadOnlySet<LocalDate> Days, long Paid) InstalmentsOf(string account, Budget budget)
    {
        var all = _byAccount[account].Where(debit => !_cameBack.Contains(debit.Id))
            .Select(debit => (Debit: debit, Days: DaysOf(debit, budget)))
            .Where(one => one.Days.Any(day => day >= budget.First)).ToList();
        return (all.SelectMany(one => one.Days).ToHashSet(),
            all.Sum(one => one.Debit.PaidBefore + (IsOnItsWay(one.Debit.Id) ? 0 : one.Debit.Amount)));
    }

    /// <summary>The direct debits of an account that were only for instalments before those of a budget.</summary>
    public IReadOnlySet<string> CollectedBefore(string account, Budget budget) => _byAccount[account]
        .Where(debit => DaysOf(debit, budget) is { Count: > 0 } days && days.All(day => day < budget.First))
        .Select(debit => debit.Id).ToHashSet(StringComparer.Ordinal);

    /// <summary>How often an instalment was collected under the mandate of its account, and came back.</summary>
    public int TimesBack(Account account, Budget budget, LocalDate due) => _byAccount[account.Id].Count(debit =>
        debit.Mandate == account.Mandate!.Id && _cameBack.Contains(debit.Id) && DaysOf(debit, budget).Contains(due));

    /// <summary>The instalments that a direct debit is for; where they weren't kept, the last that was due.</summary>
    private static IReadOnlyList<LocalDate> DaysOf(SentDebit debit, Budget budget) =>
        debit.Documents.Count > 0 ? [] : debit.Instalments.Count > 0 ? debit.Instalments
        : budget.LastDueBy(debit.CollectOn) is { } due ? [due] : [];

    /// <summary>How often a document was collected under the mandate of its account, and came back.</summary>
    /// <param name="since">Counts what was collected on that day or later; null: all.</param>
    public int TimesBack(Account account, string document, LocalDate? since = null) =>
        _byAccount[account.Id].Count(debit => debit.Mandate == account.Mandate!.Id
            && debit.Documents.Contains(document) && _cameBack.Contains(debit.Id)
            && (since is not { } day || debit.CollectOn >= day));

    /// <summary>The direct debit with which a mandate ended, since it was its only or its last; null where it goes on.
    /// </summary>
    public string? LastOf(Mandate mandate) => _byMandate[mandate.Id].FirstOrDefault(debit =>
        DebitSequences.Of(debit.Sequence) is DebitSequence.OneOff or DebitSequence.Final
        && !_cameBack.Contains(debit.Id))?.Id;

    /// <summary>Which of its mandate's a direct debit is. One that the bank gave back unbooked was none.</summary>
    /// <param name="together">The mandates under which is collected in the same file.</param>
    public DebitSequence SequenceOf(Mandate mandate, LocalDate on, IReadOnlySet<string> together) =>
        mandate.IsOneOff ? DebitSequence.OneOff
        : mandate.LastFrom is { } last && on >= last ? DebitSequence.Final
        : together.Contains(mandate.Id) || _byMandate[mandate.Id].Any(debit => !_rejected.Contains(debit.Id))
            ? DebitSequence.Recurring : DebitSequence.First;
}

using NodaTime.Text;

namespace Busbar.Formats.Bank;

/// <summary>What keeps direct debits from being written: a bank would refuse the whole file for it.</summary>
internal static class DirectDebitFaults
{
    // SEPA: EUR 999,999,999.99.
    private const long MostCents = 99_999_999_999;

    /// <summary>The faults of a file's own data and of each debit, in their order.</summary>
    public static List<Fault> Of(string messageId, Creditor creditor, IReadOnlyList<DirectDebit> debits)
    {
        var faults = new List<Fault>();
        if (!SepaText.IsId(messageId, DirectDebitFile.LongestMessageId))
            faults.Add(new("bad-debit-id", $"The message id has to be 1 to {DirectDebitFile.LongestMessageId} letters, "
                + "digits or signs of SEPA, without a slash at its ends or two in a row.", Name: messageId));
        if (debits.Count == 0) faults.Add(new("no-debits", "There is nothing to collect.", Name: messageId));
        AddName(faults, creditor.Name, creditor.Id.Text);
        AddBank(faults, creditor.Bic, creditor.Id.Text);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var debit in debits)
        {
            AddIds(faults, debit);
            if (!seen.Add(debit.EndToEndId))
                faults.Add(new("debit-twice", $"Two direct debits have the end-to-end id {debit.EndToEndId}.",
                    Name: debit.EndToEndId, Hint: "Give each its own: a return names only this id."));
            AddName(faults, debit.Mandate.Debtor, debit.EndToEndId);
            AddBank(faults, debit.Mandate.Bic, debit.EndToEndId);
            AddAmount(faults, debit);
            if (debit.Mandate.SignedOn > debit.CollectOn)
                faults.Add(new("bad-mandate-day", $"The mandate {debit.Mandate.Id} was signed on "
                    + $"{LocalDatePattern.Iso.Format(debit.Mandate.SignedOn)}, after its collection on "
                    + $"{LocalDatePattern.Iso.Format(debit.CollectOn)}.",
                    Name: debit.EndToEndId));
        }
        return faults;
    }

    private static void AddIds(List<Fault> faults, DirectDebit debit)
    {
        foreach (var (what, id) in new[] { ("end-to-end id", debit.EndToEndId), ("mandate id", debit.Mandate.Id) })
            if (!SepaText.IsId(id, 35))
                faults.Add(new("bad-debit-id", $"The {what} has to be 1 to 35 letters, digits or signs of SEPA, "
                    + "without a slash at its ends or two in a row.", Name: id));
    }

    private static void AddName(List<Fault> faults, string name, string whose)
    {
        if (!SepaText.Of(name, DirectDebitFile.LongestName).Any(char.IsAsciiLetterOrDigit))
            faults.Add(new("bad-debit-name", "The name has no letter that banks of SEPA take.", Name: whose,
                Hint: "Write the name in Latin letters, as the bank account has it."));
    }

    private static void AddBank(List<Fault> faults, string? bic, string whose)
    {
        if (bic is not null && (bic.Length is not (8 or 11) || !bic.All(letter => char.IsAsciiLetterUpper(letter)
            || char.IsAsciiDigit(letter))))
            faults.Add(new("bad-bic", "A BIC has 8 or 11 capitals and digits.", Name: whose,
                Hint: "Leave it out: in SEPA the IBAN is enough."));
    }

    private static void AddAmount(List<Fault> faults, DirectDebit debit)
    {
        if (debit.Amount.MinorUnits is <= 0 or > MostCents)
            faults.Add(new("bad-debit-amount", "A direct debit is 0.01 to 999999999.99, and this one is "
                + $"{debit.Amount} {debit.Amount.Currency}.", Name: debit.EndToEndId));
    }
}

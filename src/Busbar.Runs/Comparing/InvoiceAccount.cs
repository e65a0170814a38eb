using Busbar.Contracts;
using Busbar.Formats.Invoices;

namespace Busbar.Runs.Comparing;

/// <summary>Whose an electronic invoice is: the account by what it says of the customer, and in whose name by what it
/// says of who bills.</summary>
internal static class InvoiceAccount
{
    /// <summary>The one account that it can be of; null where there is none, or several.</summary>
    /// <returns>The account, and the party in whose name it is: empty for the seller, null where the book has none
    /// such who bills.</returns>
    public static (string Account, string? Issuer)? Of(EInvoice invoice, Book book)
    {
        // Whoever buys makes a self-billed one.
        var (biller, customer) = invoice.IsSelfBilled ? (invoice.Buyer, invoice.Seller)
            : (invoice.Seller, invoice.Buyer);
        var points = invoice.Lines.Select(line => SupplierEInvoice.PointOf(invoice, line)).OfType<string>().ToHashSet();
        var of = book.Accounts.Values.Where(account => Is(account.Party, customer)
            && HasSome(book.AgreementsByAccount[account.Id], points)).ToList();
        foreach (var isIt in new Func<Account, bool>[]
            {
                account => account.Id == invoice.BuyerReference,
                account => account.CostCentre is { } centre && centre == invoice.BuyerReference,
                account => account.IsSelfBilled == invoice.IsSelfBilled,
                account => book.AgreementsByAccount[account.Id].Any(one => one.Id == invoice.Contract),
            })
            if (of.Count > 1 && of.FindAll(isIt.Invoke) is { Count: > 0 } fewer) of = fewer;
        return of is [var only] ? (only.Id, IssuerOf(biller, book)) : null;
    }

    private static bool HasSome(IEnumerable<Agreement> agreements, HashSet<string> points) => points.Count == 0
        || agreements.Any(agreement => agreement.Connections.Any(one => points.Contains(one.Id)));

    private static string? IssuerOf(EParty biller, Book book) => Is(book.Seller, biller) ? ""
        : book.Parties.Values.FirstOrDefault(party => party.Issuer is not null && Is(party, biller))?.Id;

    /// <summary>Whether a party of an invoice is one of the book: by number of VAT, id or name.</summary>
    private static bool Is(Party own, EParty party) =>
        own.VatNumber is { } vat && party.Vat is { } said ? Plain(vat) == Plain(said)
        : own.CompanyNumber is { } company && party.LegalId is { } legal ? company == legal
        : party.Id is { } id && id == own.Id
            || string.Equals(own.Name, party.Name, StringComparison.OrdinalIgnoreCase);

    private static string Plain(string vat) => vat.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
}

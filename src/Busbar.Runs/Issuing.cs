using System.Security.Cryptography;
using System.Text;
using Busbar.Billing;
using Busbar.Documents;
using Busbar.Store;
using NodaTime;

namespace Busbar.Runs;

/// <summary>Turns a bill into what the store issues.</summary>
internal static class Issuing
{
    /// <param name="receipt">The receipt up to which everything was known.</param>
    public static NewBill NewBill(Bill bill, LocalDate issuedOn, long receipt)
    {
        var explanation = ExplanationDocument.ToJson(bill.Explanation with { Receipt = receipt });
        return new(bill.Account.Id, bill.Period.From, bill.Period.To, issuedOn, bill.Currency.Code,
            bill.Net.MinorUnits, bill.Tax.MinorUnits, bill.Total.MinorUnits, receipt,
            SHA256.HashData(Encoding.UTF8.GetBytes(explanation)),
            number => BillDocument.Of(bill, number, issuedOn).ToJson(), explanation,
            [.. bill.Charges.Select(charge => new Store.BilledCharge(charge.Key.Agreement, charge.Key.Charge,
                charge.Key.Connection, charge.PeriodStart, charge.Days.From, charge.Days.To,
                charge.Amount.MinorUnits))],
            [.. bill.Explanation.Inputs.Select(input => new BilledInput(input.Connection ?? "", input.Name, input.From,
                input.To, Convert.FromHexString(input.Hash)))]);
    }
}

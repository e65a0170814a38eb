using Busbar.Contracts;

namespace Busbar.Books;

/// <summary>Reads an account.</summary>
internal static class AccountReader
{
    public static Account? Read(MapReader account, Known<Party> parties, BookRules rules)
    {
        var id = account.Id(BookItem.OfAccount);
        var style = account.OptionalChoice("style", "unbundled", "bundled") == "bundled"
            ? BillStyle.Bundled : BillStyle.Unbundled;
        var cycle = account.Section("bills") is { } bills ? BookRules.CycleOf(bills) : rules.Cycle;
        var language = StationeryReader.LanguageOf(account);
        var isSelfBilled = account.Flag("self-billed");
        var parent = account.OptionalId("parent");
        var (costCentre, due) = (account.OptionalText("cost-centre"), StationeryReader.DueDaysOf(account));
        var payers = PayersReader.Read(account, id, parent, rules);
        var payments = new PaymentsReader(rules.Currency, rules.Units);
        var (allocation, mandate) = (PaymentsReader.AllocationOf(account, rules.Groups),
            PaymentsReader.MandateOf(account));
        var paidInto = PaymentsReader.PaidIntoOf(account, rules.Payments);
        var (budget, plan) = (payments.BudgetOf(account), payments.PlanOf(account));
        var (use, tax) = (TaxpayerReader.UseOf(account), TaxpayerReader.TreatmentOf(account, isSelfBilled));
        var certificates = TaxpayerReader.CertificatesOf(account);
        if (parties.Find(account, "party") is not { } party || cycle is null) return null;
        TaxpayerReader.CheckNumber(account, party, tax);
        return new(id, party, style, cycle, account.Place)
        {
            Use = use, Tax = tax, Certificates = certificates, Language = language, IsSelfBilled = isSelfBilled,
            Parent = parent, Payers = payers, CostCentre = costCentre, DueDays = due, Allocation = allocation,
            Mandate = mandate, PaidInto = paidInto, Budget = budget, Plan = plan,
        };
    }
}

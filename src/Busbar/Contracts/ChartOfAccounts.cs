namespace Busbar.Contracts;

/// <summary>What a ledger account is for.</summary>
public enum LedgerRole
{
    /// <summary>Money in the bank.</summary>
    Bank,

    /// <summary>What customers owe: the control account of all open bills.</summary>
    Receivables,

    /// <summary>Supplied and not yet billed, at the close of a day.</summary>
    Unbilled,

    /// <summary>Tax on what is bought by self-billed invoices.</summary>
    InputTax,

    /// <summary>What brokers were promised beyond what they have earned: what contracts cost before they bring
    /// anything (IFRS 15.91).</summary>
    ContractCosts,

    /// <summary>What is owed to those who are self-billed, and to networks.</summary>
    Payables,

    /// <summary>What brokers are to be paid and aren't invoiced for yet.</summary>
    CommissionsDue,

    /// <summary>What customers have paid, or have been credited, beyond their bills.</summary>
    CustomerCredit,

    /// <summary>Receipts of which it isn't known from whom they are.</summary>
    Suspense,

    /// <summary>Tax on what is sold.</summary>
    Tax,

    /// <summary>Levies that are collected for the state.</summary>
    Levies,

    /// <summary>Costs of third parties that are passed on as they are.</summary>
    PassThrough,

    /// <summary>Bills in the name of others, whom the customers pay through the seller.</summary>
    Others,

    /// <summary>What is earned, by group.</summary>
    Revenue,

    /// <summary>Fees and interest for late payment.</summary>
    Fees,

    /// <summary>What is paid to those who generate or respond, and to networks.</summary>
    CostOfSales,

    /// <summary>What brokers have earned.</summary>
    Commissions,

    /// <summary>Balances that aren't collected any more.</summary>
    WriteOffs,

    /// <summary>What makes bills round sums: a loss where it is taken off.</summary>
    Rounding,
}

/// <summary>An account of the general ledger.</summary>
/// <param name="Code">Unique among roles: <c>1100</c>.</param>
public sealed record LedgerAccount(LedgerRole Role, string Code, string Name);

/// <summary>The chart of accounts of a book: where what happens is posted.</summary>
/// <param name="ByRole">An account for each role; for rounding where the book rounds, or names one.</param>
/// <param name="ByGroup">The accounts of groups of charges that have their own; the others are in that of their role.
/// </param>
/// <param name="Levies">The groups that are collected for the state and earned by nobody.</param>
public sealed record ChartOfAccounts(
    IReadOnlyDictionary<LedgerRole, LedgerAccount> ByRole, IReadOnlyDictionary<string, LedgerAccount> ByGroup,
    IReadOnlySet<string> Levies)
{
    /// <summary>The accounts of a book that says nothing of them.</summary>
    public static ChartOfAccounts Usual { get; } = new(new[]
    {
        new LedgerAccount(LedgerRole.Bank, "1000", "Bank"),
        new(LedgerRole.Receivables, "1100", "Trade receivables"),
        new(LedgerRole.Unbilled, "1200", "Unbilled revenue"),
        new(LedgerRole.InputTax, "1300", "Input tax"),
        new(LedgerRole.ContractCosts, "1290", "Contract costs"),
        new(LedgerRole.Payables, "2000", "Trade payables"),
        new(LedgerRole.CommissionsDue, "2090", "Commissions due"),
        new(LedgerRole.CustomerCredit, "2100", "Customer credit"),
        new(LedgerRole.Suspense, "2150", "Unmatched receipts"),
        new(LedgerRole.Tax, "2200", "Output tax"),
        new(LedgerRole.Levies, "2300", "Levies payable"),
        new(LedgerRole.PassThrough, "2400", "Pass-through clearing"),
        new(LedgerRole.Others, "2500", "Collected for others"),
        new(LedgerRole.Revenue, "4000", "Revenue"),
        new(LedgerRole.Fees, "4800", "Fees and interest"),
        new(LedgerRole.CostOfSales, "5000", "Cost of sales"),
        new(LedgerRole.Commissions, "5500", "Commissions"),
        new(LedgerRole.WriteOffs, "6000", "Written-off balances"),
    }.ToDictionary(account => account.Role), new Dictionary<string, LedgerAccount>(), new HashSet<string>());

    private static LedgerAccount UsualRounding { get; } = new(LedgerRole.Rounding, "6100", "Rounding differences");

    /// <summary>The account of a role where a book names none.</summary>
    public static LedgerAccount UsualOf(LedgerRole role) => Usual.ByRole.GetValueOrDefault(role) ?? UsualRounding;

    /// <summary>The word of a role in a book: <c>customer-credit</c>.</summary>
    public static string WordOf(LedgerRole role) => role switch
    {
        LedgerRole.InputTax => "input-tax", LedgerRole.CustomerCredit => "customer-credit",
        LedgerRole.PassThrough => "pass-through", LedgerRole.CostOfSales => "cost-of-sales",
        LedgerRole.WriteOffs => "write-offs", LedgerRole.ContractCosts => "contract-costs",
        LedgerRole.CommissionsDue => "commissions-due",
        _ => role.ToString().ToLowerInvariant(),
    };

    /// <summary>The role of a word; null where there is none.</summary>
    public static LedgerRole? RoleOf(string word) =>
        Enum.GetValues<LedgerRole>().Cast<LedgerRole?>().FirstOrDefault(role => WordOf(role!.Value) == word);

    /// <summary>Where a role is posted, and a group of charges in it.</summary>
    public LedgerAccount Of(LedgerRole role, string? group = null) =>
        group is not null && ByGroup.TryGetValue(group, out var own) && own.Role == role ? own
            : ByRole.GetValueOrDefault(role) ?? UsualOf(role);
}

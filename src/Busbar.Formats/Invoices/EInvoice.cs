using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Formats.Invoices;

/// <summary>An electronic invoice: what of the semantic model of EN 16931-1 an energy bill has. Amounts are in its
/// currency, net of tax where nothing else is said.</summary>
/// <param name="Number">BT-1.</param>
/// <param name="IssuedOn">BT-2.</param>
/// <param name="TypeCode">BT-3, of UNTDID 1001: 380 an invoice, 381 a credit note, 389 and 261 self-billed
/// ones.</param>
/// <param name="Currency">BT-5.</param>
/// <param name="DueOn">BT-9; null where it isn't said.</param>
/// <param name="Period">BG-14, of which documents say the last day; null where it isn't said.</param>
/// <param name="Seller">BG-4.</param>
/// <param name="Buyer">BG-7.</param>
/// <param name="Lines">BG-25.</param>
/// <param name="Taxes">BG-23.</param>
/// <param name="Totals">BG-22.</param>
public sealed record EInvoice(
    string Number, LocalDate IssuedOn, string TypeCode, string Currency, LocalDate? DueOn, Days? Period, EParty Seller,
    EParty Buyer, IReadOnlyList<ELine> Lines, IReadOnlyList<ETax> Taxes, ETotals Totals)
{
    /// <summary>Whether it is a credit note, whose amounts are those that are taken back.</summary>
    public bool IsCreditNote => TypeCode is "381" or "261" or "396" or "532";

    /// <summary>Whether the buyer makes it, in the seller's name.</summary>
    public bool IsSelfBilled => TypeCode is "261" or "389";

    /// <summary>BT-10, what the buyer routes it by; null where it isn't said.</summary>
    public string? BuyerReference { get; init; }

    /// <summary>BT-12, the contract; null where there are several, or it isn't said.</summary>
    public string? Contract { get; init; }

    /// <summary>BT-13, the buyer's order; null where it isn't said.</summary>
    public string? Order { get; init; }

    /// <summary>BT-18, the metering point, where it is one alone.</summary>
    public string? Object { get; init; }

    /// <summary>BT-19, where the buyer books it.</summary>
    public string? CostCentre { get; init; }

    /// <summary>BT-22.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>BT-25, the number of the invoice before that it is about.</summary>
    public string? Preceding { get; init; }

    /// <summary>BG-16; null: it isn't said how it is paid.</summary>
    public EPayment? Payment { get; init; }

    /// <summary>BG-20 and BG-21, allowances and charges of the whole document.</summary>
    public IReadOnlyList<EAllowance> Allowances { get; init; } = [];

    /// <summary>BG-24.</summary>
    public IReadOnlyList<EAttachment> Attachments { get; init; } = [];
}

/// <summary>Who sells or buys.</summary>
/// <param name="Name">BT-27 or BT-44.</param>
/// <param name="Address">The lines of BG-5 or BG-8 before the country.</param>
/// <param name="Country">BT-40 or BT-55, of ISO 3166-1.</param>
/// <param name="Vat">BT-31 or BT-48; null where it has none.</param>
public sealed record EParty(string Name, IReadOnlyList<string> Address, string Country, string? Vat)
{
    /// <summary>BT-34 or BT-49, the electronic address, with its scheme of EAS.</summary>
    public (string Scheme, string Id)? Endpoint { get; init; }

    /// <summary>BT-32, of a seller who accounts for another tax than VAT.</summary>
    public string? TaxNumber { get; init; }

    /// <summary>BT-29 or BT-46, by which the sender knows it: written where nothing else tells it from others.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>BT-30 or BT-47, under which its company is registered.</summary>
    public string? LegalId { get; init; }
}

/// <summary>How it is paid.</summary>
/// <param name="Code">BT-81, of UNTDID 4461: 30 a credit transfer, 58 one of SEPA, 59 a direct debit.</param>
/// <param name="Account">BT-84.</param>
/// <param name="Reference">BT-83, what to quote.</param>
/// <param name="Mandate">BT-89; null where nothing is collected.</param>
public sealed record EPayment(string Code, string? Account, string? Reference, string? Mandate = null);

/// <summary>A line.</summary>
/// <param name="Id">BT-126.</param>
/// <param name="Name">BT-153.</param>
/// <param name="Quantity">BT-129; below zero for what is given back, since no price may be.</param>
/// <param name="Unit">BT-130, of UN/ECE Recommendation 20.</param>
/// <param name="Amount">BT-131.</param>
/// <param name="Price">BT-146, of <paramref name="PriceBase"/> units; not below zero.</param>
/// <param name="PriceBase">BT-149.</param>
/// <param name="Category">BT-151, of UNTDID 5305.</param>
/// <param name="TaxPercent">BT-152; null outside the scope of tax.</param>
public sealed record ELine(
    string Id, string Name, Exact Quantity, string Unit, Exact Amount, Exact Price, Exact PriceBase, string Category,
    Exact? TaxPercent)
{
    /// <summary>BG-26, of which documents say the last day.</summary>
    public Days? Period { get; init; }

    /// <summary>BT-128, the metering point.</summary>
    public string? Object { get; init; }

    /// <summary>BT-127.</summary>
    public string? Note { get; init; }

    /// <summary>BG-27 and BG-28.</summary>
    public IReadOnlyList<EAllowance> Allowances { get; init; } = [];
}

/// <summary>An allowance, or a charge.</summary>
/// <param name="Amount">Above zero.</param>
/// <param name="Category">Null on a line, which has that of the line.</param>
public sealed record EAllowance(bool IsCharge, Exact Amount, string Reason, string? Category, Exact? TaxPercent);

/// <summary>What is taxed alike.</summary>
/// <param name="Category">BT-118.</param>
/// <param name="Percent">BT-119; null outside the scope of tax.</param>
/// <param name="Taxable">BT-116.</param>
/// <param name="Amount">BT-117.</param>
/// <param name="Reason">BT-120, why there is none.</param>
public sealed record ETax(string Category, Exact? Percent, Exact Taxable, Exact Amount, string? Reason);

/// <summary>What it comes to.</summary>
/// <param name="Lines">BT-106.</param>
/// <param name="Allowances">BT-107.</param>
/// <param name="Charges">BT-108.</param>
/// <param name="Net">BT-109.</param>
/// <param name="Tax">BT-110.</param>
/// <param name="Total">BT-112.</param>
/// <param name="Prepaid">BT-113.</param>
/// <param name="Rounding">BT-114.</param>
/// <param name="Payable">BT-115.</param>
public sealed record ETotals(
    Exact Lines, Exact Allowances, Exact Charges, Exact Net, Exact Tax, Exact Total, Exact Prepaid, Exact Rounding,
    Exact Payable)
{
    /// <summary>Of lines and taxes alone, where nothing is paid before.</summary>
    public static ETotals Of(IEnumerable<ELine> lines, IEnumerable<EAllowance> allowances, IEnumerable<ETax> taxes,
        Exact prepaid, Exact rounding)
    {
        static Exact Sum(IEnumerable<Exact> all) => all.Aggregate(Exact.Zero, (sum, one) => sum + one);
        var (less, more) = (Sum(allowances.Where(one => !one.IsCharge).Select(one => one.Amount)),
            Sum(allowances.Where(one => one.IsCharge).Select(one => one.Amount)));
        var sum = Sum(lines.Select(line => line.Amount));
        var (net, tax) = (sum - less + more, Sum(taxes.Select(one => one.Amount)));
        return new(sum, less, more, net, tax, net + tax, prepaid, rounding, net + tax - prepaid + rounding);
    }
}

/// <summary>A file within it.</summary>
/// <param name="Mime">One of those that BT-125 allows: <c>text/csv</c>.</param>
public sealed record EAttachment(string Name, string Mime, ReadOnlyMemory<byte> Content, string Description);

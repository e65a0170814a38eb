using System.Text;
using System.Xml;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Formats.Invoices;

/// <summary>Writes electronic invoices in the syntax of UBL 2.1, as EN 16931-3-2 binds it: the same invoice gives the
/// same bytes. Those between parties with electronic addresses are of Peppol BIS Billing 3.0, or Self-billing
/// 3.0.</summary>
public static class UblFile
{
    internal const string InvoiceSpace = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2";
    internal const string NoteSpace = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2";
    internal const string Parts = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
    internal const string Basics = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";

    private const string En16931 = "urn:cen.eu:en16931:2017";
    private const string Peppol = "urn:fdc:peppol.eu:2017:poacc:";
    private const string MeteringPoint = "130";
    private const int AmountDecimals = 2;

    /// <summary>Writes an invoice or a credit note.</summary>
    public static void Write(EInvoice invoice, Stream to)
    {
        using var xml = XmlWriter.Create(to, new()
        {
            Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n", CloseOutput = false,
        });
        new Writing(invoice, xml).Whole();
    }

    private sealed class Writing(EInvoice invoice, XmlWriter xml)
    {
        public void Whole()
        {
            var root = invoice.IsCreditNote ? "CreditNote" : "Invoice";
            xml.WriteStartElement(root, invoice.IsCreditNote ? NoteSpace : InvoiceSpace);
            xml.WriteAttributeString("xmlns", "cac", null, Parts);
            xml.WriteAttributeString("xmlns", "cbc", null, Basics);
            var isPeppol = invoice is { Seller.Endpoint: not null, Buyer.Endpoint: not null };
            var process = Peppol + (invoice.IsSelfBilled ? "selfbilling" : "billing");
            Basic("CustomizationID", isPeppol ? $"{En16931}#compliant#{process}:3.0" : En16931);
            if (isPeppol) Basic("ProfileID", $"{process}:01:1.0");
            Basic("ID", invoice.Number);
            Basic("IssueDate", Text(invoice.IssuedOn));
            if (invoice.DueOn is { } due && !invoice.IsCreditNote) Basic("DueDate", Text(due));
            Basic(root + "TypeCode", invoice.TypeCode);
            foreach (var note in invoice.Notes) Basic("Note", note);
            Basic("DocumentCurrencyCode", invoice.Currency);
            if (invoice.CostCentre is { } centre) Basic("AccountingCost", centre);
            if (invoice.BuyerReference is { } reference) Basic("BuyerReference", reference);
            PeriodOf(invoice.Period);
            if (invoice.Order is { } order) Part("OrderReference", () => Basic("ID", order));
            if (invoice.Preceding is { } before)
                Part("BillingReference", () => Part("InvoiceDocumentReference", () => Basic("ID", before)));
            if (invoice.Contract is { } contract) Part("ContractDocumentReference", () => Basic("ID", contract));
            if (invoice.Object is { } point) ObjectOf("AdditionalDocumentReference", point);
            foreach (var attachment in invoice.Attachments) Attached(attachment);
            Part("AccountingSupplierParty", () => PartyOf(invoice.Seller, invoice.IsNotTaxed()));
            Part("AccountingCustomerParty", () => PartyOf(invoice.Buyer, invoice.IsNotTaxed()));
            if (invoice.Payment is { } payment) Paid(payment);
            foreach (var allowance in invoice.Allowances) Allowance(allowance);
            Taxes();
            Totals();
            foreach (var line in invoice.Lines) Line(line);
            xml.WriteEndElement();
        }

        private void PartyOf(EParty party, bool isNotTaxed) => Part("Party", () =>
        {
            if (party.Endpoint is var (scheme, id)) Basic("EndpointID", id, ("schemeID", scheme));
            if (party is { Id: { } own, LegalId: null } && (party.Vat is null || isNotTaxed))
                Part("PartyIdentification", () => Basic("ID", own));
            Part("PartyName", () => Basic("Name", party.Name));
            Part("PostalAddress", () =>
            {
                var lines = party.Address;
                if (lines.Count > 0) Basic("StreetName", lines[0]);
                if (lines.Count > 1) Basic("AdditionalStreetName", lines[1]);
                if (lines.Count > 2) Part("AddressLine", () => Basic("Line", string.Join(", ", lines.Skip(2))));
                Part("Country", () => Basic("IdentificationCode", party.Country));
            });
            // What is outside the scope of tax has no numbers of tax (BR-O-02).
            if (party.Vat is { } vat && !isNotTaxed)
                Part("PartyTaxScheme", () =>
                {
                    Basic("CompanyID", vat);
                    Part("TaxScheme", () => Basic("ID", "VAT"));
                });
            if (party is { Vat: null, TaxNumber: { } number } && !isNotTaxed)
                Part("PartyTaxScheme", () =>
                {
                    Basic("CompanyID", number);
                    Part("TaxScheme", () => Basic("ID", "TAX"));
                });
            Part("PartyLegalEntity", () =>
            {
                Basic("RegistrationName", party.Name);
                if (party.LegalId is { } legal) Basic("CompanyID", legal);
            });
        });

        private void Paid(EPayment payment) => Part("PaymentMeans", () =>
        {
            Basic("PaymentMeansCode", payment.Code);
            if (payment.Reference is { } reference) Basic("PaymentID", reference);
            if (payment.Account is { } account) Part("PayeeFinancialAccount", () => Basic("ID", account));
            if (payment.Mandate is { } mandate) Part("PaymentMandate", () => Basic("ID", mandate));
        });

        private void Taxes() => Part("TaxTotal", () =>
        {
            Amount("TaxAmount", invoice.Totals.Tax);
            foreach (var tax in invoice.Taxes)
                Part("TaxSubtotal", () =>
                {
                    Amount("TaxableAmount", tax.Taxable);
                    Amount("TaxAmount", tax.Amount);
                    Category("TaxCategory", tax.Category, tax.Percent, tax.Reason);
                });
        });

        private void Totals() => Part("LegalMonetaryTotal", () =>
        {
            var totals = invoice.Totals;
            Amount("LineExtensionAmount", totals.Lines);
            Amount("TaxExclusiveAmount", totals.Net);
            Amount("TaxInclusiveAmount", totals.Total);
            if (!totals.Allowances.IsZero) Amount("AllowanceTotalAmount", totals.Allowances);
            if (!totals.Charges.IsZero) Amount("ChargeTotalAmount", totals.Charges);
            if (!totals.Prepaid.IsZero) Amount("PrepaidAmount", totals.Prepaid);
            if (!totals.Rounding.IsZero) Amount("PayableRoundingAmount", totals.Rounding);
            Amount("PayableAmount", totals.Payable);
        });

        private void Line(ELine line) => Part(invoice.IsCreditNote ? "CreditNoteLine" : "InvoiceLine", () =>
        {
            Basic("ID", line.Id);
            if (line.Note is { } note) Basic("Note", note);
            Basic(invoice.IsCreditNote ? "CreditedQuantity" : "InvoicedQuantity", line.Quantity.ToString(),
                ("unitCode", line.Unit));
            Amount("LineExtensionAmount", line.Amount);
            PeriodOf(line.Period);
            if (line.Object is { } point) ObjectOf("DocumentReference", point);
            foreach (var allowance in line.Allowances) Allowance(allowance);
            Part("Item", () =>
            {
                Basic("Name", line.Name);
                Category("ClassifiedTaxCategory", line.Category, line.TaxPercent, null);
            });
            Part("Price", () =>
            {
                Basic("PriceAmount", line.Price.ToString(), ("currencyID", invoice.Currency));
                if (line.PriceBase != Exact.One)
                    Basic("BaseQuantity", line.PriceBase.ToString(), ("unitCode", line.Unit));
            });
        });

        private void Allowance(EAllowance allowance) => Part("AllowanceCharge", () =>
        {
            Basic("ChargeIndicator", allowance.IsCharge ? "true" : "false");
            Basic("AllowanceChargeReason", allowance.Reason);
            Amount("Amount", allowance.Amount);
            if (allowance.Category is { } category)
                Category("TaxCategory", category, allowance.TaxPercent, null);
        });

        private void Category(string name, string category, Exact? percent, string? reason) => Part(name, () =>
        {
            Basic("ID", category);
            if (percent is { } rate) Basic("Percent", rate.ToString());
            if (reason is not null) Basic("TaxExemptionReason", reason);
            Part("TaxScheme", () => Basic("ID", "VAT"));
        });

        private void ObjectOf(string name, string point) => Part(name, () =>
        {
            Basic("ID", point);
            Basic("DocumentTypeCode", MeteringPoint);
        });

        private void Attached(EAttachment attachment) => Part("AdditionalDocumentReference", () =>
        {
            Basic("ID", attachment.Name);
            Basic("DocumentDescription", attachment.Description);
            Part("Attachment", () => Basic("EmbeddedDocumentBinaryObject",
                Convert.ToBase64String(attachment.Content.Span), ("mimeCode", attachment.Mime),
                ("filename", attachment.Name)));
        });

        // Documents say the last day, and not the one after it.
        private void PeriodOf(Days? period)
        {
            if (period is { IsEmpty: false } days)
                Part("InvoicePeriod", () =>
                {
                    Basic("StartDate", Text(days.From));
                    Basic("EndDate", Text(days.To.PlusDays(-1)));
                });
        }

        private void Amount(string name, Exact amount) =>
            Basic(name, amount.ToString(AmountDecimals), ("currencyID", invoice.Currency));

        private void Part(string name, Action content)
        {
            xml.WriteStartElement("cac", name, Parts);
            content();
            xml.WriteEndElement();
        }

        private void Basic(string name, string value, params ReadOnlySpan<(string Name, string Value)> attributes)
        {
            xml.WriteStartElement("cbc", name, Basics);
            foreach (var (attribute, own) in attributes) xml.WriteAttributeString(attribute, own);
            xml.WriteString(value);
            xml.WriteEndElement();
        }

        private static string Text(LocalDate day) => LocalDatePattern.Iso.Format(day);
    }

    /// <summary>Whether all of it is outside the scope of tax.</summary>
    private static bool IsNotTaxed(this EInvoice invoice) => invoice.Taxes.All(tax => tax.Category == "O");
}

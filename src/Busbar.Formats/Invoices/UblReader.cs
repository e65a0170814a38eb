using System.Xml;
using System.Xml.Linq;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Formats.Invoices;

/// <summary>An invoice as it was read, and where its parts stand.</summary>
public sealed record ReadInvoice(EInvoice Invoice, Func<string, Place> Place)
{
    /// <summary>What the official rules let pass and doesn't add up all the same.</summary>
    public IReadOnlyList<Fault> Differences { get; init; } = [];
}

/// <summary>Reads invoices and credit notes of UBL 2.1 as EN 16931-3-2 binds it. What is missing or malformed is a
/// fault with its line; what no energy bill has is passed over.</summary>
public sealed class UblReader
{
    private const long MostLetters = 64 << 20;

    private static readonly XNamespace Cac = UblFile.Parts, Cbc = UblFile.Basics;

    private static readonly string[] AddressLines = ["StreetName", "AdditionalStreetName", "PostalZone", "CityName"];

    private readonly string _file;
    private readonly List<Fault> _faults = [];
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    private UblReader(string file) => _file = file;

    /// <summary>Reads a file.</summary>
    /// <param name="name">What it is called in messages.</param>
    /// <exception cref="RefusedException">It is no UBL, or malformed; every fault found is in it.</exception>
    public static ReadInvoice Read(Stream stream, string name)
    {
        XDocument document;
        try
        {
            using var xml = XmlReader.Create(stream, new()
            {
                DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostLetters,
            });
            document = XDocument.Load(xml, LoadOptions.SetLineInfo);
        }
        catch (XmlException problem) when (problem.Message.Contains("DTD", StringComparison.Ordinal))
        {
            throw new RefusedException(new Fault("has-dtd", "The XML has a document type definition (DTD), "
                + "which isn't read.", new(name, Math.Max(1, problem.LineNumber)),
                Hint: "Ask for the file without <!DOCTYPE …>."));
        }
        catch (XmlException problem)
        {
            throw new RefusedException(new Fault("broken-xml", $"The XML isn't well-formed: {problem.Message}",
                new(name, problem.LineNumber, problem.LinePosition), Hint: "The file is damaged or cut off; ask for "
                    + "it again."));
        }
        return new UblReader(name).Whole(document.Root!);
    }

    private ReadInvoice Whole(XElement root)
    {
        var isNote = root.Name == XName.Get("CreditNote", UblFile.NoteSpace);
        if (!isNote && root.Name != XName.Get("Invoice", UblFile.InvoiceSpace))
            throw new RefusedException(new Fault("not-ubl", $"The XML is no invoice of UBL: it is "
                + $"{root.Name.LocalName}.",
                At(root), Hint: "Invoice and CreditNote of UBL 2.1 are read."));
        var name = isNote ? "CreditNote" : "Invoice";
        if (root.Element(Cbc + "ID") is { } number) _places["number"] = At(number);
        var lines = root.Elements(Cac + (name + "Line")).Select(line => Line(line, isNote)).ToList();
        if (lines.Count == 0) Fail("no-line", root, $"The {name} has no line.");
        var totals = Element(root, "LegalMonetaryTotal");
        var all = totals is null ? new ETotals(0, 0, 0, 0, 0, 0, 0, 0, 0) : Totals(root, totals);
        var invoice = new EInvoice(Text(root, "ID") ?? "", Day(root, "IssueDate") ?? default,
            Text(root, name + "TypeCode") ?? "", Text(root, "DocumentCurrencyCode") ?? "", Day(root, "DueDate", false),
            PeriodOf(root), PartyOf(root, "AccountingSupplierParty"), PartyOf(root, "AccountingCustomerParty"), lines,
            [.. root.Elements(Cac + "TaxTotal").Elements(Cac + "TaxSubtotal").Select(Tax)], all)
        {
            BuyerReference = Text(root, "BuyerReference", false), CostCentre = Text(root, "AccountingCost", false),
            Contract = Text(root.Element(Cac + "ContractDocumentReference"), "ID", false),
            Order = Text(root.Element(Cac + "OrderReference"), "ID", false), Object = PointOf(root,
                "AdditionalDocumentReference"),
            Notes = [.. root.Elements(Cbc + "Note").Select(note => note.Value)],
            Preceding = Text(root.Element(Cac + "BillingReference")?.Element(Cac + "InvoiceDocumentReference"), "ID",
                false),
            Allowances = [.. root.Elements(Cac + "AllowanceCharge").Select(one => Allowance(one, isOfLine: false))],
            Payment = root.Element(Cac + "PaymentMeans") is { } means ? new(Text(means, "PaymentMeansCode") ?? "",
                Text(means.Element(Cac + "PayeeFinancialAccount"), "ID", false), Text(means, "PaymentID", false),
                Text(means.Element(Cac + "PaymentMandate"), "ID", false)) : null,
        };
        return _faults.Count == 0 ? new(invoice, PlaceOf) : throw new RefusedException(_faults);
    }

    private Place PlaceOf(string name) => _places.GetValueOrDefault(name, new(_file));

    private ELine Line(XElement line, bool isNote)
    {
        var id = Text(line, "ID") ?? "";
        _places[$"line {id}"] = At(line);
        var (item, price) = (Element(line, "Item"), Element(line, "Price"));
        var quantity = line.Element(Cbc + (isNote ? "CreditedQuantity" : "InvoicedQuantity"));
        if (quantity is null) Fail("missing-element", line, $"Line {id} has no quantity.");
        var (category, percent) = Category(item?.Element(Cac + "ClassifiedTaxCategory"));
        return new(id, Text(item, "Name") ?? "", Number(quantity) ?? Exact.One,
            quantity?.Attribute("unitCode")?.Value ?? "", Number(line.Element(Cbc + "LineExtensionAmount"), line,
                "LineExtensionAmount") ?? Exact.Zero,
            Number(price?.Element(Cbc + "PriceAmount"), price, "PriceAmount") ?? Exact.Zero,
            Number(price?.Element(Cbc + "BaseQuantity")) ?? Exact.One, category ?? "", percent)
        {
            Period = PeriodOf(line), Object = PointOf(line, "DocumentReference"), Note = Text(line, "Note", false),
            Allowances = [.. line.Elements(Cac + "AllowanceCharge").Select(one => Allowance(one, isOfLine: true))],
        };
    }

    private EAllowance Allowance(XElement one, bool isOfLine)
    {
        var (category, percent) = Category(one.Element(Cac + "TaxCategory"));
        return new(Text(one, "ChargeIndicator") == "true",
            Number(one.Element(Cbc + "Amount"), one, "Amount") ?? Exact.Zero,
            Text(one, "AllowanceChargeReason", false) ?? Text(one, "AllowanceChargeReasonCode", false) ?? "",
            isOfLine ? null : category, percent);
    }

    private ETax Tax(XElement one)
    {
        var scheme = Element(one, "TaxCategory");
        var (category, percent) = Category(scheme);
        _places[$"TaxSubtotal {category}{(percent is { } rate ? $" {rate}" : "")}"] = At(one);
        return new(category ?? "", percent, Number(one.Element(Cbc + "TaxableAmount"), one,
            "TaxableAmount") ?? Exact.Zero,
            Number(one.Element(Cbc + "TaxAmount"), one, "TaxAmount") ?? Exact.Zero,
            Text(scheme, "TaxExemptionReason", false));
    }

    private ETotals Totals(XElement root, XElement totals)
    {
        Exact Of(string name, bool isNeeded = true)
        {
            var element = totals.Element(Cbc + name);
            if (element is not null) _places[name] = At(element);
            return Number(element, isNeeded ? totals : null, name) ?? Exact.Zero;
        }
        var tax = root.Elements(Cac + "TaxTotal").Select(one => one.Element(Cbc + "TaxAmount")).FirstOrDefault();
        if (tax is not null) _places["TaxAmount"] = At(tax);
        return new(Of("LineExtensionAmount"), Of("AllowanceTotalAmount", false), Of("ChargeTotalAmount", false),
            Of("TaxExclusiveAmount"), Number(tax) ?? Exact.Zero, Of("TaxInclusiveAmount"), Of("PrepaidAmount", false),
            Of("PayableRoundingAmount", false), Of("PayableAmount"));
    }

    private EParty PartyOf(XElement root, string role)
    {
        var party = Element(root, role)?.Element(Cac + "Party");
        var (address, legal, end) = (party?.Element(Cac + "PostalAddress"), party?.Element(Cac + "PartyLegalEntity"),
            party?.Element(Cbc + "EndpointID"));
        return new(Text(legal, "RegistrationName", false) ?? Text(party?.Element(Cac + "PartyName"), "Name",
            false) ?? "",
            [.. AddressLines.Select(part => Text(address, part, false)).OfType<string>()],
            Text(address?.Element(Cac + "Country"), "IdentificationCode", false) ?? "",
            NumberOf(party, isVat: true))
        {
            Endpoint = end is null ? null : (end.Attribute("schemeID")?.Value ?? "", end.Value.Trim()),
            TaxNumber = NumberOf(party, isVat: false), LegalId = Text(legal, "CompanyID", false),
            Id = Text(party?.Element(Cac + "PartyIdentification"), "ID", false),
        };
    }

    /// <summary>Under which a party accounts for VAT, or for another tax.</summary>
    private string? NumberOf(XElement? party, bool isVat) => party?.Elements(Cac + "PartyTaxScheme")
        .Where(one => one.Element(Cac + "TaxScheme")?.Element(Cbc + "ID")?.Value.Trim() == "VAT" == isVat)
        .Select(one => Text(one, "CompanyID", false)).FirstOrDefault();

    /// <summary>The days of a period, of which the last is said; where only one of them is, that one.</summary>
    private Days? PeriodOf(XElement parent)
    {
        if (parent.Element(Cac + "InvoicePeriod") is not { } period) return null;
        var (from, last) = (Day(period, "StartDate", false), Day(period, "EndDate", false));
        if (from is null && last is null) return null;
        var days = new Days(from ?? last!.Value, (last ?? from!.Value).PlusDays(1));
        if (days.IsEmpty) Fail("bad-period", period, "A period ends before it begins.");
        return days;
    }

    private static string? PointOf(XElement parent, string name) => parent.Elements(Cac + name)
        .Where(one => one.Element(Cbc + "DocumentTypeCode")?.Value.Trim() == "130")
        .Select(one => one.Element(Cbc + "ID")?.Value.Trim()).FirstOrDefault();

    private (string? Category, Exact? Percent) Category(XElement? one) => one is null ? (null, null)
        : (Text(one, "ID"), Number(one.Element(Cbc + "Percent")));

    private XElement? Element(XElement parent, string name)
    {
        var found = parent.Element(Cac + name);
        if (found is null) Fail("missing-element", parent, $"{parent.Name.LocalName} has no {name}.");
        return found;
    }

    private string? Text(XElement? parent, string name, bool isNeeded = true)
    {
        var found = parent?.Element(Cbc + name)?.Value.Trim();
        if (found is null or "" && isNeeded && parent is not null)
            Fail("missing-element", parent, $"{parent.Name.LocalName} has no {name}.");
        return found is "" ? null : found;
    }

    private LocalDate? Day(XElement parent, string name, bool isNeeded = true)
    {
        if (Text(parent, name, isNeeded) is not { } text) return null;
        if (LocalDatePattern.Iso.Parse(text[..Math.Min(10, text.Length)]) is { Success: true,
            Value: var day }) return day;
        Fail("bad-date", parent.Element(Cbc + name)!, $"{name} is {text}; expected a day such as 2026-04-01.");
        return null;
    }

    /// <summary>A number; null where it isn't there, which is a fault where a parent that needs it is given.</summary>
    private Exact? Number(XElement? element, XElement? parent = null, string name = "")
    {
        if (element is null)
        {
            if (parent is not null) Fail("missing-element", parent, $"{parent.Name.LocalName} has no {name}.");
            return null;
        }
        if (Exact.TryParse(element.Value.Trim(), out var number, out _)) return number;
        Fail("bad-number", element, $"{element.Name.LocalName} is {Short(element.Value)}; expected a number such as "
            + "12.34.");
        return null;
    }

    private static string Short(string text) => text.Length > 40 ? text[..39] + "…" : text;

    private void Fail(string code, XElement at, string message)
    {
        if (_faults.Count < 20) _faults.Add(new(code, message, At(at), Hint: InvoiceArithmetic.WayOut));
    }

    private Place At(XElement element) => new(_file, ((IXmlLineInfo)element).LineNumber,
        ((IXmlLineInfo)element).LinePosition);
}

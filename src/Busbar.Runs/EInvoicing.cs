using Busbar.Billing;
using System.Text;
using Busbar.Contracts;
using Busbar.Documents;
using Busbar.Formats.Export;
using Busbar.Formats.Invoices;
using Busbar.Quantities;
using Busbar.Store;
using Busbar.Time;
using NodaTime.Text;

namespace Busbar.Runs;

/// <summary>Makes electronic invoices of bills: what the semantic model of EN 16931-1 has of them.</summary>
/// <param name="now">The book as it is now: what a document can't be without, and wasn't said when its bill was made,
/// is taken from it.</param>
public sealed class EInvoicing(Database database, Func<Book> now)
{
    private const string Piece = "C62";
    private const string Outside = "O";
    private const int AmountDecimals = 2;

    // UN/ECE Recommendation 20.
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["kWh"] = "KWH", ["kVArh"] = "K3", ["kVAh"] = "C79", ["kW"] = "KWT", ["kVA"] = "KVA", ["kVAr"] = "KVR",
        ["A"] = "AMP", ["m3"] = "MTQ", ["m3/h"] = "MQH", ["hour"] = "HUR", ["day"] = "DAY", ["month"] = "MON",
        ["mile"] = "SMI", ["km"] = "KMT",
    };

    /// <summary>The unit of a code; null where it is none that a bill counts in.</summary>
    public static Unit? UnitOf(string code) =>
        code == "MWH" ? Unit.Parse("MWh", null, [], out _)
        : Units.FirstOrDefault(unit => unit.Value == code).Key is { } name ? Unit.Parse(name, null, [], out _) : null;

    /// <summary>The electronic invoice of an issued bill or credit note.</summary>
    /// <param name="book">As known when the bill was made.</param>
    /// <param name="issuer">The party in whose name it is; empty: the seller.</param>
    /// <param name="connections">Those whose readings it was made from.</param>
    /// <exception cref="RefusedException">It has no number yet, or the book doesn't say what such an invoice has to.
    /// </exception>
    public EInvoice Of(BillDocument bill, Book book, string issuer, IReadOnlyList<string> connections)
    {
        if (bill.Number is not { } number || bill.IssuedOn is not { } issued)
            throw new RefusedException(new Fault("draft-invoice", "A draft is no invoice: it has no number yet.",
                Name: bill.Account, Hint: "Issue it, or write it as text, json, html or pdf."));
        var (account, own) = (book.Accounts[bill.Account], issuer.Length > 0 ? book.Parties[issuer] : book.Seller);
        var isSelfBilled = bill.SelfBilled is not null;
        var shown = bill.Credits is null ? bill.AsShown() : Opposite(bill.AsShown());
        var (seller, buyer) = isSelfBilled ? (account.Party, own) : (own, account.Party);
        var day = LocalDatePattern.Iso.Parse(issued).Value;
        var lines = shown.Lines.Select(line => LineOf(line, PointsOf(line, account, book), IsMixed(bill)))
            .ToList();
        var taxes = TaxesOf(shown, lines, IsMixed(bill));
        if (taxes.Exists(tax => tax.Category != Outside)) seller = WithTaxNumber(seller, book);
        var points = connections.Distinct().ToList();
        return new(number, day, (bill.Credits is not null, isSelfBilled) switch
        {
            (false, false) => "380", (false, true) => "389", (true, false) => "381", _ => "261",
        }, bill.Currency, bill.Credits is null ? book.DueOn(account, day, own.Issuer) : null,
            Around(lines.Select(line => line.Period).Append(Days.Parse($"{bill.Period.From}..{bill.Period.To}"))),
            PartyOf(seller, book), PartyOf(buyer, book), lines, taxes,
            ETotals.Of(lines, [], taxes, Exact.Zero, Number(shown.Rounding ?? "0")))
        {
            BuyerReference = account.CostCentre ?? account.Id, CostCentre = account.CostCentre,
            Contract = bill.Lines.Select(line => line.Agreement).Distinct().ToList() is
                [not BillLine.NoAgreement and var only] ? only : null,
            Object = points is [var point] ? point : null, Preceding = bill.Credits ?? bill.Replaces,
            Payment = isSelfBilled ? null : PaymentOf(account, own.Issuer?.Stationery ?? book.Stationery, bill),
            Notes = [.. (bill.Disclosures ?? []).Select(one =>
                $"Commission for {one.Broker} in the prices of agreement {one.Agreement}: {one.Rate} {one.Unit}")],
            Attachments = book.AttachesIntervals && bill.Credits is null && points.Count > 0
                ? [IntervalsOf(number, points, Days.Parse($"{bill.Period.From}..{bill.Period.To}")!.Value)] : [],
        };
    }

    /// <summary>A bill may settle what lies before it: the period of an invoice is around those of its lines
    /// (PEPPOL-EN16931-R110, -R111).</summary>
    private static Days Around(IEnumerable<Days?> periods)
    {
        var all = periods.OfType<Days>().ToList();
        return new(all.Min(one => one.From), all.Max(one => one.To));
    }

    /// <summary>Whether some lines are taxed and others are outside the scope of tax: a group of those stands alone
    /// (BR-O-11), so that beside others they are exempt.</summary>
    private static bool IsMixed(BillDocument bill) => bill.Lines.Any(line => line.TaxRate is null)
        && bill.Lines.Any(line => line.TaxRate is not null);

    /// <summary>The metering points of a line: its own, else those of its agreement; none where that is of another
    /// account, whose broker is paid.</summary>
    private static IReadOnlyList<string> PointsOf(PrintedLine line, Account account, Book book) =>
        line.Connection is { } own ? [own]
        : book.Agreements.GetValueOrDefault(line.Agreement) is { } agreement && agreement.Account.Id == account.Id
            ? [.. agreement.Connections.Select(one => one.Id)] : [];

    private static ELine LineOf(PrintedLine line, IReadOnlyList<string> points, bool isMixed)
    {
        var amount = Number(line.Amount);
        var (quantity, price, per, unit, note) = Counted(line, amount);
        var (category, percent) = CategoryOf(line, isMixed);
        string?[] notes = [note, points.Count > 1 ? $"Metering points: {string.Join(", ", points)}" : null];
        return new(line.Id, line.Name, quantity, unit, amount, price, per, category, percent)
        {
            Period = Days.Parse($"{line.From}..{line.To}"), Object = points is [var point] ? point : null,
            Note = notes.OfType<string>().ToList() is { Count: > 0 } said ? string.Join("; ", said) : null,
        };
    }

    /// <summary>Quantity and price as they are billed, where they come to the amount; else the amount as the price of
    /// all of the quantity, which comes to it exactly. No price is below zero (BR-27): its quantity is. What has no
    /// unit of the recommendation is one piece, with the quantity as a note.</summary>
    private static (Exact Quantity, Exact Price, Exact Per, string Unit, string? Note) Counted(
        PrintedLine line, Exact amount)
    {
        if (line is not { Quantity: { } counted, Unit: { } unit })
            return (amount.Sign < 0 ? -1 : 1, Size(amount), Exact.One, Piece, null);
        var quantity = Number(counted);
        // The book's own countable things are pieces.
        var isThing = Currency.Of(unit) is null && unit.All(char.IsLetter);
        if (!Units.TryGetValue(unit, out var code) && !isThing || quantity.IsZero && !amount.IsZero)
            return (amount.Sign < 0 ? -1 : 1, Size(amount), Exact.One, Piece, $"{quantity} {unit}");
        var note = code is null ? $"{quantity} {unit}" : null;
        var size = Size(quantity);
        var own = amount.Sign < 0 ? -size : size;
        return line is { Price: { } each, PriceUnit: { } per } && per.EndsWith("/" + unit, StringComparison.Ordinal)
            && (size * Size(Number(each))).Round(AmountDecimals, Rounding.HalfAway) == Size(amount)
            ? (own, Size(Number(each)), Exact.One, code ?? Piece, note)
            : (own, Size(amount), size.IsZero ? Exact.One : size, code ?? Piece, note);
    }

    private static Exact Size(Exact number) => number.Sign < 0 ? -number : number;

    private static (string Category, Exact? Percent) CategoryOf(PrintedLine line, bool isMixed) =>
        line.TaxRate is not { } rate
        ? isMixed ? ("E", Exact.Zero) : (Outside, null)
        : (line.TaxCategory ?? "S", Number(rate) * 100);

    private static List<ETax> TaxesOf(BillDocument bill, IReadOnlyList<ELine> lines, bool isMixed)
    {
        var taxes = bill.Taxes.Select(tax => new ETax(tax.Category ?? "S", Number(tax.Rate) * 100,
            Sum(lines.Where(line => line.Category == (tax.Category ?? "S")
                && line.TaxPercent == Number(tax.Rate) * 100)), Number(tax.Amount),
            ReasonOf(tax.Category))).ToList();
        // What is outside the scope of tax is no tax of the bill.
        var category = isMixed ? "E" : Outside;
        var outside = lines.Where(line => line.Category == category && taxes.TrueForAll(tax =>
            tax.Category != category))
            .ToList();
        if (outside.Count > 0)
            taxes.Add(new(category, isMixed ? Exact.Zero : null, Sum(outside), Exact.Zero, "Outside the scope of tax"));
        return taxes;
    }

    private static string? ReasonOf(string? category) => category switch
    {
        "E" => "Exempt from tax", "AE" => "Reverse charge", _ => null,
    };

    private static Exact Number(string text) => Exact.TryParse(text, out var number, out _) ? number
        : throw new InvalidOperationException($"{text} stands on a bill and is no number.");

    private static Exact Sum(IEnumerable<ELine> lines) =>
        lines.Aggregate(Exact.Zero, (sum, line) => sum + line.Amount);

    /// <summary>The party as the book has it now; null where it has it no more.</summary>
    private Party? Now(Party party, Book book) => party.Id == book.Seller.Id ? now().Seller
        : now().Parties.GetValueOrDefault(party.Id);

    private Party WithTaxNumber(Party seller, Book book)
    {
        if (seller.VatNumber is not null || seller.TaxNumber is not null) return seller;
        if (Now(seller, book) is { } known && (known.VatNumber ?? known.TaxNumber) is not null)
            return seller with { VatNumber = known.VatNumber, TaxNumber = known.TaxNumber };
        throw new RefusedException(new Fault("no-tax-number", $"{seller.Name} has no number under which it accounts "
            + "for tax, and an electronic invoice with tax has one (BR-S-02 of EN 16931).", seller.Place, seller.Id,
            "Add vat: GB123456789 to it, or tax-number: … where the tax is no VAT; apply the book, and show the "
                + "bill."));
    }

    private EParty PartyOf(Party party, Book book) => new(party.Name, party.Address, CountryIn(party, book)
        ?? (Now(party, book) is { } known ? CountryIn(known, now()) : null)
        ?? throw new RefusedException(new Fault("no-country", $"It isn't said in which country {party.Name} is, and an "
            + "electronic invoice has to (BR-9 and BR-11 of EN 16931).", party.Place, party.Id,
            "Add country: GB to it or to the seller; apply the book, and show the bill.")),
        party.VatNumber?.Replace(" ", "", StringComparison.Ordinal))
    {
        Id = party.Id, Endpoint = party.ElectronicAddress, LegalId = party.CompanyNumber, TaxNumber = party.TaxNumber,
    };

    /// <summary>The country in which a party is; null where nothing tells it.</summary>
    private static string? CountryIn(Party party, Book book) => party.Country ?? CountryOf(party.VatNumber)
        ?? book.Seller.Country ?? CountryOf(book.Seller.VatNumber)
        ?? (book.Language.Split('-') is [_, { Length: 2 } of] ? of : null);

    // Greece is EL in numbers of VAT.
    private static string? CountryOf(string? vat) => vat is not [>= 'A' and <= 'Z', >= 'A' and <= 'Z', ..] ? null
        : vat[..2] == "EL" ? "GR" : vat[..2];

    private static EPayment? PaymentOf(Account account, Stationery stationery, BillDocument bill)
    {
        if (account.Mandate is { } mandate) return new("59", null, bill.Number, mandate.Id);
        var iban = stationery.Bank.FirstOrDefault(line => line.Name == "IBAN")?.Value
            .Replace(" ", "", StringComparison.Ordinal);
        var to = iban ?? (stationery.Bank.Count == 0 ? null
            : string.Join(' ', stationery.Bank.Select(line => line.Value)));
        return to is null ? null : new(iban is not null && bill.Currency == "EUR" ? "58" : "30", to,
            bill.Number);
    }

    /// <summary>A bill with everything on it of the other sign: a credit note has what it takes back.</summary>
    private static BillDocument Opposite(BillDocument bill)
    {
        static string Of(string number) => number.StartsWith('-') ? number[1..] : number.Trim('0', '.').Length == 0
            ? number
            : "-" + number;
        return bill with
        {
            Lines = [.. bill.Lines.Select(line => line with
            {
                Quantity = line.Quantity is { } quantity ? Of(quantity) : null, Amount = Of(line.Amount),
            })],
            Taxes = [.. bill.Taxes.Select(tax => tax with { Net = Of(tax.Net), Amount = Of(tax.Amount) })],
            Rounding = bill.Rounding is { } rounding ? Of(rounding) : null,
        };
    }

    /// <summary>The readings of the days of a bill, as CSV.</summary>
    private EAttachment IntervalsOf(string number, IReadOnlyList<string> points, Days days)
    {
        using var text = new StringWriter();
        Exporting.Intervals(database, new(points, days), _ => new LongCsvFile(text), (_, _) => { });
        return new($"{number}-readings.csv", "text/csv", Encoding.UTF8.GetBytes(text.ToString()),
            "Readings of the metering points");
    }
}

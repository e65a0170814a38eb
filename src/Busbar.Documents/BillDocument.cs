using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Busbar.Billing;
using Busbar.Contracts;
using Busbar.Quantities;
using NodaTime;
using NodaTime.Text;

namespace Busbar.Documents;

/// <summary>
/// A bill as it is printed and stored: plain values, each decimal as text with a fixed number of decimals, each day as
/// text of ISO 8601. What doesn't apply is null, and is left out of the JSON.
/// </summary>
/// <remarks>The properties stand in the order of the JSON's keys.</remarks>
public sealed record BillDocument
{
    /// <summary>The status of a bill with a number.</summary>
    public const string Issued = "issued";

    /// <summary>The status of a bill without one.</summary>
    public const string Draft = "draft";

    // Names keep their letters: the JSON stands in files and never inside of HTML.
    private static readonly BillJson Json = new(new JsonSerializerOptions(BillJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    private const int QuantityDecimals = 6;
    private const int PriceDecimals = 9;
    private const int RateDecimals = 4;

    public string? Number { get; init; }

    public required string Status { get; init; }

    public string? IssuedOn { get; init; }

    /// <summary>True for a bill that is the customer's own invoice, made by the seller who pays it.</summary>
    public bool? SelfBilled { get; init; }

    /// <summary>Of a credit note, the number of the bill that it takes back.</summary>
    public string? Credits { get; init; }

    /// <summary>The number of the bill that was taken back for this one.</summary>
    public string? Replaces { get; init; }

    public required string Seller { get; init; }

    public required string Account { get; init; }

    public required string Customer { get; init; }

    public required string Currency { get; init; }

    public required PrintedPeriod Period { get; init; }

    public required IReadOnlyList<PrintedLine> Lines { get; init; }

    public IReadOnlyList<PrintedBundle>? Bundles { get; init; }

    public required IReadOnlyList<PrintedTax> Taxes { get; init; }

    /// <summary>Why it is taxed as it is, where that isn't only what its charges say.</summary>
    public IReadOnlyList<PrintedTaxReason>? TaxReasons { get; init; }

    /// <summary>The day whose rates of tax hold for all of it; left out where each day of supply has its own.</summary>
    public string? TaxPoint { get; init; }

    /// <summary>What the customer is told of the commissions in its prices.</summary>
    public IReadOnlyList<PrintedDisclosure>? Disclosures { get; init; }

    public required string Net { get; init; }

    public required string Tax { get; init; }

    /// <summary>What is added to net and tax, so that the total is a round sum; left out where nothing is.</summary>
    public string? Rounding { get; init; }

    public required string Total { get; init; }

    public string? Estimated { get; init; }

    /// <summary>Whether all that it comes to rests on estimated readings.</summary>
    public bool RestsWhollyOnEstimates() => Estimated == Net
        && Lines.All(line => line.Estimated || PlainNumber.Parse(line.Amount).IsZero);

    /// <summary>Whether it is, first of all, for what its customer gives: what it comes to is in the customer's favour.
    /// </summary>
    public bool IsForWhatIsGiven() => SelfBilled is not null || PlainNumber.Parse(Net).Sign < 0;

    public IReadOnlyList<PrintedOpen>? Open { get; init; }

    /// <summary>The document of a bill.</summary>
    /// <param name="number">Null for a draft.</param>
    /// <param name="issuedOn">The day of issue; null for a draft.</param>
    public static BillDocument Of(Bill bill, string? number, LocalDate? issuedOn) =>
        (number is null) != (issuedOn is null)
        ? throw new ArgumentException("A bill has a number and a day of issue, or neither.")
        : new()
        {
            Number = number, Status = number is null ? Draft : Issued,
            IssuedOn = issuedOn is { } day ? LocalDatePattern.Iso.Format(day) : null,
            SelfBilled = bill.IsSelfBilled ? true : null, Seller = bill.Seller.Name,
            Account = bill.Account.Id, Customer = bill.Account.Party.Name,
            Currency = bill.Currency.Code, Period = PrintedPeriod.Of(bill.Period), Lines = [.. bill.Lines.Select(Line)],
            Bundles = bill.Account.Style != BillStyle.Bundled ? null
                : [.. bill.Bundles.Select(one => new PrintedBundle(one.Name, one.Lines, one.Amount.ToString()))],
            Taxes = [.. bill.Taxes.Select(one => new PrintedTax(
                Rate(one.Rate), one.Net.ToString(), one.Amount.ToString(), one.Gross?.ToString())
            {
                Category = Category(one.Category), PerLine = one.IsPerLine ? true : null,
            })],
            TaxReasons = bill.TaxReasons.Count == 0 ? null : [.. bill.TaxReasons.Select(PrintedTaxReason.Printed)],
            TaxPoint = bill.TaxPoint is { } point ? LocalDatePattern.Iso.Format(point) : null,
            Disclosures = bill.Disclosures.Count == 0 ? null : [.. bill.Disclosures.Select(one => new PrintedDisclosure(
                one.Agreement, one.Broker.Name, Disclosure.Text(one.Rate), Disclosure.UnitOf(bill.Currency)))],
            Net = bill.Net.ToString(), Tax = bill.Tax.ToString(),
            Rounding = bill.Rounding.MinorUnits == 0 ? null : bill.Rounding.ToString(), Total = bill.Total.ToString(),
            Estimated = bill.Lines.Any(line => line.IsEstimated) ? bill.Estimated.ToString() : null,
            Open = bill.Open.Count == 0 ? null : [.. bill.Open.Select(Printed)],
        };

    /// <summary>The credit note that takes this bill back whole: everything on it with the other sign.</summary>
    public BillDocument CreditNote(string number, LocalDate issuedOn) => this with
    {
        Number = number, IssuedOn = LocalDatePattern.Iso.Format(issuedOn), Credits = Number, Replaces = null,
        Lines = [.. Lines.Select(line => line with
        {
            Quantity = Opposite(line.Quantity), Amount = Opposite(line.Amount), Gross = Opposite(line.Gross),
        })],
        Bundles = Bundles is null ? null : [.. Bundles.Select(one => one with { Amount = Opposite(one.Amount) })],
        Taxes = [.. Taxes.Select(one => one with
        {
            Net = Opposite(one.Net), Amount = Opposite(one.Amount), Gross = Opposite(one.Gross),
        })],
        Net = Opposite(Net), Tax = Opposite(Tax), Rounding = Opposite(Rounding), Total = Opposite(Total),
        Estimated = Opposite(Estimated),
        Open = null,
    };

    /// <summary>The amounts as the document shows them: those of a self-billed invoice are what its party gets.
    /// </summary>
    public BillDocument AsShown() => SelfBilled is null ? this : this with
    {
        Lines = [.. Lines.Select(line => line with { Amount = Opposite(line.Amount), Gross = Opposite(line.Gross) })],
        Bundles = Bundles is null ? null : [.. Bundles.Select(one => one with { Amount = Opposite(one.Amount) })],
        Taxes = [.. Taxes.Select(one => one with
        {
            Net = Opposite(one.Net), Amount = Opposite(one.Amount), Gross = Opposite(one.Gross),
        })],
        Net = Opposite(Net), Tax = Opposite(Tax), Rounding = Opposite(Rounding), Total = Opposite(Total),
        Estimated = Opposite(Estimated),
    };

    /// <summary>The day whose rates of tax hold for all of it; null where each day of supply has its own.</summary>
    public LocalDate? TaxDay() => TaxPoint is null ? null : LocalDatePattern.Iso.Parse(TaxPoint).Value;

    /// <summary>Whether another bill has the same lines, taxes and sums, whatever its number and day.</summary>
    public bool SaysTheSameAs(BillDocument other) => Content(this).ToJson() == Content(other).ToJson();

    /// <summary>The document as JSON: indented, with a line end at its end.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json.BillDocument) + "\n";

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static BillDocument FromJson(string json) =>
        JsonSerializer.Deserialize(json, Json.BillDocument) ?? throw new JsonException("null is no bill.");

    private static BillDocument Content(BillDocument bill) => bill with
    {
        Number = null, IssuedOn = null, Status = Draft, Credits = null, Replaces = null,
    };

    [return: NotNullIfNotNull(nameof(number))]
    private static string? Opposite(string? number) => number is null || !number.AsSpan().ContainsAnyExcept("0.")
        ? number : number.StartsWith('-') ? number[1..] : "-" + number;

    private static PrintedLine Line(BillLine line) => new()
    {
        Id = line.Id, Name = line.Name, Group = line.Group, Agreement = line.Agreement, Connection = line.Connection,
        From = LocalDatePattern.Iso.Format(line.Days.From), To = LocalDatePattern.Iso.Format(line.Days.To),
        Quantity = line.Quantity?.ToString(QuantityDecimals), Unit = line.Unit?.ToString(),
        Price = line.Price?.ToString(PriceDecimals), PriceUnit = line.PriceUnit?.ToString(),
        Amount = line.Amount.ToString(), Gross = line.Gross?.ToString(),
        TaxRate = line.TaxRate is { } rate ? Rate(rate) : null, TaxCategory = Category(line.TaxCategory),
        Estimated = line.IsEstimated,
    };

    private static PrintedOpen Printed(OpenCharge open) => new()
    {
        Charge = open.Charge, Name = open.Name, Agreement = open.Agreement, Connection = open.Connection,
        From = LocalDatePattern.Iso.Format(open.Days.From), To = LocalDatePattern.Iso.Format(open.Days.To),
        Reasons = open.Reasons,
    };

    /// <summary>The code of a category, where the rate alone doesn't tell it.</summary>
    private static string? Category(TaxCategory category) =>
        category is TaxCategory.Standard or TaxCategory.Outside ? null : category.Code();

    /// <summary>A rate has four decimals; one that needs more (8.875 %) has more, or it would be another.</summary>
    internal static string Rate(Exact rate) =>
        rate.ToString(Math.Max(RateDecimals, PlainNumber.DecimalsOf(rate, Digits.MostDecimals)));
}

/// <summary>Days of a document, the last one excluded.</summary>
/// <param name="To">The day after the last.</param>
public sealed record PrintedPeriod(string From, string To)
{
    /// <summary>The text of some days.</summary>
    public static PrintedPeriod Of(Time.Days days) =>
        new(LocalDatePattern.Iso.Format(days.From), LocalDatePattern.Iso.Format(days.To));
}

/// <summary>A line of a document.</summary>
/// <remarks>The properties stand in the order of the JSON's keys.</remarks>
public sealed record PrintedLine
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Group { get; init; }

    public required string Agreement { get; init; }

    public string? Connection { get; init; }

    public required string From { get; init; }

    public required string To { get; init; }

    public string? Quantity { get; init; }

    public string? Unit { get; init; }

    public string? Price { get; init; }

    public string? PriceUnit { get; init; }

    public required string Amount { get; init; }

    public string? Gross { get; init; }

    public string? TaxRate { get; init; }

    /// <summary>Why the rate is nothing: Z, E or AE of UNTDID 5305; left out where there is one, or no tax at all.
    /// </summary>
    public string? TaxCategory { get; init; }

    public required bool Estimated { get; init; }
}

/// <summary>The commission in the prices of an agreement.</summary>
/// <param name="Rate">In the unit, <c>0.75</c> and <c>p/kWh</c>.</param>
public sealed record PrintedDisclosure(string Agreement, string Broker, string Rate, string Unit);

/// <summary>Lines of a document that are shown as one.</summary>
/// <param name="Lines">Their ids.</param>
public sealed record PrintedBundle(string Name, IReadOnlyList<string> Lines, string Amount);

/// <summary>A charge without an amount yet.</summary>
/// <remarks>The properties stand in the order of the JSON's keys.</remarks>
public sealed record PrintedOpen
{
    public required string Charge { get; init; }

    public required string Name { get; init; }

    public required string Agreement { get; init; }

    public string? Connection { get; init; }

    public required string From { get; init; }

    public required string To { get; init; }

    /// <summary>What is missing.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }
}

/// <summary>The tax of all lines of one rate.</summary>
/// <param name="Rate">A fraction.</param>
/// <param name="Gross">The sum, with tax, of the lines whose prices include it; null where there are none.</param>
public sealed record PrintedTax(string Rate, string Net, string Amount, string? Gross = null)
{
    /// <summary>Why the rate is nothing: Z, E or AE of UNTDID 5305; left out where there is one.</summary>
    public string? Category { get; init; }

    /// <summary>True where each line's tax was rounded by itself.</summary>
    public bool? PerLine { get; init; }
}

/// <summary>How a document becomes JSON and comes back; made by the compiler, so that a start needs no reflection.
/// </summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, WriteIndented = true, IndentSize = 2, NewLine = "\n")]
[JsonSerializable(typeof(BillDocument))]
internal sealed partial class BillJson : JsonSerializerContext;

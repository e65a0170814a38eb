using System.Globalization;
using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Books;

/// <summary>A scheme, and the texts with which it is joined to the products of its agreements.</summary>
/// <param name="Charges">Its charges of each agreement, in the order in which they are written.</param>
/// <param name="Expected">What is expected of each quantity over the agreed days.</param>
/// <param name="Measures">The names of quantities that are only measured: what is expected, and what its charges over
/// all agreements sum.</param>
internal sealed record WrittenScheme(
    Scheme Scheme, IReadOnlyList<ChargeText> Charges, IReadOnlyDictionary<string, FormulaText> Quantities,
    IReadOnlyDictionary<string, FormulaText> Expected, IReadOnlyList<string> Measures);

/// <summary>Reads how brokers are paid.</summary>
internal static class SchemeReader
{
    private const string OfAll = "scheme.";

    /// <summary>The first day of what holds whenever.</summary>
    public static readonly LocalDate Ever = new(1900, 1, 1);

    public static WrittenScheme? Read(
        MapReader scheme, Known<Account> accounts, ReadProducts sold, BookRules rules, List<Fault> faults)
    {
        var (id, name) = (scheme.Id(BookItem.OfScheme), scheme.OptionalText("name"));
        var to = accounts.Find(scheme, "to");
        if (to is { IsSelfBilled: false })
            scheme.Fault("not-self-billed", scheme.Map["to"]!.Place, $"{scheme.Subject} pays account {to.Id}, which "
                + "isn't self-billed: the seller makes the invoices of its brokers.",
                $"Write self-billed: true in account {to.Id}.");
        var from = scheme.OptionalDate("from");
        var (terms, quantities) = (ProductReader.TermsOf(scheme, rules),
            ProductReader.Formulas(scheme, "quantities", "quantity"));
        var expected = ProductReader.Formulas(scheme, "expected", "quantity");
        var earned = scheme.OptionalChoice("earned", "billed", "received") == "received"
            ? EarnedBy.Received : EarnedBy.Billed;
        var (tax, tolerance) = (TaxOf(scheme, rules), Fraction(scheme, "tolerance"));
        var most = scheme.Written("most") is { } limit ? Values.Number(scheme, limit, $"most of {scheme.Thing}",
            new($"{rules.Currency}/kWh", Dimension.Money(rules.Currency) / Dimension.Energy, 1), rules.Units) : null;
        var cooling = scheme.OptionalWhole("cooling-off", 0, 365) ?? 14;
        var (charges, overrides) = Charges(scheme, terms, quantities, sold, rules, faults);
        var (pays, payments) = PaysReader.Read(scheme, id, terms, expected.Count > 0, earned, sold, rules, faults);
        var splits = Splits(scheme, accounts, to);
        CheckNames(scheme, expected, terms, quantities);
        foreach (var payee in splits.Select(split => split.To).Prepend(to).OfType<Account>()
            .Where(one => one is { IsTaxedAsCharged: true, Party.VatNumber: null }).DistinctBy(one => one.Party.Id))
            if (tax is { MayBeDue: true } && payee.Party is var party)
                scheme.Fault("no-vat-number", scheme.Place, $"{scheme.Subject} pays account {payee.Id} with the tax "
                    + $"{tax.Name}, and its party {party.Id} has no VAT number, so that no tax can be invoiced for it.",
                    "Give the party its vat. If it isn't registered for the tax, write tax: outside in its account.");
        if (to is null || payments is null || tax is null) return null;
        return new(
            new(id, name ?? id, to, earned, from, terms, pays, splits, overrides, payments, scheme.Place)
            {
                Tax = tax, Tolerance = tolerance ?? Exact.Ratio(1, 5), Most = most, CoolingOffDays = (int)cooling,
            },
            charges, quantities, expected,
            [.. expected.Keys.Concat(overrides.Where(one => !one.IsCounted).Select(one => one.Measure)).Distinct()]);
    }

    private static TaxClass? TaxOf(MapReader scheme, BookRules rules)
    {
        if (scheme.Written("tax") is { } named) return Lookup.Find(scheme, named, "tax", rules.Taxes);
        if (rules.UsualTax is null)
            scheme.Fault("no-tax", scheme.Place, $"{scheme.Subject} names no tax, and the book has several.",
                $"Add tax: {string.Join(" or ", rules.Taxes.Keys)}, by which brokers are taxed.");
        return rules.UsualTax;
    }

    /// <summary>A percentage of none to all, as a fraction; null where it is absent, or after a fault.</summary>
    public static Exact? Fraction(MapReader reader, string key)
    {
        if (reader.Written(key) is not { } text) return null;
        if (text.Value.TrimEnd().EndsWith('%') && Exact.TryParse(text.Value.TrimEnd().TrimEnd('%').TrimEnd(),
            out var percent, out _) && percent.Sign >= 0 && percent <= 100) return percent / 100;
        reader.Fault("bad-number", text.Place,
            $"{key} of {reader.Thing} is {text.What}; expected a percentage from 0 % to 100 %, such as 15 %.");
        return null;
    }

    /// <summary>What is expected is of a channel, or of a quantity of the scheme in the place of its formula.</summary>
    private static void CheckNames(
        MapReader scheme, Dictionary<string, FormulaText> expected, Dictionary<string, Term> terms,
        Dictionary<string, FormulaText> quantities)
    {
        foreach (var name in quantities.Keys.Where(CommissionOverride.IsCount))
            scheme.Fault("name-taken", quantities[name].Place, $"{scheme.Subject} has a quantity {name}, which stands "
                + "for connections that are counted.", "Give the quantity another name.");
        foreach (var name in expected.Keys.Where(terms.ContainsKey))
            scheme.Fault("name-taken", expected[name].Place, $"{scheme.Subject} expects something of {name}, which is "
                + "one of its own terms.", "Expect something of the channels of its products, or of its quantities.");
    }

    private static (List<ChargeText> Charges, List<CommissionOverride> Overrides) Charges(MapReader scheme,
        Dictionary<string, Term> terms, Dictionary<string, FormulaText> quantities, ReadProducts sold, BookRules rules,
        List<Fault> faults)
    {
        var (charges, overrides) = (new List<ChargeText>(), new List<CommissionOverride>());
        foreach (var charge in scheme.Maps("charges", "charge", "name", required: true))
        {
            var name = charge.Text("name");
            var id = charge.OptionalId("id") ?? ProductChecker.IdOf(name);
            var each = charge.OptionalChoice("each", "agreement", "connection", "scheme");
            var text = new ChargeText(Scheme.OfCharge + id, name, Scheme.Group, ProductReader.Formula(charge,
                "quantity"),
                ProductReader.Formula(charge, "price"), ProductReader.Formula(charge, "amount"), Direction.ToSeller,
                each == "connection" ? Each.Connection : Each.Agreement, false, false, TaxClass.Outside, false,
                Missing.Hold, false, charge.Place);
            if (name.Length == 0) continue;
            if (each != "scheme") charges.Add(text);
            else if (Override(charge, text, terms, quantities, sold, faults) is { } over) overrides.Add(over);
        }
        return (charges, overrides);
    }

    /// <summary><c>{ name: Override, each: scheme, quantity: scheme.import, price: "tiers(…)" }</c>: by the day, over
    /// what all agreements of the scheme are billed.</summary>
    private static CommissionOverride? Override(MapReader charge, ChargeText text, Dictionary<string, Term> terms,
        Dictionary<string, FormulaText> quantities, ReadProducts sold, List<Fault> faults)
    {
        if (text.Quantity is not { } quantity || text.Price is null
            || !quantity.Text.Trim().StartsWith(OfAll, StringComparison.Ordinal)
            || quantity.Text.Trim()[OfAll.Length..] is not { } measure || !Vocabulary.IsName(measure))
        {
            charge.Fault("wrong-charge", charge.Place, $"{charge.Subject} is over all agreements of its scheme, and "
                + "needs the quantity that is summed, and a price.",
                "Write quantity: scheme.import, and a price in tiers or without.");
            return null;
        }
        var (summed, before) = (new SummedQuantity(terms, quantities, sold), faults.Count);
        var units = summed.UnitsOf(measure, faults);
        if (units.Count == 0)
        {
            if (faults.Count > before) return null;
            var others = summed.Names.Where(name => name != measure).ToList();
            charge.Fault("unknown-name", quantity.At(OfAll.Length), $"{charge.Subject} sums {measure} over all "
                + "agreements of its scheme, and no product has it.",
                Nearest.Hint(measure, others) ?? $"It may sum {string.Join(", ", others)}.");
            return null;
        }
        var constant = terms.Where(term => term.Value.Default is not null).ToDictionary(StringComparer.Ordinal);
        var own = text with { Quantity = quantity with { Text = measure, Places = _ => quantity.Place } };
        // It is of the unit that its price is for.
        var checks = units.Select(unit =>
        {
            var (wrong, channel) = (new List<Fault>(), new Metering.Channel(measure, unit) { MayBeNegative = true });
            var version = new ProductChecker(sold.Names, Enumerable.Empty<ProductText>().ToLookup(_ => ""), wrong)
                .Check(new(text.Id!, text.Name, Ever, NodaConstants.MinutesPerDay,
                    new Dictionary<string, Metering.Channel> { [measure] = channel }, constant,
                    new Dictionary<string, FormulaText>(), [own], [], [], false, charge.Place));
            return (Version: version, Wrong: wrong);
        }).ToList();
        if (checks.Find(one => one.Version is not null).Version is { } good)
            return new(measure, new(text.Id!, new([new DatedValue<ProductVersion>(Ever, good)])));
        faults.AddRange(checks[0].Wrong);
        return null;
    }

    private static List<CommissionSplit> Splits(MapReader scheme, Known<Account> accounts, Account? broker)
    {
        var (splits, whole, rest) = (new List<CommissionSplit>(), Exact.Zero, Exact.Zero);
        foreach (var split in scheme.Maps("split", "part"))
        {
            var to = accounts.Find(split, "to");
            var isOfRest = split.OptionalChoice("of", "whole", "rest") == "rest";
            if (!split.Has("share"))
                split.Fault("missing-key", split.Place, $"share is missing in {split.Thing}.", "Write share: 15 %.");
            var share = Fraction(split, "share") ?? Exact.Zero;
            if (to is { IsSelfBilled: false })
                split.Fault("not-self-billed", split.Map["to"]!.Place, $"{split.Subject} pays account {to.Id}, which "
                    + $"isn't self-billed.", $"Write self-billed: true in account {to.Id}.");
            if (to is not null && to.Id == broker?.Id)
                split.Fault("own-part", split.Map["to"]!.Place, $"{split.Subject} pays account {to.Id}, which the "
                    + "scheme is of: what its parts leave is its own.", "Leave that part out.");
            // Each part of the rest leaves something for the next one.
            if (isOfRest) rest = share > rest ? share : rest;
            else whole += share;
            if (to is not null) splits.Add(new(to, share, isOfRest));
        }
        foreach (var (sum, of) in new[] { (whole, "the whole"), (rest, "the rest") })
            if (sum > Exact.One)
                scheme.Fault("over-all", scheme.Map["split"]!.Place,
                    $"The parts of {scheme.Thing} are {Percent(sum)} of {of}: more than all.",
                    "What the parts leave is the broker's own; they may be 100 % at most.");
        return splits;
    }

    /// <summary>A fraction as people write it.</summary>
    public static string Percent(Exact fraction) =>
        string.Create(CultureInfo.InvariantCulture, $"{fraction * 100} %");
}

using Busbar.Contracts;
using Busbar.Quantities;
using NodaTime;

namespace Busbar.Rating;

/// <summary>Gives each part of a charge its one rate of tax: what is taxed at two becomes two (EN 16931, BG-30).
/// </summary>
public static class TaxedParts
{
    /// <summary>The end of the key of the part that qualifies as domestic.</summary>
    public const string Qualifying = "qualifying";

    /// <summary>The end of the key of the other part.</summary>
    public const string Rest = "rest";

    /// <summary>A part with its tax, or the two that it consists of; their amounts add up to it.</summary>
    /// <param name="taxPoint">The day whose rates hold; null: its own first.</param>
    internal static IReadOnlyList<RatedPart> Of(
        RatedPart part, IReadOnlyList<Liability> liabilities, LocalDate? taxPoint)
    {
        var shares = SharesOf(part.Leg, liabilities, taxPoint ?? part.Leg.Days.From);
        if (shares is [var only]) return [part with { Tax = only }];
        var amount = part.Amount.MinorUnits;
        // A credit mirrors a debit.
        var sign = amount < 0 ? -1 : 1;
        var units = Apportion.ToTargets(sign * amount, [.. shares.Select(one => sign * amount * one.Share)]);
        return [.. shares.Select((one, i) => part with
        {
            Key = string.Join('.', new[] { part.Key, i == 0 ? Qualifying : Rest }.OfType<string>()),
            Quantity = part.Quantity * one.Share, Exact = part.Exact * one.Share,
            Amount = new(sign * units[i], part.Amount.Currency), ExactEstimated = part.ExactEstimated * one.Share,
            Tax = one,
        })];
    }

    private static IReadOnlyList<TaxShare> SharesOf(Leg leg, IReadOnlyList<Liability> liabilities, LocalDate day)
    {
        var tax = leg.Charge.Tax;
        if (tax.Rule is null && tax.Rates is null) return [new(Exact.One, null, TaxCategory.Outside)];
        if (leg.Treatment is { Category: TaxCategory.Outside }) return [new(Exact.One, null, TaxCategory.Outside)];
        if (leg.Treatment is { } treatment)
            return [new(Exact.One, Exact.Zero, ReferenceEquals(tax, TaxClass.Exempt)
                ? TaxCategory.Exempt : treatment.Category)];
        if (tax.Rule is not { } rule) return [Whole(tax, day)];
        var qualifying = liabilities.First(one => ReferenceEquals(one.Tax, tax)).Qualifying;
        if (qualifying == Exact.One) return [Whole(rule.Domestic, day)];
        if (qualifying.IsZero) return [Whole(rule.Business, day)];
        var (domestic, business) = (Whole(rule.Domestic, day), Whole(rule.Business, day));
        return domestic == business ? [domestic]
            : [domestic with { Share = qualifying }, business with { Share = Exact.One - qualifying }];
    }

    private static TaxShare Whole(TaxClass tax, LocalDate day)
    {
        var rate = tax.Rates is { } rates ? rates.At(day) : (Exact?)null;
        return new(Exact.One, rate, tax.CategoryOf(rate));
    }
}

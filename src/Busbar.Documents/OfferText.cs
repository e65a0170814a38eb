using System.Text;
using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>What offers come to, as text for a terminal: a column for each.</summary>
public static class OfferText
{
    private const int Width = 100;
    private const int UseDecimals = 3;
    private const int LongestBar = 40;

    /// <summary>The money of the offers, and who would pay more and less.</summary>
    public static string Write(PrintedOffers all)
    {
        var text = new StringBuilder();
        text.Add($"{Wording.Span(all.Days)}, in {all.Currency}");
        text.Append('\n').Append(Money(all));
        if (all.Offers.Any(offer => offer.IsCompared)) text.Append('\n').Append(Compared(all));
        foreach (var offer in all.Offers.Where(offer => offer.Sums.Differences.IsSpread))
            text.Append('\n').Append(Distribution(offer));
        text.Append('\n');
        text.Add("What is left is net of tax and without what is passed on"
            + (all.Series is null ? ", and before the cost of energy: --cost SERIES says it."
                : $", less the energy at {all.Series}: {BoughtOf(all)}, as metered, without losses."));
        return text.ToString();
    }

    private static TextTable Table(PrintedOffers all) => new(Width, 0, false,
        [new("", Wraps: true), .. all.Offers.Select(offer => new TextColumn(offer.Name, true))]);

    private static string Money(PrintedOffers all)
    {
        var table = Table(all);
        Row("Sites priced", offer => Wording.Whole(offer.Sums.Sites.Count));
        if (all.Offers.Any(offer => offer.NotPriced > 0))
            Row("Sites not priced", offer => Wording.Whole(offer.NotPriced));
        Row("Use in kWh", offer => offer.Use.ToString(PlainNumber.DecimalsOf(offer.Use, UseDecimals)));
        table.Rule();
        foreach (var name in all.Offers.SelectMany(offer => offer.Sums.Money.Charges).Select(charge => charge.Name)
            .Distinct())
            Row(name, offer => offer.Sums.Money.Charges.Where(charge => charge.Name == name).ToList() is { Count: > 0 }
                own ? Sum(own.Select(charge => charge.Amount), all.Currency) : "-");
        table.Rule();
        Row("Revenue, net of tax", offer => offer.Sums.Money.Net.ToString());
        Row("Passed on to others", offer => (-offer.Sums.Money.Passed).ToString());
        if (all.Series is { } series)
            Row($"Energy at {series}", offer => offer.Sums.Cost is { } cost ? (-cost).ToString() : "-");
        Row(all.Series is null ? "Left" : "Margin", offer => offer.Sums.Margin.ToString());
        return table.ToString();

        void Row(string name, Func<PrintedOffer, string> of) => table.Row([name, .. all.Offers.Select(of)]);
    }

    private static string Compared(PrintedOffers all)
    {
        var table = Table(all);
        Row("Sites compared", offer => Wording.Whole(offer.Sums.Differences.Count));
        Row($"Paid {Before(all)}, with tax", offer => offer.Sums.Paid.Before.ToString());
        Row("Paid by the offer, with tax", offer => offer.Sums.Paid.After.ToString());
        Row("Difference", offer => Signed(offer.Sums.Paid.Difference));
        Row("", offer => offer.Sums.Paid.Growth is { } growth ? Growth.Percent(growth) : "");
        table.Rule();
        Row("Sites that pay less", offer => Wording.Whole(offer.Sums.Differences.Below));
        Row("Sites that pay the same", offer => Wording.Whole(
            offer.Sums.Differences.Count - offer.Sums.Differences.Below - offer.Sums.Differences.Above));
        Row("Sites that pay more", offer => Wording.Whole(offer.Sums.Differences.Above));
        if (all.Offers.Any(offer => offer.Sums.Differences.IsSpread))
        {
            table.Rule();
            foreach (var percent in Billing.Distribution.Shown)
                Row(NameOf(percent), offer => offer.IsCompared ? Signed(offer.Sums.Differences.At(percent)) : "-");
        }
        return table.ToString();

        void Row(string name, Func<PrintedOffer, string> of) => table.Row([name, .. all.Offers.Select(of)]);
    }

    /// <summary>How many sites lie in each step of the difference.</summary>
    private static string Distribution(PrintedOffer offer)
    {
        var (table, steps) = (new TextTable(0, 2, false, new(""), new("", true), new("")),
            offer.Sums.Differences.Steps());
        var most = steps.Max(step => step.Count);
        foreach (var step in steps)
            table.Row($"{Signed(step.From)} to {Signed(step.To)}", Wording.Whole(step.Count),
                new string('#', (int)(((long)step.Count * LongestBar + most - 1) / most)));
        return $"What sites pay more with {offer.Name}, and how many\n{table}";
    }

    internal static string Before(PrintedOffers all) => all.Against is null ? "now" : $"by {all.Against}";

    internal static string BoughtOf(PrintedOffers all) =>
        string.Join("; ", all.Offers.Select(offer => offer.Bought).OfType<string>().Distinct());

    private static string NameOf(int percent) => percent switch
    {
        0 => "Least difference", 50 => "Half have at most", 100 => "Greatest difference",
        _ => $"{percent} % have at most",
    };

    private static string Sum(IEnumerable<Money> amounts, Currency currency) =>
        amounts.Aggregate(Quantities.Money.Zero(currency), (sum, one) => sum + one).ToString();

    private static string Signed(Money money) => (money.MinorUnits > 0 ? "+" : "") + money;
}

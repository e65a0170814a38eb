using Busbar.Contracts;
using Busbar.Contracts.Language;
using Busbar.Quantities;
using Busbar.Rating;
using Busbar.Time;
using NodaTime;

namespace Busbar.Runs;

/// <summary>A baseline of an agreement's product by itself, as if a charge had nothing else.</summary>
/// <param name="Baseline">What it comes to. It has the id of the charge that has the baseline, so that messages are
/// those of its bill.</param>
/// <param name="Load">What the baseline is of, likewise.</param>
internal sealed record AskedBaseline(ChargeTask Baseline, ChargeTask Load);

/// <summary>The baselines that the charges of a product rest on.</summary>
internal static class AskedBaselines
{
    /// <summary>Those of an agreement over the days of an event, each once.</summary>
    public static IEnumerable<AskedBaseline> Of(Agreement agreement, Interval span, Currency currency)
    {
        var days = Days.Touching(span, agreement.Connections[0].Zone);
        for (var place = 0; ; place++)
        {
            var (baselines, loads) = (Tasks(one => one), Tasks(one => one.Of));
            if (baselines.Count == 0) yield break;
            foreach (var (baseline, load) in baselines.Zip(loads)) yield return new(baseline, load);

            IReadOnlyList<ChargeTask> Tasks(Func<BaselineFormula, Formula> of) =>
                ChargeTask.Of(With(agreement, version => Charges(version, place, of, currency)), days);
        }
    }

    /// <summary>The agreement with a product that has other charges.</summary>
    private static Agreement With(Agreement agreement, Func<ProductVersion, IReadOnlyList<Charge>> charges) =>
        agreement with
        {
            Product = new(agreement.Product.Id, new(agreement.Product.Versions.Values.Select(dated =>
                new DatedValue<ProductVersion>(dated.From, new(dated.Value.Product, dated.Value.Name,
                    dated.Value.From, dated.Value.IntervalMinutes, dated.Value.Channels, dated.Value.Terms,
                    dated.Value.Quantities, charges(dated.Value), [], [], dated.Value.IsFixed,
                    dated.Value.Place))))),
        };

    /// <summary>Of each charge with so many baselines the one in a place, of those that no earlier one has.</summary>
    private static IReadOnlyList<Charge> Charges(
        ProductVersion version, int place, Func<BaselineFormula, Formula> of, Currency currency) =>
        [.. version.Charges.SelectMany(charge => charge.Baselines, (charge, one) => (Charge: charge, Is: one))
            .DistinctBy(one => (one.Charge.Each, one.Is.Text)).GroupBy(one => one.Charge)
            .Where(own => own.Count() > place)
            .Select(own => (own.Key, own.ElementAt(place).Is))
            .Select(one => Charge(one.Key, of(one.Is), one.Is.Text, currency, version))];

    private static Charge Charge(Charge charge, Formula of, string text, Currency currency, ProductVersion version) =>
        new(charge.Id, charge.Id, "", new Rate.Priced(new(text, text, of), new("0", "0", new ConstantFormula(
            Exact.Zero, Dimension.Money(currency) / of.Shape.Dimension))), Direction.ToSeller, charge.Each, null,
            false, TaxClass.Outside, false, Missing.Hold, false, version.Place);
}

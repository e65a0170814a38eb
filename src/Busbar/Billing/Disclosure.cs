using Busbar.Contracts;
using Busbar.Quantities;

namespace Busbar.Billing;

/// <summary>What a customer is told of a broker's commission: its part of each kWh, as expected when it was
/// agreed.</summary>
/// <param name="Rate">In the currency's major unit per kWh.</param>
public sealed record Disclosure(string Agreement, Party Broker, Exact Rate)
{
    private const int Decimals = 4;

    /// <summary>Those of some agreements, in their order; none where nothing was expected.</summary>
    public static IReadOnlyList<Disclosure> Of(IEnumerable<Agreement> agreements, Book book) =>
        [.. from agreement in agreements
            where agreement.Commission is not null
            let rate = Expectation.Of(agreement.Commission!, book)?.Rate
            where rate is not null
            select new Disclosure(agreement.Id, agreement.Commission!.Scheme.To.Party, rate.Value)];

    /// <summary>A rate per kWh as people read it, in hundredths of the currency: <c>0.75</c>.</summary>
    public static string Text(Exact rate) => (rate * 100).Round(Decimals, Rounding.HalfAway).ToString();

    /// <summary>The unit in which it is told: <c>p/kWh</c>.</summary>
    public static string UnitOf(Currency currency) => currency.Code switch
    {
        "GBP" => "p/kWh", "EUR" => "ct/kWh", _ => "c/kWh",
    };
}

using Busbar.Billing;
using Busbar.Quantities;

namespace Busbar.Documents;

/// <summary>Offers over some days as a report shows them.</summary>
/// <param name="Against">The product that they are compared with; null: what is paid now.</param>
/// <param name="Series">The series at which their energy is bought; null: it isn't said.</param>
public sealed record PrintedOffers(
    Time.Days Days, string? Against, string? Series, Currency Currency, IReadOnlyList<PrintedOffer> Offers);

/// <summary>An offer as a report shows it.</summary>
/// <param name="Name">The product, or the version of it.</param>
/// <param name="Use">What is used at the sites on which it is priced, in kWh.</param>
/// <param name="Bought">The energy that is bought for it, as a formula; null where no series is named.</param>
/// <param name="NotPriced">On how many sites it can't be priced.</param>
public sealed record PrintedOffer(
    string Name, Exact Use, string? Bought, OfferSums Sums, int NotPriced)
{
    /// <summary>Whether anything is compared.</summary>
    public bool IsCompared => Sums.Differences.Count > 0;
}

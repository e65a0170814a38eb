using Busbar.Billing;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Commissions;

/// <summary>What a bill that stands earns a broker.</summary>
/// <param name="Days">The days of supply that it is for, of those that earn.</param>
/// <param name="Total">What the customer is billed, with tax.</param>
/// <param name="Received">What of that is paid.</param>
/// <param name="Charges">In the order of the scheme.</param>
/// <param name="Measures">What is only measured, by name, in its canonical unit.</param>
public sealed record BilledCommission(
    string Bill, LocalDate IssuedOn, Days Days, Money Total, Money Received, IReadOnlyList<EarnedCharge> Charges,
    IReadOnlyDictionary<string, Exact> Measures)
{
    /// <summary>The connections that it is for, by id.</summary>
    public IReadOnlyList<string> Connections { get; init; } = [];

    /// <summary>The last day of which it is, and the day after it.</summary>
    public LocalDate To => Days.To;

    /// <summary>The part of it that is paid: of none that costs nothing, all.</summary>
    public Exact PaidPart => Total.MinorUnits == 0 ? Exact.One : Exact.Ratio(Received.MinorUnits, Total.MinorUnits);
}

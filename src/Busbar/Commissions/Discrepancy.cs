using Busbar.Quantities;

namespace Busbar.Commissions;

/// <summary>Something about a commission that isn't as it should be.</summary>
/// <param name="Kind">A word: <c>late-start</c>.</param>
/// <param name="Payee">The account of the broker.</param>
/// <param name="Connection">Null: all of the agreement.</param>
/// <param name="Effect">What it means in money: above zero what is paid, or would be, and shouldn't.</param>
/// <param name="Evidence">What it is known from.</param>
public sealed record Discrepancy(
    string Kind, string Payee, string? Agreement, string? Connection, string Expected, string Actual, Money Effect,
    string Evidence, Place Place)
{
    /// <summary>The agreement of which the evidence tells, beside its own; null: none.</summary>
    public string? Other { get; init; }
}

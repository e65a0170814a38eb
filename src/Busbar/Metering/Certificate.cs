using Busbar.Quantities;
using NodaTime;

namespace Busbar.Metering;

/// <summary>A relief that was granted: the value of a term on its days.</summary>
/// <param name="For">The term of products.</param>
/// <param name="Relief">As a fraction.</param>
/// <param name="Number">As it stands on the certificate.</param>
/// <param name="To">The first day on which it doesn't hold any more; null: no end is known.</param>
public sealed record Certificate(
    string For, Exact Relief, string Number, LocalDate From, LocalDate? To, Place Place)
{
    /// <summary>Whether it holds on a day.</summary>
    public bool HoldsOn(LocalDate day) => From <= day && (To is not { } to || day < to);
}

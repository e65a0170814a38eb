using Busbar.Time;

namespace Busbar.Contracts;

/// <summary>The commission of an agreement.</summary>
/// <param name="Rated">The agreement with the scheme's charges beside those of its product, over the days that earn:
/// those of supply that were agreed.</param>
/// <param name="Expected">The agreement with what was expected of it in the place of readings, over the agreed days;
/// null where the scheme expects nothing.</param>
/// <param name="Agreed">The days that were agreed when it was signed; without an end where none was agreed.</param>
public sealed record Commission(Scheme Scheme, Agreement Rated, Agreement? Expected, Days Agreed)
{
    /// <summary>Whether its end was agreed.</summary>
    public bool HasEnd => Agreed.To != NodaTime.LocalDate.MaxIsoValue;
}

using Busbar.Quantities;
using Busbar.Time;

namespace Busbar.Contracts;

/// <summary>A class of tax, and its rate by day.</summary>
/// <param name="Name">Its name in the book; <c>exempt</c> and <c>outside</c> are there without one.</param>
/// <param name="Rates">As fractions; null: outside the scope of tax, so that it has no rate and is in no base.</param>
public sealed record TaxClass(string Name, Dated<Exact>? Rates)
{
    /// <summary>Taxable at nothing.</summary>
    public static readonly TaxClass Exempt = new("exempt", Dated.Always(Exact.Zero));

    /// <summary>Not a supply that tax looks at: a private person's feed-in.</summary>
    public static readonly TaxClass Outside = new("outside", null);
}

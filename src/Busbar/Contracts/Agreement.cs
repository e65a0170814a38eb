using Busbar.Metering;
using Busbar.Quantities;
using Busbar.Time;
using NodaTime;

namespace Busbar.Contracts;

/// <summary>Account, product, connections, dates and the values of terms: what was agreed.</summary>
/// <param name="Id">Unique among the book's agreements.</param>
/// <param name="Pinned">The day of the product's version that is kept; null follows the versions from their
/// days.</param>
/// <param name="From">The first day of supply.</param>
/// <param name="To">The first day after it; null while supply goes on.</param>
/// <param name="Terms">The values agreed, in the canonical unit of their terms.</param>
public sealed record Agreement(
    string Id, Account Account, Product Product, LocalDate? Pinned, IReadOnlyList<Connection> Connections,
    LocalDate From, LocalDate? To, IReadOnlyDictionary<string, Dated<Exact>> Terms, Place Place)
{
    /// <summary>The days of a span on which there is supply.</summary>
    public Days SupplyIn(Days span) => span.Intersect(new(From, To ?? LocalDate.MaxIsoValue));

    /// <summary>The product's version that holds on a day of supply.</summary>
    public ProductVersion VersionOn(LocalDate day) => Product.Versions.At(Pinned ?? day);

    /// <summary>The value of a term on a day: the one agreed, or the product's default.</summary>
    public Exact TermOn(Term term, LocalDate day) =>
        Terms.TryGetValue(term.Name, out var agreed) && agreed.TryAt(day, out var value) ? value
        : term.Default ?? throw new InvalidOperationException($"Agreement {Id} has no {term.Name} on that day.");

    /// <summary>The days inside a span from which a term has another value agreed.</summary>
    public IEnumerable<LocalDate> ChangesOf(Term term, Days span) =>
        Terms.TryGetValue(term.Name, out var values) ? values.ChangesWithin(span.From, span.To) : [];
}

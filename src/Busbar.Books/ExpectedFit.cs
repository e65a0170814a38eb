using Busbar.Contracts;
using Busbar.Contracts.Language;

namespace Busbar.Books;

/// <summary>Checks that what an agreement of several connections expects is of what its scheme's charges are rated for:
/// of all of them together, or of each.</summary>
internal sealed class ExpectedFit(MapReader reader, Agreement rated, WrittenScheme scheme)
{
    /// <summary>The charges of a scheme, and those of the product that they are a part of.</summary>
    public static IEnumerable<Charge> ChargesOf(ProductVersion version)
    {
        var own = version.Charges.Where(charge => charge.Id.StartsWith(Scheme.OfCharge, StringComparison.Ordinal))
            .ToList();
        var asked = own.SelectMany(charge => charge.Costs).SelectMany(cost => cost.Groups).ToHashSet();
        return own.Concat(version.Charges.Where(charge => asked.Contains(charge.Group)));
    }

    /// <summary>The quantities that a charge asks for, of those of which something is expected.</summary>
    public static IEnumerable<QuantityFormula> QuantitiesOf(Charge charge, IEnumerable<string> expected) =>
        charge.Rate.Formulas.SelectMany(written => written.Formula.All()).OfType<QuantityFormula>()
            .Where(quantity => expected.Contains(quantity.Name)).DistinctBy(quantity => quantity.Name);

    /// <summary>Adds a fault for each charge and rule of pay that would take a connection's figure for that of all, or
    /// that of all for each.</summary>
    /// <param name="expected">The agreement with what is expected; null where nothing is.</param>
    public void Check(Agreement? expected)
    {
        if (rated.Connections.Count < 2) return;
        foreach (var (charge, rule) in scheme.Scheme.Payments.Versions.Values[0].Value.Charges.Zip(scheme.Scheme.Pays))
            if (TermsOf(charge.Rate.Formulas.Select(written => written.Formula)).Find(IsOfSome) is { } own)
                reader.Fault("paid-for-all", reader.Place, $"Scheme {scheme.Scheme.Id} pays {rule.Text} once for all "
                    + $"connections of {reader.Thing}, and these have {own} each.",
                    "Give the agreement a term of another name for that.");
        if (expected is null) return;
        foreach (var charge in expected.Product.Versions.Values.SelectMany(version => ChargesOf(version.Value))
            .DistinctBy(charge => charge.Id))
            foreach (var quantity in QuantitiesOf(charge, scheme.Expected.Keys)) Check(charge, quantity);
    }

    private void Check(Charge charge, QuantityFormula quantity)
    {
        var terms = TermsOf([quantity.Meaning.Formula]);
        var what = $"What scheme {scheme.Scheme.Id} expects of {quantity.Name} is of";
        if (charge.Each == Each.Connection && !terms.Exists(IsOfAll))
            reader.Fault("expected-of-all", reader.Place, $"{what} all {rated.Connections.Count} connections of "
                + $"{reader.Thing} together, and {charge.Subject} is by the connection: it would count it for each.",
                terms.Count == 0 ? "Leave each: connection out of the charge."
                    : $"Give each connection its own, terms: {{ {terms[0]}: … }}, or leave each: connection out of "
                        + "the charge.");
        if (charge.Each == Each.Agreement && terms.Find(IsOfSome) is { } own)
            reader.Fault("expected-of-each", reader.Place, $"{what} each connection of {reader.Thing}, since these "
                + $"have {own} each, and {charge.Subject} is over all of them.",
                $"Give the agreement {own} for all of them, or write each: connection in the charge.");
    }

    private bool IsOfAll(string term) => rated.Connections.All(one => one.Terms.ContainsKey(term));

    private bool IsOfSome(string term) => rated.Connections.Any(one => one.Terms.ContainsKey(term));

    private static List<string> TermsOf(IEnumerable<Formula> formulas) => [.. formulas
        .SelectMany(formula => formula.All()).OfType<TermFormula>().Select(one => one.Term.Name).Distinct()];
}

using Busbar.Contracts.Language;

namespace Busbar.Rating;

/// <summary>What is found while formulas are evaluated and keeps their result from being one.</summary>
internal sealed class Findings
{
    private readonly List<Fault> _faults = [];
    private readonly HashSet<Formula> _held = new(ReferenceEqualityComparer.Instance);

    /// <summary>What holds the result; each reason once.</summary>
    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>Adds what a formula found.</summary>
    public void Hold(Formula formula, Fault fault)
    {
        _held.Add(formula);
        if (!_faults.Contains(fault)) _faults.Add(fault);
    }

    /// <summary>Whether something was found in a formula or in one that it is made of.</summary>
    public bool Holds(Formula formula) => _held.Count > 0 && formula.All().Any(_held.Contains);
}

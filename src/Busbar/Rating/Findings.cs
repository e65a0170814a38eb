using Busbar.Contracts.Language;

namespace Busbar.Rating;

/// <summary>What is found while formulas are evaluated and keeps their result from being one.</summary>
internal sealed class Findings
{
    private readonly List<Fault> _faults = [];
    private readonly HashSet<Formula> _held = new(ReferenceEqualityComparer.Instance);

    /// <summary>What holds the result; each reason once.</summary>
    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>Whether something is only missing, so that the result is open and not wrong.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Adds what a formula found wrong.</summary>
    public void Hold(Formula formula, Fault fault)
    {
        IsOpen = false;
        Miss(formula, fault);
    }

    /// <summary>Adds what a formula found missing.</summary>
    public void Miss(Formula formula, Fault fault)
    {
        _held.Add(formula);
        if (!_faults.Contains(fault)) _faults.Add(fault);
    }

    /// <summary>Adds all that was found while something else was rated.</summary>
    /// <param name="formula">The formula that rests on it; null where none does.</param>
    public void Take(Findings found, Formula? formula = null)
    {
        if (found.Faults.Count == 0) return;
        IsOpen &= found.IsOpen;
        if (formula is not null) _held.Add(formula);
        _faults.AddRange(found.Faults.Except(_faults));
    }

    /// <summary>Whether something was found in a formula or in one that it is made of.</summary>
    public bool Holds(Formula formula) => _held.Count > 0 && formula.All().Any(_held.Contains);
}

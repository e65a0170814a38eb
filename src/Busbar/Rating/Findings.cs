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

    /// <summary>How often something was found, and found again: who evaluates a formula sees in it whether anything
    /// that the formula rests on was.</summary>
    public int Count { get; private set; }

    /// <summary>Adds what is wrong.</summary>
    public void Hold(Fault fault)
    {
        IsOpen = false;
        Miss(fault);
    }

    /// <summary>Adds what is missing.</summary>
    public void Miss(Fault fault)
    {
        Count++;
        if (!_faults.Contains(fault)) _faults.Add(fault);
    }

    /// <summary>Adds all that was found while something else was rated.</summary>
    public void Take(Findings found)
    {
        if (found.Faults.Count == 0) return;
        Count++;
        IsOpen &= found.IsOpen;
        _faults.AddRange(found.Faults.Except(_faults));
    }

    /// <summary>Notes that a formula's result rests on what was found.</summary>
    public void Mark(Formula formula) => _held.Add(formula);

    /// <summary>Whoever asks again for a formula whose result rests on what was found has found it again.</summary>
    public void Again(Formula formula)
    {
        if (_held.Contains(formula)) Count++;
    }
}

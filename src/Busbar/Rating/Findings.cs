using Busbar.Contracts.Language;

namespace Busbar.Rating;

/// <summary>
/// What is found while formulas are evaluated: what holds the result, and what its reader should know.
/// </summary>
internal sealed class Findings
{
    private readonly List<Fault> _faults = [];
    private readonly Dictionary<Formula, int> _cutOff = new(ReferenceEqualityComparer.Instance);

    /// <summary>How much was found.</summary>
    public int Count => _faults.Count + _cutOff.Count;

    /// <summary>What holds the result; each reason once.</summary>
    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>How many values below zero were made zero, by the formula that did it.</summary>
    public IReadOnlyDictionary<Formula, int> CutOff => _cutOff;

    public void Hold(Fault fault)
    {
        if (!_faults.Contains(fault)) _faults.Add(fault);
    }

    public void Cut(Formula formula, int count) => _cutOff[formula] = count;
}

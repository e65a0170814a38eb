namespace Busbar.Formats;

/// <summary>
/// The faults of one file, collected until there are enough; then, or at the end, the file is refused.
/// </summary>
internal sealed class Problems(string file, int most)
{
    private readonly List<Fault> _faults = [];

    /// <summary>Whether a fault was found: from then on no row is given out.</summary>
    public bool Any => _faults.Count > 0;

    /// <summary>Adds a fault; line and column count from 1, and are 0 where the whole file is meant.</summary>
    public void Add(string code, int line, int column, string message, string? hint = null)
    {
        _faults.Add(new(code, message, new(file, line, column), Hint: hint));
        if (_faults.Count >= most) throw new RefusedException(_faults);
    }

    /// <summary>A fault after which reading makes no sense.</summary>
    public RefusedException Fatal(string code, int line, string message, string? hint = null)
    {
        _faults.Add(new(code, message, new(file, line), Hint: hint));
        return new(_faults);
    }

    /// <summary>Refuses the file if anything was found.</summary>
    public void ThrowIfAny()
    {
        if (Any) throw new RefusedException(_faults);
    }
}

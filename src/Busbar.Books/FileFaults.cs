namespace Busbar.Books;

/// <summary>What is wrong with one file. After so many faults the rest says nothing new, and reading ends.</summary>
internal sealed class FileFaults(string file, List<Fault> faults)
{
    /// <summary>The most faults of one kind of trouble that a file is worth.</summary>
    public const int Most = 100;

    private readonly List<Fault> _own = [];

    /// <summary>The file, relative to the book's folder.</summary>
    public string File { get; } = file;

    /// <summary>Adds a fault, with which reading goes on.</summary>
    /// <exception cref="RefusedException">There were too many.</exception>
    public void Add(string code, Place place, string message, string? hint = null)
    {
        _own.Add(new(code, message, place, Hint: hint));
        if (_own.Count < Most) return;
        throw Fatal("too-many-faults", place,
            $"After {Most} faults the rest of {File} wasn't read; mend these and check again.");
    }

    /// <summary>Adds a fault after which the file can't be read on; caught where it was opened.</summary>
    public RefusedException Fatal(string code, Place place, string message, string? hint = null)
    {
        var fault = new Fault(code, message, place, Hint: hint);
        _own.Add(fault);
        return new(fault);
    }

    /// <summary>Hands over what was found, in the order of the lines.</summary>
    public void HandOver()
    {
        faults.AddRange(_own.OrderBy(fault => fault.Place.Line).ThenBy(fault => fault.Place.Column));
        _own.Clear();
    }
}

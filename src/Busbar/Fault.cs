namespace Busbar;

/// <summary>Where something was written: a file, and in it a line and column, both counted from 1.</summary>
/// <remarks>The default value is nowhere. A line or column of 0 means that only the file (or nothing)
/// is known.</remarks>
public readonly record struct Place(string? File, int Line = 0, int Column = 0)
{
    /// <summary>The same place, <paramref name="columns"/> further to the right.</summary>
    public Place Right(int columns) => Column == 0 ? this : this with { Column = Column + columns };

    /// <summary><c>file:line:column</c>, as far as known; empty when nowhere.</summary>
    public override string ToString() =>
        File is null ? "" : Line == 0 ? File : Column == 0 ? $"{File}:{Line}" : $"{File}:{Line}:{Column}";
}

/// <summary>What a user got wrong, said so that he can mend it: the thing, its place, and the way out.</summary>
/// <param name="Code">A stable name in lower case with hyphens, such as <c>unknown-name</c>.</param>
/// <param name="Message">One sentence or two: what was found and what was expected.</param>
/// <param name="Place">Where it was written.</param>
/// <param name="Name">The name of the thing concerned: a product, a connection, a charge.</param>
/// <param name="Hint">The way out, when there is one to name.</param>
public sealed record Fault(string Code, string Message, Place Place = default, string? Name = null, string? Hint = null)
{
    /// <summary>One or two lines for a person: place, message, and hint.</summary>
    public override string ToString()
    {
        var place = Place.ToString();
        var text = place.Length == 0 ? Message : $"{place}: {Message}";
        return Hint is null ? text : $"{text}\n  {Hint}";
    }
}

/// <summary>An exception that carries faults of a user to the door, where they are printed; never a
/// stack trace.</summary>
/// <remarks>Used where a fault ends the work at once and a returned value would only be passed up unread.</remarks>
public sealed class RefusedException(IReadOnlyList<Fault> faults)
    : Exception(string.Join('\n', faults.Select(fault => fault.ToString())))
{
    /// <summary>Refuses for one reason.</summary>
    public RefusedException(Fault fault) : this([fault]) { }

    /// <summary>The reasons, in the order in which they were found.</summary>
    public IReadOnlyList<Fault> Faults { get; } = faults;
}

/// <summary>The nearest of some names to one that was not found: what "did you mean" says.</summary>
public static class Nearest
{
    /// <summary>The closest name by edit distance, or null when none is close enough to be a slip.</summary>
    public static string? To(string name, IEnumerable<string> names)
    {
        var (best, bestDistance) = ((string?)null, Math.Max(2, name.Length / 3) + 1);
        foreach (var candidate in names.Order(StringComparer.Ordinal))
            if (Distance(name, candidate) is var distance && distance < bestDistance)
                (best, bestDistance) = (candidate, distance);
        return best;
    }

    /// <summary>"Did you mean x?", or null when nothing is near.</summary>
    public static string? Hint(string name, IEnumerable<string> names) =>
        To(name, names) is { } near ? $"Did you mean {near}?" : null;

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[^1];
    }
}

using System.Globalization;
using Dapper;

namespace Busbar.Store;

/// <summary>
/// Values of which a column may have any, as the parameters of one statement; the same for both engines.
/// </summary>
internal static class Among
{
    /// <summary>Adds the values and returns the list that stands after <c>IN</c>.</summary>
    public static string Any<T>(this DynamicParameters parameters, string name, IReadOnlyList<T> values)
    {
        for (var i = 0; i < values.Count; i++) parameters.Add(Name(name, i), values[i]);
        return $"({string.Join(", ", Enumerable.Range(0, values.Count).Select(i => "@" + Name(name, i)))})";
    }

    private static string Name(string name, int index) => name + index.ToString(CultureInfo.InvariantCulture);
}

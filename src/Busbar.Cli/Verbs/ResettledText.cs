using System.Text.Json;
using Busbar.Runs;

namespace Busbar.Cli.Verbs;

/// <summary>How what pools settle otherwise than before is told.</summary>
internal static class ResettledText
{
    private const int MostNamed = 6;

    /// <summary>A line for each name: <c>Pool quay: wind of 2026-03-01..2026-03-04 comes out otherwise.</c></summary>
    /// <param name="what">What becomes of it.</param>
    public static string Of(IReadOnlyList<ResettledName> names, string what) => string.Join('\n', names.Select(name =>
        $"Pool {name.Pool}: {name.Name} of {string.Join(", ", name.Days.Take(MostNamed))}"
        + (name.Days.Count > MostNamed ? $" and {name.Days.Count - MostNamed} more times" : "") + $" {what}."));

    /// <summary>The same as JSON; nothing where there is none.</summary>
    public static void Write(Utf8JsonWriter json, string key, IReadOnlyList<ResettledName> names)
    {
        if (names.Count == 0) return;
        json.WriteList(key, names, name =>
        {
            json.WriteString("pool", name.Pool);
            json.WriteString("name", name.Name);
            json.WriteList("days", name.Days, days => json.WritePeriod(days));
        });
    }
}

using System.CommandLine;

namespace Busbar.Cli.Verbs;

/// <summary><c>--group "Standing charge=fixed"</c>: the groups of the lines of others' invoices.</summary>
internal static class LineGroups
{
    public static Option<string[]> Option() => new("--group")
    {
        Description = "The group of the lines of a name that is none itself; several times.",
        HelpName = "NAME=GROUP", DefaultValueFactory = _ => [],
    };

    /// <summary>The group of each name; or why it can't be read, else null.</summary>
    public static string? Trouble(IEnumerable<string> texts, out IReadOnlyDictionary<string, string> groups)
    {
        var read = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        groups = read;
        foreach (var text in texts)
        {
            var at = text.LastIndexOf('=');
            if (at <= 0 || at == text.Length - 1)
                return $"--group {text} is no NAME=GROUP such as \"Standing charge=fixed\".";
            if (!read.TryAdd(text[..at], text[(at + 1)..])) return $"--group names {text[..at]} twice.";
        }
        return null;
    }
}

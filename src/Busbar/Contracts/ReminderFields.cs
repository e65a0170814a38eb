using System.Text.RegularExpressions;

namespace Busbar.Contracts;

/// <summary>What a text of a reminder may name in braces: <c>{amount}</c>.</summary>
public static partial class ReminderFields
{
    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "name", "account", "document", "amount", "due", "date", "days-late", "stage", "fee", "interest", "total",
        "seller",
    ];

    /// <summary>The names in a text that aren't known, in their order.</summary>
    public static IReadOnlyList<string> UnknownIn(string text) =>
        [.. Named().Matches(text).Select(match => match.Groups["name"].Value).Except(Names)];

    /// <summary>Whether a brace of a text is without its other.</summary>
    public static bool HasTornBrace(string text) => Named().Replace(text, "").AsSpan().IndexOfAny('{', '}') >= 0;

    /// <summary>A text with values for its names.</summary>
    public static string Fill(string text, IReadOnlyDictionary<string, string> values) =>
        Named().Replace(text, match => values[match.Groups["name"].Value]);

    [GeneratedRegex(@"\{(?<name>[^{}]*)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();
}

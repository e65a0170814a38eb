using System.Text.RegularExpressions;
using Busbar.Tests.Tidy;

namespace Busbar.Tests.Documents;

/// <summary>The examples that stand in the reference.</summary>
internal static class Reference
{
    /// <summary>The only example in a page, without the line end at its end.</summary>
    public static string ExampleIn(string page) => Assert.Single(ExamplesIn(page, "json"));

    /// <summary>The examples in a page that are written in a language, likewise.</summary>
    public static IReadOnlyList<string> ExamplesIn(string page, string language) =>
        [.. Regex.Matches(House.Read(page), $"```{language}\n(?<example>.*?)\n```", RegexOptions.Singleline)
            .Select(found => found.Groups["example"].Value)];
}

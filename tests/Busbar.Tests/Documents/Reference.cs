using System.Text.RegularExpressions;
using Busbar.Tests.Tidy;

namespace Busbar.Tests.Documents;

/// <summary>The examples that stand in the reference.</summary>
internal static class Reference
{
    /// <summary>The only example in a page, without the line end at its end.</summary>
    public static string ExampleIn(string page) =>
        Assert.Single(Regex.Matches(House.Read(page), "```json\n(?<example>.*?)\n```", RegexOptions.Singleline))
            .Groups["example"].Value;
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;

namespace Busbar.Tests.Cli;

/// <summary>
/// The examples of the docs are run: a block with a path is a file, a block of <c>console</c> is commands and what they
/// print. With BUSBAR_WRITE_CASES=1 the outputs in the docs are written anew, to be read before they are committed.
/// </summary>
public class Docs_are_true
{
    private static readonly Regex Block = new(
        @"^```(?<kind>\w+)(?: (?<path>\S+))?\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline);

    public static TheoryData<string> Pages => [.. Tidy.House.Files(".md", "docs")
        .Where(page => Tidy.House.Read(page).Contains("```console", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Pages))]
    public void What_they_say_is_printed_is_printed(string page)
    {
        using var busbar = new Busbars { Now = Instant.FromUtc(2026, 11, 26, 12, 0) };
        var text = Tidy.House.Read(page);
        var written = Block.Replace(text, match => match.Groups["kind"].Value == "console"
            ? $"```console\n{Printed(busbar, match.Groups["text"].Value)}```" : Kept(busbar, match));
        if (Environment.GetEnvironmentVariable("BUSBAR_WRITE_CASES") == "1")
            File.WriteAllText(Path.Combine(Tidy.House.Root, page), written);
        Assert.Equal(text, written);
    }

    [Fact]
    public void The_scheme_of_the_reference_is_the_one_that_is_run()
    {
        const string name = "schemes/acme-2026.yaml";
        static string Of(string page, string first) => Block.Matches(Tidy.House.Read(page))
            .Select(match => $"{match.Groups["path"].Value}\n{match.Groups["text"].Value}")
            .Single(text => text.Contains(first, StringComparison.Ordinal));
        Assert.Equal(
            Of("docs/reference/commissions.md", $"# {name}\n").Replace($"# {name}\n", "", StringComparison.Ordinal),
            Of("docs/how-to/pay-brokers.md", name).Replace($"book/{name}", "", StringComparison.Ordinal));
    }

    private static string Kept(Busbars busbar, Match match)
    {
        if (match.Groups["path"] is { Success: true, Value: var path }) busbar.Write(path, match.Groups["text"].Value);
        return match.Value;
    }

    private static string Printed(Busbars busbar, string console)
    {
        var printed = new StringBuilder();
        foreach (var line in console.Split('\n').Where(line => line.StartsWith("$ busbar ", StringComparison.Ordinal)))
        {
            var run = busbar.RunLine(line["$ busbar ".Length..]);
            printed.Append(CultureInfo.InvariantCulture, $"{line}\n{run.Messages}{run.Results}");
        }
        return printed.ToString().Replace(busbar.Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }
}

using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Busbar.Tests.Tidy;

/// <summary>What is written beside the code: links lead somewhere, and what is public says what it is.</summary>
public class Papers_tell_the_truth
{
    private static readonly Regex Fence = new(@"^(```|~~~).*?^\1", RegexOptions.Multiline | RegexOptions.Singleline);
    private static readonly Regex Link = new(@"\]\(<?(?<to>[^)\s>]+)>?(\s+""[^""]*"")?\)");
    private static readonly Regex Heading = new(@"^#{1,6}\s+(?<text>.+?)\s*$", RegexOptions.Multiline);

    [Fact]
    public void Every_link_leads_somewhere() => House.IsTidy(
        from paper in House.Files(".md", ".")
        from link in BrokenLinks(paper, House.Read(paper))
        select $"{paper}: {link}");

    [Fact]
    public void The_readme_begins_with_the_two_commands() =>
        House.IsTidy(CommandsMissing(House.Read("README.md")));

    [Fact]
    public void The_house_names_its_rooms_in_reading_order()
    {
        var house = House.Read("HOUSE.md");
        int[] places = [.. House.Rooms.Concat(House.Projects.Keys.Skip(1)).Select(name =>
            house.IndexOf($"`{name}", StringComparison.Ordinal))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void The_notice_names_every_package() => House.IsTidy(
        from project in House.Files(".csproj", "src", "tests", "bench").Append("Directory.Build.props")
        from package in Regex.Matches(House.Read(project), @"<PackageReference Include=""(?<name>[^""]+)""")
        where !House.Read("NOTICE").Contains(package.Groups["name"].Value, StringComparison.Ordinal)
        select $"{project}: {package.Groups["name"].Value} is not in NOTICE");

    [Fact]
    public void Every_public_type_says_what_it_is() => House.IsTidy(
        from project in House.Projects.Keys
        let said = Said(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, $"{project}.xml")))
        from type in House.Program(project).GetExportedTypes()
        where !type.IsNested && !said.Contains(type.FullName!)
        select $"{type} has no summary");

    [Fact]
    public void The_rules_can_fail()
    {
        Assert.Equal(["nowhere.md"], BrokenLinks("README.md", "see [that](nowhere.md)"));
        Assert.Equal(
            ["#nothing"],
            BrokenLinks("README.md", "# Some *thing* here\n[a](#some-thing-here) [b](#nothing)"));
        Assert.Equal(["../outside.md"], BrokenLinks("README.md", "[x](../outside.md)"));
        Assert.Empty(BrokenLinks("README.md", "```\n[x](nowhere.md)\n```\n[y](https://example.org) [z](busbar)"));
        Assert.Equal(["./test"], CommandsMissing("# Busbar\n\n    ./busbar demo\n" + new string('\n', 20) + "./test"));
        Assert.DoesNotContain(
            "Busbar.Silent",
            Said("<doc><member name='T:Busbar.Silent'><summary> </summary></member></doc>"));
    }

    private static IEnumerable<string> BrokenLinks(string paper, string text)
    {
        text = Fence.Replace(text, "");
        foreach (Match match in Link.Matches(text))
        {
            var to = match.Groups["to"].Value;
            if (to.Contains("://", StringComparison.Ordinal) || to.StartsWith("mailto:", StringComparison.Ordinal))
                continue;
            var parts = Uri.UnescapeDataString(to).Split('#', 2);
            var target = parts[0].Length == 0
                ? Path.Combine(House.Root, paper)
                : Path.GetFullPath(Path.Combine(House.Root, Path.GetDirectoryName(paper)!, parts[0]));
            var isThere = (File.Exists(target) || Directory.Exists(target))
                && target.StartsWith(House.Root, StringComparison.Ordinal);
            if (!isThere || (parts is [_, var anchor] && !HasHeading(to[0] == '#' ? text : House.Read(target), anchor)))
                yield return to;
        }
    }

    /// <summary>A heading's anchor: lower case, blanks to hyphens, other signs dropped.</summary>
    private static bool HasHeading(string text, string anchor) => Heading.Matches(text).Any(match =>
        Regex.Replace(match.Groups["text"].Value.ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-') == anchor);

    private static IEnumerable<string> CommandsMissing(string readme)
    {
        var beginning = string.Join('\n', readme.Split('\n').Take(15));
        string[] commands = ["./busbar demo", "./test"];
        return commands.Where(command => !beginning.Contains(command, StringComparison.Ordinal));
    }

    /// <summary>The full names of the types whose summary isn't empty.</summary>
    private static HashSet<string> Said(string documentation)
    {
        using var reader = XmlReader.Create(new StringReader(documentation));
        return
        [
            .. from member in XDocument.Load(reader).Descendants("member")
               let name = member.Attribute("name")!.Value
               where name.StartsWith("T:", StringComparison.Ordinal)
                   && !string.IsNullOrWhiteSpace(member.Element("summary")?.Value)
               select name[2..],
        ];
    }
}

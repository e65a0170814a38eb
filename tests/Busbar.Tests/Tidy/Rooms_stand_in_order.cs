using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Busbar.Tests.Tidy;

/// <summary>The arrows of the code are the arrows of the flow: what comes later is not known by what
/// comes before.</summary>
public class Rooms_stand_in_order
{
    [Fact]
    public void A_room_names_only_the_rooms_before_it() => House.IsTidy(
        from path in House.Files(".cs", "src/Busbar")
        from later in LaterRoomsNamed(path, House.Read(path))
        select $"{path} must not name {later}, which comes after it");

    [Fact]
    public void A_room_uses_only_the_rooms_before_it() => House.IsTidy(
        from type in House.Types("Busbar")
        from used in CompiledCode.TypesUsedBy(type)
        where Place(type.Namespace) is var here && Place(used.Namespace) is var there && there > here
        select $"{type} must not use {used}, which comes after it");

    [Fact]
    public void Every_folder_of_the_engine_is_a_room() => Assert.Equal(
        House.Rooms.Where(room => Directory.Exists(Path.Combine(House.Root, "src/Busbar", room))).Order(),
        House.Files(".cs", "src/Busbar").Select(Room).OfType<string>().Distinct().Order());

    [Fact]
    public void A_project_refers_only_to_those_it_may() => House.IsTidy(
        from path in House.Files(".csproj", "src")
        let project = Path.GetFileNameWithoutExtension(path)
        from wrong in WrongReferences(project, House.Read(path))
        select $"{path} must not refer to {wrong}");

    [Fact]
    public void The_engine_has_two_packages() =>
        Assert.Equal(["NodaTime", "Parlot"], Includes("PackageReference", House.Read("src/Busbar/Busbar.csproj")));

    [Theory]
    [InlineData("src/Busbar/Metering/Series.cs", "using Busbar.Rating;", "Rating")]
    [InlineData("src/Busbar/Metering/Series.cs", "var line = Rating.Kernel.Run();", "Rating")]
    [InlineData("src/Busbar/Contracts/Language/Parser.cs", "Busbar.Billing.Bill bill", "Billing")]
    [InlineData("src/Busbar/Fault.cs", "using Busbar.Quantities;", "Quantities")]
    [InlineData("src/Busbar/Rating/Plan.cs", "using Busbar.Metering;", null)]
    [InlineData("src/Busbar/Metering/Series.cs", "// the price has a rating; Billings", null)]
    public void The_rule_of_names_can_fail(string path, string text, string? found) =>
        Assert.Equal(found is null ? [] : [found], LaterRoomsNamed(path, text));

    [Fact]
    public void The_rule_of_uses_can_fail() =>
        Assert.Contains(typeof(Regex), CompiledCode.TypesUsedBy(typeof(Rooms_stand_in_order)));

    [Theory]
    [InlineData("Busbar.Time", "Busbar.Contracts.Language", true)]
    [InlineData("Busbar", "Busbar.Quantities", true)]
    [InlineData("Busbar.Contracts", "Busbar.Contracts.Language", false)]
    [InlineData("Busbar.Billing", "Busbar", false)]
    [InlineData("Busbar", "System.Collections.Generic", false)]
    public void Rooms_have_places(string here, string there, bool later) =>
        Assert.Equal(later, Place(there) > Place(here));

    [Theory]
    [InlineData("Busbar.Books", "../Busbar.Store/Busbar.Store.csproj", "Busbar.Store")]
    [InlineData("Busbar.Another", "../Busbar/Busbar.csproj", "Busbar")]
    [InlineData("Busbar.Books", "../Busbar/Busbar.csproj", null)]
    public void The_rule_of_references_can_fail(string project, string reference, string? found) => Assert.Equal(
        found is null ? [] : [found],
        WrongReferences(project, $"<Project><ProjectReference Include='{reference}' /></Project>"));

    private static IEnumerable<string> LaterRoomsNamed(string path, string text) =>
        House.Rooms.Skip(Array.IndexOf(House.Rooms, Room(path)) + 1).Where(later =>
            Regex.IsMatch(text, $@"\bBusbar\.{later}\b|(?<![\w.]){later}\.[A-Z]"));

    /// <summary>The room of a file of the engine; null for those at its root, which come before all rooms.</summary>
    private static string? Room(string path) => path.Split('/') is [_, _, var room, _, ..] ? room : null;

    /// <summary>The place of a namespace in the reading order; −1 for the engine's root and for what
    /// isn't ours.</summary>
    private static int Place(string? space) =>
        space?.Split('.') is ["Busbar", var room, ..] ? Array.IndexOf(House.Rooms, room) : -1;

    private static IEnumerable<string> WrongReferences(string project, string xml) =>
        Includes("ProjectReference", xml).Select(path => Path.GetFileNameWithoutExtension(path))
            .Except(House.Projects.GetValueOrDefault(project, []));

    private static IEnumerable<string> Includes(string element, string xml)
    {
        using var reader = System.Xml.XmlReader.Create(new StringReader(xml));
        return [.. XDocument.Load(reader).Descendants(element).Select(found => found.Attribute("Include")!.Value)];
    }
}

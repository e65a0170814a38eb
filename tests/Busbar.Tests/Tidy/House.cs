using System.Reflection;
using System.Runtime.CompilerServices;

namespace Busbar.Tests.Tidy;

/// <summary>The repository as the tidy tests read it: its files by path, and the programs built from it.</summary>
public static class House
{
    /// <summary>The rooms of the engine in reading order. A room uses only those before it.</summary>
    public static readonly string[] Rooms =
        [
            "Quantities", "Time", "Metering", "Contracts", "Rating", "Billing", "Ledger", "Commissions", "Statements",
        ];

    /// <summary>Each project and those it may refer to. The runs alone know them all, and the door the runs.</summary>
    public static readonly Dictionary<string, string[]> Projects = new()
    {
        ["Busbar"] = [],
        ["Busbar.Books"] = ["Busbar"],
        ["Busbar.Formats"] = ["Busbar"],
        ["Busbar.Store"] = ["Busbar"],
        ["Busbar.Documents"] = ["Busbar"],
        ["Busbar.Runs"] = ["Busbar", "Busbar.Books", "Busbar.Formats", "Busbar.Store", "Busbar.Documents"],
        ["Busbar.Cli"] = ["Busbar.Runs"],
    };

    /// <summary>The projects in which numbers are exact and nothing asks the machine.</summary>
    public static readonly string[] ExactProjects =
        ["Busbar", "Busbar.Books", "Busbar.Formats", "Busbar.Store", "Busbar.Runs"];

    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", "vendor", "TestResults"];

    /// <summary>The folder that holds Busbar.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The paths of all files of these folders whose names end so, relative to the root, with
    /// slashes.</summary>
    public static IReadOnlyList<string> Files(string ending, params string[] folders) =>
    [
        .. folders.Select(folder => Path.Combine(Root, folder)).Where(Directory.Exists)
            .SelectMany(folder => Below(new DirectoryInfo(folder)))
            .Where(path => path.EndsWith(ending, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>All C# that is written by hand.</summary>
    public static IReadOnlyList<string> Sources() => Files(".cs", "src", "tests", "bench");

    /// <summary>Passes when nothing is wrong; lists all that is, where a collection's own message is
    /// cut short.</summary>
    public static void IsTidy(IEnumerable<string> wrongs)
    {
        string[] all = [.. wrongs.Distinct()];
        if (all.Length > 0) Assert.Fail(string.Join('\n', all));
    }

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static Assembly Program(string project) => Assembly.Load(project);

    /// <summary>The types that we wrote: what the compiler makes of them is read with the type that holds it.</summary>
    public static IEnumerable<Type> Types(string project) => Program(project).GetTypes().Where(type =>
        type.Namespace?.StartsWith("Busbar", StringComparison.Ordinal) == true
        && !type.IsDefined(typeof(CompilerGeneratedAttribute)));

    private static IEnumerable<string> Below(DirectoryInfo folder) =>
        folder.EnumerateFiles().Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'))
            .Concat(folder.EnumerateDirectories()
                .Where(below => !NotOurs.Contains(below.Name) && below.Name[0] != '.')
                .SelectMany(Below));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Busbar.slnx")))
                return folder.FullName;
        throw new InvalidOperationException($"No Busbar.slnx above {AppContext.BaseDirectory}.");
    }
}

using System.Text;
using Busbar.Books;

namespace Busbar.Tests.Books;

/// <summary>A book in a folder of its own, gone after the test; and single files read from text.</summary>
public sealed class TestBook : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("busbar-book-").FullName;

    /// <summary>Writes a file; a line end is added, as an editor does.</summary>
    public TestBook With(string path, string text)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text + "\n");
        return this;
    }

    public BookSource Read() => BookFolder.Read(Folder);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>The documents of a text that is good.</summary>
    public static IReadOnlyList<Node> Documents(string yaml)
    {
        var faults = new List<Fault>();
        var documents = YamlReader.Read(Encoding.UTF8.GetBytes(yaml), "f.yaml", faults);
        Assert.Empty(faults);
        return documents;
    }

    /// <summary>The only document of a text that is good, a map.</summary>
    public static MapNode Map(string yaml) => Assert.IsType<MapNode>(Assert.Single(Documents(yaml)));

    /// <summary>What is wrong with a text: place, code and message.</summary>
    public static IReadOnlyList<Fault> FaultsOf(string yaml) => FaultsOf(Encoding.UTF8.GetBytes(yaml));

    public static IReadOnlyList<Fault> FaultsOf(byte[] yaml)
    {
        var faults = new List<Fault>();
        YamlReader.Read(yaml, "f.yaml", faults);
        return faults;
    }

    /// <summary>The rows of a table that is good.</summary>
    public static IReadOnlyList<MapNode> Rows(string csv)
    {
        var faults = new List<Fault>();
        var rows = CsvTable.Read(Encoding.UTF8.GetBytes(csv), "f.csv", faults);
        Assert.Empty(faults);
        return rows;
    }
}

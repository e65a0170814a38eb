using Busbar.Cli;
using Busbar.Tests.Store;
using NodaTime;

namespace Busbar.Tests.Cli;

/// <summary>What a command printed and how it ended.</summary>
internal sealed record Printed(int Code, string Results, string Messages)
{
    public string[] Lines => Results.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs the program in this process, against a database of a test's own, at a time that stands.</summary>
internal sealed class Busbars : IDisposable
{
    private readonly TestStore _store;

    public Busbars(string engine = TestStore.Sqlite)
    {
        _store = new TestStore(engine);
        _store.Database.Dispose();
        Folder = Directory.CreateTempSubdirectory("busbar-cli-").FullName;
    }

    /// <summary>The sample that the demo runs.</summary>
    public static string HouseholdSolar { get; } = Path.Combine(Tidy.House.Root, "books/household-solar");

    /// <summary>A folder of the test's own.</summary>
    public string Folder { get; }

    public string Where => _store.Where;

    /// <summary>The time at which commands run.</summary>
    public Instant Now { get => _store.Clock.Now; set => _store.Clock.Now = value; }

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Writes a file into the folder and gives its path.</summary>
    public string Write(string name, string text)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A copy of the household's book, to be edited.</summary>
    public string CopyOfBook(string name = "book", string? from = null)
    {
        from ??= HouseholdSolar;
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            Write(Path.Combine(name, Path.GetRelativePath(from, file)), File.ReadAllText(file));
        return PathOf(name);
    }

    public Printed Run(params string[] args) => RunUntil(TestContext.Current.CancellationToken, args);

    /// <summary>Runs a command as a page or a case has it: what is in the folder, or shall come into it, is a path.
    /// </summary>
    public Printed RunLine(string line)
    {
        var args = line.Split(' ');
        return Run([.. args.Select((arg, i) => (i > 0 && args[i - 1] is "--out" or "init") || File.Exists(PathOf(arg))
            || Directory.Exists(PathOf(arg)) ? PathOf(arg) : arg)]);
    }

    public Printed RunUntil(CancellationToken cancel, params string[] args)
    {
        using var results = new StringWriter { NewLine = "\n" };
        using var messages = new StringWriter { NewLine = "\n" };
        var code = Program.Run([.. args, "--db", Where], new Door(results, messages, _store.Clock, false, cancel));
        return new(code, results.ToString(), messages.ToString());
    }

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}

namespace Busbar.Cli.Verbs;

/// <summary>A folder that a verb makes for its files: one that no file came into is gone again.</summary>
internal sealed class NewFolder : IDisposable
{
    private readonly string? _folder;
    private readonly List<string> _made = [];

    private NewFolder(string? folder) => _folder = folder;

    /// <summary>Makes a folder where it isn't there, and those above it.</summary>
    /// <param name="folder">Null: none is needed.</param>
    /// <exception cref="IOException">It can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static NewFolder Make(string? folder)
    {
        var made = new NewFolder(folder);
        if (folder is null) return made;
        for (var at = Path.GetFullPath(folder); at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
            made._made.Add(at);
        Directory.CreateDirectory(folder);
        return made;
    }

    /// <summary>Says that it wasn't there.</summary>
    public void Say(Door door)
    {
        if (_made.Count > 0 && !door.Json) door.Say($"{_folder}: the folder wasn't there, and was made.");
    }

    /// <summary>Takes away what was made, where nothing is in it.</summary>
    public void Dispose()
    {
        foreach (var folder in _made)
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
                Directory.Delete(folder);
    }
}

namespace Busbar.Books;

/// <summary>A file or folder of a book: its path in it, with slashes, and on the machine.</summary>
internal readonly record struct BookFile(string Path, string FullPath, bool IsFolder)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}

/// <summary>Looks into the folders of a book, in ordinal order, and never outside of it.</summary>
internal sealed class BookFiles(string folder, List<Fault> faults)
{
    private const int MostDepth = 32;
    private readonly string _root = RealPath.Of(folder) ?? folder;

    /// <summary>What stands in a folder of the book (its top is <c>""</c>); hidden names don't count.</summary>
    public IReadOnlyList<BookFile> In(string path)
    {
        var found = new List<BookFile>();
        try
        {
            foreach (var entry in new DirectoryInfo(Path.Combine(folder, path)).EnumerateFileSystemInfos())
                if (entry.Name[0] != '.')
                    found.Add(new(path.Length == 0 ? entry.Name : $"{path}/{entry.Name}", entry.FullName,
                        entry.Attributes.HasFlag(FileAttributes.Directory)));
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            Unreadable(path.Length == 0 ? "." : path, trouble);
        }
        found.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return [.. found.Where(IsInside)];
    }

    /// <summary>The paths of all files below a folder, in ordinal order.</summary>
    public IReadOnlyList<string> Below(string path)
    {
        var found = new List<string>();
        AddBelow(path, [], found);
        found.Sort(string.CompareOrdinal);
        return found;
    }

    /// <summary>The bytes of a file, or null after a fault.</summary>
    public byte[]? Bytes(BookFile file, int mostBytes)
    {
        try
        {
            using var stream = new FileStream(file.FullPath, FileMode.Open, FileAccess.Read, FileShare.Read);
            // One byte more than is allowed says that it is too large, however large it is.
            var bytes = new byte[(int)Math.Min(stream.Length, mostBytes) + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length < bytes.Length ? bytes[..length] : bytes;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            Unreadable(file.Path, trouble);
            return null;
        }
    }

    /// <summary>The documents of a file of YAML; null when it had faults that leave none.</summary>
    public IReadOnlyList<Node>? Documents(BookFile file)
    {
        if (Bytes(file, YamlReader.MostBytes) is not { } bytes) return null;
        var before = faults.Count;
        var documents = YamlReader.Read(bytes, file.Path, faults);
        return documents.Count == 0 && faults.Count > before ? null : documents;
    }

    private void AddBelow(string path, HashSet<string> above, List<string> found)
    {
        var real = RealPath.Of(Path.Combine(folder, path));
        if (real is null || !above.Add(real) || above.Count > MostDepth)
        {
            faults.Add(new("link-circle", $"{path} leads back to a folder that it stands in, stands too deep, "
                + "or can't be looked at.",
                new(path)));
            return;
        }
        foreach (var file in In(path))
            if (file.IsFolder) AddBelow(file.Path, above, found);
            else found.Add(file.Path);
        above.Remove(real);
    }

    /// <summary>A link may lead to another place of the book; one that leads out of it is a fault.</summary>
    private bool IsInside(BookFile file)
    {
        try
        {
            if (new FileInfo(file.FullPath).LinkTarget is not { } target) return true;
            var real = RealPath.Of(file.FullPath);
            if (real is null || !(File.Exists(real) || Directory.Exists(real)))
                faults.Add(new("broken-link", $"{file.Path} is a link to {target}, which leads nowhere.",
                    new(file.Path)));
            else if (!RealPath.IsIn(_root, real))
                faults.Add(new("link-outside", $"{file.Path} is a link to {target}, outside of the book.",
                    new(file.Path), Hint: "A book is whole in its folder: copy what the link leads to."));
            else
                return true;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            Unreadable(file.Path, trouble);
        }
        return false;
    }

    private void Unreadable(string path, Exception trouble) =>
        faults.Add(new("unreadable", $"{path} can't be read: {Reason(trouble)}.", new(path)));

    private static string Reason(Exception trouble) => trouble switch
    {
        UnauthorizedAccessException => "access is denied",
        FileNotFoundException or DirectoryNotFoundException => "it isn't there",
        _ => "the system refuses it",
    };
}

namespace Busbar.Books;

/// <summary>Where a path leads when every link on it is followed.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The path without links, or null when they lead in a circle or a part can't be looked at.</summary>
    public static string? Of(string path)
    {
        var links = 0;
        try
        {
            return Of(path, ref links);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether a path stands in a folder or is it, both without links.</summary>
    public static bool IsIn(string folder, string path) => path == folder
        || path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar,
            StringComparison.Ordinal)
        || Path.TrimEndingDirectorySeparator(folder).Length == 0;

    private static string? Of(string path, ref int links)
    {
        var full = Path.GetFullPath(path);
        var real = Path.GetPathRoot(full)!;
        foreach (var part in full[real.Length..].Split(
            Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is { } target)
            {
                if (++links > MostLinks || Of(Path.Combine(real, target), ref links) is not { } led) return null;
                next = led;
            }
            real = next;
        }
        return real;
    }
}
